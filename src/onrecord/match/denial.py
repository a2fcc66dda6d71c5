"""How often words turn what is said round, as far as that can be told: a set of numbers, of which one is right.

    we will not go                       {1}
    not only ships but men               {0}        denies nothing
    not without reason, cannot not act   {0, 2}     two denials in one clause undo each other
    they failed to come, few came        {0, 1}     may deny as much as "not"
    neither ships nor men                {1, 2}     "nor" goes on with a denial, as "or" does

Two wordings differ in a denial only where no number is in both sets: a change of meaning that is none is worse than one
that is shown as other words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from onrecord.match.words import stem, word_list, word_map

Counts = frozenset[int]
_NONE, _ONE, _EITHER, _UNDONE = frozenset((0,)), frozenset((1,)), frozenset((0, 1)), frozenset((0, 2))
_GOING_ON = ("nor", "or")
_BORDERS = frozenset(("and", "because", "but", "if", "nor", "or", "so", "than", "when", "where", "which", "who"))
_NEAR = 6  # words between two denials that undo each other: not without (reason), nobody says that it was never
_TAG = 2  # words of a question at the end: are they not, isn't it


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word as ``words.expand`` gives it. changed: it counts. breaks: punctuation follows; asked: a question mark."""

    word: str
    changed: bool = True
    breaks: bool = False
    asked: bool = False


def counts(words: Sequence[Spoken]) -> Counts:
    """Return how many of the changed words may deny."""
    total = _NONE
    for clause, denied_before in _clauses(words):
        total = _plus(total, _of_clause(clause, denied=denied_before))
    return total


def _clauses(words: Sequence[Spoken]) -> Iterator[tuple[list[Spoken], bool]]:
    """Yield stretches without punctuation, each with whether the one before it holds a denial."""
    clause: list[Spoken] = []
    denied = False
    for one in words:
        clause.append(one)
        if one.breaks:
            yield clause, denied
            denied = any(_denies(other.word) for other in clause)
            clause = []
    if clause:
        yield clause, denied


def _of_clause(clause: Sequence[Spoken], *, denied: bool) -> Counts:
    found: list[tuple[int, Counts]] = []
    for at, one in enumerate(clause):
        kind = _kind(clause, at, denied=denied)
        denied = denied or kind == _ONE
        if one.changed and kind != _NONE:
            found.append((at, kind))
    total = _NONE
    while found:
        at, kind = found.pop(0)
        if kind == _ONE and found and _undoes(clause, at, found[0][0]):
            _, other = found.pop(0)
            kind = _UNDONE if other == _ONE else _UNDONE | _ONE
        total = _plus(total, kind)
    return total


def _kind(clause: Sequence[Spoken], at: int, *, denied: bool) -> Counts:
    """Return how often a word of a clause may deny, by itself and by what stands around it."""
    word = clause[at].word
    following = clause[at + 1].word if at + 1 < len(clause) else ""
    before = clause[at - 1].word if at else ""
    if word in _GOING_ON:
        return _EITHER if denied else _ONE if word == "nor" else _NONE
    if word_list("denying") & {word, stem(word)}:
        return _EITHER
    further = f"{following}-{clause[at + 2].word}" if at + 2 < len(clause) else ""
    if not _denies(word) or {following, further} & set(word_map("affirming").get(word, "").split()):
        return _NONE
    if before == "or" and not following:  # whether or not, to stay or not
        return _NONE
    if clause[-1].asked and len(clause) - at <= _TAG:
        return _NONE
    return _ONE


def _undoes(clause: Sequence[Spoken], one: int, other: int) -> bool:
    between = {word.word for word in clause[one + 1 : other]}
    return other - one <= _NEAR and clause[other].word not in _GOING_ON and not between & _BORDERS


def _denies(word: str) -> bool:
    return word in word_list("negations")


def _plus(one: Iterable[int], two: Iterable[int]) -> Counts:
    return frozenset(a + b for a, b in product(one, two))
