"""Names taught by themselves: the map learns, and nothing else in the model folder changes."""

import random

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper
from torch import nn

from onrecord.model.format import default_folder
from onrecord.model.tags import ENTITY_TYPES, begin
from training.data import Article, examples, with_names
from training.export import export
from training.graph import put_dense
from training.names import learn, mark, states
from training.network import Reader, Shape
from training.train import load_tokenizer
from training.warm import warm_start

SMALL = Shape(width=48, layers=2, heads=4, inner=96, role_width=32, gelu=False)
TAGS = 1 + 4 * len(ENTITY_TYPES)


@pytest.fixture
def folder(tmp_path):
    torch.manual_seed(1)
    reader = Reader(SMALL)
    for parameter in reader.parameters():  # equal ones would be exported once
        nn.init.normal_(parameter, std=0.2)
    export(reader, default_folder(), tmp_path, name="tiny", reach=[5.0, 6.0])
    return tmp_path


def constants(path):
    return {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}


def test_only_the_map_changes(folder):
    before = constants(folder / "encoder.onnx")
    torch.manual_seed(2)
    new = nn.Linear(SMALL.width, TAGS)
    put_dense(folder / "encoder.onnx", "entity", new)
    after = constants(folder / "encoder.onnx")
    assert {name for name, one in before.items() if not np.array_equal(one, after[name])} == {
        "entity.kernel_quantized", "entity.kernel_scale", "entity.bias",
    }  # fmt: skip
    apart = (after["entity.kernel_quantized"] * after["entity.kernel_scale"]).T - new.weight.detach().numpy()
    assert np.abs(apart).max() <= new.weight.abs().max() / 100


def test_a_map_that_is_not_there_is_named(folder):
    with pytest.raises(KeyError, match="nobody"):
        put_dense(folder / "encoder.onnx", "nobody", nn.Linear(3, 2))


def test_states_are_those_of_the_reader(folder):
    marked = Article("a", "Ada Lund said so.", entities=((0, 0, 8),))
    tokenizer = load_tokenizer(folder)
    words, tags = states(folder, examples([marked], tokenizer, max_pieces=254, rng=random.Random(1)))
    assert words.shape == (len(tags), SMALL.width)
    assert tags[:2].tolist() == [begin(0), begin(0) + 2]
    reader = Reader(SMALL).eval()
    warm_start(reader, folder)
    (one,) = examples([marked], tokenizer, max_pieces=254, rng=random.Random(1))
    given = [torch.from_numpy(row.astype(np.int64))[None] for row in (one.pieces, one.features, one.first)]
    with torch.no_grad():
        wanted, _, _ = reader.encoder(given[0], given[1], None, given[2])
    assert np.corrcoef(words.ravel(), wanted[0].numpy().ravel())[0, 1] > 0.98


def test_a_map_learns_what_states_tell():
    rng = np.random.default_rng(1)
    words = (8 * rng.normal(size=(60_000, 16))).astype(np.float16)
    tags = np.where(words[:, 3] > 0, 4, 0).astype(np.int64)
    torch.manual_seed(1)
    before = nn.Linear(16, TAGS)
    with torch.no_grad():
        before.weight.mul_(0.01)
        before.bias.zero_()
    after = learn(before, words, tags)
    found = after(torch.from_numpy(words).float()).argmax(1).numpy()
    assert (found == tags).mean() > 0.95
    assert (before(torch.from_numpy(words).float()).argmax(1).numpy() == tags).mean() < 0.6


def test_names_are_marked_and_nothing_else_is_asked(folder, tmp_path):
    reader = Reader(SMALL).eval()
    warm_start(reader, folder)
    with torch.no_grad():
        reader.encoder.entity.weight.zero_()
        reader.encoder.entity.bias.zero_()
        reader.encoder.entity.bias[begin(0) + 3] = 9.0  # every word is a person
        reader.encoder.anchor.bias.fill_(9.0)
    (found,) = mark(reader, [Article("a", "Ada Lund said no.")], load_tokenizer(folder))
    assert found.entities is not None
    assert found.entities[:2] == ((0, 0, 3), (0, 4, 8))
    path = tmp_path / "names.json"
    path.write_text('{"a": [[0, 0, 8]]}', encoding="utf-8")
    assert with_names([Article("a", "Ada Lund said no.")], path)[0].entities == ((0, 0, 8),)
