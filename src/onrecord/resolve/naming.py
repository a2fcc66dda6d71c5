"""Names of people as a tagger finds them, read: where a name begins and ends, its words, what its titles tell.

>>> 'King Oswin' -> Oswin, regnal "King"   'Mullah Haibat Akhun' -> Haibat Akhun   'Sultan Al Jasim' -> Sultan Al Jasim
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from onrecord import facts
from onrecord.names import fold
from onrecord.resolve.phrases import Word, in_title, role_nouns, words
from onrecord.resolve.untagged import adverb

OFFICES = frozenset({"head", "official", "politician", "spokesperson", "diplomat", "officer", "head of state"})
"""What a role is narrower than if it is an office."""

POSSESSIVE = ("'s", "’s", "s'", "s’")

_GLUED = re.compile(r"(\w{3,}[^\W\d_A-Z])(?:He|She|They|The|It|In|On)")
_GLUED_TO = re.compile(r"([a-z]{3,})([A-Z]\w+)")
_HALF = re.compile(r"\b([A-Z][a-z]+)-$")
_LONG = 7  # letters of a surname that may be misspelt by one
_AFTER = frozenset({"at", "for", "from", "in", "of", "who", "with"})  # "Ada Lund with the Skellby Police"
_THE = re.compile(r"\bthe (?:late |former )?$", re.IGNORECASE)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One mention by name: the name itself at ``[start, end)``, without titles and possessive.

    regnal: the title of those who are called by their given name ("King"), "" where there is none.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    gender: str
    role: str
    regnal: str = ""


def mention_of(text: str, start: int, end: int) -> PersonMention | None:
    """Read a person entity: titles off, gender and role they give kept; None if no name is left, or a handle."""
    gender = role = regnal = ""
    if start and text[start - 1] == "@":
        return None
    if (half := _HALF.search(text, max(0, start - 24), start)) and not facts.is_place(half[1]):
        start = half.start()  # "Heinz-[Christian Lund]"
    phrase = words(text, max(0, start - 24), end)
    inside = _unglued([w for w in phrase if w.start >= start])
    if inside and (adverb(inside) or (len(inside) == 1 and _verb_of_title(text, inside[0]))):
        return None
    for word in reversed([w for w in phrase if w.start < start]):  # Mr., Sen. before the entity
        title = facts.titles().get(word.key)
        if not title or text[word.end : start].strip(" "):
            break
        gender, role = gender or title.gender, role or title.role
        regnal = _regnal(word)
        break
    inside = _stripped(text, inside)
    while len(inside) > 1 and (title := facts.titles().get(inside[0].key)):
        gender, role = gender or title.gender, role or title.role
        regnal = _regnal(inside[0]) or regnal
        inside = inside[1:]
    if not inside:
        return None
    last = inside[-1]
    finish = last.end - (2 if last.text.endswith(("'s", "’s")) else 1 if last.text.endswith((".", "'", "’")) else 0)
    if fold(last.key) in _SUFFIXES:
        finish = last.end
    titled = bool(gender or role)
    parts = tuple(
        fold(w.key)
        for number, w in enumerate(inside)
        if fold(w.key) not in _SUFFIXES and not _particle(inside, number, titled=titled)
    )
    if not parts or not any(len(p) > 1 for p in parts) or finish <= inside[0].start:
        return None
    if len(inside) == 1 and inside[0].key in facts.roles() and _THE.search(text, max(0, start - 12), start):
        return None  # "the late Amir"
    return PersonMention(inside[0].start, finish, parts, gender, role, regnal)


def _regnal(title: Word) -> str:
    return title.text.capitalize() if title.key in facts.function_words("regnal") else ""


def _particle(name: Sequence[Word], number: int, *, titled: bool) -> bool:
    """Tell whether a word of a name is a small one within it, and no name itself: "Mr. Al Gore"."""
    word = name[number]
    found = facts.particles().get(word.key)
    if found is None or word is name[-1] or (not number and fold(name[1].key) in found.names):
        return False
    return bool(number or titled or word.text[0].islower())


def _stripped(text: str, inside: list[Word]) -> list[Word]:
    """Take off what taggers take for part of a name: an office, "Says", a country ("of Estmere Ada Lund", "Quay's")."""
    reporting = facts.words("reporting.tsv")
    while len(inside) > 1 and inside[0].text.endswith(POSSESSIVE):
        inside = inside[1:]  # "Estmere's Lund"
    while len(inside) > 1 and (inside[-1].key in reporting or _verb_of_title(text, inside[-1])):
        inside = inside[:-1]
    while len(inside) > 1 and (inside[0].key in reporting or inside[0].key in facts.function_words("opener")):
        inside = inside[1:]
    noun = next(role_nouns(inside), None)
    if (
        noun
        and noun.first == 0
        and noun.last < len(inside)
        and inside[0].key not in facts.titles()
        and not _given_too(inside[: noun.last + 1])
    ):
        inside = inside[noun.last :]
    for index, word in enumerate(inside[1:], start=1):
        if word.text in _AFTER or (
            word.key in reporting and word.key.endswith(("s", "ed")) and index + 1 < len(inside)
        ):
            inside = inside[:index]  # "Ada Lund Says Brandt" in a headline
            break
    before = text[max(0, inside[0].start - 60) : inside[0].start] if inside else ""
    if len(inside) > 2 and before.endswith((" of ", " in ")):
        held = any(facts.roles()[n.role.noun].broader & OFFICES for n in role_nouns(words(before, 0, len(before))))
        if facts.is_place(inside[0].key) or (held and inside[0].text not in facts.given_names()):
            inside = inside[1:]  # "Minister of Ports of Lethmark Ada Lund"
    return inside


def _unglued(name: list[Word]) -> list[Word]:
    """Return the words of a name without what lost the space beside it: "Ada LundShe said", "lundAda Lund"."""
    if name and (match := _GLUED.fullmatch(name[-1].text)):
        last = name[-1]
        name = [*name[:-1], Word(match[1], last.start, last.start + len(match[1]), match[1].lower())]
    if name and (match := _GLUED_TO.fullmatch(name[0].text)) and match[1] in {word.key for word in name[1:]}:
        first = name[0]
        name = [Word(match[2], first.start + len(match[1]), first.end, match[2].lower()), *name[1:]]
    return name


def _verb_of_title(text: str, word: Word) -> bool:
    """Tell whether a word is rather the verb of a headline: "Ada Lund Rebukes Brandt"."""
    return word.key.endswith("s") and facts.tells(word.text) and in_title(text, word.start)


def _given_too(inside: Sequence[Word]) -> bool:
    """Tell whether a title that is a given name, too, is one here: "Sultan Al Jasim", "Amir A. Mora"."""
    first, following = inside[0], inside[-1]
    particle = following.key in facts.particles() or len(following.key) == 1
    return len(inside) == 2 and first.key in facts.function_words("regnal") and particle


def _misspelt(name: str, surnames: Collection[str]) -> str | None:
    """Return the one surname that a name is but for a letter: not "Petrova" of Petrov."""
    near = [
        one
        for one in surnames
        if min(len(one), len(name)) >= _LONG
        and one[0] == name[0]
        and one[-1] == name[-1]
        and OSA.distance(one, name, score_cutoff=1) <= 1
    ]
    return near[0] if len(near) == 1 else None


def families(text: str, found: Sequence[PersonMention]) -> list[PersonMention]:
    """Take "De Hast" for a surname alone where somebody is named "Ada de Hast"; "Al-Hast" likewise.

    So is "Ibn Oul" where somebody is named "Awad Ibn Aul", and "Oul" after that; and a long surname alone that is
    spelled otherwise by a letter. Of "Ada Lund Estmere" the country goes where she is "Ada Lund", too: it is a tag.
    """
    small = facts.particles()
    words_ = [fold(text[m.start : m.end]).replace("-", " ").split() for m in found]
    joined = sorted({w[-1] for w in words_ if len(w) > 2 and w[-2] in small})
    spelt = {w[-1]: w[-1] for w in words_ if len(w) == 2 and w[0] in small and w[1] in joined}
    for w in words_:
        near = [one for one in joined if OSA.distance(one, w[-1], score_cutoff=1) <= 1]
        if len(w) == 2 and w[0] in small and len(near) == 1:
            spelt[w[1]] = near[0]
    full = {m.parts for m in found}
    last = {parts[-1] for parts in full if len(parts) > 1}
    for m in found:
        if len(m.parts) == 1 and m.parts[0] not in last and (one := _misspelt(m.parts[0], last)):
            spelt[m.parts[0]] = one
    result = []
    for m, w in zip(found, words_, strict=True):
        alone = len(m.parts) == 1 or (len(w) == 2 and w[0] in small and len(m.parts) == 2)
        if alone and m.parts[-1] in spelt:
            m = replace(m, parts=(spelt[m.parts[-1]],))
        elif len(m.parts) > 2 and m.parts[:-1] in full and facts.country(text[m.start : m.end].split()[-1]):
            m = replace(m, end=m.start + len(text[m.start : m.end].rsplit(maxsplit=1)[0]), parts=m.parts[:-1])
        result.append(m)
    return result
