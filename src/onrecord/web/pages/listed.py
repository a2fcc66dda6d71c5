"""Lists that go over several pages: speakers and articles."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from onrecord import profiles
from onrecord.columns import Numbers
from onrecord.filters import Filter
from onrecord.web import cards, links
from onrecord.web.contexts import ArticlesPage
from onrecord.web.pages.front import reporting
from onrecord.web.room import Room

PAGE = 50  # names or articles on one page


@dataclass(frozen=True, slots=True)
class Paged:
    """Which part of a list a page shows. path, asked: the address of the list; number: of the page, from 1."""

    path: str
    asked: Mapping[str, object]
    count: int
    number: int

    @property
    def part(self) -> slice:
        """The things on this page; none beyond the last one."""
        return slice((self.number - 1) * PAGE, self.number * PAGE)

    @property
    def fields(self) -> dict[str, Any]:
        """What a context says of its page."""
        pages, here = max(1, math.ceil(self.count / PAGE)), self._address(self.number)
        return {
            "count": self.count,
            "page": self.number,
            "pages": pages,
            "previous": self._address(self.number - 1) if 1 < self.number <= pages + 1 else None,
            "next": self._address(self.number + 1) if self.number < pages else None,
            "href": here,
            "api": links.twin(here),
        }

    def _address(self, number: int) -> str:
        return links.asking(self.path, {**self.asked, "page": number if number > 1 else None})


def articles(room: Room, criteria: Filter, *, number: int = 1) -> ArticlesPage:
    """Return a page of the articles that fit words, outlet and days, the newest first."""
    columns = room.columns()

    def select() -> Numbers:
        found = reporting(columns, replace(criteria, text=None), np.empty(0, np.int64))
        if criteria.text:
            found = found[np.isin(columns.articles.row[found], profiles.containing(room.record, criteria.text))]
        return columns.articles.row[columns.articles.newest(found)]

    found = room.remembered(("articles", criteria), columns, select, shelf="selections")
    here = {name: getattr(criteria, name) for name in ("text", "outlet", "since", "until")}
    paged = Paged("/articles", here, len(found), number)
    shown = profiles.headings(room.record, found[paged.part])
    return ArticlesPage(**here, articles=cards.places(shown), **paged.fields)
