"""What to look for in a record, and the queries for it: the same filter serves search, counts, export and the page.

    Filter(speaker="lund", outlet="courier", since="2021", text='"keep the line"')

All that is given must hold. A blank text is as none.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from onrecord.errors import QueryError
from onrecord.store import fetch, rows, schema, sqlite
from onrecord.types import Form

_DATE = re.compile("([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_ID_PREFIX = re.compile(r"[0-9a-f]{4,16}")  # shorter ones are too likely to name several things
_AFTER_HEX = "g"  # sorts after every hexadecimal digit

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which statements, and which articles, utterances and actors through them.

    text: words that all occur, "phrases" and prefixes*; see ``sqlite.contains_words``. speaker: part of a name (or of
    the words that stand for an unresolved speaker), in any case and accents, or an actor's id. outlet: its name, or
    part of one if there is none of that name. since, until: ISO dates (``2021``, ``2021-03`` or ``2021-03-09``, both
    inclusive) between which it may have been said; where that is not known, published. article: id, the first
    characters of one, source or URL. utterance: id. medium: in what it was said, or part of it. alone: whether no other
    outlet has the utterance. all_revisions: older texts of changed articles too. once: without copies of other
    articles, so that what many printed unchanged counts once.

    Articles: their own text and publication dates count; speaker, form and confidence ask for one such statement.
    Raises QueryError for a value that makes no sense.
    """

    text: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    form: str | None = None
    min_confidence: float | None = None
    article: str | None = None
    utterance: str | None = None
    medium: str | None = None
    alone: bool | None = None
    all_revisions: bool = False
    once: bool = False

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, rows.storable(value).strip() or None)
        if self.form is not None and self.form not in list(Form):
            raise QueryError(f"form is {self.form!r}; expected one of {', '.join(Form)}.")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise QueryError(f"min_confidence is {self.min_confidence}; expected a number from 0 to 1.")
        since, until = self.since and first_day(self.since), self.until and last_day(self.until)
        if since and until and since > until:
            raise QueryError(f"since {self.since} is after until {self.until}. Exchange the two.")


def first_day(date: str) -> str:
    """Return the first day of a year, month or day: ``first_day("2021-02") == "2021-02-01"``."""
    year, month, day = _parts(date)
    return f"{year:04}-{month or 1:02}-{day or 1:02}"


def last_day(date: str) -> str:
    """Return the last day of a year, month or day: ``last_day("2021-02") == "2021-02-28"``."""
    year, month, day = _parts(date)
    month = month or 12
    return f"{year:04}-{month:02}-{day or calendar.monthrange(year, month)[1]:02}"


def statements(criteria: Filter, connection: Connection) -> Select[Any]:
    """Return the query for the rows of statements that fit, with columns of their articles."""
    article = schema.article
    query = fetch.statement_query().join(article, article.c.id == schema.statement.c.article)
    query = query.outerjoin(schema.copy, schema.copy.c.article == article.c.id)
    names = ("source", "outlet", "published", "published_earliest", "published_latest", "title", "url", "raw_hash")
    context = [article.c[name] for name in names]
    copied = schema.copy.c.original.label("copy_of")
    query = query.add_columns(*context, copied, article.c.unstorable.label("article_unstorable"))
    return query.where(*_of_statements(criteria, connection))


def articles(criteria: Filter, connection: Connection) -> Select[Any]:
    """Return the query for the rows of articles that fit."""
    return fetch.article_query().where(*_of_articles(criteria, connection))


def utterances(criteria: Filter, connection: Connection) -> Select[Any]:
    """Return the query for the rows of utterances of which one statement fits, in order."""
    query = fetch.utterance_query().where(*_of_utterances(criteria, connection))
    return query.order_by(*UTTERANCE_ORDER)


def talking_points(criteria: Filter, connection: Connection) -> Select[Any]:
    """Return the query for the ids of talking points of which one statement fits, by first day."""
    table = schema.utterance
    first = func.min(func.coalesce(table.c.earliest, table.c.latest))
    query = select(table.c.talking_point.label("id")).where(table.c.talking_point.is_not(None))
    query = query.where(*_of_utterances(criteria, connection)).group_by(table.c.talking_point)
    return query.order_by(first.is_(None), first, table.c.talking_point)


def actors(criteria: Filter, connection: Connection) -> Select[Any]:
    """Return the query for actors and how much they are quoted in statements that fit, most quoted first."""
    article, statement, actor = schema.article, schema.statement, schema.actor
    earliest, latest = said_or_published()
    count = func.count().label("statements")
    return (
        select(
            actor.c.id,
            func.coalesce(actor.c.name, func.max(statement.c.speaker_name)).label("name"),
            sqlite.distinct_values(statement.c.speaker_role).label("roles"),
            sqlite.distinct_values(statement.c.speaker_affiliation).label("affiliations"),
            count,
            func.count(article.c.id.distinct()).label("articles"),
            func.count(article.c.outlet.distinct()).label("outlets"),
            func.min(earliest).label("first"),
            func.max(latest).label("last"),
            actor.c.known,
        )
        .select_from(statement.join(article, article.c.id == statement.c.article))
        .outerjoin(actor, actor.c.id == statement.c.actor)
        .where(or_(statement.c.actor.is_not(None), statement.c.speaker_name.is_not(None)))
        .where(*_of_statements(criteria, connection))
        .group_by(func.coalesce(statement.c.actor, statement.c.speaker_name))
        .order_by(count.desc(), "name")
    )


def named(wanted: str, names: Sequence[str]) -> list[int]:
    """Return which of some names are the one wanted, in any case and accents; if none is, those that it is part of.

    >>> named("COURIER", ["Harbour Courier", "Courier"]), named("cour", ["Harbour Courier", "Courier"])
    ([1], [0, 1])
    """
    folded, spelled = rows.fold(wanted), [rows.fold(name) for name in names]
    same = [index for index, name in enumerate(spelled) if name == folded]
    return same or [index for index, name in enumerate(spelled) if folded in name]


def in_utterance(utterance: str) -> list[Condition]:
    """Return the conditions that a statement reports the utterance of an id, or of the first characters of one."""
    member = schema.utterance_statement
    return [schema.statement.c.id.in_(select(member.c.statement).where(by_id(member.c.utterance, utterance)))]


def by_id(column: ColumnElement[str], value: str) -> Condition:
    """Return the condition that a column is an id, or begins with the first characters of one."""
    if not _ID_PREFIX.fullmatch(value):
        return column == value
    return and_(column >= value, column < value + _AFTER_HEX)


def article_called(wanted: str) -> Condition:
    """Return the condition that an id, the start of one, a source, its file name or a URL names the article."""
    table = schema.article
    file_name = table.c.source.endswith(f"/{wanted}", autoescape=True)
    return or_(by_id(table.c.id, wanted), table.c.source == wanted, table.c.url == wanted, file_name)


def said_or_published() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the first and last day on which a statement may have been made; of its article if nothing is known."""
    table = schema.statement
    known = or_(table.c.said_earliest.is_not(None), table.c.said_latest.is_not(None))
    earliest, latest = published()
    return case((known, table.c.said_earliest), else_=earliest), case((known, table.c.said_latest), else_=latest)


def published() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the first and last day on which an article may have been published."""
    table = schema.article
    known = or_(table.c.published_earliest.is_not(None), table.c.published_latest.is_not(None))
    best = table.c.published
    return case((known, table.c.published_earliest), else_=best), case((known, table.c.published_latest), else_=best)


def _of_statements(criteria: Filter, connection: Connection) -> list[Condition]:
    return [
        *_revision(criteria),
        *_outlet(criteria, connection),
        *([article_called(criteria.article)] if criteria.article else []),
        fetch.is_statement(),
        *_statement(criteria),
        *_medium(criteria, connection),
        *_dates(criteria, *said_or_published()),
        *([sqlite.contains_words(schema.statement, criteria.text)] if criteria.text else []),
    ]


def _of_articles(criteria: Filter, connection: Connection) -> list[Condition]:
    table, statement = schema.article, schema.statement
    conditions = [
        *_revision(criteria),
        *_outlet(criteria, connection),
        *([article_called(criteria.article)] if criteria.article else []),
        *_dates(criteria, *published()),
        *([sqlite.contains_words(table, criteria.text)] if criteria.text else []),
    ]
    if through := [*_statement(criteria), *_medium(criteria, connection)]:
        conditions.append(exists().where(statement.c.article == table.c.id, fetch.is_statement(), *through))
    return conditions


def _of_utterances(criteria: Filter, connection: Connection) -> list[Condition]:
    member, statement, article = schema.utterance_statement, schema.statement, schema.article
    joined = member.join(statement, statement.c.id == member.c.statement)
    joined = joined.join(article, article.c.id == statement.c.article)
    within = member.c.utterance == schema.utterance.c.id
    return [exists().select_from(joined).where(within, *_of_statements(criteria, connection))]


def _revision(criteria: Filter) -> Iterator[Condition]:
    if not criteria.all_revisions:
        yield schema.article.c.newest == 1
    if criteria.once:
        yield schema.article.c.id.not_in(select(schema.copy.c.article))


def _outlet(criteria: Filter, connection: Connection) -> Iterator[Condition]:
    if criteria.outlet is None:
        return
    column = schema.article.c.outlet
    names = _known(column, connection)
    yield column.in_([names[one] for one in named(criteria.outlet, names)])


def _medium(criteria: Filter, connection: Connection) -> Iterator[Condition]:
    if criteria.medium is None:
        return
    column = schema.statement.c.medium
    names = _known(column, connection)
    yield column.in_([names[one] for one in named(criteria.medium, names)])


def _known(column: ColumnElement[Any], connection: Connection) -> list[str]:
    return list(connection.execute(select(column).where(column.is_not(None)).distinct()).scalars())


def _statement(criteria: Filter) -> Iterator[Condition]:
    table = schema.statement
    if criteria.speaker is not None:
        called = func.instr(table.c.speaker_folded, rows.fold(criteria.speaker)) > 0
        yield or_(table.c.actor == criteria.speaker, called)
    if criteria.form is not None:
        yield table.c.form == str(criteria.form)
    if criteria.min_confidence is not None:
        yield table.c.confidence >= criteria.min_confidence
    if criteria.utterance is not None:
        yield from in_utterance(criteria.utterance)
    if criteria.alone is not None:
        yield _shared() != criteria.alone


def _shared() -> Condition:
    """Return the condition that another outlet has the statement's utterance; an unknown outlet is one of its own."""
    own, other = schema.utterance_statement.alias(), schema.utterance_statement.alias()
    told, elsewhere, here = schema.statement.alias(), schema.article.alias(), schema.article.alias()
    joined = own.join(other, other.c.utterance == own.c.utterance)
    joined = joined.join(told, told.c.id == other.c.statement).join(elsewhere, elsewhere.c.id == told.c.article)
    joined = joined.join(here, here.c.id == schema.statement.c.article)
    outlet_there = func.coalesce(elsewhere.c.outlet, elsewhere.c.id)
    outlet_here = func.coalesce(here.c.outlet, here.c.id)
    differs = (elsewhere.c.newest == 1, outlet_there != outlet_here)
    return exists().select_from(joined).where(own.c.statement == schema.statement.c.id, *differs)


def _dates(criteria: Filter, earliest: ColumnElement[Any], latest: ColumnElement[Any]) -> Iterator[Condition]:
    """Keep what may lie between the two days: an open end of a known interval counts as far away."""
    if criteria.since:
        yield or_(latest >= first_day(criteria.since), and_(latest.is_(None), earliest.is_not(None)))
    if criteria.until:
        yield or_(earliest <= last_day(criteria.until), and_(earliest.is_(None), latest.is_not(None)))


def _parts(date: str) -> tuple[int, int, int]:
    found = _DATE.fullmatch(date)
    year, month, day = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    fits = found and year > 0 and month <= 12 and (not day or day <= calendar.monthrange(year, month or 1)[1])
    if not fits:
        raise QueryError(f"{date!r} is no date; expected YYYY, YYYY-MM or YYYY-MM-DD.")
    return year, month, day


SELECTS = {
    "statements": statements,
    "articles": articles,
    "utterances": utterances,
    "actors": actors,
    "talking_points": talking_points,
}
UTTERANCE_ORDER = (schema.utterance.c.earliest.is_(None), schema.utterance.c.earliest, schema.utterance.c.id)
STATEMENT_ORDERS = {
    "added": (schema.statement.c.row,),
    "date": (func.coalesce(*said_or_published()), schema.statement.c.row),
}
ARTICLE_ORDERS = {
    "added": (schema.article.c.row,),
    "date": (func.coalesce(*published()), schema.article.c.row),
}
