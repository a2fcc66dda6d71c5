"""The columns themselves, and what is asked of them."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, select

from onrecord import filters
from onrecord.columns.days import FAR, Numbers, charted, number
from onrecord.columns.differences import Differences
from onrecord.errors import QueryError
from onrecord.filters import Filter
from onrecord.query import Record
from onrecord.store import rows, schema, sqlite
from onrecord.types import Form

Order = Literal["newest", "oldest", "added"]
ORDERS: tuple[Order, ...] = ("newest", "oldest", "added")
FORMS = tuple(Form)
NOBODY = -1  # code of what is not known
_FEW = 16  # where one in so many is selected, they are put in order by themselves


@dataclass(frozen=True, slots=True)
class Articles:
    """Newest revisions, in the order added. outlet: code. first, last: days as numbers (20221214).

    day: under which each stands in an order by date; -1 where none is known. conflict: its dates contradict each other.
    copied: it copies another. unread: no statements were looked for.
    """

    row: Numbers
    outlet: Numbers
    first: Numbers
    last: Numbers
    day: Numbers
    conflict: NDArray[np.bool_]
    copied: NDArray[np.bool_]
    unread: NDArray[np.bool_]

    def charted(self, found: Numbers) -> Numbers:
        """Return the day under which a timeline counts each article; see ``days.charted``."""
        return charted(self.first[found], self.last[found])

    def newest(self, found: Numbers) -> Numbers:
        """Return articles by date, the newest first; of no date last."""
        days = self.day[found]
        return found[np.lexsort((found, np.where(days < 0, FAR + 1, -days)))]


@dataclass(frozen=True, slots=True)
class Columns:
    """Statements of newest revisions, in the order added; codes index the lists of names.

    first, last: days between which it may have been said, else published; day: under which it stands in an order by
    date, -1 where none is known. outlets: how many outlets have the utterance; 0 where the statement belongs to none.
    by_day: all statements, the oldest first; the first ``dated`` of them have a date. place: of each in ``by_day``.
    state: of the record, or of just before. serial: no other columns have it, though they be of the same state.
    """

    state: str
    articles: Articles
    row: Numbers
    article: Numbers
    speaker: Numbers
    called: Numbers
    outlet: Numbers
    medium: Numbers
    form: Numbers
    confidence: NDArray[np.float64]
    first: Numbers
    last: Numbers
    day: Numbers
    utterance: Numbers
    outlets: Numbers
    differences: Differences
    by_day: Numbers
    place: Numbers
    dated: int
    speaker_codes: Mapping[str, int]  # by actor's id, else by name
    speaker_keys: Sequence[str]  # the same
    speaker_ids: frozenset[str]  # those keys that are actors' ids
    speaker_names: Sequence[str | None]
    called_names: Sequence[str]
    outlet_names: Sequence[str]
    media: Sequence[str]
    serial: int = field(default_factory=itertools.count().__next__)

    def select(self, criteria: Filter, record: Record) -> Numbers:
        """Return the statements that fit; as many as ``record.count`` says for the same moment.

        Raises QueryError for ``all_revisions``: only newest revisions are held.
        """
        if criteria.all_revisions:
            raise QueryError("older revisions are not held in columns; ask the record itself.")
        fits = np.ones(len(self.row), dtype=np.bool_)
        for condition in (self._who, self._where, self._when, self._what):
            condition(criteria, fits)
        if criteria.text or criteria.utterance or criteria.article:
            with record.reading() as connection:
                for found in _looked_up(criteria, connection):
                    fits &= self._at_rows(found)
        return np.flatnonzero(fits)

    def rows(self, found: Numbers, *, order: Order = "newest") -> Numbers:
        """Return the rows of a selection in order; of no date last."""
        if order == "added":
            return self.row[found]
        if len(found) * _FEW < len(self.row):
            place = self.place[found]
            if order == "newest":
                place = np.where(place < self.dated, self.dated - 1 - place, place)
            return self.row[found[np.argsort(place)]]
        fits = self._flags(found)
        known, unknown = self.by_day[: self.dated], self.by_day[self.dated :]
        ordered = np.concatenate([known[::-1] if order == "newest" else known, unknown])
        chosen: Numbers = self.row[ordered[fits[ordered]]]
        return chosen

    def charted(self, found: Numbers) -> Numbers:
        """Return the day under which a timeline counts each statement; see ``days.charted``."""
        return charted(self.first[found], self.last[found])

    def count(self, name: str, found: Numbers) -> list[tuple[int, int]]:
        """Return (code, statements) of "speaker", "outlet", "medium" or "form", the most frequent first."""
        counts = self._counts(name, found)
        known = np.flatnonzero(counts)
        order = known[np.lexsort((known, -counts[known]))]
        return list(zip(order.tolist(), counts[order].tolist(), strict=True))

    def speaker_called(self, code: int) -> str:
        """Return the name of a speaker's code, for want of one the key."""
        return self.speaker_names[code] or self.speaker_keys[code]

    def different(self, name: str, found: Numbers) -> int:
        """Count the different codes of a column in a selection, unknown ones left out."""
        return int(np.count_nonzero(self._counts(name, found)))

    def of(self, name: str, value: str) -> Numbers:
        """Return the statements whose "speaker" (key) or "outlet" is exactly this; none if there is no such one."""
        if name == "speaker":
            code = self.speaker_codes.get(value)
        else:
            code = self.outlet_names.index(value) if value in self.outlet_names else None
        return np.empty(0, dtype=np.int64) if code is None else np.flatnonzero(getattr(self, name) == code)

    def within(self, row: int) -> Numbers:
        """Return the statements of the article in a row of its table; none if it is no newest revision."""
        at = int(np.searchsorted(self.articles.row, row))
        known = at < len(self.articles.row) and self.articles.row[at] == row
        return np.flatnonzero(self.article == at) if known else np.empty(0, dtype=np.int64)

    def shared(self, found: Numbers) -> Numbers:
        """Return the utterances (codes) of a selection that several outlets have."""
        told = np.zeros(len(self.differences.compared), dtype=np.bool_)
        told[self.utterance[found[self.outlets[found] > 1]]] = True
        return np.flatnonzero(told)

    def members(self, utterances: Numbers) -> Numbers:
        """Return the statements of some utterances (codes)."""
        wanted = np.zeros(len(self.differences.compared) + 1, dtype=np.bool_)  # the last one: of no utterance
        wanted[utterances] = True
        return np.flatnonzero(wanted[self.utterance])

    def reporting(self, criteria: Filter, found: Numbers) -> Numbers:
        """Return the articles, by position, that a filter leaves.

        Those that may have been published between its days, by its outlet; where it asks for more than that, those that
        report one of the statements found.
        """
        asked = (criteria.speaker, criteria.text, criteria.form, criteria.medium, criteria.article, criteria.utterance)
        if any(asked) or criteria.min_confidence or criteria.alone is not None:
            return np.unique(self.article[found])
        fits = np.ones(len(self.articles.row), dtype=np.bool_)
        if criteria.since:
            fits &= self.articles.last >= number(filters.first_day(criteria.since))
        if criteria.until:
            fits &= self.articles.first <= number(filters.last_day(criteria.until))
        if criteria.outlet:
            fits &= _among(self.articles.outlet, filters.named(criteria.outlet, self.outlet_names))
        if criteria.once:
            fits &= ~self.articles.copied
        return np.flatnonzero(fits)

    def _flags(self, found: Numbers) -> NDArray[np.bool_]:
        fits = np.zeros(len(self.row), dtype=np.bool_)
        fits[found] = True
        return fits

    def _at_rows(self, wanted: Numbers) -> NDArray[np.bool_]:
        """Tell of each statement whether its row is among some."""
        if len(wanted) * _FEW < len(self.row):
            at = np.searchsorted(self.row, wanted)
            inside = at < len(self.row)
            at, wanted = at[inside], wanted[inside]
            return self._flags(at[self.row[at] == wanted])
        last = max(int(self.row[-1]) if len(self.row) else 0, int(wanted.max(initial=0)))
        there = np.zeros(last + 1, dtype=np.bool_)
        there[wanted] = True
        return there[self.row]

    def _counts(self, name: str, found: Numbers) -> Numbers:
        codes: Numbers = getattr(self, name)[found]
        return np.bincount(codes + 1)[1:]  # without what is not known

    def _who(self, criteria: Filter, fits: NDArray[np.bool_]) -> None:
        if criteria.speaker is None:
            return
        if criteria.speaker in self.speaker_ids:
            fits &= self.speaker == self.speaker_codes[criteria.speaker]
            return
        folded = rows.fold(criteria.speaker)
        fits &= _among(self.called, [code for code, name in enumerate(self.called_names) if folded in name])

    def _where(self, criteria: Filter, fits: NDArray[np.bool_]) -> None:
        if criteria.outlet is not None:
            fits &= _among(self.outlet, filters.named(criteria.outlet, self.outlet_names))
        if criteria.medium is not None:
            fits &= _among(self.medium, filters.named(criteria.medium, self.media))

    def _when(self, criteria: Filter, fits: NDArray[np.bool_]) -> None:
        if criteria.since:
            fits &= self.last >= number(filters.first_day(criteria.since))
        if criteria.until:
            fits &= self.first <= number(filters.last_day(criteria.until))

    def _what(self, criteria: Filter, fits: NDArray[np.bool_]) -> None:
        if criteria.form is not None:
            fits &= self.form == FORMS.index(Form(criteria.form))
        if criteria.min_confidence is not None:
            fits &= self.confidence >= criteria.min_confidence
        if criteria.alone is not None:
            fits &= (self.outlets <= 1) == criteria.alone
        if criteria.once:
            fits &= ~self.articles.copied[self.article]


def _looked_up(criteria: Filter, connection: Connection) -> Iterable[Numbers]:
    table = schema.statement
    conditions: list[ColumnElement[bool]] = []
    if criteria.text:
        yield sqlite.rows_containing(connection, table, criteria.text)
    if criteria.utterance:
        conditions += filters.in_utterance(criteria.utterance)
    if criteria.article:
        called = select(schema.article.c.id).where(filters.article_called(criteria.article))
        conditions.append(table.c.article.in_(called))
    for condition in conditions:
        query = select(table.c.row).where(condition)
        yield np.array(connection.execute(query).scalars().all(), dtype=np.int64)


def _among(codes: Numbers, wanted: Sequence[int]) -> NDArray[np.bool_]:
    """Tell of each code whether it is among some; a negative one never is."""
    if len(wanted) == 1:
        return np.asarray(codes == wanted[0])
    known = np.zeros(int(codes.max(initial=-1)) + 2, dtype=np.bool_)  # the last one: of what is not known
    known[[code for code in wanted if code < len(known) - 1]] = True
    return known[codes]
