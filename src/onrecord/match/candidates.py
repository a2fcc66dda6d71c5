"""Which pairs of statements are worth scoring: same speaker and shared rare words, or one wording whoever said it.

    by speaker: stems and pairs of neighbouring stems, within one surname or actor, next in time and next in wording
    by wording: runs of five words, where at least one speaker is not known

Both are capped (see sketch.py), so that their number grows with the number of statements.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onrecord.match.compatible import name_words
from onrecord.match.score import Prepared
from onrecord.match.sketch import Hashes, Pairs, Rows, Weights, hashed, mixed, neighbours, shingles

_REACH = (
    8  # statements met under a key; match_scale.py 10000, 2026-11-23: recall .966 with 2, .969 with 8, .970 with 16
)
_RUN = 5  # words
_LEAST_SHARED = 0.45  # of the weight that score.py would ask for at best: a pair may not meet under all it shares
_PAIR_WEIGHT = 2.0  # two stems side by side in both: worth scoring whatever else
_AT_ONCE = 20_000  # statements whose pairs are held in memory together


@dataclass(frozen=True, slots=True)
class _Columns:
    """What candidates need of every statement. days: 0 when not known. least: the least hash of its stems.

    totals: weight of its stems, or of those in quotation marks.
    """

    days: Rows
    least: Rows
    totals: Weights
    unknown: NDArray[np.bool_]


def candidates(prepared: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions, ``left < right``, each once or more."""
    columns = _columns(prepared)
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for at, statement in enumerate(prepared):
        for block in _blocks(statement):
            blocks[block].append(at)
    for group in _groups([(block, rows) for block, rows in sorted(blocks.items()) if len(rows) > 1]):
        yield from _by_speaker(prepared, columns, group)
    yield from _by_wording(prepared, columns)


def _columns(prepared: Sequence[Prepared]) -> _Columns:
    windows = [p.window for p in prepared]
    return _Columns(
        days=np.array([(w.first if w.hard else None) or w.last or 0 for w in windows], np.int64),
        least=np.array([min(map(hashed, p.weights), default=0) >> 1 for p in prepared], np.int64),
        totals=np.array([min(p.total, p.quoted.total) if p.quoted else p.total for p in prepared], np.float64),
        unknown=np.array([not name_words(p.row.speaker) and not p.row.actor for p in prepared], np.bool_),
    )


def _blocks(statement: Prepared) -> set[str]:
    last = name_words(statement.row.speaker)[-1:]
    actor = statement.row.actor
    return {f"name {word}" for word in last} | ({f"actor {actor}"} if actor else set())


def _groups(blocks: list[tuple[str, list[int]]]) -> Iterator[list[tuple[str, list[int]]]]:
    """Yield blocks in groups of about ``_AT_ONCE`` statements; a larger block is a group of its own."""
    group: list[tuple[str, list[int]]] = []
    size = 0
    for block, rows in blocks:
        if group and size + len(rows) > _AT_ONCE:
            yield group
            group, size = [], 0
        group.append((block, rows))
        size += len(rows)
    if group:
        yield group


def _by_speaker(
    prepared: Sequence[Prepared], columns: _Columns, group: list[tuple[str, list[int]]]
) -> Iterator[tuple[int, int]]:
    keys = array("Q")
    rows = array("q")
    weights = array("d")
    for block, members in group:
        code = hashed(block)
        for at in members:
            statement = prepared[at]
            hashes = [hashed(stem) for stem in statement.stems]
            beside = {mixed(code, mixed(one, two)) for one, two in pairwise(hashes)}
            keys.extend(mixed(code, hashed(stem)) for stem in statement.weights)
            keys.extend(beside)
            weights.extend(statement.weights.values())
            weights.extend([_PAIR_WEIGHT] * len(beside))
            rows.extend([at] * (len(statement.weights) + len(beside)))
    entries = np.array(keys, np.uint64), np.array(rows, np.int64), np.array(weights, np.float64)
    for order in (columns.days, columns.least):
        yield from _worth_scoring(columns, neighbours(*entries, order=order, reach=_REACH))


def _worth_scoring(columns: _Columns, pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Drop pairs whose shared weight cannot reach score 1, which is shared ** 3 / total ** 2 over what is needed."""
    shorter = np.minimum(columns.totals[pairs.left], columns.totals[pairs.right])
    keep = pairs.weight >= _LEAST_SHARED * np.cbrt(shorter**2)
    yield from zip(pairs.left[keep].tolist(), pairs.right[keep].tolist(), strict=True)


def _by_wording(prepared: Sequence[Prepared], columns: _Columns) -> Iterator[tuple[int, int]]:
    unknown = columns.unknown
    if not unknown.any():
        return
    runs = [shingles(p.words, _RUN) for p in prepared]
    keys: Hashes = np.concatenate(runs)
    rows: Rows = np.repeat(np.arange(len(runs)), [len(run) for run in runs])
    keep = np.isin(keys, np.unique(keys[unknown[rows]]))
    keys, rows = keys[keep], rows[keep]
    pairs = neighbours(keys, rows, np.ones(len(keys)), order=columns.days, reach=_REACH)
    keep = unknown[pairs.left] | unknown[pairs.right]
    yield from zip(pairs.left[keep].tolist(), pairs.right[keep].tolist(), strict=True)
