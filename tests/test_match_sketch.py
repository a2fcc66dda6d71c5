from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.match.sketch import hashed, meeting, mixed, shingles


def test_hashes_never_change():
    assert hashed("ship") == 10_011_068_473_456_073_150
    assert mixed(1, 2) != mixed(2, 1)


@given(st.lists(st.sets(st.integers(0, 30), max_size=8), max_size=8), st.floats(0.1, 1.0))
def test_whatever_shares_enough_meets(items, part):
    keys = [np.array(sorted(one), np.uint64) for one in items]
    least = [max(1.0, part * len(one)) for one in items]
    found = set(meeting(keys, least))
    for one, two in combinations(range(len(items)), 2):
        shared = len(items[one] & items[two])
        if shared >= least[one] or shared >= least[two]:
            assert (one, two) in found
    assert all(items[one] & items[two] for one, two in found)


@given(st.lists(st.text(max_size=3), max_size=12), st.integers(1, 6))
def test_shingles_do_not_depend_on_what_stands_around(words, width):
    whole = set(shingles(["first", *words, "last"], width).tolist())
    assert len(words) < width or set(shingles(words, width).tolist()) <= whole
    assert bool(words) == bool(len(shingles(words, width)))
