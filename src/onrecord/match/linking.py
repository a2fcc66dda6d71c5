"""All links among statements, worked out speaker by speaker, so that memory grows by a few bytes for each link only.

rows -> groups of speakers who may be one -> prepared -> candidates -> judged -> arrays
"""

from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.match.candidates import blocks, by_speaker, by_wording, keys, named
from onrecord.match.compatible import Speakers, Times
from onrecord.match.rules import Rules
from onrecord.match.score import Judged, Prepared, judge, prepare
from onrecord.match.sketch import Hashes, wording
from onrecord.types import Link, StatementRow

_AT_ONCE = 20_000  # statements prepared at the same time, about 80 MB
_KEPT = 20_000  # statements kept prepared while pairs across speakers are judged


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of positions, left < right: statements that report one utterance, or one line on two occasions.

    score: below 1 where reported speech may belong, 0 where only the line is the same. shared, total, alike, who, when,
    copied, near: see ``score.Judged``. repeats: the line is the same.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    score: NDArray[np.float32]
    shared: NDArray[np.float32]
    total: NDArray[np.float32]
    alike: NDArray[np.float32]
    who: NDArray[np.int8]
    when: NDArray[np.int8]
    copied: NDArray[np.int8]
    near: NDArray[np.int8]
    repeats: NDArray[np.int8]

    def link(self, at: int, names: Sequence[str] | Mapping[int, str]) -> Link:
        """Return a pair as a link, with its reasons."""
        judged = Judged(
            who=Speakers(int(self.who[at])),
            when=Times(int(self.when[at])),
            copied=bool(self.copied[at]),
            near=bool(self.near[at]),
            score=float(self.score[at]),
            shared=float(self.shared[at]),
            total=float(self.total[at]),
            alike=float(self.alike[at]),
        )
        return judged.link(names[int(self.left[at])], names[int(self.right[at])])


class _Growing:
    """Links as they are found: compact arrays."""

    def __init__(self) -> None:
        self._ends = array("i"), array("i")
        self._values = tuple(array("f") for _ in range(4))
        self._kinds = tuple(array("b") for _ in range(5))

    def add(self, one: int, two: int, judged: Judged) -> None:
        for column, end in zip(self._ends, (min(one, two), max(one, two)), strict=True):
            column.append(end)
        for values, number in zip(self._values, (judged.score, judged.shared, judged.total, judged.alike), strict=True):
            values.append(number)
        for kinds, kind in zip(
            self._kinds, (judged.who, judged.when, judged.copied, judged.near, judged.repeats), strict=True
        ):
            kinds.append(kind)

    def finish(self) -> Links:
        left, right = (np.frombuffer(column, np.int32) for column in self._ends)
        _, first = np.unique(left.astype(np.int64) << 32 | right, return_index=True)
        score, shared, total, alike = (np.frombuffer(column, np.float32)[first] for column in self._values)
        who, when, copied, near, repeats = (np.frombuffer(column, np.int8)[first] for column in self._kinds)
        return Links(left[first], right[first], score, shared, total, alike, who, when, copied, near, repeats)


class KeyIndex:
    """The keys under which statements are found later, as compact arrays."""

    def __init__(self) -> None:
        self._keys, self._days, self._positions = array("Q"), array("i"), array("i")

    def add(self, position: int, found: Iterable[tuple[int, int]]) -> None:
        """Take the keys of the statement at a position, each with its day."""
        for key, day in found:
            self._keys.append(key)
            self._days.append(day)
            self._positions.append(position)

    def columns(self) -> tuple[Hashes, NDArray[np.int32], NDArray[np.int32]]:
        """Return keys, days and positions."""
        days, positions = np.frombuffer(self._days, np.int32), np.frombuffer(self._positions, np.int32)
        return np.frombuffer(self._keys, np.uint64), days, positions


def links(rows: Sequence[StatementRow], rules: Rules, index: KeyIndex | None = None) -> Links:
    """Return every link among statements, sorted by position; each depends on its two statements alone.

    index: takes the keys of all statements, if it is given.
    """
    found = _Growing()
    hashes: list[Hashes] = [np.empty(0, np.uint64)] * len(rows)
    unknown = np.ones(len(rows), np.bool_)
    for group in _groups(rows):
        prepared = [prepare(rows[at], rules) for at in group]
        for at, one in zip(group, prepared, strict=True):
            hashes[at] = wording(one.words)
            unknown[at] = not named(one.row)
            if index is not None:
                index.add(at, keys(one, rules, hashes[at]))
        for one, two in zip(*(side.tolist() for side in by_speaker(prepared, rules)), strict=True):
            if judged := judge(prepared[one], prepared[two], rules):
                found.add(group[one], group[two], judged)
    lately = _Lately(rows, rules)
    for one, two in zip(*(side.tolist() for side in by_wording(hashes, unknown)), strict=True):
        if judged := judge(lately[one], lately[two], rules):
            found.add(one, two, judged)
    return found.finish()


def _groups(rows: Sequence[StatementRow]) -> Iterator[list[int]]:
    """Yield positions in groups of about ``_AT_ONCE``: speakers with a surname or an actor in common are in one group.

    Statements whose speaker is not known are in any group.
    """
    parent: dict[str, str] = {}

    def root(block: str) -> str:
        while parent.setdefault(block, block) != block:
            parent[block] = block = parent[parent[block]]
        return block

    for row in rows:
        own = blocks(row)
        for block in own:
            parent[root(block)] = root(own[0])
    speakers: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        own = blocks(row)
        speakers[root(own[0]) if own else ""].append(at)
    group: list[int] = []
    for members in _pieces(speakers):
        if group and len(group) + len(members) > _AT_ONCE:
            yield group
            group = []
        group += members
    if group:
        yield group


def _pieces(speakers: dict[str, list[int]]) -> Iterable[list[int]]:
    unknown = speakers.pop("", [])
    yield from speakers.values()
    for start in range(0, len(unknown), _AT_ONCE):
        yield unknown[start : start + _AT_ONCE]


class _Lately:
    """Prepared statements by position, those used last kept."""

    def __init__(self, rows: Sequence[StatementRow], rules: Rules) -> None:
        self._rows, self._rules = rows, rules
        self._kept: OrderedDict[int, Prepared] = OrderedDict()

    def __getitem__(self, at: int) -> Prepared:
        if at in self._kept:
            self._kept.move_to_end(at)
            return self._kept[at]
        self._kept[at] = made = prepare(self._rows[at], self._rules)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return made
