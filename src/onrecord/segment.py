"""Text to paragraphs and sentences, as character spans.

A paragraph is a run of text between line breaks. A sentence ends at ``.``, ``!``, ``?`` or an ellipsis, with any
closing quotation marks or brackets after it, before white space and something that can begin a sentence:

>>> text = 'Gov. Ada Lund said no. "Not now." She left.'
>>> [text[a:b] for a, b in sentences(text)]
['Gov. Ada Lund said no.', '"Not now."', 'She left.']
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

_PARAGRAPH = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_CLOSERS = "\"'”’»“)]"  # “ closes a German quotation
_OPENERS = '“«„"'  # begin a sentence even without a space before them
_END = re.compile(rf"(?<![.!?…])[.!?…]++(?P<closed>[{re.escape(_CLOSERS)}]*+)")
_START = re.compile(r"\s*[\"'“‘«„(\[—–-]*\s*(?:[^\W\d_]|\d|[$£€#@])")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘'«„—–]+$")
_MAX_WORD = 40  # characters looked at before a full stop: longer than any abbreviation


@cache
def abbreviations() -> frozenset[str]:
    """Return the words after which a full stop does not end a sentence (lower case, no final stop)."""
    lines = resources.files("onrecord.data").joinpath("abbreviations.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each stretch between line breaks that holds more than white space, trimmed."""
    for match in _PARAGRAPH.finditer(text):
        span = _trim(text, match.start(), match.end())
        if span:
            yield span


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each sentence, trimmed, in order; no sentence crosses a line break."""
    for start, end in paragraphs(text):
        begin = start
        for match in _END.finditer(text, start, end):
            stop = match.end()
            apart = stop < end and (text[stop].isspace() or (match["closed"] and _begins(text[stop])))
            if apart and _ends_sentence(text, match.start(), stop):
                span = _trim(text, begin, stop)
                if span:
                    yield span
                begin = stop
        span = _trim(text, begin, end)
        if span:
            yield span


def _ends_sentence(text: str, mark: int, stop: int) -> bool:
    following = _START.match(text, stop, stop + _MAX_WORD)
    if not following:
        return False
    first = text[following.end() - 1]
    if first.islower():
        return False
    if text[mark] != "." or text[mark:stop] != ".":
        return True
    before = _LAST_WORD.search(text, max(0, mark - _MAX_WORD), mark)
    if not before:
        return True
    word = before.group().lower()
    initial = len(word) == 1 and word.isalpha() and word != "i"
    dotted = re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) and text[following.end() - 2] not in '"“«('
    numbered = first.isdigit() and (f"{word} #" in abbreviations() or word.isdigit())
    return not (word in abbreviations() or initial or dotted or numbered)


def _begins(character: str) -> bool:
    return character in _OPENERS or character.isupper()


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
