"""Scores to spans: role tags of one window's cues to attributions, entity tags to entities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.model.tags import ENTITY_TYPES, ROLES, begin, spans_of, viterbi
from onrecord.types import Attribution, Entity, Span

_CUE = ROLES.index("cue")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Maps a raw confidence to how often it is right: ``sigmoid(slope * log-odds + intercept)`` (Platt 1999).

    The default changes nothing. Fitted by training/calibrate.py, which says what counts as right.
    """

    slope: float = 1.0
    intercept: float = 0.0

    @staticmethod
    def log_odds(confidence: np.ndarray) -> np.ndarray:
        """Return the log-odds of confidences, float [N], kept finite."""
        kept = np.clip(confidence, 1e-4, 1 - 1e-4)
        return np.asarray(np.log(kept / (1 - kept)))

    def apply(self, confidence: np.ndarray) -> np.ndarray:
        """Return calibrated confidences, float [N]."""
        return np.asarray(1 / (1 + np.exp(-self.slope * self.log_odds(confidence) - self.intercept)))


def attributions(
    scores: np.ndarray,
    cues: Sequence[int],
    cue_scores: Sequence[float],
    spans: np.ndarray,
    *,
    calibration: Calibration = Calibration(),
) -> list[Attribution]:
    """Decode one attribution for each cue.

    scores: float [C, W, T] role scores; cues: the word that begins each cue; cue_scores: its probability; spans:
    int [W, 2], characters of each word. The cue is held to begin at its word. The confidence is the cue's probability
    times the mean probability of the chosen tags over the words of the weakest role, calibrated.
    """
    if not len(cues):
        return []
    held = scores.copy()
    rows = np.arange(len(cues))
    held[rows, cues, begin(_CUE)] += 1e4
    held[rows, cues, begin(_CUE) + 3] += 1e4
    tags = viterbi(held, len(ROLES))
    chosen = np.take_along_axis(_softmax(scores), tags[:, :, None], 2)[:, :, 0]
    found = []
    for row, tag_row, probability in zip(range(len(cues)), tags, chosen, strict=True):
        roles: list[list[Span]] = [[] for _ in ROLES]
        sure: dict[int, list[float]] = {}
        for kind, start, end in spans_of(tag_row):
            roles[kind].append((int(spans[start, 0]), int(spans[end - 1, 1])))
            sure.setdefault(kind, []).extend(probability[start:end].tolist())
        weakest = min(sum(values) / len(values) for values in sure.values())
        source, cue, content = (tuple(role) for role in roles)
        confidence = calibration.apply(np.array([cue_scores[row] * weakest]))[0]
        found.append(Attribution(source, cue, content, float(confidence)))
    return found


def entities(scores: np.ndarray, spans: np.ndarray, *, threshold: float) -> list[Entity]:
    """Decode entities: scores float [W, T], spans int [W, 2]; those whose mean probability is below are dropped."""
    tags = viterbi(scores[None], len(ENTITY_TYPES))[0]
    chosen = np.take_along_axis(_softmax(scores), tags[:, None], 1)[:, 0]
    found = []
    for kind, start, end in spans_of(tags):
        sure = float(chosen[start:end].mean())
        if sure >= threshold:
            found.append(Entity(int(spans[start, 0]), int(spans[end - 1, 1]), ENTITY_TYPES[kind], sure))
    return found


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))
