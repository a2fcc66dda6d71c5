"""Which articles are copies, which statements report one utterance, and how their words differ.

    copies(rows)                    article id -> id of the article that it copies
    utterances(rows, judgements)    every statement in exactly one utterance
    links(rows)                     the pairs behind them, with score and reasons
    variant(witness_text, text)     how one wording differs from another
    held(text, quotation)           whether a text has a quotation: word for word, altered, out of order, ...

Pure functions over light rows (``onrecord.types``); their results do not depend on the order of the rows.
"""

from collections.abc import Iterable

from onrecord.match.candidates import candidates
from onrecord.match.cluster import grouped
from onrecord.match.copied import CopyRules, copies
from onrecord.match.quotation import Held, Verdict, fragments, held, telling
from onrecord.match.score import Link, Prepared, Rules, link, prepare
from onrecord.match.wording import variant
from onrecord.types import PairJudgement, StatementRow, Utterance

__all__ = [
    "CopyRules",
    "Held",
    "Link",
    "Rules",
    "Verdict",
    "copies",
    "fragments",
    "held",
    "links",
    "telling",
    "utterances",
    "variant",
]

_RULES = Rules()


def utterances(
    rows: Iterable[StatementRow], judgements: Iterable[PairJudgement] = (), *, rules: Rules = _RULES
) -> list[Utterance]:
    """Return the utterances that statements report, by time; a statement that nobody else has is one of its own."""
    prepared = _prepared(rows, rules)
    return grouped(prepared, _links(prepared, rules), judgements)


def links(rows: Iterable[StatementRow], *, rules: Rules = _RULES) -> list[Link]:
    """Return the pairs of statements that report one utterance by their own words, sorted by id."""
    return _links(_prepared(rows, rules), rules)


def _prepared(rows: Iterable[StatementRow], rules: Rules) -> list[Prepared]:
    unique = {row.id: row for row in rows}
    return [prepare(unique[name], rules) for name in sorted(unique)]


def _links(prepared: list[Prepared], rules: Rules) -> list[Link]:
    pairs = sorted(set(candidates(prepared)))
    found = (link(prepared[one], prepared[two], rules) for one, two in pairs)
    return [each for each in found if each]
