"""When a statement was made: the time expression that belongs to its cue, never one inside what was said.

    "...", she told reporters last week          after the cue
    she on Monday told ...                       right before the cue
    On February 15, she said that ...            at the head of the clause that holds the cue
    On the same day, he said ...                 the day of the last dated sentence before

A time that stands in another clause, or with what is spoken about, is left alone: no date is better than a wrong one.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, iso
from onrecord.dates.publication import interval
from onrecord.dates.reasons import reason, reference_for
from onrecord.dates.tokens import words as time_words
from onrecord.dates.values import Anaphor, Direction, Open, resolve
from onrecord.types import Dating, Passage, Said, Span

_NOT_WHEN = frozenset({"after", "before", "between", "by", "for", "from", "of", "since", "through", "till", "until"})
_ATTRIBUTIVE = frozenset({"article", "the", "this", "that"})
_HELD_AT = frozenset({"at", "during", "in"})  # "at Monday's meeting" tells when; "Monday's attack" does not
_MAX_REACH = 1500  # characters on either side of the cue
_MAX_LEAD, _MAX_TAIL = 12, 25  # words before a time at the head of the clause; words from the cue to its time
_WORD = re.compile(r"[^\W\d_]+")
_ASIDE = re.compile(r",\s+(?:who|which|whose|whom|where)\b[^,]{0,200},|^\s+(?:that|when)\b[^,]{0,200},|\bin which\b")
"""Clauses that do not end the one they stand in: ", who left,", "on the day that he left,", "a speech in which"."""


def said(
    text: str,
    sentence: Span,
    cue: Span | None,
    content: Sequence[Span],
    published: Dating,
    passages: Sequence[Passage] = (),
) -> Said | None:
    """Return when the statement with this cue and content was made; None when its sentence does not tell.

    All spans are into the text. Without a cue only a time at the head of the sentence counts. The ends of the result
    are None where the publication date that they depend on is unknown.
    """
    middle = cue or (sentence[0], sentence[0])
    start = max(sentence[0], middle[0] - _MAX_REACH)
    end = min(sentence[1], middle[1] + _MAX_REACH)
    outside = [
        each
        for each in expressions(text, start, end)
        if not any(each.start < b and a < each.end for a, b in content) and _tells_when(text, each, start)
    ]
    found = _attached(text, (start, end), cue, content, outside)
    if found is None:
        return None
    direction = Direction.FUTURE if cue and _announced(text, start, cue[0]) else Direction.PAST
    return _said(text, found, interval(published), direction, passages)


def _tells_when(text: str, each: TimeExpression, start: int) -> bool:
    """Whether the expression stands as an adverbial, not as part of a name or another phrase."""
    if isinstance(each.value, Open) or each.relation in _NOT_WHEN:
        return False
    if text.startswith(("'s", "’s"), each.end):
        return each.relation in _HELD_AT
    before = _words(text, max(start, each.start - 40), each.start)
    entry = time_words().get(before[-1]) if before and not text[each.start - 1 : each.start].strip(" ") else None
    return not (entry and entry.name in _ATTRIBUTIVE)


def _attached(
    text: str, around: Span, cue: Span | None, content: Sequence[Span], times: Sequence[TimeExpression]
) -> TimeExpression | None:
    if cue:
        after = next((each for each in times if each.start >= cue[1]), None)
        if after and _follows(text, cue, after, content):
            return after
    before = [each for each in times if cue is None or each.end <= cue[0]]
    for each in reversed(before):
        clause = max([around[0], *(b for _, b in content if b <= each.start)])
        if cue and _adjoins(text, each, cue):
            return each
        if _leads(text, clause, each) and (cue is None or _runs_on(text, each, cue, content)):
            return each
    return None


def _follows(text: str, cue: Span, time: TimeExpression, content: Sequence[Span]) -> bool:
    """Whether nothing between the cue and the time gives the time to another verb or to the topic."""
    gap = _without(text, (cue[1], time.start), content)
    words = _words(gap, 0, len(gap))
    if len(words) > _MAX_TAIL or (words and _class(words[0]) == "topic"):
        return False
    cited = re.search(r"(?:^\s*|,\s*)(\w+ing)\b", gap)
    return not any(_blocks(word) for word in words) and not (cited and _class(cited[1].lower()) != "act")


def _adjoins(text: str, time: TimeExpression, cue: Span) -> bool:
    """Whether the time stands right before the cue ("on Monday told", "said on Monday, adding")."""
    gap = text[time.end : cue[0]]
    if gap.strip() == ",":
        return text[cue[0] : cue[1]].endswith("ing")
    return "," not in gap and len(gap.split()) <= 1


def _leads(text: str, clause: int, time: TimeExpression) -> bool:
    """Whether the time is the first adverbial of its clause: no verb but that of speaking comes before it."""
    words = _words(text, clause, time.start)
    return len(words) <= _MAX_LEAD and not any(_blocks(word) or word in _NOT_WHEN for word in words)


def _runs_on(text: str, time: TimeExpression, cue: Span, content: Sequence[Span]) -> bool:
    """Whether the clause that the time leads still runs at the cue."""
    gap = _ASIDE.sub(",", _without(text, (time.end, cue[0]), content))
    words = _words(gap, 0, len(gap))
    joined = bool(words) and words[-1] == "and"
    return not any(_class(word) == "clause" or (_blocks(word) and not joined) for word in words)


def _announced(text: str, start: int, cue: int) -> bool:
    """Whether the statement is still to come ("will say on Monday")."""
    words = _words(text, max(start, cue - 30), cue)[-3:]
    entries = [time_words().get(word) for word in words]
    return any(entry is not None and entry.name == "future" for entry in entries)


def _said(
    text: str, found: TimeExpression, anchor: Interval, direction: Direction, passages: Sequence[Passage]
) -> Said:
    if isinstance(found.value, Anaphor):
        antecedent = reference_for(text, found, passages)
        if antecedent is None:
            return Said(None, None, found.words, "refers to a day that is not found")
        days = resolve(antecedent.value, anchor, direction=Direction.PAST)
        days = resolve(found.value, anchor, reference=days)
        return Said(iso(days.earliest), iso(days.latest), found.words, reason(found, days, direction, antecedent))
    days = resolve(found.value, anchor, direction=direction)
    if direction is Direction.PAST and anchor.latest and days.latest and days.earliest:
        days = days.within(Interval(None, anchor.latest))
    return Said(iso(days.earliest), iso(days.latest), found.words, reason(found, days, direction))


def _without(text: str, span: Span, content: Sequence[Span]) -> str:
    """Return the characters of the span that lie outside the content."""
    pieces, position = [], span[0]
    for a, b in sorted(content):
        if a < span[1] and b > position:
            pieces.append(text[position : max(position, a)])
            position = b
    pieces.append(text[position : span[1]])
    return " ".join(pieces)


def _words(text: str, start: int, end: int) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text, start, end)]


def _blocks(word: str) -> bool:
    """Whether a word opens a clause of its own or is its verb."""
    name = _class(word)
    if name:
        return name == "clause"
    entry = time_words().get(word)
    return entry is not None and entry.name in ("past", "future")


def _class(word: str) -> str:
    return _cue_time_words().get(word, "")


@cache
def _cue_time_words() -> dict[str, str]:
    lines = resources.files("onrecord.data").joinpath("cue_time_words.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    if rows != sorted(set(rows)):
        raise ValueError("cue_time_words.tsv is not sorted, or gives a word twice")
    return {word: name for name, _, word in (row.partition("\t") for row in rows)}
