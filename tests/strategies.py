"""Hypothesis strategies for articles of any text and any fields, consistent in their offsets."""

import uuid

from hypothesis import strategies as st

from onrecord.types import (
    Article,
    DateEvidence,
    Dating,
    Form,
    How,
    Kind,
    Mention,
    Passage,
    Said,
    Span,
    Speaker,
    Statement,
    digest,
)

any_text = st.text(st.characters())  # surrogates, NULs and unassigned code points included
maybe_text = st.none() | any_text
maybe_date = st.none() | st.dates().map(str)


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span:
    """Draw a span within a text, perhaps empty."""
    start = draw(st.integers(0, length))
    return start, draw(st.integers(start, length))


@st.composite
def statements(draw: st.DrawFn, text: str, *, article: str, number: int) -> Statement:
    """Draw a statement with any fields, whose words are those of the text."""

    places = st.none() | spans(len(text)).map(lambda span: Mention(text[slice(*span)], *span))
    content = tuple(draw(st.lists(spans(len(text)), min_size=1, max_size=3)))
    name, actor = draw(maybe_text), draw(st.none() | st.just(f"{article} {number}"))
    said = draw(st.none() | st.builds(Said, maybe_date, maybe_date, maybe_text, any_text))
    how = draw(st.none() | st.sampled_from(How))
    return Statement(
        id=digest(article, number),
        article=article,
        content=content,
        text=" ... ".join(text[start:end] for start, end in content),
        form=draw(st.sampled_from(Form)),
        cue=draw(places),
        speaker=Speaker(draw(places), name, actor, draw(maybe_text), draw(maybe_text), how),
        addressee=draw(maybe_text),
        medium=draw(maybe_text),
        venue=draw(maybe_text),
        relay=draw(maybe_text),
        said=said,
        passage=draw(st.sampled_from(Kind)),
        confidence=draw(st.floats(0, 1)),
        insertions=tuple(draw(st.lists(spans(len(text)), max_size=2))),
        ellipses=tuple(draw(st.lists(spans(len(text)), max_size=2))),
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Draw an article with any text and any fields, consistent in its offsets."""
    text, key = draw(any_text), f"{uuid.uuid4()} {draw(any_text)}"  # never drawn before
    identifier = digest("article", key, text)
    evidence = st.builds(DateEvidence, any_text, maybe_date, maybe_date, any_text, st.none() | st.integers(0, 9))
    texts = st.lists(any_text, max_size=2).map(tuple)
    dating = st.builds(
        Dating, maybe_date, maybe_date, maybe_date, st.lists(evidence, max_size=2).map(tuple), conflicts=texts
    )
    passages = draw(st.lists(spans(len(text)), max_size=3))
    count = draw(st.integers(0, 3))
    return Article(
        id=identifier,
        key=key,
        source=draw(any_text),
        text=text,
        raw_hash=digest(text),
        format=draw(st.sampled_from(("text", "html", "json", "csv"))),
        passages=tuple(Passage(start, end, draw(st.sampled_from(Kind))) for start, end in passages),
        published=draw(dating),
        url=draw(maybe_text),
        title=draw(maybe_text),
        outlet=draw(maybe_text),
        author=draw(maybe_text),
        captured=draw(maybe_date),
        extractor=draw(maybe_text),
        language=draw(st.none() | st.just("en")),
        unread=draw(maybe_text),
        statements=tuple(draw(statements(text, article=identifier, number=number)) for number in range(count)),
    )
