"""What a record answers with: reports, talking points, actors, a summary; and how rows become them."""

import json
from dataclasses import dataclass
from typing import Any

from onrecord.actors import Actors, office_name
from onrecord.actors.codes import Profile, profile
from onrecord.store import fetch, rows
from onrecord.store.rows import Row
from onrecord.types import Statement, Utterance


@dataclass(frozen=True, slots=True)
class Report:
    """A statement, and the article that reports it.

    published: the best single date, ISO, or None; published_earliest, published_latest: the interval, as far as it is
    known. raw_hash: SHA-256 of the source's bytes. copy_of: id of the article that this one copies, or None.
    """

    statement: Statement
    source: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None = None
    raw_hash: str | None = None
    copy_of: str | None = None
    published_earliest: str | None = None
    published_latest: str | None = None


@dataclass(frozen=True, slots=True)
class Occasions:
    """A talking point: one line that a speaker said on several occasions, by time. text: the words of the first."""

    id: str
    speaker: str | None
    text: str
    utterances: tuple[Utterance, ...]

    @property
    def earliest(self) -> str | None:
        """The first day on which it may have been said, as far as is known."""
        return min((day for one in self.utterances if (day := one.earliest or one.latest)), default=None)

    @property
    def latest(self) -> str | None:
        """The last day on which it may have been said, as far as is known."""
        return max((day for one in self.utterances if (day := one.latest or one.earliest)), default=None)


@dataclass(frozen=True, slots=True)
class Held:
    """An office and when it was held: title with the body's name, first and last day; None is open."""

    office: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is quoted. id is None where only the name is known.

    others: more names. kind, wikidata, country, cow, sector, offices: what the table of actors, or else what articles
    say, tells of it; see ``actors.codes.Profile``. articles, outlets: how many different ones quote this speaker.
    first, last: days between which all was said, as far as is known.
    """

    id: str | None
    name: str | None
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]
    statements: int
    articles: int
    outlets: int
    first: str | None
    last: str | None
    others: tuple[str, ...] = ()
    kind: str | None = None
    wikidata: str | None = None
    country: str | None = None
    cow: str | None = None
    sector: str | None = None
    offices: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a record holds. Counts are of newest revisions; revisions: how many older texts there are beside them.

    speakers: different names that are known. unread: articles stored without looking for statements. conflicts:
    articles whose dates contradict each other. earliest, latest: publication, as far as is known.
    """

    articles: int
    revisions: int
    copies: int
    unread: int
    conflicts: int
    outlets: int
    statements: int
    speakers: int
    utterances: int
    earliest: str | None
    latest: str | None

    def __str__(self) -> str:
        counts = {
            "article": self.articles,
            "statement": self.statements,
            "speaker": self.speakers,
            "outlet": self.outlets,
            "utterance": self.utterances,
        }
        return ", ".join(f"{number:,} {noun}{'' if number == 1 else 's'}" for noun, number in counts.items())


def actor_of(row: Row, table: Actors, *, person: bool) -> Actor:
    """Return the actor of a row of ``filters.actors``; person: whether articles name somebody of that id."""
    values = dict(row)
    known, given = values.pop("known"), {n: tuple(sorted(json.loads(row[n]))) for n in ("roles", "affiliations")}
    facts = profile(table, row["id"], known=known, person=person, **given)
    return Actor(**values | given | _codes(table, facts))


def unquoted(name: str, facts: Profile, table: Actors) -> Actor:
    """Return an actor of the table whom no statement is of."""
    nothing: dict[str, Any] = {"statements": 0, "articles": 0, "outlets": 0, "first": None, "last": None}
    return Actor(id=None, name=name, roles=(), affiliations=(), **_codes(table, facts) | nothing)


def _codes(table: Actors, facts: Profile) -> dict[str, Any]:
    held = (Held(office_name(table, one.office), one.period.first, one.period.last) for one in facts.offices)
    codes = {name: getattr(facts, name) for name in ("kind", "wikidata", "country", "cow", "sector", "others")}
    return codes | {"offices": tuple(held)}


def report_of(row: Row, *, exact: bool) -> Report:
    """Return the report of a row of ``filters.statements``; without ``exact``, U+FFFD stays."""
    names = ("source", "outlet", "published", "title", "url", "raw_hash", "copy_of")
    article = {name: row[name] for name in (*names, "published_earliest", "published_latest")}
    if exact:
        article = dict(rows.unpack(article | {"unstorable": row["article_unstorable"]}))
        del article["unstorable"]
    return Report(fetch.statement(row, exact=exact), **article)
