"""Sentences and paragraphs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.segment import abbreviations, paragraphs, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Gov. Ada Lund said no. "Not now." She left.', ["Gov. Ada Lund said no.", '"Not now."', "She left."]),
        ("He went to No. 10 and St. Brand.", ["He went to No. 10 and St. Brand."]),
        ("She said no. 10 people left.", ["She said no. 10 people left."]),
        ("J. K. Orlo spoke. Then it rained.", ["J. K. Orlo spoke.", "Then it rained."]),
        ("“We stay.” “They go,” she said.", ["“We stay.”", "“They go,” she said."]),
        ("Really? Yes! Good…  Then what", ["Really?", "Yes!", "Good…", "Then what"]),
        ("One line\nanother line.\r\n\r\nThird", ["One line", "another line.", "Third"]),
        ("It rose 3.5 percent. 4 percent followed.", ["It rose 3.5 percent.", "4 percent followed."]),
        ("the end. but not here", ["the end. but not here"]),
        ("«Нет.» Он ушёл.", ["«Нет.»", "Он ушёл."]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences(text, expected):
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from(list('aB. \n"”“!?…’1')) | st.characters(), max_size=200))
def test_sentences_hold_every_visible_character_once(text):
    spans = list(sentences(text))
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(text[i].isspace() or i in covered or text[i] in "\x0b\x0c\x85\u2028\u2029" for i in range(len(text)))


def test_paragraphs_are_trimmed():
    assert list(paragraphs("  one \n\n two\r\nthree")) == [(2, 5), (9, 12), (14, 19)]


@pytest.mark.parametrize("unit", ["a. ", "“", ". ", '."', "A.B.", "?!"])
def test_long_lines_take_linear_time(unit):
    text = unit * (300_000 // len(unit))
    began = time.perf_counter()
    assert sum(1 for _ in sentences(text)) >= 1
    assert time.perf_counter() - began < 5


def test_abbreviations_are_lower_case_without_the_final_stop():
    words = abbreviations()
    assert "gov" in words
    assert all(w == w.lower() and not w.endswith(".") for w in words)
