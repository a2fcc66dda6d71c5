"""A statement in the making: what ``assemble``, ``continuation`` and ``circumstances`` hand to one another."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields

from onrecord.types import How, Kind, Span


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of neighbouring passages of one kind, ``[start, end)``."""

    start: int
    end: int
    kind: Kind

    def clip(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Return what of the spans lies in it."""
        return tuple((max(a, self.start), min(b, self.end)) for a, b in spans if a < self.end and self.start < b)


class Regions:
    """The regions of one article in order, with fast lookup."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self._regions = regions
        self._ends = [r.end for r in regions]

    def at(self, position: int) -> Region | None:
        """Return the region that holds a position, or None."""
        index = bisect_right(self._ends, position)
        found = self._regions[index] if index < len(self._regions) else None
        return found if found and found.start <= position else None

    def of(self, kind: Kind) -> Sequence[Region]:
        """Return the regions of a kind."""
        return [r for r in self._regions if r.kind == kind]

    def meeting(self, span: Span) -> Sequence[Region]:
        """Return the regions that share a character with a span."""
        low, high = bisect_right(self._ends, span[0]), bisect_right(self._ends, span[1])
        return [r for r in self._regions[low : high + 1] if r.start < span[1] and span[0] < r.end]

    def clip(self, spans: Iterable[Span], kind: Kind) -> list[Span]:
        """Return what of the spans lies in regions of one kind."""
        return [
            (max(a, r.start), min(b, r.end)) for a, b in spans for r in self.meeting((a, b)) if r.kind == kind and a < b
        ]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the words round a cue tell; None where they tell nothing."""

    addressee: str | None = None
    medium: str | None = None
    venue: str | None = None
    relay: str | None = None

    def filled_from(self, other: "Circumstances") -> "Circumstances":
        """Return these circumstances, with what they lack taken from others."""
        return Circumstances(*(getattr(self, f.name) or getattr(other, f.name) for f in fields(self)))


@dataclass(slots=True)
class Draft:
    """An attribution on its way to a statement; spans sorted. ``how`` is set only for a continued quotation."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: list[Span] = field(default_factory=list)
    confidence: float = 1.0
    kind: Kind = Kind.BODY
    how: How | None = None
    around: Circumstances = Circumstances()
    spoken: bool = False  # direct speech without quotation marks, in a transcript


def extent(draft: Draft) -> Span:
    """Return the stretch of a draft's cue and source, or of its content where it has neither."""
    spans = [*draft.cue, *draft.source] or draft.content
    return min(a for a, _ in spans), max(b for _, b in spans)


def share(spans: Iterable[Span], others: Collection[Span]) -> bool:
    """Tell whether some of the spans share a character with some of the others."""
    return any(a < d and c < b for a, b in spans for c, d in others)
