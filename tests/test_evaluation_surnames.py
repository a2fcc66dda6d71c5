"""The scorer of surnames alone."""

import sys
from pathlib import Path

import pytest

from evaluation import surnames as scorer
from evaluation.surnames import cut, rows, score
from onrecord.actors import person_id
from onrecord.types import Figure

WHOLE = next(name for name in map(str, range(99)) if not cut(name))
CUT = next(name for name in map(str, range(99)) if cut(name))


def figure(name: str) -> Figure:
    return Figure(name, "f", (), (), (), person_id(name))


def test_names_are_cut_in_some_articles() -> None:
    several = [figure("Ada Lund"), figure("Bo Berg"), figure("Moll")]
    assert [(row.name, truth) for row, truth in rows(WHOLE, several)] == [
        ("Ada Lund", None),
        ("Bo Berg", None),
        ("Moll", None),
    ]
    found = list(rows(CUT, several))
    assert [(row.name, truth) for row, truth in found] == [("Lund", "Ada Lund"), ("Berg", "Bo Berg"), ("Moll", None)]
    assert found[0][0].company == {person_id("Bo Berg")}
    assert found[0][0].own == person_id("Lund")


def test_who_is_put_to_the_own_name_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    several = tuple(figure(name) for name in ("Ada Lund", "Bo Berg", "Eva Moll", "Tom Hale"))
    tally = score([(WHOLE, several), (CUT, several)])
    assert (tally.cut, tally.there, tally.joined, tally.right) == (4, 4, 4, 4)
    other = (figure("Ida Lund"), *several[1:])
    tally = score([(WHOLE, several), (CUT, other)], show=True)
    assert (tally.cut, tally.there, tally.joined, tally.right) == (4, 3, 4, 3)
    assert capsys.readouterr().out == f"{CUT}: Ida Lund / Ada Lund\n"


def test_without_the_texts_nothing_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["surnames", "--data", str(tmp_path)])
    scorer.main()
    assert capsys.readouterr().out == f"no data in {tmp_path}: nothing measured\n"


def test_articles_are_read_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ner" / "worldwide-newswire"
    folder.mkdir(parents=True)
    words = ["President", "Ada", "Lund", "met", "Bo", "Berg", "in", "Skellby", "on", "Monday", "."]
    for name in (WHOLE, CUT):
        (folder / f"{name}.txt.tsv").write_text("\n".join(f"{word}\tO" for word in words), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["surnames", "--data", str(tmp_path)])
    scorer.main()
    assert capsys.readouterr().out.startswith("2 articles, ")
