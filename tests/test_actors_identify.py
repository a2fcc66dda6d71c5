"""The same person in several articles: who is one, who is two, and what people's judgements change."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.actors import person_id
from onrecord.actors.alike import Judged
from onrecord.actors.identify import identify, surname_key
from onrecord.types import FigureRow, Identity, digest
from tests.worlds import world

ACTORS = world()
NOBODY_JUDGED = Judged()
ADA, BO = person_id("Ada Lund"), person_id("Bo Berg")


def row(
    article: str,
    name: str,
    *,
    nouns: Sequence[str] = (),
    at: Sequence[str] = (),
    gender: str = "",
    known: str | None = None,
) -> FigureRow:
    """Return somebody named in an article; article: ``a2`` for the figure 2 of article ``a``."""
    position = int(article[1:] or 0)
    own = person_id(known or name)
    return FigureRow(article[0], position, name, gender, tuple(at), tuple(nouns), own, known)


def numbered(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Return rows as stored one after the other."""
    return [replace(one, order=at) for at, one in enumerate(rows, start=1)]


def people(rows: Iterable[FigureRow], judged: Judged = NOBODY_JUDGED) -> dict[tuple[str, int], Identity]:
    """Return who each figure is, by article and position."""
    return {(one.article, one.position): one for one in identify(numbered(rows), judged, ACTORS)}


def groups(found: dict[tuple[str, int], Identity]) -> set[frozenset[str]]:
    """Return the figures that are one actor, named as ``row`` names them."""
    together: dict[str | None, set[str]] = {}
    for (article, position), one in found.items():
        together.setdefault(one.actor, set()).add(f"{article}{position or ''}")
    return {frozenset(names) for names in together.values()}


SINGER, ENVOY = {"nouns": ("singer",)}, {"nouns": ("ambassador",), "at": ("Karsovia",)}
CHAIR = {"nouns": ("chair",), "at": ("Quay Board",)}
DOCTOR = {"nouns": ("doctor",), "at": ("Skellby Clinic",)}

CASES = [
    # one full name is one person
    ([row("a", "Nora Vance"), row("b", "Nora Vance")], "ab"),
    ([row("a", "Nora Vance"), row("b", "NORA VANCE")], "ab"),
    ([row("a", "Ivo Zelenski"), row("b", "Iwo Selenskyj")], "ab"),
    ([row("a", "N. Vance"), row("b", "Nora Vance")], "ab"),
    ([row("a", "Nora Vance", **CHAIR), row("b", "Nora Vance")], "ab"),
    ([row("a", "Nora Vance", **CHAIR), row("b", "Nora Vance", **CHAIR)], "ab"),
    ([row("a", "Nora Vance", **CHAIR), row("b", "Nora Vance", nouns=("chairman",), at=("Quay Board",))], "ab"),
    # a changed post, or a changed trade in one place, is no other person
    ([row("a", "Nora Vance", **CHAIR), row("b", "Nora Vance", nouns=("doctor",), at=("Quay Board",))], "ab"),
    # two people of one name
    ([row("a", "Nora Vance", **CHAIR), row("b", "Nora Vance", **DOCTOR)], "a b"),
    ([row("a", "Robin Vance", gender="m"), row("b", "Robin Vance", gender="f")], "a b"),
    ([row("a", "Nora Vance"), row("b", "Nils Vance")], "a b"),
    ([row("a", "Nora Vance"), row("b", "Nora Dane")], "a b"),
    # a surname alone needs a post in common
    ([row("a", "Nora Vance", **CHAIR), row("b", "Vance", **CHAIR)], "ab"),
    ([row("a", "Nora Vance", **CHAIR), row("b", "Vance")], "a b"),
    ([row("a", "Nora Vance"), row("b", "Vance")], "a b"),
    ([row("a", "Vance", **CHAIR), row("b", "Vance", **CHAIR)], "ab"),
    # of two who fit neither is taken
    ([row("a", "Nora Vance"), row("b", "Nils Vance"), row("c", "N. Vance")], "a b c"),
    ([row("a", "Nora Vance", **CHAIR), row("b", "Nora Vance", **DOCTOR), row("c", "Nora Vance")], "a b c"),
    ([row("a", "Nora Vance", **CHAIR), row("b", "Nils Vance", **CHAIR), row("c", "Vance", **CHAIR)], "a b c"),
    # somebody in the table
    ([row("a", "Ada Lund", known="Ada Lund"), row("b", "Adeline Lund", known="Ada Lund")], "ab"),
    ([row("a", "Lund", known="Ada Lund"), row("b", "Ada Lund", known="Ada Lund")], "ab"),
    ([row("a", "Ada Lund", known="Ada Lund"), row("b", "Ada Lund", **SINGER)], "a b"),
    ([row("a", "Mira Holt", known="Mira Holt (1961)"), row("b", "Mira Holt", known="Mira Holt (1980)")], "a b"),
    # sons and fathers
    ([row("a", "Nils Vance Jr."), row("b", "Nils Dane Jr.")], "a b"),
    ([row("a", "Nils Vance Jr."), row("b", "Nils Vance")], "a b"),
    ([row("a", "Nils Vance Jr."), row("b", "Nils Vance Jr")], "ab"),
    ([row("a", "Nils Vance II"), row("b", "Nils Vance III")], "a b"),
]


@pytest.mark.parametrize(("rows", "expected"), CASES, ids=[" / ".join(f"{r.name}" for r in rows) for rows, _ in CASES])
def test_who_is_one_in_whatever_order_articles_come(rows: list[FigureRow], expected: str) -> None:
    outcomes = [people(order) for order in permutations(rows)]
    assert {frozenset(groups(found)) for found in outcomes} == {frozenset(frozenset(g) for g in expected.split())}
    ids = [{key: (one.actor, one.name) for key, one in found.items()} for found in outcomes]
    assert all(one == ids[0] for one in ids), "ids and names depend on the order"


def test_names_are_the_fullest_or_those_of_the_table() -> None:
    found = people([row("a", "N. Vance"), row("b", "Nora Vance"), row("c", "Nora Maria Vance")])
    assert {one.name for one in found.values()} == {"Nora Maria Vance"}
    assert {one.actor for one in found.values()} == {person_id("Nora Maria Vance")}
    found = people([row("a", "Adeline Maria Lund", known="Ada Lund"), row("b", "Lund", known="Ada Lund")])
    assert {(one.actor, one.name, one.known) for one in found.values()} == {(ADA, "Ada Lund", "Ada Lund")}
    found = people([row("a", "N. Vance"), row("b", "Nora Vance")])
    assert {one.name for one in found.values()} == {"Nora Vance"}


def test_a_person_alone_keeps_the_id_that_the_article_gave() -> None:
    (one,) = people([row("a", "Nora Vance")]).values()
    assert (one.actor, one.own, one.name, one.known) == (person_id("Nora Vance"), one.actor, "Nora Vance", None)


def test_whoever_the_table_knows_keeps_the_id_of_the_name() -> None:
    found = people([row("a", "Ada Lund", **SINGER), row("b", "Ada Lund", known="Ada Lund")])
    assert found["b", 0].actor == ADA
    assert found["a", 0].actor == digest("actor", "Ada Lund", "a")


def test_bodies_are_what_their_id_says() -> None:
    body = FigureRow("a", 0, "Karsovia", "", (), (), digest("actor", "country", "KSV"), None, kind="body")
    same = replace(body, article="b", name="the Spring House")
    other = replace(body, article="c", name="Karsovia", own=person_id("Karsovia"))
    found = people([body, same, other])
    assert found["a", 0].actor == found["b", 0].actor == body.own
    assert found["c", 0].actor == other.own


# Judgements


def test_same_joins_two_names_for_good() -> None:
    rows = [row("a", "Nora Vance"), row("b", "Nora Dane"), row("c", "Nora Dane")]
    judged = Judged(same=((person_id("Nora Vance"), person_id("Nora Dane")),))
    for order in permutations(rows):
        found = people(order, judged)
        assert len({one.actor for one in found.values()}) == 1
        assert len({one.name for one in found.values()}) == 1
    turned = Judged(same=((person_id("Nora Dane"), person_id("Nora Vance")),))
    assert groups(people(rows, turned)) == {frozenset("abc")}


def test_same_reaches_through_others() -> None:
    names = ["Nora Vance", "Nora Dane", "Nora Holm", "Nora Lind"]
    rows = [row("abcd"[at], name) for at, name in enumerate(names)]
    ids = [person_id(name) for name in names]
    judged = Judged(same=((ids[0], ids[1]), (ids[2], ids[3]), (ids[1], ids[2])))
    assert groups(people(rows, judged)) == {frozenset("abcd")}


def test_other_parts_an_article_from_the_name() -> None:
    rows = [row("a", "Nora Vance"), row("b", "Nora Vance"), row("c", "Nora Vance")]
    judged = Judged(other=((person_id("Nora Vance"), "b"),))
    for order in permutations(rows):
        found = people(order, judged)
        assert groups(found) == {frozenset("ac"), frozenset("b")}
        assert found["a", 0].actor == person_id("Nora Vance")
        assert found["b", 0].actor == digest("actor", "Nora Vance", "b")


def test_whoever_was_split_off_can_be_judged_again() -> None:
    rows = [row("a", "Nora Vance"), row("b", "Nora Vance"), row("c", "Nora Dane")]
    own, apart = person_id("Nora Vance"), f"{person_id('Nora Vance')}/b"
    other = ((own, "b"),)
    named = people(rows, Judged(other=other, names={apart: "Nora Vance, the younger"}))
    assert [named[article, 0].name for article in "ab"] == ["Nora Vance", "Nora Vance, the younger"]
    gone = people(rows, Judged(other=other, nobody=frozenset({apart})))
    assert [gone[article, 0].actor is None for article in "ab"] == [False, True]
    joined = Judged(other=other, same=((apart, person_id("Nora Dane")),))
    for order in permutations(rows):
        assert groups(people(order, joined)) == {frozenset("a"), frozenset("bc")}


def test_other_parts_two_spellings() -> None:
    rows = [row("a", "Ivo Zelenski"), row("b", "Iwo Selenskyj")]
    ids = (person_id("Ivo Zelenski"), person_id("Iwo Selenskyj"))
    assert groups(people(rows)) == {frozenset("ab")}
    for pair in (ids, ids[::-1]):
        assert groups(people(rows, Judged(other=(pair,)))) == {frozenset("a"), frozenset("b")}


def test_a_name_and_nobody() -> None:
    rows = [row("a", "Nora Vance"), row("b", "Vance Lighthouse")]
    judged = Judged(
        names={person_id("Nora Vance"): "Nora Vance-Holm"}, nobody=frozenset({person_id("Vance Lighthouse")})
    )
    found = people(rows, judged)
    assert (found["a", 0].actor, found["a", 0].name) == (person_id("Nora Vance"), "Nora Vance-Holm")
    assert (found["b", 0].actor, found["b", 0].name) == (None, None)
    assert found["b", 0].own == person_id("Vance Lighthouse")


def test_judgements_about_whom_nobody_names_change_nothing() -> None:
    rows = [row("a", "Nora Vance"), row("b", "Bo Berg")]
    judged = Judged(
        same=((person_id("Nora Vance"), "gone"), ("gone", "too")), other=((BO, "gone"),), nobody=frozenset({"x"})
    )
    assert people(rows, judged) == people(rows)


# Properties

NAMES = st.sampled_from(["Nora Vance", "N. Vance", "Nils Vance", "Vance", "Nora Maria Vance", "Nora Wance", "Bo Berg"])
WHAT = st.sampled_from([{}, CHAIR, DOCTOR, SINGER, ENVOY])
KNOWN = st.sampled_from([None, None, None, "Ada Lund"])
FIGURES = st.builds(
    lambda name, what, gender, known: row("a", known or name, gender=gender, known=known, **what),
    NAMES,
    WHAT,
    st.sampled_from(["", "", "f", "m"]),
    KNOWN,
)
RECORDS = st.lists(FIGURES, min_size=1, max_size=7).map(
    lambda rows: [replace(one, article="abcdefg"[at]) for at, one in enumerate(rows)]
)
IDS = st.sampled_from([person_id(name) for name in ("Nora Vance", "Nils Vance", "Vance", "Bo Berg", "Ada Lund")])
JUDGED = st.builds(
    Judged,
    same=st.lists(st.tuples(IDS, IDS), max_size=1).map(tuple),
    other=st.lists(st.tuples(IDS, IDS | st.sampled_from("abc")), max_size=1).map(tuple),
    nobody=st.frozensets(IDS, max_size=1),
)


@settings(deadline=None, max_examples=400)
@given(RECORDS, JUDGED, st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_the_order_of_articles(rows: list[FigureRow], judged: Judged, random) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert people(mixed, judged) == people(rows, judged)


@settings(deadline=None)
@given(RECORDS, JUDGED)
def test_a_part_of_a_record_can_be_done_anew(rows: list[FigureRow], judged: Judged) -> None:
    whole = people(rows, judged)
    if judged.same:
        return  # then the names that a judgement joins are done together; the store sees to that
    for key in {surname_key(one.known or one.name) for one in rows}:
        part = [one for one in rows if surname_key(one.known or one.name) == key]
        assert people(part, judged).items() <= whole.items()


@settings(deadline=None)
@given(RECORDS, JUDGED)
def test_everybody_gets_an_answer_and_those_told_apart_stay_apart(rows: list[FigureRow], judged: Judged) -> None:
    found = people(rows, judged)
    assert len(found) == len(rows)
    for one in rows:
        answer = found[one.article, one.position]
        assert answer.own == one.own
        assert (answer.actor is None) == (judged.called(one.own, one.article) in judged.nobody)
    for actor in {one.actor for one in found.values()} - {None} if not judged.same else ():
        together = [one for one in rows if found[one.article, one.position].actor == actor]
        assert len({one.known for one in together} - {None}) <= 1
        if not any(one.known for one in together):  # whom the table knows may be taken for a man or a woman
            assert len({one.gender for one in together} - {""}) <= 1


SURNAMES = [("Nora Vance", "Vance"), ("Selenskyj", "Zelenskyy"), ("Nils Vance Jr.", "Vance"), ("Ada-Mia Lund", "Lund")]


@pytest.mark.parametrize(("name", "like"), SURNAMES)
def test_figures_are_compared_by_how_their_surname_sounds(name: str, like: str) -> None:
    assert surname_key(name) == surname_key(like) != ""
    assert surname_key("") == surname_key("(1938)") == ""


# A surname alone, in company


def named(article: str, name: str, *company: str, said: str = "", **more: object) -> FigureRow:
    """Return somebody named in an article together with others."""
    others = frozenset(person_id(one) for one in company)
    return replace(row(article, name, **more), company=others, said=frozenset(said.split("|")) - {""})  # type: ignore[arg-type]


FRIENDS = ("Bo Berg", "Eva Moll", "Tom Hale")
COMPANY = [
    # two of those whom the article names are named with her elsewhere
    ([named("a", "Nora Vance", *FRIENDS), named("b", "Vance", "Bo Berg", "Eva Moll")], "ab"),
    ([named("a", "Nora Vance", *FRIENDS), named("b", "Vance", "Bo Berg", "Eva Moll", "Ada Roe", "Kit Lea")], "ab"),
    # in two articles, and by way of a third
    ([named("a", "Nora Vance", "Bo Berg"), named("b", "Nora Vance", "Eva Moll"), named("c", "Vance", *FRIENDS)], "abc"),
    (
        [
            named("a", "Nora Vance", *FRIENDS),
            named("b", "Vance", "Bo Berg", "Eva Moll", "Kit Lea", "Ada Roe"),
            named("c", "Vance", "Kit Lea", "Ada Roe"),
        ],
        "abc",
    ),
    # one is not enough, nor two of many, nor none
    ([named("a", "Nora Vance", *FRIENDS), named("b", "Vance", "Bo Berg")], "a b"),
    ([named("a", "Nora Vance", *FRIENDS), named("b", "Vance", *FRIENDS[:2], "A B", "C D", "E F")], "a b"),
    ([named("a", "Nora Vance"), named("b", "Vance")], "a b"),
    # a family: whoever of them is meant
    ([named("a", "Nora Vance", *FRIENDS), named("b", "Nils Vance"), named("c", "Vance", *FRIENDS)], "a b c"),
    (
        [named("a", "Nora Vance", "Nils Vance", *FRIENDS), named("b", "Vance", *FRIENDS), named("a1", "Nils Vance")],
        "a a1 b",
    ),
    # somebody of the table is of that surname, a man is no woman, a singer no chair
    ([named("a", "Ada Lund", *FRIENDS, known="Ada Lund"), named("b", "Lund", *FRIENDS)], "a b"),
    ([named("a", "Nora Vance", *FRIENDS, gender="f"), named("b", "Vance", *FRIENDS, gender="m")], "a b"),
    ([named("a", "Nora Vance", *FRIENDS, **CHAIR), named("b", "Vance", *FRIENDS, **SINGER)], "a b"),
    # recognised in one article, and not in the next
    ([named("a", "Nora Vance", *FRIENDS), named("b", "Vance", *FRIENDS), named("c", "Vance")], "ab c"),
    # the same words, whoever else is there
    ([named("a", "Nora Vance", said="x|y"), named("b", "Vance", said="y|z")], "ab"),
    ([named("a", "Nora Vance", said="x"), named("b", "Nils Vance", said="y"), named("c", "Vance", said="y")], "a bc"),
    ([named("a", "Nora Vance", said="y"), named("b", "Nils Vance", said="y"), named("c", "Vance", said="y")], "a b c"),
    ([named("a", "Nora Vance", said="x"), named("b", "Vance", said="z")], "a b"),
    ([named("a", "Nora Vance", said="y", gender="f"), named("b", "Vance", said="y", gender="m")], "a b"),
]


@pytest.mark.parametrize(("rows", "expected"), COMPANY)
def test_a_surname_is_whoever_is_in_that_company(rows: list[FigureRow], expected: str) -> None:
    outcomes = [people(order) for order in permutations(rows)]
    assert {frozenset(groups(found)) for found in outcomes} == {frozenset(frozenset(g) for g in _figures(expected))}


def _figures(expected: str) -> list[list[str]]:
    return [re.findall(r"[a-z]\d*", group) for group in expected.split()]


def test_what_was_judged_is_stronger_than_company() -> None:
    rows = [named("a", "Nora Vance", *FRIENDS), named("b", "Vance", *FRIENDS)]
    judged = Judged(other=((person_id("Nora Vance"), person_id("Vance")),))
    assert groups(people(rows, judged)) == {frozenset("a"), frozenset("b")}


def test_the_role_of_somebody_of_the_table_is_what_the_table_says() -> None:
    rows = [row("a", "Ada Lund", known="Ada Lund", **CHAIR), row("b", "Lund", **CHAIR)]
    assert groups(people(rows)) == {frozenset("a"), frozenset("b")}  # one article may have mistaken its words
    minister = {"nouns": ("foreign minister",), "at": ("Lethmark",)}
    rows = [row("a", "Ada Lund", known="Ada Lund", **minister), row("b", "Lund", **minister)]
    assert groups(people(rows)) == {frozenset("ab")}
