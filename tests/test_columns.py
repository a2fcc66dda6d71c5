import random
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import columns, findings, matching
from onrecord.columns import ORDERS, Differences, day, number
from onrecord.columns.days import charted, intervals, single
from onrecord.columns.differences import marks
from onrecord.errors import QueryError
from onrecord.query import Filter, Record
from onrecord.store import Store
from onrecord.types import Utterance
from tests.strategies import articles, maybe_date
from tests.test_matching import an_article

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
    once=st.booleans(),
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
    if any((criteria.min_confidence, criteria.utterance, criteria.form)) or criteria.alone is not None:
        assert held.reporting(criteria, selection).tolist() == np.unique(held.article[selection]).tolist()
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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(seed=st.integers(0, 10**6))
def test_differences_are_those_that_comparing_anew_finds(tmp_path_factory, seed):
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("worded") / "news.onrecord"
    with Store.open(path, create=True) as store:
        for number_ in range(8):
            store.put(an_article(number_, chance))
        matching.rematch(store)
    with Record.open(path) as record:
        held = columns.read(record)
        everything = held.select(Filter(), record)
        cases = {one.id: findings.versions(record, one.id) for one in record.utterances()}
        shared = held.shared(everything)
        ids = {
            int(held.utterance[at]): report.statement.utterance
            for at, (_, report) in zip(everything, record.reports_at(held.row), strict=True)
        }
        assert {ids[code] for code in shared} == {name for name, case in cases.items() if len(case.outlets) > 1}
        assert held.differences.compared.all()
        found = [ids[code] for code in held.differences.worded(shared)]
        differing = {ids[c] for c in shared if any(one.differs for one in cases[ids[c]].versions)}
        assert set(found) == differing
        assert len(found) == len(differing)
        ranks = [rank(cases[name]) for name in found]
        assert ranks == sorted(ranks)
        for code in shared:
            members = {report.statement.id for _, report in record.reports_at(held.row[held.members(np.array([code]))])}
            assert members == set(cases[ids[code]].utterance.statements)


def rank(case):
    """Rank an utterance as the page should: a change of meaning in quotation marks first, then the distance."""
    differing = [one for one in case.versions if one.differs]
    furthest = max(differing, key=lambda one: (one.quoted, bool(one.meanings), one.variant.distance))
    return not (furthest.quoted and furthest.meanings), -case.distance


def test_strayed_has_one_statement_of_each_utterance():
    far = np.array([0.2, 0.5, 0.1, np.nan, 0.0, 0.9], np.float32)
    quoted = np.array([True, True, True, False, True, False])
    grave = np.array([False, False, True, False, False, False])
    utterance = np.array([0, 0, 1, 2, 3, -1])
    found = Differences.of(far, quoted, grave, utterance)
    assert found.strayed(np.arange(6), utterance).tolist() == [2, 1]
    assert found.worded(np.arange(4)).tolist() == [1, 0]
    assert found.compared.tolist() == [True, True, False, True]
    assert found.graver.tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("classes", "direct", "expected"),
    [
        (None, True, (False, False)),
        (("identical",), True, (True, False)),
        (("negation", "reworded"), True, (True, True)),
        (("paraphrased", "number"), True, (False, True)),
        (("reworded",), False, (False, False)),
    ],
)
def test_marks(classes, direct, expected):
    assert marks(classes, direct=direct) == expected


def test_a_timeline_counts_what_is_known_to_within_a_year():
    days = [("2019-03-09", "2019-03-09"), ("2019-12-09", "2020-12-09"), ("2019-12-09", "2026-11-26")]
    days += [(None, "2026-11-26"), ("2019-12-09", None), (None, None)]
    first, last = intervals(*zip(*days, strict=True))
    assert charted(first, last).tolist() == [20190309, 20191209, -1, -1, -1, -1]
    assert single(first, last).tolist() == [20190309, 20191209, 20191209, 20261126, 20191209, -1]
