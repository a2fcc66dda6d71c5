"""Score time expressions against the TIMEX3 annotation of TimeBank and AQUAINT (TimeML).

    python -m evaluation.dates FOLDER [--half develop|report|all] [--errors N]

FOLDER holds .tml files, at any depth. They are halved by the SHA-256 of their names: rules are written on one half
(develop) and scores are reported on the other. Scored are TIMEX3 of type DATE and TIME whose value is a time (not
PAST_REF, PRESENT_REF, FUTURE_REF): durations and sets name no time. An expression is found when it overlaps an
annotated one (relaxed) or has its very span (strict); its value is right when the annotated value, cut to the day, is
its own. The anchor is the annotated time of creation.
"""

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, parse_day
from onrecord.dates.reasons import reference_for
from onrecord.dates.timeml import timeml
from onrecord.dates.values import Anaphor, Stretch

_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_TYPES = ("DATE", "TIME")


@dataclass(frozen=True, slots=True)
class Timex:
    """One annotated expression: a span into the document's text, its type and its value."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document's plain text (line breaks as spaces, so that offsets stay), its day of creation, its annotation."""

    name: str
    text: str
    created: date | None
    gold: tuple[Timex, ...]


def read(path: Path) -> Document:
    """Return the document in a .tml file."""
    source = path.read_text(encoding="utf-8", errors="replace")
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.DOTALL)
    created = re.search(r'<DCT>.*?value="([^"]*)"', source, re.DOTALL)
    pieces: list[str] = []
    gold: list[Timex] = []
    opened: list[tuple[int, dict[str, str]]] = []
    length = position = 0
    content = body[1] if body else ""
    for tag in [*_TAG.finditer(content), None]:
        piece = unescape(content[position : tag.start() if tag else len(content)])
        pieces.append(piece)
        length += len(piece)
        position = tag.end() if tag else len(content)
        if tag and tag[2] == "TIMEX3" and not tag[1]:
            opened.append((length, dict(_ATTRIBUTE.findall(tag[3]))))
        elif tag and tag[2] == "TIMEX3" and opened:
            start, attributes = opened.pop()
            gold.append(Timex(start, length, attributes.get("type", ""), attributes.get("value", "")))
    text = re.sub(r"\n(?!\n)", " ", "".join(pieces))
    return Document(path.name, text, parse_day(created[1]) if created else None, tuple(gold))


def half_of(name: str) -> str:
    """Return the half that a document belongs to."""
    return "develop" if hashlib.sha256(name.encode()).digest()[0] % 2 else "report"


def predictions(document: Document) -> Iterator[tuple[TimeExpression, str | None]]:
    """Yield the expressions found in a document, with their TimeML value."""
    anchor = Interval(document.created, document.created)
    for found in expressions(document.text):
        if isinstance(found.value, Stretch):
            continue
        reference = None
        if isinstance(found.value, Anaphor):
            earlier = reference_for(document.text, found)
            reference = earlier.resolve(anchor) if earlier else None
        yield found, timeml(found.value, found.resolve(anchor, reference=reference), daypart=found.daypart)


def score(documents: list[Document], *, errors: int = 0) -> dict[str, float]:
    """Return precision, recall and F1 (relaxed, strict) and the share of right values among the found."""
    count: Counter[str] = Counter()
    shown = 0
    for document in documents:
        gold = [each for each in document.gold if each.kind in _TYPES and not each.value.endswith("_REF")]
        others = [each for each in document.gold if each not in gold]
        hit: set[Timex] = set()
        for found, value in predictions(document):
            match = next((each for each in gold if each.start < found.end and found.start < each.end), None)
            if match is None:
                vague = any(each.start < found.end and found.start < each.end for each in others)
                count["vague" if vague else "wrong"] += 1
                label = "" if vague else f"not annotated: {found.words}"
            else:
                first = match not in hit
                hit.add(match)
                count["found"] += first
                count["strict"] += (match.start, match.end) == (found.start, found.end)
                right = value is not None and _day(value) == _day(match.value)
                count["value"] += right and first
                label = "" if right else f"value: {found.words} = {value}, annotated {match.value}"
            if label and shown < errors:
                shown += 1
                context = document.text[max(0, found.start - 60) : found.end + 30].replace("\n", " ")
                print(f"{document.name} ({document.created})\t{label}\t{context}")
        for each in gold:
            if each not in hit and shown < errors:
                shown += 1
                print(f"{document.name}\tmissed: {document.text[each.start : each.end]} = {each.value}")
        count["gold"] += len(gold)
    return _scores(count)


def _day(value: str) -> str:
    """Return a value cut to the day, in one spelling: annotators also wrote 1949-XX, 198X and 2000-W7."""
    value = re.sub(r"(-XX)+$|X$", "", value.split("T")[0])
    return re.sub(r"-W(?=\d$)", "-W0", value)


def _scores(count: Counter[str]) -> dict[str, float]:
    answered = count["found"] + count["wrong"]
    scores: dict[str, float] = {"gold": count["gold"], "answered": answered, "on durations and vague": count["vague"]}
    for name, key in (("relaxed", "found"), ("strict", "strict"), ("span and value", "value")):
        precision = count[key] / answered if answered else 0.0
        recall = count[key] / count["gold"] if count["gold"] else 0.0
        total = precision + recall
        scores |= {f"{name} precision": precision, f"{name} recall": recall}
        scores[f"{name} F1"] = 2 * precision * recall / total if total else 0.0
    scores["value right of found"] = count["value"] / count["found"] if count["found"] else 0.0
    return scores


def main() -> None:
    """Score a folder and print the result."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("develop", "report", "all"), default="report")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N errors")
    options = parser.parse_args()
    paths = sorted(options.folder.rglob("*.tml"))
    documents = [read(path) for path in paths if options.half in ("all", half_of(path.name))]
    print(f"{len(documents)} documents ({options.half})")
    for name, number in score(documents, errors=options.errors).items():
        print(f"{name:28} {number:8.3f}" if isinstance(number, float) else f"{name:28} {number:8}")


if __name__ == "__main__":
    main()
