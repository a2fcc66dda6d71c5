"""A timeline to take away: the figures of a page, as a picture or as the specification of one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from onrecord import charts
from onrecord.columns import Columns, Numbers, OverTime, over_time
from onrecord.errors import QueryError
from onrecord.filters import Filter
from onrecord.web.pages import search
from onrecord.web.room import Room


@dataclass(frozen=True, slots=True)
class View:
    """Which timeline. exact: of one speaker (key) and one outlet (name), as their own pages have it, not of all alike.

    articles: counted, too.
    """

    criteria: Filter
    exact: bool = False
    articles: bool = True


def view(given: Mapping[str, str]) -> View:
    """Return what a query string asks for. Raises QueryError for a value that makes no sense."""
    wanted = search.criteria(search.asked(given))
    return View(wanted, exact=_yes(given, "exact", otherwise=False), articles=_yes(given, "articles", otherwise=True))


def counted(room: Room, columns: Columns, wanted: View) -> OverTime:
    """Return the figures, the same as on the page."""
    found = _found(room, columns, wanted)
    articles = columns.articles.charted(_articles(columns, wanted, found)) if wanted.articles else None
    return over_time(columns.charted(found), articles)


def drawn(room: Room, columns: Columns, wanted: View, figures: OverTime, format: str) -> bytes:
    """Return the file."""

    def draw() -> bytes:
        about = charts.asked(room.name, columns, wanted.criteria)
        return charts.drawn(charts.timeline(figures, about), format)

    return room.remembered((format, wanted), columns, draw, shelf="pictures")


def _found(room: Room, columns: Columns, wanted: View) -> Numbers:
    criteria = wanted.criteria
    if not wanted.exact:
        return search.selected(room, columns, criteria)
    found = columns.select(replace(criteria, speaker=None, outlet=None), room.record)
    for name in ("speaker", "outlet"):
        value = getattr(criteria, name)
        if value is not None:
            found = np.intersect1d(found, columns.of(name, value), assume_unique=True)
    return found


def _articles(columns: Columns, wanted: View, found: Numbers) -> Numbers:
    criteria = wanted.criteria
    if not wanted.exact or criteria.outlet is None:
        return columns.reporting(criteria, found)
    articles = columns.reporting(replace(criteria, outlet=None), found)
    names = columns.outlet_names
    code = names.index(criteria.outlet) if criteria.outlet in names else len(names)
    return np.intersect1d(articles, np.flatnonzero(columns.articles.outlet == code), assume_unique=True)


def _yes(given: Mapping[str, str], name: str, *, otherwise: bool) -> bool:
    value = given.get(name, "").strip()
    if value not in ("", "yes", "no"):
        raise QueryError(f"{name} is {value!r}; expected yes or no.")
    return value == "yes" if value else otherwise
