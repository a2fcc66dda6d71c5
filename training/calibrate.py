"""Fit the model's confidences to how often it is right (Platt 1999, on two scores).

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
from onrecord.types import Attribution, Span, Tagged
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
    """Fit on annotated articles; the reader's own calibration is set aside meanwhile."""
    texts = [article.text for article in articles]
    kept = reader.manifest
    cues, roles = (_tagged(reader, texts, only) for only in (Calibration(1.0, 0.0), Calibration(0.0, 1.0)))
    reader.manifest = kept
    pairs = [_judged(one, other, a.readings[0]) for one, other, a in zip(cues, roles, articles, strict=True)]
    halves = [np.concatenate(pairs[start::2]) for start in (0, 1)]
    everything = np.concatenate(halves)
    crossed = [
        np.column_stack((_platt(halves[1 - side]).apply(halves[side][:, :2]), halves[side][:, 2])) for side in (0, 1)
    ]
    plain = np.column_stack((everything[:, 0] * everything[:, 1], everything[:, 2]))
    return Fit(_platt(everything), _error(plain), _error(np.concatenate(crossed)))


def _tagged(reader: Reader, texts: Sequence[str], calibration: Calibration) -> list[Tagged]:
    reader.manifest = replace(reader.manifest, calibration=calibration)
    return reader.tag(texts)


def calibrate(folder: Path, articles: Sequence[Article]) -> Fit:
    """Fit a model folder and write the calibration into its model.json."""
    path = folder / "model.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"calibration": asdict(Calibration())}, indent=2) + "\n", encoding="utf-8")
    found = fit(Reader.load(folder), articles)
    rounded = Calibration(*(round(value, 4) for value in asdict(found.calibration).values()))
    path.write_text(json.dumps(manifest | {"calibration": asdict(rounded)}, indent=2) + "\n", encoding="utf-8")
    return found


def _judged(cues: Tagged, roles: Tagged, gold: Sequence[Attribution]) -> np.ndarray:
    """Return float [N, 3]: a cue's chance, its weakest role's, and 1 where right.

    The chances come as the confidences of the same attributions, read twice; each gold one is found at most once.
    """
    weakest = {(a.source, a.cue, a.content): a.confidence for a in roles.attributions}
    left = list(gold)
    rows = []
    for attribution in sorted(cues.attributions, key=lambda a: -a.confidence):
        place = (attribution.source, attribution.cue, attribution.content)
        if place not in weakest:  # left out there as the second reading of one content
            continue
        hit = next((g for g in left if _same(attribution, g)), None)
        if hit:
            left.remove(hit)
        rows.append((attribution.confidence, weakest[place], float(hit is not None)))
    return np.array(rows, float).reshape(-1, 3)


def _same(one: Attribution, other: Attribution) -> bool:
    contents = _characters(one.content), _characters(other.content)
    sources = _characters(one.source), _characters(other.source)
    if not contents[1] or len(contents[0] & contents[1]) < _SHARE * len(contents[0] | contents[1]):
        return False
    return bool(sources[0] & sources[1]) or not (sources[0] or sources[1])


def _characters(spans: Sequence[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _platt(rows: np.ndarray) -> Calibration:
    """Logistic regression of right on the log-odds of both chances, by Newton's method."""
    inputs = np.column_stack((Calibration.log_odds(rows[:, :2]), np.ones(len(rows))))
    weights = np.zeros(3)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (rows[:, 2] - chance)
        curvature = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 1e-6 * np.eye(3)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(*weights.tolist())


def _error(pairs: np.ndarray) -> float:
    """Return the expected calibration error; pairs float [N, 2]: confidence, and 1 where right."""
    bins = np.minimum((pairs[:, 0] * 10).astype(int), 9)
    return float(
        sum(
            (bins == b).mean() * abs(pairs[bins == b, 0].mean() - pairs[bins == b, 1].mean())
            for b in range(10)
            if (bins == b).any()
        )
    )
