"""The judgement over a list of dating evidence: a pure function, so that any further evidence can be plugged in.

Evidence with both ends is a claim ("the header says July 2022"). Evidence with one end is a bound: an article cannot
be older than a day it tells of as past, nor younger than its capture. Proofs (an office, an occasion, the newness of
news) are bounds with both ends, and perhaps with several intervals. A claim that a bound excludes, or two proofs do, is
reported and set aside, and so is a site's clock that stands long after; one proof that begins after a page's metadata,
or ends long before a claim, is reported, and where nothing else bears the claim out, both are left open. Claims more
than two days apart are reported, and then only a majority decides.

An office that ended before the others began is told of in retrospect: it proves only that the article is not older.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from onrecord.dates.interval import Interval, iso, parse_day, plus_days
from onrecord.types import DateEvidence, Dating

CLAIM_SLACK = 2  # days between claims that still agree: time zones, and a page made the day before it appears
BOUND_SLACK = 1  # days by which a claim may pass a bound: time zones
PROOF_SLACK = 14  # days by which a claim may pass a proof: who left office is called by it a little longer
DOUBT_SLACK = (
    60  # the same for the only proof against it: at 14 a month out of office was enough to doubt a true header
)
CLOCK_DAYS = 31  # days from which on the clock of a page that was saved later misleads
OF_PAGES = ("metadata", "url")
PROOFS = ("chain", "office", "occasion", "recency")
_ENOUGH = 2  # proofs from different words that refute a claim which lies after them
_YEAR_DAYS = 366
Known = tuple[DateEvidence, Interval]


def judge(evidence: Iterable[DateEvidence]) -> Dating:
    """Return the publication date that the evidence leaves, the evidence itself, and the conflicts in it."""
    kept = tuple(evidence)
    known = [(each, span) for each in kept if each.kind not in PROOFS and (span := interval_of(each)) is not None]
    proofs = [(each, found) for each in kept if each.kind in PROOFS and (found := intervals_of(each))]
    conflicts: list[str] = []
    bounds = _plausible([(each, span) for each, span in known if not (span.earliest and span.latest)], known, conflicts)
    possible = _proved(_window(bounds, conflicts), proofs, conflicts)
    claims: list[Known] = []
    for each, span in known:
        if not (span.earliest and span.latest):
            continue
        against = [bound for bound, limit in bounds if not span.overlaps(limit, slack=BOUND_SLACK)]
        against = against or _refuted(each, span, possible, proofs)
        if against:
            conflicts.append(f"{each.detail}, but {' and '.join(one.detail for one in against[:_ENOUGH])}")
        else:
            claims.append((each, span))
    days, best = _agreed(claims, conflicts)
    if doubts := _doubts(claims, possible, proofs):
        conflicts.append(f"{claims[0][0].detail}, but {doubts[0].detail}")
        if len({each.kind for each, _ in claims}) == 1:  # one word against another: either may be wrong
            days, best, possible = days.hull(_hull(possible)), None, [Interval()]
    options: Sequence[Interval] = ()
    if not claims:
        days, options = _hull(possible), possible
    for window in possible if claims else ():
        if days.overlaps(window):
            days = days.within(window)
            break
    conflicts += _misleading(known, days)
    shown = tuple((iso(one.earliest), iso(one.latest)) for one in options) if len(options) > 1 else ()
    return Dating(iso(days.earliest), iso(days.latest), iso(best or days.day), kept, tuple(conflicts), shown)


def _misleading(known: Sequence[Known], days: Interval) -> list[str]:
    """Return what is to be said of a site's clock on a page saved so late that a reader takes it for the date."""
    return [
        f"{each.detail}, but the article was published by {iso(days.latest)}: that is when the page was saved"
        for each, span in known
        if each.kind == "capture" and each.start is not None and span.latest and days.latest
        if span.latest > plus_days(days.latest, CLOCK_DAYS)
    ]


def _plausible(bounds: list[Known], known: Sequence[Known], conflicts: list[str]) -> list[Known]:
    """Return the bounds without a day of the text that alone stands against every page that names its day of printing.

    Within a year ahead such a day is rather a plan, whose tense was misread, than proof; it is reported.
    """
    days = [span.day for _, span in known if span.day]
    later = [
        (each, span)
        for each, span in bounds
        if each.kind == "text" and span.earliest and days and (span.earliest - max(days)).days > BOUND_SLACK
    ]
    if len(later) != 1 or (later[0][1].earliest or date.max) > plus_days(max(days), _YEAR_DAYS):
        return bounds
    named = next(each for each, span in known if span.day == max(days))
    conflicts.append(f"{named.detail}, but {later[0][0].detail}; taken for a plan")
    return [bound for bound in bounds if bound != later[0]]


def _proved(
    window: Interval, proofs: Sequence[tuple[DateEvidence, list[Interval]]], conflicts: list[str]
) -> list[Interval]:
    """Return the intervals, by date, that the window and the proofs leave.

    Proofs are taken from the latest beginning down. One that ended before what is left begins is a retrospect.
    """
    possible = [window]
    for each, spans in sorted(proofs, key=lambda proof: proof[1][0].earliest or date.min, reverse=True):
        narrowed = [cut for one in possible for span in spans if (cut := _common_days(one, span))]
        if narrowed:
            possible = _joined(narrowed)
        elif not any(one.earliest and spans[-1].latest and spans[-1].latest < one.earliest for one in possible):
            conflicts.append(f"{each.detail}, but the article is not as young" if window.known else each.detail)
    return possible


def _refuted(
    claim: DateEvidence,
    span: Interval,
    possible: Sequence[Interval],
    proofs: Sequence[tuple[DateEvidence, list[Interval]]],
) -> list[DateEvidence]:
    """Return the proofs that together refute a claim: one or several that begin after it, or several that end before.

    Of a page's own metadata or address no single one does: "President Lund" may be a candidate's hope.
    """
    if any(span.overlaps(one, slack=PROOF_SLACK) for one in possible):
        return []
    against = [(each, spans) for each, spans in proofs if not any(span.overlaps(s, slack=PROOF_SLACK) for s in spans)]
    later = list({each.detail: each for each, spans in against if _after(spans, span)}.values())
    if len(later) >= (_ENOUGH if claim.kind in OF_PAGES else 1):
        return later[:1]
    different = {each.detail: each for each, _ in against}
    return list(different.values()) if len(different) >= _ENOUGH else []


def _after(spans: Sequence[Interval], claim: Interval) -> bool:
    """Tell whether a proof begins after a claim."""
    return bool(spans[0].earliest and claim.latest and spans[0].earliest > claim.latest)


def _doubts(
    claims: Sequence[Known], possible: Sequence[Interval], proofs: Sequence[tuple[DateEvidence, list[Interval]]]
) -> list[DateEvidence]:
    """Return the one proof that stands against all claims: not enough to refute them, but to be told of."""
    spans = [span for _, span in claims]
    if not spans or any(span.overlaps(one, slack=PROOF_SLACK) for span in spans for one in possible):
        return []
    return [each for each, several in proofs if not any(_near(span, several) for span in spans)]


def _near(claim: Interval, proof: Sequence[Interval]) -> bool:
    slack = PROOF_SLACK if _after(proof, claim) else DOUBT_SLACK
    return any(claim.overlaps(one, slack=slack) for one in proof)


def _common_days(one: Interval, other: Interval) -> Interval | None:
    return one.within(other) if one.overlaps(other) else None


def _joined(spans: Iterable[Interval]) -> list[Interval]:
    """Return intervals by date, those that touch or overlap made one."""
    found: list[Interval] = []
    for span in sorted(spans, key=lambda s: s.earliest or date.min):
        if found and found[-1].overlaps(span, slack=1):
            latest = max(found[-1].latest, span.latest) if found[-1].latest and span.latest else None
            found[-1] = Interval(found[-1].earliest, latest)
        else:
            found.append(span)
    return found


def _hull(spans: Sequence[Interval]) -> Interval:
    return Interval(spans[0].earliest, spans[-1].latest)


def intervals_of(evidence: DateEvidence) -> list[Interval]:
    """Return all intervals that a piece of evidence allows, by date; none when one of them makes no sense."""
    found = [interval_of(evidence)]
    for earliest, latest in evidence.also:
        found.append(interval_of(DateEvidence(evidence.kind, earliest, latest, evidence.detail)))
    return sorted((one for one in found if one), key=lambda s: s.earliest or date.min) if all(found) else []


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
