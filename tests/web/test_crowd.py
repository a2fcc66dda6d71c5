"""Many readers at once, and the API as its description has it."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onrecord import columns, judging
from onrecord.types import Utterance, digest
from onrecord.web.app import application, operations
from onrecord.web.correcting import Editing
from tests.factories import TEXT, article
from tests.serving import Server
from tests.web.conftest import LUND, QUOTED

READERS, EACH, ADDED = 50, 6, 40
HOST = {"Host": "127.0.0.1"}
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.mark.parametrize("edited", [False, True])
def test_the_api_is_as_described_whatever_is_asked(room, story, edited):
    editing = Editing.begin("Ada") if edited else None
    if edited:
        judging.speaker(room.record.path, story[0].statements[0].id, "Bo <b>Krag")
        judging.no_statement(room.record.path, story[1].statements[0].id, who="Ada")
        judging.undo(room.record.path, 1)
        room.refresh()
    app = application(room, editing=editing)
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=HOST)
    assert ("/api/corrections" in described.raw_schema["paths"]) == edited
    asked = 0
    for operation in described.get_all_operations():

        @settings(max_examples=12, deadline=None, database=None, phases=(Phase.explicit, Phase.generate))
        @given(case=operation.ok().as_strategy())
        def ask(case):
            nonlocal asked
            case.call_and_validate(checks=CHECKS, headers=HOST)
            asked += 1

        ask()
    assert asked >= len(list(operations(editing=edited)))


def test_fifty_readers_while_articles_are_added(store, story):
    one = story[0]
    addresses = ["/", "/api/search?text=line", f"/article/{one.id}", f"/speaker/{LUND.actor}", "/outlets", "/articles"]
    server = Server(store.path)
    start = threading.Barrier(READERS + 1)

    def read(number):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        start.wait()
        found = []
        for step in range(EACH):
            connection.request("GET", addresses[(number + step) % len(addresses)])
            answer = connection.getresponse()
            found.append((answer.status, len(answer.read()) > 0))
        connection.close()
        return found

    try:
        with ThreadPoolExecutor(READERS) as readers:
            reading = [readers.submit(read, number) for number in range(READERS)]
            start.wait()
            for number in range(ADDED):
                added = article(TEXT, QUOTED, key=f"new {number}", said={"speaker": LUND})
                store.put(added)
                members = (one.statements[0].id, added.statements[0].id)
                store.write_matches({}, [Utterance(digest(number), None, members, members[0])])
            answers = [answer for each in reading for answer in each.result()]
        assert answers == [(200, True)] * (READERS * EACH)
        assert server.room.columns().select is not None
        assert len(server.room.columns().row) == 4 + ADDED
    finally:
        server.close()


def test_what_is_remembered_of_columns_is_not_taken_for_others_of_the_same_state(room):
    one = columns.read(room.record)  # while another reader reads them as well
    two = columns.read(room.record)
    assert one.state == two.state
    assert room.remembered("key", one, lambda: "of one") == "of one"
    assert room.remembered("key", two, lambda: "of two") == "of two"
    assert room.remembered("key", one, lambda: "anew") == "of one"
