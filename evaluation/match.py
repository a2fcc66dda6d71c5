"""Score matching: same utterance (pairwise and B-cubed) and copies, against the sample gold.

    python -m evaluation.match                 utterances from gold statements, copies from gold bodies
    python -m evaluation.match --errors 20     with the pairs that went wrong
    python -m evaluation.match --copies [DIR]  copies made by generated edits of the .txt files in DIR (else the sample)

Gold statements are the input, so the scores tell of matching alone. Statements that the gold puts in no utterance are
matched with the rest and not scored.

B-cubed (Bagga and Baldwin 1998): for each statement, the share of its found utterance that belongs with it (precision)
and of its true one that was found (recall), averaged.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation.sample import ARTICLES, GOLD
from onrecord import match
from onrecord.types import CopyRow, Form, Kind, StatementRow

_SEED = 20261123


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall in [0, 1], and the counts behind them, if they are shares of counts."""

    precision: float
    recall: float
    counts: str = ""

    def __str__(self) -> str:
        total = self.precision + self.recall
        both = 2 * self.precision * self.recall / total if total else 0.0
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {both:.3f}  {self.counts}"


def figures(right: int, found: int, gold: int) -> Figures:
    """Return the figures of counts; nothing found is not imprecise."""
    precision, recall = right / found if found else 1.0, right / gold if gold else 1.0
    return Figures(precision, recall, f"({right} right of {found} found, {gold} in gold)")


def records() -> Iterator[dict[str, Any]]:
    """Yield the gold record of each sample article."""
    for path in sorted(GOLD.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if "statements" in record:
            yield record | {"name": path.stem}


def statement_rows() -> tuple[list[StatementRow], dict[str, str]]:
    """Return the gold statements as rows, and the utterance of each that has one."""
    rows, truth = [], {}
    for record in records():
        published = record["published"]
        for number, statement in enumerate(record["statements"], 1):
            said = statement["said"] or {}
            row = StatementRow(
                id=f"{record['name']} {number}",
                article=record["name"],
                text=statement["text"],
                form=Form(statement["form"]),
                speaker=statement["speaker"],
                said_earliest=said.get("earliest"),
                said_latest=said.get("latest"),
                published_earliest=published["earliest"],
                published_latest=published["latest"],
                outlet=record["outlet"],
                copy_of=record["copy_of"],
            )
            rows.append(row)
            if statement["utterance"]:
                truth[row.id] = statement["utterance"]
    return rows, truth


def pairwise(truth: Mapping[str, str], found: Mapping[str, str], keep: Iterable[tuple[str, str]]) -> Figures:
    """Count pairs of statements that belong together in gold and in what was found."""
    right = wrong = missed = 0
    for one, two in keep:
        gold, system = truth[one] == truth[two], found[one] == found[two]
        right += gold and system
        wrong += system and not gold
        missed += gold and not system
    return figures(right, right + wrong, right + missed)


def b_cubed(truth: Mapping[str, str], found: Mapping[str, str]) -> Figures:
    """Return B-cubed precision and recall over the statements in ``truth``."""
    both = Counter((truth[one], found[one]) for one in truth)
    gold, system = Counter(truth.values()), Counter(found[one] for one in truth)
    precision = sum(n * n / system[s] for (_, s), n in both.items()) / len(truth)
    recall = sum(n * n / gold[g] for (g, _), n in both.items()) / len(truth)
    return Figures(precision, recall)


def utterances(errors: int) -> dict[str, Figures]:
    """Score utterances on the sample gold; print up to ``errors`` wrong and missed pairs."""
    rows, truth = statement_rows()
    by_id = {row.id: row for row in rows}
    found = {name: each.id for each in match.utterances(rows) for name in each.statements}
    pairs = list(combinations(sorted(truth), 2))
    indirect = {row.id for row in rows if row.form == Form.INDIRECT}
    spoken = [pair for pair in pairs if not indirect.intersection(pair)]
    reported = [pair for pair in pairs if indirect.intersection(pair)]
    bad = [(one, two) for one, two in pairs if (truth[one] == truth[two]) != (found[one] == found[two])]
    for one, two in sorted(bad, key=lambda pair: (truth[pair[0]] == truth[pair[1]], pair))[:errors]:
        print("missed" if truth[one] == truth[two] else "WRONG ", by_id[one].text, "|", by_id[two].text)
    return {
        "utterances.direct_mixed": pairwise(truth, found, spoken),
        "utterances.indirect": pairwise(truth, found, reported),
        "utterances.b_cubed": b_cubed(truth, found),
    }


def copies() -> Figures:
    """Score copies on the sample: articles mapped to the right original."""
    rows, truth = [], {}
    for record in records():
        published = record["published"]
        rows.append(
            CopyRow(record["name"], _body(record), record["outlet"], published["earliest"], published["latest"])
        )
        if record["copy_of"]:
            truth[record["name"]] = record["copy_of"]
    found = match.copies(rows)
    return figures(sum(truth.get(one) == found[one] for one in found), len(found), len(truth))


def _body(record: Mapping[str, Any]) -> str:
    source = ARTICLES / record["article"]
    text = source.read_text(encoding="utf-8") if source.suffix == ".txt" else ""
    body = [passage for passage in record["passages"] if passage["kind"] == Kind.BODY]
    return "\n".join(p["text"] if "text" in p else text[p["start"] : p["end"]] for p in body)


def edited_copies(texts: Sequence[str]) -> dict[str, Figures]:
    """Score copies made by edits of every second text of at least 100 words; the others stay as distractors."""
    chance = random.Random(_SEED)
    bodies = [[line for line in text.splitlines() if line.strip()] for text in texts]
    others = [line for lines in bodies for line in lines]
    edits: dict[str, Callable[[list[str]], list[str]]] = {
        "exact": lambda lines: lines,
        "typos": lambda lines: _typos(lines, chance),
        "cut": lambda lines: lines[: max(1, round(len(lines) * chance.uniform(0.4, 0.9)))],
        "new lead": lambda lines: [chance.choice(others), *lines[1:]],
        "added": lambda lines: _added(lines, others, chance),
        "all": lambda lines: _added(_typos(lines[: len(lines) * 2 // 3 + 1], chance), others, chance),
    }
    scores = {}
    for name, edit in edits.items():
        rows = [CopyRow(f"{at}", "\n".join(lines), earliest="2020-01-01") for at, lines in enumerate(bodies)]
        before = match.copies(rows)
        chosen = [at for at in range(0, len(bodies), 2) if len(texts[at].split()) >= 100]
        rows += [CopyRow(f"{at} copy", "\n".join(edit(bodies[at])), earliest="2020-01-02") for at in chosen]
        found = {one: two for one, two in match.copies(rows).items() if one not in before}
        right = sum(found.get(f"{at} copy") == before.get(f"{at}", f"{at}") for at in chosen)
        scores[f"copies.{name}"] = figures(right, len(found), len(chosen))
    return scores


def _typos(lines: Sequence[str], chance: random.Random) -> list[str]:
    """Change one word in fifty, as an editor does."""
    return [" ".join(word[::-1] if chance.random() < 0.02 else word for word in line.split(" ")) for line in lines]


def _added(lines: Sequence[str], others: Sequence[str], chance: random.Random) -> list[str]:
    result = list(lines)
    for _ in range(max(1, len(lines) // 4)):
        result.insert(chance.randrange(len(result) + 1), chance.choice(others))
    return result


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, help="pairs to show")
    parser.add_argument("--copies", type=Path, nargs="?", const=ARTICLES, help="folder of .txt files to edit")
    arguments = parser.parse_args()
    if arguments.copies:
        texts = [path.read_text(encoding="utf-8") for path in sorted(arguments.copies.glob("*.txt"))]
        scores = edited_copies(texts)
    else:
        scores = {**utterances(arguments.errors), "copies": copies()}
    for name, score in scores.items():
        print(f"{name:24} {score}")


if __name__ == "__main__":
    main()
