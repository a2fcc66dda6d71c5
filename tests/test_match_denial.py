"""Where one wording denies what another does not, and where it only looks so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import match
from onrecord.match.denial import Spoken, counts
from onrecord.match.words import words
from onrecord.types import Form

CHANGED = [
    ("We will not close the strait this winter.", "We will close the strait this winter."),
    ("We will close the strait this winter.", "We won’t close the strait this winter."),
    ("They never asked the pilots for a ship.", "They asked the pilots for a ship."),
    ("The line is no longer open to the harbour.", "The line is open to the harbour."),
    ("The line is no longer open to the harbour.", "The line is still open to the harbour."),
    ("There is hardly a pilot left in the harbour.", "There is a pilot left in the harbour."),
    ("They scarcely asked the pilots for help.", "They asked the pilots for help."),
    ("Nobody was told of the new tariff.", "Everybody was told of the new tariff."),
    ("We have nothing to hide on the quay.", "We have something to hide on the quay."),
    ("We came not to trade but to talk.", "We came to trade but to talk."),
    ("Treat neighbours as neighbours, not as customers.", "Treat neighbours as neighbours, and as customers."),
    ("They left without a word to the Council.", "They left with a word to the Council."),
    ("We will not wait, and we will not pay.", "We will wait, and we will pay."),
    ("We will not wait, and we will not pay.", "We will not wait, and we will pay."),
    ("We will not do nothing about the strait.", "We will do nothing about the strait."),
    ("It is not impossible to reopen the line.", "It is impossible to reopen the line."),
    ("No ships, no crews and no cargo came.", "No ships, crews and no cargo came, and that we paid for."),
    ("Neither the pilots nor the Council knew of it.", "The pilots and the Council knew of it."),
    ("It was not only unwise, it was never lawful.", "It was not only unwise, it was always lawful."),
    ("I do not regret asking the pilots for help.", "regret asking the pilots for help."),
]
KEPT = [
    ("We will not close the strait this winter.", "We are not going to close the strait this winter."),
    ("We do not have any ships in Velm.", "We have no ships in Velm."),
    ("We have nothing to hide on the quay.", "We do not have anything to hide on the quay."),
    ("They never asked the pilots for a ship.", "They did not ever ask the pilots for a ship."),
    ("The line is no longer open to the harbour.", "The line is not open to the harbour any more."),
    ("There is hardly a pilot left in the harbour.", "There is almost no pilot left in the harbour."),
    ("They scarcely asked the pilots for help.", "They barely asked the pilots for help."),
    ("They barely reached the harbour that night.", "They reached the harbour that night."),
    ("Not only ships but men were lost there.", "Both ships and men were lost there."),
    ("Not only ships but men were lost there.", "Ships and also men were lost there."),
    ("It was not just a mistake but a crime.", "It was a mistake and a crime."),
    ("No doubt the Council will pay for it.", "Surely the Council will pay for it."),
    ("It was nothing but a show for the press.", "It was only a show for the press."),
    ("They did not come to the Council.", "They failed to come to the Council."),
    ("They did not come to the Council.", "They refused to come to the Council."),
    ("It is not possible to reopen the line.", "It is impossible to reopen the line."),
    ("It is not impossible to reopen the line.", "It is possible to reopen the line."),
    ("Not many pilots came to the quay.", "Few pilots came to the quay."),
    ("Neither the pilots nor the Council knew of it.", "The pilots and the Council did not know of it."),
    ("We have no ships and no crews in Velm.", "We have neither ships nor crews in Velm."),
    ("We want no tariffs nor tolls on the quay.", "We want no tariffs or tolls on the quay."),
    ("They left not without a word to the Council.", "They left with a word to the Council."),
    ("We cannot not answer such a letter.", "We must answer such a letter."),
    ("We will not do nothing about the strait.", "We will do something about the strait."),
    ("Nobody can say that it was never tried.", "Everybody can say that it was tried."),
    ("Ask them whether they will stay or not.", "Ask them whether they will stay."),
    ("The line is open, is it not?", "The line is open, is it?"),
    ("Ships, not to mention crews, are costly.", "Ships, let alone crews, are costly."),
    ("I can not but admire the pilots of Velm.", "I must admire the pilots of Velm."),
]


@pytest.mark.parametrize(("one", "two"), CHANGED)
def test_a_denial_more_or_less_is_a_change_of_meaning(one, two):
    assert match.variant(one, two).classes[0] == "negation"
    assert match.variant(two, one).classes[0] == "negation"


@pytest.mark.parametrize(("one", "two"), KEPT)
def test_the_same_denial_in_other_words_is_none(one, two):
    assert "negation" not in match.variant(one, two).classes
    assert "negation" not in match.variant(two, one).classes


def test_what_a_paraphrase_says_elsewhere_is_no_change():
    witness = "Even when the last ship goes, we are not going back to the easy old days. Trust is broken."
    retold = "that trust is broken and that even the last ship’s going would not mend it"
    assert "negation" not in match.variant(witness, retold, form=Form.INDIRECT).classes
    turned = "that once the last ship had gone they would be going back to the easy old days"
    assert "negation" in match.variant(witness, turned, form=Form.INDIRECT).classes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we will go", {0}),
        ("we will not go", {1}),
        ("not only ships", {0}),
        ("not without reason", {0, 2}),
        ("few came", {0, 1}),
        ("no ships nor men", {1, 2}),
        ("never, and not now", {2}),
        ("not unlikely", {0, 1, 2}),
    ],
)
def test_counts(text, expected):
    assert counts([Spoken(word, breaks=False) for word in words(text)]) == expected


@given(st.lists(st.sampled_from(["not", "no", "nor", "or", "never", "only", "without", "fail", "ships", "and"])))
def test_a_count_is_never_more_than_the_words_that_may_deny(found):
    most = max(counts([Spoken(word) for word in found]))
    assert most <= sum(word not in ("only", "ships", "and") for word in found)
