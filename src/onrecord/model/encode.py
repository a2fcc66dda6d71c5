"""One text to model inputs: words, wordpieces, features and windows. Training and inference both use this module.

A *word* is a maximal run of letters and digits, or one punctuation mark (BERT's basic tokens). The model scores
words, read at their first wordpiece. Each wordpiece carries one *feature id* made of three facts that the uncased
vocabulary loses: the word's letter case, the gap before it (none, space, line break), and whether it stands inside
double quotation marks.

A *window* is a run of whole sentences with at most ``MAX_PIECES`` wordpieces, and each word lies in one window. It
ends where a line ends, if one does in its second half: whoever speaks and what is said mostly share a paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from tokenizers import Tokenizer

from onrecord.segment import sentences

MAX_PIECES = 254  # 256 with [CLS] and [SEP]
FEATURES = 6 * 4 * 3  # case x gap x quotation state
LINE_BREAK = 2
_LEAST = 0.5  # of a window, before a line's end may end it; 0.7 gives the same scores (on PolNeAR dev)
_OTHER, _LOWER, _TITLE, _UPPER, _MIXED, _DIGIT = range(6)
_OPEN, _CLOSE, _STRAIGHT = "“„«‟", "”»", '"＂'
_QUOTES = _OPEN + _CLOSE + _STRAIGHT
_LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as words and wordpieces.

    pieces: int32 [P], wordpiece ids. features: int32 [P], feature ids below ``FEATURES``.
    first: int32 [W], index of each word's first wordpiece. spans: int32 [W, 2], characters ``[start, end)``.
    sentence_words: int32 [S + 1], index of each sentence's first word, then W.
    """

    pieces: np.ndarray
    features: np.ndarray
    first: np.ndarray
    spans: np.ndarray
    sentence_words: np.ndarray


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``[start, end)`` of an encoded text, read together."""

    start: int
    end: int


def encode(text: str, tokenizer: Tokenizer, ranges: Sequence[tuple[int, int]] | None = None) -> Encoded:
    """Encode a text, or only what lies in ``ranges`` (characters ``[start, end)``, in order).

    Lone surrogates, which UTF-8 cannot carry, are read as U+FFFD, one for one: offsets stay as they are.
    """
    whole = [(0, len(text))] if ranges is None else ranges
    bounds = [(start + a, start + b) for start, end in whole for a, b in sentences(text[start:end])]
    clean = text if _is_utf8(text) else "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    pieces: list[int] = []
    first: list[int] = []
    spans: list[tuple[int, int]] = []
    sentence_words = [0]
    batch = tokenizer.encode_batch([clean[a:b] for a, b in bounds], add_special_tokens=False)
    for (offset, _), encoding in zip(bounds, batch, strict=True):
        word = None
        for piece, (a, b), word_id in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
            if word_id != word:
                word = word_id
                first.append(len(pieces))
                spans.append((offset + a, offset + b))
            else:
                spans[-1] = (spans[-1][0], offset + b)
            pieces.append(piece)
        sentence_words.append(len(spans))
    return Encoded(
        pieces=np.array(pieces, np.int32),
        features=_features(clean, spans, np.diff([*first, len(pieces)])),
        first=np.array(first, np.int32),
        spans=np.array(spans, np.int32).reshape(-1, 2),
        sentence_words=np.array(sentence_words, np.int32),
    )


def windows(encoded: Encoded, *, max_pieces: int = MAX_PIECES) -> list[Window]:
    """Cut an encoded text into windows of whole sentences.

    A sentence of more than ``max_pieces`` is cut into parts that are handled like sentences. Windows that overlap by
    a sentence on either side, so that each cue has context there, read a quarter more words and found less: the first
    weights on PolNeAR dev, joint 59.0 with them, 58.9 without, 60.3 cut at lines (training/README.md).
    """
    edges = _edges(encoded, max_pieces)
    cost = np.append(encoded.first, len(encoded.pieces))[edges]  # wordpieces before each edge
    lines = np.append(gaps(encoded.features[encoded.first]) == LINE_BREAK, True)[edges]
    found: list[Window] = []
    begin, last = 0, len(edges) - 1
    while begin < last:
        end = int(np.searchsorted(cost, cost[begin] + max_pieces, side="right")) - 1
        if end < last:
            half = int(np.searchsorted(cost, cost[begin] + _LEAST * max_pieces))
            ends = np.flatnonzero(lines[half : end + 1])
            end = half + int(ends[-1]) if len(ends) else end
        found.append(Window(int(edges[begin]), int(edges[end])))
        begin = end
    return found


def _edges(encoded: Encoded, max_pieces: int) -> np.ndarray:
    edges = [0]
    before = np.append(encoded.first, len(encoded.pieces))
    for end in encoded.sentence_words[1:].tolist():
        while before[end] - before[edges[-1]] > max_pieces:
            cut = int(np.searchsorted(before, before[edges[-1]] + max_pieces, side="right")) - 1
            edges.append(max(cut, edges[-1] + 1))
        if end > edges[-1]:
            edges.append(end)
    return np.array(edges)


def gaps(features: np.ndarray) -> np.ndarray:
    """Return the gap before each: 0 none, 1 space, ``LINE_BREAK``, 3 within a word."""
    return np.asarray(features // 3 % 4)


def _features(text: str, spans: Sequence[tuple[int, int]], lengths: np.ndarray) -> np.ndarray:
    cases, spaces, states = [], [], []
    quoted, previous = False, -1
    for start, end in spans:
        between = text[previous:start] if previous >= 0 else "\n"
        spaces.append(1 if between == " " else 0 if not between else 2 if _LINE_BREAK.search(between) else 1)
        quoted = quoted and spaces[-1] != 2
        mark = text[start]
        states.append(2 if mark in _QUOTES else int(quoted))
        quoted = mark in _OPEN or (not quoted if mark in _STRAIGHT else quoted and mark not in _CLOSE)
        cases.append(_case(text[start:end]))
        previous = end
    case, gap, state = (np.repeat(np.array(x, np.int32), lengths) for x in (cases, spaces, states))
    continued = np.ones(len(gap), bool)
    continued[np.cumsum(lengths) - lengths] = False
    gap[continued] = 3
    return ((case * 4 + gap) * 3 + state).astype(np.int32)


@lru_cache(maxsize=1 << 16)
def _case(word: str) -> int:
    if not any(c.isalpha() for c in word):
        return _DIGIT if word[0].isdigit() else _OTHER
    if word.islower():
        return _LOWER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return _TITLE
    return _UPPER if word.isupper() else _MIXED


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
