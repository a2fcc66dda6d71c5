"""Dates that one article owes to another: reading what each article alone tells, writing what follows.

The columns that the article alone gives are kept in ``chain.own`` while another article's date stands in their place.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from onrecord.store import rows, schema
from onrecord.types import Chained, DatedRow, Dating, Said

_SAID = ("said_earliest", "said_latest", "said_from", "said_how", "said_options")
_PUBLISHED = ("published", "published_earliest", "published_latest", "date_evidence", "date_conflicts", "date_options")


def own(connection: Connection, subjects: Iterable[str] | None) -> dict[str, dict[str, Any]]:
    """Return the columns that articles alone give, where another's date stands in their place: of some ids, or all."""
    table = schema.chain
    query = select(table.c.subject, table.c.own)
    found = connection.execute(query if subjects is None else query.where(table.c.subject.in_(_listed(subjects))))
    return {subject: json.loads(values) for subject, values in found}


def _listed(values: Iterable[str]) -> Select[Any]:
    """Return a query for the values of a list, however long."""
    return select(func.json_each(json.dumps(list(values))).table_valued("value").c.value)


def groups(connection: Connection, articles: Sequence[str] | None = None) -> list[list[DatedRow]]:
    """Return the statements of each speaker in articles that share one's words with another, with their own dates.

    articles: those whose dates are asked for, and with them all that they share words with; None for all.
    """
    statement, article, member = schema.statement, schema.article, schema.utterance_statement
    place = select(member.c.utterance, statement.c.article, statement.c.actor).join(
        statement, statement.c.id == member.c.statement
    )
    held_by = place.join(article, article.c.id == statement.c.article).where(article.c.newest == 1)
    if articles is not None:
        reported = select(member.c.utterance).join(statement, statement.c.id == member.c.statement)
        held_by = held_by.where(member.c.utterance.in_(reported.where(statement.c.article.in_(_listed(articles)))))
    held = held_by.subquery()
    shared = (
        select(held.c.utterance)
        .group_by(held.c.utterance)
        .having(func.count(held.c.article.distinct()) > 1)
        .subquery("shared")
    )
    pairs = select(held.c.article, held.c.actor).join(shared, shared.c.utterance == held.c.utterance)
    pairs_ = pairs.where(held.c.actor.is_not(None)).distinct().subquery("pairs")
    columns = [
        shared.c.utterance,
        statement.c.id,
        statement.c.article,
        statement.c.actor,
        article.c.source,
        article.c.outlet,
        *(statement.c[name] for name in _SAID),
        *(article.c[name] for name in _PUBLISHED),
    ]
    query = (
        select(*columns)
        .select_from(statement)
        .join(pairs_, (pairs_.c.article == statement.c.article) & (pairs_.c.actor == statement.c.actor))
        .join(article, article.c.id == statement.c.article)
        .outerjoin(member, member.c.statement == statement.c.id)
        .outerjoin(shared, shared.c.utterance == member.c.utterance)
        .order_by(statement.c.actor, statement.c.row)
    )
    there = connection.execute(query).mappings().all()
    named = None if articles is None else {one for row in there for one in (row["id"], row["article"])}
    alone = own(connection, named)
    found: dict[str, list[DatedRow]] = {}
    for row in there:
        values = dict(row) | alone.get(row["id"], {}) | alone.get(row["article"], {})
        found.setdefault(row["actor"], []).append(_row(values))
    return list(found.values())


def write(connection: Connection, found: Iterable[Chained], articles: Sequence[str] | None = None) -> None:
    """Give back every date to what its article alone tells, then store the dates that follow from others.

    articles: those to do this for; None for all.
    """
    table = schema.chain
    subjects = None
    if articles is not None:
        said = select(schema.statement.c.id).where(schema.statement.c.article.in_(_listed(articles)))
        subjects = {*articles, *connection.execute(said).scalars()}
    where = [] if subjects is None else [table.c.subject.in_(_listed(subjects))]
    for row in connection.execute(select(table).where(*where)).all():
        _set(connection, row.kind, row.subject, json.loads(row.own))
    connection.execute(delete(table).where(*where))
    for one in found:
        if subjects is not None and one.subject not in subjects:
            continue
        kind = "statement" if one.said else "article"
        table = getattr(schema, kind)
        names = _SAID if one.said else _PUBLISHED
        before = connection.execute(select(*(table.c[name] for name in names)).where(table.c.id == one.subject))
        alone = rows.dump(dict(before.mappings().one()))
        connection.execute(insert(schema.chain).values(subject=one.subject, kind=kind, own=alone, via=one.via))
        values = _said(one.said) if one.said else _published(one.published or Dating())
        _set(connection, kind, one.subject, values)


def _set(connection: Connection, kind: str, subject: str, values: dict[str, Any]) -> None:
    table = getattr(schema, kind)
    connection.execute(update(table).where(table.c.id == subject).values(values))


def _said(said: Said) -> dict[str, Any]:
    options = rows.dump(said.options) if said.options else None
    words = rows.storable(said.words) if said.words else None
    values = (said.earliest, said.latest, words, rows.storable(said.how), options)
    return dict(zip(_SAID, values, strict=True))


def _published(dating: Dating) -> dict[str, Any]:
    return {name: value for name, value in rows.dating_columns(dating).items() if name in _PUBLISHED}


def _row(row: dict[str, Any]) -> DatedRow:
    said = None
    if row["said_how"] is not None:
        options = rows.days_of(row["said_options"])
        said = Said(row["said_earliest"], row["said_latest"], row["said_from"], row["said_how"], options)
    called = row["outlet"] or row["source"].rpartition("/")[2] or row["source"]
    return DatedRow(row["id"], row["article"], row["utterance"], called, said, rows.dating_of(row))
