"""Count in how many attributed contents of PolNeAR train each stem stands; write data/match/weights.txt.

    python training/word_weights.py POLNEAR_TRAIN_FOLDER

A stem's weight is log(N / df) / log(N / 2), at least 0.1, where N is the number of contents and df that of the
contents with the stem (inverse document frequency, Sparck Jones 1972). Stems in fewer than 12 contents, names, and
numbers are left away: they weigh 1 or what score.py gives them.
"""

import argparse
import math
import re
from collections import Counter
from pathlib import Path

from onrecord.match.words import stem, tokens, word_list, words

_CONTENT = re.compile(r"^T\d+\tContent [0-9; ]+\t(.*)$", re.MULTILINE)
_FEWEST = 12
_HEADER = """# Stem, and how much it says that two statements share it: 0.1 (in every other statement) to 1 (rare).
# Sorted. Stems that are not here weigh 1. Written by training/word_weights.py.
# Source: document frequencies in the {n} attributed contents of PolNeAR train (Newell et al. 2018).
"""


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="PolNeAR train: a folder with attributions/*.ann")
    parser.add_argument("--output", type=Path, default=Path("src/onrecord/data/match/weights.txt"))
    arguments = parser.parse_args()
    frequency: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    contents = 0
    functional = word_list("function_words")
    for path in sorted(arguments.folder.glob("attributions/*.ann")):
        for text in _CONTENT.findall(path.read_text(encoding="utf-8")):
            contents += 1
            frequency.update({stem(word) for word in words(text) if word not in functional})
            for token in tokens(text):
                (upper if token[:1].isupper() else lower)[stem(token.lower())] += 1
    lines = []
    for found, count in frequency.items():
        if count >= _FEWEST and found.isalpha() and lower[found] > upper[found]:
            weight = max(0.1, math.log(contents / count) / math.log(contents / 2))
            lines.append(f"{found} {weight:.2f}\n")
    arguments.output.write_text(_HEADER.format(n=contents) + "".join(sorted(lines)), encoding="utf-8")
    print(f"{len(lines)} stems from {contents} contents")


if __name__ == "__main__":
    main()
