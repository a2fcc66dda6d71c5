"""Whether the reader still finds reported speech outside the news that it learned from.

    python -m evaluation.abroad [--shared FOLDER] [--model FOLDER]

PolNeAR, which the reader is trained and scored on, is American political news. Newspapers of other countries have no
gold for attributions; but a word such as "said" nearly always reports speech, and so a reader that passes over it has
gone blind there. Told is the share of such words that lie in a cue which the reader marks, in the countries that no
training saw (Worldwide Newswire).
"""

import argparse
import re
from pathlib import Path

from evaluation.sample import ROOT
from evaluation.texts import newswire_in_print
from onrecord.model.infer import Reader

COUNTRIES = ("chile", "ghana", "kw", "nz", "th")  # training/data.py holds them out
REPORTING = re.compile(r"\b(?:said|says|told|announced|stated|warned|claimed|[Aa]ccording)\b")


def measure(shared: Path, model: Path | None = None) -> tuple[int, int]:
    """Return how many reporting words lie in a cue, and how many there are."""
    paths = sorted((shared / "data" / "ner" / "worldwide-newswire").glob("*.tsv"))
    texts = [newswire_in_print(path) for path in paths if path.name.split("_")[0] in COUNTRIES]
    found = total = 0
    for text, tagged in zip(texts, Reader.load(model).tag(texts), strict=True):
        cues = {at for one in tagged.attributions for start, end in one.cue for at in range(start, end)}
        words = [match.start() for match in REPORTING.finditer(text)]
        found += sum(start in cues for start in words)
        total += len(words)
    return found, total


def main() -> None:
    """Parse arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--model", type=Path, help="model folder (default: the one that ships)")
    args = parser.parse_args()
    found, total = measure(args.shared, args.model)
    print(f"{found} of {total} reporting words lie in a cue: {100 * found / max(total, 1):.1f} %")


if __name__ == "__main__":
    main()
