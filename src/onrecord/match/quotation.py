"""Whether a text holds a quotation: word for word, altered, in another order, in part, or not at all.

    text        "We will not go back. Trust is broken, and the bridge is gone."
    verbatim    "trust is broken", "We will not go back ... the bridge is gone"
    altered     "We will go back", "Trust was broken"
    reordered   "The bridge is gone. We will not go back."
    in part     "Trust is broken, and the bridge is gone, and nobody will rebuild it"

Type setting, case, punctuation and British or American spelling are not differences. What stands in [brackets] in the
quotation is not looked for: it does not claim to have been said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from onrecord.match.words import TOKEN, expand, is_word, key, stem, weight, word_list
from onrecord.segment import sentences
from onrecord.types import Span

_Words = tuple[str, ...]

_ADDED = re.compile(r"\[[^\]]*\]")
_GAP = re.compile(r"…|\.\s?\.[\s.]*")
_CLAUSE = re.compile(r"[.!?;:,–—]+(?=\s|[\"“”»’]|$)|\s[-–—]+\s")
_FEWEST = 4  # words from which on altered words can be recognised
_PIECE = 3  # words from which on a piece of a sentence in another place says something about order
_COVER = 0.6  # part of the quotation's content, by weight, that an altered version keeps
_ALIKE = 0.6  # part of its words that stand in order
_RETOLD = 0.7  # cover of words retold in indirect speech, whose order is free
_SHARED = 1.0  # weight that must be shared: two rare words, or four common ones
_SHARED_RETOLD = 1.6  # the same of words retold
_BESIDE = 4  # words of grammar before the first and after the last word of content
_CLOSE = 0.85  # part of a short quotation's words that stand close together in order: then common words will do
_SHORT = 12  # words


class Verdict(StrEnum):
    """How a text has a quotation, best first."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    OUT_OF_ORDER = "out of order"
    IN_PART = "in part"  # the text holds less than the quotation, all of it word for word
    RETOLD = "retold"  # in indirect speech: no claim to be the words
    ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class Held:
    """How a text has a quotation, and the span of the text that has it, ``(0, 0)`` where none has.

    cover: part of the quotation's content that is there, by weight, 0 to 1.
    """

    verdict: Verdict
    span: Span = (0, 0)
    cover: float = 0.0


@dataclass(frozen=True, slots=True)
class _Keyed:
    """The words of a text: their keys, and where each stands."""

    keys: _Words
    spans: tuple[Span, ...]

    def find(self, wanted: _Words, start: int = 0) -> int:
        """Return where words stand one after the other at or after ``start``, -1 when they do not."""
        size, last = len(wanted), len(self.keys) - len(wanted)
        first = wanted[0]
        at = start
        while at <= last:
            try:
                at = self.keys.index(first, at, last + 1)
            except ValueError:
                return -1
            if self.keys[at : at + size] == wanted:
                return at
            at += 1
        return -1


@dataclass(frozen=True, slots=True)
class _Asked:
    """A quotation made ready. pieces: keys between omissions. orders: its sentences, and its clauses, as such pieces.

    wanted: stems of its content with their number; total: their weight.
    """

    pieces: tuple[_Words, ...]
    orders: tuple[tuple[_Words, ...], ...]
    keys: _Words
    wanted: Counter[str]
    total: float


@lru_cache(64)
def _asked(quotation: str) -> _Asked:
    plain = _ADDED.sub(" ", quotation)
    pieces = _pieces([plain])
    split = [_pieces(plain[start:end] for start, end in sentences(plain)), _pieces(_CLAUSE.split(plain))]
    keys = tuple(key_ for piece in pieces for key_ in piece)
    wanted = Counter(_content(keys))
    return _Asked(
        pieces=pieces,
        orders=tuple(one for one in split if sum(len(piece) >= _PIECE for piece in one) > 1),
        keys=keys,
        wanted=wanted,
        total=sum(weight(one) * number for one, number in wanted.items()),
    )


def held(text: str, quotation: str, *, retold: bool = False) -> Held:
    """Return how a text has a quotation; ``retold`` says that the text is reported speech."""
    asked, there = _asked(quotation), _keyed(text)
    if not asked.pieces or not there.keys:
        return Held(Verdict.ABSENT)
    if found := _in_order(there, asked.pieces):
        return Held(Verdict.RETOLD if retold else Verdict.VERBATIM, found, 1.0)
    if not retold and (found := _reordered(there, asked)):
        return Held(Verdict.OUT_OF_ORDER, found, 1.0)
    if not retold and len(there.keys) >= _FEWEST and _Keyed(asked.keys, ()).find(there.keys) >= 0:
        return Held(Verdict.IN_PART, (there.spans[0][0], there.spans[-1][1]), len(there.keys) / len(asked.keys))
    return _altered(text, there, asked, retold=retold)


def fragments(quotation: str) -> list[str]:
    """Return what stands between omissions (an ellipsis) and additions (words in brackets), where it holds a word.

    >>> fragments("We will [all] wait … and see.")
    ['We will', 'wait', 'and see.']
    """
    parts = (part.strip() for text in _ADDED.split(quotation) for part in _GAP.split(text))
    return [part for part in parts if any(map(str.isalnum, part))]


def telling(quotation: str, *, most: int) -> list[str]:
    """Return the words of a quotation that say most about it, as they are written, the rarest first."""
    functional = word_list("function_words")
    found: dict[str, float] = {}
    for token in TOKEN.findall(_ADDED.sub(" ", quotation)):
        if is_word(token) and (content := [word for word in expand(token) if word not in functional]):
            found.setdefault(token.casefold(), max(weight(stem(word)) for word in content))
    return sorted(found, key=lambda word: (-found[word], -len(word), word))[:most]


def core(piece: str, *, words: int) -> str:
    """Return some words of a text in a row, around the one that says most: all who have the text have these.

    >>> core("We will keep the harbour open for all of you", words=4)
    'keep the harbour open'
    """
    there = piece.split()
    if len(there) <= words:
        return piece
    functional = word_list("function_words")

    def worth(at: int) -> float:
        return max(
            (weight(stem(w)) for t in TOKEN.findall(there[at]) for w in expand(t) if w not in functional), default=0
        )

    best = max(range(len(there)), key=worth)
    start = max(0, min(best - words // 2, len(there) - words))
    return " ".join(there[start : start + words])


def _pieces(parts: Iterable[str]) -> tuple[_Words, ...]:
    """Return the keys of the words between omissions."""
    found = (_keyed(piece).keys for part in parts for piece in _GAP.split(part))
    return tuple(piece for piece in found if piece)


def _keyed(text: str) -> _Keyed:
    found = [match for match in TOKEN.finditer(text) if is_word(match[0])]
    return _Keyed(tuple([key(one[0]) for one in found]), tuple([one.span() for one in found]))


def _in_order(there: _Keyed, pieces: Sequence[_Words]) -> Span | None:
    """Return the span from the first piece to the last, where all stand in the text one after the other."""
    first = at = -1
    for piece in pieces:
        at = there.find(piece, max(at, 0))
        if at < 0:
            return None
        first = at if first < 0 else first
        at += len(piece)
    return there.spans[first][0], there.spans[at - 1][1]


def _reordered(there: _Keyed, asked: _Asked) -> Span | None:
    """Return the span of the sentences, or else clauses, of a quotation that all stand in a text in another order."""
    for pieces in asked.orders:
        places = [there.find(piece) for piece in pieces]
        if min(places) < 0:
            continue
        long = [at for at, piece in zip(places, pieces, strict=True) if len(piece) >= _PIECE]
        if long != sorted(long):
            ends = [at + len(piece) for at, piece in zip(places, pieces, strict=True)]
            return there.spans[min(places)][0], there.spans[max(ends) - 1][1]
    return None


def _altered(text: str, there: _Keyed, asked: _Asked, *, retold: bool) -> Held:
    """Look for the stretch of a text that has most of a quotation's content, and see if that is enough."""
    if len(asked.keys) < _FEWEST:
        return Held(Verdict.ABSENT)
    start, end = _stretch(there.keys, asked.wanted, room=3 * len(asked.keys) // 2 + 4)
    have = Counter(_content(there.keys[start:end]))
    shared = sum(weight(one) * min(number, have[one]) for one, number in asked.wanted.items())
    cover = shared / asked.total if asked.total else 0.0
    around = there.keys[max(0, start - _BESIDE) : end + _BESIDE]
    if retold:
        enough = cover >= _RETOLD and shared >= _SHARED_RETOLD
    else:
        enough = cover >= _COVER and shared >= _SHARED and _alike(asked.keys, around) >= _ALIKE
    if not enough:
        if retold or not (close := _close(there.keys, asked.keys)):
            return Held(Verdict.ABSENT, cover=cover)
        start, end = close
    span = _whole_sentences(text, (there.spans[start][0], there.spans[end - 1][1]))
    return Held(Verdict.RETOLD if retold else Verdict.ALTERED, span, cover)


def _alike(asked: _Words, there: _Words) -> float:
    return LCSseq.similarity(asked, there) / len(asked)


def _close(keys: _Words, asked: _Words) -> tuple[int, int] | None:
    """Return the positions of the words that are nearly those of a short quotation, grammar and all."""
    if len(asked) > _SHORT or len(set(asked).intersection(keys)) < _CLOSE * len(set(asked)):
        return None
    room = len(asked) + max(1, len(asked) // 4)
    places = range(max(1, len(keys) - room + 1))
    best = max(places, key=lambda at: _alike(asked, keys[at : at + room]))
    return (best, min(len(keys), best + room)) if _alike(asked, keys[best : best + room]) >= _CLOSE else None


def _content(keys: Sequence[str]) -> list[str]:
    functional = word_list("function_words")
    return [stem(word) for one in keys for word in expand(one) if word not in functional]


def _stretch(keys: Sequence[str], wanted: Counter[str], *, room: int) -> tuple[int, int]:
    """Return the positions ``[start, end)`` of at most ``room`` words with most of what is wanted, by weight."""
    found = [[one for one in _content([word]) if one in wanted] for word in keys]
    have: Counter[str] = Counter()
    best, total, end = 0.0, 0.0, 1
    for at, coming in enumerate(found):
        for one in coming:
            total += weight(one) * (have[one] < wanted[one])
            have[one] += 1
        for one in found[at - room] if at >= room else ():
            have[one] -= 1
            total -= weight(one) * (have[one] < wanted[one])
        if total > best + 1e-9:
            best, end = total, at + 1
    start = max(0, end - room)
    return next((at for at in range(start, end) if found[at]), start), end


def _whole_sentences(text: str, span: Span) -> Span:
    """Widen a span to the sentences in which it begins and ends."""
    touched = [(start, end) for start, end in sentences(text) if start < span[1] and end > span[0]]
    return (min(touched)[0], max(end for _, end in touched)) if touched else span
