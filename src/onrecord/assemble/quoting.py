"""Agencies that quote: "the Ansgar agency quoted Ada Lund as saying that ..." is Lund's statement, relayed by Ansgar.

Taggers take the agency, the subject of "quoted", for the source. The source is whoever is quoted, the cue reaches to
"saying", and the agency is the relay. In the passive ("Lund was quoted as saying by Ansgar") the subject is the source.
"""

import re

from onrecord.assemble.drafts import Circumstances, Draft
from onrecord.layout import Layout
from onrecord.types import Span

_QUOTES = re.compile(r"\b(?:quot(?:es|ed|ing)|cit(?:es|ed|ing))\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being) (?:\w+ )?(?:quoted|cited) as \w+ing\b", re.IGNORECASE)
_AS_SAYING = re.compile(r"\s+(?!by\b)(?P<who>[^\s,.;:“\"][^.;:“\"\n]{0,160}?),?\s+as\s+(?P<verb>\w+ing)\b:?")
_SAYING = ("saying", "stating", "telling", "warning")  # behind a name and what follows it in commas
_BEFORE = 3  # characters between a subject and the passive verb


def quoted_speaker(shape: Layout, draft: Draft) -> None:
    """Give a draft whose source only quotes somebody its true source, cue and relay."""
    if not draft.cue or not draft.source:
        return
    start, end = draft.cue[0][0], draft.cue[-1][1]
    words = shape.text[start:end]
    if _PASSIVE.search(words):
        _passive(shape, draft)
    elif (verb := _QUOTES.search(words)) and (found := _AS_SAYING.match(shape.text, start + verb.end())):
        if "," in found["who"] and found["verb"] not in _SAYING:
            return
        _relayed(shape, draft, found.span("who"), (start, found.end()))


def _passive(shape: Layout, draft: Draft) -> None:
    start = draft.cue[0][0]
    subject = next(
        (s for s in draft.content if 0 <= start - s[1] <= _BEFORE and s[0] < s[1] and not shape.quotation(s[0])), None
    )
    if subject and draft.source[0][0] > start:
        _relayed(shape, draft, subject, (start, draft.cue[-1][1]))


def _relayed(shape: Layout, draft: Draft, source: Span, cue: Span) -> None:
    relay = shape.text[draft.source[0][0] : draft.source[-1][1]].removeprefix("The ").removeprefix("the ")
    taken = (min(source[0], cue[0]), max(source[1], cue[1]))
    parts = [part for a, b in draft.content for part in ((a, min(b, taken[0])), (max(a, taken[1]), b))]
    rest = [part for part in parts if part[0] < part[1]]
    if rest:
        draft.source, draft.content = (source,), rest
        draft.cue = (cue,) if source[1] <= cue[0] else ((cue[0], source[0] - 1), (source[1] + 1, cue[1]))
        draft.around = draft.around.filled_from(Circumstances(relay=relay))
