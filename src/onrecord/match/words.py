"""Text to tokens, and tokens to what matching compares: keys, content stems, weights and numbers.

>>> tokens("We won't go to U.S. ports, she said…")
['We', "won't", 'go', 'to', 'U.S.', 'ports', ',', 'she', 'said', '…']
>>> words("We won’t meet the Neighbours")
['we', 'will', 'not', 'meet', 'the', 'neighbors']
>>> stems(words("Trust was broken; relations are being reduced"))
['trust', 'break', 'relat', 'reduc']

A token is a word, a number or one punctuation mark; together the tokens are the text without its white space. A key is
what two tokens have in common that differ only in type setting (quotes, dashes, case, British spelling).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import zip_longest

TOKEN = re.compile(
    r"[^\W\d_]\.(?:[^\W\d_]\.)+"  # U.S.
    r"|\d++(?:[.,:]\d++)*+(?![^\W_])"  # 40,000
    r"|[^\W_]++(?:['’ʼ][^\W_]++)*+"  # don't
    r"|\.{2,}|[^\w\s]|_"
)
_QUOTES = frozenset("\"'`´‘’‚‛“”„‟«»‹›")
_DASHES = frozenset("-‐‑‒–—―−")
_ISE = re.compile(r"is(e|ed|es|er|ing|ation|ations)$")
_CACHE = 1 << 17  # distinct words kept: more than a year of one newspaper has


def _lines(name: str) -> list[list[str]]:
    """Read ``data/match/NAME.txt``: sorted lines of fields. Raises ValueError when a line is out of order."""
    text = resources.files("onrecord.data").joinpath("match", f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if lines != sorted(set(lines)):
        raise ValueError(f"data/match/{name}.txt is not sorted or repeats a line; sort it")
    return [line.split() for line in lines]


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of ``data/match/NAME.txt``."""
    return frozenset(fields[0] for fields in _lines(name))


@cache
def word_map(name: str) -> dict[str, str]:
    """Return the first word of each line of ``data/match/NAME.txt`` with the rest of the line."""
    return {first: " ".join(rest) for first, *rest in _lines(name)}


@cache
def _values() -> dict[str, int]:
    return {word: int(value) for word, value in word_map("numbers").items()}


@cache
def _weights() -> dict[str, float]:
    return {stem: float(value) for stem, value in word_map("weights").items()}


def tokens(text: str) -> list[str]:
    """Return the tokens of a text as they stand in it."""
    return TOKEN.findall(text)


@lru_cache(_CACHE)
def key(token: str) -> str:
    """Return what is left of a token without its type setting: lower case, one kind of quote, dash and ellipsis."""
    if token in _QUOTES:
        return '"'
    if token in _DASHES:
        return "-"
    if token == "…" or token.startswith(".."):
        return "…"
    plain = unicodedata.normalize("NFKC", token).casefold().replace("’", "'").replace("ʼ", "'")
    if len(plain) > 1 and plain.endswith("."):
        plain = plain.replace(".", "")
    elif plain[:1].isdigit():
        plain = plain.replace(",", "")
    if len(plain) > 6:
        plain = _ISE.sub(r"iz\1", plain)
    return word_map("spelling").get(plain, plain)


def is_word(token: str) -> bool:
    """Tell words and numbers from punctuation."""
    return token[:1].isalnum()


@lru_cache(_CACHE)
def expand(token: str) -> tuple[str, ...]:
    """Return the keys of the words in a token: won't is will not, and a possessive loses its 's."""
    if not is_word(token):
        return ()
    plain = key(token)
    if "'" not in plain and plain != "cannot":
        return (plain,)
    if full := word_map("contractions").get(plain):
        return tuple(full.split())
    return (plain.removesuffix("'s"),)


def words(text: str) -> list[str]:
    """Return the keys of the words of a text, contractions written out, punctuation left away."""
    return [word for token in tokens(text) for word in expand(token)]


@lru_cache(_CACHE)
def stem(word: str) -> str:
    """Return a word's stem by light rules: plural, -ed, -ing, -ion, -ment and a final e go, irregular forms by list.

    The stem is a key, not a word. The rules are the first steps of Porter (1980), cut down: news retranslated keeps
    its verbs and nouns but changes tense and number.
    """
    word = word_map("irregular").get(word, word)
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") else word[:-2] if word.endswith("sses") else word[:-1]
        word = word_map("irregular").get(word, word)
    for suffix, ending in (("ied", "y"), ("ier", "y"), ("iest", "y"), ("ing", ""), ("ed", ""), ("ly", "")):
        if word.endswith(suffix) and len(word) - len(suffix) >= (2 if suffix == "ied" else 3):
            word = word[: -len(suffix)] + ending
            if not ending and suffix != "ly" and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) >= 7 and word.endswith(("tion", "sion")):
        word = word[:-3]
    elif len(word) >= 8 and word.endswith("ment"):
        word = word[:-4]
    return word.removesuffix("e") if len(word) > 4 else word


def stems(found: Iterable[str]) -> list[str]:
    """Return the stems of the content words among words, in order."""
    functional = word_list("function_words")
    return [stem(word) for word in found if word not in functional]


@lru_cache(_CACHE)
def weight(stem_: str) -> float:
    """Return how much a shared stem says, from 0.1 (in every other statement) to 1 (rare); see weights.txt."""
    return _weights().get(stem_, 1.0)


def numbers(found: Sequence[str]) -> list[str]:
    """Return the numbers among words as digits: figures and number words, composed (two hundred and eleven is 211)."""
    values = _values()
    result: list[str] = []
    whole = 0  # thousands and more of the number being read
    part: int | None = None  # what comes below them; None while no number is being read
    for word, following in zip_longest(found, found[1:], fillvalue=""):
        value = 1 if word == "one" and part is not None and _fits(part, 1) else values.get(word)
        joins = part is not None and value is not None and _fits(part, value)
        if part is not None and not joins:
            if word == "and" and (following in values or following == "one") and part % 100 == 0:
                continue
            result.append(str(whole + part))
            whole, part = 0, None
        if value is None:
            result += [word] if word[:1].isdigit() else []
        elif value >= 1000:
            whole, part = whole + (part or 1) * value, 0
        elif value == 100:
            part = (part or 1) * 100
        else:
            part = (part or 0) + value
    return result + ([str(whole + part)] if part is not None else [])


def _fits(part: int, value: int) -> bool:
    """Tell whether a value goes on with a number: twenty + one, two hundred + eleven, but not two + three."""
    if value >= 100:
        return part < value
    return part % 100 == 0 or (value < 10 and part % 100 >= 20 and part % 10 == 0)
