import pytest

from onrecord import checking, pipeline
from onrecord.checking import against, check
from onrecord.errors import QueryError
from onrecord.match import Verdict
from onrecord.query import Record
from onrecord.store import Store
from onrecord.types import Form
from tests import factories

LINE = "We will not let the strait be closed by a single winter"
ARTICLES = {  # outlet: (words, speaker, form, day)
    "Courier": (f"“{LINE},”", "Ada Lund", Form.DIRECT, "2031-02-03"),
    "Bell": (f"“{LINE}, nor by two,”", "Ada Lund", Form.DIRECT, "2031-02-04"),
    "Echo": ("“We will let the strait be closed by a single winter,”", "Ada Lund", Form.DIRECT, "2031-02-05"),
    "Post": (f"“{LINE}.”", "Bo Ek", Form.DIRECT, "2031-02-01"),
    "Wire": ("the strait would not be closed by a single winter", "Ada Lund", Form.INDIRECT, "2031-02-02"),
    "Star": ("“The price of herring is nobody’s business,”", "Ada Lund", Form.DIRECT, "2031-02-02"),
}


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("checking") / "r.onrecord"
    with Store.open(path, create=True) as store:
        for outlet, (words, name, form, day) in ARTICLES.items():
            text = f"{outlet}\n{words} {name} told us. That is all."
            said = {"name": name, "form": form}
            store.put(
                factories.article(
                    text, words, key=f"{outlet}.txt", outlet=outlet, published=factories.dated(day), said=said
                )
            )
        pipeline.rematch(store)
    with Record.open(path) as opened:
        yield opened


def outlets(found, verdict, *, otherwise=False):
    return [one.report.outlet for one in found.findings if (one.verdict, one.otherwise) == (verdict, otherwise)]


def test_who_has_it_how_and_since_when(record):
    found = check(record, LINE)
    assert found.verdict == Verdict.VERBATIM
    assert found.outlets == ("Post", "Courier", "Bell")  # the earliest first
    assert found.since == "2031-02-01"
    assert outlets(found, Verdict.ALTERED) == ["Echo"]
    assert outlets(found, Verdict.RETOLD) == ["Wire"]
    assert not outlets(found, Verdict.ABSENT)
    (echo,) = (one for one in found.findings if one.verdict == Verdict.ALTERED)
    assert "negation" in echo.variant.classes
    assert "".join(old for _, old, _ in echo.operations) == echo.report.statement.text


def test_a_speaker_tells_who_else_is_said_to_have_said_it(record):
    found = check(record, LINE, speaker="lund")
    assert found.outlets == ("Courier", "Bell")
    assert found.since == "2031-02-03"
    assert outlets(found, Verdict.VERBATIM, otherwise=True) == ["Post"]
    assert check(record, LINE, speaker="nobody").verdict == Verdict.ABSENT


def test_altered_quotations_are_found_by_their_rarest_words(record):
    found = check(record, "We shall never let the strait be closed by a single frosty winter")
    assert found.verdict == Verdict.ALTERED
    assert "Courier" in found.outlets


def test_what_nobody_said_is_not_on_the_record(record):
    found = check(record, "The walrus has no business in the market")
    assert (found.verdict, found.findings, found.since, found.outlets) == (Verdict.ABSENT, (), None, ())


@pytest.mark.parametrize("quotation", ["", "…", "[laughs]", '"'])
def test_a_quotation_needs_words(record, quotation):
    with pytest.raises(QueryError, match="holds no word"):
        check(record, quotation)
    with pytest.raises(QueryError, match="holds no word"):
        against("some text", quotation)


@pytest.mark.parametrize(
    "quotation", ['the "strait" NOT closed*', "strait AND (closed", "winter\x00strait", "a:b^2 winter"]
)
def test_no_quotation_is_an_error_of_search(record, quotation):
    check(record, quotation)


def test_a_transcript_says_where_and_how():
    transcript = f"Good morning. {LINE}. I thank the pilots. Now to your questions."
    found = against(transcript, LINE.upper())
    assert (found.verdict, found.words) == (Verdict.VERBATIM, LINE)
    assert transcript[found.start : found.end] == found.words
    altered = against(transcript, LINE.replace("not ", ""))
    assert altered.verdict == Verdict.ALTERED
    assert altered.variant.classes[0] == "negation"
    assert against(transcript, f"I thank the pilots. {LINE}").verdict == Verdict.OUT_OF_ORDER
    absent = against(transcript, "Herring is nobody's business at all")
    assert (absent.verdict, absent.variant) == (Verdict.ABSENT, None)


def test_all_of_a_quotation_is_looked_for_where_many_have_its_rarest_words(record, monkeypatch):
    monkeypatch.setattr(checking, "MOST", 2)
    monkeypatch.setattr(checking, "_ALTERED", 1)
    found = check(record, f"{LINE}, nor by two")
    assert outlets(found, Verdict.VERBATIM) == ["Bell"]
