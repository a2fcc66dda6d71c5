"""From an empty file or an older record to the newest schema: numbered steps, each in a transaction of its own.

The number of the schema is PRAGMA user_version, and ``application_id`` tells a record from any other database. Both
change in the transaction that changes the schema, so that a kill leaves the old schema or the new one, never half.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine

from onrecord.errors import RecordError, RecordVersionError
from onrecord.store import schema, sqlite

Step = Callable[[Connection], None]


def _figures(connection: Connection) -> None:
    """Add the people whom articles name, dates that articles owe to each other, and dates that are left open."""
    for sql in (
        "ALTER TABLE article ADD COLUMN date_options TEXT",
        "ALTER TABLE actor ADD COLUMN known TEXT",
        "ALTER TABLE statement ADD COLUMN speaker_why TEXT",
        "ALTER TABLE statement ADD COLUMN own_name TEXT",
        "ALTER TABLE statement ADD COLUMN own_actor TEXT",
        "ALTER TABLE statement ADD COLUMN said_options TEXT",
        "UPDATE statement SET own_name = speaker_name, own_actor = actor",
        "CREATE INDEX statement_own_actor ON statement (own_actor, article)",
    ):
        connection.exec_driver_sql(sql)
    for table in (schema.figure, schema.chain):
        table.create(connection)


def _growing(connection: Connection) -> None:
    """Add talking points, why statements and copies were matched, and what lets matching grow; all is matched anew."""
    for sql in (
        "ALTER TABLE copy ADD COLUMN share FLOAT",
        "ALTER TABLE copy ADD COLUMN reason TEXT",
        "ALTER TABLE utterance ADD COLUMN family TEXT",
        "ALTER TABLE utterance ADD COLUMN talking_point TEXT",
        "ALTER TABLE utterance_statement ADD COLUMN joined_to TEXT",
        "ALTER TABLE utterance_statement ADD COLUMN joined_score FLOAT",
        "ALTER TABLE utterance_statement ADD COLUMN joined_why TEXT",
        "CREATE INDEX utterance_family ON utterance (family)",
        "CREATE INDEX utterance_point ON utterance (talking_point)",
        "CREATE INDEX utterance_time ON utterance (earliest, id)",
    ):
        connection.exec_driver_sql(sql)
    for table in (schema.match_key, schema.sketch, schema.sketched, schema.kin, schema.stale):
        table.create(connection)
    for sql in schema.TRIGGERS:
        connection.exec_driver_sql(sql)
    for kind in ("statement", "article"):
        connection.exec_driver_sql(f"INSERT INTO stale (kind, id) SELECT '{kind}', id FROM {kind}")


def _compared(connection: Connection) -> None:
    """Add how each statement's words differ from its witness's; the lists leave out what was judged to be none."""
    for sql in (
        "ALTER TABLE utterance_statement ADD COLUMN distance FLOAT",
        "ALTER TABLE utterance_statement ADD COLUMN classes TEXT",
        "CREATE INDEX utterance_statement_uncompared ON utterance_statement (statement) WHERE distance IS NULL",
        "DROP VIEW statement_list",
        "DROP VIEW article_list",
        "DROP VIEW speaker_list",
        *schema.VIEWS,
    ):
        connection.exec_driver_sql(sql)


def _topics(connection: Connection) -> None:
    """Add what each article is about; all is matched anew, by other rules."""
    for table in (schema.match_key, schema.sketch, schema.sketched):
        table.drop(connection)
        table.create(connection)
    for kind in ("statement", "article"):
        connection.exec_driver_sql(f"INSERT INTO stale (kind, id) SELECT '{kind}', id FROM {kind}")


STEPS: Mapping[int, Step] = {
    2: _figures,
    3: _growing,
    4: _compared,
    5: _topics,
}  # n: from schema n - 1 to schema n; a new record is created as the newest


def version(connection: Connection, path: Path, *, expected: int = schema.VERSION) -> int:
    """Return the schema's number, 0 for an empty file.

    Raises RecordError for a database that is no record, RecordVersionError for one of a newer OnRecord.
    """
    if sqlite.tables(connection) == 0:
        return 0
    if sqlite.pragma(connection, "application_id") != sqlite.APPLICATION_ID:
        raise RecordError(
            f"{path} is a SQLite database but not an OnRecord record. Name a record, or a path where none exists yet."
        )
    found = sqlite.pragma(connection, "user_version")
    if found > expected:
        raise RecordVersionError(
            f"{path} has schema {found}; this OnRecord knows schemas up to {expected}. It was written by a newer "
            "OnRecord: upgrade with `pip install --upgrade onrecord`. Nothing was changed."
        )
    return found


def migrate(writer: Engine, path: Path, *, expected: int = schema.VERSION, steps: Mapping[int, Step] = STEPS) -> None:
    """Bring a record to the schema ``expected``, whoever else is doing so at the same time; errors as ``version``."""
    while True:
        with writer.begin() as connection:
            found = version(connection, path, expected=expected)
            if found == expected:
                return
            if found == 0:
                schema.create(connection)
                sqlite.pragma(connection, "application_id", sqlite.APPLICATION_ID)
                number = schema.VERSION
            else:
                number = found + 1
                steps[number](connection)
            sqlite.pragma(connection, "user_version", number)
