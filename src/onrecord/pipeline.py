"""Composes the stages: read, clean, date, tag, assemble, resolve, then store and match (``matching.py``).

    pages -> blank (clean) -> tag -> complete (assemble, resolve, date) -> put -> match

Everything up to ``put`` sees one article at a time and touches no database. Lines that were broken at a width are read
as one, and printed as they stand (``wrapping``).
"""

import bisect
import itertools
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from onrecord import actors, assemble, clean, dates, language, resolve, voice
from onrecord.layout import layout
from onrecord.matching import compare, rematch
from onrecord.model.infer import Reader
from onrecord.runs import Added, Options, Progress, Rebuilt
from onrecord.sources import page_of_text, pages
from onrecord.store import Outcome, Store
from onrecord.types import Article, Dating, Kind, Page, Skip, Span, Statement, Tagged, digest
from onrecord.wrapping import rewrapped, unwrapped

__all__ = [
    "Added",
    "Options",
    "Progress",
    "Rebuilt",
    "add",
    "blank",
    "complete",
    "read",
    "read_pages",
    "rebuild",
    "settle",
]
_FROM_PAGE = ("metadata", "url")  # kinds of date evidence that come with a page
_ARTICLES_AT_ONCE = 16  # stored articles fetched together


def read(
    text: str,
    *,
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    date: str | None = None,
    options: Options | None = None,
) -> Article:
    """Read one article: ``onrecord.read(text).statements``. Raises ModelError."""
    options = options or Options()
    page = page_of_text(text, url=url, title=title, outlet=outlet, date=date)
    (article,) = read_pages([page], Reader.load(options.model, threads=options.threads), options)
    return article


def read_pages(found: Iterable[Page], reader: Reader, options: Options) -> Iterator[Article]:
    """Read pages to articles with their statements, each as soon as it is read; depends on its arguments alone.

    Pages are taken as they are needed, some ahead of the article that is given.
    """
    blanks: deque[Article] = deque()

    def texts() -> Iterator[tuple[str, Sequence[Span]]]:
        for page in found:
            blanks.append(blank(page, options))
            yield unwrapped(blanks[-1].text), _ranges(blanks[-1], options.kinds)

    for marks in reader.tag_each(texts()):
        yield complete(blanks.popleft(), marks, options)


def blank(page: Page, options: Options) -> Article:
    """Turn a page into an article with passages, outlet and language, but no date and no statements yet."""
    text, page = page.text, replace(page, text=unwrapped(page.text))
    passages = clean.passages(page)
    body = "\n".join(page.text[p.start : p.end] for p in passages if p.kind in (Kind.HEADLINE, Kind.BODY))
    spoken = language.detect(body or page.text)
    return Article(
        id=digest("article", page.key, text),
        key=page.key,
        source=page.source,
        text=text,
        raw_hash=page.raw_hash,
        format=page.format,
        passages=passages,
        published=Dating(evidence=dates.from_page(page)),
        url=page.url,
        title=clean.title(page, passages),
        outlet=clean.outlet(page, passages) or options.outlet,
        author=page.author,
        captured=page.captured,
        extractor=page.extractor,
        language=spoken,
        unread=f"not English (recognised as {spoken}); stored, not read" if spoken not in (None, "en") else None,
    )


def complete(article: Article, tagged: Tagged, options: Options) -> Article:
    """Add the statements that the model's marks stand for, who made them, and when the article was published.

    Offices prove dates, and dates tell who held an office; so people are linked twice: by name and office first, and
    once the date is known by that too.
    """
    wanted = assemble.AssembleOptions(kinds=frozenset(options.kinds))
    printed, article = article.text, replace(article, text=unwrapped(article.text))
    drafts = assemble.statements(article, tagged, wanted)
    table = options.table or actors.table()
    people = resolve.cast(article, tagged, drafts, table)
    sentences = layout(article.text).sentences
    by_name = actors.Known(table)
    called = resolve.called(people, resolve.links(people, by_name), drafts)
    proofs = dates.proofs(article.text, article.passages, called, sentences, table)
    published = dates.publication(article.text, article.passages, [*article.published.evidence, *proofs])
    when = actors.Period(published.earliest, published.latest)
    known = actors.Known(table, when, people.bodies(by_name), people.home(table))
    persons = resolve.figures(people, resolve.links(people, known))
    resolved = resolve.speakers(article, tagged, drafts, known=known, people=people)
    sure = [one for one in voice.of_sources(resolved) if one.confidence >= options.min_confidence]
    dated = replace(article, published=published, figures=(*persons, *resolve.speaking(sure, persons)))
    return rewrapped(replace(dated, statements=tuple(_dated(dated, sure, sentences))), printed)


def add(
    sources: Iterable[str | Path],
    record: str | Path,
    *,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Added:
    """Read sources into a record, creating it; the same source twice changes nothing.

    Raises ModelError or RecordError; what was reported as stored stays stored. Inputs that cannot be read are listed
    in the result and cost other inputs nothing.
    """
    options = options or Options()
    began = time.monotonic()
    tally: Counter[str] = Counter()
    skipped: list[Skip] = []
    unread: list[Skip] = []
    own = {f"{record}{suffix}" for suffix in ("", "-wal", "-shm", "-journal")}  # a record may lie among its sources
    with Store.open(record, create=True) as store:
        options = replace(options, table=store.table(options.table or actors.table()))
        store.note_reading(json.dumps({"kinds": options.kinds, "min_confidence": options.min_confidence}))
        fresh = _fresh(pages(map(str, sources), options.read), store, own=own, skipped=skipped, tally=tally)
        for first in fresh:  # the model is loaded when there is something to read
            reader = Reader.load(options.model, threads=options.threads)
            for article in read_pages(itertools.chain([first], fresh), reader, options):
                outcome = store.put(article)
                tally[outcome] += 1
                if outcome != Outcome.UNCHANGED:
                    tally["statements"] += len(article.statements)
                    unread += [Skip(article.source, article.unread)] if article.unread else []
                if progress:
                    progress(Progress(sum(tally[o] for o in Outcome), article.source))
        settle(store, options.table)
    return Added(
        added=tally[Outcome.ADDED],
        revised=tally[Outcome.REVISED],
        unchanged=tally[Outcome.UNCHANGED],
        statements=tally["statements"],
        unread=tuple(unread),
        skipped=tuple(skipped),
        seconds=time.monotonic() - began,
    )


def rebuild(
    record: str | Path,
    *,
    articles: Iterable[str] | None = None,
    options: Options | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Rebuilt:
    """Read stored articles again, as this version reads them, with what people have decided; by id, or all of them.

    options: None for how the record's articles were last read, with ``threads`` cores. Stored texts, judgements and
    ids of articles stay. A kill at any moment leaves each article as it was or as it is read now. Raises ModelError or
    RecordError.
    """
    began = time.monotonic()
    done = statements = 0
    with Store.open(record) as store:
        options = options or replace(_as_before(store), threads=threads)
        options = replace(options, table=store.table(options.table or actors.table()))
        wanted = iter(store.article_ids() if articles is None else articles)
        reader = Reader.load(options.model, threads=options.threads)
        for article in read_pages(_pages_again(store, wanted), reader, options):
            store.replace(article)
            done, statements = done + 1, statements + len(article.statements)
            if progress:
                progress(Progress(done, article.source))
        settle(store, options.table)
    return Rebuilt(done, statements, time.monotonic() - began)


def settle(store: Store, table: actors.Actors | None = None) -> None:
    """Work out who is who, copies, utterances and dates where articles or judgements have changed."""
    store.identify(table or store.table(actors.table()))
    if not store.matched():
        rematch(store)
    compare(store)  # what an older OnRecord has matched


def _as_before(store: Store) -> Options:
    """Return the options with which a record's articles were last read."""
    before = store.reading()
    if before is None:
        return Options()
    values = json.loads(before)
    return Options(kinds=tuple(Kind(kind) for kind in values["kinds"]), min_confidence=values["min_confidence"])


def _pages_again(store: Store, wanted: Iterator[str]) -> Iterator[Page]:
    while some := list(itertools.islice(wanted, _ARTICLES_AT_ONCE)):
        yield from [_page(article) for article in store.articles(some)]


def _page(article: Article) -> Page:
    """Return the page that a stored article was read from."""
    return Page(
        source=article.source,
        key=article.key,
        text=article.text,
        raw_hash=article.raw_hash,
        format=article.format,
        url=article.url,
        title=article.title,
        outlet=article.outlet,
        author=article.author,
        captured=article.captured,
        extractor=article.extractor,
        evidence=tuple(one for one in article.published.evidence if one.kind in _FROM_PAGE),
        passages=article.passages if article.format == "html" else None,
    )


def _fresh(
    found: Iterable[Page | Skip], store: Store, *, own: set[str], skipped: list[Skip], tally: Counter[str]
) -> Iterator[Page]:
    """Yield the pages that the store does not know, and note the others."""
    for item in found:
        if isinstance(item, Skip):
            skipped += [item] if item.source not in own else []
        elif store.known(item.key, item.text):
            tally[Outcome.UNCHANGED] += 1
        else:
            yield item


def _ranges(article: Article, kinds: Sequence[Kind]) -> list[Span]:
    return [] if article.unread else [(p.start, p.end) for p in article.passages if p.kind in kinds]


def _dated(article: Article, statements: Sequence[Statement], sentences: Sequence[Span]) -> Iterator[Statement]:
    """Say of each statement when it was made, from the sentence of its cue, or else of its first content."""
    starts = [start for start, _ in sentences]
    for statement in statements:
        at = statement.cue.start if statement.cue else statement.content[0][0]
        sentence = sentences[max(0, bisect.bisect_right(starts, at) - 1)]
        cue = (statement.cue.start, statement.cue.end) if statement.cue else None
        said = dates.said(article.text, sentence, cue, statement.content, article.published, article.passages)
        yield replace(statement, said=said)
