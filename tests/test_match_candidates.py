"""Candidates leave nothing out that scoring would link."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.match import linking
from onrecord.match.candidates import ANY_DAY, by_speaker, by_wording, day, keys, probes
from onrecord.match.compatible import Speakers
from onrecord.match.rules import Rules
from onrecord.match.score import judge, prepare
from onrecord.match.sketch import wording
from onrecord.types import Form, StatementRow

RULES = Rules()
WORDS = (
    *("strait", "harbour", "pilot", "lantern", "barge", "winter", "close", "count", "not", "never", "300", "eleven"),
    *("the", "we", "will", "Velmar", "Orsa", "Orsa"),
)
DAYS = st.sampled_from([None, "2031-02-03", "2031-02-05", "2031-03-20", "2031-09-09"])
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)


@st.composite
def statements(draw):
    form = draw(st.sampled_from(list(Form)))
    text = draw(TEXTS)
    if form == Form.MIXED:
        text = f"{text} “{draw(TEXTS)}”"
    day, said = draw(DAYS), draw(DAYS)
    return StatementRow(
        id="",
        article=draw(st.sampled_from("abcdef")),
        text=text,
        form=form,
        speaker=draw(st.sampled_from(["Ada Lund", "Lund", "Eva Lund", "Bo Ek", "", None])),
        actor=draw(st.sampled_from([None, None, "1", "2"])),
        said_earliest=said,
        said_latest=said,
        published_earliest=day,
        published_latest=day,
        copy_of=draw(st.sampled_from([None, None, None, "a"])),
        source=draw(st.sampled_from([None, "police", "the harbour police", "a pilot", "pilots in Orsa"])),
        topic=draw(st.sampled_from([frozenset(), frozenset({"strait", "barge"}), frozenset({"barge", "winter"})])),
    )


def named(rows):
    made = [{name: getattr(row, name) for name in row.__slots__} for row in rows]
    return [StatementRow(**values | {"id": f"s{at}"}) for at, values in enumerate(made)]


@settings(max_examples=300, deadline=None)
@given(st.lists(statements(), min_size=2, max_size=9).map(named))
def test_links_are_those_of_all_pairs(rows):
    found = linking.links(rows, RULES)
    prepared = [prepare(row, RULES) for row in rows]
    expected = {}
    for one, two in combinations(range(len(rows)), 2):
        judged = judge(prepared[one], prepared[two], RULES)
        short = min(len(prepared[one].words), len(prepared[two].words)) < 8
        known = judged and judged.who > Speakers.UNKNOWN
        if judged and (known or (not short and set(wording(prepared[one].words)) & set(wording(prepared[two].words)))):
            expected[one, two] = judged.score >= 1
    pairs = zip(found.left.tolist(), found.right.tolist(), (found.score >= 1).tolist(), strict=True)
    assert {(one, two): link for one, two, link in pairs} == expected


@settings(max_examples=200, deadline=None)
@given(st.lists(statements(), min_size=2, max_size=2).map(named))
def test_a_new_statement_finds_by_its_probes_all_that_it_is_linked_to(rows):
    (left,) = linking.links(rows, RULES).left.tolist() or (None,)
    if left is None:
        return
    for one, two in (rows, rows[::-1]):
        there = keys(prepare(two, RULES), RULES)
        weight = 0.0
        for probe in probes(prepare(one, RULES), RULES):
            days = {ANY_DAY, *range(probe.first, probe.last + 1)} if probe.last - probe.first < 200 else None
            weight += probe.weight * any(key == probe.key and (days is None or day_ in days) for key, day_ in there)
        assert weight >= RULES.least - 1e-9


def test_a_wide_window_is_any_day():
    row = named([StatementRow("", "a", "we close", Form.DIRECT, "Ada Lund", said_earliest="2031-01-01")])[0]
    assert day(prepare(row)) == ANY_DAY


def test_seven_words_in_a_row_are_met():
    one = ["we", "will", "not", "close", "the", "harbour", "before", "winter"]
    two = ["yet", *one[1:], "comes", "again"]
    assert set(wording(one)) & set(wording(two))
    assert not len(wording(one[:7]))  # too short to tell who made it
    left, right = by_wording([wording(one), wording(two)], np.array([False, True]))
    assert (left.tolist(), right.tolist()) == ([0], [1])
    assert not len(by_wording([wording(one), wording(two)], np.array([False, False]))[0])


def test_no_statements_no_pairs():
    assert [len(side) for side in by_speaker([], RULES)] == [0, 0]
