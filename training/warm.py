"""A start from a checkpoint or a model folder: int8 weights back as float32, for the network in training/network.py.

The weights come back to within half a step of their scale; what the network has that the folder lacks keeps its first
values. Names are those of training/graph.py; in older folders dense maps are found by the module path in their nodes'
names.
"""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import NEW_MIXERS, Reader, Shape


def warm(folder: Path) -> Reader:
    """Load the reader of a model folder."""
    model = Reader(shape_of(folder))
    warm_start(model, folder)
    return model.to(device()).eval()


def load(path: Path) -> Reader:
    """Load a reader that learned: what training.distil or training.rectify wrote."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    reader = Reader(Shape(**state["shape"]))
    reader.load_state_dict(state["model"])
    return reader.to(device()).eval()


def rectified(reader: Reader) -> Reader:
    """Return the reader with ReLU in place of GELU in its encoder; it has to learn again."""
    found = Reader(replace(reader.shape, gelu=False))
    found.load_state_dict(reader.state_dict())
    return found.to(device())


def device() -> torch.device:
    """Return where to learn: CUDA where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def warm_start(reader: Reader, folder: Path) -> None:
    """Put the weights of a model folder into a network.

    Raises KeyError when parameters are missing or too many, RuntimeError when one has another size.
    """
    state = weights(folder / "encoder.onnx", "encoder.") | weights(folder / "roles.onnx", "roles.")
    missing, unexpected = reader.load_state_dict(state, strict=False)
    lacking = [name for name in missing if not name.startswith(NEW_MIXERS)]
    if lacking or unexpected:
        raise KeyError(f"the weights in {folder} do not fit: missing {lacking}, unexpected {unexpected}")


def shape_of(folder: Path) -> Shape:
    """Return the usual shape with what stands between the maps of a layer in a model folder."""
    graph = onnx.load(str(folder / "encoder.onnx")).graph
    return Shape(gelu=not any(node.op_type in ("Relu", "QGemm") for node in graph.node))


def weights(path: Path, prefix: str) -> dict[str, Tensor]:
    """Read the parameters of one graph that training/export.py wrote, in int8 or float32, under torch's names."""
    graph = onnx.load(str(path)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    small = [name for name in stored if name.endswith("_quantized")]
    values = stored | {name.removesuffix("_quantized"): _floats(stored, name) for name in small}
    found = {name: one for name, one in values.items() if name.endswith((".weight", ".bias"))}
    for name in [name for name in values if name.endswith(".few")]:
        whole = name.replace(".few", ".kernel")
        values[whole] = np.concatenate([values[whole], values[name]])
    found |= {name.replace(".kernel", ".weight"): one.T for name, one in values.items() if name.endswith(".kernel")}
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and node.name.startswith("/") and node.input[1] in stored:
            module = re.split("/(?:MatMul|Gemm)", node.name.strip("/"))[0].replace("/", ".")
            found[f"{module}.weight"] = values[node.input[1].removesuffix("_quantized")].T
    return {
        prefix + name.removeprefix(prefix): torch.from_numpy(np.array(one, np.float32)) for name, one in found.items()
    }


def _floats(stored: dict[str, np.ndarray], quantized: str) -> np.ndarray:
    name = quantized.removesuffix("_quantized")
    zero = np.asarray(stored.get(f"{name}_zero_point", 0), np.float32)
    return np.asarray((stored[quantized].astype(np.float32) - zero) * stored[f"{name}_scale"])
