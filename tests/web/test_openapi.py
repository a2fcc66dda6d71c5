import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from onrecord import judging
from onrecord.web.app import PAGES, application, operations
from onrecord.web.correcting import Editing
from onrecord.web.openapi import description, jsonable
from tests.web.conftest import LUND

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def document():
    return description(operations(), version="1")


def test_every_page_and_download_is_described(document):
    assert {one.path for one in operations()} == set(document["paths"])
    assert len(document["paths"]) == len(PAGES) + 8
    names = [one["get"]["operationId"] for one in document["paths"].values()]
    assert len(set(names)) == len(names)


def test_answers_are_as_described(client, story, document):
    keys = {"article": story[0].id, "speaker": LUND.actor, "outlet": "Iron Bell"}
    keys["utterance"] = client.get("/api").json()["wordings"][0]["id"]
    for page in PAGES:
        path = "/api" + page.path.rstrip("/")
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        check = jsonschema_rs.validator_for({**schema, "components": document["components"]})
        answer = client.get(path.replace("{key}", keys.get(page.path.split("/")[1], "")))
        assert [error.message for error in check.iter_errors(answer.json())] == [], path


def test_corrections_are_described_where_they_are_taken(room, story):
    assert (
        "/api/corrections" not in TestClient(application(room), base_url=HOST).get("/api/openapi.json").json()["paths"]
    )
    client = TestClient(application(room, editing=Editing.begin("Ada")), base_url=HOST)
    described = client.get("/api/openapi.json").json()
    schema = described["paths"]["/api/corrections"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    check = jsonschema_rs.validator_for({**schema, "components": described["components"]})
    judging.no_statement(room.record.path, story[0].statements[0].id, who="Ada")
    answer = client.get("/api/corrections").json()
    assert len(answer["corrections"]) == 1
    assert check.is_valid(answer)


def test_json_keeps_nothing_back(client, story):
    assert jsonable(story[0])["id"] == story[0].id
    assert client.get("/api/openapi.json").json()["openapi"] == "3.1.0"
