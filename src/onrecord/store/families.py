"""Utterances as matching gives them, family by family, in the place of what was there before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, func, select

from onrecord.store import batches, comparisons, rows, schema
from onrecord.types import Family

_WITNESS = {"distance": 0.0, "classes": None}
_UNCOMPARED = {"distance": None, "classes": None}


def write(connection: Connection, gone: Sequence[str] | None, families: Iterable[Family]) -> list[str]:
    """Put families in the place of the utterances of some statements (ids), or of all; return their utterances' ids."""
    member, utterance = schema.utterance_statement, schema.utterance
    known = comparisons.kept(connection, gone or ())
    if gone is None:
        connection.execute(delete(member))
        connection.execute(delete(utterance))
    else:
        for some in batches.some(sorted(set(batches.ids(connection, member.c.statement, gone, member.c.utterance)))):
            connection.execute(delete(member).where(member.c.utterance.in_(some)))
            connection.execute(delete(utterance).where(utterance.c.id.in_(some)))
    first = connection.execute(select(func.coalesce(func.max(utterance.c.row), 0))).scalar_one() + 1
    made: list[str] = []
    waiting_ = iter(families)
    while chunk := list(islice(waiting_, 1000)):
        found = [row for family in chunk for row in _utterance_rows(family)]
        batches.insert_many(
            connection, utterance, (row | {"row": first + at} for at, row in enumerate(found, len(made)))
        )
        made += [row["id"] for row in found]
        batches.insert_many(connection, member, (row for family in chunk for row in _member_rows(family, known)))
    return made


def _utterance_rows(family: Family) -> Iterator[dict[str, Any]]:
    point = {one: point.id for point in family.points for one in point.utterances}
    for one in family.utterances:
        values = {name: getattr(one, name) for name in ("id", "speaker", "witness", "earliest", "latest")}
        yield rows.pack(values | {"family": family.utterances[0].id, "talking_point": point.get(one.id)})


def _member_rows(family: Family, known: Mapping[tuple[str, str], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in family.utterances:
        reasons = _reasons(one.statements, family)
        for position, statement in enumerate(one.statements):
            yield {
                "statement": statement,
                "utterance": one.id,
                "position": position,
                **reasons.get(statement, {"joined_to": None, "joined_score": None, "joined_why": None}),
                **(_WITNESS if statement == one.witness else known.get((statement, one.witness), _UNCOMPARED)),
            }


def _reasons(statements: Sequence[str], family: Family) -> dict[str, dict[str, Any]]:
    """Return for each statement the link that joined it, towards the first one."""
    near: defaultdict[str, list[tuple[str, float, tuple[str, ...]]]] = defaultdict(list)
    for link in family.links if len(statements) > 1 else ():
        near[link.left].append((link.right, link.score, link.reasons))
        near[link.right].append((link.left, link.score, link.reasons))
    found: dict[str, dict[str, Any]] = {}
    waiting_ = [statements[0]]
    seen = {statements[0]}
    while waiting_:
        at = waiting_.pop()
        for other, score, why in near[at]:
            if other not in seen:
                seen.add(other)
                waiting_.append(other)
                found[other] = {"joined_to": at, "joined_score": score, "joined_why": rows.dump(why)}
    return found
