"""The types that flow through OnRecord; every stage takes and returns these.

    Page -> Article (text, passages) -> Dating -> Tagged -> Statement -> Statement with Speaker -> Utterance

All spans are Unicode code points ``(start, end)``, end exclusive, into ``Article.text``. Dates are ISO 8601 strings
(``2022-12-14``), so that they read the same in Python, JSON and SQL. Unknown is None.
"""

import hashlib
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

Span = tuple[int, int]
Days = tuple[str | None, str | None]  # first and last day, ISO 8601, both inclusive; None is open


class Kind(StrEnum):
    """What a passage is. Statements come from HEADLINE and BODY unless asked otherwise."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    DATELINE = "dateline"
    CORRECTION = "correction"
    DISCLAIMER = "disclaimer"
    RELATED = "related"
    TAGS = "tags"
    NAVIGATION = "navigation"
    COMMENT = "comment"


class Form(StrEnum):
    """Direct: all content in quotation marks. Indirect: none of it. Mixed: some of it."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class How(StrEnum):
    """How a speaker was found."""

    NAME = "name"  # the source span holds the full name
    SURNAME = "surname"
    OFFICE = "office"  # "the NATO Secretary General"
    DESCRIPTION = "description"  # "the lawmaker"
    PRONOUN = "pronoun"
    METONYM = "metonym"  # "Moscow", "the Kremlin"
    ORGANISATION = "organisation"
    GROUP = "group"  # "some Western analysts"
    UNNAMED = "unnamed"  # "a senior official"
    CONTINUED = "continued"  # a quotation that runs on with no cue of its own
    CONTEXT = "context"  # no source span: the verb after a quotation lacks its subject, and whoever spoke last goes on
    JUDGED = "judged"  # a person decided who it is


@dataclass(frozen=True, slots=True)
class Page:
    """One article as it was found, before cleaning.

    source: path or URL as the user named it, with ``#N`` for row N of a file of many. key: what stays the same when
    the article changes (its URL, else the absolute path and row): a new text under an old key is a new revision.
    text: decoded source for plain text; the extracted text for HTML, where it is canonical. raw_hash: SHA-256 of the
    bytes. format: "text", "html", "json" or "csv". captured: date of capture (file time), ISO, or None. evidence:
    dates found in metadata and URL. passages: given for HTML, whose markup tells the kinds; None for plain text.
    """

    source: str
    key: str
    text: str
    raw_hash: str
    format: str
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    captured: str | None = None
    extractor: str | None = None
    evidence: tuple["DateEvidence", ...] = ()
    passages: tuple["Passage", ...] | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """An input that was not read, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article with one kind. Passages are sorted, do not overlap and cover all but white space."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """One reason to believe that an article was published between two dates (both inclusive).

    kind: "metadata", "url", "header", "text", "capture", "office" (somebody is called what they were only for a time),
    "occasion" (a summit or election that is told of), "recency" (news are new) or "chain" (another article reports the
    same statement). detail: words a reader can check. start, end: where it stands in the text, if it does. also:
    further intervals that it allows.
    """

    kind: str
    earliest: str | None
    latest: str | None
    detail: str
    start: int | None = None
    end: int | None = None
    also: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Dating:
    """A publication date as a judgement: an interval, the best single date if there is one, evidence, conflicts.

    options: where the evidence leaves several intervals apart from each other open, all of them, by date.
    """

    earliest: str | None = None
    latest: str | None = None
    best: str | None = None
    evidence: tuple[DateEvidence, ...] = ()
    conflicts: tuple[str, ...] = ()
    options: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the model marks: somebody is reported to have said, thought or wanted something. Spans may be several."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A name found by the model; kind is one of ``onrecord.model.tags.ENTITY_TYPES``."""

    start: int
    end: int
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Tagged:
    """The model's whole reading of one article."""

    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words at a place: ``article.text[start:end] == text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who made a statement. The mention (source span) may be None; name is None when not known, never guessed.

    why: on what ground the table of actors knows the speaker, or cannot tell who held an office, in words, or None.
    """

    mention: Mention | None = None
    name: str | None = None
    actor: str | None = None
    role: str | None = None
    affiliation: str | None = None
    how: How | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class FigureRole:
    """What an article says that a person is, where. former: as a thing of the past."""

    text: str
    affiliation: str | None
    former: bool
    start: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody whom an article names: a person, or a body (country, organisation, outlet) that speaks in it.

    name: the fullest form there. nouns: what a person's roles amount to (``roles.tsv``).

    actor: id, None for what was judged to be no person. known: the name under which the table of actors has the person,
    and why it is that person; None where it has not. mentions: spans of the name's forms, in order.
    """

    name: str
    gender: str
    roles: tuple[FigureRole, ...]
    nouns: tuple[str, ...]
    mentions: tuple[Span, ...]
    actor: str | None
    known: str | None = None
    why: str | None = None
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Said:
    """When something was said: an inclusive interval, the words it comes from, and how it was worked out.

    options: where several intervals apart from each other are left open ("February 15" of one of two years), all.
    """

    earliest: str | None
    latest: str | None
    words: str | None
    how: str
    options: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution in one article.

    content: fragments in order; text: their words joined by ``' ... '``. insertions: spans of [words added in
    brackets]; ellipses: spans of ``...`` or ``…``; both inside content. relay: through whom the
    article has it ("per an agency report").
    """

    id: str
    article: str
    content: tuple[Span, ...]
    text: str
    form: Form
    cue: Mention | None
    speaker: Speaker
    addressee: str | None = None
    medium: str | None = None
    venue: str | None = None
    relay: str | None = None
    said: Said | None = None
    passage: Kind = Kind.BODY
    confidence: float = 1.0
    insertions: tuple[Span, ...] = ()
    ellipses: tuple[Span, ...] = ()
    utterance: str | None = None

    def _repr_html_(self) -> str:
        """Show the statement in a notebook."""
        from onrecord import notebook

        return notebook.html(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form that docs/data.md describes, without the article's own columns."""
        cue, mention = self.cue, self.speaker.mention
        speaker = {
            "text": mention.text if mention else None,
            "start": mention.start if mention else None,
            "end": mention.end if mention else None,
        }
        speaker |= {f.name: getattr(self.speaker, f.name) for f in fields(self.speaker) if f.name != "mention"}
        said = self.said
        return {
            "id": self.id,
            "article": self.article,
            "text": self.text,
            "content": [list(span) for span in self.content],
            "form": str(self.form),
            "cue": {"text": cue.text, "start": cue.start, "end": cue.end} if cue else None,
            "speaker": speaker,
            "addressee": self.addressee,
            "medium": self.medium,
            "venue": self.venue,
            "relay": self.relay,
            "said": {
                "earliest": said.earliest,
                "latest": said.latest,
                "from": said.words,
                "how": said.how,
                "options": [list(days) for days in said.options],
            }
            if said
            else None,
            "passage": str(self.passage),
            "confidence": round(self.confidence, 4),
            "insertions": [list(span) for span in self.insertions],
            "ellipses": [list(span) for span in self.ellipses],
            "utterance": self.utterance,
        }


@dataclass(frozen=True, slots=True)
class Article:
    """One text as one outlet published it, and everything read from it.

    language: ISO 639-1 code or None. unread: why no statements were looked for (not English, too long, ...), or None.
    revision: 1 for the first text seen under the page's key. copy_of: id of the article this one copies, or None.
    """

    id: str
    key: str
    source: str
    text: str
    raw_hash: str
    format: str
    passages: tuple[Passage, ...] = ()
    published: Dating = Dating()
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    captured: str | None = None
    extractor: str | None = None
    language: str | None = None
    unread: str | None = None
    revision: int = 1
    copy_of: str | None = None
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()

    def _repr_html_(self) -> str:
        """Show the article in a notebook, its statements marked."""
        from onrecord import notebook

        return notebook.html(self)


@dataclass(frozen=True, slots=True)
class Variant:
    """How one statement's words differ from another's (the witness).

    operations: ("equal" | "insert" | "delete" | "replace", words of the witness, words of the statement), in order.
    distance: 0 (same words) to 1. classes: e.g. "identical", "trimmed", "reworded", "negation", "number".
    """

    statement: str
    witness: str
    distance: float
    classes: tuple[str, ...]
    operations: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One act of speaking in the world, as reported by the statements that belong to it; witness: the fullest."""

    id: str
    speaker: str | None
    statements: tuple[str, ...]
    witness: str
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """One line that a speaker said on several occasions; utterances: their ids, by time, two or more.

    earliest, latest: days between which all were made, as far as is known.
    """

    id: str
    speaker: str | None
    utterances: tuple[str, ...]
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Two statements (ids) that report one utterance, how sure that is (1 is just enough), and why, in words."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Utterances whose statements are linked, or that repeat one line; the links that made them; talking points."""

    utterances: tuple[Utterance, ...]
    links: tuple[Link, ...] = ()
    points: tuple[TalkingPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """An article (id) that copies another. share: part of the copy's text that stands in the original, 0 to 1.

    reason: why that one is taken for the original, in words.
    """

    article: str
    original: str
    share: float
    reason: str


@dataclass(frozen=True, slots=True)
class CopyFamily:
    """Articles (ids, sorted) of which each shares most of its text with another one, and which copies which."""

    members: tuple[str, ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class CopyRow:
    """What matching needs of an article to find copies. text: the body; earliest, latest: publication; see Dating.

    primary: an official transcript or the speaker's own site, which copies nobody.
    """

    id: str
    text: str
    outlet: str | None = None
    earliest: str | None = None
    latest: str | None = None
    primary: bool = False


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What matching needs of a statement.

    speaker: resolved name; how: how it was found. said_earliest, said_latest: from Statement.said, None when not
    known. copy_of: id of the article that this statement's article copies. primary: see CopyRow. source: the words that
    name the speaker. topic: the words that tell the article best; empty where they are not known. headline: whether it
    stands in one.
    """

    id: str
    article: str
    text: str
    form: Form
    speaker: str | None = None
    actor: str | None = None
    how: How | None = None
    said_earliest: str | None = None
    said_latest: str | None = None
    published_earliest: str | None = None
    published_latest: str | None = None
    outlet: str | None = None
    copy_of: str | None = None
    primary: bool = False
    source: str | None = None
    topic: frozenset[str] = frozenset()
    headline: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What telling people apart needs of a figure: somebody named in one article; see Figure.

    own: the actor id that the article alone gives. order: grows with each figure stored. actor: as stored at present;
    fresh: not compared with others yet. company: own ids of the other people whom the article names in full; said: what
    tells runs of words that the article quotes of the figure. Both may be left out where no surname stands alone.
    """

    article: str
    position: int
    name: str
    gender: str
    affiliations: tuple[str, ...]
    nouns: tuple[str, ...]
    own: str
    known: str | None
    order: int = 0
    actor: str | None = None
    fresh: bool = True
    kind: str = "person"
    company: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a figure is: an actor's id and name, None for what is no person. known: the name in the table of actors."""

    article: str
    position: int
    own: str
    actor: str | None
    name: str | None
    known: str | None


@dataclass(frozen=True, slots=True)
class DatedRow:
    """What dating across articles needs of a statement: when it was said and printed, as far as its article tells.

    called: the article's outlet, or else its source. utterance: id of the one that it reports, None where no other
    article does.
    """

    statement: str
    article: str
    utterance: str | None
    called: str
    said: Said | None
    published: Dating


@dataclass(frozen=True, slots=True)
class Chained:
    """Dates that one article owes to another's report of the same utterance. subject: id of a statement or article.

    via: the statement that gives the date.
    """

    subject: str
    via: str
    said: Said | None = None
    published: Dating | None = None


@dataclass(frozen=True, slots=True)
class PairJudgement:
    """A person's decision whether two statements (ids) report the same utterance."""

    left: str
    right: str
    same: bool


def digest(*parts: object) -> str:
    """Return an id: the first 16 hexadecimal digits of the SHA-256 of the parts, each with its length before it."""
    text = "".join(f"{len(str(part))}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
