"""What a record tells at a glance: whose words differ between outlets, whose meaning changed, which dates disagree.

with Record.open("news.onrecord") as record:
    for case in contested(record):
        print(case.utterance.speaker, case.distance)
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from onrecord import match as wordings
from onrecord.filters import Filter
from onrecord.match import MEANINGS
from onrecord.query import Record, Report
from onrecord.types import Form, Kind, Utterance, Variant

_QUOTED = (Form.DIRECT, Form.MIXED)
_LAST = "9999"  # sorts after every date


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an utterance, the articles that have it, and how it differs from the witness.

    variant: None for the witness itself. operations: as in ``Variant``, with the words exactly as they stand in the
    two texts, each with the white space after it.
    """

    text: str
    reports: tuple[Report, ...]
    variant: Variant | None = None
    operations: tuple[tuple[str, str, str], ...] = ()

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have this wording, each once; of an unknown outlet, the name of the file."""
        return tuple(dict.fromkeys(_outlet(report) for report in self.reports))

    @property
    def quoted(self) -> bool:
        """Tell whether it claims to be the speaker's own words: in quotation marks, and no paraphrase."""
        retold = self.variant is not None and "paraphrased" in self.variant.classes
        return not retold and any(report.statement.form in _QUOTED for report in self.reports)

    @property
    def day(self) -> str | None:
        """The day on which the first of its articles was published, as far as is known."""
        return min((one.published for one in self.reports if one.published), default=None)

    @property
    def differs(self) -> bool:
        """Tell whether words differ from the witness's, and are not only left out at the ends without harm."""
        return self.variant is not None and (self.variant.distance > 0 or bool(self.meanings))

    @property
    def meanings(self) -> tuple[str, ...]:
        """The classes of its differences that change the meaning."""
        return tuple(one for one in MEANINGS if self.variant and one in self.variant.classes)


@dataclass(frozen=True, slots=True)
class Case:
    """An utterance with its versions, the witness first."""

    utterance: Utterance
    versions: tuple[Version, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have it, each once."""
        return tuple(dict.fromkeys(outlet for version in self.versions for outlet in version.outlets))

    @property
    def distance(self) -> float:
        """The greatest distance from the witness, 0 to 1, of a version in quotation marks."""
        return max((one.variant.distance for one in self.versions if one.variant and one.quoted), default=0.0)

    @property
    def meanings(self) -> tuple[str, ...]:
        """The classes of differences that change the meaning, of versions in quotation marks."""
        return tuple(name for name in MEANINGS if any(name in one.meanings for one in self.versions if one.quoted))

    @property
    def by_time(self) -> tuple[Version, ...]:
        """The versions, the earliest first, undated ones last; of one day, the witness first."""
        return tuple(sorted(self.versions, key=lambda one: (one.day or _LAST, one.variant is not None)))

    @property
    def independent(self) -> int:
        """How many articles report it that copy no other."""
        return len({one.statement.article for v in self.versions for one in v.reports if one.copy_of is None})

    @property
    def copies(self) -> int:
        """How many of its articles are copies of others."""
        return len({one.statement.article for v in self.versions for one in v.reports if one.copy_of is not None})

    def headlines(self) -> tuple["Headline", ...]:
        """Return how each headline that has it words it, beside the words of its own article."""
        found = []
        reports = [one for version in self.versions for one in version.reports]
        for one in reports:
            if one.statement.passage is Kind.HEADLINE:
                near = [other for other in reports if other.statement.article == one.statement.article]
                body = max((o for o in near if o.statement.passage is Kind.BODY), key=_directness, default=None)
                if body:
                    words, ids = body.statement.text, {"witness": body.statement.id, "statement": one.statement.id}
                    found.append(Headline(one, body, wordings.variant(words, one.statement.text, **ids)))
        return tuple(found)

    def fullest(self) -> "Case":
        """Return the case with only the longest version in quotation marks that each outlet has."""
        longest: dict[str, str] = {}
        for version in sorted(self.versions[1:], key=lambda one: (not one.quoted, -len(one.text))):
            for outlet in version.outlets:
                longest.setdefault(outlet, version.text)
        first = self.versions[0]
        rest = (replace(one, reports=_kept(one, longest)) for one in self.versions[1:])
        return replace(self, versions=(first, *(one for one in rest if set(one.outlets) - set(first.outlets))))


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline's wording, the article's own, and how the headline differs from it."""

    report: Report
    body: Report
    variant: Variant


@dataclass(frozen=True, slots=True)
class Conflict:
    """An article whose dates contradict each other, in words."""

    article: str
    source: str
    outlet: str | None
    title: str | None
    words: tuple[str, ...]


def versions(record: Record, utterance: str) -> Case:
    """Return an utterance (id, or first characters of one) with its versions; raises QueryError."""
    return _case(record, record.utterance(utterance))


def contested(record: Record, criteria: Filter | None = None, /, **named: Any) -> list[Case]:
    """Return the utterances that several outlets have in different words, those that differ most first.

    ``once`` leaves copies of other articles out of them.
    """
    once = bool(named.get("once", criteria and criteria.once))
    found = (_case(record, one, once=once) for one in record.utterances(criteria, **named) if len(one.statements) > 1)
    cases = [case for case in found if len(case.outlets) > 1 and any(one.differs for one in case.versions)]
    return sorted(cases, key=lambda case: (-case.distance, case.utterance.id))


def conflicts(record: Record) -> Iterator[Conflict]:
    """Yield the articles whose dates contradict each other."""
    for article in record.articles():
        if article.published.conflicts:
            yield Conflict(article.id, article.source, article.outlet, article.title, article.published.conflicts)


def verbatim(operations: tuple[tuple[str, str, str], ...], witness: str, text: str) -> tuple[tuple[str, str, str], ...]:
    """Give the words of a variant's operations as they stand in the two texts, each with the white space after it.

    The operations hold tokens joined by spaces, and together the tokens are the text without its white space. Where
    that does not hold, each token is followed by a space.

    >>> verbatim((("equal", "we", "we"), ("replace", "may .", "can !")), "we may.", "we can!")
    (('equal', 'we ', 'we '), ('replace', 'may.', 'can!'))
    """
    old, new = _Cutter(witness), _Cutter(text)
    found = tuple((operation, old.take(before), new.take(after)) for operation, before, after in operations)
    if old.done and new.done:
        return found
    return tuple((operation, f"{before} ".lstrip(), f"{after} ".lstrip()) for operation, before, after in operations)


def excerpt(operations: Iterable[tuple[str, str, str]], *, around: int) -> list[tuple[str, str, str]]:
    """Return the operations with only ``around`` words of each unchanged stretch beside a change; ``…`` is the rest.

    >>> excerpt((("equal", "a b c d ", "a b c d "), ("delete", "e ", ""), ("equal", "f g h", "f g h")), around=1)
    [('equal', '… d ', '… d '), ('delete', 'e ', ''), ('equal', 'f …', 'f …')]
    """
    listed, found = list(operations), []
    for at, (operation, old, new) in enumerate(listed):
        words = new.split()
        left, right = around * (at > 0), around * (at < len(listed) - 1)
        if operation == "equal" and len(words) > left + right + 1:
            kept = [*words[:left], "…", *words[len(words) - right :]]
            space = new[len(new.rstrip()) :]
            new = old = " ".join(kept) + space
        found.append((operation, old, new))
    return found


class _Cutter:
    """Cuts a text into the stretches that words without their white space stand for."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._fits = text, 0, True

    @property
    def done(self) -> bool:
        """Tell whether the words taken so far were those of the whole text."""
        return self._fits and not self._text[self._at :].strip()

    def take(self, words: str) -> str:
        """Return the next stretch: as many characters, white space not counted, and the white space after them."""
        wanted, start, at = "".join(words.split()), self._at, self._at
        for character in wanted:
            while at < len(self._text) and self._text[at].isspace():
                at += 1
            self._fits &= self._text[at : at + 1] == character
            at += 1
        while wanted and at < len(self._text) and self._text[at].isspace():
            at += 1
        self._at = at
        return self._text[start:at]


def _case(record: Record, utterance: Utterance, *, once: bool = False) -> Case:
    every = record.reports(utterance=utterance.id)
    return case(
        utterance, (one for one in every if not (once and one.copy_of) or one.statement.id == utterance.witness)
    )


def case(utterance: Utterance, found_reports: Iterable[Report]) -> Case:
    """Return an utterance with the versions that some reports of it have."""
    reports = {report.statement.id: report for report in found_reports}
    order = sorted((one for one in utterance.statements if one in reports), key=lambda one: one != utterance.witness)
    groups: dict[str, list[str]] = {}
    for one in order:
        groups.setdefault(reports[one].statement.text, []).append(one)
    witness = next(iter(groups), "")
    found = []
    for text, members in groups.items():
        variant = None
        if text != witness:
            form = reports[members[0]].statement.form
            variant = wordings.variant(witness, text, witness=order[0], statement=members[0], form=form)
        operations = verbatim(variant.operations, witness, text) if variant else ()
        found.append(Version(text, tuple(reports[one] for one in members), variant, operations))
    return Case(utterance, tuple(found))


def _kept(version: Version, longest: dict[str, str]) -> tuple[Report, ...]:
    return tuple(one for one in version.reports if longest.get(_outlet(one)) == version.text)


def _directness(report: Report) -> tuple[bool, int]:
    """Rank statements of one article: those in quotation marks first, then the fullest."""
    return report.statement.form in _QUOTED, len(report.statement.text)


def _outlet(report: Report) -> str:
    return report.outlet or report.source.rpartition("/")[2] or report.source
