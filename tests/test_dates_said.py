"""When a statement was made: which time belongs to the cue, and what it comes to."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dates import said
from onrecord.segment import sentences
from onrecord.types import Dating, Kind, Passage, Said

PUBLISHED = Dating("2022-12-14", "2022-12-14", "2022-12-14")  # a Wednesday


def of(marked: str, published: Dating = PUBLISHED, passages: tuple[Passage, ...] = ()) -> Said | None:
    """Return when the statement was made whose cue stands in ⟨⟩ and whose content fragments stand in ⟦⟧."""
    text, cue, content, opened = "", None, [], 0
    for character in marked:
        if character in "⟨⟦":
            opened = len(text)
        elif character == "⟩":
            cue = (opened, len(text))
        elif character == "⟧":
            content.append((opened, len(text)))
        else:
            text += character
    at = cue or content[0]
    sentence = next(span for span in sentences(text) if span[0] <= at[0] < span[1])
    return said(text, sentence, cue, content, published, passages)


@pytest.mark.parametrize(
    ("marked", "words", "earliest", "latest"),
    [
        # after the cue
        ("⟦“No,”⟧ Ada Lund ⟨said⟩ on Monday.", "on Monday", "2022-12-12", "2022-12-12"),
        ("⟦“No,”⟧ Ada Lund ⟨said Monday⟩.", "Monday", "2022-12-12", "2022-12-12"),
        ("⟦“No,”⟧ she ⟨told⟩ reporters last week.", "last week", "2022-12-05", "2022-12-11"),
        ("Ada Lund ⟨said⟩ Tuesday ⟦that she would go on Friday⟧.", "Tuesday", "2022-12-13", "2022-12-13"),
        ("⟦Talks failed⟧, Ada Lund ⟨said⟩ at the Aldmoor forum on Friday.", "on Friday", "2022-12-09", "2022-12-09"),
        (
            "⟦Talks failed⟧, Ada Lund ⟨said at the yearly forum of the Aldmoor Foundation on Friday⟩.",
            "on Friday",
            "2022-12-09",
            "2022-12-09",
        ),
        ("⟦“No,”⟧ she ⟨said⟩ in an interview published on Sunday.", "on Sunday", "2022-12-11", "2022-12-11"),
        ("⟦“No,”⟧ she ⟨said⟩ at Monday’s meeting.", "Monday", "2022-12-12", "2022-12-12"),
        (
            "She ⟨praised⟩ ⟦the plan⟧ in a talk with the Courier, which owns a ship, this week.",
            "this week",
            "2022-12-12",
            "2022-12-14",
        ),
        # before it
        ("On February 15, Ada Lund ⟨said⟩ ⟦that it was over⟧.", "On February 15", "2022-02-15", "2022-02-15"),
        (
            "In remarks made on December 12, 2022, Ada Lund ⟨said⟩ ⟦no⟧.",
            "on December 12, 2022",
            "2022-12-12",
            "2022-12-12",
        ),
        ("Ada Lund on Monday ⟨told⟩ Bo Berg ⟦to leave⟧.", "on Monday", "2022-12-12", "2022-12-12"),
        ("On Monday, Ada Lund, who leads the council, ⟨said⟩ ⟦no⟧.", "On Monday", "2022-12-12", "2022-12-12"),
        ("In a March 2021 meeting Ada Lund ⟨said⟩ ⟦no⟧.", "March 2021", "2021-03-01", "2021-03-31"),
        ("Earlier on Tuesday, she ⟨said⟩ ⟦no⟧.", "on Tuesday", "2022-12-13", "2022-12-13"),
        ("⟦Talks failed⟧, she ⟨said⟩ during a long speech on Tuesday.", "on Tuesday", "2022-12-13", "2022-12-13"),
        ("At a rally for Bo Berg in Tesk yesterday, Ada Lund ⟨said⟩ ⟦no⟧.", "yesterday", "2022-12-13", "2022-12-13"),
        ("Ada Lund said no on Monday in Tesk, ⟨adding⟩ ⟦it was late⟧.", "on Monday", "2022-12-12", "2022-12-12"),
        ("On Friday she ⟨’ll say⟩ ⟦that it is over⟧.", "On Friday", "2022-12-16", "2022-12-16"),
        ("Ada Lund said no on Monday, ⟨adding⟩ ⟦that she was tired⟧.", "on Monday", "2022-12-12", "2022-12-12"),
        ("Ada Lund will ⟨say⟩ on Friday ⟦that it is over⟧.", "on Friday", "2022-12-16", "2022-12-16"),
        ("On December 20, Ada Lund ⟨said⟩ ⟦no⟧.", "On December 20", "2021-12-20", "2021-12-20"),  # said, so it is past
        # with no cue
        ("On Monday, ⟦“No.”⟧", "On Monday", "2022-12-12", "2022-12-12"),
    ],
)
def test_times_that_belong_to_the_cue(marked: str, words: str, earliest: str, latest: str) -> None:
    found = of(marked)
    assert found is not None
    assert (found.words, found.earliest, found.latest) == (words, earliest, latest)


@pytest.mark.parametrize(
    "marked",
    [
        "Ada Lund ⟨said⟩ ⟦that she would go on Friday⟧.",
        "⟦“We met on Monday,”⟧ she ⟨said⟩.",
        "Ada Lund, elected in May 2016, ⟨said⟩ ⟦no⟧.",
        "Ada Lund, who took office on March 3, ⟨said⟩ ⟦no⟧.",
        "⟦“No,”⟧ she ⟨said⟩ of the vote on Monday.",
        "Ada Lund ⟨condemned⟩ ⟦it⟧ because Bo Berg left on Monday.",
        "⟦“No,”⟧ she ⟨said⟩, citing a report seen on Monday.",
        "⟦“No,”⟧ she ⟨said⟩ after Monday’s vote.",
        "On Monday, Bo Berg left a hall where Ada Lund ⟨said⟩ ⟦no⟧.",
        "Despite two tests this year, the council ⟨welcomed⟩ ⟦the plan⟧.",
        "⟦“No,”⟧ she has ⟨said⟩ since February.",
        "She must ⟨decide⟩ ⟦what to do⟧ over the next two months.",
        "Ada Lund ⟨wants⟩ ⟦more⟧ next week.",
        "Bo Berg, who prior to Monday ⟨said⟩ ⟦no⟧.",
        "Ada Lund ⟨said⟩ ⟦no⟧.",
        "⟦“No.”⟧",
    ],
)
def test_times_that_do_not(marked: str) -> None:
    assert of(marked) is None


@pytest.mark.parametrize(
    ("marked", "published", "how", "earliest"),
    [
        ("She ⟨said⟩ ⟦no⟧ on Monday.", PUBLISHED, "weekday before publication", "2022-12-12"),
        ("She ⟨said⟩ ⟦no⟧ on Monday.", Dating(), "weekday; publication date unknown", None),
        ("On February 15, she ⟨said⟩ ⟦no⟧.", PUBLISHED, "day and month, year from publication", "2022-02-15"),
        ("On February 15, she ⟨said⟩ ⟦no⟧.", Dating(), "day and month; year unknown", None),
        ("On May 3, she ⟨said⟩ ⟦no⟧.", Dating(None, "2026-11-23"), "day and month; year unknown", None),
        (
            "On May 3, she ⟨said⟩ ⟦no⟧.",
            Dating("2019-06-01", "2021-06-01"),
            "day and month; in one of the years that publication leaves open",
            "2019-05-03",
        ),
        ("In February, she ⟨said⟩ ⟦no⟧.", Dating(), "month; year unknown", None),
        ("On May 3, 2021, she ⟨said⟩ ⟦no⟧.", Dating(), "full date", "2021-05-03"),
        ("In May 2021 she ⟨said⟩ ⟦no⟧.", Dating(), "month and year", "2021-05-01"),
        ("In 2021 she ⟨said⟩ ⟦no⟧.", Dating(), "year", "2021-01-01"),
        ("She ⟨said⟩ ⟦no⟧ yesterday.", PUBLISHED, "counted from publication", "2022-12-13"),
        ("She ⟨said⟩ ⟦no⟧ yesterday.", Dating(), "relative; publication date unknown", None),
        ("She ⟨said⟩ ⟦no⟧ on 02/03/2022.", PUBLISHED, "a date in figures whose order is not told", "2022-02-03"),
    ],
)
def test_reasons(marked: str, published: Dating, how: str, earliest: str | None) -> None:
    found = of(marked, published)
    assert found is not None
    assert (found.how, found.earliest) == (how, earliest)


def test_an_interval_of_publication_gives_an_interval() -> None:
    found = of("She ⟨said⟩ ⟦no⟧ on Monday.", Dating("2022-11-21", None))
    assert found == Said("2022-11-21", None, "on Monday", "weekday before publication")


@pytest.mark.parametrize(
    ("marked", "how", "day"),
    [
        ("On May 3, 2021, Ada spoke. On the same day, Bo ⟨said⟩ ⟦no⟧.", 'the same day as "May 3, 2021"', "2021-05-03"),
        (
            "Ada spoke on May 3, 2021. On the same day that Ada spoke, Bo ⟨said⟩ ⟦no⟧.",
            'the same day as "May 3, 2021"',
            "2021-05-03",
        ),
        ("Ada spoke on Monday. Bo ⟨said⟩ ⟦no⟧ that day.", 'the same day as "Monday"', "2022-12-12"),
        ("Ada spoke on Monday.\nOn the following day, Bo ⟨said⟩ ⟦no⟧.", '1 day after "Monday"', "2022-12-13"),
        (
            "On Monday she said “we met on May 3, 2021.” On the same day, Bo ⟨said⟩ ⟦no⟧.",
            'the same day as "Monday"',
            "2022-12-12",
        ),
        ("On Monday she left until Friday. On the same day, Bo ⟨said⟩ ⟦no⟧.", 'the same day as "Monday"', "2022-12-12"),
        ("On the same day, Bo ⟨said⟩ ⟦no⟧.", "refers to a day that is not found", None),
    ],
)
def test_the_same_day(marked: str, how: str, day: str | None) -> None:
    found = of(marked)
    assert found is not None
    assert (found.how, found.earliest, found.latest) == (how, day, day)


def test_the_same_day_of_a_date_without_its_year() -> None:
    found = of("On May 3, Ada spoke. On the same day, Bo ⟨said⟩ ⟦no⟧.", Dating())
    assert found == Said(None, None, "On the same day", 'the same day as "May 3"; year unknown')


def test_the_same_day_is_not_that_of_a_caption() -> None:
    text = "Ada spoke on Monday.\nThe hall on May 3, 2021.\nOn the same day, Bo ⟨said⟩ ⟦no⟧."
    caption = Passage(21, 46, Kind.CAPTION)
    found = of(text, passages=(Passage(0, 20, Kind.BODY), caption, Passage(46, 90, Kind.BODY)))
    assert found is not None
    assert found.how == 'the same day as "Monday"'


WORD = st.from_regex(
    r"(On|Monday|,|said|the|same|day|that|May|3|2021|\n|“|”|who|will|last|week|of|the same day|on Friday)",
    fullmatch=True,
)
WORDS = st.lists(WORD | st.just("\ud800"), max_size=25).map(" ".join)


@settings(deadline=None)
@given(WORDS | st.text(max_size=40), st.data())
def test_whatever_the_spans_nothing_fails(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    spans = st.tuples(offsets, offsets).map(lambda pair: (min(pair), max(pair)))
    published = data.draw(st.sampled_from([PUBLISHED, Dating(), Dating("2020-01-01", None), Dating("x", "2021-13-01")]))
    found = said(
        text, data.draw(spans), data.draw(st.none() | spans), data.draw(st.lists(spans, max_size=3)), published
    )
    if found and found.earliest and found.latest:
        assert found.earliest <= found.latest
    if found and found.words:
        assert found.words in text


def test_a_sentence_of_a_megabyte_takes_a_moment() -> None:
    text = "on Monday she left, " * 50_000
    begun = time.process_time()
    said(text, (0, len(text)), (500_000, 500_004), [(0, 100)], PUBLISHED)
    assert time.process_time() - begun < 2  # a few milliseconds on an idle machine
