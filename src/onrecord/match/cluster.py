"""Links and judgements to utterances: groups whose members are linked to one another join, the closest first.

A chain (a like b, b like c, c like d) can lead from one occasion, or from one sentence, to another: an outlet that runs
two quotations together is like both. So two groups join only when enough of the pairs across them are linked (average
linkage: Sokal and Michener 1958), and when all their members could be one act of speaking: no two named speakers that
differ, and a day that lies in every known interval of saying. A judgement "different" keeps two statements apart
whatever links them; "same" joins them whatever the guard says, except against a "different".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from onrecord.match.compatible import Speakers, Window, name_words, speakers, window
from onrecord.match.linking import Links
from onrecord.types import Family, Form, How, PairJudgement, StatementRow, TalkingPoint, Utterance, digest

_FORMS = (Form.DIRECT, Form.MIXED, Form.INDIRECT)  # by how much of the speaker's own words they hold
_LAST = "9999"  # sorts after every date
_AT_ONCE = 1_000_000  # links
_LENGTH = 0.6  # of the longer one
_LOOSE = 0.85  # how much a link counts of unlike lengths, or of a headline: they put together what others quote apart
_CLOSE = 0.2  # share of the pairs across two groups that are linked, from which on they join
_NAMELESS = 0.5  # how much a statement counts without a named speaker: fewer links are found
_FULL = 30  # words from which on what is not all in quotation marks counts in full: a phrase is like few of its kind
_MARGIN = 1.25  # a weak link is this much better than any other between the two articles; evaluation/pairs.py develop


_Voice = tuple[str | None, str | None, How | None]


@dataclass(slots=True)
class _Group:
    """Statements (positions) that are one utterance so far.

    voices: one statement of each known speaker. days: what their known intervals have in common. mass: how many they
    are, those counted less that find fewer links.
    """

    members: list[int]
    voices: dict[_Voice, StatementRow]
    days: Window | None
    mass: float
    apart: set[int] = field(default_factory=set)
    judged: bool = False


def grouped(rows: Sequence[StatementRow], links: Links, judgements: Iterable[PairJudgement]) -> Iterator[Family]:
    """Yield what links and judgements make of the statements, each statement in one utterance."""
    rows, links = _by_words(rows, links)
    position = {row.id: at for at, row in enumerate(rows)}
    known = {j for j in judgements if j.left in position and j.right in position and j.left != j.right}
    verdicts = sorted(known, key=lambda j: (min(j.left, j.right), max(j.left, j.right), j.same))
    label = _components(len(rows), links, [(position[j.left], position[j.right]) for j in verdicts])
    order = np.lexsort((links.right, links.left, -links.score, label[links.left]))  # the strongest first
    starts = np.searchsorted(label[links.left][order], np.arange(len(rows) + 1))
    members: defaultdict[int, list[int]] = defaultdict(list)
    for at, root in enumerate(label.tolist()):
        members[root].append(at)
    judged: defaultdict[int, list[PairJudgement]] = defaultdict(list)
    for verdict in verdicts:
        judged[int(label[position[verdict.left]])].append(verdict)
    for root, family in members.items():
        pairs = order[starts[root] : starts[root + 1]]
        yield _family(rows, family, links, pairs.tolist(), judged.get(root, ()))


def _by_words(rows: Sequence[StatementRow], links: Links) -> tuple[list[StatementRow], Links]:
    """Return statements in the order of their words, and links between them in that order.

    Of two groups that are equally close, the first joins first: ids depend on where an article was read from, words do
    not.
    """
    order = sorted(range(len(rows)), key=lambda at: _told(rows[at]))
    place = np.empty(len(rows), np.int32)
    place[order] = np.arange(len(rows), dtype=np.int32)
    left, right = place[links.left], place[links.right]
    return [rows[at] for at in order], replace(links, left=np.minimum(left, right), right=np.maximum(left, right))


def _told(row: StatementRow) -> tuple[str, ...]:
    times = (row.published_earliest, row.published_latest, row.said_earliest, row.said_latest)
    return (row.text, row.form, row.speaker or "", *(day or "" for day in times), row.id)


def _components(size: int, links: Links, judged: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
    """Return for each statement the first one of its family."""
    parent = list(range(size))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    def join(one: int, two: int) -> None:
        one, two = root(one), root(two)
        parent[max(one, two)] = min(one, two)

    for start in range(0, len(links.left), _AT_ONCE):
        stretch = slice(start, start + _AT_ONCE)
        for one, two in zip(links.left[stretch].tolist(), links.right[stretch].tolist(), strict=True):
            join(one, two)
    for one, two in judged:
        join(one, two)
    return np.array([root(at) for at in range(size)], np.int64)


def _family(
    rows: Sequence[StatementRow],
    members: Sequence[int],
    links: Links,
    pairs: Sequence[int],
    verdicts: Iterable[PairJudgement],
) -> Family:
    if len(members) == 1:
        return Family((_utterance([rows[members[0]]], _days(rows[members[0]])),))
    strong = [(int(links.left[at]), int(links.right[at]), at) for at in pairs if links.score[at] >= 1]
    groups = _Groups(rows, members)
    place = {rows[at].id: at for at in members}
    for judgement in verdicts:
        if not judgement.same:
            groups.part(place[judgement.left], place[judgement.right])
    for judgement in verdicts:
        if judgement.same:
            groups.join(place[judgement.left], place[judgement.right], judged=True)
    names = {at: rows[at].id for at in members}
    used = groups.gather(strong)
    weak = _best(rows, links, [at for at in pairs if links.score[at] > 0])
    used += [at for at in weak if groups.retell(int(links.left[at]), int(links.right[at]))]
    made = {root: _utterance([rows[at] for at in group.members], group.days) for root, group in groups.all()}
    lines = [(int(links.left[at]), int(links.right[at])) for at in pairs if links.repeats[at]]
    found = sorted(made.values(), key=by_time)
    points = _points(made, [(groups.root(one), groups.root(two)) for one, two in lines])
    return Family(tuple(found), tuple(links.link(at, names) for at in used), tuple(points))


def _mass(row: StatementRow, *, named: bool) -> float:
    """Return how much a statement counts: less where it finds fewer links for what it is."""
    quoted = row.form == Form.DIRECT and not row.headline
    length = 1.0 if quoted else min(1.0, len(row.text.split()) / _FULL)
    return length if named else _NAMELESS * length


def _strength(one: StatementRow, two: StatementRow) -> float:
    """Return how much a link counts; of two statements of like length neither can hold the other and as much again."""
    short, long = sorted((len(one.text), len(two.text)))
    return (_LOOSE if one.headline or two.headline else 1.0) * (_LOOSE if short < _LENGTH * long else 1.0)


def _best(rows: Sequence[StatementRow], links: Links, pairs: Sequence[int]) -> Iterator[int]:
    """Yield the weak links that no other link between the two articles comes near; the strongest first."""
    best: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    for at in pairs:
        left, right, score = int(links.left[at]), int(links.right[at]), float(links.score[at])
        best[left, rows[right].article].append(score)
        best[right, rows[left].article].append(score)
    for at in pairs:
        left, right, score = int(links.left[at]), int(links.right[at]), float(links.score[at])
        rivals = best[left, rows[right].article] + best[right, rows[left].article]
        if score < 1 and sum(_MARGIN * one > score for one in rivals) == 2:  # itself, from both ends
            yield at


def _points(made: Mapping[int, Utterance], pairs: Iterable[tuple[int, int]]) -> Iterator[TalkingPoint]:
    """Yield the lines that several utterances have: connected by pairs of statements that repeat one line."""
    near: defaultdict[int, set[int]] = defaultdict(set)
    for one, two in pairs:
        if one != two:
            near[one].add(two)
            near[two].add(one)
    seen: set[int] = set()
    for start in sorted(near, key=lambda root: by_time(made[root])):
        point, waiting = set[int](), [] if start in seen else [start]
        while waiting:
            at = waiting.pop()
            if at not in point:
                point.add(at)
                waiting.extend(near[at] - point)
        seen |= point
        if point:
            occasions = sorted((made[at] for at in point), key=by_time)
            yield TalkingPoint(
                id=digest("talking point", occasions[0].id),
                speaker=max((one.speaker for one in occasions if one.speaker), key=_fullness, default=None),
                utterances=tuple(one.id for one in occasions),
                earliest=min((day for one in occasions if (day := one.earliest or one.latest)), default=None),
                latest=max((day for one in occasions if (day := one.latest or one.earliest)), default=None),
            )


def by_time(utterance: Utterance) -> tuple[str, str]:
    """Return what utterances are sorted by: the first day on which it may have been made, undated last."""
    return utterance.earliest or _LAST, utterance.id


class _Groups:
    """Union-find over positions, each root with its group."""

    def __init__(self, rows: Sequence[StatementRow], members: Sequence[int]) -> None:
        self._rows = rows
        self._parent = {at: at for at in members}
        self._group: dict[int, _Group] = {}
        for at in members:
            row = rows[at]
            named = bool(row.speaker and name_words(row.speaker))
            self._group[at] = _Group(
                members=[at],
                voices={(row.speaker, row.actor, row.how): row} if named or row.actor else {},
                days=_days(row),
                mass=_mass(row, named=named),
            )

    def all(self) -> Iterable[tuple[int, _Group]]:
        """Return the groups, each with its root."""
        return self._group.items()

    def part(self, one: int, two: int) -> None:
        """Keep two statements apart, whatever comes."""
        self._group[one].apart.add(two)
        self._group[two].apart.add(one)

    def join(self, one: int, two: int, *, judged: bool = False) -> bool:
        """Join the groups of two statements if the guard lets them; tell whether it did."""
        left, right = self.root(one), self.root(two)
        if left == right:
            return False
        kept, gone = self._group[left], self._group[right]
        if (len(kept.members), -left) < (len(gone.members), -right):
            left, right, kept, gone = right, left, gone, kept
        if any(self.root(at) == left for at in gone.apart) or not (judged or _could_be_one(kept, gone)):
            return False
        self._parent[right] = left
        kept.members += gone.members
        kept.mass += gone.mass
        kept.voices |= gone.voices
        kept.apart |= gone.apart
        kept.days = _common(kept.days, gone.days)
        kept.judged |= gone.judged or judged
        del self._group[right]
        return True

    def gather(self, linked: Sequence[tuple[int, int, int]]) -> list[int]:
        """Join groups by links (two positions and the number of the link), the closest first; return what joined them.

        linked: the strongest first.
        """
        across = _Across()
        for rank, (one, two, _) in enumerate(linked):
            left, right = self.root(one), self.root(two)
            if left != right:
                across.add(left, right, _strength(self._rows[one], self._rows[two]), rank)
        waiting = [found for one, two in across.pairs() if (found := self._closeness(across, one, two))[0] <= -_CLOSE]
        heapify(waiting)
        used: list[int] = []
        while waiting:
            _, one, two, size = heappop(waiting)
            if one not in self._group or two not in self._group or size != self._size(one, two):
                continue
            if not self.join(one, two):
                continue
            used.append(linked[across.strongest(one, two)][2])
            kept = self.root(one)
            for other in across.merge(kept, two if kept == one else one):
                found = self._closeness(across, min(kept, other), max(kept, other))
                if found[0] <= -_CLOSE:
                    heappush(waiting, found)
        return used

    def _closeness(self, across: "_Across", one: int, two: int) -> tuple[float, int, int, int]:
        """Return the share of linked pairs of two groups, below 0 so that the closest sort first, and their size."""
        masses = self._group[one].mass * self._group[two].mass
        return -across.total(one, two) / masses, one, two, self._size(one, two)

    def _size(self, one: int, two: int) -> int:
        return len(self._group[one].members) + len(self._group[two].members)

    def retell(self, one: int, two: int) -> bool:
        """Join a statement that is alone to a group by a weak link, if no article would have two statements in it."""
        left, right = self._group[self.root(one)], self._group[self.root(two)]
        if len(left.members) > 1 < len(right.members):
            return False
        articles = {self._rows[at].article for at in left.members}
        if any(self._rows[at].article in articles for at in right.members):
            return False
        return self.join(one, two)

    def root(self, at: int) -> int:
        """Return the member that stands for the group of a statement."""
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at


class _Across:
    """What links groups (roots) to one another: how much in all, and the rank of the strongest link."""

    def __init__(self) -> None:
        self._near: defaultdict[int, dict[int, tuple[float, int]]] = defaultdict(dict)

    def add(self, one: int, two: int, strength: float, rank: int) -> None:
        """Take a link between two groups; ranks begin with the strongest."""
        total, first = self._near[one].get(two, (0.0, rank))
        self._near[one][two] = self._near[two][one] = (total + strength, first)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of linked groups, each once."""
        return ((one, two) for one, near in self._near.items() for two in near if one < two)

    def total(self, one: int, two: int) -> float:
        """Return how much links two groups."""
        return self._near[one][two][0]

    def strongest(self, one: int, two: int) -> int:
        """Return the rank of the strongest link between two groups."""
        return self._near[one][two][1]

    def merge(self, kept: int, gone: int) -> list[int]:
        """Give one group's links to another; return what that is linked to now."""
        for other, (total, first) in self._near.pop(gone).items():
            del self._near[other][gone]
            if other != kept:
                own, rank = self._near[kept].get(other, (0.0, first))
                self._near[kept][other] = self._near[other][kept] = (own + total, min(rank, first))
        return list(self._near[kept])


def _days(row: StatementRow) -> Window | None:
    """Return the days on which a statement says that it was made; a copy's own dates say nothing."""
    found = window(row)
    return found if found.hard and row.copy_of is None else None


def _could_be_one(one: _Group, two: _Group) -> bool:
    if one.days and two.days and not one.days.meets(two.days):
        return False
    if one.judged or two.judged:  # a person has joined names that the guard would part
        return True
    pairs = ((left, right) for left in one.voices.values() for right in two.voices.values())
    return all(speakers(left, right) != Speakers.DIFFERENT for left, right in pairs)


def _common(one: Window | None, two: Window | None) -> Window | None:
    """Return the days that two windows have in common, None when a judgement joined windows that do not meet."""
    if one is None or two is None:
        return one or two
    if not one.meets(two):
        return None
    firsts = [w.first for w in (one, two) if w.first is not None]
    lasts = [w.last for w in (one, two) if w.last is not None]
    return Window(max(firsts, default=None), min(lasts, default=None), hard=True)


def _utterance(rows: Sequence[StatementRow], days: Window | None) -> Utterance:
    """Make an utterance of its statements.

    Its id is a digest of the statement published first (undated last, then the smallest id), so it stays when later
    articles join and changes only when an earlier report is found.
    """
    rows = sorted(rows, key=_published)
    return Utterance(
        id=digest("utterance", rows[0].id),
        speaker=_speaker(rows),
        statements=tuple(row.id for row in rows),
        witness=min(rows, key=_witness_rank).id,
        earliest=_iso(days.first if days else None),
        latest=_iso(days.last if days else None),
    )


def _published(row: StatementRow) -> tuple[str, str]:
    return row.published_earliest or row.published_latest or _LAST, row.id


def _witness_rank(row: StatementRow) -> list[object]:
    """Rank witnesses: a primary source, then the most direct, not in a copy, dated to the month, fullest, earliest."""
    first, last = row.published_earliest, row.published_latest
    undated = first is None or last is None or first[:7] != last[:7]
    fullness = len(row.text.split())
    return [not row.primary, _FORMS.index(row.form), row.copy_of is not None, undated, -fullness, *_published(row)]


def _speaker(rows: Sequence[StatementRow]) -> str | None:
    """Return the fullest name of the speaker, the most frequent of equally full ones."""
    counts = Counter(row.speaker for row in rows if row.speaker)
    return min(counts, key=lambda name: (-len(name_words(name)), -counts[name], name), default=None)


def _fullness(name: str) -> tuple[int, str]:
    return len(name_words(name)), name


def _iso(day: int | None) -> str | None:
    return date.fromordinal(day).isoformat() if day else None
