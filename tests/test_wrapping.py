"""Lines broken at a width are read as one; what is stored stands as it does in the file."""

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.wrapping import unwrapped
from tests.timing import assert_linear

ARTICLE = """Harbour will stay open, minister says

HARROW, May 4 - Foreign Minister Ada Lund said on Monday that the harbour would stay open for everybody who came in
peace, and that no warship had ever been turned away from it without a reason.

“We have kept the lock open for two hundred years, and we will keep it open for two hundred more,” Lund told reporters
in Harrow. “Whoever wants to close it will have to ask the river first.”

Quay Board chairman Bo Hast told the Harrow Post that Lund had no right to promise anything of the kind, as the board
alone decided on the lock.
"""


def wrapped(width, newline="\n"):
    lines = [textwrap.fill(" ".join(part.split()), width) for part in ARTICLE.split("\n\n")]
    return "\n\n".join(lines).replace("\n", newline)


def words(article):
    return [
        (" ".join(s.text.split()), s.form, s.speaker.name, s.cue and s.cue.text, s.said and s.said.words)
        for s in article.statements
    ]


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_a_text_says_the_same_whatever_its_lines_are_broken_at(width):
    text = wrapped(width)
    article = onrecord.read(text)
    assert words(article) == words(onrecord.read(wrapped(10_000)))
    assert len(article.statements) >= 3
    assert article.text == text
    for statement in article.statements:
        assert statement.text == " ... ".join(text[start:end] for start, end in statement.content)
        for mention in filter(None, (statement.cue, statement.speaker.mention)):
            assert mention.text == text[mention.start : mention.end]


def test_a_paragraph_is_one_passage():
    found = onrecord.read(wrapped(72))
    body = [found.text[p.start : p.end] for p in found.passages if p.kind == "body"]
    assert [" ".join(words.split())[:10] for words in body] == ["Foreign Mi", "“We have k", "Quay Board"]


def test_windows_line_ends():
    assert len(words(onrecord.read(wrapped(72, "\r\n")))) == len(words(onrecord.read(wrapped(10_000))))


def test_a_line_that_could_have_taken_the_next_word_ends_a_paragraph():
    text = "\n".join(textwrap.fill(part, 60) for part in ARTICLE.replace("-\n", "- ").split("\n\n")[1:])
    assert unwrapped(text).count("\n") == 2


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund, minister\nBo Hast, chairman\nthe Quay Board\nharbours and locks\nread more",
        "The lock will stay shut until the wardens have counted every barge.\n“We will wait,” Ada Lund said on Monday.",
        "The wardens counted every barge that came by on that day and the next\ni. eels\nii. barges",
        "The lock of Harrow must choose between the board and the barge\nthaw, buoys, lock, Ada Lund, Bo Hast",
        "A line long enough to be one that goes on, but for its end:\nlunch, and after that a walk along the quay.",
        "",
        "\n\n\n",
    ],
)
def test_lists_and_paragraphs_keep_their_lines(text):
    assert unwrapped(text) == text


@given(st.text(alphabet="aB. ,\n\r-", max_size=300))
def test_the_length_and_all_but_breaks_stay(text):
    found = unwrapped(text)
    assert len(found) == len(text)
    assert all(one == other or (one in "\n\r" and other == " ") for one, other in zip(text, found, strict=True))


@pytest.mark.parametrize(
    "line", ["a\n", "a line that is long enough to go on, and on, and on\n", "\n\r", "word " * 40 + "\n"]
)
def test_many_lines_take_linear_time(line):
    def seconds(count):
        text = line * count
        began = time.perf_counter()
        unwrapped.__wrapped__(text)
        return time.perf_counter() - began

    assert_linear(seconds, 2000)
