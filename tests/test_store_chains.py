"""Dates that one article owes to another, as a record keeps them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.actors import person_id
from onrecord.dates import chained, judge
from onrecord.query import Record
from onrecord.store import Store
from onrecord.types import Article, DateEvidence, Dating, How, Said, Speaker, Utterance
from tests import factories

WORDS = "the harbour will stay open"
DAY = Said("2022-12-12", "2022-12-12", "on December 12, 2022", "full date")
MONDAY = Said(None, None, "on Monday", "weekday; publication date unknown")
ADA = Speaker(None, "Ada Lund", person_id("Ada Lund"), how=How.NAME)


def article(
    key: str, said: Said | None, *, published: Dating | None = None, speaker: Speaker = ADA, **more: object
) -> Article:
    text = f"{key}: Ada Lund told us that {WORDS}."
    fields = {"said": said, "speaker": speaker}
    return factories.article(
        text, WORDS, key=key, said=fields, published=published or Dating(), outlet=f"Courier {key}", **more
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.onrecord"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, create=True) as opened:
        yield opened


def match(store: Store, *articles: Article) -> None:
    """Store articles, their statements as one utterance, and the dates that follow."""
    for one in articles:
        store.put(one)
    statements = tuple(sorted(said.id for one in articles for said in one.statements))
    store.write_matches({}, [Utterance("u", "Ada Lund", statements, statements[0])])
    store.write_chains(chained(store.dated_groups()))


def dates(path: Path) -> dict[str, tuple[Said | None, Dating]]:
    with Record.open(path) as record:
        return {one.key: (one.statements[0].said, one.published) for one in record.articles()}


def raw(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_the_date_is_stored_in_the_place_of_the_articles_own(store: Store, path: Path) -> None:
    match(store, article("a", DAY), article("b", MONDAY))
    found = dates(path)
    assert found["a"] == (DAY, Dating())
    said, published = found["b"]
    assert said is not None
    assert (said.earliest, said.latest, said.words) == ("2022-12-12", "2022-12-12", "on Monday")
    assert said.how.startswith("Courier a reports the same words of this speaker and dates them 2022-12-12")
    assert (published.earliest, published.latest) == ("2022-12-12", "2022-12-19")
    assert [one.kind for one in published.evidence] == ["chain"]
    assert sorted(raw(path, "SELECT kind FROM chain")) == [("article",), ("statement",)]


def test_what_is_no_longer_owed_is_given_back(store: Store, path: Path) -> None:
    evidence = DateEvidence("header", "2022-12-01", "2022-12-31", "the header says “December 2022”", 0, 3)
    own = replace(judge([evidence]), conflicts=("two days",))
    match(store, article("a", DAY), article("b", MONDAY, published=own))
    assert dates(path)["b"] != (MONDAY, own)
    store.write_chains([])
    assert dates(path)["b"] == (MONDAY, own)
    assert raw(path, "SELECT count(*) FROM chain") == [(0,)]


def test_doing_it_again_changes_nothing(store: Store, path: Path) -> None:
    match(store, article("a", DAY), article("b", MONDAY), article("c", None))
    tables = ("statement", "article", "chain")
    before = [raw(path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]
    for _ in range(2):
        store.write_chains(chained(store.dated_groups()))
        assert [raw(path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables] == before


def test_the_order_of_articles_does_not_matter(tmp_path: Path) -> None:
    articles = [article("a", DAY), article("b", MONDAY), article("c", None)]
    found = []
    for number, order in enumerate(permutations(articles)):
        path = tmp_path / f"{number}.onrecord"
        with Store.open(path, create=True) as store:
            match(store, *order)
        found.append(dates(path))
    assert all(one == found[0] for one in found)


def test_groups_are_of_one_speaker_and_of_newest_texts(store: Store) -> None:
    bo = Speaker(None, "Bo Berg", person_id("Bo Berg"), how=How.NAME)
    nobody = Speaker(None, None, None)
    match(
        store,
        article("a", DAY),
        article("b", MONDAY),
        article("c", None, speaker=bo),
        article("d", None, speaker=nobody),
    )
    groups = store.dated_groups()
    assert sorted(len(group) for group in groups) == [1, 2]
    (two,) = [group for group in groups if len(group) == 2]
    assert [(one.called, one.said, one.utterance) for one in two] == [
        ("Courier a", DAY, "u"),
        ("Courier b", MONDAY, "u"),
    ]
    store.put(factories.article("b: nothing more.", key="b"))
    assert [len(group) for group in store.dated_groups() if group[0].called == "Courier a"] == [1]


def test_an_article_without_an_outlet_is_called_by_its_file(store: Store) -> None:
    match(store, article("a", DAY, source="/news/2022/a.txt"), article("b", MONDAY))
    one = replace(article("e", MONDAY), outlet=None, source="/news/2022/e.txt")
    match(store, article("a", DAY), one)
    called = {row.called for group in store.dated_groups() for row in group}
    assert "e.txt" in called


def test_an_utterance_of_one_article_owes_nothing(store: Store) -> None:
    match(store, article("a", DAY))
    assert store.dated_groups() == []


ODD = st.text(st.sampled_from("ab“\x00\ud800\ufffd"), max_size=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(ODD, ODD, ODD)
def test_whatever_the_words_all_is_read_and_given_back(folder: Path, how: str, detail: str, title: str) -> None:
    path = folder / f"{len(list(folder.iterdir()))}.onrecord"
    own = judge([DateEvidence("header", "2022-12-01", "2022-12-31", detail * 30)])
    said = replace(MONDAY, how=how * 30)
    one = article("b", said, published=own, title=title)
    with Store.open(path, create=True) as store:
        match(store, article("a", DAY), one)
        dated = dates(path)["b"]
        assert dated[0] is not None
        assert dated[0].earliest == "2022-12-12"
        assert [each.kind for each in dated[1].evidence] == ["header", "chain"]
        store.write_chains([])
    assert dates(path)["b"] == (said, own)
    with Record.open(path) as record:
        assert [each.title for each in record.articles()][1] == (title or None) or title == ""
