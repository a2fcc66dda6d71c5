"""Groups of figures: what looking up finds is what comparing each with each finds, and takes less time."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.actors.alike import Alike, Group, Judged, cliques, connected, names_alike
from onrecord.types import FigureRow

NAMES = [
    ("nora", "vance"),
    ("nora", "maria", "vance"),
    ("n", "vance"),
    ("nils", "vance"),
    ("norah", "wance"),
    ("m", "vance"),
    ("nora", "vance", "jr"),
    ("vance",),
    ("vance", "jr"),
    ("phil", "vance"),
    ("fil", "vance"),
    ("nora", "dane"),
]
WORDS = st.sets(st.sampled_from("pqr"), max_size=2)
GROUPS = st.lists(
    st.builds(
        lambda name, gender, bodies, trades, own: Group(
            [FigureRow(own, 0, " ".join(name), gender, (), (), own, None)],
            {name},
            {own},
            {gender} - {""},
            bodies,
            trades,
        ),
        st.sampled_from(NAMES),
        st.sampled_from(["", "", "f", "m"]),
        WORDS,
        WORDS,
        st.sampled_from("abcdef"),
    ),
    max_size=9,
)
JUDGED = st.sampled_from([Judged(), Judged(), Judged(other=(("a", "b"),)), Judged(other=(("a", "x"),))])


def partition(groups, found):
    """Return which of some groups (by index) were put together."""
    of_row = {id(row): at for at, one in enumerate(groups) for row in one.rows}
    return {frozenset(of_row[id(row)] for row in one.rows) for one in found}


def connected_by_pairs(groups, alike):
    """Return what ``connected`` must find, by comparing each with each."""
    top = list(range(len(groups)))
    for at, one in enumerate(groups):
        for before in range(at):
            if alike.surely(one, groups[before]) and top[at] != top[before]:
                old, new = top[at], top[before]
                top = [new if each == old else each for each in top]
    found = set()
    for root in set(top):
        several = [at for at, each in enumerate(top) if each == root]
        apart = any(alike.barred(groups[one], groups[two]) for one in several for two in several if two < one)
        found |= {frozenset([at]) for at in several} if apart else {frozenset(several)}
    return found


def cliques_by_pairs(groups, alike):
    """Return what ``cliques`` must find, by comparing each with each."""
    near = [
        frozenset(b for b, other in enumerate(groups) if a == b or alike.perhaps(one, other))
        for a, one in enumerate(groups)
    ]
    clear = [all(near[at] <= near[other] for other in near[at]) for at in range(len(groups))]
    marks = [near[at] if clear[at] else frozenset([-1 - at]) for at in range(len(groups))]
    return {frozenset(at for at, mark in enumerate(marks) if mark == one) for one in marks}


@settings(deadline=None, max_examples=600)
@given(GROUPS, JUDGED)
def test_looking_up_finds_what_comparing_finds(groups: list[Group], judged: Judged) -> None:
    alike = Alike(judged)
    expected = cliques_by_pairs(groups, alike)
    assert partition(groups, cliques(groups, alike)) == expected


@settings(deadline=None, max_examples=600)
@given(GROUPS, JUDGED, st.booleans())
def test_posts_connect_as_comparing_does(groups: list[Group], judged: Judged, single: bool) -> None:
    groups = [one for one in groups if one.single == single]
    alike = Alike(judged)
    expected = connected_by_pairs(groups, alike)
    assert partition(groups, connected(groups, alike)) == expected


def test_names_of_nobody_are_like_none() -> None:
    assert not names_alike((), ("nora", "vance"))
    nobody = Group([FigureRow("a", 0, "123", "", (), (), "a", None)], {()}, {"a"})
    other = Group([FigureRow("b", 0, "456", "", (), (), "b", None)], {()}, {"b"})
    assert partition([nobody, other], cliques([nobody, other], Alike(Judged()))) == {frozenset([0]), frozenset([1])}


def described(count: int, *, one_name: bool) -> list[Group]:
    """Return descriptions of one surname, each with another body and one of three trades."""
    return [
        Group(
            [FigureRow(str(at), 0, "", "", (), (), "a", None)],
            {("nora" if one_name else f"nora{'abcdefghij'[at % 10]}{at}", "vance")},
            {"a"},
            set(),
            {f"body {at}", f"body {at // 2}"},
            {f"trade {at % 3}"},
        )
        for at in range(count)
    ]


def test_thousands_of_descriptions_of_one_surname_take_seconds() -> None:
    alike = Alike(Judged())
    for one_name in (True, False):
        groups = described(3000, one_name=one_name)
        began = time.process_time()
        cliques(connected(groups, alike), alike)
        assert time.process_time() - began < 3, one_name
