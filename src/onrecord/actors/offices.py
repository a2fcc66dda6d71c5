"""Offices as texts word them: "the German Foreign Minister", "head of the German government", "NATO's former chief".

    read(actors, "Russia's Permanent Representative to NATO")    the offices these words may mean

The words are taken as a bag without small words, so that order and wording do not matter ("the government's head",
"head of the government"); the body is what names a country or an organisation. Any other word, such as "deputy" or
"shadow", makes it another office, so that nothing is found rather than something wrong.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from weakref import WeakKeyDictionary

from onrecord import facts, names
from onrecord.actors.table import Actors, Office, Tenure

_WORD = re.compile(r"[^\W_]+(?:[.&][^\W_]+)*\.?")
_ABBREVIATED = re.compile(r"\b[A-Z][A-Za-z]?[A-Z]\b")
_LONGEST_BODY = 5  # words of the longest name of a body that is looked for
_MAX_WORDS = 24  # words of a phrase that are read
Key = tuple[str, ...]


class Standing(StrEnum):
    """How a person stands to an office that a text names."""

    HOLDS = "holds"
    FORMER = "former"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Named:
    """An office as some words name it. body: whose it is; alone: the words do not say so, but no other body has it."""

    offices: tuple[Office, ...]
    body: str
    standing: Standing
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What some words say of a person's offices. tenures: those that the words may mean, by date."""

    tenures: tuple[Tenure, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Item:
    """A word of a phrase, or a body that it names: then the word is the body's code in lower case.

    part: a seat of power, which may be a part of the title ("Pentagon spokesman" is no other spokesman).
    """

    word: str
    body: str | None
    part: bool = False


@dataclass(frozen=True, slots=True)
class _Index:
    bags: Mapping[Office, frozenset[Key]]
    by_body: Mapping[tuple[str, Key], tuple[Office, ...]]
    alone: Mapping[Key, tuple[Office, ...]]
    common: frozenset[Key]  # bags that any country's office may have: they say nothing without a body


_INDEXES: "WeakKeyDictionary[Actors, _Index]" = WeakKeyDictionary()


def read(actors: Actors, phrase: str, *, body: str | None = None) -> Named | None:
    """Return the offices that a phrase may mean; None when it names none that the table has.

    body: whose office it is where the phrase does not say, as a country or organisation's name.
    """
    items, standing = _items(actors, phrase)
    given = actors.body(body) if body else None
    index = _index(actors)
    for owner, bag in _owned(items, given):
        if offices := index.by_body.get((owner, bag)):
            return Named(offices, owner, standing)
    whole = _bag(items)
    offices = index.alone.get(whole, ())
    if len(whole) > 1 and whole not in index.common and len({o.body for o in offices}) == 1:
        return Named(offices, offices[0].body, standing, alone=True)
    return None


def standing_of(phrase: str) -> Standing:
    """Return how whoever is called by a phrase stands to the office: "the next president" is no president yet."""
    return _standing(_tokens(phrase)[:_MAX_WORDS])


def has(actors: Actors, phrase: str) -> bool:
    """Tell whether the table has an office of this title, whosever it is: "president", "Norlandian president"."""
    items, _ = _items(actors, phrase)
    return _bag(item for item in items if not item.body) in _index(actors).alone


def held_by(actors: Actors, phrase: str, tenures: Iterable[Tenure], *, body: str | None = None) -> Claim | None:
    """Return which of a person's tenures a phrase about that person means, and how; None when it means none of them.

    The phrase need not say whose office it is ("President-elect"), but what it says must agree.
    """
    items, standing = _items(actors, phrase)
    given = actors.body(body) if body else None
    owned, whole, index = set(_owned(items, given)), _bag(items), _index(actors)
    silent = not any(item.body for item in items)
    found = []
    for tenure in tenures:
        office = tenure.office
        own = index.bags[office]
        agrees = given is None or given == office.body or actors.country_of(given) == office.body
        if (silent and agrees and whole in own) or any((office.body, bag) in owned for bag in own):
            found.append(tenure)
    return Claim(tuple(found), standing) if found else None


def holders(actors: Actors, offices: Iterable[Office], first: str | None, last: str | None) -> tuple[Tenure, ...]:
    """Return the tenures of some offices that share a day with the days given, when the table is sure to have all.

    Empty when the days reach outside the periods that the table vouches for.
    """
    found: list[Tenure] = []
    for office in offices:
        sure = any((p.first or "") <= (first or "") and (last or "9999") <= (p.last or "9999") for p in office.known)
        if not sure or first is None or last is None:
            return ()
        held = actors.by_office[(office.body, office.kind, office.title)]
        found += [t for t in held if (t.period.first or "") <= last and (t.period.last or "9999") >= first]
    return tuple(found)


def _items(actors: Actors, phrase: str) -> tuple[tuple[_Item, ...], Standing]:
    """Return a phrase as words and bodies in order, without what tells how somebody stands to the office."""
    tokens = _tokens(phrase)[:_MAX_WORDS]
    former = facts.function_words("former") | facts.function_words("office past")
    idle = former | facts.function_words("office to come") | facts.function_words("office idle")
    return _split(actors, tuple(t for t in tokens if t not in idle)), _standing(tokens)


def _standing(tokens: Iterable[str]) -> Standing:
    words = set(tokens)
    if words & (facts.function_words("former") | facts.function_words("office past")):
        return Standing.FORMER
    return Standing.COMING if words & facts.function_words("office to come") else Standing.HOLDS


@lru_cache(1 << 14)
def _split(actors: Actors, tokens: Key) -> tuple[_Item, ...]:
    """Return tokens with the names of countries and organisations among them put together, the longest first."""
    found: list[_Item] = []
    at = 0
    while at < len(tokens):
        for size in range(min(_LONGEST_BODY, len(tokens) - at), 0, -1):
            words = " ".join(tokens[at : at + size])
            if code := actors.office_body(words):
                seat = actors.country_use(words) == "seat"
                found.append(_Item(words.removeprefix("the ") if seat else code.casefold(), code, seat))
                at += size
                break
        else:
            found.append(_Item(tokens[at], None))
            at += 1
    return tuple(found)


def _owned(items: Sequence[_Item], given: str | None) -> Iterator[tuple[str, Key]]:
    """Yield the bodies whose office a phrase may name, with the bag of the other words."""
    for at, item in enumerate(items):
        if item.body:
            if not item.part:
                yield item.body, _bag((*items[:at], *items[at + 1 :]))
            yield item.body, _bag(items)  # "European Commission President"
    if given:
        yield given, _bag(items)


def _tokens(phrase: str) -> list[str]:
    written = _ABBREVIATED.sub(lambda found: facts.abbreviations().get(found.group(), found.group()), phrase)
    text = names.fold(written).replace("-", " ")
    text = re.sub(r"'s?\b", "", text)
    return [w.rstrip(".").replace(".", "") for w in _WORD.findall(text)]


def _bag(items: Iterable[_Item]) -> Key:
    small = facts.function_words("office small")
    return tuple(sorted(_same(item.word) for item in items if item.word not in small))


def _same(token: str) -> str:
    """Return one word for those that differ by spelling or gender only: defense, spokeswoman, representatives."""
    if token in ("defense", "defence"):
        return "defence"
    if token in ("spokesman", "spokeswoman", "spokesperson"):
        return "spokesperson"
    if token in ("chairman", "chairwoman", "chairperson", "chair"):
        return "chair"
    return "adviser" if token == "advisor" else token


def _index(actors: Actors) -> _Index:
    if actors not in _INDEXES:
        by_body: dict[tuple[str, Key], dict[Office, None]] = defaultdict(dict)
        alone: dict[Key, dict[Office, None]] = defaultdict(dict)
        bodies: dict[Key, set[str]] = defaultdict(set)
        own: dict[Office, set[Key]] = defaultdict(set)
        for office in actors.offices:
            for title in office.titles:
                items = _split(actors, tuple(_tokens(title)))
                without = [bag for owner, bag in _owned(items, None) if owner == office.body]
                for bag in {_bag(items), *without}:
                    by_body[(office.body, bag)][office] = None
                    alone[bag][office] = None
                    bodies[bag].add(office.body)
                    own[office].add(bag)
        _INDEXES[actors] = _Index(
            {office: frozenset(bags) for office, bags in own.items()},
            {key: tuple(value) for key, value in by_body.items()},
            {key: tuple(value) for key, value in alone.items()},
            frozenset(bag for bag, codes in bodies.items() if len(codes) > 1),
        )
    return _INDEXES[actors]
