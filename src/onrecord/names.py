"""How names of people are compared: without case, accents and titles, whatever alphabet they came from.

>>> fold("Müller-Łoś"), parts("Ursula von der Leyen"), sound("Zelenskyy") == sound("Selenskyj")
('muller-los', ('ursula', 'leyen'), True)
"""

import re
import unicodedata
from functools import lru_cache

from onrecord import facts

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMERAL = re.compile("[ivx]+")
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "’": "'", "æ": "ae", "œ": "oe", "ß": "ss"})
_SOUNDS = (  # how Cyrillic, Arabic and other names are spelt in English, from the longest group of letters down
    (re.compile(r"tsch|tch"), "ch"),
    (re.compile(r"sch"), "sh"),
    (re.compile(r"kh|gh"), "h"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"[wv]"), "v"),
    (re.compile(r"z"), "s"),
    (re.compile(r"[iyj]+e?"), "i"),
    (re.compile(r"ck|q|k"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(1 << 16)
def fold(word: str) -> str:
    """Return a name's word as it is compared: lower case, no diacritics."""
    if word.isascii():
        return word.lower()
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(c for c in lower if not unicodedata.combining(c)).translate(_STROKES)


@lru_cache(1 << 14)
def parts(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, hyphens parting them, without particles and what stands in brackets.

    >>> parts("Salem Al-Sabah"), parts("Al Sabah"), parts("Al Gore")
    (('salem', 'sabah'), ('sabah',), ('al', 'gore'))
    """
    words = _WORD.findall(fold(re.sub(r"\([^)]*\)", "", name)))
    small = facts.particles()
    kept = [w for n, w in enumerate(words) if n == len(words) - 1 or w not in small or not small[w].anywhere]
    if len(words) > 1 and words[0] in small and words[1] in small[words[0]].names:
        kept = words[:1] + kept
    return tuple(kept or words)


def unnumbered(several: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name without the number that follows it: of "Oswin II" the name alone."""
    return several[:-1] if len(several) > 1 and _NUMERAL.fullmatch(several[-1]) else several


@lru_cache(1 << 14)
def sound(word: str) -> str:
    """Return a key that is the same for different ways to write one name in English letters."""
    key = fold(word)
    for pattern, letters in _SOUNDS:
        key = pattern.sub(letters, key)
    return key
