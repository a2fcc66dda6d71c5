"""Score matching on labelled pairs of statements: same utterance, same talking point, or different.

    python -m evaluation.pairs                    both halves of pairs.txt
    python -m evaluation.pairs --errors develop   with the pairs that went wrong in one half
    python -m evaluation.pairs --json FILE        write the figures

All pairs of statements within a story are labelled; all stories are matched together, as one record. Stories are split
in halves: rules may be set on ``develop``, and ``report`` is what is reported.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from evaluation.match import Figures, b_cubed, figures
from onrecord import match
from onrecord.types import Form, StatementRow

PAIRS = Path(__file__).parent / "pairs.txt"
HALVES = ("develop", "report")
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement, the story and half it is in, its utterance, and the line that it has in common with others."""

    row: StatementRow
    story: str
    half: str
    utterance: str
    line: str


def read(path: Path = PAIRS) -> list[Labelled]:
    """Read the labelled statements. Raises ValueError for a line that is none of those that the file describes."""
    found: list[Labelled] = []
    story = half = article = outlet = ""
    day: str | None = None
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text or text.startswith("#"):
            continue
        if text.startswith("= "):
            _, story, half = text.split(" ")
        elif text.startswith("@ "):
            _, article, *named, printed = text.split(" ")
            outlet, day = " ".join(named), _day(printed)
        else:
            form, speaker, said, utterance, words = _fields(text, f"{path.name}:{number}")
            name = f"{story}.{utterance}"
            row = StatementRow(
                id=f"{article}.{utterance} {number}",
                article=article,
                text=words,
                form=Form(form),
                speaker=speaker,
                said_earliest=_day(said),
                said_latest=_day(said),
                published_earliest=day,
                published_latest=day,
                outlet=outlet,
            )
            found.append(Labelled(row, story, half, name, name.rpartition(".")[0] if name.count(".") > 1 else name))
    return found


def _fields(text: str, place: str) -> list[str]:
    fields = text.split("|", 4)
    if len(fields) != 5:
        raise ValueError(f"{place}: {len(fields)} fields; expected form, speaker, day, utterance and text")
    return fields


def _day(text: str) -> str | None:
    return None if text == _UNKNOWN else text


def pairs(statements: list[Labelled]) -> Iterator[tuple[Labelled, Labelled, str]]:
    """Yield each two statements of a story with their label."""
    for one, two in combinations(statements, 2):
        if one.story == two.story:
            same = "utterance" if one.utterance == two.utterance else "different"
            yield one, two, "talking point" if same == "different" and one.line == two.line else same


def score(statements: list[Labelled], half: str) -> dict[str, Figures]:
    """Return the figures of one half: pairs by form, talking points, and B-cubed."""
    utterance, point = _found(statements)
    chosen = [one for one in statements if one.half == half]
    counts = {name: [0, 0, 0] for name in ("direct_mixed", "indirect", "talking_points")}
    for one, two, label in pairs(chosen):
        left, right = one.row.id, two.row.id
        joined = utterance[left] == utterance[right]
        form = "indirect" if Form.INDIRECT in (one.row.form, two.row.form) else "direct_mixed"
        _count(counts[form], found=joined, gold=label == "utterance")
        repeated = not joined and left in point and point.get(left) == point.get(right)
        _count(counts["talking_points"], found=repeated, gold=label == "talking point")
    truth = {one.row.id: one.utterance for one in chosen}
    return {name: figures(*several) for name, several in counts.items()} | {"b_cubed": b_cubed(truth, utterance)}


def _count(counts: list[int], *, found: bool, gold: bool) -> None:
    for at, hit in enumerate((found and gold, found, gold)):
        counts[at] += hit


def _found(statements: list[Labelled]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the utterance of each statement, and the talking point of those that have one."""
    utterance: dict[str, str] = {}
    point: dict[str, str] = {}
    for family in match.families([one.row for one in statements]):
        points = {name: each.id for each in family.points for name in each.utterances}
        for each in family.utterances:
            utterance |= dict.fromkeys(each.statements, each.id)
            point |= {name: points[each.id] for name in each.statements if each.id in points}
    return utterance, point


def errors(statements: list[Labelled], half: str) -> Iterator[str]:
    """Yield the pairs of one half that went wrong."""
    utterance, _ = _found(statements)
    for one, two, label in pairs([each for each in statements if each.half == half]):
        joined = utterance[one.row.id] == utterance[two.row.id]
        if joined != (label == "utterance"):
            kind = "WRONG " if joined else "missed"
            yield f"{kind} {one.row.id} {two.row.id}: {one.row.text} | {two.row.text}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=HALVES)
    parser.add_argument("--json", type=Path, help="write the figures here")
    arguments = parser.parse_args()
    statements = read()
    labels = [label for _, _, label in pairs(statements)]
    document: dict[str, object] = {"pairs": {name: labels.count(name) for name in sorted(set(labels))}}
    print(f"{len(statements)} statements, {len(labels)} pairs: {document['pairs']}")
    for half in HALVES:
        scores = score(statements, half)
        for name, each in scores.items():
            print(f"{half:8} {name:15} {each}")
        document[half] = {
            name: {"precision": round(each.precision, 4), "recall": round(each.recall, 4)}
            for name, each in scores.items()
        }
    for line in errors(statements, arguments.errors) if arguments.errors else ():
        print(line)
    if arguments.json:
        arguments.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
