import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import match, pipeline
from onrecord.findings import conflicts, contested, verbatim, versions
from onrecord.query import Record
from onrecord.store import Store
from onrecord.types import Dating, Form
from tests import factories

WORDS = {
    "Courier": "“We will not send more than 300 ships through the strait this winter, and we mean it.”",
    "Echo": "“We will not send more than 300 ships through the strait this winter, and we mean it.”",
    "Bell": "“We will send more than 800 ships across the strait this winter, and we mean it.”",
}


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("findings") / "r.onrecord"
    with Store.open(path, create=True) as store:
        for outlet, words in WORDS.items():
            text = f"{outlet} has news\n{words[:-1]}” Ada Lund told us in the harbour. That is all from {outlet}."
            conflict = Dating(
                "2016-07-13", "2016-07-13", "2016-07-13", conflicts=("2022 above, 2016 below",) * (outlet == "Bell")
            )
            store.put(factories.article(text, words, key=f"{outlet}.txt", outlet=outlet, published=conflict))
        pipeline.rematch(store)
    with Record.open(path) as opened:
        yield opened


def test_a_case_has_one_version_for_each_wording(record):
    (case,) = contested(record)
    assert {version.text: set(version.outlets) for version in case.versions} == {
        WORDS["Courier"]: {"Courier", "Echo"},
        WORDS["Bell"]: {"Bell"},
    }
    first, second = case.versions
    assert first.variant is None
    assert second.quoted
    assert second.differs
    assert {"negation", "number"} <= set(second.meanings)
    assert case.distance == second.variant.distance
    assert versions(record, case.utterance.id[:8]) == case


def test_operations_are_the_two_texts(record):
    (case,) = contested(record)
    witness, other = case.versions
    assert "".join(old for _, old, _ in other.operations) == witness.text
    assert "".join(new for _, _, new in other.operations) == other.text


def test_cases_obey_a_filter(record):
    assert len(contested(record, speaker="lund")) == 1
    assert contested(record, speaker="nobody") == []


def test_fullest_keeps_the_longest_quotation_of_each_outlet(tmp_path):
    text = f"{WORDS['Courier']} Ada Lund told us. {WORDS['Courier'][:40]} she told them."
    with Store.open(tmp_path / "r.onrecord", create=True) as store:
        store.put(factories.article(text, WORDS["Courier"], WORDS["Courier"][:40], key="a.txt", outlet="Courier"))
        store.put(factories.article(f"{WORDS['Bell']} Ada Lund told us.", WORDS["Bell"], key="b.txt", outlet="Bell"))
        pipeline.rematch(store)
    with Record.open(tmp_path / "r.onrecord") as record:
        (case,) = contested(record)
    assert len(case.fullest().versions) == 2
    assert set(case.fullest().outlets) == {"Courier", "Bell"}


def test_conflicts_name_the_article(record):
    (found,) = conflicts(record)
    assert (found.outlet, found.words) == ("Bell", ("2022 above, 2016 below",))


texts = st.text(st.characters() | st.sampled_from(list(" “”.,…[]\n")), max_size=60)


@given(texts, texts)
def test_verbatim_operations_are_the_two_texts(one, two):
    variant = match.variant(one, two, form=Form.DIRECT)
    exact = verbatim(variant.operations, one.strip(), two.strip())
    for text, side in ((one, 1), (two, 2)):
        words = "".join(operation[side] for operation in exact)
        assert "".join(words.split()) == "".join(text.split())


def test_verbatim_falls_back_on_tokens():
    assert verbatim((("equal", "a b", "a b"),), "something else", "a b") == (("equal", "a b ", "a b "),)
