"""What a page about one speaker, outlet or article asks of a record beyond its statements.

    profile(record, "lund")         roles, affiliations, names, and the name in the table of actors
    headings(record, rows)          articles without their texts
    voice(record, rows)             how much of some articles is the outlet's own voice

Rows are those of the tables; each function is one query or two, by an index.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from onrecord.query import Record
from onrecord.store import fetch, schema, sqlite
from onrecord.types import Kind, Span, Utterance

_ABOUT = 200  # articles looked through for words about somebody, the newest added


@dataclass(frozen=True, slots=True)
class Heading:
    """An article without its text. published: the best single date."""

    row: int
    id: str
    title: str | None
    source: str
    outlet: str | None
    published: str | None
    published_earliest: str | None
    published_latest: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody who is quoted. Each list is by frequency. known: the name in the table of actors."""

    called: tuple[str, ...]
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]
    known: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """How many characters the bodies of some articles have, and in how many of them somebody is quoted."""

    characters: int
    quoted: int


def headings(record: Record, numbers: Iterable[int]) -> list[Heading]:
    """Return articles by row, in the order given; rows that are gone are left out."""
    wanted = [int(number) for number in numbers]
    found = {one.row: one for one in _headings(record, schema.article.c.row.in_(wanted))}
    return [found[number] for number in wanted if number in found]


def copies(record: Record, article: str) -> list[Heading]:
    """Return the articles that copy one."""
    copy = schema.copy
    return _headings(record, schema.article.c.id.in_(select(copy.c.article).where(copy.c.original == article)))


def originals(record: Record, articles: Iterable[str]) -> list[tuple[str, Heading]]:
    """Return those of some articles (ids) that copy another, each with the one that it copies."""
    copy = schema.copy
    query = select(copy.c.article, copy.c.original).where(copy.c.article.in_(list(articles)))
    with record.reading() as connection:
        pairs = connection.execute(query).all()
    known = {one.id: one for one in _headings(record, schema.article.c.id.in_([original for _, original in pairs]))}
    return [(article, known[original]) for article, original in pairs if original in known]


def heading(record: Record, article: str) -> Heading | None:
    """Return an article by its id."""
    return next(iter(_headings(record, schema.article.c.id == article)), None)


def conflicts(record: Record, numbers: Iterable[int]) -> list[tuple[Heading, tuple[str, ...]]]:
    """Return articles by row with the contradictions among their dates, in words."""
    listed = headings(record, numbers)
    table = schema.article
    query = select(table.c.row, table.c.date_conflicts).where(table.c.row.in_([one.row for one in listed]))
    with record.reading() as connection:
        words = {row: tuple(json.loads(found or "[]")) for row, found in connection.execute(query)}
    return [(one, words.get(one.row, ())) for one in listed]


def containing(record: Record, words: str) -> list[int]:
    """Return the rows of the articles whose text holds some words; see ``sqlite.contains_words``."""
    table = schema.article
    with record.reading() as connection:
        return list(connection.execute(select(table.c.row).where(sqlite.contains_words(table, words))).scalars())


def utterances(record: Record, ids: Iterable[str]) -> list[Utterance]:
    """Return utterances by id."""
    query = fetch.utterance_query().where(schema.utterance.c.id.in_(list(ids)))
    with record.reading() as connection:
        found = connection.execute(query).mappings().all()
        return [utterance for utterance, _ in fetch.utterances(connection, found, exact=False)]


def profile(record: Record, key: str) -> Profile:
    """Return what the articles call a speaker (actor's id, or a name that no actor has)."""
    table, figure = schema.statement, schema.figure
    columns = (table.c.speaker_name, table.c.speaker_role, table.c.speaker_affiliation)
    said = select(*columns, func.count()).where(_by(key), fetch.is_statement()).group_by(*columns)
    named = select(figure.c.name, figure.c.known).where(figure.c.actor == key)
    called: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    affiliations: Counter[str] = Counter()
    known: Counter[str] = Counter()
    with record.reading() as connection:
        for name, role, affiliation, number in connection.execute(said):
            for counter, value in ((called, name), (roles, role), (affiliations, affiliation)):
                if value:
                    counter[value] += number
        for name, found in connection.execute(named):
            called[name] += 1
            if found:
                known[found] += 1
    return Profile(_common(called), _common(roles), _common(affiliations), next(iter(_common(known)), None))


def about(record: Record, actor: str, *, limit: int) -> list[int]:
    """Return the rows of statements by others that name an actor in their words, the newest added first."""
    figure, table = schema.figure, schema.statement
    named = select(figure.c.article, figure.c.mentions).where(figure.c.actor == actor)
    with record.reading() as connection:
        places = connection.execute(named.order_by(figure.c.row.desc()).limit(_ABOUT)).all()
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for article, mentions in places:
            spans[article] += [(start, end) for start, end in json.loads(mentions)]
        query = select(table.c.row, table.c.article, table.c.content).where(
            table.c.article.in_(list(spans)), table.c.actor.is_distinct_from(actor), fetch.is_statement()
        )
        rows = connection.execute(query.order_by(table.c.row.desc())).all()
    return [row for row, article, content in rows if _meet(json.loads(content), spans[article])][:limit]


def voice(record: Record, numbers: Sequence[int]) -> Voice:
    """Measure the bodies of some articles, by row, and the part of them in which somebody is quoted."""
    article, passage, statement = schema.article, schema.passage, schema.statement
    ids = select(article.c.id).where(article.c.row.in_([int(number) for number in numbers]))
    bodies = select(passage.c.article, passage.c.start, passage.c.end).where(
        passage.c.kind == str(Kind.BODY), passage.c.article.in_(ids)
    )
    said = select(statement.c.article, statement.c.content).where(statement.c.article.in_(ids), fetch.is_statement())
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    quoted: defaultdict[str, list[Span]] = defaultdict(list)
    with record.reading() as connection:
        for one, start, end in connection.execute(bodies):
            spans[one].append((start, end))
        for one, content in connection.execute(said):
            quoted[one] += [(start, end) for start, end in json.loads(content)]
    characters = sum(end - start for found in spans.values() for start, end in found)
    return Voice(characters, sum(shared(spans[one], quoted[one]) for one in spans))


def shared(bodies: Iterable[Span], quoted: Iterable[Span]) -> int:
    """Return how many characters of the first spans lie in the second ones, each counted once.

    >>> shared([(0, 10), (20, 30)], [(5, 8), (6, 25)])
    10
    """
    total = reached = 0
    waiting = sorted(quoted, reverse=True)
    for start, end in sorted(bodies):
        while waiting and waiting[-1][0] < end:
            first, last = waiting.pop()
            first = max(first, start, reached)
            total += max(0, min(last, end) - first)
            reached = max(reached, min(last, end))
            if last > end:  # the rest may lie in the next one
                waiting.append((end, last))
                break
    return total


def _headings(record: Record, condition: ColumnElement[bool]) -> list[Heading]:
    table = schema.article
    query = select(*(table.c[name] for name in Heading.__slots__)).where(condition).order_by(table.c.row)
    with record.reading() as connection:
        return [Heading(**row) for row in connection.execute(query).mappings()]


def _by(key: str) -> ColumnElement[bool]:
    table = schema.statement
    return (table.c.actor == key) | and_(table.c.actor.is_(None), table.c.speaker_name == key)


def _common(counter: Counter[str]) -> tuple[str, ...]:
    return tuple(value for value, _ in sorted(counter.items(), key=lambda one: (-one[1], one[0])))


def _meet(content: Iterable[Span], mentions: Iterable[Span]) -> bool:
    listed = list(mentions)
    return any(start <= first < end for start, end in content for first, _ in listed)
