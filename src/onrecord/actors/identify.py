"""The same person in several articles: figures to actors, from what each article says and what people have judged.

    identify(rows, judged)    every figure (a person whom one article names) to an actor

Whoever the table of actors knows is known everywhere. Others are one person when their full names agree and nothing
that the articles say of them speaks against it; a surname alone joins a full name only with an office or a body in
common, and only when one person fits. Whoever could be either of two people stays alone. Judgements are obeyed first.

Nothing depends on the order of the figures: what agrees in post and body is joined first, whoever that leaves is
compared with all of those, and of people of one name the one with most figures has the name's own id.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

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


@dataclass(eq=False, slots=True)
class _Group:
    """Figures that are one person so far, and what is known of them together. names: their words, see ``names.parts``.

    split: judged to be somebody else than the others of the name.
    """

    rows: list[FigureRow] = field(default_factory=list)
    names: set[tuple[str, ...]] = field(default_factory=set)
    owns: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    trades: set[str] = field(default_factory=set)
    known: str | None = None
    split: bool = False

    def take(self, other: "_Group") -> None:
        """Take in the figures of another group."""
        self.split = other.split and (self.split or not self.rows)
        self.rows += other.rows
        self.names |= other.names
        self.owns |= other.owns
        self.genders |= other.genders
        self.bodies |= other.bodies
        self.trades |= other.trades
        self.known = self.known or other.known

    @property
    def first(self) -> tuple[str, int]:
        """A place that tells groups apart: the figure whose article has the lowest id."""
        return min((row.article, row.position) for row in self.rows)

    @property
    def name(self) -> str:
        """The table's name, else the fullest, and of several of these the most frequent."""
        counts = Counter(row.name for row in self.rows)
        return self.known or max(counts, key=lambda name: (_fullness(name), counts[name], name))


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
            name = next((judged.names[own] for own in sorted(group.owns) if own in judged.names), group.name)
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
    several, _ = _without_suffix(names.parts(name))
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
    """Return the people among figures whose surnames sound alike; of those of one name, the most frequent first."""
    alike = _Alike(judged)
    described = _described(rows, judged, actors)
    known = _merged([one for one in described if one.known and not one.split], lambda one: one.known)
    others = [one for one in described if one.split or one.rows[0].kind == "body"]
    rest = [one for one in described if not (one.known or one in others)]
    full = [one for one in rest if not _single(one)]
    groups = [*known, *_joined(full, known, alike)]
    groups += _joined([one for one in rest if _single(one)], groups, alike)
    groups += _merged(others, lambda one: min(one.owns))
    for one, two in judged.same:
        first, *more = [group for group in groups if group.owns & {one, two}] or [_Group()]
        for other in more:
            first.take(other)
            groups.remove(other)
    return sorted(groups, key=lambda g: (g.split, g.known is None, -len(g.rows), g.first))


def _described(rows: Iterable[FigureRow], judged: Judged, actors: Actors) -> list[_Group]:
    """Return the figures with those of which articles say the very same put together."""
    found: dict[Hashable, _Group] = {}
    for row in rows:
        bodies = {actors.body(one) or names.fold(one) for one in row.affiliations if one}
        several, trades = names.parts(row.name), _trades(row.nouns)
        spelt = {several, names.parts(row.known)} if row.known else {several}
        own = judged.called(row.own, row.article)
        key = (several, own, row.known, row.kind, row.gender, frozenset(bodies), trades)
        one = _Group([row], spelt, {own}, {row.gender} - {""}, bodies, set(trades), row.known, own != row.own)
        found.setdefault(key, _Group()).take(one)
    return list(found.values())


def _merged(groups: Iterable[_Group], key: Callable[[_Group], Hashable]) -> list[_Group]:
    found: dict[Hashable, _Group] = {}
    for one in groups:
        found.setdefault(key(one), _Group()).take(one)
    return list(found.values())


def _joined(groups: Sequence[_Group], before: Sequence[_Group], alike: "_Alike") -> list[_Group]:
    """Put groups to the one of those before that they must be, and return the people among the others.

    Whoever fits several of those before is nobody's, and a person alone.
    """
    fits = [[other for other in before if alike.surely(one, other)] for one in groups]
    for one, several in zip(groups, fits, strict=True):
        if len(several) == 1:
            several[0].take(one)
    unsure = [one for one, several in zip(groups, fits, strict=True) if len(several) > 1]
    free = [one for one, several in zip(groups, fits, strict=True) if not several]
    sure = _cliques(_connected(free, alike), alike.perhaps)
    return [*sure, *unsure]


def _connected(groups: Sequence[_Group], alike: "_Alike") -> list[_Group]:
    """Return groups with those put together that surely are one person, however many lie between them.

    Where that would make one of two who cannot be the same, all stay as they are.
    """
    reached = [1 << at for at in range(len(groups))]
    for at, one in enumerate(groups):
        for before in range(at):
            if not reached[at] >> before & 1 and alike.surely(one, groups[before]):
                both = reached[at] | reached[before]
                for each in _bits(both):
                    reached[each] = both
    found: list[_Group] = []
    for mask in dict.fromkeys(reached):
        several = [groups[at] for at in _bits(mask)]
        if any(alike.barred(one, other) for at, one in enumerate(several) for other in several[:at]):
            found += several
        else:
            found += _merged(several, lambda _: None)
    return found


def _cliques(groups: Sequence[_Group], same: Callable[[_Group, _Group], bool]) -> list[_Group]:
    """Return groups with those put together that fit each other, each only if all that it fits are one."""
    near = [1 << at for at in range(len(groups))]
    for at, one in enumerate(groups):
        for before in range(at):
            if same(one, groups[before]):
                near[at] |= 1 << before
                near[before] |= 1 << at
    clear = [all(not near[at] & ~near[other] for other in _bits(near[at])) for at in range(len(groups))]
    marks = {id(one): near[at] if clear[at] else -1 - at for at, one in enumerate(groups)}
    return _merged(groups, lambda one: marks[id(one)])


def _bits(mask: int) -> list[int]:
    return [at for at in range(mask.bit_length()) if mask >> at & 1]


@dataclass(frozen=True, slots=True)
class _Alike:
    """How two groups of figures compare."""

    judged: Judged

    def barred(self, one: _Group, other: _Group) -> bool:
        """Tell whether two groups cannot be one person: by their names, by gender, or as judged."""
        either = any if one.known or other.known else all  # the table has spellings that do not sound alike
        if len(one.genders | other.genders) > 1 or not either(
            _names_alike(a, b) for a in one.names for b in other.names
        ):
            return True
        pairs = self.judged.other
        return bool(pairs) and any((a, b) in pairs or (b, a) in pairs for a in one.owns for b in other.owns)

    def surely(self, one: _Group, other: _Group) -> bool:
        """Tell whether a post and a body in common make two groups one person."""
        shared = one.bodies & other.bodies and one.trades & other.trades
        return bool(shared) and not self.barred(one, other)

    def perhaps(self, one: _Group, other: _Group) -> bool:
        """Tell whether nothing speaks against one person: another body and another trade do."""
        apart = one.bodies and other.bodies and not one.bodies & other.bodies
        differ = one.trades and other.trades and not one.trades & other.trades
        if (apart and differ) or self.barred(one, other):
            return False
        return not (_single(one) or _single(other)) or bool(one.owns & other.owns)


def _single(group: _Group) -> bool:
    return any(len(several) < 2 for several in group.names)


@lru_cache(1 << 14)
def _names_alike(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two names may be one person's: surnames sound alike, given names agree as far as both have one."""
    (one, suffix), (other, its) = _without_suffix(left), _without_suffix(right)
    if suffix != its or not one or not other or names.sound(one[-1]) != names.sound(other[-1]):
        return False
    if len(one) == 1 or len(other) == 1:
        return True
    short, long = sorted((one[0], other[0]), key=len)
    return names.sound(short) == names.sound(long) or (len(short) == 1 and long.startswith(short))


def _without_suffix(several: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return a name's words without "Jr." and the like at the end, and that."""
    if len(several) > 1 and several[-1] in facts.function_words("name suffix"):
        return several[:-1], several[-1]
    return several, ""


def _fullness(name: str) -> tuple[int, int, bool]:
    """Return how full a name is: its words, those of them that are no initials, whether it is in normal case."""
    several = names.parts(name)
    return len(several), sum(len(word) > 1 for word in several), not name.isupper()


def _trades(nouns: Iterable[str]) -> frozenset[str]:
    broad, known = facts.function_words("any trade"), facts.roles()
    return frozenset(b for noun in nouns if noun in known for b in known[noun].broader if b not in broad)


def _actor(group: _Group, taken: set[str]) -> str:
    """Return a person's id: that of the name, unless another person of this name has it."""
    if all(row.kind == "body" for row in group.rows):
        return min(row.own for row in group.rows if row.name == group.name)
    actor = person_id(group.name)
    return digest("actor", group.name, group.first[0]) if group.split or actor in taken else actor
