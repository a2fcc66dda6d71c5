"""Scores to spans: role tags of one window's cues to attributions, entity tags to entities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from onrecord.model.tags import ENTITY_TYPES, NEVER, ROLES, begin, spans_of, viterbi
from onrecord.types import Attribution, Entity, Span

_SOURCE, _CUE = ROLES.index("source"), ROLES.index("cue")
_SAME = 0.8  # share of the words, from which two contents are one; see ``attributions``


@dataclass(frozen=True, slots=True)
class Calibration:
    """Maps a cue's chance and that of its weakest role to how often the whole attribution is right.

    ``sigmoid(cue * log-odds + roles * log-odds + intercept)``: Platt (1999) on two scores. The default is the cue's
    chance alone. Fitted by training/calibrate.py, which says what counts as right.
    """

    cue: float = 1.0
    roles: float = 0.0
    intercept: float = 0.0

    @staticmethod
    def log_odds(chances: np.ndarray) -> np.ndarray:
        """Return the log-odds of chances, of any shape, kept finite."""
        kept = np.clip(chances, 1e-4, 1 - 1e-4)
        return np.asarray(np.log(kept / (1 - kept)))

    def apply(self, chances: np.ndarray) -> np.ndarray:
        """Return confidences, float [N]; chances: float [N, 2], of the cue and of its weakest role."""
        return np.asarray(1 / (1 + np.exp(-self.log_odds(chances) @ (self.cue, self.roles) - self.intercept)))


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one window.

    spans: int [W, 2], characters of each word. cues: the words that begin a cue, int [C]; likely: how likely each is,
    float [C]; roles: float [C, W, T] role scores; entities: float [W, E].
    """

    spans: np.ndarray
    cues: np.ndarray
    likely: np.ndarray
    roles: np.ndarray
    entities: np.ndarray


def attributions(windows: Sequence[Scored], *, calibration: Calibration = Calibration()) -> list[list[Attribution]]:
    """Decode the attributions of each window: at most one for each cue.

    The cue is held to begin at its word. The confidence comes from the cue's probability and the mean probability of
    the chosen tags over the words of the weakest role (``Calibration``). What annotators (almost) never mark is left
    out: of 19,832 attributions of PolNeAR train 2 have no content, 9 a source in several pieces, none a cue in
    several, and no two have contents of which four fifths are the same words, but for 4 that are the same.
    """
    tags = iter(viterbi([row for window in windows for row in _held(window)], len(ROLES)))
    return [_distinct(_attributions(window, [next(tags) for _ in window.cues], calibration)) for window in windows]


def _distinct(found: Sequence[Attribution]) -> list[Attribution]:
    """Leave out attributions without content, and the less certain of two that have (almost) the same one."""
    kept: dict[int, set[int]] = {}
    for index in sorted(range(len(found)), key=lambda i: (-found[i].confidence, i)):
        words = {at for start, end in found[index].content for at in range(start, end)}
        if words and not any(len(words & others) >= _SAME * len(words | others) for others in kept.values()):
            kept[index] = words
    return [found[index] for index in sorted(kept)]


def _held(window: Scored) -> np.ndarray:
    """Return the role scores with nothing allowed at a cue's first word but a cue that begins there."""
    held = window.roles.copy()
    rows = np.arange(len(window.cues))
    first = [begin(_CUE), begin(_CUE) + 3]
    kept = held[rows[:, None], window.cues[:, None], first]
    held[rows, window.cues] = -NEVER
    held[rows[:, None], window.cues[:, None], first] = kept
    return held


def _attributions(window: Scored, tags: Sequence[np.ndarray], calibration: Calibration) -> list[Attribution]:
    """Read the tags of each cue, int64 [W] each."""
    if not tags:
        return []
    sums = _sums(window.roles, np.stack(tags))
    starts, ends = window.spans[:, 0].tolist(), window.spans[:, 1].tolist()
    found, certain = [], []
    for row, cue in enumerate(window.cues.tolist()):
        spans: list[list[Span]] = [[] for _ in ROLES]
        for kind, start, end in spans_of(tags[row]):
            spans[kind].append((start, end))
        spans[_CUE] = [span for span in spans[_CUE] if span[0] == cue]
        spans[_SOURCE] = sorted(spans[_SOURCE], key=lambda span: abs(span[0] - cue))[:1]
        weakest = min(_mean(sums[row], some) for some in spans if some)
        source, cues, content = (tuple((starts[a], ends[b - 1]) for a, b in some) for some in spans)
        found.append((source, cues, content))
        certain.append((float(window.likely[row]), weakest))
    confidences = calibration.apply(np.array(certain)).tolist()
    return [Attribution(*spans, confidence) for spans, confidence in zip(found, confidences, strict=True)]


def entities(windows: Sequence[Scored], *, threshold: float) -> list[list[Entity]]:
    """Decode the entities of each window; those whose mean probability is below the threshold are dropped."""
    found = []
    tags = viterbi([window.entities for window in windows], len(ENTITY_TYPES))
    for window, row in zip(windows, tags, strict=True):
        sums, places = _sums(window.entities, row), window.spans.tolist()
        part = []
        for kind, start, end in spans_of(row):
            sure = _mean(sums, [(start, end)])
            if sure >= threshold:
                part.append(Entity(places[start][0], places[end - 1][1], ENTITY_TYPES[kind], sure))
        found.append(part)
    return found


def _sums(scores: np.ndarray, tags: np.ndarray) -> list[Any]:
    """Return the sums of the probabilities of the tags before each word, [..., N + 1].

    Scores float [..., N, T], tags int [..., N].
    """
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    chances = np.take_along_axis(raised, tags[..., None], -1)[..., 0] / raised.sum(-1)
    sums = np.zeros((*tags.shape[:-1], tags.shape[-1] + 1))
    np.cumsum(chances, -1, out=sums[..., 1:])
    return list(sums.tolist())


def _mean(sums: Sequence[float], spans: Sequence[Span]) -> float:
    """Return the mean probability of the tags in some spans."""
    return sum(sums[end] - sums[start] for start, end in spans) / sum(end - start for start, end in spans)
