"""Who is who across articles: reading the figures that are to be compared, and writing what came of it.

``figure.own``, ``statement.own_actor`` and ``own_name`` are what one article alone tells; ``actor`` and
``speaker_name`` beside them are derived, and can be worked out anew at any time.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, exists, false, func, insert, select, update

from onrecord.actors import person_id
from onrecord.actors.alike import Judged
from onrecord.store import company, rows, schema
from onrecord.store.judgements import Judgement
from onrecord.types import Article, FigureRow, How, Identity

_AT_ONCE = 500  # surnames asked for in one query
_ID = re.compile(r"[0-9a-f]{4,16}")


def figure_rows(article: Article, first: int, surname: Sequence[str]) -> list[dict[str, object]]:
    """Return the rows of an article's figures, numbered from ``first`` on; surname: the key of each."""
    return [
        rows.figure_row(figure, article.id, at) | {"row": first + at, "surname": surname[at]}
        for at, figure in enumerate(article.figures)
    ]


def waiting(connection: Connection, *, everything: bool, same: Sequence[tuple[str, str]] = ()) -> list[FigureRow]:
    """Return the figures to compare: all whose surname a figure not yet compared has, or every one, as stored.

    same: pairs of ids that were judged to be one actor, so that their surnames are compared together.
    """
    table = schema.figure
    if everything:
        stored = [_row(one) for one in connection.execute(select(table).order_by(table.c.row)).mappings()]
        return company.added(connection, stored)
    fresh = connection.execute(select(table.c.surname).where(table.c.fresh == 1).distinct()).scalars().all()
    together = _judged_together(connection, set(fresh), same) if fresh and same else list(fresh)
    found: list[FigureRow] = []
    for at in range(0, len(together), _AT_ONCE):
        query = select(table).where(table.c.surname.in_(together[at : at + _AT_ONCE])).order_by(table.c.row)
        found += [_row(one) for one in connection.execute(query).mappings()]
    return company.added(connection, sorted(found, key=lambda row: row.order))


def _judged_together(connection: Connection, surnames: set[str], same: Sequence[tuple[str, str]]) -> list[str]:
    """Return surnames and all that judgements join to them, near and far."""
    table = schema.figure
    ids = sorted({one.partition("/")[0] for pair in same for one in pair})  # "own/article" is of whoever was split off
    of: dict[str, set[str]] = defaultdict(set)
    for at in range(0, len(ids), _AT_ONCE):
        query = select(table.c.own, table.c.surname).where(table.c.own.in_(ids[at : at + _AT_ONCE])).distinct()
        for own, surname in connection.execute(query):
            of[own].add(surname)
    joined = [of[one.partition("/")[0]] | of[two.partition("/")[0]] for one, two in same]
    found, size = set(surnames), -1
    while len(found) != size:
        size = len(found)
        found.update(*(several for several in joined if several & found))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Called:
    """An actor of the record, with the id and name it has there; known: its name in the table of actors, or None."""

    actor: str
    name: str | None
    known: str | None


def called(connection: Connection, name: str) -> list[Called]:
    """Return the actors of an id, of the first characters of one, of a name, or else of a part of one."""
    table = schema.actor
    query = select(table.c.id, table.c.name, table.c.known).order_by(table.c.name, table.c.id)
    if _ID.fullmatch(name):
        found = connection.execute(query.where(table.c.id.startswith(name, autoescape=True))).all()
        if found:
            return [Called(*row) for row in found]
    wanted = rows.fold(name)
    everybody = [Called(*row) for row in connection.execute(query)]
    same = [one for one in everybody if one.name and rows.fold(one.name) == wanted]
    return same or [one for one in everybody if one.name and wanted and wanted in rows.fold(one.name)]


def own_ids(connection: Connection, actor: str, judged: Judged, *, article: str | None = None) -> tuple[str, ...]:
    """Return the ids by which judgements call an actor, or those of one article, sorted."""
    table = schema.figure
    found = select(table.c.own, table.c.article).where(table.c.actor == actor)
    if article is not None:
        found = found.where(table.c.article == article)
    return tuple(sorted({judged.called(*row) for row in connection.execute(found)}))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a judgement is about. kind: actor, statement or article; words: a name, the text or the source."""

    kind: str
    words: str


def subjects(connection: Connection, ids: Sequence[str]) -> dict[str, Subject]:
    """Return what judgements are about, by id; an actor's id is the one that single articles give."""
    figure, statement, article = schema.figure, schema.statement, schema.article
    fullest = func.length(figure.c.name), figure.c.name.desc()
    queries = {
        "actor": select(figure.c.own, figure.c.name).where(figure.c.own.in_(ids)).order_by(*fullest),
        "statement": select(statement.c.id, statement.c.text).where(statement.c.id.in_(ids)),
        "article": select(article.c.id, article.c.source).where(article.c.id.in_(ids)),
    }
    found = {
        identifier: Subject(kind, words)
        for kind, query in queries.items()
        for identifier, words in connection.execute(query)
    }
    parted = {one: one.split("/") for one in ids if "/" in one}
    whole = subjects(connection, [part for parts in parted.values() for part in parts]) if parted else {}
    for one, (own, place) in parted.items():
        if own in whole and place in whole:
            found[one] = Subject("actor", f"{whole[own].words} in {whole[place].words}")
    return found


def persons(connection: Connection, actors: Sequence[str]) -> set[str]:
    """Return which of some actors articles name as people."""
    table = schema.figure
    query = select(table.c.actor).where(table.c.actor.in_(actors), table.c.kind == "person").distinct()
    return set(connection.execute(query).scalars())


def grounds(connection: Connection, actor: str) -> tuple[str, ...]:
    """Return why figures were taken for somebody in the table of actors, the most frequent reason first."""
    table = schema.figure
    query = select(table.c.why).where(table.c.actor == actor, table.c.why.is_not(None)).group_by(table.c.why)
    return tuple(connection.execute(query.order_by(func.count().desc(), table.c.why)).scalars())


def decide(connection: Connection, decided: Mapping[str, Judgement]) -> int:
    """Store who made statements as people decided; return of how many."""
    statement, actor = schema.statement, schema.actor
    for one, judgement in decided.items():
        name = rows.storable(judgement.value) if judgement.value else None
        who = None
        if name:
            same = [each for each in called(connection, name) if each.name and rows.fold(each.name) == rows.fold(name)]
            who, name = (same[0].actor, same[0].name) if same else (person_id(name), name)
            if not same:
                there = connection.execute(select(actor.c.id).where(actor.c.id == who)).first()
                if there is None:
                    connection.execute(insert(actor).values(rows.pack({"id": who, "name": name, "known": None})))
        values = {
            "actor": who,
            "speaker_name": name,
            "speaker_folded": rows.fold(name) if name else None,
            "speaker_how": str(How.JUDGED),
            "speaker_why": f"judgement {judgement.number}, {judgement.at[:10]}",
        }
        same_person = statement.c.own_actor == who if who else false()
        role = {name: case((same_person, statement.c[name])) for name in ("speaker_role", "speaker_affiliation")}
        connection.execute(update(statement).where(statement.c.id == one).values(values | role))
    return len(decided)


def write(connection: Connection, compared: Sequence[FigureRow], found: Sequence[Identity]) -> int:
    """Store who the figures are, and who spoke the statements that follow from it; return how many have changed.

    found: one for each figure compared, in the same order.
    """
    table, statement, actor = schema.figure, schema.statement, schema.actor
    names = {one.actor: (one.name, one.known) for one in found if one.actor}
    stored = _names(connection, list(names))
    missing = [(one, name, known) for one, (name, known) in names.items() if one not in stored]
    if missing:
        new = [rows.pack({"id": one, "name": name, "known": known}) for one, name, known in missing]
        connection.execute(insert(actor), new)
    renamed = {
        one
        for one, (name, known) in names.items()
        if one in stored and stored[one] != (rows.storable(name or ""), known and rows.storable(known))
    }
    for one in renamed:
        packed = rows.pack({"name": names[one][0], "known": names[one][1]})
        connection.execute(update(actor).where(actor.c.id == one).values(packed))
    changed = [
        one
        for row, one in zip(compared, found, strict=True)
        if row.fresh or row.actor != one.actor or one.actor in renamed
    ]
    if changed:
        of_figure = update(table).where(table.c.article == bindparam("a"), table.c.position == bindparam("p"))
        connection.execute(
            of_figure.values(actor=bindparam("who"), fresh=0),
            [{"a": one.article, "p": one.position, "who": one.actor} for one in changed],
        )
        of_statement = update(statement).where(
            statement.c.article == bindparam("a"), statement.c.own_actor == bindparam("own")
        )
        values: dict[str, Any] = {
            "actor": bindparam("who"),
            "speaker_name": bindparam("called"),
            "speaker_folded": bindparam("folded"),
        }
        connection.execute(of_statement.values(values), [_speaker(one) for one in changed])
        for gone in {row.actor for row in compared if row.actor} - set(names):
            spoken = exists().where(statement.c.actor == actor.c.id)
            figured = exists().where(table.c.actor == actor.c.id)
            connection.execute(delete(actor).where(actor.c.id == gone, ~spoken, ~figured))
    return len(changed)


def _names(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """Return the names, and those in the table of actors, of those of the actors that are stored."""
    actor = schema.actor
    found: dict[str, tuple[str | None, str | None]] = {}
    for at in range(0, len(ids), _AT_ONCE):
        query = select(actor.c.id, actor.c.name, actor.c.known).where(actor.c.id.in_(ids[at : at + _AT_ONCE]))
        found |= {row.id: (row.name, row.known) for row in connection.execute(query)}
    return found


def _speaker(one: Identity) -> dict[str, str | None]:
    name = rows.storable(one.name) if one.name else None
    folded = rows.fold(one.name) if one.name else None
    return {"a": one.article, "own": one.own, "who": one.actor, "called": name, "folded": folded}


def _row(row: rows.Row) -> FigureRow:
    roles = json.loads(row["roles"])
    return FigureRow(
        article=row["article"],
        position=row["position"],
        name=row["name"],
        gender=row["gender"],
        affiliations=tuple(role["affiliation"] for role in roles if role["affiliation"]),
        nouns=tuple(json.loads(row["nouns"])),
        own=row["own"],
        known=row["known"],
        order=row["row"],
        actor=row["actor"],
        fresh=bool(row["fresh"]),
        kind=row["kind"],
    )
