"""The scorer of actors, on invented answers and a document of our own."""

import sys
from pathlib import Path

import pytest

from evaluation import actors as scorer
from evaluation.actors import GOLD, KINDS, Row, Tally, read_days, read_gold, right, same_person, score
from onrecord.types import Speaker
from tests.worlds import world

PERSONS = [
    ("Ada Lund", "Ada Lund", True),
    ("ADA LUND", "Ada Lund", True),
    ("A. Lund", "Ada Lund", True),
    ("Ada Maria Lund", "Ada Lund", True),
    ("Lund Ada", "Ada Lund", True),
    ("Sergej Lawrow", "Sergey Lavrov", True),
    ("Sandy Vance", "Sandra Vance", True),
    ("Ada Lundt", "Ada Lund", True),
    ("Charles E. Vance", "Chuck Vance", True),  # short forms are right, at the price of the next line
    ("Ada Lund", "Anna Lund", True),
    ("Ada Lund", "Bo Lund", False),
    ("Ada Lund", "Ada Berg", False),
    ("Lund", "Ada Lund", False),
    ("Ada Lund", "Lund", False),
    ("", "Ada Lund", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), PERSONS)
def test_whether_two_names_are_one_persons(one: str, other: str, expected: bool) -> None:
    assert same_person(one, other) is expected
    assert same_person(other, one) is expected


def row(kind: str, actor: str, *, public: bool = False, start: int = 0, end: int = 1) -> Row:
    return Row("polnear", "a", start, end, kind, actor, public, "develop")


ANSWERS = [
    ("person", "Ada Lund", Speaker(name="Ada Lund"), True),
    ("person", "Ada Lund", Speaker(name="Bo Berg"), False),
    ("person", "Ada Lund", Speaker(name=None), False),
    ("person", "-", Speaker(name="Ada Lund"), False),
    ("office", "Ada Lund", Speaker(name="Ada Lund"), True),
    ("country", "LTM", Speaker(name="Lethmark"), True),
    ("country", "LTM", Speaker(name="the Lantern Hall"), True),
    ("country", "LTM", Speaker(name="the government", affiliation="Lethmark"), True),
    ("country", "LTM", Speaker(name="Karsovia"), False),
    ("country", "LTM", Speaker(name="Atlantis"), False),
    ("organisation", "Quay Alliance", Speaker(name="Lantern Sea Alliance"), True),
    ("organisation", "Quay Alliance", Speaker(name="Harbour Authority"), False),
    ("organisation", "Board of Ports", Speaker(name="the Ports Board"), True),
    ("organisation", "Skellby Tidal Observatory", Speaker(name="STO"), True),
    ("organisation", "Skellby Tidal Observatory", Speaker(name="Tidal Observatory"), True),
    ("organisation", "Skellby Tidal Observatory", Speaker(name="Tidal Office"), False),
]


@pytest.mark.parametrize(("kind", "actor", "speaker", "expected"), ANSWERS)
def test_right(kind: str, actor: str, speaker: Speaker, expected: bool) -> None:
    assert right(row(kind, actor), speaker, world()) is expected


def test_counts() -> None:
    tally = Tally()
    for actor, name in [
        ("Ada Lund", "Ada Lund"),
        ("Ada Lund", "Bo Berg"),
        ("Ada Lund", None),
        ("-", "Bo Berg"),
        ("-", None),
    ]:
        speaker = Speaker(name=name)
        scorer._count(tally, row("person", actor), speaker, hit=right(row("person", actor), speaker, world()))
    assert (tally.rows, tally.named, tally.answered, tally.found, tally.right) == (5, 3, 3, 2, 1)
    assert tally.precision == pytest.approx(1 / 3)  # an answer where nobody could tell is wrong
    assert tally.coverage == pytest.approx(2 / 3)
    assert (Tally().precision, Tally().coverage) == (0.0, 0.0)


def test_a_surname_is_no_answer() -> None:
    tally = Tally()
    scorer._count(tally, row("person", "Ada Lund"), Speaker(name="Lund"), hit=False)
    assert (tally.rows, tally.answered) == (1, 0)
    scorer._count(tally, row("country", "LTM"), Speaker(name="Lethmark"), hit=True)
    assert (tally.answered, tally.right) == (1, 1)


def test_the_gold_is_whole() -> None:
    rows = read_gold()
    assert len({(one.corpus, one.document) for one in rows}) >= 60
    assert {one.kind for one in rows} == set(KINDS)
    assert {one.half for one in rows} == {"develop", "fresh", "offices", "opened", "report"}
    assert [one for one in rows if not 0 <= one.start < one.end] == []
    assert [one for one in rows if one.public and one.kind not in ("person", "office")] == []
    assert [one for one in rows if one.kind == "country" and one.actor != "-" and len(one.actor) != 3] == []
    assert len({(one.document, one.start, one.end) for one in rows}) == len(rows)
    assert {one.half for one in read_gold(GOLD / "offices.tsv")} == {"offices"}
    days = read_days()
    assert {len(day) for day in days.values()} <= {4, 7, 10}


TEXT = (
    "Estmere talks open\n\n"
    "President Emmanuel Macron of France arrived in Estmere on Monday. Nora Vance, a doctor, greeted him.\n"
    "The German Foreign Minister left. The harbour stayed open.\n"
)


def _mentions() -> list[Row]:
    def found(words: str, kind: str, actor: str, *, public: bool = False) -> Row:
        at = TEXT.index(words)
        return row(kind, actor, public=public, start=at, end=at + len(words))

    return [
        found("Emmanuel Macron", "person", "Emmanuel Macron", public=True),
        found("France", "country", "FRA"),
        found("Nora Vance", "person", "Nora Vance"),
        found("The German Foreign Minister", "office", "Annalena Baerbock", public=True),
    ]


def test_a_document_is_scored_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "polnear" / "dev" / "text"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(scorer, "read_gold", _mentions)
    monkeypatch.setattr(scorer, "read_days", lambda: {"a": "2022-07-11"})
    found = {name: (one.rows, one.answered, one.right) for name, one in score(tmp_path, "develop", show=True).items()}
    assert found == {
        "person": (2, 2, 2),
        "office": (1, 1, 1),
        "country": (1, 1, 1),
        "organisation": (0, 0, 0),
        "public": (2, 2, 2),
        "people": (3, 3, 3),
    }
    assert capsys.readouterr().out == ""
    # the same office in another year is somebody else, and the mistake is shown
    monkeypatch.setattr(scorer, "read_days", lambda: {"a": "2016-07-11"})
    tally = score(tmp_path, "develop", show=True)["office"]
    assert (tally.answered, tally.right) == (1, 0)
    assert "Annalena Baerbock / Frank-Walter Steinmeier (office)" in capsys.readouterr().out
    # without a day, nobody can tell
    monkeypatch.setattr(scorer, "read_days", dict)
    assert score(tmp_path, "develop")["office"].answered == 0
    assert score(tmp_path, "report")["people"].rows == 0


def test_without_the_texts_nothing_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["actors", "--data", str(tmp_path)])
    scorer.main()
    assert capsys.readouterr().out == f"no data in {tmp_path}: nothing measured\n"
    monkeypatch.setattr(sys, "argv", ["actors", "--show"])
    with pytest.raises(SystemExit):
        scorer.main()
    assert "--show is not for the half report" in capsys.readouterr().err
