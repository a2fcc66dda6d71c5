"""Print what was read from articles, statement by statement, for a person to check against the text.

    python -m evaluation.rows SOURCE...         files, folders or patterns, as for ``onrecord add``
    python -m evaluation.rows SOURCE... --full  contents in full, and every passage

No record is written, and what several articles have in common is not looked for.
"""

import argparse
from collections import Counter
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.text import Text

from evaluation.score import shortened
from onrecord.model.infer import Reader
from onrecord.pipeline import Options, read_pages
from onrecord.render import line
from onrecord.sources import pages
from onrecord.types import Article, Kind, Said, Skip, Statement

_SHOWN = 240  # characters of a statement
_SHOWN_PASSAGE = 70  # characters of a passage


def head(article: Article) -> Text:
    """Return what is known of an article as a whole."""
    dating = article.published
    kinds = ", ".join(f"{kind} {number}" for kind, number in Counter(p.kind for p in article.passages).items())
    facts = {
        "title": article.title,
        "outlet": article.outlet,
        "published": f"{dating.earliest} to {dating.latest}, best {dating.best}",
        "evidence": "; ".join(f"{e.kind}: {e.detail}" for e in dating.evidence) or None,
        "conflicts": "; ".join(dating.conflicts) or None,
        "passages": kinds,
        "unread": article.unread,
    }
    shown = [(name, line(value)) for name, value in facts.items() if value]
    return Text("\n".join([line(article.source), *(f"  {name}: {value}" for name, value in shown)]), style="bold")


def row(number: int, statement: Statement, *, full: bool) -> Text:
    """Return one statement: who, how it was found, the words that name the speaker; the content; the rest."""
    speaker = statement.speaker
    office = ", ".join(part for part in (speaker.role, speaker.affiliation) if part)
    named = f"“{speaker.mention.text}”" if speaker.mention else "no words"
    cue = f"“{statement.cue.text}”" if statement.cue else "none"
    rest = {
        "to": statement.addressee,
        "medium": statement.medium,
        "venue": statement.venue,
        "relay": statement.relay,
        "said": _said(statement.said),
        "in": None if statement.passage == Kind.BODY else str(statement.passage),
    }
    facts = "; ".join(f"{name}: {value}" for name, value in rest.items() if value)
    content = shortened(line(statement.text), len(statement.text) if full else _SHOWN)
    return Text.assemble(
        (f"{number:>3}  ", "dim"),
        (line(speaker.name or "unknown"), "bold"),
        line(f"{f' ({office})' if office else ''}  [{speaker.how or 'no how'}: {named}]  "),
        (line(f"{statement.form}, cue {cue}, {statement.confidence:.2f}"), "dim"),
        f"\n     {content}",
        (f"\n     {line(facts)}" if facts else "", "dim"),
    )


def shown(article: Article, *, full: bool) -> RenderableType:
    """Return an article's head and its statements."""
    found = [row(number, statement, full=full) for number, statement in enumerate(article.statements, 1)]
    words = [article.text[passage.start : passage.end] for passage in article.passages]
    kinds = [
        f"{p.kind:>12}  {shortened(line(w), _SHOWN_PASSAGE)}" for p, w in zip(article.passages, words, strict=True)
    ]
    return Group(head(article), *([Text("\n".join(kinds))] if full else []), "", *found)


def _said(said: Said | None) -> str | None:
    return f"{said.earliest} to {said.latest} ({said.words}: {said.how})" if said else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Print what was read from articles, statement by statement.")
    parser.add_argument("sources", nargs="+", metavar="SOURCE")
    parser.add_argument("--full", action="store_true", help="contents in full, and every passage")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, markup=False)
    reader = Reader.load()
    for item in pages(options.sources):
        if isinstance(item, Skip):
            console.print(f"skipped {line(item.source)}: {line(item.reason)}")
        else:
            (article,) = read_pages([item], reader, Options())
            console.print(shown(article, full=options.full))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
