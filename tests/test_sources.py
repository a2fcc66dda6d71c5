"""Sources to pages: formats, encodings, hostile input. All texts are invented."""

import contextlib
import io
import json
import os
import socket
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import SourceError
from onrecord.sources import ReadOptions, days, page_of_text, pages
from onrecord.sources.encodings import decode
from onrecord.sources.html import page_of_html
from onrecord.types import Kind, Page, Skip

STORY = "Envoys leave Quill without a deal\n\nThe talks ended on Friday, the envoy Ada Lund said.\n"
HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Envoys leave Quill | The Quill Post</title>
<meta property="article:published_time" content="2021-05-04T09:00:00+00:00">
<meta property="article:modified_time" content="2021-05-06">
<link rel="canonical" href="https://quillpost.example/2021/05/04/envoys">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Envoys leave Quill",
"datePublished": "2021-05-04", "author": [{"name": "Ada Lund"}, {"name": "Bo Marr"}]}</script></head><body>
<nav><a href="/">The Quill Post</a> <a href="/world">World</a></nav>
<article><h1>Envoys leave Quill</h1><p class="byline">By Ada Lund · <time datetime="2021-05-04">4 May 2021</time></p>
<figure><img src="a.jpg"><figcaption>The hall in Quill. <cite>© Bo Marr</cite></figcaption></figure>
<p>The talks on the northern fisheries ended on Friday with no result, the envoy of Arland said after nine hours.</p>
<div class="share-bar"><button>Share</button></div>
<p>“We have no date for another meeting,” she told reporters on the steps of the old customs house in Quill.</p>
<p class="correction">Correction: an earlier version gave a wrong day.</p></article>
<div class="comments"><p>About time they went home.</p></div><footer>© 2021 The Quill Post</footer></body></html>"""


def only(found):
    (item,) = list(found)
    return item


def read(path, **options):
    return list(pages([str(path)], ReadOptions(**options)))


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def words_of(page, kind):
    return [page.text[p.start : p.end] for p in page.passages if p.kind is kind]


def test_text_file_is_kept_as_it_is(tmp_path):
    text = "One line\r\n\r\nand a\ttab,\x0b\x85 two \u2028 breaks \x00 and a NUL.\n"
    page = only(read(write(tmp_path, "a.txt", text)))
    assert page.text == text
    assert (page.format, page.passages) == ("text", None)
    assert page.key == str((tmp_path / "a.txt").resolve())
    assert page.captured is not None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("naïve – “Zoë”".encode(), "naïve – “Zoë”"),
        ("\ufeffnaïve".encode(), "naïve"),
        ("\ufeffnaïve “x”".encode("utf-16-le"), "naïve “x”"),
        ("\ufeffnaïve “x”".encode("utf-16-be"), "naïve “x”"),
        ("\ufeffnaïve".encode("utf-32-le"), "naïve"),
        ("A plain text with no mark".encode("utf-16-le"), "A plain text with no mark"),
        ("A plain text with no mark".encode("utf-16-be"), "A plain text with no mark"),
        ("Zoë’s “words”".encode("cp1252"), "Zoë’s “words”"),
        ("Das Mädchen aus Köln möchte über die Brücke gehen, um die schöne Stadt zu sehen.".encode("latin-1") * 2,
         "Das Mädchen aus Köln möchte über die Brücke gehen, um die schöne Stadt zu sehen." * 2),
        ("Посол заявила, что переговоры закончились без результата, и уехала домой. ".encode("cp1251") * 3,
         "Посол заявила, что переговоры закончились без результата, и уехала домой. " * 3),
        ("“One broken byte in a text” ".encode() * 40 + b"\xff", "“One broken byte in a text” " * 40 + "\ufffd"),
        (b"NULs\x00 in a text\x00 of words", "NULs\x00 in a text\x00 of words"),
        (b"", ""),
    ],
)  # fmt: skip
def test_decode(data, text):
    assert decode(data) == text


def test_html_charset_is_believed():
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head>Привет'
    assert "Привет" in decode(page.encode("koi8-r"), html=True)
    assert "naïve" in decode(b'<meta charset="nonsense">na\xefve', html=True)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty file"),
        ("a.html", b"\n \n", "empty file"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG image"),
        ("a.txt", b"%PDF-1.7 and so on", "PDF data"),
        ("a", bytes(range(256)) * 40, "binary data"),
        ("a.html", "<html><head><title>x</title></head><body><script>f()</script></body></html>", "no readable text"),
        ("a.json", '{"title": "x", "text": "y"', "malformed JSON at line 1"),
        ("a.json", "[" * 200_000, "JSON"),
        ("a.json", "[]", "no rows"),
        ("a.jsonl", "\n\n", "empty file"),
        ("a.csv", "title,text\n", "no rows"),
        ("a.jsonl", '{"headline": "Only a title"}', "no text in the row"),
        ("a.jsonl", "[1, 2]", "found list"),
        ("a.jsonl", "null", "found null"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_skip_with_its_reason(tmp_path, name, content, reason):
    skip = only(read(write(tmp_path, name, content)))
    assert isinstance(skip, Skip)
    assert skip.source.startswith(str(tmp_path / name))
    assert reason in skip.reason
    assert "expected" in skip.reason


def test_sources_that_are_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling").symlink_to("nowhere")
    server = socket.socket(socket.AF_UNIX)
    server.bind("socket")
    sources = ["nope.txt", "nope/*.txt", "empty", "dangling", "socket", "https://quillpost.example/a", "a\0b"]
    found = list(pages(sources))
    server.close()
    assert all(isinstance(item, Skip) for item in found)
    assert [item.source for item in found] == sources
    reasons = ["no such", "nothing that matches", "empty folder", "link to nothing", "socket", "web address", "no such"]
    assert all(part in item.reason for part, item in zip(reasons, found, strict=True))


def test_unreadable_file_and_folder(tmp_path, monkeypatch):
    write(tmp_path, "a.txt", STORY)
    (tmp_path / "b").mkdir()
    write(tmp_path, "c.txt", STORY)
    really = Path.open, Path.iterdir

    def open_(path, *args, **kwargs):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return really[0](path, *args, **kwargs)

    def iterdir(path):
        if path.name == "b":
            raise PermissionError(13, "Permission denied")
        return really[1](path)

    monkeypatch.setattr(Path, "open", open_)
    monkeypatch.setattr(Path, "iterdir", iterdir)
    first, second, third = read(tmp_path)
    assert isinstance(first, Skip)
    assert isinstance(second, Skip)
    assert "Permission denied" in first.reason
    assert "Permission denied" in second.reason
    assert isinstance(third, Page)


def test_folders_are_walked_in_order_and_what_is_left_out_is_listed(tmp_path):
    for name in ("b/2.txt", "b/1.html", "a.txt", "c.pdf", ".hidden.txt", "d"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path, name, HTML if name.endswith("html") else STORY)
    (tmp_path / "loop").symlink_to(tmp_path)
    found = read(tmp_path)
    names = [str(Path(item.source).relative_to(tmp_path)) for item in found]
    assert names == ["a.txt", "b/1.html", "b/2.txt", "c.pdf", "d", "loop"]
    assert [type(item) for item in found] == [Page, Page, Page, Skip, Page, Skip]
    named = only(pages([str(tmp_path / "c.pdf")]))
    assert isinstance(named, Page)
    assert [page.source for page in pages([f"{tmp_path}/b/*.txt"])] == [str(tmp_path / "b/2.txt")]


def test_reading_is_lazy(tmp_path):
    write(tmp_path, "a.txt", STORY)
    found = pages([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert isinstance(next(found), Page)
    write(tmp_path, "b.txt", STORY)
    assert isinstance(next(found), Page)


def test_ten_thousand_tiny_files(tmp_path):
    for number in range(10_000):
        (tmp_path / f"{number:05}.txt").write_bytes(b"A short note.")
    start = time.perf_counter()
    assert sum(isinstance(page, Page) for page in read(tmp_path)) == 10_000
    assert time.perf_counter() - start < 20


def test_a_huge_text_is_skipped_unread(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(STORY.encode() * 200)
        file.truncate(100_000_000)
    start = time.perf_counter()
    skip = only(read(path))
    assert "100,000,000 bytes, expected at most 5,000,000" in skip.reason
    assert time.perf_counter() - start < 1
    assert isinstance(only(read(write(tmp_path, "line.txt", b"word " * 200_000))), Page)


def test_json_lines_with_broken_lines_between_good_ones(tmp_path):
    lines = [
        json.dumps({"title": "One", "text": "First text.", "url": "https://quillpost.example/1"}),
        '{"title": "Two", "text": ',
        "",
        json.dumps({"headline": "Three", "body": ["A paragraph.", "Another one."], "source": {"name": "Quill Post"}}),
        '{"text": "' + "x" * 3000 + '"}',
        '{"text": "Lone \\ud800 surrogate."}',
        b'{"text": "caf\xe9 au lait"}'.decode("latin-1"),
    ]
    data = "\n".join(lines).encode("latin-1")
    found = read(write(tmp_path, "wire.jsonl", data), max_bytes=1000)
    assert [item.source.rpartition("#")[2] for item in found] == ["1", "2", "4", "5", "6", "7"]
    one, two, three, five, six, seven = found
    assert (one.text, one.key) == ("One\n\nFirst text.", "https://quillpost.example/1")
    assert isinstance(two, Skip)
    assert "malformed JSON" in two.reason
    assert (three.text, three.title, three.outlet) == ("Three\n\nA paragraph., Another one.", "Three", "Quill Post")
    assert isinstance(five, Skip)
    assert "1,000 bytes" in five.reason
    assert six.text == "Lone \ud800 surrogate."
    assert seven.text == "café au lait"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([{"title": "One", "text": "First."}, {"title": "Two", "text": "Second."}]),
        '{"status": "ok", "articles": [{"title": "One", "text": "First."}, {"title": "Two", "text": "Second."}]}',
        '{"title": "One", "text": "First."}\n{"title": "Two", "text": "Second."}',
    ],
)  # fmt: skip
def test_json_documents_of_every_shape(tmp_path, content):
    for name in ("a.json", "a"):
        found = read(write(tmp_path, name, content))
        assert [page.text for page in found] == ["One\n\nFirst.", "Two\n\nSecond."]
        assert [page.source for page in found] == [f"{tmp_path / name}#1", f"{tmp_path / name}#2"]
    one = only(read(write(tmp_path, "one.json", '{"text": "First.", "date": "May 4, 2021"}')))
    assert one.evidence[0].earliest == "2021-05-04"


def test_csv(tmp_path):
    content = 'Headline;Body;Publication Date\n"One; two";"First\nline.";04.05.2021\n;;\nThree;Text here.;2021\n'
    found = read(write(tmp_path, "a.csv", content))
    assert [(page.source[-2:], page.text) for page in found] == [
        ("#1", "One; two\n\nFirst\nline."),
        ("#3", "Three\n\nText here."),
    ]
    assert (found[0].evidence[0].earliest, found[0].evidence[0].latest) == ("2021-04-05", "2021-05-04")
    utf16 = write(tmp_path, "b.csv", "\ufefftitle,text\nÉté,“Words”\n".encode("utf-16-le"))
    assert only(read(utf16)).text == "Été\n\n“Words”"
    excel = write(tmp_path, "c.csv", "title,text\nÉté,“Words”\n".encode("cp1252"))
    assert only(read(excel)).text == "Été\n\n“Words”"


def test_columns_are_mapped(tmp_path):
    path = write(tmp_path, "a.jsonl", json.dumps({"text": "short", "mine": "The long text.", "who": "Quill Post"}))
    page = only(read(path, columns={"text": "mine", "outlet": "who"}))
    assert (page.text, page.outlet) == ("The long text.", "Quill Post")
    with pytest.raises(SourceError, match="txet"):
        read(path, columns={"txet": "mine"})


def test_keys_of_rows_outlive_their_place(tmp_path):
    rows = [{"id": "7", "text": "a"}, {"title": "T", "text": "b"}, {"title": "T", "text": "c"}, {"text": "d"}]
    first = read(write(tmp_path, "a.json", json.dumps(rows)))
    again = read(write(tmp_path, "a.json", json.dumps([{"text": "new"}, *rows])))
    assert len({page.key for page in first}) == 4
    assert [page.key for page in first[:2]] == [page.key for page in again[1:3]]


def test_standard_input(monkeypatch):
    for data, text in [(STORY.encode(), STORY), (b'{"text": "One."}\n{"text": "Two."}\n', "One."), (b"", None)]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        first = next(iter(pages(["-"])))
        assert getattr(first, "text", None) == text
        assert not sys.stdin.buffer.closed


def test_html(tmp_path):
    page = only(read(write(tmp_path, "a.html", HTML)))
    assert (page.format, page.title, page.outlet) == ("html", "Envoys leave Quill", "The Quill Post")
    assert page.author == "Ada Lund, Bo Marr"
    assert page.key == page.url == "https://quillpost.example/2021/05/04/envoys"
    assert page.extractor.startswith("trafilatura 2")
    assert words_of(page, Kind.HEADLINE) == ["Envoys leave Quill"]
    assert words_of(page, Kind.BYLINE) == ["By Ada Lund ·"]
    assert words_of(page, Kind.DATELINE) == ["4 May 2021"]
    assert words_of(page, Kind.CAPTION) == ["The hall in Quill."]
    assert words_of(page, Kind.CREDIT) == ["© Bo Marr"]
    assert len(words_of(page, Kind.BODY)) == 2
    assert words_of(page, Kind.CORRECTION) == ["Correction: an earlier version gave a wrong day."]
    assert words_of(page, Kind.COMMENT) == ["About time they went home."]
    assert words_of(page, Kind.NAVIGATION) == ["The Quill Post", "World", "Share", "© 2021 The Quill Post"]
    dates = {(item.kind, item.detail.split(":")[0], item.earliest) for item in page.evidence}
    assert {("metadata", "published", "2021-05-04"), ("metadata", "updated", "2021-05-06")} < dates
    assert ("url", "published", "2021-05-04") in dates


def test_html_in_other_clothes(tmp_path):
    assert only(read(write(tmp_path, "a.txt", HTML))).format == "html"
    row = {"title": "T", "html": "<p>First paragraph of it.</p><p>Second <b>bold</b> one.</p>"}
    page = only(read(write(tmp_path, "a.jsonl", json.dumps(row))))
    assert page.text == "First paragraph of it.\n\nSecond bold one."
    surrogates = write(tmp_path, "b.jsonl", json.dumps({"text": "<p>Lone \ud800 one</p><p>and\x00 more</p>"}))
    assert only(read(surrogates)).text == "Lone \ufffd one\n\nand more"
    declared = '<?xml version="1.0" encoding="utf-8"?><html><body><p>Words of it.</p></body></html>'
    assert only(read(write(tmp_path, "c.html", declared))).text == "Words of it."


def test_deeply_nested_html(tmp_path):
    start = time.perf_counter()
    for tag in ("div", "b"):
        deep = f"<html><body>{f'<{tag}>' * 100_000}deep down{f'</{tag}>' * 100_000}"
        skip = only(read(write(tmp_path, "deep.html", deep)))
        assert "nested deeper than 256" in skip.reason
    wide = "<html><body>" + "<div><p>A paragraph of some words.</p></div>" * 5_000
    assert isinstance(only(read(write(tmp_path, "wide.html", wide))), Page)
    assert time.perf_counter() - start < 15


MARKUP = ["<p>", "</p>", "<div class='share'>", "</div>", "<h1>", "</h1>", "<br>", "<a href='/'>", "</a>", "<figure>"]
MARKUP += ["<figcaption>", "</figure>", "<time>", "<aside>", "</aside>", " one", " two words.", "&amp;", "\x00"]
MARKUP += ["\u00ad", "<!-- c -->", "<script>x", "</script>"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(MARKUP)))
def test_spans_of_html_are_exact_and_cover_everything(parts):
    try:
        page = page_of_html(f"<html><body><p>Begin.</p>{''.join(parts)}</body></html>", page_of_text("x"))
    except SourceError:
        return
    covered = sum(passage.end - passage.start for passage in page.passages)
    ends = [0, *(passage.end for passage in page.passages)]
    between = "".join(page.text[a : p.start] for a, p in zip(ends, page.passages, strict=False))
    assert not between.strip()
    assert ends == sorted(ends)
    assert covered + len(between) == len(page.text)
    for passage in page.passages:
        words = page.text[passage.start : passage.end]
        assert words
        assert words == words.strip()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_skip(data):
    with contextlib.suppress(SourceError):
        assert isinstance(decode(data), str)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from(["title", "text", "url", "date", "id"]), st.text(max_size=30))))
def test_every_row_is_a_page_or_a_skip(tmp_path_factory, rows):
    path = write(tmp_path_factory.mktemp("rows"), "a.jsonl", "\n".join(map(json.dumps, rows)) or "\n")
    found = read(path)
    assert len(found) == max(1, len(rows))
    for row, item in zip(rows, found, strict=False):
        if isinstance(item, Page) and item.format == "json" and item.extractor is None:
            assert item.text.endswith(row["text"])


def test_page_of_text():
    page = page_of_text("Words.", url="https://quillpost.example/2021/05/04/x", date="4 May 2021", outlet="Quill Post")
    assert page.key == page.url
    assert [(item.kind, item.earliest) for item in page.evidence] == [("metadata", "2021-05-04"), ("url", "2021-05-04")]
    assert page_of_text("Words.").key == page_of_text("Words.").key != page_of_text("Other.").key
    assert page_of_text("\ud800").raw_hash
    with pytest.raises(SourceError, match="found 'soon' for a date"):
        page_of_text("Words.", date="soon")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2021-05-04", ("2021-05-04", "2021-05-04")),
        ("2021-05-04T23:30:00+02:00", ("2021-05-04", "2021-05-04")),
        ("20210504T120000Z", ("2021-05-04", "2021-05-04")),
        ("2021-05", ("2021-05-01", "2021-05-31")),
        ("May 2021", ("2021-05-01", "2021-05-31")),
        ("4th of May, 2021", ("2021-05-04", "2021-05-04")),
        ("Tue, 04 May 2021 10:00:00 GMT", ("2021-05-04", "2021-05-04")),
        ("Sept. 3, 2020", ("2020-09-03", "2020-09-03")),
        ("02/06/2019", ("2019-02-06", "2019-06-02")),
        ("25/06/2019", ("2019-06-25", "2019-06-25")),
        ("1620086400", ("2021-05-04", "2021-05-04")),
        ("1620086400000", ("2021-05-04", "2021-05-04")),
        ("2021-13-40", None),
        ("31 February 2021", None),
        ("soon", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_days(words, expected):
    assert days.interval(words) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/2021/05/04/talks", ("2021-05-04", "2021-05-04")),
        ("https://a.example/2021/may/04/talks", ("2021-05-04", "2021-05-04")),
        ("https://a.example/2021/05/talks", ("2021-05-01", "2021-05-31")),
        ("https://a.example/news-20210504.html", ("2021-05-04", "2021-05-04")),
        ("https://a.example/news/123456", None),
        ("https://a.example/2021/99/talks", None),
    ],
)
def test_days_in_addresses(url, expected):
    found = days.in_url(url)
    assert (found[:2] if found else None) == expected


def test_old_file_times_are_no_capture_times(tmp_path):
    path = write(tmp_path, "a.txt", STORY)
    os.utime(path, (0, 0))
    assert only(read(path)).captured is None
