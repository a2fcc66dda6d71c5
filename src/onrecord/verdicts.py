"""Verdicts on a quotation as Rich renderables: what the record has of it, and what a transcript has."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.checking import MOST, Check, Finding, InTranscript
from onrecord.match import Verdict
from onrecord.render import count, difference, interval, line, short, speaker_name

_STYLES = {Verdict.VERBATIM: "bold green", Verdict.ABSENT: "bold red"}
_HEADS = {
    Verdict.VERBATIM: "On the record, word for word",
    Verdict.ALTERED: "On the record, but altered",
    Verdict.OUT_OF_ORDER: "On the record, but in another order",
    Verdict.IN_PART: "On the record in part",
    Verdict.RETOLD: "On the record, but not as a quotation: retold",
    Verdict.ABSENT: "Not on the record",
}
_SPOKEN = {
    Verdict.VERBATIM: "In the transcript, word for word",
    Verdict.ALTERED: "In the transcript, but altered",
    Verdict.OUT_OF_ORDER: "In the transcript, but in another order",
    Verdict.IN_PART: "In the transcript in part",
    Verdict.ABSENT: "Not in the transcript",
}


def check_view(found: Check, *, colour: bool, limit: int) -> RenderableType:
    """Show what a record has of a quotation; ``limit``: findings shown, 0 for all."""
    parts: list[RenderableType] = [_head(found)]
    shown = found.findings[: limit or None]
    for (otherwise, verdict), several in groupby(shown, key=lambda one: (one.otherwise, one.verdict)):
        parts.append(Text(f"attributed otherwise, {verdict}" if otherwise else str(verdict), "bold"))
        parts += [Padding(_wording(same, colour=colour), (0, 0, 0, 2)) for same in _by_wording(several)]
    if len(shown) < len(found.findings):
        parts.append(Text(f"showing {len(shown):,} of {len(found.findings):,}; --limit 0 for all", "dim"))
    return Group(*parts)


def _head(found: Check) -> Text:
    text = Text(_HEADS[found.verdict], _STYLES.get(found.verdict, "bold yellow"))
    if found.speaker:
        text.append(f" as said by {line(found.speaker)!r}", "bold")
    if found.best:
        outlets = f"{count(len(found.outlets), 'outlet')}"
        since = f", since {found.since}" if found.since else ", undated"
        most = f" (the earliest {MOST} looked at)" if len(found.best) >= MOST else ""
        text.append(f": {outlets}{since}{most}", "bold")
    return text


def _by_wording(several: Iterable[Finding]) -> Iterator[list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in several:
        groups.setdefault((one.report.statement.text, speaker_name(one.report.statement.speaker)), []).append(one)
    yield from groups.values()


def _wording(same: list[Finding], *, colour: bool) -> RenderableType:
    first = same[0]
    said = first.report.statement.said
    when = interval(said.earliest, said.latest) if said and (said.earliest or said.latest) else ""
    head = Text(speaker_name(first.report.statement.speaker), "cyan")
    head.append(f" · said {when}" if when else "", "dim")
    for one in same:
        where = line(one.report.outlet or one.report.source)
        head.append(f"\n{where}", "bold").append(f"  {one.day or 'undated'} · {short(one.report.statement.id)}", "dim")
    rows: list[RenderableType] = [head, difference(_cut(first.operations), colour=colour)]
    if first.verdict != Verdict.VERBATIM:
        rows.append(Text(f"{', '.join(first.variant.classes)} · distance {first.variant.distance:.2f}", "dim italic"))
    return Group(*rows, Text(""))


def _cut(operations: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Show what a quotation leaves out at its ends as an ellipsis, not as a change."""
    found = list(operations)
    for at, mark in ((0, "… "), (-1, " …")):
        if len(found) > 1 and found[at][0] == "delete":
            found[at] = ("equal", mark, mark)
    return found


def transcript_view(found: InTranscript, *, colour: bool) -> RenderableType:
    """Show what a transcript has of a quotation."""
    head = Text(_SPOKEN[found.verdict], _STYLES.get(found.verdict, "bold yellow"))
    if found.variant is None:
        return head
    head.append(f": characters {found.start:,}-{found.end:,}", "bold")
    note = f"{', '.join(found.variant.classes)} · distance {found.variant.distance:.2f}"
    rows = [difference(_cut(found.operations), colour=colour), Text(note, "dim italic")]
    return Group(head, Padding(Group(*rows), (0, 0, 1, 2)))
