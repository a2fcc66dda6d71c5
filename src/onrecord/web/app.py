"""The application: every page at its address, and its JSON twin below ``/api``.

app = application(Room.open("news.onrecord"))
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from onrecord import __version__, charts, export, tables
from onrecord.columns import ORDERS
from onrecord.errors import QueryError, RecordError
from onrecord.filters import Filter
from onrecord.types import Form
from onrecord.web import cards, contexts, correcting, feed, links, templating
from onrecord.web.correcting import Editing
from onrecord.web.openapi import Operation, Parameter, description, jsonable
from onrecord.web.pages import article, front, listed, outlet, picture, search, speaker, utterance, wordings
from onrecord.web.room import Room
from onrecord.web.security import Guard

_LONGEST = 500  # characters of a value in a query
_LAST_PAGE = 1_000_000
_STATIC = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_FEED = "application/atom+xml"
_MEDIA = {"csv": "text/csv", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}
_JSON = json.JSONEncoder(ensure_ascii=False)

Query = Mapping[str, str]


class _Text(StringConvertor):
    """Any text at the end of an address, slashes and line breaks included."""

    regex = r"(?s:.*)"


register_url_convertor("text", _Text())


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address, template and context. ask: room, key in the path (or "") and query in, context out."""

    path: str
    template: str
    context: type
    ask: Callable[[Room, str, Query], Any]
    about: str
    parameters: tuple[Parameter, ...] = ()


def _front(room: Room, _: str, query: Query) -> contexts.FrontPage:
    return front.page(room, _between(query))


def _wordings(room: Room, _: str, query: Query) -> contexts.WordingsPage:
    return wordings.page(room, _between(query), number=_number(query))


def _search(room: Room, _: str, query: Query) -> contexts.SearchPage:
    return search.page(room, search.asked(query), number=_number(query))


def _articles(room: Room, _: str, query: Query) -> contexts.ArticlesPage:
    text, outlet_name, since, until = (query.get(name) for name in ("text", "outlet", "since", "until"))
    wanted = Filter(text=text, outlet=outlet_name, since=since, until=until)
    conflict = query.get("conflict") or "no"
    if conflict not in ("yes", "no"):
        raise QueryError(f"conflict is {conflict!r}; expected yes or no.")
    return listed.articles(room, wanted, conflict=conflict == "yes", number=_number(query))


def _speakers(room: Room, _: str, query: Query) -> contexts.SpeakersPage:
    return speaker.listed(room, _between(query), text=query.get("text"), number=_number(query))


def _outlets(room: Room, _: str, query: Query) -> contexts.OutletsPage:
    return outlet.listed(room, _between(query))


def _between(query: Query) -> Filter:
    return Filter(since=query.get("since"), until=query.get("until"))


_DAYS = (
    Parameter("since", "First day: YYYY, YYYY-MM or YYYY-MM-DD."),
    Parameter("until", "Last day: YYYY, YYYY-MM or YYYY-MM-DD."),
)
_TEXT = Parameter("text", 'Words that all occur, "a phrase", a prefix*.')
_PAGE = Parameter("page", "Which page, from 1.", schema={"type": "integer", "minimum": 1, "maximum": _LAST_PAGE})
_ID = Parameter("key", "Its id, or the first characters of one.", "path")
_ASKED = (
    _TEXT,
    Parameter("speaker", "Part of a name, or an actor's id."),
    Parameter("outlet", "Its name, or part of one."),
    Parameter("form", "In quotation marks, retold, or both.", schema={"type": "string", "enum": [*map(str, Form)]}),
    Parameter("medium", "In what it was said, or part of it."),
    *_DAYS,
    Parameter("alone", "Whether no other outlet has it.", schema={"type": "string", "enum": ["yes", "no"]}),
    Parameter("order", "By date or as added.", schema={"type": "string", "enum": list(ORDERS)}),
)
_PICTURED = (
    *(one for one in _ASKED if one.name != "order"),
    Parameter(
        "exact",
        "Speaker and outlet are a key and a name as in the addresses of their pages, not part of one.",
        schema={"type": "string", "enum": ["yes", "no"]},
    ),
    Parameter("articles", "Whether articles are counted, too.", schema={"type": "string", "enum": ["yes", "no"]}),
)
_CONFLICT = Parameter("conflict", "Only those whose dates disagree.", schema={"type": "string", "enum": ["yes", "no"]})
_SUBJECT = Parameter("subject", "Words that the speaker's own words are narrowed to.")

PAGES = (
    Page("/", "front.html", contexts.FrontPage, _front, "What the record holds.", _DAYS),
    Page("/search", "search.html", contexts.SearchPage, _search, "Statements that fit.", (*_ASKED, _PAGE)),
    Page(
        "/wordings",
        "wordings.html",
        contexts.WordingsPage,
        _wordings,
        "Utterances worded differently.",
        (*_DAYS, _PAGE),
    ),
    Page("/speakers", "speakers.html", contexts.SpeakersPage, _speakers, "Who is quoted.", (_TEXT, *_DAYS, _PAGE)),
    Page("/outlets", "outlets.html", contexts.OutletsPage, _outlets, "Who quotes.", _DAYS),
    Page(
        "/articles",
        "articles.html",
        contexts.ArticlesPage,
        _articles,
        "Articles that fit.",
        (_TEXT, Parameter("outlet", "Its name, or part of one."), *_DAYS, _CONFLICT, _PAGE),
    ),
    Page(
        "/article/{key}",
        "article.html",
        contexts.ArticlePage,
        lambda room, key, _: article.page(room, key),
        "An article with its statements.",
        (_ID,),
    ),
    Page(
        "/utterance/{key}",
        "utterance.html",
        contexts.UtterancePage,
        lambda room, key, _: utterance.page(room, key),
        "An utterance as each outlet has it.",
        (_ID,),
    ),
    Page(
        "/speaker/{key}",
        "speaker.html",
        contexts.SpeakerPage,
        lambda room, key, query: speaker.page(room, key, subject=query.get("subject")),
        "A speaker.",
        (Parameter("key", "An actor's id, or a name.", "path"), _SUBJECT),
    ),
    Page(
        "/outlet/{key}",
        "outlet.html",
        contexts.OutletPage,
        lambda room, key, _: outlet.page(room, key),
        "An outlet.",
        (Parameter("key", "Its exact name.", "path"),),
    ),
)
CORRECTIONS = Page(
    correcting.LOG,
    "corrections.html",
    contexts.CorrectionsPage,
    lambda room, *_: correcting.page(room),
    "What people have decided about the record; served with `--edit`.",
)


def application(room: Room, *, token: str | None = None, editing: Editing | None = None) -> Starlette:
    """Return the application for an open record.

    token: who has it may read (see ``security``). editing: corrections are taken; without it nothing can be changed.
    """
    routes: list[BaseRoute] = []
    for one in (*PAGES, CORRECTIONS) if editing else PAGES:
        path = one.path.replace("{key}", "{key:text}")
        routes += [Route(path, _html(one)), Route(links.twin(path), _json(one))]
    routes += [
        Route("/statement/{key:text}", _statement),
        Route("/api/statement/{key:text}", _statement_json),
        Route("/search.atom", _atom),
        Route("/search.{format}", _download),
        *(Route(f"{cards.PICTURE}.{name}", _picture(name, media)) for name, media in cards.PICTURES.items()),
        Route("/api/openapi.json", _openapi),
        Route("/static/{name}", _static),
    ]
    if editing:
        routes.append(Route("/correct/{verb}", correcting.correct, methods=["POST"]))
    handlers: Mapping[Any, Any] = {QueryError: _refused, RecordError: _unreadable, HTTPException: _failed}
    app = Starlette(routes=routes, middleware=[Middleware(Guard, token=token)], exception_handlers=handlers)
    app.state.room, app.state.editing = room, editing
    return app


def operations(*, editing: bool = False) -> Iterable[Operation]:
    """Yield what the API's description describes; ``editing``: where corrections are taken."""
    for one in (*PAGES, CORRECTIONS) if editing else PAGES:
        yield Operation(links.twin(one.path), one.about, one.context, one.parameters)
    yield Operation("/api/statement/{key}", "A statement.", contexts.Quote, (_ID,))
    yield Operation("/search.atom", "The newest statements that fit, as a feed.", None, _ASKED, _FEED)
    for name, media in _MEDIA.items():
        yield Operation(f"/search.{name}", "All statements that fit, as a file.", None, _ASKED, media)
    yield Operation(f"{cards.PICTURE}.json", "A timeline as a Vega-Lite specification.", dict, _PICTURED)
    for name in ("png", "svg"):
        media = cards.PICTURES[name]
        yield Operation(f"{cards.PICTURE}.{name}", "A timeline as a picture.", None, _PICTURED, media)


@cache
def static(name: str) -> tuple[bytes, str]:
    """Return a style sheet, script or picture, and a short hash of it that stands in its address."""
    content = resources.files("onrecord.web").joinpath("static", name).read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:12]


def address(name: str) -> str:
    """Return the address of a style sheet, script or picture."""
    return f"/static/{name}?v={static(name)[1]}"


def html(request: Request, template: str, context: object, *, status: int = 200) -> HTMLResponse:
    """Return a page as an answer."""
    editing: Editing | None = request.app.state.editing
    given = {"record_name": _room(request).name, "address": address, "here": request.url.path}
    page = templating.render(template, context, **given, edit=editing.word if editing else None)
    return HTMLResponse(page, status_code=status)


def answer_json(value: object, *, status: int = 200) -> Response:
    """Return a context as an answer of the API."""
    text = templating.showable(_JSON.encode(jsonable(value)))
    return Response(text, status_code=status, media_type="application/json")


def _html(page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return html(request, page.template, _ask(page, request))

    return endpoint


def _json(page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return answer_json(_ask(page, request))

    return endpoint


def _ask(page: Page, request: Request) -> Any:
    return page.ask(_room(request), request.path_params.get("key", ""), _query(request))


def _room(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


def _query(request: Request) -> dict[str, str]:
    for name, value in request.query_params.items():
        if len(value) > _LONGEST:
            raise QueryError(f"{name[:20]} has {len(value):,} characters; expected {_LONGEST} at most. Ask for less.")
    return dict(request.query_params)


def _number(query: Query) -> int:
    given = query.get("page") or "1"
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:9]) <= _LAST_PAGE):
        raise QueryError(f"page is {given[:20]!r}; expected a number from 1.")
    return int(given)


def _statement(request: Request) -> Response:
    found = _room(request).record.statement(request.path_params["key"])
    return RedirectResponse(links.place(found.article, found.id), status_code=303)


def _statement_json(request: Request) -> Response:
    room = _room(request)
    found = room.record.statement(request.path_params["key"])
    page = article.page(room, found.article)
    return answer_json(next(note.quote for one in page.passages for note in one.notes if note.quote.id == found.id))


def _download(request: Request) -> Response:
    room, name = _room(request), request.path_params["format"]
    if name not in _MEDIA:
        raise HTTPException(404)
    rows = search.found(room, room.columns(), search.asked(_query(request)))
    reports = (report for _, report in room.record.reports_at(rows, exact=False))
    parts = export.stream("statements", map(tables.statement_row, reports), name)
    headers = {"Content-Disposition": f'attachment; filename="statements.{name}"'}
    return StreamingResponse(parts, media_type=_MEDIA[name], headers=headers)


def _picture(name: str, media: str) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        room, columns = _room(request), _room(request).columns()
        wanted = picture.view(_query(request))
        if not charts.installed():
            raise HTTPException(404, charts.MISSING)
        figures = picture.counted(room, columns, wanted)
        if not figures.stretches:
            raise HTTPException(404, charts.nothing(figures))
        headers = {"Content-Disposition": f'attachment; filename="timeline.{name}"'}
        content = picture.drawn(room, columns, wanted, figures, name)
        return Response(content, media_type=media, headers=headers)

    return endpoint


def _atom(request: Request) -> Response:
    room, asked, columns = _room(request), search.asked(_query(request)), _room(request).columns()
    rows = search.found(room, columns, asked)[: feed.ENTRIES]
    wanted = search.query(asked)
    title = ", ".join([f"{room.name}: statements", *(f"{name} {value}" for name, value in wanted.items() if value)])
    content = feed.atom(
        title=title,
        base=str(request.base_url).rstrip("/"),
        address=links.asking("/search", wanted),
        quotes=cards.quotes(room.record, columns, rows),
    )
    return Response(content, media_type=_FEED)


def _openapi(request: Request) -> Response:
    editing = request.app.state.editing is not None
    return answer_json(description(operations(editing=editing), version=__version__))


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404)
    content, digest = static(name)
    fresh = request.query_params.get("v") == digest
    headers = {"Cache-Control": "public, max-age=31536000, immutable"} if fresh else None
    return Response(content, media_type=_STATIC[name], headers=headers)


def _refused(request: Request, error: Exception) -> Response:
    missing = bool(request.path_params) and request.method != "POST"
    title = "Not in this record" if missing else "That makes no sense"
    return _error(request, contexts.ErrorPage(404 if missing else 400, title, _sentence(str(error))))


def _unreadable(request: Request, error: Exception) -> Response:
    return _error(request, contexts.ErrorPage(503, "The record cannot be read", _sentence(str(error))))


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and error.detail != HTTPStatus.NOT_FOUND.phrase:
        page = contexts.ErrorPage(404, "There is nothing to show", _sentence(error.detail))
    elif error.status_code == 404:
        page = contexts.ErrorPage(404, "There is no such page", "Begin at the front page, or search.")
    else:
        page = contexts.ErrorPage(error.status_code, error.detail, "Go back, or begin at the front page.")
    answer = _error(request, page)
    answer.headers.update(error.headers or {})
    return answer


def _error(request: Request, page: contexts.ErrorPage) -> Response:
    if request.url.path.startswith((links.API, "/search.", cards.PICTURE)):
        return answer_json(page, status=page.status)
    return html(request, "error.html", page, status=page.status)


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]
