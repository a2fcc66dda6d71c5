"""Copies made by edits of made-up articles: this program beside datasketch and rensa alone, on the same texts.

    python -m benchmarks.copies [--articles N] [--json FILE]          needs: pip install datasketch rensa

Articles of 120 to 700 words; every fourth is copied in each way below. Beside them lie articles that are no copies but
share much: two reports of one event quote the same sentences, a fifth of their text, and each outlet has a footer.
What is scored is pairs: a copy and the article that it was made from. The two libraries get the same runs of five words
and report each pair that their index gives, with 128 permutations and a threshold of 0.5.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import made_up
from onrecord import match
from onrecord.match.words import words
from onrecord.types import CopyRow

_PERMUTATIONS = 128
_THRESHOLD = 0.5
_RUN = 5
Pairs = set[frozenset[str]]


def articles(number: int) -> tuple[list[CopyRow], dict[str, dict[str, str]]]:
    """Return articles with their copies, and for each kind of edit the original of each copy."""
    chance = random.Random(made_up.SEED)
    bodies = [_article(chance) for _ in range(number)]
    for at in range(1, number, 2):  # two reports of one event quote the same sentences
        shared = chance.sample(bodies[at - 1], max(1, len(bodies[at - 1]) // 5))
        bodies[at] = shared + bodies[at][len(shared) :]
    footers = [_sentences(chance, 3) for _ in range(20)]
    rows = [_row(f"{at}", lines + footers[at % 20], "2031-01-01") for at, lines in enumerate(bodies)]
    truth: dict[str, dict[str, str]] = {}
    for kind, edit in edits(chance).items():
        truth[kind] = {}
        for at in range(0, number, 4):
            copied = edit(list(bodies[at]))
            rows.append(_row(f"{at} {kind}", copied + footers[(at + 7) % 20], "2031-01-02"))
            truth[kind][f"{at} {kind}"] = f"{at}"
    return rows, truth


def edits(chance: random.Random) -> dict[str, Callable[[list[str]], list[str]]]:
    """Return what editors do to an article, by name."""

    def typos(lines: list[str]) -> list[str]:
        return [" ".join(word[::-1] if chance.random() < 0.02 else word for word in one.split(" ")) for one in lines]

    def cut(lines: list[str]) -> list[str]:
        return lines[: max(1, round(len(lines) * chance.uniform(0.5, 0.9)))]

    def added(lines: list[str]) -> list[str]:
        for line in _sentences(chance, max(1, len(lines) // 4)):
            lines.insert(chance.randrange(len(lines) + 1), line)
        return lines

    return {
        "exact": lambda lines: lines,
        "cut": cut,
        "new lead": lambda lines: _sentences(chance, 2) + lines[2:],
        "typos": typos,
        "added": added,
        "all": lambda lines: added(typos(_sentences(chance, 1) + lines[1 : 1 + 2 * len(lines) // 3])),
    }


def _article(chance: random.Random) -> list[str]:
    return _sentences(chance, chance.randint(8, 40))


def _sentences(chance: random.Random, number: int) -> list[str]:
    return [" ".join(made_up.line(chance)) + "." for _ in range(number)]


def _row(name: str, lines: Sequence[str], day: str) -> CopyRow:
    return CopyRow(name, "\n".join(lines), earliest=day, latest=day)


def ours(rows: Sequence[CopyRow]) -> Pairs:
    """Return the copies that this program finds, each with its original."""
    return {frozenset(pair) for pair in match.copies(rows).items()}


def by_datasketch(rows: Sequence[CopyRow]) -> Pairs:
    """Return the pairs that datasketch's index gives."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    found: Pairs = set()
    for row in rows:
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in _shingles(row)])
        found |= {frozenset((row.id, other)) for other in index.query(sketch)}
        index.insert(row.id, sketch)
    return found


def by_rensa(rows: Sequence[CopyRow]) -> Pairs:
    """Return the pairs that rensa's index gives."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS, num_bands=32)
    found: Pairs = set()
    for at, row in enumerate(rows):
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=made_up.SEED)
        sketch.update(list(_shingles(row)))
        found |= {frozenset((row.id, rows[other].id)) for other in index.query(sketch)}
        index.insert(at, sketch)
    return found


def _shingles(row: CopyRow) -> Iterator[str]:
    found = words(row.text)
    return (" ".join(found[at : at + _RUN]) for at in range(max(1, len(found) - _RUN + 1)))


def score(found: Pairs, truth: dict[str, dict[str, str]]) -> dict[str, float]:
    """Return precision and recall, and the recall of each kind of edit.

    Two copies of one article are no error, nor are they asked for.
    """
    origin = {copy: original for several in truth.values() for copy, original in several.items()}
    wanted = {frozenset(pair) for pair in origin.items()}
    asked = {pair for pair in found if len({origin.get(one, one) for one in pair}) > 1 or pair in wanted}
    recall = {
        kind: sum(frozenset(pair) in found for pair in several.items()) / len(several)
        for kind, several in truth.items()
    }
    right = len(asked & wanted)
    shares = {"precision": right / max(1, len(asked)), "recall": right / len(wanted)}
    return {name: round(value, 4) for name, value in (shares | recall).items()}


def main() -> None:
    """Print a line for each program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--json", type=Path, help="write the figures here")
    arguments = parser.parse_args()
    rows, truth = articles(arguments.articles)
    programs: dict[str, Callable[[Sequence[CopyRow]], Pairs]] = {
        "onrecord": ours,
        "datasketch": by_datasketch,
        "rensa": by_rensa,
    }
    figures = {}
    for name, find in programs.items():
        began = time.process_time()
        figures[name] = score(find(rows), truth) | {"seconds": round(time.process_time() - began, 2)}
        print(f"{name:10}", "  ".join(f"{key} {value:.4g}" for key, value in figures[name].items()))
    if arguments.json:
        document = {"articles": len(rows), "programs": figures}
        arguments.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
