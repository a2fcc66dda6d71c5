"""Checks of a quotation: is it on the record, in which outlets, and since when; and does a transcript have it.

    with Record.open("news.onrecord") as record:
        found = check(record, "We will keep the line open", speaker="lund")
        print(found.verdict, found.since, [one.report.outlet for one in found.findings])

    against(transcript, "We will keep the line open").verdict

Candidates come from the full-text index: whoever has the words around the quotation's rarest one as a phrase, and
whoever shares some of its rarest words. Each is then compared word by word (``match.held``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from onrecord import match
from onrecord.errors import QueryError
from onrecord.findings import Case, verbatim
from onrecord.match import Verdict
from onrecord.query import Record, Report
from onrecord.store import rows
from onrecord.types import Form, Speaker, Variant

MOST = 500  # statements compared: of a quotation that more have, these are the earliest
_CORE = 4  # words in a row looked up: each word more costs a millisecond in a record of a million statements
_WORDS = 6  # rarest words looked up
_MANY = 5  # rarest words from which on three of them must be shared, not two
_ALTERED = 100  # statements that share some of them compared
_ORDER = list(Verdict)
_LAST = "9999"  # sorts after every date
_PRINTED = (Verdict.VERBATIM, Verdict.ALTERED)  # verdicts on words laid to somebody else
_TELLING = 6  # words that two people do not use by chance
_AROUND = 60  # days
_MARKS = dict.fromkeys(map(ord, '"“”„«»*'), " ")  # what has a meaning in a search


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement that has the quotation in some way. otherwise: it is attributed to somebody else than asked for."""

    report: Report
    verdict: Verdict
    quotation: str
    otherwise: bool = False

    @property
    def variant(self) -> Variant:
        """How the quotation differs from the statement's words."""
        return _variant(self.report.statement.text, self.quotation, str(self.report.statement.form))

    @property
    def operations(self) -> tuple[tuple[str, str, str], ...]:
        """The operations of the variant, with the words as they stand in the statement and in the quotation."""
        return verbatim(self.variant.operations, self.report.statement.text, self.quotation)

    @property
    def day(self) -> str | None:
        """The day on which the article was published, or else the first on which it was said, as far as is known."""
        said = self.report.statement.said
        return self.report.published or (said.earliest or said.latest if said else None)


@dataclass(frozen=True)
class Check:
    """What a record knows of a quotation. findings: the best verdict first, and of one verdict the earliest first."""

    quotation: str
    speaker: str | None
    findings: tuple[Finding, ...]

    @cached_property
    def verdict(self) -> Verdict:
        """The best verdict among the statements of the speaker asked for."""
        return next((one.verdict for one in self.findings if not one.otherwise), Verdict.ABSENT)

    @property
    def best(self) -> tuple[Finding, ...]:
        """The findings with this verdict."""
        return tuple(one for one in self.findings if one.verdict == self.verdict and not one.otherwise)

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have it so, each once, the earliest first; of an unknown outlet, the source."""
        return tuple(dict.fromkeys(one.report.outlet or one.report.source for one in self.best))

    @property
    def since(self) -> str | None:
        """The first day of one of them, as far as is known: see ``Finding.day``."""
        return min((one.day for one in self.best if one.day), default=None)


@dataclass(frozen=True, slots=True)
class InTranscript:
    """What a transcript has of a quotation.

    words: its own words there, ``transcript[start:end]``; variant: how the quotation differs; None where it is absent.
    operations: as in ``findings.Version``.
    """

    quotation: str
    verdict: Verdict
    start: int = 0
    end: int = 0
    words: str = ""
    variant: Variant | None = None
    operations: tuple[tuple[str, str, str], ...] = ()


def check(record: Record, quotation: str, *, speaker: str | None = None) -> Check:
    """Look for a quotation in a record; ``speaker`` is part of a name, or an actor's id.

    Raises QueryError when the quotation holds no word.
    """
    pieces = _asked(quotation)
    found = {one.statement.id: one for one in _candidates(record, quotation, pieces)}
    if speaker and len(found) >= MOST:  # those of the speaker may not be among the earliest
        found |= {one.statement.id: one for one in _candidates(record, quotation, pieces, speaker=speaker)}
    findings = (_finding(one, quotation, speaker) for one in found.values())
    kept = [one for one in findings if one.verdict != Verdict.ABSENT]
    return Check(quotation, speaker, tuple(sorted(kept, key=_rank)))


def elsewhere(record: Record, case: Case) -> tuple[Finding, ...]:
    """Return the statements in which nearly the same words are laid to somebody else, around the same time."""
    witness = case.versions[0]
    speaker = case.utterance.speaker
    if not speaker or len(witness.text.split()) < _TELLING:
        return ()
    own = {one.statement.id for version in case.versions for one in version.reports}
    found = check(record, witness.text, speaker=speaker).findings
    others = (one for one in found if one.otherwise and one.report.statement.id not in own)
    return tuple(one for one in others if _taken(one, speaker, witness.day))


def _taken(one: Finding, speaker: str, day: str | None) -> bool:
    """Tell whether a finding lays a speaker's words to somebody else by name, not long before or after."""
    name = one.report.statement.speaker.name
    near = not (day and one.day) or abs((date.fromisoformat(day) - date.fromisoformat(one.day)).days) <= _AROUND
    return bool(name) and not match.may_be_one(name, speaker) and one.verdict in _PRINTED and near


def against(transcript: str, quotation: str) -> InTranscript:
    """Look for a quotation in the transcript of what was said. Raises QueryError when it holds no word."""
    _asked(quotation)
    found = match.held(transcript, quotation)
    if found.verdict == Verdict.ABSENT:
        return InTranscript(quotation, found.verdict)
    start, end = found.span
    words = transcript[start:end]
    variant = _variant(words, quotation, str(Form.DIRECT))
    operations = verbatim(variant.operations, words, quotation)
    return InTranscript(quotation, found.verdict, start, end, words, variant, operations)


def _asked(quotation: str) -> list[str]:
    pieces = match.fragments(quotation)
    if not pieces:
        raise QueryError(f"the quotation {quotation!r} holds no word to look for. Give the words that were said.")
    return pieces


def _candidates(record: Record, quotation: str, pieces: Sequence[str], **named: Any) -> Iterator[Report]:
    plain = [piece.translate(_MARKS) for piece in pieces]
    found = _having(record, [match.core(piece, words=_CORE) for piece in plain], **named)
    if len(found) >= MOST:  # those that have it all may not be among the earliest
        found = _having(record, plain, **named)
    yield from found
    rarest = match.telling(quotation, most=_WORDS)
    if len(rarest) > 1:
        least = 3 if len(rarest) >= _MANY else 2

        def near(text: str, form: Form) -> bool:
            return _held(text, quotation, form).verdict != Verdict.ABSENT

        yield from record.sharing(rarest, near, least=least, limit=_ALTERED, **named)


def _having(record: Record, phrases: Iterable[str], **named: Any) -> list[Report]:
    wanted = " ".join(f'"{phrase}"' for phrase in phrases)
    return list(record.reports(text=wanted, order="date", limit=MOST, **named))


@lru_cache(4096)  # candidates come by two ways, and each is looked at again for its verdict
def _held(text: str, quotation: str, form: Form) -> match.Held:
    return match.held(text, quotation, retold=form == Form.INDIRECT)


def _finding(report: Report, quotation: str, speaker: str | None) -> Finding:
    statement = report.statement
    verdict = _held(statement.text, quotation, statement.form).verdict
    return Finding(report, verdict, quotation, bool(speaker) and not _spoken_by(statement.speaker, speaker or ""))


def _spoken_by(speaker: Speaker, wanted: str) -> bool:
    """Tell whether a speaker is meant, as ``Filter.speaker`` does."""
    named = speaker.name or (speaker.mention.text if speaker.mention else "")
    return speaker.actor == wanted or rows.fold(wanted) in rows.fold(named)


def _rank(one: Finding) -> tuple[bool, int, str, str]:
    return one.otherwise, _ORDER.index(one.verdict), one.day or _LAST, one.report.statement.id


@lru_cache(1024)
def _variant(witness: str, text: str, form: str) -> Variant:
    return match.variant(witness, text, form=form)
