"""A user's own actors: a CSV file that adds to the table or overrides it.

    name,kind,office,body,from,to,others,gender,wikidata,country,sector,adjectives,capital
    Ada Lund,,Foreign Minister,NOR,2019-03-01,2021-06-30,A. Lund;Ada Lundt,f,,,,,
    Harbour Authority,organisation,,,,,HA;the Authority,,,NOR,GOV,,
    Norland,country,,,,,Northland,,,NLA,,Norlandic;Norlander,Skellby

A person's row holds an office and when it was held, one row for each; a row without an office adds the person, or more
spellings of the name. kind: person (when empty), organisation, outlet or country. body: a country's ISO 3166-1 alpha-3
code or name, or an organisation's abbreviation or name. An office that the table has (by its title) is overridden for
the days that the row gives; dates may be ``2019``, ``2019-03`` or ``2019-03-01``, and an empty ``to`` means that the
person is still in office. country: of an organisation or outlet, alpha-3; of a country its own code, whose names the
row adds to where the table has it. sector: an organisation's, a PLOVER code. adjectives (and words for the people) and
capital: a country's.
"""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from io import StringIO

from onrecord.actors import offices
from onrecord.actors.table import Actors, Country, Office, Organisation, Outlet, Period, Person, Tenure, period
from onrecord.errors import SourceError

COLUMNS = (
    *("name", "kind", "office", "body", "from", "to", "others", "gender"),
    *("wikidata", "country", "sector", "adjectives", "capital"),
)
KINDS = ("person", "organisation", "outlet", "country")
_CODE = re.compile("[A-Z]{3}")
_DATE = re.compile(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?")
_KIND = "head"  # of an office that the table does not have


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a user's file; first and last are its columns from and to."""

    name: str
    kind: str = "person"
    office: str = ""
    body: str = ""
    first: str = ""
    last: str = ""
    others: tuple[str, ...] = ()
    gender: str = ""
    wikidata: str = ""
    country: str = ""
    sector: str = ""
    adjectives: tuple[str, ...] = ()
    capital: str = ""

    def to_json(self) -> str:
        """Return the row, without its name and what is empty, as the record keeps it."""
        return json.dumps({name: value for name, value in asdict(self).items() if value and name != "name"})

    @classmethod
    def from_json(cls, name: str, text: str) -> "Row":
        """Return the row that ``to_json`` wrote for this name."""
        values = json.loads(text)
        lists = {one: tuple(values.get(one, ())) for one in ("others", "adjectives")}
        return cls(name, **values | lists)


def read(text: str, *, called: str = "the actor file") -> tuple[Row, ...]:
    """Return the rows of a CSV file's text. Raises SourceError that names the line and what is wrong with it."""
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    found = [name.strip().lower() for name in reader.fieldnames or ()]
    unknown = [name for name in found if name not in COLUMNS]
    if "name" not in found or unknown:
        raise SourceError(
            f"{called} has the columns {', '.join(found) or 'none'}; expected name and any of "
            f"{', '.join(COLUMNS[1:])}. Mend its first line."
        )
    reader.fieldnames = found
    rows = []
    for row in reader:
        if None in row:
            raise SourceError(
                f"{called}, line {reader.line_num}: found more cells than the first line has columns. Put a cell that "
                "holds a comma in double quotes."
            )
        if any(row.values()):
            rows.append(_row(reader.line_num, row, called))
    return tuple(rows)


def _row(number: int, columns: Mapping[str, str | None], called: str) -> Row:
    value = {name: (columns.get(name) or "").strip() for name in COLUMNS}
    row = Row(
        name=value["name"],
        kind=value["kind"].lower() or "person",
        office=value["office"],
        body=value["body"],
        first=value["from"],
        last=value["to"],
        others=_list(value["others"]),
        gender=value["gender"],
        wikidata=value["wikidata"],
        country=value["country"].upper(),
        sector=value["sector"].upper(),
        adjectives=_list(value["adjectives"]),
        capital=value["capital"],
    )
    if wrong := problem(row):
        raise SourceError(f"{called}, line {number}: found {wrong}. Mend the line and run the command again.")
    return row


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def problem(row: Row) -> str | None:
    """Return what is wrong with a row, as "found ..." and "expected ...", None when it is well formed."""
    person, land = row.kind == "person", row.kind == "country"
    checks = (
        (not row.name, "no name"),
        (row.kind not in KINDS, f"the kind {row.kind!r}; expected {', '.join(KINDS)} or nothing"),
        (row.gender not in ("", "m", "f"), f"the gender {row.gender!r}; expected m, f or nothing"),
        (bool(row.office) != bool(row.body), "an office without a body, or a body without an office"),
        (bool(row.office) and not person, f"an office of {_a(row.kind)}; expected only people to hold one"),
        (
            bool(row.country or row.sector) and person,
            "a country or sector of a person; expected it to follow an office",
        ),
        (land and not _CODE.fullmatch(row.country), f"the country {row.country!r}; expected its three-letter code"),
        (land and bool(row.sector), "a sector of a country; expected only organisations to have one"),
        (bool(row.adjectives or row.capital) and not land, f"adjectives or a capital of {_a(row.kind)}"),
        (bool(row.first or row.last) and not row.office, "dates without an office"),
        (not _is_date(row.first), f"{row.first!r} for from; expected YYYY, YYYY-MM or YYYY-MM-DD"),
        (not _is_date(row.last), f"{row.last!r} for to; expected YYYY, YYYY-MM or YYYY-MM-DD"),
        (_out_of_order(row), f"{row.first} to {row.last}, which is out of order"),
    )
    return next((words for bad, words in checks if bad), None)


def _a(kind: str) -> str:
    return f"an {kind}" if kind.startswith("o") else f"a {kind}"


def _is_date(text: str) -> bool:
    if not text:
        return True
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text + "-01-01"[len(text) - 4 :]))
    except ValueError:
        return False


def _out_of_order(row: Row) -> bool:
    if not (row.first and row.last and _is_date(row.first) and _is_date(row.last)):
        return False
    held = period(row.first, row.last)
    return (held.first or "") > (held.last or "")


def with_rows(actors: Actors, rows: Sequence[Row]) -> Actors:
    """Return the table with a user's rows added and what they override replaced."""
    if not rows:
        return actors
    people = dict(actors.people)
    for row in rows:
        if row.kind == "person":
            before = people.get(row.name, Person(row.name, "", None, ()))
            others = tuple(dict.fromkeys((*before.others, *row.others)))
            people[row.name] = Person(row.name, row.gender or before.gender, row.wikidata or before.wikidata, others)
    organisations = [
        Organisation(row.name, row.name, row.others, row.sector, row.country or None, row.wikidata or None)
        for row in rows
        if row.kind == "organisation"
    ]
    outlets = [
        Outlet(row.name, "outlet", row.others, (), None, row.country or None, row.wikidata or None)
        for row in rows
        if row.kind == "outlet"
    ]
    wider = replace(
        actors,
        people=people,
        countries=_countries(actors, [row for row in rows if row.kind == "country"]),
        organisations=(*organisations, *actors.organisations),
        outlets=(*outlets, *actors.outlets),
    )
    unknown = dict.fromkeys(row.body for row in rows if row.office and body_of(wider, row) is None)
    bodies = (Organisation(body, body, (), "", None, None) for body in unknown)
    return _with_tenures(replace(wider, organisations=(*wider.organisations, *bodies)), rows)


def _countries(actors: Actors, rows: Iterable[Row]) -> tuple[Country, ...]:
    """Return the countries with those of rows before them; where the table has the code, a row's names are added."""
    found = dict(actors.by_code)
    added: dict[str, Country] = {}
    for row in rows:
        before = found.pop(row.country, None) or added.get(row.country)
        before = before or Country(row.name, "", row.country, "", (), "", (), (), None)
        others = (*(() if row.name == before.name else (row.name,)), *row.others)
        added[row.country] = replace(
            before,
            others=tuple(dict.fromkeys((*others, *before.others))),
            adjectives=tuple(dict.fromkeys((*row.adjectives, *before.adjectives))),
            capital=row.capital or before.capital,
            wikidata=row.wikidata or before.wikidata,
        )
    return (*added.values(), *found.values())


def _with_tenures(actors: Actors, rows: Sequence[Row]) -> Actors:
    """Return the table with the offices that rows give to people; every holder is known for the days of the rows."""
    given = [(_office(actors, row), row) for row in rows if row.office]
    known: dict[tuple[str, str, str], Office] = {}
    for office, row in given:
        before = known.get(_key(office), office)
        known[_key(office)] = replace(before, known=_joined([*before.known, period(row.first, row.last)]))
    added = [
        Tenure(known[_key(office)], row.name, period(row.first, row.last), open=not row.last) for office, row in given
    ]
    there = [replace(one, office=known.get(_key(one.office), one.office)) for one in actors.tenures]
    return replace(actors, tenures=(*(cut for one in there for cut in _without(one, added)), *added))


def _office(actors: Actors, row: Row) -> Office:
    """Return the office of a row: that of the table, or one which nobody is known to have held."""
    body = body_of(actors, row) or row.body
    named = offices.read(actors, row.office, body=actors.body_name(body))
    if named and named.body == body:
        return named.offices[0]
    return Office(body, _KIND, (row.office,), (), "")


def body_of(actors: Actors, row: Row) -> str | None:
    """Return the code of the country or the id of the organisation that a row names by code or name, or None."""
    return row.body if row.body in actors.by_code else actors.body(row.body)


def _key(office: Office) -> tuple[str, str, str]:
    return office.body, office.kind, office.title


def _joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return periods by date, those that overlap or follow day on day made one."""
    found: list[Period] = []
    for one in sorted(periods, key=lambda p: p.first or ""):
        before = found[-1] if found else None
        if before and (before.last is None or (one.first or "") <= _day_after(before.last)):
            last = None if before.last is None or one.last is None else max(before.last, one.last)
            found[-1] = Period(before.first, last)
        else:
            found.append(one)
    return tuple(found)


def _day_after(day: str) -> str:
    return str(date.fromisoformat(day) + timedelta(days=1))


def _without(tenure: Tenure, added: Iterable[Tenure]) -> list[Tenure]:
    """Return what is left of a tenure outside the days for which a user's rows fill the office, or list the person."""
    left = [tenure]
    for one in added:
        if _key(one.office) != _key(tenure.office):
            continue
        if one.person == tenure.person:
            return []
        left = [part for kept in left for part in _outside(kept, one.period)]
    return left


def _outside(tenure: Tenure, other: Period) -> list[Tenure]:
    if not tenure.period.meets(other):
        return [tenure]
    found = []
    first, last = tenure.period.first, tenure.period.last
    if other.first and (first is None or first < other.first):
        found.append(replace(tenure, period=Period(first, other.first), open=False))
    if other.last and (last is None or other.last < last):
        found.append(replace(tenure, period=Period(other.last, last)))
    return found
