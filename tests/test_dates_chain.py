"""Dates that articles owe to each other's reports of one statement."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dates import chained, judge
from onrecord.types import Chained, DatedRow, DateEvidence, Dating, Said

UNDATED = Dating()
MONDAY = Said(None, None, "on Monday", "weekday; publication date unknown")


def day(one: str, words: str | None = "on December 12, 2022") -> Said:
    return Said(one, one, words, "full date")


def row(
    statement: str, said: Said | None, *, utterance: str | None = "u", published: Dating = UNDATED, called: str = ""
) -> DatedRow:
    """Return a statement: its first letter is its article."""
    return DatedRow(statement, statement[0], utterance, called or f"the {statement[0].upper()}", said, published)


def printed(first: str, last: str | None = None) -> Dating:
    return judge([DateEvidence("header", first, last or first, f"the header says {first}")])


def found(*rows: DatedRow) -> dict[str, Chained]:
    return {one.subject: one for one in chained([list(rows)])}


DEC_12 = row("a1", day("2022-12-12"))  # a Monday

SAID = [
    # what the other statement's own words allow
    (MONDAY, "2022-12-12"),
    (None, "2022-12-12"),
    (Said(None, None, None, "nothing"), "2022-12-12"),
    (Said("2022-12-01", "2022-12-31", "in December", "month"), "2022-12-12"),
    (Said(None, None, "December 12", "day and month; year unknown"), "2022-12-12"),
    (Said(None, None, "in December", "month; year unknown"), "2022-12-12"),
    (Said(None, None, "yesterday", "relative; publication date unknown"), "2022-12-12"),
    (Said(None, None, "three days ago", "relative; publication date unknown"), "2022-12-12"),
    # what they do not
    (Said(None, None, "on Tuesday", "weekday; publication date unknown"), None),
    (Said(None, None, "December 13", "day and month; year unknown"), None),
    (Said(None, None, "in March", "month; year unknown"), None),
    (Said("2022-11-01", "2022-11-30", "in November", "month"), None),
    (Said(None, None, "last month", "relative; publication date unknown"), None),
    (Said(None, None, "tomorrow", "relative; publication date unknown"), None),
    # what is dated already
    (day("2022-12-13"), None),
    (day("2022-12-12"), None),
]


@pytest.mark.parametrize(("said", "expected"), SAID)
def test_a_statement_gets_the_day_that_another_article_tells(said: Said | None, expected: str | None) -> None:
    for rows in permutations([DEC_12, row("b1", said)]):
        got = found(*rows).get("b1")
        assert (got.said.earliest if got and got.said else None) == expected
        if got:
            assert got.said is not None
            assert got.said.earliest == got.said.latest
            assert got.said.words == (said.words if said else None)
            assert got.via == "a1"
            assert got.said.how == (
                "the A reports the same words of this speaker and dates them 2022-12-12 (“on December 12, 2022”)"
            )


PRINTED = [
    # a bare weekday is printed within the week, a relative day on that very day
    (MONDAY, ("2022-12-12", "2022-12-19")),
    (Said(None, None, "yesterday", "relative"), ("2022-12-13", "2022-12-13")),
    (Said(None, None, "today", "relative"), ("2022-12-12", "2022-12-12")),
    (Said(None, None, "two days ago", "relative"), ("2022-12-14", "2022-12-14")),
    # anything else only says that the article is not older
    (None, ("2022-12-12", None)),
    (Said(None, None, "in December", "month; year unknown"), ("2022-12-12", None)),
]


@pytest.mark.parametrize(("said", "days"), PRINTED)
def test_the_article_is_dated_with_it(said: Said | None, days: tuple[str, str | None]) -> None:
    got = found(DEC_12, row("b1", said))["b"]
    assert got.published is not None
    assert (got.published.earliest, got.published.latest) == days
    (evidence,) = got.published.evidence
    assert (evidence.kind, got.via) == ("chain", "a1")
    assert evidence.detail.startswith("it reports words that the A dates 2022-12-12")
    if days[1]:
        assert said is not None
        assert evidence.detail.endswith(f", and says “{said.words}” of it")


def test_nothing_is_owed_within_one_article_or_without_shared_words() -> None:
    assert found(DEC_12, row("a2", MONDAY)) == {}
    assert found(row("a1", day("2022-12-12"), utterance=None), row("b1", MONDAY, utterance=None)) == {}
    assert found(row("a1", day("2022-12-12"), utterance="u"), row("b1", MONDAY, utterance="v")) == {}
    assert list(chained([[DEC_12], [row("b1", MONDAY)]])) == []  # two speakers
    assert list(chained([])) == []


def test_what_else_the_article_tells_of_that_day_is_dated_too() -> None:
    got = found(DEC_12, row("b1", None), row("b2", MONDAY, utterance=None), row("b3", None, utterance=None))
    assert set(got) == {"b1", "b2", "b"}
    got = found(DEC_12, row("b1", MONDAY), row("b2", Said(None, None, "on Tuesday", ""), utterance=None))
    assert set(got) == {"b1", "b"}
    # the times that the article gives leave no room for the day
    assert found(DEC_12, row("b1", None), row("b2", Said(None, None, "on Tuesday", ""), utterance=None)) == {}


def test_a_disputed_day_is_not_handed_on() -> None:
    assert found(DEC_12, row("c1", day("2022-12-05")), row("b1", MONDAY)) == {}
    # an article that has the speaker speak on two days does not tell which
    assert found(DEC_12, row("a2", day("2022-12-19"), utterance=None), row("b1", MONDAY)) == {}
    # two articles that agree do
    assert found(DEC_12, row("c1", day("2022-12-12")), row("b1", MONDAY))["b1"].via == "a1"


def test_an_article_gives_no_day_for_words_that_it_dates_otherwise() -> None:
    """a has her speak on a Monday, and also tells what she said five years ago."""
    earlier = Said("2017-06-01", "2018-06-01", "five years ago", "counted from publication")
    rows = [row("a1", day("2022-12-12"), utterance=None), row("a2", earlier), row("b1", MONDAY)]
    assert found(*rows) == {}
    assert found(*rows, row("c1", day("2018-01-08")))["b1"].via == "c1"


def test_two_days_for_one_statement_leave_it_undated() -> None:
    """b shares one utterance with a and another with c, which date them a week apart: b's Monday may be either."""
    rows = [
        row("a1", day("2022-12-12"), utterance="u"),
        row("c1", day("2022-12-19"), utterance="v"),
        row("b1", None, utterance="u"),
        row("b2", None, utterance="v"),
        row("b3", MONDAY, utterance=None),
    ]
    for order in permutations(rows):
        got = found(*order)
        assert "b3" not in got


def test_a_conflict_of_the_article_with_what_follows_is_told() -> None:
    got = found(DEC_12, row("b1", MONDAY, published=printed("2022-11-05")))["b"].published
    assert got is not None
    assert (got.earliest, got.latest) == ("2022-12-12", "2022-12-19")
    (conflict,) = got.conflicts
    assert "the header says 2022-11-05" in conflict
    assert "the A dates 2022-12-12" in conflict
    assert found(DEC_12, row("b1", None, published=printed("2022-12-14"))).keys() == {"b1"}


def test_words_that_a_page_had_before_the_day_were_not_said_on_it() -> None:
    page = judge([DateEvidence("metadata", "2022-11-05", "2022-11-05", "published: 2022-11-05")])
    assert found(DEC_12, row("b1", MONDAY), row("c1", None, published=page)) == {}
    same_day = judge([DateEvidence("metadata", "2022-12-11", "2022-12-11", "published: 2022-12-11")])  # time zones
    assert found(DEC_12, row("b1", MONDAY), row("c1", None, published=same_day)).keys() >= {"b1"}


def test_the_conflicts_that_the_article_had_stay() -> None:
    own = Dating(
        "2022-12-01", "2022-12-31", conflicts=("two days",), evidence=(printed("2022-12-01", "2022-12-31")).evidence
    )
    got = found(DEC_12, row("b1", None, published=own))["b"].published
    assert got is not None
    assert (got.earliest, got.latest, got.conflicts) == ("2022-12-12", "2022-12-31", ("two days",))


TIMES = st.sampled_from(
    [
        None,
        MONDAY,
        day("2022-12-12"),
        day("2022-12-19"),
        Said(None, None, "yesterday", ""),
        Said(None, None, "in December", ""),
    ]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        TIMES,
        st.sampled_from(["u", "v", None]),
        st.sampled_from([UNDATED, printed("2022-12-14")]),
    ),
    max_size=7,
).map(
    lambda many: [
        row(f"{article}{at}", said, utterance=utterance, published=UNDATED if article < "c" else printed("2022-12-14"))
        for at, (article, said, utterance, _) in enumerate(many)
    ]
)


@settings(deadline=None, max_examples=300)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_chain_does_not_depend_on_the_order_of_articles(rows: list[DatedRow], random) -> None:
    articles = [[one for one in rows if one.article == article] for article in "abcd"]
    random.shuffle(articles)
    mixed = [one for article in articles for one in article]
    by_subject = [sorted(chained([order]), key=lambda one: one.subject) for order in (rows, mixed)]
    assert by_subject[0] == by_subject[1]


@settings(deadline=None)
@given(ROWS)
def test_what_is_dated_stays_and_what_is_found_is_in_order(rows: list[DatedRow]) -> None:
    known = {one.statement: one for one in rows}
    for one in chained([rows]):
        assert one.via in known
        if one.said:
            before = known[one.subject].said
            assert not (before and before.earliest and before.earliest == before.latest)
            assert known[one.via].article != known[one.subject].article
        if one.published:
            assert (one.published.earliest or "") <= (one.published.latest or "9999")
