"""A search as an Atom feed (RFC 4287): its newest statements."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from onrecord.web.contexts import Quote

ENTRIES = 50  # statements in a feed
_ATOM = "http://www.w3.org/2005/Atom"
_UNWRITABLE = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # https://www.w3.org/TR/xml/#charsets


def atom(*, title: str, base: str, address: str, quotes: Sequence[Quote]) -> bytes:
    """Return the feed. base: ``http://host:port``; address: of the search, below it.

    An entry's id is the statement's own, so that readers know again what they have shown. Its time is the day on which
    it was said, else printed, else 1970-01-01: the record does not keep the hour.
    """
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    times = [_time(quote) for quote in quotes]
    _text(feed, "id", f"{base}{address}")
    _text(feed, "title", title)
    _text(feed, "updated", max(times, default=_stamp("1970-01-01")))
    ElementTree.SubElement(feed, "link", rel="alternate", href=f"{base}{address}")
    for quote, when in zip(quotes, times, strict=True):
        entry = ElementTree.SubElement(feed, "entry")
        outlet = quote.article.outlet
        _text(entry, "id", f"urn:onrecord:statement:{quote.id}")
        _text(entry, "title", f"{quote.speaker.name}, {outlet.name if outlet else quote.article.title}")
        _text(entry, "updated", when)
        _text(ElementTree.SubElement(entry, "author"), "name", outlet.name if outlet else quote.article.title)
        _text(entry, "content", quote.text, type="text")
        ElementTree.SubElement(entry, "link", rel="alternate", href=f"{base}{quote.href}")
    content: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _text(parent: ElementTree.Element, name: str, words: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = _UNWRITABLE.sub("\ufffd", words)


def _time(quote: Quote) -> str:
    said, printed = quote.said, quote.article.published
    return _stamp((said and (said.earliest or said.latest)) or printed.best or printed.earliest or "1970-01-01")


def _stamp(day: str) -> str:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).isoformat()
