r"""Texts with lines broken at a width, as mail, archives and agencies keep them: those breaks made spaces.

>>> unwrapped("The lock will stay shut until the wardens have\ncounted every barge, Ada Lund said on Monday.")
'The lock will stay shut until the wardens have counted every barge, Ada Lund said on Monday.'

A sentence goes on in lower case. Where many lines of a text begin so, it was broken at a width: the longest that goes
on so. There, lines that could not have taken the next word go on, too, whatever that begins with. The text keeps its
length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord import facts
from onrecord.types import Article, Mention, Statement

_BREAK = re.compile(r"(?<=[^\n\r])(?:\r\n|\n|\r)(?=[^\n\r])")
_WORD, _LINE = re.compile(r"\S+"), re.compile(r"[^\n\r]{0,500}")
_ENDS = re.compile(r"[.!?…][\"'”’»)]*(?:\s|$)")
_NUMBER = re.compile(r"\w{1,4}[.)]")  # of a list
_GOES_ON = re.compile(r"[^\W\d_]|[,;–—]|-")  # what a line may end with that a sentence goes on from
_SHORT = 40  # characters: a line that ends earlier may be one of a list
_WIDEST = 140  # characters: longer lines are paragraphs
_FEWEST, _SHARE = 3, 0.3  # lines that begin in lower case, of all that follow a line right away


@dataclass(frozen=True, slots=True)
class _Break:
    """A line break. width: of the line before it. word: the next line's first. indent: how much further that begins.

    prose: a sentence ends in the next line; in a line of tags none does.
    """

    start: int
    end: int
    width: int
    last: str
    word: str
    indent: int
    prose: bool

    @property
    def continues(self) -> bool:
        """Tell whether a sentence goes on behind it, as far as the two lines show."""
        small = self.word[:1].islower() and not self.word[1:2].isupper()
        begins = small and self.word not in facts.particles() and not _NUMBER.fullmatch(self.word)
        return begins and self.width >= _SHORT and _GOES_ON.match(self.last) is not None


@lru_cache(maxsize=32)
def unwrapped(text: str) -> str:
    """Return a text with a space for each line break within a sentence; the text itself where there is none."""
    breaks = [one for one in _breaks(text) if one.width <= _WIDEST]
    going_on = [one for one in breaks if one.continues]
    found = [one for one in going_on if one.prose]
    if len(going_on) >= max(_FEWEST, _SHARE * len(breaks)):
        width = max(one.width for one in going_on)
        full = (one for one in breaks if one.width + 1 + len(one.word) > width and one.width >= _SHORT)
        found = sorted({*going_on, *(one for one in full if not one.indent)}, key=lambda one: one.start)
    if not found:
        return text
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start], " " * (one.end - one.start)]
        at = one.end
    return "".join([*parts, text[at:]])


def rewrapped(article: Article, text: str) -> Article:
    """Return an article that was read from ``unwrapped(text)`` with the words as they stand in the text."""
    if article.text == text:
        return article
    return replace(article, text=text, statements=tuple(_as_printed(one, text) for one in article.statements))


def _as_printed(statement: Statement, text: str) -> Statement:
    def words(found: Mention | None) -> Mention | None:
        return found and replace(found, text=text[found.start : found.end])

    return replace(
        statement,
        text=" ... ".join(text[start:end] for start, end in statement.content),
        cue=words(statement.cue),
        speaker=replace(statement.speaker, mention=words(statement.speaker.mention)),
    )


def _breaks(text: str) -> Iterator[_Break]:
    begin = 0
    matches = list(_BREAK.finditer(text))
    for match in matches:
        begin = max(text.rfind("\n", begin, match.start()), text.rfind("\r", begin, match.start()), begin - 1) + 1
        line = text[begin : match.start()]
        word = _WORD.search(text, match.end(), match.end() + _WIDEST)
        if line.strip() and word:
            indent = (word.start() - match.end()) - (len(line) - len(line.lstrip()))
            line, following = line.rstrip(), _LINE.match(text, match.end())
            prose = following is not None and _ENDS.search(following.group()) is not None
            yield _Break(match.start(), match.end(), len(line), line[-1], word.group(), max(0, indent), prose)
        begin = match.end()
