"""Days as numbers, so that a million of them compare at once: ``number("2022-12-14") == 20221214``."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

UNKNOWN = -1  # in place of a day that is not known
FAR = 99_999_999  # a day after all others
_YEAR = 10_000  # the difference between a day and that of the next year
_NEVER = (FAR + 1, -1)  # first and last day of what has no date: before and after nothing


def number(day: str) -> int:
    """Return a day as a number: ``number("2022-12-14") == 20221214``."""
    return int(day.replace("-", ""))


def day(value: int) -> str | None:
    """Return the day of a number, None for an open or unknown one: ``day(20221214) == "2022-12-14"``."""
    if not 0 < value < FAR:
        return None
    return f"{value // 10_000:04}-{value // 100 % 100:02}-{value % 100:02}"


def intervals(first: Sequence[str | None], last: Sequence[str | None]) -> tuple[Numbers, Numbers]:
    """Return first and last days as numbers; an open end is before or after all others, no date within nothing."""
    known: dict[str | None, int] = {None: UNKNOWN}

    def numbers(days: Sequence[str | None]) -> Numbers:
        for one in set(days):
            if one is not None and one not in known:
                known[one] = number(one)
        return np.array([known[one] for one in days], dtype=np.int64)

    earliest, latest = numbers(first), numbers(last)
    neither = (earliest < 0) & (latest < 0)
    earliest_or_open = np.where(earliest < 0, 0, earliest)
    latest_or_open = np.where(latest < 0, FAR, latest)
    return np.where(neither, _NEVER[0], earliest_or_open), np.where(neither, _NEVER[1], latest_or_open)


def single(first: Numbers, last: Numbers) -> Numbers:
    """Return the day under which each interval stands in an order by date; -1 where none is known."""
    days = np.where(first > 0, first, last)
    return np.where((days <= 0) | (days >= FAR), UNKNOWN, days)


def charted(first: Numbers, last: Numbers) -> Numbers:
    """Return the day under which a timeline counts each interval: its first; -1 for an open one, or over a year."""
    known = (first > 0) & (last > 0) & (last < FAR) & (last - first <= _YEAR)
    return np.where(known, first, UNKNOWN)
