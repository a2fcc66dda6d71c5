"""The front page: what the record holds, and what is worth looking at, in all or between two days."""

from collections.abc import Mapping

import numpy as np

from onrecord import profiles
from onrecord.columns import FORMS, Columns, Numbers, over_time
from onrecord.filters import Filter
from onrecord.types import Form
from onrecord.web import cards, links
from onrecord.web.contexts import DateConflict, FrontPage, Ways
from onrecord.web.pages.wordings import worded
from onrecord.web.room import Room

_WORDINGS, _CONFLICTS, _ALONE, _NAMES = 6, 6, 6, 12  # shown
_LOOKED_AT = 500  # newest statements among which those shown are chosen


def page(room: Room, criteria: Filter) -> FrontPage:
    """Return the front page of what fits a filter."""
    columns = room.columns()
    return room.remembered(("front", criteria), columns, lambda: _page(room, columns, criteria))


def _page(room: Room, columns: Columns, criteria: Filter) -> FrontPage:
    found = columns.select(criteria, room.record)
    articles = columns.reporting(criteria, found)
    clashing = articles[columns.articles.conflict[articles]]
    quoted = columns.speaker[found] >= 0
    alone = found[quoted & (columns.form[found] == FORMS.index(Form.DIRECT)) & (columns.outlets[found] <= 1)]
    considered, differing = worded(room, columns, criteria)
    of_outlets = columns.articles.outlet[articles]
    days = {"since": criteria.since, "until": criteria.until}
    href = links.asking("/", days)
    return FrontPage(
        record=room.name,
        since=criteria.since,
        until=criteria.until,
        articles=len(articles),
        statements=len(found),
        speakers=columns.different("speaker", found),
        outlets=len(np.unique(of_outlets[of_outlets >= 0])),
        shared=len(columns.shared(found)),
        copies=int(columns.articles.copied[articles].sum()),
        unread=int(columns.articles.unread[articles].sum()),
        timeline=cards.timeline(
            "/", {}, over_time(columns.charted(found), columns.articles.charted(articles)), cards.pictures(days)
        ),
        wordings=cards.wordings(room, columns, differing[:_WORDINGS]),
        differing=len(differing),
        considered=considered,
        conflicts=tuple(
            DateConflict(cards.place(one), words)
            for one, words in profiles.conflicts(room.record, columns.articles.row[clashing[:_CONFLICTS]])
        ),
        conflict_count=len(clashing),
        alone=cards.quotes(room.record, columns, _one_of_each(columns, alone)),
        alone_count=len(alone),
        most_quoted=cards.most_quoted(columns, found, _NAMES),
        most_quoting=cards.most_quoting(columns, found, _NAMES),
        ways=_ways(days),
        href=href,
        api=links.twin(href),
    )


def _ways(days: Mapping[str, object]) -> Ways:
    lists = {name: links.asking(f"/{name}", days) for name in ("articles", "speakers", "outlets", "wordings")}
    return Ways(
        **lists,
        statements=links.asking("/search", days),
        alone=links.asking("/search", {"form": str(Form.DIRECT), "alone": True, **days}),
        conflicts=links.asking("/articles", {**days, "conflict": True}),
    )


def _one_of_each(columns: Columns, found: Numbers) -> Numbers:
    """Return the rows of the newest statements of a selection, one of each speaker."""
    rows = columns.rows(found)[:_LOOKED_AT]
    _, first = np.unique(columns.speaker[np.searchsorted(columns.row, rows)], return_index=True)
    return rows[np.sort(first)[:_ALONE]]
