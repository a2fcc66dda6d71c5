"""Reading a record.

    record = Record.open("news.onrecord")
    for statement in record.statements(speaker="lund", since="2021"):
        print(statement.text)

Every method that takes a filter takes a ``Filter``, or its fields by name. Iterators are lazy, hold at most a chunk in
memory, and see the record as it was when they began, whoever adds to it meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from itertools import islice, starmap
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

from sqlalchemy import Connection, Engine, PoolProxiedConnection, func, select

from onrecord import actors, extras, filters, notebook, tables
from onrecord.actors import Actors, own
from onrecord.answers import Actor, Held, Occasions, Report, Summary, actor_of, report_of
from onrecord.errors import QueryError, RecordError
from onrecord.filters import Filter
from onrecord.store import access, fetch, judgements, people, rows, schema, sqlite
from onrecord.store.rows import Row
from onrecord.types import Article, Form, Statement, Utterance, Variant

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from onrecord.charts import Chart

__all__ = ["Actor", "Filter", "Held", "Occasions", "Record", "Report", "Summary"]

_SHOWN = 5  # speakers and statements in a notebook's view of a record

Order = Literal["added", "date"]


class Record:
    """A record open for reading, by any number of threads; a context manager.

    Every method raises RecordError when the file is damaged or gone, and QueryError for a filter that makes no sense.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self.path = path
        self._engine = engine
        self._own: tuple[tuple[own.Row, ...], Actors] | None = None  # rows of the user's, and the table with them
        self._watch: PoolProxiedConnection | None = None
        self._watching = Lock()

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a record without changing it. Raises RecordError when there is none, RecordVersionError, ..."""
        place = Path(path)
        return cls(access.open_engine(place, readonly=True), place)

    def close(self) -> None:
        """Close the files; a method called later opens them again."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        try:
            return f"<Record {str(self.path)!r}: {self.summary()}>"
        except RecordError as error:
            return f"<Record {str(self.path)!r}: {error}>"

    def _repr_html_(self) -> str:
        speakers = [f"{one.name} ({one.statements:,})" for one in self.actors(limit=_SHOWN)]
        facts = [str(self.summary()), *([f"Most quoted: {', '.join(speakers)}"] if speakers else [])]
        reports = self.reports(order="date", limit=_SHOWN)
        said = [(one.statement, " ".join(filter(None, (one.outlet, one.published)))) for one in reports]
        return notebook.overview(self.path.name, facts, said)

    def state(self) -> str:
        """Return a text that is another one after every change of the record, as long as this stays open."""
        with self._watching, sqlite.explained(self.path):
            if self._watch is None:
                self._watch = self._engine.raw_connection()
            return str(sqlite.changes(self._watch))

    def statements(
        self, criteria: Filter | None = None, /, *, order: Order = "added", limit: int | None = None, **named: Any
    ) -> Iterator[Statement]:
        """Iterate over statements; see ``reports``."""
        return (report.statement for report in self.reports(criteria, order=order, limit=limit, **named))

    def reports(
        self,
        criteria: Filter | None = None,
        /,
        *,
        order: Order = "added",
        limit: int | None = None,
        exact: bool = True,
        **named: Any,
    ) -> Iterator[Report]:
        """Iterate over statements with their articles, in the order "added" or by "date" said, else published.

        Without ``exact``, a NUL or a lone surrogate stays U+FFFD.
        """
        return self._reports(_filter(criteria, named), _order(order), limit, exact=exact)

    def reports_at(self, numbers: Iterable[int], *, exact: bool = True) -> Iterator[tuple[int, Report]]:
        """Iterate over rows of the table of statements, in the order given, with what is reported there.

        Rows that are gone are left out. Without ``exact``, a NUL or a lone surrogate stays U+FFFD.
        """
        wanted = iter(numbers)
        while some := [int(number) for number in islice(wanted, fetch.SMALL_ROWS)]:
            with self.reading() as connection:
                everything = filters.statements(Filter(all_revisions=True), connection)
                query = everything.where(schema.statement.c.row.in_(some))
                found = {row["row"]: report_of(row, exact=exact) for row in connection.execute(query).mappings()}
            yield from ((number, found[number]) for number in some if number in found)

    def sharing(
        self, words: Sequence[str], keep: Callable[[str, Form], bool], /, *, least: int, limit: int, **named: Any
    ) -> Iterator[Report]:
        """Iterate over those of ``limit`` statements with ``least`` (1 to 3) of some words whose text and form fit."""
        table = schema.statement
        with self.reading() as connection:
            expression = sqlite.shared_words(words, least=least)
            found = sqlite.rows_matching(connection, table, expression, limit=limit)
            light = select(table.c.row, table.c.text, table.c.form).where(table.c.row.in_(found))
            kept = [row for row, text, form in connection.execute(light) if keep(text, Form(form))]
            query = filters.statements(_filter(None, named), connection).where(table.c.row.in_(kept))
            for row in connection.execute(query).mappings() if kept else ():
                yield report_of(row, exact=True)

    def articles(
        self, criteria: Filter | None = None, /, *, order: Order = "added", limit: int | None = None, **named: Any
    ) -> Iterator[Article]:
        """Iterate over articles with all their passages and statements, in the order "added" or by "date"."""
        return self._articles(_filter(criteria, named), _order(order), limit, exact=True)

    def utterances(
        self, criteria: Filter | None = None, /, *, limit: int | None = None, **named: Any
    ) -> Iterator[Utterance]:
        """Iterate over utterances of which one statement fits, in the order in which matching gives them."""
        return (utterance for utterance, _ in self._utterances(_filter(criteria, named), limit, exact=True))

    def actors(self, criteria: Filter | None = None, /, *, limit: int | None = None, **named: Any) -> Iterator[Actor]:
        """Iterate over those who made the statements that fit and whose name is known, most quoted first."""
        return self._actors(_filter(criteria, named), limit)

    def table(self) -> Actors:
        """Return the table of actors with what this record's user has added to it."""
        with self.reading() as connection:
            return self._table(connection)

    def grounds(self, actor: str) -> tuple[str, ...]:
        """Return why mentions in articles were taken for an actor of the table, the most frequent reason first."""
        with self.reading() as connection:
            return people.grounds(connection, actor)

    def count(self, what: str, criteria: Filter | None = None, /, **named: Any) -> int:
        """Count "statements", "articles", "utterances", "talking_points", "actors" or "events" that fit."""
        wanted = _filter(criteria, named)
        tables.check(what)
        if what not in filters.SELECTS:
            return 0  # events: nothing reads them yet
        with self.reading() as connection:
            found = filters.SELECTS[what](wanted, connection).order_by(None).subquery()
            return int(connection.execute(select(func.count()).select_from(found)).scalar_one())

    def article(self, article: str, *, exact: bool = True) -> Article:
        """Return an article by its id, the start of one, source, file name or URL; the newest revision of several.

        Without ``exact``, a NUL or a lone surrogate stays U+FFFD. Raises QueryError when none or several fit.
        """
        table, named = schema.article, rows.storable(article)
        query = fetch.article_query().order_by(table.c.newest.desc(), table.c.revision.desc()).limit(2)
        with self.reading() as connection:
            found = (
                connection.execute(query.where(table.c.id == named)).mappings().all()
            )  # by an index, unlike the rest
            found = found or connection.execute(query.where(filters.article_called(named))).mappings().all()
            if len(found) == 2 and found[0]["key_hash"] == found[1]["key_hash"]:
                found = found[:1]
            return next(fetch.articles(connection, [_one(found, "article", article)], exact=exact))

    def statement(self, statement: str) -> Statement:
        """Return a statement by its id or the first characters of one; raises QueryError when none or several fit."""
        query = fetch.statement_query().where(filters.by_id(schema.statement.c.id, statement)).limit(2)
        with self.reading() as connection:
            return fetch.statement(_one(connection.execute(query).mappings().all(), "statement", statement))

    def utterance(self, utterance: str) -> Utterance:
        """Return an utterance by its id or the first characters of one; raises QueryError when none or several fit."""
        query = fetch.utterance_query().where(filters.by_id(schema.utterance.c.id, utterance)).limit(2)
        with self.reading() as connection:
            found = _one(connection.execute(query).mappings().all(), "utterance", utterance)
            return next(fetch.utterances(connection, [found]))[0]

    def talking_points(
        self, criteria: Filter | None = None, /, *, limit: int | None = None, **named: Any
    ) -> Iterator[Occasions]:
        """Iterate over lines that a speaker said on several occasions, of which one statement fits, by first day."""
        return self._talking_points(_filter(criteria, named), limit, exact=True)

    def occasions(self, utterance: str) -> Occasions | None:
        """Return the talking point that an utterance (id) belongs to, None where it was said once."""
        return next(self.talking_points(utterance=utterance), None)

    def variants(self, utterance: str) -> list[Variant]:
        """Return how the wording of each of an utterance's statements differs from the witness's, in their order."""
        from onrecord import match

        one = self.utterance(utterance)
        reports = {report.statement.id: report.statement for report in self.reports(utterance=one.id)}
        witness = self.statement(one.witness).text
        return [
            match.variant(witness, reports[found].text, witness=one.witness, statement=found, form=reports[found].form)
            for found in one.statements
            if found in reports
        ]

    def summary(self) -> Summary:
        """Count what the record holds."""
        article, statement = schema.article, schema.statement
        newest = article.c.newest == 1
        said = select(func.count(), func.count(statement.c.speaker_name.distinct()))
        of_articles = select(
            func.count(),
            func.count(schema.copy.c.original),
            func.count(article.c.unread),
            func.count(article.c.date_conflicts),
            func.count(article.c.outlet.distinct()),
            func.min(func.coalesce(article.c.published_earliest, article.c.published)),
            func.max(func.coalesce(article.c.published_latest, article.c.published)),
        ).outerjoin(schema.copy, schema.copy.c.article == article.c.id)
        with self.reading() as connection:
            articles, copies, unread, conflicts, outlets, earliest, latest = connection.execute(
                of_articles.where(newest)
            ).one()
            everything = connection.execute(select(func.count()).select_from(article)).scalar_one()
            joined = said.join(article, article.c.id == statement.c.article).where(newest, fetch.is_statement())
            statements, speakers = connection.execute(joined).one()
            utterances = connection.execute(select(func.count()).select_from(schema.utterance)).scalar_one()
        return Summary(
            articles=articles,
            revisions=everything - articles,
            copies=copies,
            unread=unread,
            conflicts=conflicts,
            outlets=outlets,
            statements=statements,
            speakers=speakers,
            utterances=utterances,
            earliest=earliest,
            latest=latest,
        )

    def rows(self, what: str, criteria: Filter | None = None, /, **named: Any) -> Iterator[dict[str, Any]]:
        """Iterate over the rows that an export writes, as nested dictionaries; see ``tables``.

        A NUL or a lone surrogate stands as U+FFFD in them, one for one, so that every format can hold them.
        """
        wanted = _filter(criteria, named)
        if what == "statements":
            return map(tables.statement_row, self._reports(wanted, "added", None, exact=False))
        if what == "articles":
            return map(tables.article_row, self._articles(wanted, "added", None, exact=False))
        if what == "utterances":
            return starmap(tables.utterance_row, self._utterances(wanted, None, exact=False))
        if what == "actors":
            return map(tables.actor_row, self._actors(wanted, None))
        if what == "talking_points":
            return map(tables.point_row, self._talking_points(wanted, None, exact=False))
        tables.check(what)
        return iter(())

    def to_arrow(self, what: str, criteria: Filter | None = None, /, **named: Any) -> "pyarrow.Table":
        """Return the rows of an export as one flat table, with the types that ``tables`` gives."""
        return tables.to_arrow(what, self.rows(what, criteria, **named))

    def to_pandas(self, what: str, criteria: Filter | None = None, /, **named: Any) -> "pandas.DataFrame":
        """Return ``to_arrow`` as a pandas data frame. Raises QueryError when pandas is not installed."""
        extras.need("pandas", "dataframes")
        return self.to_arrow(what, criteria, **named).to_pandas()

    def to_polars(self, what: str, criteria: Filter | None = None, /, **named: Any) -> "polars.DataFrame":
        """Return ``to_arrow`` as a Polars data frame. Raises QueryError when Polars is not installed."""
        polars = extras.need("polars", "dataframes")
        return polars.from_arrow(self.to_arrow(what, criteria, **named))  # type: ignore[no-any-return]

    def chart(
        self, kind: str = "timeline", criteria: Filter | None = None, /, *, limit: int = 20, **named: Any
    ) -> "Chart":
        """Return an Altair chart: a "timeline", or the ``limit`` most quoted "speakers" or most quoting "outlets".

        It shows itself in a notebook, ``charts.drawn`` makes a file of it. How a notebook draws is Altair's setting:
        by default with scripts from another host, after ``altair.renderers.enable("svg")`` without any. Raises
        QueryError where nothing fits, and when Altair is not installed.
        """
        from onrecord import charts

        return charts.chart(self, kind, _filter(criteria, named), limit=limit)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading by SQL."""
        with sqlite.explained(self.path), self._engine.connect() as connection:
            yield connection

    def _reports(self, criteria: Filter, order: Order, limit: int | None, *, exact: bool) -> Iterator[Report]:
        with self.reading() as connection:
            query = filters.statements(criteria, connection).order_by(None).order_by(*filters.STATEMENT_ORDERS[order])
            for chunk in fetch.chunks(connection, query.limit(limit)):
                for row in chunk:
                    yield report_of(row, exact=exact)

    def _articles(self, criteria: Filter, order: Order, limit: int | None, *, exact: bool) -> Iterator[Article]:
        with self.reading() as connection:
            query = filters.articles(criteria, connection).order_by(None).order_by(*filters.ARTICLE_ORDERS[order])
            for chunk in fetch.chunks(connection, query.limit(limit), size=fetch.ARTICLES):
                yield from fetch.articles(connection, chunk, exact=exact)

    def _utterances(self, criteria: Filter, limit: int | None, *, exact: bool) -> Iterator[tuple[Utterance, str]]:
        with self.reading() as connection:
            query = filters.utterances(criteria, connection).limit(limit)
            for chunk in fetch.chunks(connection, query):
                yield from fetch.utterances(connection, chunk, exact=exact)

    def _talking_points(self, criteria: Filter, limit: int | None, *, exact: bool) -> Iterator[Occasions]:
        table = schema.utterance
        with self.reading() as connection:
            for chunk in fetch.chunks(connection, filters.talking_points(criteria, connection).limit(limit)):
                for row in chunk:
                    query = fetch.utterance_query().where(table.c.talking_point == row["id"])
                    found = connection.execute(query.order_by(*filters.UTTERANCE_ORDER)).mappings().all()
                    several = list(fetch.utterances(connection, found, exact=exact))
                    names = [one.speaker for one, _ in several if one.speaker]
                    speaker = max(names, key=lambda name: (len(name.split()), name), default=None)
                    yield Occasions(row["id"], speaker, several[0][1], tuple(one for one, _ in several))

    def _actors(self, criteria: Filter, limit: int | None) -> Iterator[Actor]:
        with self.reading() as connection:
            for chunk in fetch.chunks(connection, filters.actors(criteria, connection).limit(limit)):
                table = self._table(connection)
                persons = people.persons(connection, [row["id"] for row in chunk if row["id"]])
                yield from (actor_of(row, table, person=row["id"] in persons) for row in chunk)

    def _table(self, connection: Connection) -> Actors:
        """Return the table of actors with this record's own rows."""
        rows_ = judgements.own_actors(connection)
        if self._own is None or self._own[0] != rows_:
            self._own = rows_, own.with_rows(actors.table(), rows_)
        return self._own[1]


def _order(order: Order) -> Order:
    if order not in get_args(Order):
        raise QueryError(f"there is no order {order!r}; expected one of {', '.join(get_args(Order))}.")
    return order


def _filter(criteria: Filter | None, named: dict[str, Any]) -> Filter:
    known = {field.name for field in fields(Filter)}
    if unknown := sorted(named.keys() - known):
        raise QueryError(f"no filter is called {', '.join(unknown)}; expected some of {', '.join(sorted(known))}.")
    return replace(criteria, **named) if criteria else Filter(**named)


def _one(found: Sequence[Row], what: str, wanted: str) -> Row:
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"several {what}s begin with {wanted!r}; expected one. Give more characters of its id.")
    raise QueryError(f"no {what} {wanted!r} is in this record. Look for its id with `onrecord search` or an export.")
