"""The script that makes the tables of facts: what it makes of good rows, and what it says of bad ones."""

import sys
from pathlib import Path

import pytest

from facts import build

GOOD = """# source: made up for this test
known	2000-01-01	2025-12-31
office	foreign minister	Secretary for the Sea;Foreign Minister
held	Ada Lund	2013-12	2017-01-27
held	Bo Berg	2017-01-27	2021
held	Mira Holt (1961)	2022-01
person	Ada Lund	f	Q1	Ada Lundt;Adeline Lund
person	Bo Berg	m
person	Mira Holt (1961)	f		Mira Holt
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of facts with one file of offices, and no other facts."""
    (tmp_path / "offices").mkdir()
    (tmp_path / "offices" / "LTM.tsv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "kinds.tsv").write_text((build.FOLDER / "kinds.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    for name in build._PLAIN:
        (tmp_path / name).write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(build, "FOLDER", tmp_path)
    monkeypatch.setattr(build, "TARGET", tmp_path / "made")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["build", *arguments])
    return build.main()


def problems(folder: Path, *lines: str, name: str = "LTM.tsv") -> list[str]:
    """Return what is wrong with a file of offices."""
    path = folder / "offices" / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return build.read([path]).problems


def test_good_rows_become_sorted_tables(folder: Path) -> None:
    facts = build.read([folder / "offices" / "LTM.tsv"])
    assert facts.problems == []
    assert facts.sources == ["made up for this test"]
    made = build.tables(facts)
    assert made["holders.tsv"].splitlines() == [
        "LTM\tforeign minister\tSecretary for the Sea\t2013-12\t2017-01-27\tAda Lund",
        "LTM\tforeign minister\tSecretary for the Sea\t2017-01-27\t2021\tBo Berg",
        "LTM\tforeign minister\tSecretary for the Sea\t2022-01\t\tMira Holt (1961)",
    ]
    assert made["people.tsv"].splitlines() == [
        "Ada Lund\tf\tQ1\tAda Lundt;Adeline Lund",
        "Bo Berg\tm\t\t",
        "Mira Holt (1961)\tf\t\tMira Holt",
    ]
    (office,) = made["offices.tsv"].splitlines()
    body, kind, titles, known = office.split("\t")
    assert (body, kind, known) == ("LTM", "foreign minister", "2000-01-01/2025-12-31")
    assert titles.startswith("Secretary for the Sea;Foreign Minister;Minister of Foreign Affairs")
    assert titles.count("Foreign Minister;") == 1


KNOWN, OFFICE = "known\t2000-01-01\t2025-12-31", "office\tforeign minister"
ADA, BO = "person\tAda Lund\tf", "person\tBo Berg\tm"

BAD = [
    # a line by itself
    (["nown\t2000\t2025"], "LTM.tsv:1: 'nown' begins no line; expected known, office, held, person"),
    (["known\t2000"], "LTM.tsv:1: known from '2000' to ''; expected two days in order"),
    (
        ["known\t2025-12-31\t2000-01-01"],
        "LTM.tsv:1: known from '2025-12-31' to '2000-01-01'; expected two days in order",
    ),
    (["known\t2000-13\t2025"], "LTM.tsv:1: known from '2000-13' to '2025'"),
    (["known\t2000\t2025\t2026"], "LTM.tsv:1: 3 columns after 'known'; expected at most 2"),
    ([KNOWN, "office\tminister of the sea"], "LTM.tsv:2: 'minister of the sea' is no kind of office"),
    ([KNOWN, "office"], "LTM.tsv:2: nothing after 'office'"),
    ([OFFICE], "LTM.tsv:1: an office before any line that says for which days it is known"),
    ([KNOWN, "held\tAda Lund\t2013"], "LTM.tsv:2: a holder before any office"),
    ([KNOWN, OFFICE, "held\t\t2013", ADA], "LTM.tsv:3: nothing after 'held'"),
    ([KNOWN, OFFICE, "held\tAda Lund", ADA], "LTM.tsv:3: Ada Lund from '' to ''; expected days in order"),
    ([KNOWN, OFFICE, "held\tAda Lund\t2017\t2013", ADA], "LTM.tsv:3: Ada Lund from '2017' to '2013'"),
    ([KNOWN, OFFICE, "held\tAda Lund\t2013-02-30", ADA], "LTM.tsv:3: Ada Lund from '2013-02-30' to ''"),
    ([KNOWN, OFFICE, "held\tAda Lund\tMay 2013", ADA], "LTM.tsv:3: Ada Lund from 'May 2013' to ''"),
    (["person\tAda Lund\twoman"], "LTM.tsv:1: the gender of Ada Lund is 'woman'; expected m, f or nothing"),
    (["person\tAda Lund\tf\t12"], "LTM.tsv:1: the Wikidata id of Ada Lund is '12'; expected Q and digits"),
    ([ADA, ADA], "LTM.tsv:2: Ada Lund has two person lines"),
    # lines together
    ([KNOWN, OFFICE, "held\tAda Lund\t2013\t2017"], "Ada Lund held an office but has no person line"),
    (
        [KNOWN, OFFICE, "held\tAda Lund\t2013\t2017-05-01", "held\tBo Berg\t2017-01-27", ADA, BO],
        "LTM Foreign Minister: Ada Lund (2013 to 2017-05-01) and Bo Berg (2017-01-27 on) overlap",
    ),
    (
        [KNOWN, OFFICE, "held\tAda Lund\t2013", "held\tBo Berg\t2017-01-27", ADA, BO],
        "LTM Foreign Minister: Ada Lund (2013 to now) and Bo Berg (2017-01-27 on) overlap",
    ),
    (
        [KNOWN, OFFICE, "held\tAda Lund\t2013\t2017", "held\tAda Lund\t2013\t2017", ADA],
        "LTM Foreign Minister: Ada Lund is listed twice",
    ),
    ([KNOWN, OFFICE, "held\tAda Lund\t2026-02", ADA], "LTM Foreign Minister: Ada Lund lies outside the known period"),
    (
        ["person\tAda Lund\tf\tQ1", "person\tAda Lundt\tf\tQ1"],
        "Q1 is the id of Ada Lund and Ada Lundt: use one name in all files",
    ),
    (["person\tAda Lund\tf\t\tBo Berg", BO], "'bo berg' is a spelling of Ada Lund and Bo Berg"),
]


@pytest.mark.parametrize(("lines", "message"), BAD, ids=[message.split(": ", 1)[-1][:50] for _, message in BAD])
def test_a_bad_row_is_named_with_what_is_wrong(folder: Path, lines: list[str], message: str) -> None:
    found = problems(folder, *lines)
    assert any(one.startswith(message) for one in found), found
    assert len(found) <= 2


def test_the_holders_of_a_bad_office_are_not_those_of_the_one_before(folder: Path) -> None:
    lines = [KNOWN, OFFICE, "held\tAda Lund\t2013\t2017", "office\tsailor", "held\tBo Berg\t2015", ADA, BO]
    assert problems(folder, *lines) == ["LTM.tsv:4: 'sailor' is no kind of office; expected one of kinds.tsv"]


FINE = [
    # the last day of one is the first of the next, or the day before; coarse days touch
    ["held\tAda Lund\t2013\t2017-01-27", "held\tBo Berg\t2017-01-27"],
    ["held\tAda Lund\t2013\t2017-01-27", "held\tBo Berg\t2017-01-28"],
    ["held\tAda Lund\t2013\t2017-01", "held\tBo Berg\t2017-01-28"],
    ["held\tAda Lund\t2013\t2017", "held\tBo Berg\t2017"],
    # somebody who came back
    ["held\tAda Lund\t1990\t1994", "held\tBo Berg\t2000\t2013", "held\tAda Lund\t2013"],
    ["held\tAda Lund\t2025-06\t2025", "held\tBo Berg\t2000\t2025-06"],
]


@pytest.mark.parametrize("held", FINE)
def test_tenures_that_follow_one_another(folder: Path, held: list[str]) -> None:
    assert problems(folder, KNOWN, OFFICE, *held, ADA, BO) == []


def test_coarse_known_days_are_taken_whole(folder: Path) -> None:
    assert problems(folder, "known\t2000\t2016", OFFICE, "held\tAda Lund\t2016-05-01", ADA) == []
    assert problems(folder, "known\t2016\t2020", OFFICE, "held\tAda Lund\t2015-01\t2016-05-01", ADA) == []


def test_several_hold_some_offices_at_once(folder: Path) -> None:
    both = ["held\tAda Lund\t2013\t2017", "held\tBo Berg\t2014\t2016"]
    assert problems(folder, KNOWN, "office\tdefence spokesperson", *both, ADA, BO) == []


def test_one_person_in_two_files_is_one(folder: Path) -> None:
    offices = folder / "offices"
    (offices / "QUAY.tsv").write_text("person\tAda Lund\t\tQ1\tA. M. Lund\n", encoding="utf-8")
    facts = build.read(offices.glob("*.tsv"))
    assert facts.problems == []
    assert facts.people["Ada Lund"] == build.Person("Ada Lund", "f", "Q1", ("A. M. Lund", "Ada Lundt", "Adeline Lund"))
    for other in ("m\tQ1", "f\tQ2"):
        (offices / "QUAY.tsv").write_text(f"person\tAda Lund\t{other}\n", encoding="utf-8")
        (problem,) = build.read(offices.glob("*.tsv")).problems
        assert problem == (
            "QUAY.tsv:1: Ada Lund is somebody else in another file; tell them apart: Name (year of birth)"
        )


COUNTRY = "Lethmark\tLM\tLTM\tLTM\t999\tLethmarker\tEstmere\t\t\tQ2"

PLAIN_BAD = [
    ("countries.tsv", [COUNTRY + "\tmore"], "countries.tsv:1: 11 columns; expected 10"),
    ("countries.tsv", [COUNTRY, COUNTRY], "countries.tsv:2: 'Lethmark' is listed twice"),
    ("countries.tsv", [COUNTRY.replace("LTM", "Lm")], "countries.tsv:1: 'Lm' in column iso3; expected an ISO 3166-1"),
    ("countries.tsv", [COUNTRY.replace("Q2", "2")], "countries.tsv:1: '2' in column wikidata; expected Q and digits"),
    ("countries.tsv", ["\tLM"], "countries.tsv:1: no name"),
    ("memberships.tsv", ["QUAY\tLTM\t1999-99"], "memberships.tsv:1: '1999-99' in column from; expected YYYY"),
    ("memberships.tsv", ["QUAY\tLethmark\t1999"], "memberships.tsv:1: 'Lethmark' in column country; expected an ISO"),
    ("memberships.tsv", ["QUAY\tLTM\t2004\t1999"], "memberships.tsv:1: 2004 to 1999, which is out of order"),
    ("calendar.tsv", ["a-2016\tsummit\tA\t2016-02-30"], "calendar.tsv:1: '2016-02-30' in column from"),
    ("outlets.tsv", ["Tagwart\toutlet\t\t\t\tLethmark"], "outlets.tsv:1: 'Lethmark' in column country"),
]


@pytest.mark.parametrize(("name", "lines", "message"), PLAIN_BAD)
def test_a_bad_cell_of_another_table_is_named(folder: Path, name: str, lines: list[str], message: str) -> None:
    (folder / name).write_text("# Source: none\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found: list[str] = []
    build.plain(name, found)
    (problem,) = found
    number, _, words = message.partition(":")[2].partition(":")
    assert problem.startswith(f"{name}:{int(number) + 1}:{words}")


def test_short_rows_are_filled_and_a_member_may_come_back(folder: Path) -> None:
    (folder / "memberships.tsv").write_text("QUAY\tLTM\t2004\nQUAY\tLTM\t1990\t1994\n", encoding="utf-8")
    found: list[str] = []
    assert build.plain("memberships.tsv", found) == [("QUAY", "LTM", "1990", "1994"), ("QUAY", "LTM", "2004", "")]
    assert found == []


def test_lint_says_what_is_wrong_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "offices" / "LTM.tsv"
    assert run(monkeypatch, "--lint", str(path)) == 0
    assert capsys.readouterr().out == "1 offices, 3 people: nothing wrong\n"
    path.write_text(GOOD + "person\tNora Vance\tx\nheld\tNora Vance\tsoon\n", encoding="utf-8")
    assert run(monkeypatch, "--lint", str(path)) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert [line.split(":")[1] for line in shown.err.splitlines()] == ["10", "11"]
    assert not (folder / "made").exists()


def test_build_and_check(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "--check") == 1
    assert "holders.tsv" in capsys.readouterr().err
    assert run(monkeypatch) == 0
    assert capsys.readouterr().out == "3 people, 1 offices, 3 tenures\n"
    assert run(monkeypatch, "--check") == 0
    made = (folder / "made" / "holders.tsv").read_text(encoding="utf-8")
    assert made.startswith("# Holders of offices. Columns: body, kind")
    path = folder / "offices" / "LTM.tsv"
    path.write_text(GOOD.replace("2013-12", "2013-11"), encoding="utf-8")
    assert run(monkeypatch, "--check") == 1
    assert capsys.readouterr().err == "out of step with facts/: holders.tsv; run python -m facts.build\n"
    path.write_text(GOOD + "rubbish\n", encoding="utf-8")
    assert run(monkeypatch) == 1
    assert (folder / "made" / "holders.tsv").read_text(encoding="utf-8") == made, (
        "nothing is written when something is wrong"
    )
