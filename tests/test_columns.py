from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import columns
from onrecord.columns import ORDERS, day, number
from onrecord.errors import QueryError
from onrecord.query import Filter, Record
from onrecord.store import Store
from onrecord.types import Utterance
from tests.strategies import articles, maybe_date

filters = st.builds(
    Filter,
    text=st.none() | st.sampled_from(("a", "0", "the line")),
    speaker=st.none() | st.text(max_size=2),
    outlet=st.none() | st.text(max_size=2),
    since=maybe_date,
    form=st.none() | st.sampled_from(("direct", "indirect", "mixed")),
    medium=st.none() | st.text(max_size=1),
    alone=st.none() | st.booleans(),
    min_confidence=st.none() | st.floats(0, 1),
    utterance=st.none() | st.just("told"),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """A record to which every example adds."""
    path = tmp_path_factory.mktemp("columns") / "any.onrecord"
    with Store.open(path, create=True) as store, Record.open(path) as opened:
        opened.store = store
        yield opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(found=articles(), criteria=filters)
def test_columns_select_what_the_record_counts(record, found, criteria):
    record.store.put(found)
    told = [one.id for one in record.statements()][:5]
    record.store.write_matches({}, [Utterance("told", None, tuple(told), told[0])] if told else [])
    held = columns.read(record)
    selection = held.select(criteria, record)
    assert held.state == record.state()
    assert sorted(held.rows(selection, order="added").tolist()) == held.rows(selection, order="added").tolist()
    by_row = dict(record.reports_at(held.rows(selection)))
    assert {one.statement.id for one in by_row.values()} == {one.id for one in record.statements(criteria)}
    assert len(selection) == record.count("statements", criteria)
    assert len({tuple(sorted(held.rows(selection, order=order).tolist())) for order in ORDERS}) == 1


def test_an_actor_id_is_exact_and_all_revisions_are_refused(record):
    held = columns.read(record)
    for key in list(held.speaker_ids)[:3]:
        assert held.select(Filter(speaker=key), record).tolist() == held.of("speaker", key).tolist()
    assert not len(held.of("outlet", "an outlet that nobody knows"))
    with pytest.raises(QueryError, match="older revisions"):
        held.select(Filter(all_revisions=True), record)


def test_orders_counts_and_within(tmp_path):
    from tests.factories import TEXT, article, dated

    path = tmp_path / "news.onrecord"
    days = {"a": "2021-03-09", "b": None, "c": "2020-01-01"}
    with Store.open(path, create=True) as store:
        for key, when in days.items():
            given_day = {"published": dated(when)} if when else {}
            store.put(article(TEXT, "talks would go on", key=key, outlet=f"Outlet {key}", **given_day))
    with Record.open(path) as record:
        held = columns.read(record)
        everything = held.select(Filter(), record)
        named = dict(enumerate(held.outlet_names))

        def outlets(order):
            found = dict(record.reports_at(held.rows(everything, order=order)))
            return [one.outlet[-1] for one in found.values()]

        assert outlets("newest") == ["a", "c", "b"]
        assert outlets("oldest") == ["c", "a", "b"]
        assert outlets("added") == ["a", "b", "c"]
        assert [(named[code], count) for code, count in held.count("outlet", everything)] == [
            ("Outlet a", 1), ("Outlet b", 1), ("Outlet c", 1),
        ]  # fmt: skip
        assert held.different("speaker", everything) == 1
        assert [len(held.within(int(row))) for row in held.articles.row] == [1, 1, 1]
        assert not len(held.within(99))
        assert held.articles.newest(everything).tolist() == [0, 2, 1]


@given(st.dates())
def test_days_are_numbers_and_back(when: date):
    assert day(number(when.isoformat())) == when.isoformat()


def test_an_open_or_unknown_day_is_none():
    assert [day(value) for value in (-1, 0, 99_999_999, 100_000_000)] == [None] * 4
