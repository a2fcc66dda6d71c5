r"""Between the types and the rows of the tables, without loss.

SQL text holds neither a NUL nor a lone surrogate, and articles may hold both. ``pack`` puts U+FFFD in the place of
each, so that offsets, full-text search and every other program see plain text, and keeps what stood there:

>>> pack({"id": "1", "title": "A\x00B"})
{'id': '1', 'title': 'A\ufffdB', 'unstorable': '{"title":[[1,0]]}'}
>>> unpack({"id": "1", "title": "A\ufffdB", "unstorable": '{"title":[[1,0]]}'})["title"]
'A\x00B'
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from onrecord.types import (
    Article,
    DateEvidence,
    Dating,
    Days,
    Figure,
    FigureRole,
    Form,
    How,
    Kind,
    Mention,
    Passage,
    Said,
    Span,
    Speaker,
    Statement,
    Utterance,
)

Row = Mapping[Any, Any]  # by column name

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_STAND_IN = "\N{REPLACEMENT CHARACTER}"


def storable(text: str) -> str:
    """Return text of the same length with U+FFFD for each NUL and lone surrogate."""
    return _UNSTORABLE.sub(_STAND_IN, text)


def pack(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with storable text only, and a column ``unstorable`` that says what it replaced."""
    replaced: dict[str, list[list[int]]] = {}
    for name, value in row.items():
        if isinstance(value, str) and _UNSTORABLE.search(value):
            replaced[name] = [[m.start(), ord(m.group())] for m in _UNSTORABLE.finditer(value)]
    packed = row | {name: storable(row[name]) for name in replaced}
    return packed | {"unstorable": dump(replaced) if replaced else None}


def unpack(row: Row) -> Row:
    """Undo ``pack``, for the columns that the row has."""
    if not row["unstorable"]:
        return row
    restored = dict(row)
    for name, found in json.loads(row["unstorable"]).items():
        if name in restored:
            characters = list(restored[name])
            for offset, code in found:
                if characters[offset : offset + 1] == [_STAND_IN]:  # else the column holds other words since
                    characters[offset] = chr(code)
            restored[name] = "".join(characters)
    return restored


def dump(value: object) -> str:
    """Return compact JSON; lone surrogates stay as they are, for ``pack`` to see to."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def fold(text: str) -> str:
    """Return text without case and accents, for finding names: ``fold("Šárka ÅS") == "sarka as"``."""
    decomposed = unicodedata.normalize("NFKD", storable(text).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, lone surrogates included, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_row(article: Article) -> dict[str, Any]:
    """Return the article's own columns; row, revision, newest and added are the store's to add."""
    return pack(
        {
            "id": article.id,
            "outlet": article.outlet,
            "title": article.title,
            **dating_columns(article.published),
            "source": article.source,
            "url": article.url,
            "author": article.author,
            "language": article.language,
            "unread": article.unread,
            "captured": article.captured,
            "format": article.format,
            "extractor": article.extractor,
            "raw_hash": article.raw_hash,
            "text_hash": text_hash(article.text),
            "key": article.key,
            "key_hash": text_hash(article.key),
            "text": article.text,
        }
    )


def passage_rows(article: Article) -> Iterator[dict[str, Any]]:
    """Yield the rows of an article's passages."""
    for position, passage in enumerate(article.passages):
        yield {
            "article": article.id,
            "position": position,
            "kind": str(passage.kind),
            "start": passage.start,
            "end": passage.end,
        }


def statement_row(statement: Statement, position: int) -> dict[str, Any]:
    """Return the statement's columns; row is the store's to add, and its utterance is found by matching."""
    speaker, said, cue = statement.speaker, statement.said, statement.cue
    mention = speaker.mention
    called = speaker.name or (mention.text if mention else None)
    return pack(
        {
            "id": statement.id,
            "article": statement.article,
            "position": position,
            "speaker_name": speaker.name,
            "text": statement.text,
            "form": str(statement.form),
            "cue": cue.text if cue else None,
            "speaker_text": mention.text if mention else None,
            "speaker_how": str(speaker.how) if speaker.how else None,
            "speaker_role": speaker.role,
            "speaker_affiliation": speaker.affiliation,
            "speaker_why": speaker.why,
            "actor": speaker.actor,
            "own_name": speaker.name,
            "own_actor": speaker.actor,
            "said_earliest": said.earliest if said else None,
            "said_latest": said.latest if said else None,
            "said_from": said.words if said else None,
            "said_how": said.how if said else None,
            "said_options": dump(said.options) if said and said.options else None,
            "addressee": statement.addressee,
            "medium": statement.medium,
            "venue": statement.venue,
            "relay": statement.relay,
            "passage": str(statement.passage),
            "confidence": float(statement.confidence),
            "content": dump(statement.content),
            "insertions": dump(statement.insertions) if statement.insertions else None,
            "ellipses": dump(statement.ellipses) if statement.ellipses else None,
            "cue_start": cue.start if cue else None,
            "cue_end": cue.end if cue else None,
            "speaker_start": mention.start if mention else None,
            "speaker_end": mention.end if mention else None,
            "speaker_folded": fold(called) if called else None,
        }
    )


def dating_columns(dating: Dating) -> dict[str, Any]:
    """Return the columns of an article that hold its dating."""
    evidence = [{k: v for k, v in asdict(one).items() if k != "also" or v} for one in dating.evidence]
    return {
        "published": dating.best,
        "published_earliest": dating.earliest,
        "published_latest": dating.latest,
        "date_conflicts": dump(dating.conflicts) if dating.conflicts else None,
        "date_evidence": dump(evidence) if evidence else None,
        "date_options": dump(dating.options) if dating.options else None,
    }


def dating_of(row: Row) -> Dating:
    """Return the dating in an article's columns."""
    reasons = json.loads(row["date_evidence"]) if row["date_evidence"] else ()
    return Dating(
        earliest=row["published_earliest"],
        latest=row["published_latest"],
        best=row["published"],
        evidence=tuple(_evidence(reason) for reason in reasons),
        conflicts=tuple(json.loads(row["date_conflicts"])) if row["date_conflicts"] else (),
        options=days_of(row["date_options"]),
    )


def figure_row(figure: Figure, article: str, position: int) -> dict[str, Any]:
    """Return a figure's columns; row and surname are the store's to add."""
    return pack(
        {
            "article": article,
            "position": position,
            "kind": figure.kind,
            "name": figure.name,
            "actor": figure.actor,
            "own": figure.actor,
            "known": figure.known,
            "why": figure.why,
            "gender": figure.gender,
            "roles": dump([asdict(role) for role in figure.roles]),
            "nouns": dump(figure.nouns),
            "mentions": dump(figure.mentions),
            "fresh": 1,
        }
    )


def figure_of(row: Row) -> Figure:
    """Return the figure of a row that ``unpack`` has seen."""
    return Figure(
        name=row["name"],
        gender=row["gender"],
        roles=tuple(FigureRole(**role) for role in json.loads(row["roles"])),
        nouns=tuple(json.loads(row["nouns"])),
        mentions=_spans(row["mentions"]),
        actor=row["actor"],
        known=row["known"],
        why=row["why"],
        kind=row["kind"],
    )


def days_of(value: str | None) -> tuple[Days, ...]:
    """Return the intervals of a JSON column."""
    return tuple((first, last) for first, last in json.loads(value)) if value else ()


def article_of(
    row: Row, passages: Iterable[Row], statements: Iterable[Statement], figures: Iterable[Figure] = ()
) -> Article:
    """Return the article of a row that ``unpack`` has seen; the row also holds ``copy_of``."""
    return Article(
        id=row["id"],
        key=row["key"],
        source=row["source"],
        text=row["text"],
        raw_hash=row["raw_hash"],
        format=row["format"],
        passages=tuple(Passage(one["start"], one["end"], Kind(one["kind"])) for one in passages),
        published=dating_of(row),
        url=row["url"],
        title=row["title"],
        outlet=row["outlet"],
        author=row["author"],
        captured=row["captured"],
        extractor=row["extractor"],
        language=row["language"],
        unread=row["unread"],
        revision=row["revision"],
        copy_of=row["copy_of"],
        statements=tuple(statements),
        figures=tuple(figures),
    )


def _evidence(reason: dict[str, Any]) -> DateEvidence:
    also = tuple((first, last) for first, last in reason.pop("also", ()))
    return DateEvidence(**reason, also=also)


def statement_of(row: Row) -> Statement:
    """Return the statement of a row that ``unpack`` has seen; the row also holds ``utterance``."""
    return Statement(
        id=row["id"],
        article=row["article"],
        content=_spans(row["content"]),
        text=row["text"],
        form=Form(row["form"]),
        cue=_mention(row["cue"], row["cue_start"], row["cue_end"]),
        speaker=Speaker(
            mention=_mention(row["speaker_text"], row["speaker_start"], row["speaker_end"]),
            name=row["speaker_name"],
            actor=row["actor"],
            role=row["speaker_role"],
            affiliation=row["speaker_affiliation"],
            how=How(row["speaker_how"]) if row["speaker_how"] else None,
            why=row["speaker_why"],
        ),
        addressee=row["addressee"],
        medium=row["medium"],
        venue=row["venue"],
        relay=row["relay"],
        said=None
        if row["said_how"] is None
        else Said(
            row["said_earliest"], row["said_latest"], row["said_from"], row["said_how"], days_of(row["said_options"])
        ),
        passage=Kind(row["passage"]),
        confidence=row["confidence"],
        insertions=_spans(row["insertions"]),
        ellipses=_spans(row["ellipses"]),
        utterance=row["utterance"],
    )


def utterance_of(row: Row, statements: Iterable[str]) -> Utterance:
    """Return the utterance of a row that ``unpack`` has seen, with the ids of its statements."""
    return Utterance(row["id"], row["speaker"], tuple(statements), row["witness"], row["earliest"], row["latest"])


def _spans(value: str | None) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in json.loads(value)) if value else ()


def _mention(text: str | None, start: int | None, end: int | None) -> Mention | None:
    return None if text is None or start is None or end is None else Mention(text, start, end)
