"""What tells whom a surname alone means: whom else its article names, and what it quotes of the person."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from onrecord import names
from onrecord.actors.identify import surname_key
from onrecord.store import schema
from onrecord.types import FigureRow, Form

_AT_ONCE = 500  # articles asked for in one query
_RUN = 8  # words that two articles quote alike: shorter runs are anybody's
_WORD = re.compile(r"\w+")
_NOBODY = frozenset[str]()


def added(connection: Connection, found: Sequence[FigureRow]) -> list[FigureRow]:
    """Return figures with company and words, where some have a surname alone and others the name in full.

    Not where the table of actors knows somebody of the surname: it tells when that is enough.
    """
    alike: dict[str, list[FigureRow]] = defaultdict(list)
    for one in found:
        if one.kind == "person":
            alike[surname_key(one.known or one.name)].append(one)
    asked = {id(one) for several in alike.values() if _mixed(several) for one in several}
    articles = sorted({one.article for one in found if id(one) in asked})
    named, said = _named_in_full(connection, articles), _said(connection, articles)

    def told(one: FigureRow) -> FigureRow:
        others = named.get(one.article, _NOBODY) - {one.own}
        return replace(one, company=others, said=said.get((one.article, one.own), _NOBODY))

    return [told(one) if id(one) in asked else one for one in found]


def _mixed(several: Sequence[FigureRow]) -> bool:
    single = [len(names.parts(one.name)) == 1 for one in several]
    return any(single) and not all(single) and not any(one.known for one in several)


def _named_in_full(connection: Connection, articles: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Return article -> own ids of the people whom it names in full."""
    table = schema.figure
    found: dict[str, set[str]] = defaultdict(set)
    for at in range(0, len(articles), _AT_ONCE):
        here = table.c.article.in_(articles[at : at + _AT_ONCE])
        query = select(table.c.article, table.c.own, table.c.name).where(here, table.c.kind == "person")
        for article, own, name in connection.execute(query):
            if len(names.parts(name)) > 1:
                found[article].add(own)
    return {article: frozenset(owns) for article, owns in found.items()}


def _said(connection: Connection, articles: Sequence[str]) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return (article, own id) -> every run of ``_RUN`` words that the article quotes of that person."""
    table = schema.statement
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for at in range(0, len(articles), _AT_ONCE):
        here = table.c.article.in_(articles[at : at + _AT_ONCE])
        query = select(table.c.article, table.c.own_actor, table.c.text).where(here, table.c.form == Form.DIRECT)
        for article, own, text in connection.execute(query.where(table.c.own_actor.is_not(None))):
            words = _WORD.findall(text.casefold())
            runs = (words[first : first + _RUN] for first in range(len(words) - _RUN + 1))
            found[article, own].update(" ".join(run) for run in runs)
    return {place: frozenset(runs) for place, runs in found.items()}
