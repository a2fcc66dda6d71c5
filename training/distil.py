"""Teach the reader by larger ones (Hinton et al. 2015): ``python -m training.distil STEP --data DATA --work FOLDER``.

    prepare   every text as labelled windows, several times, each time cut and disturbed anew: editions
    teacher   a larger reader from MPNet, trained on PolNeAR without one part (--part), on the entities, and elsewhere
              on what the reader says that the student starts from (--warm)
    label     for each window of one edition (--edition), what the teachers say that have not trained on it
    student   the reader that ships, trained on what the teachers say and on what the annotators marked; it starts from
              a model folder (--warm) or from a student (--start)
    mix       the mean of a student (--start) and the reader of a model folder (--warm) or of another checkpoint
              (--with): --share of the student
    measure   scores of teachers or students (--checkpoint ...) on PolNeAR dev; of several, together

A teacher that has learned a text by heart says no more of it than the annotators; so each part of PolNeAR is labelled
by the one that was kept from it, and other texts by all teachers together and, with as much weight, by the reader that
the student starts from. Half of PolNeAR's texts stand in each edition under other names (training/renamed.py).
"""

import argparse
import json
import multiprocessing
import pickle
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.model import decode
from onrecord.model.decode import Scored
from onrecord.model.encode import MAX_PIECES, encode, windows
from onrecord.model.tags import ROLES
from onrecord.types import Tagged
from training.data import (
    MASK,
    SEP,
    Article,
    Example,
    blank,
    collate,
    examples,
    in_parts,
    read_newswire,
    read_passages,
    read_plain,
    read_polnear,
    read_stories,
    with_names,
)
from training.network import Reader, Shape, load_mpnet
from training.rectify import Kept, cut, read_any
from training.renamed import names_of, renamed
from training.sequence import expected_log_likelihood, marginals, one_hot
from training.train import Options, Trainer, hide, load_tokenizer, loss_of, save
from training.warm import device, load, rectified, warm

MPNET = Shape(width=768, layers=12, inner=3072, role_width=256, buckets=32)
_TAGS = 1 + 4 * len(ROLES)
_PLAIN, _NEWSWIRE = -1, -2  # groups of texts without attributions; PolNeAR's groups are its parts
_LIKELY = 0.2  # chance from which a word counts as the first of a cue, when teachers label
_RENAMED = 0.5  # of PolNeAR's texts, in each edition
_MOST = 24  # cues of one window, when teachers label
_GOLD = 0.5  # what the annotators' marks weigh against the teachers' word on PolNeAR
_CUES = 512  # cues whose roles are read at once
_KEPT = 250  # steps after which a student is written
_CUTS = 4  # times that texts without lessons are cut and disturbed anew
_TOGETHER = 64  # windows read at once where nothing is learned


@dataclass(frozen=True, slots=True)
class Lesson:
    """A batch of windows with chances in place of marks, on the device.

    anchors: float16 [B, W]; entities: float16 [B, W, E]; window, cue: int64 [C]; roles: float16 [C, W, T]; weight:
    float32 [C], the chance that there is a cue at all.
    """

    batch: dict[str, Tensor]
    anchors: Tensor
    entities: Tensor
    window: Tensor
    cue: Tensor
    roles: Tensor
    weight: Tensor


# -- prepare


def prepare(
    data: Path, work: Path, folder: Path, names: Path, *, parts: int, editions: int, share: float = 1.0, seed: int = 0
) -> None:
    """Write ``work/edition-N.pkl``: {group: windows of its texts}; of PolNeAR all, of others a share, drawn anew."""
    marked = with_names(read_polnear(data / "polnear/train"), names)
    newswire = read_newswire(data / "ner/worldwide-newswire", held_out=False)
    others = {_PLAIN: [*read_plain(data), *read_stories(data), *read_passages(data)], _NEWSWIRE: newswire}
    pools, draw, tokenizer = names_of(newswire), random.Random(seed), load_tokenizer(folder).to_str()
    with multiprocessing.Pool() as pool:
        for edition in range(editions):
            groups: dict[int, list[Article]] = defaultdict(list)
            for index, one in enumerate(marked):
                other = draw.random() < _RENAMED
                groups[index % parts].append(renamed(one, pools, draw) if other else one)
            for group, articles in others.items():
                groups[group] = draw.sample(articles, round(share * len(articles)))
            pieces = [(group, chunk) for group, articles in sorted(groups.items()) for chunk in in_parts(articles, 24)]
            jobs = [(chunk, tokenizer, f"{seed} {edition} {at}") for at, (_, chunk) in enumerate(pieces)]
            found: dict[int, list[Example]] = defaultdict(list)
            for (group, _), part in zip(pieces, pool.starmap(_windows, jobs), strict=True):
                found[group] += part
            (work / f"edition-{edition}.pkl").write_bytes(pickle.dumps(dict(found)))


def _windows(articles: Sequence[Article], tokenizer: str, seed: str) -> list[Example]:
    return list(examples(articles, Tokenizer.from_str(tokenizer), max_pieces=MAX_PIECES, rng=random.Random(seed)))


def _editions(work: Path) -> list[dict[int, list[Example]]]:
    paths = sorted(work.glob("edition-*.pkl"))
    return [pickle.loads(path.read_bytes()) for path in paths]


# -- teachers


def teach(base: Path, work: Path, part: int, before: Reader, options: Options) -> None:
    """Train ``work/teacher-PART.pt`` on all parts but one, and a share of the other texts as ``before`` reads them."""
    torch.manual_seed(part)
    model = Reader(MPNET)
    load_mpnet(model.encoder, load_file(base / "model.safetensors"))
    model.to(device()).train()
    editions = _editions(work)
    epochs = [
        _epoch(editions[n % len(editions)], part, options, random.Random(f"{part} {n}")) for n in range(options.epochs)
    ]

    def loss(reader: Reader, batch: dict[str, Tensor] | Lesson) -> Tensor:
        return loss_of(reader, batch) if isinstance(batch, dict) else lesson_loss(reader, batch, masked=options.masked)

    trainer = Trainer(model, options, sum(map(len, epochs)), loss=loss)
    chance = np.random.default_rng(part)
    running: list[Tensor] = []
    for group in (group for epoch in epochs for group in epoch):
        if trainer.share(trainer.done) >= 1:
            break
        batch = collate(group)
        marked = group[0].roles is not None
        running.append(trainer.step(hide(batch, options.masked, chance) if marked else _lesson(batch, {before: 1.0})))
        _tell(f"teacher {part}", trainer, running)
    save(work / f"teacher-{part}.pt", model=trainer.average, shape=MPNET.to_dict())


def _epoch(
    edition: dict[int, list[Example]], part: int, options: Options, rng: random.Random
) -> list[Sequence[Example]]:
    marked = [one for group, found in edition.items() if group >= 0 and group != part for one in found]
    others = [one for group, found in edition.items() if group < 0 for one in found]
    groups: list[Sequence[Example]] = []
    for chosen in (marked, rng.sample(others, min(len(others), round(options.other_share * len(marked))))):
        rng.shuffle(chosen)
        for chunk in in_parts(chosen, 20 * options.batch):
            groups += in_parts(sorted(chunk, key=lambda x: len(x.pieces)), options.batch)
    rng.shuffle(groups)
    return groups


# -- labels


def label(work: Path, edition: int, teachers: dict[int, Reader], before: Reader, size: int) -> None:
    """Label each window of an edition, ``size`` to a lesson: ``work/lessons-N.pt``."""
    together = {before: 0.5} | dict.fromkeys(teachers.values(), 0.5 / len(teachers))
    lessons = []
    for group, found in pickle.loads((work / f"edition-{edition}.pkl").read_bytes()).items():
        asked = {teachers[group]: 1.0} if group in teachers else together
        ordered = sorted(found, key=lambda x: len(x.pieces))
        lessons += [_lesson(collate(part), asked) for part in in_parts(ordered, size)]
    rows = [{one.name: getattr(lesson, one.name) for one in fields(Lesson)} for lesson in lessons]
    save(work / f"lessons-{edition}.pt", lessons=rows)


def load_lessons(work: Path) -> list[Lesson]:
    """Load the lessons of every edition."""
    stored = [torch.load(path, map_location=device(), weights_only=True) for path in sorted(work.glob("lessons-*.pt"))]
    return [Lesson(**row) for edition in stored for row in edition["lessons"]]


@torch.no_grad()
def _lesson(batch: dict[str, Tensor], asked: dict[Reader, float]) -> Lesson:
    """Label a batch with what readers say; each has a weight, and all weights come to one."""
    batch = {name: value.to(device()) for name, value in batch.items()}
    said = [(reader, weight, *_read(reader, batch)) for reader, weight in asked.items()]
    entities = torch.stack([weight * one.softmax(2) for _, weight, _, _, one in said]).sum(0)
    anchors = torch.stack([weight * one.sigmoid() for _, weight, _, one, _ in said]).sum(0)
    real = torch.arange(anchors.shape[1], device=anchors.device)[None] < batch["words"][:, None]
    marked, named = batch["anchors"] >= 0, batch["entities"] >= 0
    anchors = torch.where(marked, _GOLD * batch["anchors"] + (1 - _GOLD) * anchors, anchors) * real
    gold = one_hot(batch["entities"], entities.shape[2])
    entities = torch.where(named[:, :, None], _GOLD * gold + (1 - _GOLD) * entities, entities)
    least = anchors.topk(min(_MOST, anchors.shape[1])).values[:, -1:].clamp(min=_LIKELY)
    window, cue = (anchors >= least).nonzero(as_tuple=True)
    known = real[window]
    roles = torch.zeros((len(cue), anchors.shape[1], _TAGS), device=anchors.device)
    for reader, weight, words, _, _ in said:
        for start in range(0, len(cue), _CUES):
            at = slice(start, start + _CUES)
            scores = _roles(reader, words, batch, window[at], cue[at], real)
            roles[at] += weight * marginals(scores, known[at])
    place = {pair: row for row, pair in enumerate(zip(window.tolist(), cue.tolist(), strict=True))}
    hard = one_hot(batch["roles"], _TAGS)
    for row, pair in enumerate(zip(batch["window"].tolist(), batch["cue"].tolist(), strict=True)):
        if pair in place:
            roles[place[pair]] = _GOLD * hard[row] + (1 - _GOLD) * roles[place[pair]]
    keep = {name: batch[name] for name in ("pieces", "features", "lengths", "first", "sentences", "words")}
    return Lesson(keep, anchors.half(), entities.half(), window, cue, roles.half(), anchors[window, cue])


def _read(model: Reader, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    with torch.autocast(device().type, dtype=torch.bfloat16):
        words, anchors, entities = model.encoder(batch["pieces"], batch["features"], batch["lengths"], batch["first"])
    return words, anchors.float(), entities.float()


def _roles(model: Reader, words: Tensor, batch: dict[str, Tensor], window: Tensor, cue: Tensor, real: Tensor) -> Tensor:
    with torch.autocast(device().type, dtype=torch.bfloat16):
        scores: Tensor = model.roles(words, batch["sentences"], window, cue, real)
    return scores.float()


# -- the student


def study(model: Reader, lessons: Sequence[Lesson], options: Options, path: Path, kept: Kept | None = None) -> None:
    """Train a reader on lessons, in an order drawn anew each epoch; averaged weights go to ``path`` now and then.

    With kept, each step also reads texts on which the reader is to stay as another one is. A part that does not learn
    reads as it does when it ships, without dropout.
    """
    torch.manual_seed(options.seed)
    model.to(device()).train()
    for part in (model.encoder, model.roles):
        part.train(any(one.requires_grad for one in part.parameters()))

    def loss(reader: Reader, lesson: Lesson) -> Tensor:
        taught = lesson_loss(reader, lesson, masked=options.masked)
        return taught if kept is None else taught + kept.loss(reader)

    trainer = Trainer(model, options, options.epochs * len(lessons), loss=loss)
    rng = random.Random(options.seed)
    running: list[Tensor] = []
    order = (index for _ in range(options.epochs) for index in rng.sample(range(len(lessons)), len(lessons)))
    for index in order:
        if trainer.share(trainer.done) >= 1:
            break
        running.append(trainer.step(lessons[index]))
        _tell("student", trainer, running)
        if trainer.done % _KEPT == 0:
            save(path, model=trainer.average, shape=model.shape.to_dict())
    save(path, model=trainer.average, shape=model.shape.to_dict())


def lesson_loss(model: Reader, lesson: Lesson, *, masked: float) -> Tensor:
    """Cross-entropy against the chances of the three heads, each scaled by the number of spans expected."""
    batch = lesson.batch
    pieces = batch["pieces"]
    hidden = (torch.rand(pieces.shape, device=pieces.device) < masked) & (pieces > SEP)
    batch = batch | {"pieces": pieces.masked_fill(hidden, MASK)}
    words, anchors, entities = model.encoder(batch["pieces"], batch["features"], batch["lengths"], batch["first"])
    real = torch.arange(anchors.shape[1], device=anchors.device)[None] < batch["words"][:, None]
    wanted = lesson.anchors.float()
    cues = F.binary_cross_entropy_with_logits(anchors.float(), wanted, weight=real.float(), reduction="sum")
    total = cues / wanted.sum().clamp(min=1)
    if len(lesson.cue):
        scores = model.roles(words, batch["sentences"], lesson.window, lesson.cue, real).float()
        each = expected_log_likelihood(scores, lesson.roles.float(), real[lesson.window])
        total = total - 0.5 * (each * lesson.weight).sum() / lesson.weight.sum()
    chances = lesson.entities.float() * real[:, :, None]
    found = chances[:, :, 1:].sum().clamp(min=1)
    loss: Tensor = total - (chances * entities.float().log_softmax(2)).sum() / found
    return loss


# -- measuring


class Ensemble:
    """Readers in torch that read together: the mean of their chances. Has ``tag`` like onrecord.model.infer.Reader."""

    def __init__(self, readers: Sequence[Reader], tokenizer: Tokenizer, threshold: float = 0.5) -> None:
        self._readers = [one.to(device()).eval() for one in readers]
        self._tokenizer = tokenizer
        self._threshold = threshold

    @torch.no_grad()
    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Read texts; marks with offsets into each."""
        found = []
        for text in texts:
            encoded = encode(text, self._tokenizer)
            scored = []
            for part in in_parts(windows(encoded), _TOGETHER):
                batch = collate([blank(encoded, window) for window in part])
                scored += self._scored(batch, [encoded.spans[w.start : w.end] for w in part])
            found.append(Tagged(
                tuple(a for window in decode.attributions(scored) for a in window),
                tuple(e for window in decode.entities(scored, threshold=0.5) for e in window),
            ))  # fmt: skip
        return found

    def _scored(self, batch: dict[str, Tensor], spans: Sequence[np.ndarray]) -> list[Scored]:
        batch = {name: value.to(device()) for name, value in batch.items()}
        said = [_read(reader, batch) for reader in self._readers]
        anchors = torch.stack([one[1].sigmoid() for one in said]).mean(0)
        entities = torch.stack([one[2].softmax(2) for one in said]).mean(0).clamp(min=1e-9).log().cpu().numpy()
        real = torch.arange(anchors.shape[1], device=anchors.device)[None] < batch["words"][:, None]
        window, cue = ((anchors >= self._threshold) & real).nonzero(as_tuple=True)
        roles = torch.stack([
            marginals(_roles(reader, words, batch, window, cue, real), real[window])
            if len(self._readers) > 1
            else _roles(reader, words, batch, window, cue, real).softmax(2)
            for reader, (words, _, _) in zip(self._readers, said, strict=True)
        ]).mean(0).clamp(min=1e-9).log().cpu().numpy()  # fmt: skip
        scored = []
        for row, places in enumerate(spans):
            mine = (window == row).nonzero()[:, 0].cpu().numpy()
            at = cue.cpu().numpy()[mine]
            likely = anchors[row].cpu().numpy()[at]
            scored.append(Scored(places, at, likely, roles[mine][:, : len(places)], entities[row, : len(places)]))
        return scored


def mixed(student: Reader, before: Reader, share: float) -> Reader:
    """Return the weighted mean of two readers of one shape (Wortsman et al. 2022); changes the student."""
    with torch.no_grad():
        for ours, theirs in zip(student.parameters(), before.parameters(), strict=True):
            ours.lerp_(theirs, 1 - share)
    return student


def shorter(reader: Reader, kept: Sequence[int]) -> Reader:
    """Return the reader with only these layers of its encoder."""
    reader.encoder.layers = nn.ModuleList(reader.encoder.layers[index] for index in kept)
    reader.shape = replace(reader.shape, layers=len(kept))
    return reader


def _tell(who: str, trainer: Trainer, running: list[Tensor]) -> None:
    """Print the mean loss of every fifty steps."""
    if len(running) == 50:
        took, loss = time.monotonic() - trainer.started, torch.stack(running).mean().item()
        print(f"{took:.0f} s {who}: step {trainer.done}/{trainer.steps} loss {loss:.3f}", flush=True)
        running.clear()


def main() -> None:
    """Parse arguments and do one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("prepare", "teacher", "label", "student", "mix", "measure"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="folder of all-mpnet-base-v2, for teachers")
    parser.add_argument("--warm", type=Path, help="model folder that the student starts from, with its tokenizer")
    parser.add_argument("--names", type=Path, help="names in PolNeAR, as training.names wrote them")
    parser.add_argument("--parts", type=int, default=5)
    parser.add_argument("--editions", type=int, default=6)
    parser.add_argument("--share", type=float, default=1.0, help="of the texts in an edition; of the student in a mean")
    parser.add_argument("--lesson", type=int, default=96, help="windows in a lesson")
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--edition", type=int, default=0)
    parser.add_argument("--start", type=Path, help="checkpoint that the student goes on from")
    parser.add_argument("--with", dest="other", type=Path, help="checkpoint that the student is mixed with")
    parser.add_argument("--layers", type=int, nargs="*", help="the student keeps only these layers")
    parser.add_argument("--kept", type=float, default=0.0, help="weight of staying as --warm on texts without lessons")
    parser.add_argument("--roles-only", action="store_true", help="the student's encoder, cues and entities stay")
    parser.add_argument("--relu", action="store_true", help="the student has ReLU in place of GELU in its encoder")
    parser.add_argument("--name", default="student")
    parser.add_argument("--checkpoint", type=Path, nargs="*", default=[])
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--threshold", type=float, default=0.5, help="least chance of a cue, when measuring")
    for one in fields(Options):
        default = getattr(Options(), one.name)
        parser.add_argument(f"--{one.name.replace('_', '-')}", type=type(default), default=default)
    args = parser.parse_args()
    options = Options(**{one.name: getattr(args, one.name) for one in fields(Options)})
    args.work.mkdir(parents=True, exist_ok=True)
    torch.set_float32_matmul_precision("high")
    if args.step == "prepare":
        prepare(args.data, args.work, args.warm, args.names, parts=args.parts, editions=args.editions, share=args.share)
    elif args.step == "teacher":
        teach(args.base, args.work, args.part, warm(args.warm), options)
    elif args.step == "label":
        paths = args.checkpoint or sorted(args.work.glob("teacher-*.pt"))
        label(args.work, args.edition, dict(enumerate(map(load, paths))), warm(args.warm), args.lesson)
    elif args.step == "student":
        model = load(args.start) if args.start else warm(args.warm)
        model = rectified(model) if args.relu else model
        model = shorter(model, args.layers) if args.layers else model
        kept = None
        if args.kept:
            texts = read_any(args.data, taught=False)
            others = [one for n in range(_CUTS) for one in cut(texts, args.warm, random.Random(n))]
            kept = Kept(warm(args.warm), others, size=args.lesson, weight=args.kept, seed=options.seed)
        model.encoder.requires_grad_(not args.roles_only)
        study(model, load_lessons(args.work), options, args.work / f"{args.name}.pt", kept)
    elif args.step == "mix":
        model = mixed(load(args.start), load(args.other) if args.other else warm(args.warm), args.share)
        save(args.work / f"{args.name}.pt", model=model.state_dict(), shape=model.shape.to_dict())
    else:
        from training.build import attribution_scores

        together = Ensemble([load(path) for path in args.checkpoint], load_tokenizer(args.warm), args.threshold)
        print(json.dumps(attribution_scores(together, args.data / "polnear/dev", args.scorer)))


if __name__ == "__main__":
    main()
