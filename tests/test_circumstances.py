"""Addressee, medium, venue and relay, from the words round the cue."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marking import assembled

from onrecord.assemble import statements
from onrecord.types import Article, Attribution, Entity, Tagged

ADDRESSEES = [
    ("{k1:“No,”} {s1:Lund} {c1:told} the {o:Tagwart}’s {p:Ida Brandt} in {l:Skellby}.", "Ida Brandt"),
    ("{k1:“No,”} {s1:Lund} {c1:told} QTV’s Corin Hale in Oslo.", "Corin Hale"),
    ("{s1:Lund} {c1:told} reporters {k1:that it rained}.", "reporters"),
    ("{s1:Lund} {c1:told} the committee on Monday {k1:that it rained}.", "committee"),
    ("{k1:“No,”} {s1:she} {c1:told} Hale of Beacon Television.", "Hale"),
    ("{s1:She} {c1:assured} him {k1:that it was over}.", None),
    ("{s1:She} {c1:told} us downstairs {k1:that it was over}.", None),
    ("{s1:She} {c1:was told} by Lund {k1:that it was over}.", None),
    ("{s1:Lund} {c1:said} in an interview with the {o:Brannock Ledger} {k1:that it rained}.", "Brannock Ledger"),
    ("Speaking to exporters, {s1:Lund} {c1:said} {k1:that it rained}.", "exporters"),
    ("{s1:Lund} {c1:told} the autumn conference {k1:that it rained}.", None),
    ("{s1:Lund} {c1:said} {k1:that she told reporters nothing}.", None),
    ("{s1:Lund} {c1:told} U.S. senators {k1:that it rained}.", "U.S. senators"),
    ("{s1:Lund} {c1:told} Sen. {p:Ida Brandt} {k1:that it rained}.", "Ida Brandt"),
    ("{s1:Lund} {c1:told} members of the {o:Quay Board} {k1:that it rained}.", "members of the Quay Board"),
    ("{s1:Lund} {c1:warned} against {k1:any further delay}.", None),
    ("{s1:Lund} {c1:assured} and promised {k1:that it would rain}.", None),
]

MEDIA = [
    ("{s1:Lund} {c1:said} in her Telegram channel {k1:that it rained}.", "Telegram channel"),
    ("{s1:Lund} {c1:said} in a written statement {k1:that it rained}.", "written statement"),
    ("{s1:Lund} {c1:said} at a news conference in {l:Skellby} {k1:that it rained}.", "news conference"),
    (
        "{s1:Lund} wrote in an op-ed in the {o:Brannock Ledger} {c1:headlined} {k1:“It rains.”}",
        "op-ed in the Brannock Ledger",
    ),
    ("{s1:Lund} {c1:wrote} on Twitter {k1:that it rained}.", "Twitter"),
    ("{s1:Lund} {c1:tweeted} {k1:that it rained}.", "Twitter"),
    ("{k1:“No,”} {s1:Lund} {c1:told} the {o:Tagwart}’s {p:Ida Brandt}.", "Tagwart"),
    ("Commenting on the article, {s1:Lund} {c1:said} {k1:that it rained}.", None),
    ("Asked if she believed in Article Five, {s1:Lund} {c1:said} {k1:that it rained}.", None),
    ("{s1:Lund} {c1:said} {k1:that nothing was in the statement}.", None),
]

VENUES = [
    (
        "{s1:Lund} {c1:said} at the Aldmoor Foundation conference on Friday {k1:that it rained}.",
        "Aldmoor Foundation conference",
    ),
    ("{s1:Lund} {c1:said} during her speech at the QUAY summit {k1:that it rained}.", "QUAY summit"),
    ("{s1:Lund} {c1:told} the autumn conference {k1:that it rained}.", "autumn conference"),
    ("{s1:Lund} {c1:told} reporters in {l:Skellby} {k1:that it rained}.", "Skellby"),
    ("{k1:“No,”} {s1:Lund} {c1:told} QTV’s Corin Hale in Oslo.", "Oslo"),
    ("Speaking in {l:Skellby}, {s1:Lund} {c1:said} {k1:that it rained}.", "Skellby"),
    ("{s1:Lund} {c1:said} {k1:that it rained in {l:Skellby}}.", None),
    ("{s1:Lund} {c1:said} {k1:that it rained}, while ships lay, as ever, in {l:Skellby}.", None),
]

RELAYS = [
    ("{k1:“No,”} {s1:he} {c1:said} per an {o:Ansgar} report.", "Ansgar"),
    ("{k1:“No,”} {s1:he} {c1:said}, as quoted by {o:Karsinform}.", "Karsinform"),
    ("{s1:Lund} {c1:was quoted by TASS as saying} {k1:that it rained}.", "TASS"),
    ("{k1:“No,”} {s1:he} {c1:told} Reuters.", "Reuters"),
    ("{k1:“No,”} {s1:he} {c1:told} the council.", None),
    ("{k1:“No,”} {s1:he} {c1:said}, as quoted by his aide.", None),
]


@pytest.mark.parametrize(("marked", "expected"), ADDRESSEES)
def test_addressee(marked: str, expected: str | None) -> None:
    assert assembled(marked)[0].addressee == expected


@pytest.mark.parametrize(("marked", "expected"), MEDIA)
def test_medium(marked: str, expected: str | None) -> None:
    assert assembled(marked)[0].medium == expected


@pytest.mark.parametrize(("marked", "expected"), VENUES)
def test_venue(marked: str, expected: str | None) -> None:
    assert assembled(marked)[0].venue == expected


@pytest.mark.parametrize("listener", ["a fan", "fans", "{p:Mia}", "the journal", "a diplomat"])
def test_an_ordinary_word_is_no_agency(listener: str) -> None:
    assert assembled(f"{{s1:Lund}} {{c1:told}} {listener} {{k1:that it rained}}.")[0].relay is None


@pytest.mark.parametrize("listener", ["{o:TASS}", "Tass", "AFP", "{o:the Associated Press}"])
def test_an_agency_that_was_told_is_the_relay(listener: str) -> None:
    relay = assembled(f"{{s1:Lund}} {{c1:told}} {listener} {{k1:that it rained}}.")[0].relay
    assert relay == listener.removeprefix("{o:").removesuffix("}").removeprefix("the ")


@pytest.mark.parametrize(("marked", "expected"), RELAYS)
def test_relay(marked: str, expected: str | None) -> None:
    assert assembled(marked)[0].relay == expected


WORDS = st.sampled_from(
    [
        "Lund",
        "told",
        "in",
        "at",
        "the",
        "a",
        "statement",
        "summit",
        "Reuters",
        "by",
        "quoted",
        ",",
        "\n",
        "\x1f",
        "per",
        "’s",
    ]
)


@given(st.lists(WORDS, min_size=4, max_size=30), st.data())
@settings(max_examples=150, deadline=None)
def test_any_words_give_words_of_the_article_or_nothing(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(["Lund said it,", *parts])
    edge = st.integers(0, len(text))
    entity = sorted((data.draw(edge), data.draw(edge)))
    entities = (Entity(entity[0], entity[1], "organization", 0.5),) if entity[0] < entity[1] else ()
    article = Article(id="a", key="a", source="a", text=text, raw_hash="", format="text")
    tagged = Tagged((Attribution(((0, 4),), ((5, 9),), ((10, 12),), 0.9),), entities)
    flat = " ".join(text.split())
    for found in statements(article, tagged):
        for words in (found.addressee, found.medium, found.venue, found.relay):
            assert words is None or words == "Twitter" or words in flat


def test_a_determiner_alone_is_no_addressee():
    (found,) = assembled("{s1:Ada Lund} {c1:told} a briefing on Monday {k1:that it rained}.")
    assert found.addressee is None
