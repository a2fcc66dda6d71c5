"""Timelines to take away: the figures of the pages, as pictures and specifications."""

import json
import sys
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from onrecord.types import Dating, Speaker, digest
from onrecord.web.app import application
from onrecord.web.room import Room
from tests.factories import TEXT, article, dated
from tests.web.conftest import LUND, QUOTED

FORMATS = ["png", "svg", "json"]


@pytest.fixture
def crowd(store, story):
    """More of the same names: a speaker whose name holds another's, and an outlet of the same letters."""
    bare = Speaker(None, "Lund")
    for key, said, fields in (
        ("d", {"speaker": bare}, {"published": dated("2021-03-11")}),
        ("e", {"speaker": Speaker(None, "Lund Bo")}, {"published": dated("2021-04-11"), "outlet": "IRON BELL"}),
        ("f", {"speaker": LUND}, {"published": Dating(None, None, None)}),
        ("g", {}, {"published": dated("2021-05-01"), "outlet": "Iron Bell"}),
    ):
        words = [QUOTED] if said else []
        store.put(article(TEXT, *words, key=key, said=said, **fields))
    return story


def figures(client, href):
    """Return what a specification counts, as the bars of a page's JSON twin."""
    answer = client.get(href)
    assert answer.status_code == 200, answer.text
    (values,) = answer.json()["datasets"].values()
    return [
        (one["label"], one["since"], one["until"], one.get("statements", 0), one.get("articles", 0)) for one in values
    ]


PAGES = [
    "/api",
    "/api?since=2021-03-09",
    "/api?since=2021-03-09&until=2021-03",
    "/api/search",
    "/api/search?order=oldest",
    "/api/search?speaker=lund",
    "/api/search?speaker=lund&outlet=courier&since=2021&form=direct&text=line",
    "/api/search?alone=yes",
    "/api/search?alone=no",
    "/api/speaker/Lund",
    f"/api/speaker/{digest('actor', 'ada lund')}",
    "/api/outlet/Iron%20Bell",
    "/api/outlet/IRON%20BELL",
    "/api/outlet/Harbour%20Courier",
]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("path", PAGES)
def test_a_specification_counts_what_the_page_counts(client, path):
    line = client.get(path).json()["timeline"]
    assert [one["format"] for one in line["pictures"]] == FORMATS
    (href,) = (one["href"] for one in line["pictures"] if one["format"] == "json")
    bars = [(one["label"], one["since"], one["until"], one["statements"], one["articles"]) for one in line["bars"]]
    assert figures(client, href) == bars
    subtitle = " ".join(client.get(href).json()["title"]["subtitle"])
    for number, noun in ((line["undated_statements"], "statement"), (line["undated_articles"], "article")):
        assert (f"{number} {noun}" in subtitle.partition("Not drawn")[2]) == (number > 0)


@pytest.mark.usefixtures("crowd")
def test_names_that_hold_others_are_told_apart_where_the_page_does(client):
    exact = figures(client, "/chart/timeline.json?speaker=Lund&exact=yes&articles=no")
    alike = figures(client, "/chart/timeline.json?speaker=Lund&articles=no")
    assert sum(one[3] for one in exact) == 1
    assert sum(one[3] for one in alike) > 2
    both = "/chart/timeline.json?outlet={}&speaker=Lund+Bo&exact=yes"
    assert figures(client, both.format("IRON+BELL")) == [("2021-04-11", "2021-04-11", "2021-04-11", 1, 1)]
    assert client.get(both.format("Iron+Bell")).status_code == 404


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize(
    ("name", "media", "begins"),
    [("png", "image/png", b"\x89PNG"), ("svg", "image/svg+xml", b"<svg"), ("json", "application/json", b"{")],
)
def test_pictures_are_files_to_keep(client, name, media, begins):
    answer = client.get(f"/chart/timeline.{name}")
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["content-disposition"] == f'attachment; filename="timeline.{name}"'
    assert answer.content.startswith(begins)
    assert client.get(f"/chart/timeline.{name}").content == answer.content
    assert client.head(f"/chart/timeline.{name}").status_code == 200
    assert client.post(f"/chart/timeline.{name}").status_code == 405


@pytest.mark.usefixtures("story")
def test_pages_lead_to_their_pictures(client):
    for path in ("/", "/search?speaker=lund&order=oldest", f"/speaker/{LUND.actor}", "/outlet/Iron%20Bell"):
        shown = client.get(path).text.replace("&amp;", "&")
        for one in client.get(f"/api{path}".removesuffix("/")).json()["timeline"]["pictures"]:
            assert f'<a href="{one["href"]}" download>' in shown
            assert "order" not in one["href"]
        assert ">Vega-Lite</a>" in shown


@pytest.mark.usefixtures("story")
def test_a_change_of_the_record_shows(client, store):
    before = client.get("/chart/timeline.svg").text
    store.put(article(TEXT, QUOTED, key="more", published=dated("2021-03-10"), said={"speaker": LUND}))
    assert client.get("/chart/timeline.svg").text != before


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("speaker=nobody", 404, "Nothing fits"),
        ("speaker=%C5%A0ari%C4%87", 404, "not known to within a year"),
        ("since=soon", 400, "expected YYYY"),
        ("exact=perhaps", 400, "expected yes or no"),
        ("articles=2", 400, "expected yes or no"),
        ("alone=2", 400, "expected yes or no"),
        ("form=loud", 400, "direct"),
        (f"text={'x' * 501}", 400, "500 at most"),
    ],
)
def test_what_cannot_be_drawn_says_so(client, query, status, words):
    for name in FORMATS:
        answer = client.get(f"/chart/timeline.{name}?{query}")
        assert (answer.status_code, answer.json()["status"]) == (status, status)
        assert words in answer.json()["message"]
    assert client.get("/chart/timeline.pdf").status_code == client.get("/chart/pie.png").status_code == 404


@pytest.mark.usefixtures("story")
def test_without_the_extra_nothing_is_offered_and_it_says_how_to_get_it(room, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    client = TestClient(application(Room(room.record)), base_url="http://127.0.0.1")
    assert "/chart/" not in client.get("/").text
    assert client.get("/api").json()["timeline"]["pictures"] == []
    for name in FORMATS:
        answer = client.get(f"/chart/timeline.{name}")
        assert answer.status_code == 404
        assert "pip install 'onrecord[charts]'" in answer.json()["message"]


def test_hostile_names_are_only_words(store, client):
    bad = "</script><b onload=alert(1)>&\"'\x1b\ud800"
    speaker = Speaker(None, bad, digest("actor", bad))
    store.put(article(TEXT, QUOTED, published=dated("2021-03-09"), outlet=bad, said={"speaker": speaker}))
    for key in (f"speaker={digest('actor', bad)}", "outlet=%3C/script%3E"):
        svg = ElementTree.fromstring(client.get(f"/chart/timeline.svg?{key}").text)
        assert any("</script>" in (one.text or "") for one in svg.iter())
        tags = {one.tag.rpartition("}")[2] for one in svg.iter()}
        assert tags <= {"svg", "g", "path", "rect", "text", "line", "tspan"}
        assert "</script>" in json.dumps(client.get(f"/chart/timeline.json?{key}").json())
