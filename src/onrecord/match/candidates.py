"""Which pairs of statements are worth scoring: whatever ``score.py`` could link is among them, whatever else there is.

    by speaker: one surname or actor, a time in common, and enough weight of shared stems
    repeats: one surname or actor, at any time, and nearly all the weight
    by wording: a run of words in common, where at least one speaker has no name

A pair links only when the shorter statement shares enough of its weight (``Rules``). So it must share one of the
shorter one's rarest stems: of the others together, the weight would not do (prefix filter, Chaudhuri, Ganti and Kaushik
2006; Bayardo, Ma and Srikant 2007). Nothing is cut off, so that the links among some statements do not depend on what
else the record holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.match.compatible import name_words, source_kind
from onrecord.match.rules import Rules
from onrecord.match.score import Prepared
from onrecord.match.sketch import Hashes, Weights, hashed, mixed, wording
from onrecord.types import Form, StatementRow

WIDE = 62  # days: a window wider than this may be at any time
ANY_DAY = 0  # stands for such a window; real days are ordinals, about 700,000
_DAY_BITS = 22
_EVER = (ANY_DAY, (1 << _DAY_BITS) - 1)
_ENOUGH = 100.0  # weight of a key under which meeting is enough
_KNOWN, _UNKNOWN, _REPEATED = hashed("speaker known"), hashed("speaker not known"), hashed("repeated")
_AT_ONCE = 2_000_000  # pairs in memory together

Int = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bound:
    """The least weight that a statement must share, as the shorter one, to be linked, and to be a repeat."""

    link: float
    repeat: float


@dataclass(frozen=True, slots=True)
class Probe:
    """A key to look up. first, last: days between which partners' windows may begin, besides those at any time."""

    key: int
    first: int
    last: int
    weight: float


def blocks(row: StatementRow) -> tuple[str, ...]:
    """Return what two statements by known speakers must have one of in common, or by sources of one kind."""
    kind, last = source_kind(row), name_words(row.speaker)[-1:]
    called = (f"kind {kind}",) if kind else tuple(f"name {word}" for word in last)
    return called + ((f"actor {row.actor}",) if row.actor else ())


def named(row: StatementRow) -> bool:
    """Tell whether a statement's speaker has a name: of two that have, the names tell whether they may be one."""
    return bool(name_words(row.speaker))


def bound(statement: Prepared, rules: Rules) -> Bound:
    """Return the least weight that a statement must share; see ``score.link`` and ``score.repeats``."""
    total = min(statement.total, statement.quoted.total) if statement.quoted else statement.total
    retold = rules.same_time * min(1.0, rules.indirect)
    if statement.row.form == Form.INDIRECT:
        needed = min(retold * min(1.0, rules.indirect), rules.occasion[1], rules.occasion_held[1], *rules.near_retold)
    else:
        needed = min(retold, *rules.occasion, *rules.occasion_held, *rules.near_retold)
    picked = statement.uttered if statement.uttered >= rules.phrase else total
    weakly = max(rules.weak_shared, (rules.weak * needed * total**2) ** (1 / 3))
    repeat = max(rules.repeat_total, rules.repeat_cover * statement.total)
    return Bound(min((needed * total**2) ** (1 / 3), weakly, picked), repeat)


def day(statement: Prepared) -> int:
    """Return the first day of a statement's window, ``ANY_DAY`` for one that is open, wide, or a copy's."""
    first, last = statement.window.first, statement.window.last
    if first is None or last is None or last - first > WIDE or statement.row.copy_of is not None:
        return ANY_DAY
    return max(first, 1)


def keys(statement: Prepared, rules: Rules, met: Hashes | None = None) -> list[tuple[int, int]]:
    """Return the keys under which a statement is found later, each with the day of its window.

    met: the hashes of its wording, where they are known.
    """
    when = day(statement)
    codes = [hashed(block) for block in blocks(statement.row)]
    found = [(mixed(code, hashed(stem)), when) for code in codes for stem in statement.upper]
    rare = _rarest(statement, bound(statement, rules).repeat)
    found += [(mixed(_REPEATED, mixed(code, hashed(stem))), ANY_DAY) for code in codes for stem in rare]
    ground = _KNOWN if named(statement.row) else _UNKNOWN
    met = wording(statement.words) if met is None else met
    return found + [(mixed(ground, one), when) for one in met.tolist()]


def probes(statement: Prepared, rules: Rules) -> list[Probe]:
    """Return the keys under which a statement finds all those it could be linked to, or repeat."""
    codes = [hashed(block) for block in blocks(statement.row)]
    near = _reach(statement)
    rare = _rarest(statement, bound(statement, rules).repeat)
    found = []
    for stem in _rarest(statement, rules.least):  # a shorter one shares at least so much
        days = _EVER if stem in rare else near
        for code in codes:
            key = mixed(code, hashed(stem))
            found += [Probe(key, *days, statement.upper[stem]), Probe(mixed(_REPEATED, key), *_EVER, _ENOUGH)]
    met = wording(statement.words).tolist()
    grounds = (_UNKNOWN,) if named(statement.row) else (_UNKNOWN, _KNOWN)
    return found + [Probe(mixed(ground, one), *near, _ENOUGH) for ground in grounds for one in met]


def _rarest(statement: Prepared, least: float) -> set[str]:
    """Return the stems of which one must be shared by whatever shares ``least``: all but the lightest."""
    passed, found = 0.0, set()
    for stem, upper in sorted(statement.upper.items(), key=lambda pair: (pair[1], pair[0])):
        passed += upper
        if passed >= least:
            found.add(stem)
    return found


def _reach(statement: Prepared) -> tuple[int, int]:
    """Return the days on which the window of a partner may begin."""
    if day(statement) == ANY_DAY:
        return _EVER
    first, last = statement.window.first or 0, statement.window.last or 0
    return max(1, first - WIDE), last


def by_speaker(prepared: Sequence[Prepared], rules: Rules) -> tuple[Int, Int]:
    """Return pairs of positions, left < right, of statements by speakers who may be one, sorted, each once."""
    cells = [(at, hashed(block)) for at, one in enumerate(prepared) for block in blocks(one.row)]
    owner = np.array([at for at, _ in cells], np.int64)
    stems = [[hashed(stem) for stem in one.upper] for one in prepared]
    sizes = [len(stems[at]) for at, _ in cells]
    entries = _Entries(
        keys=np.array([mixed(code, stem) for at, code in cells for stem in stems[at]], np.uint64),
        rows=np.repeat(np.arange(len(cells)), sizes),
        weights=np.array([weight for at, _ in cells for weight in prepared[at].upper.values()], np.float64),
    )
    if not len(entries.rows):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    reach = [_reach(one) for one in prepared]
    windows = _Windows(
        day=np.array([day(one) for one in prepared], np.int64)[owner],
        first=np.array([first for first, _ in reach], np.int64)[owner],
        last=np.array([last for _, last in reach], np.int64)[owner],
    )
    bounds = [bound(one, rules) for one in prepared]
    table, codes = _Table(entries, windows), []
    for least, ever in (([one.link for one in bounds], False), ([one.repeat for one in bounds], True)):
        for one, two in table.pairs(np.array(least)[owner], ever=ever):
            codes.append(_unordered(owner[one], owner[two]))
    return _parted(np.unique(np.concatenate([*codes, np.empty(0, np.int64)])))


def _unordered(one: Int, two: Int) -> Int:
    """Return a number for each pair, the same for both orders; none for a statement with itself."""
    apart = one != two
    codes: Int = np.unique(np.minimum(one, two)[apart] << 32 | np.maximum(one, two)[apart])
    return codes


def _parted(codes: Int) -> tuple[Int, Int]:
    return codes >> 32, codes & 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Entries:
    """One entry for each stem of each statement under each of its blocks (a cell).

    rows: the number of the cell. weights: the most that the statement may share of the stem.
    """

    keys: Hashes
    rows: Int
    weights: Weights


@dataclass(frozen=True, slots=True)
class _Windows:
    """For each cell: the day of its window, and the days on which a partner's may begin."""

    day: Int
    first: Int
    last: Int


class _Table:
    """Entries sorted by key and day, so that the partners under a key and a time are one stretch."""

    def __init__(self, entries: _Entries, windows: _Windows) -> None:
        day = windows.day[entries.rows]
        order = np.lexsort((entries.rows, day, entries.keys))
        keys_ = entries.keys[order]
        self._rows, self._weights = entries.rows[order], entries.weights[order]
        fresh = np.concatenate(([True], keys_[1:] != keys_[:-1]))
        number = np.cumsum(fresh) - 1
        starts = np.flatnonzero(fresh)
        self._start = starts[number]
        self._end = np.append(starts[1:], len(keys_))[number]
        self._base = number << _DAY_BITS
        self._place = self._base + day[order]
        self._windows = windows

    def pairs(self, least: Weights, *, ever: bool) -> Iterator[tuple[Int, Int]]:
        """Yield pairs of which one shares at least what ``least`` asks of it, as far as its rarest entries tell."""
        probing, passed = self._probing(least)
        rows = self._rows[probing]
        if ever:
            ranges = [(self._start[probing], self._end[probing])]
        else:
            base = self._base[probing]
            open_end = np.searchsorted(self._place, base + ANY_DAY + 1)
            low = np.searchsorted(self._place, base + np.maximum(self._windows.first[rows], 1))
            high = np.searchsorted(self._place, base + self._windows.last[rows], side="right")
            any_day = self._windows.day[rows] == ANY_DAY
            low = np.where(any_day, open_end, low)
            high = np.where(any_day, self._end[probing], high)
            ranges = [(self._start[probing], open_end), (low, np.maximum(low, high))]
        for span in _batches(sum(high - low for low, high in ranges), rows):
            pieces = [self._met(probing[span], low[span], high[span]) for low, high in ranges]
            left, right, weight = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
            yield _enough(left, right, weight, least - passed)

    def _probing(self, least: Weights) -> tuple[Int, Weights]:
        """Return the entries to look up, by row, and for each row the weight of those that are not."""
        length = self._end - self._start
        order = np.lexsort((-length, self._rows))  # the commonest first
        rows, weights = self._rows[order], self._weights[order]
        total = np.cumsum(weights)
        fresh = np.concatenate(([True], rows[1:] != rows[:-1])) if len(rows) else np.empty(0, np.bool_)
        before = (total - weights)[fresh]
        within = total - np.repeat(before, np.diff(np.append(np.flatnonzero(fresh), len(rows))))
        kept = within >= least[rows] - 1e-9
        passed: Weights = np.bincount(rows[~kept], weights=weights[~kept], minlength=len(least)).astype(np.float64)
        probing: Int = order[kept & (length[order] > 1)]
        return probing, passed

    def _met(self, probing: Int, low: Int, high: Int) -> tuple[Int, Int, Weights]:
        size = high - low
        left = np.repeat(self._rows[probing], size)
        offset = np.arange(len(left)) - np.repeat(np.cumsum(size) - size, size)
        right = self._rows[np.repeat(low, size) + offset]
        return left, right, np.repeat(self._weights[probing], size)


def _batches(sizes: Int, rows: Int) -> Iterator[slice]:
    """Yield stretches of entries with about ``_AT_ONCE`` pairs; entries of one row stay together."""
    if not len(sizes):
        return
    total = np.cumsum(sizes)
    ends = np.append(np.flatnonzero(rows[1:] != rows[:-1]), len(rows) - 1)  # last entry of each row
    start = 0
    for end in ends[np.append(np.diff(total[ends] // _AT_ONCE) > 0, True)].tolist():
        yield slice(start, end + 1)
        start = end + 1


def _enough(left: Int, right: Int, weight: Weights, least: Weights) -> tuple[Int, Int]:
    """Return ordered pairs, each once, whose summed weight reaches what the left one asks for."""
    apart = left != right
    codes, where = np.unique(left[apart] << 32 | right[apart], return_inverse=True)
    summed = np.bincount(where, weights=weight[apart], minlength=len(codes))
    codes = codes[summed >= least[codes >> 32] - 1e-9]
    return codes >> 32, codes & 0xFFFFFFFF


def by_wording(hashes: Sequence[Hashes], unknown: NDArray[np.bool_]) -> tuple[Int, Int]:
    """Return pairs of positions that share a hash of ``wording``, where the speaker of at least one has no name."""
    keys_ = np.concatenate([*hashes, np.empty(0, np.uint64)])
    rows = np.repeat(np.arange(len(hashes)), [len(one) for one in hashes])
    keep = np.isin(keys_, keys_[unknown[rows]])
    keys_, rows = keys_[keep], rows[keep]
    if not len(keys_):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.lexsort((rows, keys_))
    keys_, rows = keys_[order], rows[order]
    fresh = np.flatnonzero(np.append(True, keys_[1:] != keys_[:-1]))
    found = [np.empty(0, np.int64)]
    for start, end in zip(fresh.tolist(), np.append(fresh[1:], len(keys_)).tolist(), strict=True):
        members = rows[start:end]
        found += [_unordered(np.full(len(members), one), members) for one in members[unknown[members]].tolist()]
    return _parted(np.unique(np.concatenate(found)))
