"""The command that shows a record in a browser: serve."""

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.options import DEFAULT_RECORD, RECORD_VARIABLE

PORT = 8420


def serve(
    record: Annotated[
        Path, typer.Argument(metavar="[RECORD]", envvar=RECORD_VARIABLE, help="The record, a single file.")
    ] = DEFAULT_RECORD,
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
