"""Articles in JSON, JSON lines and CSV: one row, one article.

A row's parts are found by the usual names of their fields (``data/columns.tsv``), which ``ReadOptions.columns`` can
override. The text of the page is the row's text, after its title and an empty line where the text does not begin
with the title already. What makes a row the same article next time is its URL, else its id, else its title, date and
outlet together, else its number in the file.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Any

from onrecord.errors import SourceError
from onrecord.facts import table
from onrecord.sources import days
from onrecord.sources.encodings import decode, mark
from onrecord.sources.markup import markup
from onrecord.sources.options import ReadOptions
from onrecord.types import DateEvidence, Page, Skip, digest

_SEPARATOR = "\x1f"  # ASCII unit separator: stands between the cells of a row while they are decoded together
_NOT_NAME = re.compile(r"[\W_]+")
_DEEP = "found JSON nested too deeply to read, expected an article as an object of fields; flatten it"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from: as the user named it, absolute path, day of the file (ISO), the name's end as ".txt"."""

    source: str
    key: str
    captured: str | None = None
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. number: 1-based. fields: None when it could not be read. problem: why."""

    number: int
    fields: Mapping[str, Any] | None
    raw: bytes
    problem: str | None = None


@cache
def columns() -> dict[str, tuple[str, ...]]:
    """Return the usual names of each field, likeliest first, from ``data/columns.tsv``."""
    found: dict[str, tuple[str, ...]] = {}
    for field, _, name in table("columns.tsv", 3):
        found[field] = (*found.get(field, ()), name)
    return found


def check(options: ReadOptions) -> None:
    """Raise SourceError when ``options.columns`` names a field that there is not."""
    unknown = set(options.columns) - set(columns())
    if unknown:
        known = ", ".join(columns())
        raise SourceError(f"found a column setting for {', '.join(sorted(unknown))}, expected one of {known}")


def pages(rows: Iterator[Row], origin: Origin, format: str, options: ReadOptions) -> Iterator[Page | Skip]:
    """Yield a page, or a skip with its reason, for each row."""
    seen: set[str] = set()
    empty = True
    for row in rows:
        empty = False
        source = f"{origin.source}#{row.number}"
        if row.fields is None:
            yield Skip(source, row.problem or "found a row that cannot be read, expected an article")
            continue
        try:
            yield _page(row, origin, format, options, seen)
        except SourceError as error:
            yield Skip(source, str(error))
    if empty:
        yield Skip(origin.source, f"found no rows, expected at least one article as {format.upper()}")


def json_lines(stream: io.BufferedReader, *, max_bytes: int) -> Iterator[Row]:
    """Yield the rows of JSON lines; empty lines count, but are no rows. Never holds more than ``max_bytes``."""
    for number, line in enumerate(_lines(stream, max_bytes), 1):
        if line is None:
            reason = f"found a line of more than {max_bytes:,} bytes, expected one article; split it or raise the limit"
            yield Row(number, None, b"", reason)
        elif line.strip():
            yield _json_row(number, line)


def json_rows(data: bytes, *, max_bytes: int) -> Iterator[Row]:
    """Yield the rows of JSON lines, a JSON array, an object that holds one, or an object that is one article.

    Raises SourceError when the document is malformed.
    """
    try:
        value = json.loads(decode(data))
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1:
            yield from json_lines(io.BufferedReader(io.BytesIO(data)), max_bytes=max_bytes)
            return
        place = f"line {error.lineno}, column {error.colno}"
        raise SourceError(f"found malformed JSON at {place} ({error.msg}), expected articles; repair it") from error
    except (RecursionError, ValueError) as error:
        raise SourceError(_DEEP) from error
    if isinstance(value, dict) and _field(value, "text", {}) is None:
        lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(item, dict) for item in v)]
        value = lists[0] if len(lists) == 1 else value
    for number, item in enumerate(value if isinstance(value, list) else [value], 1):
        yield _object_row(number, item, json.dumps(item, sort_keys=True).encode())


def csv_rows(stream: io.BufferedReader, *, max_bytes: int) -> Iterator[Row]:
    """Yield the rows of a CSV file whose first row names the columns; row 1 is the first after it."""
    csv.field_size_limit(max_bytes)
    with _text(stream, "surrogateescape", newline="") as text:
        head = text.readline(max_bytes)
        delimiter = max(",;\t|", key=head.count)
        names = _cells(next(csv.reader([head], delimiter=delimiter), []))
        reader = csv.reader(text, delimiter=delimiter)
        for number in count(1):
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeError) as error:
                yield Row(
                    number, None, b"", f"found a malformed CSV row ({error}), expected {len(names)} cells; repair it"
                )
                continue
            if any(cell.strip() for cell in cells):
                raw = _SEPARATOR.join(cells).encode("utf-8", "surrogatepass")
                yield Row(number, dict(zip(names, _cells(cells), strict=False)), raw)


@contextmanager
def _text(stream: io.BufferedReader, errors: str, newline: str | None = None) -> Iterator[io.TextIOWrapper]:
    """Decode a stream by its byte order mark, else as UTF-8; the stream stays open."""
    found = mark(stream.peek()[:4])
    encoding = found[1] if found else "utf-8"
    if found:
        stream.read(len(found[0]))
    text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
    try:
        yield text
    finally:
        text.detach()


def _cells(cells: list[str]) -> list[str]:
    """Cells whose bytes were not UTF-8, decoded together, since one cell is too little to guess an encoding by."""
    joined = _SEPARATOR.join(cells)
    if not any("\udc80" <= c <= "\udcff" for c in joined):
        return cells
    return decode(joined.encode("utf-8", "surrogateescape")).split(_SEPARATOR)


def _lines(stream: io.BufferedReader, max_bytes: int) -> Iterator[bytes | None]:
    """Yield lines as UTF-8 or undecoded bytes; None for one that is too long."""
    found = mark(stream.peek()[:4])
    if found and found[1] != "utf-8":
        with _text(stream, "replace") as text:
            yield from _bounded((lambda: text.readline(max_bytes + 1).encode("utf-8", "surrogatepass")), max_bytes)
    else:
        yield from _bounded((lambda: stream.readline(max_bytes + 1)), max_bytes)


def _bounded(readline: Callable[[], bytes], max_bytes: int) -> Iterator[bytes | None]:
    while line := readline():
        yield line if len(line) <= max_bytes else None
        while len(line) > max_bytes and not line.endswith(b"\n"):
            line = readline() or b"\n"


def _json_row(number: int, line: bytes) -> Row:
    try:
        return _object_row(number, json.loads(decode(line)), line)
    except json.JSONDecodeError as error:
        reason = f"found malformed JSON at column {error.colno} ({error.msg}), expected an object; repair the line"
    except SourceError as error:
        reason = str(error)
    except (RecursionError, ValueError):
        reason = _DEEP
    return Row(number, None, line, reason)


def _object_row(number: int, value: Any, raw: bytes) -> Row:
    if isinstance(value, dict):
        return Row(number, {str(key): item for key, item in value.items()}, raw)
    found = "null" if value is None else type(value).__name__
    return Row(number, None, raw, f"found {found}, expected a JSON object with a text")


def _page(row: Row, origin: Origin, format: str, options: ReadOptions, seen: set[str]) -> Page:
    fields = row.fields or {}
    known = {name: _field(fields, name, options.columns) for name in columns()}
    text = known["text"]
    if not text or not text.strip():
        listed = ", ".join(sorted(fields)[:12]) or "none"
        name = options.columns.get("text", "text, body or content")
        raise SourceError(f"found no text in the row (its columns: {listed}), expected one in {name}; name the column")
    if len(text) > options.max_bytes:
        found = f"found a text of {len(text):,} characters"
        raise SourceError(f"{found}, expected at most {options.max_bytes:,}; split it or raise the limit")
    url, title = known["url"], known["title"]
    title = " ".join(title.split()) if title else None
    url = url.strip() if url else None
    captured = days.interval(known["captured"] or "")
    page = Page(
        source=f"{origin.source}#{row.number}",
        key=_key(known, origin, row.number, seen),
        text=text,
        raw_hash=sha256(row.raw).hexdigest(),
        format=format,
        url=url or None,
        title=title or None,
        outlet=known["outlet"],
        author=known["author"],
        captured=captured[1] if captured else origin.captured,
        evidence=_evidence(known, url),
    )
    if not markup(text):
        return _with_title(page)
    from onrecord.sources.html import page_of_markup  # slow to import, and plain text does not need it

    return page_of_markup(page)


def _with_title(page: Page) -> Page:
    beginning = " ".join(page.text[: 2 * len(page.title or "") + 100].split())
    if not page.title or beginning.startswith(page.title):
        return page
    return replace(page, text=f"{page.title}\n\n{page.text}")


def _key(known: Mapping[str, str | None], origin: Origin, number: int, seen: set[str]) -> str:
    url = (known["url"] or "").strip()
    if url:
        return url
    if known["id"]:
        return f"{origin.key}#{known['id']}"
    parts = [known[name] or "" for name in ("title", "date", "outlet")]
    key = f"{origin.key}#{digest(*parts)}"
    if not any(parts) or key in seen:
        return f"{origin.key}#{number}"
    seen.add(key)
    return key


def _evidence(known: Mapping[str, str | None], url: str | None) -> tuple[DateEvidence, ...]:
    found = []
    for field, word in (("date", "published"), ("updated", "updated")):
        value = known[field]
        days_meant = days.interval(value) if value else None
        if value and days_meant:
            found.append(DateEvidence("metadata", *days_meant, detail=f"{word}: {value.strip()}"))
    in_url = days.in_url(url) if url else None
    if in_url:
        found.append(DateEvidence("url", in_url[0], in_url[1], detail=f"published: {in_url[2]} in {url}"))
    return tuple(found)


def _field(fields: Mapping[str, Any], field: str, mapped: Mapping[str, str]) -> str | None:
    """Return the words of a field, under the user's name for it or else under the first usual name that has any."""
    if field in mapped:
        return _words(fields.get(mapped[field]))
    by_name: dict[str, Any] = {}
    for key, value in fields.items():
        by_name.setdefault(_NOT_NAME.sub("", str(key)).lower(), value)
    return next((words for name in columns()[field] if (words := _words(by_name.get(name)))), None)


def _words(value: Any) -> str | None:
    """Return a value as words: a list's items joined, an object's name, a number as it is written."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return next((words for key in ("name", "title", "text", "#text") if (words := _words(value.get(key)))), None)
    if isinstance(value, list):
        items = [words for item in value if (words := _words(item))]
        return ("\n\n" if any(len(item) > 80 for item in items) else ", ").join(items) or None
    return None
