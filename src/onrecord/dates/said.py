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

from onrecord.dates.expressions import TimeExpression, expressions, is_past_form
from onrecord.dates.interval import Interval, iso
from onrecord.dates.publication import interval
from onrecord.dates.reasons import reason, reference_for
from onrecord.dates.tokens import Word
from onrecord.dates.tokens import words as time_words
from onrecord.dates.values import Anaphor, Calendar, Direction, Open, Value, in_year, lies_ahead, resolve
from onrecord.types import Dating, Days, Passage, Said, Span

_NOT_WHEN = frozenset(
    {"after", "before", "between", "by", "for", "from", "of", "since", "through", "till", "to", "until"}
)
_BEYOND = frozenset({"after", "before", "since", "till", "until"})
_ATTRIBUTIVE = frozenset({"article", "the", "this", "that"})
_DETERMINERS = frozenset({"a", "an", "her", "his", "its", "the", "their"})
_HELD_AT = frozenset({"at", "during", "in"})  # "at Monday's meeting" tells when; "Monday's attack" does not
_MAX_REACH = 1500  # characters on either side of the cue
_MAX_YEARS = 5  # years left open that are listed one by one
_MAX_PLACE = 4  # words between a time and a participle after it ("on Monday in Tesk, adding")
_MAX_LEAD, _MAX_TAIL = 12, 25  # words before a time at the head of the clause; words from the cue to its time
_AHEAD = Word("future", "will")
_NEAR = 40  # characters looked at for the two or three words before
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"\b([^\W\d_]+) $")
_CITED = re.compile(r"(?:^\s*|,\s*)(\w+ing)\b")
_ASIDE = re.compile(r",\s+(?:who|which|whose|whom|where|\w+ed)\b[^,]{0,200},|\bin which\b")
"""Clauses that do not end the one they stand in: ", who left,", ", elected twice,", "a speech in which"."""
_OF_THE_DAY = re.compile(r"^\s+(?:that|when)\b[^,]{0,200},")
"""What "the same day" may be followed by: " that he left,"."""


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
    direction = Direction.FUTURE if cue and _announced(text, start, cue) else Direction.PAST
    if found is None or (direction is Direction.PAST and lies_ahead(found.value)):
        return None
    return _said(text, found, interval(published), direction, passages)


def _tells_when(text: str, each: TimeExpression, start: int) -> bool:
    """Whether the expression stands as an adverbial, not as part of a name or another phrase."""
    if isinstance(each.value, Open) or each.relation in _NOT_WHEN:
        return False
    if text.startswith(("'s", "’s"), each.end):
        return each.relation in _HELD_AT
    before = [word.lower() for word in _words(text, max(start, each.start - _NEAR), each.start)][-2:]
    entry = time_words().get(before[-1]) if before and text[each.start - 1] == " " else None
    if entry and entry.name in _ATTRIBUTIVE:
        return before[0] in _HELD_AT  # "in a March 2016 meeting"
    return True


def _attached(
    text: str, around: Span, cue: Span | None, content: Sequence[Span], times: Sequence[TimeExpression]
) -> TimeExpression | None:
    if cue:
        inside = next((each for each in times if cue[0] <= each.start and each.end <= cue[1]), None)
        if inside and (cue[1] - cue[0] <= _NEAR or inside.end == cue[1]):  # "said at the Aldmoor forum on Friday"
            return inside
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
    gap = _ASIDE.sub(",", _without(text, (cue[1], time.start), content))
    words = _words(gap, 0, len(gap))
    if len(words) > _MAX_TAIL or (words and _class(words[0]) == "topic"):
        return False
    cited = _CITED.search(gap)
    if cited and _class(cited[1]) != "act" and cited[1] not in time_words():  # "said, citing a report of Monday"
        return False
    return not _any_blocks(words)


def _adjoins(text: str, time: TimeExpression, cue: Span) -> bool:
    """Whether the time stands right before the cue ("on Monday told", "said on Monday in Tesk, adding")."""
    gap = text[time.end : cue[0]]
    if gap.rstrip().endswith(","):
        return text[cue[0] : cue[1]].endswith("ing") and len(gap.split()) <= _MAX_PLACE
    return "," not in gap and len(gap.split()) <= 1


def _leads(text: str, clause: int, time: TimeExpression) -> bool:
    """Whether the time is the first adverbial of its clause: no verb but that of speaking comes before it."""
    words = _words(text, clause, min(time.start, clause + _MAX_REACH))
    if not words:
        return True
    if "," in text[clause : time.start] and not _opens(words[0]):  # "The test, its second this year, shows"
        return False
    barred = any(word.lower() in _BEYOND or _class(word) == "against" for word in words)
    return len(words) <= _MAX_LEAD and not barred and not _any_blocks(words)


def _runs_on(text: str, time: TimeExpression, cue: Span, content: Sequence[Span]) -> bool:
    """Whether the clause that the time leads still runs at the cue."""
    gap = _ASIDE.sub(",", _without(text, (time.end, cue[0]), content))
    if isinstance(time.value, Anaphor):
        gap = _OF_THE_DAY.sub(",", gap)
    words = _words(gap, 0, len(gap))
    if words and words[-1].lower() == "and":  # "On Monday she left and said"
        return not any(_class(word) == "clause" for word in words)
    return not _any_blocks(words)


def _announced(text: str, start: int, cue: Span) -> bool:
    """Whether the statement is still to come ("will say on Monday")."""
    words = _words(text, max(start, cue[0] - _NEAR), cue[0])[-3:] + _words(text, cue[0], cue[1])[:2]
    entries = [time_words().get(word.lower()) for word in words]
    return any(entry is not None and entry == _AHEAD for entry in entries)


def _said(
    text: str, found: TimeExpression, anchor: Interval, direction: Direction, passages: Sequence[Passage]
) -> Said:
    antecedent = None
    if isinstance(found.value, Anaphor):
        antecedent = reference_for(text, found, passages)
        if antecedent is None:
            return Said(None, None, _phrase(text, found), "refers to a day that is not found")
        reference = _days(antecedent, anchor, Direction.PAST)
        days = resolve(found.value, anchor, reference=reference)
    else:
        days = _days(found, anchor, direction)
    value = antecedent.value if antecedent else found.value
    options = _years(value, days) if not isinstance(found.value, Anaphor) or found.value.count == 0 else ()
    why = reason(found, days, direction, antecedent)
    return Said(iso(days.earliest), iso(days.latest), _phrase(text, found), why, options)


def _years(value: Value, days: Interval) -> tuple[Days, ...]:
    """Return the days that a date without a year may be, where the year is left open: one for each year."""
    if not isinstance(value, Calendar) or value.year is not None or value.month is None:
        return ()
    if not days.earliest or not days.latest or not 0 < days.latest.year - days.earliest.year <= _MAX_YEARS:
        return ()
    found = (in_year(value, year) for year in range(days.earliest.year, days.latest.year + 1))
    kept = [one for one in found if one and one.overlaps(days)]
    return tuple((iso(one.earliest), iso(one.latest)) for one in kept) if len(kept) > 1 else ()


def _phrase(text: str, found: TimeExpression) -> str:
    """Return the expression with the preposition before it: "on Monday"."""
    before = _LAST_WORD.search(text, max(0, found.start - _NEAR), found.start)
    word = time_words().get(before[1].lower()) if before else None
    possessive = text[found.end : found.end + 2] in ("'s", "’s")
    start = before.start() if before and word and word.name == "preposition" and not possessive else found.start
    return text[start : found.end]


def _days(found: TimeExpression, anchor: Interval, direction: Direction) -> Interval:
    """Return the days of an expression whose direction is certain; nothing said lies after publication."""
    days = resolve(found.value, anchor, direction=direction, certain=True)
    if isinstance(found.value, Calendar) and not (days.earliest and days.latest):
        return Interval()  # one end would name a year that nothing supports
    if direction is Direction.PAST and anchor.latest and days.earliest and days.latest:
        days = days.within(Interval(None, anchor.latest))
    return days


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
    return [match.group() for match in _WORD.finditer(text, start, end)]


def _any_blocks(words: Sequence[str]) -> bool:
    """Whether one of the words opens another clause or is its verb; "a prepared statement" has none."""
    for before, word in zip(["", *words], words, strict=False):
        entry = time_words().get(word.lower())
        verb = is_past_form(word) or (entry is not None and entry.name in ("past", "future"))
        described = before.lower() in _DETERMINERS and word.endswith("ed")
        if _class(word) == "clause" or (verb and not described and not _class(word)):
            return True
    return False


def _opens(word: str) -> bool:
    """Whether a word begins an adverbial ("In Brussels, on Friday, ...")."""
    entry = time_words().get(word.lower())
    return _class(word) == "act" or (entry is not None and entry.name in ("preposition", "phase"))


def _class(word: str) -> str:
    return _cue_time_words().get(word.lower(), "")


@cache
def _cue_time_words() -> dict[str, str]:
    lines = resources.files("onrecord.data").joinpath("cue_time_words.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    if rows != sorted(set(rows)):
        raise ValueError("cue_time_words.tsv is not sorted, or gives a word twice")
    return {word: name for name, _, word in (row.partition("\t") for row in rows)}
