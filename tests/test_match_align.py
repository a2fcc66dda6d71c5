from hypothesis import given
from hypothesis import strategies as st

from onrecord.match.align import Block, Word, blocks

WORDS = st.lists(st.sampled_from("abcde"), max_size=14)


def prepared(keys):
    return [Word(key, key, key not in "ab") for key in keys]


def test_a_cut_stays_one_cut():
    assert blocks(prepared("acdbbbacd"), prepared("acd")) in (
        [Block(0, 0, 3), Block(9, 3, 0)],
        [Block(6, 0, 3), Block(9, 3, 0)],
    )


def test_nothing():
    assert blocks([], []) == [Block(0, 0, 0)]
    assert blocks(prepared("ab"), []) == [Block(2, 0, 0)]
    assert blocks([], prepared("ab")) == [Block(0, 2, 0)]


@given(WORDS, WORDS)
def test_blocks_are_equal_ordered_and_apart(left, right):
    found = blocks(prepared(left), prepared(right))
    assert found[-1] == Block(len(left), len(right), 0)
    at = (0, 0)
    for block in found:
        assert block.left >= at[0]
        assert block.right >= at[1]
        assert left[block.left : block.left + block.size] == right[block.right : block.right + block.size]
        at = (block.left + block.size, block.right + block.size)


@given(WORDS)
def test_a_text_aligns_with_itself_throughout(keys):
    assert sum(block.size for block in blocks(prepared(keys), prepared(keys))) == len(keys)


@given(WORDS, WORDS, WORDS)
def test_a_quotation_is_found_whole_in_its_source(before, quoted, after):
    source = [*before, "x", *quoted, "y", *after]
    found = blocks(prepared(source), prepared(["x", *quoted, "y"]))
    assert sum(block.size for block in found) == len(quoted) + 2
