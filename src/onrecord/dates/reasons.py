"""Why a statement's date is what it is, in words, and the day that "the same day" goes back to."""

from collections.abc import Sequence

from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, Unit
from onrecord.dates.values import Anaphor, Calendar, Direction, Either, Shift, Value, Weekday
from onrecord.types import Kind, Passage

_YEAR_DAYS = 365
_MAX_BACK = 4000  # characters looked back for the day that "the same day" means
_NOT_DATED = frozenset({"before", "by", "for", "from", "of", "since", "till", "until"})
_READ = (Kind.BODY, Kind.HEADLINE)


def reason(
    found: TimeExpression, days: Interval, direction: Direction, antecedent: TimeExpression | None = None
) -> str:
    """Return how the days were worked out, and what is missing when they are not known."""
    value = found.value
    if antecedent is not None and isinstance(value, Anaphor):
        return _anaphoric(value, antecedent, days)
    side = "after" if direction is Direction.FUTURE else "before"
    if isinstance(value, Weekday):
        return f"weekday {side} publication" if days.known else "weekday; publication date unknown"
    if isinstance(value, Either):
        return "a date in figures whose order is not told"
    if isinstance(value, Calendar):
        return _calendar(value, days)
    return "counted from publication" if days.known else "relative; publication date unknown"


def reference_for(text: str, found: TimeExpression, passages: Sequence[Passage] = ()) -> TimeExpression | None:
    """Return the nearest dated expression before an anaphor, outside quotation marks; None when there is none near."""
    start = max(0, found.start - _MAX_BACK)
    wanted = found.value.unit if isinstance(found.value, Anaphor) else Unit.DAY
    for each in reversed(expressions(text, start, found.start)):
        if each.relation in _NOT_DATED or each.direction is Direction.FUTURE or not _names(each.value, wanted):
            continue
        if _in_quotation(text, each) or not _is_read(each, passages):
            continue
        return each
    return None


def _calendar(value: Calendar, days: Interval) -> str:
    if value.full:
        return "full date"
    if value.year is not None:
        return "month and year" if value.month else "year"
    named = "day and month" if value.day else "month"
    if not days.earliest or not days.latest:
        return f"{named}; year unknown"
    fixed = (days.latest - days.earliest).days < _YEAR_DAYS
    return f"{named}, year from publication" if fixed else f"{named}; in one of the years that publication leaves open"


def _anaphoric(value: Anaphor, antecedent: TimeExpression, days: Interval) -> str:
    missing = "" if days.known else "; year unknown" if isinstance(antecedent.value, Calendar) else "; date unknown"
    if value.count == 0:
        return f'the same {value.unit} as "{antecedent.words}"{missing}'
    count = abs(value.count)
    plural = "s" if count > 1 else ""
    return f'{count} {value.unit}{plural} {"after" if value.count > 0 else "before"} "{antecedent.words}"{missing}'


def _names(value: Value, unit: Unit) -> bool:
    """Whether a value can be what "that day" (week, month, year) goes back to."""
    if isinstance(value, Calendar):
        return value.day is not None or (unit is not Unit.DAY and (value.month is not None or unit is Unit.YEAR))
    if isinstance(value, Shift):
        return value.count <= 0 and value.unit in (Unit.DAY, unit)
    return isinstance(value, Weekday)


def _in_quotation(text: str, each: TimeExpression) -> bool:
    """Whether an opened quotation mark in the expression's line is still open before it."""
    line = text.rfind("\n", max(0, each.start - _MAX_BACK), each.start) + 1
    before = text[max(line, each.start - _MAX_BACK) : each.start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _is_read(each: TimeExpression, passages: Sequence[Passage]) -> bool:
    holds = [passage.kind for passage in passages if passage.start <= each.start < passage.end]
    return not holds or holds[0] in _READ
