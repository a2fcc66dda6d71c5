"""A text as lines, with what can be seen of each line from outside.

A *line* is what the source sets off as a paragraph: text between line breaks. Of very long lines only the beginning is
looked at.
"""

import re
from dataclasses import dataclass
from functools import cache

from onrecord.facts import table
from onrecord.segment import paragraphs
from onrecord.types import Kind

_LOOKED_AT = 1200  # characters of a line; whatever is not running text is shorter
_ENDED = re.compile(r"(?:[.!?…]|\.\.\.)[\"'”’»“)\]*]{0,4}$")
_SENTENCES = re.compile(r"[.!?…][\"'”’»)]*\s+[\"'“‘«„(]*[A-Z0-9]")
_WORDS = re.compile(r"\S+")
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@cache
def line_words(kind: str) -> frozenset[str]:
    """Return the words of one class of ``data/line_words.tsv``."""
    return frozenset(word for found, word in table("line_words.tsv", 2) if found == kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. span: ``[start, end)``, trimmed. text: its beginning (all of it, if shorter than 1,200 characters).

    gap: line breaks before it. marked: kind told by HTML, or None.
    """

    start: int
    end: int
    text: str
    gap: int
    words: tuple[str, ...]
    ended: bool
    marked: Kind | None = None

    @property
    def long(self) -> bool:
        """Whether only its beginning is in ``text``."""
        return self.end - self.start > len(self.text)

    @property
    def sentences(self) -> int:
        """Sentences in it, roughly."""
        return 1 + len(_SENTENCES.findall(self.text))

    @property
    def quoted(self) -> bool:
        """Whether there are double quotation marks in it."""
        return any(mark in self.text for mark in '"“”«»„') or "''" in self.text

    @property
    def title_case(self) -> float:
        """Share of its words, small words left out, that begin with a capital letter."""
        letters = [word.strip("\"'“”‘’«»()[],:;.!?-–—") for word in self.words]
        counted = [
            word for word in letters[1:] if word and word.lower() not in line_words("small") and word[0].isalpha()
        ]
        return sum(word[0].isupper() for word in counted) / len(counted) if counted else 0.0

    @property
    def prose(self) -> bool:
        """Whether it is running text: a whole sentence of some length, or a long run of words."""
        return len(self.words) > 30 or (self.ended and len(self.words) >= 8)


def lines(text: str) -> list[Line]:
    """Return the lines of a text, in order; together they hold all of it but white space."""
    found = []
    before = 0
    for start, end in paragraphs(text):
        found.append(line(text, start, end, gap=len(_BREAKS.findall(text[before:start]))))
        before = end
    return found


def line(text: str, start: int, end: int, *, gap: int = 2, marked: Kind | None = None) -> Line:
    """Return ``text[start:end]`` as a line."""
    words = text[start : min(end, start + _LOOKED_AT)]
    ending = text[max(start, end - 8) : end]
    return Line(start, end, words, gap, tuple(_WORDS.findall(words)), bool(_ENDED.search(ending)), marked)
