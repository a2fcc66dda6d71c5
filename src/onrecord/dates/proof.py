"""What a text proves about its date through what it calls people and what occasions it tells of.

    "German Foreign Minister Frank-Walter Steinmeier"   written between the first and the last day of that office
    "former Prime Minister Boris Johnson"               written after his last day
    "at the Warsaw summit, leaders agreed"              written after its first day
    "the last NATO summit in Warsaw"                    written before the next one of its kind
    headline "After Trump Victory, ..."                 written within weeks of it: news are new

Who speaks in an article holds office while it is written. What is told of others, or in a sentence that names a year,
may be a retrospect: it only proves that the article is not older. So does whoever is called by an office that the
article also gives to a successor, and so does an attack or an incident; a war's name proves nothing, since wars have
several beginnings.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from onrecord import facts, names
from onrecord.actors import Actors, Called, Claim, Occasion, Standing, Tenure
from onrecord.dates.interval import Unit, iso, parse_day, plus_days
from onrecord.types import DateEvidence, Days, Kind, Passage, Span

RECENT_DAYS = 21
"""Days after an occasion within which a headline or lead says "after" it: three times the longest time found in 15
news pages on six votes and summits (2014 to 2018), which was a week."""
_NEWLY = frozenset({"after", "following"})
_PLANNED = ("election", "inauguration", "meeting", "referendum", "summit")
_LASTING = frozenset({"presidential nominee", "vice-presidential nominee"})  # people are called so after the election
_CAMPAIGN = 730  # days before the election from which on they are, since every runner is a "presidential candidate"
_EARLIER = 366  # days before a vote in which its winner may have won something else: a primary
_HYPOTHETICAL = re.compile(r"\b(?:an?|would-be|potential|possible) $", re.IGNORECASE)  # "a President Lund would"
_LAST = "9999"  # no day is later
_NOT_TOLD = ("war",)
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%])")
_TOLD = (Kind.HEADLINE, Kind.BODY, Kind.CAPTION)
_MAX_WORDS = 8  # of an occasion's name
_BEFORE = 48  # characters before an occasion's name in which its tense is looked for
_MAX_OCCASIONS = 12  # that one text is asked for
_MAX_MEANINGS = 3  # occasions of one name: of more, the name proves nothing
_VICTORIES = (
    "election of {}",
    "{} victory",
    "{} s victory",
    "{} s election",
    "{} s win",
    "{} s election victory",
    "victory of {}",
)
Key = tuple[str, ...]


def proofs(
    text: str,
    passages: Sequence[Passage],
    called: Sequence[Called],
    sentences: Sequence[tuple[int, int]],
    actors: Actors,
) -> list[DateEvidence]:
    """Return what the offices and occasions in a text prove; sentences: spans in order."""
    frame = _Frame(text, passages, sentences)
    return [*_offices(frame, called, actors), *_occasions(frame, actors)]


@dataclass(frozen=True, slots=True)
class _Frame:
    text: str
    passages: Sequence[Passage]
    sentences: Sequence[Span]

    def told(self, position: int) -> Kind | None:
        """Return the kind of passage at a position if the article itself speaks there, else None."""
        for passage in self.passages:
            if passage.start <= position < passage.end:
                return passage.kind if passage.kind in _TOLD else None
        return Kind.BODY if not self.passages else None

    def sentence(self, position: int) -> Span:
        """Return the span of the sentence at a position."""
        at = bisect_right(self.sentences, position, key=lambda s: s[0]) - 1
        return self.sentences[at] if at >= 0 else (0, len(self.text))

    def retrospect(self, position: int) -> bool:
        """Tell whether the sentence names a year, so that it may tell of what was then."""
        start, end = self.sentence(position)
        return _YEAR.search(self.text, start, end) is not None

    @property
    def lead(self) -> int:
        """Where the first sentence of the body ends."""
        body = next((p for p in self.passages if p.kind is Kind.BODY), None)
        return self.sentence(body.start)[1] if body else 0


def _offices(frame: _Frame, called: Sequence[Called], actors: Actors) -> Iterator[DateEvidence]:
    seen: set[str] = set()
    holders = {one.person: one for one in called if one.claim.standing is Standing.HOLDS}
    order = sorted(called, key=lambda c: (c.claim.standing is Standing.HOLDS, frame.retrospect(c.start), c.start))
    for one in order:  # who is once called a former minister is no minister any more
        if one.person in seen or frame.told(one.start) is None:
            continue
        told = not one.speaks or frame.retrospect(one.start) or _succeeded(one, holders.values())
        periods = _periods(one.claim, retrospect=told)
        at = frame.text.find(one.words, one.start, one.start + len(one.words))
        if not periods or (at > 0 and _HYPOTHETICAL.search(frame.text, max(0, at - _BEFORE), at)):
            continue
        seen.add(one.person)
        verb = {Standing.FORMER: "no longer", Standing.HOLDS: "was"}[one.claim.standing]
        detail = f"{one.person}, called “{one.words}”, {verb} {_in_words(one.claim, actors)}"
        span = (at, at + len(one.words)) if at >= 0 else (None, None)
        yield _evidence("office", periods, detail, span)


def _succeeded(one: Called, holders: Iterable[Called]) -> bool:
    """Tell whether the text gives somebody else a later hold of one's office: "President Hale", "President Lund"."""
    if one.claim.standing is not Standing.HOLDS:
        return False
    others = [holder for holder in holders if holder.person != one.person]
    return any(
        (mine.office.body, mine.office.kind) == (next_.office.body, next_.office.kind)
        and (mine.period.last or _LAST) <= (next_.period.first or "")
        for other in others
        for next_ in other.claim.tenures
        for mine in one.claim.tenures
    )


def _periods(claim: Claim, *, retrospect: bool) -> list[Days]:
    """Return when somebody could be called so: while in office, or once out of it."""
    tenures = claim.tenures
    if claim.standing is Standing.HOLDS:
        if all(tenure.office.kind in _LASTING for tenure in tenures):
            return [(_plus(tenures[0].period.last, -_CAMPAIGN), None)]
        if retrospect:
            return [(tenures[0].period.first, None)]
        return [(t.period.first, None if t.open else t.period.last) for t in tenures]
    if claim.standing is Standing.COMING or tenures[0].open:
        return []
    return [(tenures[0].period.last, None)]  # "former" may be said as soon as the first tenure has ended


def _in_words(claim: Claim, actors: Actors) -> str:
    first, *others = claim.tenures
    again = "".join(f" and from {t.period.first}{_until(t)}" for t in others)
    return f"{actors.held(first)}{again}"


def _until(tenure: Tenure) -> str:
    return f" until {tenure.period.last}" if tenure.period.last else ""


def _occasions(frame: _Frame, actors: Actors) -> Iterator[DateEvidence]:
    seen: set[tuple[str, ...]] = set()
    for start, end, found in _mentions(frame.text, actors):
        kind = frame.told(start)
        key = tuple(one.id for one in found)
        if kind is None or key in seen or len(seen) >= _MAX_OCCASIONS or len(found) > _MAX_MEANINGS:
            continue
        words, before = frame.text[start:end], _words(frame.text, max(0, start - _BEFORE), start)
        tense = _tense(frame, start, before)
        where = " or ".join(f"the {one.names[0]} of {one.period.first}" for one in found)
        span = (start, end)
        if tense == "ahead" and found[0].kind in _PLANNED:
            seen.add(key)
            yield _evidence("occasion", [(None, found[-1].period.last)], f"“{words}” is still to come: {where}", span)
        if tense != "past":
            continue
        seen.add(key)
        detail = f"“{words}” is told of as past: {where}"
        first = found[0].period.first
        yield _evidence("occasion", [(_plus(first, -_EARLIER) if _won(words) else first, None)], detail, span)
        if len(found) == 1 and set(before[-4:]) & facts.function_words("occasion latest"):
            following = _following(found[0], actors)
            if following:
                next_one = f"the {following.names[0]} of {following.period.first}"
                detail = f"“{words}” is the latest of its kind: the next was {next_one}"
                yield _evidence("occasion", [(found[0].period.first, following.period.last)], detail, span)
        if (kind is Kind.HEADLINE or start < frame.lead) and _newly(before):
            recent = [(one.period.first, _plus(one.period.last, RECENT_DAYS)) for one in found]
            yield _evidence("recency", recent, f"the news begins with “{before[-1]} {words}”: {where}", span)


def _newly(before: Sequence[str]) -> bool:
    """Tell whether the words before an occasion are "after" or "following", and no "a year after"."""
    at = next((n for n in range(len(before) - 1, max(-1, len(before) - 4), -1) if before[n] in _NEWLY), None)
    return at is not None and not (at and before[at - 1].removesuffix("s") in set(Unit))


def _tense(frame: _Frame, start: int, before: Sequence[str]) -> str:
    """Return "past", "ahead" or "": how a text tells of an occasion."""
    near = set(before[-4:])
    if near & facts.function_words("occasion ahead"):
        return "ahead"
    if near & facts.function_words("occasion after"):
        return "past"
    first, last = frame.sentence(start)
    around = set(_words(frame.text, first, last))
    return "" if around & facts.function_words("occasion open") else "past"


def _following(occasion: Occasion, actors: Actors) -> Occasion | None:
    later = [
        one
        for one in actors.occasions
        if one.series == occasion.series and (one.period.first or "") > (occasion.period.last or "")
    ]
    return min(later, key=lambda one: one.period.first or "", default=None)


def _mentions(text: str, actors: Actors) -> Iterator[tuple[int, int, tuple[Occasion, ...]]]:
    """Yield where occasions are named, and which ones the name may mean, by date."""
    index = _index(actors)
    keys = list(map(names.fold, _WORD.findall(text)))
    first = [at for at, pair in enumerate(pairwise(keys)) if pair in index]
    found = list(_WORD.finditer(text)) if first else []
    behind = 0
    for at in first:
        for size, name in index[keys[at], keys[at + 1]] if at >= behind else ():
            if tuple(keys[at : at + size]) == name[0]:
                yield found[at].start(), found[at + size - 1].end(), name[1]
                behind = at + size
                break


@lru_cache(8)
def _index(actors: Actors) -> Mapping[tuple[str, str], Sequence[tuple[int, tuple[Key, tuple[Occasion, ...]]]]]:
    """Return the first two words of each occasion's name -> (number of words, (the words, occasions so called))."""
    called: dict[Key, dict[str, Occasion]] = defaultdict(dict)
    for occasion in actors.occasions:
        if occasion.kind in _NOT_TOLD:
            continue
        for name in (*occasion.names, *_by_winner(occasion)):
            key = tuple(names.fold(w) for w in _WORD.findall(name))
            if 1 < len(key) <= _MAX_WORDS:
                called[key][occasion.id] = occasion
    index: dict[tuple[str, str], list[tuple[int, tuple[Key, tuple[Occasion, ...]]]]] = defaultdict(list)
    for key, several in called.items():
        by_date = tuple(sorted(several.values(), key=lambda one: one.period.first or ""))
        index[key[0], key[1]].append((len(key), (key, by_date)))
    return {words: sorted(rows, key=lambda row: -row[0]) for words, rows in index.items()}


def _by_winner(occasion: Occasion) -> Iterator[str]:
    """Yield how a vote is named by who won it: "Trump victory", "election of Donald Trump"."""
    if occasion.winner is None or occasion.kind != "election":
        return
    surname = names.parts(occasion.winner)[-1]
    for name in (surname, occasion.winner):
        for form in _VICTORIES:
            yield form.format(name)


def _won(words: str) -> bool:
    """Tell whether words for an election only say that somebody won."""
    said = set(_words(words, 0, len(words)))
    return bool(said & {"win", "victory"}) and "election" not in said


def _words(text: str, start: int, end: int) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text, start, end)]


def _plus(day: str | None, count: int) -> str | None:
    known = parse_day(day)
    return iso(plus_days(known, count)) if known else None


def _evidence(kind: str, periods: Sequence[Days], detail: str, span: tuple[int | None, int | None]) -> DateEvidence:
    first, *rest = periods
    return DateEvidence(kind, first[0], first[1], detail, span[0], span[1], tuple(rest))
