from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import notebook
from onrecord.query import Record
from onrecord.store import Store
from onrecord.store.rows import storable
from onrecord.types import Dating, Form, Mention, Said, Speaker, Statement
from tests.factories import TEXT, article
from tests.strategies import any_text, spans

QUOTED, REPORTED = "We will keep the line open", "talks would go on"


class Page(HTMLParser):
    """The text of some HTML, the texts of its marks, and all tags."""

    def __init__(self, html):
        super().__init__()
        self.text, self.marks, self.tags = "", [], set()
        self._marked = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "mark":
            self._marked = True
            self.marks.append(("", dict(attrs).get("title")))

    def handle_endtag(self, tag):
        self._marked = self._marked and tag != "mark"

    def handle_data(self, data):
        self.text += data
        if self._marked:
            words, title = self.marks[-1]
            self.marks[-1] = (words + data, title)


def said(*content):
    return Statement("", "", content, "", Form.DIRECT, None, Speaker())


PIECES = [
    ([], 3, [(0, 3, None)]),
    ([], 0, []),
    ([[(1, 2)]], 3, [(0, 1, None), (1, 2, 0), (2, 3, None)]),
    ([[(0, 3)]], 3, [(0, 3, 0)]),
    ([[(0, 9)], [(2, 4)]], 9, [(0, 2, 0), (2, 4, 1), (4, 9, 0)]),
    ([[(2, 4)], [(0, 9)]], 9, [(0, 2, 1), (2, 4, 0), (4, 9, 1)]),
    ([[(0, 5)], [(3, 8)]], 9, [(0, 3, 0), (3, 5, 1), (5, 8, 1), (8, 9, None)]),
    ([[(0, 2), (4, 6)]], 6, [(0, 2, 0), (2, 4, None), (4, 6, 0)]),
    ([[(0, 4)], [(0, 2)]], 4, [(0, 2, 1), (2, 4, 0)]),
    ([[(-5, 2)], [(3, 99)], [(2, 2)]], 4, [(0, 2, 0), (2, 3, None), (3, 4, 1)]),
]


@pytest.mark.parametrize(("contents", "length", "expected"), PIECES)
def test_pieces(contents, length, expected):
    statements = [said(*content) for content in contents]
    found = [(*span, one and statements.index(one)) for span, one in notebook.pieces(statements, length)]
    assert [(a, b, None if one is None else one) for a, b, one in found] == expected


@given(length=st.integers(0, 30), data=st.data())
def test_pieces_tile_the_text_and_are_innermost(length, data):
    contents = data.draw(st.lists(st.lists(spans(length), max_size=3), max_size=6))
    statements = [replace(said(*content), id=str(number)) for number, content in enumerate(contents)]
    found = list(notebook.pieces(statements, length))
    assert [a for (a, _), _ in found] == [0, *(b for (_, b), _ in found)][: len(found)]
    assert (found[-1][0][1] if found else 0) == length
    for (start, end), one in found:
        covering = [(-a, b) for other in statements for a, b in other.content if a <= start and end <= b]
        mine = [(-a, b) for a, b in one.content if a <= start and end <= b] if one else []
        assert min(mine, default=None) == min(covering, default=None)


def test_an_article_shows_its_statements_marked():
    one = article(
        TEXT,
        QUOTED,
        REPORTED,
        title="Harbour to stay open",
        published=Dating("2021-03-01", "2021-03-31", None, (), ("header and URL differ",)),
        said={"said": Said("2021-03-01", None, "on Monday", "weekday")},
    )
    page = Page(one._repr_html_())
    title = "Ada Lund · name · direct · 2021-03-01 to …"
    assert page.marks == [("Ada Lund", None), (QUOTED, title), (REPORTED, title)]
    assert TEXT in page.text
    for words in ("Harbour Courier · 2021-03-01 to 2021-03-31 · a.txt · 2 statements", "⚠ header and URL differ"):
        assert words in page.text


@given(text=any_text, name=st.none() | any_text, data=st.data())
def test_whatever_the_text_it_is_only_text(text, name, data):
    content = tuple(data.draw(st.lists(spans(len(text)), max_size=4)))
    mention = data.draw(st.none() | st.just(Mention(text, 0, len(text))))
    one = Statement("s", "a", content, text, Form.MIXED, None, Speaker(mention, name), venue=name)
    for html in (one._repr_html_(), article(text, title=text, outlet=name, statements=(one,))._repr_html_()):
        html.encode()
        page = Page(html)
        assert page.tags <= {"div", "strong", "mark", "blockquote"}
        assert storable(text) in page.text


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "\" onclick='x' <b>", "&lt;", "]]>", "<!--"]
)
def test_markup_is_only_text(text):
    page = Page(article(text, text, title=text, outlet=text, said={"speaker": Speaker(None, text)})._repr_html_())
    assert page.tags <= {"div", "strong", "mark"}
    assert page.marks[-1] == (text, f"{text} · direct")


def test_a_long_text_shows_its_beginning():
    one = article("word " * 10_000, "word")
    page = Page(one._repr_html_())
    assert page.text.count("word") == 4000
    assert "… and 30,000 more characters" in page.text
    assert "more character" not in Page(notebook.html(one, characters=50_000)).text


def test_unknown_speakers_are_marked_too():
    one = article(TEXT, QUOTED, said={"speaker": Speaker(Mention("She", 75, 78))})
    assert Page(one._repr_html_()).marks == [(QUOTED, "“She” · direct")]
    assert Page(replace(one, statements=(said((0, 7)),))._repr_html_()).marks == [
        ("Harbour", "unknown speaker · direct")
    ]


def test_a_record_shows_what_it_holds(tmp_path):
    with Store.open(tmp_path / "news<1>.onrecord", create=True) as store:
        store.put(article(TEXT, QUOTED, REPORTED))
        with Record.open(store.path) as record:
            page = Page(record._repr_html_())
    for words in (
        "news<1>.onrecord",
        "1 article, 2 statements",
        "Most quoted: Ada Lund (2)",
        QUOTED,
        "Harbour Courier",
    ):
        assert words in page.text
