"""Fit the model's confidences to how often it is right (Platt 1999).

An attribution counts as right when its content shares at least 80 % of its characters with that of a gold attribution
and their sources overlap, or both have none: what a reader of the record notices. The error reported is the expected
calibration error over ten bins (Naeini et al. 2015), each half of the articles measured with the fit of the other.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from onrecord.model.decode import Calibration
from onrecord.model.infer import Reader
from onrecord.types import Attribution, Span
from training.data import Article

_SHARE = 0.8
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Fit:
    """A calibration, and the expected calibration error (0 to 1) before and after it."""

    calibration: Calibration
    error_before: float
    error_after: float


def fit(reader: Reader, articles: Sequence[Article]) -> Fit:
    """Fit on the confidences that a reader without calibration gives for annotated articles."""
    found = reader.tag([article.text for article in articles])
    pairs = [_judged(tagged.attributions, a.readings[0]) for tagged, a in zip(found, articles, strict=True)]
    halves = [np.concatenate(pairs[start::2]) for start in (0, 1)]
    everything = np.concatenate(halves)
    crossed = [
        np.column_stack((_platt(halves[1 - side]).apply(halves[side][:, 0]), halves[side][:, 1])) for side in (0, 1)
    ]
    return Fit(_platt(everything), _error(everything), _error(np.concatenate(crossed)))


def calibrate(folder: Path, articles: Sequence[Article]) -> Fit:
    """Fit a model folder and write the calibration into its model.json."""
    path = folder / "model.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"calibration": asdict(Calibration())}, indent=2) + "\n", encoding="utf-8")
    found = fit(Reader.load(folder), articles)
    rounded = replace(
        found.calibration,
        slope=round(found.calibration.slope, 4),
        intercept=round(found.calibration.intercept, 4),
    )
    path.write_text(json.dumps(manifest | {"calibration": asdict(rounded)}, indent=2) + "\n", encoding="utf-8")
    return found


def _judged(found: Sequence[Attribution], gold: Sequence[Attribution]) -> np.ndarray:
    """Return float [N, 2]: confidence, and 1 where right; each gold attribution is found at most once."""
    left = list(gold)
    rows = []
    for attribution in sorted(found, key=lambda a: -a.confidence):
        hit = next((g for g in left if _same(attribution, g)), None)
        if hit:
            left.remove(hit)
        rows.append((attribution.confidence, float(hit is not None)))
    return np.array(rows, float).reshape(-1, 2)


def _same(one: Attribution, other: Attribution) -> bool:
    contents = _characters(one.content), _characters(other.content)
    sources = _characters(one.source), _characters(other.source)
    if not contents[1] or len(contents[0] & contents[1]) < _SHARE * len(contents[0] | contents[1]):
        return False
    return bool(sources[0] & sources[1]) or not (sources[0] or sources[1])


def _characters(spans: Sequence[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _platt(pairs: np.ndarray) -> Calibration:
    """Logistic regression of right on the log-odds of the confidence, by Newton's method."""
    odds = Calibration.log_odds(pairs[:, 0])
    inputs = np.column_stack((odds, np.ones_like(odds)))
    weights = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (pairs[:, 1] - chance)
        curvature = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 1e-6 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(float(weights[0]), float(weights[1]))


def _error(pairs: np.ndarray) -> float:
    bins = np.minimum((pairs[:, 0] * 10).astype(int), 9)
    return float(
        sum(
            (bins == b).mean() * abs(pairs[bins == b, 0].mean() - pairs[bins == b, 1].mean())
            for b in range(10)
            if (bins == b).any()
        )
    )
