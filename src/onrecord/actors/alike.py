"""Which figures of one surname are one person: how two groups of them compare, and what follows for many.

Groups that share a post and a body are put together first (``connected``), then those that fit each other without
contradiction (``cliques``). Both look groups up by what they share instead of comparing each with each, so that ten
thousand descriptions of one surname take seconds; ``Alike`` says what each pair is, and a test holds the two to it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord import facts, names
from onrecord.types import FigureRow


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
class Group:
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

    def take(self, other: "Group") -> None:
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
    def single(self) -> bool:
        """Tell whether there is a name of one word only."""
        return any(len(several) < 2 for several in self.names)

    @property
    def posts(self) -> Iterator[tuple[str, str]]:
        """Every pair of a body and a trade: what makes two groups one person where they share it."""
        return ((body, trade) for body in self.bodies for trade in self.trades)


def merged(groups: Iterable[Group], key: Mapping[int, Hashable]) -> list[Group]:
    """Return groups with those of one key put together; key: by ``id`` of each group."""
    found: dict[Hashable, Group] = {}
    for one in groups:
        found.setdefault(key[id(one)], Group()).take(one)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Alike:
    """How two groups of figures compare."""

    judged: Judged

    def barred(self, one: Group, other: Group) -> bool:
        """Tell whether two groups cannot be one person: by their names, by gender, or as judged."""
        either = any if one.known or other.known else all  # the table has spellings that do not sound alike
        if len(one.genders | other.genders) > 1 or not either(
            names_alike(a, b) for a in one.names for b in other.names
        ):
            return True
        pairs = self.judged.other
        return bool(pairs) and any((a, b) in pairs or (b, a) in pairs for a in one.owns for b in other.owns)

    def surely(self, one: Group, other: Group) -> bool:
        """Tell whether a post and a body in common make two groups one person."""
        shared = one.bodies & other.bodies and one.trades & other.trades
        return bool(shared) and not self.barred(one, other)

    def perhaps(self, one: Group, other: Group) -> bool:
        """Tell whether nothing speaks against one person: another body and another trade do."""
        if (_apart(one.bodies, other.bodies) and _apart(one.trades, other.trades)) or self.barred(one, other):
            return False
        return not (one.single or other.single) or bool(one.owns & other.owns)


def _apart(one: set[str], other: set[str]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def joined(groups: Sequence[Group], before: Sequence[Group], alike: Alike) -> list[Group]:
    """Put groups to the one of those before that they must be, and return the people among the others.

    Whoever fits several of those before is nobody's, and a person alone.
    """
    of_post: dict[tuple[str, str], dict[int, Group]] = defaultdict(dict)
    for other in before:
        for post in other.posts:
            of_post[post][id(other)] = other
    fits = []
    for one in groups:
        near = {at: other for post in one.posts for at, other in of_post.get(post, {}).items()}
        fits.append([other for other in near.values() if not alike.barred(one, other)])
    for one, several in zip(groups, fits, strict=True):
        if len(several) == 1:
            several[0].take(one)
    unsure = [one for one, several in zip(groups, fits, strict=True) if len(several) > 1]
    free = [one for one, several in zip(groups, fits, strict=True) if not several]
    return [*cliques(connected(free, alike), alike), *unsure]


def connected(groups: Sequence[Group], alike: Alike) -> list[Group]:
    """Return groups with those put together that surely are one person, however many lie between them.

    Where that would make one of two who cannot be the same, all stay as they are. The groups have one name each.
    """
    top = list(range(len(groups)))

    def find(at: int) -> int:
        while top[at] != at:
            top[at] = top[top[at]]
            at = top[at]
        return at

    for one, two in _sure_pairs(groups, alike):
        low, high = sorted((find(one), find(two)))
        top[high] = low
    together: dict[int, list[Group]] = defaultdict(list)
    for at, group in enumerate(groups):
        together[find(at)].append(group)
    found: list[Group] = []
    for several in together.values():
        if len(several) == 1 or _any_barred(several, alike):
            found += several
        else:
            found += merged(several, dict.fromkeys(map(id, several)))
    return found


def cliques(groups: Sequence[Group], alike: Alike) -> list[Group]:
    """Return groups with those put together that fit each other, each only if all that it fits are one."""
    near = _fitting(groups, alike)
    degrees = [mask.bit_count() for mask in near]
    marks: dict[int, Hashable] = {}
    below, lowest = _below(degrees), dict[int, bool]()
    for at, one in enumerate(groups):
        mask = near[at]
        if mask not in lowest:  # whoever all fit has no neighbour with fewer of them
            lowest[mask] = not mask & below[degrees[at]] and all(not mask & ~near[other] for other in _bits(mask))
        marks[id(one)] = mask if lowest[mask] else -1 - at
    return merged(groups, marks)


def _below(degrees: Sequence[int]) -> dict[int, int]:
    """Return degree -> the vertices (bits) of lower degree."""
    found, mask = dict[int, int](), 0
    for degree, at in sorted((degree, at) for at, degree in enumerate(degrees)):
        found.setdefault(degree, mask)
        mask |= 1 << at
    return found


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True, slots=True)
class _Called:
    """What of a group's name is compared, and its gender.

    first: the first word, "" where there is one word only; last: how the last word sounds; suffix: what follows.
    """

    first: str
    last: str
    suffix: str
    gender: str

    @property
    def initial(self) -> bool:
        return len(self.first) == 1


def _called(group: Group) -> _Called:
    several, suffix = without_suffix(min(group.names))
    first = several[0] if len(several) > 1 else ""
    return _Called(first, names.sound(several[-1]) if several else "", suffix, min(group.genders, default=""))


def _plain(groups: Sequence[Group], alike: Alike) -> bool:
    """Tell whether groups are told apart by names and gender alone: one of each, and no judgement among them."""
    judged = {one for pair in alike.judged.other for one in pair}
    return all(
        len(g.names) == 1 and all(g.names) and not g.known and len(g.genders) < 2 and judged.isdisjoint(g.owns)
        for g in groups
    )


def _sure_pairs(groups: Sequence[Group], alike: Alike) -> Iterator[tuple[int, int]]:
    """Yield pairs (indices) that are surely one person: enough of them to connect all such pairs."""
    of_post: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        for post in group.posts:
            of_post[post].append(at)
    plain = _plain(groups, alike)
    for several in of_post.values():
        if not plain:
            yield from (
                (one, two)
                for at, one in enumerate(several)
                for two in several[:at]
                if not alike.barred(groups[one], groups[two])
            )
            continue
        first: dict[_Called, int] = {}
        for at in several:
            yield at, first.setdefault(_called(groups[at]), at)
        yield from ((first[one], first[two]) for one, two in _alike_pairs(list(first)))


def _alike_pairs(called: Sequence[_Called]) -> Iterator[tuple[_Called, _Called]]:
    """Yield pairs of names that may be one person's: enough to connect all such pairs, each with a name like it."""
    lookup = _Lookup(called)
    for one in called:
        for several in lookup.around(one):
            yield from ((one, other) for other in several if _pair_alike(one, other))


def _pair_alike(one: _Called, other: _Called) -> bool:
    """Tell whether two names may be one person's, as ``names_alike`` and the genders have it."""
    if (
        one.suffix != other.suffix
        or one.last != other.last
        or (one.gender and other.gender and one.gender != other.gender)
    ):
        return False
    if not one.first or not other.first:
        return True
    short, long = sorted((one.first, other.first), key=len)
    return names.sound(short) == names.sound(long) or (len(short) == 1 and long.startswith(short))


class _Lookup:
    """Names by what makes two of them alike: how the first words sound, or its first letter for an initial."""

    def __init__(self, called: Iterable[_Called]) -> None:
        self._sounds: dict[str, list[_Called]] = defaultdict(list)
        self._letters: dict[str, list[_Called]] = defaultdict(list)
        self._initials: dict[str, list[_Called]] = defaultdict(list)
        self._alone: list[_Called] = []
        self._all: list[_Called] = []
        for one in called:
            self._all.append(one)
            if one.first:
                self._sounds[names.sound(one.first)].append(one)
                self._letters[one.first[0]].append(one)
                if one.initial:
                    self._initials[one.first].append(one)
            else:
                self._alone.append(one)

    def around(self, one: _Called) -> Iterator[Sequence[_Called]]:
        """Yield the names, itself among them, that may be like one."""
        if not one.first:
            yield self._all
            return
        yield self._sounds[names.sound(one.first)]
        yield self._alone
        if one.initial:
            yield self._letters[one.first]
        else:
            yield self._initials[one.first[0]]


def _any_barred(several: Sequence[Group], alike: Alike) -> bool:
    """Tell whether two of some groups cannot be one person."""
    if not _plain(several, alike):
        return any(alike.barred(one, other) for at, one in enumerate(several) for other in several[:at])
    called = list(dict.fromkeys(_called(group) for group in several))
    return any(not _pair_alike(one, other) for at, one in enumerate(called) for other in called[:at])


def _fitting(groups: Sequence[Group], alike: Alike) -> list[int]:
    """Return for each group those (bits) that may be the same person, itself too, as ``perhaps`` says of a pair."""
    near = [1 << at for at in range(len(groups))]
    if not _plain(groups, alike):
        for at, one in enumerate(groups):
            for before in range(at):
                if alike.perhaps(one, groups[before]):
                    near[at] |= 1 << before
                    near[before] |= 1 << at
        return near
    of_name, of_body, of_trade, of_own = (defaultdict[Hashable, int](int) for _ in range(4))
    alone = 0
    for at, group in enumerate(groups):
        bit = 1 << at
        of_name[_called(group)] |= bit
        alone |= bit if group.single else 0
        for found, keys in ((of_body, group.bodies), (of_trade, group.trades), (of_own, group.owns)):
            for key in keys:
                found[key] |= bit
    bodies, trades = _any(of_body.values()), _any(of_trade.values())
    lookup = _Lookup(one for one in of_name if isinstance(one, _Called))
    alikes: dict[_Called, int] = {}
    for at, group in enumerate(groups):
        called = _called(group)
        if called not in alikes:
            around = {other for several in lookup.around(called) for other in several if _pair_alike(called, other)}
            alikes[called] = _any(of_name[other] for other in around)
        apart = bodies & ~_any(of_body[body] for body in group.bodies) if group.bodies else 0
        differ = trades & ~_any(of_trade[trade] for trade in group.trades) if group.trades else 0
        same = _any(of_own[own] for own in group.owns)
        fits = alikes[called] & ~(apart & differ)
        near[at] |= (fits & same) if group.single else (fits & (~alone | same))
    return near


def _any(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


@lru_cache(1 << 14)
def names_alike(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two names may be one person's: surnames sound alike, given names agree as far as both have one."""
    (one, suffix), (other, its) = without_suffix(left), without_suffix(right)
    if suffix != its or not one or not other or names.sound(one[-1]) != names.sound(other[-1]):
        return False
    if len(one) == 1 or len(other) == 1:
        return True
    short, long = sorted((one[0], other[0]), key=len)
    return names.sound(short) == names.sound(long) or (len(short) == 1 and long.startswith(short))


def without_suffix(several: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return a name's words without "Jr." and the like at the end, and that."""
    if len(several) > 1 and several[-1] in facts.function_words("name suffix"):
        return several[:-1], several[-1]
    return several, ""
