"""How well matching works on real coverage: what outlets made of one story, read from end to end.

    python -m evaluation.coverage [--half develop|report] [--show] [--readme README.md] [--data ../shared/data]

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
from evaluation import readme
from evaluation.actors import GOLD
from evaluation.match import Figures, figures
from evaluation.texts import address_of, text_of
from onrecord.types import Form, Statement

_ROOT = Path(__file__).resolve().parents[1]
_ALIKE = 0.5  # share of the characters of both together, from which on two spans are one statement
_SHOWN = {
    "direct_mixed": "direct and mixed, by speakers with a name",
    "indirect": "one of the two indirect, by speakers with a name",
    "direct_mixed_nameless": "direct and mixed, a speaker without a name",
    "indirect_nameless": "one of the two indirect, a speaker without a name",
    "b_cubed": "B-cubed",
}
KINDS = tuple(_SHOWN)[:4]
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


def counts(statements: list[Found]) -> dict[str, tuple[int, int, int]]:
    """Return how many pairs are right, found and in the gold, by form and by whether both speakers have a name."""
    tally = {name: [0, 0, 0] for name in KINDS}
    for one, two, joined, same in pairs(statements):
        left, right = one.statement, two.statement
        form = "indirect" if Form.INDIRECT in (left.form, right.form) else "direct_mixed"
        nameless = "" if left.speaker.name and right.speaker.name else "_nameless"
        for at, hit in enumerate((joined and same, joined, same)):
            tally[form + nameless][at] += hit
    return {name: (right_, found_, gold) for name, (right_, found_, gold) in tally.items()}


def score(statements: list[Found]) -> dict[str, Figures]:
    """Return the figures of pairs, as ``counts`` parts them, and B-cubed."""
    joined_with, same_as = ({one.statement.id: {one.statement.id} for one in statements} for _ in range(2))
    for one, two, joined, same in pairs(statements):
        for found_, hit in ((joined_with, joined), (same_as, same)):
            if hit:
                found_[one.statement.id].add(two.statement.id)
                found_[two.statement.id].add(one.statement.id)
    both = {one: len(joined_with[one] & same_as[one]) for one in joined_with}
    cubed = Figures(
        sum(number / len(joined_with[one]) for one, number in both.items()) / max(1, len(both)),
        sum(number / len(same_as[one]) for one, number in both.items()) / max(1, len(both)),
    )
    return {name: figures(*several) for name, several in counts(statements).items()} | {"b_cubed": cubed}


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


def measure(data: Path, half: str) -> tuple[list[Labelled], list[Found]]:
    """Read and match the stories of one half; return what is labelled, and what of it the program has."""
    gold = [one for one in read_gold() if one.half == half]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.onrecord"
        read = record(data, dict.fromkeys((one.corpus, one.document) for one in gold), path)
    return gold, list(found(gold, read))


def stories(data: Path) -> Path:
    """Return the folder of ECB+."""
    return data / "events" / "ecbplus"


def there(data: Path) -> bool:
    """Tell whether the texts are there."""
    return (data / "polnear" / "train").is_dir() and stories(data).is_dir()


def told(gold: list[Labelled], statements: list[Found]) -> str:
    """Return what was measured on, in words."""
    stories, articles = {one.story for one in gold}, {one.document for one in gold}
    read = f"{len(statements)} of them read ({len(statements) / len(gold):.1%})"
    return f"{len(stories)} stories, {len(articles)} articles, {len(gold)} statements labelled, {read}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--show", action="store_true", help="print the pairs that went wrong (half develop only)")
    parser.add_argument("--readme", type=Path, help="write the table into this page as well")
    options = parser.parse_args()
    if options.show and options.half == "report":
        parser.error("--show is not for the half report: whoever looks at its mistakes can measure no more")
    if not there(options.data):
        print(f"no data in {options.data}: nothing measured")
        return
    gold, statements = measure(options.data, options.half)
    print(told(gold, statements))
    scores = score(statements)
    for name, each in scores.items():
        print(f"{name:22} {each}")
    for text in errors(statements) if options.show else ():
        print(text)
    if options.readme:
        rows = [
            [words, f"{100 * scores[name].precision:.1f}", f"{100 * scores[name].recall:.1f}"]
            for name, words in _SHOWN.items()
        ]
        table = readme.table(["pairs", "precision", "recall"], rows)
        readme.rewrite(options.readme, "coverage", f"{table}\n\n{told(gold, statements)}.")


if __name__ == "__main__":
    main()
