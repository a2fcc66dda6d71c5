"""Sources as a user names them (files, folders, patterns, standard input) to pages, one at a time.

Folders are walked in the order of their names; names that begin with a dot are left out, as a shell leaves them out.
Whatever is found and cannot be read is a skip with its reason.
"""

import glob
import io
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from os import stat_result
from pathlib import Path
from typing import Any, cast

from onrecord.errors import SourceError
from onrecord.sources import days, tables
from onrecord.sources.encodings import check_text, decode
from onrecord.sources.markup import markup
from onrecord.sources.options import ReadOptions
from onrecord.sources.tables import Origin
from onrecord.types import DateEvidence, Page, Skip, digest

STDIN = "-"
_FORMATS = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".shtml": "html",
    ".text": "text",
    ".tsv": "csv",
    ".txt": "text",
    ".xhtml": "html",
}
_JSON = re.compile(r"\[\s*\{|\{\s*\"")
_BLANK = b" \t\n\v\f\r\0\xef\xbb\xbf"
_OLDEST = 1991  # no page was captured before there was a web: an older file time is a placeholder


def pages(sources: Iterable[str], options: ReadOptions | None = None) -> Iterator[Page | Skip]:
    """Yield a page, or a skip with its reason, for each article in the sources, in order, reading as late as possible.

    A source is the path of a file or folder, a pattern with ``*``, ``?`` or ``[``, or ``-`` for standard input.
    Raises SourceError when ``options.columns`` names a field that does not exist.
    """
    options = options or ReadOptions()
    tables.check(options)
    for source in sources:
        if source == STDIN:
            stream: io.BufferedReader = io.BufferedReader(cast(Any, sys.stdin.buffer))
            try:
                yield from _guarded(stream, Origin(STDIN, "stdin"), options)
            finally:
                stream.detach()  # else standard input would be closed with it
        else:
            yield from _named(source, options)


def _named(source: str, options: ReadOptions) -> Iterator[Page | Skip]:
    """Read what the user named."""
    path = Path(source)
    try:
        exists = path.exists()
    except (OSError, ValueError) as error:  # a folder on the way is closed to us, or a NUL is in the name
        yield _refused(source, error)
        return
    if exists and path.is_dir():
        yield from _folder(path, options)
    elif exists:
        yield from _file(path, options)
    elif source.startswith(("http://", "https://")):
        yield Skip(source, "found a web address, expected a file or folder; save the page first and name the file")
    elif glob.has_magic(source):
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute patterns)
        for match in matches:
            yield from _named(match, options)
        if not matches:
            yield Skip(source, "found nothing that matches the pattern, expected files; check the pattern")
    elif path.is_symlink():
        yield Skip(source, "found a link to nothing, expected a file or folder; mend the link")
    else:
        yield Skip(source, "found no such file or folder, expected one; check the path")


def _folder(folder: Path, options: ReadOptions) -> Iterator[Page | Skip]:
    """Read a folder and the folders in it; links to folders are not followed, since they may lead round in a circle."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path.is_dir():
            if path != folder and path.is_symlink():
                yield Skip(str(path), "found a link to a folder, expected a folder; name the folder itself")
                continue
            try:
                inside = sorted((child for child in path.iterdir() if not child.name.startswith(".")), reverse=True)
            except OSError as error:
                yield _refused(str(path), error)
                continue
            if not inside and path == folder:
                yield Skip(str(path), "found an empty folder, expected articles; check the path")
            waiting += inside
        elif (suffix := path.suffix.lower()) and suffix not in _FORMATS:
            reason = f"found a {suffix} file in a folder, expected one of {', '.join(_FORMATS)}"
            yield Skip(str(path), f"{reason}; name the file itself to read it")
        else:
            yield from _file(path, options, walked=True)


def _file(path: Path, options: ReadOptions, *, walked: bool = False) -> Iterator[Page | Skip]:
    source = str(path)
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode) or (stat.S_ISFIFO(status.st_mode) and not walked):
            origin = Origin(source, str(path.resolve()), _captured(status), path.suffix.lower())
            with path.open("rb") as stream:
                yield from _guarded(stream, origin, options, size=status.st_size)
        else:
            yield Skip(source, "found a device or a socket, expected a file; name a file")
    except OSError as error:
        yield _refused(source, error)


def _refused(source: str, error: Exception) -> Skip:
    reason = getattr(error, "strerror", None) or str(error)
    return Skip(source, f"found a path that cannot be read ({reason}), expected a readable one; check its permissions")


def _captured(status: stat_result) -> str | None:
    try:
        day = datetime.fromtimestamp(status.st_mtime, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
    return day.isoformat() if day.year >= _OLDEST else None


def _guarded(
    stream: io.BufferedReader, origin: Origin, options: ReadOptions, *, size: int = 0
) -> Iterator[Page | Skip]:
    """Read a stream of any format; what is wrong with all of it is a skip."""
    try:
        yield from _stream(stream, origin, options, size)
    except SourceError as error:
        yield Skip(origin.source, str(error))


def _stream(stream: io.BufferedReader, origin: Origin, options: ReadOptions, size: int) -> Iterator[Page | Skip]:
    head = stream.peek()
    if not head.strip(_BLANK) and (not head or len(head) == size):
        raise SourceError("found an empty file, expected an article; remove it or fill it")
    check_text(head)
    format = _format(head, origin.suffix)
    if format == "jsonl":
        yield from tables.pages(tables.json_lines(stream, max_bytes=options.max_bytes), origin, "json", options)
    elif format == "csv":
        yield from tables.pages(tables.csv_rows(stream, max_bytes=options.max_bytes), origin, "csv", options)
    elif format == "json":
        data = _all(stream, size, options.max_json_bytes, "a JSON document; convert it to JSON lines")
        yield from tables.pages(tables.json_rows(data, max_bytes=options.max_bytes), origin, "json", options)
    else:
        data = _all(stream, size, options.max_bytes, "one article; split it or raise the limit")
        yield _page(data, origin, html=format == "html")


def _all(stream: io.BufferedReader, size: int, limit: int, what: str) -> bytes:
    data = b"" if size > limit else stream.read(limit + 1)
    if size > limit or len(data) > limit:
        found = f"{size:,}" if size > limit else f"more than {limit:,}"
        raise SourceError(f"found {found} bytes, expected at most {limit:,} in {what}")
    return data


def _format(head: bytes, suffix: str) -> str:
    """Return text, html, json, jsonl or csv, by the name's suffix, or else by how the file begins."""
    format = _FORMATS.get(suffix)
    if format is not None and format != "text":
        return format
    text = decode(head, html=True).lstrip()
    if format is None and _JSON.match(text):
        return "json"
    return "html" if markup(text) else "text"


def _page(data: bytes, origin: Origin, *, html: bool) -> Page:
    text = decode(data, html=html)
    page = Page(
        source=origin.source,
        key=origin.key if origin.source != STDIN else f"stdin#{digest(text)}",
        text=text,
        raw_hash=sha256(data).hexdigest(),
        format="html" if html else "text",
        captured=origin.captured,
    )
    if not html:
        return page
    from onrecord.sources.html import page_of_html  # slow to import, and plain text does not need it

    read = page_of_html(text, page)
    return replace(read, key=read.url or page.key)


def page_of_text(
    text: str,
    *,
    source: str = "text",
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    date: str | None = None,
) -> Page:
    """Return a page whose text is ``text``, as it is, with what the caller knows about it.

    date: when it was published, in any usual notation; evidence of kind "metadata". key: the URL, else the source if
    it has been named, else a hash of the text. Raises SourceError when ``date`` is no date.
    """
    meant = days.interval(date) if date else None
    if date and not meant:
        raise SourceError(f"found {date!r} for a date, expected one like 2022-12-14; correct it or leave it out")
    evidence = [DateEvidence("metadata", *meant, detail=f"published: {date}")] if meant else []
    if url and (in_url := days.in_url(url)):
        evidence.append(DateEvidence("url", in_url[0], in_url[1], detail=f"published: {in_url[2]} in {url}"))
    return Page(
        source=source,
        key=url or (source if source != "text" else f"text#{digest(text)}"),
        text=text,
        raw_hash=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        format="text",
        url=url,
        title=title,
        outlet=outlet,
        evidence=tuple(evidence),
    )
