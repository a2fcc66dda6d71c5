"""Who somebody is: what the table of actors and a record tell of a name, and who held an office.

who("Steinmeier")                                 the people of that name, with their offices
who("German foreign minister", on="2016-07")      whoever held the office then
who("Vossmar", record=record)                     and what the record has of them
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord import actors, tables
from onrecord.actors import Actors, Period, country_id, office_name, offices, organisation_id, outlet_id
from onrecord.actors.codes import profile
from onrecord.answers import Actor, unquoted
from onrecord.filters import first_day, last_day
from onrecord.names import parts
from onrecord.query import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody whom a name may mean. grounds: why mentions in articles were taken for this actor, in words.

    office: the one by which the actor was asked for, None where a name was given.
    """

    actor: Actor
    grounds: tuple[str, ...] = ()
    office: str | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the columns of an actor in an export, and why it is this one."""
        return tables.actor_row(self.actor) | {"grounds": list(self.grounds), "office": self.office}


def who(name: str, *, record: Record | None = None, on: str | None = None) -> list[Entry]:
    """Return the actors whom a name, an id or an office may mean; those that the record quotes first.

    on: a year, month or day: only whoever held an office then. Raises QueryError for a date that is none.
    """
    when = Period(first_day(on), last_day(on)) if on else None
    table = record.table() if record else actors.table()
    found: dict[str | None, Entry] = {}
    if record:
        quoted = ((one, record.grounds(one.id) if one.id else ()) for one in record.actors(speaker=name))
        found |= {one.name: Entry(one, grounds) for one, grounds in quoted}
    for one in (*_people(table, name), *_bodies(table, name), *_holders(table, name, when)):
        before = found.get(one.actor.name)
        found[one.actor.name] = replace(before, office=one.office) if before else one
    entries = list(found.values())
    return [one for one in entries if _held(one.actor, when)] if when else entries


def _people(table: Actors, name: str) -> Iterator[Entry]:
    several = parts(name)
    people = table.called(name) if len(several) > 1 else table.surnamed(name) if several else ()
    for person in sorted(people, key=lambda one: one.name):
        yield Entry(unquoted(person.name, profile(table, None, known=person.name), table))


def _bodies(table: Actors, name: str) -> Iterator[Entry]:
    if country := table.country(name):
        yield Entry(unquoted(country.name, profile(table, country_id(country)), table))
    if organisation := table.organisation(name):
        yield Entry(unquoted(organisation.name, profile(table, organisation_id(organisation)), table))
    if outlet := table.outlet(name):
        yield Entry(unquoted(outlet.name, profile(table, outlet_id(outlet)), table))


def _holders(table: Actors, name: str, when: Period | None) -> Iterator[Entry]:
    named = offices.read(table, name)
    for office in named.offices if named else ():
        for tenure in table.by_office[(office.body, office.kind, office.title)]:
            if when is None or tenure.period.meets(when):
                holder = unquoted(tenure.person, profile(table, None, known=tenure.person), table)
                yield Entry(holder, office=office_name(table, office))


def _held(actor: Actor, when: Period) -> bool:
    return any(Period(one.first, one.last).meets(when) for one in actor.offices)
