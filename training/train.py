"""Train the reader; a run that was stopped resumes from its checkpoint.

Each epoch reads every PolNeAR article once and a third of the entity articles; an exponential moving average of the
weights is what is kept. On a CPU with bfloat16 instructions, and on CUDA, matrix products run in bfloat16.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils import clip_grad_norm_

from onrecord.model.encode import MAX_PIECES
from training.data import MASK, SEP, Article, Example, collate, examples, read_newswire, read_polnear
from training.network import Reader, Shape, load_bert
from training.sequence import log_likelihood
from training.warm import shape_of, warm_start


@dataclass(frozen=True, slots=True)
class Options:
    """What decides a training run.

    masked: share of the wordpieces that are hidden, anew each epoch. entity_share: of the entity articles, in an epoch.
    other_share: windows of other texts in an epoch, for each of PolNeAR's, where teachers learn. seconds: if not 0,
    the run takes so long, and ends sooner than its epochs would; the learning rates follow the time. names_only: the
    reader learns entities alone, and so finds them in any news (a reader that learns attributions on some texts and
    entities on others tells the ones from the others, and finds nearly no names in the first).
    """

    epochs: int = 5
    masked: float = 0.04
    batch: int = 12
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    averaging: float = 0.997
    entity_share: float = 1 / 3
    other_share: float = 1 / 3
    seed: int = 0
    seconds: int = 0
    names_only: bool = False


def load_tokenizer(base: Path) -> Tokenizer:
    """Load a wordpiece tokenizer without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def loss_of(model: Reader, batch: dict[str, Tensor]) -> Tensor:
    """Sum of the three heads' losses, each scaled by the number of spans that it should find."""
    words, anchors, entities = model.encoder(batch["pieces"], batch["features"], batch["lengths"], batch["first"])
    known = batch["anchors"] >= 0
    target = batch["anchors"].clamp(min=0).float()
    cues = F.binary_cross_entropy_with_logits(anchors.float(), target, weight=known.float(), reduction="sum")
    total = cues / target.sum().clamp(min=1)
    if len(batch["cue"]):
        scores = model.roles(words, batch["sentences"], batch["window"], batch["cue"], known).float()
        total = total - 0.5 * log_likelihood(scores, batch["roles"]).mean()
    named = batch["entities"]
    found = (named > 0).sum().clamp(min=1)
    wrong = F.cross_entropy(entities.float().flatten(0, 1), named.flatten(), ignore_index=-100, reduction="sum")
    return total + wrong / found


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a run reads."""

    polnear: list[Article]
    newswire: list[Article]
    tokenizer: Tokenizer


def batches(corpus: Corpus, options: Options, epoch: int) -> Iterator[dict[str, Tensor]]:
    """Yield one epoch's batches, of windows of like length; the order depends on the seed and the epoch alone."""
    rng = random.Random(options.seed * 1000 + epoch)
    chosen = rng.sample(corpus.newswire, round(options.entity_share * len(corpus.newswire)))
    found: list[Example] = list(examples([*corpus.polnear, *chosen], corpus.tokenizer, max_pieces=MAX_PIECES, rng=rng))
    rng.shuffle(found)
    chunk = options.batch * 20
    groups = []
    for start in range(0, len(found), chunk):
        part = sorted(found[start : start + chunk], key=lambda x: len(x.pieces))
        groups += [part[i : i + options.batch] for i in range(0, len(part), options.batch)]
    rng.shuffle(groups)
    chance = np.random.default_rng((options.seed, epoch))
    for group in groups:
        yield hide(collate(group), options.masked, chance)


def hide(batch: dict[str, Tensor], share: float, chance: np.random.Generator) -> dict[str, Tensor]:
    """Return the batch with a share of its wordpieces masked."""
    hidden = torch.from_numpy(chance.random(batch["pieces"].shape) < share) & (batch["pieces"] > SEP)
    return batch | {"pieces": batch["pieces"].masked_fill(hidden, MASK)}


class Trainer:
    """A model with everything that changes while it trains: optimizer, schedule, averaged weights, steps done."""

    def __init__(
        self, model: Reader, options: Options, steps: int, loss: Callable[[Reader, Any], Tensor] = loss_of
    ) -> None:
        self.model = model
        self.options = options
        self.steps = steps
        self.loss = loss
        self.device = next(model.parameters()).device
        fresh = ("encoder.features", "encoder.anchor", "encoder.entity", "roles")
        named = list(model.named_parameters())
        groups = [
            {"params": [p for name, p in named if not name.startswith(fresh)], "lr": options.encoder_rate},
            {"params": [p for name, p in named if name.startswith(fresh)], "lr": options.head_rate},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.started = time.monotonic()
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: self._rate(self.share(step)))
        self.average = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.done = 0

    def share(self, step: int) -> float:
        """Return how much of the run is over, 0 to 1."""
        if self.options.seconds:
            return (time.monotonic() - self.started) / self.options.seconds
        return step / self.steps

    def _rate(self, share: float) -> float:
        warm = self.options.warmup
        return min(max(share, 1 / self.steps) / warm, max(0.02, (1 - share) / (1 - warm)))

    def step(self, batch: Any) -> Tensor:
        """Learn from one batch; returns its loss, which is not waited for."""
        if isinstance(batch, dict):
            batch = {name: value.to(self.device, non_blocking=True) for name, value in batch.items()}
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            loss = self.loss(self.model, batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        clip_grad_norm_(self.model.parameters(), 1.0, foreach=True)
        self.optimizer.step()
        self.schedule.step()
        self.done += 1
        keep = min(self.options.averaging, (1 + self.done) / (10 + self.done))
        torch._foreach_lerp_(list(self.average.values()), list(self.model.state_dict().values()), 1 - keep)
        return loss.detach()

    def save(self, path: Path) -> None:
        """Write everything that ``load`` needs to go on."""
        save(
            path,
            model=self.model.state_dict(),
            optimizer=self.optimizer.state_dict(),
            schedule=self.schedule.state_dict(),
            average=self.average,
            done=self.done,
        )

    def load(self, path: Path) -> None:
        """Go on from what ``save`` wrote."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.average, self.done = state["average"], state["done"]


def train(model: Reader, out: Path, data: Path, tokenizer: Tokenizer, options: Options) -> None:
    """Train, writing ``out/checkpoint.pt`` every 100 steps and ``out/epoch-N.pt`` (averaged weights) each epoch."""
    newswire = read_newswire(data / "ner/worldwide-newswire", held_out=False)
    corpus = Corpus([] if options.names_only else read_polnear(data / "polnear/train"), newswire, tokenizer)
    steps_per_epoch = sum(1 for _ in batches(corpus, options, 0))  # later epochs differ by a few batches
    steps = steps_per_epoch * options.epochs
    trainer = Trainer(model, options, steps)
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    model.train()
    seen, running = 0, []
    for epoch in range(options.epochs):
        for batch in batches(corpus, options, epoch):
            seen += 1
            if seen <= trainer.done:
                continue
            running.append(trainer.step(batch))
            if seen % 20 == 0:
                mean = torch.stack(running).mean().item()
                print(f"{time.strftime('%H:%M:%S')} step {seen}/{steps} loss {mean:.2f}", flush=True)
                running.clear()
            if seen % 100 == 0:
                trainer.save(checkpoint)
        save(out / f"epoch-{epoch + 1}.pt", model=trainer.average, shape=model.shape.to_dict())


def save(path: Path, **state: object) -> None:
    """Write a checkpoint in one step, so that a kill leaves the old one or the new one."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def run(out: Path, *, data: Path, base: Path, options: Options, warm: Path | None = None) -> None:
    """Train from ``out/checkpoint.pt`` if there is one, else from a ``warm`` model folder or the base model."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    model = Reader(shape_of(warm) if warm else Shape())
    load_bert(model.encoder, load_file(base / "model.safetensors"))
    if warm:
        warm_start(model, warm)
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    train(model, out, data, load_tokenizer(base), options)
