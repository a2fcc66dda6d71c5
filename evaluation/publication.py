"""How well articles are dated: by their texts alone, or with what comes with a page.

    python -m evaluation.publication [--half develop|report|all] [--given nothing|metadata|wrong]
        [--data ../shared/data] [--pages FOLDER] [--show] [--readme README.md]

given: nothing but the text; metadata that state the true day, which tells how often the text is wrongly held against
them; or metadata that are wrong by three years, as where a site has moved its archive, which have to be exposed. The
days are those of gold/published.tsv (PolNeAR dev, worldwide-newswire, TimeBank) and, with --pages, of
gold/pages.tsv (texts of the pages as FOLDER/NAME.txt, which are not ours to give). A first line that is an address is
left out, so that nothing but the text speaks. Rules are written with the half "develop" in sight; scores are those of
"report". Prints how many intervals hold the true day, how many are that day, how many are closed at both ends, and how
wide those are. --readme writes the table of all three, and of PolNeAR as one record (``whole``).
"""

import argparse
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from evaluation import readme
from evaluation.actors import GOLD
from evaluation.coverage import record
from evaluation.texts import text_of
from onrecord import Record, pipeline
from onrecord.model.infer import Reader
from onrecord.sources import page_of_text
from onrecord.types import Article, Dating

GIVEN = {
    "nothing": "the text alone",
    "metadata": "and metadata with the true day",
    "wrong": "and metadata three years late",
}
_MOVED = 3  # years by which wrong metadata are late
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Row:
    """One article and its day (ISO) or month of publication."""

    corpus: str
    document: str
    published: str
    half: str


@dataclass(slots=True)
class Tally:
    """Counts over articles. days: whose true day is known, not the month alone; widths: days of closed intervals."""

    articles: int = 0
    days: int = 0
    held: int = 0
    lower: int = 0
    closed: int = 0
    exact: int = 0
    conflicts: int = 0
    widths: list[int] = field(default_factory=list)


def read_gold(pages: Path | None) -> Iterator[Row]:
    """Yield the articles of both gold files."""
    for line in (GOLD / "published.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "corpus\t")):
            yield Row(*line.split("\t"))
    for line in (GOLD / "pages.tsv").read_text(encoding="utf-8").splitlines() if pages else ():
        if line and not line.startswith(("#", "name\t")):
            name, _, published, _, _, half = line.split("\t")
            yield Row("pages", name, published, half)


def text_alone(data: Path, pages: Path | None, row: Row) -> str | None:
    """Return a document's text without an address in its first line; None when it is not there."""
    if row.corpus == "pages":
        path = (pages or Path()) / f"{row.document}.txt"
        text = path.read_text(encoding="utf-8") if path.exists() else None
    else:
        text = text_of(data, row.corpus, row.document)
    if text is None:
        return None
    first, _, rest = text.partition("\n")
    return rest if "http" in first or "www." in first else text


def dated(texts: Mapping[Row, str], given: str = "nothing") -> Iterator[tuple[Row, Article]]:
    """Yield the articles as the whole program reads them from their texts and what is given beside."""
    reader = Reader.load(None, threads=None)
    found = [page_of_text(text, date=stated(row.published, given)) for row, text in texts.items()]
    yield from zip(texts, pipeline.read_pages(found, reader, pipeline.Options()), strict=True)


def stated(published: str, given: str) -> str | None:
    """Return what metadata say of an article: nothing, the true day or month, or one ``_MOVED`` years late."""
    if given == "nothing":
        return None
    if given == "metadata":
        return published
    moved = f"{int(published[:4]) + _MOVED}{published[4:]}"
    return moved.replace("-02-29", "-02-28")


def holds(dating: Dating, published: str) -> bool:
    """Tell whether an interval has room for the true day (or month)."""
    first, last = (published, published) if len(published) == 10 else (f"{published}-01", f"{published}-31")
    spans = dating.options or ((dating.earliest, dating.latest),)
    return any((a is None or a <= last) and (b is None or first <= b) for a, b in spans)


def count(tally: Tally, row: Row, dating: Dating) -> None:
    """Add one article to the counts."""
    tally.articles += 1
    tally.held += holds(dating, row.published)
    tally.lower += dating.earliest is not None
    tally.days += len(row.published) == len("2016-07-21")
    tally.exact += dating.best == row.published
    tally.conflicts += bool(dating.conflicts)
    if dating.earliest and dating.latest:
        tally.closed += 1
        tally.widths.append((date.fromisoformat(dating.latest) - date.fromisoformat(dating.earliest)).days)


def whole(data: Path) -> Tally:
    """Read all of PolNeAR train and dev into one record, each article with the day of its file, and count.

    In a record, what one article dates also dates another; so this shows what single articles do not.
    """
    splits = (("train", "polnear-train"), ("dev", "polnear"))
    paths = [
        (corpus, path.stem) for one, corpus in splits for path in sorted((data / "polnear" / one).glob("text/*.txt"))
    ]
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "polnear.onrecord"
        numbers = {name: number for number, name in enumerate(record(data, paths, path), 1)}
        called = {number: name for name, number in numbers.items()}
        with Record.open(path) as opened:
            for article in opened.articles():
                corpus, document = called[int(article.source.rpartition("#")[2])]
                count(tally, Row(corpus, document, document.split("_")[1], "all"), article.published)
    return tally


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--half", choices=("develop", "report", "all"), default="report")
    parser.add_argument("--given", choices=GIVEN, default="nothing")
    parser.add_argument("--readme", type=Path, help="write the table of all that may be given into this page as well")
    parser.add_argument("--show", action="store_true", help="print the intervals that do not hold the true day")
    options = parser.parse_args()
    if options.show and options.half != "develop":
        parser.error("--show is for the half develop: whoever looks at mistakes of the half report can measure no more")
    rows = [row for row in read_gold(options.pages) if options.half in ("all", row.half)]
    texts = {row: text for row in rows if (text := text_alone(options.data, options.pages, row)) is not None}
    if not texts:
        print(f"no texts in {options.data}: nothing measured")
        return
    tallies: dict[str, Tally] = {}
    for row, article in dated(texts, options.given):
        dating = article.published
        count(tallies.setdefault(row.corpus, Tally()), row, dating)
        count(tallies.setdefault("all", Tally()), row, dating)
        if options.show and not holds(dating, row.published):
            print(f"{row.document} {row.published}: {dating.earliest} to {dating.latest} {dating.options}")
            for one in dating.evidence:
                print(f"    {one.kind} {one.earliest} {one.latest} {one.detail[:150]}")
    for name, tally in tallies.items():
        width = f"median width {statistics.median(tally.widths):.0f} days" if tally.widths else "none closed"
        print(
            f"{name:9} {tally.articles:4} articles: {tally.held / tally.articles:6.1%} hold the true day, "
            f"{tally.lower / tally.articles:6.1%} have a first day, {tally.closed / tally.articles:6.1%} are closed "
            f"({width}), {tally.exact / max(tally.days, 1):6.1%} of {tally.days} exact, "
            f"{tally.conflicts} with conflicts"
        )
    if options.readme:
        tallies = {words: tallied(texts, given) for given, words in GIVEN.items()}
        tallies["PolNeAR as one record, each article with its day"] = whole(options.data)
        readme.rewrite(options.readme, "published", markdown(tallies))


def tallied(texts: Mapping[Row, str], given: str) -> Tally:
    """Read texts with what is given beside, and count."""
    tally = Tally()
    for row, article in dated(texts, given):
        count(tally, row, article.published)
    return tally


def markdown(tallies: Mapping[str, Tally]) -> str:
    """Return how many intervals hold the true day, are it, and tell of a conflict, for each tally by its words."""
    rows = []
    for words, tally in tallies.items():
        shares = (tally.held / tally.articles, tally.exact / max(tally.days, 1), tally.conflicts / tally.articles)
        rows.append([words, str(tally.articles), *(f"{share:.1%}" for share in shares)])
    return readme.table(["given", "articles", "holds the true day", "is the true day", "tells of a conflict"], rows)


if __name__ == "__main__":
    main()
