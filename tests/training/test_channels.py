"""Eight bits between the two maps of a layer, to a scale that was found by looking."""

import copy
from dataclasses import replace

import numpy as np
import onnxruntime
import pytest
import torch

from onrecord.model.format import default_folder
from training.export import export, look
from training.network import Reader, Shape
from training.train import load_tokenizer

SMALL = Shape(width=48, layers=2, heads=4, inner=400, role_width=32, gelu=False)
TEXT = "“The lamp stays lit,” said Ada Lund, the harbour master of Skellby. Nobody else would say anything."


@pytest.fixture
def reader():
    """Give a network with ReLU, one of whose channels reaches far beyond all others and hardly matters."""
    torch.manual_seed(1)
    made = Reader(SMALL).eval()
    with torch.no_grad():
        for layer in made.encoder.layers:
            layer.inner.bias[7] = 40.0
            layer.outer.weight[:, 7] = 0.001 * torch.randn(SMALL.width)
    return made


def test_channels_of_gelu_in_another_order_say_the_same():
    torch.manual_seed(1)
    reader = Reader(replace(SMALL, gelu=True)).eval()
    with torch.no_grad():
        for layer in reader.encoder.layers:
            layer.inner.bias[7] = 40.0
    before, given = copy.deepcopy(reader), torch.randint(1000, 2000, (1, 12))
    assert look(reader, [TEXT], load_tokenizer(default_folder())) == []
    assert reader.encoder.layers[0].inner.bias[-1] == 40.0
    at = torch.zeros_like(given), None, torch.arange(1, 9)[None]
    with torch.no_grad():
        torch.testing.assert_close(reader.encoder(given, *at), before.encoder(given, *at))


def apart(reader, folder, reach=()):
    """Return how far the exported encoder is from the network."""
    pieces = torch.randint(1000, 2000, (1, 12))
    export(reader, default_folder(), folder, name="tiny", reach=reach)
    session = onnxruntime.InferenceSession(folder / "encoder.onnx")
    given = {"pieces": pieces.numpy(), "features": np.zeros((1, 12), np.int64), "first": np.arange(1, 9)[None]}
    with torch.no_grad():
        words, _, _ = reader.encoder(pieces, torch.zeros_like(pieces), None, torch.arange(1, 9)[None])
    return np.abs(session.run(None, given)[0] - words.numpy()).mean()


def test_how_far_a_layer_reaches_leaves_out_the_furthest_channels(reader):
    for far in look(reader, [TEXT], load_tokenizer(default_folder())):
        assert 0.1 < far < 10


@pytest.mark.filterwarnings("ignore")
def test_one_channel_that_reaches_far_does_not_blur_the_others(reader, tmp_path):
    blurred = apart(reader, tmp_path / "not looked at")
    reach = look(reader, [TEXT], load_tokenizer(default_folder()))
    with torch.no_grad():  # what is cut off is said elsewhere, so that only the blur is measured
        for layer in reader.encoder.layers:
            layer.outer.bias += 40.0 * layer.outer.weight[:, 7]
            layer.outer.weight[:, 7] = 0
    assert apart(reader, tmp_path / "looked at", reach) < 0.7 * blurred
