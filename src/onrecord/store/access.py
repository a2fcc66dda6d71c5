"""Opening a record: whether it is there, is a record, and is of this version."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from onrecord.errors import RecordError, RecordVersionError
from onrecord.store import migrations, schema, sqlite

BUSY_SECONDS = 60.0  # how long to wait for another process's transaction; one article takes milliseconds
_MAGIC = b"SQLite format 3\0"
_MARKS = ("application_id", "user_version")
_PAUSE_SECONDS = 0.02


def open_engine(
    path: Path, *, create: bool = False, readonly: bool = False, busy_seconds: float = BUSY_SECONDS
) -> Engine:
    """Return an engine for the record at a path, of the newest schema.

    Raises RecordError when there is none (and ``create`` is not given) or the file is something else,
    RecordVersionError when a newer OnRecord wrote it, RecordBusyError when another process holds it for too long.
    """
    _check_file(path, create=create)
    engine = sqlite.engine(path, create=create, readonly=readonly, busy_seconds=busy_seconds)
    try:
        with sqlite.explained(path):
            if readonly:
                _check_version(engine, path, migrates=False)
            else:
                if not create:
                    _check_version(engine, path, migrates=True)
                _prepare(engine, path, busy_seconds)
    except BaseException:
        engine.dispose()
        raise
    return engine


def outdated(path: Path) -> bool:
    """Tell whether there is a record at a path that an older OnRecord wrote."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (kind,), (found,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in _MARKS)
    except sqlite3.Error:
        return False  # whatever it is: opening it says so
    return bool(kind == sqlite.APPLICATION_ID and 0 < found < schema.VERSION)


def _check_file(path: Path, *, create: bool) -> None:
    if "\0" in str(path):
        raise RecordError(f"the path {str(path)!r} holds a NUL, which no file name may. Name another path.")
    try:
        if path.is_dir():
            raise RecordError(
                f"{path} is a folder; expected a file. Name a file in it, such as {path / 'news.onrecord'}."
            )
        if not path.exists():
            if not create:
                raise RecordError(f"there is no record at {path}. Make one: onrecord add SOURCE --record {path}")
            if not path.absolute().parent.is_dir():
                raise RecordError(f"the folder of {path} does not exist. Make it, or name a record elsewhere.")
            return
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error}. Check the path and its permissions.") from error
    if start != _MAGIC and (start or not create):
        found = "is not a SQLite database" if start else "is empty"
        raise RecordError(f"{path} {found}; expected a record. Name a record, or a path where none exists yet.")


def _check_version(engine: Engine, path: Path, *, migrates: bool) -> None:
    with engine.connect() as connection:
        found = migrations.version(connection, path)
    if found == 0:
        raise RecordError(
            f"{path} is an empty database; expected a record. Fill it: onrecord add SOURCE --record {path}"
        )
    if found < schema.VERSION and not migrates:
        raise RecordVersionError(
            f"{path} has schema {found}; this OnRecord reads schema {schema.VERSION}. It was written by an older "
            f"OnRecord: bring it up to date with `onrecord add --record {path}`; nothing in it is lost."
        )


def _prepare(engine: Engine, path: Path, busy_seconds: float) -> None:
    with engine.connect() as connection:
        migrations.version(connection, path)  # refuses foreign databases before anything is written
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            sqlite.use_write_ahead_log(engine)
            migrations.migrate(sqlite.writer(engine), path)
            return
        except (DBAPIError, sqlite3.OperationalError) as error:
            if not sqlite.busy(getattr(error, "orig", error)) or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_SECONDS)  # the switch to a write-ahead log does not wait for others by itself
