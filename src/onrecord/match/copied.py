"""Copies of articles: exact, with a new lead, cut, or with corrected typos.

    words -> runs of 5 words -> every 8th run by hash -> candidates that share three -> verified on all runs

Every 8th run by its hash value (a scaled MinHash, Irber et al. 2022; Broder 1997 calls it "mod m") rather than a
MinHash of fixed length: it estimates how much of the *shorter* text stands in the longer one, which is what a cut copy
with a new lead keeps, whatever the lengths; and it needs no library.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from onrecord.match.sketch import Hashes, neighbours, shingles
from onrecord.match.words import words
from onrecord.types import CopyRow

_LAST = "9999"  # sorts after every date


@dataclass(frozen=True, slots=True)
class CopyRules:
    """What makes a copy. Set with ``evaluation/match.py --copies`` (generated edits of articles), 2026-11-23.

    run: words in a shingle. every: one shingle in so many is looked up. sampled: shared ones that make a candidate.
    share: part of the shorter text's shingles that the longer one must have. fewest: shingles that they must share,
    so that a slogan or a footer is no copy. reach: articles met under one shingle.
    """

    run: int = 5
    every: int = 8
    sampled: int = 3
    share: float = 0.5
    fewest: int = 25
    reach: int = 8


def copies(rows: Iterable[CopyRow], *, rules: CopyRules = CopyRules()) -> dict[str, str]:
    """Return for each copy the article that it copies: {article id: article id}; originals are not in it.

    The original is a primary source, else the article published first (undated last), else the longest, else the one
    with the smallest id. An original is never a copy itself.
    """
    unique = {row.id: row for row in rows}
    ranked = sorted(unique.values(), key=_rank)
    runs = [shingles(words(row.text), rules.run) for row in ranked]
    near: defaultdict[int, set[int]] = defaultdict(set)
    for one, two in _candidates(runs, rules):
        if _copied(runs[one], runs[two], rules):
            near[one].add(two)
            near[two].add(one)
    found: dict[str, str] = {}
    for family in _families(near):
        originals: list[int] = []
        for at in family:  # by rank: the first is an original
            source = next((o for o in originals if o in near[at] or _copied(runs[o], runs[at], rules)), None)
            if source is None:
                originals.append(at)
            else:
                found[ranked[at].id] = ranked[source].id
    return found


def _rank(row: CopyRow) -> tuple[bool, str, int, str]:
    return not row.primary, row.earliest or row.latest or _LAST, -len(row.text), row.id


def _candidates(runs: list[Hashes], rules: CopyRules) -> Iterable[tuple[int, int]]:
    sampled = [run[run % np.uint64(rules.every) == 0] if len(run) > rules.every * rules.fewest else run for run in runs]
    keys = np.concatenate(sampled) if sampled else np.empty(0, np.uint64)
    rows = np.repeat(np.arange(len(runs)), [len(run) for run in sampled])
    pairs = neighbours(keys, rows, np.ones(len(keys)), order=np.arange(len(runs)), reach=rules.reach)
    keep = pairs.weight >= rules.sampled
    return zip(pairs.left[keep].tolist(), pairs.right[keep].tolist(), strict=True)


def _copied(one: Hashes, two: Hashes, rules: CopyRules) -> bool:
    """Tell whether two texts are one by their shingles; a text shorter than ``fewest`` must be all but the same."""
    shared = len(np.intersect1d(one, two, assume_unique=True))
    shorter, longer = sorted((len(one), len(two)))
    if shorter < rules.fewest:
        return shorter > rules.run and shared >= 0.9 * longer
    return shared >= max(rules.fewest, rules.share * shorter)


def _families(near: dict[int, set[int]]) -> Iterable[list[int]]:
    """Yield the connected parts of a graph, each sorted, the first by its first member."""
    seen: set[int] = set()
    for start in sorted(near):
        if start in seen:
            continue
        family, waiting = set[int](), [start]
        while waiting:
            at = waiting.pop()
            if at not in family:
                family.add(at)
                waiting.extend(near[at] - family)
        seen |= family
        yield sorted(family)
