"""A record, or part of it, as one HTML file that can be mailed: nothing else is needed to read it.

    with open("report.html", "w", encoding="utf-8") as file:
        file.write(report(Room.open("news.onrecord"), Filter(since="2021")))

It holds the same as the pages do. A link leads to its place in the file; what the file does not hold stays words.
"""

import re
from collections.abc import Collection
from dataclasses import fields
from datetime import UTC, datetime

from markupsafe import Markup

from onrecord import profiles
from onrecord.filters import Filter
from onrecord.types import digest
from onrecord.web import templating
from onrecord.web.app import static
from onrecord.web.contexts import ReportPage
from onrecord.web.pages import article, front, speaker, utterance, wordings
from onrecord.web.room import Room

ARTICLES = 100  # printed in full when not told otherwise
_WORDINGS = 40  # utterances worded differently, side by side
_SPEAKERS = 12  # the most quoted, with their own words
_CLASS = re.compile(r'class="[^"]*"')
_LINK = re.compile(r'<a ([^>]*?)href="(/[^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)


def report(room: Room, criteria: Filter, *, articles: int = ARTICLES) -> str:
    """Return the file. articles: how many to print in full, the newest ones."""
    page = context(room, criteria, articles=articles)
    style = Markup(static("page.css")[0].decode("utf-8"))  # noqa: S704: our own
    given = {"record_name": room.name, "style": style, "here": "", "edit": None, "anchor": anchor}
    made = templating.render("report.html", page, **given)
    known = [
        *(one.href for one in page.utterances),
        *(one.href for one in page.speakers),
        *(one.href for one in page.articles),
    ]
    return anchored(made, known=frozenset(known))


def context(room: Room, criteria: Filter, *, articles: int) -> ReportPage:
    """Return what the file holds."""
    columns = room.columns()
    found = columns.select(criteria, room.record)
    wanted = columns.articles.newest(columns.reporting(criteria, found))[:articles]
    overview = front.page(room, criteria)
    listed = wordings.page(room, criteria, size=_WORDINGS).wordings
    return ReportPage(
        front=overview,
        asked=", ".join(_asked(criteria)),
        utterances=tuple(utterance.page(room, one.id) for one in listed),
        speakers=tuple(speaker.page(room, one.key) for one in overview.most_quoted[:_SPEAKERS]),
        articles=tuple(
            article.page(room, one.id) for one in profiles.headings(room.record, columns.articles.row[wanted])
        ),
        made=datetime.now(UTC).date().isoformat(),
    )


def anchor(href: str) -> str:
    """Return the id of the element that stands for a page in the file."""
    return f"p-{digest(href)}"


def anchored(made: str, *, known: Collection[str]) -> str:
    """Point each link to a page that the file holds at its place there, and leave of all others only the words.

    >>> anchored('<a href="/outlet/x">x</a>', known=())
    '<span>x</span>'
    """
    places = dict.fromkeys(re.findall(r'id="(s-[^"]*)"', made))

    def replaced(link: re.Match[str]) -> str:
        before, href, after, words = link.groups()
        page, _, place = templating.plain(href).partition("#")
        if place in places:
            return f'<a {before}href="#{place}"{after}>{words}</a>'
        if page in known:
            return f'<a {before}href="#{anchor(page)}"{after}>{words}</a>'
        element = "g" if "<rect" in words else "span"  # a bar of a timeline, or words
        kept = " ".join(_CLASS.findall(before + after))
        return f"<{element}{' ' if kept else ''}{kept}>{words}</{element}>"

    return _LINK.sub(replaced, made)


def _asked(criteria: Filter) -> list[str]:
    given = {field.name: getattr(criteria, field.name) for field in fields(criteria)}
    return [f"{name} {value}" for name, value in given.items() if value not in (None, False)]
