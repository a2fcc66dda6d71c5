"""Stable addresses: of pages, of their JSON twins, and of searches."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

API = "/api"


def to(page: str, key: str) -> str:
    """Return the address of a page about one thing.

    >>> to("outlet", "Straits & Chanceries / East")
    '/outlet/Straits%20%26%20Chanceries%20%2F%20East'
    """
    return f"/{page}/{quote(key, safe='')}"


def place(article: str, statement: str) -> str:
    """Return the address of a statement's highlighted place in its article."""
    return f"{to('article', article)}#{anchor(statement)}"


def anchor(statement: str) -> str:
    """Return the id of the element where a statement begins."""
    return f"s-{statement}"


def asking(path: str, asked: Mapping[str, object]) -> str:
    """Return an address with a query, without what is None, always in one order.

    >>> asking("/search", {"text": "the line", "speaker": None, "alone": True})
    '/search?text=the+line&alone=yes'
    """
    words = {True: "yes", False: "no"}
    given = [(name, words.get(value, value) if isinstance(value, bool) else value) for name, value in asked.items()]
    query = urlencode([(name, str(value)) for name, value in given if value is not None])
    return f"{path}?{query}" if query else path


def twin(address: str) -> str:
    """Return the address of a page's JSON twin: ``twin("/outlet/x") == "/api/outlet/x"``, ``twin("/") == "/api"``."""
    path, mark, query = address.partition("?")
    return API + ("" if path == "/" else path) + mark + query


def outside(url: str | None) -> str | None:
    """Return an address on the web that a page may link to; None for anything else, such as ``javascript:``."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
