"""When a page was published: gathers the evidence (``evidence``) and has it judged (``judge``).

What is then known gives the year to dates that leave it out ("MADRID, Friday, November 18 —").
"""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.dates.evidence import Partial, Told, from_headers, from_text, told
from onrecord.dates.interval import Interval, iso, parse_day, plus_days
from onrecord.dates.judge import PROOFS, interval_of, judge
from onrecord.dates.values import Calendar, Direction, Value, in_year
from onrecord.types import DateEvidence, Dating, Passage

_YEAR_DAYS = 366
_MAX_YEARS = 40  # an interval longer than this gives no year to a date
_MAX_WEEKDAYS = 20  # dates with a weekday looked at in one text


def publication(text: str, passages: Sequence[Passage], evidence: Sequence[DateEvidence] = ()) -> Dating:
    """Return when a text was published, as a judgement over all that it gives; unknown is None.

    evidence: what comes with the page (``from_page``) and what offices and occasions prove (``proofs``). Nothing is
    raised, whatever the text.
    """
    headers, partial = from_headers(text, passages)
    times = told(text, passages)
    gathered = [*evidence, *headers, *from_text(times, besides=headers)]
    dating = judge(gathered)
    completed = _completed(partial, interval(dating))
    weekdays, contradictions = _weekdays(times, interval(dating))
    mended = _mended(headers, dating)
    if completed or weekdays or mended:
        dating = judge([*gathered, *completed, *weekdays, *mended])
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


def _mended(headers: Sequence[DateEvidence], dating: Dating) -> list[DateEvidence]:
    """Return refuted headers with the year put right: the only one in which their days fit what is proven.

    Sites that move their archives give old articles new years; the month is what survives.
    """
    if dating.best or not any(each.kind in PROOFS for each in dating.evidence):
        return []
    within, found = Interval(parse_day(dating.earliest), parse_day(dating.latest)), []
    for each in headers:
        span = interval_of(each)
        if span is None or not span.earliest or not span.latest or span.overlaps(within):
            continue
        month = Calendar(month=span.earliest.month, day=span.earliest.day if span.day else None)
        years = [days for days in _occurrences(month, within) if days.overlaps(within)]
        if len(years) == 1:
            days = years[0].within(within)
            words = f"{each.detail}; of the years that are proven, {_year(days)} is the only one that has these days"
            found.append(DateEvidence("header", iso(days.earliest), iso(days.latest), words, each.start, each.end))
    return found


def _occurrences(value: Calendar, within: Interval) -> list[Interval]:
    """Return the occurrences of a date without a year in the years of an interval; none if it is open or too long."""
    if not within.earliest or not within.latest or within.latest.year - within.earliest.year > _MAX_YEARS:
        return []
    years = range(within.earliest.year, within.latest.year + 1)
    return [each for year in years if (each := in_year(value, year))]


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
    days = _occurrences(value, within)
    first, last = within.earliest, within.latest
    return [each for each in days if first and last and each.earliest and first <= each.earliest <= last]


def _year(days: Interval) -> str:
    return str(days.earliest.year) if days.earliest else "no year"
