"""How often a surname alone finds its person in other articles: real articles with full names cut to the surname.

    python -m evaluation.surnames [--data ../shared/data] [--show]

No gold is needed: in every fourth article each full name is cut to its last word, and told is whether the person is
put to that very name in the other articles. A harder test than the news, where a surname alone is that of somebody
well known, or stands beside others that are. PolNeAR train and worldwide-newswire; the report halves of the other gold
are left out.
"""

import argparse
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from evaluation.actors import read_days, read_gold, same_person
from evaluation.texts import text_of
from onrecord import actors, names, pipeline, resolve
from onrecord.actors.alike import Judged
from onrecord.actors.identify import identify
from onrecord.actors.table import period
from onrecord.model.infer import Reader
from onrecord.sources import page_of_text
from onrecord.types import Figure, FigureRow

_ROOT = Path(__file__).resolve().parents[1]
_CUT = 4  # one article in so many has its names cut
_MOST = 12_000  # characters of an article that are read


@dataclass(slots=True)
class Tally:
    """Counts of cut names. there: another article has the full name; joined: put to a full name; right: to its own."""

    cut: int = 0
    there: int = 0
    joined: int = 0
    right: int = 0


def documents(data: Path) -> list[tuple[str, str]]:
    """Return the articles (corpus, document) that are read."""
    kept_apart = {row.document for row in read_gold() if row.half in ("opened", "report")}
    found = [("newswire", path.name[:-4]) for path in sorted((data / "ner" / "worldwide-newswire").glob("*.txt.tsv"))]
    found += [("polnear-train", path.stem) for path in sorted((data / "polnear" / "train" / "text").glob("*.txt"))]
    return [one for one in found if one[1] not in kept_apart]


def figures(data: Path, found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Yield each article's name and the people whom it names."""
    texts = {key: text[:_MOST] for key in found if (text := text_of(data, *key)) is not None}
    table, days = actors.table(), read_days()
    read = Reader.load(None, threads=None).tag_each((text, [(0, len(text))]) for text in texts.values())
    for ((corpus, document), text), tagged in zip(texts.items(), read, strict=True):
        (page,) = [page_of_text(text, url=None, title=None, outlet=None, date=None)]
        people = resolve.cast(pipeline.blank(page, pipeline.Options()), tagged, [], table)
        day = document.split("_")[1] if corpus == "polnear-train" else days.get(document)
        when = period(day, day) if day else actors.Period(None, None)
        known = actors.Known(table, when, people.bodies(actors.Known(table)), people.home(table))
        yield document, resolve.figures(people, resolve.links(people, known))


def cut(document: str) -> bool:
    """Tell whether an article has its names cut."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % _CUT == 0


def rows(document: str, several: Iterable[Figure]) -> Iterator[tuple[FigureRow, str | None]]:
    """Yield the figures of an article as they are compared, with the full name where it was cut."""
    listed = list(several)
    full = {one.actor for one in listed if one.actor and len(names.parts(one.name)) > 1}
    for at, one in enumerate(listed):
        row = FigureRow(
            article=document,
            position=at,
            name=one.name,
            gender=one.gender,
            affiliations=tuple(role.affiliation for role in one.roles if role.affiliation),
            nouns=one.nouns,
            own=one.actor or "",
            known=one.known,
            company=frozenset(full - {one.actor or ""}),
        )
        if cut(document) and len(names.parts(one.name)) > 1:
            surname = names.parts(one.name)[-1].capitalize()
            yield replace(row, name=surname, own=actors.person_id(surname), known=None, gender=""), one.name
        else:
            yield row, None


def score(read: Iterable[tuple[str, tuple[Figure, ...]]], *, show: bool = False) -> Tally:
    """Count what becomes of the cut names."""
    pairs = [pair for document, several in read for pair in rows(document, several)]
    found = identify([row for row, _ in pairs], Judged(), actors.table())
    whole = {names.parts(row.name) for row, truth in pairs if truth is None}
    tally = Tally()
    for (row, truth), one in zip(pairs, found, strict=True):
        if truth is None:
            continue
        put = one.name is not None and len(names.parts(one.name)) > 1
        hit = put and same_person(one.name or "", truth)
        tally.cut += 1
        tally.there += names.parts(truth) in whole
        tally.joined += put
        tally.right += hit
        if show and put and not hit:
            print(f"{row.article}: {truth} / {one.name}")
    return tally


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--most", type=int, help="read no more than so many articles")
    parser.add_argument("--show", action="store_true", help="print who was put to another name")
    options = parser.parse_args()
    found = list(islice(documents(options.data), options.most))
    if not found:
        print(f"no data in {options.data}: nothing measured")
        return
    tally = score(figures(options.data, found), show=options.show)
    share = tally.right / tally.joined if tally.joined else 0.0
    print(f"{len(found)} articles, {tally.cut} names cut, {tally.there} of them whole in another article:")
    print(f"{tally.joined} put to a full name, {share:.1%} of these to the right one")


if __name__ == "__main__":
    main()
