"""Organisations and countries that a source calls by a noun or pronoun: "the outlet", "the Alliance", "which", "it"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import facts
from onrecord.actors import Actors, Country, Outlet
from onrecord.layout import Layout
from onrecord.resolve.mentions import Reading
from onrecord.resolve.phrases import with_owner, words
from onrecord.types import Entity, How

_INDEFINITE = re.compile(r"\b(?:an?|any|every|some)(?: [a-z-]+){0,3} $")
_WINDOW = 60  # entities looked back over
_NEAR = 40  # characters before a name in which a noun may introduce it
_MEMORY = 12  # sentences within which "the campaign" is the one that spoke last
_FEWEST_INITIALS = 3
_SUBJECT = 30  # characters of a sentence within which its subject begins
_POSSESSIVE = re.compile(r"(\S+?(?: \S+?){0,2}?) ?['’] ?s? ")
_RECALLED = 12  # bodies that spoke, of which "the army" may be the last
_EITHER = "agency"  # of news, or of a state
_KINDS = ("organization", "location", "facility")


@dataclass(frozen=True, slots=True)
class Heard:
    """An organisation or country that has spoken: where, its name, and the words by which the source called it."""

    end: int
    name: str
    words: frozenset[str]
    how: How


def named_before(shape: Layout, entities: Sequence[Entity], reading: Reading, heard: Sequence[Heard]) -> str | None:
    """Return the organisation named last before a source that fits its noun, or None.

    It fits if its name holds the noun ("Lantern Sea Alliance") or the article introduced it with a noun of the same
    kind ("the Estmere newspaper Brannock Tagwart"); what has spoken already comes first.
    """
    noun, text = reading.body or "", shape.plain
    kind = facts.bodies().get(noun)
    here = shape.sentence(reading.start)
    for spoken in reversed(heard[-5:]):
        if here - shape.sentence(spoken.end) > _MEMORY:
            break
        outlet = (
            kind == "outlet"
            and (noun != _EITHER or spoken is heard[-1])
            and (facts.outlet(spoken.name) or any(facts.bodies().get(w) == kind for w in spoken.words))
        )
        if noun in spoken.words or outlet:
            return spoken.name
    high = bisect_left(entities, reading.start, key=lambda e: e.start)
    for entity in reversed(entities[max(0, high - _WINDOW) : high]):
        if entity.kind not in ("organization", "product", "misc"):
            continue
        name = [w.key for w in words(text, entity.start, entity.end)]
        before = [w.key for w in words(text, max(0, entity.start - _NEAR), entity.start)][-3:]
        outlet = facts.outlet(_name(shape, entity)) or any(facts.bodies().get(w) == "outlet" for w in before)
        if noun in name or noun in before or (kind == "outlet" and outlet and (noun != _EITHER or not heard)):
            return _name(shape, entity)
    return None


def maker(shape: Layout, reading: Reading, heard: Sequence[Heard]) -> str | None:
    """Return whose "the poll" is: that of the last body that spoke through a document so called, not long before."""
    here = shape.sentence(reading.start)
    near = (one for one in reversed(heard) if here - shape.sentence(one.end) <= _MEMORY and reading.body in one.words)
    found = next(near, None)
    return found.name if found else None


def right_before(shape: Layout, entities: Sequence[Entity], position: int) -> str | None:
    """Return the organisation or country that ends right before a relative pronoun."""
    index = bisect_right(entities, position, key=lambda e: e.start) - 1
    if index < 0 or entities[index].kind not in _KINDS:
        return None
    gap = shape.plain[entities[index].end : position].strip()
    if _INDEFINITE.search(shape.plain, max(0, entities[index].start - _NEAR), entities[index].start):
        return None  # "a new PAC that"
    return _name(shape, entities[index]) if gap in ("", ",") else None


def subject_before(shape: Layout, entities: Sequence[Entity], position: int) -> str | None:
    """Return the organisation or country that is likely the subject of the sentence of "it"."""
    start, _ = shape.sentence_span(position)
    low = bisect_left(entities, start, key=lambda e: e.start)
    high = bisect_left(entities, position, key=lambda e: e.start)
    named = [e for e in entities[low:high] if e.kind in (*_KINDS, "person")]
    if not named or named[0].kind == "person" or named[0].start - start > _SUBJECT or shape.quotation(named[0].start):
        return None
    after = shape.plain[named[0].end : named[0].end + 2]
    return _name(shape, named[0]) if after[:1] in (" ", ",") else None


def outlet(actors: Actors, name: str, text: str, *, own: str | None = None, home: str | None = None) -> Outlet | None:
    """Return the outlet that a name means in an article; own: the article's outlet; home: the country it is about.

    "the Times" is what the article, or its outlet, is called in full; else the outlet of that very name in articles
    that are of its country; else nobody's name in particular.
    """
    found, word = actors.outlet(name), name.casefold().removeprefix("the ")
    if word not in facts.function_words("outlet short"):
        return found
    here = f"{text}\n{own or ''}"
    several = (*actors.outlets_by_last_word.get(word, ()), *([found] if found else []))
    named = {one.name: one for one in several if any(" " in n and n in here for n in (one.name, *one.others))}
    if named or found is None:
        return next(iter(named.values())) if len(named) == 1 else None
    published = actors.outlet(own) if own else None
    countries = {published.country if published else None, actors.body(home) if home else None}
    return found if found.country in countries else None


def of_state(
    actors: Actors, name: str, land: str | None, heard: Sequence[Heard], home: str | None
) -> tuple[str, str | None]:
    """Return the name of a body that states have, with its state, and that state: "Norway's army", "Norwegian army".

    land: the country that the source names; home: the one that the article is about. "The army" alone is the one that
    spoke before, else that of the home. What bears the name of another country's body is told from it: "Norwegian
    Labour Party". Any other name is returned as it is.
    """
    country, kind = actors.country(land) if land else None, facts.state_body(name)
    if kind:
        spoken = (one for h in reversed(heard[-_RECALLED:]) if (one := actors.organisation(h.name)))
        before = (one.country for one in spoken if one is actors.state_bodies.get((one.country or "", kind)))
        owner = country or actors.by_code.get(next(before, None) or "") or (actors.country(home) if home else None)
        return (actors.state_bodies[owner.iso3, kind].name, owner.name) if owner else (name, land)
    found, whose = actors.organisation(name), _POSSESSIVE.match(name)
    if state := actors.state_of(name):
        return (found.name if found else name), state.name
    owner = actors.country(whose[1]) if whose and facts.state(whose[1]) else None
    if whose and owner:
        return f"{_adjective(owner)} {name[whose.end() :]}", owner.name  # "Norway's embassy"
    if found and country and found.country not in (None, country.iso3):
        return f"{_adjective(country)} {name}", land
    return name, land


def _adjective(country: Country) -> str:
    return next(iter(country.adjectives), country.name)


def spelled_out(shape: Layout, entities: Sequence[Entity], name: str) -> str | None:
    """Return the body that the article writes out, if a name is its initials: "SHP", Skellby Harbour Patrol."""
    if not (name.isupper() and name.isalpha() and len(name) >= _FEWEST_INITIALS):
        return None
    for entity in entities:
        if entity.kind != "organization" or shape.text[entity.start : entity.start + 1] not in (name[0], "t", "T"):
            continue
        full = _name(shape, entity)
        parts = [word.text for word in words(full, 0, len(full))]
        if name == "".join(part[0] for part in parts if part[0].isupper()) and len(parts) > 1:
            return full
    return None


def _name(shape: Layout, entity: Entity) -> str:
    name = " ".join(shape.text[slice(*with_owner(shape.plain, entity.start, entity.end))].split())
    return name.removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s")
