"""The codes of this field for an actor: kind, ISO 3166 and Correlates of War country, PLOVER sector, Wikidata id.

    profile(table(), "6f…", known="Sergei Lavrov")    Profile(kind="person", country="RUS", sector="GOV", ...)

Somebody whom the table knows has the codes of the offices that articles call the person by, else of all that were held;
others those that their roles and affiliations give. Where these do not agree, and what is not known, is None.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import takewhile
from weakref import WeakKeyDictionary

from onrecord import facts
from onrecord.actors import offices
from onrecord.actors.table import (
    Actors,
    Country,
    Office,
    Organisation,
    Outlet,
    Tenure,
    country_id,
    organisation_id,
    outlet_id,
)

_LONGEST_NOUN = 4  # words of a noun in roles.tsv
_JOURNALISM, _INTERNATIONAL, _FORMER, _OF_STATE = "JRN", "IGO", "ELI", ("GOV", "MIL")


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an actor. kind: None for a body of which only a name is known.

    country: ISO 3166-1 alpha-3; cow: Correlates of War; sector: PLOVER; offices: tenures, by date. others: more names.
    """

    kind: ActorKind | None = None
    wikidata: str | None = None
    country: str | None = None
    cow: str | None = None
    sector: str | None = None
    offices: tuple[Tenure, ...] = ()
    others: tuple[str, ...] = ()


_BODIES: "WeakKeyDictionary[Actors, Mapping[str, Country | Organisation | Outlet]]" = WeakKeyDictionary()


def profile(
    actors: Actors,
    actor: str | None,
    *,
    known: str | None = None,
    roles: Iterable[str] = (),
    affiliations: Iterable[str] = (),
    person: bool = False,
) -> Profile:
    """Return what is known of an actor, by id; known: the name under which the table has the person, if it has.

    roles, affiliations: what articles say of the actor. person: it is one, whether the table knows it or not.
    """
    if known and known in actors.people:
        return _person(actors, known, tuple(roles))
    body = _bodies(actors).get(actor or "")
    if body:
        return _body(actors, body)
    if not person:
        return Profile()
    countries = {code for one in affiliations if (code := _country(actors, actors.body(one)))}
    country = countries.pop() if len(countries) == 1 else None
    sectors = {sector for role in roles if (sector := _sector(role))}
    return Profile(
        ActorKind.PERSON,
        country=country,
        cow=_cow(actors, country),
        sector=sectors.pop() if len(sectors) == 1 else None,
    )


def _person(actors: Actors, name: str, roles: tuple[str, ...]) -> Profile:
    one, held = actors.people[name], actors.by_person.get(name, ())
    claims = [claim for role in roles if (claim := offices.held_by(actors, role, held))]
    meant = {
        (tenure.office, claim.standing is offices.Standing.FORMER) for claim in claims for tenure in claim.tenures
    } or {(tenure.office, False) for tenure in held}
    countries = {_country(actors, office.body) for office, _ in meant}
    country = countries.pop() if len(countries) == 1 else None
    sectors = {_office_sector(actors, office, former=former) for office, former in meant}
    return Profile(
        ActorKind.PERSON,
        one.wikidata,
        country,
        _cow(actors, country),
        sectors.pop() if len(sectors) == 1 else None,
        held,
        one.others,
    )


def _office_sector(actors: Actors, office: Office, *, former: bool) -> str | None:
    """Return the sector of an office: of the organisation that it belongs to, else of its kind."""
    body = None if office.body in actors.by_code else actors.organisation(office.body)
    if body is None and office.sector == _INTERNATIONAL:
        return None  # a party's or committee's head: the kind of office alone does not tell
    sector = (body.sector if body else "") or office.sector or None
    return sector if not former else _FORMER if sector in _OF_STATE else None


def _body(actors: Actors, body: Country | Organisation | Outlet) -> Profile:
    if isinstance(body, Country):
        return Profile(
            ActorKind.COUNTRY, body.wikidata, body.iso3, body.cow or None, others=(*body.others, *body.adjectives)
        )
    sector = body.sector or None if isinstance(body, Organisation) else _JOURNALISM
    kind = ActorKind.ORGANISATION if isinstance(body, Organisation) else ActorKind.OUTLET
    return Profile(kind, body.wikidata, body.country, _cow(actors, body.country), sector, others=body.others)


def _bodies(actors: Actors) -> Mapping[str, Country | Organisation | Outlet]:
    if actors not in _BODIES:
        _BODIES[actors] = {
            **{outlet_id(one): one for one in actors.outlets},
            **{organisation_id(one): one for one in actors.state_bodies.values()},
            **{organisation_id(one): one for one in actors.organisations},
            **{country_id(one): one for one in actors.countries},
        }
    return _BODIES[actors]


def _country(actors: Actors, body: str | None) -> str | None:
    """Return the country (alpha-3) of a body: its own code, or that of a national organisation."""
    if body is None:
        return None
    return body if body in actors.by_code else actors.country_of(body)


def _cow(actors: Actors, country: str | None) -> str | None:
    found = actors.by_code.get(country or "")
    return (found.cow or None) if found else None


def _sector(role: str) -> str | None:
    """Return the PLOVER sector of a role as an article words it, by the noun that it begins with.

    >>> _sector("Deputy Foreign Minister of Norland"), _sector("Chairman of the Committee"), _sector("Polish lawmaker")
    ('GOV', None, 'LEG')
    """
    small = facts.function_words("office small")
    words = list(takewhile(lambda word: word not in small, role.lower().replace("-", " ").split()))
    former = any(word in facts.function_words("former") for word in words)
    nouns = (" ".join(words[start:]) for start in range(max(0, len(words) - _LONGEST_NOUN), len(words)))
    sector = next((_of_noun(noun) for noun in nouns if noun in facts.roles()), None)
    return sector if not former else _FORMER if sector in _OF_STATE else None


@cache
def _of_noun(noun: str) -> str | None:
    sectors = _sectors()
    if noun in sectors:
        return sectors[noun]
    found = {sectors[broader] for broader in facts.roles()[noun].broader if broader in sectors}
    return found.pop() if len(found) == 1 else None


@cache
def _sectors() -> Mapping[str, str]:
    return {row[0]: row[1] for row in facts.table("sectors.tsv", 2)}
