"""How well matching works on real coverage: what outlets made of one story, read from end to end.

    python -m evaluation.coverage [--half develop|report] [--show] [--data ../shared/data] [--json FILE]

The stories are articles of PolNeAR about one event, by several outlets, and topics of ECB+. The gold
(gold/coverage.tsv) says which of their statements report one utterance; it holds offsets, no texts. All articles are
read and matched as by ``onrecord add``, in one record, and statements are found again by their offsets: what the reader
does not find is counted apart. Any two labelled statements of a story are a pair, and statements of two stories are
never one utterance. Rules may be set on the half "develop"; scores are those of "report".
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import onrecord
from evaluation.actors import GOLD
from evaluation.match import Figures, figures
from evaluation.texts import address_of, text_of
from onrecord.types import Form, Statement

_ROOT = Path(__file__).resolve().parents[1]
_ALIKE = 0.5  # share of the characters of both together, from which on two spans are one statement
KINDS = ("direct_mixed", "indirect", "direct_mixed_nameless", "indirect_nameless")
HALVES = ("develop", "report")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement: first to behind the last character of its content; number and utterance are the story's own.

    doubtful: numbers of statements of which nobody could say whether they report the same utterance.
    """

    story: str
    half: str
    corpus: str
    document: str
    start: int
    end: int
    number: str
    utterance: str
    doubtful: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A labelled statement as the program read it, and the utterance that it was matched to."""

    gold: Labelled
    statement: Statement

    @property
    def utterance(self) -> str:
        """Return the id of the utterance, the statement's own where it was matched to nothing."""
        return self.statement.utterance or self.statement.id

    @property
    def truth(self) -> str:
        """Return the gold's utterance, unlike that of any other story."""
        return f"{self.gold.story} {self.gold.utterance}"


def read_gold(path: Path = GOLD / "coverage.tsv") -> list[Labelled]:
    """Read the labelled statements."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "story\t")):
            story, half, corpus, document, start, end, number, utterance, others = line.split("\t")
            doubtful = frozenset(others.split(",")) if others else frozenset[str]()
            rows.append(Labelled(story, half, corpus, document, int(start), int(end), number, utterance, doubtful))
    return rows


def record(data: Path, wanted: Iterable[tuple[str, str]], path: Path) -> dict[tuple[str, str], list[Statement]]:
    """Add documents (corpus, name) to a new record; return the statements of each that is there."""
    names, lines = [], []
    for corpus, document in wanted:
        text = text_of(data, corpus, document)
        if text is not None:
            names.append((corpus, document))
            lines.append(json.dumps({"text": text, **_printed(data, corpus, document)}))
    source = path.with_suffix(".jsonl")
    source.write_text("\n".join(lines), encoding="utf-8")
    onrecord.add([source], path)
    found: dict[tuple[str, str], list[Statement]] = {name: [] for name in names}
    with onrecord.Record.open(path) as opened:
        for article in opened.articles():
            number = int(article.source.rpartition("#")[2])
            found[names[number - 1]] = list(article.statements)
    return found


def _printed(data: Path, corpus: str, document: str) -> dict[str, str]:
    """Return what is known of an article beside its text: outlet and day, or address."""
    if corpus == "ecb":
        address = address_of(data, document)
        return {"id": document} | ({"url": address} if address else {})
    outlet, day, _ = document.split("_", 2)
    return {"id": document, "outlet": outlet, "date": day}


def found(gold: Iterable[Labelled], read: Mapping[tuple[str, str], list[Statement]]) -> Iterator[Found]:
    """Yield the labelled statements that the program has, each statement once."""
    taken: set[str] = set()
    for one in gold:
        nearest = max(read.get((one.corpus, one.document), ()), key=lambda it: _overlap(one, it), default=None)
        if nearest and _overlap(one, nearest) >= _ALIKE and nearest.id not in taken:
            taken.add(nearest.id)
            yield Found(one, nearest)


def _overlap(one: Labelled, statement: Statement) -> float:
    start, end = statement.content[0][0], statement.content[-1][1]
    both = max(0, min(end, one.end) - max(start, one.start))
    return both / (max(end, one.end) - min(start, one.start))


def pairs(statements: list[Found]) -> Iterator[tuple[Found, Found, bool, bool]]:
    """Yield each two statements, whether the program joined them and whether they are one.

    Left out is what is in doubt, and what follows from a doubt: of two sentences that one outlet prints as one
    quotation, and others one by one, it is open whether they are one with each other.
    """
    near: dict[tuple[str, str], set[str]] = defaultdict(set)  # of which it is in doubt, or of its utterance
    for early, late in combinations((each.gold for each in statements), 2):
        if early.story == late.story and _open(early, late):
            near[early.story, early.number].add(late.utterance)
            near[late.story, late.number].add(early.utterance)
    whole: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in statements:
        whole[one.gold.story, one.gold.utterance] |= near[one.gold.story, one.gold.number] | {one.gold.utterance}
    for one, two in combinations(statements, 2):
        left, right = one.gold, two.gold
        same = one.truth == two.truth
        if left.story == right.story:
            follows = whole[left.story, left.utterance] & whole[right.story, right.utterance]
            if _open(left, right) or (not same and follows):
                continue
        yield one, two, one.utterance == two.utterance, same


def _open(one: Labelled, two: Labelled) -> bool:
    return two.number in one.doubtful or one.number in two.doubtful


def score(statements: list[Found]) -> dict[str, Figures]:
    """Return the figures of pairs by form and by whether both speakers have a name, and B-cubed."""
    counts = {name: [0, 0, 0] for name in KINDS}
    joined_with, same_as = ({one.statement.id: {one.statement.id} for one in statements} for _ in range(2))
    for one, two, joined, same in pairs(statements):
        left, right = one.statement, two.statement
        form = "indirect" if Form.INDIRECT in (left.form, right.form) else "direct_mixed"
        nameless = "" if left.speaker.name and right.speaker.name else "_nameless"
        for at, hit in enumerate((joined and same, joined, same)):
            counts[form + nameless][at] += hit
        for found_, hit in ((joined_with, joined), (same_as, same)):
            if hit:
                found_[left.id].add(right.id)
                found_[right.id].add(left.id)
    both = {one: len(joined_with[one] & same_as[one]) for one in joined_with}
    cubed = Figures(
        sum(number / len(joined_with[one]) for one, number in both.items()) / max(1, len(both)),
        sum(number / len(same_as[one]) for one, number in both.items()) / max(1, len(both)),
    )
    return {name: figures(*several) for name, several in counts.items()} | {"b_cubed": cubed}


def errors(statements: list[Found]) -> Iterator[str]:
    """Yield the pairs that went wrong."""
    for one, two, joined, same in pairs(statements):
        if joined != same:
            kind = "WRONG " if joined else "missed"
            yield "\n".join([f"{kind} {one.gold.story}", *(f"    {_told(each)}" for each in (one, two))])


def _told(one: Found) -> str:
    it = one.statement
    when = f"{it.said.earliest or ''}..{it.said.latest or ''}" if it.said else "?"
    return f"{one.gold.document} {one.gold.start} {it.form} {it.speaker.name} ({it.speaker.how}) {when}: {it.text}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--show", action="store_true", help="print the pairs that went wrong (half develop only)")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    if options.show and options.half == "report":
        parser.error("--show is not for the half report: whoever looks at its mistakes can measure no more")
    if not (options.data / "polnear" / "dev").exists():
        print(f"no data in {options.data}: nothing measured")
        return
    gold = [one for one in read_gold() if one.half == options.half]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.onrecord"
        read = record(options.data, dict.fromkeys((one.corpus, one.document) for one in gold), path)
    statements = list(found(gold, read))
    stories: dict[str, set[str]] = defaultdict(set)
    for one in gold:
        stories[one.story].add(one.document)
    print(f"{len(stories)} stories, {sum(map(len, stories.values()))} articles, {len(gold)} statements labelled")
    print(f"{len(statements)} of them read ({len(statements) / len(gold):.1%})")
    scores = score(statements)
    for name, each in scores.items():
        print(f"{name:22} {each}")
    for text in errors(statements) if options.show else ():
        print(text)
    if options.json:
        rounded = {n: {"precision": round(s.precision, 4), "recall": round(s.recall, 4)} for n, s in scores.items()}
        options.json.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
