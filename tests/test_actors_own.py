"""A user's own actors: reading the file, and what it adds to the table or overrides there."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.actors import Actors, Described, Known, Organisation, Outlet, Period, table
from onrecord.actors.own import COLUMNS, Row, problem, read, with_rows
from onrecord.errors import SourceError
from tests.worlds import world

HEADER = "name,kind,office,body,from,to,others,gender,wikidata,country,sector,adjectives,capital\n"
ACTORS = world()


def test_a_file_is_read() -> None:
    text = (
        "\ufeff Name , OFFICE,body,from,to,others,gender\r\n"
        "Ada Lund,Foreign Minister,NOR,2019-03-01,2021-06,A. Lund; Ada Lundt;,f\r\n"
        ",,,,,,\r\n"
        '"Holt, Mira",Chair,"Board, Quay",2020,,,\r\n'
        "Nora Vance\r\n"
    )
    assert read(text) == (
        Row("Ada Lund", "person", "Foreign Minister", "NOR", "2019-03-01", "2021-06", ("A. Lund", "Ada Lundt"), "f"),
        Row("Holt, Mira", "person", "Chair", "Board, Quay", "2020"),
        Row("Nora Vance"),
    )
    bodies = read("name,kind,country,sector\nHarbour Authority,Organisation,ltm,gov\nTagwart,outlet,,\n")
    assert bodies == (Row("Harbour Authority", "organisation", country="LTM", sector="GOV"), Row("Tagwart", "outlet"))
    assert read(HEADER) == ()


BAD_HEADERS = ["", "\n", "actor,office\n", "name,office,body,until\n", "name;office\n"]


@pytest.mark.parametrize("text", BAD_HEADERS)
def test_columns_that_are_not_known_are_named(text: str) -> None:
    with pytest.raises(SourceError, match=r"mine.csv has the columns .*; expected name and any of kind, office, body"):
        read(text, called="mine.csv")


BAD = [
    (",,Foreign Minister,LTM,2019", "no name"),
    ("Ada Lund,club", "the kind 'club'; expected person, organisation, outlet, country or nothing"),
    ("Ada Lund,,,,,,,woman", "the gender 'woman'; expected m, f or nothing"),
    ("Ada Lund,,Foreign Minister", "an office without a body"),
    ("Ada Lund,,,LTM", "an office without a body, or a body without an office"),
    ("Tagwart,outlet,Chair,LTM", "an office of an outlet; expected only people to hold one"),
    ("Ada Lund,,,,,,,,,LTM", "a country or sector of a person"),
    ("Norland,country", "the country ''; expected its three-letter code"),
    ("Norland,country,,,,,,,,NLAX", "the country 'NLAX'; expected its three-letter code"),
    ("Norland,country,,,,,,,,NLA,GOV", "a sector of a country"),
    ("Norland,country,King,NLA,,,,,,NLA", "an office of a country; expected only people to hold one"),
    ("Ada Lund,,,,,,,,,,,Lundish", "adjectives or a capital of a person"),
    ("Harbour Authority,organisation,,,,,,,,,,,Skellby", "adjectives or a capital of an organisation"),
    ("Ada Lund,,,,2019", "dates without an office"),
    ("Ada Lund,,Chair,LTM,March 2019", "'March 2019' for from; expected YYYY, YYYY-MM or YYYY-MM-DD"),
    ("Ada Lund,,Chair,LTM,2019-02-30", "'2019-02-30' for from"),
    ("Ada Lund,,Chair,LTM,2019,2019-13", "'2019-13' for to"),
    ("Ada Lund,,Chair,LTM,2019,2018-12", "2019 to 2018-12, which is out of order"),
    ("Ada Lund,,Chair,LTM,2019,2020,,f,,,,,,more", "more cells than the first line has columns"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=[message[:40] for _, message in BAD])
def test_a_bad_line_is_named_with_what_is_wrong(line: str, message: str) -> None:
    with pytest.raises(SourceError) as raised:
        read(f"{HEADER}Bo Berg\n{line}\n", called="mine.csv")
    assert f"mine.csv, line 3: found {message}" in str(raised.value)


def test_coarse_days_are_in_order_where_they_may_be() -> None:
    (row,) = read(f"{HEADER}Ada Lund,,Chair,LTM,2019-06,2019\n")
    assert problem(row) is None
    assert "out of order" in (problem(replace(row, first="2019-06-02", last="2019-06-01")) or "")


ROWS = st.builds(
    Row,
    st.text(min_size=1, max_size=5),
    st.sampled_from(["person", "organisation", "outlet", "country"]),
    st.text(max_size=5),
    st.text(max_size=5),
    first=st.sampled_from(["", "2019", "2019-03"]),
    others=st.lists(st.text(min_size=1, max_size=3), max_size=2).map(tuple),
    gender=st.sampled_from(["", "m", "f"]),
    adjectives=st.lists(st.text(min_size=1, max_size=3), max_size=2).map(tuple),
    capital=st.text(max_size=3),
)


@given(ROWS)
def test_a_row_is_kept_as_json_without_loss(row: Row) -> None:
    assert Row.from_json(row.name, row.to_json()) == row


def with_csv(*lines: str, actors: Actors = ACTORS) -> Actors:
    return with_rows(actors, read(HEADER + "\n".join(lines) + "\n"))


def holder(actors: Actors, office: str, day: str) -> str | None:
    link = Known(actors, Period(day, day)).office(office)
    return link.name if link else None


def test_without_rows_the_table_is_the_same() -> None:
    assert with_rows(ACTORS, ()) is ACTORS


@pytest.mark.parametrize("body", ["LTM", "Lethmark", "lethmark", "the Lethmarkish", "Estmere"])
def test_an_office_is_overridden_for_the_days_given(body: str) -> None:
    actors = with_csv(f"Nora Vance,,Foreign Minister,{body},2015-01-01,2018-06-30,,f")
    days = ["2014-12-31", "2015-01-02", "2017-06-01", "2018-06-29", "2018-07-01", "2022-07-01"]
    expected = ["Ada Lund", "Nora Vance", "Nora Vance", "Nora Vance", "Bo Berg", "Mira Holt (1961)"]
    assert [holder(actors, "Lethmark Foreign Minister", day) for day in days] == expected
    assert actors.people["Nora Vance"].gender == "f"
    assert [t.period for t in actors.by_person["Ada Lund"]] == [
        Period("2013-12-17", "2015-01-01"),
        Period("2021-12-08", None),
    ]
    assert holder(ACTORS, "Lethmark Foreign Minister", "2015-01-02") == "Ada Lund", "the table itself has changed"


def test_a_row_on_a_holder_replaces_what_the_table_says_of_that_person() -> None:
    actors = with_csv("Bo Berg,,Minister of Foreign Affairs,LTM,2017-03-01,2019-12-31")
    assert [t.period for t in actors.by_person["Bo Berg"]] == [Period("2017-03-01", "2019-12-31")]
    assert holder(actors, "Lethmark Foreign Minister", "2020-06-01") is None


def test_a_holder_in_days_that_the_table_does_not_vouch_for() -> None:
    assert holder(ACTORS, "Lethmark Foreign Minister", "2026-07-01") is None
    actors = with_csv("Nora Vance,,Foreign Minister,LTM,2026-05-06,")
    assert holder(actors, "Lethmark Foreign Minister", "2026-07-01") == "Nora Vance"
    assert holder(actors, "Lethmark Foreign Minister", "2026-02-01") is None, "nobody vouches for these days"
    assert holder(actors, "Lethmark Foreign Minister", "2025-07-01") == "Mira Holt (1961)"


def test_an_office_that_the_table_does_not_have() -> None:
    lines = ["Ada Lund,,Harbour Master,LTM,2019,2020-05-31", "Nora Vance,,Harbour Master,LTM,2020-06,"]
    for order in (lines, lines[::-1]):
        actors = with_csv(*order)
        assert holder(actors, "Lethmark’s Harbour Master", "2019-07-01") == "Ada Lund"
        assert holder(actors, "Lethmark’s Harbour Master", "2022-07-01") == "Nora Vance"
        assert holder(actors, "Lethmark’s Harbour Master", "2018-07-01") is None
        link = Known(actors, Period("2020-01-01", "2020-12-31")).office("Lethmark’s Harbour Master")
        assert link is None, "one or the other"
        assert actors.held(actors.by_person["Nora Vance"][0]) == "Harbour Master (Lethmark) from 2020-06-01"


def test_a_body_that_the_table_does_not_have() -> None:
    actors = with_csv("Nora Vance,,Chair,Skellby Yacht Club,2019,", "Skellby Swimmers,organisation,,,,,SSC,,,LTM,NGO")
    assert holder(actors, "Skellby Yacht Club chairwoman", "2022-07-01") == "Nora Vance"
    assert holder(actors, "Chair of the Skellby Yacht Club", "2022-07-01") == "Nora Vance"
    assert actors.organisation("SSC") == Organisation(
        "Skellby Swimmers", "Skellby Swimmers", ("SSC",), "NGO", "LTM", None
    )
    # its office is no other body's, though another has one of that title
    actors = with_csv("Nora Vance,,Secretary General,Skellby Yacht Club,2015,2018")
    assert holder(actors, "QUAY Secretary General", "2016-07-01") == "Jens Vik"
    assert holder(actors, "Secretary General of the Skellby Yacht Club", "2016-07-01") == "Nora Vance"


def test_a_national_body_of_the_users_has_offices() -> None:
    actors = with_csv("Coast Guard,organisation,,,,,,,,LTM,MIL", "Nora Vance,,Commander,Coast Guard,2019,")
    assert holder(actors, "Coast Guard Commander", "2022-07-01") == "Nora Vance"


def test_people_get_more_names_and_facts() -> None:
    actors = with_csv(
        "Ada Lund,,,,,,A. M. Lund;Adeline Vance,,Q7", "Nora Vance,,,,,,Nora Wanz,f", "Nora Vance,,,,,,Leonora Vance"
    )
    assert actors.people["Ada Lund"] == replace(
        ACTORS.people["Ada Lund"], wikidata="Q7", others=("Ada Lundt", "Adeline Lund", "A. M. Lund", "Adeline Vance")
    )
    assert actors.people["Nora Vance"].others == ("Nora Wanz", "Leonora Vance")
    known = Known(actors, Period("2016-07-01", "2016-07-31"))
    for spelling, name in [("Adeline Vance", "Ada Lund"), ("Nora Wanz", "Nora Vance"), ("Leonora Vance", "Nora Vance")]:
        link = known.person(Described(spelling))
        assert link is not None
        assert link.name == name
    assert actors.tenures == ACTORS.tenures


def test_outlets_are_added_before_those_of_the_table() -> None:
    actors = with_csv("Harbour Courier,outlet,,,,,Tagwart;Courier,,,KSV")
    assert actors.outlet("the Courier") == Outlet(
        "Harbour Courier", "outlet", ("Tagwart", "Courier"), (), None, "KSV", None
    )
    assert actors.outlet("Tagwart").name == "Harbour Courier"


def test_the_shipped_table_takes_rows() -> None:
    actors = with_csv("Nora Vance,,Foreign Minister,NOR,2019-03-01,2021-06-30", actors=table())
    assert holder(actors, "the Norwegian Foreign Minister", "2020-07-01") == "Nora Vance"
    assert holder(actors, "Norway’s top diplomat", "2020-07-01") == "Nora Vance"
    assert holder(actors, "the Norwegian Foreign Minister", "2022-07-01") == "Anniken Huitfeldt"
    (office,) = {t.office for t in actors.by_person["Nora Vance"]}
    assert (office.body, office.kind, office.sector) == ("NOR", "foreign minister", "GOV")


DAYS = st.dates().map(str)


@given(st.lists(st.tuples(st.sampled_from(["Nora Vance", "Bo Berg"]), DAYS, DAYS), max_size=3))
def test_tenures_of_one_office_never_overlap_what_a_row_gives(rows: list[tuple[str, str, str]]) -> None:
    given_ = [Row(name, office="Foreign Minister", body="LTM", first=min(a, b), last=max(a, b)) for name, a, b in rows]
    actors = with_rows(ACTORS, given_)
    office = next(one for one in actors.offices if one.body == "LTM" and one.kind == "foreign minister")
    tenures = actors.by_office[(office.body, office.kind, office.title)]
    names = {row.name for row in given_}
    for tenure in tenures:
        assert (tenure.period.first or "") <= (tenure.period.last or "9999")
        for row in given_ if tenure.person not in names else ():
            inner = Period(row.first, row.last)
            assert (
                not tenure.period.meets(inner)
                or row.first in (tenure.period.last,)
                or row.last in (tenure.period.first,)
            )
    for row in given_:
        assert any(t.person == row.name and t.period == Period(row.first, row.last) for t in tenures)
    assert all(
        one.last is None or two.first > one.last for one, two in zip(office.known, office.known[1:], strict=False)
    )


def test_every_column_is_read() -> None:
    assert ",".join(COLUMNS) == HEADER.strip()


def test_a_country_of_ones_own() -> None:
    actors = with_csv(
        "Norland,country,,,,,Northland,,,NLA,,Norlandic;Norlander,Harrow",
        "Nora Vance,,President,NLA,2015-01-01,2018-06-30",
    )
    for words in ("Norland", "Northland", "norlandic", "Norlanders", "Harrow"):
        assert actors.body(words) == "NLA", words
    assert holder(actors, "the Norlandic president", "2016-07-01") == "Nora Vance"
    assert actors.by_code["NLA"].capital == "Harrow"
    assert ACTORS.body("Norland") is None, "the table itself has changed"


def test_a_country_of_the_table_gets_more_names() -> None:
    actors = with_csv("Lethland,country,,,,,,,,LTM,,Lethish,")
    lethmark = actors.by_code["LTM"]
    assert (lethmark.name, lethmark.capital) == ("Lethmark", "Estmere")
    assert [actors.body(words) for words in ("Lethland", "Lethish", "Lethmarker", "Lethmark")] == ["LTM"] * 4
    assert len(actors.countries) == len(ACTORS.countries)
    again = with_csv("Lethland,country,,,,,,,,LTM,,Lethish,", "Leth,country,,,,,,,,LTM,,,Brannock")
    assert [again.body(words) for words in ("Lethland", "Leth", "Brannock")] == ["LTM"] * 3
