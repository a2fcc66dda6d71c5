"""Wordings: the utterances that outlets tell in different words, all of them in order."""

from onrecord.columns import Columns, Numbers
from onrecord.filters import Filter
from onrecord.web import cards
from onrecord.web.contexts import WordingsPage
from onrecord.web.pages.paging import Paged
from onrecord.web.room import Room

PAGE = 25  # utterances on one page


def page(room: Room, criteria: Filter, *, number: int = 1, size: int = PAGE) -> WordingsPage:
    """Return a page of the utterances that outlets word differently, of those that fit a filter."""
    columns = room.columns()
    considered, differing = worded(room, columns, criteria)
    paged = Paged("/wordings", {"since": criteria.since, "until": criteria.until}, len(differing), number, size)
    shown = cards.wordings(room, columns, differing[paged.part])
    return WordingsPage(criteria.since, criteria.until, considered, shown, **paged.fields)


def worded(room: Room, columns: Columns, criteria: Filter) -> tuple[int, Numbers]:
    """Return how many utterances that fit are compared, and those that outlets word differently, in order."""

    def work_out() -> tuple[int, Numbers]:
        told = columns.shared(columns.select(criteria, room.record))
        return int(columns.differences.compared[told].sum()), columns.differences.worded(told)

    return room.remembered(("worded", criteria), columns, work_out, shelf="selections")
