"""Quotations that run on with no cue of their own, given to the speaker before them, when that is safe.

Three ways in which they run on:

- in the same paragraph, right after the sentence of a quotation: ``"..." he said. "More."``: a further fragment of
  the same statement, as PolNeAR has it; after a sentence of indirect speech: a new statement;
- over a paragraph break, with the first paragraph's mark left open and one opened anew: a further fragment;
- as a paragraph of its own after a paragraph that ends with a statement: a new statement.

Safe means: nothing in it is claimed by an attribution, it covers whole sentences (so never a scare quote), and the
statement before it is no part of another one. A question is no beginning: what follows it may be somebody's answer.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.assemble.drafts import Draft, Regions, extent
from onrecord.layout import Layout, parents
from onrecord.quotes import Quotation
from onrecord.types import How, Span

_WORD = re.compile(r"\w+")
_MIN_WORDS = 4  # a paragraph of fewer quoted words may be a heading
_DOUBT = 0.85  # of the confidence of the statement that is continued
_GLUE = re.compile(r"[\s.,;:!?…]*\Z")


def continued(shape: Layout, drafts: Sequence[Draft], regions: Regions) -> list[Draft]:
    """Return the drafts, some with further fragments, and new ones for quotations that continue a speaker."""
    result = sorted(drafts, key=lambda d: d.content)
    claimed = sorted(span for d in result for span in (*d.content, *d.cue, *d.source))
    starts = [a for a, _ in claimed]
    reach = _reach(claimed)
    above = parents([extent(d) for d in result], [d.content for d in result])
    top = [d for d, parent in zip(result, above, strict=True) if parent is None and (d.source or d.how)]
    ends = sorted(((_end(d), i) for i, d in enumerate(top)), reverse=True)
    latest: tuple[int, Draft] | None = None  # the statement that ends last before the quotation, and where it ends
    for quotation in shape.quotations:
        while ends and ends[-1][0] <= quotation.start:
            end, number = ends.pop()
            latest = (end, top[number]) if latest is None or end >= latest[0] else latest
        index = bisect_left(starts, quotation.end)
        region = regions.at(quotation.start)
        if latest is None or region is None or (index and reach[index - 1] > quotation.start):
            continue
        end, before = latest
        if before.kind != region.kind or not _whole_sentences(shape, quotation):
            continue
        draft = _join(shape, before, end, quotation)
        if draft is not None:
            latest = (quotation.end, draft)
            result.extend([draft] if draft is not before else [])
    return result


def _reach(spans: Sequence[Span]) -> list[int]:
    """Return for each span the greatest end among it and those before it."""
    reach: list[int] = []
    for _, end in spans:
        reach.append(max(end, reach[-1]) if reach else end)
    return reach


def _end(draft: Draft) -> int:
    return max(b for _, b in (*draft.content, *draft.cue, *draft.source))


def _whole_sentences(shape: Layout, quotation: Quotation) -> bool:
    first = shape.sentence_span(quotation.start)
    last = shape.sentence_span(quotation.end - 1)
    if first[0] != quotation.start or _GLUE.match(shape.text, quotation.end, last[1]) is None:
        return False
    inner = shape.text[quotation.start + quotation.left : quotation.end - quotation.right].rstrip()
    return inner[-1:] in ".!?…—–" or not quotation.closed


def _join(shape: Layout, before: Draft, end: int, quotation: Quotation) -> Draft | None:
    """Return ``before`` with the quotation added, a new draft that continues it, or None where neither is safe.

    end: where ``before`` ends.
    """
    here, there = shape.paragraph(quotation.start), shape.paragraph(end - 1)
    spoken = before.content[-1]
    held = shape.quotation(spoken[1] - 1)
    if here == there:
        if shape.sentence(quotation.start) - shape.sentence(end - 1) != 1:
            return None
        if held and held.start < quotation.start:
            before.content.append((quotation.start, quotation.end))
            return before
        return _new(before, quotation)
    if here != there + 1 or shape.paragraphs[here][0] != quotation.start:
        return None
    if held and held.runs_on:
        before.content.append((quotation.start, quotation.end))
        return before
    return _own_paragraph(shape, before, end, quotation)


def _own_paragraph(shape: Layout, before: Draft, end: int, quotation: Quotation) -> Draft | None:
    text = shape.text
    here, there = shape.paragraphs[shape.paragraph(quotation.start)], shape.paragraphs[shape.paragraph(end - 1)]
    ends_with_it = shape.sentence(end - 1) == shape.sentence(there[1] - 1)
    fills_it = _GLUE.match(text, quotation.end, here[1]) is not None
    question = text[slice(*before.content[-1])].rstrip("\"'”’»“)").endswith("?")
    words = sum(1 for _ in _WORD.finditer(text, quotation.start, quotation.end))
    if not (ends_with_it and fills_it) or question or words < _MIN_WORDS:
        return None
    return _new(before, quotation)


def _new(before: Draft, quotation: Quotation) -> Draft:
    span = (quotation.start, quotation.end)
    return Draft((), (), [span], before.confidence * _DOUBT, before.kind, How.CONTINUED)
