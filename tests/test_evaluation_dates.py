"""The scorer of time expressions, on a document of our own."""

from pathlib import Path

import pytest

from evaluation.dates import half_of, read, score

DOCUMENT = """<?xml version="1.0" ?>
<TimeML><DOCID>a</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2022-12-14">20221214</TIMEX3></DCT>
<TEXT>
She <EVENT eid="e1">spoke</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2022-12-12">Monday</TIMEX3> &amp; for
<TIMEX3 tid="t2" type="DURATION" value="P2D">two days</TIMEX3>. It is over <TIMEX3 tid="t3" type="DATE"
value="PRESENT_REF">now</TIMEX3>. He left in <TIMEX3 tid="t4" type="DATE" value="2021">the old year</TIMEX3>
and came back <TIMEX3 tid="t5" type="DATE" value="2022-12-10">last week</TIMEX3>, or on May 3.
</TEXT></TimeML>
"""


def test_scores_of_a_small_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.tml"
    path.write_text(DOCUMENT, encoding="utf-8")
    document = read(path)
    assert [document.text[each.start : each.end] for each in document.gold][:2] == ["Monday", "two days"]
    scores = score([document], errors=10)
    assert scores["gold"] == 3  # Monday, the old year, last week
    assert scores["relaxed precision"] == pytest.approx(2 / 3)  # May 3 is not annotated
    assert scores["relaxed recall"] == pytest.approx(2 / 3)
    assert scores["value right of found"] == pytest.approx(1 / 2)
    shown = capsys.readouterr().out
    assert "not annotated: May 3" in shown
    assert "missed: the old year" in shown
    assert "last week = 2022-W49, annotated 2022-12-10" in shown


def test_halves_are_stable() -> None:
    assert {half_of(f"{name}.tml") for name in range(20)} == {"develop", "report"}
    assert half_of("a.tml") == half_of("a.tml")
