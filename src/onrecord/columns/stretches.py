"""Counting over time: stretches of equal length, in the finest unit of which there are not too many.

    counted = over_time(columns.charted(found), columns.articles.charted(articles))
    counted.unit, counted.stretches[0].label, counted.stretches[0].statements

The page and the charts to take away count by this alone.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from onrecord.columns.days import Numbers
from onrecord.filters import first_day, last_day

UNITS = ("day", "month", "year", "decade")
MOST = 72  # stretches at most, where a unit allows it: what a phone can show


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, a month, ...; since, until: its first and last day. label: "2021-03-09", "2021-03", "2021" or "2020s"."""

    label: str
    since: str
    until: str
    statements: int
    articles: int


@dataclass(frozen=True, slots=True)
class OverTime:
    """Statements by the day they were made, articles by the day they were published, without a gap.

    unit: "day", "month", "year" or "decade". undated: on no day that is known to within a year.
    """

    unit: str
    stretches: tuple[Stretch, ...]
    undated_statements: int
    undated_articles: int


def over_time(days: Numbers, article_days: Numbers | None = None) -> OverTime:
    """Count statements and articles. days: as numbers, -1 where none is known; see ``days.charted``."""
    article_days = np.empty(0, np.int64) if article_days is None else article_days
    known, printed = days[days >= 0], article_days[article_days >= 0]
    both = np.concatenate([known, printed])
    missing = len(days) - len(known), len(article_days) - len(printed)
    if not len(both):
        return OverTime("year", (), *missing)
    first, last = int(both.min()), int(both.max())
    unit = next((one for one in UNITS if _number_of(one, last) - _number_of(one, first) < MOST), UNITS[-1])
    low, high = _number_of(unit, first), _number_of(unit, last)
    counts = [_histogram(unit, one, low, high).tolist() for one in (known, printed)]
    stretches = (Stretch(*_period(unit, low + at), *pair) for at, pair in enumerate(zip(*counts, strict=True)))
    return OverTime(unit, tuple(stretches), *missing)


def _number_of(unit: str, value: int) -> int:
    """Return a number that grows by one with each day, month, ... ; of a day as a number."""
    year, month = value // 10_000, value // 100 % 100
    if unit == "day":
        return _date(value).toordinal()
    return {"month": year * 12 + month - 1, "year": year, "decade": year // 10}[unit]


def _histogram(unit: str, days: Numbers, low: int, high: int) -> Numbers:
    if unit == "day":
        different, counts = np.unique(days, return_counts=True)
        found = np.zeros(high - low + 1, dtype=np.int64)
        found[[_number_of(unit, int(value)) - low for value in different]] = counts
        return found
    years = days // 10_000
    numbers = {"month": years * 12 + days // 100 % 100 - 1, "year": years, "decade": years // 10}[unit]
    return np.bincount(numbers - low, minlength=high - low + 1)


def _period(unit: str, number: int) -> tuple[str, str, str]:
    """Return what a stretch is called, and its first and last day."""
    if unit == "day":
        today = date.fromordinal(number).isoformat()
        return today, today, today
    if unit == "month":
        label = f"{number // 12:04}-{number % 12 + 1:02}"
        return label, first_day(label), last_day(label)
    first, length = (number, 1) if unit == "year" else (number * 10, 10)
    label = f"{first:04}" if unit == "year" else f"{first:04}s"
    return label, f"{max(first, 1):04}-01-01", f"{first + length - 1:04}-12-31"


def _date(value: int) -> date:
    return date(value // 10_000, value // 100 % 100, value % 100)
