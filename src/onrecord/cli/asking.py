"""The commands that ask a record: search, show, variants, who and export."""

import re
import sys
from dataclasses import replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.console import console, has_colour, print_json
from onrecord.cli.options import (
    DEFAULT_RECORD,
    SHOWN,
    AsJson,
    Limit,
    RecordFile,
    filtered,
)
from onrecord.errors import QueryError

if TYPE_CHECKING:
    from onrecord.filters import Filter
    from onrecord.query import Record


class What(StrEnum):
    """What can be exported."""

    STATEMENTS = "statements"
    ARTICLES = "articles"
    UTTERANCES = "utterances"
    TALKING_POINTS = "talking_points"
    EVENTS = "events"
    ACTORS = "actors"


class Format(StrEnum):
    """The formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


_Sought = Annotated[
    str | None, typer.Argument(metavar="TEXT", help='Words that all occur; "a phrase"; a prefix*.', show_default=False)
]


@filtered(text=_Sought)
def search(
    record: RecordFile = DEFAULT_RECORD,
    *,
    wanted: "Filter",
    limit: Limit = SHOWN,
    only_count: Annotated[bool, typer.Option("--count", help="Print only how many there are.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find statements by words, speaker, outlet and date.

    All that is given must hold; what fits is shown in order of date.

    Examples:
      onrecord search "trust is broken"
      onrecord search --speaker lund --since 2021 --form direct
      onrecord search '"keep the line" open*' --outlet courier --limit 0 --json

    """
    with _open(record) as opened:
        total = opened.count("statements", wanted)
        if as_json:
            rows = [] if only_count else list(islice(opened.rows("statements", wanted), limit or None))
            print_json({"count": total, "shown": len(rows), "statements": rows})
        elif only_count:
            typer.echo(total)
        else:
            _found(opened, wanted, total, limit=limit)


def _found(record: "Record", wanted: "Filter", total: int, *, limit: int) -> None:
    from rich.text import Text

    from onrecord.render import count, statement_list

    out = console()
    words = re.findall(r"\w+", wanted.text or "")
    for report in record.reports(wanted, order="date", limit=limit or None):
        out.print(statement_list([report], words=words))
    if not total:
        out.print(Text("No statement fits. Ask for less: fewer words, part of a name, or no dates.", "dim"))
    elif limit and limit < total:
        out.print(Text(f"showing {limit:,} of {total:,}; --limit 0 for all", "dim"))
    else:
        out.print(Text(count(total, "statement"), "dim"))


def show(
    name: Annotated[
        str,
        typer.Argument(metavar="ID|SOURCE", help="An id or its first characters, a path or a URL.", show_default=False),
    ],
    record: RecordFile = DEFAULT_RECORD,
    as_json: AsJson = False,
) -> None:
    """Show an article, a statement or an utterance.

    An article comes with its statements marked in the text, an utterance with the versions of each outlet. Each
    speaker has a colour; without colour, statements stand in ⟦ ⟧. Small numbers lead to the list below the text.

    Examples:
      onrecord show articles/interview.txt
      onrecord show 3f2a9c1b

    """
    from onrecord import render

    with _open(record) as opened:
        found = _look_up(opened, name)
        if as_json:
            print_json(_json(found))
            return
        from onrecord.findings import Case
        from onrecord.types import Article

        out = console()
        colour = has_colour(out)
        if isinstance(found, Article):
            out.print(render.article_view(found, colour=colour))
        elif isinstance(found, Case):
            from onrecord import comparison

            out.print(comparison.case_view(found, colour=colour))
        else:
            out.print(render.statement_view(found))


def _look_up(record: "Record", name: str) -> Any:
    from onrecord.findings import versions
    from onrecord.query import Report

    try:
        return record.article(name)
    except QueryError:
        pass
    try:
        statement = record.statement(name)
        article = record.article(statement.article)
        dating = article.published
        report = Report(statement, article.source, article.outlet, dating.best, article.title)
        return replace(report, published_earliest=dating.earliest, published_latest=dating.latest)
    except QueryError:
        pass
    try:
        return versions(record, name)
    except QueryError as error:
        raise QueryError(
            f"{record.path} has nothing, or several things, of the name {name!r}; expected an id, four or more of its "
            f"first characters, a file or a URL. Find some: onrecord search --record {record.path}"
        ) from error


def _json(found: Any) -> dict[str, Any]:
    from onrecord import tables
    from onrecord.findings import Case
    from onrecord.types import Article

    if isinstance(found, Case):
        from onrecord.cli.comparing import case_json

        return {"kind": "utterance"} | case_json(found)
    if isinstance(found, Article):
        statements = [statement.to_dict() for statement in found.statements]
        return {"kind": "article"} | tables.article_row(found) | {"statements": statements}
    return {"kind": "statement"} | tables.statement_row(found)


def who(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help='A name, an id, or an office: "German foreign minister".')
    ],
    record: RecordFile = DEFAULT_RECORD,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Only whoever held an office then: 2016, 2016-07, ...")
    ] = None,
    limit: Limit = SHOWN,
    as_json: AsJson = False,
) -> None:
    """Tell who somebody is: offices with dates, codes, and what the record has.

    The table of actors that comes with onrecord answers without a record, too; a record adds what it quotes, and why
    its articles were taken to mean that person.

    Examples:
      onrecord who Steinmeier
      onrecord who "French foreign minister" --on 2016-07

    """
    from onrecord import directory, render

    if record.exists():
        with _open(record) as opened:
            found = directory.who(name, record=opened, on=on)
    else:
        found = directory.who(name, on=on)
    shown = found[: limit or None]
    if as_json:
        print_json({"count": len(found), "shown": len(shown), "actors": [one.to_dict() for one in shown]})
        return
    from rich.text import Text

    out = console()
    for one in shown:
        out.print(render.entry_view(one, on=on))
    if not found:
        out.print(Text(f"Nobody of the name {name!r} is known{f' in {on}' if on else ''}.", "dim"))
    elif len(shown) < len(found):
        out.print(Text(f"showing {len(shown):,} of {len(found):,}; --limit 0 for all", "dim"))


@filtered()
def export(
    what: Annotated[
        What, typer.Argument(metavar="WHAT", help="statements, articles, utterances, events, actors or talking_points.")
    ],
    record: RecordFile = DEFAULT_RECORD,
    file_format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="By default what the name of the output ends in, else jsonl."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="A file; standard output if not given.", dir_okay=False),
    ] = None,
    *,
    wanted: "Filter",
) -> None:
    """Write rows as JSON lines, CSV or Parquet.

    Everything that fits, nothing cut: as many rows as search counts. docs/data.md describes the columns.

    Examples:
      onrecord export statements > statements.jsonl
      onrecord export statements --speaker lund --since 2021 -o lund.csv
      onrecord export articles -o articles.parquet

    """
    from onrecord import export as exporting

    chosen = file_format or _format_of(output)
    if output is None and chosen == Format.PARQUET and sys.stdout.isatty():
        raise typer.BadParameter("parquet is binary; name a file with --output, or redirect standard output.")
    with _open(record) as opened:
        written = exporting.write(opened, what, format=chosen, out=output or sys.stdout.buffer, filter=wanted)
    if output:
        typer.echo(f"{written:,} {what} written to {output}", err=True)


def _format_of(output: Path | None) -> Format:
    suffix = output.suffix.lstrip(".").lower() if output else ""
    return Format(suffix) if suffix in list(Format) else Format.JSONL


def _open(record: Path) -> "Record":
    from onrecord.query import Record

    return Record.open(record)
