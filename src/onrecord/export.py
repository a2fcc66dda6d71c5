"""Writing a record's rows to a file: JSON lines, CSV or Parquet.

    with Record.open("news.onrecord") as record:
        export.write(record, "statements", format="csv", out="statements.csv")

Every format has the same rows, in the same order, as many as ``Record.count`` counts; ``tables`` lists their columns.
A NUL or a lone surrogate stands as U+FFFD, one for one, so that offsets hold; all other text is as it was.

CSV is as in RFC 4180, UTF-8, with a header line; null is an empty field, and lists are JSON. A spreadsheet may take a
text that begins with ``=``, ``+``, ``-`` or ``@`` for a formula. No quotation is altered to prevent that: import the
columns as text.
"""

import csv
import io
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from onrecord import tables
from onrecord.errors import OnRecordError, QueryError
from onrecord.query import Filter, Record

STDOUT = "-"

_STREAMED = 1000  # rows in one part of a stream
_LINE_BREAKS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}  # some programs end a line at these
_ENCODER = json.JSONEncoder(ensure_ascii=False)

Rows = Iterator[Mapping[str, Any]]


class Format(StrEnum):
    """How rows are written."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def write(
    record: Record,
    what: str,
    format: str = Format.JSONL,
    out: str | Path | BinaryIO = STDOUT,
    filter: Filter | None = None,
) -> int:
    """Write rows to a file, a binary stream or, for ``-``, standard output, and return how many.

    what: a name in ``tables.TABLES``; there is no reader of events yet, and so there are no rows of them. A file
    appears under its name when it is complete. Memory does not grow with the record. Raises QueryError for names that
    are unknown, OnRecordError when the file cannot be written; what was there before is then still there.
    """
    tables.check(what)
    if format not in list(Format):
        raise QueryError(f"there is no export format {format!r}; expected one of {', '.join(Format)}.")
    rows = _Counted(record.rows(what, filter))
    if isinstance(out, str | Path):
        with _stdout() if str(out) == STDOUT else _file(Path(out), record.path) as stream:
            _write(what, rows, Format(format), stream)
    else:
        _write(what, rows, Format(format), out)
    return rows.count


def write_text(text: str, out: Path, *, record: Path) -> None:
    """Write a text as UTF-8 to a file, which appears when it is complete, or for ``-`` to standard output.

    Raises QueryError when the file is the record itself, OnRecordError when it cannot be written.
    """
    write_bytes(text.encode("utf-8"), out, record=record)


def write_bytes(content: bytes, out: Path, *, record: Path) -> None:
    """Write bytes to a file, as ``write_text`` writes a text."""
    with _stdout() if str(out) == STDOUT else _file(out, record) as stream:
        stream.write(content)


def stream(what: str, rows: Iterable[Mapping[str, Any]], format: str) -> Iterator[bytes]:
    """Yield the bytes of a file with some rows, a part at a time; raises as ``write``."""
    tables.check(what)
    if format not in list(Format):
        raise QueryError(f"there is no export format {format!r}; expected one of {', '.join(Format)}.")
    outbox = _Outbox()
    stream = cast(BinaryIO, outbox)
    if format == Format.PARQUET:
        for _ in _parquet(what, rows, stream):
            yield outbox.take()
    else:
        rest = iter(rows)
        some, header = list(islice(rest, _STREAMED)), True
        while some or header:
            _write(what, some, Format(format), stream, header=header)
            yield outbox.take()
            some, header = list(islice(rest, _STREAMED)), False
    yield outbox.take()


class _Outbox(io.RawIOBase):
    """A stream whose bytes are taken away as they come."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        self._written += len(self._parts[-1])
        return len(self._parts[-1])

    def tell(self) -> int:
        return self._written

    def take(self) -> bytes:
        """Return what was written since the last time."""
        found, self._parts = b"".join(self._parts), []
        return found


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Rows) -> None:
        self.count = 0
        self._rows = rows

    def __iter__(self) -> Rows:
        for row in self._rows:
            self.count += 1
            yield row


def _write(
    what: str, rows: Iterable[Mapping[str, Any]], format: Format, stream: BinaryIO, *, header: bool = True
) -> None:
    if format == Format.PARQUET:
        for _ in _parquet(what, rows, stream):
            pass
        return
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    try:
        if format == Format.CSV:
            _csv(what, rows, text, header=header)
        else:
            text.writelines(_json(row).translate(_LINE_BREAKS) + "\n" for row in rows)
        text.flush()
    finally:
        text.detach()  # the stream is not ours to close


def _csv(what: str, rows: Iterable[Mapping[str, Any]], text: io.TextIOWrapper, *, header: bool) -> None:
    columns = tables.check(what)
    writer = csv.writer(text, lineterminator="\r\n")  # fields with either character are quoted
    if header:
        writer.writerow([column.name for column in columns])
    for row in rows:
        values = tables.flat(what, row).values()
        writer.writerow([_json(value) if isinstance(value, list) else value for value in values])


def _parquet(what: str, rows: Iterable[Mapping[str, Any]], stream: BinaryIO) -> Iterator[None]:
    """Write batch after batch, and stop for a moment after each."""
    import pyarrow.parquet

    with pyarrow.parquet.ParquetWriter(stream, tables.schema(what), compression="zstd") as writer:
        for batch in tables.batches(what, rows):
            writer.write_batch(batch)
            yield


def _json(value: object) -> str:
    return _ENCODER.encode(value)


@contextmanager
def _stdout() -> Iterator[BinaryIO]:
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def _file(path: Path, record: Path) -> Iterator[BinaryIO]:
    """Yield a stream; what is written to it is the file at ``path`` once all is well."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):  # a device or a pipe; a folder fails to open
            with path.open("wb") as stream:
                yield stream
            return
        if path.exists() and path.samefile(record):
            raise QueryError(f"{path} is the record itself. Name another file.")
        try:
            with part.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OnRecordError(
            f"{path} cannot be written: {error.strerror or error}. Nothing was changed there; check that its folder "
            "exists, may be written and has free space."
        ) from error
