"""People whom the tagger missed, found by what stands beside their names.

>>> 'Secretary General Bo Hui-lan condemned'   'Mr. Clarke said'   source "Ada Lund" (a known given name)

A full name is also sought for a person whom the tagger has only by surname: "Amelin Hast" somewhere in the text for
"Hast", unless the word before is one that the article also has in lower case, a title, an office or a country.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord import facts
from onrecord.actors import Actors
from onrecord.names import fold, parts
from onrecord.resolve.phrases import Word, in_title, role_nouns, words
from onrecord.types import Entity, Mention, Span

_SEQUENCE = re.compile(r"\b[A-Z][\w’'-]*\.?(?:[ -](?:[A-Z][\w’'-]*\.?|al-\w+|bin|de|van|von|der))+")
_OWNED = re.compile(r"\b([A-Z][\w.&]*(?: [A-Z][\w.&]*)?)['’]s ([A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?)\b")
_BODY_BEFORE = re.compile(r"\b([a-z]+) $")
_LAST_WORD = re.compile(r"\b([A-Z]\w+)\.? $")
_OFFICE_OF = re.compile(r"((?:[\w-]+ )?[\w-]+) of (?:the )?$")
_HEADS = frozenset({"head of state", "head of government", "minister", "official"})
_MAX_NAME = 4  # words
_MAX_TRIES = 12  # places of a surname where a given name is sought
_MAX_LENGTH = 120  # characters of a run of capitalised words that is looked at
_CONFIDENCE = 0.5
_KNOWN = ("person", "organization", "location", "facility", "norp", "date", "product", "misc", "money")


def people_missed(
    text: str, entities: Sequence[Entity], sources: Iterable[Mention], actors: Actors | None = None
) -> list[Entity]:
    """Return further person entities: names after a title or office, and sources that begin with a given name.

    actors: whose full names are found wherever they stand, and whose surnames after an office or a possessive. After
    that a word of somebody's name is a person whatever the tagger says.
    """
    taken, people = _Taken(entities), [e for e in entities if e.kind == "person"]
    surnames = actors.surnames if actors else frozenset()
    named = {fold(w.key) for e in people for w in words(text, e.start, e.end)}
    found = [Entity(*one, "person", _CONFIDENCE) for one in _after_owner(text, named) if _Taken(people).free(one)]
    found += [Entity(*one, "person", _CONFIDENCE) for one in _after_owner(text, surnames) if taken.free(one)]
    for match in _SEQUENCE.finditer(text):
        if match.end() - match.start() <= _MAX_LENGTH:
            run = words(text, match.start(), match.end())
            span = _after_office(text, run, surnames)
            spans = [span] if span else list(_in_table(text, run, actors)) if actors else []
            found += [Entity(*one, "person", _CONFIDENCE) for one in spans if taken.free(one)]
    for source in sources:
        span = _given_and_surname(words(text, source.start, min(source.end, source.start + _MAX_LENGTH)))
        if span and taken.free(span):
            found.append(Entity(span[0], span[1], "person", _CONFIDENCE))
    return list(dict.fromkeys(found))


def consistent(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities with one kind for each surface form: what a tagger calls it most often in the article.

    A name right after a noun for a body ("the newspaper Brannock Tagwart") is an organisation, and a country's name
    is a place, whatever the tagger says.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        votes[_form(text, entity)][_kind(text, entity)] += 1
    result = []
    for entity in entities:
        kind, count = votes[_form(text, entity)].most_common(1)[0]
        own = _kind(text, entity)
        tied = votes[_form(text, entity)][own] == count
        result.append(replace(entity, kind=own if tied else kind))
    return result


def _form(text: str, entity: Entity) -> str:
    return text[entity.start : entity.end].removesuffix("'s").removesuffix("’s").casefold()


def _kind(text: str, entity: Entity) -> str:
    if entity.kind != "person":
        return "person" if _after_title(text, entity) else entity.kind
    name = text[entity.start : entity.end]
    if facts.is_place(name):
        return "location"
    single = " " not in name
    held = _OFFICE_OF.search(text, max(0, entity.start - 60), entity.start) if single else None
    if held and any(n.role.broader & _HEADS for n in role_nouns(words(text, *held.span(1)))):
        return "location"  # "prime minister of Estmere"
    before = _BODY_BEFORE.search(text, max(0, entity.start - 24), entity.start)
    return "organization" if before and facts.bodies().get(before.group(1)) in ("outlet", "organisation") else "person"


def _after_title(text: str, entity: Entity) -> bool:
    """Return whether an entity is a name after a title: "Justice Frank Hast"."""
    given = text[entity.start : entity.end].split(" ")[0]
    before = _LAST_WORD.search(text, max(0, entity.start - 24), entity.start)
    known = given in facts.given_names()
    return before is not None and known and before.group(1).lower() in facts.titles()


class _Taken:
    """Where the tagger's own entities stand."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._spans = sorted((e.start, e.end) for e in entities if e.kind in _KNOWN)
        self._starts = [a for a, _ in self._spans]

    def free(self, span: Span) -> bool:
        """Return whether no entity overlaps the span."""
        index = bisect_right(self._starts, span[1] - 1)
        return not any(b > span[0] for _, b in self._spans[max(0, index - 4) : index])


def _in_table(text: str, run: Sequence[Word], actors: Actors) -> Iterator[Span]:
    """Yield the full names of known people in a run of capitalised words."""
    for at, last in enumerate(run[1:], start=1):
        if fold(last.key) not in actors.surnames or not last.text[0].isupper():
            continue
        for first in run[max(0, at - 3) : at]:
            end = last.end - (2 if last.text.endswith(("'s", "’s")) else 0)
            name = text[first.start : end]
            if any(parts(name) == parts(called) for p in actors.called(name) for called in (p.name, *p.others)):
                yield first.start, end
                break


def _after_owner(text: str, known: Collection[str]) -> Iterator[Span]:
    """Yield the names after a country or body in the possessive: "Estmere's Lund"."""
    for match in _OWNED.finditer(text):
        owner, name = match.group(1), words(text, *match.span(2))
        if fold(name[-1].key) in known and (facts.country(owner) or owner.isupper()):
            yield name[0].start, name[-1].end - (2 if name[-1].text.endswith(("'s", "’s")) else 0)


def _after_office(text: str, run: Sequence[Word], surnames: frozenset[str]) -> Span | None:
    """Return the name at the end of a run of capitalised words that follows a title or an office."""
    start = 0
    for noun in role_nouns(run):
        start = noun.last
    while start < len(run) and run[start].key in facts.titles():
        start += 1
    rest = run[start:]
    if not start or not 0 < len(rest) <= _MAX_NAME or not _plausible(rest):
        return None
    titled = run[start - 1].key in facts.titles()
    if len(rest) == 1 and not titled and fold(rest[0].key) not in surnames:
        return None
    known = rest[0].text in facts.given_names() or fold(rest[-1].key) in surnames
    verb = rest[0].key in facts.function_words("title verb")
    if len(rest) > 1 and not known and (verb or in_title(text, rest[0].start)):
        return None  # "President Issues Orders"
    end = rest[-1].end - (2 if rest[-1].text.endswith(("'s", "’s")) else 0)
    return (rest[0].start, end) if text[rest[0].start].isupper() else None


def _given_and_surname(run: Sequence[Word]) -> Span | None:
    names = run[:3]
    while len(names) > 1 and not names[-1].text[0].isupper():
        names = names[:-1]
    if len(names) < 2 or names[0].text not in facts.given_names() or not _plausible(names):
        return None
    return names[0].start, names[-1].end - (2 if names[-1].text.endswith(("'s", "’s")) else 0)


def _plausible(names: Sequence[Word]) -> bool:
    known = facts.bodies()
    if adverb(names):
        return False
    return not any(
        w.key in known or w.key in facts.roles() or facts.country(w.key) or not w.text[0].isalpha() for w in names
    )


def adverb(names: Sequence[Word]) -> bool:
    """Tell whether an adverb opens what looks like a name, as in headlines: "Prime Minister Strongly Denies"."""
    first = names[0]
    return len(names) > 1 and len(first.key) > 4 and first.key.endswith("ly") and first.text not in facts.given_names()


def full_name(text: str, surname: str, others: Collection[str] = ()) -> Span | None:
    """Return where a given name stands before a surname, if that happens and looks like a name.

    others: given names, lower case, of other people with this surname.
    """
    name = re.escape(surname)
    if eastern := re.search(rf"(?<![\w-]){name} [A-Z]\w+-[a-z]\w+(?![\w-])", text):
        return eastern.span()  # "Ban Ki-moon"
    pattern = re.compile(rf"(?<![\w’'-])([A-Z][a-zà-ž’'-]+(?: [A-Z]\.)?(?: [\"“]\w+[\"”])?) {name}(?![\w-])")
    for number, match in enumerate(pattern.finditer(text)):
        given = match.group(1).split()[0]
        if number > _MAX_TRIES:
            break
        if given.lower() in others:
            continue
        small = re.compile(rf"\b{re.escape(given.lower())}\b")
        unlike = small.search(text) or _within_title(text, match.start())
        if given in facts.given_names() or (_given_like(given) and not unlike):
            return match.span()
    return None


def _within_title(text: str, start: int) -> bool:
    """Tell whether a word follows one with a capital that is no title, office or country: "Ada Lund Rejects Hale"."""
    before = _LAST_WORD.search(text, max(0, start - _MAX_LENGTH), start)
    key = before.group(1).lower() if before else ""
    return bool(key) and not (key in facts.titles() or key in facts.roles() or facts.country(key))


def _given_like(word: str) -> bool:
    key = word.lower()
    return not (
        key in facts.titles()
        or key in facts.roles()
        or key in facts.bodies()
        or key in facts.words("reporting.tsv")
        or facts.country(word)
        or len(word) < 3
    )
