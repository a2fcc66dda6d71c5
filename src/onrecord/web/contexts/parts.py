"""What several kinds of pages show: days, names, quotations, timelines, versions."""

from dataclasses import dataclass

from onrecord.types import Form


@dataclass(frozen=True, slots=True)
class When:
    """A day or an interval. earliest, latest: None is open. options: intervals left open, apart from each other."""

    earliest: str | None
    latest: str | None
    best: str | None = None
    words: str | None = None
    how: str | None = None
    options: tuple[tuple[str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker or an outlet. key: what stands in the address; None where the record knows no name."""

    name: str
    key: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A speaker, an outlet, a form, ... with how many statements. share: of the greatest number in the list."""

    name: str
    key: str
    href: str
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Place:
    """An article, as a list names it."""

    id: str
    href: str
    title: str
    outlet: Named | None
    published: When


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement in a list. href: its highlighted place in the article. outlets: how many have the utterance.

    citation: quotation, speaker, outlet, date, offsets and hash, as text to copy.
    """

    id: str
    href: str
    text: str
    form: Form
    speaker: Named
    role: str | None
    affiliation: str | None
    how: str | None
    cue: str | None
    medium: str | None
    relay: str | None
    said: When | None
    article: Place
    content: tuple[tuple[int, int], ...]
    confidence: float
    utterance: str | None
    utterance_href: str | None
    outlets: int
    citation: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file with all that a search finds, or a timeline as a picture."""

    format: str
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a timeline, from one day to another, both included."""

    label: str
    since: str
    until: str
    statements: int
    articles: int
    href: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Statements by the day they were made, articles by the day they were published.

    undated: on no day that is known to within a year.

    unit: "day", "month", "year" or "decade". pictures: the same to take away, where charts can be drawn.
    """

    unit: str
    bars: tuple[Bar, ...]
    undated_statements: int
    undated_articles: int
    pictures: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a version: "equal", "insert", "delete" or "replace" against the witness.

    before: words of the witness; after: words of the version.
    """

    operation: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an utterance. classes: how it differs from the witness; distance: from 0 to 1."""

    text: str
    witness: bool
    quoted: bool
    distance: float
    classes: tuple[str, ...]
    meanings: tuple[str, ...]
    outlets: tuple[str, ...]
    pieces: tuple[Piece, ...]
    reports: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """An utterance that outlets word differently, with the version furthest from the witness."""

    id: str
    href: str
    speaker: Named
    said: When
    outlets: tuple[str, ...]
    witness: str
    witness_outlets: tuple[str, ...]
    furthest: Version
    distance: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason for a date of publication. colour: for, against or beside what was decided: "for" or "against"."""

    kind: str
    when: When
    detail: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """An office from the table of actors, with its days; last is None for one still held when the table was made."""

    title: str
    first: str | None
    last: str | None
