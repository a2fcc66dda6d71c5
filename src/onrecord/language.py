"""The language of a text: English by its commonest words, else by py3langid (Lui & Baldwin 2012).

That has a model, which takes about as long to load as ten articles to read; a corpus in English does without it.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from onrecord import facts

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 3000  # characters looked at: more makes it slower and no surer
_LETTERS = 20  # letters in the shortest text that is judged
_SURE = 0.5  # share of the probability that the best language must have
_PLAIN_WORDS, _PLAIN_SHARE = 50, 0.07  # from which a text is English; PolNeAR train: median share 0.14, lowest 0.07
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid import langid  # slow to import, and English does not need it

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def detect(text: str) -> str | None:
    """Return the language as an ISO 639-1 code, or None when the text is too short or mixed to be sure."""
    sample = " ".join(text[:_SAMPLE].split())
    if sum(map(str.isalpha, sample)) < _LETTERS:
        return None
    if _is_plain_english(sample):
        return "en"
    code, confidence = _identifier().classify(sample)
    return code if confidence >= _SURE and len(code) == 2 else None


def _is_plain_english(text: str) -> bool:
    words, common = _WORD.findall(text.lower()), facts.function_words("english")
    return len(words) >= _PLAIN_WORDS and sum(word in common for word in words) >= _PLAIN_SHARE * len(words)
