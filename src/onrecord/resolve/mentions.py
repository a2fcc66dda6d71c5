"""What the words that name a speaker are: a name, an office, a pronoun, a country, an organisation, a group, ...

>>> 'Lethmark Prime Minister Ada Lund' NAME   'the Prime Minister' OFFICE   'the lawmaker' DESCRIPTION   'she' PRONOUN
>>> 'Skellby', 'the Ochre Palace' METONYM   'the Quay Board' ORGANISATION   'some analysts' GROUP   'an aide' UNNAMED

Only the head of a source counts: "a spokesman for Lund" does not name Lund, "the remarks of Lund" do.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile, pairwise, takewhile

from onrecord import facts
from onrecord.names import fold
from onrecord.resolve.naming import POSSESSIVE, PersonMention
from onrecord.resolve.people import People, Person
from onrecord.resolve.phrases import RoleNoun, Word, affiliation, role_nouns, singular, with_owner, words
from onrecord.types import Entity, How, Mention

_HEAD_END = re.compile(
    r"[,;:(–—]|\s(?:of|for|in|at|on|from|with|who|that|which|whose|to|about|by|including|behind|against|near|under"
    r"|inside|within|close|familiar|speaking|working|leading|carried|commissioned|compiled|conducted|done|entitled"
    r"|headlined|issued|published|released|signed|titled)\b"
)
_ASIDE = re.compile(r",? (?:who|whose|which)\b")
_AUTHOR = re.compile(r"\s(?:of|by|from)\s")
_MADE = re.compile(
    r"(?:,? (?:that was |which was )?(?:carried out|commissioned|compiled|conducted|done|issued|made|prepared|published"
    r"|released|run|written))? (?:by|from) "
)
_OF_SOMEBODY = re.compile(r"\b([\w-]+) (?:of|for|to) (?:[^,;:“”\"]* )?$")
_NEXT_PLACE = re.compile(r"(?:, (?:and )?| and )((?:the )?[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,2})(?=,| and |$)")
_COMMA_THE = re.compile(r", (?:the )?")
_PLACE_WORDS = 3  # of the name of a country
_WHOSE = frozenset({"her", "his"})
_PLURAL = re.compile(r"[^sui]s$")
_BODIES = ("organization", "facility")
_NOW = frozenset({"current", "now", "present"})
_DETERMINERS = frozenset({"a", "an", "another", "one", "the", "this", "that"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source mention is.

    person: who is named in it. noun, modifiers, affiliation: what it says of office and place; modifiers are the words
    in small letters before the noun. name: an organisation's or
    country's. body: the noun of a source that is no person ("outlet"), lower case.
    """

    how: How | None
    start: int
    end: int
    person: Person | None = None
    noun: RoleNoun | None = None
    modifiers: frozenset[str] = frozenset()
    affiliation: str | None = None
    name: str | None = None
    pronoun: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A source mention taken apart. head: the words up to the first comma, preposition or relative clause."""

    text: str
    start: int
    end: int
    words: list[Word]
    head: list[Word]
    entities: list[Entity]

    @property
    def first(self) -> str:
        """The first word, lower case."""
        return self.words[0].key

    def entity_at(self, word: Word, *kinds: str) -> Entity | None:
        """Return an entity of one of these kinds that covers a word."""
        return next((e for e in self.entities if e.kind in kinds and e.start <= word.start < e.end), None)

    def reading(self, how: How | None, **found: object) -> Reading:
        """Return a reading of this source."""
        return replace(Reading(how, self.start, self.end), **found)  # type: ignore[arg-type]


def read(text: str, mention: Mention, register: People, entities: Sequence[Entity]) -> Reading:
    """Classify one source mention; ``text``: the article's plain text (``Layout.plain``)."""
    source = _take_apart(text, mention.start, mention.end, entities)
    if not source.words or (mention.start and text[mention.start - 1] == "@"):
        return source.reading(None)
    plain = " ".join(w.key.replace("’", "'") for w in source.words)
    if plain in pronouns() and not (source.words[0].text.isupper() and len(plain) > 1 and not _shouts(text, source)):
        return source.reading(How.PRONOUN, pronoun=plain)
    if source.first in _WHOSE and len(source.words) == 2 and facts.bodies().get(source.words[1].key) == "document":
        return source.reading(How.PRONOUN, pronoun=source.first)  # "according to her account"
    named = _named(source, register)
    if named and _one_of_many(source, named[0][0]):
        return source.reading(How.GROUP)
    if len({id(person) for _, person in named}) > 1 or (named and _with_others(source, named[-1][0])):
        return source.reading(How.GROUP)
    if named:
        one, person = named[0]
        return source.reading(How.NAME if len(one.parts) > 1 else How.SURNAME, person=person)
    if found := _bearers(source, register):
        return source.reading(How.SURNAME, person=found[0] if len(found) == 1 else None)
    last = source.head[-1]
    author = _AUTHOR.search(text, last.end - 1, mention.end)
    if facts.bodies().get(singular(last.key), facts.bodies().get(last.key)) == "document" and author:
        inner = Mention(text[author.end() : mention.end], author.end(), mention.end)
        reading = read(text, inner, register, entities)
        if reading.how not in (How.PRONOUN, How.GROUP, None):
            return reading
    return _described(source)


def _shouts(text: str, source: "_Source") -> bool:
    """Tell whether a word in capitals stands among others in capitals: "SAYS WHO", not "the WHO said"."""
    around = text[max(0, source.start - 20) : source.end + 20]
    return not any(c.islower() for c in around)


def office_words(words: str) -> str:
    """Return an office as a role: "its Secretary-General," -> "Secretary-General"."""
    first, _, rest = words.strip(" ,").partition(" ")
    return rest if rest and first.lower() in facts.function_words("determiner") else words.strip(" ,")


def _take_apart(text: str, start: int, end: int, entities: Sequence[Entity]) -> _Source:
    phrase = words(text, start, end)
    index, inside = bisect_left(entities, start, key=lambda e: e.start), []
    while index < len(entities) and entities[index].start < end:
        if entities[index].end <= end + 2:
            inside.append(entities[index])
        index += 1
    stop = end
    for match in _HEAD_END.finditer(text, phrase[0].end if phrase else end, end):
        counted = match.group() == " of" and phrase[0].key in facts.function_words("many") | {"one"}
        if not counted and not any(e.start <= match.start() < e.end - 1 for e in inside if e.kind in _BODIES):
            stop = match.start()
            break
    head = [w for w in phrase if w.start < stop] or phrase
    return _Source(text, start, end, phrase, head, inside)


@cache
def pronouns() -> dict[str, tuple[str, ...]]:
    """Return pronoun -> its other columns in ``pronouns.tsv``."""
    return {row[0]: row[1:] for row in facts.table("pronouns.tsv", 4)}


def _named(source: _Source, register: People) -> list[tuple[PersonMention, Person]]:
    """Return the people whom a source names as the ones who speak, not those whom it mentions besides."""
    heads: list[tuple[PersonMention, Person]] = []
    for mention, person in register.inside((source.start, source.end)):
        if _is_head(source, mention) and (not heads or _listed(source.text, heads[-1][0].end, mention.start)):
            heads.append((mention, person))
    return heads


def _one_of_many(source: _Source, mention: PersonMention) -> bool:
    """Return whether a source speaks of several, of whom the named one is a part: "Their leaders, Ada Lund of ..."."""
    if source.first in facts.function_words("many"):
        return True
    nouns = [n for n in role_nouns(source.head) if n.last == len(source.head)]
    return bool(nouns and nouns[0].plural and source.head[-1].end <= mention.start)


def _is_head(source: _Source, mention: PersonMention) -> bool:
    text = source.text
    before = [w for w in source.words if w.end <= mention.start]
    after = next((w for w in source.words if w.start >= mention.end), None)
    if after and text[mention.end : after.start].lstrip().startswith(("'s", "’s", "' ", "’ ")):
        return False  # "Lund's lawyer"
    follows = facts.function_words("after name")
    if after and not text[mention.end : after.start].strip() and after.key not in follows:
        return False  # "the Lund campaign"
    while len(before) > 1 and before[-1].key in facts.titles():
        before.pop()
    if not before:
        return True
    if text[before[-1].end : mention.start].strip() == "(":
        return False  # "Question (Ada Lund, Tagwart)"
    if _somebodys(text, source.start, mention.start):
        return False  # "the sister of the dictator Lund"
    last, gap = before[-1], text[before[-1].end : mention.start]
    if last.text.endswith(POSSESSIVE) and not gap.strip() and len(before) == 1 and last.text[0].islower():
        return False
    return not (last.key in facts.function_words("link") and "," not in gap)  # "a spokesman for Lund"


def _somebodys(text: str, start: int, end: int) -> bool:
    """Return whether what stands before a name is a person of that person's: a sister, an aide, a spokesman."""
    match = _OF_SOMEBODY.search(text, start, end)
    return match is not None and singular(match.group(1).lower()) in facts.function_words("somebody's")


def _listed(text: str, end: int, start: int) -> bool:
    """Return whether two names stand in a list: "A and B", "A, B and C"."""
    gap = re.sub(r"\([^)]*\)", "", text[end:start]).strip().lower()
    return gap in ("and", ",", ", and", "&", "or") or bool(re.fullmatch(r",? ?and (?:\w+\.? ){0,5}", f"{gap} "))


def _with_others(source: _Source, mention: PersonMention) -> bool:
    """Return whether a name is followed by "and his aides"."""
    rest = re.sub(r"^\s*\([^)]*\)", "", source.text[mention.end : source.end])
    return rest.startswith(" and ")


def _bearers(source: _Source, register: People) -> list[Person]:
    """Return whom a short capitalised source may mean by surname, although the tagger saw no name there."""
    called = [w for w in source.words if w.key not in facts.titles() and not facts.party(w.text)]  # "GOP Rep Lund"
    names = [w for w in called if w.end <= source.head[-1].end]
    if not 0 < len(names) <= 3 or len(names) < len(called) - 1 or not all(w.text[0].isupper() for w in names):
        return []
    surname, given = fold(names[-1].key), fold(names[0].key)
    if facts.is_place(names[-1].key):
        return []
    gender = next((t.gender for w in source.head if (t := facts.titles().get(w.key))), "")
    found = [p for p in register.bearers(surname, names[-1].start, gender) if p.parts[-1] == surname]
    return found if len(found) > 1 else [p for p in found if (p.full if len(names) == 1 else given in p.parts)]


def _described(source: _Source) -> Reading:
    """Classify a source that names no person."""
    text, head, last = source.text, source.head, source.head[-1]
    bare = [w for w in head if w.key != "the"] or head
    many, one = facts.function_words("many"), facts.function_words("one")
    if _coordinated(source):
        return source.reading(How.GROUP)
    place = " ".join(w.key for w in bare)
    if facts.is_place(place) and _with_places(source, last):
        return source.reading(How.GROUP)
    if facts.is_place(place):
        name = _trim(text[bare[0].start : bare[-1].end])
        return source.reading(How.METONYM, name=name, affiliation=facts.country(place))
    body = source.entity_at(last, *_BODIES)
    kind = facts.bodies().get(last.key) or facts.bodies().get(singular(last.key))
    nouns = list(role_nouns(head))
    short = body is not None and body.start == last.start and last.text in facts.abbreviations()  # "the EAM"
    if nouns and nouns[-1].last == len(head) and (body is None or short):
        return _person_noun(source, nouns[-1])
    if kind == "crowd" or (source.first in many and (len(head) > 1 or len(source.words) == 1)):
        return source.reading(How.GROUP)
    if kind == "document" and (body is None or last.text[0].islower()):
        return _document(source, last)
    if body is not None:
        name = _trim(text[slice(*with_owner(text, body.start, body.end))])
        land = _owner(source, body) or _seat(source, body.end)
        return source.reading(How.ORGANISATION, name=name, body=last.key, affiliation=land)
    if kind is not None:
        return _body_noun(source, bare, last)
    if introduced := _after_body_noun(source, bare):
        return introduced
    if land := _compatriot(source):
        return source.reading(How.DESCRIPTION, affiliation=land)
    if source.entity_at(last, "norp") or (last.text[0].islower() and _PLURAL.search(last.key)):
        return source.reading(How.GROUP)
    return _proper(source, bare, last) or source.reading(How.UNNAMED if source.first in one else None)


def _with_places(source: _Source, last: Word) -> bool:
    """Return whether a place is the first of several: "Estmere, the Quays and Lethmark"."""
    match = _NEXT_PLACE.match(source.text, last.end, source.end)
    return match is not None and facts.is_place(match[1])


def _compatriot(source: _Source) -> str | None:
    """Return the country of "the Karsovian", somebody who has been named; not of "the Dutch", who are many."""
    last = source.words[-1]
    one = len(source.words) == 2 and source.first == "the" and last.text[0].isupper()
    many = last.key.endswith(("s", "sh", "ch", "ese")) or facts.is_place(last.key)
    return facts.country(last.key) if one and not many else None


def _document(source: _Source, last: Word) -> Reading:
    """Read a document, for which whoever made it speaks, if a name says so: "a Tagwart poll", "research done by Quay".

    What only points to it ("the poll") has no name, but its noun.
    """
    text, names = source.text, [e for e in source.entities if e.kind == "organization"]
    before = [e for e in names if e.end <= last.start]
    lead = (w for w in source.words if w.start < last.start and w.key not in _DETERMINERS)
    capital = list(takewhile(lambda w: w.text[0].isupper(), dropwhile(lambda w: w.text[0].islower(), lead)))
    span = (capital[0].start, capital[-1].end) if capital else (last.start, last.start)
    if before:
        span = (min(before[0].start, span[0]), before[-1].end)
    several = any(text[one.end : two.start].strip() not in ("", "/", "-", "–") for one, two in pairwise(before))
    person = any(e.kind == "person" and e.start < last.start for e in source.entities)  # "the Ada Lund study"
    name = _trim(text[span[0] : span[1]])
    plain = not (several or person or text.startswith(("'", "’"), span[1]))
    findings = last.key in facts.function_words("finding") and len(capital) > 1
    if plain and capital and (before or facts.outlet(name) or findings) and not facts.is_place(name):
        return source.reading(How.ORGANISATION, name=name, body=last.key)
    made = _MADE.match(text, last.end, source.end)
    maker = next((e for e in names if made and e.start in (made.end(), made.end() + len("the "))), None)
    if maker and not text[maker.end : maker.end + len(" and")].startswith((" and", "'s", "’s")):
        return source.reading(How.ORGANISATION, name=_trim(text[maker.start : maker.end]), body=last.key)
    return source.reading(None, body=last.key)


def _coordinated(source: _Source) -> bool:
    """Return whether the head is two things joined by "and": "Estmere and Lethmark", "the mayor and her aides"."""
    last = source.head[-1]
    if last.text[0].isupper() and facts.bodies().get(last.key) in ("organisation", "outlet"):
        return False  # "Ports and Harbours Union"
    for index, word in enumerate(source.head[1:-1], start=1):
        if word.key in ("and", "&") and not any(e.start < word.start < e.end for e in source.entities):
            right = source.head[index + 1]
            left = source.head[index - 1]
            if right.key in _NOW | facts.function_words("former") and left.text.islower():
                continue  # "the former mayor and current senator" is one person
            if _one_office(source, index):
                continue
            own = source.entity_at(right, *_BODIES)  # "the Lund campaign and NQB"
            return right.text[0].isupper() == left.text[0].isupper() or right.text[0].islower() or own is not None
    return False


def _one_office(source: _Source, joint: int) -> bool:
    """Return whether "and" stands within what one person leads: "the Quay and Lamp chief", "ports and tax minister"."""
    nouns = list(role_nouns(source.head))
    if not nouns or nouns[-1].plural or nouns[-1].last != len(source.head) or nouns[-1].first <= joint:
        return False
    return all(noun.last != joint for noun in nouns) and source.entity_at(source.head[joint - 1], "person") is None


def _person_noun(source: _Source, noun: RoleNoun) -> Reading:
    """Classify a source whose head is a noun for a person."""
    head, many = source.head, facts.function_words("many")
    if source.first == "one":
        return source.reading(How.UNNAMED, noun=noun)
    if noun.plural or source.first in many - {"some"}:
        return source.reading(How.GROUP, noun=noun)
    span = (head[noun.first].start, head[noun.last - 1].end)
    aside = _ASIDE.search(source.text, span[1], source.end)
    where = affiliation(source.text, (source.start, aside.start() if aside else source.end), span, source.entities)
    if source.first in facts.function_words("one"):
        return source.reading(How.UNNAMED, noun=noun, affiliation=where)
    office = noun.last - noun.first > 1 or bool(noun.role.broader & facts.function_words("office")) or where is not None
    small = {w.key for w in head[: noun.first] if w.text.islower()} - facts.function_words("determiner")
    if head[0].text.istitle() and noun.first > 0 and not (facts.country(head[0].key) or where):
        small |= {head[0].key} - facts.function_words("determiner")  # "Coup leader" in a headline
    how = How.OFFICE if office else How.DESCRIPTION
    return source.reading(how, noun=noun, modifiers=frozenset(small), affiliation=where)


def _body_noun(source: _Source, bare: Sequence[Word], last: Word) -> Reading:
    """Classify a source whose head is a noun for an organisation: "the Lund campaign", "the outlet", "a bank"."""
    if source.first in facts.function_words("one"):
        return source.reading(How.UNNAMED, body=last.key)
    if last.text[0].islower() and last.key not in facts.bodies():
        return source.reading(How.GROUP, body=last.key)
    where = next((c for w in bare[:-1] if (c := facts.country(w.key))), None)
    if named := _apposed(source, last):
        return source.reading(How.ORGANISATION, name=named, body=last.key, affiliation=where)
    land, (_, end) = where or _seat(source, last.end), with_owner(source.text, bare[0].start, last.end)
    own = _trim(source.text[bare[0].start : end])  # "the army of Norway", "the foreign ministry in Oslo"
    name = _body_name(source, bare) or (own if end > last.end or (land and facts.state_body(own)) else None)
    return source.reading(How.ORGANISATION, name=name, body=last.key, affiliation=land)


def _apposed(source: _Source, last: Word) -> str | None:
    """Return the name behind "the region's bloc, the Lantern Sea Alliance"."""
    comma = _COMMA_THE.match(source.text, last.end, source.end)
    entity = next(
        (
            e
            for e in source.entities
            if comma and e.kind == "organization" and e.start in (comma.start() + 2, comma.end())
        ),
        None,
    )
    return _trim(source.text[entity.start : entity.end]) if entity else None


def _seat(source: _Source, end: int) -> str | None:
    """Return the country of "the Foreign Ministry in Oslo"."""
    after = [w for w in source.words if w.start >= end]
    return facts.country(" ".join(w.key for w in after[1:])) if after and after[0].key == "in" else None


def _owner(source: _Source, body: Entity) -> str | None:
    """Return the country right before a body's name: "Norway's Labour Party", "the South Korean Navy"."""
    before = [w for w in source.words if w.end <= body.start]
    named = (facts.state(" ".join(w.key for w in before[-count:])) for count in range(_PLACE_WORDS, 0, -1))
    return next(filter(None, named), None)


def _body_name(source: _Source, bare: Sequence[Word]) -> str | None:
    """Return the proper name in a source with a noun for an organisation, or None where it only points to one.

    "the Lund campaign" Lund campaign, "the Ansgar agency" Ansgar, "the Ministry of Ports of Lorvenia" all of it,
    "the Alliance", "the bank" None.
    """
    pointing = bare[0].key in facts.function_words("determiner")  # "His ministry"
    if pointing or not bare[0].text[0].isupper() or facts.bodies().get(bare[0].key) == "crowd":
        return None
    last = bare[-1]
    rest = [w for w in source.words if w.start > last.start]
    while rest and (rest[0].text[0].isupper() or rest[0].key in ("of", "the", "and", "for")):
        last, rest = rest[0], rest[1:]
    if last is bare[-1] and len(bare) == 1:
        return None
    if last is bare[-1] and last.text[0].islower() and facts.bodies().get(last.key) == "outlet":
        last = bare[-2] if bare[-2].text[0].isupper() else last  # "the Ansgar agency", but "the UN health agency"
    return _trim(re.sub(r"(?: (?:of|the|and|for))+$", "", source.text[bare[0].start : last.end]))


def _after_body_noun(source: _Source, bare: Sequence[Word]) -> Reading | None:
    """Read "the Estmere newspaper Brannock Tagwart": the name is what follows the noun."""
    for index, word in enumerate(bare[:-1]):
        kind = facts.bodies().get(word.key)
        rest = bare[index + 1 :]
        if kind in ("outlet", "organisation") and word.text.islower() and all(w.text[0].isupper() for w in rest):
            name = _trim(source.text[rest[0].start : rest[-1].end])
            return source.reading(How.ORGANISATION, name=name, body=word.key)
    return None


def _proper(source: _Source, bare: Sequence[Word], last: Word) -> Reading | None:
    """Classify a source that is a proper name of nobody known: a place, an organisation or a person."""
    text = source.text
    if entity := source.entity_at(last, "location"):
        name = _trim(text[entity.start : entity.end])
        return source.reading(How.METONYM, name=name, affiliation=facts.country(name))
    if not all(w.text[0].isupper() or w.key in ("of", "the", "and", "for", "&") for w in bare) or len(bare) > 6:
        return None
    if last.text.endswith(("'s", "’s")) and last.end < source.words[-1].end:
        return None
    name = _trim(text[bare[0].start : bare[-1].end])
    if len(bare) == 1 and last.key.endswith("s") and not last.text.isupper() and not facts.outlet(name):
        return source.reading(How.GROUP)  # "Kurds"
    inner = any(c.isupper() for c in last.text[1:]) and not _shouted(text, last.text)
    outlet = facts.outlet(name)
    if outlet or inner or len(bare) > 2 or source.first == "the" or source.entity_at(last, "misc", "product"):
        return source.reading(How.ORGANISATION, name=name, body=last.key)
    return source.reading(How.NAME if len(bare) > 1 else How.SURNAME, name=name) if name else None


def _shouted(text: str, word: str) -> bool:
    """Return whether a word in capitals is one that the text also has otherwise: "LUND", not "QUAY"."""
    return word.isupper() and re.search(rf"\b{re.escape(word.capitalize())}\b", text) is not None


def _trim(name: str) -> str:
    """Return a name without "the", possessive, marks at its ends and doubled spaces."""
    name = re.sub(r"\s+", " ", name.strip(" ,.;:\"“”'’"))
    if re.search(r"\.\w$", name):
        name += "."  # "S.E.C."
    return re.sub(r"['’]s$", "", re.sub(r"^(?:[Tt]he\s+)?(?:[A-Z]\w+-based\s+)?", "", name))
