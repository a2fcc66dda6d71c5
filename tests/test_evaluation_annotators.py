"""Annotators against each other."""

import pytest

from evaluation import annotators, polnear

TEXT = "Ada Lund said the lock is shut."
MARKS = (
    "T1\tSource 0 8\tAda Lund\nT2\tCue 9 13\tsaid\nT3\tContent {0} 30\t{1}\n"
    "T4\tAttribution 9 13\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
)


@pytest.fixture
def part(tmp_path):
    """Give a part of a corpus: one article with two annotators who differ by a word, one with a single annotator."""
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    for name in ("courier_lock", "courier_gate"):
        (tmp_path / "text" / f"{name}.txt").write_text(TEXT)
    for name, start in (("courier_lock_1a2b", 14), ("courier_lock_3c4d", 18), ("courier_gate_1a2b", 14)):
        (tmp_path / "attributions" / f"{name}.ann").write_text(MARKS.format(start, TEXT[start:30]))
    return tmp_path


def test_articles_of_several_annotators(part):
    assert {name: [path.name for path in paths] for name, paths in annotators.marked(part).items()} == {
        "courier_lock": ["courier_lock_1a2b.ann", "courier_lock_3c4d.ann"]
    }


@pytest.mark.skipif(not (polnear.SHARED / "score").is_dir(), reason="the scorer is not here")
def test_each_is_scored_against_each(part):
    measured = annotators.agreement(part, polnear.SHARED)
    assert measured["source.exact"]["f1"] == 100
    assert measured["content.exact"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 2, "pred": 2}
    assert measured["joint"]["gold"] == 2
