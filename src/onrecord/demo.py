"""The demonstration: articles that ship with the package become a record, and the record tells what is in it.

findings = build(Path("onrecord-demo/record.onrecord"))
Console().print(view(findings, colour=True))
"""

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from itertools import islice
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord import findings, pipeline, render
from onrecord.errors import RecordError
from onrecord.findings import Case, Conflict
from onrecord.query import Actor, Record, Summary

ARTICLES = "sample-articles"  # folder beside the record
_MOST = 5  # speakers and conflicts shown
_BAR = 24  # columns


@dataclass(frozen=True, slots=True)
class Findings:
    """What the demonstration shows. article: id of one to look at; seconds: how long reading took."""

    record: Path
    summary: Summary
    quoted: tuple[Actor, ...]
    cases: tuple[Case, ...]
    conflicts: tuple[Conflict, ...]
    article: str
    seconds: float


def build(record: Path, *, progress: Callable[[pipeline.Progress], None] | None = None) -> Findings:
    """Copy the sample articles beside the record, read them into it, and look at it; may be run again.

    Raises RecordError when the record holds other articles, or the folder cannot be written.
    """
    samples = [one for one in resources.files("onrecord.data").joinpath("sample").iterdir() if one.is_file()]
    _refuse_other(record, {one.name for one in samples})
    folder = record.parent / ARTICLES
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in samples:
            target, content = folder / one.name, one.read_bytes()
            if not target.exists() or target.read_bytes() != content:
                target.write_bytes(content)
    except OSError as error:
        raise RecordError(
            f"{folder} cannot be written ({error.strerror}). Name another place with --record."
        ) from error
    done = pipeline.add([str(folder)], record, progress=progress)
    return look(record, seconds=done.seconds)


def _refuse_other(record: Path, names: set[str]) -> None:
    if not record.exists():
        return
    with Record.open(record) as opened:
        for article in opened.articles():
            if Path(article.source.partition("#")[0]).name not in names:
                raise RecordError(
                    f"{record} holds articles other than the demonstration's, such as {article.source}; nothing was "
                    "changed. Name another file with --record."
                )


def look(record: Path, *, seconds: float = 0.0) -> Findings:
    """Look at a record."""
    with Record.open(record) as opened:
        cases = tuple(findings.contested(opened))
        conflicts = tuple(findings.conflicts(opened))
        shown = cases[0].versions[0].report.statement.article if cases else next(opened.articles()).id
        return Findings(
            record=record,
            summary=opened.summary(),
            quoted=tuple(opened.actors(limit=_MOST)),
            cases=cases,
            conflicts=conflicts,
            article=shown,
            seconds=seconds,
        )


def view(found: Findings, *, colour: bool) -> RenderableType:
    """Show the findings."""
    return Group(
        _summary(found),
        render.heading("Most quoted"),
        _quoted(found.quoted),
        *_case(found, colour=colour),
        *_conflicts(found.conflicts),
        *_next(found),
    )


def _summary(found: Findings) -> RenderableType:
    summary = found.summary
    title = Text("What the sample articles hold", "bold")
    title.append(f"  read in {found.seconds:.1f} s" if found.seconds >= 1 else "", "dim")
    several = sum(len(case.outlets) > 1 for case in found.cases)
    rows = (
        (
            "articles",
            summary.articles,
            f"{render.interval(summary.earliest, summary.latest)}, by {summary.outlets} outlets",
        ),
        ("copies", summary.copies, "articles that repeat another one"),
        ("statements", summary.statements, f"by {summary.speakers} speakers known by name"),
        ("utterances", summary.utterances, f"{several} of them in several outlets, in different words"),
    )
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(justify="right", style="bold")
    grid.add_column(overflow="fold")
    for name, number, note in rows:
        grid.add_row(name, f"{number:,}", Text(note))
    return Group(title, Padding(grid, (0, 0, 0, 2), expand=False))


def _quoted(actors: tuple[Actor, ...]) -> RenderableType:
    most = max((actor.statements for actor in actors), default=1)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", style="bold")
    grid.add_column(style="cyan", no_wrap=True)
    for actor in actors:
        bar = "█" * max(1, round(_BAR * actor.statements / most))
        grid.add_row(Text(render.line(actor.name)), f"{actor.statements}", bar)
    return Padding(grid, (0, 0, 0, 2), expand=False)


def _case(found: Findings, *, colour: bool) -> list[RenderableType]:
    if not found.cases:
        return []
    note = "struck out: the fullest version; bold: this outlet" if colour else "[-the fullest version-] {+this outlet+}"
    return [
        render.heading("The same words, told differently", note=note),
        Padding(render.case_view(found.cases[0], colour=colour), (0, 0, 0, 2)),
    ]


def _conflicts(conflicts: tuple[Conflict, ...]) -> list[RenderableType]:
    if not conflicts:
        return []
    lines: list[RenderableType] = []
    for one in islice(conflicts, _MOST):
        where = Text(f"{render.line(one.outlet) or 'outlet unknown'}: {render.line(one.title)}")
        lines += [where, *(Padding(Text(f"! {render.line(words)}", "yellow"), (0, 0, 0, 2)) for words in one.words)]
    more = len(conflicts) - _MOST
    lines += [Text(f"and {more} more", "dim")] if more > 0 else []
    return [render.heading("Dates that disagree"), Padding(Group(*lines), (0, 0, 0, 2))]


def _next(found: Findings) -> list[RenderableType]:
    text = "\n".join(f"  {command}" for command in commands(found))
    return [
        render.heading("Try next", note=f"the record: {found.record}"),
        Text(text, "cyan", no_wrap=True, overflow="ignore"),
    ]


def commands(found: Findings) -> tuple[str, ...]:
    """Return three commands that work with the record."""
    record = shlex.quote(str(found.record))
    surname = (found.quoted[0].name or "").split()[-1] if found.quoted else "said"
    return (
        f"onrecord search --speaker {shlex.quote(surname)} -r {record}",
        f"onrecord show {render.short(found.article)} -r {record}",
        f"onrecord export statements -o statements.csv -r {record}",
    )
