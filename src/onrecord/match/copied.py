"""Copies of articles: exact, with a new lead, cut, or with corrected typos.

    words -> runs of 5 words -> every 8th run by hash -> candidates that share three -> verified on all runs

Every 8th run by its hash value (a scaled MinHash, Irber et al. 2022; Broder 1997 calls it "mod m") rather than a
MinHash of fixed length: it estimates how much of the *shorter* text stands in the longer one, which is what a cut copy
with a new lead keeps, whatever the lengths; and it needs no library.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.match.sketch import Hashes, meeting, shingles
from onrecord.match.words import words
from onrecord.types import Copy, CopyFamily, CopyRow

_LAST = "9999"  # sorts after every date


@dataclass(frozen=True, slots=True)
class CopyRules:
    """What makes a copy. Set with ``evaluation/match.py --copies`` (generated edits of articles), 2026-11-23.

    run: words in a shingle. every: one shingle in so many is looked up. sampled, part: shared ones that make a
    candidate, in number and as part of the shorter one's. share: part of the shorter text's shingles that the longer
    one must have. fewest: shingles that they must share, so that a slogan or a footer is no copy.
    """

    run: int = 5
    every: int = 8
    sampled: int = 3
    part: float = 0.3
    share: float = 0.5
    fewest: int = 25


def copies(rows: Iterable[CopyRow], *, rules: CopyRules = CopyRules()) -> dict[str, str]:
    """Return for each copy the article that it copies: {article id: article id}; originals are not in it."""
    return {one.article: one.original for family in copy_families(rows, rules=rules) for one in family.copies}


def copy_families(
    rows: Iterable[CopyRow], *, rules: CopyRules = CopyRules(), sketches: dict[str, list[int]] | None = None
) -> list[CopyFamily]:
    """Return the articles that share their text, and which of them copies which.

    The original is a primary source, else the article published first (undated last), else the longest, else the one
    with the smallest id. An original is never a copy itself. What becomes of a family depends on its members alone.

    sketches: takes the sketch of each article by its id, if it is given.
    """
    unique = {row.id: row for row in rows}
    ranked = sorted(unique.values(), key=_rank)
    runs = [shingles(words(row.text), rules.run) for row in ranked]
    if sketches is not None:
        sketches |= {row.id: _sampled(run, rules).tolist() for row, run in zip(ranked, runs, strict=True)}
    near: defaultdict[int, set[int]] = defaultdict(set)
    for one, two in _candidates(runs, rules):
        if _copied(runs[one], runs[two], rules):
            near[one].add(two)
            near[two].add(one)
    return [_family(ranked, runs, family, near, rules) for family in _families(near)]


def sketch(row: CopyRow, *, rules: CopyRules = CopyRules()) -> list[int]:
    """Return the shingles of an article by which others find it; all of a short one's."""
    return _sampled(shingles(words(row.text), rules.run), rules).tolist()  # type: ignore[no-any-return]


def _family(
    ranked: Sequence[CopyRow],
    runs: Sequence[Hashes],
    family: Sequence[int],
    near: dict[int, set[int]],
    rules: CopyRules,
) -> CopyFamily:
    originals: list[int] = []
    found: list[Copy] = []
    for at in family:  # by rank: the first is an original
        source = next((o for o in originals if o in near[at] or _copied(runs[o], runs[at], rules)), None)
        if source is None:
            originals.append(at)
        else:
            share = _shared(runs[source], runs[at]) / max(1, len(runs[at]))
            found.append(Copy(ranked[at].id, ranked[source].id, round(share, 3), _reason(ranked[source], ranked[at])))
    return CopyFamily(tuple(sorted(ranked[at].id for at in family)), tuple(found))


def _rank(row: CopyRow) -> tuple[bool, str, int, str]:
    return not row.primary, row.earliest or row.latest or _LAST, -len(row.text), row.id


def _reason(original: CopyRow, copy: CopyRow) -> str:
    """Say why one article is taken for the original of another."""
    first, second = original.earliest or original.latest, copy.earliest or copy.latest
    if original.primary and not copy.primary:
        return "it is a primary source"
    if first and second and first < second:
        return f"published {first}, the copy {second}"
    if first and not second:
        return f"published {first}, the copy undated"
    if len(original.text) > len(copy.text):
        return "no date tells; it is the longer one"
    return "neither dates nor length tell; the copies are equal"


def _candidates(runs: Sequence[Hashes], rules: CopyRules) -> Iterator[tuple[int, int]]:
    sampled = [_sampled(run, rules) for run in runs]
    least = [max(rules.sampled, rules.part * len(one)) for one in sampled]
    for one, two in meeting(sampled, least):
        if _shared(sampled[one], sampled[two]) >= min(least[one], least[two]):
            yield one, two


def _sampled(run: Hashes, rules: CopyRules) -> Hashes:
    return run[run % np.uint64(rules.every) == 0] if len(run) > rules.every * rules.fewest else run


def _copied(one: Hashes, two: Hashes, rules: CopyRules) -> bool:
    """Tell whether two texts are one by their shingles; a text shorter than ``fewest`` must be all but the same."""
    shared = _shared(one, two)
    shorter, longer = sorted((len(one), len(two)))
    if shorter < rules.fewest:
        return shorter > rules.run and shared >= 0.9 * longer
    return shared >= max(rules.fewest, rules.share * shorter)


def _shared(one: Hashes, two: Hashes) -> int:
    return len(np.intersect1d(one, two, assume_unique=True))


def _families(near: dict[int, set[int]]) -> Iterator[list[int]]:
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
