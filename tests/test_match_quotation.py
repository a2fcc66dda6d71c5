import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.match import Verdict, fragments, held, telling

SPEECH = (
    "We will not go back. Trust is broken, and the bridge is gone. "
    "The harbour won’t reopen before spring, whatever 300 sailors of the northern fleet may wish for."
)

CASES = [
    ("trust is broken", Verdict.VERBATIM, "Trust is broken"),
    ("“Trust is broken — and the bridge is gone!”", Verdict.VERBATIM, "Trust is broken, and the bridge is gone"),
    ("The harbor won't reopen", Verdict.VERBATIM, "The harbour won’t reopen"),
    ("We will not go back … the bridge is gone", Verdict.VERBATIM, SPEECH[:60]),
    ("We will not [ever] go back", Verdict.VERBATIM, "We will not go back"),
    ("We will go back", Verdict.ALTERED, "We will not go back."),
    ("Trust was broken and the bridges are gone", Verdict.ALTERED, "Trust is broken, and the bridge is gone."),
    ("We will not go back, and the bridge is gone", Verdict.ALTERED, SPEECH[:61]),
    ("the harbour won't reopen before winter", Verdict.ALTERED, SPEECH[62:]),
    ("800 sailors of the northern fleet", Verdict.ALTERED, SPEECH[62:]),
    ("The bridge is gone. We will not go back.", Verdict.OUT_OF_ORDER, SPEECH[:60]),
    ("the bridge is gone, trust is broken", Verdict.OUT_OF_ORDER, "Trust is broken, and the bridge is gone"),
    ("Nobody cares about the price of bread", Verdict.ABSENT, ""),
    ("bridge broken", Verdict.ABSENT, ""),  # two words that stand there say nothing
    ("The fleet of the northern neighbours will come back in spring", Verdict.ABSENT, ""),
]


@pytest.mark.parametrize(("quotation", "verdict", "words"), CASES, ids=[case[0] for case in CASES])
def test_how_a_text_has_a_quotation(quotation, verdict, words):
    found = held(SPEECH, quotation)
    assert found.verdict == verdict
    assert SPEECH[slice(*found.span)] == words


def test_a_text_that_is_shorter_has_the_quotation_in_part():
    found = held(
        "“Trust is broken, and the bridge is gone.”", "Trust is broken, and the bridge is gone, and so are we."
    )
    assert found.verdict == Verdict.IN_PART
    assert 0 < found.cover < 1


def test_reported_speech_only_retells():
    text = "relations with the neighbours were irreparably damaged by the closing of the strait"
    assert held(text, "Relations are irreparably damaged by the closing", retold=True).verdict == Verdict.RETOLD
    assert held(text, "irreparably damaged by the closing", retold=True).verdict == Verdict.RETOLD
    assert held(text, "Relations with farmers are good", retold=True).verdict == Verdict.ABSENT


def test_a_quotation_without_words_is_nowhere():
    assert held(SPEECH, "… [sic]").verdict == Verdict.ABSENT
    assert held("", "trust is broken").verdict == Verdict.ABSENT


def test_omissions_and_additions_part_a_quotation():
    assert fragments("We will [all] wait ... and see… [laughs]") == ["We will", "wait", "and see"]


def test_telling_words_are_the_rarest():
    assert telling("We will not let the walrus go to the market", most=2) == ["walrus", "market"]


@given(st.integers(0, 30), st.integers(1, 30))
def test_any_run_of_words_is_verbatim(start, size):
    words = SPEECH.split()[start : start + size]
    if words:
        found = held(SPEECH, " ".join(words))
        assert found.verdict == Verdict.VERBATIM
        assert SPEECH[slice(*found.span)].casefold() in " ".join(words).casefold()


@given(st.text(max_size=60), st.text(max_size=40))
def test_spans_lie_in_the_text(text, quotation):
    found = held(text, quotation)
    assert 0 <= found.span[0] <= found.span[1] <= len(text)
    assert (found.verdict == Verdict.ABSENT) == (found.span == (0, 0))
