"""The table of actors: people with their offices and dates, countries, organisations, outlets, dated occasions.

    table()                          what ships with the package (data/actors, made by facts/build.py)
    own.with_rows(table(), rows)     the same with a user's own rows, which add to it or override it

Days are ISO 8601 strings; coarse ones are widened, so that a tenure never claims less than is known.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from onrecord import facts, names
from onrecord.facts import table as rows
from onrecord.types import digest

_LONGEST = 6  # words of a country's name
_OF = re.compile(r" of (?:the )?")
_POSSESSIVE = re.compile(r" ?' ?s?$")
EASTERN = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM"})
"""Countries whose people are named by their first name in the news: "Xi Jinping", then "Xi"."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both inclusive; None is open."""

    first: str | None
    last: str | None

    def meets(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return not (
            (self.last and other.first and self.last < other.first)
            or (other.last and self.first and other.last < self.first)
        )

    def holds(self, other: "Period") -> bool:
        """Tell whether the other lies in this one; an open end holds only in an open end."""
        begins = self.first is None or (other.first is not None and self.first <= other.first)
        return begins and (self.last is None or (other.last is not None and other.last <= self.last))


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a body (ISO 3166-1 alpha-3 code or organisation id); titles: the usual one first.

    known: periods of which every holder is listed.
    """

    body: str
    kind: str
    titles: tuple[str, ...]
    known: tuple[Period, ...]
    sector: str

    @property
    def title(self) -> str:
        """The usual title, without the body's name."""
        return self.titles[0]


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who held an office, and when. open: still in office when the table was made."""

    office: Office
    person: str
    period: Period
    open: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the table. name: the form that English news uses most, and the key."""

    name: str
    gender: str
    wikidata: str | None
    others: tuple[str, ...]


def _turned(person: Person, several: Sequence[str]) -> bool:
    """Tell whether a name is one of a person's with the surname first, or last, instead; spelled the same."""
    ends = {(words[-1], words[0]) for name in (person.name, *person.others) if (words := names.parts(name))}
    return (several[0], several[-1]) in ends


@dataclass(frozen=True, slots=True)
class Country:
    """A country. cow: Correlates of War abbreviation; metonyms: seats of power that stand for its government."""

    name: str
    iso2: str
    iso3: str
    cow: str
    adjectives: tuple[str, ...]
    capital: str
    metonyms: tuple[str, ...]
    others: tuple[str, ...]
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. sector: PLOVER; country: ISO alpha-3 or None; part_of: id of the one it belongs to."""

    id: str
    name: str
    others: tuple[str, ...]
    sector: str
    country: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet or agency, with the domains of its pages."""

    name: str
    kind: str
    others: tuple[str, ...]
    domains: tuple[str, ...]
    owner: str | None
    country: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A summit, election, ... with its days. series: kind and bodies, shared by those that follow one another."""

    id: str
    kind: str
    names: tuple[str, ...]
    period: Period
    place: str | None
    bodies: tuple[str, ...]
    winner: str | None

    @property
    def series(self) -> tuple[str, tuple[str, ...]]:
        """What the occasion is one of: the kind and the bodies."""
        return self.kind, self.bodies


@dataclass(frozen=True, eq=False)
class Actors:
    """All facts, with the ways to look them up. A name is looked up folded; see ``onrecord.names``."""

    people: Mapping[str, Person]
    tenures: tuple[Tenure, ...]
    countries: tuple[Country, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    members: tuple[tuple[str, str, Period], ...] = ()

    @cached_property
    def by_person(self) -> Mapping[str, tuple[Tenure, ...]]:
        """Person -> tenures, by date."""
        found: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in self.tenures:
            found[tenure.person].append(tenure)
        return {name: tuple(sorted(held, key=lambda t: t.period.first or "")) for name, held in found.items()}

    @cached_property
    def by_office(self) -> Mapping[tuple[str, str, str], tuple[Tenure, ...]]:
        """(body, kind, title) -> tenures, by date."""
        found: dict[tuple[str, str, str], list[Tenure]] = defaultdict(list)
        for tenure in self.tenures:
            found[(tenure.office.body, tenure.office.kind, tenure.office.title)].append(tenure)
        return {key: tuple(sorted(held, key=lambda t: t.period.first or "")) for key, held in found.items()}

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """Every office, once."""
        return tuple(dict.fromkeys(tenure.office for tenure in self.tenures))

    @cached_property
    def _full(self) -> Mapping[tuple[str, str], tuple[Person, ...]]:
        found: dict[tuple[str, str], dict[str, Person]] = defaultdict(dict)
        for person in self.people.values():
            for spelling in (person.name, *person.others):
                several = names.parts(spelling)
                if len(several) > 1:
                    found[(names.sound(several[0]), names.sound(several[-1]))][person.name] = person
        return {key: tuple(value.values()) for key, value in found.items()}

    @cached_property
    def _surnames(self) -> Mapping[str, tuple[Person, ...]]:
        found: dict[str, dict[str, Person]] = defaultdict(dict)
        for person in self.people.values():
            eastern = any(t.office.body in EASTERN for t in self.by_person.get(person.name, ()))
            for spelling in (person.name, *person.others):
                several = names.unnumbered(names.parts(spelling))
                if several:
                    alone = several[0] if eastern and len(several) > 1 else several[-1]
                    found[names.sound(alone)][person.name] = person
        return {key: tuple(value.values()) for key, value in found.items()}

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The last words of all full names, folded: a quick test whether a word may be part of one."""
        return frozenset(
            several[-1]
            for p in self.people.values()
            for name in (p.name, *p.others)
            if len(several := names.parts(name)) > 1
        )

    def called(self, full_name: str) -> tuple[Person, ...]:
        """Return the people whom a full name may mean: given name and surname sound alike, or are turned round."""
        several = names.parts(full_name)
        if len(several) < 2:
            return ()
        ends = (names.sound(several[0]), names.sound(several[-1]))
        turned = self._full.get((ends[1], ends[0]), ())
        return self._full.get(ends) or tuple(one for one in turned if _turned(one, several))  # "Jinping Xi"

    def surnamed(self, word: str) -> tuple[Person, ...]:
        """Return the people whom one name alone may mean."""
        return self._surnames.get(names.sound(names.parts(word)[-1] if names.parts(word) else word), ())

    @cached_property
    def _named_organisations(self) -> Mapping[str, Organisation]:
        found: dict[str, Organisation] = {}
        for one in self.organisations:
            for name in (one.id, one.name, *one.others):
                found.setdefault(plain(name), one)
        return found

    @cached_property
    def _named_outlets(self) -> Mapping[str, Outlet]:
        return {plain(name): one for one in reversed(self.outlets) for name in (*one.others, one.name)}

    @cached_property
    def outlets_by_last_word(self) -> Mapping[str, tuple[Outlet, ...]]:
        """Last word of a name of several words, folded -> the outlets: "times" -> New York Times, Irish Times, ..."""
        found: dict[str, dict[str, Outlet]] = defaultdict(dict)
        for one in self.outlets:
            for name in (one.name, *one.others):
                if " " in name:
                    found[plain(name).rpartition(" ")[2]][one.name] = one
        return {word: tuple(several.values()) for word, several in found.items()}

    @cached_property
    def _named_countries(self) -> Mapping[str, tuple[Country, str]]:
        found: dict[str, tuple[Country, str]] = {}
        for one in self.countries:
            for name, use in (
                *((n, "name") for n in (one.name, *one.others)),
                *((n, "people") for adjective in one.adjectives for n in (adjective, plural(adjective))),
                *((n, "capital") for n in (one.capital,) if n),
                *((n, "seat") for n in one.metonyms),
            ):
                found.setdefault(plain(name), (one, use))
        return found

    def organisation(self, name: str) -> Organisation | None:
        """Return the organisation of this name or abbreviation, or a body that every state has, or None.

        "Norway's Foreign Ministry" and "the Ministry of Foreign Affairs of Norway" are one, listed or not.
        """
        found = self._named_organisations.get(plain(name))
        if found is None and (body := self._of_state(name)):
            found = self.state_bodies.get(body)
        return found

    @cached_property
    def state_bodies(self) -> Mapping[tuple[str, str], Organisation]:
        """Country (code) and name of a body that every state has -> that body: the one listed, else one by its name."""
        found: dict[tuple[str, str], Organisation] = {}
        for one in self.organisations:
            for name in (one.name, *one.others):
                if one.country and (body := self._of_state(name)) and body[0] == one.country:
                    found.setdefault(body, one)
        for country in self.countries:
            for kind, _, sector in rows("actors/state_bodies.tsv", 3):
                name = f"{next(iter(country.adjectives), country.name)} {kind}"
                own = Organisation(f"{country.iso3} {kind}", name, (), sector, country.iso3, None)
                found.setdefault((country.iso3, kind), own)
        return found

    def state_of(self, name: str) -> Country | None:
        """Return the state of a body that every state has, by the body's name: "the army of Norway": Norway."""
        body = self._of_state(name)
        return self.by_code[body[0]] if body else None

    def _of_state(self, name: str) -> tuple[str, str] | None:
        """Return the state (code) and the kind of a body that a name tells: "Norway's army", "the army of Norway"."""
        words = " ".join(name.replace("’", "'").split()).removeprefix("the ").removeprefix("The ")
        if not facts.state_nouns() & set(words.casefold().split()):
            return None
        parts = words.split(" ")
        splits = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(min(len(parts) - 1, _LONGEST), 0, -1)]
        splits += [(words[match.end() :], words[: match.start()]) for match in _OF.finditer(words)]
        for state, rest in splits:
            state, kind = _POSSESSIVE.sub("", state), facts.state_body(rest)
            uses = ("name", "people", "capital") if (kind or "").endswith("Ministry") else ("name", "people")
            if kind and self.country_use(state) in uses and (len(uses) > 2 or plain(state) not in facts.SHARED):
                country = self.country(state)
                return (country.iso3, kind) if country else None
        return None

    def outlet(self, name: str) -> Outlet | None:
        """Return the news outlet of this name, or None."""
        return self._named_outlets.get(plain(name))

    def country(self, words: str) -> Country | None:
        """Return the country that a name, adjective, demonym, capital or seat of power stands for, or None."""
        found = self._named_countries.get(plain(words))
        return found[0] if found else None

    def country_use(self, words: str) -> str | None:
        """Return how words stand for a country: "name", "people", "capital" or "seat"; None when they do not."""
        found = self._named_countries.get(plain(words))
        return found[1] if found else None

    def body(self, words: str) -> str | None:
        """Return the body (country code or organisation id) that words stand for, or None."""
        country = self.country(words)
        if country:
            return country.iso3
        found = self.organisation(words)
        return found.id if found else None

    def office_body(self, words: str) -> str | None:
        """Return the country or international organisation that words stand for: those whose offices the table has."""
        country = self.country(words)
        if country:
            return country.iso3
        found = self.organisation(words)
        return found.id if found and (not found.country or found.id in self._owners) else None

    @cached_property
    def _owners(self) -> frozenset[str]:
        return frozenset(tenure.office.body for tenure in self.tenures)

    def country_of(self, body: str) -> str | None:
        """Return the country (code) of a national body's id, or None."""
        return next((one.country for one in self.organisations if one.id == body), None)

    @cached_property
    def by_code(self) -> Mapping[str, Country]:
        """ISO alpha-3 code -> country."""
        return {one.iso3: one for one in self.countries}

    def body_words(self, body: str) -> tuple[str, ...]:
        """Return the names and adjectives by which texts name a country or organisation, by its code."""
        if body in self.by_code:
            one = self.by_code[body]
            return (one.name, *one.others, *one.adjectives)
        found = self.organisation(body)
        return (found.name, *found.others) if found else (body,)

    def body_name(self, body: str) -> str:
        """Return the name of a country or organisation by its code; the code itself when there is none."""
        if body in self.by_code:
            return self.by_code[body].name
        return next((one.name for one in self.organisations if one.id == body), body)

    def held(self, tenure: Tenure) -> str:
        """Return a tenure in words: "Foreign Minister (Germany) from 2013-12-17 until 2017-01-27"."""
        office = office_name(self, tenure.office)
        until = f" until {tenure.period.last}" if tenure.period.last else ""
        return f"{office} from {tenure.period.first}{until}"


def office_name(actors: Actors, office: Office) -> str:
    """Return an office with its body: "Foreign Minister (Germany)", "NATO Secretary General"."""
    body = actors.body_name(office.body)
    if body.casefold() in office.title.casefold():
        return office.title
    return f"{office.title} ({body})" if office.body in actors.by_code else f"{office.body} {office.title}"


def person_id(name: str) -> str:
    """Return the actor id of a person or of a body known by name only."""
    return digest("actor", name.casefold())


def country_id(country: Country) -> str:
    """Return the actor id of a country."""
    return digest("actor", "country", country.iso3)


def organisation_id(organisation: Organisation) -> str:
    """Return the actor id of an organisation in the table."""
    return digest("actor", "organisation", organisation.id)


def outlet_id(outlet: Outlet) -> str:
    """Return the actor id of an outlet in the table."""
    return digest("actor", "outlet", outlet.name.casefold())


def plain(words: str) -> str:
    """Return the name of a country or organisation as it is compared."""
    folded = names.fold(" ".join(words.replace("-", " ").split())).replace(".", "")
    return folded.removeprefix("the ").removesuffix("'s").removesuffix("'")


def plural(adjective: str) -> str:
    """Return the people of a demonym: "Dane" -> "Danes"; adjectives in -ese and the like stay."""
    return adjective if adjective.endswith(("s", "sh", "ch", "ese")) else adjective + "s"


@cache
def table() -> Actors:
    """Return the facts that ship with the package."""
    sectors = {kind: sector for kind, _, sector in _rows("kinds.tsv", 3)}
    offices: dict[tuple[str, str, str], Office] = {}
    for body, kind, titles, known in _rows("offices.tsv", 4):
        office = Office(body, kind, _list(titles), tuple(_periods(known)), sectors[kind])
        offices[(body, kind, office.title)] = office
    return Actors(
        people={
            name: Person(name, gender, wikidata or None, _list(others))
            for name, gender, wikidata, others in _rows("people.tsv", 4)
        },
        tenures=tuple(
            Tenure(offices[(body, kind, title)], person, period(first, last), open=not last)
            for body, kind, title, first, last, person in _rows("holders.tsv", 6)
        ),
        countries=tuple(
            Country(name, iso2, iso3, cow, _list(adjectives), capital, _list(metonyms), _list(others), wikidata or None)
            for name, iso2, iso3, cow, _, adjectives, capital, metonyms, others, wikidata in _rows("countries.tsv", 10)
        ),
        organisations=tuple(
            Organisation(id_, name, _list(others), sector, country or None, wikidata or None)
            for id_, name, others, sector, country, _, _, wikidata in _rows("organisations.tsv", 8)
        ),
        outlets=tuple(
            Outlet(name, kind, _list(others), _list(domains), owner or None, country or None, wikidata or None)
            for name, kind, others, domains, owner, country, wikidata in _rows("outlets.tsv", 7)
        ),
        occasions=tuple(
            Occasion(id_, kind, _list(called), period(first, last), place or None, _list(bodies), winner or None)
            for id_, kind, called, first, last, place, bodies, winner in _rows("calendar.tsv", 8)
        ),
        members=tuple((one, country, period(first, last)) for one, country, first, last in _rows("memberships.tsv", 4)),
    )


def period(first: str, last: str) -> Period:
    """Return the days between two dates that may be coarse: the widest that they allow.

    >>> period("2016-07", "2018")
    Period(first='2016-07-01', last='2018-12-31')
    """
    begins = first + "-01-01"[len(first) - 4 :] if first else None
    if last and len(last) == 7:
        last += f"-{monthrange(int(last[:4]), int(last[5:]))[1]}"
    ends = (last + "-12-31" if len(last) == 4 else last) if last else None
    return Period(begins, ends)


def _before(one: str | None, two: str | None) -> bool:
    return one is not None and two is not None and one < two


def _periods(text: str) -> Iterable[Period]:
    for pair in _list(text):
        first, _, last = pair.partition("/")
        yield period(first, last)


def _rows(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    return rows(f"actors/{name}", columns)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
