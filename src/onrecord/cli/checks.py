"""The command that checks a quotation."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.console import console, has_colour, print_json
from onrecord.cli.options import DEFAULT_RECORD, AsJson, RecordFile, SpeakerName
from onrecord.errors import SourceError

if TYPE_CHECKING:
    from onrecord.checking import Check, Finding, InTranscript

SHOWN = 10  # findings shown when not told otherwise: one screen


def check(
    quotation: Annotated[
        str,
        typer.Argument(metavar="QUOTATION", help="The words; … where some are left out.", show_default=False),
    ],
    record: RecordFile = DEFAULT_RECORD,
    speaker: SpeakerName = None,
    transcript: Annotated[
        Path | None,
        typer.Option("--transcript", "-t", metavar="FILE", help="What was said: a text or HTML file.", exists=True),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="How many to show; 0: all.")] = SHOWN,
    as_json: AsJson = False,
) -> None:
    """Check a quotation against the record, or a transcript.

    Is it on the record, in which outlets, word for word or altered, and since when? Differences are shown word by
    word: [-words on the record-] {+words of the quotation+}. Case, punctuation and spelling do not count.

    With --transcript: does the transcript have it word for word, altered, in another order, or not at all? The record
    is asked too where there is one.

    Examples:
      onrecord check "trust is broken" --speaker vossmar
      onrecord check "We kept the line open … and nobody rang." --transcript speech.txt

    """
    from onrecord import checking
    from onrecord.query import Record

    spoken = checking.against(_text(transcript), quotation) if transcript else None
    found = None
    if transcript is None or record.exists():
        with Record.open(record) as opened:
            found = checking.check(opened, quotation, speaker=speaker)
    if as_json:
        print_json(_json(quotation, found, spoken, limit=limit))
        return
    from onrecord import verdicts

    out = console()
    colour = has_colour(out)
    if spoken:
        out.print(verdicts.transcript_view(spoken, colour=colour))
    if found:
        out.print(verdicts.check_view(found, colour=colour, limit=limit))


def _text(path: Path) -> str:
    """Return the text of a file that holds one article or transcript. Raises SourceError."""
    from onrecord.sources import pages
    from onrecord.types import Page, Skip

    found = list(pages([str(path)]))
    texts = [one.text for one in found if isinstance(one, Page)]
    if not texts:
        why = "; ".join(one.reason for one in found if isinstance(one, Skip)) or "it is empty"
        raise SourceError(f"{path} cannot be read as a transcript: {why}. Name a text or HTML file.")
    return "\n".join(texts)


def _json(quotation: str, found: "Check | None", spoken: "InTranscript | None", *, limit: int) -> dict[str, Any]:
    document: dict[str, Any] = {"quotation": quotation}
    if spoken:
        document["transcript"] = {
            "verdict": str(spoken.verdict),
            "start": spoken.start,
            "end": spoken.end,
            "text": spoken.words or None,
            "variant": _variant_json(spoken.variant),
        }
    if found:
        shown = found.findings[: limit or None]
        document["record"] = {
            "verdict": str(found.verdict),
            "since": found.since,
            "outlets": list(found.outlets),
            "count": len(found.findings),
            "shown": len(shown),
            "findings": [_finding_json(one) for one in shown],
        }
    return document


def _finding_json(one: "Finding") -> dict[str, Any]:
    from onrecord import tables

    return {
        "verdict": str(one.verdict),
        "attributed_otherwise": one.otherwise,
        "statement": tables.statement_row(one.report),
        "variant": _variant_json(one.variant),
    }


def _variant_json(variant: Any) -> dict[str, Any] | None:
    """Return a variant without its ids: the quotation is no statement of the record."""
    if variant is None:
        return None
    return {name: value for name, value in asdict(variant).items() if name not in ("statement", "witness")}
