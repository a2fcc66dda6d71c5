"""The table of actors: its look-ups, and whether what ships is whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.actors import (
    Country,
    Office,
    Period,
    country_id,
    organisation_id,
    outlet_id,
    person_id,
    table,
)
from onrecord.actors.table import office_name, period, plain, plural
from tests.worlds import FOREIGN, PRESIDENT, SECRETARY, world

MEETS = [
    (("2016-01-01", "2016-12-31"), ("2016-12-31", "2017-01-01"), True),
    (("2016-01-01", "2016-12-31"), ("2017-01-01", None), False),
    (("2016-01-01", None), (None, "2015-12-31"), False),
    (("2016-01-01", None), (None, "2016-01-01"), True),
    ((None, None), ("2016-01-01", "2016-01-01"), True),
]


@pytest.mark.parametrize(("one", "other", "expected"), MEETS)
def test_periods_meet(one: tuple[str | None, str | None], other: tuple[str | None, str | None], expected: bool) -> None:
    assert Period(*one).meets(Period(*other)) is expected
    assert Period(*other).meets(Period(*one)) is expected


HOLDS = [
    (("2016-01-01", "2016-12-31"), ("2016-01-01", "2016-12-31"), True),
    (("2016-01-01", "2016-12-31"), ("2016-06-01", None), False),
    (("2016-01-01", None), ("2016-06-01", None), True),
    (("2016-01-01", None), (None, "2016-06-01"), False),
    ((None, None), (None, None), True),
]


@pytest.mark.parametrize(("one", "other", "expected"), HOLDS)
def test_a_period_holds_another(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None], expected: bool
) -> None:
    assert Period(*one).holds(Period(*other)) is expected


DAYS = st.none() | st.dates().map(str)
PERIODS = st.builds(Period, DAYS, DAYS).filter(lambda p: not (p.first and p.last and p.first > p.last))


@given(PERIODS, PERIODS)
def test_what_is_held_is_met(one: Period, other: Period) -> None:
    if one.holds(other):
        assert one.meets(other)
    assert one.holds(one)
    assert Period(None, None).holds(one)


COARSE = [
    ("2016", "2018", "2016-01-01", "2018-12-31"),
    ("2016-07", "2018-02", "2016-07-01", "2018-02-28"),
    ("2016-07-08", "2018-04", "2016-07-08", "2018-04-30"),
    ("2016-07-08", "2018-12", "2016-07-08", "2018-12-31"),
    ("", "", None, None),
    ("2016-02", "2016-02", "2016-02-01", "2016-02-29"),
]


@pytest.mark.parametrize(("first", "last", "begins", "ends"), COARSE)
def test_coarse_days_are_widened(first: str, last: str, begins: str | None, ends: str | None) -> None:
    assert period(first, last) == Period(begins, ends)


BODIES = [
    ("Lethmark", "LTM", "name"),
    ("the Lethmarker", "LTM", "people"),
    ("Karsovians", "KSV", "people"),
    ("Lethmarkish", "LTM", "people"),
    ("Tesk", "KSV", "capital"),
    ("the Spring House", "KSV", "seat"),
    ("SPRING HOUSE", "KSV", "seat"),
    ("Lethmark’s", "LTM", "name"),
    ("K.R.", "KSV", "name"),
    ("Quay Alliance", "QUAY", None),
    ("the Lantern-Sea Alliance", "QUAY", None),
    ("QUAY", "QUAY", None),
    ("Atlantis", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("words", "body", "use"), BODIES)
def test_what_words_stand_for(words: str, body: str | None, use: str | None) -> None:
    actors = world()
    assert actors.body(words) == body
    assert actors.country_use(words) == use


STATE_BODIES = [
    ("Lethmark's Foreign Ministry", "LTM Foreign Ministry"),
    ("Lethmark ’s foreign ministry", "LTM Foreign Ministry"),
    ("the Lethmarkish Ministry of Foreign Affairs", "LTM Foreign Ministry"),
    ("Ministry of Foreign Affairs of Lethmark", "LTM Foreign Ministry"),
    ("Tesk's Foreign Ministry", "KSV Foreign Ministry"),
    ("Tesk's police", None),  # a city has its own
    ("Karsovia's military", "KSV armed forces"),
    ("the armed forces of Karsovia", "KSV armed forces"),
    ("Karsovian ministry of defense", "KSV Defence Ministry"),
    ("Atlantis's Foreign Ministry", None),
    ("Foreign Ministry", None),
    ("Ministry of Lamps of Lethmark", None),
]


@pytest.mark.parametrize(("name", "expected"), STATE_BODIES)
def test_every_state_has_some_bodies_under_all_their_names(name: str, expected: str | None) -> None:
    actors = world()
    found = actors.organisation(name)
    assert (found.id if found else None) == expected
    state = actors.state_of(name)
    assert (found.country if found else None) == (state.iso3 if state else None)


def test_what_the_table_lists_is_the_body_of_its_state() -> None:
    assert table().organisation("Norway's parliament") is table().organisation("Storting")
    assert table().organisation("the army of Ukraine") is table().organisation("AFU")
    assert table().organisation("Georgia's Supreme Court") is None  # of the country, or of the state of the USA
    assert table().organisation("Georgia's Foreign Ministry") is not None
    ids = {one.id for one in table().state_bodies.values()} - {one.id for one in table().organisations}
    kinds = len({kind for _, kind in table().state_bodies})
    assert 0 < len(ids) < kinds * len(table().countries)


def test_national_bodies_have_no_offices_of_their_own() -> None:
    actors = world()
    assert actors.body("Port Authority") == "HARBOUR"
    assert actors.office_body("Port Authority") is None
    assert actors.office_body("QUAY") == "QUAY"
    assert actors.country_of("HARBOUR") == "LTM"
    assert actors.country_of("QUAY") is None
    assert actors.outlet("the Tagwart") == actors.outlets[0]
    assert actors.outlet("Courier") is None


CALLED = [
    ("Ada Lund", ["Ada Lund"]),
    ("ADA LUND", ["Ada Lund"]),
    ("Adeline Lund", ["Ada Lund"]),
    ("Ada Maria Lund", ["Ada Lund"]),
    ("Lund Ada", ["Ada Lund"]),
    ("Aleksandr Grusko", ["Aleksandr Grusko"]),
    ("Alexander Grushko", ["Aleksandr Grusko"]),
    ("Ivo Zelenkar", ["Ivo Zelenkar"]),
    ("Ivo Selenkar", ["Ivo Zelenkar"]),
    ("Dmitriy Kholov", ["Dmitri Kholov"]),
    ("Mira Holt", ["Mira Holt (1961)", "Mira Holt (1980)"]),
    ("Lund", []),
    ("Ada Lind", []),
    ("", []),
]


@pytest.mark.parametrize(("name", "expected"), CALLED)
def test_whom_a_full_name_means(name: str, expected: list[str]) -> None:
    assert [person.name for person in world().called(name)] == expected


def test_whom_a_surname_means() -> None:
    actors = world()
    assert [person.name for person in actors.surnamed("Selenkar")] == ["Ivo Zelenkar"]
    assert [person.name for person in actors.surnamed("Holt")] == ["Mira Holt (1961)", "Mira Holt (1980)"]
    assert actors.surnamed("Ada") == ()
    assert {"lund", "lundt", "holt"} <= actors.surnames


def test_offices_in_words() -> None:
    actors = world()
    assert office_name(actors, FOREIGN) == "Foreign Minister (Lethmark)"
    assert office_name(actors, SECRETARY) == "QUAY Secretary General"
    assert office_name(actors, Office("QUAY", "head", ("Quay Alliance chief",), (), "IGO")) == "Quay Alliance chief"
    first, last = actors.by_office[("KSV", "head of state", "President")]
    assert actors.held(first) == "President (Karsovia) from 2012-05-07 until 2018-05-07"
    assert actors.held(last) == "President (Karsovia) from 2018-05-07"
    assert actors.by_person["Ada Lund"][0].office is FOREIGN
    assert actors.offices.count(PRESIDENT) == 1


PLAIN = [
    ("the U.S.", "us"),
    ("Guinea-Bissau", "guinea bissau"),
    ("  Côte  d’Ivoire ", "cote d'ivoire"),
    ("Lethmark’s", "lethmark"),
    ("Honduras'", "honduras"),
]


@pytest.mark.parametrize(("words", "expected"), PLAIN)
def test_names_of_bodies_are_compared_plain(words: str, expected: str) -> None:
    assert plain(words) == expected


PLURALS = [("Dane", "Danes"), ("Swiss", "Swiss"), ("Chinese", "Chinese"), ("Irish", "Irish"), ("Czech", "Czech")]


@pytest.mark.parametrize(("adjective", "expected"), PLURALS)
def test_the_people_of_a_demonym(adjective: str, expected: str) -> None:
    assert plural(adjective) == expected


def test_ids_depend_on_what_the_actor_is_and_not_on_case() -> None:
    actors = world()
    ids = {
        person_id("Quay Alliance"),
        organisation_id(actors.organisations[1]),
        country_id(actors.countries[0]),
        outlet_id(actors.outlets[0]),
    }
    assert len(ids) == 4
    assert person_id("ADA LUND") == person_id("Ada Lund") != person_id("Ada Lundt")


# What ships


def test_every_holder_is_a_person_and_every_office_has_a_body() -> None:
    actors = table()
    assert [t.person for t in actors.tenures if t.person not in actors.people] == []
    bodies = {one.iso3 for one in actors.countries} | {one.id for one in actors.organisations}
    assert {office.body for office in actors.offices} - bodies == set()
    assert {who for _, who, _ in actors.members} - {one.iso3 for one in actors.countries} == set()
    assert {one for one, _, _ in actors.members} - bodies == set()


def test_tenures_and_occasions_begin_before_they_end() -> None:
    actors = table()
    periods = [t.period for t in actors.tenures] + [one.period for one in actors.occasions]
    assert [p for p in periods if p.first and p.last and p.first > p.last] == []
    assert [t for t in actors.tenures if t.open != (t.period.last is None)] == []


def test_an_open_tenure_is_the_last_of_its_office() -> None:
    actors = table()
    ruling = {"head of state", "head of government", "foreign minister", "defence minister"}
    for (body, kind, _), tenures in actors.by_office.items():
        for before, after in pairwise(tenures):
            if kind in ruling and before.open:
                assert after.period.first is not None
                assert before.period.first == after.period.first, (body, kind, before.person, after.person)


def test_codes_are_unique() -> None:
    countries = table().countries
    for code in ("name", "iso2", "iso3"):
        values = [getattr(one, code) for one in countries]
        assert len(set(values)) == len(values) > 190
    assert [one for one in countries if len(one.iso3) != 3 or len(one.iso2) != 2] == []


FAMOUS = [
    ("Germany", "DEU", "GMY"),
    ("France", "FRA", "FRN"),
    ("Russia", "RUS", "RUS"),
    ("United Kingdom", "GBR", "UKG"),
    ("South Korea", "KOR", "ROK"),
]


@pytest.mark.parametrize(("name", "iso3", "cow"), FAMOUS)
def test_codes_of_the_field(name: str, iso3: str, cow: str) -> None:
    found = table().country(name)
    assert isinstance(found, Country)
    assert (found.iso3, found.cow) == (iso3, cow)


SEATS = [
    ("the Kremlin", "RUS"),
    ("Whitehall", "GBR"),
    ("the Élysée", "FRA"),
    ("Foggy Bottom", "USA"),
    ("Kyiv", "UKR"),
    ("Kiev", "UKR"),
]


@pytest.mark.parametrize(("words", "iso3"), SEATS)
def test_seats_of_power_stand_for_their_country(words: str, iso3: str) -> None:
    assert table().body(words) == iso3


SPELLINGS = [
    ("Volodymyr Zelenskyy", ["Volodymyr Zelensky", "Wolodymyr Selenskyj", "Vladimir Zelensky", "Volodymyr Zelenskiy"]),
    ("Sergei Lavrov", ["Sergey Lavrov", "Sergej Lawrow"]),
    ("Recep Tayyip Erdoğan", ["Recep Tayyip Erdogan", "Tayyip Erdogan"]),
    ("Xi Jinping", ["Jinping Xi"]),
    ("Viktor Yanukovych", ["Viktor Yanukovich"]),
]


@pytest.mark.parametrize(("name", "others"), SPELLINGS)
def test_transliterations_of_shipped_names(name: str, others: list[str]) -> None:
    for other in others:
        assert [person.name for person in table().called(other)] == [name]


def test_members_of_nato_and_the_eu_by_date() -> None:
    on = {
        body: {who for one, who, when in table().members if one == body and when.meets(Period(day, day))}
        for body, day in (("NATO", "2022-12-14"), ("EU", "2016-07-01"))
    }
    assert len(on["NATO"]) == 30
    assert len(on["EU"]) == 28
    assert "FIN" not in on["NATO"]
    assert "GBR" in on["EU"]
