"""A reader taught by larger ones: what they say of a window, and that it is learned."""

import json
import pickle
import random
from dataclasses import replace

import pytest
import torch

from onrecord.model.format import default_folder
from training.data import Article, collate, examples
from training.distil import (
    Ensemble,
    Lesson,
    _epoch,
    _lesson,
    lesson_loss,
    mixed,
    prepare,
    shorter,
    study,
)
from training.network import Reader, Shape
from training.rectify import Kept, states
from training.train import Options, load_tokenizer, save
from training.warm import load, rectified

SMALL = Shape(width=48, layers=2, heads=4, inner=96, role_width=32)
LARGER = replace(SMALL, width=64, buckets=8)


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(default_folder())


@pytest.fixture
def windows(polnear, tokenizer):
    (article,) = polnear
    plain = Article("plain", article.text)
    return list(examples([article, plain], tokenizer, max_pieces=254, rng=random.Random(2)))


def unsure(seed):
    """Make a teacher for which every word is as likely a cue as not."""
    torch.manual_seed(seed)
    teacher = Reader(LARGER).eval()
    torch.nn.init.zeros_(teacher.encoder.anchor.weight)
    torch.nn.init.zeros_(teacher.encoder.anchor.bias)
    return teacher


def test_annotators_and_teachers_weigh_the_same(windows):
    marked, plain = windows
    lesson = _lesson(collate([marked, plain]), {unsure(1): 0.5, unsure(2): 0.5})
    assert sorted(lesson.anchors[0].unique().tolist()) == [0.25, 0.75]
    assert lesson.anchors[0, list(marked.cues)].tolist() == [0.75, 0.75]
    assert lesson.anchors[1].unique().tolist() == [0.5]
    assert lesson.weight.min() == 0.25


def test_readers_are_listened_to_by_their_weight(windows):
    _, plain = windows
    blind = unsure(1)
    torch.nn.init.constant_(blind.encoder.anchor.bias, -99.0)
    lesson = _lesson(collate([plain]), {blind: 0.5, unsure(2): 0.5})
    assert lesson.anchors.unique().tolist() == [0.25]
    torch.testing.assert_close(lesson.roles.float().sum(2), torch.ones(lesson.roles.shape[:2]), atol=5e-3, rtol=0)


def test_roles_are_chances(windows):
    marked, plain = windows
    lesson = _lesson(collate([marked, plain]), {unsure(1): 1.0})
    torch.testing.assert_close(lesson.roles.float().sum(2), torch.ones(lesson.roles.shape[:2]), atol=5e-3, rtol=0)
    place = {pair: row for row, pair in enumerate(zip(lesson.window.tolist(), lesson.cue.tolist(), strict=True))}
    for cue, tags in zip(marked.cues, marked.roles, strict=True):
        found = lesson.roles[place[0, cue]].float()
        assert (found[torch.arange(len(tags)), torch.from_numpy(tags)] >= 0.499).all()


def test_a_student_learns_what_it_is_told(windows, tmp_path):
    lesson = _lesson(collate(windows[:1]), {unsure(1): 1.0})
    torch.manual_seed(3)
    study(Reader(SMALL), [lesson], Options(epochs=80, encoder_rate=3e-3, averaging=0.8), tmp_path / "student.pt")
    student = load(tmp_path / "student.pt")
    batch = lesson.batch
    with torch.no_grad():
        _, anchors, _ = student.eval().encoder(batch["pieces"], batch["features"], batch["lengths"], batch["first"])
    assert (anchors.sigmoid() - lesson.anchors).abs().mean() < 0.05
    assert (anchors.sigmoid() - 0.5).abs().mean() > 0.15


def test_a_student_stays_as_it_was_where_it_is_kept(windows, tmp_path):
    marked, plain = windows
    lesson = _lesson(collate([marked]), {unsure(1): 1.0})
    torch.manual_seed(3)
    before = Reader(SMALL).eval()
    batch = collate([plain])

    def moved(kept):
        student = Reader(SMALL)
        student.load_state_dict(before.state_dict())
        study(student, [lesson], Options(epochs=60, encoder_rate=3e-3, averaging=0.8), tmp_path / "student.pt", kept)
        with torch.no_grad():
            after = states(load(tmp_path / "student.pt").cpu(), batch)[-1]
            return (after - states(before, batch)[-1]).square().mean()

    assert moved(Kept(before, [plain], size=1, weight=10.0)) < 0.5 * moved(None)


def test_roles_learn_alone(windows, tmp_path):
    lesson = _lesson(collate(windows[:1]), {unsure(1): 1.0})
    torch.manual_seed(3)
    before, student = Reader(SMALL), Reader(SMALL)
    student.load_state_dict(before.state_dict())
    student.encoder.requires_grad_(False)
    study(student, [lesson], Options(epochs=3, averaging=0.5), tmp_path / "student.pt")
    after = load(tmp_path / "student.pt").cpu().state_dict()
    changed = {name for name, one in before.state_dict().items() if not torch.equal(one, after[name])}
    assert changed
    assert all(name.startswith("roles.") for name in changed)


def test_padding_teaches_nothing(windows):
    marked, plain = windows
    short = replace(plain, first=plain.first[:5], sentences=plain.sentences[:5])
    lesson = _lesson(collate([marked, short]), {unsure(1): 1.0})
    assert (lesson.anchors[1, 5:] == 0).all()
    assert lesson.cue[lesson.window == 1].max() < 5
    student = Reader(SMALL).eval()
    changed = Lesson(
        lesson.batch, lesson.anchors, lesson.entities.clone(), lesson.window, lesson.cue, lesson.roles, lesson.weight
    )
    changed.entities[1, 5:] = 0.3
    expected = lesson_loss(student, lesson, masked=0.0)
    torch.testing.assert_close(lesson_loss(student, changed, masked=0.0), expected)


def test_readers_of_one_mind_agree_however_many(tokenizer, tmp_path):
    torch.manual_seed(5)
    reader = Reader(SMALL)
    torch.nn.init.constant_(reader.encoder.anchor.bias, 1.0)
    save(tmp_path / "one.pt", model=reader.state_dict(), shape=SMALL.to_dict())
    text = "“Yes,” said Ada Lund.\n\n“No,” the minister added."
    (two,), (three,) = (Ensemble([load(tmp_path / "one.pt")] * count, tokenizer).tag([text]) for count in (2, 3))
    assert two.attributions
    assert [a.cue for a in two.attributions] == [a.cue for a in three.attributions]


def test_a_mean_lies_between():
    student, before = Reader(SMALL), Reader(SMALL)
    expected = 0.6 * student.roles.out.weight + 0.4 * before.roles.out.weight
    torch.testing.assert_close(mixed(student, before, 0.6).roles.out.weight, expected)


def test_a_shorter_reader_keeps_the_layers_named():
    reader = Reader(SMALL)
    last = reader.encoder.layers[1]
    assert shorter(reader, [1]).encoder.layers[0] is last
    assert reader.shape.layers == 1


def test_relu_comes_in_place_of_gelu_and_the_weights_stay(tmp_path):
    torch.manual_seed(5)
    before = Reader(SMALL)
    after = rectified(before).cpu()
    assert all(torch.equal(a, b) for a, b in zip(before.parameters(), after.parameters(), strict=True))
    x = torch.randn(1, 5, SMALL.width)
    layers = before.eval().encoder.layers[0], after.eval().encoder.layers[0]
    assert not torch.allclose(layers[0](x, None), layers[1](x, None))
    save(tmp_path / "one.pt", model=after.state_dict(), shape=after.shape.to_dict())
    assert not load(tmp_path / "one.pt").shape.gelu


def test_no_cue_is_found_above_every_chance(tokenizer):
    torch.manual_seed(5)
    reader = Reader(SMALL)
    torch.nn.init.constant_(reader.encoder.anchor.bias, 1.0)
    (all_of_it,), (nothing,) = (Ensemble([reader], tokenizer, least).tag(["“Yes,” said Lund."]) for least in (0.1, 1.1))
    assert all_of_it.attributions
    assert not nothing.attributions


def test_teachers_are_kept_from_their_part(tmp_path):
    for name in ("polnear/train/text", "polnear/train/attributions", "ner/worldwide-newswire", "events/ecbplus/1"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("a", "b", "c"):
        (tmp_path / f"polnear/train/text/{name}.txt").write_text(f"Ada Lund said {name}.")
        marks = "T1\tCue 9 13\tsaid\nE1\tAttribution:T1\n"
        (tmp_path / f"polnear/train/attributions/{name}_anno.ann").write_text(marks)
    tokens = "".join(f'<token sentence="0">{token}</token>' for token in ("``", "Yes", ".", "''"))
    rows = "\n".join(["http://example.org\tO", "", "Ada\tB-Person", "Lund\tI-Person"])
    (tmp_path / "ner/worldwide-newswire/xx_paper_1.txt.tsv").write_text(rows)
    (tmp_path / "events/ecbplus/1/x.xml").write_text(f"<Document>{tokens}</Document>")
    (tmp_path / "names.json").write_text(json.dumps({"a": [[0, 0, 8]], "b": [], "c": []}), encoding="utf-8")
    prepare(tmp_path, tmp_path, default_folder(), tmp_path / "names.json", parts=3, editions=1)
    edition = pickle.loads((tmp_path / "edition-0.pkl").read_bytes())
    assert sorted(edition) == [-2, -1, 0, 1, 2]
    seen = [one for batch in _epoch(edition, 0, Options(other_share=1.0), random.Random(0)) for one in batch]
    assert sorted(one.pieces.tolist() for one in seen) == sorted(
        one.pieces.tolist() for part in (-2, -1, 1, 2) for one in edition[part]
    )
    (named,), (plain,) = edition[0], edition[-1]
    assert named.entities.max() > 0
    assert named.anchors.sum() == 1
    assert plain.anchors is None
    assert plain.entities is None
