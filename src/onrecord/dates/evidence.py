"""Candidates for the day of publication: those that come with the page, those in header lines and in the text.

    metadata, url     what the page's markup and address say (found while reading)
    header            "JULY 2022", "MADRID, Nov. 21 —": lines at the top, bylines and datelines wherever they stand
    capture           "07:51 GMT" + a date at the very top, dates in menus: the site's clock when the page was saved
    text              "On December 12, 2022, she said": a day told of as past; the article is not older

Each becomes a DateEvidence with words that a reader can check; what they amount to is for ``judge`` to say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType

from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, iso, parse_day
from onrecord.dates.tokens import words as token_words
from onrecord.dates.values import Calendar, Direction, resolve
from onrecord.posts import posts
from onrecord.types import DateEvidence, Kind, Page, Passage

_CLOCK = re.compile(r"(?<![0-9])[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9])?\s?(?:GMT|UTC|[A-Z]{1,3}[SD]?T|MSK)\b")
_PLACE = re.compile(r"\W{0,3}(?:[A-Z][A-Z.'’-]+[,/ ]{1,3}){1,4}(?:[A-Z][a-z]+\.?, ){0,2}\(?")
_DATELINE_END = re.compile(r"[^.!?\n]{0,30}?\s?(?:--|[-–—])\s")
_WORD = re.compile(r"[^\W\d_]+")

_CHANGED = "updated:"
_TOLD = (Kind.BODY, Kind.HEADLINE, Kind.CAPTION)
_NOT_TOLD = frozenset({"after", "before", "between", "by", "for", "from", "of", "over", "through", "till", "until"})
_HEAD_LINES = 8  # lines that are not blank at the top of a page among which a date line is looked for
_MAX_DATE_LINE = 120  # characters
_OTHER_WORDS, _OTHER_WORDS_SIGNED, _OTHER_WORDS_MARKED = 1, 4, 8
"""Other words beside the date in a line; in one that says "published" or begins with "by"; in a byline or dateline."""
_MAX_TEXT_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Partial:
    """A header date that leaves out the year; other evidence may give it."""

    expression: TimeExpression
    value: Calendar


@dataclass(frozen=True, slots=True)
class Told:
    """A time expression and the kind of passage that it stands in. posted: the day of a post set into the text."""

    kind: Kind
    expression: TimeExpression
    posted: bool = False


def from_page(page: Page) -> tuple[DateEvidence, ...]:
    """Return the evidence that comes with the page, and its capture as an upper bound.

    A date of a later change (its detail begins with "updated:") is an upper bound too.
    """
    found = [
        replace(each, earliest=None) if each.detail.startswith(_CHANGED) and each.latest else each
        for each in page.evidence
    ]
    captured = iso(parse_day(page.captured))
    if captured and not any(each.kind == "capture" for each in found):
        found.append(DateEvidence("capture", None, captured, f"the page was captured on {captured}"))
    return tuple(found)


def from_headers(text: str, passages: Sequence[Passage]) -> tuple[list[DateEvidence], list[Partial]]:
    """Return the dates of header lines, and those that leave out the year."""
    found: list[DateEvidence] = []
    partial: list[Partial] = []
    for start, end, kind in _date_lines(text, passages):
        clock = _CLOCK.search(text, start, end)
        on_top = not text[:start].strip()
        for each in expressions(text, start, end):
            if not isinstance(each.value, Calendar) or each.value.month is None:
                continue
            days = resolve(each.value, Interval())
            site_clock = on_top and clock is not None and clock.start() < each.start
            if kind is Kind.NAVIGATION or site_clock:
                if days.latest:
                    found.append(_bound(each, "capture", days, "the site's own clock or menu showed"))
            elif each.value.year is None:
                if each.value.day is not None and each.value.step is None and each.value.year_step is None:
                    partial.append(Partial(each, each.value))
            elif _line_word(text, start, each.start) == "updated":
                found.append(_bound(each, "header", days, "the header gives as a later change"))
            else:
                detail = f"the header says “{each.words}”"
                found.append(DateEvidence("header", iso(days.earliest), iso(days.latest), detail, each.start, each.end))
    return found, partial


def told(text: str, passages: Sequence[Passage]) -> list[Told]:
    """Return the time expressions of headline, body and captions."""
    kept = [passage for passage in passages if passage.kind in _TOLD]
    signed = [post.when for post in posts(text)]
    return [
        Told(passage.kind, each, any(start <= each.start < end for start, end in signed))
        for passage in kept
        for each in expressions(text, passage.start, passage.end)
    ]


def from_text(times: Sequence[Told], *, besides: Sequence[DateEvidence] = ()) -> list[DateEvidence]:
    """Return the latest days (or months) that the text tells of as past, as lower bounds.

    Only dates that name their year count, and in the body only those in a clause of the past: a date beside "will",
    "by" or "until" may lie ahead. besides: evidence whose words are not to be taken again.
    """
    taken = {(each.start, each.end) for each in besides}
    found: dict[str, DateEvidence] = {}
    for time in times:
        each = time.expression
        if (each.start, each.end) in taken or not (time.posted or _told_as_past(each, time.kind)):
            continue
        earliest = iso(resolve(each.value, Interval()).earliest)
        if earliest and earliest not in found:
            where = "a caption" if time.kind is Kind.CAPTION else "the text"
            detail = f"{where} tells of “{each.words}” as past"
            if time.posted:
                detail = f"a post in the text is of “{each.words}”"
            found[earliest] = DateEvidence("text", earliest, None, detail, each.start, each.end)
    return [found[key] for key in sorted(found, reverse=True)[:_MAX_TEXT_EVIDENCE]]


def _told_as_past(each: TimeExpression, kind: Kind) -> bool:
    value = each.value
    if not isinstance(value, Calendar) or value.year is None or value.month is None or each.relation in _NOT_TOLD:
        return False
    if kind is Kind.CAPTION:  # written in the present of a moment that is past
        return each.direction is not Direction.FUTURE
    return each.direction is Direction.PAST


def _bound(each: TimeExpression, kind: str, days: Interval, says: str) -> DateEvidence:
    return DateEvidence(kind, None, iso(days.latest), f"{says} “{each.words}”", each.start, each.end)


def _date_lines(text: str, passages: Sequence[Passage]) -> Iterator[tuple[int, int, Kind]]:
    """Yield ``(start, end, kind)`` of the lines whose business is to give a date."""
    seen = 0
    first_body = True
    for passage in passages:
        marked = passage.kind in (Kind.BYLINE, Kind.DATELINE)
        for start, end in _lines(text, passage, _HEAD_LINES):
            seen += 1
            at_top = seen <= _HEAD_LINES and passage.kind in (Kind.BODY, Kind.HEADLINE, Kind.NAVIGATION)
            if (marked or at_top) and end - start <= _MAX_DATE_LINE and _is_date_line(text, start, end, marked=marked):
                yield start, end, passage.kind
            elif passage.kind is Kind.BODY and first_body:
                dateline = _dateline(text, start, end)
                first_body = False
                if dateline:
                    yield start, dateline, Kind.DATELINE


def _lines(text: str, passage: Passage, limit: int) -> Iterator[tuple[int, int]]:
    for count, match in enumerate(re.finditer(r"[^\n\r]+", text[passage.start : passage.end])):
        if count >= limit:
            return
        if not match.group().isspace():
            yield passage.start + match.start(), passage.start + match.end()


def _is_date_line(text: str, start: int, end: int, *, marked: bool) -> bool:
    """Whether little else but a date stands in the line; names may stand beside it in a byline."""
    dates = expressions(text, start, end)
    if not dates:
        return False
    used = [(each.start, each.end) for each in dates]
    words = [
        match.group().lower()
        for match in _WORD.finditer(text, start, end)
        if not any(a <= match.start() < b for a, b in used)
    ]
    classes = [header_words().get(word) for word in words]
    others = [word for word, name in zip(words, classes, strict=True) if not name and not _of_the_clock(word)]
    if marked:
        return len(others) <= _OTHER_WORDS_MARKED
    signed = "published" in classes or "updated" in classes or words[:1] == ["by"]
    return len(others) <= (_OTHER_WORDS_SIGNED if signed else _OTHER_WORDS)


def _of_the_clock(word: str) -> bool:
    entry = token_words().get(word)
    return word in ("am", "pm") or (entry is not None and entry.name in ("weekday", "weekday_short", "zone"))


def _dateline(text: str, start: int, end: int) -> int | None:
    """Return where the dateline that opens a report ends ("MADRID, Nov. 21 (Agency) — "), or None."""
    stop = min(end, start + _MAX_DATE_LINE)
    for each in expressions(text, start, stop)[:1]:
        if _PLACE.fullmatch(text, start, each.start) and _DATELINE_END.match(text, each.end, stop):
            return each.end
    return None


def _line_word(text: str, start: int, end: int) -> str:
    """Return the class of the last header word between the two offsets, "" without one."""
    classes = [header_words().get(match.group().lower(), "") for match in _WORD.finditer(text, start, end)]
    return next((each for each in reversed(classes) if each), "")


@cache
def header_words() -> Mapping[str, str]:
    """Return the words of date lines with their class. Raises ValueError when the file is not sorted."""
    lines = resources.files("onrecord.data").joinpath("date_line_words.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    if rows != sorted(set(rows)):
        raise ValueError("date_line_words.tsv is not sorted, or gives a word twice")
    return MappingProxyType({word: name for name, _, word in (row.partition("\t") for row in rows)})
