import jsonschema_rs
import pytest

from onrecord.web.app import PAGES, operations
from onrecord.web.openapi import description, jsonable
from tests.web.conftest import LUND


@pytest.fixture(scope="module")
def document():
    return description(operations(), version="1")


def test_every_page_and_download_is_described(document):
    assert {one.path for one in operations()} == set(document["paths"])
    assert len(document["paths"]) == len(PAGES) + 5
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


def test_json_keeps_nothing_back(client, story):
    assert jsonable(story[0])["id"] == story[0].id
    assert client.get("/api/openapi.json").json()["openapi"] == "3.1.0"
