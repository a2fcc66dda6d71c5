"""Headlines that name their speaker last, which taggers trained on sentences pass over.

    Harbour will stay open: Lund                     source "Lund", cue ":"
    Harbour to stay “open for all” – Quay Board chief
    Harbour will stay open, warns Lund               cue "warns"
    ‘Open for all’: Ada Lund shuts a door            source "Ada Lund"

The article has to bear the headline out: below it, the same source says something that shares words with it. So
"Exclusive interview: Lund" and "The woman behind the plan: Lund" remain what they are. Nor is a place before a colon a
speaker, as in "Karsovia: Flood takes two bridges", where it says nothing below.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from onrecord import facts
from onrecord.assemble.drafts import Draft, Region, Regions, extent, share
from onrecord.layout import Layout
from onrecord.types import Kind, Span

_CONFIDENCE = 0.8
_MARK = re.compile(r"\s?(?P<cue>:)\s+|\s(?P<dash>[–—-]{1,2})\s+")
_VERB = re.compile(r",?\s(?P<verb>[^\W\d_]{3,14}(?:s|ed|id))\s+(?=[A-Z])")
_SOURCE = re.compile(r"(?P<source>(?=\w)[\w.’'&-]+(?: [\w.’'&-]+){0,5})\W*")
_BEHIND_LABEL = re.compile(r": ([A-Z][\w.’'&-]*(?: [A-Z][\w.’'&-]*){0,5}) ")
_CAPITALS = re.compile(r"[A-Z][\w’-]*(?: [A-Z][\w’-]*){0,2}")
_WORD = re.compile(r"\w+")
_FEWEST = 3  # words of a headline's content
_SHARED = 2  # words that it has in common with a statement below it
_STEM = 5  # letters by which words are compared
_SHORT = 4  # letters from which on a word counts that has no capital


def headlined(shape: Layout, drafts: Sequence[Draft], regions: Regions) -> list[Draft]:
    """Return the drafts, with those added of headlines whose last words say who speaks.

    What the tagger marked in such a headline stays if it is none of these words and its source speaks below, too.
    """
    below = [draft for draft in drafts if draft.kind is not Kind.HEADLINE and draft.source and draft.content]
    heard = {word for draft in below for word in _words(shape, draft.source)}
    for draft in drafts:
        _find_behind_label(shape, draft)
    kept = [draft for draft in drafts if not _is_label(shape, draft, heard)]
    for region in regions.of(Kind.HEADLINE):
        found = next((d for d in _readings(shape, region, heard) if _borne_out(shape, d, below, heard)), None)
        if found is None:
            continue
        inside = [d for d in kept if share([extent(d)], [(region.start, region.end)])]
        tail = (found.cue[0][0], found.source[0][1])
        if any(share(d.source, found.source[:1]) for d in inside):
            continue  # the tagger has seen it
        wrong = {
            id(d)
            for d in inside
            if share((*d.cue, *d.content), [tail]) or not (d.source and _last(shape, d.source[-1]) in heard)
        }
        kept = [*(d for d in kept if id(d) not in wrong), found]
    return kept


def _find_behind_label(shape: Layout, draft: Draft) -> None:
    """Give "Karsovia: Quay Alliance condemns ..." to the Quay Alliance."""
    if draft.kind is not Kind.HEADLINE or len(draft.source) != 1 or not draft.cue:
        return
    behind = _BEHIND_LABEL.fullmatch(shape.plain, draft.source[0][1], draft.cue[0][0])
    if behind and facts.is_place(shape.plain[slice(*draft.source[0])]):
        draft.source = (behind.span(1),)


def _is_label(shape: Layout, draft: Draft, heard: set[str]) -> bool:
    """Tell whether a headline, or a dateline, only says by its source where something happened."""
    if len(draft.source) != 1 or not draft.cue:
        return False
    (start, end), cue = draft.source[0], shape.plain[slice(*draft.cue[0])]
    name = shape.plain[start:end]
    if cue.strip() != ":" or not facts.is_place(name):
        return False
    return name.isupper() or (draft.kind is Kind.HEADLINE and _last(shape, (start, end)) not in heard)


def _readings(shape: Layout, region: Region, heard: set[str]) -> Iterator[Draft]:
    """Yield how a headline may be read, cut at its last mark or before a verb of saying; heard: words of sources."""
    marks = list(_MARK.finditer(shape.plain, region.start, region.end))[-1:]
    verbs = [m for m in _VERB.finditer(shape.plain, region.start, region.end) if facts.tells(m["verb"])][-1:]
    for cut in (*marks, *verbs):
        content = (region.start, cut.start())
        if len(_WORD.findall(shape.plain, *content)) < _FEWEST or shape.quotation(cut.start()):
            continue
        whole = _SOURCE.fullmatch(shape.plain, cut.end(), region.end)
        spans = [whole.span("source")] if whole and all(map(_may_be_named, whole["source"].split())) else []
        if (first := shape.quotation(region.start)) and first.end == cut.start() and cut in marks:
            run = _CAPITALS.match(shape.plain, cut.end(), region.end)
            ends = [m.end() for m in _WORD.finditer(shape.plain, *run.span())] if run else []
            spans += [(cut.end(), end) for end in reversed(ends) if _last(shape, (cut.end(), end)) in heard]
        for source in spans:
            yield Draft((source,), (cut.span(cut.lastgroup or 0),), [content], _CONFIDENCE, region.kind)


def _may_be_named(word: str) -> bool:
    """Tell whether a word may stand in a source that is a name or an office."""
    small = facts.function_words("in role") | facts.words("role_modifiers.tsv")
    return not word[0].islower() or word in small or word in facts.roles() or word in facts.bodies()


def _borne_out(shape: Layout, draft: Draft, below: Iterable[Draft], heard: set[str]) -> bool:
    """Tell whether the source of a headline says something alike below it; an office may be anybody's."""
    last, name = _last(shape, draft.source[0]), shape.plain[slice(*draft.source[0])]
    office = last in facts.roles() or facts.abbreviations().get(name.split()[-1], "") in facts.roles()
    if not office and (name.islower() or last not in heard):
        return False
    told, own = _told(shape, draft.content), {last, *_pronouns()}
    return any(
        len(told & _told(shape, other.content)) >= _SHARED
        for other in below
        if office or own & _words(shape, other.source)
    )


def _last(shape: Layout, span: Span) -> str:
    found = _WORD.findall(shape.plain, *span)
    return found[-1].lower() if found else ""


def _words(shape: Layout, spans: Iterable[Span]) -> set[str]:
    return {word.lower() for a, b in spans for word in _WORD.findall(shape.plain, a, b)}


def _told(shape: Layout, spans: Iterable[Span]) -> set[str]:
    """Return what is compared of some words: their first letters, of those that say something."""
    found = (word for a, b in spans for word in _WORD.findall(shape.plain, a, b))
    return {word[:_STEM].lower() for word in found if len(word) >= _SHORT or word[0].isupper() or word[0].isdigit()}


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(row[0] for row in facts.table("pronouns.tsv", 4))
