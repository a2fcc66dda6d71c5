"""When a page was published: candidates from header lines, text and page, and what they amount to."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dates import from_page, publication
from onrecord.dates.evidence import header_words
from onrecord.types import DateEvidence, Dating, Kind, Page, Passage


def dating(
    *lines: tuple[Kind, str] | str, evidence: tuple[DateEvidence, ...] = (), captured: str | None = None
) -> Dating:
    """Return the dating of a page whose lines have the kinds given (body without one)."""
    text, passages = "", []
    for line in lines:
        kind, words = (Kind.BODY, line) if isinstance(line, str) else line
        passages.append(Passage(len(text), len(text) + len(words), kind))
        text += words + "\n"
    page = Page("a.txt", "a.txt", text, "0", "text", evidence=evidence, captured=captured)
    return publication(text, passages, from_page(page))


BODY = "The chair of the council said that the harbour would stay open."


@pytest.mark.parametrize(
    ("lines", "earliest", "latest", "best"),
    [
        ([BODY], None, None, None),
        (["JULY 2022", BODY], "2022-07-01", "2022-07-31", None),
        (["17 December 2019", BODY], *["2019-12-17"] * 3),
        ([(Kind.HEADLINE, "Harbour open"), (Kind.BYLINE, "By Ada Lund, 14 Dec 2022"), BODY], *["2022-12-14"] * 3),
        ([(Kind.HEADLINE, "Harbour open"), BODY, (Kind.BYLINE, "Ada Lund | 14 Dec 2022")], *["2022-12-14"] * 3),
        (["Published: 12/14/2022 08:15 GMT", BODY], *["2022-12-14"] * 3),
        (["Published 14 December 2022, updated 3 March 2023", BODY], *["2022-12-14"] * 3),
        (["Last updated 3 March 2023", BODY], None, "2023-03-03", None),
        # a clock at the very top is the site's, not the article's
        (
            ["07:51 GMT +317 December 2019", "Watch Live", (Kind.HEADLINE, "Harbour open"), BODY],
            None,
            "2019-12-17",
            None,
        ),
        ([(Kind.NAVIGATION, "Wednesday, December 14, 2022"), (Kind.HEADLINE, "Open"), BODY], None, "2022-12-14", None),
        ([(Kind.HEADLINE, "Harbour open"), "08:15 GMT 14.12.2022", BODY], *["2022-12-14"] * 3),
        # datelines that open the report
        (["TESK, Nov. 21, 2022 (Ansgar) — " + BODY], *["2022-11-21"] * 3),
        (["TESK, Nov. 21 (Ansgar) — " + BODY], None, None, None),
        # the text
        (["In remarks made on December 12, 2022, Ada Lund said no."], "2022-12-12", None, None),
        (["She spoke in March 2021 and in May 2022."], "2022-05-01", None, None),
        (
            [(Kind.CAPTION, "Ada Lund speaks in the hall on November 21, 2022, in Tesk."), BODY],
            "2022-11-21",
            None,
            None,
        ),
        ([(Kind.CAPTION, "This April 2, 2009 file photo shows the hall."), BODY], "2009-04-02", None, None),
        # what proves nothing
        (["The treaty will end on December 12, 2022."], None, None, None),
        (["They agreed to finish by December 12, 2022."], None, None, None),
        (["The ship was built in 2016."], None, None, None),
        (["On February 25, Ada Lund made a speech."], None, None, None),
        ([(Kind.CREDIT, "© Ansgar 2019 / Bo Berg"), BODY], None, None, None),
        ([(Kind.COMMENT, "I was there on May 3, 2023."), BODY], None, None, None),
        ([(Kind.CORRECTION, "This was corrected on May 3, 2023."), BODY], None, None, None),
        (["On July 6, 2015, she made the following offer:", BODY], "2015-07-06", None, None),
    ],
)
def test_candidates(
    lines: list[tuple[Kind, str] | str], earliest: str | None, latest: str | None, best: str | None
) -> None:
    found = dating(*lines)
    assert (found.earliest, found.latest, found.best) == (earliest, latest, best)
    assert found.conflicts == ()


def test_evidence_points_into_the_text() -> None:
    found = dating("JULY 2022", "In remarks made on December 12, 2021, Ada Lund said no.")
    assert [(each.kind, each.start, each.end) for each in found.evidence] == [("header", 0, 9), ("text", 29, 46)]
    assert "“JULY 2022”" in found.evidence[0].detail


def test_other_evidence_gives_a_dateline_its_year() -> None:
    metadata = DateEvidence("metadata", "2022-01-01", "2022-12-31", "published: 2022")
    found = dating("TESK, Nov. 21 (Ansgar) — " + BODY, evidence=(metadata,))
    assert found.best == "2022-11-21"
    assert found.conflicts == ()


def test_a_weekday_gives_the_year() -> None:
    between = (
        DateEvidence("metadata", "2013-01-01", "2019-12-31", "published: in the second decade"),
        DateEvidence("capture", None, "2019-12-17", "captured on 2019-12-17"),
    )
    found = dating("On Friday, November 18, Ada Lund left the hall.", evidence=between)
    assert (found.earliest, found.latest) == ("2016-11-18", "2019-12-17")
    assert "only in 2016" in found.evidence[-1].detail


def test_a_weekday_that_no_year_nearby_allows_is_a_conflict() -> None:
    metadata = DateEvidence("metadata", "2022-12-14", "2022-12-14", "published: 2022-12-14")
    assert dating("On Friday, November 18, she left.", evidence=(metadata,)).conflicts == ()
    (conflict,) = dating("On Friday, November 17, she left.", evidence=(metadata,)).conflicts
    assert "“Friday, November 17”" in conflict
    (conflict,) = dating("On Friday, November 17, 2022, she left.").conflicts
    assert "contradicts itself" in conflict


def test_a_header_that_the_text_disproves_is_reported() -> None:
    found = dating("JULY 2022", "In remarks made on December 12, 2022, Ada Lund said no.")
    assert (found.earliest, found.latest, found.best) == ("2022-12-12", None, None)
    assert found.conflicts == ("the header says “JULY 2022”, but the text tells of “December 12, 2022” as past",)


def test_capture_bounds_and_contradicts() -> None:
    found = dating("JULY 2022", BODY, captured="2022-07-15T10:00:00")
    assert (found.earliest, found.latest) == ("2022-07-01", "2022-07-15")
    assert len(dating("JULY 2022", BODY, captured="2022-05-01").conflicts) == 1


def test_the_date_of_a_change_is_only_a_bound() -> None:
    change = DateEvidence("metadata", "2023-03-03", "2023-03-03", "updated: meta article:modified_time 2023-03-03")
    found = dating(BODY, evidence=(change,))
    assert (found.earliest, found.latest, found.best) == (None, "2023-03-03", None)


def held(first: str, last: str | None, who: str) -> DateEvidence:
    return DateEvidence("office", first, last, f"{who} held office from {first} until {last}")


MINISTER, PRESIDENT = held("2013-12-17", "2017-01-27", "Ada Lund"), held("2012-05-07", "2016-12-20", "Ivo Zelenkar")
SUMMIT = DateEvidence("occasion", "2016-07-08", None, "the Skellby summit is told of as past")


@pytest.mark.parametrize(
    ("header", "proofs", "earliest", "latest", "best"),
    [
        # the month survives where one proven year has it
        ("JULY 2022", (MINISTER, PRESIDENT, SUMMIT), "2016-07-08", "2016-07-31", None),
        ("18 November 2022", (MINISTER, PRESIDENT, SUMMIT), "2016-11-18", "2016-11-18", "2016-11-18"),
        ("JULY 2010", (MINISTER, SUMMIT), "2016-07-08", "2016-07-31", None),
        # several years have it: it says nothing
        ("JULY 2022", (MINISTER, PRESIDENT), "2013-12-17", "2016-12-20", None),
        # no year has it
        ("MAY 2022", (MINISTER, PRESIDENT, SUMMIT), "2016-07-08", "2016-12-20", None),
        # proof that is open at an end gives no year
        ("JULY 2010", (held("2016-07-08", None, "Bo"),), "2016-07-08", None, None),
        # a header that is not refuted stays
        ("JULY 2016", (MINISTER, PRESIDENT, SUMMIT), "2016-07-08", "2016-07-31", None),
    ],
)
def test_a_refuted_header_keeps_its_month(
    header: str, proofs: tuple[DateEvidence, ...], earliest: str, latest: str | None, best: str | None
) -> None:
    found = dating(header, BODY, evidence=proofs)
    assert (found.earliest, found.latest, found.best) == (earliest, latest, best)
    refuted = "2016" not in header
    assert len(found.conflicts) == refuted
    mended = [one for one in found.evidence if "is the only one that has these days" in one.detail]
    assert len(mended) == (refuted and latest in ("2016-07-31", "2016-11-18"))
    for one in mended:
        assert (one.kind, one.start, one.end) == ("header", 0, len(header))
        assert f"“{header}”" in one.detail
        assert "of the years that are proven, 2016 is" in one.detail


def test_years_left_open_reach_the_dating() -> None:
    twice = DateEvidence("office", "1999-12-31", "2008-05-07", "Bo held it twice", also=(("2012-05-07", "2018-05-07"),))
    found = dating(BODY, evidence=(twice,))
    assert found.options == (("1999-12-31", "2008-05-07"), ("2012-05-07", "2018-05-07"))
    assert (found.earliest, found.latest, found.best) == ("1999-12-31", "2018-05-07", None)
    assert dating("JULY 2016", BODY, evidence=(twice,)).options == ()


KINDS = st.sampled_from(Kind)
LINES = st.text(max_size=30) | st.sampled_from(
    [
        "JULY 2022",
        "07:51 GMT +317 December 2019",
        "By Ada, Friday, Nov. 18",
        "On May 3, 2021, she left.",
        "\ud800 2022-12-14",
    ]
)


@settings(deadline=None)
@given(st.lists(st.tuples(KINDS, LINES), max_size=6), st.none() | st.text(max_size=10))
def test_whatever_the_page_the_interval_is_in_order(lines: list[tuple[Kind, str]], captured: str | None) -> None:
    found = dating(*lines, captured=captured)
    if found.earliest and found.latest:
        assert found.earliest <= found.latest


def test_a_long_hostile_page_takes_seconds() -> None:
    begun = time.process_time()
    dating("On May 3, 2021, she left. " * 10_000, "JULY 2022 " * 10_000, " " * 100_000)
    assert time.process_time() - begun < 8  # about one second on an idle machine


def test_the_header_words_are_valid() -> None:
    assert header_words()["updated"] == "updated"
    assert set(header_words().values()) == {"beside", "published", "updated"}
