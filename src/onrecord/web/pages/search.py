"""Search: statements that fit, true counts, what else they could be narrowed to, and their addresses."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from onrecord.columns import FORMS, ORDERS, Columns, Numbers, Order, over_time
from onrecord.errors import QueryError
from onrecord.filters import Filter
from onrecord.web import cards, links
from onrecord.web.contexts import Asked, Counted, Download, Named, SearchPage, Timeline
from onrecord.web.room import Room

PAGE = 25  # statements on one page
FORMATS = ("csv", "jsonl", "parquet")
_FACET = 8  # names that a search offers of each kind


def asked(given: Mapping[str, str]) -> Asked:
    """Return what a query string asks for; names that are none of a search's are left alone.

    Raises QueryError for a value that makes no sense.
    """
    fields = {name: given[name].strip() or None for name in Asked.__slots__ if name in given}
    alone = fields.pop("alone", None)
    if alone not in (None, "yes", "no"):
        raise QueryError(f"alone is {alone!r}; expected yes or no.")
    order = fields.pop("order", None) or "newest"
    if order not in ORDERS:
        raise QueryError(f"order is {order!r}; expected one of {', '.join(ORDERS)}.")
    one = Asked(alone=None if alone is None else alone == "yes", order=order, **fields)
    criteria(one)
    return one


def criteria(one: Asked) -> Filter:
    """Return the filter for what is asked. Raises QueryError for a value that makes no sense."""
    return Filter(**{name: value for name, value in asdict(one).items() if name != "order"})


def query(one: Asked) -> dict[str, object]:
    """Return what stands in the address of a search: what differs from a search for anything."""
    return {name: value for name, value in asdict(one).items() if not (name == "order" and value == "newest")}


def found(room: Room, columns: Columns, one: Asked) -> Numbers:
    """Return the rows of all statements that fit, in the order asked for."""
    order = cast(Order, one.order)
    wanted = criteria(one)
    return columns.rows(selected(room, columns, wanted), order=order)


def selected(room: Room, columns: Columns, wanted: Filter) -> Numbers:
    """Return the statements that fit, by position."""
    return room.remembered(wanted, columns, lambda: columns.select(wanted, room.record), shelf="selections")


def page(room: Room, one: Asked, *, number: int = 1) -> SearchPage:
    """Return a page of a search; beyond the last one it is empty."""
    columns = room.columns()
    selection = selected(room, columns, criteria(one))
    pages = max(1, math.ceil(len(selection) / PAGE))
    order = cast(Order, one.order)
    rows = room.remembered(one, columns, lambda: columns.rows(selection, order=order), shelf="selections")
    here = query(one)
    href = links.asking("/search", here | ({"page": number} if number > 1 else {}))
    return SearchPage(
        asked=one,
        count=len(selection),
        page=number,
        pages=pages,
        quotes=cards.quotes(room.record, columns, rows[(number - 1) * PAGE : number * PAGE]),
        timeline=room.remembered(("timeline", one), columns, lambda: _timeline(columns, selection, here)),
        **room.remembered(("facets", one), columns, lambda: _facets(columns, selection, here)),
        downloads=tuple(Download(name, links.asking(f"/search.{name}", here)) for name in FORMATS),
        feed=links.asking("/search.atom", here),
        previous=links.asking("/search", here | {"page": number - 1}) if 1 < number <= pages + 1 else None,
        next=links.asking("/search", here | {"page": number + 1}) if number < pages else None,
        href=href,
        api=links.twin(href),
    )


def _timeline(columns: Columns, selection: Numbers, here: dict[str, object]) -> Timeline:
    unordered = {name: value for name, value in here.items() if name != "order"}
    pictures = cards.pictures(unordered, articles=False)
    return cards.timeline("/search", here, over_time(columns.charted(selection)), pictures)


def _facets(columns: Columns, selection: Numbers, here: dict[str, object]) -> dict[str, tuple[Counted, ...]]:
    def facet(name: str, column: str, values: Mapping[int, tuple[str, str]]) -> tuple[Counted, ...]:
        named = {
            code: Named(shown, key, links.asking("/search", here | {name: key}))
            for code, (shown, key) in values.items()
        }
        return cards.counted(named, [pair for pair in columns.count(column, selection) if pair[0] in named])

    def top(column: str) -> list[int]:
        return [code for code, _ in columns.count(column, selection)[:_FACET]]

    speakers = {code: (cards.speaker_of(columns, code).name, columns.speaker_keys[code]) for code in top("speaker")}
    outlets = {code: (columns.outlet_names[code],) * 2 for code in top("outlet")}
    media = {code: (columns.media[code],) * 2 for code in top("medium")}
    forms = {code: (str(form), str(form)) for code, form in enumerate(FORMS)}
    return {
        "speakers": facet("speaker", "speaker", speakers),
        "outlets": facet("outlet", "outlet", outlets),
        "forms": facet("form", "form", forms),
        "media": facet("medium", "medium", media),
    }
