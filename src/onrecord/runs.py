"""What the verbs that read are told, and what they tell."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.sources import ReadOptions
from onrecord.types import Kind, Skip

if TYPE_CHECKING:
    from onrecord.actors import Actors


@dataclass(frozen=True, slots=True)
class Options:
    """How articles are read.

    kinds: passages that statements may come from. threads: cores to use, None for all. min_confidence: statements
    below are dropped. outlet: whose articles these are, where they do not say so themselves. model: a model folder,
    None for the one in the package. table: the actors who are known, None for those of the package; a record adds those
    that its user has given.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    kinds: tuple[Kind, ...] = (Kind.HEADLINE, Kind.BODY)
    threads: int | None = None
    min_confidence: float = 0.25  # confidences are calibrated: of what is below, three in four would be wrong
    outlet: str | None = None
    model: Path | None = None
    table: "Actors | None" = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: articles and skips so far, and the source just finished."""

    done: int
    source: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What reading stored articles again gave."""

    articles: int = 0
    statements: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Added:
    """What a run did. unread: articles that were stored but not searched for statements, with the reason."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    statements: int = 0
    unread: tuple[Skip, ...] = ()
    skipped: tuple[Skip, ...] = ()
    seconds: float = 0.0
