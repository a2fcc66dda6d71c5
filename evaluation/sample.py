"""The gold of the sample articles, laid over the articles as OnRecord read them.

Gold of plain text holds offsets. Gold of HTML and JSON lines holds strings, since the clean text is the reader's
business; they are found in it here, white space aside, each nearest to where it must stand.
"""

import hashlib
import json
import os
import re
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.types import Article, Form, Kind, Passage, Span

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "src" / "onrecord" / "data" / "sample"
GOLD = ROOT / "evaluation" / "gold" / "sample"
CAST = ROOT / "evaluation" / "gold" / "sample.src" / "cast.toml"
_CAPTURED = 1735732800  # 2025-01-01 12:00 UTC, in seconds: after every sample article
_SHARED = frozenset({"copies.json", "talking_points.json", "utterances.json"})

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ISO dates, both inclusive."""

    earliest: str
    latest: str


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One statement of the gold; content is empty when its words are not in the article as it was read.

    speaker: None for a source that has no name; body: it is no person. values: role, affiliation, addressee, medium,
    venue and relay, each a text or None. said: None when not known.
    """

    text: str
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    form: Form
    speaker: str | None
    body: bool
    how: str | None
    values: Mapping[str, str | None]
    said: Interval | None
    utterance: str | None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """The gold of one article. lost: headline and body passages whose words were not found, by kind."""

    name: str
    outlet: str
    published: Interval
    conflict: bool
    passages: tuple[Passage, ...]
    lost: tuple[tuple[Kind, str], ...]
    statements: tuple[GoldStatement, ...]
    voice: tuple[Span, ...]
    scare_quotes: tuple[Span, ...]
    copy_of: str | None


class Finder:
    """Finds strings in a text whatever their white space."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [place for place, character in enumerate(text) if not character.isspace()]
        self._solid = "".join(text[place] for place in self._places)

    def all(self, words: str) -> list[Span]:
        r"""Return every place where the words stand as whole words.

        >>> Finder("her other\n  words").all("other words")
        [(4, 17)]
        """
        solid = "".join(words.split())
        found: list[Span] = []
        at = self._solid.find(solid) if solid else -1
        while at >= 0:
            span = (self._places[at], self._places[at + len(solid) - 1] + 1)
            if self._whole(span):
                found.append(span)
            at = self._solid.find(solid, at + 1)
        return found

    def nearest(self, words: str, anchors: Sequence[Span]) -> Span | None:
        """Return the place nearest to any of the anchors, outside them if there is a choice; None if there is none."""
        return min(self.all(words), key=lambda span: _distance(span, anchors), default=None)

    def _whole(self, span: Span) -> bool:
        text, (start, end) = self._text, span
        cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        cut_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
        return not (cut_before or cut_after)


def _distance(span: Span, anchors: Sequence[Span]) -> float:
    start, end = span
    return min((max(a - end, start - b) if end <= a or b <= start else 1e9 for a, b in anchors), default=start)


def copy(folder: Path) -> None:
    """Copy the sample articles to a folder, all captured on one day, so that no score hangs on a file's time."""
    for path in sorted(ARTICLES.iterdir()):
        if path.suffix in {".html", ".jsonl", ".txt"}:
            shutil.copyfile(path, folder / path.name)
            os.utime(folder / path.name, (_CAPTURED, _CAPTURED))


def bodies() -> frozenset[str]:
    """Return the names of those in the cast that are no persons: they hold no office."""
    cast = tomllib.loads(CAST.read_text(encoding="utf-8"))
    return frozenset(entry["name"] for entry in cast.values() if not any(role for role, *_ in entry["offices"]))


def digest(folders: Iterable[Path]) -> str:
    """Return the SHA-256 over names and bytes of the articles and annotations in some folders, at any depth."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".ann", ".html", ".json", ".jsonl", ".tml", ".tsv", ".txt", ".xml"}:
                total.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
                total.update(path.read_bytes())
    return total.hexdigest()


def load(articles: Iterable[Article]) -> list[tuple[GoldArticle, Article]]:
    """Pair every gold record with the article that was read from its file.

    Raises SystemExit when a sample article was not read.
    """
    by_name = {Path(article.source).name: article for article in articles}
    pairs, known_bodies = [], bodies()
    for path in sorted(GOLD.glob("*.json")):
        if path.name not in _SHARED:
            record: Json = json.loads(path.read_text(encoding="utf-8"))
            if record["article"] not in by_name:
                raise SystemExit(f"{record['article']} was not read; found {sorted(by_name)}")
            article = by_name[record["article"]]
            pairs.append((lay(record, article.text, name=path.stem, bodies=known_bodies), article))
    return pairs


def lay(record: Json, text: str, *, name: str, bodies: frozenset[str] = frozenset()) -> GoldArticle:
    """Lay a gold record over the text it speaks of; bodies: names of speakers that are no persons."""
    finder = Finder(text)
    passages, lost = _passages(record["passages"], finder)
    published = record["published"]
    return GoldArticle(
        name=name,
        outlet=record["outlet"],
        published=Interval(published["earliest"], published["latest"]),
        conflict=published["conflict"],
        passages=passages,
        lost=lost,
        statements=_statements(record["statements"], finder, bodies),
        voice=tuple(_spans(record["outlet_voice"], finder)),
        scare_quotes=tuple(_spans(record["scare_quotes"], finder)),
        copy_of=record["copy_of"],
    )


def _passages(records: Sequence[Json], finder: Finder) -> tuple[tuple[Passage, ...], tuple[tuple[Kind, str], ...]]:
    found: list[Passage] = []
    lost: list[tuple[Kind, str]] = []
    # The longest first: a one-word menu entry must not be found inside a paragraph.
    for record in sorted(records, key=lambda record: -len(record.get("text", ""))):
        kind = Kind(record["kind"])
        if "start" in record:
            found.append(Passage(record["start"], record["end"], kind))
            continue
        free = [s for s in finder.all(record["text"]) if all(s[1] <= p.start or p.end <= s[0] for p in found)]
        if free:
            found.append(Passage(*free[0], kind))
        elif kind in (Kind.HEADLINE, Kind.BODY):  # an extractor may leave out a menu, but nothing that speaks
            lost.append((kind, record["text"]))
    return tuple(sorted(found, key=lambda passage: passage.start)), tuple(lost)


def _statements(records: Sequence[Json], finder: Finder, bodies: frozenset[str]) -> tuple[GoldStatement, ...]:
    found: list[GoldStatement] = []
    reached = 0  # statements stand in the order of their content
    for record in records:
        content = _content(record["content"], finder, reached, taken=[s.content for s in found])
        reached = content[0][0] if content else reached
        cue = _span(record["cue"], finder, content)
        values = ("role", "affiliation", "addressee", "medium", "venue", "relay")
        said = record["said"]
        found.append(
            GoldStatement(
                text=record["text"],
                content=content,
                cue=cue,
                source=_span(record["source"], finder, [cue] if cue else content),
                form=Form(record["form"]),
                speaker=record["speaker"],
                body=record["speaker"] in bodies,
                how=record["how"],
                values={value: record[value] for value in values},
                said=Interval(said["earliest"], said["latest"]) if said else None,
                utterance=record["utterance"],
            )
        )
    return tuple(found)


def _content(
    fragments: Sequence[list[int] | str], finder: Finder, reached: int, *, taken: Sequence[tuple[Span, ...]]
) -> tuple[Span, ...]:
    """Return the fragments' places from ``reached`` on, not twice the same place; empty if one is not there."""
    spans: list[Span] = []
    for fragment in fragments:
        if not isinstance(fragment, str):
            spans.append((fragment[0], fragment[1]))
            continue
        places = [p for p in finder.all(fragment) if (p,) not in taken]
        after = [place for place in places if place[0] >= reached] or places
        if not after:
            return ()
        spans.append(after[0])
        reached = after[0][1]
    return tuple(spans)


def _span(value: list[int] | str | None, finder: Finder, anchors: Sequence[Span]) -> Span | None:
    if value is None:
        return None
    return finder.nearest(value, anchors) if isinstance(value, str) else (value[0], value[1])


def _spans(values: Sequence[list[int] | str], finder: Finder) -> Iterable[Span]:
    for value in values:
        if isinstance(value, str):
            yield from finder.all(value)[:1]
        else:
            yield (value[0], value[1])


def fold(text: str) -> str:
    """Return text in lower case, without punctuation and articles, for comparing names.

    >>> fold("The Secretary-General of Lorvenia’s Ministry")
    'secretary general of lorvenia ministry'
    """
    words = re.findall(r"[^\W_]+", re.sub(r"[’']s\b", "", text.casefold()))
    return " ".join(word for word in words if word not in {"a", "an", "the"})
