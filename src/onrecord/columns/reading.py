"""Reading the columns of a record, all from one moment's state of it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from onrecord import filters
from onrecord.columns.days import FAR, Numbers, intervals, single
from onrecord.columns.differences import Differences, marks
from onrecord.columns.table import FORMS, NOBODY, Articles, Columns
from onrecord.query import Record
from onrecord.store import fetch, schema
from onrecord.types import Form

_AT_ONCE = 20_000  # rows in memory while the columns are read


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


class _Marks:
    """Remembers what each form with its list of classes (JSON) comes to: there are few different ones."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str | None], tuple[bool, bool]] = {}

    def __call__(self, form: str, classes: str | None) -> tuple[bool, bool]:
        found = self.known.get((form, classes))
        if found is None:
            found = marks(classes and json.loads(classes), direct=form != Form.INDIRECT)
            self.known[form, classes] = found
        return found


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
    first, last = intervals(found[3], found[4])
    flags = [np.array(column, dtype=np.bool_) for column in found[5:]]
    ids = {identifier: position for position, identifier in enumerate(found[1])}
    numbers = (np.array(found[0], dtype=np.int64), codes, first, last, single(first, last))
    return Articles(*numbers, *flags), ids, list(outlet.code)


def _statements(
    connection: Connection, state: str, articles: Articles, ids: dict[str, int], outlets: list[str]
) -> Columns:
    table, member, actor = schema.statement, schema.utterance_statement, schema.actor
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
            table.c.said_earliest,
            table.c.said_latest,
            member.c.utterance,
            member.c.distance,
            member.c.classes,
        )
        .outerjoin(member, member.c.statement == table.c.id)
        .where(fetch.is_statement())
        .order_by(table.c.row)
    )
    codes = {name: _Codes() for name in ("called", "medium", "utterance")}
    marked = _Marks()
    speakers: dict[str, tuple[int, str | None, bool]] = {}

    def speaker(identifier: str | None, name: str | None) -> int:
        key = identifier or name
        if key is None:
            return NOBODY
        return speakers.setdefault(key, (len(speakers), name, identifier is not None))[0]

    def coded(chunk: Sequence[Any]) -> list[Any]:
        columns = zip(*chunk, strict=True)
        row, within, actors, named, called, medium, form, confidence, first, last, utterance, distance, classes = (
            columns
        )
        return [
            np.array(row),
            np.array([ids[one] for one in within]),
            np.array([speaker(*one) for one in zip(actors, named, strict=True)]),
            np.array(codes["called"](called)),
            np.array(codes["medium"](medium)),
            np.array([FORMS.index(one) for one in form]),
            np.array(confidence, dtype=np.float64),
            *intervals(first, last),
            np.array(codes["utterance"](utterance)),
            np.array(distance, dtype=np.float32),
            np.array([marked(*one) for one in zip(form, classes, strict=True)], np.bool_).reshape(-1, 2),
        ]

    newest = ([row for row in chunk if row[1] in ids] for chunk in _chunks(connection, query))
    parts = [coded(chunk) for chunk in newest if chunk]
    joined = [np.concatenate([part[n] for part in parts]) if parts else np.empty(0, np.int64) for n in range(12)]
    row, within, who, called, medium, form, confidence, first, last, utterance, distance, marks_ = joined
    names = dict(iter(connection.execute(select(actor.c.id, actor.c.name))))
    outlet = articles.outlet[within]
    told = last >= 0  # of the rest is only known when they were published
    first, last = np.where(told, first, articles.first[within]), np.where(told, last, articles.last[within])
    days = single(first, last)
    by_day = np.argsort(np.where(days < 0, FAR + 1, days), kind="stable")
    place = np.empty_like(by_day)
    place[by_day] = np.arange(len(by_day))
    quoted, grave = marks_.reshape(-1, 2).astype(np.bool_).T
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
        day=days,
        utterance=utterance,
        differences=Differences.of(distance.astype(np.float32), quoted, grave, utterance),
        by_day=by_day,
        place=place,
        dated=int((days >= 0).sum()),
        outlets=_spread(utterance, np.where(outlet == NOBODY, NOBODY - 1 - within, outlet)),
        speaker_codes={key: code for key, (code, _, _) in speakers.items()},
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
    lowest = int(outlet.min(initial=0))
    different = int(outlet.max(initial=0)) - lowest + 1
    pairs = np.unique(utterance[known] * different + outlet[known] - lowest)
    counts = np.bincount(pairs // different, minlength=1)
    return np.where(known, counts[np.where(known, utterance, 0)], 0)


def _chunks(connection: Connection, query: Any) -> Iterable[Sequence[Any]]:
    with connection.execute(query.execution_options(yield_per=_AT_ONCE)) as result:
        yield from result.partitions(_AT_ONCE)


def _columns(connection: Connection, query: Any, width: int) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _ in range(width)]
    for chunk in _chunks(connection, query):
        for column, values in zip(found, zip(*chunk, strict=True), strict=True):
            column.extend(values)
    return found
