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

    All rows are searched side by side, each by sums of its own. As ``transitions`` are few, a step weighs only two
    choices: what ends before a word and is best (``free`` [C]), and for each kind what is open there (``opened``
    [C, K]).
    """
    count, length = len(rows), max(map(len, rows), default=0)
    found = np.zeros((length, count), np.int64)
    if not length:
        return [np.zeros(0, np.int64) for _ in rows]
    scores = np.full((length, count, 1 + 4 * kinds), -NEVER, np.float32)
    scores[:, :, 0] = 0  # words past a row's end are outside, at no cost
    for index, row in enumerate(rows):
        scores[: len(row), index] = row
    begin, inside, end, _ = np.moveaxis(scores[:, :, 1:].reshape(length, count, kinds, 4), 3, 0).copy()
    single = scores[:, :, [0, *range(4, 1 + 4 * kinds, 4)]]
    alone = single.argmax(2)
    single = np.take_along_axis(single, alone[:, :, None], 2)[:, :, 0]
    at = np.arange(count)
    ended = np.full((length, count), -1)  # the kind that ends at a word on the best way there, or -1
    stays = np.zeros((length, count, kinds), bool)
    free, opened = single[0], begin[0]
    for step in range(1, length):
        closing = opened + end[step]
        kind = closing.argmax(1)
        closed, lone = closing[at, kind], free + single[step]
        fresh, going = free[:, None] + begin[step], opened + inside[step]
        ended[step] = np.where(closed > lone, kind, -1)
        stays[step] = going > fresh
        free, opened = np.maximum(closed, lone), np.maximum(going, fresh)
    within = np.full(count, -1)  # the kind that is open after a word, or -1
    for step in range(length - 1, -1, -1):
        ends = np.where(within < 0, ended[step], -1)
        on = (within >= 0) & stays[step, at, within]
        found[step] = np.where(within < 0, 4 * alone[step], 4 * within + np.where(on, 2, 1))
        found[step] = np.where(ends >= 0, 4 * ends + 3, found[step])
        within = np.where(ends >= 0, ends, np.where(on, within, -1))
    return [found[: len(row), index] for index, row in enumerate(rows)]
