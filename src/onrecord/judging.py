"""What people decide about a record, stored as judgements and applied at once; each verb says one thing.

    merge(record, "Vossmar", "Ingrid Vossmar")      two actors are one
    split(record, "John Smith", "page.html")        who is named so in that article is somebody else
    rename, no_person, speaker, no_statement        what an actor is called, what is none, who said it
    same_utterance, other_utterance                 of two statements
    fact(record, [Row(...)])                        who somebody is, and what office was held when
    undo(record, 3)

Actors are named by id, the first characters of one, or name; statements and articles as ``Record`` takes them. A
judgement names what articles say and not what was derived from them, so that it survives every rebuild.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from onrecord import actors, pipeline
from onrecord.actors import own
from onrecord.actors.own import Row
from onrecord.errors import QueryError
from onrecord.query import Record
from onrecord.sources.encodings import decode
from onrecord.store import Store
from onrecord.store.judgements import Decision, Judgement
from onrecord.store.people import Called

_NAMED = 5  # actors that a message lists when several fit

Progress = Callable[[pipeline.Progress], None]


@dataclass(frozen=True, slots=True)
class Told:
    """A judgement, and what it says in words."""

    judgement: Judgement
    words: str


def merge(record: str | Path, one: str, other: str, *, who: str | None = None) -> Told:
    """Judge two actors to be one. Raises QueryError when either is not one actor of the record."""
    return _about_two(record, Decision.SAME_SPEAKER, one, other, who)


def part(record: str | Path, one: str, other: str, *, who: str | None = None) -> Told:
    """Judge two actors not to be one. Raises QueryError as ``merge``."""
    return _about_two(record, Decision.OTHER_SPEAKER, one, other, who)


def split(record: str | Path, actor: str, article: str, *, who: str | None = None) -> Told:
    """Judge whoever an article names as an actor to be somebody else of that name. Raises QueryError."""
    with Record.open(record) as opened:
        place = opened.article(article)
    with Store.open(record) as store:
        wanted = _actor(store, actor).actor
        own_ids = store.own_ids(wanted, article=place.id)
        if not own_ids:
            raise QueryError(f"{place.source} does not name {actor!r}; expected an article that does.")
        if "/" in own_ids[0]:
            raise QueryError(f"whoever {place.source} calls {actor!r} is somebody else already. Nothing to do.")
        return _judge(store, Decision.OTHER_SPEAKER, (own_ids[0], place.id), who=who)


def rename(record: str | Path, actor: str, name: str, *, who: str | None = None) -> Told:
    """Judge what an actor is called. Raises QueryError."""
    if not name.strip():
        raise QueryError("the new name is empty; expected a name.")
    with Store.open(record) as store:
        subjects = store.own_ids(_actor(store, actor).actor)
        return _judge(store, Decision.NAME, subjects, value=name.strip(), who=who)


def no_person(record: str | Path, actor: str, *, who: str | None = None) -> Told:
    """Judge an actor to be nobody: its statements keep no speaker. Raises QueryError."""
    with Store.open(record) as store:
        return _judge(store, Decision.NO_PERSON, store.own_ids(_actor(store, actor).actor), who=who)


def speaker(record: str | Path, statement: str, name: str | None, *, who: str | None = None) -> Told:
    """Judge who made a statement, or, with None, that it is not known. Raises QueryError."""
    with Record.open(record) as opened:
        subject = opened.statement(statement).id
    with Store.open(record) as store:
        return _judge(store, Decision.SPEAKER, (subject,), value=(name or "").strip() or None, who=who)


def no_statement(record: str | Path, statement: str, *, who: str | None = None) -> Told:
    """Judge a statement to be none: it is left out of everything. Raises QueryError."""
    with Record.open(record) as opened:
        subject = opened.statement(statement).id
    with Store.open(record) as store:
        return _judge(store, Decision.NO_STATEMENT, (subject,), who=who)


def same_utterance(record: str | Path, one: str, other: str, *, who: str | None = None) -> Told:
    """Judge two statements to report one utterance. Raises QueryError."""
    return _about_statements(record, Decision.SAME_UTTERANCE, one, other, who)


def other_utterance(record: str | Path, one: str, other: str, *, who: str | None = None) -> Told:
    """Judge two statements not to report one utterance. Raises QueryError."""
    return _about_statements(record, Decision.OTHER_UTTERANCE, one, other, who)


def fact(
    record: str | Path, rows: Iterable[Row], *, who: str | None = None, progress: Progress | None = None
) -> list[Told]:
    """Give the record actors of its user's own; what it holds already is left out.

    The articles that may tell of them are read again. Raises QueryError for a row that makes no sense.
    """
    with Store.open(record, create=True) as store:
        told = [
            Told(judgement, _words(store, judgement))
            for row in _fresh(store, rows)
            for judgement in [store.judge(Decision.FACT, (row.name,), value=row.to_json(), who=who)]
        ]
        changed = [Row.from_json(each.judgement.subjects[0], each.judgement.value or "{}") for each in told]
        again = _telling(store, changed)
    if again:
        pipeline.rebuild(record, articles=again, progress=progress)
    return told


def fact_file(
    record: str | Path, file: Path, *, who: str | None = None, progress: Progress | None = None
) -> list[Told]:
    """Give the record the actors of a CSV file; see ``actors.own``. Raises SourceError for a file that is none."""
    return fact(record, own.read(decode(file.read_bytes()), called=str(file)), who=who, progress=progress)


def undo(record: str | Path, number: int, *, progress: Progress | None = None) -> Told:
    """Let a judgement hold no longer; it stays in the log. Raises QueryError when none of that number holds."""
    with Store.open(record) as store:
        held = {one.number: one for one in store.judgement_log()}
        store.undo(number)
        judgement = held[number]
        told = Told(judgement, _words(store, judgement))
        again: Sequence[str] = ()
        if judgement.kind is Decision.FACT:
            again = _telling(store, [Row.from_json(judgement.subjects[0], judgement.value or "{}")])
        elif judgement.kind is Decision.SPEAKER:
            again = store.articles_of(judgement.subjects)
        if not again:
            pipeline.settle(store)
    if again:
        pipeline.rebuild(record, articles=again, progress=progress)
    return told


def log(record: str | Path, *, undone: bool = False) -> list[Told]:
    """Return the judgements in the order they were made; ``undone`` adds those that hold no longer."""
    with Store.open(record, readonly=True) as store:
        return [Told(one, _words(store, one)) for one in store.judgement_log(undone=undone)]


def dump(record: str | Path) -> Iterator[str]:
    """Yield the judgements that hold as JSON lines, for another record of the same articles."""
    with Store.open(record, readonly=True) as store:
        for one in store.judgement_log():
            values = {"kind": one.kind, "subjects": one.subjects, "value": one.value, "who": one.who, "at": one.at}
            yield json.dumps(values, ensure_ascii=False)


def load(
    record: str | Path, lines: Iterable[str], *, called: str = "the file", progress: Progress | None = None
) -> tuple[int, int]:
    """Take in judgements that ``dump`` wrote; return how many are new and how many were there.

    All or nothing: raises QueryError that names the line when one is not such a judgement.
    """
    found = [_loaded(number, line, called) for number, line in enumerate(lines, start=1) if line.strip()]
    with Store.open(record) as store:
        there = {(one.kind, one.subjects, one.value) for one in store.judgement_log()}
        new = [one for one in found if (one.kind, one.subjects, one.value) not in there]
        for one in new:
            store.judge(one.kind, one.subjects, value=one.value, who=one.who, at=one.at)
        rows = [Row.from_json(one.subjects[0], one.value or "{}") for one in new if one.kind is Decision.FACT]
        again = _telling(store, rows)
        if not again:
            pipeline.settle(store)
    if again:
        pipeline.rebuild(record, articles=again, progress=progress)
    return len(new), len(found) - len(new)


def _loaded(number: int, line: str, called: str) -> Judgement:
    try:
        values = json.loads(line)
        subjects = tuple(str(one) for one in values["subjects"])
        judgement = Judgement(0, Decision(values["kind"]), subjects, values["value"], values["who"], values["at"])
        if judgement.kind is Decision.FACT and own.problem(Row.from_json(subjects[0], judgement.value or "")):
            raise ValueError("the row of an actor file is not well formed")
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise QueryError(
            f"{called}, line {number}: found no judgement ({error}); expected a line that `onrecord judge export` "
            "wrote. Nothing was taken in."
        ) from error
    return judgement


def _about_two(record: str | Path, kind: Decision, one: str, other: str, who: str | None) -> Told:
    with Store.open(record) as store:
        left, right = _actor(store, one), _actor(store, other)
        if left.actor == right.actor and kind is Decision.SAME_SPEAKER:
            raise QueryError(f"{one!r} and {other!r} are one actor already: {left.name}. Nothing to do.")
        own_ids = [store.own_ids(each.actor) for each in (left, right)]
        if left.actor == right.actor:
            raise QueryError(
                f"{one!r} and {other!r} are one actor: {left.name}. Name the article in which it is somebody else: "
                f"onrecord judge split {left.actor[:8]} ARTICLE"
            )
        return _judge(store, kind, (own_ids[0][0], own_ids[1][0]), who=who)


def _about_statements(record: str | Path, kind: Decision, one: str, other: str, who: str | None) -> Told:
    with Record.open(record) as opened:
        subjects = (opened.statement(one).id, opened.statement(other).id)
    if subjects[0] == subjects[1]:
        raise QueryError(f"{one!r} and {other!r} are one statement; expected two.")
    with Store.open(record) as store:
        return _judge(store, kind, subjects, who=who)


def _judge(
    store: Store, kind: Decision, subjects: Sequence[str], *, value: str | None = None, who: str | None = None
) -> Told:
    judgement = store.judge(kind, subjects, value=value, who=who)
    words = _words(store, judgement)
    pipeline.settle(store)
    return Told(judgement, words)


def _actor(store: Store, name: str) -> Called:
    found = store.actors_called(name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise QueryError(f"no actor of this record is called {name!r}. List them: onrecord export actors")
    some = "; ".join(f"{one.name} ({one.actor[:8]})" for one in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    raise QueryError(f"several actors are called {name!r}: {some}{more}; expected one. Give its id.")


def _fresh(store: Store, rows: Iterable[Row]) -> list[Row]:
    """Return the rows, each once, that the record does not hold yet."""
    there = {(one.subjects, one.value) for one in store.judgement_log() if one.kind is Decision.FACT}
    found: dict[Row, None] = {}
    for row in rows:
        if wrong := own.problem(row):
            raise QueryError(f"{row.name or 'a row'}: found {wrong}.")
        if ((row.name,), row.to_json()) not in there:
            found[row] = None
    return list(found)


def _telling(store: Store, rows: Sequence[Row]) -> list[str]:
    """Return the articles that some rows of actors may change: those with the surname, or the office and its body."""
    if not rows:
        return []
    table = store.table(actors.table())
    phrases: list[tuple[str, ...]] = []
    for row in rows:
        words = [row.name, *row.others]
        phrases += [(word.split()[-1],) if row.kind == "person" else (word,) for word in words]
        if row.office:
            code = own.body_of(table, row)
            tenures = table.by_person.get(row.name, ())
            titles = {title for tenure in tenures if tenure.office.body == code for title in tenure.office.titles}
            phrases += product(sorted(titles | {row.office}), table.body_words(code or row.body))
    return store.article_ids(dict.fromkeys(phrases))


def _words(store: Store, judgement: Judgement) -> str:
    """Return what a judgement says, with names in place of ids."""
    named = store.subjects(judgement.subjects)
    one, *rest = [named[subject].words if subject in named else subject[:8] for subject in judgement.subjects]
    other, value = rest[0] if rest else "", judgement.value
    elsewhere = judgement.subjects[-1] in named and named[judgement.subjects[-1]].kind == "article"
    match judgement.kind:
        case Decision.SAME_SPEAKER:
            return f"{one} and {other} are one"
        case Decision.OTHER_SPEAKER:
            return f"{one} in {other} is somebody else" if elsewhere else f"{one} and {other} are not one"
        case Decision.NAME:
            return f"{one} is called {value}"
        case Decision.NO_PERSON:
            return f"{one} is no person"
        case Decision.SPEAKER:
            return f"{one} was said by {value}" if value else f"nobody knows who said {one}"
        case Decision.NO_STATEMENT:
            return f"{one} is no statement"
        case Decision.SAME_UTTERANCE:
            return f"{one} and {other} report one utterance"
        case Decision.OTHER_UTTERANCE:
            return f"{one} and {other} do not report one utterance"
        case Decision.FACT:
            return _row_words(Row.from_json(judgement.subjects[0], value or "{}"))


def _row_words(row: Row) -> str:
    if row.office:
        began = f" from {row.first}" if row.first else ""
        ended = f" until {row.last}" if row.last else ""
        return f"{row.name}: {row.office} ({row.body}){began}{ended}"
    also = f", also {', '.join(row.others)}" if row.others else ""
    return f"{row.name}: {row.kind}{also}"
