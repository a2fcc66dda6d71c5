"""Training needs torch, which users do not: these tests are collected where it is installed (.ci/run installs it)."""

import importlib.util
from pathlib import Path

import pytest

collect_ignore = (
    [] if importlib.util.find_spec("torch") else [path.name for path in Path(__file__).parent.glob("test_*.py")]
)


@pytest.fixture
def polnear(tmp_path):
    """One article in PolNeAR's layout."""
    from training.data import read_polnear

    text = "A storm\n“We will wait,” said Ada Lund. “Not for ever.” Ministers fear a storm."
    spans = [
        ("Source", "Ada Lund"), ("Cue", "said"), ("Content", "“We will wait,”", "“Not for ever.”"),
        ("Source", "Ministers"), ("Cue", "fear"), ("Content", "a storm"),
    ]  # fmt: skip
    lines = []
    for number, (role, *fragments) in enumerate(spans, 1):
        starts = [text.rindex(fragment) for fragment in fragments]
        offsets = ";".join(f"{s} {s + len(f)}" for s, f in zip(starts, fragments, strict=True))
        lines.append(f"T{number}\t{role} {offsets}\t{' '.join(fragments)}")
    lines += ["E1\tSource:T1 Cue:T2 Content:T3", "E2\tSource:T4 Cue:T5 Content:T6"]
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text/storm.txt").write_text(text, encoding="utf-8")
    (tmp_path / "attributions/storm_ab12.ann").write_text("\n".join(lines), encoding="utf-8")
    return read_polnear(tmp_path)
