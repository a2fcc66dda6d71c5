"""Words of a text with their class, so that the grammar can be written over classes.

Each class has one code letter, and a line of text becomes a string of codes, one for each token ("x" for a token
that plays no part in dates):

    On Friday, Nov. 18, she said   ->   preposition weekday comma month_short stop day comma x past
"""

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from onrecord.types import Span

_CLASSES = re.findall(
    r"\w+",
    """after ago article before daypart deictic edge fiscal following future half hour join last month month_or_name
    month_short next number of ordinal past phase preposition previous repeat roughly same season that the this unit
    weekday weekday_short weekend zone
    clock comma count dash day dayth decade iso numeric other stop year""",
)
"""The classes of words in the table, then those of other tokens."""
CODES: Mapping[str, str] = MappingProxyType(dict(zip(_CLASSES, string.ascii_letters, strict=False)))
_NAMES = {code: name for name, code in CODES.items()}
TELLING = frozenset(
    re.findall(
        r"\w+",
        """daypart decade deictic edge half hour iso month month_or_name month_short numeric season unit weekday weekend
        year""",
    )
)
"""The classes one of which is in each time expression; each is a word of the table or has a digit."""
_CAPITALISED = frozenset({"month", "month_or_name", "month_short", "weekday_short"})
_MARKS = {",": "comma", ".": "stop", "-": "dash", "–": "dash", "‑": "dash"}
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_MAX_WORD = 12  # characters of the longest word in the table
_MAX_GAP = 3  # characters between words of one expression

_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[0-9]")
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_TOKEN = re.compile(
    r"""(?P<iso>(?:19|20)[0-9]{2}(?P<mark_between>[-/])(?:0?[1-9]|1[0-2])
        (?P=mark_between)(?:0[1-9]|[12][0-9]|3[01]|[1-9])(?![0-9]))
    |(?P<numeric>[0-9]{1,2}(?:/[0-9]{1,2}/(?:[0-9]{2}){1,2}|\.[0-9]{1,2}\.(?:19|20)[0-9]{2})(?![0-9/]))
    |(?P<clock>[0-9]{1,2}(?:[:.][0-9]{2})?[ ]?[ap](?:\.m\.|m\b)|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9]))
    |(?P<decade>(?:(?:19|20)[0-9]0|['’][1-9]0)['’]?s\b)
    |(?P<dayth>(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)\b)
    |(?P<digits>[0-9]+)
    |(?P<word>[^\W\d_]+)
    |(?P<mark>[^\w\s])
    |(?P<rest>\w)""",
    re.VERBOSE,
)
_NUMBER_GOES_ON = re.compile(r"(?!,(?:19|20)[0-9]{2}(?![0-9]))[.,][0-9]|\s?%|[^\W\d_]")
_BEFORE_NUMBER = re.compile(r"[$€£¥#/:]$|[0-9][.,]$")
_BEFORE_YEAR = re.compile(r"[$€£¥#/:]$|[0-9][.]$")


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of the word table."""

    name: str
    value: str


@cache
def words() -> Mapping[str, Word]:
    """Return the word table. Raises ValueError, naming the line, when the file is not sorted or a class unknown."""
    table: dict[str, Word] = {}
    lines = resources.files("onrecord.data").joinpath("time_words.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    for before, row in zip(["", *rows], rows, strict=False):
        name, word, value = [*row.split("\t"), ""][:3]
        if name not in CODES or row <= before or word in table:
            raise ValueError(f"time_words.tsv: {row!r}: unknown class, not sorted, or a word given twice")
        table[word] = Word(name, value)
    return MappingProxyType(table)


class Line:
    """The tokens of one line: parallel lists of spans and values, and ``codes``, one letter for each token."""

    __slots__ = ("codes", "ends", "starts", "text", "values")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.values: list[str] = []
        codes: list[str] = []
        before = start
        for token in _TOKEN.finditer(text, start, end):
            if token.start() - before > _MAX_GAP and codes:  # no expression reaches over it
                self._put(codes, CODES["other"], "", (token.start(), token.start()))
            before = token.end()
            if token.lastgroup == "word":
                code, value = _word(token.group())
                self._put(codes, code, value, token.span())
            else:
                for name, value, span in _classified(text, token):
                    self._put(codes, CODES[name], value, span)
        self.codes = "".join(codes)

    def _put(self, codes: list[str], code: str, value: str, span: Span) -> None:
        codes.append(code)
        self.starts.append(span[0])
        self.ends.append(span[1])
        self.values.append(value)

    def name(self, index: int) -> str:
        """Return the class of a token, "" outside the line."""
        return _NAMES[self.codes[index]] if 0 <= index < len(self.codes) else ""

    def word(self, index: int) -> str:
        """Return a token's characters, "" outside the line."""
        return self.text[self.starts[index] : self.ends[index]] if 0 <= index < len(self.codes) else ""


@cache
def _telling_words() -> frozenset[str]:
    return frozenset(word for word, entry in words().items() if entry.name in TELLING)


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Yield the lines of ``text[start:end]`` that may hold a time expression."""
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        line = match.group()
        if _DIGIT.search(line) or not _telling_words().isdisjoint(_LETTERS.findall(line.lower())):
            yield Line(text, match.start(), match.end())


@lru_cache(1 << 15)
def _word(word: str) -> tuple[str, str]:
    """Return the code of a word's class, and its value."""
    entry = words().get(word.lower()) if len(word) <= _MAX_WORD else None
    if entry and not (entry.name in _CAPITALISED and word[0].islower()):
        return CODES[entry.name], entry.value
    return CODES["future" if word == "may" else "other"], ""


def _classified(text: str, token: re.Match[str]) -> list[tuple[str, str, Span]]:
    """Return (class, value, span) of a match that is no word: one token, but for digits glued to a zone's offset."""
    kind, span, word = token.lastgroup, token.span(), token.group()
    if kind == "digits":
        glued = _glued_day(text, span) if len(word) > 2 else None
        if glued:
            return [("other", "", (span[0], glued)), ("day", str(int(text[glued : span[1]])), (glued, span[1]))]
        return [(_number_class(text, span), word[:4], span)]
    if kind == "dayth":
        return [("dayth", str(int(word[:-2])), span)]
    if kind == "decade":
        digits = word.strip("'’s").rstrip("'’")
        return [("decade", digits if len(digits) == 4 else f"19{digits}", span)]
    if kind == "mark":
        return [(_MARKS.get(word, "other"), "", span)]
    return [(kind if kind in ("iso", "numeric", "clock") else "other", word, span)]


def _number_class(text: str, span: Span) -> str:
    """Return "day", "year", "count" (another number below 10,000) or "other" (money, decimals, thousands, "3D")."""
    word = text[span[0] : min(span[1], span[0] + 5)]
    if len(word) > 4 or _NUMBER_GOES_ON.match(text, span[1], span[1] + 8):
        return "other"
    number = int(word)
    year = len(word) == 4 and _FIRST_YEAR <= number <= _LAST_YEAR
    if (_BEFORE_YEAR if year else _BEFORE_NUMBER).search(text, max(0, span[0] - 2), span[0]):
        return "other"
    if len(word) <= 2 and 1 <= number <= 31:
        return "day"
    return "year" if year else "count"


_ZONE_OFFSET = re.compile(r"(?:\b(?:GMT|UTC)\s?|[0-9]{2}:[0-9]{2}\s?)[+\-−–]$")
_MAX_GLUED = 6  # four digits of offset and two of the day


def _glued_day(text: str, span: Span) -> int | None:
    """Return where the day begins in digits glued to a zone's offset ("GMT +317 December"), if only one reading holds.

    An offset is hours up to 14, in one or two digits, or hours and minutes in four.
    """
    start, end = span
    if end - start > _MAX_GLUED or not _ZONE_OFFSET.search(text, max(0, start - 12), start):
        return None
    readings = []
    for cut in (start + 1, start + 2, start + 4):
        offset, day = text[start:cut], text[cut:end]
        plausible = int(offset[:2]) <= 14 and offset[2:] in ("", "00", "30", "45")
        if plausible and 1 <= len(day) <= 2 and day[0] != "0" and 1 <= int(day) <= 31:
            readings.append(cut)
    return readings[0] if len(readings) == 1 else None
