import sys
import threading
from dataclasses import replace

import pytest

from onrecord.errors import QueryError
from onrecord.query import Actor, Filter, Record, Summary
from onrecord.store import Store, sqlite
from onrecord.store.fetch import SMALL_ROWS
from onrecord.types import Dating, Said, Speaker, Utterance
from tests.factories import TEXT, article, dated

QUOTED, REPORTED = "We will keep the line open", "talks would go on"
LUND = Speaker(None, "Ada Lund", "lund", "minister", "Harbour Ministry")
SARIC = Speaker(None, "Zoë Šarić")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "news.onrecord", create=True) as opened:
        yield opened


@pytest.fixture
def record(store):
    with Record.open(store.path) as opened:
        yield opened


@pytest.fixture
def story(store):
    """Three articles: two that report one utterance, and a copy that is also a revision."""
    one = article(TEXT, QUOTED, REPORTED, published=dated("2021-03-09"), said={"speaker": LUND})
    said = {"speaker": SARIC, "said": Said("2020-01-01", "2020-01-02", "then", "as given")}
    two = article(TEXT, REPORTED, QUOTED, key="b.txt", outlet="Iron Bell", published=dated("2020-05-01"), said=said)
    old = article(TEXT + " Old.", QUOTED, key="c.txt", said={"speaker": LUND})
    new = article(
        TEXT + " New.",
        QUOTED,
        key="c.txt",
        unread="not English",
        said={"speaker": replace(LUND, role="MP")},
        published=Dating("2022-01-01", "2022-12-31", None, (), ("header and URL differ",)),
    )
    for found in (one, two, old, new):
        store.put(found)
    told = Utterance("u", "Ada Lund", (one.statements[0].id, two.statements[1].id), one.statements[0].id, "2020-01-01")
    store.write_matches({new.id: one.id}, [told])
    return one, two, old, new


def test_iterating_gives_newest_revisions_in_the_order_added(record, story):
    one, two, old, new = story
    assert [found.id for found in record.articles()] == [one.id, two.id, new.id]
    assert [found.id for found in record.articles(all_revisions=True)] == [one.id, two.id, old.id, new.id]
    assert [found.id for found in record.statements()] == [s.id for a in (one, two, new) for s in a.statements]
    assert record.count("articles", all_revisions=True) == 4
    assert record.count("statements", all_revisions=True) == 6


def test_order_by_date_and_limit(record, story):
    one, two, _, new = story
    assert [found.id for found in record.articles(order="date")] == [two.id, one.id, new.id]
    dates = [report.published for report in record.reports(order="date")]
    assert dates == ["2020-05-01", "2020-05-01", "2021-03-09", "2021-03-09", None]
    assert [found.id for found in record.statements(order="date", limit=1)] == [two.statements[0].id]
    assert len(list(record.articles(limit=2))) == 2


def test_reports_know_their_article(record, story):
    report = next(record.reports(outlet="bell"))
    assert (report.source, report.outlet, report.published, report.title) == ("b.txt", "Iron Bell", "2020-05-01", None)
    assert report.statement == story[1].statements[0]


def test_reports_are_exact(store, record):
    store.put(article(TEXT + "\0", QUOTED, source="a\udc80.txt", outlet="X\0", title="\ud800"))
    (report,) = record.reports()
    assert (report.source, report.outlet, report.title) == ("a\udc80.txt", "X\0", "\ud800")
    (row,) = record.rows("statements")
    assert (row["source"], row["outlet"]) == ("a\ufffd.txt", "X\ufffd")


def test_utterances_and_variants(record, story):
    one, two, _, _ = story
    (found,) = record.utterances()
    assert found.statements == (one.statements[0].id, two.statements[1].id)
    assert record.utterance("u") == found
    assert [said.utterance for said in record.statements()] == ["u", None, None, "u", None]
    assert list(record.utterances(speaker="saric")) == [found]
    assert list(record.utterances(speaker="nobody")) == []
    assert [said.id for said in record.statements(utterance="u")] == list(found.statements)
    assert [(one.statement, one.distance) for one in record.variants("u")] == [(s, 0.0) for s in found.statements]


@pytest.mark.usefixtures("story")
def test_actors_come_most_quoted_first(record):
    lund, saric = record.actors()
    assert lund == Actor(
        id="lund",
        name="Ada Lund",
        roles=("MP", "minister"),
        affiliations=("Harbour Ministry",),
        statements=3,
        articles=2,
        outlets=1,
        first="2021-03-09",
        last="2022-12-31",
    )
    assert saric == Actor(None, "Zoë Šarić", (), (), 2, 1, 1, "2020-01-01", "2020-01-02")
    assert [one.name for one in record.actors(until="2020")] == ["Zoë Šarić"]
    assert len(list(record.actors(limit=1))) == 1


@pytest.mark.usefixtures("story")
def test_summary(record):
    expected = Summary(
        articles=3,
        revisions=1,
        copies=1,
        unread=1,
        conflicts=1,
        outlets=2,
        statements=5,
        speakers=2,
        utterances=1,
        earliest="2020-05-01",
        latest="2022-12-31",
    )
    assert record.summary() == expected
    assert str(expected) == "3 articles, 5 statements, 2 speakers, 2 outlets, 1 utterance"
    assert repr(record) == f"<Record {str(record.path)!r}: {expected}>"


def test_an_empty_record_has_nothing(record):
    assert record.summary() == Summary(0, 0, 0, 0, 0, 0, 0, 0, 0, None, None)
    for what in ("statements", "articles", "utterances", "actors", "events"):
        assert record.count(what) == len(list(record.rows(what))) == record.to_arrow(what).num_rows == 0


def test_finding_one(record, story):
    one, two, old, new = story
    for wanted in (one.id, one.id[:6], "a.txt"):
        assert record.article(wanted).id == one.id
    assert record.article("c.txt").id == new.id, "the newest revision"
    assert record.article(old.id).id == old.id
    assert record.article(new.id).copy_of == one.id
    assert record.statement(two.statements[0].id[:8]) == two.statements[0]


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("wanted", ["nobody", "", "0" * 16, "a\0b", "%", "*"])
def test_finding_none_says_so(record, wanted):
    for find in (record.article, record.statement, record.utterance, record.variants):
        with pytest.raises(QueryError, match=r"no (article|statement|utterance)"):
            find(wanted)


def test_finding_several_says_so(store, record):
    for key in "ab":
        store.put(article(TEXT, key=key, source="same"))
    with pytest.raises(QueryError, match=r"several articles .*'same'"):
        record.article("same")


def test_names_that_are_unknown_say_so(record):
    with pytest.raises(QueryError, match="no filter is called colour; expected some of all_revisions, alone, article"):
        record.statements(colour="red")
    for use in (record.count, record.rows, record.to_arrow):
        with pytest.raises(QueryError, match=r"'quotes'.*expected one of statements, articles"):
            use("quotes")


def test_an_order_that_is_unknown_says_so(record):
    for find in (record.statements, record.articles):
        with pytest.raises(QueryError, match="no order 'size'; expected one of added, date"):
            find(order="size")


@pytest.mark.usefixtures("story")
def test_a_filter_and_fields_add_up(record):
    bell = Filter(outlet="Iron Bell")
    assert record.count("statements", bell) == 2
    assert record.count("statements", bell, text="line") == 1
    assert record.count("statements", bell, text="line", speaker="lund") == 0


def test_reading_sees_one_moment_while_others_write(store, record):
    words = "word " * (SMALL_ROWS + 10)
    said = tuple(
        replace(one, id=f"{number:016x}")
        for number, one in enumerate(article(words, "word").statements * (SMALL_ROWS + 10))
    )
    store.put(replace(article(words), statements=said))
    found = record.statements()
    first = next(found)
    store.put(article(TEXT, QUOTED, key="b.txt"))
    assert [first.id, *(one.id for one in found)] == [one.id for one in said]
    assert record.count("statements") == len(said) + 1


@pytest.mark.usefixtures("story")
def test_an_iterator_left_early_holds_nothing(store, record):
    found = record.statements()
    next(found)
    found.close()
    with store._engine.connect() as connection:
        assert sqlite.pragma(connection, "busy_timeout") > 0
        assert connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0] == 0


@pytest.mark.usefixtures("story")
def test_many_threads_read_at_once(record):
    counts = []

    def work():
        for _ in range(5):
            counts.append(len(list(record.statements())))  # noqa: PERF401

    threads = [threading.Thread(target=work) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert counts == [5] * 100


@pytest.mark.usefixtures("story")
def test_reading_changes_nothing(record):
    with record._engine.connect() as connection, pytest.raises(Exception, match="readonly database"):
        connection.exec_driver_sql("DELETE FROM statement")
    assert record.count("statements") == 5


@pytest.mark.usefixtures("story")
def test_data_frames(record):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("polars")
    for what in ("statements", "articles", "utterances", "actors", "events"):
        table = record.to_arrow(what)
        assert table.num_rows == record.count(what)
        assert record.to_pandas(what).shape == record.to_polars(what).shape == table.shape
    frame = record.to_pandas("statements", speaker="saric")
    assert frame["said_earliest"].tolist() == ["2020-01-01"] * 2
    assert frame["cue_start"].dtype.kind in "if"
    assert pandas.isna(frame["utterance"][0])
    polars = record.to_polars("statements")
    start, end = polars["content"][0][0].values()
    assert TEXT[start:end] == polars["text"][0]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_data_frame_package_says_how_to_get_it(record, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(QueryError, match=rf"{package} is not installed.*pip install 'onrecord\[dataframes\]'"):
        getattr(record, f"to_{package}")("statements")


def test_an_article_goes_by_its_file_name(store, record):
    found = article(TEXT, QUOTED, key="/news/day_1/harbour.txt", source="news/day_1/harbour.txt")
    store.put(found)
    assert record.article("harbour.txt").id == found.id
    for wanted in ("bour.txt", "day%1/harbour.txt", "%", "harbour_txt"):
        with pytest.raises(QueryError, match="no article"):
            record.article(wanted)
