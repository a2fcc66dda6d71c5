"""How articles, statements and records show in a notebook: HTML with the statements marked in their text.

    article                                        # the last expression of a cell
    notebook.html(article, characters=2000)        # the beginning only

Spans may nest and overlap: the text is cut at every border, and each piece is marked by the innermost statement that
covers it. All text is escaped. Styles stand in the elements themselves, since notebooks may drop style sheets; colours
are half transparent, so that they read on a light and on a dark background.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from html import escape

from onrecord.types import Article, Span, Speaker, Statement

_LONGEST = 20_000  # characters of text shown; a browser gets slow with whole books
_HUES = (210, 30, 120, 280, 0, 170, 60, 320)  # degrees on the colour wheel, neighbours far apart
_UNKNOWN = "rgba(128,128,128,.3)"
_DIM = "opacity:.75;font-size:.9em"
_UNSHOWABLE = {0: 0xFFFD} | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)  # NUL and lone surrogates


def html(item: Article | Statement, *, characters: int = _LONGEST) -> str:
    """Return HTML; ``characters``: how much of an article's text to show."""
    return _article(item, characters) if isinstance(item, Article) else _box(_statement(item, ""))


def overview(title: str, facts: Iterable[str], statements: Iterable[tuple[Statement, str]]) -> str:
    """Return HTML: a title, lines of facts, and statements, each with where it stands."""
    lines = (_dim(_safe(fact)) for fact in facts)
    return _box(f"<strong>{_safe(title)}</strong>", *lines, *(_statement(one, where) for one, where in statements))


def pieces(statements: Sequence[Statement], length: int) -> Iterator[tuple[Span, Statement | None]]:
    """Cut ``[0, length)`` into pieces, in order, each with the innermost statement that covers it, or None.

    Innermost is the content that begins last; of those, the one that ends first. Spans outside are clipped.
    """
    spans = sorted(
        (max(start, 0), min(end, length), index)
        for index, statement in enumerate(statements)
        for start, end in statement.content
        if max(start, 0) < min(end, length)
    )
    borders = sorted({0, length, *(border for start, end, _ in spans for border in (start, end))})
    waiting = iter(spans)
    following = next(waiting, None)
    open_spans: list[tuple[int, int, int]] = []  # heap of (-start, end, index)
    for start, end in zip(borders, borders[1:], strict=False):
        while following and following[0] <= start:
            heappush(open_spans, (-following[0], following[1], following[2]))
            following = next(waiting, None)
        while open_spans and open_spans[0][1] <= start:
            heappop(open_spans)
        yield (start, end), statements[open_spans[0][2]] if open_spans else None


def _article(article: Article, characters: int) -> str:
    dating = article.published
    colours = _colours(article.statements)
    facts = (article.outlet, _days(dating.earliest, dating.latest, dating.best), article.source, article.unread)
    legend = "".join(f'<mark style="{style}">{_safe(name)}</mark> ' for name, style in colours.items())
    more = len(article.text) - characters
    return _box(
        f"<strong>{_safe(article.title or article.source)}</strong>",
        _dim(" · ".join(_safe(fact) for fact in (*facts, _count(len(article.statements), "statement")) if fact)),
        *(_dim(f"⚠ {_safe(conflict)}") for conflict in dating.conflicts),
        f"<div>{legend}</div>" if legend else "",
        f'<div style="white-space:pre-wrap;margin-top:.5em">{"".join(_marked(article, characters, colours))}</div>',
        _dim(f"… and {_count(more, 'more character')}") if more > 0 else "",
    )


def _marked(article: Article, characters: int, colours: dict[str, str]) -> Iterator[str]:
    for (start, end), statement in pieces(article.statements, min(len(article.text), characters)):
        words = _safe(article.text[start:end])
        if statement is None:
            yield words
        else:
            style = colours.get(statement.speaker.name or "", _style(_UNKNOWN))
            yield f'<mark style="{style}" title="{_safe(_about(statement))}">{words}</mark>'


def _statement(statement: Statement, where: str) -> str:
    style = "margin:.5em 0;padding-left:.7em;border-left:3px solid rgba(128,128,128,.5)"
    about = " · ".join(_safe(fact) for fact in (_about(statement), where) if fact)
    return f'<blockquote style="{style}">{_safe(statement.text)}{_dim(about)}</blockquote>'


def _about(statement: Statement) -> str:
    """Return who, how it is known, in which form and when, in one line."""
    speaker, said = statement.speaker, statement.said
    days = _days(said.earliest, said.latest) if said else None
    facts = (_name(speaker), speaker.role, speaker.affiliation, speaker.how, statement.form, days)
    return " · ".join(str(fact) for fact in facts if fact)


def _name(speaker: Speaker) -> str:
    return speaker.name or (f"“{speaker.mention.text}”" if speaker.mention else "unknown speaker")


def _days(earliest: str | None, latest: str | None, best: str | None = None) -> str | None:
    if best or earliest == latest:
        return best or earliest
    return f"{earliest or '…'} to {latest or '…'}"


def _colours(statements: Sequence[Statement]) -> dict[str, str]:
    names = dict.fromkeys(one.speaker.name for one in statements if one.speaker.name)
    return {name: _style(f"hsla({_HUES[index % len(_HUES)]},80%,50%,.3)") for index, name in enumerate(names)}


def _style(colour: str) -> str:
    return f"background:{colour};color:inherit;border-radius:.2em"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _box(*parts: str) -> str:
    return f'<div style="font-family:system-ui,sans-serif;line-height:1.5;max-width:48em">{"".join(parts)}</div>'


def _dim(inner: str) -> str:
    return f'<div style="{_DIM}">{inner}</div>'


def _safe(text: str) -> str:
    return escape(text.translate(_UNSHOWABLE))
