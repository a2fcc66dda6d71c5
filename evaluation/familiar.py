"""Whether the reader finds names in the news from which it learned attributions.

    python -m evaluation.familiar [--shared FOLDER] [--model FOLDER]

Names are marked in other newspapers than attributions, and a reader that learns from both can tell the ones from the
others: it then finds hardly a name in American political news, and no score on the newspapers shows it. Told is the
share of the people whom CoreNLP marks in PolNeAR dev (its silver) that the reader marks as people, too, by half of
their words at least: CoreNLP errs as well, so not all are to be found.
"""

import argparse
import json
from pathlib import Path

from evaluation.sample import ROOT
from onrecord.model.infer import Reader
from onrecord.types import Span

_PERSON = "PERSON"


def measure(shared: Path, model: Path | None = None) -> tuple[int, int]:
    """Return how many of CoreNLP's people the reader marks, and how many there are."""
    folder = shared / "data" / "polnear"
    rows = [json.loads(line) for line in (folder / "silver/dev.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [(folder / "dev/text" / f"{row['doc']}.txt").read_bytes().decode("utf-8") for row in rows]
    found = total = 0
    for row, tagged in zip(rows, Reader.load(model).tag(texts), strict=True):
        ours = [(one.start, one.end) for one in tagged.entities if one.kind == _PERSON.lower()]
        theirs = [(start, end) for start, end, kind in row["entities"] if kind == _PERSON]
        found += sum(2 * _common(span, ours) >= span[1] - span[0] for span in theirs)
        total += len(theirs)
    return found, total


def _common(span: Span, spans: list[Span]) -> int:
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in spans)


def main() -> None:
    """Parse arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--model", type=Path, help="model folder (default: the one that ships)")
    args = parser.parse_args()
    found, total = measure(args.shared, args.model)
    print(f"{found} of {total} people are marked: {100 * found / max(total, 1):.1f} %")


if __name__ == "__main__":
    main()
