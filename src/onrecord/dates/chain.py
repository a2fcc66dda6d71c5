"""Dates across articles: a statement dated in one article dates the same statement in another.

    the Ledger    "On December 12, 2022, she said ..."
    the Courier   "..., she said on Monday"     said on 2022-12-12, because the Ledger dates the same statement;
                                                printed within the week after

Only an undisputed date is handed on, and only to a statement whose own words allow it ("on Monday": that day must be
one). The chain is stated in words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, Unit, iso, parse_day, plus_days
from onrecord.dates.judge import judge
from onrecord.dates.values import Calendar, Shift, Weekday, in_year
from onrecord.types import Chained, DatedRow, DateEvidence, Dating, Said

_WEEK_DAYS = 6  # days after a weekday within which a text calls it by its bare name


def chained(utterances: Iterable[Sequence[DatedRow]]) -> Iterator[Chained]:
    """Yield the dates that statements of one utterance, and their articles, owe to each other."""
    dated: dict[str, list[tuple[DatedRow, DatedRow, date]]] = {}
    for rows in utterances:
        anchors = [(day, row) for row in rows if (day := _day(row))]
        if len({day for day, _ in anchors}) != 1:
            continue
        day, anchor = anchors[0]
        for row in rows:
            if row.article == anchor.article or _day(row) or not _allows(row.said, day):
                continue
            yield Chained(row.statement, anchor.statement, said=_said(row, anchor, day))
            dated.setdefault(row.article, []).append((row, anchor, day))
    for article, several in dated.items():
        evidence = [found for row, anchor, day in several if (found := _printed(row, anchor, day))]
        own = several[0][0].published
        dating = judge([*own.evidence, *evidence])
        if evidence and (dating.earliest, dating.latest) != (own.earliest, own.latest):
            yield Chained(article, several[0][1].statement, published=_with_conflicts(dating, own))


def _day(row: DatedRow) -> date | None:
    """Return the one day on which a statement was made, if its article tells it."""
    said = row.said
    return parse_day(said.earliest) if said and said.earliest and said.earliest == said.latest else None


def _allows(said: Said | None, day: date) -> bool:
    """Tell whether a statement's own words for its time allow that day."""
    if said is None or said.words is None:
        return True
    if (said.earliest or said.latest) and not Interval(parse_day(said.earliest), parse_day(said.latest)).overlaps(
        Interval(day, day)
    ):
        return False
    found = _expression(said.words)
    if found is None:
        return True
    if isinstance(found.value, Weekday):
        return found.value.weekday == day.weekday()
    if isinstance(found.value, Calendar):
        days = in_year(found.value, found.value.year or day.year)
        return days is None or days.overlaps(Interval(day, day))
    return True


def _expression(words: str) -> TimeExpression | None:
    return next(iter(expressions(words)), None)


def _said(row: DatedRow, anchor: DatedRow, day: date) -> Said:
    words = anchor.said.words if anchor.said and anchor.said.words else iso(day)
    how = f"{anchor.called} dates the same statement: {iso(day)} (“{words}”)"
    return Said(iso(day), iso(day), row.said.words if row.said else None, how)


def _printed(row: DatedRow, anchor: DatedRow, day: date) -> DateEvidence | None:
    """Return what the day of a statement tells about the day on which its article was printed."""
    value = found.value if row.said and row.said.words and (found := _expression(row.said.words)) else None
    until: date | None = None
    if isinstance(value, Weekday) and value.step is None and value.week is None:
        until = plus_days(day, _WEEK_DAYS)
    elif isinstance(value, Shift) and value.unit is Unit.DAY and value.count <= 0:
        day = until = plus_days(day, -value.count)
    words = f", and says “{row.said.words}” of it" if until and row.said else ""
    detail = f"it reports a statement that {anchor.called} dates {iso(day)}{words}"
    return DateEvidence("chain", iso(day), iso(until), detail)


def _with_conflicts(dating: Dating, own: Dating) -> Dating:
    """Return a dating with the contradictions that the article's own words hold besides."""
    return replace(dating, conflicts=tuple(dict.fromkeys((*own.conflicts, *dating.conflicts))))
