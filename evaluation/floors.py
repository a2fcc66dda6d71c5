"""Floors under the scores, in ``floors.json``, which no one can lower quietly.

    {"corpora": {"polnear": SHA-256, "sample": SHA-256},
     "floors": {"form.right": {"corpus": "sample", "floor": 92.1, "measured": 93.4}, ...},
     "lowered": [{"name": ..., "before": 92.1, "after": 90.0, "why": ...}, ...]}

A floor lies under the score that was measured when it was set. Scores in which the model has no part get the score
itself. The others get a margin of one case and half a point, since int8 kernels differ between processors (AVX2
saturates where VNNI does not, and sums come in another order), so that what is near a threshold falls on the other
side.

Floors only rise. Lowering one takes a reason, which is added to ``lowered`` and stays there. A floor that is lower
than in any committed version of the file, with no reason that is newer than that version, fails the gate; so does a
corpus that is not the one the floors were measured on.
"""

import json
import math
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from evaluation.score import Score

MARGIN_CASES = 1
MARGIN_POINTS = 0.5  # per cent
# What may never happen, whatever was measured: words of the outlet laid at a speaker's door.
ALWAYS_ALL = frozenset({"scare_quotes.left_alone", "voice.left_alone"})
_VERSIONS = 50  # committed versions of the file that are looked at, newest first


class FloorError(Exception):
    """The file of floors is missing or damaged, or a change of it is not allowed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Per cent. measured: the score when the floor was set."""

    floor: float
    measured: float
    corpus: str = "sample"


@dataclass(frozen=True, slots=True)
class Lowering:
    """A floor that was lowered, and why; after is None when it was taken away."""

    name: str
    before: float
    after: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Floors:
    """Contents of the file. corpora: SHA-256 of each evaluation corpus, by name."""

    corpora: Mapping[str, str] = field(default_factory=dict)
    floors: Mapping[str, Floor] = field(default_factory=dict)
    lowered: tuple[Lowering, ...] = ()


def under(score: Score) -> float:
    """Return the floor for a score, rounded down to a tenth.

    >>> under(Score("form.right", 95, 100)), under(Score("polnear.joint", 950, 1000))
    (93.5, 94.4)
    >>> under(Score("published.best", 9, 10, steady=True)), under(Score("voice.left_alone", 36, 38))
    (90.0, 100.0)
    """
    if score.name in ALWAYS_ALL:
        return 100.0
    margin = 0.0 if score.steady or not score.cases else MARGIN_POINTS + 100 * MARGIN_CASES / score.cases
    return max(0.0, math.floor(10 * (score.value - margin) + 1e-9) / 10)


def read(path: Path) -> Floors:
    """Read the file. Raises FloorError when it is missing or damaged."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FloorError(f"{path} cannot be read ({error.strerror}): restore it, or make it with --update") from error
    return loads(text)


def loads(text: str) -> Floors:
    """Read the file's text. Raises FloorError when it is damaged."""
    try:
        data = json.loads(text)
        return Floors(
            data["corpora"],
            {name: Floor(**values) for name, values in data["floors"].items()},
            tuple(Lowering(**values) for values in data["lowered"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FloorError(f"floors.json is damaged ({error!r}); expected what --update writes. Restore it.") from error


def dumps(floors: Floors) -> str:
    """Write the file's text, with sorted keys."""
    data: dict[str, Any] = asdict(replace(floors, corpora=dict(floors.corpora), floors=dict(floors.floors)))
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def problems(floors: Floors, scores: Iterable[Score], corpora: Mapping[str, str]) -> list[str]:
    """Say what is wrong: scores under their floor or without one, floors without a score, another corpus.

    corpora: digests of those that were measured; the floors of others are left alone.
    """
    measured = {score.name: score for score in scores}
    found = [
        f"the {name} corpus is not the one the floors were measured on: run with --update"
        for name, digest in sorted(corpora.items())
        if floors.corpora.get(name) != digest
    ]
    for name, score in measured.items():
        floor = floors.floors.get(name)
        if floor is None:
            found.append(f"{name} has no floor: run with --update")
        elif not above(score, floor):
            found.append(f"{name} is {score.value:.1f}, its floor {floor.floor:.1f}")
    found += [
        f"{name} has a floor and no score: give the reason with --lower {name} --why TEXT"
        for name, floor in floors.floors.items()
        if floor.corpus in corpora and name not in measured
    ]
    return found


def above(score: Score, floor: Floor) -> bool:
    """Is a score at its floor or above? Floors have one decimal."""
    return score.value >= floor.floor - 1e-9


def quietly_lowered(older: Floors, newer: Floors) -> list[str]:
    """Say which floors are lower than in an older version of the file, or gone, without a reason newer than it."""
    fresh = Counter(newer.lowered) - Counter(older.lowered)
    reasons = {reason.name: reason for reason in newer.lowered if fresh[reason]}
    found = []
    for name, before in sorted(older.floors.items()):
        now = newer.floors.get(name)
        reason = reasons.get(name)
        allowed = (reason.after or 0.0) if reason else before.floor
        if (now.floor if now else 0.0) < allowed or (now is None and not (reason and reason.after is None)):
            found.append(
                f"the floor of {name} was {before.floor} and is {now.floor if now else 'gone'} without a reason: "
                f"restore it, or give the reason with --lower {name} --why TEXT"
            )
    gone = Counter(older.lowered) - Counter(newer.lowered)
    return found + [f"the reason for lowering {reason.name} is gone: restore it" for reason in gone]


def committed(path: Path) -> list[Floors]:
    """Return the committed versions of the file, newest first; none where there is no git."""

    def git(*arguments: str) -> str | None:
        try:
            done = subprocess.run(["git", *arguments], cwd=path.parent, capture_output=True, text=True, check=False)
        except OSError:  # git is not installed
            return None
        return done.stdout if done.returncode == 0 else None

    log = git("log", f"--max-count={_VERSIONS}", "--format=%H", "--", path.name)
    texts = [git("show", f"{commit}:./{path.name}") for commit in (log or "").split()]
    return [loads(text) for text in texts if text is not None]


def raised(floors: Floors, scores: Iterable[Score], corpora: Mapping[str, str]) -> Floors:
    """Return the floors raised to what was measured, new scores and corpora included; no floor falls."""
    updated = dict(floors.floors)
    for score in scores:
        floor, before = under(score), updated.get(score.name)
        if before is None or before.floor < floor <= score.value:
            updated[score.name] = Floor(floor, round(score.value, 1), score.corpus)
    return replace(floors, corpora={**floors.corpora, **corpora}, floors=updated)


def lowered(floors: Floors, name: str, scores: Sequence[Score], *, why: str) -> Floors:
    """Return the floors with one lowered to what was measured, or taken away if there is no such score any more.

    Raises FloorError when there is no such floor, no reason, or nothing to lower.
    """
    before = floors.floors.get(name)
    if before is None:
        raise FloorError(f"there is no floor {name}; there are: {', '.join(sorted(floors.floors))}")
    if not why.strip():
        raise FloorError("a floor is lowered for a reason: give --why TEXT")
    score = next((score for score in scores if score.name == name), None)
    updated = dict(floors.floors)
    if score is None:
        del updated[name]
        after = None
    else:
        after = min(under(score), math.floor(10 * score.value + 1e-9) / 10)
        if after >= before.floor:
            raise FloorError(f"{name} is {score.value:.1f}, which asks for no floor lower than {before.floor}")
        updated[name] = Floor(after, round(score.value, 1), score.corpus)
    record = Lowering(name, before.floor, after, why.strip())
    return replace(floors, floors=updated, lowered=(*floors.lowered, record))
