"""Composes matching with the store: only what has changed is matched, with the result of matching everything.

    stale articles    -> like ones, by shared shingles -> their families -> copies
    stale statements  -> those they link to, by shared keys -> their families -> utterances, talking points
    both              -> dates that articles owe to each other
    utterances        -> how each statement's words differ from the witness's

A link depends on its two statements alone, and what becomes of a family on its members alone (``match``). So a new
statement changes only the families of those that it is linked to, and in whatever order articles come, the same
families come out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord import dates, match
from onrecord.store import Store
from onrecord.store.comparisons import Comparison, Pair
from onrecord.store.matches import Growth, Pending
from onrecord.types import CopyFamily, PairJudgement, StatementRow

_RULES = match.Rules()
_COPY_RULES = match.CopyRules()
_COMPARED_AT_ONCE = 2000  # statements, in one transaction


@dataclass(frozen=True, slots=True)
class _Copies:
    """What becomes of articles. gone: those whose copies it replaces, None for all. after: copy to original among them.

    sketches, topics: of articles not seen before.
    """

    families: list[CopyFamily]
    gone: list[str] | None
    after: Mapping[str, str]
    sketches: Mapping[str, Sequence[int]]
    topics: Mapping[str, Sequence[str]]


def rematch(store: Store) -> None:
    """Work out copies, utterances and the dates that follow from them, for what has changed since the last time.

    What another process matches meanwhile is taken account of: then it begins again.
    """
    while True:
        pending = store.pending()
        copies = _copies(store, pending)
        growth, articles = _utterances(store, pending, copies)
        if store.write_growth(pending, growth) is not None:
            break
    store.write_chains(dates.chained(store.dated_groups(articles)), articles)
    compare(store)


def compare(store: Store) -> None:
    """Compare the words of each statement with its witness's, where that is not done."""
    while pairs := store.uncompared(limit=_COMPARED_AT_ONCE):
        store.write_comparisons([_compared(one) for one in pairs])


def _compared(pair: Pair) -> Comparison:
    if pair.statement == pair.witness:
        return Comparison(pair, 0.0, None)
    if pair.text == pair.witness_text:
        return Comparison(pair, 0.0, ("identical",))
    found = match.variant(pair.witness_text, pair.text, form=pair.form)
    return Comparison(pair, found.distance, found.classes)


def _copies(store: Store, pending: Pending) -> _Copies:
    stale = pending.articles
    if stale.whole:
        seen: dict[str, list[int]] = {}
        rows = store.copy_rows()
        topics = {row.id: match.topic(row.text) for row in rows}
        families = match.copy_families(rows, sketches=seen)
        return _Copies(families, None, _originals(families), seen, topics)
    fresh = store.copy_rows(stale.ids)
    topics = {row.id: match.topic(row.text) for row in fresh}
    sketches = {row.id: match.sketch(row) for row in fresh}
    like = store.articles_like(sketches, least=_COPY_RULES.sampled, part=_COPY_RULES.part) - sketches.keys()
    near = match.copy_families([*fresh, *store.copy_rows(sorted(like))])
    touched = {one for family in near if sketches.keys() & set(family.members) for one in family.members}
    members = sorted(store.kin(sorted({*stale.ids, *touched})))
    families = match.copy_families(store.copy_rows(members))
    return _Copies(families, members, _originals(families), sketches, topics)


def _originals(families: Sequence[CopyFamily]) -> dict[str, str]:
    return {one.article: one.original for family in families for one in family.copies}


def _utterances(store: Store, pending: Pending, copies: _Copies) -> tuple[Growth, list[str] | None]:
    """Return what is to be written, and the articles whose dates may follow from others, None for all."""
    before = store.copies(copies.gone)
    moved = {one: copies.after.get(one) for one in {*before, *copies.after} if before.get(one) != copies.after.get(one)}
    if pending.statements.whole or copies.gone is None:
        return _everything(store, copies, moved), None
    stale = {*pending.statements.ids, *store.statements_of(sorted(moved))}
    fresh = store.statement_rows(moved, sorted(stale), copies.topics)
    linked = _linked(store, moved, fresh, copies.topics)
    judgements = store.judgements()
    members = _members(store, {*stale, *linked}, judgements)
    rows = store.statement_rows(moved, sorted(members), copies.topics)
    named = {row.id for row in rows}
    growth = Growth(
        families=list(match.families(rows, [j for j in judgements if {j.left, j.right} <= named])),
        gone=sorted(members),
        copies=copies.families,
        gone_articles=copies.gone,
        keys={row.id: match.keys(row) for row in fresh},
        sketches=copies.sketches,
        topics=copies.topics,
    )
    return growth, sorted({row.article for row in rows} | set(copies.sketches))


def _everything(store: Store, copies: _Copies, moved: Mapping[str, str | None]) -> Growth:
    rows = store.statement_rows(moved, None, copies.topics)
    index = match.KeyIndex()
    names = sorted(row.id for row in rows)
    return Growth(
        families=match.families(rows, store.judgements(), index=index),
        copies=copies.families,
        gone_articles=copies.gone,
        all_keys=(names, index.columns),
        sketches=copies.sketches,
        topics=copies.topics,
    )


def _linked(
    store: Store,
    moved: Mapping[str, str | None],
    fresh: Sequence[StatementRow],
    topics: Mapping[str, Sequence[str]],
) -> set[str]:
    """Return the ids of the stored statements that new ones are linked to."""
    by_id = {row.id: row for row in fresh}
    probes = {row.id: [(one.key, one.first, one.last, one.weight) for one in match.probes(row)] for row in fresh}
    met = store.meeting(probes, least=_RULES.least)
    others = {one for several in met.values() for one in several} - by_id.keys()
    there = {row.id: row for row in store.statement_rows(moved, sorted(others), topics)}

    def pairs() -> Iterator[tuple[StatementRow, StatementRow]]:
        for name, several in met.items():
            yield from ((by_id[name], there[one]) for one in several if one in there)

    return match.touched(pairs())


def _members(store: Store, statements: set[str], judgements: Sequence[PairJudgement]) -> set[str]:
    """Return the statements in the families of some, and in those that judgements join them with."""
    members = store.relatives(sorted(statements))
    while True:
        judged = {one for j in judgements if {j.left, j.right} & members for one in (j.left, j.right)}
        if judged <= members:
            return members
        members |= store.relatives(sorted(judged - members))
