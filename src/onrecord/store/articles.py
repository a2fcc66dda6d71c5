"""The rows of one article: its text, and what was read from it."""

from typing import Any

from sqlalchemy import Connection, ScalarSelect, Table, delete, func, insert, select

from onrecord.actors.identify import surname_key
from onrecord.store import judgements, people, rows, schema
from onrecord.types import Article, Figure


def newest_text(connection: Connection, key: str) -> str | None:
    """Return the hash of the newest text under a key."""
    table = schema.article
    query = select(table.c.text_hash).where(table.c.key_hash == rows.text_hash(key), table.c.newest == 1)
    return connection.execute(query).scalar_one_or_none()


def add(connection: Connection, article: Article, row: dict[str, Any]) -> None:
    """Write a new text; row: as from ``rows.article_row``."""
    table = schema.article
    earlier = select(func.count()).where(table.c.key_hash == row["key_hash"]).scalar_subquery()
    place, revisions = connection.execute(select(_last_row(table), earlier)).one()
    added = {"row": place + 1, "revision": revisions + 1, "newest": 1, "added": judgements.now()}
    _insert_all(connection, table, [row | added])
    insert_read(connection, article)


def forget(connection: Connection, article: str) -> None:
    """Delete all that was read from an article's text, and the utterances and dates that hang on it."""
    statement, member, utterance = schema.statement, schema.utterance_statement, schema.utterance
    its = select(statement.c.id).where(statement.c.article == article)
    witnessed = select(utterance.c.id).where(utterance.c.witness.in_(its))
    connection.execute(delete(member).where(member.c.statement.in_(its) | member.c.utterance.in_(witnessed)))
    connection.execute(delete(utterance).where(utterance.c.witness.in_(its)))
    subject = schema.chain.c.subject
    connection.execute(delete(schema.chain).where(subject.in_(its) | (subject == article)))
    for table in (statement, schema.figure, schema.passage):
        connection.execute(delete(table).where(table.c.article == article))


def insert_read(connection: Connection, article: Article) -> None:
    """Write what was read from an article's text."""
    _insert_all(connection, schema.passage, list(rows.passage_rows(article)))
    _insert_actors(connection, article)
    keys = [_compared_by(figure) for figure in article.figures]
    figures, statements = connection.execute(select(_last_row(schema.figure), _last_row(schema.statement))).one()
    _insert_all(connection, schema.figure, people.figure_rows(article, figures + 1, keys))
    said = [rows.statement_row(one, at) | {"row": statements + 1 + at} for at, one in enumerate(article.statements)]
    _insert_all(connection, schema.statement, said)


def _insert_actors(connection: Connection, article: Article) -> None:
    names = {one.speaker.actor: one.speaker.name for one in article.statements if one.speaker.actor}
    names |= {one.actor: one.known or one.name for one in article.figures if one.actor}
    known = {one.actor: one.known for one in article.figures}
    table = schema.actor
    there = set(connection.execute(select(table.c.id).where(table.c.id.in_(names))).scalars()) if names else set()
    missing = [{"id": one, "name": names[one], "known": known.get(one)} for one in names if one not in there]
    _insert_all(connection, table, [rows.pack(one) for one in missing])


def _compared_by(figure: Figure) -> str:
    """Return what figures must share to be compared: people a surname, bodies their very id."""
    return surname_key(figure.known or figure.name) if figure.kind == "person" else figure.actor or ""


def _insert_all(connection: Connection, table: Table, values: list[dict[str, Any]]) -> None:
    if values:
        connection.execute(insert(table), values)


def _last_row(table: Table) -> ScalarSelect[int]:
    return select(func.coalesce(func.max(table.c.row), 0)).scalar_subquery()
