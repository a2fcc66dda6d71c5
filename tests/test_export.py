import csv
import io
import json
from dataclasses import replace

import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings

from onrecord import export, tables
from onrecord.errors import OnRecordError, QueryError
from onrecord.query import Filter, Record
from onrecord.store import Store
from onrecord.store.rows import storable
from onrecord.types import Said, Speaker, Utterance
from tests import strategies
from tests.factories import TEXT, article, dated

QUOTED, REPORTED = "We will keep the line open", "talks would go on"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "news.onrecord"
    with Store.open(path, create=True) as store:
        said = {"said": Said("2021-03-01", "2021-03-01", "on Monday", "weekday before publication")}
        one = article(TEXT, QUOTED, REPORTED, published=dated("2021-03-09"), said=said)
        two = article(TEXT, QUOTED, key="b.txt", outlet="Iron Bell", said={"speaker": Speaker(None, "Šarić", "saric")})
        for found in (one, two, article(TEXT + "!", QUOTED, key="b.txt", outlet="Iron Bell")):
            store.put(found)
        first = one.statements[0].id
        store.write_matches({}, [Utterance("u", "Ada Lund", (first,), first)])
    with Record.open(path) as opened:
        yield opened


def lines(content):
    return [json.loads(line) for line in content.decode().splitlines()]


def table(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def arrow(content):
    return pyarrow.parquet.read_table(io.BytesIO(content))


def written(record, what, format, criteria=None):
    stream = io.BytesIO()
    count = export.write(record, what, format, stream, criteria)
    return count, stream.getvalue()


def assert_formats_hold(record, what, criteria=None):
    """Every format holds the rows of the record, and as many as are counted."""
    rows = list(record.rows(what, criteria))
    flat = [tables.flat(what, row) for row in rows]
    contents = {format: written(record, what, format, criteria) for format in export.Format}
    assert {count for count, _ in contents.values()} == {len(rows), record.count(what, criteria)}
    assert lines(contents["jsonl"][1]) == rows
    header, *fields = table(contents["csv"][1])
    assert header == [column.name for column in tables.TABLES[what]]
    assert fields == [[field(value) for value in row.values()] for row in flat]
    found = arrow(contents["parquet"][1])
    assert [(one.name, one.metadata) for one in found.schema] == [
        (one.name, one.metadata) for one in tables.schema(what)
    ]
    assert [plain(row) for row in found.to_pylist()] == [plain(row) for row in flat]


def field(value):
    """Return a value as CSV has it."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def plain(row):
    """Return a row with spans and intervals as pairs."""
    spans = ("content", "insertions", "ellipses", "said_options", "date_options", "also")
    evidence = {"date_evidence": [plain(one) for one in row["date_evidence"]]} if "date_evidence" in row else {}
    return (
        row
        | evidence
        | {
            name: [list(span.values() if isinstance(span, dict) else span) for span in row[name]]
            for name in spans
            if row.get(name) is not None
        }
    )


@pytest.mark.parametrize("what", tables.TABLES)
def test_every_format_has_all_rows(record, what):
    assert_formats_hold(record, what)
    assert_formats_hold(record, what, Filter(speaker="lund"))
    assert_formats_hold(record, what, Filter(text="nothing"))


@pytest.fixture(scope="module")
def any_record(tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "any.onrecord"
    with Store.open(path, create=True) as store, Record.open(path) as opened:
        yield store, opened


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(one=strategies.articles())
def test_export_equals_store(any_record, one):
    store, record = any_record
    store.put(one)
    criteria = Filter(article=one.id)
    assert_formats_hold(record, "statements", criteria)
    assert_formats_hold(record, "articles", criteria)
    (row,) = record.rows("articles", criteria)
    assert row["text"] == storable(one.text)
    for found, said in zip(record.rows("statements", criteria), one.statements, strict=True):
        assert found["text"] == storable(said.text)
        assert " ... ".join(row["text"][start:end] for start, end in found["content"]) == found["text"]
        assert found["source"] == storable(one.source)
        assert found["speaker"]["name"] == (said.speaker.name and storable(said.speaker.name))


def test_a_statement_has_the_form_that_is_promised(record):
    row = next(record.rows("statements"))
    start = TEXT.index(QUOTED)
    assert row == {
        "id": row["id"],
        "article": row["article"],
        "source": "a.txt",
        "outlet": "Harbour Courier",
        "published": "2021-03-09",
        "text": QUOTED,
        "content": [[start, start + len(QUOTED)]],
        "form": "direct",
        "cue": {"text": "told", "start": TEXT.index("told"), "end": TEXT.index("told") + 4},
        "speaker": {
            "text": "Ada Lund",
            "start": TEXT.index("Ada Lund"),
            "end": TEXT.index("Ada Lund") + 8,
            "name": "Ada Lund",
            "actor": None,
            "role": None,
            "affiliation": None,
            "how": "name",
            "why": None,
        },
        "addressee": None,
        "medium": None,
        "venue": None,
        "relay": None,
        "said": {
            "earliest": "2021-03-01",
            "latest": "2021-03-01",
            "from": "on Monday",
            "how": "weekday before publication",
            "options": [],
        },
        "passage": "body",
        "confidence": 1.0,
        "insertions": [],
        "ellipses": [],
        "utterance": "u",
    }
    names = ["id", "article", "source", "outlet", "published", "text", "content", "form", "cue", "speaker"]
    assert list(row)[:10] == names


def test_an_utterance_and_an_actor(record):
    (row,) = record.rows("utterances")
    assert (row["id"], row["speaker"], row["text"], row["statements"]) == ("u", "Ada Lund", QUOTED, [row["witness"]])
    assert [(one["name"], one["statements"]) for one in record.rows("actors")] == [("Ada Lund", 3)]


def test_events_have_columns_and_no_rows_yet(record):
    assert written(record, "events", "jsonl") == (0, b"")
    count, content = written(record, "events", "csv")
    assert (count, table(content)[0][:7]) == (0, ["id", "article", "date", "enddate", "actor", "recipient", "event"])
    assert arrow(written(record, "events", "parquet")[1]).num_rows == 0


def test_one_row_is_one_line_whatever_ends_lines_elsewhere(any_record):
    store, record = any_record
    text = "a\u2028b\u0085c\x0cd\re"
    store.put(article(text, text, key="lines"))
    _, content = written(record, "statements", "jsonl", Filter(article="lines"))
    assert [row["text"] for row in lines(content)] == [text]
    assert content.count(b"\n") == 1


def test_columns_say_what_they_are(record):
    for name in tables.TABLES:
        fields = arrow(written(record, name, "parquet")[1]).schema
        assert all(one.metadata[b"about"] for one in fields)
        assert len({one.name for one in fields}) == len(fields)


def test_rows_go_in_batches(record, monkeypatch):
    monkeypatch.setattr(tables, "_ROWS_AT_ONCE", 2)
    assert [batch.num_rows for batch in tables.batches("statements", record.rows("statements"))] == [2, 1]
    assert_formats_hold(record, "statements")


def test_to_a_file(record, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    assert export.write(record, "statements", "jsonl", out) == 3
    assert len(lines(out.read_bytes())) == 3
    assert list(tmp_path.iterdir()) == [out]


def test_to_standard_output(record, capsysbinary):
    assert export.write(record, "statements", "csv", "-", Filter(text="line")) == 2
    assert len(table(capsysbinary.readouterr().out)) == 3


def test_to_a_device(record):
    assert export.write(record, "statements", "parquet", "/dev/null") == 3
    with pytest.raises(OnRecordError, match="/dev/full cannot be written: No space left"):
        export.write(record, "statements", "jsonl", "/dev/full")


@pytest.mark.parametrize("format", export.Format)
def test_a_file_is_replaced_only_when_complete(record, tmp_path, format):
    out = tmp_path / "out"
    out.write_text("old")

    def failing(*_):
        yield from record.rows("statements")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export.write(Half(failing, record.path), "statements", format, out)
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


class Half:
    """A record whose rows end in an exception."""

    def __init__(self, rows, path):
        self.rows = rows
        self.path = path


def test_places_that_cannot_be_written_say_so(record, tmp_path):
    for place in (tmp_path / "no" / "folder.csv", tmp_path, tmp_path / ("long" * 100)):
        with pytest.raises(OnRecordError, match=r"cannot be written: .*check that its folder exists"):
            export.write(record, "statements", "csv", place)
    with pytest.raises(QueryError, match="is the record itself"):
        export.write(record, "statements", "csv", record.path)
    assert record.count("statements") == 3
    assert list(tmp_path.iterdir()) == []


def test_unknown_names_say_what_is_known(record, tmp_path):
    with pytest.raises(QueryError, match=r"'quotes'.*statements, articles, utterances, talking_points, events, actors"):
        export.write(record, "quotes", "csv", tmp_path / "x")
    with pytest.raises(QueryError, match="'xlsx'; expected one of jsonl, csv, parquet"):
        export.write(record, "statements", "xlsx", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_null_is_not_the_text_null(any_record):
    store, record = any_record
    store.put(article("null told", "null", key="null", said={"relay": "null", "venue": ""}))
    criteria = Filter(article="null")
    (row,) = lines(written(record, "statements", "jsonl", criteria)[1])
    (found,) = arrow(written(record, "statements", "parquet", criteria)[1]).to_pylist()
    for one in (row, found):
        assert (one["relay"], one["venue"], one["medium"]) == ("null", "", None)


def test_confidence_is_rounded_the_same_everywhere(any_record):
    store, record = any_record
    one = article("she told us", "us", key="round")
    store.put(replace(one, statements=(replace(one.statements[0], confidence=2 / 3),)))
    criteria = Filter(article="round")
    assert lines(written(record, "statements", "jsonl", criteria)[1])[0]["confidence"] == 0.6667
    assert_formats_hold(record, "statements", criteria)
