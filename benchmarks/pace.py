"""Where the reader's time goes, and how far that is from what the processor could do at best.

    python -m benchmarks.pace [--text FOLDER [--label NAME]] [--model FOLDER] [--page docs/reader.md]

Needs ``pip install onnx``. Default text: PolNeAR dev where it is there, else the sample articles. All on one thread;
ONNX Runtime's own profile tells what each operator takes, and the shapes in it how many multiplications with additions
that is. Of several passes over the text the fastest counts, operator by operator and window by window, so that other
programs disturb little. "At best" is the time for the same multiplications at the pace of one large product, int8 or
float32, measured in the same way: as if nothing but products took time, and each ran as fast as the largest.
"""

import argparse
import json
import math
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from benchmarks.speed import POLNEAR, SAMPLE, processor
from evaluation import readme
from onrecord.model import encode
from onrecord.model.format import default_folder
from onrecord.model.infer import Reader

RESULTS = Path(__file__).with_name("pace.json")
GRAPHS = ("encoder", "roles")
PRODUCTS, ATTENTION, GELU, NORM, ALONG = "dense maps, in int8", "attention", "GELU", "normalisation", "convolution"
OTHER, CUTTING, SEARCH = "all else in the graphs", "wordpieces and windows", "the search for spans"
OPERATORS: Mapping[str, Sequence[str]] = {
    PRODUCTS: ("DynamicQuantizeMatMul", "MatMulIntegerToFloat", "QGemm", "DynamicQuantizeLinear", "MatMulInteger"),
    ATTENTION: ("Attention", "MatMul", "FusedMatMul", "Softmax"),
    GELU: ("Gelu",),
    NORM: ("LayerNormalization",),
    ALONG: ("Conv", "ReorderInput", "ReorderOutput", "Transpose"),
}
_TAPS = 7  # of a convolution
_BATCH = 32  # windows whose spans are searched for together, as in the reader
_LARGEST = ((256, 1536, 384), (2048, 1536, 1536))


@dataclass(slots=True)
class Part:
    """What one part takes: seconds, and multiplications with additions in int8 and in float32."""

    seconds: float = 0.0
    small: int = 0
    floats: int = 0


@dataclass(slots=True)
class Recorder:
    """Stands in for a session and keeps what it is given."""

    session: onnxruntime.InferenceSession
    given: list[dict[str, Any]] = field(default_factory=list)

    def run(self, names: None, inputs: dict[str, Any]) -> Any:
        """Run the session."""
        self.given.append(inputs)
        return self.session.run(names, inputs)


def fastest(work: Callable[[], object], repeats: int) -> float:
    """Return the seconds of processor time of the fastest of several runs."""
    taken = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def measure(texts: Sequence[str], model: Path, *, repeats: int) -> dict[str, Part]:
    """Return what each part takes for all texts."""
    reader = Reader.load(model, threads=1)
    encoders, heads = Recorder(reader._encoder), Recorder(reader._roles)
    reader._encoder, reader._roles = encoders, heads

    def cut() -> list[Any]:
        encoded = [encode.encode(text, reader._tokenizer) for text in texts]
        return [(one, window) for one in encoded for window in encode.windows(one)]

    scored = [reader._read(one, window) for one, window in cut()]

    def search() -> None:
        for start in range(0, len(scored), _BATCH):
            list(reader._decode([scored[start : start + _BATCH]], entities=True))

    parts: defaultdict[str, Part] = defaultdict(Part)
    parts[CUTTING].seconds, parts[SEARCH].seconds = fastest(cut, repeats), fastest(search, repeats)
    for name, recorder in zip(GRAPHS, (encoders, heads), strict=True):
        for event in _profile(model / f"{name}.onnx", recorder.given, repeats):
            part = parts[_part(event["args"]["op_name"])]
            small, floats = multiplications(event["args"])
            part.seconds += event["dur"] / 1e6
            part.small += small
            part.floats += floats
    return dict(parts)


def _part(operator: str) -> str:
    return next((part for part, operators in OPERATORS.items() if operator in operators), OTHER)


def multiplications(arguments: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many multiplications with additions an operator does, in int8 and in float32, by its shapes.

    >>> named = {"op_name": "MatMul", "input_type_shape": [{"float": [2, 3]}], "output_type_shape": [{"float": [2, 5]}]}
    >>> multiplications(named)
    (0, 30)
    """
    taken, made = (
        [next(iter(one.values())) for one in arguments[side]] for side in ("input_type_shape", "output_type_shape")
    )
    operator = arguments["op_name"]
    if operator in ("DynamicQuantizeMatMul", "MatMulIntegerToFloat", "QGemm", "MatMulInteger"):
        return math.prod(taken[0]) * made[0][-1], 0
    if operator in ("MatMul", "FusedMatMul"):
        return 0, math.prod(taken[0]) * made[0][-1]
    if operator == "Attention":
        return 0, 2 * math.prod(taken[0]) * taken[1][-2]
    return (0, _TAPS * math.prod(made[0])) if operator == "Conv" else (0, 0)


def _profile(graph: Path, given: Sequence[dict[str, Any]], repeats: int) -> Iterable[dict[str, Any]]:
    """Return the fastest event of each node for each of the inputs."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_profiling = True
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = f"{folder}/profile"
        session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
        for _ in range(repeats):
            for inputs in given:
                session.run(None, inputs)
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    best: dict[tuple[str, int], dict[str, Any]] = {}
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("kernel_time"):
            place = (event["name"], seen[event["name"]] % len(given))
            seen[event["name"]] += 1
            if place not in best or event["dur"] < best[place]["dur"]:
                best[place] = event
    return best.values()


def pace(*, small: bool, repeats: int) -> float:
    """Return the multiplications with additions a second of a large product, the best of a few sizes."""
    return max(_pace(*sizes, small=small, repeats=repeats) for sizes in _LARGEST)


def _pace(rows: int, inner: int, columns: int, *, small: bool, repeats: int) -> float:
    from onnx import TensorProto, helper, numpy_helper  # which training has, and its users need not have

    random = np.random.default_rng(0)
    if small:
        left, right = (
            random.integers(0, 255, (rows, inner), np.uint8),
            random.integers(-64, 64, (inner, columns), np.int8),
        )
        operator, made = "MatMulInteger", TensorProto.INT32
    else:
        left, right = random.random((rows, inner), np.float32), random.random((inner, columns), np.float32)
        operator, made = "MatMul", TensorProto.FLOAT
    graph = helper.make_graph(
        [helper.make_node(operator, ["left", "right"], ["product"])], "product",
        [helper.make_tensor_value_info("left", helper.np_dtype_to_tensor_dtype(left.dtype), left.shape)],
        [helper.make_tensor_value_info("product", made, (rows, columns))],
        [numpy_helper.from_array(right, "right")],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return rows * inner * columns / fastest(lambda: session.run(None, {"left": left}), 10 * repeats)


def markdown(found: Mapping[str, Any]) -> str:
    """Return the results as a table with what one must know to read it."""
    total = sum(part["milliseconds"] for part in found["parts"].values())
    rows = [
        [name, f"{part['milliseconds']:.1f}", f"{100 * part['milliseconds'] / total:.0f} %", f"{part['at_best']:.1f}"]
        for name, part in sorted(found["parts"].items(), key=lambda pair: -pair[1]["milliseconds"])
    ]
    best = sum(part["at_best"] for part in found["parts"].values())
    rows.append(["all", f"{total:.1f}", "100 %", f"{best:.1f}"])
    return "\n".join(
        [
            readme.table(["", "ms for 1,000 words on one core", "share", "at best"], rows),
            "",
            f"{found['articles']} articles, {found['words']:,} words ({found['text']}); {found['processor']}. Large "
            f"products: {found['int8_pace'] / 1e9:.0f} thousand million multiplications with additions a second in "
            f"int8, {found['float_pace'] / 1e9:.0f} in float32. By that the reader takes {total / best:.1f} times as "
            "long as its products would at best.",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    default = POLNEAR if POLNEAR.is_dir() else SAMPLE
    parser = argparse.ArgumentParser(description="Measure where the reader's time goes.")
    parser.add_argument("--text", type=Path, default=default, help="folder of .txt files")
    parser.add_argument("--label", help="what to call the text; default: the folder's name")
    parser.add_argument("--limit", type=int, metavar="N", default=20, help="only the first N articles")
    parser.add_argument("--model", type=Path, default=default_folder())
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the numbers go, as JSON")
    parser.add_argument("--page", type=Path, help="page to write the table to, between <!-- pace:begin/end -->")
    options = parser.parse_args(arguments)
    texts = [path.read_bytes().decode("utf-8") for path in sorted(options.text.glob("*.txt"))[: options.limit]]
    words = sum(len(text.split()) for text in texts)
    paces = {small: pace(small=small, repeats=options.repeats) for small in (True, False)}
    parts = measure(texts, options.model, repeats=options.repeats)
    found = {
        "text": options.label or {POLNEAR: "PolNeAR dev", SAMPLE: "samples"}.get(options.text, options.text.name),
        "articles": len(texts),
        "words": words,
        "processor": processor(),
        "int8_pace": round(paces[True]),
        "float_pace": round(paces[False]),
        "parts": {
            name: {
                "milliseconds": round(1e6 * part.seconds / words, 3),
                "at_best": round(1e6 * (part.small / paces[True] + part.floats / paces[False]) / words, 3),
            }
            for name, part in parts.items()
        },
    }
    options.results.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    table = markdown(found)
    print(table)
    if options.page:
        readme.rewrite(options.page, "pace", table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
