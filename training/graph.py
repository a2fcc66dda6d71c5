"""The network of training/network.py as ONNX graphs, node by node: as few nodes as do, and those that run fast.

Dense maps are int8: weights with one scale for each output, at most 64 either way, and inputs in eight bits with a
scale found at run time. Seven bits of weight are the most for processors without VNNI, which add two products in 16
bits and would overflow. With GELU, the last few channels between the two maps of a layer stay in float32: where one
reaches 20 and the others stay below 7, it would take the scale from them (Dettmers et al. 2022, LLM.int8());
training/export.py puts those that reach furthest last. With ReLU, what lies between the maps comes out of the first in
eight bits, to a scale that training/export.py found. Embeddings are int8, too, with one scale for a table. Everything
else stays in float32.

Parameters keep torch's names. A dense map's weight is stored as it is multiplied, [in, out], under ``MODULE.kernel``;
int8 values are stored under the name and ``_quantized``, beside their ``_scale``.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from training.network import DILATIONS, NEAR, REACH, Reader, Shape

_OPSET, _IR = 23, 11  # the first with attention in one node; ONNX Runtime has it since 1.23
_FUSED = "com.microsoft"  # ONNX Runtime's own operators
_HEADS_AT_ONCE = 3  # the encoder takes 4 % less than with all 12; 1, 2 and 6 were slower (PolNeAR dev, 2 MiB of cache)
_FEW = 16  # channels of a layer that stay in float32
_DENSE, _TABLE = 64, 127  # the largest int8 value in dense maps and in embeddings
_BYTE = 255

Shapes = Mapping[str, Sequence[str | int]]


class Graph:
    """Nodes and parameters under construction. Tensors go by their names."""

    def __init__(self, module: nn.Module, *, quantize: bool) -> None:
        """Take the parameters of a module."""
        self._nodes: list[onnx.NodeProto] = []
        self._held: dict[str, onnx.TensorProto] = {}
        self._state = {name: values.detach().numpy() for name, values in module.state_dict().items()}
        self._quantize = quantize
        self._quantized: dict[str, list[str]] = {}  # dense inputs in eight bits: value, scale, zero point

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add a node with one output and return that; "" stands for an input that is left out."""
        return self._add(operator, inputs, 1, **attributes)[0]

    def hold(self, name: str, values: np.ndarray) -> str:
        """Store a constant, once."""
        self._held.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def axis(self, *values: int) -> str:
        """Store whole numbers, int64 [N]."""
        return self.hold(f"axis{list(values)}", np.array(values, np.int64))

    def parameter(self, name: str) -> str:
        """Store a parameter as it is."""
        return self.hold(name, self._state[name])

    def width(self, name: str) -> int:
        """Return the length of a parameter's last axis."""
        return int(self._state[name].shape[-1])

    def dense(self, x: str, module: str) -> str:
        """Apply ``nn.Linear``, [..., in] to [..., out], in int8 if the graph is quantised."""
        return self.dense_parts(x, module, [self._state[f"{module}.bias"].shape[0]])[0]

    def dense_few(self, x: str, few: str, module: str) -> str:
        """Apply ``nn.Linear`` to inputs in two parts, the first in int8 if the graph is quantised."""
        kernel = self._state[f"{module}.weight"].T
        apart = len(kernel) - _few(len(kernel))
        rest = self.add("MatMul", few, self.hold(f"{module}.few", kernel[apart:]))
        (most,) = self.dense_parts(x, module, [kernel.shape[1]], inputs=apart)
        return self.add("Add", most, rest)

    def dense_parts(self, x: str, module: str, sizes: Sequence[int], *, inputs: int | None = None) -> list[str]:
        """Apply ``nn.Linear`` as ``dense`` does, with the outputs in parts of these sizes, one after another.

        inputs: how many of the module's inputs are given, from the first; None for all.
        """
        kernel, bias = self._state[f"{module}.weight"].T[:inputs], self.parameter(f"{module}.bias")
        if not self._quantize:
            columns = [self.hold(f"{module}.kernel", kernel), bias]
            parts = zip(*(self._parts(one, sizes) for one in columns), strict=True)
            return [self.add("Add", self.add("MatMul", x, weight), shift) for weight, shift in parts]
        x, x_scale, x_zero = self._in_eight_bits(x)
        columns = [*self._dense_small(module, kernel), bias]
        return [
            self.add("MatMulIntegerToFloat", x, weight, x_scale, scale, x_zero, "", shift, domain=_FUSED)
            for weight, scale, shift in zip(*(self._parts(one, sizes) for one in columns), strict=True)
        ]

    def rectified(self, x: str, module: str, reach: float) -> str:
        """Apply ``nn.Linear`` and ReLU.

        reach: up to where the results are told apart, found by looking; 0 where nobody has looked. If the graph is
        quantised, they then come out of the product in eight bits, and only ``dense`` can take them.
        """
        if not self._quantize or not reach:
            return self.add("Relu", self.dense(x, module))
        x, x_scale, x_zero = self._in_eight_bits(x)
        kernel = self._state[f"{module}.weight"].T
        weight, scale = self._dense_small(module, kernel)
        steps = self.add("Div", self.add("Div", self.parameter(f"{module}.bias"), scale), x_scale)
        shift = self.add("Cast", self.add("Round", steps), to=TensorProto.INT32)
        step = self.hold(f"{module}.step", np.array(reach / _BYTE, np.float32))
        least = self.hold("least", np.array(0, np.uint8))
        zeros = self.hold(f"zeros[{kernel.shape[1]}]", np.zeros(kernel.shape[1], np.int8))
        rows = self.add("Squeeze", x, self.axis(0))
        made = self.add("QGemm", rows, x_scale, x_zero, weight, scale, zeros, shift, step, least, domain=_FUSED)
        made = self.add("Unsqueeze", made, self.axis(0))
        self._quantized[made] = [made, step, least]
        return made

    def exact_dense(self, x: str, module: str) -> str:
        """Apply ``nn.Linear`` in float32."""
        kernel = self.hold(f"{module}.kernel", self._state[f"{module}.weight"].T)
        return self.add("Add", self.add("MatMul", x, kernel), self.parameter(f"{module}.bias"))

    def embedding(self, module: str, operator: str, *inputs: str) -> str:
        """Pick rows of ``nn.Embedding`` by Gather or Slice, whose inputs follow."""
        weight = self._state[f"{module}.weight"]
        if not self._quantize:
            return self.add(operator, self.parameter(f"{module}.weight"), *inputs)
        values, scale = self._small(f"{module}.weight", weight, np.abs(weight).max() / _TABLE)
        return self.add("DequantizeLinear", self.add(operator, values, *inputs), scale)

    def norm(self, x: str, module: str, *, epsilon: float) -> str:
        """Apply ``nn.LayerNorm`` to the last axis."""
        weight, bias = self.parameter(f"{module}.weight"), self.parameter(f"{module}.bias")
        return self.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=epsilon)

    def output(self, tensor: str, name: str) -> str:
        """Give the output of the node just added the name that users of the graph know, and return it."""
        (made,) = self._nodes[-1].output
        if made != tensor:
            raise ValueError(f"the last node gives {made}, not {tensor}: name outputs where they are made")
        self._nodes[-1].output[0] = name
        return name

    def held(self) -> list[onnx.TensorProto]:
        """Return the constants stored so far."""
        return list(self._held.values())

    def model(self, inputs: Shapes, outputs: Shapes) -> onnx.ModelProto:
        """Return the model. ``words`` and all outputs are float32, other inputs int64."""
        floats = {"words", *outputs}
        given, made = (
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT if name in floats else TensorProto.INT64, shape)
                for name, shape in ends.items()
            ]
            for ends in (inputs, outputs)
        )
        graph = helper.make_graph(self._nodes, "onrecord", given, made, self.held())
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR, producer_name="onrecord")
        onnx.checker.check_model(model)
        return model

    def _add(self, operator: str, inputs: Sequence[str], outputs: int, **attributes: Any) -> list[str]:
        made = [f"{operator}{len(self._nodes)}.{at}" for at in range(outputs)]
        self._nodes.append(helper.make_node(operator, inputs, made, **attributes))
        return made

    def _in_eight_bits(self, x: str) -> list[str]:
        """Return values, scale and zero point of a tensor, found at run time and once."""
        if x not in self._quantized:
            self._quantized[x] = self._add("DynamicQuantizeLinear", [x], 3)
        return self._quantized[x]

    def _dense_small(self, module: str, kernel: np.ndarray) -> tuple[str, str]:
        return self._small(f"{module}.kernel", kernel, np.abs(kernel).max(0) / _DENSE)

    def _parts(self, constant: str, sizes: Sequence[int]) -> list[str]:
        """Cut the last axis of a constant into parts, which is done once, when the graph is loaded."""
        if len(sizes) == 1:
            return [constant]
        return self._add("Split", [constant, self.axis(*sizes)], len(sizes), axis=-1)

    def _small(self, name: str, values: np.ndarray, scale: np.ndarray) -> tuple[str, str]:
        scale = np.maximum(scale, np.finfo(np.float32).tiny).astype(np.float32)
        small = np.rint(values / scale).astype(np.int8)
        return self.hold(f"{name}_quantized", small), self.hold(f"{name}_scale", scale)


def put_dense(path: Path, name: str, module: nn.Linear) -> None:
    """Give one dense map of a quantised graph that stands in a file other weights of the same size.

    Raises KeyError when the graph has no such map.
    """
    model = onnx.load(str(path))
    small = Graph(nn.ModuleDict({name: module}), quantize=True)
    small.dense("x", name)
    new = {one.name: one for one in small.held() if one.name.startswith(f"{name}.")}
    for stored in model.graph.initializer:
        if stored.name in new:
            stored.CopyFrom(new.pop(stored.name))
    if new:
        raise KeyError(f"{path} has no {', '.join(sorted(new))}")
    onnx.save(model, str(path))


def _few(channels: int) -> int:
    return min(_FEW, channels // 2)


def encoder_graph(reader: Reader, *, quantize: bool, reach: Sequence[float] = ()) -> onnx.ModelProto:
    """Return pieces, features [1, P] and first [1, W] to words [1, W, H], anchors [1, W] and entities [1, W, T].

    reach: for each layer, what training/export.py found (``Graph.rectified``); nothing where nobody has looked.
    Raises ValueError for a teacher that tells distances between wordpieces apart (MPNet): only BERTs are exported.
    """
    shape = reader.shape
    if shape.buckets:
        raise ValueError(f"found {shape.buckets} buckets of distances, expected none; export a network like BERT")
    graph = Graph(reader.encoder, quantize=quantize)
    x = graph.add(
        "Add", graph.embedding("pieces", "Gather", "pieces"), graph.embedding("features", "Gather", "features")
    )
    length = graph.add("Shape", "pieces", start=1, end=2)
    x = graph.add("Add", x, graph.embedding("positions", "Slice", graph.axis(0), length))
    x = graph.norm(x, "norm", epsilon=shape.epsilon)
    for at, far in enumerate(reach or [0.0] * shape.layers):
        x = _layer(graph, x, f"layers.{at}", shape=shape, reach=far, last=at == shape.layers - 1)
    words = graph.output(x, "words")
    graph.output(graph.dense(words, "entity"), "entities")
    graph.output(graph.add("Squeeze", graph.dense(words, "anchor"), graph.axis(2)), "anchors")
    return graph.model(
        {"pieces": (1, "P"), "features": (1, "P"), "first": (1, "W")},
        {
            "words": (1, "W", shape.width),
            "anchors": (1, "W"),
            "entities": (1, "W", reader.encoder.entity.out_features),
        },
    )


def _layer(graph: Graph, x: str, name: str, *, shape: Shape, reach: float, last: bool) -> str:
    """Add a transformer layer; the last gives words, not wordpieces, as nobody looks at the others' results.

    Heads attend a few at a time: the scores of all pairs of wordpieces in all heads would not fit the cache.
    """
    own = math.gcd(shape.heads, _HEADS_AT_ONCE)
    parts = [own * shape.width // shape.heads] * (shape.heads // own)
    keys, values = (graph.dense_parts(x, f"{name}.{one}", parts) for one in ("key", "value"))
    if last:
        x = graph.add("Gather", x, graph.add("Squeeze", "first", graph.axis(0)), axis=1)
    queries = graph.dense_parts(x, f"{name}.query", parts)
    found = [
        graph.add("Attention", *each, q_num_heads=own, kv_num_heads=own)
        for each in zip(queries, keys, values, strict=True)
    ]
    mixed = graph.add("Concat", *found, axis=-1)
    x = graph.add("Add", x, graph.dense(mixed, f"{name}.attended"))
    x = graph.norm(x, f"{name}.attended_norm", epsilon=shape.epsilon)
    if shape.gelu:
        few = _few(shape.inner)
        inner = graph.dense_parts(x, f"{name}.inner", [shape.inner - few, few])
        most, rest = (graph.add("Gelu", part, domain=_FUSED) for part in inner)
        outer = graph.dense_few(most, rest, f"{name}.outer")
    else:
        outer = graph.dense(graph.rectified(x, f"{name}.inner", reach), f"{name}.outer")
    x = graph.add("Add", x, outer)
    return graph.norm(x, f"{name}.outer_norm", epsilon=shape.epsilon)


def roles_graph(reader: Reader, *, quantize: bool) -> onnx.ModelProto:
    """Return words [1, W, H], sentences [1, W], window (zeros) and cue [C] to scores [C, W, T]."""
    graph = Graph(reader.roles, quantize=quantize)
    anchor = graph.add("Gather", graph.add("Squeeze", "words", graph.axis(0)), "cue")
    scale, shift = (graph.add("Unsqueeze", graph.dense(anchor, name), graph.axis(1)) for name in ("scale", "cue"))
    x = graph.add("Gather", graph.dense("words", "word"), "window")
    x = graph.add("Mul", x, graph.add("Add", scale, graph.hold("one", np.ones((), np.float32))))
    x = graph.add("Add", graph.add("Add", x, shift), _places(graph))
    for at, dilation in enumerate(DILATIONS):
        x = _mixer(graph, x, f"mixers.{at}", dilation)
    x = graph.add("Gelu", graph.norm(x, "norm", epsilon=1e-5), domain=_FUSED)
    graph.output(graph.exact_dense(x, "out"), "scores")
    return graph.model(
        {"words": (1, "W", reader.shape.width), "sentences": (1, "W"), "window": ("C",), "cue": ("C",)},
        {"scores": ("C", "W", reader.roles.out.out_features)},
    )


def _mixer(graph: Graph, x: str, name: str, dilation: int) -> str:
    """Add a mixer, [C, W, R]; its convolution is one over images of one row, which ONNX Runtime does much faster."""
    along = f"{name}.along"
    pads = [0, 3 * dilation, 0, 3 * dilation]
    image = graph.add("Unsqueeze", graph.norm(x, f"{name}.norm", epsilon=1e-5), graph.axis(1))
    taps = graph.add("Unsqueeze", graph.parameter(f"{along}.weight"), graph.axis(2))
    image = graph.add(
        "Conv", graph.add("Transpose", image, perm=[0, 3, 1, 2]), taps, graph.parameter(f"{along}.bias"),
        group=graph.width(f"{along}.bias"), dilations=[1, dilation], pads=pads,
    )  # fmt: skip
    y = graph.add("Squeeze", graph.add("Transpose", image, perm=[0, 2, 3, 1]), graph.axis(1))
    return graph.add("Add", x, graph.dense(graph.add("Gelu", y, domain=_FUSED), f"{name}.across"))


def _places(graph: Graph) -> str:
    """Add what distance and sentence give each word, [C, W, R]: from a table of both, made when the graph is loaded."""
    near = 2 * NEAR + 1
    distance = graph.add("Unsqueeze", graph.parameter("distance.weight"), graph.axis(1))
    sentence = graph.add("Unsqueeze", graph.parameter("sentence.weight"), graph.axis(0))
    table = graph.add("Reshape", graph.add("Add", distance, sentence), graph.axis(-1, graph.width("distance.weight")))
    cue = graph.add("Unsqueeze", "cue", graph.axis(1))
    count = graph.add("Squeeze", graph.add("Shape", "words", start=1, end=2))
    ends = graph.hold("from", np.array(0)), count, graph.hold("step", np.array(1))
    apart = _within(graph, graph.add("Sub", graph.add("Range", *ends), cue), REACH)
    own = graph.add("Gather", graph.add("Squeeze", "sentences", graph.axis(0)), cue)
    beside = _within(graph, graph.add("Sub", "sentences", own), NEAR)
    return graph.add("Gather", table, graph.add("Add", graph.add("Mul", apart, graph.axis(near)), beside))


def _within(graph: Graph, number: str, most: int) -> str:
    """Add a cut to ``most`` either way, counted from 0."""
    low, high = (graph.hold(f"end{end}", np.array(end)) for end in (-most, most))
    return graph.add("Add", graph.add("Clip", number, low, high), graph.axis(most))
