"""The comparison of publication dates with htmldate's, on pages of our own."""

import sys
from pathlib import Path

import pytest

from evaluation import htmldate_pages as scorer
from evaluation.htmldate_pages import Case, cases, compare

TESTS = """
from htmldate import find_date

def test_pages():
    assert find_date('<html><head><meta name="date" content="2017-09-01"/></head></html>') == "2017-09-01"
    assert find_date('<html><body><p>nothing</p></body></html>', url="https://a.example/x") is None
    assert find_date('<html><body><p>late</p></body></html>', max_date="2020-01-01") == "2020-01-01"
    assert find_date('<html><body><p>never asked for</p></body></html>')

def test_with_something_given(tmp_path):
    find_date('<html><body><p>not run</p></body></html>')

def helper():
    find_date('<html><body><p>no test</p></body></html>')
"""
PAGES = [
    ('<meta name="date" content="2017-09-01"/>', "same"),
    ('<meta property="og:datePublished" content="2017-09-01"/>', "same"),
    ('<meta property="og:updated_time" content="2018-01-01"/><meta name="date" content="2017-09-01"/>', "same"),
    ('<meta name="last-modified" content="2017-09-01"/>', "holds it"),  # a day of change is no day of publication
    ('<meta name="date" content="1991-09-01"/>', "only ours"),
    ("", "none"),
]
BODIES = [
    ('<time datetime="2016-05-05" pubdate="pubdate"></time><time datetime="2010-01-01"></time>', "same"),
    ('<time datetime="2016-05-05" class="entry-date"></time><time datetime="2010-01-01"></time>', "same"),
    ('<time class="published updated" datetime="2016-05-05"></time>', "same"),
    ('<p class="date">5 May 2016</p>', "same, as htmldate was asked"),
]


@pytest.mark.parametrize(
    ("html", "expected"),
    [(f"<html><head>{head}</head><body><p>words</p></body></html>", outcome) for head, outcome in PAGES]
    + [(f"<html><body>{body}<p>words</p></body></html>", outcome) for body, outcome in BODIES],
)
def test_each_page_is_compared(html: str, expected: str) -> None:
    assert compare(Case(html, None, None))[0] == expected


def test_the_pages_of_the_tests_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "unit_tests.py").write_text(TESTS, encoding="utf-8")
    found = cases(tmp_path)
    assert [one.html[6:30] for one in found] == [
        '<head><meta name="date" ',
        "<body><p>nothing</p></bo",
        "<body><p>late</p></body>",
    ]
    assert [(one.url, one.latest) for one in found] == [
        (None, None),
        ("https://a.example/x", None),
        (None, "2020-01-01"),
    ]
    monkeypatch.setattr(sys, "argv", ["htmldate_pages", str(tmp_path), "--show"])
    scorer.main()
    assert capsys.readouterr().out.startswith("3 pages, htmldate ")  # and none on which the two differ


def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["htmldate_pages", str(tmp_path)])
    with pytest.raises((SystemExit, FileNotFoundError)):
        scorer.main()
