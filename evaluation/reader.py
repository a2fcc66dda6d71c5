"""What the reader does with careless copies of a text, and what a least confidence buys, on PolNeAR dev.

    python -m evaluation.reader [--shared FOLDER] [--page docs/reader.md]

Every kind of damage keeps the length of the text, so that the gold stays where it is; random ones depend on the
article's name alone. Needs the shared data; about three minutes of CPU time.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation import polnear, readme
from onrecord import brat
from onrecord.model.infer import Reader
from onrecord.types import Tagged
from onrecord.wrapping import unwrapped

CONFIDENCES = (0.0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_QUOTES = '“”„«»"'
_STRAIGHT = str.maketrans("“”„«»‘’", '"""""\'\'')
_CURLY = str.maketrans("'", "’")
_LOST = str.maketrans(dict.fromkeys(_QUOTES, " "))
_WIDTH = 72  # characters
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?) ")


def _lose(text: str, pattern: str | re.Pattern[str], share: float, rng: random.Random) -> str:
    """Put spaces where a share of the matches was."""
    return re.sub(pattern, lambda m: " " * len(m.group()) if rng.random() < share else m.group(), text)


def _capital_headline(text: str, _: random.Random) -> str:
    head, newline, rest = text.partition("\n")
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in head) + newline + rest


def _broken(text: str, _: random.Random) -> str:
    """Break lines at a width, as mail and archives do."""
    made, at = list(text), 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        while end - start > _WIDTH and (cut := text.rfind(" ", start, start + _WIDTH + 1)) > start:
            made[cut], start = "\n", cut + 1
        at = end + 1
    return "".join(made)


def _translated(text: str, rng: random.Random) -> str:
    fewer = _lose(_lose(text.translate(_STRAIGHT), _ARTICLE, 0.4, rng), ",", 0.2, rng)
    return _lose(fewer, f"[{_QUOTES}]", 0.1, rng)


DAMAGE: Mapping[str, Callable[[str, random.Random], str]] = {
    "none": lambda text, _: text,
    "headline in capitals": _capital_headline,
    "lines broken at 72 characters": _broken,
    "no line breaks": lambda text, _: re.sub(r"[\n\r]", " ", text),
    "every apostrophe curly": lambda text, _: text.translate(_CURLY),
    "every quotation mark and apostrophe straight": lambda text, _: text.translate(_STRAIGHT),
    "one quotation mark in ten lost": lambda text, rng: _lose(text, f"[{_QUOTES}]", 0.1, rng),
    "all quotation marks lost": lambda text, _: text.translate(_LOST),
    "no capitals": lambda text, _: "".join(c.lower() if len(c.lower()) == 1 else c for c in text),
    "as if machine-translated": _translated,
}


def read_texts(shared: Path) -> dict[str, str]:
    """Return the dev articles by name."""
    paths = sorted((polnear.folder(shared) / "text").glob("*.txt"))
    return {path.stem: path.read_bytes().decode("utf-8") for path in paths}


def score(texts: Mapping[str, str], found: Sequence[Tagged], shared: Path, *, least: float = 0.0) -> dict[str, Any]:
    """Let the scorer compare what was found, from a least confidence, with the gold.

    Raises subprocess.CalledProcessError when it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        texts_at, marks_at = Path(folder) / "text", Path(folder) / "marks"
        texts_at.mkdir()
        marks_at.mkdir()
        for (name, text), tagged in zip(texts.items(), found, strict=True):
            kept = [one for one in tagged.attributions if one.confidence >= least]
            (texts_at / f"{name}.txt").write_bytes(text.encode())
            (marks_at / f"{name}.ann").write_text(brat.dumps(kept, text), encoding="utf-8")
        command = [sys.executable, str(shared / "score" / "attribution.py"), str(texts_at)]
        command += [str(polnear.folder(shared) / "attributions"), str(marks_at), "--json"]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def damaged(texts: Mapping[str, str], damage: str) -> dict[str, str]:
    """Return the texts with one kind of damage. Raises ValueError when a length has changed."""
    made = {name: DAMAGE[damage](text, random.Random(name)) for name, text in texts.items()}
    if any(len(made[name]) != len(text) for name, text in texts.items()):
        raise ValueError(f"{damage!r} changed the length of a text; the gold no longer fits")
    return made


def damage_table(texts: Mapping[str, str], reader: Reader, shared: Path) -> str:
    """Return a Markdown table: F1 for each kind of damage, texts read as ``onrecord tag`` reads them."""
    rows = []
    for name in DAMAGE:
        made = damaged(texts, name)
        measured = score(made, reader.tag([unwrapped(text) for text in made.values()]), shared)
        rows.append([name, *(f"{measured[what]['f1']:.1f}" for what in polnear.GATED)])
        print(*rows[-1], sep="  ", file=sys.stderr, flush=True)
    return readme.table(["damage", *(name.replace(".exact", "") for name in polnear.GATED)], rows)


def confidence_table(texts: Mapping[str, str], reader: Reader, shared: Path) -> str:
    """Return a Markdown table: precision, recall and F1 of attributions (linked) for each least confidence."""
    found = reader.tag(list(texts.values()))
    rows = []
    for least in CONFIDENCES:
        linked = score(texts, found, shared, least=least)["linked"]
        rows.append([f"{least:g}", *(f"{linked[key]:.1f}" for key in ("p", "r", "f1")), str(linked["pred"])])
    return readme.table(["least confidence", "precision", "recall", "F1", "found"], rows)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Score the reader on damaged text and by confidence.")
    parser.add_argument("--shared", type=Path, default=polnear.SHARED, help="folder with data/polnear and score/")
    parser.add_argument("--page", type=Path, help="page to write the tables to, between their markers")
    parser.add_argument("--model", type=Path, help="a model folder; default: the one in the package")
    options = parser.parse_args()
    if not polnear.folder(options.shared).is_dir():
        print(f"no articles in {polnear.folder(options.shared)}; give --shared FOLDER", file=sys.stderr)
        return 1
    texts, reader = read_texts(options.shared), Reader.load(options.model)
    tables = {
        "damage": damage_table(texts, reader, options.shared),
        "confidence": confidence_table(texts, reader, options.shared),
    }
    for name, table in tables.items():
        print(table)
        if options.page:
            readme.rewrite(options.page, name, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
