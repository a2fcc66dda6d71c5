"""The judgement over a list of dating evidence: a pure function, so that any further evidence can be plugged in.

Evidence with both ends is a claim ("the header says July 2022"). Evidence with one end is a bound: an article cannot
be older than a day it tells of as past, nor younger than its capture. A claim that a bound excludes is reported and
set aside; claims more than two days apart are reported, and then only a majority decides.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from onrecord.dates.interval import Interval, iso, parse_day
from onrecord.types import DateEvidence, Dating

CLAIM_SLACK = 2  # days between claims that still agree: time zones, and a page made the day before it appears
BOUND_SLACK = 1  # days by which a claim may pass a bound: time zones


def judge(evidence: Iterable[DateEvidence]) -> Dating:
    """Return the publication date that the evidence leaves, the evidence itself, and the conflicts in it."""
    kept = tuple(evidence)
    known = [(each, span) for each in kept if (span := interval_of(each)) is not None]
    conflicts: list[str] = []
    bounds = [(each, span) for each, span in known if not (span.earliest and span.latest)]
    window = _window(bounds, conflicts)
    claims = []
    for each, span in known:
        if not (span.earliest and span.latest):
            continue
        against = [bound for bound, limit in bounds if not span.overlaps(limit, slack=BOUND_SLACK)]
        if against:
            conflicts.append(f"{each.detail}, but {against[0].detail}")
        else:
            claims.append((each, span))
    days, best = _agreed(claims, conflicts)
    if not claims:
        days = window
    days = days.within(window)
    return Dating(iso(days.earliest), iso(days.latest), iso(best or days.day), kept, tuple(conflicts))


def interval_of(evidence: DateEvidence) -> Interval | None:
    """Return the evidence's days, or None when neither end is a date or they are out of order."""
    earliest, latest = parse_day(evidence.earliest), parse_day(evidence.latest)
    if (earliest is None and latest is None) or (earliest and latest and earliest > latest):
        return None
    return Interval(earliest, latest)


def _window(bounds: Sequence[tuple[DateEvidence, Interval]], conflicts: list[str]) -> Interval:
    """Return the days between the latest lower and the earliest upper bound; unknown when they cross."""
    begins = [(span.earliest, each) for each, span in bounds if span.earliest]
    ends = [(span.latest, each) for each, span in bounds if span.latest]
    lower = max(begins, key=lambda pair: pair[0], default=None)
    upper = min(ends, key=lambda pair: pair[0], default=None)
    if lower and upper and lower[0] > upper[0]:
        if (lower[0] - upper[0]).days > BOUND_SLACK:
            conflicts.append(f"{lower[1].detail}, but {upper[1].detail}")
        return Interval()
    return Interval(lower[0] if lower else None, upper[0] if upper else None)


def _agreed(claims: Sequence[tuple[DateEvidence, Interval]], conflicts: list[str]) -> tuple[Interval, date | None]:
    """Return the days that the claims (or most of them) agree on, and the single best day if there is one."""
    if not claims:
        return Interval(), None
    groups = [[other for other in claims if span.overlaps(other[1], slack=CLAIM_SLACK)] for _, span in claims]
    largest = max(groups, key=len)
    if len(largest) == len(claims) and all(len(group) == len(claims) for group in groups):
        return _common([span for _, span in claims])
    first = largest[0]
    for each, span in claims:
        if not span.overlaps(first[1], slack=CLAIM_SLACK):
            conflicts.append(f"{first[0].detail}, but {each.detail}")
    if len({each.kind for each, _ in largest}) > len(claims) / 2:
        return _common([span for _, span in largest])
    hull = claims[0][1]
    for _, span in claims:
        hull = hull.hull(span)
    return hull, None


def _common(spans: Sequence[Interval]) -> tuple[Interval, date | None]:
    """Return what agreeing claims share; when they lie a day or two apart, the hull, and the first day as the best."""
    shared, hull = spans[0], spans[0]
    apart = False
    for span in spans[1:]:
        apart = apart or not shared.overlaps(span)
        shared, hull = shared.within(span), hull.hull(span)
    if not apart:
        return shared, shared.day
    return hull, min((span.earliest for span in spans if span.day and span.earliest), default=None)
