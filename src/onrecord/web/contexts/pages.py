"""The pages, each with what it is made of."""

from dataclasses import dataclass

from onrecord.types import Kind
from onrecord.web.contexts.parts import (
    Counted,
    Download,
    Evidence,
    Named,
    OfficeHeld,
    Place,
    Quote,
    Timeline,
    Version,
    When,
    Wording,
)


@dataclass(frozen=True, slots=True)
class DateConflict:
    """An article whose dates contradict each other, in words."""

    article: Place
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where all of what a front page shows some of is listed, between the same days: addresses of pages."""

    articles: str
    statements: str
    speakers: str
    outlets: str
    wordings: str
    alone: str
    conflicts: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the record holds between two days, or in all, and what is worth looking at.

    alone: quotations that only one outlet has. wordings: the first of the ``differing`` utterances that are worded
    differently, of ``considered`` that were compared: all that several outlets have.
    """

    record: str
    since: str | None
    until: str | None
    articles: int
    statements: int
    speakers: int
    outlets: int
    shared: int
    copies: int
    unread: int
    timeline: Timeline
    wordings: tuple[Wording, ...]
    differing: int
    considered: int
    conflicts: tuple[DateConflict, ...]
    conflict_count: int
    alone: tuple[Quote, ...]
    alone_count: int
    most_quoted: tuple[Counted, ...]
    most_quoting: tuple[Counted, ...]
    ways: Ways
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class Step:
    """One report of an utterance, and whence its outlet has it. kind: "relay", "copy" or None where nobody says."""

    outlet: str
    article: Place
    kind: str | None
    source: str | None
    source_href: str | None


@dataclass(frozen=True, slots=True)
class UtterancePage:
    """One act of speaking, as each outlet has it; the best witness first. chain: who took it from whom."""

    id: str
    speaker: Named
    said: When
    outlets: tuple[str, ...]
    versions: tuple[Version, ...]
    chain: tuple[Step, ...]
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in which nothing changes.

    statements: numbers of the notes whose words it is part of, the outermost first. cue, source: the number of the
    note whose cue or whose speaker's words it is part of. begins: notes whose statement begins here. colour: of the
    innermost statement's speaker, 0 to 7; None where the speaker is not known, or nobody is quoted.
    """

    text: str
    start: int
    end: int
    statements: tuple[int, ...]
    cue: int | None
    source: int | None
    begins: tuple[int, ...]
    colour: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A statement beside the text. number: from 1, in order of appearance."""

    number: int
    colour: int | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage. own: no statement is in it. notes: of the statements that begin in it."""

    kind: Kind
    start: int
    end: int
    own: bool
    runs: tuple[Run, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """A speaker in an article, with the colour of the statements."""

    speaker: Named
    colour: int | None
    number: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One text as one outlet published it, statements and passages marked. own_voice: share of the body, or None."""

    id: str
    title: str
    outlet: Named | None
    author: str | None
    source: str
    url: str | None
    language: str | None
    unread: str | None
    revision: int
    raw_hash: str
    published: When
    evidence: tuple[Evidence, ...]
    conflicts: tuple[str, ...]
    legend: tuple[Legend, ...]
    own_voice: float | None
    copy_of: Place | None
    copies: tuple[Place, ...]
    passages: tuple[PassageView, ...]
    statements: int
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class Year:
    """What a speaker said in a year, or on no known day (year is None), in the speaker's own words."""

    year: int | None
    statements: int
    href: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """Who speaks. never: outlets that never quote this speaker. subject: words that ``years`` is narrowed to."""

    key: str
    name: str
    called: tuple[str, ...]
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]
    offices: tuple[OfficeHeld, ...]
    statements: int
    articles: int
    timeline: Timeline
    outlets: tuple[Counted, ...]
    never: tuple[Named, ...]
    subject: str | None
    years: tuple[Year, ...]
    about: tuple[Quote, ...]
    search: str
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class OutletPage:
    """Who is quoted there, and how.

    own_voice: share of the characters of its bodies that nobody is quoted in, of its newest ``measured`` articles.
    copied: articles that copy another. stray: mean distance of its quotations from the best witness, over the
    ``compared`` ones that others have too; None where there is none. furthest: the versions that stray most.
    """

    name: str
    articles: int
    statements: int
    speakers: int
    direct: int
    timeline: Timeline
    most_quoted: tuple[Counted, ...]
    own_voice: float | None
    measured: int
    copied: int
    stray: float | None
    compared: int
    furthest: tuple[Wording, ...]
    search: str
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for; None is anything."""

    text: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    form: str | None = None
    medium: str | None = None
    since: str | None = None
    until: str | None = None
    alone: bool | None = None
    order: str = "newest"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Statements that fit, a page of them, and what else they could be narrowed to. count: of all of them."""

    asked: Asked
    count: int
    page: int
    pages: int
    quotes: tuple[Quote, ...]
    timeline: Timeline
    speakers: tuple[Counted, ...]
    outlets: tuple[Counted, ...]
    forms: tuple[Counted, ...]
    media: tuple[Counted, ...]
    downloads: tuple[Download, ...]
    feed: str
    previous: str | None
    next: str | None
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    """Speakers whose name is known, the most quoted first, of all statements or of those between two days."""

    text: str | None
    since: str | None
    until: str | None
    count: int
    page: int
    pages: int
    speakers: tuple[Counted, ...]
    previous: str | None
    next: str | None
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """Outlets, those with most statements first, of all statements or of those between two days."""

    since: str | None
    until: str | None
    outlets: tuple[Counted, ...]
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """Articles, the newest first. text: words that all of them hold. conflict: only those whose dates disagree."""

    text: str | None
    outlet: str | None
    since: str | None
    until: str | None
    conflict: bool
    count: int
    page: int
    pages: int
    articles: tuple[Place, ...]
    previous: str | None
    next: str | None
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class WordingsPage:
    """Utterances that outlets word differently: changes of meaning first, then those that differ most.

    count: of all of them. considered: how many were compared, all that several outlets have.
    """

    since: str | None
    until: str | None
    considered: int
    wordings: tuple[Wording, ...]
    count: int
    page: int
    pages: int
    previous: str | None
    next: str | None
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What a report holds: the front page, then in full what it leads to, as far as it goes. asked: in words."""

    front: FrontPage
    asked: str
    utterances: tuple[UtterancePage, ...]
    speakers: tuple[SpeakerPage, ...]
    articles: tuple[ArticlePage, ...]
    made: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A judgement in words. number: in the log; at, undone: ISO 8601 times, UTC; undone is None while it holds."""

    number: int
    words: str
    who: str | None
    at: str
    undone: str | None


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """What people have decided about the record, the newest first."""

    corrections: tuple[Correction, ...]
    href: str
    api: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, and what to do."""

    status: int
    title: str
    message: str
