"""Who is who across the articles of a record."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.actors import person_id
from onrecord.query import Record
from onrecord.store import Decision, Outcome, Store
from onrecord.types import Article, Figure, FigureRole, Form, How, Speaker, digest
from tests import factories, worlds

ACTORS = worlds.world()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.onrecord"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, create=True) as opened:
        yield opened


def figure(
    name: str, *roles: tuple[str, str], gender: str = "", known: str | None = None, kind: str = "person"
) -> Figure:
    """Return somebody named in an article; roles: noun and affiliation."""
    return Figure(
        name=name,
        gender=gender,
        roles=tuple(FigureRole(noun, at or None, former=False, start=0) for noun, at in roles),
        nouns=tuple(noun for noun, _ in roles),
        mentions=((0, len(name)),),
        actor=person_id(known or name),
        known=known,
        why="by name" if known else None,
        kind=kind,
    )


def article(key: str, *figures: Figure) -> Article:
    """Return an article in which each figure says something."""
    text = f"Harbour {key}\n" + " ".join(
        f"{one.name} told us that line {at} is open." for at, one in enumerate(figures)
    )
    identifier = digest("article", key, text)
    said = tuple(
        factories.statement(
            text,
            f"line {at} is open",
            article=identifier,
            speaker=Speaker(None, one.known or one.name, one.actor, how=How.NAME),
        )
        for at, one in enumerate(figures)
    )
    return factories.article(text, key=key, figures=figures, statements=said)


def sql(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def speakers(path: Path) -> dict[str, list[tuple[str | None, str | None]]]:
    """Return the name and the actor of each speaker, by the key of the article."""
    with Record.open(path) as record:
        keys = {one.id: one.key for one in record.articles()}
        found: dict[str, list[tuple[str | None, str | None]]] = {}
        for one in record.statements():
            found.setdefault(keys[one.article], []).append((one.speaker.name, one.speaker.actor))
        return {key: sorted(several, key=str) for key, several in found.items()}


def filled(
    path: Path, articles: Sequence[Article], *, at_once: bool = True
) -> dict[str, list[tuple[str | None, str | None]]]:
    with Store.open(path, create=True) as store:
        for one in articles:
            store.put(one)
            if not at_once:
                store.identify(ACTORS)
        store.identify(ACTORS)
    return speakers(path)


CHAIR = ("chair", "Quay Board")
DOCTOR = ("doctor", "Skellby Clinic")


def test_a_speaker_gets_the_fullest_name_and_is_one_in_all_articles(store: Store, path: Path) -> None:
    store.put(article("a", figure("N. Vance", CHAIR)))
    store.put(article("b", figure("Nora Vance", CHAIR), figure("Bo Berg")))
    store.put(article("c", figure("Vance", CHAIR)))
    assert store.identify(ACTORS) == 4
    vance = ("Nora Vance", person_id("Nora Vance"))
    assert speakers(path) == {"a": [vance], "b": [("Bo Berg", person_id("Bo Berg")), vance], "c": [vance]}
    assert sql(path, "SELECT own_name FROM statement ORDER BY own_name") == [
        ("Bo Berg",),
        ("N. Vance",),
        ("Nora Vance",),
        ("Vance",),
    ]
    with Record.open(path) as record:
        assert [(one.name, one.statements, one.articles) for one in record.actors()] == [
            ("Nora Vance", 3, 3),
            ("Bo Berg", 1, 1),
        ]
        assert [one.text for one in record.statements(speaker="nora vance")] == ["line 0 is open"] * 3


FRIENDS = (figure("Bo Berg"), figure("Eva Moll"), figure("Tom Hale"))


def test_a_surname_is_known_by_its_company(tmp_path: Path) -> None:
    articles = [
        article("a", figure("Nora Vance"), *FRIENDS),
        article("b", figure("Vance"), *FRIENDS[:2]),
        article("c", figure("Vance"), FRIENDS[0]),
    ]
    vance, alone = ("Nora Vance", person_id("Nora Vance")), ("Vance", person_id("Vance"))
    for number, order in enumerate(permutations(articles)):
        for at_once in (True, False):
            found = filled(tmp_path / f"{number}{at_once}.onrecord", order, at_once=at_once)
            assert [vance in found[key] for key in "abc"] == [True, True, False]
            assert alone in found["c"]


def test_a_second_one_of_the_surname_parts_what_company_joined(store: Store, path: Path) -> None:
    store.put(article("a", figure("Nora Vance"), *FRIENDS))
    store.put(article("b", figure("Vance"), *FRIENDS))
    store.identify(ACTORS)
    assert ("Nora Vance", person_id("Nora Vance")) in speakers(path)["b"]
    store.put(article("c", figure("Nils Vance")))
    store.identify(ACTORS)
    assert ("Vance", person_id("Vance")) in speakers(path)["b"]


def test_a_surname_is_known_by_its_words(store: Store, path: Path) -> None:
    line = "“We shall keep the long line to the harbour open at night,” {} said."

    def quoting(key: str, one: Figure) -> Article:
        text = line.format(one.name)
        words = text[: text.index("”") + 1]
        identifier = digest("article", key, text)
        speaker = Speaker(None, one.name, one.actor, how=How.NAME)
        said = factories.statement(text, words, article=identifier, speaker=speaker, form=Form.DIRECT)
        return factories.article(text, key=key, figures=(one,), statements=(said,))

    store.put(quoting("a", figure("Nora Vance")))
    store.put(quoting("b", figure("Vance")))
    store.put(article("c", figure("Vance")))
    store.identify(ACTORS)
    found = speakers(path)
    assert [found[key][0][0] for key in "abc"] == ["Nora Vance", "Nora Vance", "Vance"]


def test_doing_it_again_changes_nothing(store: Store, path: Path) -> None:
    store.put(article("a", figure("N. Vance", CHAIR)))
    store.put(article("b", figure("Nora Vance", CHAIR)))
    store.identify(ACTORS)
    before = [sql(path, f"SELECT * FROM {table} ORDER BY rowid") for table in ("figure", "actor", "statement", "meta")]
    assert store.identify(ACTORS) == 0
    assert store.put(article("b", figure("Nora Vance", CHAIR))) == Outcome.UNCHANGED
    assert store.identify(ACTORS) == 0
    assert [
        sql(path, f"SELECT * FROM {table} ORDER BY rowid") for table in ("figure", "actor", "statement", "meta")
    ] == before


def test_actors_whom_nobody_is_any_more_are_gone(store: Store, path: Path) -> None:
    store.put(article("a", figure("N. Vance", CHAIR)))
    store.identify(ACTORS)
    assert sql(path, "SELECT name FROM actor") == [("N. Vance",)]
    store.put(article("b", figure("Nora Vance", CHAIR)))
    store.identify(ACTORS)
    assert sql(path, "SELECT name FROM actor") == [("Nora Vance",)]


def test_a_later_article_tells_apart_or_joins(store: Store, path: Path) -> None:
    store.put(article("a", figure("Nora Vance", CHAIR)))
    store.put(article("b", figure("Nora Vance", DOCTOR)))
    store.identify(ACTORS)
    (a,), (b,) = speakers(path).values()
    assert a[0] == b[0] == "Nora Vance"
    assert a[1] != b[1]
    store.put(article("c", figure("Nora Vance", CHAIR, DOCTOR)))
    store.identify(ACTORS)
    assert len({one for several in speakers(path).values() for one in several}) == 1


def test_whom_the_table_knows_is_said_so_even_when_named_before(store: Store, path: Path) -> None:
    store.put(article("a", figure("Adeline Lund")))
    store.put(article("b", figure("Ada Lund")))
    store.identify(ACTORS)
    assert sql(path, "SELECT known FROM actor WHERE name = 'Ada Lund'") == [(None,)]
    store.put(article("c", figure("Ada Lund", known="Ada Lund")))
    store.identify(ACTORS)
    assert sql(path, f"SELECT name, known FROM actor WHERE id = '{person_id('Ada Lund')}'") == [
        ("Ada Lund", "Ada Lund")
    ]


RECORDS = [
    [("a", figure("Nora Vance", CHAIR)), ("b", figure("N. Vance")), ("c", figure("Nora Maria Vance", gender="f"))],
    [("a", figure("Nora Vance", CHAIR)), ("b", figure("Nora Vance", DOCTOR)), ("c", figure("Nora Vance"))],
    [("a", figure("Ada Lund", known="Ada Lund")), ("b", figure("Ada Lund", ("singer", ""))), ("c", figure("Lund"))],
]


@pytest.mark.parametrize("figures", RECORDS)
def test_the_order_of_articles_does_not_matter(tmp_path: Path, figures: list[tuple[str, Figure]]) -> None:
    found = []
    for number, order in enumerate(permutations(figures)):
        for at_once in (True, False):
            articles = [article(key, one) for key, one in order]
            found.append(filled(tmp_path / f"{number}{at_once}.onrecord", articles, at_once=at_once))
    assert all(one == found[0] for one in found)


# Judgements


def test_judged_to_be_one_they_stay_one_when_more_articles_come(store: Store, path: Path) -> None:
    store.put(article("a", figure("Nora Vance")))
    store.put(article("b", figure("Nora Dane")))
    store.identify(ACTORS)
    judgement = store.judge(Decision.SAME_SPEAKER, (person_id("Nora Vance"), person_id("Nora Dane")))
    store.identify(ACTORS)
    assert len({one for several in speakers(path).values() for one in several}) == 1
    for key, name in (("c", "Nora Vance"), ("d", "Nora Dane"), ("e", "Nora Dane")):
        store.put(article(key, figure(name)))
        store.identify(ACTORS)
        assert len({one for several in speakers(path).values() for one in several}) == 1, key
    store.undo(judgement.number)
    store.identify(ACTORS)
    assert {key: several[0][0] for key, several in speakers(path).items()} == {
        "a": "Nora Vance",
        "b": "Nora Dane",
        "c": "Nora Vance",
        "d": "Nora Dane",
        "e": "Nora Dane",
    }


def test_judged_apart_renamed_and_nobody(store: Store, path: Path) -> None:
    one, two = article("a", figure("Nora Vance")), article("b", figure("Nora Vance"), figure("Vance Point"))
    for each in (one, two):
        store.put(each)
    store.identify(ACTORS)
    own = person_id("Nora Vance")
    store.judge(Decision.OTHER_SPEAKER, (own, two.id))
    store.judge(Decision.NAME, (own,), value="Nora \udc80Vance-Holm")
    store.judge(Decision.NO_PERSON, (person_id("Vance Point"),))
    store.identify(ACTORS)
    found = speakers(path)
    assert found["a"] == [("Nora \ufffdVance-Holm", own)]
    assert found["b"] == [("Nora Vance", digest("actor", "Nora Vance", two.id)), (None, None)]
    log = store.judgement_log()
    for judgement in log:
        store.undo(judgement.number)
    store.identify(ACTORS)
    assert speakers(path) == {
        "a": [("Nora Vance", own)],
        "b": [("Nora Vance", own), ("Vance Point", person_id("Vance Point"))],
    }


NAMES = st.sampled_from(["Nora Vance", "N. Vance", "Nils Vance", "Vance", "Bo \ud800Berg", "Bo\x00 Berg", "Ada Lund"])
ROLES = st.lists(st.sampled_from([CHAIR, DOCTOR, ("singer", "")]), max_size=2)
FIGURES = st.builds(lambda name, roles: figure(name, *roles), NAMES, ROLES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FIGURES, min_size=1, max_size=4), st.data())
def test_a_record_filled_bit_by_bit_is_one_filled_at_once(
    folder: Path, figures: list[Figure], data: st.DataObject
) -> None:
    company = data.draw(st.lists(st.integers(0, 3), min_size=len(figures), max_size=len(figures)))
    articles = [article(f"{at}", one, *FRIENDS[: company[at]]) for at, one in enumerate(figures)]
    mixed = data.draw(st.permutations(articles))
    number = len(list(folder.iterdir()))
    one = filled(folder / f"{number}a.onrecord", articles)
    assert filled(folder / f"{number}b.onrecord", mixed, at_once=False) == one
    with Record.open(folder / f"{number}b.onrecord") as record:
        assert all(said.speaker.name for said in record.statements())
        assert {said.text for article_ in record.articles() for said in article_.statements} <= {
            f"line {at} is open" for at in range(4)
        }
