"""Who a pronoun, an office or a description means, among the people that the article has named.

Every candidate has a score; the best is taken when it is good enough and well ahead of the next one, otherwise nobody
is: a wrong speaker is worse than none. The features are the ones that reference resolution has always used (Lappin &
Leass 1994: recency, subject before other places, agreement), and speaker continuity, which news adds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import facts
from onrecord.layout import Layout
from onrecord.resolve.mentions import Reading
from onrecord.resolve.people import People, Person, PersonMention
from onrecord.resolve.phrases import same_role

_WINDOW = 40  # mentions looked back over
_REACH = 4  # sentences that a pronoun may reach back
_MARGIN = 0.9  # by which the best candidate must lead
_FLOOR = -2.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement before the one in question whose speaker is known: where its source stands, and who it is."""

    position: int
    person: Person


def pronoun(
    shape: Layout, register: People, reading: Reading, *, gender: str, said: Sequence[Spoken], parent: Person | None
) -> Person | None:
    """Return whom "he" or "she" means, or None.

    said: the statements before, latest last. parent: the speaker of the statement within which this one stands.
    """
    here = shape.sentence(reading.start)
    inside = shape.quotation(reading.start)
    scores: dict[int, float] = {}
    persons: dict[int, Person] = {}
    for mention, person in register.before(reading.start, _WINDOW):
        distance = here - shape.sentence(mention.start)
        if distance > _REACH:
            break
        if person.gender and person.gender != gender:
            continue
        score = -1.0 * distance + _place(shape, mention, same_quote=inside is not None)
        score += 0.5 if person.gender == gender else 0.0
        persons[person.index] = person
        scores[person.index] = max(scores.get(person.index, -9.0), score) + 0.1
    for back, spoken in enumerate(reversed(said[-3:])):
        person = spoken.person
        distance = here - shape.sentence(spoken.position)
        if (person.gender and person.gender != gender) or distance > _REACH:
            continue
        persons[person.index] = person
        base = scores.get(person.index, -0.7 * distance)
        scores[person.index] = max(base, -0.7 * distance) + (1.5 if back == 0 else 0.3)
    if parent is not None and (not parent.gender or parent.gender == gender):
        persons[parent.index] = parent
        scores[parent.index] = scores.get(parent.index, 0.0) + 1.5
    return _best(scores, persons)


def _place(shape: Layout, mention: PersonMention, *, same_quote: bool) -> float:
    """Return how prominent a mention's place in its sentence is: a subject most, a possessive or a quoted name least."""
    text, (start, end) = shape.text, shape.sentence_span(mention.start)
    before = text[max(start, mention.start - 40) : mention.start]
    score = 0.0
    if shape.quotation(mention.start) and not same_quote:
        score -= 2.0
    if text[mention.end : mention.end + 2] in ("'s", "’s"):
        score -= 0.6
    elif re.search(r"\b(?:of|for|to|with|by|against|about|over|on|from|than|like)\s(?:[A-Z][\w.]*\s)*$", before):
        score -= 0.6
    elif re.match(r",? (?:\w+ ){0,2}?(?:said|says|told|has|had|is|was|will|did|\w+ed)\b", text[mention.end : min(end, mention.end + 40)]):
        score += 1.0
    if mention.start - start < 30:
        score += 0.5
    return score


def _best(scores: dict[int, float], persons: dict[int, Person]) -> Person | None:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _FLOOR:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN:
        return None
    return persons[ranked[0][0]]


def holder(shape: Layout, register: People, reading: Reading, *, said: Sequence[Spoken]) -> Person | None:
    """Return the person who was introduced with the office or description that a source gives, or None."""
    if reading.noun is None:
        return None
    scores: dict[int, float] = {}
    persons: dict[int, Person] = {}
    latest = {s.person.index: s.position for s in said}
    here = shape.sentence(reading.start)
    for person in register.persons:
        fit = max((_fit(reading, person, number) for number in range(len(person.roles))), default=0.0)
        if fit <= 0 or _wrong_gender(reading, person):
            continue
        seen = [m.start for m in person.mentions if m.start < reading.start]
        last = max(seen[-1] if seen else -1, latest.get(person.index, -1))
        distance = here - shape.sentence(last) if last >= 0 else 30
        persons[person.index] = person
        scores[person.index] = fit - min(distance, 30) * 0.08 + (0.5 if said and said[-1].person is person else 0.0)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.3:
        return None
    return persons[ranked[0][0]]


def _fit(reading: Reading, person: Person, number: int) -> float:
    role = person.roles[number]
    asked = reading.noun.role if reading.noun else None
    if asked is None:
        return 0.0
    fit = float(same_role(asked, facts.roles()[role.noun]))
    if not fit:
        return 0.0
    if reading.affiliation:
        theirs = {_place_of(r.affiliation) for r in person.roles if r.affiliation}
        if not theirs:
            return fit - 0.5
        mine = _place_of(reading.affiliation)
        shared = any(_agree(mine, t) for t in theirs)
        return fit + 1.0 if shared else 0.0
    return fit


def _place_of(affiliation: str | None) -> str:
    return (facts.country(affiliation or "") or affiliation or "").casefold()


def _agree(one: str, other: str) -> bool:
    """Return whether two affiliations may be one: equal, one within the other, or a body named after its country."""
    if one in other or other in one:
        return True
    return bool({facts.country(w) for w in one.split()} & {facts.country(w) for w in other.split()} - {None})


def _wrong_gender(reading: Reading, person: Person) -> bool:
    asked = reading.noun.role.gender if reading.noun else ""
    return bool(asked and person.gender and asked != person.gender)
