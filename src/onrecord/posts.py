r"""Posts set into an article, as pages show them: the words, then who posted them and when.

    The lock will stay shut. https://t.co/AbC
    — Ada Lund (@adalund) May 4, 2031

>>> text = "The lock will stay shut. https://t.co/AbC\n— Ada Lund (@adalund) May 4, 2031"
>>> [(text[slice(*post.name)], text[slice(*post.words)]) for post in posts(text)]
[('Ada Lund', 'The lock will stay shut.')]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.types import Span

_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2}\.? [A-Z][a-z]{2,8},? \d{4})"
_SIGNATURE = re.compile(rf"[—–-]{{1,2}}\s?(?P<name>[^\W\d_][^@()\n—–]{{1,60}}?)\s(?P<when>\(@\w{{1,30}}\),?\s{_DAY})")
_LINK = re.compile(r"(?:\s*(?:https?://[^\s]{1,80}|(?:pic\.)?twitter\.com/[^\s]{1,80}|#\w{1,60}))+\s*\Z")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST = 3  # words
_LONGEST = 500  # characters up to a signature: posts are short


@dataclass(frozen=True, slots=True)
class Post:
    """words: without links and tags at their end. when: the handle and the day. lines: from the first to the last."""

    words: Span
    name: Span
    when: Span
    lines: Span


def posts(text: str) -> Iterator[Post]:
    """Yield the posts of a text: of the line that ends with a name, a handle and a day, or of the line above."""
    for match in _SIGNATURE.finditer(text):
        low = max(0, match.start() - _LONGEST)
        before = text[low : match.start()].rstrip()
        begin = before.rfind("\n") + 1
        if low and not begin:
            continue
        start = low + len(before) - len(before[begin:].lstrip())
        stop = low + begin + len(_LINK.sub("", before[begin:]).rstrip())
        if len(_WORD.findall(text, start, stop)) >= _FEWEST:
            yield Post((start, stop), match.span("name"), match.span("when"), (start, match.end()))
