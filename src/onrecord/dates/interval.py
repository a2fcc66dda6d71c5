"""Intervals of days, and the calendar arithmetic that all of dating shares.

An interval is inclusive at both ends; an end that is not known is None. Arithmetic that would leave the years 1 to
9999 stops at their ends instead of failing.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_IN_WEEK = 7
MONTHS_IN_YEAR = 12


class Unit(StrEnum):
    """The units that time expressions count in."""

    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from earliest to latest, both included; None where not known. Raises ValueError when out of order."""

    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"interval ends before it begins: {self.earliest} to {self.latest}")

    @property
    def known(self) -> bool:
        """Whether at least one end is known."""
        return self.earliest is not None or self.latest is not None

    @property
    def day(self) -> date | None:
        """The one day that the interval is, or None."""
        return self.earliest if self.earliest == self.latest else None

    def overlaps(self, other: "Interval", *, slack: int = 0) -> bool:
        """Whether the two share a day, or come within ``slack`` days of each other; unknown ends exclude nothing."""
        return not (_after(self.earliest, other.latest, slack) or _after(other.earliest, self.latest, slack))

    def within(self, other: "Interval") -> "Interval":
        """Return the part of this interval that lies in the other; this interval itself when they share no day."""
        if not self.overlaps(other):
            return self
        begins = [day for day in (self.earliest, other.earliest) if day]
        ends = [day for day in (self.latest, other.latest) if day]
        return Interval(max(begins, default=None), min(ends, default=None))

    def hull(self, other: "Interval") -> "Interval":
        """Return the shortest interval that holds both; an end that either does not know is unknown."""
        earliest = min(self.earliest, other.earliest) if self.earliest and other.earliest else None
        latest = max(self.latest, other.latest) if self.latest and other.latest else None
        return Interval(earliest, latest)


def _after(first: date | None, second: date | None, slack: int) -> bool:
    return first is not None and second is not None and (first - second).days > slack


def parse_day(text: str | None) -> date | None:
    """Return the day of an ISO 8601 date or timestamp (``2022-12-14T08:00Z``), or None when it is none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def iso(day: date | None) -> str | None:
    """Return ``2022-12-14``, or None for None."""
    return day.isoformat() if day else None


def plus_days(day: date, count: int) -> date:
    """Return the day ``count`` days on (back when negative)."""
    ordinal = min(max(day.toordinal() + count, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def plus_months(day: date, count: int) -> date:
    """Return the same day of the month ``count`` months on, or that month's last day if it is shorter."""
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + count
    year, month = divmod(index, MONTHS_IN_YEAR)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months(year: int, month: int, count: int = 1) -> Interval:
    """Return the interval of ``count`` whole months from the given one on (a season, a quarter, a year, a decade)."""
    first = date(year, month, 1)
    last = plus_months(first, count)
    return Interval(first, date.max if last == date.max else last - timedelta(days=1))


def unit_around(day: date, unit: Unit) -> Interval:
    """Return the calendar unit that holds the day; weeks begin on Monday; a weekend is that week's last two days."""
    if unit is Unit.DAY:
        return Interval(day, day)
    if unit in (Unit.WEEK, Unit.WEEKEND):
        monday = plus_days(day, -day.weekday())
        return Interval(monday if unit is Unit.WEEK else plus_days(monday, 5), plus_days(monday, 6))
    size = MONTHS_IN[unit]
    index = day.year * MONTHS_IN_YEAR + day.month - 1
    year, month = divmod(index - index % size, MONTHS_IN_YEAR)
    return months(max(year, date.min.year), month + 1, size)


def shifted(day: date, unit: Unit, count: int) -> date:
    """Return the day ``count`` units on (back when negative)."""
    if unit is Unit.DAY:
        return plus_days(day, count)
    if unit in (Unit.WEEK, Unit.WEEKEND):
        return plus_days(day, DAYS_IN_WEEK * count)
    return plus_months(day, MONTHS_IN[unit] * count)
