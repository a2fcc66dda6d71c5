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
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    "state_bodies.tsv": ("name", "others", "sector"),
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
        where, given = f"{path.name}:{number}", len(rest)
        rest += [""] * (4 - len(rest))
        wrong = _wrong(verb, rest, given, known_kinds)
        if wrong is None and verb == "office" and known is None:
            wrong = "an office before any line that says for which days it is known"
        if wrong is None and verb == "held" and office is None:
            wrong = "a holder before any office"
        if wrong is None and verb == "person" and rest[0] in here:
            wrong = f"{rest[0]} has two person lines"
        if wrong:
            facts.problems.append(f"{where}: {wrong}")
            office = Office("", "", ("",), []) if verb == "office" else office  # for its holders: they go nowhere
        elif verb == "known":
            known = (rest[0], rest[1])
        elif verb == "office" and known:
            office = _office(path.stem, rest, known, facts, known_kinds)
        elif verb == "held" and office:
            office.held.append(Held(rest[1], rest[2], rest[0]))
        elif verb == "person":
            here.add(rest[0])
            _add_person(Person(rest[0], rest[1], rest[2], _list(rest[3])), facts, where)


def _office(
    body: str,
    rest: Sequence[str],
    known: tuple[str, str],
    facts: Facts,
    known_kinds: dict[str, tuple[tuple[str, ...], str, bool]],
) -> Office:
    """Return the office of a line, with what the line adds to it."""
    titles = tuple(dict.fromkeys((*_list(rest[1]), *known_kinds[rest[0]][0])))
    office = facts.offices.setdefault((body, rest[0], titles[0]), Office(body, rest[0], titles, []))
    office.titles = tuple(dict.fromkeys((*office.titles, *titles)))
    if known not in office.known:
        office.known.append(known)
    return office


_COLUMNS = {"known": 2, "office": 2, "held": 3, "person": 4}


def _wrong(verb: str, rest: Sequence[str], given: int, known_kinds: Iterable[str]) -> str | None:
    """Return what is wrong with a line by itself, None when nothing is; given: columns after the verb."""
    if verb not in _COLUMNS:
        return f"{verb!r} begins no line; expected {', '.join(_COLUMNS)}"
    if given > _COLUMNS[verb]:
        return f"{given} columns after {verb!r}; expected at most {_COLUMNS[verb]}"
    if not rest[0]:
        return f"nothing after {verb!r}"
    if verb == "known" and not (rest[1] and _day(rest[0]) and _day(rest[1]) and _in_order(rest[0], rest[1])):
        return f"known from {rest[0]!r} to {rest[1]!r}; expected two days in order: YYYY, YYYY-MM or YYYY-MM-DD"
    if verb == "office" and rest[0] not in known_kinds:
        return f"{rest[0]!r} is no kind of office; expected one of kinds.tsv"
    if verb == "held" and not (_day(rest[1]) and (not rest[2] or _day(rest[2])) and _in_order(rest[1], rest[2])):
        return (
            f"{rest[0]} from {rest[1]!r} to {rest[2]!r}; expected days in order: YYYY, YYYY-MM or YYYY-MM-DD, "
            "the last day empty for whoever is in office"
        )
    if verb == "person" and rest[1] not in ("m", "f", ""):
        return f"the gender of {rest[0]} is {rest[1]!r}; expected m, f or nothing"
    if verb == "person" and not _id(rest[2]):
        return f"the Wikidata id of {rest[0]} is {rest[2]!r}; expected Q and digits, or nothing"
    return None


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
            _first_day(held.first) <= _last_day(last) and (not held.last or _last_day(held.last) >= _first_day(first))
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


def _day(text: str) -> bool:
    """Tell whether a text is a day that exists, which may be coarse."""
    try:
        return _DATE.fullmatch(text) is not None and date.fromisoformat(_first_day(text)) is not None
    except ValueError:
        return False


def _in_order(first: str, last: str) -> bool:
    """Tell whether one day may come before another; both may be coarse or open."""
    return not first or not last or _first_day(first) <= _last_day(last)


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
        key = tuple(row) if name == "memberships.tsv" else row[0]
        wrong = _wrong_cell(values) if len(row) == len(columns) else f"{len(row)} columns; expected {len(columns)}"
        if wrong or key in seen or not row[0]:
            wrong = wrong or (f"{row[0]!r} is listed twice" if row[0] else f"no {columns[0]}")
            problems.append(f"{name}:{number}: {wrong}")
            continue
        seen.add(key)
        rows.append(tuple(row))
    return sorted(rows)


def _wrong_cell(values: Mapping[str, str]) -> str | None:
    """Return what is wrong with the cells of a row, by column, None when nothing is."""
    for column, value in values.items():
        if not value:
            continue
        if column in ("from", "to") and not _day(value):
            return f"{value!r} in column {column}; expected YYYY, YYYY-MM or YYYY-MM-DD"
        if column == "wikidata" and not _id(value):
            return f"{value!r} in column {column}; expected Q and digits, or nothing"
        if column in ("iso3", "country") and not _CODE.fullmatch(value):
            return f"{value!r} in column {column}; expected an ISO 3166-1 alpha-3 code"
    if not _in_order(values.get("from", ""), values.get("to", "")):
        return f"{values['from']} to {values['to']}, which is out of order"
    return None


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
