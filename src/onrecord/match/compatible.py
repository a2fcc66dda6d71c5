"""Could two statements be one act of speaking at all? Their speakers and their times decide, before any words.

Both answers are graded, because the less is known, the more the words must show (see score.py).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache

from onrecord import facts
from onrecord.match.words import word_list
from onrecord.types import How, StatementRow, digest

_NARROW = 8  # days: an interval this long or shorter tells one occasion; "last week" is the widest such expression
_REPORTED = 31  # days before publication in which a statement with no date of its own is taken to have been made
_SOON = 2  # days
_BODIES = (How.ORGANISATION, How.METONYM)
_HEAD = re.compile(r"[,;]|\b(?:of|for|from|with|in|at|on|to|who|which|that|close|familiar)\b")
_LONG = 4  # words of a name that is a body's
_PLURAL = 4  # letters of a word whose final s may be left out
_INITIALS, _VOWELS = 2, frozenset("aeiouy")
_GOVERNMENT = re.compile(r"(?:[Tt]he )?(?:[Gg]overnment of (.+)|(.+) [Gg]overnment)")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORD = re.compile(r"[^\W_]+")


class Speakers(IntEnum):
    """How the speakers of two statements compare, from worst to best."""

    DIFFERENT = 0
    UNKNOWN = 1  # at least one is not known
    ALIKE = 2  # neither has a name, both are of one kind: "police", "officials"
    SURNAME = 3  # one is only a surname or an initial that fits the other
    SAME = 4


class Times(IntEnum):
    """How the times of two statements compare, from worst to best."""

    APART = 0  # said at different times; or one was printed, with no date of saying, weeks after the other was said
    UNKNOWN = 1
    CLOSE = 2  # published around the same time
    SAME = 3  # said within the same few days


@dataclass(frozen=True, slots=True)
class Window:
    """When a statement was made, in days of the proleptic calendar, inclusive; None is open. hard: from the text."""

    first: int | None
    last: int | None
    hard: bool

    @property
    def narrow(self) -> bool:
        """Tell whether the window holds one occasion."""
        return self.first is not None and self.last is not None and self.last - self.first <= _NARROW

    def meets(self, other: "Window") -> bool:
        """Tell whether a day could lie in both windows."""
        return not (_before(self.last, other.first) or _before(other.last, self.first))


def window(row: StatementRow) -> Window:
    """Return when a statement was made: what its text says, else the weeks up to its publication."""
    first, last = _day(row.said_earliest), _day(row.said_latest)
    if first is not None or last is not None:
        return Window(first, last, hard=True)
    earliest, latest = _day(row.published_earliest), _day(row.published_latest)
    return Window(None if earliest is None else earliest - _REPORTED, latest, hard=False)


def times(left: Window, right: Window) -> Times:
    """Compare two windows."""
    if not left.meets(right):
        return Times.APART
    if left.hard and right.hard:
        return Times.SAME if left.narrow and right.narrow else Times.UNKNOWN
    return Times.CLOSE if _short(left) and _short(right) else Times.UNKNOWN


def soon_after(left: Window, right: Window) -> bool:
    """Tell whether two statements were printed, or said, within the same two days."""
    return left.last is not None and right.last is not None and abs(left.last - right.last) <= _SOON


def speakers(left: StatementRow, right: StatementRow) -> Speakers:
    """Compare two speakers by actor id, else by name.

    A surname alone, or a short form, is left an actor of its own where nothing else tells whose it is: that says
    nothing against the full name. Nor does it where a firm is taken for a person, or one body is spelled in two ways.
    """
    found = names(left.speaker, right.speaker)
    if left.actor and right.actor:
        one, two = name_words(left.speaker), name_words(right.speaker)
        bodies = left.how in _BODIES or right.how in _BODIES
        spelt = one == two and _by_name(left) and _by_name(right)  # "Bo Hui-lan", "Bo Hui Lan"
        if left.actor == right.actor or (bodies and one == two) or spelt:
            return Speakers.SAME
        short = min((left, right), key=lambda row: len(row.speaker or ""))
        left_alone = found == Speakers.SURNAME and (bodies or one[0] != two[0]) and _by_name(short)
        return found if left_alone else Speakers.DIFFERENT
    kind = source_kind(left)
    alike = found == Speakers.UNKNOWN and kind is not None and kind == source_kind(right)
    return Speakers.ALIKE if alike else found


def _by_name(row: StatementRow) -> bool:
    """Tell whether an actor is whoever is called so (``actors.person_id``), not one of several of the name."""
    return row.actor == digest("actor", (row.speaker or "").casefold())


def source_kind(row: StatementRow) -> str | None:
    """Return what a source without a name is: the noun of "police", "a police spokeswoman", "officials in Skellby"."""
    return None if name_words(row.speaker) else _kind(row.source)


@lru_cache(1 << 14)
def _kind(source: str | None) -> str | None:
    head = _HEAD.split(source.casefold(), maxsplit=1)[0] if source else ""
    words: list[str] = _WORD.findall(head)
    if not words or words[-1] in word_list("function_words"):
        return None
    return words[-1].removesuffix("s") if len(words[-1]) > _PLURAL else words[-1]


@lru_cache(1 << 16)
def names(left: str | None, right: str | None) -> Speakers:
    """Compare two names.

    >>> names("Ada Lund", "ADA LUND"), names("Lund", "Ada Lund"), names("A. Lund", "Ada M. Lund")
    (<Speakers.SAME: 4>, <Speakers.SURNAME: 3>, <Speakers.SURNAME: 3>)
    >>> names("Ada Lund", "Eva Lund"), names("Ministry of Lund", "Lund"), names(None, "Lund")
    (<Speakers.DIFFERENT: 0>, <Speakers.DIFFERENT: 0>, <Speakers.UNKNOWN: 1>)
    """
    one, two = name_words(left), name_words(right)
    if not one or not two:
        return Speakers.UNKNOWN
    if one == two:
        return Speakers.SAME
    if len(one) == len(two) >= _LONG:  # "Motion Picture(s) Arts"
        return Speakers.SURNAME if all(map(_one_number, one, two)) else Speakers.DIFFERENT
    if one[-1] != two[-1] or "of" in one or "of" in two:
        return Speakers.DIFFERENT
    if len(one) == 1 or len(two) == 1:
        return Speakers.SURNAME
    if one[0] == two[0]:  # a middle name or initial
        return Speakers.SAME if len(one) != len(two) else Speakers.SURNAME
    few, many = sorted((one, two), key=len)
    if len(few) < len(many) and set(few) <= set(many):  # "Awad Ibn Aul", "Ahmed Awad Ibn Aul"
        return Speakers.SURNAME
    short, full = sorted((one[0], two[0]), key=len)
    initials = len(short) == _INITIALS and not set(short) & _VOWELS and full.startswith(short[0])  # "SB Moya"
    fits = initials or (full.startswith(short) and len(short) != _INITIALS)  # "Ed" is Edward, but "Al" may be anything
    return Speakers.SURNAME if fits else Speakers.DIFFERENT


def _one_number(one: str, two: str) -> bool:
    """Tell whether two words are the same but for a final s."""
    return one.removesuffix("s") == two.removesuffix("s")


@lru_cache(1 << 16)
def name_words(name: str | None) -> tuple[str, ...]:
    """Return the words of a name in lower case, without accents, points and "Jr."; empty when there is no name.

    A government goes by its country: of "Spanish government", "spain".
    """
    governed = _GOVERNMENT.fullmatch(name or "")
    land = facts.state(governed[1] or governed[2]) if governed else None
    decomposed = unicodedata.normalize("NFKD", land or name or "")
    found = _WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)).casefold())
    return tuple(found[:-1] if found[-1:] and found[-1] in _SUFFIXES and len(found) > 1 else found)


def _short(period: Window) -> bool:
    return period.first is not None and period.last is not None and period.last - period.first <= _REPORTED + _NARROW


def _before(one: int | None, two: int | None) -> bool:
    return one is not None and two is not None and one < two


@lru_cache(1 << 16)
def _day(iso: str | None) -> int | None:
    """Return the day number of an ISO date, None when there is none or it cannot be read (unknown is None)."""
    try:
        return date.fromisoformat(iso[:10]).toordinal() if iso else None
    except ValueError:
        return None
