"""Scores ``onrecord tag`` on the PolNeAR dev articles with the scorer that the field's numbers come from.

    python -m evaluation.polnear [--shared FOLDER] [--json] [--readme FILE]

The articles may not be copied into the repository; where the folder is missing, there is nothing to score. About
25 s of CPU time.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evaluation import readme
from evaluation.sample import ROOT, digest
from evaluation.score import Score, harmonic

SHARED = ROOT.parent / "shared"
GATED = ("source.exact", "cue.exact", "content.exact", "joint", "linked")
_TAG = "from onrecord.cli import main; main()"


def folder(shared: Path = SHARED) -> Path:
    """Return the folder of the dev articles, ``text`` and ``attributions`` within."""
    return shared / "data" / "polnear" / "dev"


def corpus_digest(shared: Path = SHARED) -> str:
    """Return the SHA-256 of the dev articles and their gold."""
    return digest((folder(shared) / "text", folder(shared) / "attributions"))


def measure(shared: Path = SHARED) -> dict[str, Any]:
    """Tag the dev articles in a process of its own, as a user would, and return what the scorer says.

    Raises subprocess.CalledProcessError when either fails.
    """
    dev = folder(shared)
    with tempfile.TemporaryDirectory() as out:
        tag = [sys.executable, "-c", _TAG, "tag", str(dev / "text"), out, "--json"]
        subprocess.run(tag, check=True, stdout=subprocess.DEVNULL)
        scorer = [sys.executable, str(shared / "score" / "attribution.py")]
        scorer += [str(dev / "text"), str(dev / "attributions"), out, "--json"]
        done = subprocess.run(scorer, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def scores(measured: dict[str, Any]) -> list[Score]:
    """Return the gated F1 scores; true positives are reckoned back from precision, which has one decimal."""
    found = []
    for name in GATED:
        part = measured[name]
        hits = part["f1"] / 100 * (part["pred"] + part["gold"]) / 2
        found.append(harmonic(f"polnear.{name}", hits, found=part["pred"], gold=part["gold"], corpus="polnear"))
    return found


def table(measured: dict[str, Any]) -> Table:
    """Return the measurement as a table."""
    shown = Table(title=f"PolNeAR dev, {measured['articles']} articles")
    shown.add_column("measure")
    for column in ("precision", "recall", "F1", "gold", "found"):
        shown.add_column(column, justify="right")
    for name, part in measured.items():
        if isinstance(part, dict):
            numbers = [f"{part[key]:.1f}" for key in ("p", "r", "f1")]
            shown.add_row(name, *numbers, str(part["gold"]), str(part["pred"]))
    return shown


def markdown(measured: dict[str, Any]) -> str:
    """Return the gated measures as a Markdown table."""
    numbers = {name: [f"{measured[name][key]:.1f}" for key in ("p", "r", "f1")] for name in GATED}
    names = {name: name.replace(".exact", ", both ends exact") for name in GATED}
    return readme.table(["", "precision", "recall", "F1"], [[names[name], *numbers[name]] for name in GATED])


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Score `onrecord tag` on the PolNeAR dev articles.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with data/polnear and score/")
    parser.add_argument("--json", action="store_true", help="print the scorer's JSON")
    parser.add_argument("--readme", type=Path, help="page to write the table to, between <!-- scores:begin/end -->")
    options = parser.parse_args()
    if not folder(options.shared).is_dir():
        print(f"no articles in {folder(options.shared)}; give --shared FOLDER", file=sys.stderr)
        return 1
    measured = measure(options.shared)
    if options.readme:
        readme.rewrite(options.readme, "scores", markdown(measured))
    if options.json:
        print(json.dumps(measured))
    else:
        Console().print(table(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
