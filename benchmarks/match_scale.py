"""Time and accuracy of matching on statements made up with known truth.

    python benchmarks/match_scale.py [SIZE ...]     (default 1000 10000 100000)

Speakers, utterances and outlets are drawn with long tails, as in news: a few speakers make most statements, most
utterances are reported once, some by dozens of outlets. Each report is word for word, cut, or reworded (function words
and one content word in eight changed); one in five is of an utterance that repeats an earlier line of the same speaker
on another day. Prints seconds of processor time, peak memory, pairwise precision and recall, and the exponent of growth
between sizes.
"""

import argparse
import math
import random
import resource
import time
from collections import defaultdict
from datetime import date, timedelta

from onrecord import match
from onrecord.types import Form, StatementRow

_SEED = 7
_REPORTS = (1, 1, 1, 1, 2, 2, 3, 5, 9, 30)  # of an utterance
_GRAMMAR = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "is",
    "for",
    "on",
    "with",
    "as",
    "it",
    "by",
    "at",
    "will",
    "not",
)
_SYLLABLES = ("ba", "de", "fi", "go", "lu", "mar", "nel", "or", "pik", "ran", "sto", "tul", "vor", "wen", "zim", "kin")


def generate(size: int) -> tuple[list[StatementRow], dict[str, int]]:
    """Return about ``size`` statements and the utterance of each."""
    chance = random.Random(_SEED)
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(20_000)]
    frequency = [1 / (rank + 10) for rank in range(len(vocabulary))]
    speakers = [f"{_name(chance)} {_name(chance)}" for _ in range(max(5, size // 40))]
    tail = [1 / (rank + 3) for rank in range(len(speakers))]
    lines: defaultdict[str, list[list[str]]] = defaultdict(list)
    rows: list[StatementRow] = []
    truth: dict[str, int] = {}
    number = 0
    while len(rows) < size:
        number += 1
        speaker = chance.choices(speakers, tail)[0]
        said = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
        line = chance.choice(lines[speaker]) if lines[speaker] and chance.random() < 0.2 else None
        if line is None:
            content = chance.choices(vocabulary, frequency, k=chance.randint(4, 16))
            line = [word for each in content for word in (*chance.choices(_GRAMMAR, k=chance.randint(0, 2)), each)]
            lines[speaker].append(line)
        for _ in range(chance.choice(_REPORTS)):
            row = _report(len(rows), line, speaker, said, chance)
            rows.append(row)
            truth[row.id] = number
    return rows, truth


def _report(number: int, line: list[str], speaker: str, said: date, chance: random.Random) -> StatementRow:
    words = list(line)
    if chance.random() < 0.3:
        words = [w if (w not in _GRAMMAR or chance.random() < 0.6) else chance.choice(_GRAMMAR) for w in words]
        words = [w if w in _GRAMMAR or chance.random() < 0.875 else _name(chance).lower() for w in words]
    if chance.random() < 0.3:
        start = chance.randrange(len(words) // 3)
        words = words[start : start + max(4, 2 * len(words) // 3)]
    published = (said + timedelta(days=chance.randrange(4))).isoformat()
    known = said.isoformat() if chance.random() < 0.6 else None
    return StatementRow(
        id=f"s{number:07}",
        article=f"a{number:07}",
        text=" ".join(words),
        form=Form.DIRECT,
        speaker=speaker if chance.random() < 0.7 else speaker.split()[-1] if chance.random() < 0.9 else None,
        said_earliest=known,
        said_latest=known,
        published_earliest=published,
        published_latest=published,
    )


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()


def accuracy(found: dict[str, str], truth: dict[str, int]) -> str:
    """Return pairwise precision and recall as words."""
    both: defaultdict[tuple[str, int], int] = defaultdict(int)
    system: defaultdict[str, int] = defaultdict(int)
    gold: defaultdict[int, int] = defaultdict(int)
    for name, number in truth.items():
        both[found[name], number] += 1
        system[found[name]] += 1
        gold[number] += 1
    right, given, all_ = (sum(math.comb(n, 2) for n in counts.values()) for counts in (both, system, gold))
    return f"precision {right / max(1, given):.4f}  recall {right / max(1, all_):.4f}"


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    before: tuple[int, float] | None = None
    for size in parser.parse_args().sizes:
        rows, truth = generate(size)
        began = time.process_time()
        found = {name: each.id for each in match.utterances(rows) for name in each.statements}
        seconds = time.process_time() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        growth = f"  exponent {math.log(seconds / before[1]) / math.log(size / before[0]):.2f}" if before else ""
        print(f"{size:>9,}  {seconds:7.2f} s  {memory:6.0f} MiB  {accuracy(found, truth)}{growth}")
        before = (size, seconds)


if __name__ == "__main__":
    main()
