"""Write the model folder that ships: ``python -m training.export --checkpoint EPOCH.pt --base MINILM --out FOLDER``.

The graphs are made by training/graph.py.
"""

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import onnx
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.model.encode import encode, windows
from onrecord.model.format import write_manifest
from training.data import blank, collate
from training.graph import encoder_graph, roles_graph
from training.network import Layer, Reader, Shape
from training.train import load_tokenizer

_WITHIN = 0.99  # of the channels between the maps of a layer


def load_checkpoint(path: Path) -> Reader:
    """Load averaged weights that training/train.py wrote, ready for inference."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    reader = Reader(Shape(**state["shape"]))
    reader.load_state_dict(state["model"])
    return reader.eval()


def look(reader: Reader, texts: Iterable[str], tokenizer: Tokenizer) -> list[float]:
    """Find how far the channels between the two maps of each layer reach in some texts.

    With GELU, the channels are put in order of it, which changes the reader, and nothing is returned. With ReLU,
    returns for each layer up to where eight bits should tell values apart: one channel in a hundred reaches far beyond
    all others, would take the scale from them, and is cut off there.
    """
    peaks = _peaks(reader, texts, tokenizer)
    if not reader.shape.gelu:
        return [float(one.quantile(_WITHIN)) for one in peaks]
    with torch.no_grad():
        for layer, reach in zip(_layers(reader), peaks, strict=True):
            order = reach.argsort()
            layer.inner.weight.copy_(layer.inner.weight[order])
            layer.inner.bias.copy_(layer.inner.bias[order])
            layer.outer.weight.copy_(layer.outer.weight[:, order])
    return []


def _layers(reader: Reader) -> list[Layer]:
    return [one for one in reader.encoder.layers if isinstance(one, Layer)]


def _peaks(reader: Reader, texts: Iterable[str], tokenizer: Tokenizer) -> list[Tensor]:
    """Return the largest value of each channel between the maps, for each layer."""
    layers = _layers(reader)
    peaks: list[list[Tensor]] = [[] for _ in layers]  # of each channel, in each window

    def note(at: int, _: nn.Module, given: tuple[Tensor]) -> None:
        peaks[at].append(given[0].abs().flatten(0, -2).amax(0))

    hooks = [one.outer.register_forward_pre_hook(partial(note, at)) for at, one in enumerate(layers)]
    with torch.no_grad():
        for text in texts:
            encoded = encode(text, tokenizer)
            for window in windows(encoded):
                batch = collate([blank(encoded, window)])
                reader.encoder(batch["pieces"], batch["features"], batch["lengths"], batch["first"])
    for hook in hooks:
        hook.remove()
    return [torch.stack(found).amax(0) for found in peaks]


def export(
    reader: Reader,
    base: Path,
    out: Path,
    *,
    name: str,
    quantize: bool = True,
    reach: Sequence[float] = (),
    anchor_threshold: float = 0.5,
) -> None:
    """Write tokenizer, both graphs and the manifest into ``out``; reach: see ``look``."""
    out.mkdir(parents=True, exist_ok=True)
    load_tokenizer(base).save(str(out / "tokenizer.json"), pretty=False)
    onnx.save(encoder_graph(reader, quantize=quantize, reach=reach), str(out / "encoder.onnx"))
    onnx.save(roles_graph(reader, quantize=quantize), str(out / "roles.onnx"))
    write_manifest(out, name=name, anchor_threshold=anchor_threshold, entity_threshold=0.5)


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
