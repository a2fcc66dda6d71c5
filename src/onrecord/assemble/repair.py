"""Mends what a tagger gets wrong in ways that the text itself shows.

- A quotation, or a whole fragment, that two attributions claim goes to the one whose cue is nearest.
- A fragment that holds part of a quotation gets all of it, when the cue stands outside.
- "The Secretary General" [also called on] "members to ...": words right before an active cue that were marked as
  content, with more content behind the cue, are the source.
- "Karsovia" [was defined] "as a threat": what stands before a passive cue of reporting is content, no source.
- "Trust is gone", Lund, who was there, [told] "Ansgar": whoever tells is the source, not who is told.
- "Trust is gone", [says] QUAY chief: the words behind a cue, up to the end of its sentence and with a noun for a
  speaker last, are the source where none was found.
- [said] "Lund, reports the Ansgar agency": of a source that ends in who reports it, the name alone.
- "Lund made a speech in which he" [accused]: of a source that ends in a clause, the pronoun alone.
- "Trust is gone", [says] "Karsovia's" Lund: of a possessive at the end of a line, the name behind it as well.
- Words outside quotation marks that reach past the sentence of the cue are the outlet's own, unless a colon opens them.
- Content that goes on with a quotation of a later paragraph, though the quotation before was closed: that paragraph is
  a statement of its own, which ``continuation`` gives back to the speaker.
- Lund [hailed] "Brandt describing her as a friend" - "Brandt" [describing]: who hails describes, too.
- "- It must end. Never again", [says] Lund: a paragraph that opens with a dash is all spoken, up to the cue.
- Two attributions whose sources share words, the content of one within the other's: the surer one stays.
- Lund [noted] "that the deeds" - [told] "another story", with one source: the second verb is the content's own.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from onrecord import facts
from onrecord.assemble.drafts import Circumstances, Draft
from onrecord.assemble.quoting import go_on, quoted_speaker, through_agencies
from onrecord.assemble.relayed import proper
from onrecord.layout import Layout
from onrecord.quotes import Quotation
from onrecord.types import Span

_WORD = re.compile(r"\w+")
_BEHIND = re.compile(r"[ ]((?:[\w’'.&-]+[ ]){0,6}[\w’'&-]+)[.]?$")
_CLAUSE = re.compile(r".{20,}\b(?:which|where|that|whom|and|but|as) (he|she|they|it)", re.IGNORECASE | re.DOTALL)
_REPORTED = re.compile(r"(.{2,80}), (?:(?:as )?report(?:s|ed)|according to) (?:by )?(?:the )?([^,]{2,60})")
_HEARSAY = frozenset({"allegedly", "apparently", "ostensibly", "purportedly", "reportedly", "supposedly"})
_TELLER = re.compile(r"[\s,]{0,3}((?=[A-Z\d]|[Tt]he |an? )[^.;:“”\"\n]{2,200}?),? ")
_OWNED = re.compile(r" [A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}(?=[.,]?(?:\n|$))")
_OTHERS = re.compile(r"quot|cit(?:e|ing)|hear|show|see|saw|film|record|report", re.IGNORECASE)
_PARTICIPLE = re.compile(r"[a-z]+ing")
_ADDED = re.compile(
    r",? and (?:also |then )?(?P<verb>added|said|stated|stressed|noted|warned|declared)[,:]? (?=[“\"'‘])"
)
_DASH = re.compile(r"[-–—]\s?(?=[A-Z])")
_TITLE = 60  # characters of what stands before a name
_MAX_COMPARED = 20  # attributions of one source that are compared with one another
_MAX_SOURCE_WORDS = 12
_MAX_GAP = 8  # characters
_JOINS = re.compile(r"[\w,;.!?\n]")


def repaired(shape: Layout, drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts, mended."""
    kept = _without_inner_verbs(shape, list(drafts))
    marked = {id(draft): draft.source for draft in kept}
    for draft in kept:
        _find_source(shape, draft)
        _find_teller(shape, draft)
        _drop_hearsay_source(shape, draft)
        _find_source_behind(shape, draft)
        _find_owned(shape, draft)
        _cut_report(shape, draft)
        _cut_clause(shape, draft)
        _cut_paragraph(shape, draft)
        quoted_speaker(shape, draft)
        _drop_passive_source(shape, draft)
    go_on(shape, kept, marked)
    kept = through_agencies(shape, kept)
    _give_to_subjects(shape, kept)
    for draft in kept:
        draft.content = _of_its_paragraph(shape, draft)
    _speak_after_dashes(shape, kept)
    _share_fragments(kept)
    _share_quotations(shape, kept)
    _complete_quotations(shape, kept)
    for draft in kept:
        _keep_to_sentence(shape, draft)
    return _without_repeats(kept)


def with_added(shape: Layout, drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts, with what somebody adds in a quotation cut off and given as one of its own.

    Lund [said] "that it rained and added: “It pours.”"
    """
    kept = list(drafts)
    return [*kept, *(added for draft in kept if (added := _added(shape, draft)))]


def _added(shape: Layout, draft: Draft) -> Draft | None:
    if not (draft.source and draft.cue and draft.content):
        return None
    for number, (start, end) in enumerate(draft.content):
        for match in _ADDED.finditer(shape.plain, start, end):
            quotation = shape.quotation(match.end())
            opens = quotation is not None and quotation.start == match.end()
            if opens and match.start() > start and not shape.quotation(match.start()):
                rest = [(match.end(), end), *draft.content[number + 1 :]]
                draft.content = [*draft.content[:number], (start, match.start())]
                return replace(draft, cue=(match.span("verb"),), content=rest)
    return None


def _give_to_subjects(shape: Layout, drafts: Sequence[Draft]) -> None:
    for inner in drafts:
        verb = shape.text[slice(*inner.cue[0])] if inner.cue else ""
        if not _PARTICIPLE.fullmatch(verb) or len(inner.source) != 1 or inner.cue[0][0] - inner.source[0][1] != 1:
            continue
        (start, end), cue = inner.source[0], inner.cue[0][0]
        for outer in drafts:
            if not outer.content or not outer.content[0][0] <= start < outer.content[-1][1]:
                continue
            held = next((n for n, (a, b) in enumerate(outer.content) if a <= start and cue < b), None)
            if (
                outer is inner
                or held is None
                or not outer.source
                or not outer.cue
                or _OTHERS.search(_cue(shape, outer))
            ):
                continue
            first = outer.content[held][0]
            if outer.cue[-1][1] <= first and start - first <= _TITLE and outer.source != inner.source:
                outer.content = [*outer.content[:held], (first, end)]
                inner.source = outer.source
                break


def _cue(shape: Layout, draft: Draft) -> str:
    return " ".join(shape.text[a:b] for a, b in draft.cue)


def _speak_after_dashes(shape: Layout, drafts: Sequence[Draft]) -> None:
    claimed = sorted(span for d in drafts for span in (*d.content, *d.cue, *d.source))
    for draft in drafts:
        if not (draft.cue and draft.source and draft.content) or draft.content[-1][1] > draft.cue[0][0]:
            continue
        begin, _ = shape.paragraphs[shape.paragraph(draft.cue[0][0])]
        dash = _DASH.match(shape.text, begin)
        first = draft.content[0][0]
        if dash is None or first < begin or shape.quotation(first) or shape.quotation(dash.end()):
            continue
        if not any(dash.end() <= a < first for a, _ in claimed):
            draft.content = [(dash.end(), draft.content[-1][1])]
            draft.spoken = True


def _keep_to_sentence(shape: Layout, draft: Draft) -> None:
    """Cut content outside quotation marks at the borders of the sentence of the cue, or else of its own first one."""
    if not draft.cue or draft.spoken or shape.text[draft.cue[-1][0] : draft.cue[-1][1]].rstrip().endswith(":"):
        return
    home = shape.sentence_span(draft.cue[0][0])
    kept: list[Span] = []
    for start, end in draft.content:
        low, high = home if start < home[1] and end > home[0] else shape.sentence_span(start)
        for edge in (start, low):  # a quotation that begins or ends across a border is whole
            quotation = shape.quotation(edge)
            low = min(low, quotation.start) if quotation and quotation.start >= start else low
        while (quotation := shape.quotation(high - 1)) and quotation.end > high:
            high = quotation.end
        if shape.quotation(start):
            low = start
        if max(start, low) < min(end, high):
            kept.append((max(start, low), min(end, high)))
    draft.content = kept or draft.content


def _without_inner_verbs(shape: Layout, drafts: list[Draft]) -> list[Draft]:
    by_source: dict[tuple[Span, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.source and draft.cue and draft.content:
            by_source[draft.source].append(draft)
    gone: set[int] = set()
    for several in by_source.values():
        several.sort(key=lambda d: d.cue)
        for first, second in zip(several, several[1:], strict=False):
            end, cue, start = first.content[-1][1], second.cue[0], second.content[-1][0]
            if not first.cue[-1][1] <= first.content[0][0] < end <= cue[0] < second.cue[-1][1] <= start:
                continue
            gaps = shape.text[end : cue[0]] + shape.text[second.cue[-1][1] : start]
            verb = shape.text[cue[0] : cue[1]]
            if len(gaps) < _MAX_GAP and not _JOINS.search(gaps) and not verb.endswith("ing"):
                first.content = joined([*first.content[:-1], (first.content[-1][0], second.content[-1][1])])
                gone.add(id(second))
    return [draft for draft in drafts if id(draft) not in gone]


def _of_its_paragraph(shape: Layout, draft: Draft) -> list[Span]:
    """Return the content without quotations that open a paragraph after the one before was closed."""
    kept: list[Span] = []
    for start, end in draft.content:
        found = shape.quotation(start)
        opens = found is not None and shape.paragraphs[shape.paragraph(start)][0] == found.start
        before = shape.quotation(kept[-1][1] - 1) if kept else None
        if opens and before and not before.runs_on and draft.cue and draft.cue[-1][1] <= start:
            break
        kept.append((start, end))
    return kept


def _find_source(shape: Layout, draft: Draft) -> None:
    if draft.source or not draft.cue or len(draft.content) < 2:
        return
    (start, end), cue = draft.content[0], draft.cue[0]
    words = set(_words(shape.text, draft.cue))
    between = shape.text[end : cue[0]] if end <= cue[0] else "x"
    if between.strip() or len(between) > 2 or words & facts.function_words("be") or shape.quotation(start):
        return
    if sum(1 for _ in _WORD.finditer(shape.text, start, end)) <= _MAX_SOURCE_WORDS:
        draft.source = ((start, end),)
        draft.content = draft.content[1:]


def _find_teller(shape: Layout, draft: Draft) -> None:
    if len(draft.source) != 1 or not draft.cue or not draft.content or draft.content[-1][1] > draft.cue[0][0]:
        return
    (start, _), (end, cue) = draft.cue[0], (draft.content[-1][1], draft.cue[-1])
    if draft.source[0][0] - cue[1] != 1 or shape.plain[slice(*cue)].lower() != "told":
        return
    if teller := _TELLER.fullmatch(shape.plain, end, start):
        draft.source = (teller.span(1),)


def _drop_hearsay_source(shape: Layout, draft: Draft) -> None:
    """Make of "Lund was" [reportedly] "held" what is reported, of nobody in particular."""
    alone = len(draft.source) == 1 and len(draft.cue) == 1 and 0 <= draft.cue[0][0] - draft.source[0][1] <= 1
    if alone and shape.plain[slice(*draft.cue[0])].lower() in _HEARSAY:
        draft.content = joined([*draft.source, *draft.content])
        draft.source = ()


def _find_source_behind(shape: Layout, draft: Draft) -> None:
    if draft.source or not draft.cue or not draft.content or draft.content[-1][1] > draft.cue[0][0]:
        return
    verb = shape.text[slice(*draft.cue[-1])].lower().split()
    start, stop = draft.cue[-1][1], shape.sentence_span(draft.cue[-1][1] - 1)[1]
    rest = _BEHIND.match(shape.plain, start, stop)
    if not rest or len(verb) > 1 or verb[0] not in facts.words("reporting.tsv"):
        return
    last = rest.group(1).split()[-1].lower()
    if last in facts.roles() or last in facts.bodies() or facts.is_place(rest.group(1)):
        draft.source = (rest.span(1),)


def _find_owned(shape: Layout, draft: Draft) -> None:
    if not draft.source:
        return
    start, end = draft.source[-1]
    if shape.plain[end - 2 : end] in ("'s", "’s") and (name := _OWNED.match(shape.plain, end)):
        draft.source = (*draft.source[:-1], (start, name.end()))


def _cut_report(shape: Layout, draft: Draft) -> None:
    if len(draft.source) == 1 and (match := _REPORTED.fullmatch(shape.plain, *draft.source[0])):
        draft.source = (match.span(1),)
        draft.around = draft.around.filled_from(Circumstances(relay=proper(match[2])))


def _cut_clause(shape: Layout, draft: Draft) -> None:
    if len(draft.source) == 1 and (match := _CLAUSE.fullmatch(shape.plain, *draft.source[0])):
        draft.source = (match.span(1),)


def _cut_paragraph(shape: Layout, draft: Draft) -> None:
    """Leave of a source only what stands in the paragraph of the cue: not a heading or a caption above it."""
    if draft.source and draft.cue and shape.paragraphs:
        here = shape.paragraphs[shape.paragraph(draft.cue[0][0])][0]
        below = tuple((max(a, here), b) for a, b in draft.source if b > here)
        draft.source = below if draft.cue[0][0] > draft.source[0][0] and below else draft.source


def _without_repeats(drafts: list[Draft]) -> list[Draft]:
    """Leave out a draft whose content lies within that of a surer one with the same source, or part of it."""
    groups: list[list[Draft]] = []
    reach = -1
    for draft in sorted((d for d in drafts if d.source), key=lambda d: d.source):
        if draft.source[0][0] >= reach:
            groups.append([])
        groups[-1].append(draft)
        reach = max(reach, draft.source[0][1])
    gone: set[int] = set()
    for several in groups:
        several.sort(key=lambda d: -d.confidence)
        for index, draft in enumerate(several[1:_MAX_COMPARED], start=1):
            within = (_within(draft.content, other.content) for other in several[:index] if id(other) not in gone)
            if any(within):
                gone.add(id(draft))
    return [draft for draft in drafts if id(draft) not in gone]


def _within(inner: Sequence[Span], outer: Sequence[Span]) -> bool:
    return all(any(c <= a and b <= d for c, d in outer) for a, b in inner)


def _drop_passive_source(shape: Layout, draft: Draft) -> None:
    if not draft.source or not draft.cue:
        return
    words = _words(shape.text, draft.cue)
    gap = shape.text[draft.source[-1][1] : draft.cue[0][0]]
    passive = bool(set(words) & facts.function_words("be") and set(words[-2:]) & _participles())
    if passive and not gap.strip() and "by" not in words:
        draft.content = sorted([*draft.source, *draft.content])
        draft.source = ()


@cache
def _participles() -> frozenset[str]:
    """Words after which a passive subject is not the one who speaks."""
    return facts.words("passives.tsv")


def _words(text: str, spans: Iterable[Span]) -> list[str]:
    return [w.lower() for a, b in spans for w in _WORD.findall(text[a:b])]


def _distance(draft: Draft, span: Span) -> int:
    """Return the characters between a span and the nearest cue or, without a cue, source."""
    near = draft.cue or draft.source
    return min((max(0, span[0] - b, a - span[1]) for a, b in near), default=1 << 40)


def _share_fragments(drafts: Sequence[Draft]) -> None:
    """Give a fragment that several drafts have to the nearest cue, where the others keep something else."""
    claims: dict[Span, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for span in draft.content:
            claims[span].append(draft)
    for span, several in claims.items():
        if len(several) > 1:
            nearest = min(several, key=lambda d: _distance(d, span))
            _release(several, nearest, lambda own, span=span: own == span)  # type: ignore[misc]


def _release(several: Iterable[Draft], winner: Draft, belongs: Callable[[Span], bool]) -> None:
    for draft in several:
        rest = [own for own in draft.content if not belongs(own)]
        if draft is not winner and rest:
            draft.content = rest


def _claims(shape: Layout, drafts: Sequence[Draft]) -> dict[Quotation, list[Draft]]:
    """Return for each quotation the drafts that have part of it as content and stand outside it."""
    claims: dict[Quotation, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for near in dict.fromkeys(q for a, b in draft.content for q in shape.quotations_in(a, b)):
            if not any(near.start <= a < near.end for a, _ in (*draft.cue, *draft.source)):
                claims[near].append(draft)
    return claims


def _share_quotations(shape: Layout, drafts: Sequence[Draft]) -> None:
    for quotation, several in _claims(shape, drafts).items():
        if len(several) < 2:
            continue
        span = (quotation.start, quotation.end)
        winner = min(several, key=lambda d: (_sentences_apart(shape, d, span), _distance(d, span)))
        for draft in several:
            apart = _sentences_apart(shape, draft, span)
            if draft is winner or apart <= _sentences_apart(shape, winner, span):
                continue
            rest = [piece for own in draft.content for piece in _without(own, span)]
            if any(_WORD.search(shape.text, a, b) for a, b in rest):
                draft.content = rest


def _without(own: Span, span: Span) -> list[Span]:
    pieces = [(own[0], min(own[1], span[0])), (max(own[0], span[1]), own[1])]
    return [(a, b) for a, b in pieces if a < b] if own[0] < span[1] and span[0] < own[1] else [own]


def _sentences_apart(shape: Layout, draft: Draft, span: Span) -> int:
    first, last = shape.sentence(span[0]), shape.sentence(span[1] - 1)
    near = draft.cue or draft.source
    return min((max(0, first - s, s - last) for a, _ in near for s in (shape.sentence(a),)), default=1 << 20)


def _complete_quotations(shape: Layout, drafts: Sequence[Draft]) -> None:
    """Stretch a fragment that holds part of a quotation to all of it when nobody else claims it."""
    sole = {q.start: several[0] for q, several in _claims(shape, drafts).items() if len(several) == 1}
    for draft in drafts:
        grown = []
        for start, end in draft.content:
            first, last = shape.quotation(start), shape.quotation(end - 1)
            if first and sole.get(first.start) is draft:
                start = first.start
            if last and sole.get(last.start) is draft:
                end = max(end, last.end)
            grown.append((start, end))
        draft.content = joined(grown)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Sort spans and join those that overlap."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
