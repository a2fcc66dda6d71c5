import json
import re
import struct
import sys
from pathlib import Path
from xml.etree import ElementTree

import altair
import numpy as np
import pytest
import vl_convert
from typer.testing import CliRunner

from onrecord import charts
from onrecord.cli import app
from onrecord.columns import over_time
from onrecord.errors import QueryError
from onrecord.query import Filter, Record
from onrecord.store import Store
from onrecord.types import Dating, Speaker, digest
from tests.factories import TEXT, article, dated

HOSTILE = "</script><script>alert(1)</script> <!-- & \"x\" 'y' \0\x1b\ud800\ufffe ${7*7} {{7*7}}"
HEBREW, TURNED = "בנימין נתניהו", "\u202eevil"
SVG = "{http://www.w3.org/2000/svg}"
ALL = charts.Kind.SPEAKERS


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """Two days of March 2021 known, one article and its statement of no day; three speakers, two of one name."""
    path = tmp_path_factory.mktemp("charts") / "news.onrecord"
    kept, go_on = "We will keep the line open", "talks would go on"
    first, second = ({"speaker": Speaker(None, "Ada Lund", digest("actor", one))} for one in ("first", "second"))
    saric, nobody = {"speaker": Speaker(None, "Zoë Šarić")}, {"speaker": Speaker(None, None)}
    articles = [
        article(TEXT, kept, go_on, published=dated("2021-03-09"), said=first),
        article(TEXT, kept, key="b.txt", outlet="Iron Bell", published=dated("2021-03-12"), said=second),
        article(TEXT, go_on, key="c.txt", outlet=None, published=Dating(None, None, None), said=saric),
        article(TEXT, go_on, key="d.txt", published=dated("2021-03-12"), said=nobody),
    ]
    with Store.open(path, create=True) as store:
        for one in articles:
            store.put(one)
    with Record.open(path) as opened:
        yield opened


def specification(chart):
    return json.loads(charts.drawn(chart, "json"))


def rows(chart):
    (values,) = specification(chart)["datasets"].values()
    return values


def ranked(*names):
    return charts.ranking(ALL, charts.Ranked(names, len(names), sum(number for _, number in names), 0), "All of it.")


def size(png):
    """Return the width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def words(svg):
    return [one.text for one in ElementTree.fromstring(svg).iter(f"{SVG}text") if one.text]


def test_a_timeline_counts_statements_articles_and_what_has_no_day(record):
    chart = record.chart("timeline")
    assert isinstance(chart, altair.Chart)
    assert [(one["label"], one["statements"], one["articles"]) for one in rows(chart)] == [
        ("2021-03-09", 2, 1),
        ("2021-03-10", 0, 0),
        ("2021-03-11", 0, 0),
        ("2021-03-12", 2, 2),
    ]
    spec = specification(chart)
    assert spec["title"]["text"] == "Statements and articles by day"
    assert spec["title"]["subtitle"] == [
        "All of news.onrecord.",
        "4 statements and 3 articles, 2021-03-09 to 2021-03-12.",
        "Not drawn: 1 statement and 1 article whose day is not known to within a year.",
    ]
    for line in (*spec["title"]["subtitle"], "Most in 2021-03-12: 2 statements and 2 articles."):
        assert line in spec["description"]


def test_a_ranking_shows_some_and_says_of_how_many(record):
    chart = record.chart("speakers", limit=2)
    assert [(one["speaker"], one["statements"]) for one in rows(chart)] == [("Ada Lund", 2), ("Ada Lund", 1)]
    assert len({one["place"] for one in rows(chart)}) == 2  # two of one name stay two bars
    assert specification(chart)["title"]["subtitle"][1:] == [
        "2 of 3 speakers, with 3 of 4 statements.",
        "Not drawn: 1 statement whose speaker is not known.",
    ]
    everybody = record.chart("outlets")
    assert [(one["outlet"], one["statements"]) for one in rows(everybody)] == [("Harbour Courier", 3), ("Iron Bell", 1)]
    assert specification(everybody)["title"]["subtitle"][1] == "2 outlets, with 4 statements."


def test_the_subtitle_says_what_was_asked_for(record):
    chart = record.chart("timeline", Filter(since="2021", text="line* open"), speaker=digest("actor", "first"))
    (first, *_) = specification(chart)["title"]["subtitle"]
    assert first == "news.onrecord, only speaker Ada Lund, words line* open, from 2021."
    held = charts.reading.read(record)
    everything = Filter(outlet="x" * 99, until="2022", form="mixed", alone=False, min_confidence=0.5, once=True)
    assert charts.asked("n", held, everything) == (
        f"n, only outlet {'x' * 59}…, to 2022, partly retold, at least 0.5 certain, in several outlets, without copies."
    )
    assert charts.asked("n", held, Filter(speaker=HEBREW)) == f"n, only speaker \u2068{HEBREW}\u2069."


@pytest.mark.parametrize("kind", charts.Kind)
def test_a_specification_is_valid_and_asks_nobody_for_anything(record, kind):
    chart = record.chart(kind)
    assert altair.Chart.from_dict(specification(chart)).to_dict() == specification(chart)  # both check it
    text = json.dumps({name: value for name, value in specification(chart).items() if name != "$schema"})
    assert "://" not in text
    assert '"url"' not in text
    assert specification(chart)["config"]["font"] == "sans-serif"


@pytest.mark.parametrize("kind", charts.Kind)
def test_a_png_is_wide_sharp_and_not_blank(record, kind):
    png = charts.drawn(record.chart(kind), "png")
    width, height = size(png)
    assert width == 1200 * charts.SCALE
    paper = {"width": 1200, "height": height // charts.SCALE, "padding": 0, "background": charts.PAPER}
    blank = vl_convert.vegalite_to_png(
        paper | {"data": {"values": []}, "mark": "bar", "config": {"view": {"stroke": None}}}, scale=charts.SCALE
    )
    assert size(blank) == (width, height)
    assert len(png) > 3 * len(blank)


def test_an_svg_holds_labels_and_the_text_in_its_place(record):
    svg = charts.drawn(record.chart("timeline"), "svg")
    assert {"Statements and articles by day", "9 Mar 2021", "12 Mar 2021", "statements", "articles"} <= set(words(svg))
    assert ElementTree.fromstring(svg).get("aria-label").startswith("Bar chart. Statements and articles by day.")
    assert {"Ada Lund", "Zoë Šarić"} <= set(words(charts.drawn(record.chart("speakers"), "svg")))


@pytest.mark.parametrize("name", [HOSTILE, HEBREW, TURNED, "\n\0\n", " ", "x" * 5000, "datum.label", "1 2 3"])
def test_names_are_only_words(name):
    chart = ranked((name, 3), ("Bo Ek", 1))
    (shown, _) = (one["speaker"] for one in rows(chart))
    texts = words(charts.drawn(chart, "svg"))
    assert "Bo Ek" in texts
    assert any(shown.startswith(one.removesuffix("…")) for one in texts)
    assert len(charts.drawn(chart, "png")) > 10_000
    page = charts.drawn(chart, "html").decode()
    assert page.count("</script>") == page.count("<script>") == 2


def test_a_page_holds_all_it_needs(record):
    page = charts.drawn(record.chart("timeline"), "html").decode()
    assert re.findall(r'(?:src|href)="[^"]*"', page.partition("<script>")[0]) == []
    assert "default-src 'none'" in page
    assert "connect-src" not in page
    assert "unsafe-eval" not in page
    assert "2021-03-12" in page
    assert "<p>Bar chart. Statements and articles by day." in page


@pytest.mark.parametrize(
    ("days", "unit", "shown"),
    [
        ([20210309], "day", ["2021-03-09"]),
        ([20210301, 20210401], "day", ["2021-03-01", "2021-03-08", "2021-03-15", "2021-03-22", "2021-03-29"]),
        ([20160115, 20211015], "month", [f"{year}-{month}" for year in range(2016, 2022) for month in ("01", "07")]),
        ([19980101, 20230101], "year", ["2000", "2005", "2010", "2015", "2020"]),
        ([10101, 99990101], "decade", [f"{year:04}s" for year in range(0, 9999, 1000)]),
    ],
)
def test_labels_are_round_and_few(days, unit, shown):
    counted = over_time(np.array(days))
    assert counted.unit == unit
    assert specification(charts.timeline(counted, ""))["encoding"]["x"]["axis"]["values"] == shown


@pytest.mark.parametrize(
    ("statements", "articles", "lines"),
    [
        (1, 0, [0, 1]),
        (7, 1, [0, 2, 4, 6]),
        (67, 4, [0, 20, 40, 60]),
        (195, 60, [-50, 0, 50, 100, 150]),
        (0, 1, [-1, 0]),
    ],
)
def test_lines_stand_at_round_whole_numbers(statements, articles, lines):
    day = 20210309
    counted = over_time(np.array([day] * statements, np.int64), np.array([day] * articles, np.int64))
    spec = specification(charts.timeline(counted, ""))
    assert spec["encoding"]["y"]["axis"]["values"] == lines
    assert [set(row) >= {"statements"} for row in rows(charts.timeline(counted, ""))] == [bool(statements)]


def test_where_nothing_can_be_drawn_it_says_so(record, tmp_path):
    for kind in charts.Kind:
        with pytest.raises(QueryError, match="nothing fits; nothing to draw"):
            record.chart(kind, speaker="nobody")
    with pytest.raises(QueryError, match="the day of 1 statement and 1 article is not known to within a year"):
        record.chart("timeline", speaker="Šarić")
    with pytest.raises(QueryError, match="the outlet of 1 statement is not known"):
        record.chart("outlets", speaker="Šarić")
    with Store.open(tmp_path / "empty.onrecord", create=True) as store, Record.open(store.path) as empty:
        for kind in charts.Kind:
            with pytest.raises(QueryError, match="nothing to draw"):
                empty.chart(kind)


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("pie", {}, "expected one of timeline, speakers, outlets"),
        ("speakers", {"limit": 0}, "expected 1 to 200"),
        ("speakers", {"limit": 201}, "export the actors"),
        ("speakers", {"speeker": "x"}, "no filter is called speeker"),
    ],
)
def test_wrong_use_says_what_was_expected(record, kind, given, words):
    with pytest.raises(QueryError, match=words):
        record.chart(kind, **given)
    with pytest.raises(QueryError, match="expected one of png, svg, json, html"):
        charts.drawn(record.chart(), "pdf")


def test_without_the_extra_it_says_how_to_get_it(record, monkeypatch):
    chart = record.chart()
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert not charts.installed()
    with pytest.raises(QueryError, match=r"vl_convert is not installed.*pip install 'onrecord\[charts\]'"):
        charts.drawn(chart, "png")
    assert charts.drawn(chart, "json").startswith(b"{")
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(QueryError, match=r"altair is not installed.*pip install 'onrecord\[charts\]'"):
        record.chart()


def run(*arguments):
    return CliRunner().invoke(app, ["chart", *map(str, arguments)])


def test_the_command_writes_what_the_suffix_says(record, tmp_path):
    for format in charts.Format:
        out = tmp_path / f"speakers.{format.upper() if format == 'png' else format}"
        result = run("speakers", "-r", record.path, "--limit", 2, "--since", "2021-03", "-o", out)
        assert (result.exit_code, result.output) == (0, "")
        assert out.read_bytes() == charts.drawn(record.chart("speakers", since="2021-03-01", limit=2), format)
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [".PNG", ".html", ".json", ".svg"]


def test_a_file_stays_where_nothing_is_drawn(record, tmp_path):
    out = tmp_path / "kept.svg"
    out.write_text("before")
    result = run("timeline", "-r", record.path, "--speaker", "nobody", "-o", out)
    assert result.exit_code == 1
    assert "nothing to draw" in result.stderr
    assert run("timeline", "-r", record.path, "-o", tmp_path / "none" / "a.svg").exit_code == 1
    assert out.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["kept.svg"]


def test_colours_are_those_of_the_page():
    style = (Path(charts.__file__).parent / "web" / "static" / "page.css").read_text(encoding="utf-8")
    light = style.partition("prefers-color-scheme: dark")[0]
    for colour in (charts.PAPER, charts.INK, charts.SOFT, charts.RULE):
        assert colour in light
