"""What the rows of an export look like: one list of columns for each kind of row.

JSON lines hold rows as nested objects. Flat formats (CSV, Parquet, data frames) join nested names with ``_``:
``speaker.name`` is ``speaker_name``. Dates are ISO 8601 strings; spans are code points ``[start, end)`` into the
article's text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.errors import QueryError
from onrecord.types import Article, Utterance

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.query import Actor, Occasions, Report

_ROWS_AT_ONCE = 10_000  # rows in one Arrow batch, and in one row group of a Parquet file
_ARTICLES_AT_ONCE = 200  # the same for articles, whose texts may be long


class Type(StrEnum):
    """What a column holds; any may be null."""

    TEXT = "text"
    WHOLE = "whole number"
    REAL = "real number"
    TEXTS = "list of texts"
    SPANS = "list of spans"
    DAYS = "list of first and last days"
    OFFICES = "list of offices with first and last days"
    PASSAGES = "list of spans with a kind"
    EVIDENCE = "list of dates with reasons"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a flat table."""

    name: str
    type: Type
    about: str


STATEMENTS = (
    Column("id", Type.TEXT, "hash of the article's id and the content"),
    Column("article", Type.TEXT, "id of the article"),
    Column("source", Type.TEXT, "path or URL of the article, as it was named when added"),
    Column("outlet", Type.TEXT, "who published the article"),
    Column("published", Type.TEXT, "publication date, if one is best"),
    Column("text", Type.TEXT, "the words; fragments are joined by ' ... '"),
    Column("content", Type.SPANS, "where the fragments stand in the article's text"),
    Column("form", Type.TEXT, "direct, indirect or mixed"),
    Column("cue_text", Type.TEXT, "the words that report, such as 'told'"),
    Column("cue_start", Type.WHOLE, "where they begin"),
    Column("cue_end", Type.WHOLE, "where they end"),
    Column("speaker_text", Type.TEXT, "the words that name the speaker there"),
    Column("speaker_start", Type.WHOLE, "where they begin"),
    Column("speaker_end", Type.WHOLE, "where they end"),
    Column("speaker_name", Type.TEXT, "the speaker's name, if known"),
    Column("speaker_actor", Type.TEXT, "id of the actor, if known"),
    Column("speaker_role", Type.TEXT, "the speaker's role"),
    Column("speaker_affiliation", Type.TEXT, "whom the speaker belongs to"),
    Column("speaker_how", Type.TEXT, "how the speaker was found"),
    Column("speaker_why", Type.TEXT, "on what ground the table of actors knows the speaker, or cannot tell"),
    Column("addressee", Type.TEXT, "to whom it was said"),
    Column("medium", Type.TEXT, "in what it was said: a letter, a broadcast"),
    Column("venue", Type.TEXT, "where it was said"),
    Column("relay", Type.TEXT, "through whom the article has it"),
    Column("said_earliest", Type.TEXT, "first day on which it may have been said"),
    Column("said_latest", Type.TEXT, "last day on which it may have been said"),
    Column("said_from", Type.TEXT, "the words that tell when"),
    Column("said_how", Type.TEXT, "how the days were worked out"),
    Column("said_options", Type.DAYS, "the intervals left open, where they lie apart: all of them"),
    Column("passage", Type.TEXT, "kind of passage it stands in"),
    Column("confidence", Type.REAL, "0 to 1"),
    Column("insertions", Type.SPANS, "[words added in brackets], inside the content"),
    Column("ellipses", Type.SPANS, "omissions marked in the content"),
    Column("utterance", Type.TEXT, "id of the utterance it reports, if any"),
)

ARTICLES = (
    Column("id", Type.TEXT, "hash of key and text"),
    Column("source", Type.TEXT, "path or URL, as it was named when added"),
    Column("url", Type.TEXT, "its address"),
    Column("outlet", Type.TEXT, "who published it"),
    Column("title", Type.TEXT, "its headline"),
    Column("author", Type.TEXT, "its author"),
    Column("published", Type.TEXT, "publication date, if one is best"),
    Column("published_earliest", Type.TEXT, "first day on which it may have been published"),
    Column("published_latest", Type.TEXT, "last day on which it may have been published"),
    Column("date_options", Type.DAYS, "the intervals left open, where they lie apart: all of them"),
    Column("date_conflicts", Type.TEXTS, "contradictions among the evidence"),
    Column("date_evidence", Type.EVIDENCE, "reasons for the dates"),
    Column("language", Type.TEXT, "ISO 639-1 code"),
    Column("unread", Type.TEXT, "why no statements were looked for"),
    Column("copy_of", Type.TEXT, "id of the article it copies"),
    Column("revision", Type.WHOLE, "1 for the first text under its key"),
    Column("captured", Type.TEXT, "when the source was captured"),
    Column("format", Type.TEXT, "text, html, json or csv"),
    Column("extractor", Type.TEXT, "what took the text out of HTML"),
    Column("raw_hash", Type.TEXT, "SHA-256 of the source's bytes"),
    Column("key", Type.TEXT, "what stays the same when the article changes"),
    Column("statements", Type.WHOLE, "how many statements it holds"),
    Column("passages", Type.PASSAGES, "its parts and their kinds"),
    Column("text", Type.TEXT, "the whole text"),
)

UTTERANCES = (
    Column("id", Type.TEXT, "hash of what it consists of"),
    Column("speaker", Type.TEXT, "who made it"),
    Column("text", Type.TEXT, "the words of the witness"),
    Column("earliest", Type.TEXT, "first day on which it may have been made"),
    Column("latest", Type.TEXT, "last day on which it may have been made"),
    Column("witness", Type.TEXT, "id of the fullest statement that reports it"),
    Column("statements", Type.TEXTS, "ids of the statements that report it"),
)

ACTORS = (
    Column("id", Type.TEXT, "id of the actor, if known"),
    Column("name", Type.TEXT, "the actor's name"),
    Column("others", Type.TEXTS, "more names that the table of actors has"),
    Column("kind", Type.TEXT, "person, country, organisation or outlet, if known"),
    Column("wikidata", Type.TEXT, "Wikidata id, if the table of actors has it"),
    Column("country", Type.TEXT, "ISO 3166-1 alpha-3 code of the country, if it is one"),
    Column("cow", Type.TEXT, "Correlates of War code of that country"),
    Column("sector", Type.TEXT, "PLOVER sector, if it is one"),
    Column("offices", Type.OFFICES, "offices held, by date, from the table of actors"),
    Column("roles", Type.TEXTS, "roles given in the articles"),
    Column("affiliations", Type.TEXTS, "affiliations given in the articles"),
    Column("statements", Type.WHOLE, "how many statements"),
    Column("articles", Type.WHOLE, "in how many articles"),
    Column("outlets", Type.WHOLE, "in how many outlets"),
    Column("first", Type.TEXT, "first day on which one may have been made"),
    Column("last", Type.TEXT, "last day on which one may have been made"),
)

TALKING_POINTS = (
    Column("id", Type.TEXT, "hash of the first utterance"),
    Column("speaker", Type.TEXT, "who says the line"),
    Column("text", Type.TEXT, "its words on the first occasion, as the witness has them"),
    Column("earliest", Type.TEXT, "first day on which it may have been said"),
    Column("latest", Type.TEXT, "last day on which it may have been said"),
    Column("occasions", Type.WHOLE, "on how many occasions"),
    Column("utterances", Type.TEXTS, "ids of its utterances, one for each occasion, by time"),
)

# Fields of PLOVER 2.0 (the manual's table "PLOVER JSON"), and the article and sentence that tell of the event.
EVENTS = (
    Column("id", Type.TEXT, "unique identifier"),
    Column("article", Type.TEXT, "id of the article"),
    Column("date", Type.TEXT, "first day, YYYY-MM-DD"),
    Column("enddate", Type.TEXT, "last day, YYYY-MM-DD"),
    Column("actor", Type.TEXTS, "who did it"),
    Column("recipient", Type.TEXTS, "to whom"),
    Column("event", Type.TEXTS, "PLOVER event categories"),
    Column("mode", Type.TEXTS, "PLOVER modes: how"),
    Column("context", Type.TEXTS, "PLOVER contexts: why"),
    Column("event_loc", Type.TEXT, "where it happened"),
    Column("event_text", Type.TEXTS, "the words that tell of it"),
    Column("content", Type.SPANS, "where they stand in the article's text"),
)

TABLES = {
    "statements": STATEMENTS,
    "articles": ARTICLES,
    "utterances": UTTERANCES,
    "talking_points": TALKING_POINTS,
    "events": EVENTS,
    "actors": ACTORS,
}


def check(what: str) -> tuple[Column, ...]:
    """Return the columns of a kind of row. Raises QueryError for a name that is none."""
    if what not in TABLES:
        raise QueryError(f"there are no {what!r} in a record; expected one of {', '.join(TABLES)}.")
    return TABLES[what]


def statement_row(report: "Report") -> dict[str, Any]:
    """Return a statement with the columns of its article."""
    row = report.statement.to_dict()
    article = {"source": report.source, "outlet": report.outlet, "published": report.published}
    return {"id": row.pop("id"), "article": row.pop("article"), **article, **row}


def article_row(article: Article) -> dict[str, Any]:
    """Return an article; its statements are counted, not listed."""
    dating = article.published
    values = {
        "published": dating.best,
        "published_earliest": dating.earliest,
        "published_latest": dating.latest,
        "date_conflicts": list(dating.conflicts),
        "date_options": [list(days) for days in dating.options],
        "date_evidence": [
            asdict(reason) | {"also": [list(days) for days in reason.also]} for reason in dating.evidence
        ],
        "statements": len(article.statements),
        "passages": [{"start": one.start, "end": one.end, "kind": str(one.kind)} for one in article.passages],
    }
    return {
        column.name: values[column.name] if column.name in values else getattr(article, column.name)
        for column in ARTICLES
    }


def utterance_row(utterance: Utterance, words: str) -> dict[str, Any]:
    """Return an utterance; words: its witness's."""
    values = asdict(utterance) | {"text": words, "statements": list(utterance.statements)}
    return {column.name: values[column.name] for column in UTTERANCES}


def point_row(point: "Occasions") -> dict[str, Any]:
    """Return a talking point."""
    return {
        "id": point.id,
        "speaker": point.speaker,
        "text": point.text,
        "earliest": point.earliest,
        "latest": point.latest,
        "occasions": len(point.utterances),
        "utterances": [one.id for one in point.utterances],
    }


def actor_row(actor: "Actor") -> dict[str, Any]:
    """Return an actor."""
    values = asdict(actor) | {name: list(getattr(actor, name)) for name in ("others", "roles", "affiliations")}
    values["offices"] = [asdict(one) for one in actor.offices]
    return {column.name: values[column.name] for column in ACTORS}


def flat(what: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with a value for each column, nested names joined."""
    values: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            values |= {f"{name}_{inner}": part for inner, part in value.items()}
        else:
            values[name] = value
    return {column.name: values.get(column.name) for column in TABLES[what]}


def schema(what: str) -> "pa.Schema":
    """Return the Arrow schema of a kind of row; each field's metadata tells what it is about."""
    import pyarrow as pa

    span = {"start": pa.int64(), "end": pa.int64()}
    reason = {name: pa.string() for name in ("kind", "earliest", "latest", "detail")}
    days = pa.list_(pa.struct({"first": pa.string(), "last": pa.string()}))
    types = {
        Type.TEXT: pa.string(),
        Type.WHOLE: pa.int64(),
        Type.REAL: pa.float64(),
        Type.TEXTS: pa.list_(pa.string()),
        Type.SPANS: pa.list_(pa.struct(span)),
        Type.PASSAGES: pa.list_(pa.struct(span | {"kind": pa.string()})),
        Type.DAYS: days,
        Type.OFFICES: pa.list_(pa.struct({name: pa.string() for name in ("office", "first", "last")})),
        Type.EVIDENCE: pa.list_(pa.struct(reason | span | {"also": days})),
    }
    return pa.schema([pa.field(one.name, types[one.type], metadata={"about": one.about}) for one in check(what)])


def batches(what: str, found: Iterable[Mapping[str, Any]]) -> Iterator["pa.RecordBatch"]:
    """Yield rows as Arrow batches."""
    import pyarrow as pa

    types = schema(what)
    rest = iter(found)
    spans = [column.name for column in TABLES[what] if column.type == Type.SPANS]
    days = [column.name for column in TABLES[what] if column.type == Type.DAYS]
    size = _ARTICLES_AT_ONCE if what == "articles" else _ROWS_AT_ONCE
    while chunk := [flat(what, row) for row in islice(rest, size)]:
        for row in chunk:
            row.update({name: [{"start": start, "end": end} for start, end in row[name]] for name in spans})
            row.update({name: _intervals(row[name]) for name in days if row[name] is not None})
            if what == "articles":
                row["date_evidence"] = [one | {"also": _intervals(one["also"])} for one in row["date_evidence"]]
        yield pa.RecordBatch.from_pylist(chunk, schema=types)


def _intervals(pairs: Iterable[Iterable[str | None]]) -> list[dict[str, str | None]]:
    return [{"first": first, "last": last} for first, last in pairs]


def to_arrow(what: str, found: Iterable[Mapping[str, Any]]) -> "pa.Table":
    """Return rows as one Arrow table."""
    import pyarrow as pa

    return pa.Table.from_batches(batches(what, found), schema=schema(what))
