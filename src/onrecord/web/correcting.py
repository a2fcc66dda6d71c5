"""Corrections in place: forms whose answers are stored as judgements, with a log and undo.

    POST /correct/merge   one, other, form, back   ->  303 to where the form was, or to the log

Only where the page is served for editing. A form carries a word that other sites cannot know, and is taken only from
this server's own pages. The verbs are those of ``onrecord judge``.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord import judging
from onrecord.errors import QueryError
from onrecord.judging import Told
from onrecord.web.contexts import Correction, CorrectionsPage
from onrecord.web.room import Room
from onrecord.web.security import same_site

LOG = "/corrections"
_LONGEST = 16_384  # bytes of a form

Answers = Mapping[str, str]


def _merge(record: Path, given: Answers, who: str | None) -> Told:
    return judging.merge(record, _given(given, "one"), _given(given, "other"), who=who)


def _split(record: Path, given: Answers, who: str | None) -> Told:
    return judging.split(record, _given(given, "one"), _given(given, "article"), who=who)


def _rename(record: Path, given: Answers, who: str | None) -> Told:
    return judging.rename(record, _given(given, "one"), _given(given, "name"), who=who)


def _no_person(record: Path, given: Answers, who: str | None) -> Told:
    return judging.no_person(record, _given(given, "one"), who=who)


def _speaker(record: Path, given: Answers, who: str | None) -> Told:
    return judging.speaker(record, _given(given, "statement"), given.get("name"), who=who)


def _no_statement(record: Path, given: Answers, who: str | None) -> Told:
    return judging.no_statement(record, _given(given, "statement"), who=who)


def _same(record: Path, given: Answers, who: str | None) -> Told:
    return judging.same_utterance(record, _given(given, "statement"), _given(given, "other"), who=who)


def _other(record: Path, given: Answers, who: str | None) -> Told:
    return judging.other_utterance(record, _given(given, "statement"), _given(given, "other"), who=who)


def _undo(record: Path, given: Answers, _: str | None) -> Told:
    number = _given(given, "number")
    if not (number.isascii() and number.isdecimal()):
        raise QueryError(f"{number[:20]!r} is no judgement; expected its number in the log.")
    return judging.undo(record, int(number[:9]))


VERBS: Mapping[str, Callable[[Path, Answers, str | None], Told]] = {
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "no-person": _no_person,
    "speaker": _speaker,
    "no-statement": _no_statement,
    "same": _same,
    "other": _other,
    "undo": _undo,
}


@dataclass(frozen=True)
class Editing:
    """That the page may be edited. by: who decides; word: what every form carries; lock: one correction at a time."""

    by: str | None
    word: str
    lock: Lock

    @classmethod
    def begin(cls, by: str | None = None) -> "Editing":
        """Return an editing with a word of its own."""
        return cls(by, secrets.token_urlsafe(24), Lock())


def page(room: Room) -> CorrectionsPage:
    """Return the log, undone judgements included."""
    told = judging.log(room.record.path, undone=True)
    listed = tuple(
        Correction(one.judgement.number, one.words, one.judgement.who, one.judgement.at, one.judgement.undone)
        for one in reversed(told)
    )
    return CorrectionsPage(listed, LOG, f"/api{LOG}")


async def correct(request: Request) -> Response:
    """Store what a form says. Raises HTTPException for a form that is not this server's."""
    editing: Editing = request.app.state.editing
    room: Room = request.app.state.room
    verb = VERBS.get(request.path_params["verb"])
    if verb is None:
        raise HTTPException(404)
    given = await _answers(request)
    word = given.get("form", "").encode()
    if not (same_site(request.headers) and secrets.compare_digest(word, editing.word.encode())):
        raise HTTPException(403, "This form is not from the page as it is served now")

    def store() -> None:
        with editing.lock:
            verb(room.record.path, given, editing.by)
            room.refresh()

    await run_in_threadpool(store)
    return RedirectResponse(_back(given.get("back", "")), status_code=303)


async def _answers(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            raise HTTPException(413, "This form is too long")
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def _given(given: Answers, name: str) -> str:
    if not (value := given.get(name, "").strip()):
        raise QueryError(f"the form leaves {name!r} empty; expected a name or an id. Go back and fill it in.")
    return value


def _back(address: str) -> str:
    local = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if local and address.isprintable() else LOG
