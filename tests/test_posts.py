"""Posts set into articles: found by name, handle and day below them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.posts import posts
from tests.timing import assert_linear

WORDS = "The lock will stay shut until the wardens have counted every barge."
LEAD = "HARROW, May 5, 2031 - Foreign Minister Ada Lund refused on Monday to open the lock."


def article(post):
    return onrecord.read(f"{LEAD}\n\n{post}\n\nNobody else spoke of the lock on that day, and the river rolled on.")


@pytest.mark.parametrize(
    "post",
    [
        f"{WORDS} https://t.co/AbCdE\n\n— Ada Lund (@adalund) May 4, 2031",
        f"{WORDS} #lock pic.twitter.com/AbCdE\n— Ada Lund (@adalund) May 4, 2031",
        f"{WORDS} — Ada Lund (@adalund) 4 May 2031",
        f"{WORDS}--Ada Lund (@ada_lund_1) May 4, 2031",
    ],
)
def test_a_post_is_direct_speech_of_whoever_posted_it(post):
    found = article(post)
    (statement,) = [s for s in found.statements if s.form == "direct"]
    assert statement.text == WORDS
    assert statement.speaker.name == "Ada Lund"
    assert (statement.medium, statement.said.earliest) == ("Twitter", "2031-05-04")
    assert found.text[statement.cue.start : statement.cue.end] == statement.cue.text


@pytest.mark.parametrize(
    "text",
    [
        f"{WORDS}\n— Ada Lund, minister, May 4, 2031",
        f"{WORDS}\n— Ada Lund (@adalund)",
        "Photo — Ada Lund (@adalund) May 4, 2031",
        "— Ada Lund (@adalund) May 4, 2031",
        "",
    ],
)
def test_what_is_no_post(text):
    assert not list(posts(text))


@given(st.text(alphabet="aA @(),—-\n 4/", max_size=200))
def test_spans_lie_in_the_text(text):
    for post in posts(text + "a b c dd ee ff\n— Ada (@a) May 4, 2031" + text):
        assert 0 <= post.lines[0] <= post.words[0] < post.words[1] <= post.name[0] < post.name[1] < post.when[1]


@pytest.mark.parametrize("between", [" ", "\n\n", "a b " * 20, "\n" * 50, "https://t.co/a " * 20])
def test_many_signatures_take_linear_time(between):
    def seconds(count):
        text = (f"{WORDS}{between}— Ada Lund (@adalund) May 4, 2031" + between) * count
        began = time.perf_counter()
        list(posts(text))
        return time.perf_counter() - began

    assert_linear(seconds, 500)
