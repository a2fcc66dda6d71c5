"""What matching reads and writes: what has changed since, what shares a key with it, and what came of it.

Triggers note each statement and article that is new, changed, judged or gone (``stale``), whoever writes it. Keys
(``match_key``, ``sketch``) find what a new one could belong with; they may name too much, never too little.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, delete, func, insert, select, text

from onrecord.store import batches, chains, families, fetch, rows, schema
from onrecord.types import CopyFamily, CopyRow, Family, Form, How, Kind, StatementRow

_WHOLE = 3  # where more than one in so many is stale, everything is matched anew
_HALF = 1 << 63  # SQLite's integers are signed


Key = tuple[int, int, int, float]  # key, first and last day, weight
Columns = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Stale:
    """Ids of what is to be matched anew, sorted; whole: so many that it is best to match everything."""

    ids: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Pending:
    """What is to be matched anew. upto: number of the last note; matched: how many times matches were written."""

    statements: Stale
    articles: Stale
    upto: int
    matched: int


@dataclass(frozen=True, slots=True)
class Growth:
    """What became of what was pending.

    families, copies: in place of the utterances of the statements ``gone`` and the copies among ``gone_articles``; None
    for all. keys, sketches, topics: of new statements and articles; all_keys: of all statements, by position among the
    names.
    """

    families: Iterable[Family] = ()
    gone: Sequence[str] | None = None
    copies: Iterable[CopyFamily] = ()
    gone_articles: Sequence[str] | None = None
    keys: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    all_keys: tuple[Sequence[str], Callable[[], Columns]] | None = None
    sketches: Mapping[str, Sequence[int]] = field(default_factory=dict)
    topics: Mapping[str, Sequence[str]] = field(default_factory=dict)


def pending(connection: Connection, *, upto: int | None = None) -> Pending:
    """Return what is to be matched anew, as noted up to a number."""
    last = latest(connection) if upto is None else upto
    found = {kind: _stale(connection, kind, last) for kind in ("statement", "article")}
    value = select(schema.meta.c.value).where(schema.meta.c.name == "matched")
    matched = int(connection.execute(value).scalar_one_or_none() or 0)
    return Pending(found["statement"], found["article"], last, matched)


def _stale(connection: Connection, kind: str, upto: int) -> Stale:
    table = schema.stale
    query = select(table.c.id).where(table.c.kind == kind, table.c.row <= upto).distinct().order_by(table.c.id)
    found = tuple(connection.execute(query).scalars())
    counted = schema.statement if kind == "statement" else schema.article
    everything = connection.execute(select(func.count()).select_from(counted)).scalar_one() if found else 0
    return Stale(found, len(found) > everything // _WHOLE)


def latest(connection: Connection) -> int:
    """Return the number of the last note."""
    return int(connection.execute(select(func.coalesce(func.max(schema.stale.c.row), 0))).scalar_one())


def waiting(connection: Connection) -> bool:
    """Tell whether anything is to be matched anew."""
    return connection.execute(select(schema.stale.c.row).limit(1)).first() is not None


def write_growth(connection: Connection, pending: Pending, growth: Growth) -> tuple[str, ...]:
    """Store what became of what was pending; return the ids of the utterances written."""
    before = latest(connection)
    write_sketches(connection, growth.sketches, growth.topics)
    write_copies(connection, growth.gone_articles, growth.copies)
    made = families.write(connection, growth.gone, growth.families)
    write_keys(connection, growth.keys.items())
    if growth.all_keys:
        names, columns = growth.all_keys
        write_all_keys(connection, names, columns())
    table = schema.stale
    connection.execute(delete(table).where((table.c.row <= pending.upto) | (table.c.row > before)))
    return tuple(made)


def copies(connection: Connection, articles: Sequence[str] | None = None) -> dict[str, str]:
    """Return the copies among some articles (ids), or all, each with the article that it copies."""
    table = schema.copy
    query = select(table.c.article, table.c.original)
    if articles is None:
        return {row.article: row.original for row in connection.execute(query)}
    found: dict[str, str] = {}
    for some in batches.some(articles):
        found |= {row.article: row.original for row in connection.execute(query.where(table.c.article.in_(some)))}
    return found


def copy_rows(connection: Connection, wanted: Sequence[str] | None) -> list[CopyRow]:
    """Return what matching needs of each article's newest revision, or of some."""
    table, found = schema.article, []
    own = chains.own(connection, wanted)
    for query in _by_id(select(table).where(table.c.newest == 1).order_by(table.c.row), table.c.id, wanted):
        for chunk in fetch.chunks(connection, query, size=fetch.ARTICLES):
            names = [row["id"] for row in chunk]
            passages = fetch.by_article(connection, select(schema.passage), schema.passage, names)
            found += [_copy_row(dict(row) | own.get(row["id"], {}), passages[row["id"]]) for row in chunk]
    return found


def statement_rows(
    connection: Connection,
    copied: Mapping[str, str | None] | None,
    wanted: Sequence[str] | None,
    topics: Mapping[str, Sequence[str]],
) -> list[StatementRow]:
    """Return what matching needs of each statement in a newest revision, or of some.

    copied: copies and their originals where they differ from what is stored, None for no original. topics: of articles
    of which none is stored yet.
    """
    table, article, copy, sketched = schema.statement, schema.article, schema.copy, schema.sketched
    about = {one: frozenset(words) for one, words in topics.items()}
    columns = (
        "id",
        "article",
        "text",
        "form",
        "speaker_name",
        "actor",
        "speaker_how",
        "said_earliest",
        "said_latest",
        "speaker_text",
        "passage",
    )
    query = (
        select(
            *(table.c[name] for name in columns),
            article.c.outlet,
            article.c.published_earliest,
            article.c.published_latest,
            copy.c.original,
            sketched.c.topic,
        )
        .join(article, article.c.id == table.c.article)
        .outerjoin(copy, copy.c.article == table.c.article)
        .outerjoin(sketched, sketched.c.article == article.c.row)
        .where(article.c.newest == 1, fetch.is_statement())
        .order_by(table.c.row)
    )
    found: list[StatementRow] = []
    for part in _by_id(query, table.c.id, wanted):
        for chunk in fetch.chunks(connection, part):
            own = chains.own(connection, {one for row in chunk for one in (row["id"], row["article"])})
            for row in chunk:
                values = dict(row) | own.get(row["article"], {}) | own.get(row["id"], {}) if own else row
                origin = (copied or {}).get(row["article"], row["original"])
                topic = about.get(row["article"])
                if topic is None:
                    topic = about[row["article"]] = frozenset((row["topic"] or "").split())
                found.append(_statement_row(values, origin, topic))
    return found


def _by_id(query: Select[Any], column: Any, wanted: Sequence[str] | None) -> Iterator[Select[Any]]:
    if wanted is None:
        yield query
        return
    for some in batches.some(wanted):
        yield query.where(column.in_(some))


def _copy_row(row: rows.Row, passages: Iterable[rows.Row]) -> CopyRow:
    body = "\n".join(row["text"][one["start"] : one["end"]] for one in passages if one["kind"] == Kind.BODY)
    return CopyRow(row["id"], body, row["outlet"], row["published_earliest"], row["published_latest"])


def _statement_row(row: rows.Row, copy_of: str | None, topic: frozenset[str]) -> StatementRow:
    return StatementRow(
        id=row["id"],
        article=row["article"],
        text=row["text"],
        form=Form(row["form"]),
        speaker=row["speaker_name"],
        actor=row["actor"],
        how=How(row["speaker_how"]) if row["speaker_how"] else None,
        said_earliest=row["said_earliest"],
        said_latest=row["said_latest"],
        published_earliest=row["published_earliest"],
        published_latest=row["published_latest"],
        outlet=row["outlet"],
        copy_of=copy_of,
        source=row["speaker_text"],
        topic=topic,
        headline=row["passage"] == Kind.HEADLINE,
    )


def note_everything(connection: Connection) -> None:
    """Note that all is to be matched anew, and forget the keys."""
    for table in (schema.match_key, schema.sketch, schema.sketched):
        connection.execute(delete(table))
    for kind, noted in (("statement", schema.statement), ("article", schema.article)):
        every = select(text(f"'{kind}'"), noted.c.id)
        connection.execute(insert(schema.stale).from_select(["kind", "id"], every))


def write_keys(connection: Connection, keys: Iterable[tuple[str, Iterable[tuple[int, int]]]]) -> None:
    """Store the keys, each with its day, under which statements (ids) are found."""
    values = ((_signed(key), day, one) for one, several in keys for key, day in several)
    sql = "INSERT OR IGNORE INTO match_key (key, day, statement) SELECT ?, ?, row FROM statement WHERE id = ?"
    while chunk := list(islice(values, batches.AT_ONCE)):
        connection.exec_driver_sql(sql, chunk)


def write_all_keys(
    connection: Connection, names: Sequence[str], columns: tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
) -> None:
    """Store the keys of every statement in their order, which is fast; columns: keys, days, positions among names."""
    place = {one: row for row, one in connection.execute(select(schema.statement.c.row, schema.statement.c.id))}
    keys, days, positions = columns
    owners = np.array([place[one] for one in names], np.int64)[positions]
    signed = keys.view(np.int64)
    order = np.lexsort((owners, days, signed))
    connection.execute(delete(schema.match_key))
    for start in range(0, len(order), batches.AT_ONCE):
        some = order[start : start + batches.AT_ONCE]
        chunk = list(zip(signed[some].tolist(), days[some].tolist(), owners[some].tolist(), strict=True))
        connection.exec_driver_sql("INSERT OR IGNORE INTO match_key VALUES (?, ?, ?)", chunk)


def meeting(connection: Connection, probes: Mapping[str, Sequence[Key]], *, least: float) -> dict[str, list[str]]:
    """Return for each owner the statements (ids) that it meets under keys of at least some weight in all.

    Keys of a statement that may have been made on any day (0) are met besides those of the days asked for.
    """
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS probe (owner INTEGER, key INTEGER, first INTEGER, last INTEGER, weight REAL)"
    )
    connection.exec_driver_sql("DELETE FROM probe")
    names = list(probes)
    values: list[tuple[int, int, int, int, float]] = []
    for number, name in enumerate(names):
        for key, first, last, weight in probes[name]:
            values.append((number, _signed(key), first, last, weight))
            if first > 0:
                values.append((number, _signed(key), 0, 0, weight))
    if values:
        connection.exec_driver_sql("INSERT INTO probe VALUES (?, ?, ?, ?, ?)", values)
    sql = """
        SELECT met.owner, statement.id FROM (
            SELECT probe.owner, match_key.statement, sum(probe.weight) AS weight
            FROM probe CROSS JOIN match_key
            ON match_key.key = probe.key AND match_key.day BETWEEN probe.first AND probe.last
            GROUP BY probe.owner, match_key.statement HAVING sum(probe.weight) >= ?
        ) AS met JOIN statement ON statement.row = met.statement
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number, one in connection.exec_driver_sql(sql, (least - 1e-9,)):
        found[names[number]].append(one)
    return found


def relatives(connection: Connection, statements: Sequence[str]) -> set[str]:
    """Return the statements (ids) in the families of some, those that are gone included."""
    member, utterance = schema.utterance_statement, schema.utterance
    named = batches.ids(connection, member.c.statement, statements, member.c.utterance)
    kin = [one for one in batches.ids(connection, utterance.c.id, named, utterance.c.family) if one]
    together = {*named, *batches.ids(connection, utterance.c.family, sorted(set(kin)), utterance.c.id)}
    return {*statements, *batches.ids(connection, member.c.utterance, sorted(together), member.c.statement)}


def write_sketches(
    connection: Connection, sketches: Mapping[str, Sequence[int]], topics: Mapping[str, Sequence[str]]
) -> None:
    """Store the shingles by which articles (ids) are found, and what they are about."""
    table = schema.article
    place: dict[str, int] = {}
    names = list(sketches)
    for some in batches.some(names):
        found = select(table.c.id, table.c.row).where(table.c.id.in_(some))
        place |= {row.id: row.row for row in connection.execute(found)}
    values = sorted({(_signed(shingle), place[one]) for one, several in sketches.items() for shingle in several})
    for start in range(0, len(values), batches.AT_ONCE):
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO sketch VALUES (?, ?)", values[start : start + batches.AT_ONCE]
        )
    sizes = [(place[one], len(several), " ".join(topics.get(one, ()))) for one, several in sketches.items()]
    if sizes:
        connection.exec_driver_sql("INSERT OR REPLACE INTO sketched VALUES (?, ?, ?)", sizes)


def sharing(connection: Connection, sketches: Mapping[str, Sequence[int]], *, least: int, part: float) -> set[str]:
    """Return articles (ids) that share shingles with one of some: ``least``, and that part of the shorter sketch."""
    sql = text("""
        SELECT article.id FROM (
            SELECT sketch.article, count(*) AS shared
            FROM json_each(:shingles) AS wanted CROSS JOIN sketch ON sketch.shingle = wanted.value
            GROUP BY sketch.article HAVING count(*) >= :least
        ) AS met
        JOIN sketched ON sketched.article = met.article AND met.shared >= :part * min(sketched.size, :size)
        JOIN article ON article.row = met.article AND article.newest = 1
    """)
    found: set[str] = set()
    for one in sketches.values():
        shingles = json.dumps([_signed(shingle) for shingle in one])
        values = {"shingles": shingles, "least": least, "part": part, "size": len(one)}
        found |= set(connection.execute(sql, values).scalars())
    return found


def kin(connection: Connection, articles: Sequence[str]) -> set[str]:
    """Return the articles (ids) in the families of copies of some."""
    table = schema.kin
    families = sorted(set(batches.ids(connection, table.c.article, articles, table.c.family)))
    return {*articles, *batches.ids(connection, table.c.family, families, table.c.article)}


def write_copies(connection: Connection, gone: Sequence[str] | None, families: Iterable[CopyFamily]) -> None:
    """Put families of copies in the place of those of some articles (ids), or of all."""
    for table in (schema.copy, schema.kin):
        for some in [None] if gone is None else batches.some(gone):
            connection.execute(delete(table) if some is None else delete(table).where(table.c.article.in_(some)))
    found = list(families)
    batches.insert_many(
        connection, schema.kin, ({"article": one, "family": f.members[0]} for f in found for one in f.members)
    )
    batches.insert_many(connection, schema.copy, (asdict(one) for family in found for one in family.copies))


def _signed(key: int) -> int:
    return key - 2 * _HALF if key >= _HALF else key
