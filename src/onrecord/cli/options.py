"""Options that several commands share, each declared once."""

import calendar
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.types import Form

DEFAULT_RECORD = Path("record.onrecord")
RECORD_VARIABLE = "ONRECORD_RECORD"
_DATE = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")


def _month_and_day(value: str) -> tuple[int, int | None, int | None]:
    match = _DATE.fullmatch(value.strip())
    year, month, day = (int(part) if part else None for part in match.groups()) if match else (None, None, None)
    days = calendar.monthrange(year, month)[1] if year and month and 1 <= month <= 12 else 31
    if not year or (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= days):
        raise typer.BadParameter(f"{value!r} is not a date; write 2022-12-14, 2022-12 or 2022.")
    return year, month, day


def first_day(value: str | None) -> str | None:
    """Return the first day of a date that may lack its day or month.

    >>> first_day("2022-12-14"), first_day("2022")
    ('2022-12-14', '2022-01-01')
    """
    if value is None:
        return None
    year, month, day = _month_and_day(value)
    return f"{year:04}-{month or 1:02}-{day or 1:02}"


def last_day(value: str | None) -> str | None:
    """Return the last day of a date that may lack its day or month.

    >>> last_day("2024-02"), last_day("2022")
    ('2024-02-29', '2022-12-31')
    """
    if value is None:
        return None
    year, month, day = _month_and_day(value)
    month = month or 12
    return f"{year:04}-{month:02}-{day or calendar.monthrange(year, month)[1]:02}"


def pairs(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Split ``name=value`` options.

    >>> pairs(["text=maintext"])
    (('text', 'maintext'),)
    """
    found = []
    for value in values:
        name, equals, column = value.partition("=")
        if not (name and equals and column):
            raise typer.BadParameter(f"{value!r} is not FIELD=COLUMN; write for example text=maintext.")
        found.append((name.strip(), column.strip()))
    return tuple(found)


def _complete_speaker(ctx: typer.Context, incomplete: str) -> list[str]:
    return _complete(ctx, incomplete, "speaker")


def _complete_outlet(ctx: typer.Context, incomplete: str) -> list[str]:
    return _complete(ctx, incomplete, "outlet")


def _complete(ctx: typer.Context, incomplete: str, what: str) -> list[str]:
    from onrecord.cli import asking
    from onrecord.errors import OnRecordError

    path: Any = ctx.params.get("record") or DEFAULT_RECORD
    try:
        names = asking.names(Path(path), what)
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
    typer.Option(
        "--min-confidence", metavar="0..1", min=0.0, max=1.0, help="Leave out statements that are less certain."
    ),
]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", min=1, help="Cores to use; all of them if not given.")
]
SpeakerName = Annotated[
    str | None,
    typer.Option("--speaker", metavar="NAME", autocompletion=_complete_speaker, help="Only this speaker."),
]
OutletName = Annotated[
    str | None,
    typer.Option("--outlet", metavar="NAME", autocompletion=_complete_outlet, help="Only this outlet."),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", callback=first_day, help="Published on or after: 2022-12-14, 2022-12, 2022."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", callback=last_day, help="Published on or before: 2022-12-14, 2022-12, 2022."),
]
InForm = Annotated[
    Form | None,
    typer.Option("--form", help="Words in quotation marks, retold, or both."),
]
