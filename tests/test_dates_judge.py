"""The judgement over dating evidence."""

from datetime import date
from itertools import pairwise

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


def office(first: str, last: str | None, *also: tuple[str | None, str | None], who: str = "Ada Lund") -> DateEvidence:
    return DateEvidence("office", first, last, f"{who} held it from {first} until {last}", also=also)


def recent(first: str, last: str) -> DateEvidence:
    return DateEvidence("recency", first, last, f"news of {first}")


JULY_2022 = claim("header", "2022-07-01", "2022-07-31")
MINISTER = office("2013-12-17", "2017-01-27")
PRESIDENT = office("2012-05-07", "2018-05-07", who="Ivo Zelenkar")


@pytest.mark.parametrize(
    ("evidence", "earliest", "latest", "conflicts"),
    [
        # proofs alone: what they leave
        ([MINISTER], "2013-12-17", "2017-01-27", 0),
        ([MINISTER, PRESIDENT], "2013-12-17", "2017-01-27", 0),
        ([MINISTER, office("2016-07-08", None)], "2016-07-08", "2017-01-27", 0),
        ([MINISTER, recent("2016-07-08", "2016-07-30")], "2016-07-08", "2016-07-30", 0),
        ([MINISTER, not_before("2016-07-10")], "2016-07-10", "2017-01-27", 0),
        ([MINISTER, not_after("2016-07-10")], "2013-12-17", "2016-07-10", 0),
        # an office that ended before the others began is told of in retrospect
        (
            [office("2005-11-22", "2009-10-28"), office("2013-12-17", "2017-01-27", who="Bo")],
            "2013-12-17",
            "2017-01-27",
            0,
        ),
        # two proofs refute a claim; one does not unless it begins later, but then nothing is certain
        ([JULY_2022, MINISTER, PRESIDENT], "2013-12-17", "2017-01-27", 1),
        ([JULY_2022, MINISTER], "2013-12-17", "2022-07-31", 1),
        ([JULY_2022, claim("url", "2022-07-12"), MINISTER], "2022-07-12", "2022-07-12", 1),
        ([claim("header", "2012-07-01", "2012-07-31"), MINISTER], "2013-12-17", "2017-01-27", 1),
        # of a page's own metadata one alone does not: a candidate is called president in somebody's hope
        ([claim("metadata", "2012-07-01"), MINISTER], "2012-07-01", "2017-01-27", 1),
        ([claim("metadata", "2012-07-01"), claim("url", "2012-07-01"), MINISTER], "2012-07-01", "2012-07-01", 1),
        ([claim("metadata", "2011-07-01"), MINISTER, PRESIDENT], "2013-12-17", "2017-01-27", 1),
        # the same words twice are one proof
        ([JULY_2022, MINISTER, MINISTER], "2013-12-17", "2022-07-31", 1),
        # whoever has just left is called by the office a little longer
        ([claim("header", "2017-02-05"), MINISTER, PRESIDENT], "2017-02-05", "2017-02-05", 0),
        ([claim("header", "2017-02-28"), MINISTER, PRESIDENT], "2017-02-28", "2017-02-28", 0),
        (
            [claim("header", "2017-02-28"), MINISTER, office("2009-01-20", "2017-01-20", who="Bo")],
            *("2013-12-17", "2017-01-20", 1),
        ),
        # claims that fit are narrowed by the proofs
        ([claim("metadata", "2017-01-01", "2017-12-31"), MINISTER], "2017-01-01", "2017-01-27", 0),
        ([claim("url", "2016-07-12"), MINISTER, PRESIDENT], "2016-07-12", "2016-07-12", 0),
        # proofs that cannot both be
        ([MINISTER, not_before("2020-01-01")], "2020-01-01", None, 0),  # a retrospect
        ([office("2018-05-07", None), not_after("2016-07-10")], None, "2016-07-10", 1),
    ],
)
def test_proofs(evidence: list[DateEvidence], earliest: str | None, latest: str | None, conflicts: int) -> None:
    for order in (evidence, evidence[::-1]):
        dating = judge(order)
        assert (dating.earliest, dating.latest, len(dating.conflicts)) == (earliest, latest, conflicts)
        assert dating.options == ()


def test_a_refuted_claim_names_its_proofs() -> None:
    (conflict,) = judge([JULY_2022, MINISTER, PRESIDENT]).conflicts
    assert conflict == f"{JULY_2022.detail}, but {MINISTER.detail} and {PRESIDENT.detail}"


TWICE = office("1999-12-31", "2008-05-07", ("2012-05-07", None))


@pytest.mark.parametrize(
    ("evidence", "options"),
    [
        ([TWICE], [("1999-12-31", "2008-05-07"), ("2012-05-07", None)]),
        ([TWICE, not_before("2009-01-01")], []),
        (
            [TWICE, office("2006-01-01", "2014-01-01", who="Bo")],
            [("2006-01-01", "2008-05-07"), ("2012-05-07", "2014-01-01")],
        ),
        ([TWICE, office("2013-01-01", "2014-01-01", who="Bo")], []),
        ([TWICE, claim("header", "2016-07-01", "2016-07-31")], []),
        # what touches or overlaps is one
        ([office("2012-05-07", "2014-05-07", ("2014-05-07", "2016-05-07"))], []),
    ],
)
def test_years_left_open_are_all_given(evidence: list[DateEvidence], options: list[tuple[str, str]]) -> None:
    dating = judge(evidence)
    assert list(dating.options) == options
    if options:
        assert (dating.earliest, dating.latest) == (options[0][0], options[-1][1])
        assert dating.best is None


@pytest.mark.parametrize(
    ("evidence", "earliest", "latest", "conflicts"),
    [
        # a single day of the text, a little later than every page's own day, is rather a plan
        ([claim("url", "2022-12-14"), not_before("2023-03-01")], "2022-12-14", "2022-12-14", 1),
        (
            [claim("url", "2022-12-14"), claim("metadata", "2022-12-14"), not_before("2023-03-01")],
            *["2022-12-14"] * 2,
            1,
        ),
        # two such days, or one more than a year on, are proof
        ([claim("url", "2022-12-14"), not_before("2023-03-01"), not_before("2023-04-01")], "2023-04-01", None, 1),
        ([claim("url", "2022-12-14"), not_before("2024-03-01")], "2024-03-01", None, 1),
        # a month is no day that a page names
        ([JULY_2022, not_before("2022-12-12")], "2022-12-12", None, 1),
        # the day before the page's own is no plan
        ([claim("url", "2022-12-14"), not_before("2022-12-13")], "2022-12-14", "2022-12-14", 0),
    ],
)
def test_a_day_that_lies_ahead_of_the_page(
    evidence: list[DateEvidence], earliest: str, latest: str | None, conflicts: int
) -> None:
    dating = judge(evidence)
    assert (dating.earliest, dating.latest, len(dating.conflicts)) == (earliest, latest, conflicts)


def test_a_plan_is_reported_as_one() -> None:
    (conflict,) = judge([claim("url", "2022-12-14"), not_before("2023-03-01")]).conflicts
    assert conflict == "the url says 2022-12-14, but the text tells of 2023-03-01 as past; taken for a plan"


DAYS = st.none() | st.dates().map(lambda day: day.isoformat()) | st.text(max_size=8)
KINDS = st.sampled_from(["metadata", "url", "header", "text", "capture", "office", "occasion", "recency", "chain"])
EVIDENCE = st.builds(
    DateEvidence, KINDS, DAYS, DAYS, st.text(max_size=5), also=st.lists(st.tuples(DAYS, DAYS), max_size=2).map(tuple)
)


@settings(deadline=None)
@given(st.lists(EVIDENCE, max_size=6))
def test_any_evidence_gives_an_ordered_interval_that_holds_the_best_day(evidence: list[DateEvidence]) -> None:
    dating = judge(evidence)
    for first, last in [(dating.earliest, dating.latest), *dating.options]:
        assert (first or "0") <= (last or "9999")
    if dating.best:
        assert (dating.earliest or dating.best) <= dating.best <= (dating.latest or dating.best)
    for before, after in pairwise(dating.options):
        assert before[1] is not None
        assert after[0] is not None
        assert before[1] < after[0]


NEAR = st.dates(date(2014, 1, 1), date(2018, 1, 1)).map(str)
FEW = st.builds(DateEvidence, KINDS, st.none() | NEAR, st.none() | NEAR, st.text("abc", min_size=1, max_size=2))


@settings(deadline=None)
@given(st.lists(FEW, max_size=5, unique_by=lambda one: one.detail), st.randoms(use_true_random=False))
def test_the_judgement_does_not_depend_on_the_order_of_the_evidence(evidence: list[DateEvidence], random) -> None:
    mixed = list(evidence)
    random.shuffle(mixed)
    one, other = judge(evidence), judge(mixed)
    assert (one.earliest, one.latest, one.best, one.options) == (
        other.earliest,
        other.latest,
        other.best,
        other.options,
    )


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
