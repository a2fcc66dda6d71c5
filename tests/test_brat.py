"""Brat standoff."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import brat
from onrecord.types import Attribution

TEXT = "“We will wait,” said Ada Lund. “Not\nfor ever.”"
ONE = Attribution(((21, 29),), ((16, 20),), ((0, 15), (31, 46)), 1.0)

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3).map(lambda x: tuple(sorted(x)))


def test_layout():
    assert brat.dumps([ONE], TEXT).splitlines() == [
        "T1\tSource 21 29\tAda Lund",
        "T2\tCue 16 20\tsaid",
        "T3\tContent 0 15;31 46\t“We will wait,” “Not for ever.”",
        "T4\tAttribution 16 20\tsaid",
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
    ]


@given(st.lists(st.builds(Attribution, spans, spans, spans, st.just(1.0)), max_size=4))
def test_what_is_written_is_read(attributions):
    assert brat.loads(brat.dumps(attributions, TEXT * 2)) == tuple(attributions)


@pytest.mark.parametrize(
    "line", ["#1\tAnnotatorNotes T1\tdoubtful", "A1\tNegated E1", "rest of a broken line", "", "T9\tEvent 1 2\tx"]
)
def test_other_lines_are_passed_over(line):
    assert brat.loads(brat.dumps([ONE], TEXT) + line + "\n") == (ONE,)


def test_second_contents_join_the_first():
    standoff = brat.dumps([ONE], TEXT).replace("Content:T3", "Content:T3 Content2:T9") + "T9\tContent 47 50\tabc\n"
    assert brat.loads(standoff)[0].content == ((0, 15), (31, 46), (47, 50))
