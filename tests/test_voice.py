"""The outlet's own voice told from that of its sources."""

from dataclasses import replace

import pytest

from onrecord import voice
from onrecord.types import Form, How, Mention, Speaker, Statement


def make(cue, how, *, name="Karsovia", form=Form.INDIRECT, text="letting up"):
    return Statement(
        id="1",
        article="2",
        text=text,
        content=((0, len(text)),),
        form=form,
        cue=Mention(cue, 100, 100 + len(cue)) if cue else None,
        speaker=Speaker(Mention("Karsovia", 90, 98), name, how=how),
    )


@pytest.mark.parametrize(
    ("cue", "how", "name", "form", "kept"),
    [
        ("has shown no signs of", How.METONYM, "Karsovia", Form.INDIRECT, False),
        ("is clearly uncertain about", How.ORGANISATION, "The Alliance", Form.INDIRECT, False),
        ("are deeply indifferent as to", How.PRONOUN, None, Form.INDIRECT, False),
        ("does not appear", How.GROUP, "This", Form.INDIRECT, False),
        ("does not want", How.METONYM, "Karsovia", Form.INDIRECT, True),
        ("noted", How.METONYM, "Karsovia", Form.INDIRECT, True),
        ("have seen", How.GROUP, "some cadets", Form.INDIRECT, False),
        ("expect", How.GROUP, "some analysts", Form.INDIRECT, True),
        ("wanted", How.GROUP, "two of them", Form.INDIRECT, True),
        ("denies", How.METONYM, "Karsovia", Form.INDIRECT, True),
        ("insisted", How.METONYM, "Karsovia", Form.INDIRECT, True),
        ("is quick to suggest", How.ORGANISATION, "The Alliance", Form.INDIRECT, True),
        ("According to", How.METONYM, "Dravny", Form.INDIRECT, True),
        ("called itself", How.METONYM, "Karsovia", Form.MIXED, True),
        ("shows", How.METONYM, "Karsovia", Form.MIXED, True),
        ("fears", How.NAME, "Ada Lund", Form.INDIRECT, True),
        ("is uncertain about", How.NAME, "Ada Lund", Form.INDIRECT, True),
        ("are worried", How.PRONOUN, "Ada Lund", Form.INDIRECT, True),
        (None, How.METONYM, "Karsovia", Form.INDIRECT, True),
    ],
)
def test_bodies_speak_only_where_the_cue_tells_of_speech(cue, how, name, form, kept):
    one = make(cue, how, name=name, form=form)
    assert voice.of_sources([one]) == ((one,) if kept else ())


@pytest.mark.parametrize(("text", "kept"), [("What", False), ("why", False), ("what comes next", True), ("war", True)])
def test_a_question_word_alone_was_never_said(text, kept):
    one = make("say", How.NAME, text=text)
    assert bool(voice.of_sources([one])) is kept


NOBODY = [
    ("No official", False),
    ("No one", False),
    ("Nobody", False),
    ("None of the ministers", False),
    ("No 10", True),
    ("No Limits", True),
    ("Noboa", True),
]


@pytest.mark.parametrize(("source", "kept"), NOBODY)
def test_what_nobody_said_is_no_statement(source, kept):
    one = make("said", How.NAME, text="that it rained")
    one = replace(one, speaker=replace(one.speaker, mention=Mention(source, 90, 90 + len(source))))
    assert bool(voice.of_sources([one])) is kept
    assert voice.of_sources([replace(one, form=Form.DIRECT)])  # “...,” nobody said: still somebody's words


UNSAID = [
    ("did not say", "that it had ships", Form.INDIRECT, False),
    ("didn’t name", "the minister", Form.INDIRECT, False),
    ("without commenting on", "the strike", Form.INDIRECT, False),
    ("declined to confirm", "a “special” visit", Form.MIXED, False),
    ("did not say", "“never”", Form.DIRECT, True),
    ("did not rule out", "a strike", Form.INDIRECT, True),
    ("denied", "the strike", Form.INDIRECT, True),
    ("has yet to explain", "why it had ships", Form.INDIRECT, False),
    ("gave no reason for", "the strike", Form.INDIRECT, False),
    ("offered", "no proof of that", Form.INDIRECT, False),
    ("offered", "nobody a seat", Form.INDIRECT, True),
    ("stopped short of calling", "it a strike", Form.INDIRECT, False),
    ("avoided using words such as", "“strike”", Form.MIXED, False),
    ("could not resist pointing out", "that it was a strike", Form.INDIRECT, True),
    ("does not want", "the strike", Form.INDIRECT, True),
    ("referring to", "the strike", Form.INDIRECT, False),
    ("was commenting on", "a strike", Form.INDIRECT, False),
    ("referred to", "that as an attack", Form.INDIRECT, True),
    ("answering a question about", "the strike", Form.INDIRECT, False),
    ("declared", "independence from Estmere", Form.INDIRECT, False),
    ("has declared", "a state of emergency", Form.INDIRECT, False),
    ("declared", "that independence was near", Form.INDIRECT, True),
    ("addressed", "the Estmere parliament", Form.INDIRECT, False),
    ("citing", "two officials of the board", Form.INDIRECT, False),
    ("citing", "Ada Lund, a spokeswoman for the board", Form.INDIRECT, False),
    ("citing", "the state of the lock", Form.INDIRECT, True),
    ("citing", "the fears of the officials of the board", Form.INDIRECT, True),
    ("cited", "her years as a minister", Form.INDIRECT, True),
    ("citing", "the head of state’s part in the race", Form.INDIRECT, True),
    ("addressed", "the fears of farmers about grain", Form.INDIRECT, True),
]


@pytest.mark.parametrize(("cue", "text", "form", "kept"), UNSAID)
def test_what_was_not_said_or_only_done_or_pointed_to_is_left_out(cue, text, form, kept):
    one = make(cue, How.NAME, name="Ada Lund", form=form, text=text)
    assert voice.of_sources([one]) == ((one,) if kept else ())


@pytest.mark.parametrize(
    ("source", "cue", "kept"),
    [
        ("A photo taken on Monday", "shows", False),
        ("Footage online", "showed", False),
        ("A report", "shows", True),
        ("The picture", "told", True),
    ],
)
def test_what_a_picture_shows_nobody_has_said(source, cue, kept):
    one = make(cue, How.UNNAMED, name=None, form=Form.INDIRECT, text="the lock at night")
    one = replace(one, speaker=replace(one.speaker, mention=Mention(source, 90, 90 + len(source))))
    assert bool(voice.of_sources([one])) is kept
