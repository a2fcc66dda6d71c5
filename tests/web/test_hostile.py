"""Articles that try to be more than text: whatever they hold, a page shows it as words."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import Phase, given, settings
from starlette.testclient import TestClient

from onrecord.query import Record
from onrecord.store import Store
from onrecord.types import Kind, Passage, Speaker, Utterance, digest
from onrecord.web.app import application
from onrecord.web.room import Room
from tests.factories import article, statement
from tests.strategies import articles

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "template": "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "comment": "<!-- --> ]]> <![CDATA[ </textarea></title></style>",
    "right to left": "\u202eevil\u202c \u2067rtl\u2069 שלום",
    "controls": "a\0b\x1b[31m\ud800\ufffe",
    "address": "javascript:alert(1)",
    "entity": "&lt;b&gt; &amp; &#x3c;",
}


class Reader(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data):
        self.text.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def shown(text):
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_only_words(store, client, bad):
    text = f"Before {bad} “{bad} said so” after."
    hostile = article(
        text, f"{bad} said so", outlet=bad, title=bad, author=bad, url=bad, source=f"src {bad}",
        said={"speaker": Speaker(None, bad, None, bad, bad), "relay": bad, "medium": bad},
    )  # fmt: skip
    other = article(text + "!", f"{bad} said", key="other", said={"speaker": Speaker(None, bad, None, bad, bad)})
    store.put(hostile)
    store.put(other)
    members = (hostile.statements[0].id, other.statements[0].id)
    store.write_matches({}, [Utterance(digest("u"), bad, members, members[0])])
    front = client.get("/api").json()
    (speaker,) = front["most_quoted"]
    paths = ["/", "/search", "/articles", "/speakers", "/outlets", "/wordings", f"/article/{hostile.id}",
             f"/utterance/{digest('u')}", speaker["href"], front["most_quoting"][0]["href"]]  # fmt: skip
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        reader = read(answer.text)
        assert reader.tags.count("script") == 1, path
        assert not [name for _, name, _ in reader.attributes if name.startswith("on") or name == "style"]
        addresses = [value for _, name, value in reader.attributes if name in ("href", "src", "action")]
        assert all(value.startswith(("/", "#")) for value in addresses), path
    reader = read(client.get(f"/article/{hostile.id}").text)
    assert shown(text) in "".join(reader.text)
    assert client.get("/search.atom").status_code == 200


def test_only_the_web_is_linked_to(store, client):
    store.put(article(key="web", url="https://example.org/a?b=1&c=2"))
    page = client.get("/api/articles").json()["articles"][0]["href"]
    assert 'href="https://example.org/a?b=1&amp;c=2" rel="noreferrer noopener"' in client.get(page).text


@pytest.fixture(scope="module")
def anything(tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "any.onrecord"
    with Store.open(path, create=True) as store, Record.open(path) as record:
        yield store, TestClient(application(Room(record)), base_url="http://127.0.0.1", follow_redirects=False)


@settings(max_examples=50, deadline=None, phases=(Phase.reuse, Phase.generate))  # each example makes the next slower
@given(found=articles())
def test_pages_stand_any_article(anything, found):
    store, client = anything
    store.put(found)
    page = client.get(f"/api/article/{found.id}").json()
    for passage in page["passages"]:
        assert "".join(run["text"] for run in passage["runs"]) == shown(found.text[passage["start"] : passage["end"]])
    links = {quote["speaker"]["href"] for part in page["passages"] for quote in (n["quote"] for n in part["notes"])}
    for path in ("/", f"/article/{found.id}", "/articles", "/search", "/search.atom", *filter(None, links)):
        assert client.get(path).status_code == 200, path


def test_a_million_quotation_marks_and_a_long_text_are_quick(store, client):
    marks = article("“" * 1_000_000, key="marks")
    sentence = "“We will wait,” said Ada Lund. Nobody else spoke, and the wind took the rest of it away. "
    text = sentence * (100_000 // len(sentence))
    passages = tuple(Passage(at, at + len(sentence), Kind.BODY) for at in range(0, len(text), len(sentence)))
    long = article(text, key="long", passages=passages)
    base = statement(text, "We will wait,", article=long.id)
    said = [
        replace(base, id=digest("s", at), content=((at + 1, at + 14),)) for at in range(0, len(text), len(sentence))
    ]
    store.put(marks)
    store.put(replace(long, statements=tuple(said)))
    assert client.get(f"/article/{marks.id}").text.count("“") >= 1_000_000
    page = client.get(f"/article/{long.id}")
    assert page.text.count('class="q ') == len(said)
