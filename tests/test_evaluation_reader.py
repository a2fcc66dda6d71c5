"""Damage to texts, which must leave offsets as they are."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.reader import DAMAGE, damaged

TEXT = "Straße in Harrow\n“It’s a storm,” the minister said, 'the' end."


@pytest.mark.parametrize("name", DAMAGE)
@given(text=st.text())
def test_length_stays(name, text):
    assert len(DAMAGE[name](text, random.Random(1))) == len(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none", TEXT),
        ("headline in capitals", "STRAßE IN HARROW\n“It’s a storm,” the minister said, 'the' end."),
        ("no line breaks", "Straße in Harrow “It’s a storm,” the minister said, 'the' end."),
        ("every apostrophe curly", "Straße in Harrow\n“It’s a storm,” the minister said, ’the’ end."),
        ("all quotation marks lost", "Straße in Harrow\n It’s a storm,  the minister said, 'the' end."),
        ("no capitals", "straße in harrow\n“it’s a storm,” the minister said, 'the' end."),
        ("every quotation mark and apostrophe straight", TEXT.translate(str.maketrans("“”’", '""\''))),
    ],
)
def test_damage(name, expected):
    assert damaged({"a": TEXT}, name) == {"a": expected}


def test_random_damage_depends_on_the_name_alone():
    texts = dict.fromkeys(("a", "b"), TEXT * 20)
    once = damaged(texts, "as if machine-translated")
    assert once == damaged(dict(reversed(texts.items())), "as if machine-translated")
    assert once["a"] != once["b"]
    assert " he minister" not in once["a"]
    assert "the minister" in once["a"]
    assert "    minister" in once["a"]
