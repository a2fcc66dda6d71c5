"""Checks of an installation and a record, as data; the command line renders them.

    for check in examine(Path("news.onrecord")):
        print(check.name, check.ok, check.found)

A check never raises: what goes wrong is what it found.
"""

import importlib.metadata
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import OnRecordError

PYTHON = (3, 11)
SQLITE = (3, 35)  # the first with RETURNING, which the store writes with
FREE_SPACE = 200_000_000  # bytes; below, a record of some ten thousand articles may not fit
_REINSTALL = "Install it again: pip install --force-reinstall onrecord"
_PROBE = "“We will wait,” said Ada Lund, the harbour minister."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, what was expected, and, when it is not right, what to do."""

    name: str
    ok: bool
    found: str
    expected: str
    advice: str | None = None


def examine(record: Path | None = None, *, must_exist: bool = False) -> Iterator[Check]:
    """Yield the checks one by one, cheap ones first; ``must_exist`` makes a missing record a problem."""
    yield python()
    yield packages()
    yield model_files()
    yield model_reads()
    yield sqlite()
    if record is not None:
        yield write_access(record)
        yield record_opens(record, must_exist=must_exist)
        if record.is_file():
            yield record_intact(record)
    yield terminal()


def _check(name: str, ok: bool, *, found: str, expected: str, advice: str) -> Check:
    return Check(name, ok, found, expected, None if ok else advice)


def python() -> Check:
    """Look whether this Python is new enough."""
    return _check(
        "Python",
        sys.version_info >= PYTHON,
        found=".".join(map(str, sys.version_info[:3])),
        expected=".".join(map(str, PYTHON)) + " or newer",
        advice="Make a virtual environment with a newer Python and install onrecord there.",
    )


def packages() -> Check:
    """Look whether the packages that onrecord needs are installed."""
    try:
        lines = importlib.metadata.requires("onrecord") or []
    except importlib.metadata.PackageNotFoundError:
        return Check("packages", False, "onrecord is not installed", "an installed onrecord", _REINSTALL)
    names = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in lines if "extra ==" not in line]
    missing = []
    for name in names:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    return _check(
        "packages",
        not missing,
        found=f"{', '.join(missing)} missing" if missing else f"all {len(names)}",
        expected=f"{len(names)} packages",
        advice=f"Install what is missing: pip install {' '.join(missing)}",
    )


def model_files(folder: Path | None = None) -> Check:
    """Look whether the model's files are there, with the right checksums."""
    expected = "model files with the checksums in model.json"
    try:
        from onrecord.model.format import FILES, default_folder, read_manifest

        folder = folder or default_folder()
        manifest = read_manifest(folder, verify=True)
        size = sum((folder / name).stat().st_size for name in FILES)
    except (OnRecordError, ImportError, OSError) as error:
        return Check("model files", False, str(error), expected, _REINSTALL)
    return Check("model files", True, f"{manifest.name}, {size / 1e6:.0f} MB, checksums right", expected)


def model_reads(folder: Path | None = None) -> Check:
    """Let the model find the speaker of a plain sentence."""
    expected = "Ada Lund as the source of a test sentence"
    began = time.monotonic()
    try:
        from onrecord.model.infer import Reader

        tagged = Reader.load(folder, threads=1).tag([_PROBE])[0]
    except (OnRecordError, ImportError) as error:
        return Check("model reads", False, str(error), expected, _REINSTALL)
    sources = [_PROBE[start:end] for one in tagged.attributions for start, end in one.source]
    seconds = time.monotonic() - began
    return _check(
        "model reads",
        any("Ada Lund" in words for words in sources),
        found=f"{', '.join(map(repr, sources)) or 'no source'} in {seconds:.1f} s",
        expected=expected,
        advice=f"The model answers wrongly on this machine. {_REINSTALL}",
    )


def sqlite() -> Check:
    """Look whether SQLite is new enough, and built with full-text search."""
    found = sqlite3.sqlite_version
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
        search = True
    except sqlite3.Error as error:
        search, found = False, f"{found}, {error}"
    return _check(
        "SQLite",
        search and sqlite3.sqlite_version_info >= SQLITE,
        found=f"{found}{' with FTS5' if search else ''}",
        expected=".".join(map(str, SQLITE)) + " or newer, with FTS5",
        advice="Use a Python whose sqlite3 has FTS5, such as Debian's or python.org's.",
    )


def write_access(record: Path) -> Check:
    """Look whether files can be written beside the record, and whether there is space."""
    folder = record.absolute().parent
    expected = f"a writable folder with {FREE_SPACE // 1_000_000} MB free"
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
        if record.exists() and not os.access(record, os.W_OK):
            raise PermissionError(13, "the record is read-only", str(record))
    except OSError as error:
        return Check(
            "write access",
            False,
            f"{folder}: {error.strerror}",
            expected,
            "Name a record in a folder of your own with --record, or change the permissions.",
        )
    return _check(
        "write access",
        free >= FREE_SPACE,
        found=f"{folder}, {free / 1e9:.1f} GB free",
        expected=expected,
        advice="Free some space, or name a record on another disk with --record.",
    )


def record_opens(record: Path, *, must_exist: bool = False) -> Check:
    """Open the record."""
    expected = "a record of this version"
    if not record.exists():
        return _check(
            "record",
            not must_exist,
            found=f"none yet at {record}",
            expected=expected if must_exist else "a record, or none yet",
            advice=f"Build it: onrecord add SOURCE --record {record}",
        )
    try:
        from onrecord.query import Record

        with Record.open(record) as opened:
            summary = opened.summary()
    except (OnRecordError, ImportError) as error:
        return Check(
            "record", False, str(error), expected, "Follow the message, or build a new record from its sources."
        )
    return Check("record", True, f"{record}: {summary}", expected)


def record_intact(record: Path) -> Check:
    """Look whether the database is whole and keeps a write-ahead log."""
    expected = "integrity ok, WAL"
    try:
        with closing(sqlite3.connect(f"{record.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            answers = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
    except sqlite3.Error as error:
        answers, journal = [str(error)], "unknown"
    return _check(
        "database",
        answers == ["ok"] and journal == "wal",
        found=f"integrity {'; '.join(answers)}, journal {journal}",
        expected=expected,
        advice="Keep the file, and build a new record from its sources with onrecord add.",
    )


def terminal() -> Check:
    """Look whether the output can show every character of an article."""
    encoding = (getattr(sys.stdout, "encoding", None) or "unknown").lower()
    kind = "a terminal" if sys.stdout.isatty() else "not a terminal"
    colour = "colour off by NO_COLOR" if os.environ.get("NO_COLOR") else "colour where possible"
    return _check(
        "terminal",
        encoding.replace("-", "") == "utf8",
        found=f"{encoding}, {kind}, {shutil.get_terminal_size().columns} columns, {colour}",
        expected="UTF-8",
        advice="Set PYTHONUTF8=1, or a UTF-8 locale such as LANG=C.UTF-8.",
    )
