"""How each statement's words differ from its utterance's witness's: kept so that pages need not compare them anew.

A statement is compared once it has its utterance. Where matching writes the utterance again with the same witness, and
neither text has changed, what was found before holds.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from onrecord.store import batches, rows, schema
from onrecord.types import Form


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement (id) that is not compared with its witness yet, and both texts."""

    statement: str
    utterance: str
    witness: str
    text: str
    witness_text: str
    form: Form


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found of a pair; distance and classes as in ``Variant``. classes: None of the witness itself."""

    pair: Pair
    distance: float
    classes: tuple[str, ...] | None


def uncompared(connection: Connection, *, limit: int) -> list[Pair]:
    """Return some of the statements that are not compared yet."""
    member, utterance = schema.utterance_statement, schema.utterance
    statement, witness = schema.statement, schema.statement.alias("witnessed")
    query = (
        select(
            member.c.statement,
            member.c.utterance,
            utterance.c.witness,
            statement.c.text,
            witness.c.text.label("witness_text"),
            statement.c.form,
        )
        .join(utterance, utterance.c.id == member.c.utterance)
        .join(statement, statement.c.id == member.c.statement)
        .join(witness, witness.c.id == utterance.c.witness)
        .where(member.c.distance.is_(None))
        .limit(limit)
    )
    found = connection.execute(query).mappings()
    return [Pair(**dict(row) | {"form": Form(row["form"])}) for row in found]


def write(connection: Connection, found: Iterable[Comparison]) -> None:
    """Store what was found of pairs that still stand as they did."""
    sql = """
        UPDATE utterance_statement SET distance = ?, classes = ? WHERE statement = ? AND utterance = ?
        AND EXISTS (SELECT 1 FROM utterance WHERE utterance.id = utterance_statement.utterance AND witness = ?)
    """
    values = [
        (one.distance, one.classes and rows.dump(one.classes), one.pair.statement, one.pair.utterance, one.pair.witness)
        for one in found
    ]
    if values:
        connection.exec_driver_sql(sql, values)


def kept(connection: Connection, statements: Sequence[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what is known of some statements (ids), by statement and witness; not of a text noted as changed."""
    sql = """
        SELECT member.statement, utterance.witness, member.distance, member.classes
        FROM json_each(?) AS wanted
        JOIN utterance_statement AS member ON member.statement = wanted.value
        JOIN utterance ON utterance.id = member.utterance
        WHERE member.distance IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM stale WHERE kind = 'statement' AND id IN (member.statement, utterance.witness)
        )
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for some in batches.some(statements):
        for statement, witness, distance, classes in connection.exec_driver_sql(sql, (json.dumps(some),)):
            found[statement, witness] = {"distance": distance, "classes": classes}
    return found
