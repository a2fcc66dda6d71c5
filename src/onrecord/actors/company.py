"""Whom an article means by a surname alone, from who else it names and from what the person says in it.

    recognised(alone, groups, alike)    puts articles' surnames to the people of that surname whom other articles name

"Lund" of one article is "Ada Lund" of others when she says the same words in both, or when the articles name the same
other people and no second Lund is anywhere. Both are asked of each article by itself: who is recognised in one is not
thereby recognised in the next.
"""

from collections.abc import Iterable, Iterator, Sequence

from onrecord.actors.alike import Alike, Group
from onrecord.types import FigureRow

# Set on 1,790 newswire and PolNeAR articles, a quarter of them with every full name cut to the surname (``python -m
# evaluation.surnames``): all of the 54 people recognised so are right. A share of a third adds 29, of whom 4 are wrong.
_COMPANIONS = 2  # people whom both the article and others about the person name in full, at least
_SHARE = 1 / 2  # of the people whom the article names in full


def recognised(alone: Sequence[Group], groups: Sequence[Group], alike: Alike) -> list[Group]:
    """Move figures with a surname alone to the group that they belong to, and return what is left of theirs.

    groups: everybody of the surname whom some article names in full.
    """
    left = []
    for group in alone:
        rows = [(row, _only(group, row)) for row in group.rows]
        found = {_place(row): other for row, one in rows if (other := _by_words(one, groups, alike))}
        bearer = groups[0] if len(groups) == 1 and groups[0].known is None else None
        if bearer:
            found |= dict.fromkeys(_in_company(rows, bearer, alike), bearer)
        rest = Group()
        for row, one in rows:
            found.get(_place(row), rest).take(one)
        left += [rest] if rest.rows else []
    return left


def _only(group: Group, row: FigureRow) -> Group:
    """Return one figure of a group; the figures of a group of surnames are described alike."""
    return Group([row], set(group.names), set(group.owns), set(group.genders), set(group.bodies), set(group.trades))


def _place(row: FigureRow) -> tuple[str, int]:
    return row.article, row.position


def _by_words(one: Group, groups: Iterable[Group], alike: Alike) -> Group | None:
    """Return the one of some people who says the same words as a figure; None where that is nobody, or several."""
    said = frozenset[str]().union(*(row.said for row in one.rows))
    fits = [g for g in groups if said and any(not said.isdisjoint(row.said) for row in g.rows)]
    return fits[0] if len(fits) == 1 and not alike.barred(one, fits[0]) else None


def _in_company(rows: Sequence[tuple[FigureRow, Group]], bearer: Group, alike: Alike) -> Iterator[tuple[str, int]]:
    """Yield the places of the figures that are named together with those who are named with the bearer.

    Whoever is recognised brings further company, so that it goes on until nobody is added.
    """
    known = set[str]().union(*(row.company for row in bearer.rows))
    waiting = [
        row
        for row, one in rows
        if not alike.barred(one, bearer) and not (one.trades and bearer.trades and one.trades.isdisjoint(bearer.trades))
    ]
    while True:
        near = [row for row in waiting if _familiar(row.company, known)]
        if not near:
            return
        yield from map(_place, near)
        known.update(*(row.company for row in near))
        waiting = [row for row in waiting if row not in near]


def _familiar(company: frozenset[str], known: set[str]) -> bool:
    shared = len(company & known)
    return shared >= _COMPANIONS and shared >= _SHARE * len(company)
