"""The grammar of time expressions: which sequences of word classes are one, and what they mean.

Words are first replaced by their class (``data/time_words.tsv``, and the classes of numbers in ``tokens.py``); a rule
is a pattern over classes with a function that builds the value:

    "Friday, November 18, 2022"  ->  weekday comma month day comma year  ->  Calendar(2022, 11, 18, weekday=4)
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onrecord.dates.interval import Unit
from onrecord.dates.tokens import CODES
from onrecord.dates.values import Ago, Anaphor, Calendar, Either, Open, Shift, Stretch, Value, Weekday, in_year

Parts = Mapping[str, str]
"""The value of each class in a match (of the first word, where a class occurs twice; the second under ``class 2``)."""


MONTH_CONTEXT = frozenset({"during", "in", "since", "through", "throughout", "until"})
"""Words after which "May" or "March" with nothing else is a month."""

YEAR_CONTEXT = frozenset(
    {"after", "before", "between", "by", "during", "for", "from", "in", "of", "since", "through", "till", "to", "until"}
)
"""Words after which four digits with nothing else are a year."""


@dataclass(frozen=True, slots=True)
class Rule:
    """pattern: over class codes. build: from the values of the matched words, None if they make no date after all.

    after: the words one of which must stand before, if any.
    """

    pattern: re.Pattern[str]
    build: Callable[[Parts], Value | None]
    after: frozenset[str] | None = None


def _rule(pattern: str, build: Callable[[Parts], Value | None], *, after: frozenset[str] | None = None) -> Rule:
    codes = re.sub(r"[a-z_]+", lambda match: CODES[match.group()], pattern).replace(" ", "")
    return Rule(re.compile(codes), build, after)


def _number(parts: Parts, name: str) -> int | None:
    value = parts.get(name)
    return int(value) if value else None


def _month(parts: Parts) -> int | None:
    names = ("month", "month_or_name", "month_short", "season")
    return next((int(parts[name]) for name in names if name in parts), None)


def _date(parts: Parts) -> Value | None:
    day = _number(parts, "day") or _number(parts, "dayth")
    weekday = _number(parts, "weekday")
    return Calendar(
        year=_number(parts, "year"),
        month=_month(parts),
        day=day,
        weekday=_number(parts, "weekday_short") if weekday is None else weekday,
        last_day=_number(parts, "day 2") or _number(parts, "dayth 2"),
        months=3 if "season" in parts else 1,
        phase=_phase(parts),
    )


def _phase(parts: Parts) -> str | None:
    phase = parts.get("phase") or parts.get("edge")
    return {"mid": "middle"}.get(phase, phase) if phase else None


def _step(parts: Parts) -> int | None:
    if "this" in parts:
        return 0
    return _number(parts, "last") or _number(parts, "next")


def _stepped_month(parts: Parts) -> Value | None:
    step = _step(parts)
    day = _number(parts, "day") or _number(parts, "dayth")
    months = 3 if "season" in parts else 1
    return Calendar(month=_month(parts), day=day, months=months, step=step or None, phase=_phase(parts))


def _month_of_year(parts: Parts) -> Value | None:
    if parts.get("unit") != Unit.YEAR:
        return None
    return Calendar(month=_month(parts), day=_number(parts, "day"), year_step=_step(parts) or 0, phase=_phase(parts))


def _decade(parts: Parts) -> Value | None:
    return Calendar(year=_number(parts, "decade"), month=None, years=10, phase=_phase(parts))


def _part_of_year(parts: Parts) -> Value | None:
    """Build a quarter ("the third quarter of 2016") or a half."""
    if "half" not in parts and parts.get("unit") != Unit.QUARTER:
        return None
    size = 6 if "half" in parts else 3
    index = _number(parts, "ordinal") or 12 // size
    if index * size > 12:
        return None
    relative = _step(parts) if "year" not in parts else None
    return Calendar(year=_number(parts, "year"), month=1 + (index - 1) * size, months=size, year_step=relative)


def _weekday(parts: Parts) -> Value | None:
    weekday = int(parts["weekday"])
    if "unit" not in parts:
        return Weekday(weekday, step=_step(parts))
    return Weekday(weekday, week=_step(parts)) if parts["unit"] == Unit.WEEK else None


def _deictic(parts: Parts) -> Value | None:
    return Shift(Unit.DAY, int(parts["deictic"]) + (_number(parts, "before") or _number(parts, "after") or 0))


def _day_step(parts: Parts) -> Value | None:
    return Shift(Unit.DAY, _step(parts) or 0)


def _unit_step(parts: Parts) -> Value | None:
    unit = Unit(parts["unit"])
    return None if unit is Unit.DAY else Shift(unit, _step(parts) or 0, _phase(parts))


def _weekend(parts: Parts) -> Value | None:
    return Shift(Unit.WEEKEND, _step(parts) or 0)


def _count(parts: Parts) -> int:
    return next((int(parts[name]) for name in ("number", "day", "count", "article") if name in parts), 1)


def _ago(parts: Parts) -> Value | None:
    if "hour" in parts:
        return Stretch(Unit.DAY, -1) if _count(parts) <= 24 else None
    return Ago(Unit(parts["unit"]), _count(parts))


def _stretch(parts: Parts) -> Value | None:
    unit, step = Unit(parts["unit"]), _step(parts) or 0
    if unit is Unit.DAY and _count(parts) == 1:
        return Anaphor(unit, 1) if step > 0 else None
    return Stretch(unit, _count(parts) * step)


def _anaphor(parts: Parts) -> Value | None:
    names = ("previous", "following", "before", "after")
    return Anaphor(Unit(parts["unit"]), next((int(parts[name]) for name in names if name in parts), 0))


def _later(parts: Parts) -> Value | None:
    earlier = parts.get("phase") == "early" or "before" in parts
    return Anaphor(Unit(parts["unit"]), -_count(parts) if earlier else _count(parts))


def _open(parts: Parts) -> Value | None:
    del parts
    return Open()


def _iso(parts: Parts) -> Value | None:
    """2022-12-14 or 2022/12/14."""
    year, month, day = (int(part) for part in re.split("[-/]", parts["iso"]))
    return Calendar(year=year, month=month, day=day)


def _numeric(parts: Parts) -> Value | None:
    """12/14/2022, whose order is told by the numbers, or not at all; 14.12.2022, where the day comes first."""
    first, second, year = (int(part) for part in re.split("[./]", parts["numeric"]))
    if year < 100:
        year += 2000 if year < _PIVOT else 1900
    month_first = Calendar(year=year, month=first, day=second)
    day_first = Calendar(year=year, month=second, day=first)
    readings = [each for each in (month_first, day_first) if in_year(each, year)]
    if "." in parts["numeric"]:
        return day_first if day_first in readings else None
    if len(readings) == 2 and first != second:
        return Either(month_first, day_first)
    return readings[0] if readings else None


_PIVOT = 69  # two-digit years from here on are of the 1900s, as in POSIX strptime
_MONTH = "(month | month_or_name | month_short stop?)"
_DAY = "(day | dayth)"
_WEEKDAY = "((weekday | weekday_short stop?) comma? the?)?"
_COUNT = "roughly? (number | article | day | count)"
_PHASE = "(phase dash? | the? edge of)"
_STEP = "(this | last | next)"

RULES = (
    _rule(f"{_WEEKDAY} {_MONTH} {_DAY} ((dash | join) {_DAY} (?! of? {_MONTH}))? (comma? year)?", _date),
    _rule(f"{_WEEKDAY} {_DAY} ((dash | join) {_DAY})? of? {_MONTH} (comma? year)?", _date),
    _rule(f"{_PHASE}? {_MONTH} (comma | of)? year", _date),
    _rule(f"{_PHASE}? (month_or_name | month_short stop?)", _date, after=MONTH_CONTEXT),
    _rule(f"{_PHASE} {_MONTH}", _date),
    _rule("month", _date),
    _rule(f"{_PHASE}? {_STEP} ({_MONTH} {_DAY}? | season) (?! {_DAY} | comma? year)", _stepped_month),
    _rule(f"{_PHASE}? {_MONTH} day? of? {_STEP} unit", _month_of_year),
    _rule(f"{_PHASE}? year", _date, after=YEAR_CONTEXT),
    _rule(f"{_PHASE} year", _date),
    _rule("fiscal year", _date),
    _rule(f"the? {_PHASE}? decade", _decade),
    _rule("the? ordinal dash? (unit | half) ((of | comma)? fiscal? year)?", _part_of_year),
    _rule(f"the? {_PHASE}? season of? year", _date),
    _rule(f"(phase | {_STEP})? weekday daypart?", _weekday),
    _rule(f"weekday daypart? of? {_STEP} unit", _weekday),
    _rule("phase? deictic daypart?", _deictic),
    _rule("the unit (before | after) deictic", _deictic),
    _rule("phase? (this | last) daypart", _day_step),
    _rule(f"{_PHASE}? {_STEP} unit", _unit_step),
    _rule("the? edge of the unit", _unit_step),
    _rule(f"(the | {_STEP}) weekend", _weekend),
    _rule(f"{_COUNT} dash? (unit | hour) ago", _ago),
    _rule("the (last | next) (number | day)? unit", _stretch),
    _rule("the same unit", _anaphor),
    _rule("phase? that same? unit", _anaphor),
    _rule("the (previous | following) unit", _anaphor),
    _rule("the unit (before | after) (?= comma | stop | $)", _anaphor),
    _rule(f"{_COUNT} unit (phase | (before | after) (?= comma | stop | $))", _later),
    _rule("the? edge of", _open, after=frozenset({"since"})),
    _rule("iso", _iso),
    _rule("numeric", _numeric),
)
