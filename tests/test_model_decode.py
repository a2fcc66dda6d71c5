"""Tag sequences and decoding."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import decode
from onrecord.model.tags import ENTITY_TYPES, ROLES, begin, spans_of, tag_names, tag_spans, transitions, viterbi


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.integers(0, 3)), max_size=8))
def test_spans_survive_tags(parts):
    spans, at = [], 0
    for kind, length, gap in parts:
        spans.append((kind, at + gap, at + gap + length))
        at += gap + length
    tags = tag_spans(spans, at + 1)
    assert spans_of(tags) == spans
    rules = transitions(3)
    assert all(rules[a, b] == 0 for a, b in zip(tags, tags[1:], strict=False))


def test_overlapping_spans_keep_the_first():
    assert spans_of(tag_spans([(0, 0, 3), (1, 2, 5)], 6)) == [(0, 0, 3)]


def best_by_search(scores):
    """Try every sequence."""
    rules = transitions(1)
    best, found = -np.inf, None
    for tags in np.ndindex(*[scores.shape[1]] * scores.shape[0]):
        allowed = tags[0] in (0, 1, 4) and tags[-1] in (0, 3, 4)
        if allowed and all(rules[a, b] == 0 for a, b in zip(tags, tags[1:], strict=False)):
            total = sum(scores[i, t] for i, t in enumerate(tags))
            if total > best:
                best, found = total, tags
    return list(found)


@pytest.mark.parametrize("seed", range(8))
def test_viterbi_finds_the_best_allowed_sequence(seed):
    scores = np.random.default_rng(seed).normal(size=(2, 5, 5)).astype(np.float32)
    assert [row.tolist() for row in viterbi(scores, 1)] == [best_by_search(row) for row in scores]


@pytest.mark.parametrize("kinds", [1, 3, 9])
def test_rows_of_any_length_are_searched_each_for_itself(kinds):
    random = np.random.default_rng(kinds)
    rows = [random.normal(size=(n, 1 + 4 * kinds)).astype(np.float32) for n in (7, 1, 0, 40, 7)]
    rules = transitions(kinds)
    for row, tags in zip(rows, viterbi(rows, kinds), strict=True):
        assert len(tags) == len(row)
        assert tags.tolist() == viterbi([row], kinds)[0].tolist()
        assert all(rules[a, b] == 0 for a, b in zip(tags, tags[1:], strict=False))
    assert viterbi([], kinds) == []


def window(roles, *cues, likely=1.0):
    """Return a window of words of one letter with a space between."""
    count = roles.shape[1]
    spans = np.array([(i * 2, i * 2 + 1) for i in range(count)])
    entities = np.zeros((count, 1 + 4 * len(ENTITY_TYPES)), np.float32)
    return decode.Scored(spans, np.array(cues), np.full(len(cues), likely), roles, entities)


def test_attribution_with_two_content_fragments():
    names = tag_names(ROLES)
    wanted = ["B-content", "E-content", "U-source", "U-cue", "O", "U-content"]
    scores = np.zeros((1, 6, len(names)), np.float32)
    for word, name in enumerate(wanted):
        scores[0, word, names.index(name)] = 9
    ((found,),) = decode.attributions([window(scores, 3, likely=0.5)])
    assert (found.source, found.cue, found.content) == (((4, 5),), ((6, 7),), ((0, 3), (10, 11)))
    assert 0.49 < found.confidence <= 0.5


def test_the_cue_begins_where_it_was_found():
    scores = np.zeros((1, 3, 13), np.float32)
    scores[0, :2, 0] = 50  # says "outside"
    scores[0, 2, begin(2) + 3] = 9
    ((found,),) = decode.attributions([window(scores, 1)])
    assert found.cue == ((2, 3),)


def named(*rows):
    """Return role scores that say these tags, [C, W, T]."""
    names = tag_names(ROLES)
    scores = np.zeros((len(rows), len(rows[0]), len(names)), np.float32)
    for row, tags in enumerate(rows):
        for word, name in enumerate(tags):
            scores[row, word, names.index(name)] = 9
    return scores


@pytest.mark.parametrize(
    ("tags", "cue", "expected"),
    [
        ("U-source O U-source U-cue U-content", 3, (((4, 5),), ((6, 7),), ((8, 9),))),  # the nearest of two sources
        ("U-cue O U-source U-cue U-content", 3, (((4, 5),), ((6, 7),), ((8, 9),))),  # the cue that was found
        ("O O U-source U-cue O", 3, None),  # nothing is said
        ("O O O U-cue U-content", 3, ((), ((6, 7),), ((8, 9),))),
    ],
)
def test_what_annotators_never_mark_is_left_out(tags, cue, expected):
    (found,) = decode.attributions([window(named(tags.split()), cue)])
    assert [(a.source, a.cue, a.content) for a in found] == ([expected] if expected else [])


def test_of_two_with_the_same_content_the_more_certain_is_kept():
    said = "U-cue O B-content I-content I-content I-content I-content I-content E-content"
    told = "O U-cue O B-content I-content I-content I-content I-content E-content"  # 11 of 13 characters
    both = window(named(said.split(), told.split()), 0, 1)
    for likely, kept in (((0.9, 0.8), [(0, 1)]), ((0.6, 0.8), [(2, 3)])):
        (found,) = decode.attributions([replace(both, likely=np.array(likely))])
        assert [a.cue[0] for a in found] == kept
    less = "O U-cue O O O B-content I-content I-content E-content"
    assert len(decode.attributions([window(named(said.split(), less.split()), 0, 1)])[0]) == 2


def test_windows_are_decoded_together_and_one_may_be_without_cues():
    one, two = named(["U-content", "U-cue", "O"]), named(["O", "O", "O", "O", "O", "U-content", "U-cue"])
    none = decode.Scored(two[0, :, :2], np.zeros(0, int), np.zeros(0), two[:0], two[0])
    found = decode.attributions([window(one, 1), none, window(two, 6)])
    assert [[one.cue[0][0] for one in part] for part in found] == [[2], [], [12]]


def test_doubtful_entities_are_dropped():
    scores = np.zeros((2, 1 + 4 * len(ENTITY_TYPES)), np.float32)
    scores[0, begin(0) + 3] = 9
    scores[1, begin(1) + 3] = 0.5
    scores[1, 0] = 0.4
    (found,) = decode.entities([replace(window(np.zeros((0, 2, 13))), entities=scores)], threshold=0.5)
    assert [(e.start, e.end, e.kind) for e in found] == [(0, 1, "person")]
