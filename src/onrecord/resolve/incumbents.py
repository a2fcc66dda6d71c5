"""Who holds the office that a source names: what the table of actors knows, beside whom the article names.

"the foreign minister" of an article that names one foreign minister of its time is that person, whether the article
says so or not; two who held the office within weeks of its date are told apart by nothing but their names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord import facts
from onrecord.actors import Known, Link, Period, Tenure, offices
from onrecord.resolve.people import Person

_CHANGE_DAYS = 30  # days round a change of office in which "the president" may be either
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
        lately = claim and any(self._at_the_time(tenure, self.known.when, words) for tenure in claim.tenures)
        return link if lately or not _new(words) else None

    def named(self, words: str, body: str | None) -> list[Person]:
        """Return the people whom the article names and who held the office of these words at, or near, its time.

        body: whose office it is, None where the words do not say: then that of the country that the article is about,
        if it is about one.
        """
        table, near = self.known.actors, _near(self.known.when)
        home = table.body(self.known.home) if self.known.home and not body else None
        found: dict[str, Person] = {}
        for person, link in zip(self.persons, self.links, strict=True):
            tenures = table.by_person.get(link.name, ()) if link else ()
            claim = offices.held_by(table, words, tenures, body=body) if tenures else None
            if link and claim and claim.standing is offices.Standing.HOLDS:
                held = [t for t in claim.tenures if self._at_the_time(t, near, words) and home in (None, t.office.body)]
                if held:
                    found.setdefault(link.name, person)
        return list(found.values())

    def fits(self, person: Person, words: str) -> bool:
        """Tell whether somebody may be called by an office, as far as the table knows.

        Not who held it at another time, nor who never held it though the table has such offices.
        """
        table, link = self.known.actors, self.links[person.index]
        tenures = table.by_person.get(link.name, ()) if link else ()
        if not tenures:
            return True
        claim = offices.held_by(table, words, tenures)
        if claim is None:
            return not offices.has(table, words)
        near = _near(self.known.when)
        return claim.standing is not offices.Standing.HOLDS or any(
            self._at_the_time(tenure, near, words) for tenure in claim.tenures
        )

    def _at_the_time(self, tenure: Tenure, near: Period, words: str) -> bool:
        first = self.known.when.first
        if first and tenure.period.first and _new(words):
            return tenure.period.meets(near) and tenure.period.first >= (_moved(first, -_NEW_DAYS) or "")
        return tenure.period.meets(near)


def _new(words: str) -> bool:
    return not facts.function_words("office new").isdisjoint(words.lower().split())


def _near(when: Period) -> Period:
    return Period(_moved(when.first, -_CHANGE_DAYS), _moved(when.last, _CHANGE_DAYS))


def _moved(day: str | None, days: int) -> str | None:
    return (date.fromisoformat(day) + timedelta(days)).isoformat() if day else None
