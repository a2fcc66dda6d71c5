"""Noun phrases that name a role: finding the noun, its bounds and the affiliation it mentions.

>>> 'Lethmark Prime Minister '   role "Lethmark Prime Minister", noun "prime minister", affiliation "Lethmark"
>>> ', a former harbour pilot at the Quay Board, '   role "former harbour pilot at the Quay Board"

Words are runs of letters and digits; a hyphen parts words, so that "Secretary-General" has two, as "Secretary General".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord import facts
from onrecord.types import Entity, Span

_WORD = re.compile(r"[^\W_]+(?:[.’'&][^\W_]+)*\.?")
_OF_NAME = re.compile(r"\b(?:of|for|at) (?:the )?([A-Z][\w’'-]*(?: (?:of |the |and |for |d['’])?[A-Z][\w’'-]*)*)")
_HOUR = re.compile(r"\d ?$")  # "3 PM"
_LONGER = re.compile(r"\b[^\W\d_]{4,}")
_FEWEST, _MOSTLY = 3, 0.8  # longer words of a headline in title case, and the share of them with a capital
_LINE = 160  # characters
_NEAR = 4000  # characters within which a word is sought again
_CAPITALS = r"(?:(?:[A-Z]\.){2,}|[A-Z][\w-]*)(?: [A-Z][\w-]*){0,2}"
_OWNER = re.compile(rf"({_CAPITALS})( ?['’] ?s?)? $")
_OF_OWNER = re.compile(rf"(?: of (?:the )?{_CAPITALS}){{1,2}}")
_OWNER_LENGTH = 60  # characters
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z.&]{1,7}\b")


class Word(NamedTuple):
    """A word at a place; ``key``: lower case, without final stop and possessive 's; of "PM" it is "prime minister"."""

    text: str
    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """A noun of ``roles.tsv`` at words ``[first, last)``; plural: as "officials"."""

    first: int
    last: int
    role: facts.Role
    plural: bool


@dataclass(frozen=True, slots=True)
class RoleText:
    """A role as the article words it, e.g. "Lethmark Prime Minister", and what it says about affiliation."""

    text: str
    noun: str
    affiliation: str | None
    start: int
    former: bool = False


def words(text: str, start: int, end: int) -> list[Word]:
    """Return the words of ``text[start:end]``."""
    found = []
    for match in _WORD.finditer(text, start, end):
        word, (first, last) = match.group(), match.span()
        key, office = _keys(word)
        if office and not _HOUR.search(text, max(0, first - 2), first):
            key = office
        found.append(Word(word, first, last, key))
    return found


def in_title(text: str, position: int) -> bool:
    """Tell whether a place lies in a line that has nearly all its longer words with capitals: "Lund Opens Harbour"."""
    start = text.rfind("\n", max(0, position - _LINE), position) + 1
    end = text.find("\n", position, position + _LINE)
    if (not start and position > _LINE) or (end < 0 and len(text) > position + _LINE):
        return False  # no headline is as long
    longer = _LONGER.findall(text, start, end if end >= 0 else len(text))
    capital = sum(word[0].isupper() for word in longer)
    return len(longer) >= _FEWEST and capital >= _MOSTLY * len(longer)


@lru_cache(maxsize=1 << 15)
def _keys(word: str) -> tuple[str, str]:
    """Return a word in lower case without possessive ending and final point, and the office that it abbreviates."""
    plain = word.rstrip(".")
    for mark in ("'s", "’s"):
        plain = plain.removesuffix(mark)
    office = facts.abbreviations().get(plain, "")
    return plain.lower(), office if office in facts.roles() else ""


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """Return a noun's likely singular."""
    for ending, stem in (("men", "man"), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith("ss"):
            return word[: -len(ending)] + stem
    return word


def role_nouns(phrase: Sequence[Word]) -> Iterator[RoleNoun]:
    """Yield the role nouns of a phrase, the longest at each place, from left to right."""
    known, sizes, index = facts.roles(), _sizes(), 0
    while index < len(phrase):
        key = phrase[index].key.partition(" ")[0]
        longest = max(sizes.get(key, 0), sizes.get(singular(key), 0))
        for size in range(min(longest, len(phrase) - index), 0, -1):
            keys = [w.key for w in phrase[index : index + size]]
            noun = " ".join(keys)
            one = " ".join([*keys[:-1], singular(keys[-1])])
            role = known.get(noun) or known.get(one)
            if role:
                yield RoleNoun(index, index + size, role, plural=noun not in known)
                index += size
                break
        else:
            index += 1


@cache
def _sizes() -> dict[str, int]:
    """Return first word -> words of the longest role noun that begins with it."""
    sizes: dict[str, int] = {}
    for noun in facts.roles():
        first, size = noun.split()[0], len(noun.split())
        sizes[first] = max(size, sizes.get(first, 0))
    return sizes


def same_role(asked: facts.Role, held: facts.Role) -> int:
    """Return how well a person who holds one role may be called by another: 0 not, 1 loosely, 2 well, 3 exactly."""
    if asked.same == held.same:
        return 3
    if asked.same in held.broader:
        return 2
    heads = facts.function_words("generic head")
    if asked.same in heads and held.broader & heads:
        return 2
    loose = asked.broader & held.broader - heads - facts.function_words("any trade")
    return 1 if loose or held.same in asked.broader else 0


def role_before(text: str, start: int, low: int, entities: Sequence[Entity], *, whole: bool = False) -> RoleText | None:
    """Return the role that stands right before a name at ``start``, not before ``low``.

    whole: everything from ``low`` belongs to the phrase, because the model has marked it as one source.
    """
    phrase = words(text, low, start)[-14:]
    while len(phrase) > 1 and _mere_courtesy(phrase[-1].key):
        start, phrase = phrase[-1].start, phrase[:-1]  # "Opposition leader Mr. Lund"
    if not phrase:
        return None
    gap = text[phrase[-1].end : start]
    comma = gap.strip() == ","
    if gap.strip() not in ("", ",", "“", '"') or (comma and not whole and phrase[0].start < low):
        return None
    nouns = list(role_nouns(phrase))
    if not nouns or phrase[-1].key in facts.function_words("in role"):
        return None
    if len(nouns) > 1 and nouns[-1].first == nouns[-2].last and _courtesy(phrase, nouns[-2], nouns[-1]):
        phrase, nouns = phrase[: nouns[-1].first], nouns[:-1]  # "Prime Minister Sheikh"
    noun = nouns[-1]
    for other in reversed(nouns[:-1]):  # "Chairman of the Committee": the noun that governs the others
        between = phrase[other.last : noun.first]
        if (
            between
            and between[0].key in ("of", "for", "to", "on")
            and _linked(text, phrase, other.last - 1, noun.first)
        ):
            noun = other
    if not _tail_ok(text, phrase, noun, comma=comma):
        return None
    first = _left_edge(text, phrase, noun, whole=whole)
    if comma and not whole and not _introduced(text, phrase, first):
        return None
    return _role_text(text, (phrase[first].start, phrase[-1].end), noun, phrase, entities)


def _mere_courtesy(key: str) -> bool:
    title = facts.titles().get(key)
    return title is not None and not title.role and key not in facts.roles()


def role_after(
    text: str, end: int, high: int, entities: Sequence[Entity], sources: Mapping[int, int] | None = None
) -> RoleText | None:
    """Return the role that an apposition after a name gives: ``, a doctor,`` or ``, chief of the Quay Board, said``.

    sources: where sources begin and end. "After a meeting with Ada Lund, the minister said" is of another minister.
    """
    opening = _APPOSITION.match(text, end, high)
    if not opening:
        return None
    subject = (sources or {}).get(opening.end())
    if subject and text[subject - 1] != "," and text[subject : subject + 1] == " " and text[end] == ",":
        return None
    stop = _APPOSITION_END.search(text, opening.end(), min(high, opening.end() + 160))
    limit = stop.start() if stop else min(high, opening.end() + 160)
    phrase = words(text, opening.end(), limit)[:16]
    noun = next(role_nouns(phrase), None)
    if (
        noun is None
        or noun.first > 7
        or _is_verb(phrase)
        or any(w.key in facts.function_words("no apposition") for w in phrase[: noun.first])
    ):
        return None
    if phrase[0].key in ("his", "her", "their") and _NEXT_NAME.match(text, limit):
        return None  # "Ada Lund, her brother, Tom Lund": the brother is the one named next
    first = 1 if phrase[0].key in facts.function_words("determiner") and noun.first > 0 else 0
    return _role_text(text, (phrase[first].start, phrase[-1].end), noun, phrase, entities)


_APPOSITION = re.compile(r"(?:\s?\([^()\n]{1,30}\))?\s?[,(–—-]\s?")
_DASH = re.compile(r"\s[-–—]")
_NEXT_NAME = re.compile(r" ?, ?[A-Z]")
_APPOSITION_END = re.compile(
    r"[;:()\n“”\"«»–—]|[,.](?!\w)|\s(?:who|which|whose|said|says|told|has|have|had|is|was|will|would|after|before|when|as|also)\b"
)


def _is_verb(phrase: Sequence[Word]) -> bool:
    """Tell whether what follows a name and a comma is rather a verb: "Ada Lund, slammed the strike of the unions"."""
    object_ = len(phrase) > 1 and phrase[1].key in facts.function_words("determiner")
    return phrase[0].text.islower() and phrase[0].text.endswith(("ed", "ing")) and object_


def _courtesy(phrase: Sequence[Word], before: RoleNoun, last: RoleNoun) -> bool:
    """Tell whether the last noun of a phrase is no more than a title between an office and a name."""
    offices = facts.function_words("office")
    titled = last.last == len(phrase) and " ".join(w.key for w in phrase[last.first :]) in facts.titles()
    return titled and bool(before.role.broader & offices) and not last.role.broader & offices


def _linked(text: str, phrase: Sequence[Word], first: int, last: int) -> bool:
    """Return whether only capitalised and function words, with nothing but spaces and hyphens, lie between."""
    for left, right in zip(phrase[first:last], phrase[first + 1 : last + 1], strict=False):
        if text[left.end : right.start].strip(" -–") or (
            right.text[0].islower() and right.key not in facts.function_words("in role")
        ):
            return right is phrase[last] and not text[left.end : right.start].strip(" -–")
    return True


def _tail_ok(text: str, phrase: Sequence[Word], noun: RoleNoun, *, comma: bool) -> bool:
    """Return whether what follows the noun belongs to it: nothing, or "of the Quay Board"."""
    tail = phrase[noun.last :]
    if not tail:
        return True
    goes_on = tail[0].key == "and" and {"for", "of"} & {w.key for w in phrase[noun.first : noun.last]}
    if tail[0].key not in facts.function_words("ends role") and not goes_on:
        return False  # but "Minister for Europe and Foreign Affairs"
    modifiers = facts.words("role_modifiers.tsv") | facts.function_words("in role")
    for left, right in zip(phrase[noun.last - 1 :], tail, strict=False):
        if text[left.end : right.start].strip(" -–") and not _initials(text, left, right):
            return False
        if right.text[0].islower() and right.key not in modifiers and right.key not in facts.bodies() and not comma:
            return False
    return True


def _initials(text: str, left: Word, right: Word) -> bool:
    """Tell whether a bracket between two words opens or closes initials: "the Quay Board (QB) office"."""
    opens = text[left.end : right.start] == " (" and right.text.isupper() and text[right.end : right.end + 1] == ")"
    return opens or (text[left.end : right.start] == ") " and left.text.isupper())


def _left_edge(text: str, phrase: Sequence[Word], noun: RoleNoun, *, whole: bool) -> int:
    """Return the index of the first word of the role: modifiers and names, without the determiner."""
    first, modifiers = noun.first, facts.words("role_modifiers.tsv")
    while first > 0:
        left, right = phrase[first - 1], phrase[first]
        if text[left.end : right.start].strip(" -–'’") or left.key in facts.function_words("determiner"):
            break
        small = left.text[0].islower()
        if small and left.key in facts.bodies() and left.text.endswith(("'s", "’s")):
            return first - 1  # "the army's spokesman"
        if not small and left.key not in modifiers and _DASH.search(text, left.end, right.start):
            break  # "HARROW, July 10 - King Oswin"
        if small and left.key not in modifiers and not (whole and left.key not in facts.function_words("in role")):
            break
        first -= 1
    return first


def _introduced(text: str, phrase: Sequence[Word], first: int) -> bool:
    """Return whether a determiner or possessive opens the phrase: "the mayor of Skellby, Ada Lund"."""
    if first > 0 and phrase[first - 1].key in facts.function_words("determiner"):
        return True
    return (
        phrase[first].text.endswith(("'s", "’s")) or phrase[first].start == 0 or text[phrase[first].start - 1] == "\n"
    )


def _role_text(text: str, span: Span, noun: RoleNoun, phrase: Sequence[Word], entities: Sequence[Entity]) -> RoleText:
    keys = {w.key for w in phrase if span[0] <= w.start < span[1]}
    head = (phrase[noun.first].start, phrase[noun.last - 1].end)
    words_ = re.sub(r"^(?:new|current|the) ", "", " ".join(text[span[0] : span[1]].split()).strip(" ,"))
    former = bool(keys & facts.function_words("former"))
    return RoleText(words_, noun.role.noun, affiliation(text, span, head, entities), span[0], former)


def affiliation(text: str, span: Span, head: Span, entities: Sequence[Entity]) -> str | None:
    """Return the organisation or country that a role phrase mentions: the last organisation after its noun first."""
    index = bisect_left(entities, span[0], key=lambda e: e.start)
    inside = []
    while index < len(entities) and entities[index].end <= span[1]:
        inside.append(entities[index])
        index += 1
    bodies = [e for e in inside if e.kind == "organization" and not (e.start >= head[0] and e.end <= head[1])]
    after = [e for e in bodies if e.start >= head[1]]
    chosen = after[-1] if after else bodies[0] if bodies else None
    if chosen:
        return _body_name(text, chosen, span, head)
    for word in words(text, span[0], span[1]):
        short = _ABBREVIATION.fullmatch(word.text.rstrip(".")) and word.key not in facts.words("role_modifiers.tsv")
        if short and not facts.country(word.text) and word.start < head[0]:
            return word.text
    place = next((e for e in inside if e.kind in ("location", "norp")), None)
    if named := list(_OF_NAME.finditer(text, head[1], span[1])):
        name, role = _plain_name(named[-1].group(1)), facts.roles().get(text[slice(*head)].lower())
        if role and "minister" in role.broader:
            of_what, _, name = name.rpartition(" of ")  # "Minister of Ports of Lethmark"
            if role.noun == "minister" and not of_what and not facts.country(name):
                return _country(text, span)  # "Minister for Railways"
        if name.casefold() not in facts.function_words("any country"):  # "President of the Republic"
            return facts.country(name) or _land(text, name)
    before = _plain_name(text[place.start : place.end]) if place else None
    capitals = _capitals_before(text, span, head)
    if before is None or (capitals and capitals.startswith(f"{before} ") and not facts.country(before)):
        before = capitals  # "African Union Commission chief", where the tagger has only "African"
    return _country(text, span) or (_land(text, before) if before else None)


def with_owner(text: str, start: int, end: int) -> Span:
    """Return where a name stands with whose it is, if many have such a body: "Norway's army", "Supreme Court of Ohio".

    Any other name is returned as it stands.
    """
    if not facts.state_body(text[start:end]):
        return start, end
    before, after = _OWNER.search(text, max(0, start - _OWNER_LENGTH), start), _OF_OWNER.match(text, end)
    if before and (before[2] or facts.state(before[1])):
        start = before.start()
    return start, after.end() if after else end


def _capitals_before(text: str, span: Span, head: Span) -> str | None:
    """Return the capitalised words before the noun of a role: "Estmere Chancellor"."""
    small = facts.words("role_modifiers.tsv") | facts.function_words("determiner")
    before: list[Word] = []
    for word in words(text, span[0], head[0]):
        named = before and word.key in facts.bodies()  # "African Union Commission chief"
        if before and (not word.text[0].isupper() or (word.key in small and not named) or word.key in facts.titles()):
            break
        if word.text[0].isupper() and (word.key not in small or named) and word.key not in facts.titles():
            before.append(word)
    if not before:
        return None
    opens = not re.search(r"[\w,;] (?:the )?$", text[max(0, span[0] - 6) : span[0]])
    first = before[0].text
    if opens and len(before) == 1 and not re.search(rf"[a-z,] {re.escape(first)}\b", text[: span[0] + _NEAR]):
        return None  # a capital because a sentence begins
    return _plain_name(text[before[0].start : before[-1].end])


def _land(text: str, name: str) -> str:
    """Return the country of an adjective that no table has, if the text names it: Karsovian."""
    for ending in ("ian", "an", "n", "ish", "ese"):
        stem = name.removesuffix(ending)
        if stem != name and len(stem) > 3:
            for land in (stem, stem + "a", stem + "e", stem + "ia"):
                if re.search(rf"\b{re.escape(land)}\b", text):
                    return land
    return name


def _body_name(text: str, entity: Entity, span: Span, head: Span) -> str:
    start, end = entity.start, min(entity.end, head[0]) if entity.start < head[0] else entity.end
    name = _plain_name(text[start:end])
    before = words(text, span[0], start)
    if before and text[before[-1].end : start] == " " and before[-1].text[0].isupper() and before[-1].start >= head[1]:
        name = f"{before[-1].text} {name}" if facts.country(before[-1].text) else name
    return name


def _plain_name(name: str) -> str:
    """Return a name without "the", possessive and doubled spaces."""
    name = re.sub(r"['’]s?$", "", " ".join(name.split()))
    return re.sub(r"^[Tt]he\s+", "", name)


def _country(text: str, span: Span) -> str | None:
    phrase = words(text, span[0], span[1])
    for size in (4, 3, 2, 1):
        for index in range(len(phrase) - size + 1):
            name = facts.country(text[phrase[index].start : phrase[index + size - 1].end])
            if name:
                return name
    return None
