"""Everything that is SQLite's own: connections, pragmas, full-text tables, and what its errors mean.

The rest of the store is SQLAlchemy Core and would run on another database.

Durability: write-ahead log with ``synchronous=FULL`` syncs the log at each commit, so that neither a kill nor a power
loss undoes a transaction whose commit has returned (https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    PoolProxiedConnection,
    QueuePool,
    Table,
    column,
    create_engine,
    event,
    func,
    text,
)
from sqlalchemy.exc import DBAPIError

from onrecord.errors import RecordBusyError, RecordError

APPLICATION_ID = 0x4F6E5265  # "OnRe": marks a SQLite file as a record (PRAGMA application_id)
_TERM = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)|([^\s"“”„«»]+)')  # a phrase, or a word
_BEGIN = "onrecord_begin"
_CACHE_KIB = 32 * 1024
_PRIMARY_CODE = 0xFF  # the low byte of an extended result code is its primary code
_UNWRITABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_SCAN = "SELECT count(*) FROM sqlite_master"

_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and run the same command again",
    sqlite3.SQLITE_IOERR: "reading or writing the disk failed; check its free space and health, then run again",
    sqlite3.SQLITE_READONLY: "it cannot be written; check the permissions of the file and of its folder",
    sqlite3.SQLITE_PERM: "access was denied; check the permissions of the file and of its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that the folder exists and may be read and written",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore a copy, or add the sources to a new record",
    sqlite3.SQLITE_NOTADB: "the file is not a SQLite database; name a record, or a path where none exists yet",
    sqlite3.SQLITE_CONSTRAINT: "an id stands for two different things, which should not happen; please report it",
    sqlite3.SQLITE_TOOBIG: "a text is longer than SQLite can hold (1,000,000,000 bytes); split the source",
}


def engine(path: Path, *, create: bool = False, readonly: bool = False, busy_seconds: float) -> Engine:
    """Return an engine for the file; ``create`` makes it, ``readonly`` refuses changes to what it holds.

    Transactions begin as ``BEGIN``, or ``BEGIN IMMEDIATE`` on ``writer(engine)``. A read-only folder cannot hold the
    files of a write-ahead log; there the file is read as one that nobody changes, unless a log is left beside it.
    """
    uri = path.absolute().as_uri()
    settings = ["foreign_keys=ON", "synchronous=FULL", f"cache_size=-{_CACHE_KIB}", "temp_store=MEMORY"]
    settings += ["query_only=ON"] if readonly else []  # not mode=ro, which leaves the files of the log behind

    def connect() -> sqlite3.Connection:
        try:
            return _connect(f"{uri}?mode={'rwc' if create else 'rw'}", settings, busy_seconds)
        except sqlite3.OperationalError as error:
            log = path.with_name(f"{path.name}-wal")
            if not readonly or code(error) not in _UNWRITABLE or (log.exists() and log.stat().st_size):
                raise
            return _connect(f"{uri}?mode=ro&immutable=1", settings, busy_seconds)

    made = create_engine("sqlite://", creator=connect, poolclass=QueuePool, max_overflow=-1)
    event.listen(made, "begin", _begin)
    return made


def writer(engine: Engine) -> Engine:
    """Return the same engine with transactions that take the write lock when they begin, not midway."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def use_write_ahead_log(engine: Engine) -> None:
    """Switch the file to a write-ahead log, for good; where that is impossible, its journal stays.

    Raises sqlite3.OperationalError (busy), without waiting, when another process uses the file just then.
    """
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def pragma(connection: Connection, name: str, value: int | None = None) -> int:
    """Read an integer pragma; set it first if a value is given."""
    if value is not None:
        connection.exec_driver_sql(f"PRAGMA {name}={value:d}")
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def changes(connection: PoolProxiedConnection) -> int:
    """Return a number that is another one after each change that another connection made."""
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA data_version")
        (number,) = cursor.fetchone() or (0,)
        return int(number)
    finally:
        cursor.close()


def tables(connection: Connection) -> int:
    """Count what the schema holds; 0 means an empty file."""
    return int(connection.exec_driver_sql(_SCAN).scalar_one())


def damage(connection: Connection) -> list[str]:
    """Return what SQLite's integrity check finds wrong, full-text tables and foreign keys included."""
    found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return found + [f"row {row[1]} of {row[0]} names a missing row of {row[2]}" for row in orphans]


def full_text(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the statements that create the FTS5 index ``<table>_fts`` over a table, and keep it right.

    The index holds no text of its own (external content, https://www.sqlite.org/fts5.html#external_content_tables);
    ``row`` of the table, an integer that VACUUM leaves alone, is its rowid. The double quotes are those by which
    Datasette recognises the index.
    """
    names = ", ".join(columns)
    new = ", ".join(f"new.{name}" for name in columns)
    old = ", ".join(f"old.{name}" for name in columns)
    add = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.row, {new});"
    drop = f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) VALUES ('delete', old.row, {old});"
    return (
        f'CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content="{table}", content_rowid="row", '
        "tokenize='unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER {table}_fts_update AFTER UPDATE OF row, {names} ON {table} BEGIN {drop} {add} END",
    )


def contains_words(table: Table, words: str) -> ColumnElement[bool]:
    """Return the condition that a row's full text holds all of some words, whatever characters they are typed in.

    ``ada lund`` finds both words, ``"keep the line"`` the phrase, ``diplom*`` every word that begins so. Case, accents
    and punctuation do not matter, and nothing else has a meaning: no text is an error.
    """
    found = text(f"SELECT rowid FROM {table.name}_fts WHERE {table.name}_fts MATCH :words")
    return table.c.row.in_(found.bindparams(words=search_expression(words)).columns(column("rowid", Integer)))


def search_expression(words: str) -> str:
    """Return FTS5 query syntax in which every word and phrase stands quoted.

    >>> search_expression('ada "keep the line" diplom* O"Neil')
    '"ada" "keep the line" "diplom"* "O" "Neil"'
    """
    found = (match.group(1) or match.group(2) or "" for match in _TERM.finditer(words.replace("\0", " ")))
    terms = (f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"' for term in found if term)
    return " ".join(terms) or '""'


def shared_words(words: Sequence[str], *, least: int) -> str:
    """Return FTS5 query syntax for rows that hold at least ``least`` (1 to 3) of some words.

    >>> shared_words(["pier", "lamp", "oil"], least=2)
    '("pier" AND ("lamp" OR "oil")) OR ("lamp" AND "oil")'
    """
    quoted = [search_expression(word.replace('"', " ")) for word in words]
    return _at_least(quoted, least)


def _at_least(quoted: Sequence[str], least: int) -> str:
    if least == 1:
        return " OR ".join(quoted)
    parts = []
    for at in range(len(quoted) - least + 1):
        rest = _at_least(quoted[at + 1 :], least - 1)
        grouped = f"({rest})" if " OR " in rest else rest
        parts.append(f"({quoted[at]} AND {grouped})" if len(quoted) > least else f"{quoted[at]} AND {grouped}")
    return " OR ".join(parts)


def rows_matching(connection: Connection, table: Table, expression: str, *, limit: int) -> list[int]:
    """Return ``row`` of at most ``limit`` rows of a table whose full text fits FTS5 query syntax."""
    query = text(f"SELECT rowid FROM {table.name}_fts WHERE {table.name}_fts MATCH :words LIMIT :most")
    return list(connection.execute(query, {"words": expression, "most": limit}).scalars())


def rows_containing(connection: Connection, table: Table, words: str) -> NDArray[np.int64]:
    """Return ``row`` of every row of a table whose full text holds all of some words; see ``contains_words``.

    They come as one text: a word may stand in every third of a million rows, and each row handed over costs more than
    finding it.
    """
    query = text(f"SELECT group_concat(rowid) FROM {table.name}_fts WHERE {table.name}_fts MATCH :words")
    found = connection.execute(query, {"words": search_expression(words)}).scalar_one()
    return np.fromstring(found or "", dtype=np.int64, sep=",")


def distinct_values(value: ColumnElement[Any]) -> ColumnElement[str]:
    """Return an aggregate: the JSON list of a column's different values, without NULL, in a group."""
    return func.json_group_array(value.distinct()).filter(value.is_not(None))


def code(error: BaseException | None) -> int | None:
    """Return SQLite's primary result code of an exception, or None."""
    full = getattr(error, "sqlite_errorcode", None)
    return full & _PRIMARY_CODE if isinstance(full, int) else None


def busy(error: BaseException | None) -> bool:
    """Tell whether another process's lock caused this exception."""
    return code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise RecordBusyError or RecordError, which say what to do, in place of the database's own errors."""
    try:
        yield
    except DBAPIError as error:
        raise _explanation(path, error.orig) from error
    except sqlite3.Error as error:
        raise _explanation(path, error) from error


def _explanation(path: Path, error: BaseException | None) -> RecordError:
    found = code(error)
    if busy(error):
        return RecordBusyError(
            f"{path} is being written by another process, which did not finish in time; what was stored before is "
            "safe. Wait for the other process and run the same command again."
        )
    advice = _ADVICE.get(found or 0, "what was stored before is safe; run `onrecord doctor` on the record")
    return RecordError(f"{path}: {error}: {advice}.")


def _connect(uri: str, settings: Iterable[str], busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    try:
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")
        connection.execute(_SCAN).fetchone()  # opens the file and its log
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql(options.get(_BEGIN, "BEGIN"))
