"""Attributions by an adverbial phrase in place of a verb, which taggers trained on verbs of reporting pass over.

    In the words of Ada Lund, Karsovia offered three days' notice.    source "Ada Lund", cue "In the words of"
    In her opinion, the talks are dead.                               source "her", cue "In her opinion"
    The greatest risk, in Lund's view, will be the winter.            content in two fragments
    The plan is “a leap in the dark”, as Lund aptly put it.           content the quotation before, cue "put it"

Else the content is the rest of the sentence. A sentence where the tagger has found this source or cue is left as it is.
"""

import re
from collections.abc import Iterator, Sequence

from onrecord.assemble.drafts import Draft, Regions, share
from onrecord.layout import Layout
from onrecord.types import Span

_CONFIDENCE = 0.7  # in PolNeAR train and dev all three that are found have an annotated source: too few for more
_NOUN = r"(?:opinion|view|words|estimation|telling|judge?ment)"
_NAME = r"(?:(?:[Tt]he )?(?:[\w-]{1,30} ){0,6}?[A-Z][\w’'-]{0,30}?(?: [A-Z][\w’'-]{0,30}?){0,4}?)"
_PHRASE = re.compile(
    rf"\b[Ii]n (?:the (?:own )?{_NOUN} of (?P<of>{_NAME})|"
    rf"(?:(?P<whose>his|her|their)|(?P<owner>{_NAME})[’']s?) (?:own )?(?P<noun>{_NOUN})),\s"
)
_PUT = re.compile(
    rf"[”\"’',]{{1,3}} as (?P<as>[Hh]e|[Ss]he|{_NAME}) (?:(?:once|later|\w{{2,12}}ly) )?"
    r"(?P<put>(?:put|puts|phrased|worded|had put|has put) it)\b"
)
_MAX_WORDS = 8  # before the phrase, when it stands within its sentence: "The greatest risk, in her view, ..."
_MAX_PHRASE = 120  # characters
_END = re.compile(r"[.!?]?\s*\Z")


def adverbial(shape: Layout, drafts: Sequence[Draft], regions: Regions) -> list[Draft]:
    """Return drafts for the adverbial phrases of a text that no draft has for source or cue."""
    found = (*_found(shape, regions), *_put(shape, regions))
    told = [draft for draft in drafts if not _only_points(shape, draft)]
    taken = [span for draft in told for span in (*draft.source, *draft.cue)]
    return [draft for draft in found if not share((*draft.source, *draft.cue), taken)]


def _only_points(shape: Layout, draft: Draft) -> bool:
    """Tell whether a draft says nothing: "it" of "as Lund put it", where what she put so stands before."""
    return [shape.text[a:b].strip(" .,").lower() for a, b in draft.content] == ["it"]


def _found(shape: Layout, regions: Regions) -> Iterator[Draft]:
    for match in _PHRASE.finditer(shape.text):
        home = regions.at(match.start())
        if home and match.end() - match.start() <= _MAX_PHRASE and not shape.quotation(match.start()):
            content = _content(shape, match.span())
            if content:
                name = next(group for group in ("of", "whose", "owner") if match[group])
                source = match.span(name)
                cue = match.span("noun" if name == "owner" else 0)
                cue = (cue[0], source[0] - 1) if name == "of" else (cue[0], cue[1] - 2 * (name == "whose"))
                yield Draft((source,), (cue,), content, _CONFIDENCE, home.kind)


def _put(shape: Layout, regions: Regions) -> Iterator[Draft]:
    """Yield drafts for quotations that somebody is said to have put so."""
    for match in _PUT.finditer(shape.text):
        quotation = shape.quotation(match.start())
        home = regions.at(match.start("as"))
        ends = quotation is not None and match.start() <= quotation.end <= match.start("as")
        if home and quotation and ends and match.end() - match.start() <= _MAX_PHRASE:
            span = (quotation.start, quotation.end)
            yield Draft((match.span("as"),), (match.span("put"),), [span], _CONFIDENCE, home.kind)


def _content(shape: Layout, phrase: Span) -> list[Span]:
    """Return the rest of the phrase's sentence; nothing when it is not clear what belongs to it."""
    start, end = shape.sentence_span(phrase[0])
    final = _END.search(shape.text, phrase[1], end) if phrase[1] < end else None
    before = shape.text[start : phrase[0]].rstrip()
    if final is None or final.start() <= phrase[1]:
        return []
    rest = (phrase[1], final.start())
    if not before or before.lower() in ("and", "but"):
        return [rest]
    subject = before.removesuffix(",")
    within = before.endswith(",") and "," not in subject and len(subject.split()) <= _MAX_WORDS
    return [(start, start + len(subject)), rest] if within else []
