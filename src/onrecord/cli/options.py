"""Options that several commands share, each declared once."""

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.errors import OnRecordError, QueryError
from onrecord.types import Form

if TYPE_CHECKING:
    from onrecord.filters import Filter

DEFAULT_RECORD = Path("record.onrecord")
SHOWN = 20  # rows that a command shows when not told otherwise: a few screens
RECORD_VARIABLE = "ONRECORD_RECORD"
_SUGGESTIONS = 1000  # speakers offered when a name is completed, the most quoted ones


def pairs(values: Sequence[str]) -> dict[str, str]:
    """Split ``name=value`` options.

    >>> pairs(["text=maintext"])
    {'text': 'maintext'}
    """
    found = {}
    for value in values:
        name, equals, column = value.partition("=")
        if not (name and equals and column):
            raise typer.BadParameter(f"{value!r} is not FIELD=COLUMN; write for example text=maintext.")
        found[name.strip()] = column.strip()
    return found


def _date(read: Callable[[str], str]) -> Callable[[str | None], str | None]:
    def checked(value: str | None) -> str | None:
        try:
            return read(value) if value else None
        except QueryError as error:
            raise typer.BadParameter(str(error)) from error

    return checked


def _first_day(value: str) -> str:
    from onrecord import filters

    return filters.first_day(value)


def _last_day(value: str) -> str:
    from onrecord import filters

    return filters.last_day(value)


def _complete_speaker(ctx: typer.Context, incomplete: str) -> list[str]:
    from onrecord.query import Record

    try:
        with Record.open(ctx.params.get("record") or DEFAULT_RECORD) as record:
            names = [actor.name for actor in record.actors(speaker=incomplete, limit=_SUGGESTIONS) if actor.name]
    except OnRecordError:  # no record, nothing to offer
        return []
    return [name for name in names if name.lower().startswith(incomplete.lower())]


RecordFile = Annotated[
    Path,
    typer.Option("--record", "-r", metavar="FILE", envvar=RECORD_VARIABLE, help="The record, a single file."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, for programs.")]
MinConfidence = Annotated[
    float,
    typer.Option("--min-confidence", metavar="0..1", min=0.0, max=1.0, help="Leave out what is less certain."),
]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", min=1, help="Cores to use; all of them if not given.")
]
SpeakerName = Annotated[
    str | None,
    typer.Option(
        "--speaker", "-s", metavar="NAME", autocompletion=_complete_speaker, help="Part of the speaker's name."
    ),
]
OutletName = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="The outlet, or part of its name.")]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        callback=_date(_first_day),
        help="Said or published on or after: 2022, 2022-12, ...",
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", callback=_date(_last_day), help="Said or published on or before."),
]
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="How many to show; 0 for all.")]
Once = Annotated[bool, typer.Option("--once", help="Leave out copies of other articles: count them once.")]
InForm = Annotated[
    Form | None,
    typer.Option("--form", help="In quotation marks, retold, or both."),
]


Words = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Words, as in search.")]
_FILTER: dict[str, tuple[Any, Any]] = {  # options that say which statements are meant, and what they are without
    "text": (Words, None),
    "speaker": (SpeakerName, None),
    "outlet": (OutletName, None),
    "since": (Since, None),
    "until": (Until, None),
    "form": (InForm, None),
    "once": (Once, False),
    "min_confidence": (MinConfidence, 0.0),
}


def filtered(*, text: Any = Words) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of a filter where it takes ``wanted``; ``text``: how words are given to it."""
    options = _FILTER | {"text": (text, None)}
    places = [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind, default=value)
        for name, (kind, value) in options.items()
    ]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        parameters: list[inspect.Parameter] = []
        for name, one in inspect.signature(command).parameters.items():
            parameters += places if name == "wanted" else [one.replace(kind=one.POSITIONAL_OR_KEYWORD)]

        @wraps(command)
        def run(**given: Any) -> None:
            values = {name: given.pop(name) for name in options}
            command(**given, wanted=_criteria(**values))

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return decorate


def _criteria(*, min_confidence: float, **named: Any) -> "Filter":
    """Return a filter; what makes no sense in it is a mistake in the command."""
    from onrecord.filters import Filter

    try:
        return Filter(min_confidence=min_confidence or None, **named)
    except QueryError as error:
        raise typer.BadParameter(str(error)) from error
