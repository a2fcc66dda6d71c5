"""The demonstration: articles that ship with the package become a record, and the record tells what is in it.

findings = build(Path("onrecord-demo/record.onrecord"))
Console().print(view(findings, colour=True))
"""

import shlex
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord import comparison, facts, findings, pipeline, render
from onrecord.errors import RecordError
from onrecord.findings import Case, Conflict
from onrecord.query import Actor, Record, Summary
from onrecord.store import Store, outdated

ARTICLES = "sample-articles"  # folder beside the record
_FORMATS = (".html", ".jsonl", ".txt")
_MOST = 5  # speakers and conflicts shown
_BAR = 24  # columns
_AROUND = 5  # words shown on each side of a change


@dataclass(frozen=True, slots=True)
class Findings:
    """What the demonstration shows.

    alone: how many utterances only one article has. seconds: how long reading took, 0 when all was there already.
    """

    record: Path
    summary: Summary
    quoted: tuple[Actor, ...]
    cases: tuple[Case, ...]
    conflicts: tuple[Conflict, ...]
    alone: int
    seconds: float = 0.0


def build(record: Path, *, progress: Callable[[pipeline.Progress], None] | None = None) -> Findings:
    """Copy the sample articles beside the record, read them into it, and look at it; may be run again.

    Raises RecordError when the record holds other articles, or the folder cannot be written.
    """
    samples = [one for one in resources.files("onrecord.data").joinpath("sample").iterdir() if one.is_file()]
    samples = [one for one in samples if one.name.endswith(_FORMATS)]
    _refuse_others(record, {one.name for one in samples})
    folder = record.parent / ARTICLES
    _copy(samples, folder)
    began, done = time.monotonic(), 0
    for prefix, outlet in facts.table("sample_outlets.tsv", 2):
        names = sorted(one.name for one in samples if one.name.startswith(prefix))
        tell = None if progress is None else _after(done, progress)
        paths = [str(folder / name) for name in names]
        done += pipeline.add(paths, record, options=pipeline.Options(outlet=outlet), progress=tell).added
    return look(record, seconds=time.monotonic() - began if done else 0.0)


def _after(done: int, progress: Callable[[pipeline.Progress], None]) -> Callable[[pipeline.Progress], None]:
    return lambda now: progress(replace(now, done=done + now.done))


def _copy(samples: Iterable[Traversable], folder: Path) -> None:
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


def _refuse_others(record: Path, names: set[str]) -> None:
    if not record.exists():
        return
    if outdated(record):
        Store.open(record).close()  # brings it up to date; nothing in it is lost
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
        return Findings(
            record=record,
            summary=opened.summary(),
            quoted=tuple(opened.actors(limit=_MOST)),
            cases=tuple(findings.contested(opened)),
            conflicts=tuple(findings.conflicts(opened)),
            alone=sum(len(one.statements) == 1 for one in opened.utterances()),
            seconds=seconds,
        )


def view(found: Findings, *, colour: bool) -> RenderableType:
    """Show the findings."""
    return Group(
        _summary(found),
        render.heading("Most quoted"),
        _quoted(found.quoted),
        *_case(found.cases, colour=colour),
        *_meanings(found.cases, colour=colour),
        *_conflicts(found.conflicts),
        *_next(found),
    )


def _summary(found: Findings) -> RenderableType:
    summary = found.summary
    title = Text("What the sample articles hold", "bold")
    title.append(f"  read in {found.seconds:.1f} s" if found.seconds else "  read before", "dim")
    copies = f", {render.count(summary.copies, 'copy', 'copies')} of another among them" if summary.copies else ""
    rows = (
        (summary.articles, f"articles by {render.count(summary.outlets, 'outlet')}{copies}"),
        (summary.statements, f"statements by {render.count(summary.speakers, 'speaker')} known by name"),
        (summary.utterances, f"utterances that these report, {found.alone:,} of them in one article only"),
        (len(found.cases), "utterances worded differently by several outlets"),
        (summary.conflicts, f"{'article' if summary.conflicts == 1 else 'articles'} whose dates contradict each other"),
    )
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style="bold")
    grid.add_column(overflow="fold")
    for number, what in (row for row in rows if row[0]):
        grid.add_row(f"{number:,}", Text(what))
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


def _case(cases: tuple[Case, ...], *, colour: bool) -> list[RenderableType]:
    if not cases:
        return []
    note = (
        "struck out: what the first has, bold: what this one has"
        if colour
        else "[-what the first has-] {+what this has+}"
    )
    return [
        render.heading("The same utterance, worded most differently"),
        Text(f"  {note}", "dim"),
        Padding(comparison.case_view(cases[0].fullest(), colour=colour), (0, 0, 0, 2)),
    ]


def _meanings(cases: tuple[Case, ...], *, colour: bool) -> list[RenderableType]:
    """Show the quotations in which a negation, a number, a name or a modal verb changed on the way."""
    lines: list[RenderableType] = []
    for case in cases:
        for version in case.versions:
            if version.quoted and version.meanings:
                head = Text(f"{render.line(case.utterance.speaker) or 'unknown speaker'}: ", "cyan")
                head.append(f"{' and '.join(version.meanings)}, ", "bold")
                outlets = (", ".join(map(render.line, one.outlets)) for one in (version, case.versions[0]))
                head.append(" against ".join(outlets), "dim")
                changes = render.difference(findings.excerpt(version.operations, around=_AROUND), colour=colour)
                lines += [head, Padding(changes, (0, 0, 0, 2))]
    return [render.heading("Where the meaning changed"), Padding(Group(*lines), (0, 0, 0, 2))] if lines else []


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
    name = shlex.quote(found.quoted[0].name or "") if found.quoted else "a"
    compared = f"variants {render.short(found.cases[0].utterance.id)}" if found.cases else "variants"
    return (
        f"onrecord search --speaker {name} -r {record}",
        f"onrecord {compared} -r {record}",
        f"onrecord export statements -o statements.csv -r {record}",
    )
