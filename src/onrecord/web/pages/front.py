"""The front page: what the record holds, and what is worth looking at, in all or between two days."""

import numpy as np

from onrecord import profiles
from onrecord.columns import FORMS, Columns, Numbers, number
from onrecord.filters import Filter, first_day, last_day, named
from onrecord.types import Form
from onrecord.web import cards, links
from onrecord.web.contexts import DateConflict, FrontPage, WordingsPage
from onrecord.web.room import Room

COMPARED = 40  # utterances compared for a page: each takes some milliseconds the first time
_WORDINGS, _CONFLICTS, _ALONE, _NAMES = 6, 6, 6, 12  # shown
_LOOKED_AT = 500  # newest statements among which those shown are chosen


def page(room: Room, criteria: Filter) -> FrontPage:
    """Return the front page of what fits a filter."""
    columns = room.columns()
    return room.remembered(("front", criteria), columns, lambda: _page(room, columns, criteria))


def wordings(room: Room, criteria: Filter) -> WordingsPage:
    """Return all differences among the utterances that are compared, of those that fit a filter."""
    columns = room.columns()

    def work_out() -> WordingsPage:
        found = columns.select(criteria, room.record)
        considered, differing = cards.wordings(room, columns, found, limit=COMPARED)
        href = links.asking("/wordings", {"since": criteria.since, "until": criteria.until})
        return WordingsPage(criteria.since, criteria.until, considered, differing, href, links.twin(href))

    return room.remembered(("wordings", criteria), columns, work_out)


def _page(room: Room, columns: Columns, criteria: Filter) -> FrontPage:
    found = columns.select(criteria, room.record)
    articles = reporting(columns, criteria, found)
    clashing = articles[columns.articles.conflict[articles]]
    quoted = columns.speaker[found] >= 0
    alone = found[quoted & (columns.form[found] == FORMS.index(Form.DIRECT)) & (columns.outlets[found] <= 1)]
    considered, differing = cards.wordings(room, columns, found, limit=COMPARED)
    days = {"since": criteria.since, "until": criteria.until}
    href = links.asking("/", days)
    return FrontPage(
        record=room.name,
        since=criteria.since,
        until=criteria.until,
        articles=len(articles),
        statements=len(found),
        speakers=columns.different("speaker", found),
        outlets=len(set(columns.articles.outlet[articles][columns.articles.outlet[articles] >= 0].tolist())),
        shared=len(np.unique(columns.utterance[found[columns.outlets[found] > 1]])),
        copies=int(columns.articles.copied[articles].sum()),
        unread=int(columns.articles.unread[articles].sum()),
        timeline=cards.timeline("/", {}, columns.day[found], columns.articles.day[articles]),
        wordings=differing[:_WORDINGS],
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
        href=href,
        api=links.twin(href),
    )


def _one_of_each(columns: Columns, found: Numbers) -> Numbers:
    """Return the rows of the newest statements of a selection, one of each speaker."""
    rows = columns.rows(found)[:_LOOKED_AT]
    _, first = np.unique(columns.speaker[np.searchsorted(columns.row, rows)], return_index=True)
    return rows[np.sort(first)[:_ALONE]]


def reporting(columns: Columns, criteria: Filter, found: Numbers) -> Numbers:
    """Return the articles, by position, that a filter leaves.

    Those that may have been published between its days, by its outlet; where it asks for more than that, those that
    report one of the statements found.
    """
    if any((criteria.speaker, criteria.text, criteria.form, criteria.medium)):
        return np.unique(columns.article[found])
    fits = np.ones(len(columns.articles.row), dtype=np.bool_)
    if criteria.since:
        fits &= columns.articles.last >= number(first_day(criteria.since))
    if criteria.until:
        fits &= columns.articles.first <= number(last_day(criteria.until))
    if criteria.outlet:
        fits &= np.isin(columns.articles.outlet, named(criteria.outlet, columns.outlet_names))
    return np.flatnonzero(fits)
