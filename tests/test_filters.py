import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import QueryError
from onrecord.filters import Filter, first_day, last_day
from onrecord.query import Record
from onrecord.store import Store
from onrecord.store.rows import fold
from onrecord.store.sqlite import search_expression
from onrecord.types import Dating, Form, Said, Speaker
from tests.factories import article, dated, mention
from tests.strategies import any_text

LINES = {
    "open": "We will keep the line open",
    "neighbours": "such aggressive neighbours, and threatening",
    "diplomacy": "diplomatic channels stay as they are; naïve or not",
    "quoted": 'he called it a "so-called" peace — 100% O’Neil’s',
}


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """One statement for each line, in articles of four outlets."""
    path = tmp_path_factory.mktemp("filters") / "news.onrecord"
    with Store.open(path, create=True) as store:
        lund = {"speaker": Speaker(None, "Ada Lund", "lund")}
        saric = {"speaker": Speaker(None, "Zoë Šarić"), "form": Form.INDIRECT, "confidence": 0.5}
        text = LINES["diplomacy"] + "\na senior official told us"
        official = Speaker(mention(text, "a senior official told us"))
        told = {"said": Said("2021-03-01", "2021-03-07", "last week", "week before publication")}
        open_end = {"said": Said(None, "2019-12-31", "before the new year", "until")}
        for one in (
            article(
                LINES["open"],
                LINES["open"],
                key="a",
                outlet="Harbour Courier",
                published=dated("2021-03-09"),
                said=lund | told,
                url="https://courier.example/a",
            ),
            article(
                LINES["neighbours"],
                LINES["neighbours"],
                key="b",
                outlet="Courier",
                published=dated("2022-12-14"),
                said=saric,
                source="folder/b.txt",
            ),
            article(
                text,
                LINES["diplomacy"],
                key="c",
                outlet="Newsfall 24",
                published=Dating("2016-07-01", None),
                said={"speaker": official, "confidence": 0.9},
            ),
            article(LINES["quoted"], LINES["quoted"], key="d", outlet=None, said=lund | open_end),
        ):
            store.put(one)
    with Record.open(path) as opened:
        yield opened


def keys(record, **named):
    """Return the keys of the articles of the statements that fit."""
    keys_of = {one.id: one.key for one in record.articles()}
    return "".join(keys_of[said.article] for said in record.statements(**named))


FITS = [
    ({}, "abcd"),
    ({"text": "line"}, "a"),
    ({"text": "LINE the"}, "a"),
    ({"text": "line neighbours"}, ""),
    ({"text": '"the line"'}, "a"),
    ({"text": '"line the"'}, ""),
    ({"text": "“the line”"}, "a"),
    ({"text": '"the line'}, "a"),
    ({"text": "diplom*"}, "c"),
    ({"text": '"diplomatic chan*'}, "c"),
    ({"text": "diplom"}, ""),
    ({"text": "naive"}, "c"),
    ({"text": "so-called"}, "d"),
    ({"text": "O'Neil"}, "d"),
    ({"text": "100%"}, "d"),
    ({"text": "line OR neighbours"}, ""),
    ({"text": "NEAR(line open)"}, ""),
    ({"text": "text:line"}, ""),
    ({"text": "- * ^ ( ) : +"}, ""),
    ({"text": '"'}, ""),
    ({"text": "  "}, "abcd"),
    ({"speaker": "lund"}, "ad"),
    ({"speaker": "Ada Lund"}, "ad"),
    ({"speaker": "ZOE saric"}, "b"),
    ({"speaker": "told"}, "c"),
    ({"speaker": "%"}, ""),
    ({"speaker": "A_a"}, ""),
    ({"speaker": "\x00"}, ""),
    ({"outlet": "courier"}, "b"),
    ({"outlet": "HARBOUR"}, "a"),
    ({"outlet": "our"}, "ab"),
    ({"outlet": "24"}, "c"),
    ({"outlet": "Iron Bell"}, ""),
    ({"form": "direct"}, "acd"),
    ({"form": Form.INDIRECT}, "b"),
    ({"min_confidence": 0.9}, "acd"),
    ({"min_confidence": 1}, "ad"),
    ({"since": "2022"}, "bc"),
    ({"since": "2021-03-07"}, "abc"),
    ({"since": "2021-03-08"}, "bc"),
    ({"until": "2021-02"}, "cd"),
    ({"until": "2021-03"}, "acd"),
    ({"until": "2010"}, "d"),
    ({"since": "2020", "until": "2021"}, "ac"),
    ({"since": "2022-12-14", "until": "2022-12-14"}, "bc"),
    ({"article": "folder/b.txt"}, "b"),
    ({"article": "https://courier.example/a"}, "a"),
    ({"article": "b.txt"}, "b"),
    ({"text": "line", "speaker": "lund", "outlet": "harbour", "since": "2021", "form": "direct"}, "a"),
    ({"text": "line", "speaker": "saric"}, ""),
]


@pytest.mark.parametrize(("named", "expected"), FITS, ids=[repr(named) for named, _ in FITS])
def test_what_fits(record, named, expected):
    assert keys(record, **named) == expected
    assert record.count("statements", **named) == len(expected)


ARTICLES = [
    ({"speaker": "lund"}, "ad"),
    ({"text": "told"}, "c"),
    ({"since": "2021-03-08"}, "abc"),
    ({"until": "2016"}, "c"),
    ({"form": "indirect", "min_confidence": 0.6}, ""),
    ({"outlet": "courier"}, "b"),
]


@pytest.mark.parametrize(("named", "expected"), ARTICLES, ids=[repr(named) for named, _ in ARTICLES])
def test_articles_that_fit(record, named, expected):
    assert "".join(one.key for one in record.articles(**named)) == expected
    assert record.count("articles", **named) == len(expected)


def test_an_article_is_found_by_the_first_characters_of_its_id(record):
    for one in record.articles():
        assert keys(record, article=one.id) == keys(record, article=one.id[:8]) == one.key


@settings(max_examples=60, deadline=None)
@given(text=any_text | st.text(st.sampled_from("\"“”*^:()-+ ABCNORTxyz\0'\\%"), max_size=40))
def test_no_text_is_an_error(record, text):
    for field in ("text", "speaker", "outlet", "article", "utterance"):
        assert record.count("statements", **{field: text}) <= 4
        assert record.count("articles", **{field: text}) <= 4


@pytest.mark.parametrize("text", ["word " * 20_000, '"' * 50_000, "a" * 1_000_000, "* " * 30_000], ids=len)
def test_long_texts_are_no_error(record, text):
    assert record.count("statements", text=text) == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ada lund", '"ada" "lund"'),
        ('say "the line" now', '"say" "the line" "now"'),
        ("„das Wort“ «le mot»", '"das Wort" "le mot"'),
        ("diplom*", '"diplom"*'),
        ('"keep the l*"', '"keep the l"*'),
        ('a"b', '"a" "b"'),
        ("a\0b", '"a" "b"'),
        ("", '""'),
        ('""', '""'),
    ],
)
def test_search_expression(words, expected):
    assert search_expression(words) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Šarić", "saric"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("ﬁn", "fin"), ("", "")]
)
def test_fold(text, expected):
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-12-31", "2021-12-31", "2021-12-31"),
    ],
)
def test_days(date, first, last):
    assert (first_day(date), last_day(date)) == (first, last)


SENSELESS = [
    ({"since": "yesterday"}, "'yesterday' is no date; expected YYYY"),
    ({"until": "2021-13"}, "no date"),
    ({"until": "2021-02-30"}, "no date"),
    ({"since": "0000"}, "no date"),
    ({"since": "２０２１"}, "no date"),
    ({"since": "2021-5-1"}, "no date"),
    ({"since": "2022", "until": "2021-12"}, "since 2022 is after until 2021-12"),
    ({"form": "shouted"}, "form is 'shouted'; expected one of direct, indirect, mixed"),
    ({"min_confidence": 70}, "expected a number from 0 to 1"),
    ({"min_confidence": float("nan")}, "expected a number from 0 to 1"),
]


@pytest.mark.parametrize(("named", "message"), SENSELESS, ids=[repr(named) for named, _ in SENSELESS])
def test_what_makes_no_sense_says_so(named, message):
    with pytest.raises(QueryError, match=message):
        Filter(**named)
