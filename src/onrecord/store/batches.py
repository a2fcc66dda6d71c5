"""Many ids and many rows, a part at a time, so that no query grows with the record."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select

AT_ONCE = 10_000  # rows written in one call
ASKED = 500  # ids asked for in one query


def some(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield values, as many at a time as one query asks for."""
    for start in range(0, len(values), ASKED):
        yield values[start : start + ASKED]


def ids(connection: Connection, column: Any, values: Iterable[str], wanted: Any) -> list[Any]:
    """Return a column's values in the rows where another is one of many."""
    found: list[Any] = []
    for part in some(sorted(values)):
        found += connection.execute(select(wanted).where(column.in_(part))).scalars()
    return found


def insert_many(connection: Connection, table: Any, values: Iterable[dict[str, Any]]) -> None:
    """Write rows into a table."""
    waiting_ = iter(values)
    while chunk := list(islice(waiting_, AT_ONCE)):
        connection.execute(insert(table), chunk)
