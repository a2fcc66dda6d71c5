"""Values in the notation of TimeML (TIMEX3), for comparison with annotated corpora and other taggers.

    day 2022-12-14   week 2022-W50   weekend 2022-W50-WE   month 2022-12   quarter 2022-Q4   half 2022-H2
    season 2022-WI   year 2022       decade 202            stretch P3M     part of a day 2022-12-14TNI

Source: TimeML 1.2.1 annotation guidelines.
"""

from datetime import date

from onrecord.dates.interval import Interval, Unit, plus_days
from onrecord.dates.values import Ago, Anaphor, Calendar, Open, Shift, Stretch, Value, Weekday

_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_QUARTERS = {1: 1, 4: 2, 7: 3, 10: 4}
_DURATION = {Unit.DAY: "D", Unit.WEEK: "W", Unit.MONTH: "M", Unit.QUARTER: "Q", Unit.YEAR: "Y", Unit.DECADE: "DE"}


def timeml(value: Value, days: Interval, *, daypart: str | None = None) -> str | None:
    """Return the TIMEX3 value of an expression that was resolved to the days; None when they are not known.

    daypart: "MO", "AF", "EV" or "NI", kept with values that are days.
    """
    if isinstance(value, Stretch):
        return f"P{abs(value.count)}{_DURATION.get(value.unit, 'CE')}"
    if days.earliest is None or days.latest is None or isinstance(value, Open):
        return None
    if isinstance(value, Calendar):
        written = _calendar(value, days.earliest)
    elif isinstance(value, Weekday):
        written = days.earliest.isoformat()
    elif isinstance(value, Shift | Ago | Anaphor):
        middle = plus_days(days.earliest, (days.latest - days.earliest).days // 2)
        written = _unit(middle, value.unit)
    else:
        return None
    return f"{written}T{daypart}" if daypart and days.day else written


def _calendar(value: Calendar, first: date) -> str:
    if value.month is None:
        return str(first.year)[:3] if value.years == 10 else f"{first.year:04d}"
    if value.day is not None:
        return first.isoformat()
    if value.months == 6:
        return f"{first.year:04d}-H{1 if first.month == 1 else 2}"
    if value.months == 3:
        season = _SEASONS.get(value.month)
        return f"{first.year:04d}-{season}" if season else f"{first.year:04d}-Q{_QUARTERS[value.month]}"
    return f"{first.year:04d}-{first.month:02d}"


def _unit(day: date, unit: Unit) -> str:
    if unit in (Unit.WEEK, Unit.WEEKEND):
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit is Unit.WEEKEND else "")
    if unit is Unit.QUARTER:
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    lengths = {Unit.DAY: 10, Unit.MONTH: 7, Unit.YEAR: 4, Unit.DECADE: 3, Unit.CENTURY: 2}
    return day.isoformat()[: lengths[unit]]
