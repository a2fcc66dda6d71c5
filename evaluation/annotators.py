"""How far PolNeAR's annotators agree with each other, by the scorer that the reader is measured with.

    python -m evaluation.annotators [--shared FOLDER] [--page docs/reader.md]

Some articles were marked by several annotators, each alone. Every one of them is scored against every other; on the
articles of dev the reader is, too, against each annotator by turns. Needs the shared data; a few seconds.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

from evaluation import polnear, readme
from onrecord import brat
from onrecord.model.infer import Reader

_KEY = 5  # characters of an annotator in the name of a file: "_4b22"


def marked(part: Path) -> dict[str, list[Path]]:
    """Return the files of each article of a part of the corpus that several annotators have marked."""
    found: dict[str, list[Path]] = {}
    for path in sorted((part / "attributions").glob("*_????.ann")):
        found.setdefault(path.stem[:-_KEY], []).append(path)
    return {name: paths for name, paths in found.items() if len(paths) > 1}


def compared(pairs: Iterable[tuple[str, str, str]], shared: Path) -> dict[str, Any]:
    """Return what the scorer says of (text, marks held to be right, other marks), all together.

    Raises subprocess.CalledProcessError when it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        texts, gold, others = (Path(folder) / name for name in ("text", "gold", "others"))
        for one in (texts, gold, others):
            one.mkdir()
        for number, (text, right, other) in enumerate(pairs):
            (texts / f"{number}.txt").write_bytes(text.encode())
            (gold / f"{number}.ann").write_text(right, encoding="utf-8")
            (others / f"{number}.ann").write_text(other, encoding="utf-8")
        scorer = [sys.executable, str(shared / "score" / "attribution.py")]
        done = subprocess.run(
            [*scorer, str(texts), str(gold), str(others), "--json"], check=True, stdout=subprocess.PIPE, text=True
        )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def agreement(part: Path, shared: Path) -> dict[str, Any]:
    """Score every annotator against every other of the same article."""
    return compared(
        (
            (_text(part, name), one.read_text(encoding="utf-8"), two.read_text(encoding="utf-8"))
            for name, paths in marked(part).items()
            for one, two in permutations(paths, 2)
        ),
        shared,
    )


def reader_beside(part: Path, reader: Reader, shared: Path) -> dict[str, Any]:
    """Score the reader against each annotator of the same articles."""
    pairs = []
    for name, paths in marked(part).items():
        text = _text(part, name)
        (tagged,) = reader.tag([text])
        pairs += [(text, path.read_text(encoding="utf-8"), brat.dumps(tagged.attributions, text)) for path in paths]
    return compared(pairs, shared)


def _text(part: Path, name: str) -> str:
    return (part / "text" / f"{name}.txt").read_bytes().decode("utf-8")


def _row(label: str, measured: dict[str, Any]) -> list[str]:
    return [label, *(f"{measured[what]['f1']:.1f}" for what in polnear.GATED)]


def table(rows: Sequence[list[str]]) -> str:
    """Return a Markdown table of the rows."""
    return readme.table(["F1", *(name.replace(".exact", "") for name in polnear.GATED)], list(rows))


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Score annotators against each other.")
    parser.add_argument("--shared", type=Path, default=polnear.SHARED, help="folder with data/polnear and score/")
    parser.add_argument("--page", type=Path, help="page to write the table to, between its markers")
    options = parser.parse_args()
    dev = polnear.folder(options.shared)
    if not dev.is_dir():
        print(f"no articles in {dev}; give --shared FOLDER", file=sys.stderr)
        return 1
    train = dev.with_name("train")
    rows = [
        _row(f"annotators with each other, {len(marked(train))} articles of train", agreement(train, options.shared)),
        _row(f"annotators with each other, {len(marked(dev))} articles of dev", agreement(dev, options.shared)),
        _row("the reader with the annotators of these", reader_beside(dev, Reader.load(), options.shared)),
    ]
    print(table(rows))
    if options.page:
        readme.rewrite(options.page, "annotators", table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
