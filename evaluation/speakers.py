"""How well speakers are resolved: names given for gold attributions of PolNeAR dev against names given by a reader.

    python -m evaluation.speakers [--half develop|report] [--show] [--data ../shared/data/polnear]
        [--gold evaluation/gold/speakers.tsv]

The attributions are the gold ones, so that resolution is measured and not what is read; names in the text, the table of
actors and the article's day are there as in the whole program. Prints two shares: answered (of the rows with a name in
the gold, how many got one) and right (of the rows that got a name, how many got the gold's; a name where the gold has
"-" is wrong). Rules are written with the half "develop" in sight. Exits quietly with 0 when the data is not there.
"""

import argparse
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord import actors, assemble, resolve
from onrecord.model.infer import Reader
from onrecord.names import parts
from onrecord.types import Article, Attribution, Span, Statement, Tagged

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One row of the gold: where a source stands, and every name that is right for it (none: no name is)."""

    document: str
    start: int
    end: int
    names: frozenset[str]
    half: str


@dataclass(frozen=True, slots=True)
class SpeakerScore:
    """Counts over the gold rows."""

    rows: int
    named: int
    named_answered: int
    answered: int
    right: int

    @property
    def precision(self) -> float:
        """Return the share of given names that are right."""
        return self.right / self.answered if self.answered else 0.0

    @property
    def coverage(self) -> float:
        """Return the share of rows with a gold name that got a name."""
        return self.named_answered / self.named if self.named else 0.0


def fold(name: str) -> str:
    """Return a name as it is compared: lower case, no diacritics, no "the", single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip().removeprefix("the ")


def same(given: str, gold: str) -> bool:
    """Tell whether a name is the gold's, or says more of it: who the article calls Lund may be given as Ada Lund."""
    if fold(given) == gold:
        return True
    wanted = {part for part in parts(gold) if len(part) > 1}
    return bool(wanted) and wanted <= set(parts(given)) and parts(gold)[-1] == parts(given)[-1]


def read_gold(path: Path) -> list[GoldRow]:
    """Read ``speakers.tsv``."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            document, start, end, names, half = line.split("\t")
            right = frozenset(fold(n) for n in names.split("|") if n != "-")
            rows.append(GoldRow(document, int(start), int(end), right, half))
    return rows


def read_attributions(path: Path) -> tuple[Attribution, ...]:
    """Read the attributions of a brat file; lines that are neither T nor E lines are annotation text."""
    spans: dict[str, tuple[str, tuple[Span, ...]]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if mark := re.match(r"(T\d+)\t(\w+) ([\d ;]+)", line):
            pairs = (fragment.split() for fragment in mark[3].split(";"))
            spans[mark[1]] = (mark[2].lower(), tuple((int(a), int(b)) for a, b in pairs))
        elif re.match(r"E\d+\t", line):
            roles: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
            for part in line.split("\t")[1].split():
                role, fragments = spans.get(part.split(":")[1], ("", ()))
                if role in roles:
                    roles[role].extend(fragments)
            source, cue, content = (tuple(sorted(roles[role])) for role in ("source", "cue", "content"))
            found.append(Attribution(source, cue, content, confidence=1.0))
    return tuple(found)


def read_split(folder: Path, split: str, documents: frozenset[str]) -> Iterator[tuple[Article, Tagged]]:
    """Yield some articles of a split with the first annotator's attributions and the names that the reader finds."""
    paths = [path for path in sorted((folder / split / "text").glob("*.txt")) if path.stem in documents]
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    for path, text, tagged in zip(paths, texts, Reader.load().tag(texts), strict=True):
        name = path.stem
        pattern = re.compile(re.escape(name) + r"_....\.ann")
        annotated = sorted(p for p in (folder / split / "attributions").iterdir() if pattern.fullmatch(p.name))
        article = Article(id=name, key=name, source=name, text=text, raw_hash="", format="text")
        yield article, Tagged(read_attributions(annotated[0]), tagged.entities)


def resolved(folder: Path, documents: frozenset[str]) -> dict[str, list[Statement]]:
    """Return the statements of the documents, of whichever split, speakers resolved."""
    found: dict[str, list[Statement]] = {}
    table = actors.table()
    for split in ("dev", "train"):
        if documents <= found.keys():
            continue
        for article, tagged in read_split(folder, split, documents):
            statements = assemble.statements(article, tagged)
            people = resolve.cast(article, tagged, statements, table)
            day = article.id.split("_")[1]
            open_ = actors.Known(table)
            known = actors.Known(table, actors.Period(day, day), people.bodies(open_), people.home(table))
            found[article.id] = list(resolve.speakers(article, tagged, statements, known=known, people=people))
    return found


def given_name(statements: list[Statement], row: GoldRow) -> tuple[str | None, str]:
    """Return the name and the way it was found for the source of a gold row."""
    for statement in statements:
        mention = statement.speaker.mention
        if mention and mention.start < row.end and row.start < mention.end and mention.start == row.start:
            return statement.speaker.name, str(statement.speaker.how)
    return None, "no statement"


def score(folder: Path, gold: list[GoldRow], *, show: bool = False) -> SpeakerScore:
    """Score every gold row; show: print the rows that are wrong or not answered."""
    found = resolved(folder, frozenset(row.document for row in gold))
    named_answered = answered = right = 0
    for row in gold:
        name, how = given_name(found.get(row.document, []), row)
        hit = name is not None and any(same(name, one) for one in row.names)
        answered += name is not None
        right += hit
        named_answered += name is not None and bool(row.names)
        if show and not hit and (name or row.names):
            expected = "|".join(sorted(row.names)) or "-"
            print(f"{row.document} {row.start}: expected {expected}, got {name or '-'} ({how})")
    return SpeakerScore(len(gold), sum(bool(r.names) for r in gold), named_answered, answered, right)


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data" / "polnear")
    parser.add_argument("--gold", type=Path, default=_ROOT / "evaluation" / "gold" / "speakers.tsv")
    parser.add_argument("--half", choices=("develop", "report"), default="report")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if options.show and options.half == "report":
        parser.error("--show is not for the half report: whoever looks at its mistakes can measure no more")
    if not (options.data / "dev").is_dir():
        print(f"no data in {options.data}: nothing measured")
        return
    gold = [row for row in read_gold(options.gold) if row.half == options.half]
    result = score(options.data, gold, show=options.show)
    print(f"rows {result.rows}, with a name {result.named}, answered {result.named_answered} ({result.coverage:.1%})")
    print(f"names given {result.answered}, right {result.right} ({result.precision:.1%})")


if __name__ == "__main__":
    main()
