import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import match
from onrecord.types import CopyRow

_NOUNS = [
    "lock",
    "barge",
    "warden",
    "quay",
    "eel",
    "ferry",
    "crane",
    "bell",
    "lamp",
    "ledger",
    "rope",
    "tide",
    "heron",
    "pump",
    "weir",
    "mill",
    "sluice",
    "bank",
]
_VERBS = [
    "counts",
    "paints",
    "guards",
    "repairs",
    "ignores",
    "follows",
    "sells",
    "watches",
    "lifts",
    "buries",
    "rents",
    "measures",
]


def article(seed, sentences=24):
    """Write an article of about ten words a sentence that no other seed writes."""
    chance = random.Random(seed)
    lines = []
    for number in range(sentences):
        one, two, three = chance.sample(_NOUNS, 3)
        lines.append(
            f"The {one} of row {chance.randrange(999)} {chance.choice(_VERBS)} a {two} by the {three} on day {number}."
        )
    return lines


def row(id, lines, day="2031-05-04", **fields):
    return CopyRow(id, "\n".join(lines), earliest=day, latest=day, **fields)


EDITS = {
    "exact": lambda lines: lines,
    "new lead": lambda lines: ["An editor in another town wrote this lead all alone.", *lines[1:]],
    "cut to half": lambda lines: lines[: len(lines) // 2],
    "beginning cut": lambda lines: lines[len(lines) // 3 :],
    "typos": lambda lines: [line.replace("guards", "gaurds").replace("measures", "mesures") for line in lines],
    "added": lambda lines: [*lines, *article("added", 8)],
    "type setting": lambda lines: [line.upper().replace(".", " …") for line in lines],
}


@pytest.mark.parametrize("name", EDITS)
def test_copies(name):
    lines = article("original")
    rows = [row("o", lines), row("c", EDITS[name](lines), "2031-05-05"), row("x", article("other"), "2031-05-03")]
    assert match.copies(rows) == {"c": "o"}


def test_articles_that_share_quotations_are_no_copies():
    quotations = article("quotations", 6)
    one, two = [*article("one", 14), *quotations], [*article("two", 14), *quotations]
    assert match.copies([row("a", one), row("b", two)]) == {}


def test_a_shared_footer_makes_no_copy():
    footer = "Not all news on this site expresses the view of the site, and nobody here has read it."
    rows = [row(f"a{n}", [*article(n, 3), footer]) for n in range(40)]
    assert match.copies(rows) == {}


def test_short_texts_are_copies_only_when_all_but_the_same():
    notice = "The ferry is closed until the wardens return from the upper lock with the ledger."
    longer = row("a", [notice, "Whoever has seen the ledger may ring the bell."])
    assert match.copies([longer, row("b", [notice])]) == {}
    assert match.copies([row("b", [notice]), row("c", [notice.upper()])]) == {"c": "b"}


def test_the_original_is_the_earliest_then_the_longest_then_by_id():
    lines = article("original")
    assert match.copies([row("a", lines, "2031-05-05"), row("b", lines[:-4], "2031-05-04")]) == {"a": "b"}
    assert match.copies([row("a", lines[:-4]), row("b", lines)]) == {"a": "b"}
    assert match.copies([row("b", lines), row("a", lines)]) == {"b": "a"}
    assert match.copies([row("a", lines, None), row("b", lines)]) == {"a": "b"}
    assert match.copies([row("a", lines), row("b", lines, "2031-06-01", primary=True)]) == {"a": "b"}


def test_an_original_is_never_a_copy():
    lines = article("original", 40)
    parts = [lines, lines[:20], lines[20:], lines[10:30]]
    found = match.copies([row(f"a{n}", part, f"2031-05-{9 - n:02}") for n, part in enumerate(parts)])
    assert found
    assert not set(found) & set(found.values())


def test_a_hundred_copies_have_one_original():
    lines = article("original")
    rows = [row(f"a{n:03}", [*lines, f"Printed in town {n}."], f"2031-05-{1 + min(n, 27):02}") for n in range(100)]
    assert set(match.copies(rows).values()) == {"a000"}
    assert len(match.copies(rows)) == 99


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(4, 24)), max_size=9), st.randoms(use_true_random=False))
def test_order_does_not_matter(parts, chance):
    rows = [row(f"a{n}", article(seed)[:size], f"2031-05-0{1 + size % 3}") for n, (seed, size) in enumerate(parts)]
    assert match.copies(chance.sample(rows, len(rows))) == match.copies(rows)


@pytest.mark.parametrize("text", ["", "\x00" * 100, "\ud800" * 100, "x" * 1_000_000, "word " * 20_000])
def test_hostile_text(text):
    found = match.copies([CopyRow("a", text), CopyRow("b", text), CopyRow("c", "")])
    assert set(found) <= {"b"}
