"""Offices as texts word them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.actors import Office, Period, Standing, table
from onrecord.actors.offices import held_by, holders, read
from tests.worlds import ELECT, ENVOY, FOREIGN, HELD, PREMIER, PRESIDENT, SECRETARY, SPEAKER, held, world

ACTORS = world()

READ = [
    ("the Lethmark Foreign Minister", FOREIGN),
    ("Lethmark's foreign minister", FOREIGN),
    ("Foreign Minister of Lethmark", FOREIGN),
    ("foreign minister for the Lethmarkish", FOREIGN),
    ("Lethmarker Minister of Foreign Affairs", FOREIGN),
    ("Estmere’s chief diplomat", FOREIGN),
    ("acting Lethmark Foreign Minister", FOREIGN),
    ("the Premier of Lethmark", PREMIER),
    ("Karsovian President", PRESIDENT),
    ("KARSOVIAN PRESIDENT", PRESIDENT),
    ("QUAY Secretary-General", SECRETARY),
    ("Secretary General of the Quay Alliance", SECRETARY),
    ("the Lantern Sea Alliance’s Secretary General", SECRETARY),
    ("Secretary General", SECRETARY),  # only one body has it
    ("QUAY chief", SECRETARY),
    ("Karsovia’s Permanent Representative to QUAY", ENVOY),
    ("Permanent Representative to QUAY", ENVOY),
    ("Karsovian ambassador to the Quay Alliance", ENVOY),
    ("Spring House spokesman", SPEAKER),
    ("a Spring House spokeswoman", SPEAKER),
    ("spokesman for the Spring House", SPEAKER),
    ("the Spring House’s spokesperson", SPEAKER),
    ("Karsovian President-elect", ELECT),
]


@pytest.mark.parametrize(("phrase", "office"), READ)
def test_an_office_however_it_is_worded(phrase: str, office: Office) -> None:
    named = read(ACTORS, phrase)
    assert named is not None
    assert (named.offices, named.body, named.standing) == ((office,), office.body, Standing.HOLDS)


NOT_READ = [
    "Foreign Minister",  # whose?
    "the President",
    "deputy Foreign Minister of Lethmark",
    "Lethmark’s shadow Foreign Minister",
    "the Lethmark Foreign Minister’s wife",
    "spokesman for the Lethmark Foreign Minister",
    "Foreign Minister of Atlantis",
    "Lethmark",
    "Secretary",
    "QUAY",
    "",
    "!?",
]


@pytest.mark.parametrize("phrase", NOT_READ)
def test_another_office_is_none(phrase: str) -> None:
    assert read(ACTORS, phrase) is None


STANDINGS = [
    ("former Lethmark Foreign Minister", Standing.FORMER),
    ("ex-Lethmark Foreign Minister", Standing.FORMER),
    ("Lethmark’s ousted Foreign Minister", Standing.FORMER),
    ("Lethmark’s previous Foreign Minister", Standing.FORMER),
    ("incoming Lethmark Foreign Minister", Standing.COMING),
    ("Lethmark’s next Foreign Minister", Standing.COMING),
    ("Lethmark’s current Foreign Minister", Standing.HOLDS),
]


@pytest.mark.parametrize(("phrase", "standing"), STANDINGS)
def test_how_somebody_stands_to_an_office(phrase: str, standing: Standing) -> None:
    named = read(ACTORS, phrase)
    assert named is not None
    assert (named.offices, named.standing) == ((FOREIGN,), standing)


def test_the_body_may_be_given_beside_the_phrase() -> None:
    for body in ("Lethmark", "LETHMARK", "Estmere", "the Lethmarkish"):
        named = read(ACTORS, "Foreign Minister", body=body)
        assert named is not None
        assert named.offices == (FOREIGN,)
    assert read(ACTORS, "Foreign Minister", body="Atlantis") is None
    assert read(ACTORS, "Foreign Minister", body="QUAY") is None


@given(st.permutations(["Minister", "of", "Foreign", "Affairs", "of", "Lethmark"]))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    named = read(ACTORS, " ".join(words))
    assert named is not None
    assert named.offices == (FOREIGN,)


@given(st.text(max_size=60))
def test_any_text_may_be_asked(phrase: str) -> None:
    named = read(ACTORS, phrase)
    assert named is None or named.offices


def _tenures(name: str) -> tuple:
    return held(row for row in HELD if row[1] == name)


CLAIMS = [
    ("Ada Lund", "Lethmark Foreign Minister", None, ["2013-12-17"]),
    ("Ada Lund", "Foreign Minister", None, ["2013-12-17"]),
    ("Ada Lund", "Foreign Minister", "Lethmark", ["2013-12-17"]),
    ("Ada Lund", "Foreign Minister", "Harbour Authority", ["2013-12-17"]),  # a national body of that country
    ("Ada Lund", "Foreign Minister", "Karsovia", None),
    ("Ada Lund", "Karsovian Foreign Minister", None, None),
    ("Ada Lund", "deputy Foreign Minister", None, None),
    ("Ada Lund", "Prime Minister", None, ["2021-12-08"]),
    ("Ada Lund", "Minister", None, None),
    ("Viktor Ostrov", "President-elect", None, ["2018-03-18"]),
    ("Viktor Ostrov", "President", None, ["2018-05-07"]),
    ("Jens Vik", "QUAY Secretary General", None, ["2014-10-01"]),
    ("Jens Vik", "Secretary General", "QUAY", ["2014-10-01"]),
]


@pytest.mark.parametrize(("name", "phrase", "body", "firsts"), CLAIMS)
def test_what_a_phrase_says_of_somebodys_offices(
    name: str, phrase: str, body: str | None, firsts: list[str] | None
) -> None:
    claim = held_by(ACTORS, phrase, _tenures(name), body=body)
    assert (claim and [tenure.period.first for tenure in claim.tenures]) == firsts


def test_a_claim_says_how_the_office_is_held() -> None:
    claim = held_by(ACTORS, "former Foreign Minister", _tenures("Ada Lund"))
    assert claim is not None
    assert claim.standing is Standing.FORMER


HOLDERS = [
    (FOREIGN, "2016-07-01", "2016-07-31", ["Ada Lund"]),
    (FOREIGN, "2017-01-01", "2017-02-28", ["Ada Lund", "Bo Berg"]),
    (FOREIGN, "2017-01-27", "2017-01-27", ["Ada Lund", "Bo Berg"]),  # the day on which one follows the other
    (FOREIGN, "2022-01-01", "2022-01-31", ["Mira Holt (1961)"]),
    (FOREIGN, "1999-12-31", "2000-01-31", []),  # reaches outside what is known
    (FOREIGN, "2025-12-31", "2026-01-01", []),
    (FOREIGN, "2016-07-01", None, []),
    (FOREIGN, None, "2016-07-01", []),
    (FOREIGN, "2005-01-01", "2005-01-31", []),  # known to have been nobody in the table
]


@pytest.mark.parametrize(("office", "first", "last", "expected"), HOLDERS)
def test_holders(office: Office, first: str | None, last: str | None, expected: list[str]) -> None:
    assert [tenure.person for tenure in holders(ACTORS, [office], first, last)] == expected


def test_of_several_offices_all_must_be_known() -> None:
    short = Office("LTM", "envoy", ("envoy",), (Period("2020-01-01", "2020-12-31"),), "GOV")
    assert holders(ACTORS, [FOREIGN, short], "2016-07-01", "2016-07-31") == ()


SHIPPED = [
    ("the German Foreign Minister", "DEU", "foreign minister"),
    ("Germany’s top diplomat", "DEU", "foreign minister"),
    ("US Secretary of State", "USA", "foreign minister"),
    ("the U.S. Secretary of Defense", "USA", "defence minister"),
    ("Pentagon chief", "USA", "defence minister"),
    ("NATO Secretary-General", "NATO", "head"),
    ("the UN chief", "UN", "head"),
    ("EU foreign policy chief", "EU", "foreign minister"),
    ("European Commission President", "EU", "head"),
    ("President of the European Commission", "EU", "head"),
    ("spokesman for the Kremlin", "RUS", "head of state's spokesperson"),
    ("Russia’s Permanent Representative to NATO", "RUS", "permanent representative to NATO"),
    ("Russian ambassador to the UN", "RUS", "permanent representative to the UN"),
    ("British Prime Minister", "GBR", "head of government"),
    ("Israeli premier", "ISR", "head of government"),
    ("the Federal Chancellor of Austria", "AUT", "head of government"),
]


@pytest.mark.parametrize(("phrase", "body", "kind"), SHIPPED)
def test_offices_of_the_shipped_table(phrase: str, body: str, kind: str) -> None:
    named = read(table(), phrase)
    assert named is not None
    assert named.body == body
    assert kind in {office.kind for office in named.offices}


OPEN = ["the Chancellor", "the Foreign Minister", "Secretary General", "shadow Foreign Secretary of Britain", "Pope"]


@pytest.mark.parametrize("phrase", OPEN)
def test_an_office_of_several_bodies_stays_open(phrase: str) -> None:
    assert read(table(), phrase) is None
