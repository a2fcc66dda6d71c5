"""Who may read, and what a page may do: one piece of middleware around the whole application.

| bound to          | who may read                                                                     |
|-------------------|----------------------------------------------------------------------------------|
| this machine      | requests that name it (no other site's name may be made to point here)           |
| an open address   | whoever has the token: ``?token=`` once, then a cookie; or ``Authorization: Bearer`` |

Pages may load what this server has and nothing else; no script or style in a page's text runs.
"""

import secrets
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "onrecord_token"
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # not "no-referrer": browsers would then hide where a form comes from
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Lets in who may read, and sets the headers of every answer. token: None where requests name this machine."""

    def __init__(self, app: ASGIApp, *, token: str | None) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        await (self._refusal(scope) or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if self._token is None:
            if host(headers.get("host", "")) in LOCAL:
                return None
            return PlainTextResponse(
                "This page is for the machine that it runs on. Open it as http://127.0.0.1.\n", status_code=421
            )
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token")
        if given is not None and self._right(given):
            rest = urlencode([pair for pair in query if pair[0] != "token"])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), status_code=303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
            return answer
        if self._right(_bearer(headers)) or self._right(_cookie(headers)):
            return None
        return PlainTextResponse(
            "This record is open only with its token: add ?token=TOKEN to the address, as `onrecord serve` prints "
            "it.\n",
            status_code=401,
            headers={"WWW-Authenticate": "Bearer"},
        )

    def _right(self, given: str) -> bool:
        assert self._token is not None
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._token.encode())


def host(header: str) -> str:
    """Return the name in a Host header, without the port.

    >>> host("localhost:8000"), host("[::1]:8000"), host("evil.example")
    ('localhost', '::1', 'evil.example')
    """
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def same_site(headers: Headers) -> bool:
    """Tell whether a request that changes something comes from this server's own pages."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


def _bearer(headers: Headers) -> str:
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _cookie(headers: Headers) -> str:
    morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    return morsel.value if morsel else ""
