"""A record's statements as columns in memory: true counts, orders and shares for any filter, in milliseconds.

    columns = read(record)
    found = columns.select(Filter(outlet="courier", since="2021"), record)
    len(found), columns.rows(found, order="newest")[:20], columns.count("speaker", found)

A selection is an array of positions in the columns, ascending. About 100 bytes a statement. The columns are of the
moment when they were read; ``Record.state`` tells whether the record has changed since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, select

from onrecord import filters
from onrecord.errors import QueryError
from onrecord.filters import Filter
from onrecord.query import Record
from onrecord.store import fetch, rows, schema, sqlite
from onrecord.types import Form

Numbers = NDArray[np.int64]
Order = Literal["newest", "oldest", "added"]
ORDERS: tuple[Order, ...] = ("newest", "oldest", "added")
FORMS = tuple(Form)

NOBODY = -1  # code of what is not known
_FAR = 99_999_999  # a day after all others, as a number
_NEVER = (_FAR + 1, -1)  # first and last day of what has no date: before and after nothing
_AT_ONCE = 20_000  # rows in memory while the columns are read


@dataclass(frozen=True, slots=True)
class Articles:
    """Newest revisions, in the order added. outlet: code. first, last: days as numbers (20221214).

    conflict: its dates contradict each other. copied: it copies another. unread: no statements were looked for.
    """

    row: Numbers
    outlet: Numbers
    first: Numbers
    last: Numbers
    conflict: NDArray[np.bool_]
    copied: NDArray[np.bool_]
    unread: NDArray[np.bool_]

    @property
    def day(self) -> Numbers:
        """The day under which each article stands in an order by date; -1 where none is known."""
        return _day(self.first, self.last)

    def newest(self, found: Numbers) -> Numbers:
        """Return articles by date, the newest first; of no date last."""
        return found[np.lexsort((found, np.where(self.day[found] < 0, _FAR + 1, -self.day[found])))]


@dataclass(frozen=True, slots=True)
class Columns:
    """Statements of newest revisions, in the order added; codes index the lists of names.

    first, last: days between which it may have been said, else published. outlets: how many outlets have the
    utterance; 0 where the statement belongs to none. by_day: all statements, the oldest first; the first ``dated`` of
    them have a date.
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
    utterance: Numbers
    outlets: Numbers
    by_day: Numbers
    dated: int
    speaker_keys: Sequence[str]  # actor's id, else the name
    speaker_ids: frozenset[str]  # those keys that are actors' ids
    speaker_names: Sequence[str | None]
    called_names: Sequence[str]
    outlet_names: Sequence[str]
    media: Sequence[str]

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
                    fits &= np.isin(self.row, found, assume_unique=True)
        return np.flatnonzero(fits)

    def rows(self, found: Numbers, *, order: Order = "newest") -> Numbers:
        """Return the rows of a selection in order; of no date last."""
        if order == "added":
            return self.row[found]
        fits = np.zeros(len(self.row), dtype=np.bool_)
        fits[found] = True
        known, unknown = self.by_day[: self.dated], self.by_day[self.dated :]
        ordered = np.concatenate([known[::-1] if order == "newest" else known, unknown])
        chosen: Numbers = self.row[ordered[fits[ordered]]]
        return chosen

    @property
    def day(self) -> Numbers:
        """The day under which each statement stands in an order by date; -1 where none is known."""
        return _day(self.first, self.last)

    def count(self, name: str, found: Numbers) -> list[tuple[int, int]]:
        """Return (code, statements) of "speaker", "outlet", "medium" or "form", the most frequent first."""
        codes: Numbers = getattr(self, name)[found]
        counts = np.bincount(codes[codes >= 0])
        order = np.lexsort((np.arange(len(counts)), -counts))
        return [(int(code), int(counts[code])) for code in order if counts[code]]

    def different(self, name: str, found: Numbers) -> int:
        """Count the different codes of a column in a selection, unknown ones left out."""
        codes = getattr(self, name)[found]
        return len(np.unique(codes[codes >= 0]))

    def of(self, name: str, value: str) -> Numbers:
        """Return the statements whose "speaker" (key) or "outlet" is exactly this; none if there is no such one."""
        names = self.speaker_keys if name == "speaker" else self.outlet_names
        try:
            code = names.index(value)
        except ValueError:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(getattr(self, name) == code)

    def within(self, row: int) -> Numbers:
        """Return the statements of the article in a row of its table; none if it is no newest revision."""
        at = int(np.searchsorted(self.articles.row, row))
        known = at < len(self.articles.row) and self.articles.row[at] == row
        return np.flatnonzero(self.article == at) if known else np.empty(0, dtype=np.int64)

    def _who(self, criteria: Filter, fits: NDArray[np.bool_]) -> None:
        if criteria.speaker is None:
            return
        if criteria.speaker in self.speaker_ids:
            fits &= self.speaker == self.speaker_keys.index(criteria.speaker)
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


def number(day: str) -> int:
    """Return a day as a number: ``number("2022-12-14") == 20221214``."""
    return int(day.replace("-", ""))


def day(value: int) -> str | None:
    """Return the day of a number, None for an open or unknown one: ``day(20221214) == "2022-12-14"``."""
    if not 0 < value < _FAR:
        return None
    return f"{value // 10_000:04}-{value // 100 % 100:02}-{value % 100:02}"


def read(record: Record) -> Columns:
    """Read the columns of a record, all from one moment's state of it."""
    state = record.state()
    with record.reading() as connection:
        articles, ids, outlets = _articles(connection)
        return _statements(connection, state, articles, ids, outlets)


class _Codes:
    """Gives each different value a number, in the order in which they come."""

    def __init__(self) -> None:
        self.code: dict[Any, int] = {}

    def __call__(self, values: Iterable[Any]) -> list[int]:
        code = self.code
        return [NOBODY if value is None else code.setdefault(value, len(code)) for value in values]


def _articles(connection: Connection) -> tuple[Articles, dict[str, int], list[str]]:
    table, copy = schema.article, schema.copy
    query = (
        select(
            table.c.row,
            table.c.id,
            table.c.outlet,
            *filters.published(),
            table.c.date_conflicts.is_not(None),
            copy.c.original.is_not(None),
            table.c.unread.is_not(None),
        )
        .outerjoin(copy, copy.c.article == table.c.id)
        .where(table.c.newest == 1)
        .order_by(table.c.row)
    )
    found = _columns(connection, query, 8)
    outlet = _Codes()
    codes = np.array(outlet(found[2]), dtype=np.int64)
    first, last = _days(found[3], found[4])
    flags = [np.array(column, dtype=np.bool_) for column in found[5:]]
    ids = {identifier: position for position, identifier in enumerate(found[1])}
    return Articles(np.array(found[0], dtype=np.int64), codes, first, last, *flags), ids, list(outlet.code)


def _statements(
    connection: Connection, state: str, articles: Articles, ids: dict[str, int], outlets: list[str]
) -> Columns:
    table, article, member, actor = schema.statement, schema.article, schema.utterance_statement, schema.actor
    query = (
        select(
            table.c.row,
            table.c.article,
            table.c.actor,
            table.c.speaker_name,
            table.c.speaker_folded,
            table.c.medium,
            table.c.form,
            table.c.confidence,
            *filters.said_or_published(),
            member.c.utterance,
        )
        .join(article, article.c.id == table.c.article)
        .outerjoin(member, member.c.statement == table.c.id)
        .where(article.c.newest == 1, fetch.is_statement())
        .order_by(table.c.row)
    )
    codes = {name: _Codes() for name in ("called", "medium", "utterance")}
    speakers: dict[str, tuple[int, str | None, bool]] = {}

    def speaker(identifier: str | None, name: str | None) -> int:
        key = identifier or name
        if key is None:
            return NOBODY
        return speakers.setdefault(key, (len(speakers), name, identifier is not None))[0]

    def coded(chunk: Sequence[Any]) -> list[Any]:
        row, within, actors, named, called, medium, form, confidence, first, last, utterance = zip(*chunk, strict=True)
        return [
            np.array(row),
            np.array([ids[one] for one in within]),
            np.array([speaker(*one) for one in zip(actors, named, strict=True)]),
            np.array(codes["called"](called)),
            np.array(codes["medium"](medium)),
            np.array([FORMS.index(one) for one in form]),
            np.array(confidence, dtype=np.float64),
            *_days(first, last),
            np.array(codes["utterance"](utterance)),
        ]

    parts = [coded(chunk) for chunk in _chunks(connection, query)]
    joined = [np.concatenate([part[n] for part in parts]) if parts else np.empty(0, np.int64) for n in range(10)]
    row, within, who, called, medium, form, confidence, first, last, utterance = joined
    names = dict(iter(connection.execute(select(actor.c.id, actor.c.name))))
    outlet = articles.outlet[within]
    days = _day(first, last)
    return Columns(
        state=state,
        articles=articles,
        row=row,
        article=within,
        speaker=who,
        called=called,
        outlet=outlet,
        medium=medium,
        form=form,
        confidence=confidence.astype(np.float64),
        first=first,
        last=last,
        utterance=utterance,
        by_day=np.argsort(np.where(days < 0, _FAR + 1, days), kind="stable"),
        dated=int((days >= 0).sum()),
        outlets=_spread(utterance, np.where(outlet == NOBODY, NOBODY - 1 - within, outlet)),
        speaker_keys=list(speakers),
        speaker_ids=frozenset(key for key, (_, _, known) in speakers.items() if known),
        speaker_names=[names.get(key) or name for key, (_, name, _) in speakers.items()],
        called_names=list(codes["called"].code),
        outlet_names=outlets,
        media=list(codes["medium"].code),
    )


def _spread(utterance: Numbers, outlet: Numbers) -> Numbers:
    """Return for each statement how many outlets have its utterance; an unknown outlet is one of its own."""
    known = utterance != NOBODY
    pairs = np.unique(np.stack([utterance[known], outlet[known]]), axis=1)
    counts = np.bincount(pairs[0], minlength=1)
    return np.where(known, counts[np.where(known, utterance, 0)], 0)


def _looked_up(criteria: Filter, connection: Connection) -> Iterable[Numbers]:
    table = schema.statement
    conditions: list[ColumnElement[bool]] = []
    if criteria.text:
        conditions.append(sqlite.contains_words(table, criteria.text))
    if criteria.utterance:
        conditions += filters.in_utterance(criteria.utterance)
    if criteria.article:
        called = select(schema.article.c.id).where(filters.article_called(criteria.article))
        conditions.append(table.c.article.in_(called))
    for condition in conditions:
        query = select(table.c.row).where(condition)
        yield np.array(connection.execute(query).scalars().all(), dtype=np.int64)


def _chunks(connection: Connection, query: Any) -> Iterable[Sequence[Any]]:
    with connection.execute(query.execution_options(yield_per=_AT_ONCE)) as result:
        yield from result.partitions(_AT_ONCE)


def _columns(connection: Connection, query: Any, width: int) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _ in range(width)]
    for chunk in _chunks(connection, query):
        for column, values in zip(found, zip(*chunk, strict=True), strict=True):
            column.extend(values)
    return found


def _days(first: Sequence[str | None], last: Sequence[str | None]) -> tuple[Numbers, Numbers]:
    known: dict[str | None, int] = {None: NOBODY}

    def numbers(days: Sequence[str | None]) -> Numbers:
        for one in set(days):
            if one is not None and one not in known:
                known[one] = number(one)
        return np.array([known[one] for one in days], dtype=np.int64)

    earliest, latest = numbers(first), numbers(last)
    neither = (earliest < 0) & (latest < 0)
    earliest_or_open = np.where(earliest < 0, 0, earliest)
    latest_or_open = np.where(latest < 0, _FAR, latest)
    return np.where(neither, _NEVER[0], earliest_or_open), np.where(neither, _NEVER[1], latest_or_open)


def _day(first: Numbers, last: Numbers) -> Numbers:
    days = np.where(first > 0, first, last)
    return np.where((days <= 0) | (days >= _FAR), NOBODY, days)


def _among(codes: Numbers, wanted: Sequence[int]) -> NDArray[np.bool_]:
    if len(wanted) == 1:
        return np.asarray(codes == wanted[0])
    return np.isin(codes, wanted)
