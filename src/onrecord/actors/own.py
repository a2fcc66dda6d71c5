"""A user's own actors: a CSV file that adds to the table or overrides it.

    name,office,body,from,to,others,gender,wikidata,country
    Ada Lund,Foreign Minister,NOR,2019-03-01,2021-06-30,A. Lund;Ada Lundt,f,,

One row for each office that somebody held; a row without an office adds a person, or more spellings of one. body: a
country's ISO 3166-1 alpha-3 code or name, or an organisation's abbreviation or name. An office that the table has (by
its title) is overridden for the days that the row gives; dates may be ``2019``, ``2019-03`` or ``2019-03-01``, and an
empty ``to`` means that the person is still in office.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO

from onrecord.actors import offices
from onrecord.actors.table import Actors, Office, Period, Person, Tenure, period
from onrecord.errors import SourceError

COLUMNS = ("name", "office", "body", "from", "to", "others", "gender", "wikidata", "country")
_DATE = re.compile(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?")
_KIND = "head"  # of an office that the table does not have


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a user's file. line: for messages."""

    line: int
    name: str
    office: str = ""
    body: str = ""
    first: str = ""
    last: str = ""
    others: tuple[str, ...] = ()
    gender: str = ""
    wikidata: str = ""


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
    return tuple(_row(number, row, called) for number, row in enumerate(reader, start=2) if any((row or {}).values()))


def _row(number: int, row: Mapping[str, str | None], called: str) -> Row:
    value = {name: (row.get(name) or "").strip() for name in COLUMNS}
    first, last = value["from"], value["to"]
    wrong = next(
        (
            words
            for bad, words in (
                (not value["name"], "no name"),
                (value["gender"] not in ("", "m", "f"), f"the gender {value['gender']!r}; expected m, f or nothing"),
                (bool(value["office"]) != bool(value["body"]), "an office without a body, or a body without an office"),
                (not _is_date(first), f"{first!r} in column from; expected YYYY, YYYY-MM or YYYY-MM-DD"),
                (not _is_date(last), f"{last!r} in column to; expected YYYY, YYYY-MM or YYYY-MM-DD"),
                (bool(first and last and first > last), f"{first} to {last}, which is out of order"),
            )
            if bad
        ),
        None,
    )
    if wrong:
        raise SourceError(f"{called}, line {number}: found {wrong}. Mend the line and run the command again.")
    others = tuple(part.strip() for part in value["others"].split(";") if part.strip())
    return Row(
        number, value["name"], value["office"], value["body"], first, last, others, value["gender"], value["wikidata"]
    )


def _is_date(text: str) -> bool:
    if not text:
        return True
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text + "-01-01"[len(text) - 4 :]))
    except ValueError:
        return False


def with_rows(actors: Actors, rows: Sequence[Row]) -> Actors:
    """Return the table with a user's rows added and what they override replaced."""
    people = dict(actors.people)
    for row in rows:
        before = people.get(row.name, Person(row.name, "", None, ()))
        others = tuple(dict.fromkeys((*before.others, *row.others)))
        people[row.name] = Person(row.name, row.gender or before.gender, row.wikidata or before.wikidata, others)
    added = [_tenure(actors, row) for row in rows if row.office]
    kept = [cut for tenure in actors.tenures for cut in _without(tenure, added)]
    return replace(actors, people=people, tenures=(*kept, *added))


def _tenure(actors: Actors, row: Row) -> Tenure:
    body = actors.body(row.body) or row.body
    named = offices.read(actors, row.office, body=row.body)
    held = period(row.first, row.last)
    office = named.offices[0] if named else Office(body, _KIND, (row.office,), (held,), "")
    return Tenure(office, row.name, held, open=not row.last)


def _without(tenure: Tenure, added: Iterable[Tenure]) -> list[Tenure]:
    """Return what is left of a tenure outside the days for which a user's rows fill the office, or list the person."""
    left = [tenure]
    for one in added:
        if one.office != tenure.office:
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
