"""Links and judgements to utterances: union-find, strongest link first, with a guard against chains.

A chain (a like b, b like c, c like d) can lead from one occasion to another. So two groups join only when all their
members could be one act of speaking: no two named speakers that differ, and a day that lies in every known interval
of saying. A judgement "different" keeps two statements apart whatever links them; "same" joins them whatever the guard
says, except against a "different".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord.match.compatible import Speakers, Window, name_words, names
from onrecord.match.score import Link, Prepared
from onrecord.types import Form, PairJudgement, StatementRow, Utterance, digest

_FORMS = (Form.DIRECT, Form.MIXED, Form.INDIRECT)  # by how much of the speaker's own words they hold
_LAST = "9999"  # sorts after every date


@dataclass(slots=True)
class _Group:
    """Statements (positions) that are one utterance so far. days: what their known intervals have in common."""

    members: list[int]
    speakers: set[str]
    actors: set[str]
    days: Window | None
    apart: set[int] = field(default_factory=set)
    judged: bool = False


def grouped(
    prepared: Sequence[Prepared], links: Iterable[Link], judgements: Iterable[PairJudgement]
) -> list[Utterance]:
    """Return the utterances that links and judgements make of the statements, each statement in exactly one."""
    position = {p.row.id: at for at, p in enumerate(prepared)}
    groups = _Groups(prepared)
    known = {j for j in judgements if j.left in position and j.right in position and j.left != j.right}
    verdicts = sorted(known, key=lambda j: (min(j.left, j.right), max(j.left, j.right), j.same))
    for judgement in verdicts:
        if not judgement.same:
            groups.part(position[judgement.left], position[judgement.right])
    for judgement in verdicts:
        if judgement.same:
            groups.join(position[judgement.left], position[judgement.right], judged=True)
    for found in sorted(links, key=lambda each: (-each.score, each.left, each.right)):
        groups.join(position[found.left], position[found.right])
    utterances = [_utterance([prepared[at].row for at in group.members], group.days) for group in groups.all()]
    return sorted(utterances, key=lambda each: (each.earliest or _LAST, each.id))


class _Groups:
    """Union-find over positions, each root with its group."""

    def __init__(self, prepared: Sequence[Prepared]) -> None:
        self._parent = list(range(len(prepared)))
        self._group: dict[int, _Group] = {}
        for at, statement in enumerate(prepared):
            row = statement.row
            self._group[at] = _Group(
                members=[at],
                speakers={row.speaker} if row.speaker and name_words(row.speaker) else set(),
                actors={row.actor} if row.actor else set(),
                days=statement.window if statement.window.hard and row.copy_of is None else None,
            )

    def all(self) -> Iterable[_Group]:
        """Return the groups."""
        return self._group.values()

    def part(self, one: int, two: int) -> None:
        """Keep two statements apart, whatever comes."""
        self._group[one].apart.add(two)
        self._group[two].apart.add(one)

    def join(self, one: int, two: int, *, judged: bool = False) -> None:
        """Join the groups of two statements if the guard lets them."""
        left, right = self._root(one), self._root(two)
        if left == right:
            return
        kept, gone = self._group[left], self._group[right]
        if len(kept.members) < len(gone.members):
            left, right, kept, gone = right, left, gone, kept
        if any(self._root(at) == left for at in gone.apart) or not (judged or _could_be_one(kept, gone)):
            return
        self._parent[right] = left
        kept.members += gone.members
        kept.speakers |= gone.speakers
        kept.actors |= gone.actors
        kept.apart |= gone.apart
        kept.days = _common(kept.days, gone.days)
        kept.judged |= gone.judged or judged
        del self._group[right]

    def _root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at


def _could_be_one(one: _Group, two: _Group) -> bool:
    if one.days and two.days and not one.days.meets(two.days):
        return False
    if one.judged or two.judged:  # a person has joined names that the guard would part
        return True
    if one.actors and two.actors and one.actors != two.actors:
        return False
    if one.actors & two.actors:
        return True
    return all(names(left, right) != Speakers.DIFFERENT for left in one.speakers for right in two.speakers)


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


def _iso(day: int | None) -> str | None:
    return date.fromordinal(day).isoformat() if day else None
