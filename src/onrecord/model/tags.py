"""The tag sets that training and decoding share.

For one cue the model gives each word one of 13 *role tags*: O, or B, I, E (begin, inside, end) or U (a span of one
word) of source, cue or content. Entities use one B/I/E/U set for each type.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

ROLES = ("source", "cue", "content")
ENTITY_TYPES = ("person", "organization", "location", "norp", "facility", "date", "money", "product", "misc")
_PARTS = "BIEU"
NEVER = 1e9  # a score that no path survives


def tag_names(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return ``('O', 'B-source', 'I-source', ...)``; the index of a name is its tag id."""
    return ("O", *(f"{part}-{kind}" for kind in kinds for part in _PARTS))


def begin(kind: int) -> int:
    """Return the id of the tag that begins a span of the kind with this index."""
    return 1 + 4 * kind


@cache
def transitions(kinds: int) -> np.ndarray:
    """Return float32 [T, T] with 0 where tag ``j`` may follow tag ``i`` and -1e9 where it may not."""
    size = 1 + 4 * kinds
    allowed = np.zeros((size, size), bool)
    open_tags = [t for t in range(1, size) if (t - 1) % 4 in (0, 1)]
    starters = [0] + [t for t in range(1, size) if (t - 1) % 4 in (0, 3)]
    for tag in range(size):
        if tag in open_tags:
            inside = tag - (tag - 1) % 4 + 1
            allowed[tag, [inside, inside + 1]] = True
        else:
            allowed[tag, starters] = True
    return np.where(allowed, 0, -1e9).astype(np.float32)


def tag_spans(spans: list[tuple[int, int, int]], length: int) -> np.ndarray:
    """Write spans ``(kind, start, end)`` in words, ``[start, end)``, as int64 [length] tag ids; later spans lose."""
    tags = np.zeros(length, np.int64)
    for kind, start, end in spans:
        if tags[start:end].any() or end <= start:
            continue
        base = begin(kind)
        tags[start:end] = base + 1
        tags[start], tags[end - 1] = base, base + 2
        if end - start == 1:
            tags[start] = base + 3
    return tags


def spans_of(tags: np.ndarray) -> list[tuple[int, int, int]]:
    """Read tag ids [N] that obey ``transitions`` back into ``(kind, start, end)`` in words."""
    parts = (tags - 1) % 4
    starts = np.flatnonzero((tags > 0) & ((parts == 0) | (parts == 3)))
    ends = np.flatnonzero((tags > 0) & (parts >= 2))
    kinds = (tags[starts] - 1) // 4
    return list(zip(kinds.tolist(), starts.tolist(), (ends + 1).tolist(), strict=True))


def viterbi(rows: Sequence[np.ndarray], kinds: int) -> list[np.ndarray]:
    """Return the best allowed tag sequence of each row: float32 [N, T], of any length, to int64 [N].

    All rows are searched side by side, each by sums of its own. After a word either nothing is open (state 0) or a
    span of some kind is (states from 1 on); as ``transitions`` are few, each state can be reached in two ways.
    """
    count, length = len(rows), max(map(len, rows), default=0)
    if not length:
        return [np.zeros(0, np.int64) for _ in rows]
    scores = np.full((length, count, 1 + 4 * kinds), -NEVER, np.float32)
    scores[:, :, 0] = 0  # words past a row's end are outside, at no cost
    for index, row in enumerate(rows):
        scores[: len(row), index] = row
    begin, inside, end, _ = np.ascontiguousarray(
        scores[:, :, 1:].reshape(length, count, kinds, 4).transpose(3, 0, 2, 1)
    )
    single = scores[:, :, [0, *range(4, 1 + 4 * kinds, 4)]]
    alone = single.argmax(2)
    single = np.take_along_axis(single, alone[:, :, None], 2)[:, :, 0]
    free, opened = _best_sums(begin, inside, end, single)
    closing = opened[:-1] + end[1:]
    kind = closing.argmax(1)
    ends = np.take_along_axis(closing, kind[:, None], 1)[:, 0] > free[:-1] + single[1:]
    stays = opened[:-1] + inside[1:] > free[:-1, None] + begin[1:]
    before = np.zeros((length, 1 + kinds, count), np.int64)  # the state before a word, by the state after it
    before[1:, 0] = np.where(ends, kind + 1, 0)
    before[1:, 1:] = np.where(stays, np.arange(1, 1 + kinds)[:, None], 0)
    states = np.zeros((length + 1, count), np.int64)
    flat, at = before.reshape(length, -1), np.arange(count)
    for step in range(length - 1, -1, -1):
        states[step] = flat[step].take(states[step + 1] * count + at)
    was, now = states[:-1], states[1:]
    going = 4 * now - np.where(was > 0, 2, 3)
    found = np.where(now > 0, going, np.where(was > 0, 4 * was - 1, 4 * alone))
    return [found[: len(row), index] for index, row in enumerate(rows)]


def _best_sums(
    begin: np.ndarray, inside: np.ndarray, end: np.ndarray, single: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the best sums up to each word with nothing open [N, C], and with each kind open [N, K, C].

    Scores are those of words that begin, go on with and end a span of each kind [N, K, C], or do none of it [N, C].
    """
    free, opened = np.empty_like(single), np.empty_like(begin)
    free[0], opened[0] = single[0], begin[0]
    kept = np.empty_like(begin[0])
    for step in range(1, len(single)):
        np.add(opened[step - 1], end[step], out=kept)
        np.add(free[step - 1], single[step], out=free[step])
        np.maximum(free[step], kept.max(0), out=free[step])
        np.add(opened[step - 1], inside[step], out=kept)
        np.add(free[step - 1], begin[step], out=opened[step])
        np.maximum(opened[step], kept, out=opened[step])
    return free, opened
