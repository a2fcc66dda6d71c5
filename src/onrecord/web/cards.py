"""The parts that several pages show: quotations, places, timelines, wordings, lists with counts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from onrecord import charts, findings, profiles
from onrecord.columns import Columns, Numbers, OverTime
from onrecord.profiles import Heading
from onrecord.query import Record, Report
from onrecord.types import Dating, Said, Speaker, Utterance
from onrecord.web import links
from onrecord.web.contexts import Bar, Counted, Download, Named, Piece, Place, Quote, Timeline, Version, When, Wording
from onrecord.web.room import Room

PICTURE = "/chart/timeline"  # where a timeline lies that can be taken away, without the suffix
PICTURES = {"png": "image/png", "svg": "image/svg+xml", "json": "application/json"}
UNKNOWN_SPEAKER = "unknown speaker"


def speaker(found: Speaker) -> Named:
    """Return who made a statement; the article's own words for whoever has no name."""
    key = found.actor or found.name
    if key is None:
        return Named(f"“{found.mention.text}”" if found.mention else UNKNOWN_SPEAKER, None, None)
    return Named(found.name or key, key, links.to("speaker", key))


def outlet(name: str | None) -> Named | None:
    """Return an outlet."""
    return Named(name, name, links.to("outlet", name)) if name else None


def when(dating: Dating) -> When:
    """Return a date of publication."""
    return When(dating.earliest, dating.latest, dating.best, options=dating.options)


def said(found: Said | None) -> When | None:
    """Return when something was said."""
    return When(found.earliest, found.latest, None, found.words, found.how, found.options) if found else None


def title(given: str | None, source: str) -> str:
    """Return what an article is called: its headline, else the name of its file."""
    return given or re.split(r"[/\\]", source.rstrip("/\\"))[-1] or source


def quote(report: Report, *, outlets: int = 0) -> Quote:
    """Return a statement for a list; ``outlets``: how many have the utterance."""
    one = report.statement
    who, place = speaker(one.speaker), _place(report)
    return Quote(
        id=one.id,
        href=links.place(one.article, one.id),
        text=one.text,
        form=one.form,
        speaker=who,
        role=one.speaker.role,
        affiliation=one.speaker.affiliation,
        how=str(one.speaker.how) if one.speaker.how else None,
        cue=one.cue.text if one.cue else None,
        medium=one.medium,
        relay=one.relay,
        said=said(one.said),
        article=place,
        content=one.content,
        confidence=round(one.confidence, 4),
        utterance=one.utterance,
        utterance_href=links.to("utterance", one.utterance) if one.utterance else None,
        outlets=outlets,
        citation=citation(report),
    )


def quotes(record: Record, columns: Columns, found: Sequence[int] | Numbers) -> tuple[Quote, ...]:
    """Return the statements of some rows, in their order."""
    return tuple(one for _, one in numbered(record, columns, found))


def numbered(record: Record, columns: Columns, found: Sequence[int] | Numbers) -> Iterator[tuple[int, Quote]]:
    """Yield the statements of some rows, in their order, each with its row."""
    for row, report in record.reports_at(found, exact=False):
        yield row, quote(report, outlets=_outlets_at(columns, row))


def citation(report: Report) -> str:
    """Return a statement as text to cite: quotation, speaker, outlet, date, offsets and hash."""
    one = report.statement
    where = ", ".join(f"{start}–{end}" for start, end in one.content)
    who = ", ".join(filter(None, (speaker(one.speaker).name, one.speaker.role)))
    printed = ", ".join(filter(None, (report.outlet, report.title and f"“{report.title}”", report.published)))
    source = links.outside(report.url) or report.source
    return (
        f"{one.text} — {who}. In: {printed or source}. {source}, characters {where}. "
        f"SHA-256 {report.raw_hash}; statement {one.id}."
    )


def counted(names: Mapping[int, Named], counts: Iterable[tuple[int, int]]) -> tuple[Counted, ...]:
    """Return names with their numbers, each with its share of the greatest."""
    listed = list(counts)
    most = max((number for _, number in listed), default=1)
    return tuple(
        Counted(names[code].name, names[code].key or "", names[code].href or "", number, round(number / most, 4))
        for code, number in listed
    )


def most_quoted(columns: Columns, found: Numbers, limit: int | None) -> tuple[Counted, ...]:
    """Return the speakers of a selection, the most quoted first."""
    counts = columns.count("speaker", found)[:limit]
    return counted({code: speaker_of(columns, code) for code, _ in counts}, counts)


def most_quoting(columns: Columns, found: Numbers, limit: int | None = None) -> tuple[Counted, ...]:
    """Return the outlets of a selection, those with most statements first."""
    counts = columns.count("outlet", found)[:limit]
    names = {code: columns.outlet_names[code] for code, _ in counts}
    return counted({code: Named(name, name, links.to("outlet", name)) for code, name in names.items()}, counts)


def speaker_of(columns: Columns, code: int) -> Named:
    """Return the speaker of a code."""
    key = columns.speaker_keys[code]
    return Named(columns.speaker_called(code), key, links.to("speaker", key))


def timeline(path: str, asked: Mapping[str, object], counted: OverTime, pictures: Sequence[Download] = ()) -> Timeline:
    """Return bars, each of which leads to ``path`` with its own days. pictures: the same to take away."""
    bars = (
        Bar(
            one.label,
            one.since,
            one.until,
            one.statements,
            one.articles,
            links.asking(path, {**asked, "since": one.since, "until": one.until}),
        )
        for one in counted.stretches
    )
    return Timeline(counted.unit, tuple(bars), counted.undated_statements, counted.undated_articles, tuple(pictures))


def pictures(asked: Mapping[str, object], *, exact: bool = False, articles: bool = True) -> tuple[Download, ...]:
    """Return where a timeline lies as a picture and as a specification; nothing where charts cannot be drawn.

    asked: what its statements were selected by; for the rest see ``pages.picture.View``.
    """
    here = {**asked, "exact": exact or None, "articles": None if articles else False}
    formats = PICTURES if charts.installed() else {}
    return tuple(Download(name, links.asking(f"{PICTURE}.{name}", here)) for name in formats)


def wordings(room: Room, columns: Columns, utterances: Numbers) -> tuple[Wording, ...]:
    """Return those of some utterances (codes) that outlets word differently, in the order given.

    What was changed since the columns were read may differ no more.
    """
    found = ((case, [one for one in case.versions if one.differs]) for case in cases(room, columns, utterances))
    return tuple(wording(case, differing) for case, differing in found if differing)


def cases(room: Room, columns: Columns, utterances: Numbers) -> list[findings.Case]:
    """Return utterances (codes) with their versions, in the order given."""
    members = columns.members(utterances)
    reports: dict[str, list[Report]] = {}
    ids: dict[int, str] = {}
    codes = dict(zip(columns.row[members].tolist(), columns.utterance[members].tolist(), strict=True))
    for row, report in room.record.reports_at(columns.row[members], exact=False):
        if report.statement.utterance:
            ids[codes[row]] = report.statement.utterance
            reports.setdefault(report.statement.utterance, []).append(report)

    def case(one: Utterance) -> findings.Case:
        return room.remembered(one.id, columns, lambda: findings.case(one, reports[one.id]), shelf="cases")

    told = {one.id: one for one in profiles.utterances(room.record, reports)}
    return [case(told[ids[code]]) for code in utterances.tolist() if ids.get(code) in told]


def wording(case: findings.Case, differing: Iterable[findings.Version]) -> Wording:
    """Return an utterance with the version, among some that differ, that is furthest from the witness.

    A version in quotation marks is further than one without, and a change of meaning is further than none.
    """

    def far(one: findings.Version) -> tuple[bool, bool, float]:
        return one.quoted, bool(one.meanings), one.variant.distance if one.variant else 0.0

    witness, furthest = case.versions[0], max(differing, key=far)
    return Wording(
        id=case.utterance.id,
        href=links.to("utterance", case.utterance.id),
        speaker=speaker(witness.reports[0].statement.speaker),
        said=When(case.utterance.earliest, case.utterance.latest),
        outlets=case.outlets,
        witness=witness.text,
        witness_outlets=witness.outlets,
        furthest=version(furthest, around=8),
        distance=case.distance,
    )


def version(found: findings.Version, *, around: int | None = None) -> Version:
    """Return a version; ``around``: how many words to keep beside each change, None for all."""
    operations = found.operations
    if around is not None:
        operations = tuple(findings.excerpt(operations, around=around))
    return Version(
        text=found.text,
        witness=found.variant is None,
        quoted=found.quoted,
        distance=found.variant.distance if found.variant else 0.0,
        classes=found.variant.classes if found.variant else (),
        meanings=found.meanings,
        outlets=found.outlets,
        pieces=tuple(Piece(*operation) for operation in operations),
        reports=tuple(quote(report, outlets=0) for report in found.reports),
    )


def places(found: Iterable[Heading]) -> tuple[Place, ...]:
    """Return articles for a list."""
    return tuple(place(one) for one in found)


def place(one: Heading) -> Place:
    """Return an article for a list."""
    published = When(one.published_earliest, one.published_latest, one.published)
    return Place(one.id, links.to("article", one.id), title(one.title, one.source), outlet(one.outlet), published)


def _place(report: Report) -> Place:
    article = report.statement.article
    published = When(report.published, report.published, report.published)
    called = title(report.title, report.source)
    return Place(article, links.to("article", article), called, outlet(report.outlet), published)


def _outlets_at(columns: Columns, row: int) -> int:
    at = int(np.searchsorted(columns.row, row))
    return int(columns.outlets[at]) if at < len(columns.row) and columns.row[at] == row else 0
