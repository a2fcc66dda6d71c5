import csv
import io
import json
import re
from html import unescape
from xml.etree import ElementTree

import numpy as np
import pyarrow.parquet
import pytest

from onrecord import tables
from onrecord.query import Filter
from onrecord.web import cards, links
from onrecord.web.app import PAGES
from onrecord.web.room import Room
from tests.factories import article, dated
from tests.web.conftest import LUND, QUOTED

ATOM = "{http://www.w3.org/2005/Atom}"


def words(page):
    """Return what a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page.text)).split())


def test_every_page_answers_and_has_a_twin_with_the_same_context(client, story):
    one = story[0]
    keys = {
        "article": one.id, "utterance": one.statements[0].utterance, "speaker": LUND.actor, "outlet": "Iron Bell",
    }  # fmt: skip
    keys["utterance"] = client.get(f"/api/article/{one.id}").json()["passages"][-1]["notes"][0]["quote"]["utterance"]
    for page in PAGES:
        path = page.path.replace("{key}", keys.get(page.path.split("/")[1], ""))
        shown, twin = client.get(path), client.get(links.twin(path))
        assert (shown.status_code, twin.status_code) == (200, 200), path
        assert shown.headers["content-type"] == "text/html; charset=utf-8"
        assert set(twin.json()) == set(page.context.__slots__)
        assert f'href="{twin.json()["api"]}"' in shown.text.replace("&amp;", "&")
        assert "/articles" in shown.text


@pytest.mark.usefixtures("story")
def test_the_front_page_tells_what_is_worth_looking_at(client):
    page = client.get("/api").json()
    assert (page["articles"], page["statements"], page["speakers"], page["outlets"], page["copies"]) == (3, 4, 2, 2, 1)
    (wording,) = page["wordings"]
    assert wording["furthest"]["meanings"] == ["negation"]
    assert wording["outlets"] == ["Harbour Courier", "Iron Bell"]
    assert [one["conflicts"] for one in page["conflicts"]] == [["header and URL differ"]]
    assert [one["text"] for one in page["alone"]] == ["talks would go on", "a thing of the past"]
    assert [(one["name"], one["number"]) for one in page["most_quoted"]] == [("Ada Lund", 3), ("Zoë Šarić", 1)]
    assert sum(bar["statements"] for bar in page["timeline"]["bars"]) + page["timeline"]["undated_statements"] == 4


@pytest.mark.usefixtures("story")
def test_the_front_page_keeps_to_the_days_asked_for(client):
    page = client.get("/api", params={"since": "2021-03-08", "until": "2021-03-08"}).json()
    assert page["statements"] == 3
    assert [one["name"] for one in page["most_quoted"]] == ["Ada Lund"]
    assert client.get("/api", params={"since": "1999", "until": "1999"}).json()["statements"] == 0
    assert "Nothing is known of these days" in client.get("/?since=1999&until=1999").text


def test_an_empty_record_has_its_pages(client):
    for path in ("/", "/search", "/wordings", "/speakers", "/outlets", "/articles", "/search.csv", "/search.atom"):
        assert client.get(path).status_code == 200


def test_the_article_is_printed_word_for_word(client, story):
    for one in story:
        page = client.get(f"/api/article/{one.id}").json()
        for passage in page["passages"]:
            text = "".join(run["text"] for run in passage["runs"])
            assert text == one.text[passage["start"] : passage["end"]]
        noted = [note["quote"]["id"] for passage in page["passages"] for note in passage["notes"]]
        assert sorted(noted) == sorted(statement.id for statement in one.statements)
        shown = client.get(f"/article/{one.id}").text
        for statement in one.statements:
            assert shown.count(f'id="s-{statement.id}"') == 1


def test_an_article_tells_who_speaks_how_it_is_known_and_what_is_its_own_voice(client, story):
    _, two, _ = story
    page = client.get(f"/article/{two.id}")
    assert "header and URL differ" in page.text
    assert "a copy of Harbour Courier" in words(page)
    assert "per Harbour Courier" in words(page)
    assert "How the date is known" in words(page)
    assert '<details class="fold"><summary>Caption</summary>' in page.text
    voice = client.get(f"/api/article/{two.id}").json()["own_voice"]
    assert voice == round(1 - len("We will not keep the line open") / 57, 4)


def test_an_utterance_sets_the_versions_side_by_side(client, story):
    two = story[1]
    key = client.get("/api").json()["wordings"][0]["id"]
    page = client.get(f"/utterance/{key}")
    assert "<ins>not</ins>" in page.text
    assert f'href="{links.place(two.id, two.statements[0].id)}"' in page.text
    steps = client.get(f"/api/utterance/{key}").json()["chain"]
    assert [(step["outlet"], step["kind"], step["source"]) for step in steps] == [
        ("Harbour Courier", None, None),
        ("Iron Bell", "copy", "Harbour Courier"),
    ]


@pytest.mark.usefixtures("story")
def test_a_speaker_has_words_offices_outlets_and_those_that_never_quote(client, store):
    page = client.get(f"/api/speaker/{LUND.actor}").json()
    assert page["name"] == "Ada Lund"
    assert page["roles"] == ["minister"]
    assert page["affiliations"] == ["Harbour Ministry"]
    assert [(one["name"], one["number"]) for one in page["outlets"]] == [("Harbour Courier", 2), ("Iron Bell", 1)]
    assert page["never"] == []
    assert [(year["year"], len(year["quotes"])) for year in page["years"]] == [(2021, 2)]
    store.put(article("x", key="d.txt", outlet="Silent Sheet"))
    store.put(article("Lines, says Šarić, are “over”.", "over", key="e.txt", outlet="Loud Sheet", said={"name": "Š"}))
    assert [one["name"] for one in client.get(f"/api/speaker/{LUND.actor}").json()["never"]] == ["Loud Sheet"]
    assert client.get("/api/speaker/Zo%C3%AB%20%C5%A0ari%C4%87").json()["statements"] == 1
    on_it = client.get(f"/api/speaker/{LUND.actor}", params={"subject": "nothing of that"}).json()
    assert on_it["years"] == []


@pytest.mark.usefixtures("story")
def test_an_outlet_measures_voice_copies_and_how_far_it_strays(client):
    page = client.get("/api/outlet/Iron%20Bell").json()
    assert (page["articles"], page["statements"], page["copied"]) == (1, 1, 1)
    assert page["stray"] > 0
    assert page["compared"] == 1
    assert page["own_voice"] == round(1 - len("We will not keep the line open") / 57, 4)
    assert client.get("/api/outlet/Harbour%20Courier").json()["stray"] is None


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"text": "line"}, {"speaker": "lund"}, {"outlet": "bell"}, {"form": "direct"}, {"medium": "radio"},
        {"since": "2021-03-09"}, {"alone": "yes"}, {"alone": "no"}, {"order": "oldest"}, {"text": "nothing of that"},
    ],
)  # fmt: skip
@pytest.mark.usefixtures("story")
def test_a_search_counts_shows_and_downloads_the_same_statements(client, room, asked):
    page = client.get("/api/search", params=asked).json()
    criteria = {name: value for name, value in asked.items() if name != "order"}
    if "alone" in criteria:
        criteria["alone"] = criteria["alone"] == "yes"
    expected = {one.id for one in room.record.statements(Filter(**criteria))}
    shown = [one["id"] for one in page["quotes"]]
    assert page["count"] == len(expected)
    assert set(shown) == expected
    lines = client.get("/search.jsonl", params=asked).text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == shown
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv", params=asked).text, newline="")))
    assert [row["id"] for row in rows] == shown
    table = pyarrow.parquet.read_table(io.BytesIO(client.get("/search.parquet", params=asked).content))
    assert table["id"].to_pylist() == shown
    assert table.column_names == [column.name for column in tables.STATEMENTS]
    feed = ElementTree.fromstring(client.get("/search.atom", params=asked).content)  # noqa: S314: our own
    assert [entry.find(f"{ATOM}id").text for entry in feed.iter(f"{ATOM}entry")] == [
        f"urn:onrecord:statement:{one}" for one in shown
    ]


def test_a_search_goes_over_pages_without_losing_any(client, store):
    text = " ".join(f"“Line {number}.”" for number in range(60))
    store.put(article(text, *(f"“Line {number}.”" for number in range(60)), published=dated("2020-01-01")))
    seen, address = [], "/search?order=added"
    while address:
        page = client.get(links.twin(address)).json()
        assert page["count"] == 60
        assert page["pages"] == 3
        seen += [one["text"] for one in page["quotes"]]
        address = page["next"]
    assert seen == [f"“Line {number}.”" for number in range(60)]
    assert client.get("/api/search?page=9").json()["quotes"] == []


@pytest.mark.usefixtures("story")
def test_facets_narrow_a_search_to_what_they_say(client):
    page = client.get("/api/search").json()
    for facet in ("speakers", "outlets", "forms", "media"):
        for one in page[facet]:
            assert client.get(links.twin(one["href"])).json()["count"] == one["number"], one
    for bar in page["timeline"]["bars"]:
        if bar["statements"]:
            assert client.get(links.twin(bar["href"])).json()["count"] >= bar["statements"]


def test_a_statement_leads_to_its_place_and_carries_its_citation(client, story):
    one = story[0]
    statement = one.statements[0]
    answer = client.get(f"/statement/{statement.id[:8]}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/article/{one.id}#s-{statement.id}"
    start, end = statement.content[0]
    citation = client.get(f"/api/statement/{statement.id}").json()["citation"]
    for part in (QUOTED, "Ada Lund", "Harbour Courier", "2021-03-09", f"{start}–{end}", one.raw_hash, statement.id):
        assert part in citation


@pytest.mark.usefixtures("story")
def test_what_is_not_there_or_makes_no_sense_says_so(client):
    for path in ("/article/none", "/utterance/none", "/speaker/none", "/outlet/none", "/statement/none", "/none"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "<h1>" in answer.text
    assert "Look for" in client.get("/api/speaker/none").json()["message"]
    for query in ("since=soon", "form=loud", "page=0", "page=x", "order=up", "alone=perhaps", f"text={'x' * 501}"):
        answer = client.get(f"/api/search?{query}")
        assert answer.status_code == 400, query
        assert answer.json()["status"] == 400
    assert client.get("/search.pdf").status_code == 404
    assert client.get("/static/nothing.css").status_code == 404
    assert client.post("/search").status_code == 405


@pytest.mark.usefixtures("story")
def test_a_change_of_the_record_shows_at_once(client, store):
    before = client.get("/api").json()["statements"]
    store.put(article("Ada Lund told us “more”.", "more", key="new.txt"))
    assert client.get("/api").json()["statements"] == before + 1
    assert client.get("/api/search?text=more").json()["count"] == 1


def test_static_files_are_kept_by_browsers_as_long_as_they_are_the_same(client):
    address = re.search(r'href="(/static/page\.css\?v=\w+)"', client.get("/").text)[1]
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in client.get("/static/page.css?v=old").headers["cache-control"]


@pytest.mark.usefixtures("story")
def test_lists_are_of_the_days_asked_for(client):
    everything = {name: client.get(f"/api/{name}").json() for name in ("speakers", "outlets")}
    few = {name: client.get(f"/api/{name}?since=2021-03-09&until=2021-03").json() for name in ("speakers", "outlets")}
    assert everything["speakers"]["count"] == 2
    assert sum(one["number"] for one in few["outlets"]["outlets"]) < sum(
        one["number"] for one in everything["outlets"]["outlets"]
    )
    assert few["speakers"]["since"] == "2021-03-09"
    assert "since=2021-03-09" in few["speakers"]["href"]
    assert client.get("/speakers?since=nonsense").status_code == 400


def test_articles_whose_dates_disagree_are_listed(client, story):
    found = client.get("/api/articles?conflict=yes").json()
    assert [one["id"] for one in found["articles"]] == [story[1].id]
    assert found["href"] == "/articles?conflict=yes"
    assert client.get("/api").json()["ways"]["conflicts"] == found["href"]
    assert client.get("/api/articles?conflict=no").json()["count"] == 3
    assert client.get("/api/articles?conflict=perhaps").status_code == 400


@pytest.mark.usefixtures("story")
def test_what_differs_is_told_of_how_many(client):
    front, wordings = client.get("/api").json(), client.get("/api/wordings").json()
    assert (front["differing"], front["considered"]) == (wordings["count"], wordings["considered"]) == (1, 1)
    assert (wordings["page"], wordings["pages"], wordings["next"]) == (1, 1, None)
    assert client.get("/api/wordings?page=2").json()["wordings"] == []


@pytest.mark.usefixtures("story")
def test_what_differs_no_more_since_the_columns_were_read_is_left_out(room, store):
    columns = room.columns()
    shared = columns.shared(np.arange(len(columns.row)))
    assert len(cards.wordings(room, columns, shared)) == 1
    store.write_matches({}, [])
    assert cards.wordings(Room(room.record), columns, shared) == ()
