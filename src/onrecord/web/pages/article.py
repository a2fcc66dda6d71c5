"""An article: the text as printed, statements coloured by speaker, passages by kind, dates with their proof."""

from collections import Counter

from onrecord import profiles
from onrecord.columns import Columns
from onrecord.query import Report
from onrecord.types import Article, DateEvidence, Dating, Kind
from onrecord.web import cards, links
from onrecord.web.contexts import ArticlePage, Evidence, Legend, Note, PassageView, Place, Quote, When
from onrecord.web.marks import Marks
from onrecord.web.room import Room


def page(room: Room, identifier: str) -> ArticlePage:
    """Return the page of an article. Raises QueryError when there is none, or several."""
    article = room.record.article(identifier, exact=False)
    columns = room.columns()
    marks = Marks(article.statements)
    runs = marks.cut(article.text, [(one.start, one.end) for one in article.passages])
    quotes = _quotes(room, article, columns)
    notes = {
        number: Note(number, marks.colour(one), quotes[one.id]) for number, one in enumerate(marks.statements, start=1)
    }
    passages = []
    for passage, cut in zip(article.passages, runs, strict=True):
        begun = [number for run in cut for number in run.begins]
        own = not any(run.statements for run in cut)
        passages.append(
            PassageView(
                passage.kind, passage.start, passage.end, own, tuple(cut), tuple(notes[number] for number in begun)
            )
        )
    href = links.to("article", article.id)
    return ArticlePage(
        id=article.id,
        title=cards.title(article.title, article.source),
        outlet=cards.outlet(article.outlet),
        author=article.author,
        source=article.source,
        url=links.outside(article.url) or links.outside(article.source),
        language=article.language,
        unread=article.unread,
        revision=article.revision,
        raw_hash=article.raw_hash,
        published=cards.when(article.published),
        evidence=tuple(_evidence(one, article.published) for one in article.published.evidence),
        conflicts=article.published.conflicts,
        legend=_legend(marks),
        own_voice=own_voice(article),
        copy_of=_original(room, article.copy_of),
        copies=cards.places(profiles.copies(room.record, article.id)),
        passages=tuple(passages),
        statements=len(article.statements),
        href=href,
        api=links.twin(href),
    )


def own_voice(article: Article) -> float | None:
    """Return the share of the body's characters in which nobody is quoted; None without a body."""
    bodies = [(one.start, one.end) for one in article.passages if one.kind == Kind.BODY]
    quoted = [span for one in article.statements for span in one.content]
    length = sum(end - start for start, end in bodies)
    return round(1 - profiles.shared(bodies, quoted) / length, 4) if length else None


def _quotes(room: Room, article: Article, columns: Columns) -> dict[str, Quote]:
    """Return the statements of an article as lists have them, by id."""
    best = article.published.best
    printed = (article.source, article.outlet, best, article.title, article.url, article.raw_hash)
    reports = [Report(one, *printed) for one in article.statements]
    spread = _spread(room, article, columns)
    return {one.statement.id: cards.quote(one, outlets=spread.get(one.statement.id, 0)) for one in reports}


def _spread(room: Room, article: Article, columns: Columns) -> dict[str, int]:
    """Return for each statement how many outlets have it; columns hold an article's statements in their order."""
    found = profiles.heading(room.record, article.id)
    outlets = columns.outlets[columns.within(found.row)].tolist() if found else []
    if len(outlets) != len(article.statements):  # changed a moment ago
        return {}
    return {one.id: number for one, number in zip(article.statements, outlets, strict=True)}


def _evidence(one: DateEvidence, dating: Dating) -> Evidence:
    after = not (one.earliest and dating.latest) or one.earliest <= dating.latest
    before = not (one.latest and dating.earliest) or one.latest >= dating.earliest
    return Evidence(one.kind, When(one.earliest, one.latest, options=one.also), one.detail, after and before)


def _legend(marks: Marks) -> tuple[Legend, ...]:
    counts = Counter(cards.speaker(one.speaker) for one in marks.statements)
    colours = {cards.speaker(one.speaker): marks.colour(one) for one in marks.statements}
    named = [(who, number) for who, number in counts.items() if who.key]
    return tuple(Legend(who, colours[who], number) for who, number in named)


def _original(room: Room, identifier: str | None) -> Place | None:
    found = profiles.heading(room.record, identifier) if identifier else None
    return cards.place(found) if found else None
