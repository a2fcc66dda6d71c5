"""Who holds the office that a source names: what the table of actors knows, beside whom the article names.

"the foreign minister" of an article that names one foreign minister of its time is that person, whether the article
says so or not; two who held the office within weeks of its date are told apart by nothing but their names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord import facts
from onrecord.actors import Known, Link, Period, Standing, Tenure, offices
from onrecord.resolve.people import Person

_CHANGE_DAYS = 30  # days round a change of office in which "the president" may be either
_NUMBERED = re.compile(r"\d+(?:st|nd|rd|th)")
_NEW_DAYS = 200  # days for which a holder is called new


@dataclass(frozen=True, slots=True)
class Incumbents:
    """The people of an article whom the table knows; links: of each person, in their order."""

    known: Known
    persons: Sequence[Person]
    links: Sequence[Link | None]

    def office(self, words: str, body: str | None) -> Link | None:
        """Return who held an office, as ``Known.office``; "the new president" is one who came lately."""
        link = self.known.office(words, body=body)
        claim = link and offices.held_by(
            self.known.actors, words, self.known.actors.by_person.get(link.name, ()), body=body
        )
        lately = claim and any(self._at_the_time(None, tenure, words) for tenure in claim.tenures)
        abroad = body and self.known.actors.body(body) != self._home
        if (not lately and _new(words)) or ("visiting" in words.lower().split() and not abroad):
            return None
        return None if link and self.others(words, body, link.name) else link

    def named(self, words: str, body: str | None) -> list[Person]:
        """Return the people whom the article names and to whom an office of these words belongs at its time.

        "the foreign minister" is one who held it at, or near, that time, "the former foreign minister" one who did
        before. body: whose office it is, None where the words do not say: then that of the country that the article
        is about, if it is about one and names its holder.
        """
        home = self._home if not body else None
        found = self._holding(words, body, home) or (home and self._holding(words, body, None))
        return found or self._both(words, body)

    def _holding(self, words: str, body: str | None, home: str | None) -> list[Person]:
        """Return whom the article names who held an office of a country, or of whichever (None), at its time."""
        found: dict[str, Person] = {}
        for person, link in zip(self.persons, self.links, strict=True):
            held = self._claimed(person, words, body)
            if link and any(self._at_the_time(person, t, words) and self._whose(t, words, home) for t in held):
                found.setdefault(link.name, person)
        return list(found.values())

    def _both(self, words: str, body: str | None) -> list[Person]:
        """Return to whom two offices belong: "the former minister and current party leader"."""
        first, _, second = words.partition(" and ")
        if not second or " and " in second:
            return []
        later = self.named(second, body)
        if not later and first.lower().split()[0] in facts.function_words("former"):
            later = self.named(f"{first.split()[0]} {second}", body)  # "the former mayor and senator"
        if not offices.has(self.known.actors, first):
            return later  # "the front-runner and former minister"
        return [person for person in self.named(first, body) if person in later]

    def others(self, words: str, body: str | None, name: str) -> bool:
        """Tell whether the article names, of all who ever held an office, others than the one of this name."""
        home = self._home if not body else None
        holders = {
            link.name
            for person, link in zip(self.persons, self.links, strict=True)
            if link and any(home in (None, t.office.body) for t in self._claimed(person, words, body))
        }
        return bool(holders) and name not in holders

    def fits(self, person: Person, words: str) -> bool:
        """Tell whether somebody may be called by an office, as far as the table knows and the article tells.

        Not who held it at another time, nor who never held it though the table has such offices; and "the former
        minister" has left office, "the next president" has none yet.
        """
        table, tenures = self.known.actors, self._tenures(person)
        if not self._told(person, words):
            return False
        standing = offices.standing_of(words)
        left = standing is Standing.FORMER and any(role.former for role in person.roles)
        if not tenures:
            return standing is Standing.HOLDS or left
        if claimed := self._claimed(person, words, None):
            return any(self._at_the_time(person, t, words) and self._whose(t, words, None) for t in claimed)
        return not offices.has(table, words) and (standing is Standing.HOLDS or left or not _office(words))

    def _told(self, person: Person, words: str) -> bool:
        """Tell whether what tells one holder from the others ("the first president") is told of a person."""
        which = [
            w for w in words.lower().split() if w in facts.function_words("office which") or _NUMBERED.fullmatch(w)
        ]
        return all(w == "visiting" or any(w in role.text.lower().split() for role in person.roles) for w in which)

    @property
    def _home(self) -> str | None:
        return self.known.actors.body(self.known.home) if self.known.home else None

    def _tenures(self, person: Person) -> tuple[Tenure, ...]:
        link = self.links[person.index]
        return self.known.actors.by_person.get(link.name, ()) if link else ()

    def _claimed(self, person: Person, words: str, body: str | None) -> tuple[Tenure, ...]:
        """Return the tenures of a person, at whatever time, that an office's words may mean."""
        claim = offices.held_by(self.known.actors, words, self._tenures(person), body=body)
        return claim.tenures if claim else ()

    def _whose(self, tenure: Tenure, words: str, home: str | None) -> bool:
        """Tell whether a tenure may be meant by its body: of the country asked for; who visits comes from another."""
        if "visiting" in words.lower().split():
            return self._home is not None and tenure.office.body != self._home
        return home in (None, tenure.office.body)

    def _at_the_time(self, person: Person | None, tenure: Tenure, words: str) -> bool:
        first, last, held = self.known.when.first, self.known.when.last, tenure.period
        match offices.standing_of(words):
            case Standing.FORMER:
                return held.last is not None and (last is None or held.last <= last)
            case Standing.COMING:  # "the next president" may be anybody, whoever came next
                coming = person and any(offices.standing_of(r.text) is Standing.COMING for r in person.roles)
                return bool(coming) and held.first is not None and first is not None and held.first >= first
        near = _near(self.known.when)
        if first and held.first and _new(words):
            return held.meets(near) and held.first >= (_moved(first, -_NEW_DAYS) or "")
        return held.meets(near)


def _new(words: str) -> bool:
    return not facts.function_words("office new").isdisjoint(words.lower().split())


def _office(words: str) -> bool:
    """Tell whether the last word of a phrase is a noun for a public office: "minister", not "boss"."""
    last = words.lower().split()[-1]
    role = facts.roles().get(last)
    return last in facts.function_words("office") or (role is not None and "minister" in role.broader)


def _near(when: Period) -> Period:
    return Period(_moved(when.first, -_CHANGE_DAYS), _moved(when.last, _CHANGE_DAYS))


def _moved(day: str | None, days: int) -> str | None:
    return (date.fromisoformat(day) + timedelta(days)).isoformat() if day else None
