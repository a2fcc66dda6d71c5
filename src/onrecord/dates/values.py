"""What a time expression means, before and after it is set against the day of publication.

    "February 15"           Calendar(month=2, day=15)
    "the third quarter"     Calendar(month=7, months=3)
    "last July"             Calendar(month=7, step=-1)
    "the 1990s"             Calendar(year=1990, years=10)
    "Monday"                Weekday(0)
    "last week"             Shift(Unit.WEEK, -1)
    "two years ago"         Ago(Unit.YEAR, 2)
    "the past three months" Stretch(Unit.MONTH, -3)
    "the same day"          Anaphor(Unit.DAY, 0)
    "04/05/2022"            Either(Calendar(2022, 4, 5), Calendar(2022, 5, 4))
    "since the end of"      Open()

``resolve(value, anchor)`` gives an inclusive interval; the anchor (when the text was published) may itself be an
interval with open ends. Where a value needs what is not known, the ends of the result are None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onrecord.dates.interval import (
    DAYS_IN_WEEK,
    MONTHS_IN,
    Interval,
    Unit,
    months,
    plus_days,
    plus_months,
    shifted,
    unit_around,
)

_YEAR_DAYS = 366
_NEAR = 60
"""Days within which a date without a year is taken on the other side of the anchor, where it would otherwise lie most
of a year away ("a hearing set Jan. 14", written on Jan. 7). Set on the develop half of evaluation/dates.py: right
values among found dates rose from 79 % to 86 %, and no more up to 95 days."""
_LEAP_CYCLE = 8  # years between two leap days at most (around 1900 and 2100)


class Direction(StrEnum):
    """Whether the clause tells of what was or of what will be."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A place in the calendar, with what the words leave out None.

    months: how many months it spans from ``month`` on (3 for a quarter or a season). years: 10 for a decade.
    last_day: for "July 8-9". step: -1 for "last July", +1 for "next July". year_step: -1 for "July last year".
    phase: "early", "middle" or "late".
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    months: int = 1
    years: int = 1
    last_day: int | None = None
    step: int | None = None
    year_step: int | None = None
    phase: str | None = None

    @property
    def full(self) -> bool:
        """Whether it names one day of one year."""
        return self.year is not None and self.day is not None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week; 0 is Monday. step: -1 last, 0 this, +1 next. week: -1 for "Friday of last week"."""

    weekday: int
    step: int | None = None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """The calendar unit ``count`` units from the one that holds the anchor. phase: its "early" or "late" part."""

    unit: Unit
    count: int
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Ago:
    """``count`` units back from the anchor (forward when negative), give or take half a unit."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The ``count`` units before the anchor (after it when positive)."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class Anaphor:
    """``count`` units from the time that the text last spoke of ("that day", "a week later")."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class Either:
    """A date that can be read in two orders (04/05/2022)."""

    first: Calendar
    second: Calendar


@dataclass(frozen=True, slots=True)
class Open:
    """A time named by an event that no calendar gives ("since the end of the war")."""


Value = Calendar | Weekday | Shift | Ago | Stretch | Anaphor | Either | Open


def lies_ahead(value: Value) -> bool:
    """Whether the words themselves point to what is still to come ("next week", "tomorrow")."""
    step = value.step if isinstance(value, Calendar | Weekday) else None
    count = value.count if isinstance(value, Shift | Stretch) else 0
    return (step or 0) > 0 or count > 0 or (isinstance(value, Weekday) and (value.week or 0) > 0)


def resolve(
    value: Value,
    anchor: Interval,
    *,
    direction: Direction | None = None,
    certain: bool = False,
    reference: Interval | None = None,
) -> Interval:
    """Return the days that the value covers, seen from a text published within the anchor.

    direction: tense; without one, the past is taken, as news mostly tells what was. certain: the direction is known
    from elsewhere than the words around, and a date nearer on the other side does not count. reference: the time that
    an Anaphor refers to. Ends that cannot be known are None; nothing is raised.
    """
    if isinstance(value, Calendar):
        return _calendar(value, anchor, direction, certain=certain)
    if isinstance(value, Either):
        readings = [_calendar(each, anchor, direction, certain=certain) for each in (value.first, value.second)]
        return readings[0].hull(readings[1])
    if isinstance(value, Anaphor):
        unit, count = value.unit, value.count
        return _lifted(reference or Interval(), lambda day: unit_around(shifted(day, unit, count), unit))
    if isinstance(value, Open):
        return Interval()
    if isinstance(value, Weekday):
        return _lifted(anchor, lambda day: _weekday(value, day, direction))
    if isinstance(value, Shift):
        return _lifted(anchor, lambda day: _shift(value, day, direction))
    return _lifted(anchor, lambda day: _ago(value, day) if isinstance(value, Ago) else _stretch(value, day))


def _lifted(anchor: Interval, at: Callable[[date], Interval]) -> Interval:
    """Apply a rule for one day to an interval of days: all rules here move forward when the anchor does."""
    earliest = at(anchor.earliest).earliest if anchor.earliest else None
    latest = at(anchor.latest).latest if anchor.latest else None
    return Interval(earliest, latest)


def _weekday(value: Weekday, anchor: date, direction: Direction | None) -> Interval:
    if value.week is not None:
        monday = unit_around(plus_days(anchor, DAYS_IN_WEEK * value.week), Unit.WEEK).earliest
        day = plus_days(monday or anchor, value.weekday)
        return Interval(day, day)
    back = (anchor.weekday() - value.weekday) % DAYS_IN_WEEK
    forward = (value.weekday - anchor.weekday()) % DAYS_IN_WEEK
    if value.step == -1:
        day = plus_days(anchor, -(back or DAYS_IN_WEEK))
    elif value.step == 1:
        day = plus_days(anchor, forward or DAYS_IN_WEEK)
    elif direction is Direction.FUTURE or (value.step == 0 and direction is not Direction.PAST):
        day = plus_days(anchor, forward)
    else:
        day = plus_days(anchor, -back)
    return Interval(day, day)


def _shift(value: Shift, anchor: date, direction: Direction | None) -> Interval:
    if value.unit is Unit.WEEKEND:
        weekend = unit_around(plus_days(anchor, DAYS_IN_WEEK * value.count), Unit.WEEKEND)
        begun = anchor.weekday() >= 5
        if value.count == 0 and direction is not Direction.FUTURE and not begun:
            weekend = unit_around(plus_days(anchor, -DAYS_IN_WEEK), Unit.WEEKEND)
        return weekend
    unit = unit_around(shifted(anchor, value.unit, value.count), value.unit)
    if value.phase and value.count == 0:
        return Interval(unit.earliest, anchor) if value.phase == "early" else Interval(anchor, unit.latest)
    return _phase(unit, value.phase)


def _ago(value: Ago, anchor: date) -> Interval:
    day = shifted(anchor, value.unit, -value.count)
    slack = {Unit.DAY: 0, Unit.WEEK: 3, Unit.WEEKEND: 3}.get(value.unit, 15 * MONTHS_IN.get(value.unit, 0))
    earliest, latest = plus_days(day, -slack), plus_days(day, slack)
    return Interval(earliest, min(latest, anchor)) if value.count > 0 else Interval(max(earliest, anchor), latest)


def _stretch(value: Stretch, anchor: date) -> Interval:
    other = shifted(anchor, value.unit, value.count)
    return Interval(min(other, anchor), max(other, anchor))


def _phase(whole: Interval, phase: str | None) -> Interval:
    """Return the first, middle or last half of an interval: what "early" leaves open is not narrowed further."""
    if not phase or whole.earliest is None or whole.latest is None:
        return whole
    half = (whole.latest - whole.earliest).days // 2
    if phase == "middle":
        return Interval(plus_days(whole.earliest, half // 2), plus_days(whole.latest, -(half // 2)))
    middle = plus_days(whole.earliest, half)
    return Interval(whole.earliest, middle) if phase == "early" else Interval(middle, whole.latest)


def in_year(value: Calendar, year: int) -> Interval | None:
    """Return the days of the value in the given year; None where that year has no such day or another weekday."""
    try:
        if value.month is None:
            whole = months(year, 1, 12 * value.years)
        elif value.day is None:
            whole = months(year, value.month, value.months)
        else:
            first = date(year, value.month, value.day)
            last = date(year, value.month, value.last_day) if value.last_day else first
            if last < first:  # "December 30-2"
                last = plus_months(last, 1)
            if value.weekday is not None and first.weekday() != value.weekday:
                return None
            whole = Interval(first, last)
    except (ValueError, OverflowError):
        return None
    return _phase(whole, value.phase)


def _calendar(value: Calendar, anchor: Interval, direction: Direction | None, *, certain: bool) -> Interval:
    if value.year is not None:
        named = in_year(value, value.year)
        unnamed = Calendar(month=value.month, day=value.day, last_day=value.last_day)
        return named or in_year(unnamed, value.year) or Interval()  # a wrong weekday does not undo a full date
    if value.month is None:
        return Interval()
    if value.year_step is not None:
        return _lifted(anchor, lambda day: in_year(value, day.year + (value.year_step or 0)) or Interval())
    future = direction is Direction.FUTURE if value.step is None else value.step > 0
    occurrences = _occurrences(value, anchor)
    certain = certain or bool(value.step)
    earliest = _nearest(occurrences, anchor.earliest, future=future, strict=bool(value.step), certain=certain)
    latest = _nearest(occurrences, anchor.latest, future=future, strict=bool(value.step), certain=certain)
    found = [each for each in (earliest, latest) if each]
    if value.weekday is not None and anchor.earliest and anchor.latest:  # a weekday singles out years between
        held = [each for each in occurrences if anchor.earliest <= (each.earliest or date.min) <= anchor.latest]
        found = ([earliest] if earliest else held[:1]) + ([latest] if latest else held[-1:])
        earliest, latest = (found[0], found[-1]) if found else (None, None)
    return Interval(earliest.earliest if earliest else None, latest.latest if latest else None)


def _occurrences(value: Calendar, anchor: Interval) -> list[Interval]:
    """Return the value's days in every year that the anchor allows, in order."""
    known = [day.year for day in (anchor.earliest, anchor.latest) if day]
    if not known:
        return []
    first = max(min(known) - _LEAP_CYCLE, date.min.year)
    last = min(max(known) + _LEAP_CYCLE, date.max.year)
    days = [in_year(value, year) for year in range(first, last + 1)]
    return [each for each in days if each]


def _nearest(
    occurrences: list[Interval], day: date | None, *, future: bool, strict: bool, certain: bool
) -> Interval | None:
    """Return the last occurrence begun by the day (or the first not over by it); strict leaves out one under way.

    One more than a year away is none, but for leap days. Unless certain, one far off gives way to a near one on the
    other side of the day.
    """
    if day is None:
        return None
    if not certain:
        wanted = _nearest(occurrences, day, future=future, strict=strict, certain=True)
        other = _nearest(occurrences, day, future=not future, strict=strict, certain=True)
        closer = other and _distance(other, day) <= _NEAR and (wanted is None or _distance(wanted, day) > _NEAR)
        return other if closer else wanted
    if future:
        found = next((each for each in occurrences if _not_over(each, day, strict=strict)), None)
    else:
        found = next((each for each in reversed(occurrences) if _begun(each, day, strict=strict)), None)
    if found is None or found.earliest is None:
        return None
    leap_day = (found.earliest.month, found.earliest.day) == (2, 29)
    return found if _distance(found, day) <= _YEAR_DAYS or leap_day else None


def _distance(occurrence: Interval, day: date) -> int:
    """Return how many days lie between a day and an occurrence, 0 within it."""
    if occurrence.latest and occurrence.latest < day:
        return (day - occurrence.latest).days
    return max(0, (occurrence.earliest - day).days) if occurrence.earliest else 0


def _begun(occurrence: Interval, day: date, *, strict: bool) -> bool:
    edge = occurrence.latest if strict else occurrence.earliest
    return edge is not None and (edge < day if strict else edge <= day)


def _not_over(occurrence: Interval, day: date, *, strict: bool) -> bool:
    edge = occurrence.earliest if strict else occurrence.latest
    return edge is not None and (edge > day if strict else edge >= day)
