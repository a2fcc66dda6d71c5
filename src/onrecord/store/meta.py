"""What a record remembers of itself: texts and numbers under names."""

from sqlalchemy import Connection, insert, select, update

from onrecord.store import schema


def counter(connection: Connection, name: str) -> int:
    """Return a number that is kept under a name; 0 where there is none."""
    found = connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == name)).scalar_one_or_none()
    return int(found or 0)


def set_counter(connection: Connection, name: str, value: int) -> None:
    """Keep a number under a name."""
    set_text(connection, name, str(value))


def text(connection: Connection, name: str) -> str | None:
    """Return a text that is kept under a name."""
    return connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == name)).scalar_one_or_none()


def set_text(connection: Connection, name: str, value: str) -> None:
    """Keep a text under a name."""
    stored = connection.execute(update(schema.meta).where(schema.meta.c.name == name).values(value=value))
    if not stored.rowcount:
        connection.execute(insert(schema.meta).values(name=name, value=value))
