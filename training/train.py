"""Train the reader: ``python -m training.train --data DATA --base MINILM --out FOLDER``; resumes from its checkpoint.

Each epoch reads every PolNeAR article once and a third of the entity articles; an exponential moving average of the
weights is what is kept. On a CPU with bfloat16 instructions, and on CUDA, matrix products run in bfloat16.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from onrecord.model.encode import MAX_PIECES
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils import clip_grad_norm_

from training.data import Article, Example, collate, examples, read_newswire, read_polnear
from training.network import Reader, Shape, load_bert


@dataclass(frozen=True, slots=True)
class Options:
    """What decides a training run."""

    epochs: int = 6
    batch: int = 12
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    averaging: float = 0.997
    entity_share: float = 1 / 3
    seed: int = 0


def load_tokenizer(base: Path) -> Tokenizer:
    """Load a wordpiece tokenizer without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def loss_of(model: Reader, batch: dict[str, Tensor]) -> Tensor:
    """Sum of the three heads' losses, each scaled by the number of spans that it should find."""
    words, anchors, entities = model.encoder(batch["pieces"], batch["features"], batch["lengths"], batch["first"])
    total = words.new_zeros((), dtype=torch.float32)
    known = batch["anchors"] >= 0
    if known.any():
        target = batch["anchors"][known].float()
        total = total + F.binary_cross_entropy_with_logits(
            anchors[known].float(), target, reduction="sum"
        ) / target.sum().clamp(min=1)
    if len(batch["cue"]):
        scores = model.roles(words, batch["sentences"], batch["window"], batch["cue"]).float()
        total = total + 0.5 * F.cross_entropy(
            scores.flatten(0, 1), batch["roles"].flatten(), ignore_index=-100, reduction="sum"
        ) / len(batch["cue"])
    if (batch["entities"] >= 0).any():
        found = (batch["entities"] > 0).sum().clamp(min=1)
        total = total + F.cross_entropy(
            entities.float().flatten(0, 1), batch["entities"].flatten(), ignore_index=-100, reduction="sum"
        ) / found
    return total


def batches(polnear: list[Article], newswire: list[Article], tokenizer: Tokenizer, options: Options, epoch: int) -> \
        Iterator[dict[str, Tensor]]:
    """Yield one epoch's batches, of windows of like length; the order depends on the seed and the epoch alone."""
    rng = random.Random(options.seed * 1000 + epoch)
    chosen = rng.sample(newswire, round(options.entity_share * len(newswire)))
    found: list[Example] = list(examples([*polnear, *chosen], tokenizer, max_pieces=MAX_PIECES, rng=rng))
    rng.shuffle(found)
    chunk = options.batch * 20
    groups = []
    for start in range(0, len(found), chunk):
        part = sorted(found[start : start + chunk], key=lambda x: len(x.pieces))
        groups += [part[i : i + options.batch] for i in range(0, len(part), options.batch)]
    rng.shuffle(groups)
    for group in groups:
        yield collate(group)


def train(model: Reader, out: Path, data: Path, tokenizer: Tokenizer, options: Options) -> None:
    """Train, writing ``out/checkpoint.pt`` every 100 steps and ``out/epoch-N.pt`` (averaged weights) each epoch."""
    device = next(model.parameters()).device
    polnear = read_polnear(data / "polnear/train")
    newswire = read_newswire(data / "ner/worldwide-newswire", held_out=False)
    steps_per_epoch = sum(1 for _ in batches(polnear, newswire, tokenizer, options, 0))
    steps = steps_per_epoch * options.epochs
    fresh = ("encoder.features", "encoder.anchor", "encoder.entity", "roles")
    heads = [p for name, p in model.named_parameters() if name.startswith(fresh)]
    base = [p for name, p in model.named_parameters() if not name.startswith(fresh)]
    optimizer = torch.optim.AdamW(
        [{"params": base, "lr": options.encoder_rate}, {"params": heads, "lr": options.head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    warm = max(1, round(options.warmup * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / warm, max(0.02, (steps - s) / (steps - warm)))
    )
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    done = 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        average, done = state["average"], state["done"]
    step, began, running = 0, time.monotonic(), 0.0
    model.train()
    for epoch in range(options.epochs):
        for batch in batches(polnear, newswire, tokenizer, options, epoch):
            step += 1
            if step <= done:
                continue
            moved = {k: v.to(device) for k, v in batch.items()}
            with torch.autocast(device.type, dtype=torch.bfloat16):
                loss = loss_of(model, moved)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            keep = min(options.averaging, (1 + step) / (10 + step))
            for name, value in model.state_dict().items():
                average[name].lerp_(value, 1 - keep)
            running += loss.item()
            if step % 20 == 0:
                rate = (step - done) / (time.monotonic() - began)
                print(f"step {step}/{steps} loss {running / 20:.2f} {rate:.2f} steps/s", flush=True)
                running = 0.0
            if step % 100 == 0:
                _save(checkpoint, model=model.state_dict(), optimizer=optimizer.state_dict(),
                      schedule=schedule.state_dict(), average=average, done=step)
        _save(out / f"epoch-{epoch + 1}.pt", model=average, shape=model.shape.to_dict())


def _save(path: Path, **state: object) -> None:
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def main() -> None:
    """Parse arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    options = Options(epochs=args.epochs, seed=args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "options.json").write_text(json.dumps({"epochs": options.epochs, "seed": options.seed}))
    torch.manual_seed(options.seed)
    model = Reader(Shape())
    load_bert(model.encoder, load_file(args.base / "model.safetensors"))
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    train(model, args.out, args.data, load_tokenizer(args.base), options)


if __name__ == "__main__":
    main()
