"""The tables of words and facts: complete, in order, and what they say of a few."""

from importlib import resources

import pytest

from onrecord import facts
from onrecord.errors import OnRecordError

COLUMNS = {
    "bodies.tsv": 2,
    "circumstances.tsv": 2,
    "function_words.tsv": 2,
    "given_names.tsv": 2,
    "parties.tsv": 2,
    "passives.tsv": 1,
    "pronouns.tsv": 4,
    "reporting.tsv": 1,
    "role_modifiers.tsv": 1,
    "roles.tsv": 3,
    "titles.tsv": 3,
}


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items())
def test_every_table_is_in_order_and_names_its_source(name: str, columns: int) -> None:
    text = resources.files("onrecord.data").joinpath(name).read_text(encoding="utf-8")
    header = [line for line in text.split("\n") if line.startswith("#")]
    assert any("Source:" in line for line in header)
    rows = facts.table(name, columns)
    assert len(rows) > 10
    assert all(row[0] == row[0].strip() and row[0] for row in rows)


def test_a_table_out_of_order_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "bad.tsv").write_text("# Source: none\nb\tx\na\tx\n", encoding="utf-8")
    monkeypatch.setattr(facts.resources, "files", lambda _: tmp_path)
    with pytest.raises(OnRecordError, match=r"line 3: 'a' is out of order"):
        facts.table("bad.tsv", 2)


def test_a_row_with_a_column_too_many_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "wide.tsv").write_text("a\tx\ty\n", encoding="utf-8")
    monkeypatch.setattr(facts.resources, "files", lambda _: tmp_path)
    with pytest.raises(OnRecordError, match="found 3 columns, expected 2"):
        facts.table("wide.tsv", 2)


COUNTRIES = [
    ("Norway", "Norway"),
    ("Norwegian", "Norway"),
    ("the Kremlin", "Russia"),
    ("Downing Street", "United Kingdom"),
    ("Danes", "Denmark"),
    ("Kyiv", "Ukraine"),
    ("Elysée", "France"),
    ("Atlantis", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "expected"), COUNTRIES)
def test_country(words: str, expected: str | None) -> None:
    assert facts.country(words) == expected


def test_people_are_no_places() -> None:
    assert facts.is_place("Moscow")
    assert not facts.is_place("Russian")


def test_broader_roles_reach_all_the_way_up() -> None:
    assert {"senator", "lawmaker", "politician"} <= facts.roles()["senator"].broader
    assert "head" in facts.roles()["secretary general"].broader


def test_given_names_have_one_gender() -> None:
    assert facts.given_names()["Ingrid"] == "f"
    assert set(facts.given_names().values()) == {"m", "f"}
    assert len(facts.given_names()) > 400


def test_all_countries_are_there() -> None:
    assert 195 <= len(facts.table("actors/countries.tsv", 10)) <= 260


def test_parties_go_by_several_words() -> None:
    assert facts.party("GOP") == facts.party("Republican") == "Republican Party"
    assert facts.party("Quay") is None


OUTLETS = [
    ("Reuters", "agency"),
    ("REUTERS", "agency"),
    ("Reuters news agency", "agency"),
    ("AFP", "agency"),
    ("TASS", "agency"),
    ("Tass", "agency"),
    ("the Associated Press", "agency"),
    ("MAP", "agency"),
    ("FAN", "agency"),
    ("the Guardian", "outlet"),
    ("The Guardian’s", "outlet"),
    ("Foreign Policy", "outlet"),
    ("The Local", "outlet"),
    ("the New York Times", "outlet"),
    ("New  York\nTimes", "outlet"),
    # ordinary words, names and titles
    ("map", None),
    ("Map", None),
    ("fan", None),
    ("Fan", None),
    ("app", None),
    ("Spa", None),
    ("Mia", None),
    ("Dr", None),
    ("people", None),
    ("time", None),
    ("journal", None),
    ("diplomat", None),
    ("guardian", None),
    ("foreign policy", None),
    ("Foreign policy", None),
    ("Local", None),
    ("conversation", None),
    ("Conversation", None),
    ("Harbour Courier", None),
    ("", None),
    ("the", None),
]


@pytest.mark.parametrize(("words", "expected"), OUTLETS)
def test_outlets_are_known_by_their_capitals(words: str, expected: str | None) -> None:
    assert facts.outlet(words) == expected


def test_every_outlet_is_known_by_each_of_its_names() -> None:
    for row in facts.table("actors/outlets.tsv", 7):
        for name in (row[0], *row[2].split(";")):
            assert not name or facts.outlet(name) in ("agency", "outlet"), name
            assert not name or facts.outlet(name.upper()) in ("agency", "outlet"), name
