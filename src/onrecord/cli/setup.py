"""The commands for a first run: demo and doctor."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.console import ERROR, console, has_colour, print_json, progress_bar
from onrecord.cli.options import DEFAULT_RECORD, RECORD_VARIABLE, AsJson

if TYPE_CHECKING:
    from onrecord.doctor import Check


def demo(
    record: Annotated[
        Path,
        typer.Option("--record", "-r", metavar="FILE", help="Where to build the record; the articles go beside it."),
    ] = Path("onrecord-demo") / DEFAULT_RECORD,
) -> None:
    """Show findings from articles that ship with onrecord.

    Builds a record and says what is in it. Invented states, people and outlets, written for this purpose. Needs no
    network, and may be run again.

    Example:
      onrecord demo

    """
    from onrecord import demo as demonstration

    with progress_bar("Reading", quiet=False) as progress:
        findings = demonstration.build(record, progress=progress)
    out = console()
    out.print(demonstration.view(findings, colour=has_colour(out)), crop=False)  # commands stay whole


def doctor(
    record: Annotated[
        Path | None,
        typer.Option(
            "--record",
            "-r",
            metavar="FILE",
            envvar=RECORD_VARIABLE,
            help=f"The record to check; {DEFAULT_RECORD} if there is one.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the installation and a record.

    Looks at Python, packages, the model and a short reading by it, SQLite and its full-text search, write access, the
    record and the terminal, and says what to do about each problem. Exits with 1 when there is one.

    Example:
      onrecord doctor --record news.onrecord

    """
    from onrecord.doctor import examine

    checks = []
    for check in examine(record or DEFAULT_RECORD, must_exist=record is not None):
        checks.append(check)
        if not as_json:
            _show(check)
    problems = sum(not check.ok for check in checks)
    if as_json:
        print_json({"ok": not problems, "checks": [asdict(check) for check in checks]})
    else:
        _conclude(problems)
    if problems:
        raise typer.Exit(ERROR)


def _show(check: "Check") -> None:
    from rich.table import Table
    from rich.text import Text

    from onrecord.render import line

    details = Text(line(check.found))
    if not check.ok:
        details.append(f"\nexpected: {line(check.expected)}", "dim")
        details.append(f"\nto do: {line(check.advice)}", "bold")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=7)
    grid.add_column(width=12)
    grid.add_column(overflow="fold")
    grid.add_row(Text("OK", "green") if check.ok else Text("PROBLEM", "bold red"), Text(check.name), details)
    console().print(grid)


def _conclude(problems: int) -> None:
    from rich.text import Text

    from onrecord.render import count

    console().print(Text(f"{count(problems, 'problem')} found." if problems else "All is well.", "bold"))
