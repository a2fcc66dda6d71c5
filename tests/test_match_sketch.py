import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.match.sketch import hashed, mixed, neighbours, shingles


def met(entries, *, reach=8):
    keys, rows = (np.array(column) for column in zip(*entries, strict=True))
    pairs = neighbours(keys.astype(np.uint64), rows, np.ones(len(rows)), order=np.arange(100), reach=reach)
    return dict(zip(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True), pairs.weight.tolist(), strict=True))


def test_hashes_never_change():
    assert hashed("ship") == 10_011_068_473_456_073_150
    assert mixed(1, 2) != mixed(2, 1)


def test_rows_meet_under_each_key_they_share():
    assert met([(1, 0), (1, 1), (2, 0), (2, 1), (3, 2)]) == {(0, 1): 2.0}


def test_a_crowded_key_gives_few_pairs():
    assert len(met([(1, row) for row in range(50)], reach=3)) == 49 + 48 + 47


def test_a_row_does_not_meet_itself():
    assert met([(1, 0), (1, 0)]) == {}


@given(st.lists(st.text(max_size=3), max_size=12), st.integers(1, 6))
def test_shingles_do_not_depend_on_what_stands_around(words, width):
    whole = set(shingles(["first", *words, "last"], width).tolist())
    assert len(words) < width or set(shingles(words, width).tolist()) <= whole
    assert bool(words) == bool(len(shingles(words, width)))
