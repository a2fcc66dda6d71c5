"""Addressee, medium, venue and relay of a statement, from the words round its cue.

>>> '"No," Lund told the Tagwart's Ida Brandt in Skellby.'    addressee Ida Brandt, medium Tagwart, venue Skellby
>>> 'He said per an Ansgar report that ...'                   relay Ansgar
>>> 'Lund said in her Telegram channel that ...'              medium Telegram channel
>>> 'She told Karsinform that ...'                            addressee and relay Karsinform, if it is a news agency

Only the sentence of the cue outside the statement's content is read, at most ``_REACH`` characters to either side.
Words are in ``data/circumstances.tsv`` and ``data/actors/outlets.tsv``.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from onrecord import facts
from onrecord.assemble.drafts import Circumstances, Draft, extent
from onrecord.layout import Layout
from onrecord.types import Entity, Span, Tagged

_REACH = 250  # characters read on either side of source and cue
_HOLE, _SOURCE = "\x01", "\x02"  # stand for each character of content and source in a frame; no white space
_DETERMINER = r"(?:an?|the|his|her|its|their|this|that|my|our)"
_NAME = r"[A-Z][\w’'&.-]*(?: (?:[A-Z][\w’'&.-]*|of|the|and|für|de|di))*"


@dataclass(frozen=True, slots=True)
class _Frame:
    """The words round a cue: ``text[i]`` is character ``offset + i`` of the article, content and source blotted out.

    cue: where the cue stands in ``text``.
    """

    text: str
    offset: int
    cue: Span
    entities: tuple[Entity, ...]

    def entity(self, start: int, end: int, *kinds: str) -> Entity | None:
        """Return the first entity of these kinds that begins in ``[start, end)`` of the frame."""
        for e in self.entities:
            if start <= e.start - self.offset < end and e.kind in kinds:
                return e
        return None

    def words(self, entity: Entity) -> str:
        """Return an entity's words as the frame has them."""
        return self.text[max(0, entity.start - self.offset) : entity.end - self.offset]


def circumstances(shape: Layout, tagged: Tagged, draft: Draft) -> Circumstances:
    """Read the circumstances of one draft. ``tagged.entities`` must be sorted by start."""
    if not draft.cue:
        return Circumstances()
    frame = _frame(shape, tagged, draft)
    addressee, outlet = _addressee(frame)
    event = None
    if addressee and _pattern("event").search(addressee):
        addressee, event = None, addressee  # "told the conference"
    medium = _medium(frame) or outlet
    relay = _relay(frame)
    if relay is None and addressee and facts.outlet(addressee) == "agency":
        relay = addressee
    return Circumstances(addressee, medium, event or _venue(frame), relay)


def _frame(shape: Layout, tagged: Tagged, draft: Draft) -> _Frame:
    start, end = extent(draft)
    first, last = shape.sentence_span(start), shape.sentence_span(end - 1)
    low, high = max(first[0], start - _REACH), min(max(last[1], end), end + _REACH)
    text = list(shape.plain[low:high])
    blots = [(_HOLE, span) for span in draft.content] + [(_SOURCE, span) for span in draft.source[:1]]
    for sign, (a, b) in blots:
        a, b = max(a, low), min(b, high)
        if a < b:
            text[a - low : b - low] = sign * (b - a)
    index, inside = bisect_left(tagged.entities, low, key=lambda e: e.start), []
    while index < len(tagged.entities) and tagged.entities[index].start < high:
        entity = tagged.entities[index]
        if entity.end <= high and text[entity.start - low] not in (_HOLE, _SOURCE):
            inside.append(entity)
        index += 1
    return _Frame("".join(text), low, (draft.cue[0][0] - low, draft.cue[-1][1] - low), tuple(inside))


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

    word = rf"(?:(?:[A-Z]\.)+|(?:Dr|Gen|Gov|Mr|Mrs|Ms|Prof|Rep|Sen|St)\.|[^\s,.;:()\"“”{_HOLE}{_SOURCE}]+)"
    few = r"(?:[\w'’-]+ ){0,3}?"
    tail = rf"(?: (?:in|for|with|by|to|of) (?:the )?{_NAME})?"
    event = rf"(?:(?!(?:at|in|on|during|before)\b)[\w'’&-]+ ){{0,7}}?(?i:{any_of('venue')})\b"
    patterns = {
        "object": rf"\s+(?!(?:{any_of('no addressee')})\b)((?:(?!(?:{any_of('stop')})\b){word} ?){{1,9}})",
        "spoken to": rf"\b(?i:(?:{any_of('address noun')}) (?:to|with)|(?:said|says|speaking|spoke) to) "
        rf"([^,.;:()\"“”{_HOLE}{_SOURCE}]{{2,80}})",
        "medium": rf"\b(?i:in|at|during|via|through) (?:{_DETERMINER} )?"
        rf"({few}(?i:{any_of('medium')})\b(?! (?:\d|[IVX]+\b|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)){tail})",
        "platform": rf"\b[Oo]n (?:{_DETERMINER} )?({few}(?i:{any_of('platform')}))\b",
        "venue": rf"\b(?i:at|during|to|before) {_DETERMINER} ({event}{tail}(?: (?:{any_of('venue')})\b)?)",
        "event": rf"\b(?:{any_of('venue')})\b",
        "place": rf"^(?: {word}){{0,6}}? in (?:the )?",
        "opening place": r"^\W*(?:Speaking in|In) (?:the )?",
        "relay": rf"\b(?:{any_of('relay verb')}) by (?:the )?(?:[a-z-]+ ){{0,4}}",
        "per": rf"\b(?i:per|according to|citing|cites) (?:{_DETERMINER} )?",
        "relay noun": rf"[^,.;]{{0,30}}\b(?:{any_of('relay noun')})\b",
        "organisation": _NAME,
        "stop": rf"\s(?:{any_of('stop')}|[a-z]+ing)\b",
        "determiner": rf"^{_DETERMINER}\s+",
    }
    return re.compile(patterns[name])


def _cue_words(frame: _Frame) -> list[tuple[str, int]]:
    """Return the words of the cue, lower case, with their ends in the frame."""
    found = re.compile(r"\w+").finditer(frame.text, *frame.cue)
    return [(match.group().lower(), match.end()) for match in found]


def _addressee(frame: _Frame) -> tuple[str | None, str | None]:
    """Return whom the words were told, and the outlet for which that person works or which was told."""
    cue = _cue_words(frame)
    verbs = [end for word, end in cue if word in _uses()["address verb"]]
    if verbs and not any(word in ("by", "was", "were", "been", "being") for word, _ in cue):
        match = _pattern("object").match(frame.text, verbs[-1])
    else:
        match = _pattern("spoken to").search(frame.text)
    return _told(frame, match.span(1)) if match else (None, None)


def _told(frame: _Frame, span: Span) -> tuple[str | None, str | None]:
    person = frame.entity(*span, "person")
    body = frame.entity(*span, "organization", "product", "misc")
    words = _clean(_pattern("stop").split(frame.text[slice(*span)])[0])
    name = _clean(frame.words(body)) if body else None
    if name is None and words and (match := _pattern("organisation").match(words)) and _is_outlet(match.group()):
        name = _clean(match.group())
    outlet = name if name and _is_outlet(name) else None
    if person and body and re.match(r"['’]s ", frame.text[body.end - frame.offset :]):
        outlet = name  # "the Tagwart's Ida Brandt"
    if outlet is None and words and (match := re.fullmatch(rf"({_NAME}?)['’]s ([A-Z]\w+ [A-Z][\w-]+)", words)):
        return match.group(2), match.group(1)
    if person:
        return _clean(frame.words(person)), outlet
    if words and (match := re.fullmatch(rf"({_NAME}?) of ({_NAME})", words)) and _is_outlet(match.group(2)):
        return match.group(1), match.group(2)
    if name and words and words.startswith(name):
        return name, outlet
    if words is None or words.lower().split()[0] in _uses()["pronoun"] or re.fullmatch(_DETERMINER, words, re.I):
        return None, outlet
    return words, outlet


def _is_outlet(words: str) -> bool:
    plain = _plain(words)
    last = re.split(r"[\s-]+", plain)[-1]
    return facts.outlet(words) is not None or any(last.endswith(w) for w in _uses()["outlet word"])


def _plain(words: str) -> str:
    return re.sub(r"^the\s+|['’]s?$", "", words.casefold())


def _medium(frame: _Frame) -> str | None:
    for name in ("medium", "platform"):
        if match := _pattern(name).search(frame.text):
            return _clean(_without_place(frame, match.span(1)))
    return "Twitter" if any(word in _uses()["tweet"] for word, _ in _cue_words(frame)) else None


def _venue(frame: _Frame) -> str | None:
    """Return the event at which, else the place in which, the words were spoken."""
    for match in _pattern("venue").finditer(frame.text):
        name = _clean(_without_place(frame, match.span(1)))
        if name and " " in name and not _pattern("medium").match(frame.text, match.start()):
            return name
    after = frame.text[frame.cue[1] :]
    for text, shift, name in ((after, frame.cue[1], "place"), (frame.text, 0, "opening place")):
        for match in _pattern(name).finditer(text):
            start = match.end() + shift
            place = frame.entity(start, start + 1, "location", "facility")
            if place:
                return _clean(frame.words(place))
            named = _pattern("organisation").match(frame.text, start)
            if named and facts.is_place(named.group().rstrip(".")):
                return named.group().rstrip(".")
    return None


def _without_place(frame: _Frame, span: Span) -> str:
    """Return the words of a span up to "in Skellby" at its end."""
    for match in re.finditer(r" in (?:the )?", frame.text[slice(*span)]):
        start = span[0] + match.end()
        if frame.entity(start, start + 1, "location"):
            return frame.text[span[0] : span[0] + match.start()]
    return frame.text[slice(*span)]


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
    entity = frame.entity(position, position + 1, "organization", "product", "misc", "person")
    if entity:
        return _clean(frame.words(entity))
    match = _pattern("organisation").match(frame.text, position)
    return _clean(match.group()) if match and _is_outlet(match.group()) else None


def _clean(words: str | None) -> str | None:
    """Return words without determiner, white space and the signs that frames use; None if nothing is left."""
    if words is None:
        return None
    words = _pattern("determiner").sub("", words.strip(f" \n,.;:{_HOLE}{_SOURCE}"))
    words = re.sub(r"\s+", " ", re.sub(r"['’]s?$", "", words))
    return None if not words or _HOLE in words or _SOURCE in words else words
