"""Who is told of before the name is: "An Estmere commander said ...", and General Ada Lund says it further down.

Headlines and leads give the office; the name comes when the words are quoted. So a source that nobody is known for, and
whose words somebody says later on who is named after it, is that person, if the office allows it and no other speaker
has as much of the words. What was said on condition of anonymity stays nobody's.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from onrecord import facts
from onrecord.resolve.mentions import Reading
from onrecord.resolve.people import Person
from onrecord.resolve.phrases import RoleText, same_role
from onrecord.types import How, Statement

SOURCES = (How.OFFICE, How.UNNAMED, How.DESCRIPTION)
_LONGER = re.compile(r"[^\W\d_]{4,}|\d+")
_STEM = 5  # letters by which words are compared
_SHARED = 2.0  # words in common, those that other speakers have counted less
_ALONE = 3.0  # the same where nothing is told of the person
_MOST = 20  # people who have a word that tells anything
_MARGIN = 1.5  # times as much as with anybody else
_OTHERS = frozenset({"another", "any", "each", "every", "no", "one", "some"})
_MANY = re.compile(r"(?:an?|the) (?:body|group|host|number|panel|range|team) of ")
_ANONYMOUS = re.compile(r"anonym|not (?:be )?(?:named|identified|authori[sz]ed)", re.IGNORECASE)


def foretold(
    text: str,
    waiting: Sequence[tuple[Statement, Reading]],
    spoken: Sequence[tuple[Statement, Person]],
) -> dict[int, Person]:
    """Return start of a source -> who it is; waiting: statements of nobody; spoken: those of somebody."""
    people: dict[int, Person] = {}
    said: dict[str, set[int]] = defaultdict(set)  # word -> who has it
    for statement, person in spoken:
        people[person.index] = person
        for word in _words(statement.text):
            said[word].add(person.index)
    anonymous = _ANONYMOUS.search(text) is not None
    found: dict[int, Person] = {}
    for statement, reading in waiting:
        source = text[reading.start : reading.end].lower()
        if source.split(maxsplit=1)[0] in _OTHERS or _MANY.match(source):
            continue
        if reading.how == How.UNNAMED and anonymous:
            continue
        worth = _worth(statement, said, people)
        likely = [people[index] for index, much in worth.items() if _may_be(people[index], reading, much)]
        best = max(likely, key=lambda person: worth[person.index], default=None)
        others = max((much for index, much in worth.items() if best and index != best.index), default=0.0)
        if best and worth[best.index] >= _MARGIN * others:
            found[reading.start] = best
    return found


def role_of(text: str, reading: Reading, person: Person) -> RoleText | None:
    """Return what a source that was foretold calls its person, as a role that comes after all others.

    It tells an affiliation only where another role does: "Quay CEO" is no other than "the board's CEO".
    """
    if reading.noun is None:
        return None
    affiliation = reading.affiliation if any(role.affiliation for role in person.roles) else None
    words = text[reading.start : reading.end].split(maxsplit=1)
    called = words[-1] if words[0].lower() in facts.function_words("determiner") else " ".join(words)
    return RoleText(called, reading.noun.role.noun, affiliation, len(text))


def _worth(statement: Statement, said: Mapping[str, set[int]], people: Mapping[int, Person]) -> dict[int, float]:
    """Return how much of the words of a statement somebody else has: each counts less the more people have it."""
    worth: dict[int, float] = defaultdict(float)
    for word in sorted({*_words(statement.text)}):
        who = said.get(word, ())
        for index in who if len(who) <= _MOST else ():
            if all(part[:_STEM] != word for part in people[index].parts):
                worth[index] += 1 / len(who)
    return worth


def _may_be(person: Person, reading: Reading, worth: float) -> bool:
    """Tell whether a source may be somebody who is named after it."""
    if reading.noun is None or reading.noun.plural or person.introduced < reading.end or worth < _SHARED:
        return False
    asked, known = reading.noun.role, facts.roles()
    if asked.gender and person.gender and asked.gender != person.gender:
        return False
    lands = {land for role in person.roles if role.affiliation and (land := facts.country(role.affiliation))}
    land = facts.country(reading.affiliation) if reading.affiliation else None
    if land and lands and land not in lands:
        return False
    leads = asked.same in facts.function_words("generic head")
    same = any(role.affiliation == reading.affiliation for role in person.roles if role.affiliation)
    fits = any(same_role(asked, known[role.noun]) for role in person.roles)
    return fits or (leads and same) or (not person.roles and worth >= _ALONE)


def _words(text: str) -> Iterator[str]:
    functional = facts.function_words("english")
    return (word[:_STEM] for found in _LONGER.findall(text) if (word := found.lower()) not in functional)
