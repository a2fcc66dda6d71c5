"""Time expressions in English news text, with their exact spans.

>>> [each.words for each in expressions("On Monday she said that talks had failed in May 2016, a year after the war.")]
['Monday', 'May 2016']
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.dates.grammar import RULES
from onrecord.dates.interval import Interval
from onrecord.dates.tokens import CODES, TELLING, Line, lines
from onrecord.dates.tokens import words as table
from onrecord.dates.values import Direction, Value, resolve

_SINCE, _UNTIL = frozenset({"since"}), frozenset({"before", "by", "till", "until"})
_AHEAD = frozenset({"by", "till", "until"})
_MAX_TENSE = 12  # tokens looked at on either side for the tense: about one clause
_STOPS = frozenset(".!?;")
_QUOTES = frozenset("\"“”‘’'")
_DAYPARTS = {"tonight": "NI"}
_SHORTEST_ED = 3  # "red", "bed" are no verbs
_RUN = re.compile(f"[^{CODES['other']}]+")  # tokens that may play a part in dates, side by side
_NOT_TELLING = "".join(code for name, code in CODES.items() if name not in TELLING)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time: ``text[start:end] == words``.

    relation: the preposition before it ("on", "since"), lower case, or None. direction: the tense of its clause, None
    when that has no sign of one. daypart: TimeML suffix ("MO", "NI") of "Monday night", or None.
    """

    start: int
    end: int
    words: str
    value: Value
    relation: str | None = None
    direction: Direction | None = None
    daypart: str | None = None

    def resolve(self, anchor: Interval, *, reference: Interval | None = None) -> Interval:
        """Return the days that the bare expression names, seen from the anchor (see ``values.resolve``)."""
        return resolve(self.value, anchor, direction=self.direction, reference=reference)

    def covers(self, anchor: Interval, *, reference: Interval | None = None) -> Interval:
        """Return the days that the expression with its preposition covers: "since Monday" runs on to the anchor."""
        days = self.resolve(anchor, reference=reference)
        if self.relation in _SINCE:
            ends = anchor.latest if not days.earliest or not anchor.latest or anchor.latest >= days.earliest else None
            return Interval(days.earliest, ends)
        if self.relation in _UNTIL:
            return Interval(None, days.latest)
        return Interval(days.latest, None) if self.relation == "after" else days


def expressions(text: str, start: int = 0, end: int | None = None) -> list[TimeExpression]:
    """Return the time expressions of ``text[start:end]`` in order; none overlap, none crosses a line break."""
    return [found for line in lines(text, start, end) for found in _in_line(line)]


@cache
def _any_rule() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in RULES))


def _in_line(line: Line) -> Iterator[TimeExpression]:
    for run in _RUN.finditer(line.codes):
        index, end = run.start(), run.start() + len(run.group().rstrip(_NOT_TELLING))
        while index < end:
            found = _at(line, index) if _any_rule().match(line.codes, index) else None
            if found:
                yield found[0]
            index = found[1] if found else index + 1


def _at(line: Line, first: int) -> tuple[TimeExpression, int] | None:
    """Return the longest expression that begins with this token, and the index of the token after it."""
    before = line.word(first - 1).lower()
    if line.name(first - 1) == "repeat" or _in_name(line, first):
        return None
    best: tuple[int, Value, dict[str, str]] | None = None
    for rule in RULES:
        match = rule.pattern.match(line.codes, first)
        if not match or match.end() <= (best[0] if best else first):
            continue
        if rule.after and before not in rule.after:
            continue
        parts = _parts(line, first, match.end())
        value = rule.build(parts)
        if value is not None:
            best = match.end(), value, parts
    if best is None or _names_a_programme(line, best[0]):
        return None
    end, value, parts = best
    start, stop = line.starts[first], line.ends[end - 1]
    relation = _relation(line, first)
    daypart = parts.get("daypart") or _DAYPARTS.get(line.word(end - 1).lower())
    words = line.text[start:stop]
    return TimeExpression(start, stop, words, value, relation, _direction(line, first, end), daypart), end


def _in_name(line: Line, first: int) -> bool:
    """Whether a capital where none belongs shows a name ("CBS This Morning", the programme "This Week")."""
    if line.name(first) not in ("this", "last", "next", "deictic", "the") or not line.word(first)[0].isupper():
        return False
    before, after = line.word(first - 1), line.word(first + 1)
    shouted = line.word(first).isupper() and not after.islower()  # a headline in capitals
    inside = bool(before) and before[-1].isalnum()
    quoted = before in _QUOTES and after[:1].isupper() and line.name(first + 1) in ("unit", "daypart")
    return (inside and not shouted) or quoted


def _names_a_programme(line: Line, end: int) -> bool:
    """Whether the words go on as a name ("Saturday Night Live")."""
    last, after = line.word(end - 1), line.word(end)
    return line.name(end - 1) == "daypart" and last.istitle() and after.istitle()


def _parts(line: Line, first: int, end: int) -> dict[str, str]:
    parts: dict[str, str] = {}
    for index in range(first, end):
        name = line.name(index)
        parts[f"{name} 2" if name in parts else name] = line.values[index]
    return parts


def _relation(line: Line, first: int) -> str | None:
    """Return the preposition that governs the expression; "the" or a time of day may stand between."""
    index = first - 1
    while line.name(index) in ("the", "roughly", "clock", "zone"):
        index -= 1
    word = line.word(index).lower()
    return word if word == "to" or line.name(index) in ("preposition", "before", "after", "of") else None


def _direction(line: Line, first: int, end: int) -> Direction | None:
    """Return the tense of the clause: that of the nearest sign before the expression, else after it."""
    if _relation(line, first) in _AHEAD:
        return Direction.FUTURE
    for steps in (range(first - 1, first - 1 - _MAX_TENSE, -1), range(end, end + _MAX_TENSE)):
        for index in steps:
            name, word = line.name(index), line.word(index)
            if not name or (word in _STOPS and _ends_clause(line, index)):
                break
            if name == "future":
                return Direction.FUTURE
            if name == "past" or (name == "other" and is_past_form(word)):
                return Direction.FUTURE if line.word(index - 1).lower() == "be" else Direction.PAST
    return None


def is_past_form(word: str) -> bool:
    """Whether a word has the regular form of the past ("asked"), as far as its letters tell."""
    return word.endswith("ed") and word.islower() and len(word) > _SHORTEST_ED and word not in table()


def _ends_clause(line: Line, index: int) -> bool:
    """Whether a mark ends a sentence: a full stop after an abbreviation or inside a number does not."""
    following = line.word(index + 1)
    return line.word(index) != "." or not following or not (following[0].islower() or following[0].isdigit())
