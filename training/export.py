"""Write the model folder that ships: ``python -m training.export --checkpoint EPOCH.pt --base MINILM --out FOLDER``.

Matrix products become int8 with scales found at run time, weights per output channel; embeddings become int8, too.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from onrecord.model.format import write_manifest
from training.network import Reader, Shape
from training.train import load_tokenizer


class _OneWindow(nn.Module):
    """The encoder for windows without padding."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.encoder = reader.encoder

    def forward(self, pieces: Tensor, features: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        out: tuple[Tensor, Tensor, Tensor] = self.encoder(pieces, features, None, first)
        return out


def load_checkpoint(path: Path) -> Reader:
    """Load averaged weights that training/train.py wrote, ready for inference."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    reader = Reader(Shape(**state["shape"]))
    reader.load_state_dict(state["model"])
    return reader.eval()


def export(reader: Reader, base: Path, out: Path, *, name: str, quantize: bool = True) -> None:
    """Write tokenizer, both graphs and the manifest into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(base)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    length, words, cues = 17, 11, 3
    pieces = torch.randint(200, 2000, (1, length))
    encoder_inputs = (pieces, torch.zeros_like(pieces), torch.arange(1, words + 1)[None])
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            _OneWindow(reader).eval(), encoder_inputs, str(plain), dynamo=False, opset_version=17,
            input_names=["pieces", "features", "first"], output_names=["words", "anchors", "entities"],
            dynamic_axes={"pieces": {1: "P"}, "features": {1: "P"}, "first": {1: "W"},
                          "words": {1: "W"}, "anchors": {1: "W"}, "entities": {1: "W"}},
        )  # fmt: skip
        _write(plain, out / "encoder.onnx", quantize=quantize, kinds=["MatMul", "Gather"])
        hidden = torch.randn(1, words, reader.shape.width)
        sentences = torch.zeros((1, words), dtype=torch.long)
        plain = Path(folder) / "roles.onnx"
        torch.onnx.export(
            reader.roles, (hidden, sentences, torch.zeros(cues, dtype=torch.long), torch.arange(cues)),
            str(plain), dynamo=False, opset_version=17,
            input_names=["words", "sentences", "window", "cue"], output_names=["scores"],
            dynamic_axes={"words": {1: "W"}, "sentences": {1: "W"}, "window": {0: "C"}, "cue": {0: "C"},
                          "scores": {0: "C", 1: "W"}},
        )  # fmt: skip
        _write(plain, out / "roles.onnx", quantize=quantize, kinds=["MatMul"])
    for file in ("encoder.onnx", "roles.onnx"):
        onnx.checker.check_model(str(out / file))
    write_manifest(out, name=name, anchor_threshold=0.5, entity_threshold=0.5)


def _write(plain: Path, out: Path, *, quantize: bool, kinds: list[str]) -> None:
    """Write a graph as it is, or with int8 weights in nodes of these kinds; the last scores stay in float32."""
    if not quantize:
        shutil.copy(plain, out)
        return
    quantize_dynamic(
        plain, out, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=kinds,
        nodes_to_exclude=["/out/MatMul"],
        reduce_range=True,  # seven bits: processors without VNNI add products in 16 bits and would overflow
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


def main() -> None:
    """Parse arguments and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="onrecord-reader-1")
    parser.add_argument("--float", action="store_true", help="keep float32 (for comparison)")
    args = parser.parse_args()
    export(load_checkpoint(args.checkpoint), args.base, args.out, name=args.name, quantize=not args.float)


if __name__ == "__main__":
    main()
