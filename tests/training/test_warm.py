"""Weights that ship, taken up again."""

from dataclasses import replace

import pytest
import torch

from onrecord.model.format import default_folder
from training.export import export
from training.network import Reader, Shape
from training.warm import shape_of, warm_start

SMALL = Shape(width=48, layers=2, heads=4, inner=96, role_width=32)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("gelu", [True, False])
@pytest.mark.parametrize(("quantize", "steps"), [(False, 0), (True, 64)])
def test_exported_weights_come_back(quantize, steps, gelu, tmp_path):
    """In float32 as they were; in seven bits to within half a step, of which there are 64 either way."""
    torch.manual_seed(1)
    first, again = Reader(replace(SMALL, gelu=gelu)), Reader(SMALL)
    for parameter in first.parameters():  # equal ones would be exported once
        torch.nn.init.normal_(parameter)
    export(first, default_folder(), tmp_path, name="tiny", quantize=quantize, reach=[5.0, 6.0])
    warm_start(again, tmp_path)
    for (name, ours), theirs in zip(again.named_parameters(), first.parameters(), strict=True):
        apart = (ours - theirs).abs().max()
        assert apart <= (theirs.abs().max() / steps if steps else 0), name
    assert shape_of(tmp_path).gelu == gelu


def test_the_shipped_weights_fit():
    reader = Reader(shape_of(default_folder()))
    before = reader.encoder.layers[0].query.weight.clone()
    warm_start(reader, default_folder())
    assert not torch.equal(before, reader.encoder.layers[0].query.weight)


@pytest.mark.filterwarnings("ignore")
def test_weights_of_another_shape_are_refused(tmp_path):
    deeper = Reader(Shape(width=48, layers=3, heads=4, inner=96, role_width=32))
    for parameter in deeper.parameters():
        torch.nn.init.normal_(parameter)
    export(deeper, default_folder(), tmp_path, name="tiny", quantize=False)
    with pytest.raises(KeyError, match="do not fit"):
        warm_start(Reader(SMALL), tmp_path)
    with pytest.raises(RuntimeError, match="size mismatch"):
        warm_start(Reader(Shape(width=96, layers=3, heads=4, inner=96, role_width=32)), tmp_path)
