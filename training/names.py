"""The names that a reader finds, taught by themselves: ``python -m training.names --data DATA --work FOLDER ...``.

A reader that learns attributions from some articles and names from others tells the ones from the others: PolNeAR, in
which no names are marked, taught it that there are none. So a reader that learns names alone, from newspapers in which
all are marked (the *namer*), marks them in other texts too, and the reader that ships learns from all of these. Only
its map from a word's state to an entity changes, so attributions stay as they are.

The namer is trained in FOLDER unless it is there; names.json, its names in PolNeAR, is for training/distil.py.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

from onrecord.model.encode import MAX_PIECES
from onrecord.model.format import default_folder, read_manifest, write_manifest
from onrecord.model.tags import ENTITY_TYPES
from training.build import describe, start
from training.data import Article, Example, examples, read_newswire, read_plain, read_polnear, read_stories
from training.distil import Ensemble
from training.graph import put_dense
from training.network import Reader
from training.train import Options, load_tokenizer, run
from training.warm import load, warm

NAMER = Options(epochs=2, batch=16, entity_share=1.0, averaging=0.99, names_only=True)
_STORIES = 600  # of NGEC's, which are many and alike
_EPOCHS, _WORDS, _RATE = 6, 4096, 3e-3  # of the map; words that it learns from at once


def mark(namer: Reader, articles: Iterable[Article], tokenizer: Tokenizer) -> Iterator[Article]:
    """Yield articles with entities as the namer finds them; it is not asked for attributions."""
    nn.init.constant_(namer.encoder.anchor.bias, -99.0)
    reader = Ensemble([namer], tokenizer)
    for article in articles:
        (tagged,) = reader.tag([article.text])
        found = tuple((ENTITY_TYPES.index(one.kind), one.start, one.end) for one in tagged.entities)
        yield replace(article, entities=found)


def states(folder: Path, found: Iterable[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Return what the reader of a model folder knows of each word, float16 [N, H], and the word's tag, int64 [N]."""
    session = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), providers=["CPUExecutionProvider"])

    def read(one: Example) -> np.ndarray:
        given = {"pieces": one.pieces, "features": one.features, "first": one.first}
        (words,) = session.run(["words"], {name: row.astype(np.int64)[None] for name, row in given.items()})
        return np.asarray(words[0], np.float16)

    marked = [one for one in found if one.entities is not None]
    with ThreadPoolExecutor() as pool:
        words = list(pool.map(read, marked))
    return np.concatenate(words), np.concatenate([one.entities for one in marked if one.entities is not None])


def learn(before: nn.Linear, words: np.ndarray, tags: np.ndarray, *, seed: int = 0) -> nn.Linear:
    """Return the map from states to the scores of entity tags, taught on from the one before."""
    torch.manual_seed(seed)
    given, wanted = torch.from_numpy(words), torch.from_numpy(tags)
    made = nn.Linear(before.in_features, before.out_features)
    made.load_state_dict(before.state_dict())
    steps = -(-len(given) // _WORDS)
    optimizer = torch.optim.Adam(made.parameters())
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=_EPOCHS * steps)
    for _ in range(_EPOCHS):
        for chosen in torch.split(torch.randperm(len(given)), _WORDS):
            loss = F.cross_entropy(made(given[chosen].float()), wanted[chosen])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            rates.step()
    return made


def main() -> None:
    """Parse arguments, teach, score and describe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2, for the namer")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=default_folder(), help="model folder, which is changed")
    parser.add_argument("--name", required=True, help="of the reader with its new names")
    args = parser.parse_args()
    path = args.work / "namer" / f"epoch-{NAMER.epochs}.pt"
    if not path.exists():
        run(path.parent, data=args.data, base=args.base, options=NAMER)
    tokenizer, rng = load_tokenizer(args.out), random.Random(0)
    polnear = list(mark(load(path), read_polnear(args.data / "polnear/train"), tokenizer))
    names = {one.name: one.entities for one in polnear}
    (args.work / "names.json").write_text(json.dumps(names), encoding="utf-8")
    stories = rng.sample(read_stories(args.data), _STORIES)
    marked = [*polnear, *mark(load(path), [*read_plain(args.data), *stories], tokenizer)]
    marked += read_newswire(args.data / "ner/worldwide-newswire", held_out=False)
    words, tags = states(args.out, examples(marked, tokenizer, max_pieces=MAX_PIECES, rng=rng))
    before, origin = read_manifest(args.out), start(args.out, None, names=True)
    put_dense(args.out / "encoder.onnx", "entity", learn(warm(args.out).cpu().encoder.entity, words, tags))
    write_manifest(
        args.out,
        name=args.name,
        anchor_threshold=before.anchor_threshold,
        entity_threshold=before.entity_threshold,
    )
    print(describe(args.out, args.data, args.scorer, origin=origin, taught=True))


if __name__ == "__main__":
    main()
