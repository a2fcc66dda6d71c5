"""The tag sets that training and decoding share.

For one cue the model gives each word one of 13 *role tags*: O, or B, I, E (begin, inside, end) or U (a span of one
word) of source, cue or content. Entities use one B/I/E/U set for each type.
"""

from functools import cache

import numpy as np

ROLES = ("source", "cue", "content")
ENTITY_TYPES = ("person", "organization", "location", "norp", "facility", "date", "money", "product", "misc")
_PARTS = "BIEU"


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
    found = []
    start = 0
    for index, tag in enumerate(tags.tolist()):
        part = (tag - 1) % 4
        if tag and part in (0, 3):
            start = index
        if tag and part in (2, 3):
            found.append(((tag - 1) // 4, start, index + 1))
    return found


def viterbi(scores: np.ndarray, kinds: int) -> np.ndarray:
    """Return the best allowed tag sequence: scores float [C, N, T] to int64 [C, N]."""
    rules = transitions(kinds)
    count, length, size = scores.shape
    best = np.empty((count, length), np.int64)
    if not length:
        return best
    back = np.empty((length, count, size), np.int8)
    may_start = np.array([t == 0 or (t - 1) % 4 in (0, 3) for t in range(size)])
    may_end = np.array([t == 0 or (t - 1) % 4 in (2, 3) for t in range(size)])
    total = np.where(may_start, scores[:, 0], -1e9)
    for step in range(1, length):
        paths = total[:, :, None] + rules
        back[step] = paths.argmax(1)
        total = np.take_along_axis(paths, back[step][:, None].astype(np.int64), 1)[:, 0] + scores[:, step]
    best[:, -1] = np.where(may_end, total, -1e9).argmax(1)
    rows = np.arange(count)
    for step in range(length - 1, 0, -1):
        best[:, step - 1] = back[step, rows, best[:, step]]
    return best
