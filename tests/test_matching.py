"""A record that grows has the matches of one that was matched all at once."""

import random
from contextlib import closing
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from onrecord import match, matching
from onrecord.store import Decision, Store, schema
from onrecord.types import Dating, Form
from tests import factories

LINES = (
    "We will not let the northern strait be closed by a single frosty winter.",
    "We will let the northern strait be closed by one single frosty winter.",
    "The harbour pilots have counted eleven barges since the lanterns went out.",
    "My grandmother sold eels on this quay and nobody ever searched her basket.",
    "the northern strait would not be closed by a single frosty winter",
    "Yes.",
)
SPEAKERS = ("Ada Lund", "Ada Lund", "Lund", "Bo Ek", "Eva Lund", None)
DAYS = ("2031-02-03", "2031-02-05", "2031-06-20", None)


def an_article(number, chance):
    outlet = chance.choice(("Courier", "Bell", "Echo"))
    said = [(chance.choice(LINES), chance.choice(SPEAKERS)) for _ in range(chance.randint(1, 3))]
    said = list({words: (words, name) for words, name in said}.values())
    text = f"{outlet} number {number}\n" + " ".join(f"{name or 'Somebody'} told us {words}" for words, name in said)
    day = chance.choice(DAYS)
    made = factories.article(
        text,
        key=f"{number}.txt",
        outlet=outlet,
        published=factories.dated(day) if day else Dating(),
    )
    statements = [
        factories.statement(
            text, words, article=made.id, name=name, form=Form.INDIRECT if words[0].islower() else Form.DIRECT
        )
        for words, name in said
    ]
    return replace(made, statements=tuple(statements))


def contents(store):
    """Return all that matching wrote, without the numbers of rows."""
    tables = (schema.utterance, schema.utterance_statement, schema.copy, schema.kin)
    with store._reading() as connection:
        return {
            table.name: sorted(
                tuple((name, value) for name, value in row.items() if name != "row")
                for row in connection.execute(select(table)).mappings()
            )
            for table in tables
        }


def grown(path, articles, splits):
    with closing(Store.open(path, create=True)) as store:
        start = 0
        for end in [*splits, len(articles)]:
            for article in articles[start:end]:
                store.put(article)
            matching.rematch(store)
            assert store.matched()
            start = max(start, end)
        return contents(store)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), splits=st.lists(st.integers(1, 11), max_size=6).map(sorted))
def test_any_order_and_split_of_articles_gives_the_same_matches(tmp_path_factory, seed, splits):
    chance = random.Random(seed)
    articles = [an_article(number, chance) for number in range(12)]
    folder = tmp_path_factory.mktemp("grown")
    whole = grown(folder / "whole.onrecord", articles, [])
    chance.shuffle(articles)
    assert grown(folder / "parts.onrecord", articles, splits) == whole


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_judgements_and_revisions_come_to_the_same(tmp_path_factory, seed):
    chance = random.Random(seed)
    articles = [an_article(number, chance) for number in range(10)]
    statements = [one.id for article in articles for one in article.statements]
    judged = [(chance.choice(list(Decision)[:2]), chance.sample(statements, 2)) for _ in range(3)]
    newer = replace(an_article(3, random.Random(seed + 1)), key=articles[3].key)
    folder = tmp_path_factory.mktemp("judged")
    with closing(Store.open(folder / "whole.onrecord", create=True)) as store:
        for article in articles:
            store.put(article)
        for kind, subjects in judged:
            store.judge(kind, subjects)
        store.put(newer)
        matching.rematch(store)
        whole = contents(store)
    with closing(Store.open(folder / "parts.onrecord", create=True)) as store:
        for article in articles:
            store.put(article)
            matching.rematch(store)
        for kind, subjects in judged:
            store.judge(kind, subjects)
            matching.rematch(store)
        store.put(newer)
        matching.rematch(store)
        assert contents(store) == whole
        store.forget_matches()
        matching.rematch(store)
        assert contents(store) == whole


def test_what_is_compared_stays_as_long_as_both_texts_do(tmp_path, monkeypatch):
    chance = random.Random(4)
    articles = [an_article(number, chance) for number in range(9)]
    compared = []
    variant = match.variant
    monkeypatch.setattr(match, "variant", lambda one, two, **rest: compared.append(two) or variant(one, two, **rest))
    with closing(Store.open(tmp_path / "news.onrecord", create=True)) as store:
        for article in articles:
            store.put(article)
        matching.rematch(store)
        before = contents(store)
        assert compared
        compared.clear()
        words = "Nobody has said a word about the lighthouse keeper's cat."
        store.put(factories.article(f"{words} So it was.", words, key="new.txt"))
        matching.rematch(store)
        assert not compared
        assert set(before["utterance_statement"]) < set(contents(store)["utterance_statement"])
        with store._writing() as connection:
            connection.execute(update(schema.utterance_statement).values(distance=None))
        matching.compare(store)
        assert compared
        assert set(before["utterance_statement"]) < set(contents(store)["utterance_statement"])
        store.replace(articles[0])
        matching.rematch(store)
        assert set(before["utterance_statement"]) < set(contents(store)["utterance_statement"])
