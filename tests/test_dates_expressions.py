"""Time expressions: which words are one, their spans, their tense, and what they resolve to."""

import itertools
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dates import Interval, expressions
from onrecord.dates.grammar import RULES
from onrecord.dates.timeml import timeml
from onrecord.dates.tokens import CODES, TELLING, words

WEDNESDAY = Interval(date(2022, 12, 14), date(2022, 12, 14))

FOUND = [
    ("She spoke on Monday.", ["Monday"]),
    ("He said last Friday that they meet next Tuesday.", ["last Friday", "next Tuesday"]),
    ("Late on Monday night he left.", ["Monday night"]),
    ("Today, yesterday, tomorrow and tonight.", ["Today", "yesterday", "tomorrow", "tonight"]),
    ("last week, last month, last year, this week", ["last week", "last month", "last year", "this week"]),
    ("Earlier this month and two days ago", ["Earlier this month", "two days ago"]),
    ("About a year ago it began.", ["About a year ago"]),
    ("On the same day, and later that day", ["the same day", "later that day"]),
    ("On February 15, she spoke.", ["February 15"]),
    ("On 15 February she spoke.", ["15 February"]),
    ("on the 15th of February", ["15th of February"]),
    ("Feb. 15, 2023, was a day", ["Feb. 15, 2023"]),
    ("February 15,2023", ["February 15,2023"]),
    ("Friday, November 18, 2022", ["Friday, November 18, 2022"]),
    ("The summit of July 8-9, 2016", ["July 8-9, 2016"]),
    ("saved 2022-12-14T07:51Z or 2022/12/14", ["2022-12-14", "2022/12/14"]),
    ("12/14/2022 and 14.12.2022", ["12/14/2022", "14.12.2022"]),
    ("in February, in 2016, July 2022", ["February", "2016", "July 2022"]),
    ("JULY 2022", ["JULY 2022"]),
    ("in the 1990s, the late 1980s, the '80s", ["the 1990s", "the late 1980s", "the '80s"]),
    ("over the weekend and next weekend", ["the weekend", "next weekend"]),
    ("since the end of the long war", ["the end of"]),
    ("the third quarter of 2016; the first half of 2014", ["the third quarter of 2016", "the first half of 2014"]),
    ("in summer 2015, last summer, early 2016, mid-July", ["summer 2015", "last summer", "early 2016", "mid-July"]),
    ("the day before yesterday", ["the day before yesterday"]),
    ("July last year; on Friday last week", ["July last year", "Friday last week"]),
    ("over the past three months", ["the past three months"]),
    ("07:51 GMT +317 December 2019", ["17 December 2019"]),  # an offset of three hours runs into the day
    ("07:51 GMT +1017 December 2019", ["17 December 2019"]),
    ("07:51 GMT +112 December 2019", ["December 2019"]),  # the 12th at +1, or the 2nd at +11
    ("In May and in March", ["May", "March"]),
    ("On May 3 and 3 May", ["May 3", "3 May"]),
    ("This April 2, 2009 photo", ["April 2, 2009"]),
    ("this April 2 and last March", ["this April 2", "last March"]),
]

NOT_FOUND = [
    "It may rain. They march. The sun shone. She was second.",
    "Prime Minister May said so, and April Ash agreed.",
    "May I ask? August Berg may.",
    "1,500 people, $2016, 3.5 percent, 2016% and in 2,016 days",
    "every Monday, each year",
    "It was shown on BTV This Morning.",
    'She was on "This Week" again.',
    "Room 2016, flight 1990",
    "30 people sat there",
    "He saw Saturday Night Live.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_words_that_are_time_expressions(text: str, expected: list[str]) -> None:
    assert [each.words for each in expressions(text)] == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_words_that_are_none(text: str) -> None:
    assert expressions(text) == []


RESOLVED = [
    ("on Monday", "2022-12-12", "2022-12-12"),
    ("on Wednesday", "2022-12-14", "2022-12-14"),  # the day of publication itself
    ("last Wednesday", "2022-12-07", "2022-12-07"),
    ("They will meet on Monday", "2022-12-19", "2022-12-19"),
    ("next Tuesday", "2022-12-20", "2022-12-20"),
    ("until Friday", "2022-12-16", "2022-12-16"),
    ("this Friday", "2022-12-16", "2022-12-16"),
    ("Friday last week", "2022-12-09", "2022-12-09"),
    ("yesterday morning", "2022-12-13", "2022-12-13"),
    ("tonight", "2022-12-14", "2022-12-14"),
    ("last week", "2022-12-05", "2022-12-11"),
    ("next month", "2023-01-01", "2023-01-31"),
    ("last year", "2021-01-01", "2021-12-31"),
    ("earlier this month", "2022-12-01", "2022-12-14"),
    ("later this year", "2022-12-14", "2022-12-31"),
    ("two days ago", "2022-12-12", "2022-12-12"),
    ("three hours ago", "2022-12-13", "2022-12-14"),
    ("a year ago", "2021-06-17", "2022-06-12"),
    ("the weekend", "2022-12-10", "2022-12-11"),
    ("next weekend", "2022-12-24", "2022-12-25"),
    ("the past two weeks", "2022-11-30", "2022-12-14"),
    ("On February 15, she spoke", "2022-02-15", "2022-02-15"),
    ("She spoke on December 20", "2022-12-20", "2022-12-20"),  # six days ahead, not a year back
    ("They will meet on February 15", "2023-02-15", "2023-02-15"),
    ("on Friday, November 18", "2022-11-18", "2022-11-18"),
    ("on Friday, November 17", None, None),  # no such day within a year
    ("on February 29", "2020-02-29", "2020-02-29"),
    ("in July", "2022-07-01", "2022-07-31"),
    ("in December", "2022-12-01", "2022-12-31"),
    ("last December", "2021-12-01", "2021-12-31"),
    ("next July", "2023-07-01", "2023-07-31"),
    ("July last year", "2021-07-01", "2021-07-31"),
    ("in 2016", "2016-01-01", "2016-12-31"),
    ("the 1990s", "1990-01-01", "1999-12-31"),
    ("early 2016", "2016-01-01", "2016-07-01"),
    ("the second quarter of 2016", "2016-04-01", "2016-06-30"),
    ("July 8-9, 2016", "2016-07-08", "2016-07-09"),
    ("Tuesday, July 8, 2016", "2016-07-08", "2016-07-08"),  # a Friday: the full date stands
    ("02/03/2022", "2022-02-03", "2022-03-02"),  # nobody can tell which
    ("12/14/2022", "2022-12-14", "2022-12-14"),
    ("3/3/22", "2022-03-03", "2022-03-03"),
    ("the same day", None, None),
    ("since the end of the war", None, None),
]


def test_no_expression_reaches_over_a_gap() -> None:
    text = "The lock shut on 3      May 2031, and again      on Friday."
    assert [text[e.start : e.end] for e in expressions(text)] == ["May 2031", "Friday"]


@pytest.mark.parametrize(("text", "earliest", "latest"), RESOLVED)
def test_resolution_seen_from_a_wednesday(text: str, earliest: str | None, latest: str | None) -> None:
    days = expressions(text)[0].resolve(WEDNESDAY)
    assert (days.earliest, days.latest) == (_day(earliest), _day(latest))


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("on Monday", "2023-01-01", "2022-12-26"),  # a Monday before the second of January
        ("on December 30", "2023-01-02", "2022-12-30"),
        ("they will meet on January 2", "2022-12-30", "2023-01-02"),
        ("yesterday", "2024-03-01", "2024-02-29"),
        ("tomorrow", "2023-12-31", "2024-01-01"),
        ("on February 29", "1900-03-01", "1896-02-29"),
    ],
)
def test_borders_of_years_and_leap_days(text: str, published: str, expected: str) -> None:
    anchor = Interval(_day(published), _day(published))
    assert expressions(text)[0].resolve(anchor).day == _day(expected)


def test_an_anchor_that_is_an_interval_gives_an_interval() -> None:
    july = Interval(date(2022, 7, 1), date(2022, 7, 31))
    assert expressions("on Monday")[0].resolve(july) == Interval(date(2022, 6, 27), date(2022, 7, 25))
    assert expressions("in 2016")[0].resolve(Interval()) == Interval(date(2016, 1, 1), date(2016, 12, 31))
    assert expressions("on Monday")[0].resolve(Interval()) == Interval()
    open_end = Interval(date(2022, 11, 21), None)
    assert expressions("on Monday")[0].resolve(open_end) == Interval(date(2022, 11, 21), None)


def test_a_weekday_picks_the_year_out_of_a_long_interval() -> None:
    years = Interval(date(2013, 1, 1), date(2019, 12, 31))
    assert expressions("on Friday, November 18")[0].resolve(years).day == date(2016, 11, 18)


def test_prepositions_open_an_interval() -> None:
    since, until, after = expressions("since Monday, until Friday, after February 15")
    assert since.covers(WEDNESDAY) == Interval(date(2022, 12, 12), date(2022, 12, 14))
    assert until.covers(WEDNESDAY) == Interval(None, date(2022, 12, 16))
    assert after.covers(WEDNESDAY) == Interval(date(2022, 2, 15), None)
    assert [each.relation for each in (since, until, after)] == ["since", "until", "after"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Monday night", "2022-12-12TNI"),
        ("last week", "2022-W49"),
        ("the weekend", "2022-W49-WE"),
        ("the third quarter of 2016", "2016-Q3"),
        ("the first half of 2014", "2014-H1"),
        ("summer 2015", "2015-SU"),
        ("July 2022", "2022-07"),
        ("the 1990s", "199"),
        ("two years ago", "2020"),
        ("the past three months", "P3M"),
        ("the same day", None),
        ("02/03/2022", None),
    ],
)
def test_timeml_values(text: str, value: str | None) -> None:
    found = expressions(text)[0]
    assert timeml(found.value, found.resolve(WEDNESDAY), daypart=found.daypart) == value


PIECES = st.from_regex(
    r"(on|the|Monday|Feb\.|29|31|December|2022|0001|9999|May|last|next|this|year|ago|two|,|\.|-|/|12/13/14|1990s|3rd|of|in"
    r"|since|GMT|\+317|07:51|\n|\r|'|’|\0|will|said|yesterday|same|day|weeks|decade|later|every|%)",
    fullmatch=True,
)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=5) | st.just("\ud800"), max_size=30).map(" ".join), st.dates(), st.dates())
def test_whatever_the_text_spans_hold_and_intervals_are_in_order(text: str, one: date, other: date) -> None:
    anchors = [Interval(min(one, other), max(one, other)), Interval(one, None), Interval(None, one), Interval()]
    end = 0
    for found in expressions(text):
        assert text[found.start : found.end] == found.words
        assert found.start >= end
        end = found.end
        for anchor in anchors:
            days = found.resolve(anchor, reference=anchor)
            assert days.earliest is None or days.latest is None or days.earliest <= days.latest
            found.covers(anchor)
            timeml(found.value, days, daypart=found.daypart)


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_part_of_a_text_gives_spans_into_the_whole(text: str, start: int, end: int) -> None:
    for found in expressions(text, start, end):
        assert start <= found.start < found.end <= end


@pytest.mark.parametrize(
    "piece", ["1", " ", "1 ", "1/", "-", "early-", "on Monday the ", "GMT +315 ", "\0", "\ud800", "the "]
)
def test_a_hostile_megabyte_takes_seconds(piece: str) -> None:
    text = piece * (250_000 // len(piece))
    begun = time.process_time()
    expressions(text)
    assert time.process_time() - begun < 5  # about half a second on an idle machine


def test_the_word_table_is_valid() -> None:
    assert words()["monday"].value == "0"
    assert {each.name for each in words().values()} <= set(CODES)
    assert len(set(CODES.values())) == len(CODES)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def test_no_rule_matches_words_that_a_line_may_have_and_not_be_looked_at():
    assert set(CODES) >= TELLING
    others = [code for name, code in CODES.items() if name not in TELLING]
    for length in (1, 2, 3):
        for codes in itertools.product(others, repeat=length):
            assert not any(rule.pattern.search("".join(codes)) for rule in RULES)
