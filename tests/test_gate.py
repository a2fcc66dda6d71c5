import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import floors as ledger
from evaluation import gate
from evaluation.floors import Floor, FloorError, Floors, Lowering
from evaluation.score import Score


def floors(**values: float) -> Floors:
    return Floors({"sample": "1"}, {name: Floor(number, number + 1) for name, number in values.items()})


def score(name: str, hits: float, *, steady: bool = True, corpus: str = "sample") -> Score:
    return Score(name, hits, 100, steady=steady, corpus=corpus)


@pytest.mark.parametrize(
    ("scores", "corpora", "expected"),
    [
        ([score("form", 90)], {"sample": "1"}, []),
        ([score("form", 95)], {"sample": "1"}, []),
        ([score("form", 89.9)], {"sample": "1"}, ["form is 89.9, its floor 90.0"]),
        ([score("form", 90)], {"sample": "2"}, ["the sample corpus is not the one"]),
        ([], {"sample": "1"}, ["form has a floor and no score"]),
        ([], {"polnear": "1"}, ["the polnear corpus is not the one"]),
        ([score("form", 90), score("new", 90)], {"sample": "1"}, ["new has no floor"]),
    ],
)
def test_a_score_below_its_floor_is_a_problem(
    scores: list[Score], corpora: dict[str, str], expected: list[str]
) -> None:
    found = ledger.problems(floors(form=90.0), scores, corpora)
    assert len(found) == len(expected)
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True))


def test_update_only_raises() -> None:
    measured = [score("form", 80), score("cue", 95), score("new", 70, steady=False)]
    updated = ledger.raised(floors(form=90.0, cue=90.0), measured, {"sample": "2"})
    assert updated.floors["form"] == Floor(90.0, 91.0)
    assert updated.floors["cue"] == Floor(95.0, 95.0)
    assert updated.floors["new"] == Floor(68.5, 70.0)
    assert updated.corpora == {"sample": "2"}


def test_what_may_never_happen_has_no_margin_and_update_does_not_undo_a_lowering() -> None:
    voice = score("voice.left_alone", 95, steady=False)
    assert ledger.raised(Floors(), [voice], {}).floors["voice.left_alone"].floor == 100
    low = ledger.lowered(ledger.raised(Floors(), [voice], {}), "voice.left_alone", [voice], why="two are disputed")
    assert low.floors["voice.left_alone"].floor == 95
    assert ledger.raised(low, [voice], {}) == low


def test_lowering_keeps_the_reason() -> None:
    lower = ledger.lowered(floors(form=90.0), "form", [score("form", 80)], why=" harder articles ")
    assert lower.floors["form"] == Floor(80.0, 80.0)
    assert lower.lowered == (Lowering("form", 90.0, 80.0, "harder articles"),)
    gone = ledger.lowered(floors(form=90.0), "form", [], why="no such score any more")
    assert gone.floors == {}
    assert gone.lowered[0].after is None


@pytest.mark.parametrize(("name", "hits", "why"), [("form", 80, " "), ("cue", 80, "why"), ("form", 95, "why")])
def test_lowering_is_refused(name: str, hits: float, why: str) -> None:
    with pytest.raises(FloorError):
        ledger.lowered(floors(form=90.0), name, [score("form", hits)], why=why)


REASON = Lowering("form", 90.0, 80.0, "harder articles")


@pytest.mark.parametrize(
    ("older", "newer", "quiet"),
    [
        (floors(form=90.0), floors(form=90.0), 0),
        (floors(form=90.0), floors(form=91.0), 0),
        (floors(form=90.0), floors(form=80.0), 1),
        (floors(form=90.0), floors(), 1),
        (floors(form=90.0), replace(floors(form=80.0), lowered=(REASON,)), 0),
        (floors(form=90.0), replace(floors(form=70.0), lowered=(REASON,)), 1),  # lower than the reason says
        (floors(form=90.0), replace(floors(), lowered=(REASON,)), 1),  # lowered, not taken away
        (floors(form=90.0), replace(floors(), lowered=(replace(REASON, after=None),)), 0),
        (floors(form=90.0, cue=90.0), replace(floors(form=80.0, cue=80.0), lowered=(REASON,)), 1),
        # a reason that the older version has already is no reason to go lower again
        (replace(floors(form=90.0), lowered=(REASON,)), replace(floors(form=80.0), lowered=(REASON,)), 1),
        (replace(floors(form=90.0), lowered=(REASON,)), replace(floors(form=80.0), lowered=(REASON, REASON)), 0),
        (replace(floors(form=80.0), lowered=(REASON,)), floors(form=80.0), 1),  # the reason is gone
    ],
)
def test_a_floor_is_not_lowered_quietly(older: Floors, newer: Floors, quiet: int) -> None:
    assert len(ledger.quietly_lowered(older, newer)) == quiet


def test_the_file_reads_back_and_its_keys_are_sorted() -> None:
    written = ledger.dumps(replace(floors(form=90.0, cue=80.0), lowered=(REASON,)))
    assert ledger.loads(written) == replace(floors(form=90.0, cue=80.0), lowered=(REASON,))
    assert list(json.loads(written)["floors"]) == ["cue", "form"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"corpora": {}, "floors": {"form": 90}, "lowered": []}'])
def test_a_damaged_file_is_an_error(text: str) -> None:
    with pytest.raises(FloorError, match="damaged"):
        ledger.loads(text)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of floors, committed, with a floor of 90."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    found = tmp_path / "floors.json"
    found.write_text(ledger.dumps(floors(form=90.0)), encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "floors")
    return found


def measured(hits: float) -> gate.Measured:
    return gate.Measured((score("form", hits),), {"sample": "1"})


def test_a_floor_lowered_by_hand_fails_even_when_it_is_committed(path: Path) -> None:
    path.write_text(ledger.dumps(floors(form=80.0)), encoding="utf-8")
    assert len(gate.check(path, measured(85))) == 1
    git(path.parent, "commit", "--quiet", "-am", "lower it quietly")
    assert len(gate.check(path, measured(85))) == 1


def test_without_git_the_scores_are_checked_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(ledger.dumps(floors(form=90.0)), encoding="utf-8")
    assert gate.check(path, measured(95)) == []
    assert len(gate.check(path, measured(85))) == 1


def run(path: Path, monkeypatch: pytest.MonkeyPatch, hits: float, *arguments: str) -> int:
    monkeypatch.setattr(gate, "measure", lambda **_: measured(hits))
    return gate.main(["--floors", str(path), *arguments])


def test_the_gate_fails_below_a_floor_and_opens_when_it_is_lowered_with_a_reason(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(path, monkeypatch, 95) == 0
    assert run(path, monkeypatch, 85) == 1
    assert "form is 85.0, its floor 90.0" in capsys.readouterr().out
    assert run(path, monkeypatch, 85, "--update") == 1
    assert run(path, monkeypatch, 85, "--lower", "form") == 2
    assert ledger.read(path) == floors(form=90.0)
    assert run(path, monkeypatch, 85, "--lower", "form", "--why", "harder articles") == 0
    assert ledger.read(path).lowered == (Lowering("form", 90.0, 85.0, "harder articles"),)
    assert run(path, monkeypatch, 95, "--update") == 0
    assert ledger.read(path).floors["form"].floor == 95


def test_json(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(path, monkeypatch, 85, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["scores"][0]["floor"] == 90
    assert told["problems"] == ["form is 85.0, its floor 90.0"]


def test_without_a_file_of_floors_the_gate_is_shut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(tmp_path / "floors.json", monkeypatch, 95) == 2
    assert run(tmp_path / "floors.json", monkeypatch, 95, "--update") == 0
    assert run(tmp_path / "floors.json", monkeypatch, 95) == 0
