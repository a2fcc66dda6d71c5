"""What an HTML page says about itself: title, outlet, author, URL, and every date with the words that give it.

Sources: JSON-LD (schema.org), meta elements (``data/metadata.tsv``), link rel=canonical, time elements, the URL, and
htmldate (Barbaresi 2020, doi:10.21105/joss.02439) for dates that none of these holds.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from onrecord.facts import table
from onrecord.sources import days
from onrecord.types import DateEvidence

_ARTICLE = re.compile(r"Article|Posting|Report|Review|WebPage|Liveblog", re.IGNORECASE)
_UPDATED = re.compile("modif|updat", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi[sc]|pubdate|(?:entry|post|article)[-_](?:date|time)", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(?:[|–—»·]|::|-)\s+")
_MAX_JSON = 1_000_000  # characters of one JSON-LD script
_MAX_TITLE = 500  # characters
_MOST_DATES = 40  # candidates kept of each source: pages of lists have hundreds


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; evidence holds every date."""

    title: str | None
    outlet: str | None
    author: str | None
    url: str | None
    evidence: tuple[DateEvidence, ...]


def metadata(tree: HtmlElement, *, times: Iterable[HtmlElement], url: str | None, captured: str | None) -> Metadata:
    """Return what the page says about itself.

    times: the time elements that belong to the article. captured: latest possible day for htmldate's own guess.
    """
    linked = list(_linked_data(tree))
    meta = _meta(tree)
    url = url or _url(tree, meta, linked)
    publishers = [_name(item.get("publisher"), linked) for item in linked]
    authors = [_name(item.get("author"), linked) for item in linked]
    outlet = next(filter(None, [*meta.get("outlet", []), *publishers]), None)
    stated = [*(_words(item.get("headline")) for item in linked), *meta.get("title", [])]
    headings = [_words(str(heading.text_content())) for heading in tree.iter("h1")]
    title = _title_element(tree)
    suffix = _suffix(title, names=[outlet, *_home_links(tree)], titles=[*stated, *headings])
    return Metadata(
        title=_cut(next(filter(None, stated), None) or title, suffix),
        outlet=outlet or suffix,
        author=next(filter(None, [*authors, *meta.get("author", [])]), None),
        url=url,
        evidence=tuple(dict.fromkeys(_evidence(tree, linked, meta, times, url, captured))),
    )


def _linked_data(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON-LD objects, articles first."""
    found: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        words = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(words) > _MAX_JSON:
            continue
        try:
            value = json.loads(words.strip(), strict=False)
        except (ValueError, RecursionError):
            continue  # pages with broken JSON-LD are common; their other metadata still count
        queue = value if isinstance(value, list) else [value]
        for item in queue:
            if isinstance(item, dict):
                graph = item.get("@graph")
                found.append(item)
                found += [part for part in graph if isinstance(part, dict)] if isinstance(graph, list) else []
    yield from sorted(found, key=lambda item: not _ARTICLE.search(str(item.get("@type"))))


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """Contents of the meta elements after what they state (``data/metadata.tsv``)."""
    states = {name: what for what, name in table("metadata.tsv", 2)}
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if content and name in states:
            found.setdefault(states[name], []).append(content)
            found.setdefault(f"name of {states[name]}", []).append(name)
    return found


def _evidence(
    tree: HtmlElement,
    linked: list[Mapping[str, Any]],
    meta: dict[str, list[str]],
    times: Iterable[HtmlElement],
    url: str | None,
    captured: str | None,
) -> list[DateEvidence]:
    found: list[DateEvidence] = []

    def note(kind: str, words: object, detail: str) -> None:
        meant = days.interval(words) if isinstance(words, str) else None
        if meant:
            found.append(DateEvidence(kind, *meant, detail=f"{detail} {str(words).strip()}"))

    for item in linked[:_MOST_DATES]:
        if _ARTICLE.search(str(item.get("@type"))):
            note("metadata", item.get("datePublished"), "published: JSON-LD datePublished")
            note("metadata", item.get("dateModified"), "updated: JSON-LD dateModified")
    for what in ("published", "updated"):
        for name, words in zip(meta.get(f"name of {what}", []), meta.get(what, []), strict=True):
            note("metadata", words, f"{what}: meta {name}")
    for element in _marked(list(times)[:_MOST_DATES]):
        words = element.get("datetime") or "".join(element.itertext())
        what = "updated" if _UPDATED.search(_marks(element)) and not _PUBLISHED.search(_marks(element)) else "published"
        note("metadata", words, f"{what}: time element")
    in_url = days.in_url(url) if url else None
    if in_url:
        found.append(DateEvidence("url", in_url[0], in_url[1], detail=f"published: {in_url[2]} in {url}"))
    if not any(each.detail.startswith("published") for each in found):
        guess = find_date(deepcopy(tree), original_date=True, max_date=captured, url=None)
        if guess not in [each.latest for each in found]:  # a date of a change is no date of publication
            note("metadata", guess, "published: htmldate")
    return found


def _marks(element: HtmlElement) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "itemprop"))


def _marked(times: Sequence[HtmlElement]) -> Sequence[HtmlElement]:
    """Return the time elements that are marked as those of publication or change, all where none is."""
    marked = [one for one in times if one.get("pubdate") is not None or _PUBLISHED.search(_marks(one))]
    changed = [one for one in times if _UPDATED.search(_marks(one)) and one not in marked]
    return [*marked, *changed] if marked else times


def _url(tree: HtmlElement, meta: Mapping[str, list[str]], linked: Iterable[Mapping[str, Any]]) -> str | None:
    """Return the page's own address; a bare home page is no address of an article."""
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    base = next((element.get("href") for element in tree.iter("base")), None)
    stated = [urljoin(base or "", link) for link in links if link] + meta.get("url", [])
    stated += [words for item in linked if (words := _words(item.get("url")))]
    for candidate in stated:
        try:
            parts = urlsplit(candidate.strip())
        except ValueError:
            continue  # a malformed address is no evidence
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
            return str(candidate).strip()
    return None


def _title_element(tree: HtmlElement) -> str | None:
    title = next(tree.iter("title"), None)
    return None if title is None else _words(str(title.text_content()))


def _suffix(title: str | None, *, names: Sequence[str | None], titles: Sequence[str | None]) -> str | None:
    """Return the outlet at the end of ``Title | Outlet``, where its name or the bare title is known from elsewhere."""
    for cut in reversed(list(_SUFFIX.finditer(title or ""))):
        before, after = (title or "")[: cut.start()], (title or "")[cut.end() :]
        if before in titles or after.casefold() in [name.casefold() for name in names if name]:
            return after
    return None


def _cut(title: str | None, suffix: str | None) -> str | None:
    """Return a title without the outlet at its end."""
    if not title or not suffix or not title.endswith(suffix):
        return title
    return title.removesuffix(suffix).rstrip(" |–—»·:-") or title


def _home_links(tree: HtmlElement) -> Iterator[str]:
    """Yield the words of links to the site's home page."""
    for link in tree.iter("a"):
        if _is_home(link.get("href") or ""):
            yield " ".join(str(link.text_content()).split())


def _is_home(link: str) -> bool:
    try:
        return urlsplit(link).path in ("", "/") and not link.startswith("#") and bool(link)
    except ValueError:
        return False


def _name(value: Any, linked: Iterable[Mapping[str, Any]]) -> str | None:
    """Return the name of a person or organisation of JSON-LD, given as words, an object, a reference or a list."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(name for item in value if (name := _name(item, linked)))) or None
    if isinstance(value, dict):
        name = _words(value.get("name"))
        same = (item for item in linked if item.get("@id") == value.get("@id") and item.get("@id"))
        return name or next((found for item in same if (found := _words(item.get("name")))), None)
    return _words(value)


def _words(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(value.split())[:_MAX_TITLE] or None
