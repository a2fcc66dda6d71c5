"""Time of checking a quotation against records of made-up statements.

    python benchmarks/check_speed.py [SIZE ...] [--json FILE]       (default 10000 100000 1000000)

Asked, by words alone and with the speaker's name: quotations as printed, with a word changed, cut in the middle, of
common words only, and of nobody. The record is open and its file in the system's cache, as it is for whoever types;
times are of one core's work, so that they do not tell how busy the machine was.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import made_up
from onrecord import checking
from onrecord.match.words import word_list
from onrecord.query import Record
from onrecord.types import StatementRow

_EACH = 40  # quotations of a kind
_COMMON = "we have to be ready and we will do what they said we could not do"


def quotations(rows: Sequence[StatementRow]) -> Iterator[tuple[str, str, str | None]]:
    """Yield kind, quotation and speaker."""
    chance = random.Random(made_up.SEED)
    grammar = sorted(word for word in word_list("function_words") if word.isalpha())
    for row in chance.sample(rows, _EACH):
        words = row.text.split()
        changed = list(words)
        changed[len(words) // 2] = "never"
        yield "as printed", row.text, None
        yield "as printed, speaker given", row.text, row.speaker
        yield "one word changed", " ".join(changed), None
        yield "cut", " ".join([*words[: len(words) // 3], "…", *words[-len(words) // 3 :]]), None
        yield "nobody's", " ".join(chance.sample(grammar, 4)) + " zebra pancake umbrella", None
        yield "common words", " ".join(chance.sample(_COMMON.split(), 8)), None


def measure(size: int, folder: Path) -> dict[str, dict[str, float]]:
    """Return median and worst milliseconds of processor time of each kind of quotation."""
    rows, _ = made_up.generate(size)
    path = folder / f"{size}.onrecord"
    made_up.store(rows, path)
    return timed(path, rows)


def timed(path: Path, rows: Sequence[StatementRow]) -> dict[str, dict[str, float]]:
    """Return the same of a record that is there."""
    found: dict[str, list[float]] = {}
    with Record.open(path) as record:
        for kind, quotation, speaker in quotations(rows):
            began = time.process_time()
            checking.check(record, quotation, speaker=speaker)
            found.setdefault(kind, []).append(1000 * (time.process_time() - began))
    return {
        kind: {"median_ms": round(statistics.median(times), 1), "worst_ms": round(max(times), 1)}
        for kind, times in found.items()
    }


def main() -> None:
    """Print a line for each kind of quotation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--json", type=Path, help="write the figures here")
    arguments = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            figures[str(size)] = measure(size, Path(folder))
            for kind, each in figures[str(size)].items():
                print(f"{size:>9,}  {kind:26} median {each['median_ms']:6.1f} ms  worst {each['worst_ms']:6.1f} ms")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
