"""Which articles are copies, which statements report one utterance, and how their words differ.

    copies(rows)                    article id -> id of the article that it copies; copy_families(rows) says why
    utterances(rows, judgements)    every statement in exactly one utterance
    families(rows, judgements)      the same with the links behind them, and talking points: one line, many occasions
    keys(row), probes(row)          what lets a record that grows find what a new statement is linked to
    variant(witness_text, text)     how one wording differs from another
    held(text, quotation)           whether a text has a quotation: word for word, altered, out of order, ...

Pure functions over light rows (``onrecord.types``); their results do not depend on the order of the rows.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from onrecord.match import candidates, linking
from onrecord.match.candidates import Probe
from onrecord.match.cluster import by_time, grouped
from onrecord.match.compatible import Speakers, names
from onrecord.match.copied import CopyRules, copies, copy_families, sketch
from onrecord.match.linking import KeyIndex
from onrecord.match.quotation import Held, Verdict, core, fragments, held, telling
from onrecord.match.rules import DEFAULT, Rules
from onrecord.match.score import judge, prepare
from onrecord.match.topic import topic
from onrecord.match.wording import MEANINGS, variant
from onrecord.types import Family, Link, PairJudgement, StatementRow, Utterance

__all__ = [
    "MEANINGS",
    "CopyRules",
    "Held",
    "KeyIndex",
    "Probe",
    "Rules",
    "Verdict",
    "copies",
    "copy_families",
    "core",
    "families",
    "fragments",
    "held",
    "keys",
    "links",
    "may_be_one",
    "probes",
    "sketch",
    "telling",
    "topic",
    "touched",
    "utterances",
    "variant",
]


def utterances(
    rows: Iterable[StatementRow], judgements: Iterable[PairJudgement] = (), *, rules: Rules = DEFAULT
) -> list[Utterance]:
    """Return the utterances that statements report, by time; a statement that nobody else has is one of its own."""
    found = (one for family in families(rows, judgements, rules=rules) for one in family.utterances)
    return sorted(found, key=by_time)


def families(
    rows: Iterable[StatementRow],
    judgements: Iterable[PairJudgement] = (),
    *,
    index: KeyIndex | None = None,
    rules: Rules = DEFAULT,
) -> Iterator[Family]:
    """Yield the families of statements: those that links, repeated lines and judgements hold together.

    What becomes of a family depends on its members and the judgements on them alone. So a record that grows need look
    at those families only that a new statement is linked to. index: takes the keys of all statements; the position of
    each is its place among the ids.
    """
    ordered = _ordered(rows)
    return grouped(ordered, linking.links(ordered, rules, index), judgements)


def keys(row: StatementRow, *, rules: Rules = DEFAULT) -> list[tuple[int, int]]:
    """Return the keys under which a statement is found later, each with the day of its window."""
    return candidates.keys(prepare(row, rules), rules)


def probes(row: StatementRow, *, rules: Rules = DEFAULT) -> list[Probe]:
    """Return the keys under which a statement finds all that it could be linked to; together they must weigh enough."""
    return candidates.probes(prepare(row, rules), rules)


def touched(pairs: Iterable[tuple[StatementRow, StatementRow]], *, rules: Rules = DEFAULT) -> set[str]:
    """Return the ids of the second of each pair that is linked to the first, or repeats its line."""
    ready = cache(lambda row: prepare(row, rules))
    return {two.id for one, two in pairs if judge(ready(one), ready(two), rules)}


def links(rows: Iterable[StatementRow], *, rules: Rules = DEFAULT) -> list[Link]:
    """Return the pairs of statements that report one utterance by their own words, sorted by id."""
    ordered = _ordered(rows)
    found = linking.links(ordered, rules)
    names = [row.id for row in ordered]
    return [found.link(at, names) for at in range(len(found.left)) if found.score[at] >= 1]


def may_be_one(left: str | None, right: str | None) -> bool:
    """Tell whether two names may be one person's: equal, or a surname or an initial that fits."""
    return names(left, right) > Speakers.ALIKE


def _ordered(rows: Iterable[StatementRow]) -> list[StatementRow]:
    unique = {row.id: row for row in rows}
    return [unique[name] for name in sorted(unique)]
