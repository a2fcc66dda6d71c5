"""What a record tells at a glance: who is quoted most, whose words differ between outlets, which dates disagree.

with Record.open("news.onrecord") as record:
    for case in contested(record):
        print(case.utterance.speaker, case.distance)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.filters import Filter
from onrecord.query import Record, Report
from onrecord.types import Form, Utterance, Variant

_QUOTED = (Form.DIRECT, Form.MIXED)


@dataclass(frozen=True, slots=True)
class Version:
    """One article's version of an utterance, and how it differs from the witness (None for the witness itself)."""

    report: Report
    variant: Variant | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An utterance with its versions, the witness first. changed: most words exchanged or added in one version."""

    utterance: Utterance
    versions: tuple[Version, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have it, each once."""
        return tuple(dict.fromkeys(one.report.outlet or "outlet unknown" for one in self.versions))

    @property
    def distance(self) -> float:
        """The greatest distance from the witness, 0 to 1."""
        return max((one.variant.distance for one in self.versions if one.variant), default=0.0)

    @property
    def changed(self) -> int:
        """The most words that one version in quotation marks puts in place of the witness's, or adds."""
        return max((_changed(one) for one in self.versions), default=0)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An article whose dates contradict each other, in words."""

    source: str
    outlet: str | None
    title: str | None
    words: tuple[str, ...]


def versions(record: Record, utterance: str) -> Case:
    """Return an utterance (id, or first characters of one) with its versions; raises QueryError."""
    return _case(record, record.utterance(utterance))


def contested(record: Record, criteria: Filter | None = None, /, **named: Any) -> list[Case]:
    """Return the utterances that several outlets have in different words, the most changed first."""
    found = (_case(record, one) for one in record.utterances(criteria, **named) if len(one.statements) > 1)
    cases = [case for case in found if len(case.outlets) > 1 and case.distance > 0]
    return sorted(cases, key=lambda case: (-case.changed, -case.distance, case.utterance.id))


def conflicts(record: Record) -> Iterator[Conflict]:
    """Yield the articles whose dates contradict each other."""
    for article in record.articles():
        if article.published.conflicts:
            yield Conflict(article.source, article.outlet, article.title, article.published.conflicts)


def _case(record: Record, utterance: Utterance) -> Case:
    reports = {report.statement.id: report for report in record.reports(utterance=utterance.id)}
    variants = {variant.statement: variant for variant in record.variants(utterance.id)}
    order = sorted(utterance.statements, key=lambda one: one != utterance.witness)
    found = [
        Version(reports[one], None if one == utterance.witness else variants[one]) for one in order if one in reports
    ]
    return Case(utterance, tuple(found))


def _changed(version: Version) -> int:
    if version.variant is None or version.report.statement.form not in _QUOTED:
        return 0
    operations = version.variant.operations
    return sum(len(new.split()) for operation, _, new in operations if operation in ("replace", "insert"))
