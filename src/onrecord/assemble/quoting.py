"""Agencies that quote: "the Ansgar agency quoted Ada Lund as saying that ..." is Lund's statement, relayed by Ansgar.

Taggers take the agency, the subject of "quoted", for the source. The source is whoever is quoted, the cue reaches to
"saying", and the agency is the relay. In the passive ("Lund was quoted as saying by Ansgar") the subject is the source,
also where nobody quotes ("Lund is reported as saying").

"The ships left, Ansgar said, quoting Ada Lund" is Lund's, too; and so is what goes on after it: "adding that ...".
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from onrecord import facts
from onrecord.assemble.drafts import Circumstances, Draft
from onrecord.assemble.relayed import is_outlet, proper, source_name
from onrecord.layout import Layout
from onrecord.types import Span

_QUOTES = re.compile(r"\b(?:quot(?:es|ed|ing)|cit(?:es|ed|ing))\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being) (?:\w+ )?(?:quoted|cited|reported|heard) as \w+ing\b", re.IGNORECASE
)
_AS_SAYING = re.compile(r"\s+(?!by\b)(?P<who>[^\s,.;:“\"][^.;:“\"\n]{0,160}?),?\s+as\s+(?P<verb>\w+ing)\b:?")
_SAYING = ("saying", "stating", "telling", "warning")  # behind a name and what follows it in commas
_QUOTING = re.compile(r",? (?:quoting|citing) ([^,.;:“”\"\n]{2,80})(?=[,.;\n])")
_CITING = frozenset({"quoting", "citing"})
_HEAD_END = re.compile(r"[,(]| (?:of|for|in|at|on|from|with|who|that)\b")
_MOST = 12  # words that name somebody
Place = tuple[tuple[Span, ...], int]  # a source and a sentence
_BEFORE = 3  # characters between a subject and the passive verb


def quoted_speaker(shape: Layout, draft: Draft) -> None:
    """Give a draft whose source only quotes somebody its true source, cue and relay."""
    if not draft.cue:
        return
    start, end = draft.cue[0][0], draft.cue[-1][1]
    words = shape.text[start:end]
    if _PASSIVE.search(words):
        _passive(shape, draft)
    elif (
        draft.source and (verb := _QUOTES.search(words)) and (found := _AS_SAYING.match(shape.text, start + verb.end()))
    ):
        if "," in found["who"] and found["verb"] not in _SAYING:
            return
        _relayed(shape, draft, found.span("who"), (start, found.end()))


def through_agencies(shape: Layout, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts of what an outlet says, "quoting Ada Lund", as hers, without those that only tell of it."""
    told: dict[Place, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.source and draft.cue and is_outlet(source_name(shape, draft)):
            told[draft.source, shape.sentence(draft.cue[0][0])].append(draft)
    gone: set[int] = set()
    for several in told.values():
        last = max(several, key=lambda d: d.cue)
        name = last.content[0] if len(last.content) == 1 and _cue(shape, last) in _CITING else None
        if name and len(several) > 1:
            gone.add(id(last))
        elif behind := _QUOTING.match(shape.plain, max(last.source[-1][1], last.cue[-1][1])):
            name = behind.span(1)
        if not name or not _is_somebody(shape.plain[slice(*name)]):
            gone.discard(id(last))
            continue
        relay = Circumstances(relay=proper(source_name(shape, last)))
        for draft in several:
            draft.source, draft.around = (name,), draft.around.filled_from(relay)
    return [draft for draft in drafts if id(draft) not in gone]


def go_on(shape: Layout, drafts: Sequence[Draft], before: Mapping[int, tuple[Span, ...]]) -> None:
    """Give what goes on after "Ansgar quoted Lund as saying" to Lund; before: id of draft -> its source as marked."""
    marked: dict[Place, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.cue and before[id(draft)]:
            marked[before[id(draft)], shape.sentence(draft.cue[0][0])].append(draft)
    for several in marked.values():
        first, *others = sorted(several, key=lambda d: d.cue)
        if first.source == before[id(first)] or not first.around.relay:
            continue
        for draft in others:
            if draft.source == before[id(draft)] and _cue(shape, draft).endswith("ing"):
                draft.source, draft.around = first.source, draft.around.filled_from(first.around)


def _cue(shape: Layout, draft: Draft) -> str:
    return " ".join(shape.plain[a:b] for a, b in draft.cue).lower()


def _is_somebody(words: str) -> bool:
    """Tell whether words are a name or mean people: "Ada Lund", "two port officials"; not "fears of a flood"."""
    parts = words.split()
    last = (_HEAD_END.split(words)[0].split()[-1:] or [""])[0]
    human = bool({last, last.removesuffix("s")} & facts.roles().keys())
    return len(parts) <= _MOST and (parts[0][0].isupper() or human)


def _passive(shape: Layout, draft: Draft) -> None:
    start = draft.cue[0][0]
    subject = next(
        (s for s in draft.content if 0 <= start - s[1] <= _BEFORE and s[0] < s[1] and not shape.quotation(s[0])), None
    )
    if subject and not draft.source and len(draft.content) > 1:
        draft.source, draft.content = (subject,), [span for span in draft.content if span != subject]
    elif subject and draft.source and draft.source[0][0] > start:
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
