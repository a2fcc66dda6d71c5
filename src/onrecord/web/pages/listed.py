"""The list of articles."""

from dataclasses import replace

import numpy as np

from onrecord import profiles
from onrecord.columns import Numbers
from onrecord.filters import Filter
from onrecord.web import cards
from onrecord.web.contexts import ArticlesPage
from onrecord.web.pages.paging import Paged
from onrecord.web.room import Room


def articles(room: Room, criteria: Filter, *, conflict: bool = False, number: int = 1) -> ArticlesPage:
    """Return a page of the articles that fit words, outlet and days, the newest first.

    conflict: only those whose dates contradict each other.
    """
    columns = room.columns()

    def select() -> Numbers:
        found = columns.reporting(replace(criteria, text=None), np.empty(0, np.int64))
        found = found[columns.articles.conflict[found]] if conflict else found
        if criteria.text:
            found = found[np.isin(columns.articles.row[found], profiles.containing(room.record, criteria.text))]
        return columns.articles.row[columns.articles.newest(found)]

    found = room.remembered(("articles", criteria, conflict), columns, select, shelf="selections")
    here = {name: getattr(criteria, name) for name in ("text", "outlet", "since", "until")}
    paged = Paged("/articles", {**here, "conflict": conflict or None}, len(found), number)
    shown = profiles.headings(room.record, found[paged.part])
    return ArticlesPage(**here, conflict=conflict, articles=cards.places(shown), **paged.fields)
