"""Reading rows in chunks, so that memory does not grow with the record."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select, true

from onrecord.store import rows, schema
from onrecord.store.rows import Row
from onrecord.types import Article, Statement, Utterance

SMALL_ROWS = 1000  # rows in memory at once, for statements and the like
ARTICLES = 20  # articles in memory at once: their texts may be long


def chunks(connection: Connection, query: Select[Any], *, size: int = SMALL_ROWS) -> Iterator[Sequence[Row]]:
    """Yield the rows of a query, at most ``size`` at a time, all from one moment's state of the record."""
    with connection.execute(query.execution_options(yield_per=size)) as result:
        yield from result.mappings().partitions(size)


def statement_query() -> Select[Any]:
    """Return the query whose rows ``statement`` takes: statements, and the utterance that each belongs to."""
    table, member = schema.statement, schema.utterance_statement
    return select(table, member.c.utterance).outerjoin(member, member.c.statement == table.c.id).where(is_statement())


@cache
def is_statement() -> ColumnElement[bool]:
    """Return the condition that nobody has judged a row of statements to be none."""
    table = schema.judgement
    named = func.json_each(table.c.subjects).table_valued("value")
    judged = select(named.c.value).select_from(table).join(named, true())
    refused = judged.where(table.c.kind == "no statement", table.c.undone.is_(None))
    return schema.statement.c.id.not_in(refused)


def article_query() -> Select[Any]:
    """Return the query whose rows ``articles`` takes: articles, and the one that each copies."""
    table, copy = schema.article, schema.copy
    return select(table, copy.c.original.label("copy_of")).outerjoin(copy, copy.c.article == table.c.id)


def utterance_query() -> Select[Any]:
    """Return the query whose rows ``utterances`` takes: utterances, and the witness's words."""
    table, witness = schema.utterance, schema.statement
    return select(table, witness.c.text.label("words")).join(witness, witness.c.id == table.c.witness)


def statement(row: Row, *, exact: bool = True) -> Statement:
    """Return a statement; without ``exact``, NULs and lone surrogates stay U+FFFD."""
    return rows.statement_of(rows.unpack(row) if exact else row)


def articles(connection: Connection, found: Sequence[Row], *, exact: bool = True) -> Iterator[Article]:
    """Yield the articles of some rows with their passages and statements."""
    ids = [row["id"] for row in found]
    passages = by_article(connection, select(schema.passage), schema.passage, ids)
    statements = by_article(connection, statement_query(), schema.statement, ids)
    people = by_article(connection, select(schema.figure), schema.figure, ids)
    for row in found:
        said = [statement(one, exact=exact) for one in statements[row["id"]]]
        named = [rows.figure_of(rows.unpack(one) if exact else one) for one in people[row["id"]]]
        yield rows.article_of(rows.unpack(row) if exact else row, passages[row["id"]], said, named)


def utterances(connection: Connection, found: Sequence[Row], *, exact: bool = True) -> Iterator[tuple[Utterance, str]]:
    """Yield the utterances of some rows with the ids of their statements, each with its witness's words."""
    member = schema.utterance_statement
    query = select(member).where(member.c.utterance.in_([row["id"] for row in found]))
    members: defaultdict[str, list[str]] = defaultdict(list)
    for one in connection.execute(query.order_by(member.c.utterance, member.c.position)).mappings():
        members[one["utterance"]].append(one["statement"])
    for row in found:
        yield rows.utterance_of(rows.unpack(row) if exact else row, members[row["id"]]), row["words"]


def by_article(
    connection: Connection, query: Select[Any], table: Table, ids: Sequence[str]
) -> defaultdict[str, list[Row]]:
    """Return the rows of a table that belong to some articles, in order, by article."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    ordered = query.where(table.c.article.in_(ids)).order_by(table.c.article, table.c.position)
    for row in connection.execute(ordered).mappings():
        found[row["article"]].append(row)
    return found
