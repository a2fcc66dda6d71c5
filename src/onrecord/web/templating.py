"""Contexts as HTML: Jinja2 with every value escaped, and the few ways of writing that templates use."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from html import unescape
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.types import Kind
from onrecord.web.contexts import PassageView, Timeline, When

_UNSHOWABLE = re.compile("[\0\ud800-\udfff]")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FOLDED = {
    Kind.NAVIGATION: "navigation",
    Kind.RELATED: "related headlines",
    Kind.TAGS: "tags",
    Kind.COMMENT: "comments",
    Kind.DISCLAIMER: "disclaimer",
    Kind.CAPTION: "caption",
    Kind.CREDIT: "credit",
}
_HEIGHT = 100.0  # of the higher half of a timeline, in its own units


def render(template: str, context: object, **more: Any) -> str:
    """Return a page; templates see the context as ``whole``, its fields by name, and what is given beside it."""
    values = {field.name: getattr(context, field.name) for field in fields(context)}  # type: ignore[arg-type]
    return showable(environment().get_template(template).render(whole=context, **values, **more))


def showable(text: str) -> str:
    """Return text that UTF-8 can hold and browsers take: U+FFFD for a NUL or a lone surrogate, one for one."""
    return _UNSHOWABLE.sub("\ufffd", text)


def plain(markup: str) -> str:
    """Return the text that escaped text stands for."""
    return unescape(markup)


@cache
def environment() -> Environment:
    """Return the one environment of all templates."""
    made = Environment(
        loader=PackageLoader("onrecord.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        finalize=lambda value: "" if value is None else value,
    )
    for one in (number, many, percent, days, kind, sections, bars):
        made.filters[one.__name__] = one
    return made


def number(value: int) -> str:
    """Return a number with its thousands apart: ``number(12000) == "12,000"``."""
    return f"{value:,}"


def many(value: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun: ``many(1, "article") == "1 article"``."""
    return f"{value:,} {noun if value == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """Return a share: ``percent(0.412) == "41 %"``."""
    return f"{share * 100:.0f} %"


def kind(value: Kind) -> str:
    """Return what passages of a kind are called."""
    return _FOLDED.get(value, str(value))


def sections(passages: Iterable[PassageView]) -> list[tuple[Kind | None, list[PassageView]]]:
    """Return passages side by side of a kind that is folded away, together with their kind; the others under None."""
    grouped = groupby(passages, key=lambda one: one.kind if one.kind in _FOLDED else None)
    return [(kind, list(some)) for kind, some in grouped]


def days(found: When | None) -> str:
    """Return a day or an interval as people write it.

    >>> days(When("2021-03-01", "2021-03-31")), days(When("2021-03-09", "2021-04-01")), days(When(None, "2021-03-09"))
    ('March 2021', '9 March – 1 April 2021', 'by 9 March 2021')
    """
    if found is None:
        return ""
    if found.best:
        return _day(found.best)
    if found.options:
        return " or ".join(days(When(first, last)) for first, last in found.options)
    first, last = found.earliest, found.latest
    if first and last:
        return _between(first, last)
    return f"from {_day(first)}" if first else f"by {_day(last)}" if last else "undated"


def bars(timeline: Timeline) -> list[dict[str, Any]]:
    """Return a timeline's bars with their places in a drawing 100 high above its axis, one unit wide each."""
    most = max((bar.statements for bar in timeline.bars), default=0) or 1
    most_articles = max((bar.articles for bar in timeline.bars), default=0) or 1
    return [
        {
            "bar": bar,
            "x": index,
            "height": _height(bar.statements, most),
            "y": round(_HEIGHT - _height(bar.statements, most), 2),
            "below": round(_height(bar.articles, most_articles) * 0.3, 2),
        }
        for index, bar in enumerate(timeline.bars)
    ]


def _height(number: int, most: int) -> float:
    """Return a bar's height; a bar of anything is never too low to be seen."""
    return round(max(_HEIGHT * number / most, 3.0), 2) if number else 0.0


def _between(first: str, last: str) -> str:
    if first == last:
        return _day(first)
    year, month, day = _parts(first)
    if first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        return str(year)
    if day == 1 and last == f"{first[:7]}-{monthrange(year, month)[1]:02}":
        return f"{_MONTHS[month - 1]} {year}"
    last_year, last_month, _ = _parts(last)
    if (year, month) == (last_year, last_month):
        return f"{day}–{_day(last)}"
    if year == last_year:
        return f"{day} {_MONTHS[month - 1]} – {_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _day(iso: str) -> str:
    year, month, day = _parts(iso)
    return f"{day} {_MONTHS[month - 1]} {year}"


def _parts(iso: str) -> tuple[int, int, int]:
    year, month, day = iso.split("-")
    return int(year), int(month), int(day)
