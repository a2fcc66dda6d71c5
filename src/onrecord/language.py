"""The language of a text, by py3langid (Lui & Baldwin 2012; model loaded on first use, about 0.6 s)."""

from functools import cache

from py3langid import langid

_SAMPLE = 3000  # characters looked at: more makes it slower and no surer
_LETTERS = 20  # letters in the shortest text that is judged
_SURE = 0.5  # share of the probability that the best language must have


@cache
def _identifier() -> langid.LanguageIdentifier:
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def detect(text: str) -> str | None:
    """Return the language as an ISO 639-1 code, or None when the text is too short or mixed to be sure."""
    sample = " ".join(text[:_SAMPLE].split())
    if sum(map(str.isalpha, sample)) < _LETTERS:
        return None
    code, confidence = _identifier().classify(sample)
    return code if confidence >= _SURE and len(code) == 2 else None
