"""Annotated texts to labelled windows."""

import random

import pytest

from onrecord.model.encode import encode
from onrecord.model.format import default_folder
from onrecord.model.tags import ENTITY_TYPES, spans_of
from training.data import collate, disturb, examples, read_newswire
from training.train import load_tokenizer


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(default_folder())


def test_labels_stand_on_the_annotated_words(polnear, tokenizer):
    (article,) = polnear
    (example,) = examples(polnear, tokenizer, max_pieces=254, rng=random.Random(2))
    spans = encode(article.text, tokenizer).spans
    assert len(example.cues) == 2
    words = [
        {kind: article.text[spans[a, 0] : spans[b - 1, 1]] for kind, a, b in spans_of(row)} for row in example.roles
    ]
    assert words[0] == {0: "Ada Lund", 1: "said", 2: "“Not for ever.”"}
    assert words[1] == {0: "Ministers", 1: "fear", 2: "a storm"}
    assert [i for i, a in enumerate(example.anchors) if a] == list(example.cues)


def test_a_batch_is_padded(polnear, tokenizer):
    found = list(examples(polnear, tokenizer, max_pieces=16, rng=random.Random(2)))
    batch = collate(found)
    assert batch["pieces"].shape[0] == len(found) > 1
    assert batch["roles"].shape == (len(batch["cue"]), batch["first"].shape[1])
    assert (batch["entities"] == -100).all()


@pytest.mark.parametrize("seed", range(60))
def test_disturbed_text_keeps_its_length(seed):
    text = "Straße Meets İstanbul\n\n“It’s «on»,” she said.\nMore"
    assert len(disturb(text, random.Random(seed))) == len(text)


def test_newswire_entities(tmp_path):
    rows = ["http://example.org\tO", "", "Ada\tB-Person", "Lund\tI-Person", "of\tO", "Karsovia\tB-Location", ".\tO"]
    (tmp_path / "xx_paper_1.txt.tsv").write_text("\n".join(rows))
    (article,) = read_newswire(tmp_path, held_out=False)
    found = [(ENTITY_TYPES[kind], article.text[a:b]) for kind, a, b in article.entities]
    assert found == [("person", "Ada Lund"), ("location", "Karsovia")]
    assert article.text == "\nAda Lund of Karsovia."
