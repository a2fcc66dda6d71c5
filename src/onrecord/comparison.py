"""An utterance as everybody printed it, and talking points, as Rich renderables."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.checking import Finding
from onrecord.findings import Case, Headline, Version
from onrecord.match import MEANINGS
from onrecord.query import Occasions, Report
from onrecord.render import count, difference, interval, line, printed, short, speaker_name
from onrecord.types import Kind


def case_view(
    case: Case, *, colour: bool, point: Occasions | None = None, others: Sequence[Finding] = ()
) -> RenderableType:
    """Show an utterance: who and when, then each version, the earliest first, as differences from the witness.

    point: the talking point that it belongs to; others: statements that lay its words to somebody else.
    """
    one = case.utterance
    head = Text(line(one.speaker) or "unknown speaker", "bold cyan")
    head.append(f" · {interval(one.earliest, one.latest)}" if one.earliest or one.latest else "", "dim")
    head.append(f" · {count(len(case.outlets), 'outlet')}", "dim")
    if case.copies:
        head.append(f", {count(case.copies, 'copy', 'copies')} of other articles among them", "dim")
    head.append(f" · {short(one.id)}", "dim")
    parts: list[RenderableType] = [head]
    if case.meanings:
        parts.append(Padding(Text(f"changed in meaning: {', '.join(case.meanings)}", "bold red"), (0, 0, 0, 2)))
    parts += [Padding(_version(version, colour=colour), (0, 0, 1, 2)) for version in case.by_time]
    parts += [
        Padding(_headline(one_, colour=colour), (0, 0, 1, 2)) for one_ in case.headlines() if one_.variant.distance
    ]
    if point:
        parts.append(Padding(_elsewhen(point, one.id), (0, 0, 1, 2)))
    if others:
        parts.append(Padding(_otherwise(others), (0, 0, 1, 2)))
    return Group(*parts)


def _version(version: Version, *, colour: bool) -> RenderableType:
    where = Text("\n").join(_where(report) for report in version.reports)
    if version.variant is None:
        where.append("  witness", "dim italic")
        return Group(where, Text(line(version.text)))
    note = Text("", "dim italic")
    for at, name in enumerate(version.variant.classes):
        note.append(", " if at else "").append(name, "bold red" if name in MEANINGS else "")
    note.append(f" · distance {version.variant.distance:.2f}" if version.differs else "")
    return Group(where, difference(version.operations, colour=colour), note)


def _where(report: Report) -> Text:
    text = Text(line(report.outlet or report.source.rpartition("/")[2] or report.source), "bold")
    statement = report.statement
    text.append(f" via {line(statement.relay)}" if statement.relay else "")
    text.append(" (headline)" if statement.passage is Kind.HEADLINE else "", "dim")
    text.append(" (copy)" if report.copy_of else "", "dim")
    return text.append(f"  {printed(report)} · {short(statement.id)}", "dim")


def _headline(headline: Headline, *, colour: bool) -> RenderableType:
    from onrecord.findings import verbatim

    outlet = line(headline.report.outlet or headline.report.source)
    head = Text(f"{outlet}: the headline beside the article's own words", "bold")
    variant = headline.variant
    operations = verbatim(variant.operations, headline.body.statement.text, headline.report.statement.text)
    note = f"{', '.join(variant.classes)} · distance {variant.distance:.2f}"
    return Group(head, difference(operations, colour=colour), Text(note, "dim italic"))


def _elsewhen(point: Occasions, own: str) -> RenderableType:
    head = Text(f"talking point, {count(len(point.utterances), 'occasion')} · {short(point.id)}", "bold")
    others = [one for one in point.utterances if one.id != own]
    days = [f"{interval(one.earliest, one.latest)} ({short(one.id)})" for one in others]
    return Group(head, Text(f"also said: {'; '.join(days)}"))


def _otherwise(others: Iterable[Finding]) -> RenderableType:
    rows = [Text("attributed to somebody else", "bold red")]
    for one in others:
        text = Text(f"{speaker_name(one.report.statement.speaker)}, ", "cyan").append(_where(one.report))
        rows.append(text.append(f"\n  {line(one.report.statement.text)}"))
    return Group(*rows)


def points_view(points: Iterable[Occasions]) -> RenderableType:
    """List talking points: the line, and each occasion."""
    parts: list[RenderableType] = []
    for one in points:
        head = Text(line(one.speaker) or "unknown speaker", "bold cyan")
        head.append(f" · {count(len(one.utterances), 'occasion')} · {short(one.id)}", "dim")
        days = [
            Text(f"  {interval(each.earliest, each.latest)}").append(
                f"  {count(len(each.statements), 'statement')} · {short(each.id)}", "dim"
            )
            for each in one.utterances
        ]
        parts.append(Group(head, Text(f"  {line(one.text)}"), *days, Text("")))
    return Group(*parts)
