"""Attributions, as the model marks them, to statements.

>>> "Trust is gone," Ada Lund said. "It will not return." -> one direct statement of two fragments
>>> Lund called the plan "too little" and said it came late. -> two statements, mixed and indirect

What becomes a statement: every attribution with content in a passage of the kinds asked for. Content never crosses
into a passage of another kind, nor from one headline into another. An attribution without a source is kept (speaker
unknown) only when its words are quoted or its cue is one of reported speech (``data/reporting.tsv``: "it is alleged"):
"it remains to be seen" and "is under consideration" are the outlet talking. For the same reason an attribution to
"you", "we" or "one" outside every quotation and every other statement is dropped; "I" is kept, for an author may speak
in the first person.

Form: direct if all words of the content stand in quotation marks, indirect if none do, else mixed. A single quoted
word makes a statement mixed, for in reported speech marks say that the word is the speaker's; but not one in 'single'
marks where the article quotes in double ones: that is how outlets keep a word at arm's length.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from onrecord import facts
from onrecord.assemble.adverbial import adverbial
from onrecord.assemble.circumstances import circumstances
from onrecord.assemble.continuation import continued
from onrecord.assemble.drafts import Draft, Region, Regions, extent
from onrecord.assemble.headlines import headlined
from onrecord.assemble.posted import with_posts
from onrecord.assemble.relayed import relayed
from onrecord.assemble.repair import joined, repaired, with_added
from onrecord.assemble.turns import with_turns
from onrecord.layout import Layout, layout, parents
from onrecord.types import Article, Attribution, Form, Kind, Mention, Span, Speaker, Statement, Tagged, digest

_WORD = re.compile(r"\w+")
_BRACKETED = re.compile(r"\[[^\[\]\n]{1,200}\]")
_ELLIPSIS = re.compile(r"\[?(?:…|\.\s?\.\s?\.(?:\s?\.)?)\]?")
_TRAILING = " \t\n\r\xa0,;:–—-"
_MAX_MENTION_GAP = 12  # characters between two fragments of a source that are still shown as one mention


@dataclass(frozen=True, slots=True)
class AssembleOptions:
    """kinds: the passages that statements may come from."""

    kinds: frozenset[Kind] = field(default_factory=lambda: frozenset({Kind.HEADLINE, Kind.BODY}))


def statements(article: Article, tagged: Tagged, options: AssembleOptions | None = None) -> tuple[Statement, ...]:
    """Return the statements of an article in the order of their content, speakers not yet resolved.

    ``speaker.mention`` holds the words that name the speaker; ``speaker.how`` is set only for ``CONTINUED``.
    """
    options = options or AssembleOptions()
    shape = layout(article.text)
    regions = _regions(article, options.kinds)
    drafts = [d for a in tagged.attributions if (d := _draft(article.text, a, regions))]
    drafts = _merged(drafts)
    drafts += adverbial(shape, drafts, regions)
    drafts = with_added(shape, relayed(shape, repaired(shape, drafts)))
    drafts = headlined(shape, _reported(shape, drafts), regions)
    drafts = with_posts(shape, with_turns(shape, drafts, regions), regions)
    drafts = continued(shape, drafts, regions)
    tagged = replace(tagged, entities=tuple(sorted(tagged.entities, key=lambda e: (e.start, -e.end))))
    for draft in drafts:
        draft.content = regions.clip(_tidy(shape, draft.content), draft.kind)
        draft.around = circumstances(shape, tagged, draft).filled_from(draft.around)
    found = [_statement(article, shape, draft) for draft in _with_words(shape, drafts)]
    return tuple(sorted(_distinct(found), key=lambda s: (s.content, s.id)))


def _regions(article: Article, kinds: frozenset[Kind]) -> Regions:
    """Return the stretches to read: neighbouring passages of one kind are one, but not headlines.

    A text without passages is all body.
    """
    if not article.passages:
        return Regions([Region(0, len(article.text), Kind.BODY)])
    regions: list[Region] = []
    for passage in sorted(article.passages, key=lambda p: p.start):
        if regions and regions[-1].kind == passage.kind != Kind.HEADLINE:
            regions[-1] = replace(regions[-1], end=max(regions[-1].end, passage.end))
        else:
            regions.append(Region(passage.start, passage.end, passage.kind))
    return Regions([region for region in regions if region.kind in kinds])


def _draft(text: str, attribution: Attribution, regions: Regions) -> Draft | None:
    """Clip an attribution to passages of one kind, that of its cue first; None if nothing is left of its content."""
    size = len(text)
    content, cue, source = (_valid(s, size) for s in (attribution.content, attribution.cue, attribution.source))
    met = [region for span in content for region in regions.meeting(span)]
    if not met:
        return None
    told = {regions.at(start) for start, _ in (*cue, *source)}
    home = next((region for region in met if region in told), met[0])
    if home.kind is Kind.HEADLINE:
        content, cue, source = (home.clip(spans) for spans in (content, cue, source))
    return Draft(source, cue, joined(regions.clip(content, home.kind)), attribution.confidence, home.kind)


def _valid(spans: Iterable[Span], size: int) -> tuple[Span, ...]:
    return tuple(sorted((max(0, a), min(size, b)) for a, b in spans if max(0, a) < min(size, b)))


def _merged(drafts: Iterable[Draft]) -> list[Draft]:
    """Make one draft of those that share source and cue: the halves of a quotation round its cue."""
    merged: dict[tuple[tuple[Span, ...], tuple[Span, ...]], Draft] = {}
    for draft in drafts:
        key = (draft.source, draft.cue)
        if (draft.cue or draft.source) and key in merged:
            other = merged[key]
            other.content = joined([*other.content, *draft.content])
            other.confidence = min(other.confidence, draft.confidence)
        else:
            merged[key if draft.cue or draft.source else ((), tuple(draft.content))] = draft
    return list(merged.values())


def _reported(shape: Layout, drafts: list[Draft]) -> list[Draft]:
    """Leave out what is the outlet's own voice: see the module's docstring."""
    above = parents([extent(d) for d in drafts], [d.content for d in drafts])
    kept = []
    for draft, parent in zip(drafts, above, strict=True):
        quoted = any(shape.quotation(start) for start, _ in draft.content)
        if not draft.source:
            words = {w.lower() for a, b in draft.cue for w in _WORD.findall(shape.text[a:b])}
            if not (quoted or words & _reporting()):
                continue
        elif " ".join(shape.text[a:b] for a, b in draft.source).lower() in facts.function_words("nobody"):
            spoken = parent is not None or shape.quotation(draft.source[0][0])
            if not spoken:
                continue
        kept.append(draft)
    return kept


@cache
def _reporting() -> frozenset[str]:
    return facts.words("reporting.tsv")


def _tidy(shape: Layout, spans: Iterable[Span]) -> list[Span]:
    """Trim fragments: no white space or comma at their ends outside quotation marks, quotation marks whole."""
    text, tidy = shape.text, []
    for start, end in spans:
        before = shape.quotation(start - 1) if start else None
        if before and before.start + before.left == start and before.end - before.right <= end + 1:
            start, end = before.start, max(end, before.end)
        after = shape.quotation(end)
        if after and after.end - after.right == end and after.start >= start:
            end = after.end
        last = shape.quotation(end - 1)
        if last and start < last.start and end <= last.start + last.left:
            end = last.start  # the mark that opens what follows: ``gone”.”We will``
        while start < end and (text[start].isspace() or text[start] in ",;:"):
            start += 1
        while start < end and text[end - 1] in _TRAILING and (text[end - 1].isspace() or not shape.quotation(end - 1)):
            end -= 1
        if _WORD.search(text, start, end):
            tidy.append((start, end))
    return joined(tidy)


def _form(shape: Layout, content: Iterable[Span]) -> Form:
    inside = outside = 0
    for start, end in content:
        opening = shape.quotation(start)
        unclosed = opening is not None and not opening.closed and opening.start == start
        for match in _WORD.finditer(shape.text, start, end):
            quotation = shape.quotation(match.start())
            if unclosed or (quotation and not shape.scare(quotation)):
                inside += 1
            else:
                outside += 1
    if not inside:
        return Form.INDIRECT
    return Form.MIXED if outside else Form.DIRECT


def _mention(text: str, spans: Sequence[Span], others: Iterable[Span]) -> Mention | None:
    """Return one mention for spans: all from first to last, or the first alone if far apart or others lie between."""
    if not spans:
        return None
    start, end = spans[0][0], spans[-1][1]
    gap = max((b[0] - a[1] for a, b in zip(spans, spans[1:], strict=False)), default=0)
    if gap > _MAX_MENTION_GAP or any(a < end and start < b for a, b in others):
        start, end = spans[0]
    return Mention(text[start:end], start, end)


def _with_words(shape: Layout, drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts with words of their own; "he announced this at ..." tells where the one before was said."""
    kept: list[Draft] = []
    for draft in sorted((d for d in drafts if d.content), key=lambda d: d.content):
        words = " ".join(shape.text[a:b] for a, b in draft.content).lower()
        if words not in facts.function_words("pointer"):
            kept.append(draft)
        elif kept and 0 <= shape.sentence(draft.content[0][0]) - shape.sentence(kept[-1].content[-1][1] - 1) <= 1:
            kept[-1].around = kept[-1].around.filled_from(draft.around)
    return kept


def _statement(article: Article, shape: Layout, draft: Draft) -> Statement:
    text, content, around = article.text, tuple(draft.content), draft.around
    others: list[Span] = [*draft.cue, *draft.content]
    brackets = [m.span() for a, b in content for m in _BRACKETED.finditer(text, a, b)]
    dots = tuple(m.span() for a, b in content for m in _ELLIPSIS.finditer(text, a, b))
    return Statement(
        id=digest(article.id, content, draft.source, draft.cue),
        article=article.id,
        content=content,
        text=" ... ".join(text[a:b] for a, b in content),
        form=Form.DIRECT if draft.spoken else _form(shape, content),
        cue=_mention(text, draft.cue, [*draft.source, *draft.content]),
        speaker=Speaker(mention=_mention(text, draft.source, others), how=draft.how),
        addressee=around.addressee,
        medium=around.medium,
        venue=around.venue,
        relay=around.relay,
        passage=draft.kind,
        confidence=draft.confidence,
        insertions=tuple(b for b in brackets if not _ELLIPSIS.fullmatch(text, b[0], b[1])),
        ellipses=dots,
    )


def _distinct(found: Iterable[Statement]) -> list[Statement]:
    """Return one statement for each id: the most confident."""
    best: dict[str, Statement] = {}
    for statement in found:
        if statement.id not in best or best[statement.id].confidence < statement.confidence:
            best[statement.id] = statement
    return list(best.values())
