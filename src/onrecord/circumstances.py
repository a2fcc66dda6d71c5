"""Addressee, medium, venue and relay of a statement, from the words round its cue.

>>> '"No," Lund told the Tagwart's Ida Brandt in Skellby.'    addressee Ida Brandt, medium Tagwart, venue Skellby
>>> 'He said per an Ansgar report that ...'                   relay Ansgar
>>> 'Lund said in her Telegram channel that ...'              medium Telegram channel

Only the sentence of the cue outside the statement's content is read, at most ``_REACH`` characters to either side.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from onrecord import facts
from onrecord.drafts import Draft, extent
from onrecord.layout import Layout
from onrecord.types import Entity, Span, Tagged

_REACH = 250  # characters read on either side of source and cue
_HOLE = "\x1f"  # stands for each character of content in a frame
_DETERMINER = r"(?:an?|the|his|her|its|their|this|that|my|our)"
_NAMED = frozenset({"person", "organization", "facility", "product", "misc", "norp", "location"})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the words round a cue tell; None where they tell nothing."""

    addressee: str | None = None
    medium: str | None = None
    venue: str | None = None
    relay: str | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """The words round a cue: ``text[i]`` is character ``offset + i`` of the article, content blotted out."""

    text: str
    offset: int
    entities: tuple[Entity, ...]

    def entity(self, start: int, end: int, *kinds: str) -> Entity | None:
        """Return the first entity of these kinds that begins in ``[start, end)`` of the frame."""
        for e in self.entities:
            if start <= e.start - self.offset < end and (not kinds or e.kind in kinds):
                return e
        return None

    def words(self, entity: Entity) -> str:
        """Return an entity's words as the frame has them."""
        return self.text[max(0, entity.start - self.offset) : entity.end - self.offset]


def circumstances(shape: Layout, tagged: Tagged, draft: Draft) -> Circumstances:
    """Read the circumstances of one draft."""
    if not draft.cue:
        return Circumstances()
    frame = _frame(shape, tagged, draft)
    cue = tuple(p - frame.offset for p in (draft.cue[0][0], draft.cue[-1][1]))
    addressee, outlet = _addressee(frame, (cue[0], cue[1]))
    medium = _medium(frame, (cue[0], cue[1])) or outlet
    venue = _venue(frame)
    relay = _relay(frame)
    if relay is None and addressee and facts.outlets().get(_plain(addressee)) == "agency":
        relay = addressee
    return Circumstances(addressee, medium, venue, relay)


def _frame(shape: Layout, tagged: Tagged, draft: Draft) -> _Frame:
    start, end = extent(draft)
    first, last = shape.sentence_span(start), shape.sentence_span(end - 1)
    low, high = max(first[0], start - _REACH), min(max(last[1], end), end + _REACH)
    text = list(shape.text[low:high])
    for a, b in draft.content:
        a, b = max(a, low), min(b, high)
        if a < b:
            text[a - low : b - low] = _HOLE * (b - a)
    for a, b in draft.source:
        if low <= a and b <= high:
            text[a - low : b - low] = "\x1e" * (b - a)
    index = bisect_left(tagged.entities, low, key=lambda e: e.start)
    inside = []
    while index < len(tagged.entities) and tagged.entities[index].start < high:
        entity = tagged.entities[index]
        if entity.end <= high and text[entity.start - low] not in (_HOLE, "\x1e") and entity.kind in _NAMED:
            inside.append(entity)
        index += 1
    return _Frame("".join(text), low, tuple(inside))


@cache
def _uses() -> dict[str, frozenset[str]]:
    uses: dict[str, set[str]] = {}
    for use, words in facts.table("circumstances.tsv", 2):
        uses.setdefault(use, set()).add(words)
    return {use: frozenset(words) for use, words in uses.items()}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    def any_of(use: str) -> str:
        return "|".join(re.escape(w) for w in sorted(_uses()[use], key=len, reverse=True))

    few = r"(?:[\w'’-]+ ){0,3}?"
    tail = r"(?: (?:in|for|with|by|to|of|on) (?:the )?[A-Z][\w’'&.-]*(?: (?:[A-Z][\w’'&.-]*|of|the|and|für|de|di))*)?"
    patterns = {
        "object": rf"\s+((?:(?!that |how |in |on |at |during |after |before |when |why |what |to |by |as )"
        rf"[^\s,.;:()\"“”{_HOLE}\x1e]+ ?){{1,9}})",
        "spoken to": rf"\b(?:{any_of('address noun')}) (?:to|with) ([^,.;:()\"“”{_HOLE}\x1e]{{2,80}})",
        "medium": rf"\b(?i:in|on|at|during|via|through) (?:{_DETERMINER} )?({few}(?i:{any_of('medium')})\b{tail})",
        "platform": rf"\b[Oo]n (?:{_DETERMINER} )?({few}(?i:{any_of('platform')}))\b",
        "venue": rf"\b(?i:at|during|to|before) (?:{_DETERMINER} )((?:[\w'’&-]+ ){{0,7}}?(?i:{any_of('venue')})\b{tail})",
        "relay": rf"\b(?:{any_of('relay verb')}) by (?:the )?(?:[a-z-]+ ){{0,4}}",
        "per": rf"\b(?i:per|according to|citing|cites) (?:{_DETERMINER} )?",
        "relay noun": rf"[^,.;]{{0,30}}\b(?:{any_of('relay noun')})\b",
    }
    return re.compile(patterns[name])


def _addressee(frame: _Frame, cue: Span) -> tuple[str | None, str | None]:
    """Return whom the words were told, and the outlet for which that person works or which was told."""
    words = re.findall(r"\w+", frame.text[cue[0] : cue[1]].lower())
    found: tuple[int, int] | None = None
    if words and words[-1] in _uses()["address verb"] and "by" not in words:
        match = _pattern("object").match(frame.text, cue[1])
        found = match.span(1) if match else None
    elif words and any(w in _uses()["address verb"] for w in words) and "by" not in words:
        index = max(frame.text.lower().rfind(w, cue[0], cue[1]) + len(w) for w in words if w in _uses()["address verb"])
        match = _pattern("object").match(frame.text, index)
        found = match.span(1) if match else None
    else:
        match = _pattern("spoken to").search(frame.text)
        found = match.span(1) if match else None
    if not found:
        return None, None
    return _told(frame, found)


def _told(frame: _Frame, span: Span) -> tuple[str | None, str | None]:
    person = frame.entity(span[0], span[1], "person")
    body = frame.entity(span[0], span[1], "organization", "product", "misc")
    outlet = frame.words(body) if body and _is_outlet(frame.words(body)) else None
    if person:
        return _clean(frame.words(person)), _clean(outlet)
    if body:
        return _clean(frame.words(body)), _clean(outlet)
    words = _clean(re.split(r"\s(?:that|how|in|on|at|during|after|before|when|about)\s", frame.text[slice(*span)])[0])
    if words is None or words.lower() in _PRONOUNS:
        return None, None
    return words, None


_PRONOUNS = frozenset({"him", "her", "them", "me", "us", "you", "it", "himself", "herself", "themselves", "everyone"})


def _is_outlet(words: str) -> bool:
    plain = _plain(words)
    last = re.split(r"[\s-]+", plain)[-1]
    return plain in facts.outlets() or any(last.endswith(w) for w in _uses()["outlet word"])


def _plain(words: str) -> str:
    return re.sub(r"^the\s+|['’]s?$", "", words.casefold())


def _medium(frame: _Frame, cue: Span) -> str | None:
    for name in ("medium", "platform"):
        if match := _pattern(name).search(frame.text):
            return _clean(match.group(1))
    words = re.findall(r"\w+", frame.text[cue[0] : cue[1]].lower())
    return "Twitter" if any(w in _uses()["tweet"] for w in words) else None


def _venue(frame: _Frame) -> str | None:
    for match in _pattern("venue").finditer(frame.text):
        if not _pattern("medium").search(frame.text, match.start()) or match.group(1)[0].isupper():
            return _clean(match.group(1))
    for match in re.finditer(r"\b[Ii]n (?:the )?", frame.text):
        place = frame.entity(match.end(), match.end() + 1, "location", "facility")
        if place and place.start - frame.offset == match.end():
            return _clean(frame.words(place))
    return None


def _relay(frame: _Frame) -> str | None:
    for match in _pattern("relay").finditer(frame.text):
        if name := _organisation_at(frame, match.end()):
            return name
    for match in _pattern("per").finditer(frame.text):
        name = _organisation_at(frame, match.end())
        if name and _pattern("relay noun").match(frame.text, match.end()):
            return name
    return None


def _organisation_at(frame: _Frame, position: int) -> str | None:
    entity = frame.entity(position, position + 1, "organization", "product", "misc", "norp", "person")
    if entity and entity.kind != "norp":
        return _clean(frame.words(entity))
    match = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*").match(frame.text, position)
    return _clean(match.group()) if match and _is_outlet(match.group()) else None


def _clean(words: str | None) -> str | None:
    """Return words without determiner, white space and the signs that frames use; None if nothing is left."""
    if words is None:
        return None
    words = re.sub(rf"^{_DETERMINER}\s+", "", words.strip(f" \t\n,.;:{_HOLE}\x1e"), flags=re.IGNORECASE)
    words = re.sub(r"\s+", " ", re.sub(r"['’]s?$", "", words))
    return None if not words or _HOLE in words or "\x1e" in words else words

