"""The judgement over dating evidence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dates import Interval, judge
from onrecord.dates.interval import Unit, months, parse_day, plus_days, plus_months, shifted, unit_around
from onrecord.types import DateEvidence


def claim(kind: str, earliest: str, latest: str | None = None) -> DateEvidence:
    return DateEvidence(kind, earliest, latest or earliest, f"the {kind} says {earliest}")


def not_before(day: str) -> DateEvidence:
    return DateEvidence("text", day, None, f"the text tells of {day} as past")


def not_after(day: str) -> DateEvidence:
    return DateEvidence("capture", None, day, f"captured on {day}")


@pytest.mark.parametrize(
    ("evidence", "earliest", "latest", "best", "conflicts"),
    [
        ([], None, None, None, 0),
        ([claim("header", "2022-12-14")], "2022-12-14", "2022-12-14", "2022-12-14", 0),
        ([claim("header", "2022-07-01", "2022-07-31")], "2022-07-01", "2022-07-31", None, 0),
        ([claim("header", "2022-07-01", "2022-07-31"), claim("url", "2022-07-12")], *["2022-07-12"] * 3, 0),
        # a day or two apart is one date: time zones
        ([claim("metadata", "2022-12-15"), claim("url", "2022-12-14")], "2022-12-14", "2022-12-15", "2022-12-14", 0),
        ([claim("metadata", "2022-12-19"), claim("url", "2022-12-14")], "2022-12-14", "2022-12-19", None, 1),
        # a majority decides, loudly
        (
            [claim("metadata", "2022-12-19"), claim("url", "2022-12-14"), claim("header", "2022-12-14")],
            *["2022-12-14"] * 3,
            1,
        ),
        ([not_before("2022-12-12")], "2022-12-12", None, None, 0),
        ([not_before("2022-12-12"), not_before("2022-11-21")], "2022-12-12", None, None, 0),
        ([not_after("2022-12-20")], None, "2022-12-20", None, 0),
        ([not_before("2022-12-12"), not_after("2022-12-12")], *["2022-12-12"] * 3, 0),
        ([claim("header", "2022-07-01", "2022-07-31"), not_before("2022-07-20")], "2022-07-20", "2022-07-31", None, 0),
        # proof beats a header
        ([claim("header", "2022-07-01", "2022-07-31"), not_before("2022-12-12")], "2022-12-12", None, None, 1),
        ([claim("header", "2022-12-14"), not_after("2022-12-01")], None, "2022-12-01", None, 1),
        ([claim("header", "2022-12-14"), not_before("2022-12-15")], *["2022-12-14"] * 3, 0),
        ([not_before("2022-12-12"), not_after("2022-11-01")], None, None, None, 1),
        ([DateEvidence("metadata", "soon", None, "nonsense")], None, None, None, 0),
        ([DateEvidence("metadata", "2022-02-02", "2021-01-01", "out of order")], None, None, None, 0),
    ],
)
def test_judgements(
    evidence: list[DateEvidence], earliest: str | None, latest: str | None, best: str | None, conflicts: int
) -> None:
    dating = judge(evidence)
    assert (dating.earliest, dating.latest, dating.best, len(dating.conflicts)) == (earliest, latest, best, conflicts)
    assert dating.evidence == tuple(evidence)


def test_a_conflict_names_both_sides() -> None:
    (conflict,) = judge([claim("header", "2022-07-01", "2022-07-31"), not_before("2022-12-12")]).conflicts
    assert conflict == "the header says 2022-07-01, but the text tells of 2022-12-12 as past"


DAYS = st.none() | st.dates().map(lambda day: day.isoformat()) | st.text(max_size=8)
EVIDENCE = st.builds(
    DateEvidence, st.sampled_from(["metadata", "url", "header", "text", "capture"]), DAYS, DAYS, st.text(max_size=5)
)


@settings(deadline=None)
@given(st.lists(EVIDENCE, max_size=6))
def test_any_evidence_gives_an_ordered_interval_that_holds_the_best_day(evidence: list[DateEvidence]) -> None:
    dating = judge(evidence)
    if dating.earliest and dating.latest:
        assert dating.earliest <= dating.latest
    if dating.best:
        assert (dating.earliest or dating.best) <= dating.best <= (dating.latest or dating.best)


@settings(deadline=None)
@given(st.dates(), st.dates(), st.sampled_from(Unit), st.integers(-20_000, 20_000))
def test_calendar_arithmetic_stays_within_the_calendar(day: object, other: object, unit: Unit, count: int) -> None:
    one, two = parse_day(str(day)), parse_day(str(other))
    assert one is not None
    assert two is not None
    around = unit_around(one, unit)
    assert around.overlaps(Interval(one, one)) or unit is Unit.WEEKEND
    shifted(one, unit, count)
    plus_days(one, count)
    assert plus_months(one, 0) == one
    hull = Interval(one, one).hull(Interval(two, two))
    assert hull.overlaps(Interval(two, two))
    assert months(one.year, one.month).overlaps(Interval(one, one))


def test_an_interval_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Interval(parse_day("2022-01-02"), parse_day("2022-01-01"))
