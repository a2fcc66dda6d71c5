"""Whom an article means: names and offices to the table of actors, and where the answer must be nobody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.actors import Described, Known, Period, Person, table
from tests.worlds import world

ACTORS = world()
JULY_2016 = Period("2016-07-01", "2016-07-31")
NEWS = frozenset({"LTM", "KSV"})


def linked(described: Described, *, when: Period = JULY_2016, bodies: frozenset[str] = frozenset()) -> str | None:
    link = Known(ACTORS, when, bodies).person(described)
    return link.name if link else None


def person(name: str, *roles: str, **more: object) -> Described:
    return Described(name, roles=roles, **more)  # type: ignore[arg-type]


FULL = [
    (person("Ada Lund"), "Ada Lund"),
    (person("ADA LUND"), "Ada Lund"),
    (person("Ada Lundt"), "Ada Lund"),
    (person("Adeline Lund"), "Ada Lund"),
    (person("Ada Maria Lund"), "Ada Lund"),
    (person("Lund Ada"), "Ada Lund"),
    (person("Ivo Selenkar"), "Ivo Zelenkar"),
    (person("Alexander Grushko"), "Aleksandr Grusko"),
    (person("Ada Lund", gender="f"), "Ada Lund"),
    (person("Ada Lund", "harbour master"), "Ada Lund"),  # a role that speaks neither for nor against
    # an office confirms what the name leaves open
    (person("A. Lund", "Lethmark Foreign Minister"), "Ada Lund"),
    (person("Ida Lund", "Lethmark Foreign Minister"), "Ada Lund"),
    (person("Mira Holt", "Lethmark Foreign Minister"), "Mira Holt (1961)"),
    (person("Mira Holt", "former Lethmark Foreign Minister"), "Mira Holt (1961)"),
    # two of one name, and nothing to tell them apart
    (person("Mira Holt"), None),
    (person("Mira Holt", "harbour master"), None),
    # somebody else of the name
    (person("Ada Lund", gender="m"), None),
    (person("Ada Lund", "singer", nouns=("singer",)), None),
    (person("Ada Lund", "Karsovian Foreign Minister"), None),
    (person("Ada Lund", "Foreign Minister", affiliations=("Karsovia",)), None),
    (person("Ida Lund"), None),
    (person("A. Lund"), None),
    (person("Nora Vance"), None),
    (person(""), None),
]


@pytest.mark.parametrize(("described", "expected"), FULL)
def test_a_full_name(described: Described, expected: str | None) -> None:
    assert linked(described) == expected


SURNAMES = [
    (person("Lund"), "2016-07", frozenset(), None),
    (person("Lund"), "2016-07", NEWS, "Ada Lund"),  # known by surname while she is the foreign minister
    (person("Lund"), "2018-07", NEWS, None),  # and not in the years between her offices
    (person("Lund"), "2022-07", NEWS, "Ada Lund"),
    (person("Lund"), "2016-07", frozenset({"KSV"}), None),
    (person("Lund", place="Lethmark"), "2016-07", frozenset(), "Ada Lund"),  # "Lethmark's Lund"
    (person("Lund", place="Karsovia"), "2016-07", frozenset(), None),
    (person("Lund", "Lethmark Foreign Minister"), "2016-07", frozenset(), "Ada Lund"),
    (person("Lund", "former Lethmark Foreign Minister"), "2018-07", frozenset(), "Ada Lund"),
    (person("Lund", "singer", nouns=("singer",)), "2016-07", NEWS, None),
    (person("Lund", gender="m"), "2016-07", NEWS, None),
    (person("Selenkar"), "2016-07", NEWS, "Ivo Zelenkar"),
    (person("Ostrov"), "2016-07", NEWS, None),
    (person("Ostrov"), "2019-07", NEWS, "Viktor Ostrov"),
    (person("Grusko"), "2016-07", NEWS, None),  # an envoy is nobody's household name
    (person("Grushko", "Karsovia’s Permanent Representative to QUAY"), "2016-07", NEWS, "Aleksandr Grusko"),
    (person("Holt"), "2022-07", NEWS, "Mira Holt (1961)"),  # of two, the one in office then
]


@pytest.mark.parametrize(("described", "month", "bodies", "expected"), SURNAMES)
def test_a_surname_alone_needs_an_office(
    described: Described, month: str, bodies: frozenset[str], expected: str | None
) -> None:
    assert linked(described, when=Period(f"{month}-01", f"{month}-31"), bodies=bodies) == expected


def test_a_link_says_on_what_ground() -> None:
    known = Known(ACTORS, JULY_2016, NEWS)
    grounds = {
        "Ada Lund": "the only one of this name in the table of actors",
        "Lund": "the only one of this surname: Foreign Minister (Lethmark) from 2013-12-17 until 2017-01-27",
    }
    for name, why in grounds.items():
        link = known.person(person(name))
        assert link is not None
        assert link.why == why
    link = known.person(person("Lund", "harbour master", "Lethmark Foreign Minister"))
    assert link is not None
    assert link.why == (
        "called “Lethmark Foreign Minister”: Foreign Minister (Lethmark) from 2013-12-17 until 2017-01-27"
    )
    assert [claim and claim.tenures[0].period.first for claim in link.claims] == [None, "2013-12-17"]


OFFICES = [
    ("the Lethmark Foreign Minister", None, ("2016-07-01", "2016-07-31"), "Ada Lund"),
    ("the Lethmark Foreign Minister", None, ("2019-07-01", "2019-07-31"), "Bo Berg"),
    ("the Lethmark Foreign Minister", None, ("2022-07-01", "2022-07-31"), "Mira Holt (1961)"),
    ("Foreign Minister", "Lethmark", ("2019-07-01", "2019-07-31"), "Bo Berg"),
    ("the QUAY Secretary General", None, ("2016-07-01", "2022-07-31"), "Jens Vik"),
    # abstained from
    ("the Lethmark Foreign Minister", None, ("2016-12-01", "2017-02-28"), None),  # one or the other
    ("the Lethmark Foreign Minister", None, ("2017-01-27", "2017-01-27"), None),
    ("the Lethmark Foreign Minister", None, (None, "2016-07-31"), None),
    ("the Lethmark Foreign Minister", None, ("2016-07-01", None), None),
    ("the Lethmark Foreign Minister", None, (None, None), None),
    ("the Lethmark Foreign Minister", None, ("1999-07-01", "1999-07-31"), None),
    ("the Lethmark Foreign Minister", None, ("2026-07-01", "2026-07-31"), None),
    ("the Lethmark Foreign Minister", None, ("2005-07-01", "2005-07-31"), None),
    ("the former Lethmark Foreign Minister", None, ("2019-07-01", "2019-07-31"), None),
    ("the next Lethmark Foreign Minister", None, ("2016-07-01", "2016-07-31"), None),
    ("the deputy Lethmark Foreign Minister", None, ("2016-07-01", "2016-07-31"), None),
    ("the Foreign Minister", None, ("2016-07-01", "2016-07-31"), None),
    ("the harbour master", "Lethmark", ("2016-07-01", "2016-07-31"), None),
]


@pytest.mark.parametrize(("phrase", "body", "days", "expected"), OFFICES)
def test_who_held_an_office_then(
    phrase: str, body: str | None, days: tuple[str | None, str | None], expected: str | None
) -> None:
    link = Known(ACTORS, Period(*days)).office(phrase, body=body)
    assert (link.name if link else None) == expected
    if link:
        assert link.why.startswith(("Foreign Minister (Lethmark) from ", "QUAY Secretary General from "))


NOBODY = [
    (
        "2016-12-01",
        "2017-02-28",
        "Lethmark Foreign Minister",
        "“Lethmark Foreign Minister” may be Ada Lund (Foreign "
        "Minister (Lethmark) from 2013-12-17 until 2017-01-27) or Bo Berg (Foreign Minister (Lethmark) from 2017-01-27 "
        "until 2021-12-08)",
    ),
    (
        "2012-01-01",
        "2025-01-01",
        "Foreign Minister",
        "may be Ada Lund (Foreign Minister (Lethmark) from 2013-12-17 until",
    ),
    (
        "2026-07-01",
        "2026-07-31",
        "Foreign Minister",
        "the table of actors does not know who held the office at that time",
    ),
    (None, None, "Foreign Minister", "“Foreign Minister”: when the article was written is not known"),
    ("2016-07-01", None, "Foreign Minister", "when the article was written is not known"),
    ("2016-07-01", "2016-07-31", "former Foreign Minister", "“former Foreign Minister” may be anybody who has held"),
    ("2016-07-01", "2016-07-31", "Foreign Minister", None),
    ("2016-07-01", "2016-07-31", "harbour master", None),
]


@pytest.mark.parametrize(("first", "last", "phrase", "reason"), NOBODY)
def test_an_office_that_stays_open_says_why(
    first: str | None, last: str | None, phrase: str, reason: str | None
) -> None:
    found = Known(ACTORS, Period(first, last)).why_nobody(phrase, body="Lethmark")
    assert found is None if reason is None else reason in (found or "")


SHIPPED_OFFICES = [
    ("the German Foreign Minister", "2016-07", "Frank-Walter Steinmeier"),
    ("the German Foreign Minister", "2022-07", "Annalena Baerbock"),
    ("NATO Secretary General", "2008-07", "Jaap de Hoop Scheffer"),
    ("NATO Secretary General", "2016-07", "Jens Stoltenberg"),
    ("the US Secretary of State", "2016-07", "John Kerry"),
    ("the U.S. Secretary of State", "2022-07", "Antony Blinken"),
    ("the British Prime Minister", "2016-06", "David Cameron"),
    ("the British Prime Minister", "2016-07", None),  # two in that month
    ("the British Prime Minister", "2016-08", "Theresa May"),
    ("the Ukrainian president", "2016-07", "Petro Poroshenko"),
    ("the Ukrainian president", "2022-07", "Volodymyr Zelenskyy"),
    ("the French President", "2022-07", "Emmanuel Macron"),
]


@pytest.mark.parametrize(("phrase", "month", "expected"), SHIPPED_OFFICES)
def test_an_office_in_two_years_is_two_people(phrase: str, month: str, expected: str | None) -> None:
    link = Known(table(), Period(f"{month}-01", f"{month}-30")).office(phrase)
    assert (link.name if link else None) == expected


SHIPPED_PEOPLE = [
    (person("Volodymyr Zelensky"), "Volodymyr Zelenskyy"),
    (person("Wolodymyr Selenskyj"), "Volodymyr Zelenskyy"),
    (person("Vladimir Zelenskiy"), "Volodymyr Zelenskyy"),
    (person("Zelenskij", "Ukrainian President"), "Volodymyr Zelenskyy"),
    (person("Sergej Lawrow"), "Sergei Lavrov"),
    (person("Frank Walter Steinmeier"), "Frank-Walter Steinmeier"),
    (person("Franz-Walter Steinmeier", "German Foreign Minister"), "Frank-Walter Steinmeier"),
    (person("Franz-Walter Steinmeier"), None),
    (person("Angela Merkel", gender="m"), None),
    (person("Olaf Scholz", "Austrian Chancellor"), None),
    (person("Michael Fallon", "actor", nouns=("actor",)), None),
]


@pytest.mark.parametrize(("described", "expected"), SHIPPED_PEOPLE)
def test_people_of_the_shipped_table(described: Described, expected: str | None) -> None:
    link = Known(table(), Period("2016-07-01", "2022-07-31")).person(described)
    assert (link.name if link else None) == expected


def test_whoever_has_two_names_links_by_each() -> None:
    """For every person of the table: each spelling, with an office held, leads to that person and nobody else."""
    actors = table()
    wrong = []
    for one in actors.people.values():
        tenures = actors.by_person.get(one.name, ())
        if not tenures:
            continue
        held = tenures[-1]
        role = Described(one.name, one.gender, (held.office.title,), (actors.body_name(held.office.body),))
        known = Known(actors, held.period)
        for spelling in (one.name, *one.others):
            link = known.person(replace(role, name=spelling))
            if link is None or link.name != one.name:
                wrong.append((spelling, role.roles, link and link.name))
    assert wrong == []


ROLES = st.lists(
    st.sampled_from(["Lethmark Foreign Minister", "former Prime Minister", "harbour master", "Karsovian President"]),
    max_size=3,
    unique=True,
)


@given(st.sampled_from(["Ada Lund", "Lund", "Mira Holt", "Viktor Ostrov", "Nora Vance"]), ROLES, st.randoms())
def test_neither_the_order_of_roles_nor_of_the_table_matters(name: str, roles: list[str], random) -> None:
    people: list[Person] = list(ACTORS.people.values())
    tenures = list(ACTORS.tenures)
    random.shuffle(people)
    random.shuffle(tenures)
    mixed = replace(ACTORS, people={one.name: one for one in people}, tenures=tuple(tenures))
    for when in (JULY_2016, Period(None, None)):
        one = Known(ACTORS, when, NEWS).person(Described(name, roles=tuple(roles)))
        other = Known(mixed, when, NEWS).person(Described(name, roles=tuple(reversed(roles))))
        assert (one and one.name) == (other and other.name)


KINGS = [
    (person("Oswin", regnal="King"), "Oswin II"),
    (person("Oswin", "King", regnal="King"), "Oswin II"),
    (person("Lund", regnal="Queen"), None),
    (person("Zelenkar", regnal="King"), None),
]


@pytest.mark.parametrize(("described", "name"), KINGS)
def test_a_title_of_those_called_by_given_name_leads_to_no_surname(described: Described, name: str | None) -> None:
    assert linked(described, bodies=NEWS) == name


def test_a_king_is_called_so_while_he_reigns() -> None:
    described = person("Oswin", "King", regnal="King")
    assert linked(described, when=Period("1999-01-01", "1999-01-31")) is None
