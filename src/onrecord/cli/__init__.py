"""The ``onrecord`` command. The modules here parse, call the package's verbs and render; nothing else.

    reading.py  add, tag    asking.py   search, show, who, export    comparing.py  variants    checks.py  check
    setup.py    demo, doctor    judging.py  judge, rebuild    serving.py    serve, report, chart

Heavy modules are imported inside the commands, so that help and completion come at once.
"""

import inspect
import re
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import asking, checks, comparing, judging, reading, serving, setup
from onrecord.cli.console import Commands, prepare_streams

_TURN = 0.0005  # seconds after which one thread lets another on: what reads a window asks for it several times

app = typer.Typer(
    name="onrecord",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _help(command: Callable[..., None]) -> str:
    """Return a docstring as help, with its examples line by line, which a backspace asks for."""
    text = inspect.getdoc(command) or ""
    return re.sub(r"\n\n(?=Examples?:|Start here:)", "\n\n\b\n", text)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


def onrecord(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Read news articles and write the record: who said what, in which exact words, when, and through which outlet.

    Start here:
      onrecord demo                  findings from articles that ship with onrecord
      onrecord add articles/         read your own into ./record.onrecord
      onrecord search "keep talking" find the statements with these words

    Each command explains itself: onrecord add -h. The record is the file that --record names, else the variable
    ONRECORD_RECORD, else ./record.onrecord.
    """


app.callback(help=_help(onrecord))(onrecord)
for command in (
    setup.demo,
    reading.add,
    asking.search,
    asking.show,
    comparing.variants,
    asking.who,
    checks.check,
    asking.export,
    serving.serve,
    serving.report,
    serving.chart,
    reading.tag,
    judging.rebuild,
    setup.doctor,
):
    app.command(help=_help(command))(command)


def judge() -> None:
    """Correct a record: who is who, who said what, what is one utterance.

    Each judgement is stored apart from what was read, applied at once, survives every rebuild, and can be taken back.

    Examples:
      onrecord judge merge Vossmar "Ingrid Vossmar"
      onrecord judge speaker 3f2a9c1b "Ada Lund"
      onrecord judge list

    """


_judge = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
_judge.callback(help=_help(judge))(judge)
for name, verb in judging.VERBS.items():
    _judge.command(name, help=_help(verb))(verb)
app.add_typer(_judge, name="judge")


def main() -> None:
    """Run the command line."""
    prepare_streams()
    sys.setswitchinterval(_TURN)
    app()
