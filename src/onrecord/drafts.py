"""A statement in the making: what ``assemble``, ``continuation`` and ``circumstances`` hand to one another."""

from dataclasses import dataclass, field

from onrecord.types import How, Kind, Span


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of neighbouring passages of one kind, ``[start, end)``."""

    start: int
    end: int
    kind: Kind


@dataclass(slots=True)
class Draft:
    """An attribution on its way to a statement; spans sorted. ``how`` is set only for a continued quotation."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: list[Span] = field(default_factory=list)
    confidence: float = 1.0
    kind: Kind = Kind.BODY
    how: How | None = None


def extent(draft: Draft) -> Span:
    """Return the stretch of a draft's cue and source, or of its content where it has neither."""
    spans = [*draft.cue, *draft.source] or draft.content
    return min(a for a, _ in spans), max(b for _, b in spans)
