"""The commands by which people correct a record: judge and its verbs, and rebuild."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.console import console, print_json, problem, progress_bar
from onrecord.cli.options import DEFAULT_RECORD, AsJson, RecordFile, Threads
from onrecord.errors import QueryError

if TYPE_CHECKING:
    from onrecord.judging import Told

Name = Annotated[str, typer.Argument(metavar="ACTOR", help="A name, an id, or its first characters.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other actor.")]
Subject = Annotated[str, typer.Argument(metavar="STATEMENT", help="A statement's id or its first characters.")]
OtherSubject = Annotated[str, typer.Argument(metavar="OTHER", help="The other statement.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", envvar="ONRECORD_BY", help="Who decides so.")]


def merge(one: Name, other: Other, record: RecordFile = DEFAULT_RECORD, by: By = None) -> None:
    """Two actors are one.

    Example:
      onrecord judge merge Vossmar "Ingrid Vossmar"

    """
    from onrecord import judging

    _say(judging.merge(record, one, other, who=by), record)


def part(one: Name, other: Other, record: RecordFile = DEFAULT_RECORD, by: By = None) -> None:
    """Two actors are not one, whatever their names say."""
    from onrecord import judging

    _say(judging.part(record, one, other, who=by), record)


def split(
    actor: Name,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id, path or URL.")],
    record: RecordFile = DEFAULT_RECORD,
    by: By = None,
) -> None:
    """Whoever an article calls by that name is somebody else.

    Example:
      onrecord judge split "John Smith" articles/cricket.html

    """
    from onrecord import judging

    _say(judging.split(record, actor, article, who=by), record)


def rename(
    actor: Name,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the actor is to be called.")],
    record: RecordFile = DEFAULT_RECORD,
    by: By = None,
) -> None:
    """Give an actor another name."""
    from onrecord import judging

    _say(judging.rename(record, actor, name, who=by), record)


def no_person(actor: Name, record: RecordFile = DEFAULT_RECORD, by: By = None) -> None:
    """Nobody is meant by what was taken for a person: statements keep no speaker of that name."""
    from onrecord import judging

    _say(judging.no_person(record, actor, who=by), record)


def office(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's full name.")],
    title: Annotated[str, typer.Argument(metavar="TITLE", help='The office, such as "Foreign Minister".')],
    body: Annotated[str, typer.Option("--body", metavar="BODY", help="Whose office: a country or organisation.")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="Since when: 2019, 2019-03 or a day.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="Until when; empty: still in office.")] = "",
    record: RecordFile = DEFAULT_RECORD,
    by: By = None,
) -> None:
    """Somebody held an office, from when to when; it overrides the table of actors for these days.

    Articles that may tell of it are read again.

    Example:
      onrecord judge office "Ada Lund" "Foreign Minister" --body Norway --from 2019-03 --to 2021

    """
    from onrecord import judging
    from onrecord.actors.own import Row

    row = Row(name, office=title, body=body, first=first, last=last)
    with progress_bar("Reading again", quiet=False) as progress:
        told = judging.fact(record, [row], who=by, progress=progress)
    for one in told:
        _say(one, record)
    if not told:
        typer.echo("the record has that already")


def speaker(
    statement: Subject,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Who said it; none: not known.")] = None,
    record: RecordFile = DEFAULT_RECORD,
    by: By = None,
) -> None:
    """Somebody else, or nobody known, made a statement."""
    from onrecord import judging

    _say(judging.speaker(record, statement, name, who=by), record)


def no_statement(statement: Subject, record: RecordFile = DEFAULT_RECORD, by: By = None) -> None:
    """Nobody stated what was taken for a statement; it is left out of everything."""
    from onrecord import judging

    _say(judging.no_statement(record, statement, who=by), record)


def same_utterance(one: Subject, other: OtherSubject, record: RecordFile = DEFAULT_RECORD, by: By = None) -> None:
    """Two statements report one utterance."""
    from onrecord import judging

    _say(judging.same_utterance(record, one, other, who=by), record)


def other_utterance(one: Subject, other: OtherSubject, record: RecordFile = DEFAULT_RECORD, by: By = None) -> None:
    """Two statements do not report one utterance."""
    from onrecord import judging

    _say(judging.other_utterance(record, one, other, who=by), record)


def list_(
    record: RecordFile = DEFAULT_RECORD,
    undone: Annotated[bool, typer.Option("--undone", help="With those that hold no longer.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the judgements, each with its number."""
    from rich.text import Text

    from onrecord import judging

    told = judging.log(record, undone=undone)
    if as_json:
        print_json({"judgements": [_json(one) for one in told]})
        return
    out = console()
    for one in told:
        judgement = one.judgement
        gone = f", undone {judgement.undone[:10]}" if judgement.undone else ""
        by = f", {judgement.who}" if judgement.who else ""
        style = "dim strike" if judgement.undone else ""
        out.print(
            Text.assemble(
                (f"{judgement.number:>4}  ", "bold"),
                (_line(one.words), style),
                (f"  {judgement.at[:10]}{by}{gone}", "dim"),
            )
        )
    if not told:
        out.print(Text("No judgements. Make one: onrecord judge -h", "dim"))


def undo(
    number: Annotated[int, typer.Argument(metavar="N", help="The judgement's number; see list.")],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Take a judgement back; the log keeps it."""
    from onrecord import judging

    with progress_bar("Reading again", quiet=False) as progress:
        told = judging.undo(record, number, progress=progress)
    typer.echo(f"{told.judgement.number}: taken back: {_line(told.words)}")


def export(
    record: RecordFile = DEFAULT_RECORD,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="A file; standard output if not given.")
    ] = None,
) -> None:
    """Write the judgements as JSON lines, to share or to keep."""
    from onrecord import judging

    text = "".join(f"{line}\n" for line in judging.dump(record))
    if output:
        output.write_text(text, encoding="utf-8")
        typer.echo(f"{text.count(chr(10)):,} judgements written to {output}", err=True)
    else:
        sys.stdout.write(text)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What export wrote.", exists=True, dir_okay=False)],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Take in judgements from a file; those that are there already are left alone."""
    from onrecord import judging

    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise QueryError(f"{file} is not UTF-8 text; expected what `onrecord judge export` wrote.") from error
    with progress_bar("Reading again", quiet=False) as progress:
        new, there = judging.load(record, lines, called=str(file), progress=progress)
    typer.echo(f"{new:,} judgements taken in, {there:,} there already")


def rebuild(record: RecordFile = DEFAULT_RECORD, threads: Threads = None, as_json: AsJson = False) -> None:
    """Read all stored articles again, as this version reads them.

    Texts, judgements and ids of articles stay; statements, speakers, dates and utterances are worked out anew, with
    what people have judged. Useful after an upgrade. What is done stays done if you stop it.

    Example:
      onrecord rebuild --record news.onrecord

    """
    from onrecord import pipeline
    from onrecord.render import count

    try:
        with progress_bar("Reading again", quiet=as_json) as progress:
            done = pipeline.rebuild(record, threads=threads, progress=progress)
    except KeyboardInterrupt as stop:
        problem("each article is as it was or read anew. The same command begins again.", label="stopped")
        raise typer.Exit(130) from stop
    if as_json:
        print_json({"record": str(record), "articles": done.articles, "statements": done.statements})
    else:
        words = f"{count(done.articles, 'article')} read again: {count(done.statements, 'statement')}"
        typer.echo(f"{words}, {done.seconds:.1f} s")


VERBS: Mapping[str, Callable[..., None]] = {
    "merge": merge,
    "part": part,
    "split": split,
    "rename": rename,
    "no-person": no_person,
    "office": office,
    "speaker": speaker,
    "no-statement": no_statement,
    "same-utterance": same_utterance,
    "other-utterance": other_utterance,
    "list": list_,
    "undo": undo,
    "export": export,
    "import": import_,
}


def _say(told: "Told", record: Path) -> None:
    undo_it = f"onrecord judge undo {told.judgement.number} --record {record}"
    typer.echo(f"{told.judgement.number}: {_line(told.words)}. Take it back: {undo_it}")


def _line(words: str) -> str:
    from onrecord.render import line

    return line(words)


def _json(told: "Told") -> dict[str, Any]:
    one = told.judgement
    return {
        "number": one.number,
        "kind": str(one.kind),
        "words": told.words,
        "subjects": list(one.subjects),
        "value": one.value,
        "who": one.who,
        "at": one.at,
        "undone": one.undone,
    }
