from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.marks import Marks
from tests.factories import TEXT, statement
from tests.strategies import statements


@st.composite
def marked(draw):
    text = draw(st.text(st.characters(), min_size=1))
    said = [draw(statements(text, article="a", number=number)) for number in range(draw(st.integers(0, 4)))]
    borders = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=4))})
    return text, said, list(pairwise(borders))


@given(marked())
def test_runs_are_the_text_and_say_what_covers_it(drawn):
    text, said, spans = drawn
    marks = Marks(said)
    begun = []
    for (start, end), runs in zip(spans, marks.cut(text, spans), strict=True):
        assert "".join(run.text for run in runs) == text[start:end]
        for run in runs:
            assert run.text == text[run.start : run.end]
            covering = {
                number
                for number, one in enumerate(marks.statements, start=1)
                if any(first <= run.start and run.end <= last for first, last in one.content if first < last)
            }
            assert set(run.statements) == covering
            begun += run.begins
    assert len(begun) == len(set(begun))


def test_the_innermost_statement_gives_the_colour_and_speakers_keep_theirs():
    outer, inner = statement(TEXT, "We will keep the line open"), statement(TEXT, "the line", name="Bo Krag")
    later = statement(TEXT, "talks would go on", name="Ada Lund")
    marks = Marks([inner, later, outer])
    (runs,) = marks.cut(TEXT, [(0, len(TEXT))])
    shown = {run.text: (run.statements, run.colour) for run in runs if run.statements}
    assert shown["We will keep "] == ((1,), 0)
    assert shown["the line"] == ((1, 2), 1)
    assert shown["talks would go on"] == ((3,), 0)
    assert [run.text for run in runs if run.cue] == ["told"]
