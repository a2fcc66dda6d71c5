"""Transcripts: paragraphs that begin with who speaks, as in ``Lund: We will wait.`` (label, colon, words).

A text is read so when at least three of its paragraphs begin with a label and some label comes back (by its last
word: "Chairman Ada Lund:" and "Lund:" are one). What follows a label is direct speech without quotation marks; so are
the paragraphs without one up to the next label. ``Lund added:`` is no label, as its last word is that of a cue.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import facts
from onrecord.assemble.drafts import Draft, Region, Regions
from onrecord.layout import Layout
from onrecord.types import How, Span

_LABEL = re.compile(r"(?=[A-Z])([\w .’'()&-]{1,60}?)(:)\s+(?=\S)")
_MAX_WORDS = 8
_MIN_TURNS = 3
_CONFIDENCE = 0.9  # of a turn that the tagger did not mark: the layout is unmistakable


@dataclass(frozen=True, slots=True)
class Turn:
    """One labelled paragraph: where label, colon and words stand."""

    label: Span
    colon: Span
    content: Span
    region: Region


def with_turns(shape: Layout, drafts: Sequence[Draft], regions: Regions) -> list[Draft]:
    """Return the drafts, those of labelled paragraphs put right and the missing ones added."""
    turns = _turns(shape, regions)
    if not turns:
        return list(drafts)
    by_start = {turn.label[0]: turn for turn in turns}
    kept = [d for d in drafts if not (d.source and d.source[0][0] in by_start)]
    marked = {d.source[0][0]: d.confidence for d in drafts if d.source}
    for turn in turns:
        confidence = max(_CONFIDENCE, marked.get(turn.label[0], 0.0))
        kept.append(Draft((turn.label,), (turn.colon,), [turn.content], confidence, turn.region.kind, spoken=True))
    for before, after in zip(turns, turns[1:], strict=False):
        first, last = shape.paragraph(before.label[0]) + 1, shape.paragraph(after.label[0])
        if before.region == after.region:
            kept.extend(
                Draft((), (), [span], _CONFIDENCE, before.region.kind, How.CONTINUED, spoken=True)
                for span in shape.paragraphs[first:last]
            )
    return kept


def _turns(shape: Layout, regions: Regions) -> list[Turn]:
    found: list[Turn] = []
    for start, end in shape.paragraphs:
        match = _LABEL.match(shape.plain, start, end)
        region = regions.at(start) if match else None
        words = match.group(1).split() if match else []
        told = bool(words) and words[-1].islower() and _leads_up(words[-1])
        if match and region and len(words) <= _MAX_WORDS and not (told or shape.quotation(start)):
            found.append(Turn(match.span(1), match.span(2), (match.end(), min(end, region.end)), region))
    speakers = Counter(re.sub(r"\W*\([^)]*\)\W*$", "", shape.plain[slice(*t.label)]).split()[-1].lower() for t in found)
    return found if len(found) >= _MIN_TURNS and max(speakers.values()) > 1 else []


def _leads_up(word: str) -> bool:
    """Tell whether a word before a colon is that of a cue: "said", "continued"."""
    return facts.tells(word) or word in facts.function_words("goes on")
