"""Dates across articles: what one article dates, another reports without a date.

    the Ledger    "In comments made on December 12, 2022, she said that ... “Trust is gone,” she stated."
    the Courier   "..., she said on Monday. “Trust is gone,” she said."

The two share words of one speaker. The Ledger has that speaker speak on one day only, and the Courier on one Monday: so
the Courier's Monday is 2022-12-12, and it was printed within the week after. Only an undisputed day is handed on, and
only where both articles' own words allow it for what they share. The chain is stated in words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, Unit, iso, parse_day, plus_days
from onrecord.dates.judge import BOUND_SLACK, OF_PAGES, judge
from onrecord.dates.values import Ago, Calendar, Shift, Value, Weekday, in_year
from onrecord.types import Chained, DatedRow, DateEvidence, Dating, Said

_WEEK_DAYS = 7  # days after a day within which a text calls it by its bare weekday (Associated Press Stylebook, "days")
Link = tuple[DatedRow, DatedRow, date]  # the statement to date, the one that gives the day, the day


def chained(speakers: Iterable[Sequence[DatedRow]]) -> Iterator[Chained]:
    """Yield the dates that statements and articles owe to each other; one sequence for all statements of a speaker."""
    found: dict[str, list[Link]] = defaultdict(list)
    for rows in speakers:
        for link in _links(rows):
            row, anchor, day = link
            yield Chained(row.statement, anchor.statement, said=_said(row, anchor, day))
            found[row.article].append(link)
    for article, links in found.items():
        evidence = list(dict.fromkeys(one for row, anchor, day in links if (one := _printed(row, anchor, day))))
        own = links[0][0].published
        dating = judge([*own.evidence, *evidence])
        if evidence and (dating.earliest, dating.latest) != (own.earliest, own.latest):
            yield Chained(article, links[0][1].statement, published=_with_conflicts(dating, own))


def _links(rows: Sequence[DatedRow]) -> Iterator[Link]:
    """Yield the statements of one speaker that another article dates."""
    articles: dict[str, list[DatedRow]] = defaultdict(list)
    utterances: dict[str, list[DatedRow]] = defaultdict(list)
    for row in rows:
        articles[row.article].append(row)
        if row.utterance:
            utterances[row.utterance].append(row)
    anchors = {article: anchor for article, several in articles.items() if (anchor := _anchor(several))}
    owed: dict[str, dict[date, Link]] = defaultdict(dict)
    for shared in utterances.values():
        told = ((row, anchors[row.article]) for row in shared if row.article in anchors)
        known = {anchor for row, anchor in told if _around(row.said, anchor[1])}
        if len({day for _, day in known}) != 1:
            continue
        first, day = min(known, key=lambda pair: pair[0].statement)
        if any(_printed_before(row, day) for row in shared):
            continue
        for article in {row.article for row in shared} - set(anchors):
            for row in _datable(articles[article], shared, day):
                before = owed[row.statement].get(day)
                if before is None or first.statement < before[1].statement:
                    owed[row.statement][day] = row, first, day
    for statement in sorted(owed):
        if len(owed[statement]) == 1:  # of two days, either may be meant
            yield from owed[statement].values()


def _anchor(rows: Sequence[DatedRow]) -> tuple[DatedRow, date] | None:
    """Return the one day on which an article has the speaker speak, with the first statement that tells it."""
    days = [(row, day) for row in rows if (day := _day(row.said))]
    return days[0] if len({day for _, day in days}) == 1 else None


def _printed_before(row: DatedRow, day: date) -> bool:
    """Tell whether a page's own metadata or address says that it was there before the day: then it was said before."""
    given = (each for each in row.published.evidence if each.kind in OF_PAGES)
    return any(last < plus_days(day, -BOUND_SLACK) for each in given if (last := parse_day(each.latest)))


def _datable(rows: Sequence[DatedRow], shared: Sequence[DatedRow], day: date) -> list[DatedRow]:
    """Return the statements of one article that the day dates: what it shares, and whatever it tells of that day.

    None when the times that it does give for the speaker leave no room for the day.
    """
    timed = [row for row in rows if row.said and row.said.words]
    fits = [row for row in timed if _allows(row.said, day)]
    if timed and not fits:
        return []
    untimed = [row for row in rows if row in shared and not (row.said and row.said.words)]
    return [row for row in (*fits, *untimed) if _day(row.said) is None]


def _day(said: Said | None) -> date | None:
    """Return the one day of a statement, if its article tells it."""
    return parse_day(said.earliest) if said and said.earliest and said.earliest == said.latest else None


def _allows(said: Said | None, day: date) -> bool:
    """Tell whether a statement's own words for its time allow that day."""
    if said is None or said.words is None:
        return True
    if not _around(said, day):
        return False
    found = _expression(said.words)
    if found is None:
        return True
    if isinstance(found.value, Weekday):
        return found.value.weekday == day.weekday()
    if isinstance(found.value, Calendar):
        days = in_year(found.value, found.value.year or day.year)
        return days is None or days.overlaps(Interval(day, day))
    return _days_back(found.value) is not None


def _days_back(value: Value | None) -> int | None:
    """Return how many days before the day of printing "yesterday", "three days ago" or "today" is, else None."""
    if isinstance(value, Shift) and value.unit is Unit.DAY and value.count <= 0:
        return -value.count
    return value.count if isinstance(value, Ago) and value.unit is Unit.DAY and value.count > 0 else None


def _around(said: Said | None, day: date) -> bool:
    """Tell whether the day lies in the time that a statement's article gives for it, if it gives one."""
    own = Interval(parse_day(said.earliest), parse_day(said.latest)) if said else Interval()
    return not own.known or own.overlaps(Interval(day, day))


def _expression(words: str) -> TimeExpression | None:
    return next(iter(expressions(words)), None)


def _said(row: DatedRow, anchor: DatedRow, day: date) -> Said:
    words = anchor.said.words if anchor.said and anchor.said.words else iso(day)
    how = f"{anchor.called} reports the same words of this speaker and dates them {iso(day)} (“{words}”)"
    return Said(iso(day), iso(day), row.said.words if row.said else None, how)


def _printed(row: DatedRow, anchor: DatedRow, day: date) -> DateEvidence | None:
    """Return what the day of a statement tells about the day on which its article was printed."""
    said = row.said
    value = found.value if said and said.words and (found := _expression(said.words)) else None
    first, last = day, None
    if isinstance(value, Weekday) and value.step is None and value.week is None:
        last = plus_days(day, _WEEK_DAYS)
    elif (back := _days_back(value)) is not None:
        first = last = plus_days(day, back)
    words = f", and says “{said.words}” of it" if last and said else ""
    detail = f"it reports words that {anchor.called} dates {iso(day)}{words}"
    return DateEvidence("chain", iso(first), iso(last), detail)


def _with_conflicts(dating: Dating, own: Dating) -> Dating:
    """Return a dating with the contradictions that the article's own words hold besides."""
    return replace(dating, conflicts=tuple(dict.fromkeys((*own.conflicts, *dating.conflicts))))
