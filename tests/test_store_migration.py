"""From schema 1 to schema 2: a record that an older OnRecord wrote, opened by this one."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.actors import person_id
from onrecord.errors import RecordVersionError
from onrecord.query import Record
from onrecord.store import Decision, Outcome, Store, schema, sqlite, text_hash
from onrecord.types import Figure
from tests import factories, worlds

SCHEMA_1 = Path(__file__).with_name("schema_1.sql")
TEXT = "Harbour to stay open\n“We will keep the line open,” Ada Lund told the Courier."
ADA = person_id("Ada Lund")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a record of schema 1 with an article, a statement in it and a judgement."""
    found = tmp_path / "old.onrecord"
    one = factories.article(TEXT, "We will keep the line open", title="Harbour to stay open")
    (said,) = one.statements
    day = "2022-12-14"
    evidence = f'[{{"kind":"header","earliest":"{day}","latest":"{day}","detail":"x","start":null,"end":null}}]'
    article = {
        "row": 1,
        "id": one.id,
        "outlet": one.outlet,
        "title": one.title,
        "source": one.source,
        "revision": 1,
        "newest": 1,
        "added": f"{day}T08:00:00+00:00",
        "format": "text",
        "raw_hash": one.raw_hash,
        "text_hash": text_hash(TEXT),
        "key": one.key,
        "key_hash": text_hash(one.key),
        "text": TEXT,
        "published": day,
        "published_earliest": day,
        "published_latest": day,
        "date_evidence": evidence,
    }
    statement = {
        "row": 1,
        "id": said.id,
        "article": one.id,
        "position": 0,
        "speaker_name": "Ada Lund",
        "text": said.text,
        "form": "direct",
        "speaker_text": "Ada Lund",
        "speaker_how": "name",
        "actor": ADA,
        "passage": "body",
        "confidence": 0.9,
        "content": json.dumps(said.content),
        "speaker_start": 51,
        "speaker_end": 59,
        "speaker_folded": "ada lund",
    }
    rows = [
        ("article", article),
        ("actor", {"id": ADA, "name": "Ada Lund"}),
        ("passage", {"article": one.id, "position": 0, "kind": "body", "start": 0, "end": len(TEXT)}),
        ("statement", statement),
        ("utterance", {"row": 1, "id": "u", "speaker": "Ada Lund", "witness": said.id}),
        ("utterance_statement", {"statement": said.id, "utterance": "u", "position": 0}),
        ("judgement", {"row": 1, "kind": "same speaker", "subjects": '["a","b"]', "at": "2022-12-15T08:00:00+00:00"}),
        ("meta", {"name": "changes", "value": "1"}),
        ("meta", {"name": "matched", "value": "1"}),
    ]
    with closing(sqlite3.connect(found)) as connection:
        connection.executescript(SCHEMA_1.read_text(encoding="utf-8"))
        for table, values in rows:
            names = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        connection.commit()
    return found


def layout(path: Path) -> dict[str, object]:
    """Return tables with their columns, indexes with theirs, and the words of views and triggers."""
    with closing(sqlite3.connect(path)) as connection:
        found: dict[str, object] = {}
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
            if kind == "table":
                found[name] = {tuple(row[1:4]) for row in connection.execute(f"PRAGMA table_info('{name}')")}
            elif kind == "index":
                found[name] = [row[2] for row in connection.execute(f"PRAGMA index_info('{name}')")]
            else:
                found[name] = " ".join(sql.split())
        return found


def test_it_ends_as_a_new_record_begins(path: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.onrecord"
    with Store.open(new, create=True), Store.open(path):
        pass
    assert layout(path) == layout(new)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    with Store.open(path) as store, store._engine.connect() as opened:
        assert sqlite.damage(opened) == []


def test_nothing_in_it_is_lost(path: Path) -> None:
    with Store.open(path) as store:
        assert not store.matched(), "schema 3 matches everything anew"
        assert [one.kind for one in store.judgement_log()] == [Decision.SAME_SPEAKER]
        assert store.known("a.txt", TEXT)
    with Record.open(path) as record:
        (one,) = record.articles()
        assert (one.text, one.published.best, one.published.options, one.figures) == (TEXT, "2022-12-14", (), ())
        assert one.published.evidence[0].also == ()
        (said,) = record.statements()
        assert (said.text, said.utterance, said.speaker.name, said.speaker.why) == (
            "We will keep the line open",
            "u",
            "Ada Lund",
            None,
        )
        assert said.speaker.actor == ADA
        assert one.text[slice(*said.content[0])] == said.text
        assert [found.text for found in record.statements(text="line open")] == [said.text]


def test_its_statements_keep_what_their_article_alone_told(path: Path) -> None:
    with Store.open(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT own_name, own_actor FROM statement").fetchall() == [("Ada Lund", ADA)]
        assert connection.execute("SELECT count(*) FROM figure").fetchone() == (0,)


def test_it_goes_on_as_any_record(path: Path) -> None:
    figure = Figure("Ada Lund", "f", (), (), ((0, 1),), ADA)
    new = factories.article(TEXT + " Again.", "We will keep the line open", key="b.txt", figures=(figure,))
    with Store.open(path) as store:
        assert store.put(new) == Outcome.ADDED
        assert store.identify(worlds.world()) == 1
        assert store.identify(worlds.world()) == 0
        store.write_chains([])
        store.write_matches({}, [])
    with Record.open(path) as record:
        assert {one.speaker.name for one in record.statements()} == {"Ada Lund"}
        assert record.count("articles") == 2


def test_who_only_reads_is_told_to_bring_it_up_to_date(path: Path) -> None:
    with pytest.raises(RecordVersionError, match=r"has schema 1; this OnRecord reads schema .*onrecord add --record"):
        Record.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_two_may_open_it_at_once(path: Path) -> None:
    with Store.open(path) as one, Store.open(path) as other:
        assert one.known("a.txt", TEXT)
        assert other.known("a.txt", TEXT)
