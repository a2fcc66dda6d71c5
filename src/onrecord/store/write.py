"""Writing a record: one transaction for each article, durable when it returns.

with Store.open("news.onrecord", create=True) as store:
    if not store.known(page.key, page.text):
        store.put(article)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select, update

from onrecord.actors import Actors, own
from onrecord.actors.identify import identify
from onrecord.errors import QueryError
from onrecord.store import (
    access,
    articles,
    batches,
    chains,
    comparisons,
    fetch,
    judgements,
    matches,
    meta,
    people,
    rows,
    schema,
    sqlite,
)
from onrecord.store.comparisons import Comparison, Pair
from onrecord.store.judgements import Decision, Judgement
from onrecord.store.matches import Growth, Key, Pending
from onrecord.types import (
    Article,
    Chained,
    Copy,
    CopyFamily,
    CopyRow,
    DatedRow,
    Family,
    PairJudgement,
    StatementRow,
    Utterance,
)

_CHANGES = "changes"  # name in meta: how many times articles or judgements have changed
_IDENTIFIED = "identified"  # name in meta: the last judgement about actors that is taken account of
_READING = "reading"  # name in meta: how articles were last read
_MATCHED = "matched"  # name in meta: how many times copies and utterances were written


class Outcome(StrEnum):
    """What ``Store.put`` did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REVISED = "revised"


class Store:
    """A record open for writing, by any number of processes at once; a context manager.

    Every method raises RecordBusyError when another process holds the record for too long, and RecordError when the
    disk is full or the file damaged. What an earlier call has stored stays stored.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self.path = path
        self._engine = engine
        self._writer = sqlite.writer(engine)
        self._state: int | None = None  # number of the last note when rows for matching were read

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        create: bool = False,
        readonly: bool = False,
        busy_seconds: float = access.BUSY_SECONDS,
    ) -> Self:
        """Open a record, making it first if ``create``; raises as ``access.open_engine``."""
        place = Path(path)
        return cls(access.open_engine(place, create=create, readonly=readonly, busy_seconds=busy_seconds), place)

    def close(self) -> None:
        """Close the files."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"

    def known(self, key: str, text: str) -> bool:
        """Tell whether this very text is already the newest revision under this key."""
        with self._reading() as connection:
            return articles.newest_text(connection, key) == rows.text_hash(text)

    def table(self, actors: Actors) -> Actors:
        """Return a table of actors with the rows that people gave this record besides."""
        with self._reading() as connection:
            return own.with_rows(actors, judgements.own_actors(connection))

    def put(self, article: Article) -> Outcome:
        """Store an article with its passages and statements, durable on return.

        The same text under the same key changes nothing. Another text becomes the newest revision, numbered by the
        store; earlier ones stay. A text that comes back is the newest again, under the number it had. ``copy_of`` and
        the statements' ``utterance`` are not stored here: they are matching's to find.
        """
        row = rows.article_row(article)
        table = schema.article
        same_key = table.c.key_hash == row["key_hash"]
        again = update(table).where(same_key, table.c.text_hash == row["text_hash"]).values(newest=1)
        with self._writing() as connection:
            newest = articles.newest_text(connection, article.key)
            if newest == row["text_hash"]:
                return Outcome.UNCHANGED
            if newest is not None:
                connection.execute(update(table).where(same_key, table.c.newest == 1).values(newest=0))
            if newest is None or not connection.execute(again).rowcount:
                articles.add(connection, article, row)
            _change(connection)
            return Outcome.ADDED if newest is None else Outcome.REVISED

    def replace(self, article: Article) -> None:
        """Put what was read anew from a stored text in place of what was read before, durable on return.

        The text, its revision and its place stay; matches and dates that other articles gave are to be found anew.
        Raises QueryError when the article is not in the record.
        """
        table = schema.article
        with self._writing() as connection:
            articles.forget(connection, article.id)
            stored = update(table).where(table.c.id == article.id).values(rows.article_row(article))
            if connection.execute(stored).rowcount != 1:
                raise QueryError(f"{self.path} has no article {article.id}; expected one that is stored.")
            articles.insert_read(connection, article)
            _change(connection)

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """Return articles as they are stored, in the order in which they were added."""
        with self._reading() as connection:
            query = fetch.article_query().where(schema.article.c.id.in_(ids)).order_by(schema.article.c.row)
            return list(fetch.articles(connection, connection.execute(query).mappings().all()))

    def article_ids(self, phrases: Iterable[Sequence[str]] | None = None) -> list[str]:
        """Return the ids of all articles, or of those that hold every phrase of one of the sets."""
        table = schema.article
        with self._reading() as connection:
            query = select(table.c.id).order_by(table.c.row)
            if phrases is None:
                return list(connection.execute(query).scalars())
            found: dict[str, None] = {}
            for several in phrases:
                words = " ".join('"' + one.replace('"', " ") + '"' for one in several)
                held = query.where(sqlite.contains_words(table, words))
                found |= dict.fromkeys(connection.execute(held).scalars())
            return list(found)

    def note_reading(self, how: str) -> None:
        """Remember how articles were last read, as text."""
        with self._writing() as connection:
            meta.set_text(connection, _READING, how)

    def reading(self) -> str | None:
        """Return how articles were last read, None for a record in which that is not noted."""
        with self._reading() as connection:
            return meta.text(connection, _READING)

    def actors_called(self, name: str) -> list[people.Called]:
        """Return the actors of an id, of the first characters of one, of a name, or else of a part of one."""
        with self._reading() as connection:
            return people.called(connection, name)

    def own_ids(self, actor: str, *, article: str | None = None) -> tuple[str, ...]:
        """Return the ids by which judgements call an actor, or those of one article."""
        with self._reading() as connection:
            return people.own_ids(connection, actor, judgements.about_actors(connection), article=article)

    def subjects(self, ids: Sequence[str]) -> dict[str, people.Subject]:
        """Return what judgements are about, by id, in words; ids that the record does not have are left out."""
        with self._reading() as connection:
            return people.subjects(connection, ids)

    def articles_of(self, statements: Sequence[str]) -> list[str]:
        """Return the ids of the articles that hold some statements."""
        table = schema.statement
        with self._reading() as connection:
            found = connection.execute(select(table.c.article).where(table.c.id.in_(statements)).distinct())
            return list(found.scalars())

    def copy_rows(self, ids: Sequence[str] | None = None) -> list[CopyRow]:
        """Return what matching needs of each article's newest revision, or of some; text: its body's passages."""
        with self._reading() as connection:
            self._note_state(connection)
            return matches.copy_rows(connection, ids)

    def statement_rows(
        self,
        copies: Mapping[str, str | None] | None = None,
        ids: Sequence[str] | None = None,
        topics: Mapping[str, Sequence[str]] | None = None,
    ) -> list[StatementRow]:
        """Return what matching needs of each statement in a newest revision, or of some.

        copies: as from ``match.copies``, where they differ from what is stored; None for no original. topics: of
        articles that have none stored. Dates are those that the article alone tells.
        """
        with self._reading() as connection:
            self._note_state(connection)
            return matches.statement_rows(connection, copies, ids, topics or {})

    def pending(self) -> Pending:
        """Return what is to be matched anew."""
        with self._reading() as connection:
            return matches.pending(connection)

    def copies(self, ids: Sequence[str] | None = None) -> dict[str, str]:
        """Return the copies among some articles, or all, each with the article that it copies."""
        with self._reading() as connection:
            return matches.copies(connection, ids)

    def articles_like(self, sketches: Mapping[str, Sequence[int]], *, least: int, part: float) -> set[str]:
        """Return articles that share ``least`` shingles with one of some, and that part of the shorter sketch."""
        with self._reading() as connection:
            return matches.sharing(connection, sketches, least=least, part=part)

    def kin(self, articles: Sequence[str]) -> set[str]:
        """Return the articles in the families of copies of some, themselves included."""
        with self._reading() as connection:
            return matches.kin(connection, articles)

    def statements_of(self, articles: Sequence[str]) -> set[str]:
        """Return the ids of the statements in some articles."""
        with self._reading() as connection:
            table = schema.statement
            return set(batches.ids(connection, table.c.article, articles, table.c.id))

    def meeting(self, probes: Mapping[str, Sequence[Key]], *, least: float) -> dict[str, list[str]]:
        """Return for each statement of some those it meets under keys of at least some weight in all."""
        with self._writing() as connection:
            return matches.meeting(connection, probes, least=least)

    def relatives(self, statements: Sequence[str]) -> set[str]:
        """Return the statements in the families of some, themselves included."""
        with self._reading() as connection:
            return matches.relatives(connection, statements)

    def write_growth(self, pending: Pending, growth: Growth) -> tuple[str, ...] | None:
        """Store what became of what was pending, in one transaction; return the ids of the utterances written.

        None, and nothing stored, when another process has matched in between.
        """
        with self._writing() as connection:
            if meta.counter(connection, _MATCHED) != pending.matched:
                return None
            made = matches.write_growth(connection, pending, growth)
            meta.set_counter(connection, _MATCHED, pending.matched + 1)
            return made

    def write_matches(self, copies: Mapping[str, str], utterances: Iterable[Utterance]) -> None:
        """Replace all copies (article to original) and utterances, in one transaction."""
        found = [Family((one,)) for one in utterances]
        related = [
            CopyFamily(tuple(sorted((one, two))), (Copy(one, two, share=1.0, reason="given"),))
            for one, two in copies.items()
        ]
        with self._writing() as connection:
            pending = matches.pending(connection, upto=self._state)
            matches.write_growth(connection, pending, Growth(families=found, copies=related))
            meta.set_counter(connection, _MATCHED, pending.matched + 1)
        self._state = None

    def uncompared(self, *, limit: int) -> list[Pair]:
        """Return some of the statements that are not compared with their witness yet."""
        with self._reading() as connection:
            return comparisons.uncompared(connection, limit=limit)

    def write_comparisons(self, found: Iterable[Comparison]) -> None:
        """Store what was found of pairs that still stand as they did."""
        with self._writing() as connection:
            comparisons.write(connection, found)

    def forget_matches(self) -> None:
        """Let everything be matched anew."""
        with self._writing() as connection:
            matches.note_everything(connection)

    def identify(self, actors: Actors) -> int:
        """Work out who is who among the people whom articles name, where that is not done; return how many changed.

        Compared are new figures with those of like surname, or all of them after a judgement about actors.
        """
        with self._writing() as connection:
            judged = judgements.about_actors(connection)
            latest = str(judgements.last_about_actors(connection))
            everything = meta.text(connection, _IDENTIFIED) != latest
            compared = people.waiting(connection, everything=everything, same=judged.same)
            changed = people.write(connection, compared, identify(compared, judged, actors))
            changed += people.decide(connection, judgements.speakers(connection))
            if everything:
                meta.set_text(connection, _IDENTIFIED, latest)
            return changed

    def dated_groups(self, articles: Sequence[str] | None = None) -> list[list[DatedRow]]:
        """Return what dating across articles needs: statements of a speaker whose words several articles share.

        articles: those whose dates are asked for; None for all.
        """
        with self._reading() as connection:
            return chains.groups(connection, articles)

    def write_chains(self, found: Iterable[Chained], articles: Sequence[str] | None = None) -> None:
        """Replace the dates that articles, or all of them, owe to each other."""
        with self._writing() as connection:
            chains.write(connection, found, articles)

    def matched(self) -> bool:
        """Tell whether copies and utterances take account of all that is stored and judged."""
        with self._reading() as connection:
            return not matches.waiting(connection)

    def judge(
        self,
        kind: Decision,
        subjects: Iterable[str],
        *,
        value: str | None = None,
        who: str | None = None,
        at: str | None = None,
    ) -> Judgement:
        """Store a person's decision about some ids; see ``Decision``. at: when it was made, by default now."""
        with self._writing() as connection:
            _change(connection)
            return judgements.judge(connection, kind, subjects, value=value, who=who, at=at)

    def undo(self, number: int) -> None:
        """Let a judgement hold no longer; it stays in the log. Raises QueryError when it does not hold."""
        with self._writing() as connection:
            _change(connection)
            judgements.undo(connection, number)

    def judgements(self) -> tuple[PairJudgement, ...]:
        """Return the judgements that matching must obey."""
        with self._reading() as connection:
            return judgements.pairs(connection)

    def judgement_log(self, *, undone: bool = False) -> tuple[Judgement, ...]:
        """Return all judgements in the order they were made; ``undone`` adds those that hold no longer."""
        with self._reading() as connection:
            return judgements.log(connection, undone=undone)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with sqlite.explained(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with sqlite.explained(self.path), self._writer.begin() as connection:
            yield connection

    def _note_state(self, connection: Connection) -> None:
        if self._state is None:
            self._state = matches.latest(connection)


def _change(connection: Connection) -> None:
    meta.set_counter(connection, _CHANGES, meta.counter(connection, _CHANGES) + 1)
