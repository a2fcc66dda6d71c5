"""The command that compares how outlets word the same utterance."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.console import console, has_colour, print_json
from onrecord.cli.options import DEFAULT_RECORD, SHOWN, AsJson, Limit, Once, RecordFile, SpeakerName
from onrecord.errors import QueryError

if TYPE_CHECKING:
    from onrecord.checking import Finding
    from onrecord.findings import Case
    from onrecord.query import Record


def variants(
    name: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="An utterance, or a statement in it; none lists them.", show_default=False),
    ] = None,
    record: RecordFile = DEFAULT_RECORD,
    speaker: SpeakerName = None,
    points: Annotated[
        bool, typer.Option("--talking-points", help="List lines that a speaker said on several occasions.")
    ] = False,
    once: Once = False,
    limit: Limit = SHOWN,
    as_json: AsJson = False,
) -> None:
    """Compare how outlets word the same utterance.

    Each version, the earliest first, is set against the witness, word by word: [-its words-] {+the words of the
    version+}, in colour on a terminal. The witness is a primary source, or else the fullest early version. What
    changes the meaning is named first: negation, number, name, modality.

    With an ID: also on which other occasions the speaker said the line, and who lays the words to somebody else.

    Without an ID: the utterances that several outlets have in different words, those changed in meaning first.

    Examples:
      onrecord variants
      onrecord variants 3f2a9c1b
      onrecord variants --talking-points --speaker vossmar

    """
    from onrecord import findings
    from onrecord.query import Record

    with Record.open(record) as opened:
        if points:
            _points(opened, speaker=speaker, once=once, limit=limit, as_json=as_json)
        elif name:
            _one(opened, _case_of(opened, name), as_json=as_json)
        else:
            everything = findings.contested(opened, speaker=speaker, once=once)
            everything.sort(key=lambda case: not case.meanings)
            _several(everything[: limit or None], len(everything), as_json=as_json)


def _one(record: "Record", case: "Case", *, as_json: bool) -> None:
    from onrecord import checking, comparison

    point, others = record.occasions(case.utterance.id), checking.elsewhere(record, case)
    if as_json:
        found = case_json(case, others) | {"talking_point": point.id if point else None}
        print_json({"count": 1, "shown": 1, "utterances": [found]})
        return
    out = console()
    out.print(comparison.case_view(case, colour=has_colour(out), point=point, others=others))


def _several(cases: "list[Case]", total: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"count": total, "shown": len(cases), "utterances": [case_json(case) for case in cases]})
        return
    from rich.text import Text

    from onrecord import comparison

    out = console()
    for case in cases:
        out.print(comparison.case_view(case, colour=has_colour(out)))
    if not cases:
        out.print(Text("No utterance is worded differently by several outlets.", "dim"))
    elif len(cases) < total:
        out.print(Text(f"showing {len(cases):,} of {total:,}; --limit 0 for all", "dim"))


def _points(record: "Record", *, speaker: str | None, once: bool, limit: int, as_json: bool) -> None:
    from rich.text import Text

    from onrecord import comparison, tables

    total = record.count("talking_points", speaker=speaker, once=once)
    found = list(record.talking_points(speaker=speaker, once=once, limit=limit or None))
    if as_json:
        rows = [tables.point_row(one) for one in found]
        print_json({"count": total, "shown": len(rows), "talking_points": rows})
        return
    out = console()
    out.print(comparison.points_view(found))
    if not found:
        out.print(Text("No line was said on several occasions.", "dim"))
    elif len(found) < total:
        out.print(Text(f"showing {len(found):,} of {total:,}; --limit 0 for all", "dim"))


def case_json(case: "Case", others: "tuple[Finding, ...]" = ()) -> dict[str, Any]:
    """Return an utterance with its versions, the earliest first, as JSON."""
    from onrecord import tables

    versions = [
        {
            "text": version.text,
            "witness": version.variant is None,
            "day": version.day,
            "statements": [tables.statement_row(report) | {"copy_of": report.copy_of} for report in version.reports],
            "variant": asdict(version.variant) if version.variant else None,
        }
        for version in case.by_time
    ]
    headlines = [
        {"statement": one.report.statement.id, "body": one.body.statement.id, "variant": asdict(one.variant)}
        for one in case.headlines()
    ]
    elsewhere = [tables.statement_row(one.report) for one in others]
    found = {"versions": versions, "headlines": headlines, "attributed_otherwise": elsewhere}
    counts = {"outlets": list(case.outlets), "independent": case.independent, "copies": case.copies}
    return tables.utterance_row(case.utterance, case.versions[0].text) | counts | found


def _case_of(record: "Record", name: str) -> "Case":
    from onrecord.findings import versions

    try:
        return versions(record, name)
    except QueryError as error:
        try:
            statement = record.statement(name)
        except QueryError:
            raise error from None
        if not statement.utterance:
            raise QueryError(
                f"statement {name} belongs to no utterance. Show it: onrecord show {name} --record {record.path}"
            ) from None
        return versions(record, statement.utterance)
