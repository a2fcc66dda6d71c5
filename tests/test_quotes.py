"""Quotation marks: every kind, apostrophes, nesting, lost marks, speed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.quotes import at, outermost, pair
from tests.timing import assert_linear

PAIRS = [
    ('She said "no." He said "yes."', ['"no."', '"yes."']),
    ("She said “no.” He said “yes.”", ["“no.”", "“yes.”"]),
    ("She said «no». Er sagte „nein“, oder »ja«.", ["«no»", "„nein“", "»ja«"]),
    ("She said ‘no’, and 'never' again.", ["‘no’", "'never'"]),
    ("''I wait,'' he said. ``We all do,'' she said.", ["''I wait,''", "``We all do,''"]),
    ("”We wait,” she said in the Swedish way.", ["”We wait,”"]),
    ("” We wait,” she said.", ["” We wait,”"]),
    ("She said: “All is lost”.”We wait,” she said.", ["“All is lost”", "”We wait,”"]),
    ("It’s the workers’ choice, isn't it? That's Lund's.", []),
    ("‘It’s the workers’ choice,’ he said.", ["‘It’s the workers’ choice,’"]),
    ("In the '90s they rocked 'n' rolled; 'tis over.", []),
    ("A boat of 6'2\" by 9 lay there.", []),
    ("“She told me ‘never’ twice,” he said.", ["“She told me ‘never’ twice,”", "‘never’"]),
    ('"He is a "fool" and knows it," she said.', ['"He is a "fool" and knows it,"', '"fool"']),
    ('("We wait")—"we do"', ['"We wait"', '"we do"']),
]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_pairs(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in pair(text)] == expected


def test_a_lost_mark_ends_where_another_quotation_begins_with_a_sentence() -> None:
    text = "It must “wake up. Others have said so. “It must,” he said, “and now.”"
    assert [text[q.start : q.end] for q in pair(text)] == ["“wake up.", "“It must,”", "“and now.”"]
    text = "“He said “no,” she added."
    assert [text[q.start : q.end] for q in outermost(pair(text))] == ["“He said “no,”"]


def test_a_lost_mark_costs_one_sentence_only() -> None:
    text = "“We wait for the ships, Lund said. She left.\nHe stood. “We do not,” he said."
    assert [(text[q.start : q.end], q.closed) for q in pair(text)] == [
        ("“We wait for the ships, Lund said.", False),
        ("“We do not,”", True),
    ]


def test_a_quotation_that_holds_another_shares_its_closing_mark() -> None:
    text = '"They keep to the old rule "the darker the night," he said. "I mean it."'
    outer = outermost(pair(text))
    assert [text[q.start : q.end] for q in outer] == [
        '"They keep to the old rule "the darker the night,"',
        '"I mean it."',
    ]


def test_a_quotation_opened_anew_with_each_paragraph_runs_on() -> None:
    text = "“We wait. We always have.\n“We shall,” she said."
    first, second = pair(text)
    assert (text[first.start : first.end], first.runs_on, first.closed) == ("“We wait. We always have.", True, False)
    assert (text[second.start : second.end], second.runs_on) == ("“We shall,”", False)


def test_at_finds_the_outermost_quotation() -> None:
    text = "“She told me ‘never’ twice,” he said."
    outer = outermost(pair(text))
    found = at(outer, text.index("never"))
    assert found is not None
    assert found.start == 0
    assert at(outer, text.index("he said")) is None


@given(st.text(alphabet=st.sampled_from("ab .,\n\"'“”„«»‘’`s\ud800\x00"), max_size=200))
@settings(max_examples=300)
def test_any_text_gives_spans_in_order_that_never_cross(text: str) -> None:
    found = pair(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert list(found) == sorted(found, key=lambda q: (q.start, -q.end))
    outer = outermost(found)
    assert all(a.end <= b.start for a, b in zip(outer, outer[1:], strict=False))


@pytest.mark.parametrize("piece", ['"a ', "'a '", "“a ", '"a. ', "\"'", "“\n"])
def test_time_is_linear(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        begin = time.process_time()
        pair(text)
        return time.process_time() - begin

    assert_linear(seconds, 10_000)
