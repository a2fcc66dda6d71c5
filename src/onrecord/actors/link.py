"""Whom an article means: a name, with what is said of the person, to the table; an office to who held it then.

>>> known = Known(table(), when=Period("2016-07-01", "2016-07-31"))
>>> known.person(Described("Franz Walter Steinmeier", roles=("German Foreign Minister",))).name  # doctest: +SKIP
'Frank-Walter Steinmeier'
>>> known.office("German Foreign Minister").name  # doctest: +SKIP
'Frank-Walter Steinmeier'

Two people of one name stay two: whoever an article describes as something else is not the one in the table. What stays
open is None, and ``why`` says what was decided and on what ground.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from onrecord import facts, names
from onrecord.actors import offices
from onrecord.actors.offices import Claim, Named, Standing
from onrecord.actors.table import Actors, Period, Person, Tenure

_ALWAYS = Period(None, None)
_NEAR_MISS = 2  # letters by which a given name may differ where an office agrees
_OFFICE, _PAST, _BODY, _OTHER_OFFICE, _OTHER_TRADE = 4, 3, 1, -3, -6  # what each thing an article says is worth
_ENOUGH_FOR_SURNAME = 3
_NAMED = 3  # people who may be meant, in words


@dataclass(frozen=True, slots=True)
class Described:
    """What an article says of one person. roles: as worded, e.g. "German Foreign Minister"; nouns: of ``roles.tsv``.

    affiliations: one for each role, "" where none. regnal: the title before a name that is a given name ("King"), else
    "". place: what a possessive or "of" joins to the name ("Estmere's Lund"), else "".
    """

    name: str
    gender: str = ""
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    regnal: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A person of the table whom the article means. claims: what each of the article's roles says; None: nothing."""

    person: Person
    why: str
    claims: tuple[Claim | None, ...] = ()

    @property
    def name(self) -> str:
        """The name that English news uses most."""
        return self.person.name


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody of the table, called by an office at a place in a text.

    words: as the text has them. speaks: whether the person makes a statement in the text.
    """

    person: str
    words: str
    claim: Claim
    start: int
    speaks: bool


@dataclass(frozen=True)
class Known:
    """Linking for one article. when: the days in which it may have been published.

    bodies: countries and organisations (codes) that it names; home: name of the country that it is about, or None.
    """

    actors: Actors
    when: Period = _ALWAYS
    bodies: frozenset[str] = field(default_factory=frozenset)
    home: str | None = None

    def person(self, described: Described) -> Link | None:
        """Return whom a described person is, if that is somebody in the table beyond doubt."""
        full = bool(described.regnal) or len(names.parts(described.name)) > 1
        scored = [(self._score(one, described), one) for one in self._candidates(described, full=full)]
        top = [pair for pair in scored if pair[0][0] == max(pair[0][0] for pair in scored)]
        if not full and len(top) > 1:
            top = [pair for pair in top if self._prominent(pair[1], described)]
        if len(top) != 1:
            return None
        (score, claims), best = top[0]
        if score < (0 if full else _ENOUGH_FOR_SURNAME) and not (
            not full and score >= 0 and self._prominent(best, described)
        ):
            return None
        return Link(best, self._why(best, described, claims, full=full), claims)

    def office(self, phrase: str, *, body: str | None = None) -> Link | None:
        """Return who held an office when the article was written, if the table is sure and it was one person."""
        held = self._holders(self._read(phrase, body))
        people = {tenure.person for tenure in held}
        if len(people) != 1:
            return None
        return Link(self.actors.people[people.pop()], f"{self.actors.held(held[0])}")

    def why_nobody(self, phrase: str, *, body: str | None = None) -> str | None:
        """Return why ``office`` names nobody, in words; None when it does, or when the table has no such office."""
        named = self._read(phrase, body)
        held = self._holders(named)
        people = dict.fromkeys(tenure.person for tenure in held)
        if named is None or len(people) == 1:
            return None
        if named.standing is not Standing.HOLDS:
            return f"“{phrase}” may be anybody who has held the office, or will"
        if self.when.first is None or self.when.last is None:
            return f"“{phrase}”: when the article was written is not known, nor who held the office then"
        if not people:
            return f"“{phrase}”: the table of actors does not know who held the office at that time"
        several = " or ".join(f"{one.person} ({self.actors.held(one)})" for one in held[:_NAMED])
        return f"“{phrase}” may be {several}{' or another' if len(held) > _NAMED else ''}"

    def _read(self, phrase: str, body: str | None) -> Named | None:
        """Return the office of a phrase; one that has no body in it must be of a body that the article names."""
        named = offices.read(self.actors, phrase, body=body)
        if named is None or not named.alone:
            return named
        abroad = self.home and named.body in self.actors.by_code and named.body != self.actors.body(self.home)
        return None if abroad or (self.bodies and named.body not in self.bodies) else named

    def _holders(self, named: Named | None) -> tuple[Tenure, ...]:
        """Return who held an office in the days of the article; none when the table is not sure of all."""
        if named is None or named.standing is not Standing.HOLDS or self.when.first is None or self.when.last is None:
            return ()
        return offices.holders(self.actors, named.offices, self.when.first, self.when.last)

    def _candidates(self, described: Described, *, full: bool) -> list[Person]:
        several = names.parts(described.name)
        if described.regnal:
            return self._crowned(described)
        found = list(self.actors.called(described.name) if full else self.actors.surnamed(described.name))
        if full and not found:  # a given name that is spelt otherwise; only an office can confirm it
            alike = self.actors.surnamed(several[-1]) or self.actors.surnamed(several[0])
            if len(several) > 2:  # "Rodrigo Chaves Robles": the mother's name last, which news leaves out
                alike = (*alike, *self.actors.surnamed(several[-2]))
            found = [p for p in alike if _given_alike(several, p) and self._office_agrees(p, described)]
        elif full:  # a middle name or a second given name must not contradict
            exact = [p for p in found if any(names.parts(n) == several for n in (p.name, *p.others))]
            found = exact or found
        return [p for p in found if not (described.gender and p.gender and described.gender != p.gender)]

    def _crowned(self, described: Described) -> list[Person]:
        """Return who of those in office at the time is called so, with or without a number: "King Oswin"."""
        wanted = {names.parts(described.name), names.parts(f"{described.regnal} {described.name}")}
        return [
            p
            for p in self.actors.surnamed(described.name)
            if any(names.unnumbered(names.parts(name)) in wanted for name in (p.name, *p.others))
            and any(t.period.meets(self.when) for t in self.actors.by_person.get(p.name, ()))
        ]

    def _office_agrees(self, person: Person, described: Described) -> bool:
        return any(claim is not None for claim in self._claims(person, described))

    def _claims(self, person: Person, described: Described) -> tuple[Claim | None, ...]:
        tenures = self.actors.by_person.get(person.name, ())
        bodies = described.affiliations or ("",) * len(described.roles)
        return tuple(
            offices.held_by(self.actors, role, tenures, body=body or None)
            for role, body in zip(described.roles, bodies, strict=True)
        )

    def _score(self, person: Person, described: Described) -> tuple[int, tuple[Claim | None, ...]]:
        claims = self._claims(person, described)
        worth = [self._worth(claim) for claim in claims if claim]
        if worth:
            return max(worth), claims
        own = {tenure.office.body for tenure in self.actors.by_person.get(person.name, ())}
        score = 0
        for role, body in zip(described.roles, described.affiliations or ("",) * len(described.roles), strict=True):
            if (code := body and self.actors.body(body)) and code in own:
                score = max(score, _BODY)
            other = offices.read(self.actors, role, body=body or None)
            if other and other.body not in own:
                score = min(score, _OTHER_OFFICE)
        if described.nouns and all(_other_trade(noun) for noun in described.nouns):
            score = min(score, _OTHER_TRADE)
        return score, claims

    def _worth(self, claim: Claim) -> int:
        met = any(tenure.period.meets(self.when) for tenure in claim.tenures)
        return _OFFICE if claim.standing is Standing.HOLDS and met else _PAST

    def _prominent(self, person: Person, described: Described) -> bool:
        """Tell whether a surname alone is enough: an office at that time that news names so, of a body in the text."""
        kinds = facts.function_words("known by surname")
        own = self.actors.body(described.place) if described.place else None
        bodies = self.bodies | {own} if own else self.bodies
        return any(
            tenure.office.kind in kinds and tenure.office.body in bodies and tenure.period.meets(self.when)
            for tenure in self.actors.by_person.get(person.name, ())
        )

    def _why(self, person: Person, described: Described, claims: Sequence[Claim | None], *, full: bool) -> str:
        for role, claim in zip(described.roles, claims, strict=True):
            if claim:
                tenure = _nearest(claim.tenures, self.when)
                return f"called “{role}”: {self.actors.held(tenure)}"
        if full:
            return "the only one of this name in the table of actors"
        held = [t for t in self.actors.by_person.get(person.name, ()) if t.period.meets(self.when)]
        return f"the only one of this surname: {self.actors.held(held[-1])}" if held else "by surname"


def _nearest(tenures: Iterable[Tenure], when: Period) -> Tenure:
    """Return the tenure that meets the days, else the last."""
    several = tuple(tenures)
    return next((t for t in several if t.period.meets(when)), several[-1])


def _initials(one: Sequence[str], two: Sequence[str]) -> bool:
    """Tell whether given names agree word by word, some of them by their first letters: "l", "oyun"."""
    return len(one) == len(two) and all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(one, two, strict=True)
    )


def _given_alike(several: tuple[str, ...], person: Person) -> bool:
    """Tell whether given names differ by little: "franz walter", "frank walter"; "alex", "alexander"."""
    for spelling in (person.name, *person.others):
        other = names.parts(spelling)
        end = next(
            (n for n in (len(several) - 1, len(several) - 2) if n > 0 and _last(other) == names.sound(several[n])), 0
        )
        if not end:
            continue
        if _initials(several[:end], other[:-1]):
            return True
        one, two = " ".join(several[:end]), " ".join(other[:-1])
        short, long = sorted((one, two), key=len)
        if OSA.distance(one, two) <= _NEAR_MISS or (len(short) > 2 and long.startswith(short)):
            return True
        if len(short) == 1 and long[:1] == short:
            return True
    return False


def _last(several: tuple[str, ...]) -> str | None:
    return names.sound(several[-1]) if len(several) > 1 else None


@lru_cache(1024)
def _other_trade(noun: str) -> bool:
    role = facts.roles().get(noun)
    return role is not None and bool(role.broader & facts.function_words("other trade"))
