"""Word lists and facts: the sorted tables under ``onrecord/data``, validated when they are read.

A table is UTF-8 text: lines that begin with ``#`` say what it is and where it comes from; every other line is one row,
its columns parted by tabs, and rows stand in order. A list within a column is parted by ``;``.

>>> country("Muscovite"), country("the Kremlin"), country("Danes")
(None, 'Russia', 'Denmark')
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from onrecord.errors import OnRecordError

SHARED = frozenset({"georgia"})
"""Countries whose name a state of the USA has as well, with a parliament, courts and a police of its own."""
_LETTERS = re.compile(r"[^\W\d_]+")
_ENDINGS = ("ing", "ies", "ied", "es", "ed", "s", "e", "y", "d")
_SHORTEST = 3  # letters of a stem


@dataclass(frozen=True, slots=True)
class Role:
    """A noun for what a person is.

    same: the noun that stands for all words of its meaning ("prime minister" for "premier"). gender: "m", "f" or "".
    broader: every noun that may stand for it, near and far, and ``same``.
    """

    noun: str
    same: str
    gender: str
    broader: frozenset[str]


@dataclass(frozen=True, slots=True)
class Title:
    """A title before a name. role: the noun it stands for (``roles.tsv``), or "" for a mere courtesy."""

    gender: str
    role: str


@dataclass(frozen=True, slots=True)
class Particle:
    """A small word within names. anywhere: capitals or not; names: words before which it is a name itself."""

    anywhere: bool
    names: frozenset[str]


@cache
def table(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """Read ``data/<name>``; each row has ``columns`` texts.

    Raises OnRecordError when a row has another number of columns, is out of order or repeats the row before.
    """
    rows: list[tuple[str, ...]] = []
    text = resources.files("onrecord.data").joinpath(name).read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        row = tuple(line.split("\t"))
        if len(row) != columns:
            raise OnRecordError(f"data/{name}, line {number}: found {len(row)} columns, expected {columns}; reinstall")
        if rows and row <= rows[-1]:
            raise OnRecordError(f"data/{name}, line {number}: {row[0]!r} is out of order or repeated; reinstall")
        rows.append(row)
    return tuple(rows)


@cache
def words(name: str) -> frozenset[str]:
    """Read the one-column table ``data/<name>``."""
    return frozenset(row[0] for row in table(name, 1))


def _pairs(name: str) -> Mapping[str, str]:
    return {row[0]: row[1] for row in table(name, 2)}


@cache
def roles() -> Mapping[str, Role]:
    """Return every noun of ``roles.tsv`` with all its broader nouns, near and far."""
    rows = table("roles.tsv", 3)
    same = {noun: broader[1:] if broader.startswith("=") else noun for noun, _, broader in rows}
    near = {noun: [b for b in broader.split(";") if b] for noun, _, broader in rows if same[noun] == noun}
    for noun, broader in [*same.items(), *((n, b) for n, several in near.items() for b in several)]:
        if broader not in near:
            raise OnRecordError(f"data/roles.tsv: {noun!r} names {broader!r}, which has no row of its own; reinstall")

    def closure(noun: str) -> frozenset[str]:
        found, waiting = {noun}, [noun]
        while waiting:
            new = [b for b in near[waiting.pop()] if b not in found]
            found.update(new)
            waiting.extend(new)
        return frozenset(found)

    return {noun: Role(noun, same[noun], gender, closure(same[noun])) for noun, gender, _ in rows}


@cache
def particles() -> Mapping[str, Particle]:
    """Return small words within names of people, folded."""
    return {
        word: Particle(where == "anywhere", frozenset(following.split(";")) - {""})
        for word, where, following in table("particles.tsv", 3)
    }


@cache
def abbreviations() -> Mapping[str, str]:
    """Return abbreviation, with its capitals -> the words of an office or ministry: "PM" -> "prime minister"."""
    return _pairs("abbreviations.tsv")


@cache
def titles() -> Mapping[str, Title]:
    """Return the titles of ``titles.tsv``: lower case, without full stops."""
    return {title: Title(gender, role) for title, gender, role in table("titles.tsv", 3)}


@cache
def given_names() -> Mapping[str, str]:
    """Return name -> "m" or "f" for given names that nearly always tell the gender."""
    return _pairs("given_names.tsv")


@cache
def bodies() -> Mapping[str, str]:
    """Return noun -> "outlet", "organisation", "document" or "crowd"."""
    return _pairs("bodies.tsv")


@cache
def _outlets() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return case-folded name, without "the", -> the kinds and spellings of that name."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in table("actors/outlets.tsv", 7):
        for name in (row[0], *row[2].split(";")):
            if name:
                found[_bare(name)] = (*found.get(_bare(name), ()), (row[1], name))
    return found


def outlet(words: str) -> str | None:
    """Return "agency" or "outlet" for the name of a well-known news outlet as a text writes it, or None.

    Many outlets are called by an ordinary word, so capital letters must stand where the name has them ("MAP", not
    "Map"; "Time", not "time"), and a name that has the article in the table must have it ("The Local").

    >>> outlet("Tass"), outlet("the Guardian"), outlet("guardian"), outlet("Map"), outlet("The Local"), outlet("Local")
    ('agency', 'outlet', None, None, 'outlet', None)
    """
    words = " ".join(words.split())
    return next((kind for kind, name in _outlets().get(_bare(words), ()) if _as_written(words, name)), None)


def _as_written(words: str, name: str) -> bool:
    """Tell whether a text's words have the capitals of a name; the article and generic words need none."""
    if name.startswith("The ") and not words.casefold().startswith("the "):
        return False
    free = function_words("outlet any case")
    written, spelt = (re.sub(r"^[Tt]he ", "", one).split() for one in (words, name))
    for word, model in zip(written, spelt, strict=False):
        letters = word.replace("’", "'").removesuffix("'s")
        if model.casefold() in free or not model[0].isupper():
            continue
        if not (letters.isupper() if len(model) > 1 and model.isupper() else letters[0].isupper()):
            return False
    return True


@cache
def _parties() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, others in table("parties.tsv", 2):
        found |= {word.casefold(): name for word in (name, *others.split(";")) if word}
    return found


def party(words: str) -> str | None:
    """Return the political party that a name, adjective or word for its members stands for, or None."""
    return _parties().get(_bare(words))


@cache
def function_words(use: str) -> frozenset[str]:
    """Return the words of one use in ``function_words.tsv``, e.g. "many", "one", "link" or "after name"."""
    return frozenset(word for found, word in table("function_words.tsv", 2) if found == use)


def tells(cue: str) -> bool:
    """Tell whether a cue tells of speech or judgement ("said", "in denial"); one without words does."""
    found = [word.lower() for word in _LETTERS.findall(cue)]
    return not found or any(_stem(word) in _telling() for word in found if word != "not")  # no form of "note"


@cache
def _telling() -> frozenset[str]:
    return frozenset(_stem(word) for word in (*words("reporting.tsv"), *function_words("speech")))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


@cache
def _countries() -> tuple[Mapping[str, str], frozenset[str], frozenset[str]]:
    names: dict[str, str] = {}
    nouns: set[str] = set()
    seats: set[str] = set()
    for name, _, _, _, _, adjectives, capital, metonyms, others, _ in table("actors/countries.tsv", 10):
        places = [place for place in (name, capital, *metonyms.split(";"), *others.split(";")) if place]
        demonyms = [a for a in adjectives.split(";") if a]
        plurals = [a + "s" for a in demonyms if not a.endswith(("s", "sh", "ch", "ese"))]
        for word in (*places, *demonyms, *plurals):
            names.setdefault(word.casefold(), name)
        nouns.update(word.casefold() for word in places)
        seats.update(word.casefold() for word in (capital, *metonyms.split(";")) if word not in ("", name))
    return names, frozenset(nouns), frozenset(seats)


def country(words: str) -> str | None:
    """Return the country that a name, adjective, demonym, capital or seat of power stands for, or None."""
    return _countries()[0].get(_bare(words))


def state(words: str) -> str | None:
    """Return the country that a name or adjective stands for; None for a capital, a seat of power or a name SHARED."""
    return country(words) if _bare(words) not in _countries()[2] | SHARED else None


def is_place(words: str) -> bool:
    """Return whether the words name a country, its capital or a seat of its power (and not its people)."""
    return _bare(words) in _countries()[1]


@cache
def _state_bodies() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, others, _ in table("actors/state_bodies.tsv", 3):
        found |= {_ministry(word): name for word in (name, *others.split(";")) if word}
    return found


def state_body(words: str) -> str | None:
    """Return what news calls a body that every state has, for any of its names without the state; None for others.

    >>> state_body("Ministry of Foreign Affairs"), state_body("defense ministry"), state_body("Ministry of Health")
    ('Foreign Ministry', 'Defence Ministry', 'Health Ministry')
    """
    return _state_bodies().get(_ministry(words))


@cache
def state_nouns() -> frozenset[str]:
    """Return the words of the names of bodies that every state has, lower case."""
    return frozenset(word for name in _state_bodies() for word in name.split()) | {"defense"}


def _ministry(words: str) -> str:
    """Return the name of a body in lower case; "Ministry of the Interior": "interior ministry"."""
    name = _bare(words).replace("defense", "defence")
    if name.startswith("ministry of "):
        return f"{name.removeprefix('ministry of ').removeprefix('the ')} ministry"
    return name


def _bare(words: str) -> str:
    return words.casefold().removeprefix("the ").replace("’", "'").removesuffix("'s")
