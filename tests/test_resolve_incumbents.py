"""Offices without a name: who held them at the time, among those whom the article names and the table knows."""

import pytest
from marking import mark
from worlds import world

from onrecord.actors import Known, Period
from onrecord.assemble import statements
from onrecord.resolve import cast, speakers
from onrecord.types import How


def last(marked: str, *, month: str | None = "2016-07", home: str | None = None):
    """Return the last speaker of a marked text, printed in a month."""
    article, tagged = mark(marked)
    found = statements(article, tagged)
    when = Period(f"{month}-01", f"{month}-28") if month else Period(None, None)
    known = Known(world(), when, frozenset(), home)
    people = cast(article, tagged, found, known.actors)
    return speakers(article, tagged, found, known=known, people=people)[-1].speaker


NAMED = [
    # the table knows that she is the foreign minister, though the article does not say so
    ("{p:Ada Lund} came. {s1:The foreign minister} {c1:said} {k1:no}.", "2016-07", "Ada Lund"),
    ("{p:Ada Lund} came. {s1:The Lethmark foreign minister} {c1:said} {k1:no}.", "2016-07", "Ada Lund"),
    # she was not, when this was printed
    ("{p:Ada Lund} came. {s1:The foreign minister} {c1:said} {k1:no}.", "2019-07", None),
    # two foreign ministers of different countries
    ("{p:Ada Lund} met {p:Dmitri Kholov}. {s1:The foreign minister} {c1:said} {k1:no}.", "2016-07", None),
    # the one that the words tell of
    (
        "{p:Ada Lund} met {p:Dmitri Kholov}. {s1:The Karsovian foreign minister} {c1:said} {k1:no}.",
        "2016-07",
        "Dmitri Kholov",
    ),
    # in the weeks of a change of office either may be meant
    ("{p:Ivo Zelenkar} met {p:Viktor Ostrov}. {s1:The president} {c1:said} {k1:no}.", "2018-05", None),
    ("{p:Ivo Zelenkar} met {p:Viktor Ostrov}. {s1:The president} {c1:said} {k1:no}.", "2019-05", "Viktor Ostrov"),
    # whose president is for those to say who speak
    ("{p:Viktor Ostrov} came. {s1:Our president} {c1:said} {k1:no}.", "2019-05", None),
    # a new one came lately
    ("{p:Viktor Ostrov} came. {s1:The new president} {c1:said} {k1:no}.", "2018-06", "Viktor Ostrov"),
    ("{p:Viktor Ostrov} came. {s1:The new president} {c1:said} {k1:no}.", "2021-06", None),
    # an office that she never held
    ("{s9:{p:Ada Lund}} {c9:said} {k9:so}. {s1:The president} {c1:said} {k1:no}.", "2016-07", None),
    # one who left office, one who came to it, and nobody else
    ("{p:Ada Lund} met {p:Bo Berg}. {s1:The former foreign minister} {c1:said} {k1:no}.", "2019-07", "Ada Lund"),
    ("{p:Ada Lund} met {p:Bo Berg}. {s1:The former foreign minister} {c1:said} {k1:no}.", "2016-07", None),
    ("{s9:{p:Bo Berg}} {c9:said} {k9:so}. {s1:The previous minister} {c1:said} {k1:no}.", "2019-07", None),
    ("{p:Viktor Ostrov} came. {s1:The next president} {c1:said} {k1:no}.", "2018-04", None),
    (
        "{s9:Incoming president {p:Viktor Ostrov}} {c9:said} {k9:so}. {s1:The next president} {c1:said} {k1:no}.",
        "2018-04",
        "Viktor Ostrov",
    ),
    # one of several who held it, and which is told
    (
        "{s9:President {p:Viktor Ostrov}} {c9:said} {k9:so}. {s1:The first president} {c1:said} {k1:no}.",
        "2019-05",
        None,
    ),
    ("{s9:President {p:Viktor Ostrov}} {c9:said} {k9:so}. {s1:The 41st president} {c1:said} {k1:no}.", "2019-05", None),
    # of what was named before, not of the country
    ("{p:Viktor Ostrov} came. It rained. It shone. {s1:Its president} {c1:said} {k1:no}.", "2019-05", None),
    # the president of something that nobody knows
    ("{s9:President {p:Viktor Ostrov}} {c9:said} {k9:so}. {s1:The TSP president} {c1:said} {k1:no}.", "2019-05", None),
    # abbreviated
    ("{p:Ada Lund} came. {s1:The PM} {c1:said} {k1:no}.", "2022-05", "Ada Lund"),
    # two offices at once
    (
        "{p:Ada Lund} met {p:Bo Berg}. {s1:The former foreign minister and current prime minister} {c1:said} {k1:no}.",
        "2022-05",
        "Ada Lund",
    ),
    (
        "{p:Ada Lund} met {p:Bo Berg}. {s1:The former foreign minister and current president} {c1:said} {k1:no}.",
        "2022-05",
        None,
    ),
    # nobody knows when
    ("{p:Dmitri Kholov} came. {s1:The foreign minister} {c1:said} {k1:no}.", None, "Dmitri Kholov"),
]


@pytest.mark.parametrize(("marked", "month", "name"), NAMED)
def test_an_office_is_whoever_the_article_names_that_held_it(marked: str, month: str | None, name: str | None) -> None:
    assert last(marked, month=month).name == name


def test_it_is_found_by_office_and_says_why() -> None:
    speaker = last("{p:Ada Lund} came. {s1:The foreign minister} {c1:said} {k1:no}.")
    assert (speaker.how, bool(speaker.why)) == (How.OFFICE, True)


def test_an_office_of_the_country_that_the_article_is_about() -> None:
    marked = "It rained. {s1:The president} {c1:said} {k1:no}."
    assert last(marked, home="Karsovia").name == "Ivo Zelenkar"
    assert last(marked).name is None


def test_who_is_introduced_with_the_office_comes_first() -> None:
    marked = "{s9:President {p:Eva Moll}} {c9:said} {k9:so}. {s1:The president} {c1:said} {k1:no}."
    assert last(marked, home="Karsovia").name == "Eva Moll"


def test_a_source_that_is_the_bare_name_keeps_its_role() -> None:
    speaker = last("Lethmark Foreign Minister {s1:{p:Ada Lund}} {c1:said} {k1:no}.")
    assert (speaker.name, speaker.role) == ("Ada Lund", "Lethmark Foreign Minister")


def test_who_visits_holds_the_office_elsewhere() -> None:
    marked = "{p:Ada Lund} met {p:Dmitri Kholov}. {s1:The visiting foreign minister} {c1:said} {k1:no}."
    assert last(marked, home="Karsovia").name == "Ada Lund"
    alone = "{p:Dmitri Kholov} came. {s1:The visiting foreign minister} {c1:said} {k1:no}."
    assert last(alone, home="Karsovia").name is None


def test_of_an_office_whose_former_holder_alone_is_named_either_may_be_meant() -> None:
    marked = "Years ago {p:Ivo Zelenkar} came. {s1:The Karsovian president} {c1:said} {k1:no}."
    assert last(marked, month="2019-05").name is None
    both = "{p:Viktor Ostrov} and {p:Ivo Zelenkar} came. {s1:The Karsovian president} {c1:said} {k1:no}."
    assert last(both, month="2019-05").name == "Viktor Ostrov"
