"""What is done to a network before it is written."""

import copy

import numpy as np
import onnxruntime
import pytest
import torch

from onrecord.model.format import default_folder
from training.export import export, furthest_last
from training.network import Reader, Shape
from training.train import load_tokenizer

SMALL = Shape(width=48, layers=2, heads=4, inner=96, role_width=32)
TEXT = "“The lamp stays lit,” said Ada Lund, the harbour master of Skellby. Nobody else would say anything."


def said(reader: Reader, pieces: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        words, _, _ = reader.encoder(pieces, torch.zeros_like(pieces), None, torch.arange(1, 9)[None])
    return words


@pytest.fixture
def reader():
    """Give a network one of whose channels reaches far beyond all others."""
    torch.manual_seed(1)
    made = Reader(SMALL).eval()
    with torch.no_grad():
        for layer in made.encoder.layers:
            layer.inner.bias[7] = 40.0
            layer.outer.weight[:, 7] = 0.01 * torch.randn(SMALL.width)
    return made


def test_channels_in_another_order_say_the_same(reader):
    before, pieces = copy.deepcopy(reader), torch.randint(1000, 2000, (1, 12))
    furthest_last(reader, [TEXT], load_tokenizer(default_folder()))
    assert reader.encoder.layers[0].inner.bias[-1] == before.encoder.layers[0].inner.bias[7] == 40.0
    torch.testing.assert_close(said(reader, pieces), said(before, pieces))


@pytest.mark.filterwarnings("ignore")
def test_one_channel_that_reaches_far_does_not_blur_the_others(reader, tmp_path):
    pieces = torch.randint(1000, 2000, (1, 12))
    apart = []
    for folder in (tmp_path / "as they are", tmp_path / "in order"):
        export(reader, default_folder(), folder, name="tiny")
        session = onnxruntime.InferenceSession(folder / "encoder.onnx")
        given = {"pieces": pieces.numpy(), "features": np.zeros((1, 12), np.int64), "first": np.arange(1, 9)[None]}
        apart.append(np.abs(session.run(None, given)[0] - said(reader, pieces).numpy()).mean())
        furthest_last(reader, [TEXT], load_tokenizer(default_folder()))
    assert apart[1] < 0.7 * apart[0]
