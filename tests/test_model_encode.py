"""Texts to words, wordpieces, features and windows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord.model.encode import FEATURES, encode, windows
from onrecord.model.format import default_folder


@pytest.fixture(scope="module")
def tokenizer():
    loaded = Tokenizer.from_file(str(default_folder() / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


def words_of(text, tokenizer):
    return [text[a:b] for a, b in encode(text, tokenizer).spans.tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lund’s answer: “No.”", ["Ada", "Lund", "’", "s", "answer", ":", "“", "No", ".", "”"]),
        ("Zürich’s café", ["Zürich", "’", "s", "café"]),
        ("NATO-led\n\nbody", ["NATO", "-", "led", "body"]),
        ("", []),
    ],
)
def test_words(text, expected, tokenizer):
    assert words_of(text, tokenizer) == expected


def test_only_the_ranges_are_read(tokenizer):
    text = "Menu. Body text here. Footer."
    encoded = encode(text, tokenizer, [(6, 21)])
    assert [text[a:b] for a, b in encoded.spans.tolist()] == ["Body", "text", "here", "."]


def test_features_tell_case_gap_and_quotation(tokenizer):
    encoded = encode('He said "No way" now', tokenizer)
    features = encoded.features[encoded.first].tolist()
    cases = [f // 12 for f in features]
    gaps = [f // 3 % 4 for f in features]
    states = [f % 3 for f in features]
    assert cases == [2, 1, 0, 2, 1, 0, 1]
    assert gaps == [2, 1, 1, 0, 1, 0, 1]
    assert states == [0, 0, 2, 1, 1, 2, 0]


def test_an_unclosed_quotation_ends_with_its_paragraph(tokenizer):
    encoded = encode("“Open\nNext", tokenizer)
    assert (encoded.features[encoded.first] % 3).tolist() == [2, 1, 0]


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_encodes_to_spans_inside_it(tokenizer, text):
    encoded = encode(text, tokenizer)
    spans = encoded.spans
    assert (spans[:, 0] <= spans[:, 1]).all()
    assert (spans[1:, 0] >= spans[:-1, 0]).all()
    assert not len(spans) or spans.max() <= len(text)
    assert len(encoded.features) == len(encoded.pieces)
    assert not len(encoded.features) or 0 <= encoded.features.min() <= encoded.features.max() < FEATURES


@given(st.lists(st.integers(1, 90), min_size=1, max_size=40), st.integers(20, 60))
@settings(max_examples=100, deadline=None)
def test_every_word_is_read_once_and_windows_fit(tokenizer, lengths, limit):
    text = "\n".join(" ".join(["word"] * n) + "." for n in lengths)
    encoded = encode(text, tokenizer)
    found = windows(encoded, max_pieces=limit)
    assert [w for window in found for w in range(window.start, window.end)] == list(range(len(encoded.first)))
    ends = np.append(encoded.first, len(encoded.pieces))
    for window in found:
        assert window.start < window.end
        assert ends[window.end] - ends[window.start] <= limit


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ((4, 4, 4), [(0, 8), (8, 12)]),  # the last line's end that fits
        ((8, 4), [(0, 8), (8, 12)]),
        ((2, 12), [(0, 8), (8, 14)]),  # a line's end in the first half is passed over for a sentence's
        ((3, 3), [(0, 6)]),
    ],
)
def test_windows_end_where_lines_end(lengths, expected, tokenizer):
    text = "\n".join(" ".join(["No."] * (n // 2)) + (" No" if n % 2 else "") for n in lengths)
    assert [(w.start, w.end) for w in windows(encode(text, tokenizer), max_pieces=9)] == expected


def test_lone_surrogates_keep_their_place(tokenizer):
    text = "a \ud800 said Lund"
    assert words_of(text, tokenizer)[-1] == "Lund"
