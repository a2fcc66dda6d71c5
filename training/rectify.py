"""ReLU in place of GELU in a reader that is to stay as it is: ``python -m training.rectify --warm FOLDER --out FILE``.

The new reader learns the inner states of the old one after each layer (Romero et al. 2015, FitNets), on any text at
all: what it finds is not asked, so nothing is forgotten that the texts with gold do not show. The heads and the
embeddings stay. It goes on from FILE where there is one.
"""

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from onrecord.model.encode import MAX_PIECES, encode, windows
from training.data import (
    Article,
    Example,
    blank,
    collate,
    disturb,
    in_parts,
    read_newswire,
    read_passages,
    read_plain,
    read_polnear,
)
from training.network import Dropout, Reader
from training.train import Options, Trainer, load_tokenizer, save
from training.warm import device, load, rectified, warm

_CHUNK = 20  # batches that are sorted by length together


def read_any(data: Path, *, taught: bool = True) -> list[str]:
    """Return the texts of Worldwide Newswire, UD EWT and GAP; taught: also PolNeAR train, ECB+ and TimeBank/AQUAINT."""
    articles: list[Article] = read_polnear(data / "polnear/train") + read_plain(data) if taught else []
    articles += read_newswire(data / "ner/worldwide-newswire", held_out=False) + read_passages(data)
    return [one.text for one in articles]


def cut(texts: Iterable[str], folder: Path, rng: random.Random) -> Iterator[Example]:
    """Yield windows of a random size, half of them of disturbed texts."""
    tokenizer = load_tokenizer(folder)
    for text in texts:
        encoded = encode(disturb(text, rng) if rng.random() < 0.5 else text, tokenizer)
        for window in windows(encoded, max_pieces=rng.randint(MAX_PIECES // 4, MAX_PIECES)):
            yield blank(encoded, window)


def states(reader: Reader, batch: dict[str, Tensor]) -> list[Tensor]:
    """Return what comes out of each layer for the wordpieces that are no padding, float32 [N, H] each."""
    return _inside(reader, batch)[0]


def _inside(reader: Reader, batch: dict[str, Tensor]) -> tuple[list[Tensor], Tensor, Tensor]:
    """Return the states, and the scores of the heads for cues and entities."""
    found: list[Tensor] = []
    hooks = [one.register_forward_hook(lambda _, __, out: found.append(out)) for one in reader.encoder.layers]
    _, cues, entities = reader.encoder(batch["pieces"], batch["features"], batch["lengths"], batch["first"])
    for hook in hooks:
        hook.remove()
    real = torch.arange(batch["pieces"].shape[1], device=batch["pieces"].device)[None] < batch["lengths"][:, None]
    return [one[real].float() for one in found], cues.float(), entities.float()


def loss_of(model: Reader, given: tuple[dict[str, Tensor], Sequence[Tensor]]) -> Tensor:
    """Mean squared error of the states, by the variance of each layer's; the last layer counts as all others."""
    batch, wanted = given
    return _apart(states(model, batch), wanted)


def _apart(ours: Sequence[Tensor], theirs: Sequence[Tensor]) -> Tensor:
    wrong = torch.stack([(a - b).square().mean() / b.var() for a, b in zip(ours, theirs, strict=True)])
    return wrong[:-1].mean() + wrong[-1]


class Kept:
    """Texts on which a reader stays as an old one is, while it learns from others (Li and Hoiem 2016)."""

    def __init__(self, old: Reader, found: Sequence[Example], *, size: int, weight: float, seed: int = 0) -> None:
        """Keep the states, cues and entities of windows, ``size`` of them at a time."""
        self._old = old
        self._weight = weight
        self._parts = in_parts(sorted(found, key=lambda x: len(x.pieces)), size)
        self._rng = random.Random(seed)

    def loss(self, reader: Reader) -> Tensor:
        """Return how far the reader is from the old one on the next windows: in its states, and in what it says."""
        batch = {name: one.to(device()) for name, one in collate(self._rng.choice(self._parts)).items()}
        with torch.no_grad():
            wanted, cues, entities = _inside(self._old, batch)
        reader.eval()
        ours, ours_cues, ours_entities = _inside(reader, batch)
        reader.train()
        real = (torch.arange(cues.shape[1], device=cues.device)[None] < batch["words"][:, None]).float()
        likely, named = cues.sigmoid(), entities.softmax(2)
        said = F.binary_cross_entropy_with_logits(ours_cues, likely, weight=real, reduction="sum")
        wrong = (F.kl_div(ours_entities.log_softmax(2), named, reduction="none").sum(2) * real).sum()
        spoken = (likely * real).sum().clamp(min=1)
        total: Tensor = (
            _apart(ours, wanted) + said / spoken + wrong / (named[:, :, 1:].sum(2) * real).sum().clamp(min=1)
        )
        return self._weight * total


def learn(old: Reader, new: Reader, found: Sequence[Example], options: Options, path: Path) -> None:
    """Teach ``new`` the states of ``old``; averaged weights go to ``path`` now and then, and at the end."""
    rng = random.Random(options.seed)
    for module in new.modules():
        if isinstance(module, Dropout):
            module.p = 0.0
    new.requires_grad_(False)
    new.encoder.layers.requires_grad_(True)
    trainer = Trainer(new.train(), options, options.epochs * len(found) // options.batch, loss=loss_of)
    running: list[Tensor] = []
    for _ in range(options.epochs):
        order = rng.sample(found, len(found))
        alike: list[Sequence[Example]] = []
        for chunk in in_parts(order, _CHUNK * options.batch):
            alike += in_parts(sorted(chunk, key=lambda x: len(x.pieces)), options.batch)
        for part in rng.sample(alike, len(alike)):
            if trainer.share(trainer.done) >= 1:
                break
            batch = {name: value.to(trainer.device) for name, value in collate(part).items()}
            with torch.no_grad(), torch.autocast(trainer.device.type, dtype=torch.bfloat16):
                wanted = states(old, batch)
            running.append(trainer.step((batch, wanted)))
            if len(running) == 50:
                took = time.monotonic() - trainer.started
                print(f"{took:.0f} s step {trainer.done} loss {torch.stack(running).mean().item():.4f}", flush=True)
                running.clear()
                save(path, model=trainer.average, shape=new.shape.to_dict())
    save(path, model=trainer.average, shape=new.shape.to_dict())


def main() -> None:
    """Parse arguments and learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--warm", type=Path, required=True, help="model folder with the old reader")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=1500)
    parser.add_argument("--rate", type=float, default=3e-4)
    args = parser.parse_args()
    old = warm(args.warm)
    new = load(args.out) if args.out.exists() else rectified(old)
    found = list(cut(read_any(args.data), args.warm, random.Random(0)))
    options = Options(epochs=100, batch=16, encoder_rate=args.rate, seconds=args.seconds, averaging=0.99, warmup=0.05)
    learn(old, new, found, options, args.out)


if __name__ == "__main__":
    main()
