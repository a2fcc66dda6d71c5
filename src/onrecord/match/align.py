"""Global alignment of two sequences of words, with words left out at both ends of the first one for free.

    we are not going back to the old ... | we will not return to the ancient ...

Gotoh (1982): a gap costs more to open than to lengthen, so that a cut stays one cut. Rows are computed at once in
numpy; the gap along a row is a running maximum, which is exact because no best path opens one gap right after another.
Time and memory are ``len(left) * len(right)``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Points. Only their order matters: content before grammar, one changed word before a gap on either side.
_CONTENT = 12
_GRAMMAR = 5
_STEM = 6
_OTHER = -4
_OPEN = 6
_LONGER = 1
_NEVER = -(1 << 28)

_Row = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Word:
    """What alignment needs of a word: equal keys match; equal stems nearly do; grammar counts less than content."""

    key: str
    stem: str
    content: bool


@dataclass(frozen=True, slots=True)
class Block:
    """``size`` words from ``left`` in the first sequence equal as many from ``right`` in the second."""

    left: int
    right: int
    size: int


def blocks(left: Sequence[Word], right: Sequence[Word]) -> list[Block]:
    """Return the stretches of equal words in order, and a last one of size 0 at the end of both."""
    grid = _fill(left, right)
    pairs: list[tuple[int, int]] = []
    i, j = len(left), len(right)
    while i and j:
        if grid.down[i, j]:
            i -= int(grid.down[i, j])
        elif grid.along[i, j]:
            j -= int(grid.along[i, j])
        else:
            i, j = i - 1, j - 1
            if left[i].key == right[j].key:
                pairs.append((i, j))
    found: list[Block] = []
    for a, b in reversed(pairs):
        if found and found[-1].left + found[-1].size == a and found[-1].right + found[-1].size == b:
            found[-1] = Block(found[-1].left, found[-1].right, found[-1].size + 1)
        else:
            found.append(Block(a, b, 1))
    return [*found, Block(len(left), len(right), 0)]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The best last step at each place, as the length of the gap that ends there: down (in left), along (in right)."""

    down: _Row
    along: _Row


def _fill(left: Sequence[Word], right: Sequence[Word]) -> _Grid:
    width = len(right) + 1
    shape = (len(left) + 1, width)
    grid = _Grid(np.zeros(shape, np.int32), np.zeros(shape, np.int32))
    at = np.arange(width, dtype=np.int32)
    codes: dict[str, int] = {}
    keys = np.array([codes.setdefault(word.key, len(codes)) for word in right], np.int32)
    stems = np.array([codes.setdefault(f"stem {word.stem}", len(codes)) for word in right], np.int32)
    best = -_OPEN - _LONGER * at
    best[0] = 0
    grid.along[0] = at
    gap = np.full(width, _NEVER, np.int32)
    gap_length = np.zeros(width, np.int32)
    for i, word in enumerate(left, start=1):
        longer, opened = gap - _LONGER, best - _OPEN - _LONGER
        longer[0], opened[0] = gap[0], best[0]  # words left out before the second sequence begins are free
        longer[-1], opened[-1] = gap[-1], best[-1]  # and after it ends
        gap_length = np.where(longer > opened, gap_length + 1, 1).astype(np.int32)
        gap = np.maximum(longer, opened)
        points = np.where(stems == codes.get(f"stem {word.stem}", -1), _STEM, _OTHER)
        points[keys == codes.get(word.key, -1)] = _CONTENT if word.content else _GRAMMAR
        straight = np.full(width, _NEVER, np.int32)
        straight[1:] = best[:-1] + points
        grid.down[i] = np.where(gap > straight, gap_length, 0)
        reached = np.maximum(gap, straight)
        run = np.maximum.accumulate(reached + _LONGER * at)
        start = np.maximum.accumulate(np.where(reached + _LONGER * at == run, at, 0))
        along = np.full(width, _NEVER, np.int32)
        along[1:] = run[:-1] - _OPEN - _LONGER * at[1:]
        taken = along > reached
        grid.along[i] = np.where(taken, at - np.concatenate(([0], start[:-1])), 0)
        grid.down[i][taken] = 0
        best = np.maximum(reached, along).astype(np.int32)
    return grid
