"""The same person in several articles: figures to actors, from what each article says and what people have judged.

    identify(rows, judged)    every figure (a person whom one article names) to an actor

Whoever the table of actors knows is known everywhere. Others are one person when their full names agree and nothing
that the articles say of them speaks against it (``alike``); a surname alone joins a full name only with an office and a
body in common, with the same words said, or in the same company (``company``), and only when one person fits. Whoever
could be either of two people stays alone. Judgements are obeyed first.

Nothing depends on the order of the figures: what agrees in post and body is joined first, whoever that leaves is
compared with all of those, and of people of one name the one with most figures has the name's own id.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from onrecord import facts, names
from onrecord.actors import company
from onrecord.actors.alike import Alike, Group, Judged, joined, without_suffix
from onrecord.actors.table import Actors, person_id
from onrecord.types import FigureRow, Identity, digest


def identify(rows: Iterable[FigureRow], judged: Judged, actors: Actors) -> list[Identity]:
    """Return who each figure is, in the order of the rows; those that are no person have actor None.

    The result depends neither on the order of the rows nor on which other names are among them, so that a part of a
    record can be done anew: all figures of a ``surname_key`` together, and of those that ``Judged.same`` joins to it.
    """
    listed = list(rows)
    keys = _keys(listed, judged)
    together: dict[str, list[FigureRow]] = defaultdict(list)
    for row in listed:
        together[keys[judged.called(row.own, row.article)]].append(row)
    found: dict[tuple[str, int], Identity] = {}
    for several in together.values():
        taken: set[str] = set()
        for group in _people(several, judged, actors):
            actor = _actor(group, taken)
            taken.add(actor)
            name = next((judged.names[own] for own in sorted(group.owns) if own in judged.names), _name(group))
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
    several, _ = without_suffix(names.parts(name))
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


def _people(rows: Sequence[FigureRow], judged: Judged, actors: Actors) -> list[Group]:
    """Return the people among figures whose surnames sound alike; of those of one name, the most frequent first."""
    alike = Alike(judged)
    described = _described(rows, judged, actors)
    known = _merged((one for one in described if one.known and not one.split), lambda one: one.known)
    others = [one for one in described if one.split or one.rows[0].kind == "body"]
    apart = {id(one) for one in others}
    rest = [one for one in described if not (one.known or id(one) in apart)]
    groups = [*known, *joined([one for one in rest if not one.single], known, alike)]
    alone = company.recognised([one for one in rest if one.single], groups, alike)
    for person in known:  # what one article says of somebody is no ground for whom a surname means in another
        person.bodies &= _held(person, actors)
    groups += joined(alone, groups, alike)
    groups += _merged(others, lambda one: min(one.owns))
    for one, two in judged.same:
        first, *more = [group for group in groups if group.owns & {one, two}] or [Group()]
        for other in more:
            first.take(other)
            groups.remove(other)
    return sorted(groups, key=lambda g: (g.split, g.known is None, -len(g.rows), g.first))


def _held(group: Group, actors: Actors) -> set[str]:
    """Return the bodies of whose offices the table of actors knows that a person held them."""
    return {tenure.office.body for tenure in actors.by_person.get(group.known or "", ())}


def _described(rows: Iterable[FigureRow], judged: Judged, actors: Actors) -> list[Group]:
    """Return the figures with those of which articles say the very same put together."""
    found: dict[Hashable, Group] = {}
    for row in rows:
        bodies = {actors.body(one) or names.fold(one) for one in row.affiliations if one}
        several, trades = names.parts(row.name), _trades(row.nouns)
        spelt = {several, names.parts(row.known)} if row.known else {several}
        own = judged.called(row.own, row.article)
        key = (several, own, row.known, row.kind, row.gender, frozenset(bodies), trades)
        one = Group([row], spelt, {own}, {row.gender} - {""}, bodies, set(trades), row.known, own != row.own)
        found.setdefault(key, Group()).take(one)
    return list(found.values())


def _merged(groups: Iterable[Group], key: Callable[[Group], Hashable]) -> list[Group]:
    found: dict[Hashable, Group] = {}
    for one in groups:
        found.setdefault(key(one), Group()).take(one)
    return list(found.values())


def _name(group: Group) -> str:
    """Return the table's name, else the fullest, and of several of these the most frequent."""
    counts = Counter(row.name for row in group.rows)
    return group.known or max(counts, key=lambda name: (_fullness(name), counts[name], name))


def _fullness(name: str) -> tuple[int, int, bool]:
    """Return how full a name is: its words, those of them that are no initials, whether it is in normal case."""
    several = names.parts(name)
    return len(several), sum(len(word) > 1 for word in several), not name.isupper()


def _trades(nouns: Iterable[str]) -> frozenset[str]:
    broad, known = facts.function_words("any trade"), facts.roles()
    return frozenset(b for noun in nouns if noun in known for b in known[noun].broader if b not in broad)


def _actor(group: Group, taken: set[str]) -> str:
    """Return a person's id: that of the name, unless another person of this name has it."""
    if all(row.kind == "body" for row in group.rows):
        return min(row.own for row in group.rows if row.name == _name(group))
    actor = person_id(_name(group))
    return digest("actor", _name(group), group.first[0]) if group.split or actor in taken else actor
