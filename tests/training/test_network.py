"""The network in torch, and that the exported graphs say the same."""

import random
from dataclasses import replace

import numpy as np
import onnxruntime
import pytest
import torch
from torch.nn import functional as F

from onrecord.model.format import default_folder
from onrecord.model.infer import Reader as Runtime
from onrecord.model.tags import ENTITY_TYPES, ROLES
from training.data import collate, examples
from training.export import export
from training.network import Dropout, Encoder, Reader, Shape, load_bert
from training.train import Options, Trainer, load_tokenizer

SMALL = Shape(width=48, layers=2, heads=4, inner=96, role_width=32)


@pytest.fixture(scope="module", params=[True, False], ids=["gelu", "relu"])
def network(request):
    torch.manual_seed(1)
    return Reader(replace(SMALL, gelu=request.param)).eval()


@pytest.fixture(scope="module")
def folder(network, tmp_path_factory):
    out = tmp_path_factory.mktemp("model")
    export(network, default_folder(), out, name="tiny", quantize=False)
    return out


@pytest.mark.parametrize("shape", [SMALL, replace(SMALL, buckets=32)])
def test_attention_is_learned_as_it_is_read(shape):
    torch.manual_seed(2)
    encoder = Encoder(shape)
    for part in encoder.modules():
        if isinstance(part, Dropout):
            part.p = 0.0
    pieces = torch.randint(1000, 2000, (2, 9))
    given = (pieces, torch.zeros_like(pieces), torch.tensor([9, 5]), torch.tensor([[1, 3], [1, 2]]))
    for learned, read in zip(encoder.train()(*given), encoder.eval()(*given), strict=True):
        torch.testing.assert_close(learned, read, atol=1e-5, rtol=1e-4)


def test_dropout_keeps_the_mean():
    torch.manual_seed(2)
    drop, x = Dropout(0.1), torch.ones(500, 401)
    y = drop(x)
    assert (y == 0).float().mean() == pytest.approx(0.1, abs=0.005)
    assert y.mean() == pytest.approx(1, abs=0.005)
    assert (y == drop.eval()(x)).float().mean() == 0
    assert (drop(x) == x).all()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("pieces", "words", "cues"), [(5, 3, 1), (40, 31, 4), (256, 200, 9)])
def test_onnx_gives_what_torch_gives(network, folder, pieces, words, cues):
    rng = np.random.default_rng(pieces)
    inputs = {
        "pieces": rng.integers(0, 30522, (1, pieces)),
        "features": rng.integers(0, 72, (1, pieces)),
        "first": np.sort(rng.choice(pieces, words, replace=False))[None],
    }
    encoder = onnxruntime.InferenceSession(folder / "encoder.onnx")
    found = encoder.run(None, inputs)
    tensors = {name: torch.from_numpy(value) for name, value in inputs.items()}
    with torch.no_grad():
        expected = network.encoder(tensors["pieces"], tensors["features"], None, tensors["first"])
        for ours, theirs in zip(found, expected, strict=True):
            np.testing.assert_allclose(ours, theirs.numpy(), atol=2e-4)
        places = {
            "sentences": np.sort(rng.integers(1, 9, (1, words))),
            "window": np.zeros(cues, np.int64),
            "cue": rng.integers(0, words, cues),
        }
        expected_scores = network.roles(expected[0], *(torch.from_numpy(v) for v in places.values()))
    roles = onnxruntime.InferenceSession(folder / "roles.onnx")
    scores = roles.run(None, {"words": found[0], **places})[0]
    assert scores.shape == (cues, words, 1 + 4 * len(ROLES))
    np.testing.assert_allclose(scores, expected_scores.numpy(), atol=2e-4)


def test_an_exported_folder_reads_text(folder):
    tagged = Runtime.load(folder).tag(["“Yes,” said Ada Lund."])
    assert len(tagged) == 1


def test_teachers_are_not_exported(tmp_path):
    teacher = Reader(replace(SMALL, buckets=32))
    with pytest.raises(ValueError, match="32 buckets"):
        export(teacher, default_folder(), tmp_path, name="tiny")


def test_padding_changes_nothing(network):
    torch.manual_seed(2)
    pieces = torch.randint(0, 30522, (2, 20))
    first = torch.arange(1, 19)[None].expand(2, -1)
    lengths = torch.tensor([20, 12])
    with torch.no_grad():
        together = network.encoder(pieces, torch.zeros_like(pieces), lengths, first)
        alone = network.encoder(pieces[1:, :12], torch.zeros(1, 12, dtype=torch.long), None, first[1:, :11])
    for ours, theirs in zip(together, alone, strict=True):
        torch.testing.assert_close(ours[1:, :11], theirs, atol=1e-5, rtol=1e-4)


def test_the_encoder_follows_bert():
    """One layer worked by hand from the paper's formulas."""
    torch.manual_seed(3)
    shape = Shape(vocabulary=50, positions=16, width=8, layers=1, heads=2, inner=16, role_width=8)
    encoder = Reader(shape).encoder.eval()
    weights = {f"encoder.layer.0.{name}.{part}": torch.randn(size) * 0.3 for name, sizes in {
        "attention.self.query": ((8, 8), (8,)), "attention.self.key": ((8, 8), (8,)),
        "attention.self.value": ((8, 8), (8,)), "attention.output.dense": ((8, 8), (8,)),
        "attention.output.LayerNorm": ((8,), (8,)), "intermediate.dense": ((16, 8), (16,)),
        "output.dense": ((8, 16), (8,)), "output.LayerNorm": ((8,), (8,)),
    }.items() for part, size in zip(("weight", "bias"), sizes, strict=True)}  # fmt: skip
    weights |= {
        "embeddings.word_embeddings.weight": torch.randn(50, 8),
        "embeddings.position_embeddings.weight": torch.randn(16, 8),
        "embeddings.token_type_embeddings.weight": torch.randn(2, 8),
        "embeddings.LayerNorm.weight": torch.rand(8),
        "embeddings.LayerNorm.bias": torch.rand(8),
    }
    load_bert(encoder, weights)
    pieces = torch.tensor([[1, 7, 3]])

    def dense(x, name):
        return x @ weights[f"encoder.layer.0.{name}.weight"].T + weights[f"encoder.layer.0.{name}.bias"]

    def norm(x, name):
        return F.layer_norm(x, (8,), weights[f"{name}.weight"], weights[f"{name}.bias"], 1e-12)

    x = weights["embeddings.word_embeddings.weight"][pieces[0]] + weights["embeddings.position_embeddings.weight"][:3]
    x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    q, k, v = (dense(x, f"attention.self.{n}").view(3, 2, 4).transpose(0, 1) for n in ("query", "key", "value"))
    mixed = ((q @ k.transpose(1, 2)) / 2).softmax(-1) @ v
    x = norm(x + dense(mixed.transpose(0, 1).reshape(3, 8), "attention.output.dense"),
             "encoder.layer.0.attention.output.LayerNorm")  # fmt: skip
    x = norm(x + dense(F.gelu(dense(x, "intermediate.dense")), "output.dense"), "encoder.layer.0.output.LayerNorm")
    with torch.no_grad():
        words, _, _ = encoder(pieces, torch.zeros_like(pieces), None, torch.arange(3)[None])
    torch.testing.assert_close(words[0], x, atol=1e-5, rtol=1e-4)


def test_missing_weights_are_named():
    with pytest.raises(KeyError, match="embeddings"):
        load_bert(Reader(SMALL).encoder, {})


def test_training_learns_and_resumes(polnear, tmp_path):
    tokenizer = load_tokenizer(default_folder())
    found = list(examples(polnear, tokenizer, max_pieces=100, rng=random.Random(0)))
    batch = collate(found)
    torch.manual_seed(4)
    trainer = Trainer(Reader(SMALL), Options(encoder_rate=2e-3), steps=60)
    losses = [trainer.step(batch) for _ in range(30)]
    assert np.mean(losses[-3:]) < 0.5 * np.mean(losses[:3])
    trainer.save(tmp_path / "checkpoint.pt")
    again = Trainer(Reader(SMALL), Options(encoder_rate=2e-3), steps=60)
    again.load(tmp_path / "checkpoint.pt")
    assert again.done == 30
    assert abs(again.step(batch) - losses[-1]) < losses[0] / 2
    assert again.schedule.get_last_lr()[0] < 2e-3


def test_entity_scores_have_one_column_for_each_tag(network):
    assert network.encoder.entity.out_features == 1 + 4 * len(ENTITY_TYPES)
