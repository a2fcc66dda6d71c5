import pytest

from onrecord.actors import country_id, organisation_id, outlet_id, table
from onrecord.actors.codes import ActorKind, profile
from onrecord.actors.own import Row, with_rows
from onrecord.facts import roles
from onrecord.facts import table as rows


def test_a_country_has_its_codes():
    found = profile(table(), country_id(table().country("Moscow")))
    assert (found.kind, found.country, found.cow, found.wikidata) == (ActorKind.COUNTRY, "RUS", "RUS", "Q159")


def test_codes_of_the_correlates_of_war_differ_from_iso():
    found = profile(table(), country_id(table().country("Germany")))
    assert (found.country, found.cow) == ("DEU", "GMY")


def test_an_organisation_and_an_outlet_have_theirs():
    assert profile(table(), organisation_id(table().organisation("NATO"))).sector == "IGO"
    assert profile(table(), outlet_id(table().outlet("Reuters"))).sector == "JRN"


@pytest.mark.parametrize(
    ("name", "said", "country", "sector"),
    [
        ("Jens Stoltenberg", ["NATO Secretary General"], None, "IGO"),
        ("Jens Stoltenberg", ["Norwegian Prime Minister"], "NOR", "GOV"),
        ("Jens Stoltenberg", ["former Norwegian Prime Minister"], "NOR", "ELI"),
        ("Jens Stoltenberg", [], None, None),  # of two bodies, and nobody says which
        ("Sergei Lavrov", [], "RUS", "GOV"),
    ],
)
def test_a_person_has_the_codes_of_the_office_that_articles_name(name, said, country, sector):
    found = profile(table(), None, known=name, roles=said)
    assert (found.kind, found.country, found.sector) == (ActorKind.PERSON, country, sector)


@pytest.mark.parametrize(
    ("said", "places", "country", "sector"),
    [
        (["Polish lawmaker"], ["Poland"], "POL", "LEG"),
        (["Deputy Foreign Minister"], ["Norway", "Norwegian"], "NOR", "GOV"),
        (["retired general"], ["Turkey", "Greece"], None, "MIL"),
        (["former minister"], [], None, "ELI"),
        (["former lawmaker"], [], None, None),
        (["lawmaker", "police officer"], [], None, None),
        (["president of a football club"], [], None, None),
        (["Chairman of the Committee"], ["Norland"], None, None),
        ([], [], None, None),
    ],
)
def test_others_have_the_codes_that_articles_give_them(said, places, country, sector):
    found = profile(table(), "x", person=True, roles=said, affiliations=places)
    assert (found.kind, found.country, found.sector) == (ActorKind.PERSON, country, sector)


def test_a_body_known_by_name_only_has_none():
    assert profile(table(), "x", roles=["lawmaker"]).kind is None


def test_a_users_own_organisation_counts():
    wider = with_rows(
        table(),
        [
            Row("Harbour Authority", kind="organisation", country="NOR", sector="GOV"),
            Row("Ada Lund", office="head", body="Harbour Authority", first="2020"),
        ],
    )
    found = profile(wider, None, known="Ada Lund")
    assert (found.country, found.sector, [one.office.title for one in found.offices]) == ("NOR", "GOV", ["head"])


def test_every_sector_is_of_a_noun_that_is_known():
    assert {noun for noun, _ in rows("sectors.tsv", 2)} <= roles().keys()
