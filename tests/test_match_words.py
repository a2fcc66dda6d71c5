from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.match.words import expand, is_word, key, numbers, stem, tokens, weight, word_list, word_map, words

HOSTILE = st.text(alphabet=st.characters() | st.sampled_from("\ud800\udfff\x00.'’-…\"“ 0aA"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's 40,000 people.", ["It's", "40,000", "people", "."]),
        ("the U.S. and the G7", ["the", "U.S.", "and", "the", "G7"]),
        ("seventy-two", ["seventy", "-", "two"]),
        ("wait... what…", ["wait", "...", "what", "…"]),
        ("“[She] may”", ["“", "[", "She", "]", "may", "”"]),
        ("snake_case", ["snake", "_", "case"]),
        ("up 1.5, not 1,5x", ["up", "1.5", ",", "not", "1", ",", "5x"]),
        ("", []),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@given(HOSTILE)
def test_tokens_are_the_text_without_white_space(text):
    assert "".join(tokens(text)) == "".join(text.split())
    assert all(isinstance(word, str) and word for word in words(text) if is_word(word))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("“", '"'),
        ("’", '"'),
        ("—", "-"),
        ("…", "..."),
        ("Neighbours", "neighbors"),
        ("U.S.", "us"),
        ("40,000", "40000"),
    ],
)
def test_key_takes_type_setting_away(one, two):
    assert key(one) == key(two)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("won't", ("will", "not")),
        ("Won’t", ("will", "not")),
        ("cannot", ("can", "not")),
        ("country's", ("country",)),
        (",", ()),
        ("plain", ("plain",)),
    ],
)
def test_expand(token, expected):
    assert expand(token) == expected


@pytest.mark.parametrize(
    "forms",
    [
        ("ship", "ships"),
        ("country", "countries"),
        ("promise", "promised", "promises", "promising"),
        ("stop", "stopped", "stopping"),
        ("break", "broke", "broken"),
        ("relation", "relations", "relationship"),
        ("steady", "steadier"),
        ("escalate", "escalation"),
        ("try", "tried", "tries"),
    ],
)
def test_stem_joins_the_forms_of_a_word(forms):
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "two"), [("ship", "shop"), ("trust", "trustee"), ("war", "warm"), ("peace", "piece")])
def test_stem_keeps_words_apart(one, two):
    assert stem(one) != stem(two)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seventy-two hours", ["72"]),
        ("two hundred and eleven", ["211"]),
        ("five million two hundred thousand and six", ["5200006"]),
        ("nine, and thirty-one last month", ["9", "31"]),
        ("two, three", ["2", "3"]),
        ("40,000 people in 2013", ["40000", "2013"]),
        ("no one came", []),
        ("a thousand and one nights", ["1001"]),
    ],
)
def test_numbers(text, expected):
    assert numbers(words(text)) == expected


def test_numbers_of_endless_scales_stay_small():
    for scale in ("hundred", "million", "twenty", "one"):
        assert all(len(number) < 20 for number in numbers([scale] * 9_999))


def test_weight_falls_with_frequency():
    assert 0.1 <= weight(stem("people")) < weight(stem("website")) < weight("saltmarsh") == 1.0


@pytest.mark.parametrize(
    "path",
    sorted(p.name for p in resources.files("onrecord.data").joinpath("match").iterdir() if p.name[-4:] == ".txt"),
)
def test_every_word_list_is_sorted_lower_case_and_states_its_source(path):
    text = resources.files("onrecord.data").joinpath("match", path).read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert any("Source:" in line for line in header)
    name = path.removesuffix(".txt")
    assert word_list(name)  # raises when it is not sorted
    assert all(word == word.lower() for word in word_list(name))


def test_weights_are_shares():
    assert all(0.1 <= float(value) <= 1 for value in word_map("weights").values())


def test_a_long_line_is_read_in_linear_time():
    for piece in ("1.", "a'", "a.", "[", "…", "x"):
        assert tokens(piece * 200_000)
