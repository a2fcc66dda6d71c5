"""Articles and statements made by hand, of invented people, states and outlets."""

from typing import Any

from onrecord.types import (
    Article,
    Dating,
    Form,
    How,
    Kind,
    Mention,
    Passage,
    Speaker,
    Statement,
    digest,
)

TEXT = "Harbour to stay open\n“We will keep the line open,” Ada Lund told the Courier. She said talks would go on."


def mention(text: str, words: str) -> Mention:
    """Return the first place where words stand in a text."""
    start = text.index(words)
    return Mention(words, start, start + len(words))


def statement(text: str, words: str, *, article: str = "", name: str | None = "Ada Lund", **fields: Any) -> Statement:
    """Return a statement of some words in a text; by Ada Lund, unless said otherwise."""
    place = mention(text, words)
    given = {
        "form": Form.DIRECT,
        "cue": mention(text, "told") if "told" in text else None,
        "speaker": Speaker(
            mention(text, name) if name and name in text else None, name, how=How.NAME if name else None
        ),
    }
    content = ((place.start, place.end),)
    return Statement(digest(article, content), article, content, words, **(given | fields))


def article(
    text: str = TEXT, *words: str, key: str = "a.txt", said: dict[str, Any] | None = None, **fields: Any
) -> Article:
    """Return an article with a statement for each of some words; ``said``: fields of these statements."""
    identifier = digest("article", key, text)
    first_line = text.find("\n") if "\n" in text else 0
    passages = [Passage(0, first_line, Kind.HEADLINE)] * bool(first_line) + [Passage(first_line, len(text), Kind.BODY)]
    given = {
        "source": key,
        "raw_hash": digest(text),
        "format": "text",
        "passages": tuple(passages),
        "outlet": "Harbour Courier",
        "statements": tuple(statement(text, one, article=identifier, **(said or {})) for one in words),
    }
    return Article(id=identifier, key=key, text=text, **(given | fields))


def dated(best: str) -> Dating:
    """Return a dating that is certain of one day."""
    return Dating(best, best, best)
