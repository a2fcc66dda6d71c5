"""The people of one article: every mention of a person by name, clustered by compatible names.

>>> 'Ada Lund ... Mrs. Lund ... LUND ... Ada Lund-Berg'   two people: Ada Lund (three mentions), Ada Lund-Berg

Full names come first; a single name then goes to the person who bears it, or to nobody when two do and neither
clearly dominates. Spelling variants join only when given name and surname differ by one or two letters in all.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from onrecord import facts
from onrecord.layout import Layout
from onrecord.resolve.naming import OFFICES, PersonMention, families, mention_of
from onrecord.resolve.phrases import RoleText, role_after, role_before, words
from onrecord.resolve.untagged import full_name
from onrecord.types import Entity, Mention, Span

_OWNER = re.compile(r"\b([A-Z][\w.]*(?: [A-Z][\w.]*)?)['’]s $")
_OF = re.compile(r" (?:of|from|at) (?:the )?")
_SENTENCE_END = re.compile(r"[.!?]\s")
_MAX_VARIANT = 2  # letters by which two spellings of one name may differ
_MIN_VARIANT = 5  # letters that such a name has at least
_MAX_SOUGHT = 60  # people whose names are sought in the whole text
_LATE = 1500  # characters: a full name that much after a surname introduces somebody else
_NEAR_NAME, _FIRST = 60, 3  # characters after the first few mentions in which a king is called one
_KIN = re.compile(r"(?:\b(?:his|her|their)|['’]s) (?:[\w-]+ ){0,3}?([a-z]+)(?:, (?:[\w-]+ ){0,5}| )$", re.IGNORECASE)
_KIN_REACH = 80  # characters
_RANK = 30  # characters
_MAX_BEARERS = 40  # people of one name that are compared: keeps hostile input linear


@dataclass(slots=True)
class Person:
    """A person: canonical name, gender ("m", "f" or ""), mentions in order, roles in order of mention.

    place: what "of" or a possessive joins to the name: "Ada Lund of the Quay Board", "Estmere's Lund". regnal: see
    PersonMention.
    """

    name: str
    parts: tuple[str, ...]
    gender: str = ""
    place: str | None = None
    regnal: str = ""
    mentions: list[PersonMention] = field(default_factory=list)
    roles: list[RoleText] = field(default_factory=list)
    index: int = 0

    @property
    def full(self) -> bool:
        """Return whether a given name is known."""
        return len(self.parts) > 1

    @property
    def likely(self) -> str:
        """Return the gender told so far, else the given name's."""
        return self.gender or facts.given_names().get(self.name.split()[0], "")

    @property
    def introduced(self) -> int:
        """Return where the person is first named in full, else first named."""
        return next((m.start for m in self.mentions if len(m.parts) > 1), self.mentions[0].start)

    def uses(self, part: str, position: int) -> int:
        """Return how often the person was named with this part, not by given name alone, up to a position."""
        return sum(m.start <= position and part in m.parts for m in self.mentions)

    def best_role(self) -> RoleText | None:
        """Return the role to show: an office held now, of something named, first; of equals, the first named."""
        known = facts.roles()

        def worth(role: RoleText) -> float:
            office = bool(known[role.noun].broader & OFFICES) + 0.5 * (" of " in role.text)
            return 2 * bool(role.affiliation) - role.former + office

        return max(self.roles, key=lambda r: (worth(r), -r.start), default=None)


Another = Callable[[str, str, str], bool]
"""Whether somebody other than the person of a full name is known who has a surname and held an office."""
Gender = Callable[[str], str]
"""The gender of whoever is known by a full name, "" of nobody, or of several who differ."""


def people(
    shape: Layout,
    entities: Sequence[Entity],
    sources: Iterable[Mention] = (),
    another: Another | None = None,
    gender: Gender | None = None,
) -> "People":
    """Cluster the person entities of an article; what stands before a name in one of the sources is its role."""
    text = shape.plain
    found = families(text, [m for e in entities if e.kind == "person" and (m := mention_of(text, e.start, e.end))])
    register = People(text, another)
    for mention in found:
        if len(mention.parts) > 1:
            person = register.add_full(mention)
            person.gender = person.gender or (gender(person.name) if gender else "")
    singles = [m for m in found if len(m.parts) == 1]
    _, *below = shape.paragraphs or ((0, 0),)  # a headline shortens names
    register.familiar = {m.parts[0] for m in singles if not below or m.start >= below[0][0]}
    for mention in singles:
        register.add_single(mention)
    for person in register.persons[:_MAX_SOUGHT]:
        others = {p.parts[0] for p in register.persons if p.full and p.parts[-1] == person.parts[-1]}
        span = None if person.full else full_name(text, person.name, others)
        fuller = mention_of(text, *span) if span else None
        if fuller and not register.another(person, text[fuller.start : fuller.end]):
            register.complete(person, fuller)
    register.settle()
    elsewhere = _elsewhere(text, register.persons)
    spoken = [(x.start, x.end) for x in sources]
    opened = {m.start: span for span in spoken for m, _ in register.inside(span)}
    for person in register.persons:
        _describe(shape, person, elsewhere.get(person.name, ()), entities, opened, dict(spoken))
    return register


def _elsewhere(text: str, persons: Sequence["Person"]) -> dict[str, list[Span]]:
    """Return where full names stand that the tagger was not shown or missed: captions and corrections tell offices.

    A surname like "al-Hast" tells as much as a full name.
    """
    owners = {p.name: p.name for p in persons if p.full}
    surnames = Counter(name.split()[-1] for name in owners)
    small = facts.particles()
    owners |= {
        last: name
        for name in list(owners)
        if surnames[last := name.split()[-1]] == 1 and "-" in last and last.split("-")[0].lower() in small
    }
    names = sorted(owners, key=lambda n: (-len(n), n))[:_MAX_SOUGHT]
    tagged = sorted((m.start, m.end) for p in persons for m in p.mentions)
    places: dict[str, list[Span]] = defaultdict(list)
    if names:
        pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
        for match in pattern.finditer(text):
            found = places[owners[match.group()]]
            before = bisect_left(tagged, (match.start() + 1, 0))
            known = before > 0 and tagged[before - 1][1] > match.start()
            if not known and len(found) < _MAX_SOUGHT:
                found.append(match.span())
    return places


class People:
    """The clusters, and the ways to look a person up."""

    def __init__(self, text: str, another: Another | None = None) -> None:
        """Start without anybody."""
        self.text = text
        self._another = another
        self.persons: list[Person] = []
        self._by_part: dict[str, list[Person]] = defaultdict(list)
        self._starts: list[int] = []
        self.familiar: set[str] = set()  # names that stand alone somewhere: who is called by given name is not "Lund"
        self._at: list[tuple[PersonMention, Person]] = []
        self._open: list[tuple[PersonMention, tuple[Person, ...]]] = []

    def add_full(self, mention: PersonMention) -> Person:
        """Give a name of several words to the person who bears it, or to a new one."""
        near = {id(p): p for part in {mention.parts[0], mention.parts[-1]} for p in self._by_part[part][-_MAX_BEARERS:]}
        person = next((p for p in near.values() if _same_person(p.parts, mention.parts)), None)
        return self._add(mention, person)

    def add_single(self, mention: PersonMention) -> Person | None:
        """Give a single name to its bearer; None when it is not clear which of several."""
        part, start = mention.parts[0], mention.start
        if mention.regnal:
            bearers = [p for p in self._by_part[part][-_MAX_BEARERS:] if p.parts[0] == part and self._royal(p)]
            return self._add(mention, bearers[0] if len(bearers) == 1 else None)
        bearers = self.bearers(part, start, mention.gender)
        if mention.role and self._another:  # "President Lund" is not his wife, whom alone the article names in full
            known = self._another
            bearers = [p for p in bearers if not (p.full and known(p.name, part, mention.role))]
        late = [p for p in bearers if p.introduced - start > _LATE and p.parts[-1] == part]
        if late and "\n" in self.text[:start]:
            bearers = [p for p in bearers if p not in late]  # somebody else, better known, bears the name
        if len(bearers) > 1:
            self._open.append((mention, tuple(bearers)))
            return None
        return self._add(mention, bearers[0] if bearers else None)

    def bearers(self, part: str, position: int, gender: str = "") -> list[Person]:
        """Return whom a single name at a position may mean: one, several (ambiguous) or none."""
        several = [p for p in self._by_part[part][-_MAX_BEARERS:] if not (gender and p.likely not in ("", gender))]
        others = [p for p in several if not (p.full and self._kin(p))]  # "his father, Bo Lund," is not Lund
        if not others or not all(p.full and p.parts[0] in self.familiar for p in others):  # but if Lund is called Ada
            several = others
        several = [p for p in several if _surname(p, part, position)] or several
        known = [p for p in several if p.mentions[0].start <= position]
        if len(known) == 1 and known[0].full:
            return known
        several = [p for p in several if not (p.full and p.parts[0] in self.familiar and p.parts[0] != part)] or several
        if len(several) < 2:
            return several
        before = [p for p in several if p.mentions[0].start <= position] or several
        if len(before) < 2:
            return before
        counts = sorted(((p.uses(part, position), p) for p in before), key=lambda c: -c[0])
        return [counts[0][1]] if counts[0][0] >= 2 * counts[1][0] else before

    def _kin(self, person: Person) -> bool:
        """Tell whether somebody is introduced as a relative of somebody else's."""
        start = person.mentions[0].start
        match = _KIN.search(self.text, max(0, start - _KIN_REACH), start)
        return match is not None and match.group(1).lower() in facts.function_words("kin")

    def _royal(self, person: Person) -> bool:
        """Tell whether somebody has a title of those who are called by their given name, beside or before the name."""
        if person.regnal or not person.full:
            return True
        titles = facts.function_words("regnal")
        for mention in person.mentions[:_FIRST]:
            ends = _SENTENCE_END.search(self.text, mention.end, mention.end + _NEAR_NAME)
            last = ends.start() if ends else mention.end + _NEAR_NAME
            if any(word.key in titles for word in words(self.text, mention.end, last)):
                return True
        return False

    def another(self, person: Person, name: str) -> bool:
        """Tell whether a full name is somebody else's, as somebody of that surname has the office of the person."""
        known = self._another
        return known is not None and any(m.role and known(name, m.parts[-1], m.role) for m in person.mentions)

    def complete(self, person: Person, mention: PersonMention) -> None:
        """Give a person known by surname a full name found in the text."""
        if any(p is not person and _same_person(p.parts, mention.parts) for p in self._by_part[mention.parts[-1]]):
            return
        self._add(mention, person)

    def settle(self) -> None:
        """Sort what was added, so that ``at`` works."""
        self.persons.sort(key=lambda p: min(m.start for m in p.mentions))
        for index, person in enumerate(self.persons):
            self._spell(person)
            person.index = index
            person.mentions.sort(key=lambda m: m.start)
        self._at = sorted(((m, p) for p in self.persons for m in p.mentions), key=lambda pair: pair[0].start)
        self._starts = [m.start for m, _ in self._at]
        self._open.sort(key=lambda pair: pair[0].start)

    def _spell(self, person: Person) -> None:
        """Give a person the name as it is spelled most often, of names with as many words."""
        alike = [m for m in person.mentions if len(m.parts) == len(person.parts) > 1 and m.parts[0] == person.parts[0]]
        often = Counter(m.parts for m in alike)
        if not often or often.most_common(1)[0][1] <= often[person.parts]:
            return
        person.parts = often.most_common(1)[0][0]
        first = next(m for m in alike if m.parts == person.parts)
        person.name = re.sub(r"\s+", " ", self.text[first.start : first.end])

    def inside(self, span: Span) -> list[tuple[PersonMention, Person]]:
        """Return the mentions that lie in a span."""
        low = bisect_left(self._starts, span[0])
        return [pair for pair in self._at[low : bisect_right(self._starts, span[1])] if pair[0].end <= span[1]]

    def before(self, position: int, count: int) -> Iterable[tuple[PersonMention, Person]]:
        """Return the last mentions before a position, nearest first."""
        high = bisect_left(self._starts, position)
        return reversed(self._at[max(0, high - count) : high])

    def either(self, start: int, end: int, gender: str) -> Iterator[tuple[PersonMention, Person]]:
        """Yield the mentions in a stretch that may be of several, where only one of these has a gender."""
        low, high = (bisect_left(self._open, at, key=lambda pair: pair[0].start) for at in (start, end))
        for mention, several in self._open[max(low, high - _MAX_BEARERS) : high]:
            fitting = [p for p in several if p.likely in ("", gender)]
            if len(fitting) == 1:
                yield mention, fitting[0]

    def _add(self, mention: PersonMention, person: Person | None) -> Person:
        if person is None:
            person = Person(self.text[mention.start : mention.end], mention.parts)
            person.name = re.sub(r"\s+", " ", person.name)
            self.persons.append(person)
            for part in {*mention.parts}:
                self._by_part[part].append(person)
        elif _fuller(mention, self.text, person):
            person.name = re.sub(r"\s+", " ", self.text[mention.start : mention.end])
            for part in {*mention.parts} - {*person.parts}:
                self._by_part[part].append(person)
            person.parts = mention.parts
        person.mentions.append(mention)
        person.gender = mention.gender or person.gender
        person.regnal = mention.regnal or person.regnal
        return person


def _surname(person: Person, part: str, position: int) -> bool:
    """Tell whether a name is a person's last; or the last but one of somebody named before ("Ada Lund Mora")."""
    *_, before, last = ("", "", *person.parts)
    return last == part or (len(person.parts) > 2 and before == part and person.mentions[0].start < position)


def _fuller(mention: PersonMention, text: str, person: Person) -> bool:
    name = text[mention.start : mention.end]
    if len(mention.parts) != len(person.parts):
        return len(mention.parts) > len(person.parts)
    return person.name.isupper() and not name.isupper()


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two names of several words are one person's."""
    if one == other:
        return True
    if one[-1] == other[-1]:
        return _same_given(one[0], other[0])
    small, large = sorted((one, other), key=len)
    if len(small) > 1 and len(large) > len(small) and large[: len(small)] == small:
        return True
    if one[0] == other[0] and len(one) == len(other):
        return min(len(one[-1]), len(other[-1])) >= _MIN_VARIANT and OSA.distance(one[-1], other[-1]) <= 1
    return False


def _same_given(one: str, other: str) -> bool:
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) > 2 and long.startswith(short):
        return True
    return len(short) >= _MIN_VARIANT and one[0] == other[0] and OSA.distance(one, other) <= _MAX_VARIANT


def _describe(
    shape: Layout,
    person: Person,
    elsewhere: Iterable[Span],
    entities: Sequence[Entity],
    opened: Mapping[int, Span],
    sources: Mapping[int, int],
) -> None:
    """Collect the roles that stand beside a person's mentions, and the gender they tell.

    opened: start of a mention -> the source in which it stands. sources: start -> end.
    """
    text = shape.plain
    for start, end in sorted([*((m.start, m.end) for m in person.mentions), *elsewhere]):
        low, high = shape.sentence_span(start)
        low = max(low, start - 160)
        first, last = opened.get(start, (start, end))  # a source that is the bare name tells nothing of its neighbours
        for role in (
            _office_before_rank(text, start, min(first, low), entities),
            role_before(text, start, first if first < start else low, entities, whole=first < start),
            role_after(text, end, last if last > end else high, entities, sources),
        ):
            if role:
                person.roles.append(role)
                person.gender = person.gender or facts.roles()[role.noun].gender
        person.place = person.place or _place_after(text, end, entities) or _owner(text, start)
    person.gender = person.gender or given_gender(person.name)
    for mention in person.mentions:
        rank = bool(mention.role) and "officer" in facts.roles()[mention.role].broader
        if mention.role and all(rank and role.noun != mention.role for role in person.roles):
            place = None if person.roles else _place_before(text, mention.start)
            called = f"{place} {mention.role}" if place else mention.role
            last = len(text) if person.roles else mention.start  # "the general" who commands the guard is its commander
            person.roles.append(RoleText(called, mention.role, place, last))


def _office_before_rank(text: str, start: int, low: int, entities: Sequence[Entity]) -> RoleText | None:
    """Return the office in "Estmere's defence minister, Maj. Gen. Ada Lund"."""
    first = start
    for word in reversed(words(text, max(low, start - _RANK), start)):
        title = facts.titles().get(word.key)
        role = facts.roles().get(title.role if title else word.key)
        if role is None or "officer" not in role.broader:
            break
        first = word.start
    return role_before(text, first, low, entities) if first < start and text[low:first].endswith(", ") else None


def given_gender(name: str) -> str:
    """Return the gender that a given name tells, the first of a double one if need be: "Heinz-Christian"."""
    given, known = name.split()[0], facts.given_names()
    return known.get(given, "") or known.get(given.split("-")[0], "")


def _place_before(text: str, start: int) -> str | None:
    """Return the place before a name with a short title: "Estmere Gov. Ada Lund"."""
    before = words(text, max(0, start - 60), start)
    if len(before) < 2 or before[-1].key not in facts.titles():
        return None
    small = facts.words("role_modifiers.tsv") | facts.function_words("opener") | facts.function_words("former")
    first = len(before) - 1
    while first > 0 and before[first - 1].text[0].isupper() and before[first - 1].key not in small:
        if text[before[first - 1].end : before[first].start] != " ":
            break
        first -= 1
    name = text[before[first].start : before[-2].end]
    return name.removesuffix("'s").removesuffix("’s") if first < len(before) - 1 else None


def _owner(text: str, start: int) -> str | None:
    """Return the country before a name in the possessive: "Estmere's Lund"."""
    match = _OWNER.search(text, max(0, start - 40), start)
    return match.group(1) if match and facts.country(match.group(1)) else None


def _place_after(text: str, end: int, entities: Sequence[Entity]) -> str | None:
    """Return the organisation or place in "Ada Lund of the Quay Board"."""
    match = _OF.match(text, end)
    if not match:
        return None
    index = bisect_left(entities, match.end(), key=lambda e: e.start)
    if index < len(entities) and entities[index].start == match.end():
        entity = entities[index]
        if entity.kind in ("organization", "location", "product", "misc"):
            return " ".join(text[entity.start : entity.end].split()).removesuffix("'s").removesuffix("’s")
    return None
