"""A reader that changes its activation and stays what it was."""

import random

import pytest
import torch

from onrecord.model.format import default_folder
from training.data import collate
from training.network import Reader, Shape
from training.rectify import Kept, cut, learn, loss_of, read_any, states
from training.train import Options
from training.warm import load, rectified

SMALL = Shape(width=48, layers=2, heads=4, inner=96, role_width=32)
TEXTS = [
    "“The lamp stays lit,” said Ada Lund, the harbour master of Skellby. Nobody else would say anything.",
    "Ships wait outside. The pilots, who asked not to be named, blamed the weather.",
]


@pytest.fixture
def windows():
    return list(cut(TEXTS, default_folder(), random.Random(1)))


def test_padding_has_no_state(windows):
    batch = collate(windows)
    torch.manual_seed(3)
    for layer in states(Reader(SMALL).eval(), batch):
        assert layer.shape == (batch["lengths"].sum(), SMALL.width)


def test_states_are_learned_and_heads_stay(windows, tmp_path):
    torch.manual_seed(3)
    old = Reader(SMALL).eval()
    new = rectified(old).cpu()
    with torch.no_grad():
        given = (collate(windows), states(old, collate(windows)))
        before = loss_of(new.eval(), given)
    learn(old, new, windows, Options(epochs=60, batch=2, encoder_rate=3e-3, averaging=0.9), tmp_path / "new.pt")
    found = load(tmp_path / "new.pt").cpu()
    with torch.no_grad():
        assert loss_of(found, given) < 0.2 * before
    for name in ("roles.out.weight", "encoder.anchor.weight", "encoder.pieces.weight"):
        assert torch.equal(found.state_dict()[name], old.state_dict()[name]), name


def test_an_equal_reader_is_as_near_as_can_be(windows):
    torch.manual_seed(3)
    old = Reader(SMALL).eval()
    same, other = Reader(SMALL), Reader(SMALL)
    same.load_state_dict(old.state_dict())
    same.requires_grad_(True)
    kept = Kept(old, windows, size=2, weight=1.0)
    loss = kept.loss(same)
    loss.backward()
    slope = torch.cat([one.grad.flatten() for one in same.encoder.parameters() if one.grad is not None])
    assert slope.abs().max() < 1e-4
    assert same.training  # dropout is back for what is learned
    assert kept.loss(other) > loss + 0.5
    assert Kept(old, windows, size=2, weight=3.0).loss(same).item() == pytest.approx(3 * loss.item(), rel=1e-4)


def test_any_text_will_do(tmp_path):
    for name in ("polnear/train/text", "polnear/train/attributions", "ner/worldwide-newswire", "ud/ewt", "coref"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "polnear/train/text/a.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "ud/ewt/dev.conllu").write_text(
        "# newdoc id = a\n# text = One lamp.\n1\tOne\n\n# text = It burns.\n1\tIt\n# newdoc id = b\n# text = No.\n",
        encoding="utf-8",
    )
    (tmp_path / "coref/gap-development.tsv").write_text('ID\tText\n1\tHe said "no.\n', encoding="utf-8")
    others = ["One lamp. It burns.", "No.", 'He said "no.']
    assert read_any(tmp_path) == [TEXTS[0], *others]
    assert read_any(tmp_path, taught=False) == others
