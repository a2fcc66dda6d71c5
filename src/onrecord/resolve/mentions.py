"""What the words that name a speaker are: a name, an office, a pronoun, a country, an organisation, a group, ...

>>> 'Lethmark Prime Minister Ada Lund' NAME   'the Prime Minister' OFFICE   'the lawmaker' DESCRIPTION   'she' PRONOUN
>>> 'Skellby', 'the Ochre Palace' METONYM   'the Quay Board' ORGANISATION   'some analysts' GROUP   'an aide' UNNAMED
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord import facts
from onrecord.resolve.people import People, Person, PersonMention
from onrecord.resolve.phrases import RoleNoun, Word, affiliation, role_nouns, singular, words
from onrecord.types import Entity, How, Mention, Span

_HEAD_END = re.compile(
    r"[,;:(–—]|\s(?:of|for|in|at|on|from|with|who|that|which|whose|to|about|by|including|behind|against|near|under"
    r"|inside|within|close|familiar|speaking|working|leading)\b"
)
_MANY = frozenset(
    "some many most several few both all various other others numerous dozens hundreds thousands two three four five six "
    "seven eight nine ten more these those certain".split()
)
_ONE = frozenset("a an one another some any".split())
_GIVEN_OFFICE = frozenset({"official", "head of government", "chief", "head", "speaker", "chair", "founder", "minister"}
                          | {"spokesperson", "secretary", "general", "judge", "candidate", "ambassador", "monarch", "pope"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source mention is. person: who is named in it. noun, affiliation: what it says of office or kind."""

    how: How | None
    start: int
    end: int
    person: Person | None = None
    named: PersonMention | None = None
    noun: RoleNoun | None = None
    affiliation: str | None = None
    name: str | None = None
    pronoun: str | None = None
    body: str | None = None


def read(text: str, mention: Mention, register: People, entities: Sequence[Entity]) -> Reading:
    """Classify one source mention."""
    start, end = mention.start, mention.end
    phrase = words(text, start, end)
    base = Reading(None, start, end)
    if not phrase:
        return base
    plain = re.sub(r"\s+", " ", mention.text.lower().replace("’", "'")).strip(" ,\"“”")
    if plain in pronouns():
        return Reading(How.PRONOUN, start, end, pronoun=plain)
    named = _named(text, phrase, (start, end), register)
    if len(named) > 1:
        return Reading(How.GROUP, start, end)
    if named:
        one, person = named[0]
        how = How.NAME if len(one.parts) > 1 else How.SURNAME
        return Reading(how, start, end, person=person, named=one)
    inside = _inside(entities, (start, end))
    head_end = _head_end(text, phrase, start, end)
    head = [w for w in phrase if w.end <= head_end] or phrase
    if found := _name_without_entity(text, phrase, head, register):
        return Reading(How.SURNAME, start, end, person=found, named=None)
    return _described(text, (start, end), phrase, head, inside)


@cache
def pronouns() -> dict[str, tuple[str, ...]]:
    """Return pronoun -> its other columns in ``pronouns.tsv``."""
    return {row[0]: row[1:] for row in facts.table("pronouns.tsv", 4)}


def _inside(entities: Sequence[Entity], span: Span) -> list[Entity]:
    index, found = bisect_left(entities, span[0], key=lambda e: e.start), []
    while index < len(entities) and entities[index].start < span[1]:
        if entities[index].end <= span[1] + 2:
            found.append(entities[index])
        index += 1
    return found


def _named(text: str, phrase: Sequence[Word], span: Span, register: People) -> list[tuple[PersonMention, Person]]:
    """Return the people whom a source names as the ones who speak, not those whom it mentions besides."""
    heads: list[tuple[PersonMention, Person]] = []
    for mention, person in register.inside(span):
        if _is_head(text, phrase, mention, span):
            if heads and not _listed(text, heads[-1][0].end, mention.start):
                continue
            if heads and heads[-1][1] is person:
                continue
            heads.append((mention, person))
    return heads


def _is_head(text: str, phrase: Sequence[Word], mention: PersonMention, span: Span) -> bool:
    before = [w for w in phrase if w.end <= mention.start]
    after = next((w for w in phrase if w.start >= mention.end), None)
    rest = text[mention.end : span[1]]
    if rest.startswith(("'s", "’s", "' ", "’ ")) and after is not None:
        return False  # "Lund's lawyer"
    if after and not text[mention.end : after.start].strip() and after.text[0].isalnum():
        follows = after.key
        if not (follows in _AFTER_NAME or facts.titles().get(follows)):
            return False  # "the Lund campaign"
    if before:
        last = before[-1]
        while last.key.rstrip(".") in facts.titles() and len(before) > 1:
            before.pop()
            last = before[-1]
        gap = text[last.end : mention.start]
        if last.key in _LINKS and "," not in gap:
            return False  # "a spokesman for Lund"
        if last.text.endswith(("'s", "’s")) and not gap.strip() and len(before) == 1 and last.text[0].islower():
            return False
    return True


_AFTER_NAME = frozenset(
    "of and who in at from for on also all the a an jr sr ii iii himself herself then now both with as whose "
    "campaigning speaking or".split()
)
_LINKS = frozenset("of for to with by from against on in about near between under behind like including over".split())


def _listed(text: str, end: int, start: int) -> bool:
    """Return whether two names stand in a list: "A and B", "A, B and C"."""
    gap = re.sub(r"\([^)]*\)", "", text[end:start]).strip().lower()
    return gap in ("and", ",", ", and", "&", "or") or bool(re.fullmatch(r",? and (?:\w+\.? ){0,5}?", gap + " "))


def _head_end(text: str, phrase: Sequence[Word], start: int, end: int) -> int:
    """Return where the head of a noun phrase ends: before a comma, preposition or relative clause."""
    match = _HEAD_END.search(text, phrase[0].end, end)
    if match and phrase[0].key in ("one", "some", "many", "most", "several", "two", "three") and match.group().strip() == "of":
        match = _HEAD_END.search(text, match.end(), end)
    return match.start() if match else end


def _name_without_entity(text: str, phrase: Sequence[Word], head: Sequence[Word], register: People) -> Person | None:
    """Return the person whose surname a short capitalised source is, although the model saw no entity there."""
    from onrecord.resolve.people import fold

    names = [w for w in head if w.key not in facts.titles()]
    if not names or len(names) > 3 or not all(w.text[0].isupper() for w in names) or len(names) < len(phrase) - 1:
        return None
    gender = next((t.gender for w in head if (t := facts.titles().get(w.key))), "")
    bearers = [p for p in register.bearers(fold(names[-1].key), names[-1].start, gender) if p.parts[-1] == fold(names[-1].key)]
    if len(bearers) != 1:
        return None
    given = fold(names[0].key)
    return bearers[0] if len(names) == 1 or given in bearers[0].parts or not bearers[0].full else None


def _described(
    text: str, span: Span, phrase: Sequence[Word], head: Sequence[Word], entities: Sequence[Entity]
) -> Reading:
    """Classify a source that names no person."""
    start, end = span
    first, last = head[0].key, head[-1]
    nouns = list(role_nouns(head))
    noun = nouns[-1] if nouns and nouns[-1].last == len(head) else None
    whole = re.sub(r"\s+", " ", text[start:end])
    bare = [w for w in head if w.key not in ("the",)]
    place = " ".join(w.key for w in bare)
    if facts.is_place(place) or facts.is_place(place.removesuffix("'")):
        name = text[bare[0].start : bare[-1].end]
        return Reading(How.METONYM, start, end, name=_trim(name), affiliation=facts.country(place))
    kind = facts.bodies().get(last.key) or facts.bodies().get(singular(last.key))
    body = next((e for e in entities if e.kind in ("organization", "facility") and e.start <= last.start < e.end), None)
    if noun and body is None:
        return _person_noun(text, span, phrase, head, noun, entities)
    plural = last.key.endswith("s") and last.key not in facts.bodies() and not last.text[0].isupper()
    if kind == "crowd" or (first in _MANY and len(head) > 1) or (first in _MANY and len(phrase) == 1):
        return Reading(How.GROUP, start, end)
    if any(e.kind == "norp" and e.start <= last.start < e.end for e in entities):
        return Reading(How.GROUP, start, end)
    if body is not None and kind != "document":
        return Reading(How.ORGANISATION, start, end, name=_trim(text[body.start : body.end]), body=last.key)
    if kind == "document":
        return Reading(None, start, end, body=last.key)
    if kind in ("organisation", "outlet"):
        if first in _ONE or plural:
            return Reading(How.UNNAMED if first in _ONE else How.GROUP, start, end, body=last.key)
        own = [w for w in bare[:-1] if w.text[0].isupper()]
        name = _trim(text[bare[0].start : bare[-1].end]) if own and bare[0].text[0].isupper() else None
        return Reading(How.ORGANISATION, start, end, name=name, body=last.key, affiliation=facts.country(own[0].text) if own else None)
    if plural:
        return Reading(How.GROUP, start, end)
    entity = next((e for e in entities if e.start <= last.start < e.end), None)
    if entity and entity.kind == "location":
        return Reading(How.METONYM, start, end, name=_trim(text[entity.start : entity.end]), affiliation=facts.country(text[entity.start : entity.end]))
    if entity and entity.kind in ("misc", "product") and len(whole) <= entity.end - entity.start + 4:
        return Reading(How.ORGANISATION, start, end, name=_trim(text[entity.start : entity.end]), body=last.key)
    if first in _ONE:
        return Reading(How.UNNAMED, start, end)
    return Reading(None, start, end)


def _person_noun(
    text: str, span: Span, phrase: Sequence[Word], head: Sequence[Word], noun: RoleNoun, entities: Sequence[Entity]
) -> Reading:
    first = head[0].key
    if noun.plural or first in _MANY - {"some"}:
        if first == "one":
            return Reading(How.UNNAMED, *span, noun=noun)
        return Reading(How.GROUP, *span, noun=noun)
    where = affiliation(text, span, (head[noun.first].start, head[noun.last - 1].end), entities)
    if first in _ONE:
        return Reading(How.UNNAMED, *span, noun=noun, affiliation=where)
    office = noun.last - noun.first > 1 or bool(noun.role.broader & _GIVEN_OFFICE)
    how = How.OFFICE if office or where else How.DESCRIPTION
    return Reading(how, *span, noun=noun, affiliation=where)


def _trim(name: str) -> str:
    name = re.sub(r"\s+", " ", name.strip(" ,.;:\"“”'’"))
    return re.sub(r"['’]s$", "", re.sub(r"^[Tt]he\s+", "", name))
