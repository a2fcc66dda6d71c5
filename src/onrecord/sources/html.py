"""HTML to a page: the article's text first, then whatever else the page offers to read, each passage with its kind.

trafilatura (Barbaresi 2021, doi:10.18653/v1/2021.acl-demo.15) says which text is the article's. The words and their
places are taken from the page itself: blocks that trafilatura returns are body; markup tells captions, credits,
bylines and the parts of the page around the article; a paragraph that trafilatura left out between paragraphs it
kept is body too. The text so made is canonical; spans point into it.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version

import lxml.html
from lxml.etree import LxmlError, ParserError
from lxml.html import HtmlElement

from onrecord.errors import SourceError
from onrecord.sources.blocks import Block, Context, Contexts, blocks
from onrecord.sources.metadata import Metadata, metadata
from onrecord.types import Kind, Page, Passage

EXTRACTOR = f"trafilatura {version('trafilatura')}"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}>")
_SURROGATES = re.compile("[\ud800-\udfff]")
_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ARTICLE_KINDS = frozenset(
    {Kind.HEADLINE, Kind.BYLINE, Kind.DATELINE, Kind.BODY, Kind.CAPTION, Kind.CREDIT, Kind.CORRECTION}
)
_CONTAINER = 0.25  # share of the main text from which an element holds the article rather than a part beside it
_PROSE = 8  # words in a sentence of the article that trafilatura may have missed
_TITLE = 4  # words in a link that leads to another article rather than to a section
_SHORT = 100  # characters; a longer block with a date in it is prose, not a line with a date
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # else they print where nobody configured logging


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one kind, and whether they begin a block."""

    text: str
    kind: Kind
    begins: bool


def page_of_html(text: str, page: Page) -> Page:
    """Return ``page`` with the text, passages and metadata of the HTML in ``text``.

    What ``page`` knows already (url, title, outlet, author) is kept. Raises SourceError.
    """
    tree = _tree(text)
    found = list(blocks(tree))
    main = _main_text(tree)
    is_main = [_in_main(block.text, main) for block in found]
    holds: dict[HtmlElement, int] = {}
    for block, inside in zip(found, is_main, strict=True):
        for element in (block.element, *block.element.iterancestors()) if inside else ():
            holds[element] = holds.get(element, 0) + len(block.text)
    contexts = Contexts(holds, _CONTAINER * max(holds.values(), default=1))
    times = [time for time in tree.iter("time") if contexts.of(time).region is None]
    about = metadata(tree, times=times, url=page.url, captured=page.captured)
    pieces: list[tuple[Piece, ...]] = []
    for block, inside in zip(found, is_main, strict=True):
        pieces.append(tuple(_pieces(block, contexts, inside=inside, holds=holds, about=about)))
    joined, passages = _join(pieces)
    if not passages:
        raise SourceError("found HTML with no readable text, expected an article; save the page again")
    return replace(
        page,
        text=joined,
        passages=passages,
        url=page.url or about.url,
        title=page.title or about.title,
        outlet=page.outlet or about.outlet,
        author=page.author or about.author,
        evidence=page.evidence + tuple(item for item in about.evidence if item not in page.evidence),
        extractor=EXTRACTOR,
    )


def page_of_markup(page: Page) -> Page:
    """Return a page whose text is an HTML fragment (a field of a row) with its readable text."""
    return page_of_html(f"<html><body><article>{page.text}</article></body></html>", page)


def _tree(text: str) -> HtmlElement:
    text = _SURROGATES.sub("\ufffd", text.replace("\0", ""))  # lxml stops reading at either
    parser = lxml.html.HTMLParser()
    try:
        tree = lxml.html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except ParserError as error:
        raise SourceError("found HTML with no readable text, expected an article; save the page again") from error
    except (LxmlError, ValueError) as error:
        raise SourceError(f"found HTML that cannot be parsed ({error}), expected a page; save it again") from error
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise SourceError("found HTML nested deeper than 256 elements, expected a page; save the page again as text")
    return tree


def _main_text(tree: HtmlElement) -> tuple[str, frozenset[str]]:
    """Return letters and digits of what trafilatura takes for the article: of all of it, and of each paragraph."""
    from trafilatura import bare_extraction  # slow to import, and only pages of HTML need it

    try:
        document = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except (RecursionError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, LxmlError) as error:
        raise SourceError(
            f"found HTML that {EXTRACTOR} cannot read ({error!r}), expected a page; save as text"
        ) from error
    body = getattr(document, "body", None)
    if body is None:
        return "", frozenset()
    parts = [_letters("".join(element.itertext())) for element in body.iter() if isinstance(element.tag, str)]
    return _letters("".join(body.itertext())), frozenset(part for part in parts if part)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _in_main(text: str, main: tuple[str, frozenset[str]]) -> bool:
    letters = _letters(text)
    return bool(letters) and (letters in main[1] or (len(letters) >= 20 and letters in main[0]))


def _pieces(
    block: Block, contexts: Contexts, *, inside: bool, holds: dict[HtmlElement, int], about: Metadata
) -> Iterable[Piece]:
    """Cut a block where its kind changes: a date after a byline, a credit after a caption."""
    around = [contexts.of(run.element) for run in block.runs]
    regions = {context.region for context, run in zip(around, block.runs, strict=True) if _letters(run.text)}
    outer = contexts.of(block.element)
    if len(regions) == 1:  # all of the block stands in one inline element, or one kind of them
        outer = replace(outer, region=regions.pop(), link=all(context.link for context in around))
    whole = _kind(block, outer, inside=inside, holds=holds, about=about)
    short = len(block.text) <= _SHORT and not _END.search(block.text)
    splits = outer.region is None and (whole is Kind.CAPTION or short)
    kinds = [whole if not splits or context.heading else context.mark or whole for context in around]
    begins = True
    for index, kind in enumerate(kinds):
        if index and kind is kinds[index - 1]:
            continue
        same = next((i for i in range(index, len(kinds)) if kinds[i] is not kind), len(kinds))
        words = "".join(run.text for run in block.runs[index:same])
        if words.strip():
            yield Piece(words, kind, begins)
            begins = False


def _kind(block: Block, outer: Context, *, inside: bool, holds: dict[HtmlElement, int], about: Metadata) -> Kind:
    text = block.text
    if outer.heading == "h1" and _same(text, about.title):
        return Kind.HEADLINE
    if outer.region is not None and not (outer.region is Kind.NAVIGATION and outer.heading == "h1" and inside):
        return outer.region
    if outer.heading == "h1":
        return Kind.NAVIGATION if _same(text, about.outlet) else Kind.HEADLINE
    if outer.figure:
        return outer.mark or Kind.CAPTION
    if outer.mark and not (inside and _END.search(text) and len(text) > _SHORT):
        return outer.mark
    if inside and outer.link and not _END.search(text):
        return Kind.RELATED if len(text.split()) >= _TITLE else Kind.NAVIGATION
    if inside:
        return Kind.HEADLINE if outer.heading else Kind.BODY
    if not outer.link and _same(text, about.title):
        return Kind.HEADLINE
    parent = block.element.getparent()
    beside = parent is not None and holds.get(parent, 0) > 0
    if beside and outer.heading:
        return Kind.HEADLINE
    prose = len(text.split()) >= _PROSE and _END.search(text) is not None and not outer.link
    return Kind.BODY if beside and prose else Kind.NAVIGATION


def _same(text: str, name: str | None) -> bool:
    return bool(name) and _letters(text) == _letters(name or "")


def _join(pieces: Iterable[tuple[Piece, ...]]) -> tuple[str, tuple[Passage, ...]]:
    """Join the blocks, those of the article first, and give each piece its span."""
    ordered = sorted(filter(None, pieces), key=lambda block: not any(p.kind in _ARTICLE_KINDS for p in block))
    text: list[str] = []
    passages: list[Passage] = []
    length = 0
    for block in ordered:
        for piece in block:
            words = piece.text
            if piece.begins:
                words = ("\n\n" if text else "") + words.lstrip()
            start = length + len(words) - len(words.lstrip())
            end = length + len(words.rstrip())
            text.append(words)
            length += len(words)
            passages.append(Passage(start, end, piece.kind))
        text[-1] = text[-1].rstrip()
        length = passages[-1].end
    return "".join(text), tuple(passages)
