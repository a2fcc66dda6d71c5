"""The cast of an article: the people whom it names, what they are, and who they are in the table of actors."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord import facts
from onrecord.actors import Actors, Called, Described, Known, Link, offices, person_id
from onrecord.layout import Layout, layout
from onrecord.names import parts
from onrecord.resolve.mentions import office_words, read
from onrecord.resolve.people import Another, Gender, People, Person, given_gender, people
from onrecord.resolve.phrases import RoleText, words
from onrecord.resolve.untagged import consistent, people_missed
from onrecord.types import Article, Entity, Figure, FigureRole, How, Mention, Statement, Tagged

_PERSONAL = (How.NAME, How.SURNAME, How.OFFICE)  # ways to find a speaker that find people
_OFTEN, _MOSTLY = 3, 0.6  # mentions of a country, and their share of all, that make it what an article is about
_ADDRESS = re.compile(r"\W?(?:https?://|www\.)")
_MORE = re.compile(
    r"\s*,\s+(?!(?:[JS]r|I{2,3}|IV|M\.?D|Ph\.?D|Esq|[QK]C)\b)|['’]s\s|\s(?=who\b|which\b)|(?<=[a-z]{3})\.\s"
)
_BREAK = re.compile(r"\s*\n\s*\n|(?<![\s–-])\s+(?=([a-z][\w’'-]*))")  # an empty line; a word in small letters
_GIVEN_TITLE = re.compile(r"\b([A-Z][a-z]+) $")
_BODIES = ("location", "norp", "organization", "facility")


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of an article, clustered by name; entities: sorted, those that the tagger missed included.

    sources: whoever is said to say something.
    """

    shape: Layout
    entities: list[Entity]
    people: People
    sources: Sequence[Mention] = ()

    def home(self, actors: Actors) -> str | None:
        """Return the name of the country that the article is about: most mentions of countries are of it."""
        text = self.shape.plain
        named = (actors.country(text[e.start : e.end]) for e in self.entities if e.kind in ("location", "norp"))
        counts = Counter(country.name for country in named if country)
        (name, most), *_ = counts.most_common(1) or [("", 0)]
        return name if most >= _OFTEN and most >= _MOSTLY * counts.total() else None

    def bodies(self, known: Known) -> frozenset[str]:
        """Return the countries and organisations (codes) that the article names."""
        text = self.shape.plain
        named = {text[e.start : e.end] for e in self.entities if e.kind in _BODIES}
        return frozenset(code for name in named if (code := known.actors.body(name)))


def cast(article: Article, tagged: Tagged, statements: Sequence[Statement], actors: Actors | None = None) -> Cast:
    """Return the people whom an article names, with their roles; actors: helps to find the names of known people."""
    shape = layout(article.text)
    sources = [s.speaker.mention for s in statements if s.speaker.mention]
    missed = people_missed(shape.plain, tagged.entities, sources, actors)
    told = {(e.start, e.end) for e in missed}
    kept = [e for e in tagged.entities if (e.start, e.end) not in told]
    named = [_without_more(shape.plain, e) for e in (*kept, *missed) if not _in_address(shape.plain, e)]
    entities = sorted(consistent(shape.plain, named), key=lambda e: (e.start, -e.end))
    known = (_another(actors), _gender(actors)) if actors else ()
    return Cast(shape, entities, people(shape, entities, sources, *known), sources)


def _gender(actors: Actors) -> Gender:
    def gender(name: str) -> str:
        found = {p.gender for p in actors.called(name) if any(parts(one) == parts(name) for one in (p.name, *p.others))}
        return found.pop() if len(found) == 1 else ""

    return gender


def _another(actors: Actors) -> Another:
    def known(name: str, surname: str, role: str) -> bool:
        holders = {
            p.name
            for p in actors.surnamed(surname)
            if offices.held_by(actors, role, actors.by_person.get(p.name, ()), body=None)
        }
        return bool(holders) and holders.isdisjoint(p.name for p in actors.called(name))

    return known


def _in_address(text: str, entity: Entity) -> bool:
    """Tell whether an entity stands in a web address: what looks like a name there is spelt as no name is."""
    start = max(text.rfind(" ", 0, entity.start), text.rfind("\n", 0, entity.start)) + 1
    return _ADDRESS.match(text, start, entity.start + 1) is not None


def _without_more(text: str, entity: Entity) -> Entity:
    """Cut off a person's name what is none: "Ada Lund, the captain"; "Lund's de facto"; "Lund. It"; "Lund has gone".

    And put to it a given name that the tagger took for a title: "Sultan Al Jasim".
    """
    if entity.kind == "person" and (given := _GIVEN_TITLE.search(text, max(0, entity.start - 12), entity.start)):
        first = text[entity.start : entity.end].split()[0].lower()
        if given.group(1).lower() in facts.function_words("regnal") and first in facts.particles():
            entity = replace(entity, start=given.start())
    more = _MORE.search(text, entity.start, entity.end) if entity.kind == "person" else None
    if more and more.group()[:1] in "'’" and facts.country(text[entity.start : more.start()]):
        return replace(entity, start=more.end())  # "Karsovia's Lund"
    if entity.kind != "person" or not text[entity.start].isupper():
        return entity
    if more and text[entity.start : more.start()].lower() not in facts.titles():
        entity = replace(entity, end=more.start())
    return replace(entity, end=_name_end(text, entity))


def _name_end(text: str, entity: Entity) -> int:
    """Return where a name ends: "Ada Lund has resigned"; not "Prime Minister of Lethmark Ada Lund"."""
    for found in _BREAK.finditer(text, entity.start, entity.end):
        word, before = (found.group(1) or "").lower(), words(text, entity.start, found.start())
        part = word in _calling() or word.split("-")[0] in facts.particles()
        if not part and not all(facts.country(w.key) or w.key in _calling() for w in before):
            return found.start()
    return entity.end


@cache
def _calling() -> frozenset[str]:
    """Return the words that may stand before a name."""
    small = facts.words("role_modifiers.tsv") | facts.function_words("opener")
    return small | facts.titles().keys() | facts.roles().keys()


def links(found: Cast, known: Known) -> list[Link | None]:
    """Return whom each person of a cast is in the table of actors; None where that is not sure.

    A surname alone is whoever of that name held the office, at the time, of which a source speaks: "Lund" beside "the
    Lethmark president".
    """
    linked = [known.person(_described(person)) for person in found.people.persons]
    alone = [p for p in found.people.persons if not (linked[p.index] or p.full or p.roles)]
    for link in _holders(found, known) if alone else ():
        named = [p for p in alone if link.person in known.actors.surnamed(p.name)]
        fitting = [p for p in named if p.gender in ("", link.person.gender)]
        if len(fitting) == 1 and all(one is None or one.name != link.name for one in linked):
            linked[fitting[0].index] = link
    return linked


def _holders(found: Cast, known: Known) -> Iterator[Link]:
    """Yield whoever held the offices, of a country or body that is named, of which sources speak."""
    for source in found.sources:
        reading = read(found.shape.plain, source, found.people, found.entities)
        named = reading.how == How.OFFICE and known.actors.body(reading.affiliation or "")
        link = known.office(office_words(source.text), body=reading.affiliation) if named else None
        if link:
            yield link


def called(found: Cast, linked: Sequence[Link | None], statements: Sequence[Statement]) -> list[Called]:
    """Return what the article calls people of the table of actors by; statements: what is said in it, and by whom."""
    sources = [s.speaker.mention for s in statements if s.speaker.mention]
    speaking = {person.index for m in sources for _, person in found.people.inside((m.start, m.end))}
    return [
        Called(link.name, role.text, claim, role.start, speaks=person.index in speaking)
        for person, link in zip(found.people.persons, linked, strict=True)
        if link
        for role, claim in zip(person.roles, link.claims, strict=True)
        if claim
    ]


def figures(found: Cast, linked: Sequence[Link | None]) -> tuple[Figure, ...]:
    """Return the people of a cast as the record keeps them."""
    return tuple(_figure(person, link) for person, link in zip(found.people.persons, linked, strict=True))


def speaking(statements: Sequence[Statement], persons: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return whoever speaks in an article and is nobody of its cast: countries, organisations, holders of an office."""
    there, found = {figure.actor for figure in persons}, dict[str, list[Statement]]()
    for statement in statements:
        if statement.speaker.actor and statement.speaker.actor not in there:
            found.setdefault(statement.speaker.actor, []).append(statement)
    return tuple(_speaking(actor, several) for actor, several in found.items())


def _speaking(actor: str, statements: Sequence[Statement]) -> Figure:
    first = statements[0].speaker
    spans = {(m.start, m.end) for s in statements if (m := s.speaker.mention)}
    person = actor == person_id(first.name or "") and any(s.speaker.how in _PERSONAL for s in statements)
    return Figure(
        name=first.name or "",
        gender="",
        roles=(),
        nouns=(),
        mentions=tuple(sorted(spans)),
        actor=actor,
        known=first.name if first.why else None,
        why=first.why,
        kind="person" if person else "body",
    )


def _described(person: Person) -> Described:
    return Described(
        name=person.name,
        regnal="" if person.full else person.regnal,
        gender=person.gender,
        roles=tuple(_standing(role) for role in person.roles),
        affiliations=tuple(role.affiliation or "" for role in person.roles),
        nouns=tuple(dict.fromkeys(role.noun for role in person.roles)),
        place=person.place or "",
    )


def _standing(role: RoleText) -> str:
    """Return a role's words, "former" before them where that is told elsewhere."""
    told = not facts.function_words("former").isdisjoint(role.text.lower().split())
    return role.text if told or not role.former else f"former {role.text}"


def _figure(person: Person, link: Link | None) -> Figure:
    roles = {(r.text, r.start): FigureRole(r.text, r.affiliation, r.former, r.start) for r in person.roles}
    return Figure(
        name=person.name,
        gender=person.gender or given_gender(person.name),
        roles=tuple(sorted(roles.values(), key=lambda r: r.start)),
        nouns=tuple(dict.fromkeys(role.noun for role in person.roles)),
        mentions=tuple((m.start, m.end) for m in person.mentions),
        actor=person_id(link.name if link else person.name),
        known=link.name if link else None,
        why=link.why if link else None,
    )
