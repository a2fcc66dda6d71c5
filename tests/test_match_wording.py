import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import match
from onrecord.match.words import tokens
from onrecord.types import Form

WITNESS = "We will not go back. The Council has four ships in Velm, and they may stay."

CASES = [
    # statement, classes, distance
    (WITNESS, ("identical",), 0),
    ("we will NOT go back — the Council has four ships in Velm and they may stay…", ("identical",), 0),
    ("“We will not go back. The Council has four ships in Velm, and they may stay,”", ("identical",), 0),
    ("We won’t go back. The Council has 4 ships in Velm, and they may stay.", ("respelled",), 0),
    ("The Council has four ships in Velm, and they may stay.", ("trimmed start",), 0),
    ("We will not go back.", ("trimmed end",), 0),
    ("We will not go back ... and they may stay.", ("trimmed middle",), 0),
    ("We will not go back, and they may stay.", ("joined",), 7 / 16),
    ("We will go back. The Council has four ships in Velm, and they may stay.", ("negation", "trimmed middle"), 1 / 16),
    ("We will not go back. The Council has five ships in Velm, and they may stay.", ("number", "reworded"), 1 / 16),
    ("We will not go back. The Council has four ships in Port Amity, and they may stay.", ("name", "reworded"), 2 / 17),
    ("We will not go back. The Council has four ships in Velm, and they must stay.", ("modality", "reworded"), 1 / 16),
    ("We will not go back. The Council has four vessels in Velm, and they may stay.", ("reworded",), 1 / 16),
    ("We will not go back. The Council has four old ships in Velm, and they may stay.", ("inserted",), 1 / 17),
    ("We will not go back. The Council [of Ports] has four ships in Velm, and they may stay.", ("bracketed",), 0),
    ("We will not go back. The Council has four ships in Velm, and [the ships] may stay.", ("bracketed",), 0),
    ("We will not go back! The Council has four ships in Velm, and they may stay.", ("punctuation",), 0),
    (WITNESS + " That is all I can tell you tonight.", ("extended",), 0),
]


@pytest.mark.parametrize(("text", "classes", "distance"), CASES)
def test_variant(text, classes, distance):
    found = match.variant(WITNESS, text)
    assert (found.classes, found.distance) == (classes, pytest.approx(distance, abs=1e-4))


def test_operations_show_the_differing_words():
    found = match.variant("They kept so quiet and patient a harbour.", "They kept such a quiet and patient harbor.")
    changed = [each for each in found.operations if each[0] != "equal"]
    assert changed == [("replace", "so", "such a"), ("delete", "a", "")]


def test_alignment_prefers_the_words_that_go_together():
    one = "Even when the ice goes, we are not going back to the old, easy days."
    two = "Even if the ice returns to the sea, we will not return to the ancient and easy days."
    pairs = [(before, after) for kind, before, after in match.variant(one, two).operations if kind != "equal"]
    assert pairs == [
        ("when", "if"),
        ("goes ,", "returns to the sea ,"),
        ("are", "will"),
        ("going back", "return"),
        ("old ,", "ancient and"),
    ]


def test_reported_speech_is_a_paraphrase_and_its_tenses_no_change_of_modality():
    found = match.variant("The ships may stay in Velm.", "that ships might remain at Velm for now", form=Form.INDIRECT)
    assert "paraphrased" in found.classes
    assert "modality" not in found.classes
    near = match.variant("The ships may stay in Velm.", "the ships might stay in Velm", form=Form.INDIRECT)
    assert near.classes == ("reworded",)


def test_what_changes_the_meaning_comes_first():
    found = match.variant("We will not sell nine ships.", "[She] will sell 19 old ships")
    assert found.classes[:2] == ("negation", "number")


def test_ids_are_kept():
    found = match.variant("a", "b", witness="w1", statement="s1")
    assert (found.witness, found.statement) == ("w1", "s1")


TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["the", "ships", "not", "nine", "19", "“", "”", "[", "]", "...", "…", ",", "Velm", "may", "\ud800", "?"]
    ),
    max_size=25,
).map(" ".join)


@settings(deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(Form))
def test_operations_hold_both_texts(one, two, form):
    found = match.variant(one, two, form=form)
    assert " ".join(each[1] for each in found.operations if each[1]) == " ".join(tokens(one))
    assert " ".join(each[2] for each in found.operations if each[2]) == " ".join(tokens(two))
    assert 0 <= found.distance <= 1
    assert found.classes
    assert ("identical" in found.classes) <= (len(found.classes) == 1)


@settings(deadline=None)
@given(TEXTS)
def test_a_text_is_identical_to_itself(text):
    found = match.variant(text, text)
    assert found.classes == ("identical",)
    assert found.distance == 0
    assert {each[0] for each in found.operations} <= {"equal"}


def test_a_very_long_text_is_compared_at_its_ends():
    middle = " ".join(f"w{n}" for n in range(2_000))
    found = match.variant(f"first words {middle} last words", f"first words {middle} but last words")
    assert [each for each in found.operations if each[0] != "equal"] == [("insert", "", "but")]
    assert match.variant("x " * 5_000, "y" * 1_000_000).distance == 1
