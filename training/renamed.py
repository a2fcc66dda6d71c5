"""Articles under other names: who speaks and where is drawn anew, and what is marked stays marked.

PolNeAR is about one election, and a few dozen names fill it; a reader that learned to lean on them finds less where
others speak. So people, places and nationalities get names from newspapers of other countries (mention replacement:
Dai and Adel 2020), the same name the same one throughout an article.
"""

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.model.tags import ENTITY_TYPES
from onrecord.types import Span
from training.data import Article

_WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]")
Marked = tuple[int, int, int]  # kind, start, end
_PERSON, _LOCATION, _NORP = (ENTITY_TYPES.index(kind) for kind in ("person", "location", "norp"))


@dataclass(frozen=True, slots=True)
class Names:
    """What to draw from: first words and last words of people's names, places, and nationalities or groups."""

    given: Sequence[str]
    family: Sequence[str]
    places: Sequence[str]
    groups: Sequence[str]


def names_of(articles: Iterable[Article]) -> Names:
    """Collect names from articles whose entities are marked; of people, those of two words."""
    given, family, places, groups = [], [], [], []
    for article in articles:
        for kind, start, end in article.entities or ():
            words = article.text[start:end].split()
            plain = all(_WORD.fullmatch(word) and word.istitle() for word in words)
            if kind == _PERSON and plain and len(words) == 2:
                given.append(words[0])
                family.append(words[1])
            elif kind == _LOCATION and plain:
                places.append(" ".join(words))
            elif kind == _NORP and plain and len(words) == 1:
                groups.append(words[0])
    return Names(given, family, places, groups)


def renamed(article: Article, names: Names, rng: random.Random) -> Article:
    """Return an article whose entities are known under other names."""
    found = _changes(article.text, article.entities or (), names, rng)
    starts = [start for start, _, _ in found]
    shifts = [0]
    for start, end, new in found:
        shifts.append(shifts[-1] + len(new) - (end - start))

    def moved(at: int, *, ends: bool) -> int:
        index = bisect_right(starts, at - ends)
        if index and at < found[index - 1][1]:  # inside a name
            start, _, new = found[index - 1]
            return start + shifts[index - 1] + (len(new) if ends else 0)
        return at + shifts[index]

    def spans(old: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple((moved(start, ends=False), moved(end, ends=True)) for start, end in old)

    readings = tuple(
        tuple(replace(one, source=spans(one.source), cue=spans(one.cue), content=spans(one.content)) for one in reading)
        for reading in article.readings
    )
    entities = tuple((kind, *spans(((start, end),))[0]) for kind, start, end in article.entities or ())
    text, at = [], 0
    for start, end, new in found:
        text += [article.text[at:start], new]
        at = end
    return replace(article, text="".join([*text, article.text[at:]]), readings=readings, entities=entities)


def _changes(text: str, entities: Sequence[Marked], names: Names, rng: random.Random) -> list[tuple[int, int, str]]:
    """Return what stands where instead: (start, end, new), in order; people's names are changed word by word."""
    people = [_words(text, start, end) for kind, start, end in entities if kind == _PERSON]
    chosen: dict[str, str] = {}
    wanted = []
    for words in sorted(people, key=len, reverse=True):  # a name alone is a family name, unless a full name says
        for place, (start, end) in enumerate(words):
            pool = names.given if place == 0 and len(words) > 1 else names.family
            wanted.append((start, end, chosen.setdefault(text[start:end].casefold(), rng.choice(pool))))
    several = [one for one in names.groups if one.endswith("s")]
    single = [one for one in names.groups if not one.endswith("s")]
    drawn: dict[tuple[int, str], str] = {}
    for kind, start, end in entities:
        if kind in (_LOCATION, _NORP):
            name = text[start:end].casefold()
            pool = names.places if kind == _LOCATION else several if name.endswith("s") else single
            wanted.append((start, end, drawn.setdefault((kind, name), rng.choice(pool))))
    found: list[tuple[int, int, str]] = []
    for start, end, new in sorted(wanted):
        if not found or start >= found[-1][1]:
            found.append((start, end, new.upper() if end - start > 2 and text[start:end].isupper() else new))
    return found


def _words(text: str, start: int, end: int) -> list[Span]:
    """Return the words of a person's name that are more than initials."""
    words = ((match.start(), match.end()) for match in _WORD.finditer(text, start, end))
    return [(a, b) for a, b in words if text[a].isupper()]
