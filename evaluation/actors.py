"""How well mentions are linked to actors: real articles read by hand against the program's reading of them.

    python -m evaluation.actors [--half develop|opened|offices|fresh|report] [--show] [--readme README.md]
        [--data ../shared/data]

The gold (gold/actors.tsv and three more) names persons, unnamed holders of an office, countries and organisations at
given offsets; the texts are PolNeAR, worldwide-newswire and TimeBank. Each gold mention is resolved as a speaker would
be, with the names that the model finds in the text and the article's day of publication where it is known. Rules are
written with the halves develop, opened, offices and fresh in sight; scores are those of report, which has people only,
and for countries and organisations those of opened. Prints, by kind: answered, and right of those answered.
"""

import argparse
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import OSA

from evaluation import readme
from evaluation.texts import text_of
from onrecord import actors, names, pipeline, resolve
from onrecord.actors import Actors
from onrecord.actors.table import period
from onrecord.model.infer import Reader
from onrecord.sources import page_of_text
from onrecord.types import Article, Form, Mention, Speaker, Statement, Tagged

_ROOT = Path(__file__).resolve().parents[1]
GOLD = _ROOT / "evaluation" / "gold"
_SHOWN = {
    "person": "a person by name",
    "office": "a person by office or description alone",
    "public": "a holder of public office, by name or office",
    "country": "a country",
    "organisation": "an organisation",
}
KINDS = ("person", "office", "country", "organisation")
_LONG = 6  # letters from which two spellings of a surname may differ in two, after the same given name
_SMALL = frozenset({"of", "the", "for", "and", "in", "on"})


@dataclass(frozen=True, slots=True)
class Row:
    """One mention: where it stands, what it is, who it is ("-": nobody could tell)."""

    corpus: str
    document: str
    start: int
    end: int
    kind: str
    actor: str
    public: bool
    half: str


@dataclass(slots=True)
class Tally:
    """Counts over mentions: those that have an answer in the gold, got one, and got the right one."""

    rows: int = 0
    named: int = 0
    answered: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Return the share of answers that are right."""
        return self.right / self.answered if self.answered else 0.0

    @property
    def coverage(self) -> float:
        """Return the share of mentions with an answer in the gold that got one."""
        return self.found / self.named if self.named else 0.0


def read_gold(*paths: Path) -> list[Row]:
    """Read the mentions, of all files where none is named."""
    rows = []
    for path in paths or [GOLD / f"{name}.tsv" for name in ("actors", "offices", "fresh", "report")]:
        for corpus, document, start, end, kind, actor, _, public, half in _columns(path):
            rows.append(Row(corpus, document, int(start), int(end), kind, actor, public == "yes", half))
    return rows


def read_days(*paths: Path) -> dict[str, str]:
    """Return document -> day of publication, or month (or year), of all files where none is named."""
    several = paths or [GOLD / f"{name}.tsv" for name in ("office_days", "more_days", "published")]
    return {row[1]: row[2] for path in several for row in _columns(path)}


def _columns(path: Path) -> Iterator[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    yield from (line.split("\t") for line in lines if line and not line.startswith(("#", "corpus\t")))


def mentions(
    text: str, rows: list[Row], tagged: Tagged, day: str | None, table: Actors
) -> Iterator[tuple[Row, Speaker]]:
    """Yield the rows of one article with the speakers that the program takes them for."""
    (page,) = [page_of_text(text, url=None, title=None, outlet=None, date=None)]
    article = pipeline.blank(page, pipeline.Options())
    asked = [_asked(article, row) for row in rows]
    people = resolve.cast(article, tagged, asked, table)
    open_ = actors.Known(table)
    when = actors.Period(*_days(day))
    known = actors.Known(table, when, people.bodies(open_), people.home(table))
    for row, statement in zip(rows, resolve.speakers(article, tagged, asked, known=known, people=people), strict=True):
        country = table.country(text[row.start : row.end]) if row.kind == "country" else None
        yield row, replace(statement.speaker, name=country.name) if country else statement.speaker


def _asked(article: Article, row: Row) -> Statement:
    """Return a statement whose speaker is the mention; its content is what follows."""
    words = article.text[row.start : row.end]
    content = (row.end, min(len(article.text), row.end + 1))
    speaker = Speaker(Mention(words, row.start, row.end))
    return Statement(
        f"{row.start}", article.id, (content,), article.text[slice(*content)], Form.INDIRECT, None, speaker
    )


def _days(day: str | None) -> tuple[str | None, str | None]:
    if day is None or len(day) == 10:
        return day, day
    found = period(day, day)
    return found.first, found.last


def right(row: Row, speaker: Speaker, table: Actors) -> bool:
    """Tell whether an answer is the gold's; a person's name may be spelt or shortened otherwise."""
    if row.actor == "-" or speaker.name is None:
        return False
    if row.kind == "country":
        found = table.country(speaker.name) or table.country(speaker.affiliation or "")
        return found is not None and found.iso3 == row.actor
    if row.kind == "organisation":
        return _same_body(speaker.name, row.actor, table)
    return same_person(speaker.name, row.actor)


def same_person(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: surnames sound alike, and given names do not differ."""
    left, right_ = names.parts(one), names.parts(other)
    if not left or not right_:
        return False
    if {names.sound(p) for p in left} == {names.sound(p) for p in right_}:
        return True
    if len(left) == 1 or len(right_) == 1:
        return False  # the gold has full names; a surname alone is not an answer
    shared = {names.sound(p) for p in left} & {names.sound(p) for p in right_}
    near = 2 if left[0] == right_[0] and min(len(left[-1]), len(right_[-1])) > _LONG else 1
    alike = OSA.distance(left[-1], right_[-1]) <= near or names.sound(left[-1]) == names.sound(right_[-1])
    return len(shared) >= 2 or (alike and (left[0][0] == right_[0][0]))


def _same_body(one: str, other: str, table: Actors) -> bool:
    left, right_ = table.organisation(one), table.organisation(other)
    if left and right_:
        return left.id == right_.id
    first, second = _words(one), _words(other)
    initials = "".join(w[0] for w in second if w not in _SMALL)
    return bool(first) and (set(first) <= set(second) or set(second) <= set(first) or "".join(first) == initials)


def _words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return [w for w in re.findall(r"\w+", plain) if w not in _SMALL]


def score(data: Path, half: str, *, show: bool = False) -> dict[str, Tally]:
    """Score the mentions of one half, by kind; "public": persons and offices that held public office."""
    table, days = actors.table(), read_days()
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in read_gold():
        if row.half == half:
            grouped[(row.corpus, row.document)].append(row)
    texts = {key: text for key in grouped if (text := text_of(data, *key)) is not None}
    reader = Reader.load(None, threads=None)
    read = reader.tag_each((text, [(0, len(text))]) for text in texts.values())
    tallies = {name: Tally() for name in (*KINDS, "public", "people")}
    for (key, text), tagged in zip(texts.items(), read, strict=True):
        for row, speaker in mentions(text, grouped[key], tagged, days.get(key[1]), table):
            hit = right(row, speaker, table)
            for name in (
                row.kind,
                *(("people",) if row.kind in ("person", "office") else ()),
                *(("public",) if row.public else ()),
            ):
                _count(tallies[name], row, speaker, hit=hit)
            if show and not hit and (speaker.name or row.actor != "-"):
                words = text[row.start : row.end]
                print(f"{row.kind} {row.document} {row.start} {words!r}: {row.actor} / {speaker.name} ({speaker.how})")
    return tallies


def _count(tally: Tally, row: Row, speaker: Speaker, *, hit: bool) -> None:
    given = speaker.name is not None and (row.kind not in ("person", "office") or len(names.parts(speaker.name)) > 1)
    tally.rows += 1
    tally.named += row.actor != "-"
    tally.answered += given
    tally.found += given and row.actor != "-"
    tally.right += hit and given


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--half", choices=("develop", "opened", "offices", "fresh", "report"), default="report")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--readme", type=Path, help="write the table into this page as well")
    options = parser.parse_args()
    if options.show and options.half == "report":
        parser.error(
            "--show is not for the half report: whoever looks at mistakes of the half report can measure no more"
        )
    if not (options.data / "polnear" / "dev").exists():
        print(f"no data in {options.data}: nothing measured")
        return
    tallies = score(options.data, options.half, show=options.show)
    if options.half == "report":  # which has people only
        bodies = score(options.data, "opened")
        tallies |= {name: bodies[name] for name in ("country", "organisation")}
    for name, tally in tallies.items():
        right_ = f"right of {tally.answered} answers {tally.precision:6.1%}"
        print(f"{name:12} {tally.rows:4} mentions: answered {tally.coverage:6.1%}, {right_}")
    if options.readme:
        readme.rewrite(options.readme, "actors", markdown(tallies))


def markdown(tallies: Mapping[str, Tally]) -> str:
    """Return the scores as a table for people."""
    rows = [
        [words, str(tally.rows), f"{tally.coverage:.1%}", f"{tally.precision:.1%}"]
        for name, words in _SHOWN.items()
        if (tally := tallies[name])
    ]
    return readme.table(["mention of", "how many", "answered", "right of the answers"], rows)


if __name__ == "__main__":
    main()
