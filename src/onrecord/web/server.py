"""Serving a record over HTTP until told to stop."""

import ipaddress
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import uvicorn

from onrecord.errors import QueryError
from onrecord.filters import Filter
from onrecord.web.app import application
from onrecord.web.correcting import Editing
from onrecord.web.pages import front
from onrecord.web.room import Room
from onrecord.web.security import LOCAL

_WAITING = 128  # connections that the system holds until they are taken


def serve(
    record: str | Path,
    *,
    host: str,
    port: int,
    token: str | None = None,
    editing: Editing | None = None,
    tell: Callable[[str], None],
) -> None:
    """Serve a record until the process is told to stop; ``tell`` is given the address once it is open.

    editing: corrections are taken; without it nothing can be changed.
    Anywhere but on this machine a token is needed: the one given, else one made up. Raises RecordError when there is
    no record, QueryError when the address cannot be used.
    """
    listening = listen(host, port)
    try:
        room = Room.open(record)
    except BaseException:
        listening.close()
        raise
    local = host in LOCAL or _loopback(host)
    word = token or (None if local else secrets.token_urlsafe(18))
    try:
        app = application(room, token=word, editing=editing)
        front.page(room, Filter())  # the first page is there when it is asked for
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
        tell(address(host, listening.getsockname()[1], word))
        server.run(sockets=[listening])
    finally:
        listening.close()
        room.close()


def address(host: str, port: int, token: str | None) -> str:
    """Return where to look.

    >>> address("::1", 8420, None), address("0.0.0.0", 80, "a b")
    ('http://[::1]:8420/', 'http://127.0.0.1:80/?token=a%20b')
    """
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104: shown, not listened to
    name = f"[{shown}]" if ":" in shown else shown
    return f"http://{name}:{port}/" + (f"?token={quote(token, safe='')}" if token else "")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 is any free one. Raises QueryError when the address cannot be used."""
    try:
        kind, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        found = socket.socket(kind, socket.SOCK_STREAM)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(place)
            found.listen(_WAITING)
        except BaseException:
            found.close()
            raise
    except OSError as error:
        raise QueryError(
            f"{host}, port {port}, cannot be listened at: {error.strerror or error}. Name another with --port, or 0 "
            "for any free one."
        ) from error
    return found
