"""A date as metadata write it, to an interval of days.

>>> interval("2016-07-21T08:00:00+02:00")
('2016-07-21', '2016-07-21')
>>> interval("July 2016")
('2016-07-01', '2016-07-31')
>>> interval("02/06/2019")  # 6 February or 2 June: nobody can tell
('2019-02-06', '2019-06-02')
"""

import calendar
import re
from datetime import UTC, date, datetime

_ISO = re.compile(r"(\d{4})-(\d\d?)(?:-(\d\d?))?(?:[T\s].*)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_NUMERIC = re.compile(r"(\d\d?)[./-](\d\d?)[./-](\d{4})(?:\D.*)?", re.DOTALL)
_SLASHED = re.compile(r"(\d{4})[./](\d\d?)[./](\d\d?)(?:\D.*)?", re.DOTALL)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_NAMED = re.compile(
    r"(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?:of\s+)?)?(?P<month>[A-Za-z]{3,9})\.?"
    r"(?:[\s./-]+(?P<after>\d{1,2})(?:st|nd|rd|th)?(?!\d))?[\s,./-]+(?P<year>\d{4})(?!\d)"
)
_URL = re.compile(r"/(\d{4})[/-](\d\d?|[a-z]{3})(?:[/-](\d\d?))?(?=[/_-]|$)|[/_-](20\d{2})(\d\d)(\d\d)(?=[/_.-]|$)")
_YEARS = range(1900, 2101)
_LONGEST = 100  # characters: no date is longer
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def interval(words: str) -> tuple[str, str] | None:
    """Return the first and the last day (ISO 8601) that a written date can mean, or None if it is no date."""
    words = words.strip()
    if not words or len(words) > _LONGEST:
        return None
    if _EPOCH.fullmatch(words):
        seconds = float(words) / (1000 if len(words.split(".")[0]) > 10 else 1)
        day = datetime.fromtimestamp(seconds, UTC).date()
        return _days(day.year, day.month, day.day)
    for pattern in (_ISO, _COMPACT, _SLASHED):
        if match := pattern.fullmatch(words):
            return _days(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    if match := _NUMERIC.fullmatch(words):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        readings = sorted(filter(None, (_days(year, first, second), _days(year, second, first))))
        return (readings[0][0], readings[-1][1]) if readings else None
    if match := _NAMED.search(words):
        day_number = match["before"] or match["after"]
        month = _month(match["month"])
        return _days(int(match["year"]), month, int(day_number) if day_number else None) if month else None
    return None


def in_url(url: str) -> tuple[str, str, str] | None:
    """Return (first day, last day, the part of the URL that says so), or None: ``.../2016/07/21/...``."""
    for match in _URL.finditer(url):
        year, month, day = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
        number = int(month) if month.isdigit() else _month(month)
        found = _days(int(year), number, int(day) if day else None) if number else None
        if found:
            return (*found, match[0])
    return None


def _month(word: str) -> int | None:
    """Return the number of a month given by its English name or at least three letters of it."""
    word = word.lower().rstrip(".")
    if len(word) < 3:
        return None
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)


def _days(year: int, month: int, day: int | None) -> tuple[str, str] | None:
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return date(year, month, day or 1).isoformat(), date(year, month, day or last).isoformat()
