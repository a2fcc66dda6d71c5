"""A small record of invented articles, and a client that asks its page without a network."""

import pytest
from starlette.testclient import TestClient

from onrecord import matching
from onrecord.query import Record
from onrecord.store import Store
from onrecord.types import Dating, Kind, Passage, Said, Speaker, Utterance, digest
from onrecord.web.app import application
from onrecord.web.room import Room
from tests.factories import TEXT, article, dated

QUOTED, REPORTED = "We will keep the line open", "talks would go on"
OTHER = "“We will not keep the line open,” Ada Lund told the Bell.\nIt was a bleak day for the harbour."
LUND = Speaker(None, "Ada Lund", digest("actor", "ada lund"), "minister", "Harbour Ministry")
SARIC = Speaker(None, "Zoë Šarić")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "news.onrecord", create=True) as opened:
        yield opened


@pytest.fixture
def story(store):
    """Three articles of two outlets, one utterance that both have in different words, and a conflict of dates."""
    said = {"speaker": LUND, "said": Said("2021-03-08", "2021-03-08", "on Monday", "weekday before publication")}
    one = article(TEXT, QUOTED, REPORTED, published=dated("2021-03-09"), said=said, title="Harbour to stay open")
    two = article(
        OTHER,
        "We will not keep the line open",
        key="b.txt",
        outlet="Iron Bell",
        published=Dating("2021-03-01", "2021-03-31", None, (), ("header and URL differ",)),
        said={"speaker": LUND, "medium": "radio", "relay": "Harbour Courier"},
        passages=(Passage(0, 57, Kind.BODY), Passage(58, len(OTHER), Kind.CAPTION)),
    )
    three = article(
        "Lines, says Šarić, are “a thing of the past”.", "a thing of the past", key="c.txt", said={"speaker": SARIC}
    )
    for found in (one, two, three):
        store.put(found)
    members = (one.statements[0].id, two.statements[0].id)
    store.write_matches({two.id: one.id}, [Utterance(digest("u"), "Ada Lund", members, members[0], "2021-03-08")])
    matching.compare(store)
    return one, two, three


@pytest.fixture
def room(store):
    with Record.open(store.path) as record:
        yield Room(record)


@pytest.fixture
def client(room):
    return TestClient(application(room), base_url="http://127.0.0.1", follow_redirects=False)
