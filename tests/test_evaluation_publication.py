"""The scorer of publication dates, on invented datings and a document of our own."""

import sys
from pathlib import Path

import pytest

from evaluation import publication as scorer
from evaluation.publication import (
    GIVEN,
    Row,
    Tally,
    count,
    dated,
    holds,
    markdown,
    read_gold,
    stated,
    tallied,
    text_alone,
    whole,
)
from onrecord.types import Dating

HOLDS = [
    (Dating("2022-12-01", "2022-12-31"), "2022-12-14", True),
    (Dating("2022-12-01", "2022-12-31"), "2022-12-31", True),
    (Dating("2022-12-01", "2022-12-31"), "2023-01-01", False),
    (Dating("2022-12-15", None), "2022-12-14", False),
    (Dating("2022-12-14", None), "2022-12-14", True),
    (Dating(None, "2022-12-13"), "2022-12-14", False),
    (Dating(None, "2022-12-14"), "2022-12-14", True),
    (Dating(), "2022-12-14", True),
    # a month is held by any day of it
    (Dating("2022-12-14", "2022-12-14"), "2022-12", True),
    (Dating("2022-12-31", None), "2022-12", True),
    (Dating("2023-01-01", None), "2022-12", False),
    (Dating(None, "2022-11-30"), "2022-12", False),
    # of several intervals one must hold it
    (
        Dating("2000-01-01", "2018-01-01", options=(("2000-01-01", "2008-05-07"), ("2012-05-07", "2018-01-01"))),
        "2014-01-01",
        True,
    ),
    (
        Dating("2000-01-01", "2018-01-01", options=(("2000-01-01", "2008-05-07"), ("2012-05-07", "2018-01-01"))),
        "2010-01-01",
        False,
    ),
]


@pytest.mark.parametrize(("dating", "published", "expected"), HOLDS)
def test_an_interval_has_room_for_the_true_day(dating: Dating, published: str, expected: bool) -> None:
    assert holds(dating, published) is expected


def test_counts() -> None:
    tally, row = Tally(), Row("polnear", "a", "2022-12-14", "report")
    for dating in (
        Dating("2022-12-14", "2022-12-14", "2022-12-14"),
        Dating("2022-12-01", "2022-12-31", conflicts=("two days",)),
        Dating("2023-01-01", None),
        Dating(None, "2022-12-31"),
        Dating(),
    ):
        count(tally, row, dating)
    assert (tally.articles, tally.held, tally.lower, tally.closed) == (5, 4, 3, 2)
    assert (tally.exact, tally.conflicts, tally.widths) == (1, 1, [0, 30])


def test_the_gold_is_whole() -> None:
    without, with_pages = list(read_gold(None)), list(read_gold(Path()))
    assert len(without) > 100
    assert {row.corpus for row in with_pages} - {row.corpus for row in without} == {"pages"}
    assert {row.half for row in with_pages} == {"develop", "report"}
    assert {len(row.published) for row in with_pages} <= {7, 10}
    assert len({(row.corpus, row.document) for row in with_pages}) == len(with_pages)


def test_an_address_in_the_first_line_is_left_out(tmp_path: Path) -> None:
    row = Row("pages", "a", "2022-12-14", "develop")
    assert text_alone(tmp_path, tmp_path, row) is None
    for first, expected in [
        ("https://tagwart.example/2022/12/14/a\n", "Ada Lund left.\n"),
        ("see www.tagwart.example\n", "Ada Lund left.\n"),
        ("", "Ada Lund left.\n"),
        ("Talks\n", "Talks\nAda Lund left.\n"),
    ]:
        (tmp_path / "a.txt").write_text(f"{first}Ada Lund left.\n", encoding="utf-8")
        assert text_alone(tmp_path, tmp_path, row) == expected


def test_texts_are_dated_by_themselves() -> None:
    rows = [Row("pages", name, "2022-12-14", "develop") for name in "ab"]
    found = dict(
        dated({rows[0]: "In remarks made on December 12, 2022, Nora Vance said no.", rows[1]: "Nora Vance left."})
    )
    assert (found[rows[0]].published.earliest, found[rows[0]].published.latest) == ("2022-12-12", None)
    assert found[rows[1]].published == Dating()


def test_the_whole_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("On December 12, 2022, Nora Vance left the hall.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("14 December 2021\n\nNora Vance left the hall.", encoding="utf-8")
    rows = [Row("pages", "a", "2022-12-14", "develop"), Row("pages", "b", "2022-12-14", "develop")]
    monkeypatch.setattr(scorer, "read_gold", lambda _: rows)
    arguments = ["publication", "--data", str(tmp_path), "--pages", str(tmp_path), "--half", "develop"]
    monkeypatch.setattr(sys, "argv", [*arguments, "--show"])
    scorer.main()
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "b 2022-12-14: 2021-12-14 to 2021-12-14 ()"
    assert shown[-1].split() == shown[-2].replace("pages", "all  ").split()
    assert "2 articles:  50.0% hold the true day, 100.0% have a first day,  50.0% are closed" in shown[-1]
    assert "(median width 0 days),   0.0% of 2 exact, 0 with conflicts" in shown[-1]
    monkeypatch.setattr(sys, "argv", ["publication", "--data", str(tmp_path / "none")])
    scorer.main()
    assert capsys.readouterr().out == f"no texts in {tmp_path / 'none'}: nothing measured\n"
    monkeypatch.setattr(sys, "argv", ["publication", "--show"])
    with pytest.raises(SystemExit):
        scorer.main()


def test_what_metadata_say() -> None:
    assert [stated("2016-07-21", given) for given in GIVEN] == [None, "2016-07-21", "2019-07-21"]
    assert [stated("2016-07", given) for given in GIVEN] == [None, "2016-07", "2019-07"]
    assert stated("2016-02-29", "wrong") == "2019-02-28"


def test_the_table_tells_what_each_is_worth() -> None:
    texts = {Row("polnear", "a", "2016-07-21", "report"): "It rained in Skellby. Nobody said when."}
    lines = markdown({given: tallied(texts, given) for given in GIVEN}).splitlines()
    assert [line.split("|")[3:6] for line in lines[2:]] == [
        [" 100.0% ", " 0.0% ", " 0.0% "],
        [" 100.0% ", " 100.0% ", " 0.0% "],
        [" 0.0% ", " 0.0% ", " 0.0% "],
    ]


def test_a_whole_record_is_counted_by_the_days_of_its_files(tmp_path) -> None:
    folder = tmp_path / "polnear" / "dev" / "text"
    folder.mkdir(parents=True)
    (folder / "courier_2016-07-21_rain.txt").write_text("It rained in Skellby. Nobody said when.", encoding="utf-8")
    tally = whole(tmp_path)
    assert (tally.articles, tally.held, tally.exact, tally.conflicts) == (1, 1, 1, 0)
