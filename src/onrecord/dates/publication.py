"""When a page was published: gathers the evidence (``evidence``) and has it judged (``judge``).

What is then known gives the year to dates that leave it out ("MADRID, Friday, November 18 —").
"""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.dates.evidence import Partial, Told, from_headers, from_page, from_text, told
from onrecord.dates.interval import Interval, iso, parse_day, plus_days
from onrecord.dates.judge import judge
from onrecord.dates.values import Calendar, Direction, Value, in_year
from onrecord.types import DateEvidence, Dating, Page, Passage

_YEAR_DAYS = 366
_MAX_YEARS = 40  # an interval longer than this gives no year to a date
_MAX_WEEKDAYS = 20  # dates with a weekday looked at in one text


def publication(page: Page, passages: Sequence[Passage]) -> Dating:
    """Return when the page was published, as a judgement over all that it gives; unknown is None.

    Nothing is raised, whatever the text.
    """
    evidence = from_page(page)
    headers, partial = from_headers(page.text, passages)
    evidence += headers
    times = told(page.text, passages)
    evidence += from_text(times, besides=headers)
    dating = judge(evidence)
    completed = _completed(partial, interval(dating))
    weekdays, contradictions = _weekdays(times, interval(dating))
    if completed or weekdays:
        dating = judge([*evidence, *completed, *weekdays])
    return replace(dating, conflicts=(*dating.conflicts, *contradictions))


def interval(dating: Dating) -> Interval:
    """Return the days of a dating: the best day, else the whole interval."""
    best = parse_day(dating.best)
    if best:
        return Interval(best, best)
    earliest, latest = parse_day(dating.earliest), parse_day(dating.latest)
    return Interval() if earliest and latest and earliest > latest else Interval(earliest, latest)


def _completed(partial: Sequence[Partial], within: Interval) -> list[DateEvidence]:
    """Return header dates whose year follows: only one year puts them into the interval."""
    found = []
    for each in partial:
        days = _dates_within(each.value, within)
        if len(days) == 1:
            detail = f"the header says “{each.expression.words}”, which other evidence puts into {_year(days[0])}"
            span = each.expression.start, each.expression.end
            found.append(DateEvidence("header", iso(days[0].earliest), iso(days[0].latest), detail, *span))
    return found


def _weekdays(times: Sequence[Told], within: Interval) -> tuple[list[DateEvidence], list[str]]:
    """Return what dates with a weekday prove ("Friday, November 18" holds only in some years), and contradictions.

    A date told of as past that fits one year only, between a year before the interval and its end, is a lower bound.
    """
    found, contradictions = [], []
    for each in [time.expression for time in times if _has_weekday(time.expression.value)][:_MAX_WEEKDAYS]:
        value, words = each.value, each.words
        if not isinstance(value, Calendar):
            continue
        bare = replace(value, weekday=None)
        if value.year is not None:
            if in_year(bare, value.year) and not in_year(value, value.year):
                contradictions.append(f"“{words}” contradicts itself: that day was no such weekday")
            continue
        if not within.earliest or not within.latest or each.direction is not Direction.PAST:
            continue
        window = Interval(plus_days(within.earliest, -_YEAR_DAYS), within.latest)
        days = _dates_within(value, window)
        if not days and _dates_within(bare, window):
            contradictions.append(f"“{words}” is no such weekday within a year before the date of publication")
        elif len(days) == 1 and (days[0].earliest or within.latest) > within.earliest:
            detail = f"the text tells of “{words}” as past, which is such a weekday only in {_year(days[0])}"
            found.append(DateEvidence("text", iso(days[0].earliest), None, detail, each.start, each.end))
    return found, contradictions


def _has_weekday(value: Value) -> bool:
    return isinstance(value, Calendar) and value.weekday is not None and value.day is not None


def _dates_within(value: Calendar, within: Interval) -> list[Interval]:
    """Return the occurrences of a date without a year that begin in the interval; none if it is open or too long."""
    if not within.earliest or not within.latest or within.latest.year - within.earliest.year > _MAX_YEARS:
        return []
    years = range(within.earliest.year, within.latest.year + 1)
    days = [each for year in years if (each := in_year(value, year))]
    return [each for each in days if each.earliest and within.earliest <= each.earliest <= within.latest]


def _year(days: Interval) -> str:
    return str(days.earliest.year) if days.earliest else "no year"
