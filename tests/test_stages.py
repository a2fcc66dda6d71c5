"""The benchmark that tells how long each stage takes."""

import json
from pathlib import Path

import pytest

from benchmarks import stages
from benchmarks.stages import READER, STAGES, WHEN, WHO, Clock, markdown, measure, shares
from onrecord import resolve
from onrecord.model.infer import Reader


def test_a_stage_within_another_counts_for_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 1.0, 3.0, 7.0, 10.0, 11.0])
    monkeypatch.setattr(stages.time, "process_time", lambda: next(now))
    clock = Clock()
    inner = clock.timed("inner", lambda: None)
    with clock.stage("outer"):
        inner()  # from 1 to 3
    with clock.stage("outer"):  # from 10 to 11
        pass
    assert clock.seconds == {"outer": 1.0 + 4.0 + 1.0, "inner": 2.0}


def test_what_a_generator_does_counts_for_its_stage() -> None:
    clock, seen = Clock(), []

    def numbers():
        seen.append(clock._open[-1])
        yield 1

    assert clock.timed("a", numbers)() == [1]
    assert seen == ["a"]


def test_every_stage_is_there_and_is_put_back() -> None:
    before = {(owner, name): getattr(owner, name) for places in STAGES.values() for owner, name in places}
    assert all(callable(one) for one in before.values())
    folder = stages.SAMPLE
    seconds = measure(folder, reader=Reader.load(None, threads=1), limit=2)
    assert list(seconds) == [*STAGES, "the rest"]
    assert all(seconds[name] > 0 for name in ("clean", READER, WHO, WHEN, "store"))
    assert {key: getattr(*key) for key in before} == before
    assert resolve.links.__module__ == "onrecord.resolve.cast"


def test_the_table_and_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {
        "text": "our text",
        "articles": 2,
        "repeats": 3,
        "processor": "a processor",
        "seconds": {READER: 4.0, WHO: 0.1},
    }
    assert shares(found["seconds"]) == {READER: 100.0, WHO: 2.5}
    lines = markdown(found).splitlines()
    assert lines[2:4] == ["| the reader | 4.00 | 100.0 % |", "| who | 0.10 | 2.5 % |"]
    assert lines[-1] == "2 articles (our text), one thread, fastest of 3 runs. a processor."
    results = tmp_path / "stages.json"
    (tmp_path / "a.txt").write_text("Harbour open\n\n“No,” Nora Vance told reporters on Monday.", encoding="utf-8")
    arguments = ["--text", str(tmp_path), "--label", "one", "--repeats", "1", "--results", str(results)]
    assert stages.main(arguments) == 0
    written = json.loads(results.read_text(encoding="utf-8"))
    assert (written["text"], written["articles"], written["repeats"]) == ("one", 1, 1)
    assert list(written["seconds"]) == [*STAGES, "the rest"]
    assert "1 articles (one), one thread" in capsys.readouterr().out


def test_linking_costs_little_as_measured() -> None:
    """The stored measurement: what the table of actors brings takes under a tenth of the reader's time."""
    found = json.loads(stages.RESULTS.read_text(encoding="utf-8"))
    percent = shares(found["seconds"])
    assert percent[WHO] + percent[WHEN] < 10
