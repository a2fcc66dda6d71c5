"""What people decided about the record: kept apart from everything derived, and never rebuilt."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update

from onrecord.actors.alike import Judged
from onrecord.actors.own import Row
from onrecord.errors import QueryError
from onrecord.store import rows, schema
from onrecord.types import PairJudgement


class Decision(StrEnum):
    """What a judgement says of its subjects (ids)."""

    SAME_UTTERANCE = "same utterance"  # of two statements
    OTHER_UTTERANCE = "other utterance"  # of two statements: not the same
    SAME_SPEAKER = "same speaker"  # of two actors
    OTHER_SPEAKER = "other speaker"  # of two actors, or an actor and an article: not the same
    SPEAKER = "speaker"  # of a statement: value is who made it
    NO_STATEMENT = "no statement"  # of a statement: it is none
    NAME = "name"  # of an actor: value is its name
    NO_PERSON = "no person"  # of an actor: it is none
    FACT = "fact"  # of an actor's name: value is JSON, a row of a user's own actors (``actors/own.py``)


_ABOUT_ACTORS = (
    *(Decision.SAME_SPEAKER, Decision.OTHER_SPEAKER, Decision.NAME, Decision.NO_PERSON),
    *(Decision.SPEAKER, Decision.FACT),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. at, undone: ISO 8601 times, UTC; undone is None while it holds."""

    number: int
    kind: Decision
    subjects: tuple[str, ...]
    value: str | None
    who: str | None
    at: str
    undone: str | None = None


def now() -> str:
    """Return the time as ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def judge(
    connection: Connection,
    kind: Decision,
    subjects: Iterable[str],
    *,
    value: str | None,
    who: str | None,
    at: str | None = None,
) -> Judgement:
    """Store a judgement; at: when it was made, by default now. Raises QueryError without subjects."""
    named = tuple(subjects)
    if not named:
        raise QueryError(f"a judgement ({kind}) names nothing; expected one id or more. Name what it is about.")
    row = rows.pack({"kind": str(kind), "subjects": rows.dump(named), "value": value, "who": who, "at": at or now()})
    number = connection.execute(insert(schema.judgement).values(row)).inserted_primary_key
    assert number is not None
    return Judgement(number[0], Decision(kind), named, value, who, row["at"])


def undo(connection: Connection, number: int) -> None:
    """Let a judgement hold no longer; it stays in the log. Raises QueryError when none of that number holds."""
    table = schema.judgement
    holds = (table.c.row == number) & table.c.undone.is_(None)
    if connection.execute(update(table).where(holds).values(undone=now())).rowcount != 1:
        raise QueryError(f"no judgement {number} holds. List the judgements for their numbers.")


def log(connection: Connection, *, undone: bool = False) -> tuple[Judgement, ...]:
    """Return the judgements in the order they were made; ``undone`` adds those that hold no longer."""
    query = select(schema.judgement).order_by(schema.judgement.c.row)
    if not undone:
        query = query.where(schema.judgement.c.undone.is_(None))
    found = (rows.unpack(row) for row in connection.execute(query).mappings())
    return tuple(
        Judgement(
            number=row["row"],
            kind=Decision(row["kind"]),
            subjects=tuple(json.loads(row["subjects"])),
            value=row["value"],
            who=row["who"],
            at=row["at"],
            undone=row["undone"],
        )
        for row in found
    )


def pairs(connection: Connection) -> tuple[PairJudgement, ...]:
    """Return what matching must obey; of two judgements on one pair, the later holds."""
    found: dict[frozenset[str], PairJudgement] = {}
    for one in log(connection):
        if one.kind in (Decision.SAME_UTTERANCE, Decision.OTHER_UTTERANCE) and len(one.subjects) == 2:
            left, right = one.subjects
            found[frozenset(one.subjects)] = PairJudgement(left, right, same=one.kind == Decision.SAME_UTTERANCE)
    return tuple(found.values())


def about_actors(connection: Connection) -> Judged:
    """Return what telling actors apart must obey; of two judgements on one pair or actor, the later holds."""
    pairs_: dict[frozenset[str], tuple[bool, tuple[str, str]]] = {}
    names: dict[str, str] = {}
    nobody: set[str] = set()
    for one in log(connection):
        if one.kind in (Decision.SAME_SPEAKER, Decision.OTHER_SPEAKER) and len(one.subjects) == 2:
            left, right = one.subjects
            pairs_[frozenset(one.subjects)] = one.kind is Decision.SAME_SPEAKER, (left, right)
        elif one.kind is Decision.NAME and one.value:
            names |= dict.fromkeys(one.subjects, one.value)
        elif one.kind is Decision.NO_PERSON:
            nobody |= set(one.subjects)
    same = tuple(pair for joined, pair in pairs_.values() if joined)
    other = tuple(pair for joined, pair in pairs_.values() if not joined)
    return Judged(same, other, names, frozenset(nobody))


def own_actors(connection: Connection) -> tuple[Row, ...]:
    """Return the rows of a user's own actors, in the order in which they were given."""
    found = (one for one in log(connection) if one.kind is Decision.FACT and one.value)
    return tuple(Row.from_json(one.subjects[0], one.value or "{}") for one in found)


def speakers(connection: Connection) -> dict[str, Judgement]:
    """Return the judgement that says who made a statement, by the statement's id; the later of several holds."""
    return {subject: one for one in log(connection) if one.kind is Decision.SPEAKER for subject in one.subjects}


def last_about_actors(connection: Connection) -> str:
    """Return a text that is another one after every judgement about actors that is made or undone."""
    table = schema.judgement
    kinds = [str(kind) for kind in _ABOUT_ACTORS]
    query = select(func.count(), func.max(table.c.row), func.max(table.c.undone), func.count(table.c.undone))
    return "/".join(str(one) for one in connection.execute(query.where(table.c.kind.in_(kinds))).one())
