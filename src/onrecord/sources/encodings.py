"""Bytes to text.

A byte order mark decides, then UTF-8 if the bytes are valid UTF-8, then the charset that HTML declares, then what
charset-normalizer finds likely. The mark itself is a signature, not text (Unicode Standard, section 23.8): offsets
count from the character after it, as with Python's ``utf-8-sig`` codec. Nothing else is changed: line breaks, NULs
and control characters stay as they are.
"""

import codecs
import re

from onrecord.errors import SourceError
from onrecord.facts import table

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins like UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b")
_SAMPLE = 65_536  # bytes looked at to guess
_GUESSABLE = 64  # bytes: below this charset-normalizer's guesses are arbitrary, and Windows-1252 is likelier
# Shares below are safe margins, not tuned: text has hardly any control bytes, compressed or packed data has about 10 %
_MAX_CONTROLS = 0.03
_MAX_BROKEN = 0.002  # undecodable bytes in a text that otherwise is UTF-8: cut or damaged in transit


def mark(data: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark that ``data`` begins with and its encoding, or None."""
    return next(((bom, name) for bom, name in _MARKS if data.startswith(bom)), None)


def decode(data: bytes, *, html: bool = False) -> str:
    """Decode one article's bytes, with or without a byte order mark. Raises SourceError for what is not text.

    A few undecodable bytes in a text whose encoding is sure become U+FFFD.
    """
    found = mark(data)
    if found:
        return data[len(found[0]) :].decode(found[1], "replace")
    check_text(data)
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for name in _declared(data) if html else ():
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guessed(data)


def check_text(data: bytes) -> None:
    """Raise SourceError when ``data`` (whole or its beginning) is clearly not text."""
    for first, name in table("signatures.tsv", 2):
        if data.startswith(bytes.fromhex(first)):
            raise SourceError(f"found {name} data, expected text, HTML, JSON or CSV; convert it to text first")
    sample = data[:_SAMPLE]
    if sample and not mark(sample) and not _wide(sample):
        controls = len(sample) - len(sample.translate(None, _CONTROLS))
        if controls > max(2, _MAX_CONTROLS * len(sample)) and not _is_utf8_with_nuls(sample):
            raise SourceError("found binary data, expected text, HTML, JSON or CSV; convert it to text first")


def _is_utf8_with_nuls(sample: bytes) -> bool:
    """Whether it is text into which NULs found their way: few of them, and no other control character."""
    others = len(sample) - len(sample.translate(None, _CONTROLS[1:]))
    return others == 0 and sample.count(0) < 0.2 * len(sample) and b" " in sample


def _wide(data: bytes) -> str | None:
    """UTF-16 with no mark: ASCII characters put a NUL into every second byte."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _declared(data: bytes) -> list[str]:
    """Charsets that the page declares; ISO-8859-1 means Windows-1252 (WHATWG Encoding Standard)."""
    head = data[:4096]
    names = [match[1].decode("ascii", "replace").lower() for match in (_XML.search(head), _META.search(head)) if match]
    return ["cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name for name in names]


def _guessed(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= max(1, _MAX_BROKEN * len(text)) and len(text) - broken < len(data) - broken:
        return text
    if len(data) >= _GUESSABLE:
        from charset_normalizer import from_bytes  # slow to import, and UTF-8 does not need it

        best = from_bytes(data[:_SAMPLE]).best()
        if best is not None:
            return data.decode(best.encoding, "replace")
    return data.decode("cp1252", "replace")
