"""Articles with attributions and entities written into the text, for the tests of assembly and speakers.

>>> mark("{s1:{p:Ada Lund}} {c1:said} {k1:that it rained}.")

s, c, k with a number: source, cue and content of that attribution (several spans: the same letter again); p, o, l, n:
person, organization, location, norp.
"""

import re
from collections import defaultdict
from dataclasses import replace

from onrecord.assemble import statements
from onrecord.resolve import speakers
from onrecord.types import Article, Attribution, Entity, Kind, Passage, Span, Statement, Tagged

_TOKEN = re.compile(r"\{([sck]\d+|[poln]):|\}")
_KINDS = {"p": "person", "o": "organization", "l": "location", "n": "norp"}


def mark(marked: str, *, kinds: tuple[Kind, ...] = ()) -> tuple[Article, Tagged]:
    """Return the article and the tagger's reading that a marked text stands for; kinds: one for each paragraph."""
    text, position = "", 0
    opened: list[tuple[str, int]] = []
    spans: dict[str, list[Span]] = defaultdict(list)
    for token in _TOKEN.finditer(marked):
        text += marked[position : token.start()]
        position = token.end()
        if token.group(1):
            opened.append((token.group(1), len(text)))
        else:
            name, start = opened.pop()
            spans[name].append((start, len(text)))
    text += marked[position:]
    numbers = sorted({name[1:] for name in spans if name[0] in "sck"}, key=int)
    attributions = tuple(
        Attribution(*(tuple(sorted(spans[role + number])) for role in "sck"), confidence=0.9) for number in numbers
    )
    entities = tuple(
        sorted(
            (Entity(a, b, kind, 0.9) for name, kind in _KINDS.items() for a, b in spans[name]), key=lambda e: e.start
        )
    )
    article = Article(id="a", key="a", source="a", text=text, raw_hash="", format="text")
    if kinds:
        paragraphs = [m.span() for m in re.finditer(r"[^\n]+", text)]
        passages = tuple(Passage(a, b, kind) for (a, b), kind in zip(paragraphs, kinds, strict=True))
        article = replace(article, passages=passages)
    return article, Tagged(attributions, entities)


def assembled(marked: str, *, kinds: tuple[Kind, ...] = ()) -> tuple[Statement, ...]:
    """Return the statements of a marked text."""
    return statements(*mark(marked, kinds=kinds))


def resolved(marked: str, *, kinds: tuple[Kind, ...] = ()) -> tuple[Statement, ...]:
    """Return the statements of a marked text with their speakers."""
    article, tagged = mark(marked, kinds=kinds)
    return speakers(article, tagged, statements(article, tagged))
