"""The same person in several articles: figures to actors, from what each article says and what people have judged.

    identify(rows, judged)    every figure (a person whom one article names) to an actor

Whoever the table of actors knows is known everywhere. Others are one person when their full names agree and nothing
that the articles say of them speaks against it; a surname alone joins a full name only with an office or a body in
common, and only when one person fits. Judgements are obeyed first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord import facts, names
from onrecord.actors.table import Actors, person_id
from onrecord.types import FigureRow, Identity, digest


@dataclass(frozen=True, slots=True)
class Judged:
    """What people decided about actors, by the ids that single articles give (``FigureRow.own``).

    same: ids that are one actor. other: pairs of ids, or an id and an article, that are not. names: id -> name.
    nobody: ids that are no person. Who was split off in an article has the id ``own/article`` in all of these.
    """

    same: tuple[tuple[str, str], ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    nobody: frozenset[str] = frozenset()

    def called(self, own: str, article: str) -> str:
        """Return the id by which judgements call a figure."""
        return f"{own}/{article}" if (own, article) in self.other else own


@dataclass(slots=True)
class _Group:
    """Figures that are one person so far, and what is known of them together."""

    rows: list[FigureRow] = field(default_factory=list)
    owns: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    trades: set[str] = field(default_factory=set)
    name: str = ""  # the fullest, the first of several
    known: str | None = None
    kind: str = "person"

    def add(self, row: FigureRow, called: str, actors: Actors) -> None:
        """Take in a figure; called: the id by which judgements call it."""
        self.rows.append(row)
        self.owns.add(called)
        self.genders |= {row.gender} - {""}
        self.bodies |= _bodies(row, actors)
        self.trades |= _trades(row)
        self.known, self.kind = self.known or row.known, row.kind
        if len(names.parts(row.name)) > len(names.parts(self.name)):
            self.name = row.name


def identify(rows: Iterable[FigureRow], judged: Judged, actors: Actors) -> list[Identity]:
    """Return who each figure is, in the order of the rows; those that are no person have actor None.

    The result does not depend on which other names are among the rows, so that a part of a record can be done anew.
    """
    listed = list(rows)
    keys = _keys(listed, judged)
    groups: dict[str, list[FigureRow]] = defaultdict(list)
    for row in listed:
        groups[keys[judged.called(row.own, row.article)]].append(row)
    found: dict[tuple[str, int], Identity] = {}
    for several in groups.values():
        taken: set[str] = set()
        for group in _people(several, judged, actors):
            actor = _actor(group, judged, taken)
            taken.add(actor)
            name = next(
                (judged.names[own] for own in sorted(group.owns) if own in judged.names), group.known or group.name
            )
            for row in group.rows:
                nobody = judged.called(row.own, row.article) in judged.nobody
                found[(row.article, row.position)] = Identity(
                    row.article,
                    row.position,
                    row.own,
                    actor=None if nobody else actor,
                    name=None if nobody else name,
                    known=group.known,
                )
    return [found[(row.article, row.position)] for row in listed]


def surname_key(name: str) -> str:
    """Return what figures must share to be compared at all: how the last word of their names sounds."""
    several = names.parts(name)
    return names.sound(several[-1]) if several else ""


def _keys(rows: Sequence[FigureRow], judged: Judged) -> dict[str, str]:
    """Return own id -> key of its group; judgements bring different surnames together."""
    keys = {
        judged.called(row.own, row.article): row.own if row.kind == "body" else surname_key(row.known or row.name)
        for row in rows
    }
    for one, two in judged.same:
        if one in keys and two in keys:
            old, new = keys[two], keys[one]
            keys = {own: new if key == old else key for own, key in keys.items()}
    return keys


def _people(rows: Sequence[FigureRow], judged: Judged, actors: Actors) -> list[_Group]:
    """Return the people among figures whose surnames sound alike, in the order in which they were first named."""
    alone: list[_Group] = []
    groups: list[_Group] = []
    order = sorted(rows, key=lambda row: (row.known is None, len(names.parts(row.name)) == 1))
    for row in order:
        split = (row.own, row.article) in judged.other
        fits = [] if split else [group for group in groups if _same(row, group, judged, actors)]
        group = fits[0] if len(fits) == 1 else _Group()
        group.add(row, judged.called(row.own, row.article), actors)
        if not fits or len(fits) > 1:
            (alone if split else groups).append(group)
    for one, two in judged.same:
        owners = [group for group in (*groups, *alone) if group.owns & {one, two}]
        for other in owners[1:]:
            for row in other.rows:
                owners[0].add(row, judged.called(row.own, row.article), actors)
            (alone if other in alone else groups).remove(other)
    first = {(row.article, row.position): at for at, row in enumerate(rows)}
    return sorted((*groups, *alone), key=lambda g: min(first[(row.article, row.position)] for row in g.rows))


def _same(row: FigureRow, group: _Group, judged: Judged, actors: Actors) -> bool:
    if row.kind == "body" or group.kind == "body":
        return row.own in group.owns
    if judged.other and any((row.own, own) in judged.other or (own, row.own) in judged.other for own in group.owns):
        return False
    if group.known and row.known:
        return group.known == row.known
    if row.gender and group.genders - {row.gender}:
        return False
    against, shared = _compare(row, group, actors)
    single = len(names.parts(row.name)) == 1
    if single or len(names.parts(group.name)) == 1:
        return shared or (row.own in group.owns and not against)
    if not _full_alike(row.name, group.name):
        return False
    return shared if group.known else not against  # its own article did not allow it to be the one in the table


def _full_alike(one: str, other: str) -> bool:
    left, right = names.parts(one), names.parts(other)
    if names.sound(left[-1]) != names.sound(right[-1]):
        return False
    short, long = sorted((left[0], right[0]), key=len)
    return names.sound(short) == names.sound(long) or (len(short) == 1 and long.startswith(short))


def _compare(row: FigureRow, group: _Group, actors: Actors) -> tuple[bool, bool]:
    """Tell whether another place and another trade speak against one person, and whether both are shared."""
    bodies, trades = _bodies(row, actors), _trades(row)
    apart = bodies and group.bodies and not bodies & group.bodies
    differ = trades and group.trades and not trades & group.trades
    return bool(apart and differ), bool(bodies & group.bodies and trades & group.trades)


def _bodies(row: FigureRow, actors: Actors) -> frozenset[str]:
    return frozenset(actors.body(one) or names.fold(one) for one in row.affiliations if one)


def _trades(row: FigureRow) -> frozenset[str]:
    broad, known = facts.function_words("any trade"), facts.roles()
    return frozenset(b for noun in row.nouns if noun in known for b in known[noun].broader if b not in broad)


def _actor(group: _Group, judged: Judged, taken: set[str]) -> str:
    """Return a person's id: that of the name, unless another person of this name has it."""
    first = min(group.rows, key=lambda row: row.order)
    name = group.known or group.name
    split = any((row.own, row.article) in judged.other for row in group.rows)
    actor = first.own if group.kind == "body" else person_id(name)
    return digest("actor", name, first.article) if split or actor in taken else actor
