"""What every scorer returns: a share of cases that came out right, with the cases that did not.

A score is ``hits / cases`` in per cent. For an F1 (the harmonic mean of precision and recall), hits are the true
positives and cases the mean of what was found and what should have been found, so that it counts in cases, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was checked. note: what to read when it is wrong."""

    ok: bool
    note: str


@dataclass(frozen=True, slots=True)
class Score:
    """hits of cases, or a share of 1. misses: notes of the cases that are wrong. steady: the model has no part in it.

    corpus: what it was measured on; see ``gate.corpora``.
    """

    name: str
    hits: float
    cases: float
    misses: tuple[str, ...] = ()
    steady: bool = False
    corpus: str = "sample"

    @property
    def value(self) -> float:
        """Per cent; 0 when there is no case at all, since then nothing is shown."""
        return 100 * self.hits / self.cases if self.cases else 0.0


def share(name: str, cases: Iterable[Case], *, steady: bool = False) -> Score:
    """Return the share of cases that are right.

    >>> share("form", [Case(True, ""), Case(False, "a.txt: direct, not mixed")]).value
    50.0
    """
    listed = list(cases)
    misses = tuple(case.note for case in listed if not case.ok)
    return Score(name, len(listed) - len(misses), len(listed), misses, steady)


def harmonic(
    name: str, hits: float, *, found: float, gold: float, steady: bool = False, corpus: str = "sample"
) -> Score:
    """Return an F1 from counts.

    >>> harmonic("cue", 6, found=8, gold=12).value
    60.0
    """
    return Score(name, hits, (found + gold) / 2, steady=steady, corpus=corpus)


def shortened(words: str, limit: int) -> str:
    r"""Return words on one line, the middle left out when they are many: both ends matter to an extent.

    >>> shortened("one two three\nfour", 9)
    'one … our'
    """
    flat, half = " ".join(words.split()), (limit - 3) // 2
    return flat if len(flat) <= limit else f"{flat[:half].rstrip()} … {flat[-half:].lstrip()}"
