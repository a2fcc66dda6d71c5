"""Do two statements report one utterance? Words that they share, weighed; what time and speaker ask for.

    score = shared * cover ** 2 / needed

shared: weight of the content stems that both have (words.weight), within a window when one is much longer. cover: the
part of the shorter one's weight that is shared. needed: what speakers, times and forms ask for (``Rules``): the less
is known about the occasion, the more the words must show. Two statements belong together at 1 or more. Squaring cover
keeps two long statements on one subject apart: they share words, but not most of them.

A pair is decided by itself, whatever else the record holds, so that new articles never undo a decision.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq

from onrecord.match.compatible import Speakers, Times, Window, speakers, times, window
from onrecord.match.words import expand, is_word, key, numbers, stem, tokens, weight, word_list
from onrecord.types import Form, StatementRow

_SENTENCE_END = frozenset((".", "!", "?", "…", ":"))
_MARKS = frozenset('"“”„‟«»')
_FEWEST_QUOTED = 3  # words
_MAX_WORDS = 400  # of a statement looked at: longer ones are speeches, and their beginning tells which


@dataclass(frozen=True, slots=True)
class Rules:
    """What a pair must show. The numbers were set with ``evaluation/match.py`` on the sample gold, 2026-11-23.

    same_time, close, unknown_time: weight needed when all else is at its best, by how the times compare. indirect (for
    each of the two), surname: factors on it. at_odds: factor on the score when numbers or denial differ in a rewording.
    alike: share of the shorter one's words, in order, from which on wording counts as nearly identical. unknown_words:
    words that such a wording must have when a speaker is not known. name, number: weight of a shared name or number.
    """

    same_time: float = 0.75
    close: float = 1.2
    unknown_time: float = 1.8
    indirect: float = 1.25
    surname: float = 1.2
    at_odds: float = 0.67
    alike: float = 0.85
    unknown_words: int = 8
    name: float = 0.35
    number: float = 0.6


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement made ready: keys of its words, content stems with their weights, numbers, and when it was said.

    quoted: the same of the words in quotation marks, for a mixed statement with at least three of them.
    """

    row: StatementRow
    words: tuple[str, ...]
    stems: tuple[str, ...]
    weights: dict[str, float]
    total: float
    numbers: frozenset[str]
    negations: int
    window: Window
    quoted: "Prepared | None" = None


@dataclass(frozen=True, slots=True)
class Link:
    """Two statements (ids) that report one utterance, how sure that is (1 is just enough), and why."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """score; shared weight, of the total of the shorter one; share of its words that stand in order in the other."""

    score: float = 0.0
    shared: float = 0.0
    total: float = 0.0
    alike: float = 0.0


def prepare(row: StatementRow, rules: Rules = Rules()) -> Prepared:
    """Make a statement ready to compare."""
    surface = tokens(row.text)[: 2 * _MAX_WORDS]
    whole = _prepare(row, surface, rules)
    if row.form != Form.MIXED:
        return whole
    quoted = _prepare(row, _in_marks(surface), rules)
    return replace(whole, quoted=quoted) if len(quoted.words) >= _FEWEST_QUOTED and quoted.total else whole


def _prepare(row: StatementRow, surface: Sequence[str], rules: Rules) -> Prepared:
    names = _names(surface)
    found = tuple(word for token in surface for word in expand(token))[:_MAX_WORDS]
    functional = word_list("function_words")
    content = tuple(stem(word) for word in found if word not in functional)
    weights = {
        s: min(weight(s), rules.name if s in names else 1.0 if s.isalpha() else rules.number) for s in set(content)
    }
    return Prepared(
        row=row,
        words=found,
        stems=content,
        weights=weights,
        total=sum(weights[s] for s in content),
        numbers=frozenset(numbers(found)),
        negations=sum(word in word_list("negations") for word in found),
        window=window(row),
    )


def link(one: Prepared, two: Prepared, rules: Rules = Rules()) -> Link | None:
    """Return the link between two statements, None when they do not belong together as far as the words show."""
    who, when = speakers(one.row, two.row), times(one.window, two.window)
    copied = _copied(one.row, two.row)
    if copied:
        when = Times.SAME  # a date worked out from the copy's own day of publication says nothing
    if who == Speakers.DIFFERENT or when == Times.APART or _nested(one, two, who):
        return None
    tried = [_compare(one, two, who, when, rules)]
    if when >= Times.CLOSE:  # a quoted phrase alone does not tell one occasion from another
        tried += [_compare(part, two, who, when, rules) for part in (one.quoted,) if part]
        tried += [_compare(one, part, who, when, rules) for part in (two.quoted,) if part]
    best = max(tried, key=lambda comparison: comparison.score)
    if best.score < 1:
        return None
    reasons = (
        f"speaker {who.name.lower()}",
        f"time {'copied' if copied else when.name.lower()}",
        f"shares {best.shared:.1f} of {best.total:.1f}",
        f"same words in order {best.alike:.2f}",
    )
    left, right = sorted((one.row.id, two.row.id))
    return Link(left, right, round(best.score, 3), reasons)


def _compare(one: Prepared, two: Prepared, who: Speakers, when: Times, rules: Rules) -> _Comparison:
    short, long = sorted((one, two), key=lambda p: (p.total, len(p.words), p.row.id))
    shared = _shared(short, long)
    if shared <= 0:
        return _Comparison()
    alike = LCSseq.similarity(short.words, long.words) / len(short.words)
    score = shared * min(1.0, shared / short.total) ** 2 / _needed(short, long, who, when, rules)
    if who == Speakers.UNKNOWN and (len(short.words) < rules.unknown_words or alike < rules.alike):
        score = 0.0
    elif alike < rules.alike and _at_odds(short, long):
        score *= rules.at_odds
    return _Comparison(score, shared, short.total, alike)


def _needed(short: Prepared, long: Prepared, who: Speakers, when: Times, rules: Rules) -> float:
    base = {
        Times.SAME: rules.same_time,
        Times.CLOSE: rules.close,
        Times.UNKNOWN: rules.unknown_time,
    }[when]
    indirect = (short.row.form, long.row.form).count(Form.INDIRECT)
    return base * rules.indirect**indirect * (rules.surname if who == Speakers.SURNAME else 1.0)


def _shared(short: Prepared, long: Prepared) -> float:
    """Return the weight of the stems that both have, within the best stretch of the longer one that could hold them."""
    wanted = Counter(short.stems)
    room = 2 * len(short.stems) + 4
    stretch = long.stems
    best = total = 0.0
    have: Counter[str] = Counter()
    for at, found in enumerate(stretch):
        have[found] += 1
        if have[found] <= wanted[found]:
            total += min(short.weights[found], long.weights[found])
        if at >= room:
            gone = stretch[at - room]
            if have[gone] <= wanted[gone]:
                total -= min(short.weights[gone], long.weights[gone])
            have[gone] -= 1
        best = max(best, total)
    return best


def _at_odds(one: Prepared, two: Prepared) -> bool:
    """Tell whether reworded statements differ in what cannot be reworded: numbers, or one denies and one does not."""
    numbers_differ = bool(one.numbers and two.numbers and not one.numbers & two.numbers)
    return numbers_differ or (one.negations == 0) != (two.negations == 0)


def _copied(one: StatementRow, two: StatementRow) -> bool:
    """Tell whether one's article is a copy of the other's, or both are copies of a third."""
    return (one.copy_of or one.article) == (two.copy_of or two.article) and one.article != two.article


def _nested(one: Prepared, two: Prepared, who: Speakers) -> bool:
    """Tell whether one statement only stands inside the other in the same article: words quoted within a quotation.

    A speaker who is not known joins nothing in the same article; and reported words (indirect) that stand whole in a
    quotation of the same article are a part of it, not a second report.
    """
    if one.row.article != two.row.article:
        return False
    if who == Speakers.UNKNOWN:
        return True
    short, long = sorted((one, two), key=lambda p: len(p.words))
    inside = f" {' '.join(short.words)} " in f" {' '.join(long.words)} "
    return inside and short.row.form == Form.INDIRECT and long.row.form != Form.INDIRECT


def _in_marks(surface: Sequence[str]) -> list[str]:
    """Return the tokens between double quotation marks."""
    inside, found = False, []
    for token in surface:
        if token in _MARKS:
            inside = not inside
        elif inside:
            found.append(token)
    return found


def _names(surface: Sequence[str]) -> set[str]:
    """Return the stems of words with a capital that no sentence beginning explains; none in a text all in capitals."""
    inner = [
        token
        for before, token in zip(("", *surface), surface, strict=False)
        if is_word(token) and before and before not in _SENTENCE_END and key(before) != '"'
    ]
    capital = [token for token in inner if token[0].isupper() and token != "I" and not token.startswith(("I'", "I’"))]
    if 2 * len(capital) > len(inner):
        return set()
    return {stem(word) for token in capital for word in expand(token)}
