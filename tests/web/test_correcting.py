import re

import pytest
from starlette.testclient import TestClient

from onrecord.store.judgements import Decision
from onrecord.web.app import application
from onrecord.web.correcting import VERBS, Editing
from tests.web.conftest import LUND

ORIGIN = {"Origin": "http://127.0.0.1"}


@pytest.fixture
def editing():
    return Editing.begin("Ada")


@pytest.fixture
def editor(room, editing):
    app = application(room, editing=editing)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, headers=ORIGIN)


def forms(page):
    """Return the forms of a page that change something: their verbs, with the fields that they hold."""
    found = re.findall(r'<form class="correction" method="post" action="/correct/([\w-]+)">(.*?)</form>', page, re.S)
    return [(verb, dict(re.findall(r'name="(\w+)" value="([^"]*)"', inside))) for verb, inside in found]


def send(editor, page, verb, **answers):
    """Fill in the first form of a verb on a page, and send it."""
    fields = next(fields for found, fields in forms(editor.get(page).text) if found == verb)
    answer = editor.post(f"/correct/{verb}", data=fields | answers)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def log(editor):
    return [(one["words"], one["who"], one["undone"]) for one in editor.get("/api/corrections").json()["corrections"]]


def test_a_wrong_speaker_is_corrected_in_place_and_undone(editor, story):
    one = story[0]
    page, statement = f"/article/{one.id}", one.statements[0].id
    assert send(editor, page, "speaker", name="Bo Krag") == f"{page}#s-{statement}"
    assert editor.get(f"/api/statement/{statement}").json()["speaker"]["name"] == "Bo Krag"
    ((words, who, undone),) = log(editor)
    assert "was said by Bo Krag" in words
    assert (who, undone) == ("Ada", None)
    assert send(editor, "/corrections", "undo") == "/corrections"
    assert log(editor)[0][2] is not None


def test_what_is_no_quotation_leaves_every_page(editor, story):
    one = story[0]
    before = editor.get("/api").json()["statements"]
    send(editor, f"/article/{one.id}", "no-statement")
    assert editor.get("/api").json()["statements"] == before - 1
    assert one.statements[0].id not in editor.get(f"/article/{one.id}").text.replace("/corrections", "")
    send(editor, "/corrections", "undo")
    assert editor.get("/api").json()["statements"] == before


def test_versions_are_parted_and_brought_together(editor, store, story):
    one, two, _ = story
    key = editor.get("/api").json()["wordings"][0]["id"]
    send(editor, f"/utterance/{key}", "other")
    assert editor.get("/api").json()["wordings"] == []
    send(editor, f"/article/{one.id}", "same", other=two.statements[0].id)
    assert {one.kind for one in store.judgement_log()} == {Decision.OTHER_UTTERANCE, Decision.SAME_UTTERANCE}
    assert len(editor.get("/api").json()["wordings"]) == 1


def test_every_verb_has_its_form(editor, story):
    key = editor.get("/api").json()["wordings"][0]["id"]
    send(editor, f"/article/{story[0].id}", "no-statement")
    pages = [f"/article/{story[0].id}", f"/speaker/{LUND.actor}", "/corrections"]
    found = {verb for page in pages for verb, _ in forms(editor.get(page).text)}
    assert key
    assert found | {"other"} == set(VERBS)


def test_a_form_that_makes_no_sense_is_refused_with_a_reason(editor, editing, story):
    good = {"form": editing.word}
    for verb, answers in (
        ("merge", {"one": "nobody", "other": "none"}),
        ("merge", {"one": "nobody"}),
        ("undo", {"number": "x"}),
        ("undo", {"number": "99"}),
        ("no-statement", {"statement": "none"}),
    ):
        answer = editor.post(f"/correct/{verb}", data=good | answers)
        assert answer.status_code == 400, verb
        assert "<h1>" in answer.text
    assert editor.post("/correct/nothing", data=good).status_code == 404
    assert editor.post("/correct/merge", data=good | {"one": "x" * 20_000}).status_code == 413
    assert log(editor) == []
    assert story


def test_only_the_pages_own_forms_are_taken(editor, editing, story):
    statement = story[0].statements[0].id
    right = {"form": editing.word, "statement": statement}
    assert editor.post("/correct/no-statement", data={"statement": statement}).status_code == 403
    assert editor.post("/correct/no-statement", data=right | {"form": "other"}).status_code == 403
    for origin in ("http://evil.example", "null", ""):
        assert editor.post("/correct/no-statement", data=right, headers={"Origin": origin}).status_code == 403
    assert editor.get("/correct/no-statement").status_code == 405
    assert log(editor) == []


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "x", "/a\r\nb", ""])
def test_a_form_leads_back_to_this_server_only(editor, editing, story, back):
    data = {"form": editing.word, "statement": story[0].statements[0].id, "back": back}
    assert editor.post("/correct/no-statement", data=data).headers["location"] == "/corrections"


def test_without_editing_nothing_can_be_changed(client, story):
    assert 'method="post"' not in client.get(f"/article/{story[0].id}").text
    for path in ("/corrections", "/api/corrections"):
        assert client.get(path).status_code == 404
    assert client.post("/correct/no-statement", data={}, headers=ORIGIN).status_code == 404
