"""An HTML tree to blocks of readable text, each with the kind that its markup tells.

    <p class="byline">By <b>Ada Lund</b> · <time>3 May</time></p>
    -> one block with two runs: "By Ada Lund ·" (byline), "3 May" (dateline)

A block is what a browser shows as a paragraph of its own. White space is collapsed as in a browser, soft hyphens and
zero-width marks are left out. Everything readable is in some block; scripts, styles and templates are not readable.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from onrecord.facts import table
from onrecord.types import Kind

UNREADABLE = frozenset({"script", "style", "template", "head", "svg", "math", "object", "iframe", "audio", "video"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "output",
        "picture",
        "q",
        "ruby",
        "rb",
        "rp",
        "rt",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "source",
    ]
)
_APART = frozenset({"time"})  # inline, but never part of a word: style sheets set them apart
_REGION_TAGS = {
    "nav": Kind.NAVIGATION,
    "footer": Kind.NAVIGATION,
    "menu": Kind.NAVIGATION,
    "button": Kind.NAVIGATION,
    "select": Kind.NAVIGATION,
    "form": Kind.NAVIGATION,
    "noscript": Kind.NAVIGATION,
    "aside": Kind.RELATED,
}
_REGION_ROLES = {
    "navigation": Kind.NAVIGATION,
    "banner": Kind.NAVIGATION,
    "contentinfo": Kind.NAVIGATION,
    "search": Kind.NAVIGATION,
    "complementary": Kind.RELATED,
}
_REGIONS = frozenset({Kind.NAVIGATION, Kind.RELATED, Kind.TAGS, Kind.COMMENT})
_MARK_TAGS = {"figcaption": Kind.CAPTION, "figure": Kind.CAPTION, "time": Kind.DATELINE, "address": Kind.BYLINE}
_CREDIT_TAGS = frozenset({"cite", "small"})  # in a figure
_SPACE = re.compile(r"[\s\u200b\u2060\ufeff]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


@dataclass(frozen=True, slots=True)
class Run:
    """Text with one element directly around it."""

    text: str
    element: HtmlElement


@dataclass(slots=True)
class Block:
    """What a browser shows as a paragraph; ``element`` is the block element around it."""

    element: HtmlElement
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The readable text, white space collapsed."""
        return "".join(run.text for run in self.runs).strip()


@dataclass(frozen=True, slots=True)
class Context:
    """What the elements around a text tell. region: a part of the page apart from the article; mark: a kind in it."""

    region: Kind | None = None
    mark: Kind | None = None
    heading: str | None = None
    link: bool = False
    figure: bool = False


@cache
def _kinds() -> Mapping[str, Kind]:
    return {word: Kind(kind) for kind, word in table("markup.tsv", 2)}


def blocks(tree: HtmlElement) -> Iterator[Block]:
    """Yield the blocks with readable text, in the order of the document."""
    stack: list[HtmlElement] = []
    current = Block(tree)
    unreadable = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        starts, readable_tail = event == "start", event != "start" and element is not tree
        hidden = tag in UNREADABLE
        breaks = bool(tag) and tag not in _INLINE and not (tag == "br" and starts)
        if breaks and current.runs:
            yield from _finished(current)
            current = Block(current.element)
        if starts:
            stack.append(element)
            unreadable += hidden
            if breaks:
                current = Block(element)
            if not unreadable:
                _append(current, element.text, element, apart=tag in _APART)
            continue
        if event == "end":
            stack.pop()
            unreadable -= hidden
        if readable_tail and not unreadable and stack:
            if breaks:
                current = Block(_around(stack))
            _append(current, element.tail, stack[-1], apart=tag in _APART)
    yield from _finished(current)


def _around(stack: list[HtmlElement]) -> HtmlElement:
    return next((element for element in reversed(stack) if element.tag not in _INLINE), stack[0])


def _append(block: Block, text: str | None, element: HtmlElement, *, apart: bool) -> None:
    if not text and not apart:
        return
    text = (" " if apart else "") + _SPACE.sub(" ", _INVISIBLE.sub("", text or ""))
    before = block.runs[-1].text if block.runs else " "
    if before.endswith(" "):
        text = text.removeprefix(" ")
    if text:
        block.runs.append(Run(text, element))


def _finished(block: Block) -> Iterator[Block]:
    """Yield the block; a list of links with nothing but signs between them becomes a block for each link."""
    if not block.text:
        return
    links: list[tuple[HtmlElement | None, list[Run]]] = []
    for run in block.runs:
        link = _link(run.element, block.element)
        only_signs = link is None and not any(map(str.isalnum, run.text))
        if links and (only_signs or (link is not None and links[-1][0] is link)):
            links[-1][1].append(run)
        else:
            links.append((link, [run]))
    if len(links) < 2 or any(link is None for link, _ in links):
        yield block
    else:
        yield from (Block(block.element, runs) for _, runs in links if "".join(run.text for run in runs).strip())


def _link(element: HtmlElement, stop: HtmlElement) -> HtmlElement | None:
    current: HtmlElement | None = element
    while current is not None and current is not stop:
        if current.tag == "a":
            return current
        current = current.getparent()
    return None


class Contexts:
    """What surrounds each element. Marks on an element that holds much of the article say nothing about a part of it.

    holds: main-text characters in each element; what has ``container`` of them or more is a container.
    """

    def __init__(self, holds: Mapping[HtmlElement, int], container: float) -> None:
        self._holds = holds
        self._container = container
        self._known: dict[HtmlElement, Context] = {}

    def of(self, element: HtmlElement) -> Context:
        """Return the context of text directly in ``element``."""
        path: list[HtmlElement] = []
        current: HtmlElement | None = element
        while current is not None and current not in self._known:
            path.append(current)
            current = current.getparent()
        context = Context() if current is None else self._known[current]
        for item in reversed(path):
            context = self._known[item] = self._derive(context, item)
        return context

    def _derive(self, outer: Context, element: HtmlElement) -> Context:
        tag = element.tag
        figure = outer.figure or tag in ("figure", "figcaption")
        region, mark = outer.region, outer.mark
        heading = tag if tag in HEADINGS else outer.heading
        if self._holds.get(element, 0) < self._container and tag not in ("html", "body", "main", "article"):
            names = [_kinds().get(word) for word in _names(element)]
            region = next((kind for kind in names if kind in _REGIONS), None) or _tag_region(element) or region
            mark = next((kind for kind in names if kind and kind not in _REGIONS), None) or _MARK_TAGS.get(tag) or mark
            if figure and tag in _CREDIT_TAGS:
                mark = Kind.CREDIT
            if tag == "a" and "author" in (element.get("rel") or "").split():
                mark = Kind.BYLINE
        return Context(region, mark, heading, outer.link or tag == "a", figure)


def _names(element: HtmlElement) -> list[str]:
    named = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"[:500]
    return [part.lower() for part in _NAME_PARTS.findall(named)]


def _tag_region(element: HtmlElement) -> Kind | None:
    tag = element.tag
    if tag == "header":
        parent = element.getparent()
        return Kind.NAVIGATION if parent is not None and parent.tag == "body" else None
    return _REGION_TAGS.get(tag) or _REGION_ROLES.get(element.get("role", ""))
