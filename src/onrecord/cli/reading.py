"""The commands that read articles: add and tag."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.console import ERROR, INTERRUPTED, console, print_json, problem, progress_bar
from onrecord.cli.options import DEFAULT_RECORD, AsJson, RecordFile, Threads, pairs
from onrecord.types import Kind

if TYPE_CHECKING:
    from onrecord.runs import Added

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; only what went wrong.")]


def add(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Files, folders, globs, or - for standard input.", show_default=False),
    ] = None,
    record: RecordFile = DEFAULT_RECORD,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="The outlet of articles that do not say theirs.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns",
            metavar="FIELD=COLUMN",
            help="Which key of JSON or column of CSV holds title, text, url, date, outlet or author. Repeatable.",
        ),
    ] = None,
    all_passages: Annotated[
        bool,
        typer.Option("--all-passages", help="Take statements from captions, comments and so on, too."),
    ] = False,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            metavar="0..1",
            min=0.0,
            max=1.0,
            help="Leave out statements that are less certain; 0.25 if not given.",
        ),
    ] = None,
    actors: Annotated[
        Path | None,
        typer.Option(
            "--actors",
            metavar="FILE",
            help="Actors of your own, as CSV: name, office, body, from, to, others, ... The record keeps them.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    threads: Threads = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Read articles into a record, creating it.

    Plain text, HTML, JSON, JSON lines and CSV. What is there already is not read again, a changed article becomes a
    new revision of the old one, and inputs that cannot be read are listed with the reason. Without a source, a record
    that an older OnRecord wrote is brought up to date.

    Examples:
      onrecord add articles/
      onrecord add 'dump/*.jsonl' --columns text=maintext --outlet "The Courier"
      curl -s https://example.org/story | onrecord add - --record news.onrecord

    """
    from onrecord import judging, pipeline
    from onrecord.store import outdated

    if not sources and not actors and not outdated(record):
        raise typer.BadParameter("nothing to read; name a file, a folder, or - for standard input.")
    defaults = pipeline.Options()
    options = pipeline.Options(
        read=replace(defaults.read, columns=pairs(columns or ())),
        kinds=tuple(Kind) if all_passages else defaults.kinds,
        min_confidence=defaults.min_confidence if min_confidence is None else min_confidence,
        threads=threads,
        outlet=outlet,
    )
    try:
        if actors:
            with progress_bar("Reading again", quiet=quiet) as progress:
                judging.fact_file(record, actors, progress=progress)
        with progress_bar("Reading", quiet=quiet) as progress:
            done = pipeline.add(sources or (), record, options=options, progress=progress)
    except KeyboardInterrupt as stop:
        problem(_stored(record), label="stopped")
        raise typer.Exit(INTERRUPTED) from stop
    if as_json:
        print_json({"record": str(record)} | _json(done))
    else:
        _report(done, f"{record}", quiet=quiet)
    if done.skipped and not (done.added or done.revised or done.unchanged):
        raise typer.Exit(ERROR)


def tag(
    in_folder: Annotated[
        Path,
        typer.Argument(metavar="IN_DIR", help="A folder of NAME.txt files in UTF-8.", exists=True, file_okay=False),
    ],
    out_folder: Annotated[
        Path, typer.Argument(metavar="OUT_DIR", help="Where NAME.ann files go; made if need be.", file_okay=False)
    ],
    threads: Threads = None,
    as_json: AsJson = False,
) -> None:
    """Write brat standoff for a folder of texts.

    Source, Cue and Content spans, and one E line for each attribution. Every NAME.txt gives a NAME.ann, with offsets
    in code points into the file as it is. No record is read or written.

    Example:
      onrecord tag texts/ annotations/

    """
    from onrecord.runs import Options
    from onrecord.tagging import tag_folder

    done = tag_folder(in_folder, out_folder, options=Options(threads=threads))
    if as_json:
        print_json({"folder": str(out_folder)} | _json(done))
        return
    from rich.text import Text

    from onrecord.render import count, skips

    out = console()
    counts = f"{count(done.statements, 'attribution')} in {count(done.added, 'file')}"
    out.print(Text(f"{counts}, {done.seconds:.1f} s: {out_folder}"), soft_wrap=True)
    if done.skipped:
        out.print(skips(done.skipped, title="Skipped", everything="--json lists each"))


def _json(done: "Added") -> dict[str, Any]:
    return asdict(done) | {"seconds": round(done.seconds, 3)}


def _stored(record: Path) -> str:
    from onrecord.errors import OnRecordError
    from onrecord.query import Record
    from onrecord.render import count

    try:
        with Record.open(record) as opened:
            stored = opened.count("articles")
    except OnRecordError:
        stored = 0
    if not stored:
        return f"nothing is stored in {record} yet. The same command begins again."
    return f"{count(stored, 'article')} stored in {record}, each of them whole. The same command goes on from there."


def _report(done: "Added", record: str, *, quiet: bool) -> None:
    from rich.text import Text

    from onrecord.render import count, skips

    everything = "--json lists each"
    if not quiet:
        out = console()
        counts = [
            (done.added, "added"),
            (done.revised, "revised"),
            (done.unchanged, "unchanged"),
            (len(done.skipped), "skipped"),
        ]
        total = done.added + done.revised + done.unchanged
        detail = ", ".join(f"{number:,} {what}" for number, what in counts if number)
        out.print(Text.assemble((count(total, "article"), "bold"), f": {detail}" if detail else ""))
        out.print(
            Text(f"{count(done.statements, 'new statement')} in {done.seconds:.1f} s. Record: {record}"), soft_wrap=True
        )
        if done.unread:
            out.print(skips(done.unread, title="Stored, but no statements taken", everything=everything))
    if done.skipped:
        console(stderr=quiet).print(skips(done.skipped, title="Skipped", everything=everything))
