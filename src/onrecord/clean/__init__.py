"""A page to typed passages: what is headline, body, caption, credit, and so on. Nothing is dropped, offsets stay.

For plain text the kinds come from our own rules (``rules``: a line's words and form; ``zones``: its place). For HTML
the markup has told them already; the rules only refine what it leaves as body or as navigation.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from urllib.parse import urlsplit

from onrecord.clean import rules
from onrecord.clean.lines import Line, line, lines
from onrecord.clean.zones import kinds
from onrecord.posts import posts
from onrecord.types import Kind, Page, Passage

__all__ = ["outlet", "passages", "title"]

_REFINED = frozenset({Kind.CORRECTION, Kind.DISCLAIMER, Kind.BYLINE, Kind.DATELINE, Kind.CREDIT, Kind.TAGS})
_MAX_TITLE = 300  # characters
_HEADLINE = 4  # words: a shorter line above one so long is the name of a section
_HOST = re.compile(r"^(?:www\d?|m|amp|mobile|edition)\.")
_EXCLUSIVE = re.compile(r"\bexclusively for (?:the )?(?P<name>[A-Z][\w'’&.-]*(?: (?:[A-Z&][\w'’&.-]*|of|the))*)")


def passages(page: Page) -> tuple[Passage, ...]:
    """Return the passages of a page: sorted, disjoint, trimmed, and together all of the text but white space."""
    found = _marked(page) if page.passages is not None else _plain(page)
    return tuple(found)


def title(page: Page, passages: Sequence[Passage]) -> str | None:
    """Return the article's title: its headline, else what the page's metadata say, else None."""
    above = list(takewhile(lambda passage: passage.kind is not Kind.BODY, passages))
    found = [page.text[p.start : p.end][:_MAX_TITLE].split() for p in above if p.kind is Kind.HEADLINE]
    words = next((words for words in found if len(words) >= _HEADLINE), found[0] if found else None)
    return " ".join(words) if words else page.title


def outlet(page: Page, passages: Sequence[Passage]) -> str | None:
    """Return who published the page: from its metadata, else its address, else a line that says so, else None.

    A line above the article may say so by the outlet's name or address alone.
    """
    if page.outlet:
        return page.outlet.strip()
    if page.url:
        return _host(page.url)
    for passage in takewhile(lambda passage: passage.kind is not Kind.BODY, passages):
        if passage.kind is Kind.CREDIT and rules.is_outlet(item := line(page.text, passage.start, passage.end)):
            return rules.site(item.text) or item.text
    for passage in passages:
        if passage.kind is Kind.CREDIT:
            match = _EXCLUSIVE.search(page.text, passage.start, passage.end)
            if match:
                return match["name"]
    return None


def _host(url: str) -> str | None:
    """Return the site that an address names, without ``www.``; None when the address is malformed."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return _HOST.sub("", host) if host else None


def _plain(page: Page) -> Iterator[Passage]:
    found = lines(page.text)
    named = _with_posts(page.text, found, kinds(found))
    opened = False
    for item, kind in zip(found, named, strict=True):
        yield from _split(item, kind, page, first=not opened)
        opened = opened or kind is Kind.BODY


def _with_posts(text: str, found: Sequence[Line], named: Sequence[Kind]) -> list[Kind]:
    """Return the kinds of lines, those of posts set into the article as running text: they end with links and days."""
    posted = [post.lines for post in posts(text)]
    return [
        Kind.BODY if item.marked is None and any(a < item.end and item.start < b for a, b in posted) else kind
        for item, kind in zip(found, named, strict=True)
    ]


def _split(item: Line, kind: Kind, page: Page, *, first: bool) -> Iterator[Passage]:
    """Cut a line in two where it holds two passages."""
    start, end = item.start, item.end
    cut, before, after = 0, Kind.BODY, kind
    if kind is Kind.CAPTION:
        cut, before, after = rules.trailing_credit(item), Kind.CAPTION, Kind.CREDIT
    elif kind is Kind.BODY and first:
        cut, before = _title_length(item, page.title) or rules.headline_run_on(item), Kind.HEADLINE
        if not cut:
            cut, before = rules.dateline_in(item), Kind.DATELINE
    if not cut:
        yield Passage(start, end, kind)
        return
    stop = start + len(page.text[start : start + cut].rstrip())
    begin = start + cut + len(item.text[cut:]) - len(item.text[cut:].lstrip())
    yield Passage(start, stop, before)
    if begin < end:
        yield Passage(begin, end, after)


def _title_length(item: Line, title: str | None) -> int:
    """Return the length of a known title that the line begins with, or 0."""
    words = (title or "").split()
    if not words or tuple(words) != item.words[: len(words)] or len(words) == len(item.words):
        return 0
    match = re.match(r"\s*" + r"\s+".join(map(re.escape, words)), item.text)
    return match.end() if match else 0


def _marked(page: Page) -> Iterator[Passage]:
    """Refine what markup left open: the paragraphs of the article and the unnamed rest of the page."""
    text = page.text
    given = page.passages or ()
    found = [line(text, p.start, p.end, marked=None if p.kind is Kind.BODY else p.kind) for p in given]
    last = max((i for i, item in enumerate(found) if item.marked is None), default=-1)
    named = [*kinds(found[: last + 1]), *(item.marked or Kind.BODY for item in found[last + 1 :])]
    named = _with_posts(text, found, named)
    opened = False
    for item, kind in zip(found, named, strict=True):
        if item.marked is None and kind not in _REFINED and kind is not rules.by_phrase(item):
            kind = Kind.BODY
        elif item.marked is Kind.NAVIGATION:
            told = Kind.DISCLAIMER if rules.is_disclaimer(item) else rules.by_phrase(item)
            kind = told if told in (Kind.CORRECTION, Kind.DISCLAIMER) else kind
        yield from _split(item, kind, page, first=not opened)
        opened = opened or kind is Kind.BODY
