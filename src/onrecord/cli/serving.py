"""The commands that show a record to be looked at: serve, report and chart."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import DEFAULT_RECORD, RECORD_VARIABLE, SHOWN, RecordFile, filtered

if TYPE_CHECKING:
    from onrecord.filters import Filter

PORT = 8420
MOST_BARS = 200


class Kind(StrEnum):
    """What a chart shows."""

    TIMELINE = "timeline"
    SPEAKERS = "speakers"
    OUTLETS = "outlets"


class Picture(StrEnum):
    """The formats of a chart."""

    PNG = "png"
    SVG = "svg"
    JSON = "json"
    HTML = "html"


RecordName = Annotated[
    Path, typer.Argument(metavar="[RECORD]", envvar=RECORD_VARIABLE, help="The record, a single file.")
]


def serve(
    record: RecordName = DEFAULT_RECORD,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; other than this machine needs a token."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", min=0, max=65535, help="Which port; 0 for any free one.")
    ] = PORT,
    token: Annotated[
        str | None,
        typer.Option(
            "--token", metavar="WORD", envvar="ONRECORD_TOKEN", help="Who has it may read; made up where one is needed."
        ),
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Take corrections, and keep them as judgements.")] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", envvar="ONRECORD_BY", help="Who corrects.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
) -> None:
    """Show a record in the browser.

    A page on this machine, for this machine: nothing is sent anywhere. Ctrl-C ends it. Whatever is added to the record
    meanwhile shows. With --edit, wrong speakers and the like are corrected in place, as by `onrecord judge`.

    Examples:
      onrecord serve news.onrecord
      onrecord serve news.onrecord --edit --by Ada

    """
    from onrecord.web import server
    from onrecord.web.correcting import Editing

    def tell(address: str) -> None:
        typer.echo(f"{record} is open at {address}", err=True)
        typer.echo("Ctrl-C ends it.", err=True)
        if browser:
            import webbrowser

            webbrowser.open(address)

    try:
        server.serve(record, host=host, port=port, token=token, editing=Editing.begin(by) if edit else None, tell=tell)
    except KeyboardInterrupt:  # the usual end
        typer.echo("closed", err=True)


@filtered()
def report(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="The HTML file; - for standard output.", dir_okay=False),
    ],
    record: RecordName = DEFAULT_RECORD,
    *,
    wanted: "Filter",
    articles: Annotated[
        int, typer.Option("--articles", metavar="N", min=0, help="How many to print in full, the newest.")
    ] = 100,
) -> None:
    """Write what a record holds as one HTML file that can be mailed.

    The findings, the versions of each outlet side by side, the most quoted speakers in their own words, and the
    articles with their statements marked. It needs nothing else: no network, no program but a browser.

    Examples:
      onrecord report news.onrecord -o report.html
      onrecord report news.onrecord --speaker lund --since 2021 -o lund.html

    """
    from onrecord import export
    from onrecord.web import report as reporting
    from onrecord.web.room import Room

    room = Room.open(record)
    try:
        made = reporting.report(room, wanted, articles=articles)
    finally:
        room.close()
    export.write_text(made, output, record=record)


@filtered()
def chart(
    kind: Annotated[
        Kind, typer.Argument(metavar="KIND", help="timeline; speakers: the most quoted; outlets: those quoting most.")
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="Ends in .png, .svg, .json or .html.", dir_okay=False),
    ],
    record: RecordFile = DEFAULT_RECORD,
    *,
    wanted: "Filter",
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", metavar="N", min=1, max=MOST_BARS, help="How many speakers or outlets."),
    ] = SHOWN,
) -> None:
    """Draw what was said over time, or who is quoted most.

    What the file's name ends in says how: a picture (.png, .svg), its Vega-Lite specification with all figures (.json),
    or a page (.html) that needs no network. Needs more packages: pip install 'onrecord[charts]'.

    Examples:
      onrecord chart timeline --record news.onrecord -o news.png
      onrecord chart speakers --outlet courier --limit 10 -o courier.svg

    """
    suffix = output.suffix.lstrip(".").lower()
    if suffix not in list(Picture):
        found = f"ends in {output.suffix!r}" if suffix else "has no suffix"
        expected = ", ".join(f".{one}" for one in Picture)
        raise typer.BadParameter(f"{output} {found}; expected one of {expected}.", param_hint="--output")
    from onrecord import charts, export
    from onrecord.query import Record

    with Record.open(record) as opened:
        made = charts.drawn(charts.chart(opened, kind, wanted, limit=limit), suffix)
    export.write_bytes(made, output, record=record)
