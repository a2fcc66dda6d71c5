"""Telling a reader's comment that stands at the end of an article with nothing to mark it.

    The talks ended on Friday with no result, the minister said.
    they never learn, simple as that. my uncle dont even bother to vote any more

A comment differs from the article in register: letter case and apostrophes are lost, it commands, it swears by
phrases of the street, it joins clauses by commas. Such signs are weighed; the last paragraph is a comment only where
several point the same way, and it is short beside the article's paragraphs and quotes nobody. In doubt it is body.
"""

import re
from collections.abc import Sequence
from functools import cache
from statistics import median

from onrecord.clean.lines import Line
from onrecord.facts import table

_FEWEST = 3  # paragraphs, the comment included
_MIN_WORDS = 8
_MAX_WORDS = 90
_SHORT = 0.6  # of the median paragraph's words
_ENOUGH = 3  # at this sum of weights 0 of the 924 PolNeAR train and dev articles lose their last paragraph
_SPLICE = re.compile(r"[a-z], (?:it|they|we|you|he|she|i|this|that) (?:is|are|was|were|have|has|will|do|does|can)\b")
_LOWER_START = re.compile(r"[.!?]\s+[a-z]")
_SHOUTED = re.compile(r"[!?]{2,}|(?:\b[A-Z]{4,}\b\W+){3}")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|i|im|ive|me|my)\b")
_QUOTED = re.compile(r"[\"“][^\"”]{0,2000}[\"”]|''(?:[^']|'(?!')){0,2000}''")


def is_comment(paragraphs: Sequence[Line]) -> bool:
    """Whether the last of an article's paragraphs of running text is a reader's comment."""
    if len(paragraphs) < _FEWEST or len(paragraphs[-1].words) < _MIN_WORDS or paragraphs[-1].quoted:
        return False
    *article, line = paragraphs
    if len(line.words) > min(_MAX_WORDS, _SHORT * median(len(paragraph.words) for paragraph in article)):
        return False
    return weight(line.text, [paragraph.text for paragraph in article]) >= _ENOUGH


def weight(text: str, article: Sequence[str]) -> int:
    """Return the sum of the signs that ``text`` is a comment on ``article``."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    signs = [
        2 * text.lstrip("(").startswith(tuple("abcdefghijklmnopqrstuvwxyz")),
        2 * bool(_register("lost_apostrophe") & set(re.findall(r"[a-z]+", plain))),
        _LOWER_START.search(text) is not None,
        _SHOUTED.search(text) is not None,
        any(sentence.split(" ", 1)[0] in _register("command") for sentence in re.split(r"[.!?] ", plain)),
        any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain) for phrase in _register("closing")),
        any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain) for phrase in _register("sweeping")),
        _SPLICE.search(text) is not None,
        text[-1:].isalnum(),
        _FIRST_PERSON.search(text) is not None
        and not any(_FIRST_PERSON.search(_QUOTED.sub("", paragraph)) for paragraph in article),
    ]
    return sum(map(int, signs))


@cache
def _register(kind: str) -> frozenset[str]:
    return frozenset(phrase for found, phrase in table("comment_words.tsv", 2) if found == kind)
