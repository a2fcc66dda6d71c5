"""Make the shipped tables of facts from the files that people edit; see facts/README.md.

    python -m facts.build            write src/onrecord/data/actors/*.tsv
    python -m facts.build --check    fail when they are out of step
    python -m facts.build --lint facts/offices/DEU.tsv ...   say what is wrong with some files

Nothing is written unless everything is valid.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
TARGET = FOLDER.parent / "src" / "onrecord" / "data" / "actors"
_DATE = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_CODE = re.compile(r"[A-Z]{3}")
_PLAIN = {  # file -> columns, and which column holds a date, a Wikidata id, a country or countries
    "countries.tsv": (
        "name",
        "iso2",
        "iso3",
        "cow",
        "cow_number",
        "adjectives",
        "capital",
        "metonyms",
        "others",
        "wikidata",
    ),
    "organisations.tsv": ("id", "name", "others", "sector", "country", "seat", "part_of", "wikidata"),
    "memberships.tsv": ("id", "country", "from", "to"),
    "outlets.tsv": ("name", "kind", "others", "domains", "owner", "country", "wikidata"),
    "calendar.tsv": ("id", "kind", "names", "from", "to", "place", "bodies", "winner"),
}
_HEADERS = {
    "offices": "Offices. Columns: body (ISO 3166-1 alpha-3 code or organisation), kind, titles (the usual one first), "
    "periods of which every holder is listed.",
    "holders": "Holders of offices. Columns: body, kind, usual title, first day, last day (empty: still in office at "
    "the end of the last period in offices.tsv), person.",
    "people": "People who held offices. Columns: name, gender, Wikidata id, other spellings.",
}


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """One tenure; dates may be coarse (``2016-07``), and ``last`` is empty for whoever is still in office."""

    first: str
    last: str
    person: str


@dataclass(slots=True)
class Office:
    """One office of a body: a country's ISO code or an organisation's abbreviation."""

    body: str
    kind: str
    titles: tuple[str, ...]
    known: list[tuple[str, str]]
    held: list[Held] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who held an office."""

    name: str
    gender: str
    wikidata: str
    others: tuple[str, ...]


@dataclass(slots=True)
class Facts:
    """Everything that office files say, and what is wrong with them."""

    offices: dict[tuple[str, str, str], Office] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def kinds() -> dict[str, tuple[tuple[str, ...], str, bool]]:
    """Return kind of office -> its titles, its PLOVER sector, whether one person at a time holds it."""
    rows = _rows(FOLDER / "kinds.tsv")
    return {kind: (tuple(titles.split(";")), sector, number == "one") for _, (kind, titles, sector, number) in rows}


def read(paths: Iterable[Path]) -> Facts:
    """Read office files; problems are collected, not raised."""
    facts, known_kinds = Facts(), kinds()
    for path in sorted(paths):
        _read_file(path, facts, known_kinds)
    for office in facts.offices.values():
        _check_office(office, facts, one=known_kinds[office.kind][2])
    for name in sorted({held.person for office in facts.offices.values() for held in office.held} - set(facts.people)):
        facts.problems.append(f"{name} held an office but has no person line")
    _check_names(facts)
    return facts


def _read_file(path: Path, facts: Facts, known_kinds: dict[str, tuple[tuple[str, ...], str, bool]]) -> None:
    known: tuple[str, str] | None = None
    office: Office | None = None
    here: set[str] = set()
    for number, columns in _rows(path, facts):
        verb, *rest = (column.strip() for column in columns)
        rest += [""] * (4 - len(rest))
        where = f"{path.name}:{number}"
        if verb == "known" and _DATE.fullmatch(rest[0]) and _DATE.fullmatch(rest[1]) and rest[0] < rest[1]:
            known = (rest[0], rest[1])
        elif verb == "office" and rest[0] in known_kinds and known:
            kind, own = rest[0], _list(rest[1])
            titles = tuple(dict.fromkeys((*own, *known_kinds[kind][0])))
            office = facts.offices.setdefault((path.stem, kind, titles[0]), Office(path.stem, kind, titles, []))
            office.titles = tuple(dict.fromkeys((*office.titles, *titles)))
            if known not in office.known:
                office.known.append(known)
        elif verb == "held" and office and rest[0] and _dates(rest[1], rest[2]):
            office.held.append(Held(rest[1], rest[2], rest[0]))
        elif verb == "person" and rest[0] and rest[1] in ("m", "f", "") and _id(rest[2]):
            if rest[0] in here:
                facts.problems.append(f"{where}: {rest[0]} has two person lines")
            here.add(rest[0])
            _add_person(Person(rest[0], rest[1], rest[2], _list(rest[3])), facts, where)
        else:
            facts.problems.append(f"{where}: cannot be read: {columns}")


def _add_person(person: Person, facts: Facts, where: str) -> None:
    """Add a person, or what this file adds about one whom another file names too."""
    before = facts.people.get(person.name)
    if before is None:
        facts.people[person.name] = person
        return
    if (before.gender and person.gender and before.gender != person.gender) or (
        before.wikidata and person.wikidata and before.wikidata != person.wikidata
    ):
        facts.problems.append(
            f"{where}: {person.name} is somebody else in another file; tell them apart: Name (year of birth)"
        )
        return
    others = tuple(sorted({*before.others, *person.others}))
    facts.people[person.name] = Person(
        person.name, before.gender or person.gender, before.wikidata or person.wikidata, others
    )


def _check_office(office: Office, facts: Facts, *, one: bool) -> None:
    office.held.sort()
    for before, after in zip(office.held, office.held[1:], strict=False):
        if before == after:
            facts.problems.append(f"{office.body} {office.titles[0]}: {after.person} is listed twice")
        if (
            one
            and _first_day(after.first) < _last_day(before.last or "9999")[:10]
            and not _touch(before.last, after.first)
        ):
            facts.problems.append(
                f"{office.body} {office.titles[0]}: {before.person} ({before.first} to {before.last or 'now'}) and "
                f"{after.person} ({after.first} on) overlap"
            )
    start = min((first for first, _ in office.known), default="")
    for held in office.held:
        returned = (
            bool(held.last) and held.last < start
        )  # somebody who came back: an earlier tenure than those vouched for
        if not returned and not any(
            _first_day(held.first) <= last and (not held.last or _last_day(held.last) >= first)
            for first, last in office.known
        ):
            facts.problems.append(f"{office.body} {office.titles[0]}: {held.person} lies outside the known period")


def _check_names(facts: Facts) -> None:
    """See to it that no spelling means two people, but where the table says so itself."""
    owners: dict[str, set[str]] = defaultdict(set)
    for person in facts.people.values():
        for name in (person.name, *person.others):
            owners[name.casefold()].add(person.name)
    ids: dict[str, set[str]] = defaultdict(set)
    for person in facts.people.values():
        if person.wikidata:
            ids[person.wikidata].add(person.name)
    for wikidata, names in ids.items():
        if len(names) > 1:
            facts.problems.append(f"{wikidata} is the id of {' and '.join(sorted(names))}: use one name in all files")
    for name, several in owners.items():
        if len(several) > 1 and name in (one.casefold() for one in several):
            facts.problems.append(f"{name!r} is a spelling of {' and '.join(sorted(several))}")


def _rows(path: Path, facts: Facts | None = None) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.startswith("#"):
            if facts is not None and line.startswith("# source:"):
                facts.sources.append(line.removeprefix("# source:").strip())
        elif line.strip():
            yield number, line.split("\t")


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _dates(first: str, last: str) -> bool:
    if not (_DATE.fullmatch(first) and (not last or _DATE.fullmatch(last))):
        return False
    try:
        begins, ends = (
            date.fromisoformat(_first_day(first)),
            date.fromisoformat(_first_day(last) if last else "9999-01-01"),
        )
    except ValueError:
        return False
    return begins <= ends


def _id(text: str) -> bool:
    return not text or _WIKIDATA.fullmatch(text) is not None


def _first_day(day: str) -> str:
    return day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day


def _last_day(day: str) -> str:
    return day + "-12-31"[len(day) - 4 :] if len(day) < 10 else day


def _touch(last: str, first: str) -> bool:
    """Whether a tenure may end and the next begin on these days, which may be coarse or one day apart."""
    short = min(len(last), len(first))
    if short < 10:
        return bool(last) and last[:short] >= first[:short] and last[:short] == first[:short]
    return (date.fromisoformat(last) - date.fromisoformat(first)).days <= 1


def plain(name: str, problems: list[str]) -> list[tuple[str, ...]]:
    """Return the sorted, validated rows of a table whose shipped form is that of its file."""
    columns, rows, seen = _PLAIN[name], [], set()
    path = FOLDER / name
    for number, row in _rows(path):
        row = [column.strip() for column in row] + [""] * (len(columns) - len(row))
        values = dict(zip(columns, row, strict=False))
        bad = [
            column
            for column, value in values.items()
            if value
            and (
                (column in ("from", "to") and not _DATE.fullmatch(value))
                or (column == "wikidata" and not _id(value))
                or (column in ("iso3", "country") and not _CODE.fullmatch(value))
            )
        ]
        key = tuple(row) if name == "memberships.tsv" else row[0]
        if len(row) != len(columns) or bad or key in seen or not row[0]:
            problems.append(
                f"{name}:{number}: cannot be read: wrong {', '.join(bad) or 'number of columns, or repeated'}: {row}"
            )
            continue
        seen.add(key)
        rows.append(tuple(row))
    return sorted(rows)


def tables(facts: Facts) -> dict[str, str]:
    """Return the shipped tables, file name -> text."""
    found: dict[str, Sequence[Sequence[str]]] = {
        "offices.tsv": [
            (o.body, o.kind, ";".join(o.titles), ";".join("/".join(pair) for pair in sorted(o.known)))
            for o in facts.offices.values()
        ],
        "holders.tsv": [
            (o.body, o.kind, o.titles[0], held.first, held.last, held.person)
            for o in facts.offices.values()
            for held in o.held
        ],
        "people.tsv": [(p.name, p.gender, p.wikidata, ";".join(p.others)) for p in facts.people.values()],
    }
    for name in _PLAIN:
        found[name] = plain(name, facts.problems)
    found["kinds.tsv"] = [(kind, ";".join(titles), sector) for kind, (titles, sector, _) in kinds().items()]
    return {
        name: "".join("\t".join(row) + "\n" for row in sorted({tuple(row) for row in rows}))
        for name, rows in found.items()
    }


def _header(name: str) -> str:
    """Return the comment lines of a shipped table: what it is, and where it comes from."""
    path = FOLDER / name
    if path.exists():
        return "".join(line + "\n" for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("#"))
    return (
        f"# {_HEADERS[name.removesuffix('.tsv')]}\n"
        "# Made by `python -m facts.build` from facts/offices/*.tsv, which say where each fact comes from. Compiled\n"
        "# for this project; Wikidata ids from Wikidata (CC0). Tab-separated; sorted.\n"
    )


def main() -> int:
    """Build, check or lint."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lint", nargs="+", type=Path, metavar="FILE")
    options = parser.parse_args()
    facts = read(options.lint or (FOLDER / "offices").glob("*.tsv"))
    made = {} if options.lint else {name: _header(name) + text for name, text in tables(facts).items()}
    if facts.problems:
        print("\n".join(facts.problems), file=sys.stderr)
        return 1
    if options.lint:
        print(f"{len(facts.offices)} offices, {len(facts.people)} people: nothing wrong")
        return 0
    if options.check:
        stale = [name for name, text in made.items() if not _same(TARGET / name, text)]
        if stale:
            print(f"out of step with facts/: {', '.join(stale)}; run python -m facts.build", file=sys.stderr)
        return 1 if stale else 0
    TARGET.mkdir(exist_ok=True)
    for name, text in made.items():
        (TARGET / name).write_text(text, encoding="utf-8")
    tenures = sum(len(office.held) for office in facts.offices.values())
    print(f"{len(facts.people):,} people, {len(facts.offices):,} offices, {tenures:,} tenures")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
