import doctest
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.errors import QueryError, RecordBusyError, RecordError, RecordVersionError
from onrecord.query import Record
from onrecord.store import Decision, Outcome, Store, migrations, rows, schema, sqlite
from onrecord.types import CopyRow, DateEvidence, Dating, Form, How, PairJudgement, StatementRow, Utterance
from tests import factories, strategies
from tests.factories import TEXT, article

QUOTED = "We will keep the line open"
REPORTED = "talks would go on"
ROOT = Path(__file__).parents[1]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.onrecord"


@pytest.fixture
def store(path):
    with Store.open(path, create=True) as opened:
        yield opened


def sql(path, query, *values):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, values).fetchall()


def read(path):
    with Record.open(path) as record:
        return list(record.articles(all_revisions=True))


def damage(path):
    with Store.open(path) as opened, opened._engine.connect() as connection:
        return sqlite.damage(connection)


# Putting


def test_what_is_put_comes_back(store, path):
    one = article(TEXT, QUOTED, REPORTED)
    assert store.put(one) == Outcome.ADDED
    assert read(path) == [one]


def test_putting_twice_changes_nothing(store, path):
    one = article(TEXT, QUOTED)
    store.put(one)
    before = sql(path, "SELECT * FROM article"), sql(path, "SELECT * FROM statement")
    assert store.put(one) == Outcome.UNCHANGED
    assert (sql(path, "SELECT * FROM article"), sql(path, "SELECT * FROM statement")) == before


def test_a_changed_text_is_a_new_revision_and_both_stay(store, path):
    old, new = article(TEXT, QUOTED), article(TEXT + " Corrected.", QUOTED)
    assert [store.put(old), store.put(new)] == [Outcome.ADDED, Outcome.REVISED]
    assert read(path) == [old, replace(new, revision=2)]
    assert sql(path, "SELECT id FROM article WHERE newest = 1") == [(new.id,)]


def test_a_text_that_comes_back_is_the_newest_again(store, path):
    old, new = article(TEXT, QUOTED), article(TEXT + " Corrected.", QUOTED)
    assert [store.put(one) for one in (old, new, old, old)] == ["added", "revised", "revised", "unchanged"]
    assert sql(path, "SELECT id, revision, newest FROM article ORDER BY row") == [(old.id, 1, 1), (new.id, 2, 0)]
    third = article(TEXT + " Again.")
    store.put(third)
    assert sql(path, "SELECT revision FROM article WHERE newest = 1") == [(3,)]


def test_known_is_the_newest_text_under_the_key(store):
    store.put(article(TEXT))
    assert store.known("a.txt", TEXT)
    assert not store.known("a.txt", TEXT + "!")
    assert not store.known("b.txt", TEXT)
    store.put(article(TEXT + "!"))
    assert not store.known("a.txt", TEXT)


def test_keys_that_differ_in_a_surrogate_only_are_different(store, path):
    assert store.put(article(TEXT, key="a\udc80")) == Outcome.ADDED
    assert store.put(article(TEXT, key="a\udc81")) == Outcome.ADDED
    assert [one.key for one in read(path)] == ["a\udc80", "a\udc81"]


@pytest.fixture(scope="module")
def any_record(tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "any.onrecord"
    with Store.open(path, create=True) as store, Record.open(path) as record:
        yield store, record


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(one=strategies.articles())
def test_any_article_comes_back_exactly(any_record, one):
    store, record = any_record
    assert store.put(one) == Outcome.ADDED
    assert store.put(one) == Outcome.UNCHANGED
    assert store.known(one.key, one.text)
    found = record.article(one.id)
    assert found == one
    assert all(said.text == " ... ".join(found.text[a:b] for a, b in said.content) for said in found.statements)


# Text that SQL cannot hold


@given(text=strategies.any_text)
def test_packing_keeps_length_and_loses_nothing(text):
    packed = rows.pack({"text": text, "other": None})
    assert len(packed["text"]) == len(text)
    assert not re.search("[\x00\ud800-\udfff]", packed["text"])
    assert (packed["unstorable"] is None) == (packed["text"] == text)
    assert rows.unpack(packed)["text"] == text


def test_text_after_a_nul_is_found_and_counted(store, path):
    text = "Ada Lund told us\x00: \ud83d the harbour stays open"
    one = article(text, "the harbour stays open")
    store.put(one)
    (start, end) = one.statements[0].content[0]
    query = "SELECT length(text), substr(text, ? + 1, ? - ?) FROM article"
    assert sql(path, query, start, end, start) == [(len(text), "the harbour stays open")]
    assert sql(path, "SELECT rowid FROM article_fts WHERE article_fts MATCH 'harbour'") == [(1,)]
    assert read(path) == [one]


@pytest.mark.parametrize("module", [rows, sqlite])
def test_examples_in_docstrings(module):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


# The file


def test_everything_in_it_makes_sense_to_other_programs(store, path):
    for number in range(3):
        store.put(article(TEXT, QUOTED, REPORTED, key=f"{number}.txt", said={"name": "Zoë Šarić"}))
    said = [one.id for found in read(path) for one in found.statements]
    store.write_matches({}, [Utterance("u", "Zoë Šarić", tuple(said[::2]), said[0])])
    assert damage(path) == []
    names = [name for (name,) in sql(path, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    for name in names:
        assert sql(path, f"SELECT count(*) FROM {name}")
    for table in schema.metadata.tables.values():
        assert table.primary_key.columns
        assert all(key.column.primary_key for key in table.foreign_keys), "links lead to primary keys"
    listed = sql(path, "SELECT speaker, text, outlet, utterance FROM statement_list")
    assert listed[0] == ("Zoë Šarić", QUOTED, "Harbour Courier", "u")
    assert len(listed) == 6
    assert sql(path, "SELECT source, statements FROM article_list")[0] == ("0.txt", 2)
    assert sql(path, "SELECT speaker, statements, outlets FROM speaker_list") == [("Zoë Šarić", 6, 1)]
    judged = store.judge(Decision.NO_STATEMENT, [said[0]])
    assert said[0] not in [one for (one,) in sql(path, "SELECT statement FROM statement_list")]
    assert sql(path, "SELECT source, statements FROM article_list")[0] == ("0.txt", 1)
    assert sql(path, "SELECT statements FROM speaker_list") == [(5,)]
    store.undo(judged.number)
    assert sql(path, "SELECT statements FROM speaker_list") == [(6,)]
    for table in ("article", "statement"):
        index = sql(path, f"SELECT 1 FROM sqlite_master WHERE sql LIKE '%USING fts%content=\"{table}\"%'")
        assert index == [(1,)], "the form by which Datasette recognises a full-text index"
        assert sql(path, f"SELECT count(*) FROM {table} WHERE rowid <> row") == [(0,)]


def test_full_text_ignores_accents_and_follows_changes(store, path):
    store.put(article("Šarić told of the Éclair", "of the Éclair"))
    find = "SELECT count(*) FROM statement_fts WHERE statement_fts MATCH ?"
    assert sql(path, find, "eclair") == [(1,)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE statement SET text = 'of nothing'")
    assert (sql(path, find, "eclair"), sql(path, find, "nothing")) == ([(0,)], [(1,)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM statement")
    assert sql(path, find, "nothing") == [(0,)]


def test_it_is_durable_by_its_settings(store):
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert sqlite.pragma(connection, "synchronous") == 2
        assert sqlite.pragma(connection, "foreign_keys") == 1


def write(path, content):
    path.write_bytes(content)


def database(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def newer(path):
    with Store.open(path, create=True):
        pass
    database(path, f"PRAGMA user_version = {schema.VERSION + 1}")


NO_RECORDS = {
    "missing": (str, RecordError, "no record at .* onrecord add"),
    "folder": (lambda path: path.mkdir(), RecordError, "is a folder"),
    "empty": (lambda path: write(path, b""), RecordError, "is empty"),
    "one byte": (lambda path: write(path, b"S"), RecordError, "not a SQLite database"),
    "text": (lambda path: write(path, b"Dear reader, " * 1000), RecordError, "not a SQLite database"),
    "only the magic": (lambda path: write(path, b"SQLite format 3\0" + b"x" * 5000), RecordError, "."),
    "other database": (lambda path: database(path, "CREATE TABLE t (x)"), RecordError, "not an OnRecord record"),
    "no tables": (lambda path: database(path, "PRAGMA user_version = 0", "VACUUM"), RecordError, "empty|SQLite"),
    "newer": (newer, RecordVersionError, f"schema {schema.VERSION + 1}; .* up to {schema.VERSION}.*upgrade"),
}


@pytest.mark.parametrize("opened", [Store.open, Record.open, lambda path: Store.open(path, readonly=True)])
@pytest.mark.parametrize(("make", "error", "message"), NO_RECORDS.values(), ids=NO_RECORDS)
def test_what_is_no_record_is_refused_and_left_alone(path, make, error, message, opened):
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=f"(?s){message}"):
        opened(path)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("case", ["folder", "one byte", "text", "only the magic", "other database", "newer"])
def test_creating_overwrites_nothing(path, case):
    make, error, message = NO_RECORDS[case]
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=message):
        Store.open(path, create=True)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_creating_goes_on_from_a_file_that_a_kill_left_empty(path):
    write(path, b"")
    with Store.open(path, create=True) as opened:
        assert opened.put(article()) == Outcome.ADDED


@pytest.mark.parametrize("place", ["no/such/folder/x.onrecord", "nul\0.onrecord"])
def test_a_place_that_cannot_be_is_a_record_error(tmp_path, place):
    with pytest.raises(RecordError):
        Store.open(tmp_path / place, create=True)


@pytest.mark.parametrize("name", ["a b.onrecord", "50%#1?.onrecord", "ä\udcff.onrecord", "-"])
def test_any_file_name_will_do(tmp_path, name):
    with Store.open(tmp_path / name, create=True) as opened:
        opened.put(article())
    assert len(read(tmp_path / name)) == 1
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_damage_is_a_record_error(store, path):
    for number in range(50):
        store.put(article(f"{TEXT} {number}", QUOTED, key=f"{number}.txt"))
    store.close()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(RecordError, match="damaged"), Record.open(path) as record:
        list(record.articles())


READ_ONLY = """
import os, sys
from onrecord.query import Record
for path in sys.argv[1:]:  # the first, read as oneself, loads all modules
    with Record.open(path) as record:
        print(record.count("articles"))
    if os.getuid() == 0:
        os.setuid(65534)
"""


def test_a_record_is_read_where_nothing_can_be_written(store, path):
    store.put(article())
    store.close()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        copy.chmod(0o444)
        copy.parent.chmod(0o555)
        assert python(READ_ONLY, path, copy) == ["1", "1"]
        copy.parent.chmod(0o755)


# Processes


def python(code, *arguments, ok=True):
    """Run Python code and return the lines it prints."""
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode == 0) == ok, done.stderr
    return done.stdout.splitlines()


ADDER = """
import sys
from onrecord.store import Store
from tests.factories import TEXT, article
path, name, count = sys.argv[1:]
with Store.open(path, create=True) as store:
    number = 0
    while number < int(count):
        one = article(f"{TEXT} {name} {number}", "talks would go on", key=f"{name} {number}")
        store.put(one)
        print(one.id, flush=True)
        number += 1
"""


def test_two_processes_make_and_fill_one_record_at_once(path):
    command = [sys.executable, "-W", "error", "-c", ADDER, str(path)]
    running = [subprocess.Popen([*command, name, "30"], stdout=subprocess.PIPE, text=True, cwd=ROOT) for name in "ab"]
    printed = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert {one.id for one in read(path)} == {*printed[0], *printed[1]}
    assert sum(map(len, printed)) == 60
    assert damage(path) == []


KILLER = """
import os, random, signal, sys, time
from onrecord.store import Store
from tests.factories import TEXT, article

def add(run, pipe):
    with Store.open(sys.argv[1], create=True) as store:
        for number in range(1_000_000):
            one = article(f"{TEXT} {run} {number}", "talks would go on", key=f"{run} {number}")
            store.put(one)
            os.write(pipe, f"{one.id}\\n".encode())

moments = random.Random(7)
for run in range(20):
    pipe, end = os.pipe()
    child = os.fork()
    if not child:
        add(run, end)
    os.close(end)
    with os.fdopen(pipe) as lines:
        for _ in range(moments.randrange(8)):  # the moment: some articles and then some microseconds later
            print(lines.readline(), end="")
        begun = time.perf_counter()
        delay = moments.random() / 30
        while time.perf_counter() - begun < delay:
            pass
        os.kill(child, signal.SIGKILL)
        print("".join(line for line in lines if line.endswith("\\n")), end="")
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
"""


def test_a_kill_at_any_moment_loses_nothing_reported_as_stored(path):
    reported = python(KILLER, path)
    assert len(reported) > 40
    stored = [identifier for (identifier,) in sql(path, "SELECT id FROM article ORDER BY row")]
    assert set(reported) <= set(stored)
    assert damage(path) == []
    assert [one.id for one in read(path) if len(one.statements) == 1 and len(one.passages) == 2] == stored
    assert len(python(ADDER, path, "the next run", 1)) == 1


def test_a_busy_record_says_so_and_works_again(store, path):
    store.put(article())
    with Store.open(path, busy_seconds=0.05) as hurried:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(RecordBusyError, match="another process"):
                hurried.put(article(key="b.txt"))
            assert hurried.known("a.txt", TEXT), "reading does not wait"
            other.execute("ROLLBACK")
        assert hurried.put(article(key="b.txt")) == Outcome.ADDED


def test_a_full_database_says_so_and_loses_nothing(store, path):
    one = article(TEXT, QUOTED)
    store.put(one)
    with store._engine.connect() as connection:
        pages = sqlite.pragma(connection, "page_count")
        sqlite.pragma(connection, "max_page_count", pages + 4)
    with pytest.raises(RecordError, match="full; free some space"):
        store.put(article("long " * 100_000, key="b.txt"))
    assert store.put(one) == Outcome.UNCHANGED
    assert read(path) == [one]
    with store._engine.connect() as connection:
        sqlite.pragma(connection, "max_page_count", 1_000_000)
    assert store.put(article("long " * 100_000, key="b.txt")) == Outcome.ADDED
    assert damage(path) == []


FULL_DISK = """
import resource, sys
from onrecord.errors import RecordError
from onrecord.store import Store
from tests.factories import TEXT, article
with Store.open(sys.argv[1], create=True) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, resource.RLIM_INFINITY))
    for number in range(10_000):
        one = article(TEXT * 40 + str(number), "talks would go on", key=str(number))
        try:
            store.put(one)
        except RecordError as error:
            print(error)
            break
        print(one.id)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(store.put(one))
"""


def test_a_disk_with_no_room_says_so_and_loses_nothing(path):
    *stored, message, outcome = python(FULL_DISK, path)
    assert "run" in message
    assert "again" in message
    assert outcome == "added"
    assert [one.id for one in read(path)][:-1] == stored
    assert len(stored) > 5
    assert damage(path) == []


# Migrations


def test_steps_run_in_order_each_in_its_own_transaction(path):
    with Store.open(path, create=True) as opened:
        opened.put(article())

    def second(connection):
        connection.exec_driver_sql("ALTER TABLE article ADD COLUMN mood TEXT")

    def third(connection):
        connection.exec_driver_sql("UPDATE article SET mood = 'calm'")
        raise RuntimeError("killed in the middle")

    first = schema.VERSION
    with closing_engine(path) as engine, pytest.raises(RuntimeError):
        migrations.migrate(engine, path, expected=first + 2, steps={first + 1: second, first + 2: third})
    assert sql(path, "PRAGMA user_version") == [(first + 1,)]
    assert sql(path, "SELECT mood FROM article") == [(None,)]
    with closing_engine(path) as engine:
        migrations.migrate(engine, path, expected=first + 2, steps={first + 2: str})
    assert sql(path, "PRAGMA user_version") == [(first + 2,)]
    with pytest.raises(RecordVersionError):
        Store.open(path)


def test_a_record_of_schema_2_is_matched_anew(path):
    with Store.open(path, create=True) as opened:
        opened.put(article(TEXT, QUOTED))
        opened.write_matches({}, [])
        assert opened.matched()
    triggers = [name for (name,) in sql(path, "SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    added = [name for name in triggers if "_fts_" not in name]
    indexes = ("utterance_family", "utterance_point", "utterance_time", "utterance_statement_uncompared")
    columns = {
        "copy": ("share", "reason"),
        "utterance": ("family", "talking_point"),
        "utterance_statement": ("joined_to", "joined_score", "joined_why", "distance", "classes"),
    }
    for name in added:
        database(path, f"DROP TRIGGER {name}")
    for name in indexes:
        database(path, f"DROP INDEX {name}")
    for name in ("match_key", "sketch", "sketched", "kin", "stale"):
        database(path, f"DROP TABLE {name}")
    for table, names in columns.items():
        for name in names:
            database(path, f"ALTER TABLE {table} DROP COLUMN {name}")
    database(path, "PRAGMA user_version = 2")
    with Store.open(path) as opened:
        assert not opened.matched()
        assert len(opened.pending().statements.ids) == 1
        assert opened.pending().statements.whole
    assert sql(path, "PRAGMA user_version") == [(schema.VERSION,)]
    there = {name for (name,) in sql(path, "SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert there == set(triggers)


def test_every_schema_before_the_newest_has_a_step():
    assert list(migrations.STEPS) == list(range(2, schema.VERSION + 1))


@contextmanager
def closing_engine(path):
    engine = sqlite.engine(path, busy_seconds=1)
    try:
        yield sqlite.writer(engine)
    finally:
        engine.dispose()


# Matching and judgements


def test_rows_for_matching_are_those_of_newest_revisions(store):
    store.put(article(TEXT, QUOTED))
    new = article(TEXT + " Corrected.", QUOTED, published=factories.dated("2021-03-09"))
    store.put(new)
    body = new.text[new.passages[1].start :]
    assert store.copy_rows() == [CopyRow(new.id, body, "Harbour Courier", "2021-03-09", "2021-03-09")]
    (said,) = new.statements
    expected = StatementRow(
        id=said.id,
        article=new.id,
        text=QUOTED,
        form=Form.DIRECT,
        speaker="Ada Lund",
        how=How.NAME,
        published_earliest="2021-03-09",
        published_latest="2021-03-09",
        outlet="Harbour Courier",
        source=said.speaker.mention.text if said.speaker.mention else None,
    )
    assert store.statement_rows() == [expected]
    assert store.statement_rows({new.id: "original"}) == [replace(expected, copy_of="original")]


def test_matches_are_replaced_as_a_whole(store, path):
    one, two = article(TEXT, QUOTED, REPORTED), article(TEXT, QUOTED, key="b.txt")
    store.put(one)
    store.put(two)
    a, b, c = (said.id for said in (*one.statements, *two.statements))
    store.write_matches({two.id: one.id}, [Utterance("u", None, (a, c), a, "2021-01-01", None)])
    store.write_matches({one.id: two.id}, [Utterance("v", "Ada Lund", (c, a), c), Utterance("w", None, (b,), b)])
    with Record.open(path) as record:
        assert list(record.utterances()) == [Utterance("v", "Ada Lund", (c, a), c), Utterance("w", None, (b,), b)]
        assert [found.copy_of for found in record.articles()] == [two.id, None]
        assert [said.utterance for said in record.statements()] == ["v", "w", "v"]


def test_matches_that_name_what_is_not_there_change_nothing(store, path):
    one = article(TEXT, QUOTED)
    store.put(one)
    said = one.statements[0].id
    store.write_matches({}, [Utterance("u", None, (said,), said)])
    with pytest.raises(RecordError, match="FOREIGN KEY"):
        store.write_matches({}, [Utterance("v", None, ("nobody",), "nobody")])
    with Record.open(path) as record:
        assert [found.id for found in record.utterances()] == ["u"]


def test_matched_means_nothing_has_changed_since_the_rows_were_read(store, path):
    assert store.matched(), "an empty record"
    store.put(article())
    assert not store.matched()
    store.write_matches({}, [])
    assert store.matched()
    store.copy_rows()
    with Store.open(path) as other:
        other.put(article(key="b.txt"))
    store.write_matches({}, [])
    assert not store.matched(), "another process added in between"
    store.statement_rows()
    store.write_matches({}, [])
    assert store.matched()
    store.judge(Decision.SAME_UTTERANCE, ("a", "b"))
    assert not store.matched()


def test_judgements_stay_until_undone(store):
    first = store.judge(Decision.OTHER_UTTERANCE, ("a", "b"), who="mira\udc80")
    store.judge(Decision.SPEAKER, ("a",), value="Ada Lund")
    store.write_matches({}, [])
    assert [one.kind for one in store.judgement_log()] == [Decision.OTHER_UTTERANCE, Decision.SPEAKER]
    assert store.judgement_log()[0] == first
    assert store.judgements() == (PairJudgement("a", "b", same=False),)
    store.undo(first.number)
    assert store.judgements() == ()
    assert [one.number for one in store.judgement_log()] == [2]
    assert [one.undone is None for one in store.judgement_log(undone=True)] == [False, True]
    with pytest.raises(QueryError, match="no judgement 1 holds"):
        store.undo(first.number)


def test_the_later_of_two_judgements_on_a_pair_holds(store):
    store.judge(Decision.OTHER_UTTERANCE, ("a", "b"))
    store.judge(Decision.SAME_UTTERANCE, ("b", "a"))
    assert store.judgements() == (PairJudgement("b", "a", same=True),)


def test_a_judgement_needs_a_subject(store):
    with pytest.raises(QueryError, match="names nothing"):
        store.judge(Decision.NO_STATEMENT, ())
    assert store.matched()


def test_evidence_is_plain_json(store, path):
    reasons = Dating(None, None, None, (DateEvidence("url", None, None, 'é "x"'),), ("two days",))
    store.put(article(published=reasons))
    ((evidence, conflicts),) = sql(path, "SELECT date_evidence, date_conflicts FROM article")
    assert json.loads(conflicts) == ["two days"]
    assert json.loads(evidence)[0]["detail"] == 'é "x"'
