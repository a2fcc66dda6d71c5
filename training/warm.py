"""A start from a model folder that ships: its int8 weights back as float32, for the network in training/network.py.

The weights come back to within half a step of their scale; what the network has that the folder lacks keeps its first
values. Matrix products are found by the module path that the exporter gives their nodes as names.
"""

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import NEW_MIXERS, Reader


def warm_start(reader: Reader, folder: Path) -> None:
    """Put the weights of a model folder into a network.

    Raises KeyError when parameters are missing or too many, RuntimeError when one has another size.
    """
    state = {**weights(folder / "encoder.onnx"), **weights(folder / "roles.onnx", "roles.")}
    missing, unexpected = reader.load_state_dict(state, strict=False)
    lacking = [name for name in missing if not name.startswith(NEW_MIXERS)]
    if lacking or unexpected:
        raise KeyError(f"the weights in {folder} do not fit: missing {lacking}, unexpected {unexpected}")


def weights(path: Path, prefix: str = "") -> dict[str, Tensor]:
    """Read the parameters of one graph that training/export.py wrote, in int8 or float32, under torch's names."""
    graph = onnx.load(str(path)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: values for name, values in stored.items() if name.endswith((".weight", ".bias"))}
    for name in [name for name in stored if name.endswith(".weight_quantized")]:
        found[name.removesuffix("_quantized")] = _floats(stored, name)
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in stored:
            module = re.split("/(?:MatMul|Gemm)", node.name.strip("/"))[0].replace("/", ".")
            name = node.input[1]
            values = _floats(stored, name) if name.endswith("_quantized") else stored[name]
            found[f"{module}.weight"] = values.T
    return {prefix + name: torch.from_numpy(np.array(values, np.float32)) for name, values in found.items()}


def _floats(stored: dict[str, np.ndarray], quantized: str) -> np.ndarray:
    name = quantized.removesuffix("_quantized")
    values = stored[quantized].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    return np.asarray(values * stored[f"{name}_scale"])
