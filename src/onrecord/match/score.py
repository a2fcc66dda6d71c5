"""Do two statements report one utterance? Words that they share, weighed; what time and speaker ask for.

    score = shared * cover ** 2 / needed

shared: weight of the content stems that both have (words.weight), within a window when one is much longer. cover: the
part of the shorter one's weight that is shared. needed: what speakers, times and forms ask for (``rules.py``): the less
is known about the occasion, the more the words must show. Two statements belong together at 1 or more. Squaring cover
keeps two long statements on one subject apart: they share words, but not most of them.

A pair is decided by itself, whatever else the record holds, so that new articles never undo a decision.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum, inf

from rapidfuzz.distance import LCSseq

from onrecord import quotes
from onrecord.match.compatible import Speakers, Times, Window, name_words, soon_after, speakers, times, window
from onrecord.match.rules import DEFAULT, Rules
from onrecord.match.sketch import hashed, wording
from onrecord.match.topic import together
from onrecord.match.words import expand, is_word, key, numbers, stem, tokens, weight, word_list
from onrecord.types import Form, Link, StatementRow

_SENTENCE_END = frozenset((".", "!", "?", "…", ":"))
_MARKS = frozenset('"“”„‟«»')
_SINGLE = re.compile(r"(?<![^\W_])['‘](?=[^\W_])")
_FEWEST_QUOTED = 3  # words
_FEW = 3  # words, all with capitals: a name; more: a headline
_FEWEST_RUN, _FEWEST_RETOLD = 5, 8  # words
_FEWEST_STEMS = 2  # that two wordings share unless they are the same
_SHORT = 12  # words up to which a statement is found by runs of words, whatever they weigh
_LONGER = 2  # times the weight of another statement, from which on one holds more than the other
_MAX_WORDS = 400  # of a statement looked at: longer ones are speeches, and their beginning tells which


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement made ready: keys of its words, content stems with their weights, numbers, and when it was said.

    counts: how often each stem comes. shares: its weight so many times. upper: the same, or that within the quotation
    marks if it is more. letters: the words, a character for each. phrase: the stems that a mixed statement has in
    quotation marks; uttered: their weight. quoted: its words in quotation marks made ready, where they are at least
    three.
    """

    row: StatementRow
    words: tuple[str, ...]
    stems: tuple[str, ...]
    counts: dict[str, int]
    weights: dict[str, float]
    shares: dict[str, float]
    upper: dict[str, float]
    letters: str
    total: float
    numbers: frozenset[str]
    negations: int
    window: Window
    phrase: frozenset[str] = frozenset()
    uttered: float = 0.0
    quoted: "Prepared | None" = None


@dataclass(frozen=True, slots=True)
class _Comparison:
    """score; shared weight, of the total of the shorter one; share of its words that stand in order in the other."""

    score: float = 0.0
    shared: float = 0.0
    total: float = 0.0
    alike: float = 0.0


_NOTHING = _Comparison()


def prepare(row: StatementRow, rules: Rules = DEFAULT) -> Prepared:
    """Make a statement ready to compare."""
    surface = tokens(row.text)[: 2 * _MAX_WORDS]
    whole = _prepare(row, surface, rules)
    if row.form != Form.MIXED:
        return whole
    quoted = _prepare(row, _quoted(row.text, surface), rules)
    phrase = frozenset(quoted.counts)
    whole = replace(whole, phrase=phrase, uttered=fsum(whole.weights.get(s, 0.0) for s in phrase))
    if len(quoted.words) < _FEWEST_QUOTED or not quoted.total:
        return whole
    upper = {s: max(share, whole.counts[s] * quoted.weights.get(s, 0.0)) for s, share in whole.shares.items()}
    return replace(whole, quoted=quoted, upper=upper)


def _prepare(row: StatementRow, surface: Sequence[str], rules: Rules) -> Prepared:
    names = _names(surface, begins=row.form != Form.INDIRECT)
    found = tuple(word for token in surface for word in expand(token))[:_MAX_WORDS]
    functional = word_list("function_words")
    content = tuple(stem(word) for word in found if word not in functional)
    counts = dict(Counter(content))
    weights = {s: min(weight(s), rules.name if s in names else 1.0 if s.isalpha() else rules.number) for s in counts}
    shares = {s: n * weights[s] for s, n in counts.items()}
    return Prepared(
        row=row,
        words=found,
        stems=content,
        counts=counts,
        weights=weights,
        shares=shares,
        upper=shares | _runs(found, row),
        letters="".join(map(_letter, found)),
        total=fsum(shares.values()),
        numbers=frozenset(numbers(found)),
        negations=sum(word in word_list("negations") for word in found),
        window=window(row),
    )


def _runs(found: Sequence[str], row: StatementRow) -> dict[str, float]:
    """Return runs of words by which a short statement is found, as stems that weigh one each."""
    if not (_FEWEST_RETOLD if row.form == Form.INDIRECT else _FEWEST_RUN) <= len(found) <= _SHORT:
        return {}
    return {" ".join(found[at : at + _FEWEST_RUN]): 1.0 for at in range(len(found) - _FEWEST_RUN + 1)}


@lru_cache(1 << 18)
def _letter(word: str) -> str:
    """Return a character that stands for a word, so that words are compared as fast as letters.

    Of 900,000 characters; that two words of a pair of statements have the same one is as good as impossible.
    """
    return chr(0x20000 + hashed(word) % 0xE0000)


def link(one: Prepared, two: Prepared, rules: Rules = DEFAULT) -> Link | None:
    """Return the link between two statements, None when they do not belong together as far as the words show."""
    found = judge(one, two, rules)
    return found.link(one.row.id, two.row.id) if found and found.score >= 1 else None


@dataclass(frozen=True, slots=True)
class Judged:
    """Two statements compared. score: of a link; 1 is just enough.

    shared: weight of the words in common, of ``total`` of the shorter one; alike: share of its words that stand in
    order in the other. near: the articles are about one thing. repeats: no link, but one line of one speaker on two
    occasions.
    """

    who: Speakers
    when: Times
    copied: bool
    near: bool = False
    score: float = 0.0
    shared: float = 0.0
    total: float = 0.0
    alike: float = 0.0
    repeats: bool = False

    def link(self, one: str, two: str) -> Link:
        """Return it as a link between two statements (ids), with its reasons in words."""
        reasons = (
            f"speaker {self.who.name.lower()}",
            f"time {'copied' if self.copied else self.when.name.lower()}",
            f"shares {self.shared:.1f} of {self.total:.1f}",
            f"same words in order {self.alike:.2f}",
            *(("articles about one thing",) if self.near else ()),
        )
        return Link(min(one, two), max(one, two), round(self.score, 3), reasons)


def judge(one: Prepared, two: Prepared, rules: Rules) -> Judged | None:
    """Compare two statements; None when they neither link nor repeat one line."""
    who = speakers(one.row, two.row)
    if who == Speakers.DIFFERENT or (one.row.article == two.row.article and _nested(one, two, who)):
        return None
    copied = _copied(one.row, two.row)
    # A date worked out from a copy's own day of publication says nothing.
    when = Times.SAME if copied else times(one.window, two.window)
    if when == Times.APART:
        return Judged(who, when, copied, repeats=True) if _repeats(one, two, who, rules) else None
    within = one.row.article == two.row.article
    about = not within and _near(one, two, rules)
    near = about and not _retold(one, two)
    headed = within and (one.row.headline or two.row.headline)  # a headline retells what the text below it quotes
    dated = when >= Times.CLOSE
    if near or headed:
        when = max(when, Times.CLOSE)
    if (who == Speakers.SAME and _verbatim(one, two, rules)) or (not within and _repeated(one, two, rules)):
        total = min(one.total, two.total)
        return Judged(who, when, copied, near, 1.0, total, total, 1.0)
    soon = dated and who >= Speakers.SURNAME and soon_after(one.window, two.window)
    best = _compare(one, two, who, when, rules, near=about, soon=soon)
    if dated and (one.quoted or two.quoted):  # a quoted phrase alone does not tell occasions apart
        pairs = [(part, other) for part, other in ((one.quoted, two), (two.quoted, one)) if part]
        tried = [(part, _compare(part, other, who, when, rules, soon=soon)) for part, other in pairs]
        whole = (c for part, c in tried if len(part.words) >= rules.phrase_words or c.alike >= rules.alike)
        best = max((best, *whole), key=lambda comparison: comparison.score)
    if soon and not within and best.score < 1 and (_picks_up(one, two, rules) or _picks_up(two, one, rules)):
        best = replace(best, score=1.0, shared=max(best.shared, rules.phrase), total=min(one.total, two.total))
    again = within and not (headed or _retold(one, two))
    if again and min(best.shared / (best.total or 1), best.alike) < rules.again:
        return None
    if best.score < 1 and not (rules.weak <= best.score and _may_retell(one, two, who, when)):
        return None
    return Judged(who, when, copied, near, best.score, best.shared, best.total, best.alike)


def _picks_up(one: Prepared, two: Prepared, rules: Rules) -> bool:
    """Tell whether all that one has in quotation marks stands in those of the other as well, and says something."""
    spoken = two.counts.keys() if two.row.form == Form.DIRECT else two.phrase
    least = rules.phrase if len(one.phrase) > 1 else rules.phrase_word
    return bool(one.phrase) and one.uttered >= least and one.phrase <= spoken


def _verbatim(one: Prepared, two: Prepared, rules: Rules) -> bool:
    """Tell whether one quotation stands word for word in the other, though of common words: "Would I do it again?"."""
    short, long = (one, two) if len(one.words) <= len(two.words) else (two, one)
    sizes = rules.verbatim <= len(short.words) <= len(long.words) <= _SHORT
    return sizes and not _retold(one, two) and short.letters in long.letters


def _repeated(one: Prepared, two: Prepared, rules: Rules) -> bool:
    """Tell whether two outlets retell in nearly the same words, as they do who print what an agency wrote."""
    short, long = _by_length(one, two)
    few, many = sorted((len(short.words), len(long.words)))
    if not (_retold(one, two) and rules.repeated <= few and rules.repeated_length * many <= few):
        return False
    return _alike(short, long) >= rules.alike and not _at_odds(short, long)


def _retold(one: Prepared, two: Prepared) -> bool:
    """Tell whether one of two statements is reported speech."""
    return Form.INDIRECT in (one.row.form, two.row.form)


def _near(one: Prepared, two: Prepared, rules: Rules) -> bool:
    """Tell whether two articles are about one thing."""
    return together(one.row.topic, two.row.topic) >= rules.near


def _may_retell(one: Prepared, two: Prepared, who: Speakers, when: Times) -> bool:
    """Tell whether one of two statements is reported speech, of a speaker and a time that fit."""
    return who >= Speakers.SURNAME and when >= Times.CLOSE and _retold(one, two)


def _repeats(one: Prepared, two: Prepared, who: Speakers, rules: Rules) -> bool:
    """Tell whether statements of two occasions, in the speaker's own words, are one line."""
    if who < Speakers.SURNAME or _retold(one, two):
        return False
    short, long = _by_length(one, two)
    if short.total < rules.repeat_total or _shared(short, long) < rules.repeat_cover * short.total:
        return False
    return not _at_odds(short, long) and _alike(short, long) >= rules.repeat_alike


def _by_length(one: Prepared, two: Prepared) -> tuple[Prepared, Prepared]:
    """Return the shorter one first."""
    if (one.total, len(one.words), one.row.text) <= (two.total, len(two.words), two.row.text):
        return one, two
    return two, one


def _compare(
    one: Prepared, two: Prepared, who: Speakers, when: Times, rules: Rules, *, near: bool = False, soon: bool = False
) -> _Comparison:
    short, long = _by_length(one, two)
    shared = _shared(short, long)
    if shared <= 0:
        return _NOTHING
    worth, plainly = shared * min(1.0, shared / short.total) ** 2, _needed(short, long, who, when, rules)
    score = worth / plainly
    if score < 1 and (soon or near):
        score = max(score, worth / _on_occasion(short, long, who, rules, soon=soon, near=near))
    if not _tells(short, long, rules):
        return _NOTHING
    least = rules.weak if shared >= rules.weak_shared else 1.0
    told = near and not _retold(short, long) and who <= Speakers.ALIKE and _told(short, long, who, shared, rules)
    if score < least or (who == Speakers.UNKNOWN and len(short.words) < rules.unknown_words and not told):
        return _NOTHING
    alike = _alike(short, long)
    if alike < rules.alike and len(_common(short, long)) < _FEWEST_STEMS:
        return _NOTHING  # "pregnant" is in all that is said of pregnant girls
    if short.total < rules.little and alike < rules.little_alike:
        return _NOTHING
    if score * plainly > worth and alike < rules.occasion_alike[short.row.form == long.row.form == Form.DIRECT]:
        score = worth / plainly
    if who == Speakers.UNKNOWN and alike < rules.alike and not (told or _spoken(short, long, shared, rules)):
        return _NOTHING
    plain = told or (alike >= rules.alike and len(short.words) >= rules.unknown_words)
    if who == Speakers.ALIKE and not plain and len(_common(short, long)) < rules.alike_stems:
        return _NOTHING
    if alike < rules.alike and _at_odds(short, long):
        score *= rules.at_odds_retold if _retold(short, long) else rules.at_odds
    return _Comparison(score, shared, short.total, alike)


def _spoken(short: Prepared, long: Prepared, shared: float, rules: Rules) -> bool:
    """Tell whether quotations of speakers without names have so much in common that they are one."""
    return (
        not (_retold(short, long) or name_words(short.row.speaker) or name_words(long.row.speaker))
        and shared * (shared / short.total) ** 2 >= rules.unknown_spoken
    )


def _told(short: Prepared, long: Prepared, who: Speakers, shared: float, rules: Rules) -> bool:
    """Tell whether quotations in articles about one thing have so much in common that it tells who speaks.

    Where the speaker of one may be anybody, a run of words must be among it.
    """
    if shared * (shared / short.total) ** 2 < rules.unknown_near:
        return False
    return who == Speakers.ALIKE or not set(wording(short.words).tolist()).isdisjoint(wording(long.words).tolist())


def _common(one: Prepared, two: Prepared) -> set[str]:
    return one.counts.keys() & two.counts.keys()


def _tells(short: Prepared, long: Prepared, rules: Rules) -> bool:
    """Tell whether reported speech is long enough to be told from other reported speech about the same."""
    if short.row.form != Form.INDIRECT:
        return True
    shared = [stem_ for stem_ in _common(short, long) if len(stem_) > 1]  # "U. S." is no two words
    return len(short.words) >= rules.retold_words and len(shared) >= rules.retold_stems


def _alike(short: Prepared, long: Prepared) -> float:
    return LCSseq.similarity(short.letters, long.letters) / len(short.letters)


def _needed(short: Prepared, long: Prepared, who: Speakers, when: Times, rules: Rules) -> float:
    needed = rules.same_time if when == Times.SAME else rules.close if when == Times.CLOSE else rules.unknown_time
    retold = sum(one.row.form == Form.INDIRECT for one in (short, long))
    needed *= rules.indirect**retold if retold or when != Times.CLOSE else rules.spoken
    across = short.row.article != long.row.article
    if across and retold == len((short, long)) and long.total >= _LONGER * short.total:
        needed *= rules.retold_longer
    return needed * (rules.surname if who == Speakers.SURNAME else rules.alike_source if who == Speakers.ALIKE else 1.0)


def _on_occasion(short: Prepared, long: Prepared, who: Speakers, rules: Rules, *, soon: bool, near: bool) -> float:
    """Return what is needed between what two outlets print of one speaker on one occasion; infinity where no less is.

    What either has in quotation marks must be found in the other, as it is the speaker's own.
    """
    retold = sum(one.row.form == Form.INDIRECT for one in (short, long))
    if who < Speakers.SURNAME or short.row.article == long.row.article:
        return inf
    if retold > soon:
        return rules.near_retold[retold - 1] if near and not _at_odds(short, long) else inf
    held = min((_held(a, b) for a, b in ((short, long), (long, short)) if a.phrase), default=None)
    if held is not None and held < rules.held:
        return inf
    needed = rules.occasion[retold] if held is None else rules.occasion_held[retold]
    return needed * (rules.surname if who == Speakers.SURNAME else 1.0)


def _held(one: Prepared, two: Prepared) -> float:
    """Return how much of the weight of what one has in quotation marks the other has as well."""
    return fsum(one.weights.get(s, 0.0) for s in one.phrase & two.counts.keys()) / (one.uttered or 1.0)


def _shared(short: Prepared, long: Prepared) -> float:
    """Return the weight of the stems that both have, within the best stretch of the longer one that could hold them."""
    there, total = long.shares, 0.0
    for found, one in short.shares.items():
        two = there.get(found)
        if two is not None:
            total += one if one < two else two
    room = 2 * len(short.stems) + 4
    return total if len(long.stems) <= room or not total else _best_stretch(short, long, room)


def _best_stretch(short: Prepared, long: Prepared, room: int) -> float:
    best = total = 0.0
    have: Counter[str] = Counter()
    for at, found in enumerate(long.stems):
        if found in short.counts:
            have[found] += 1
            if have[found] <= short.counts[found]:
                total += min(short.weights[found], long.weights[found])
        gone = long.stems[at - room] if at >= room else ""
        if gone in short.counts:
            if have[gone] <= short.counts[gone]:
                total -= min(short.weights[gone], long.weights[gone])
            have[gone] -= 1
        best = max(best, total)
    return best


def _at_odds(one: Prepared, two: Prepared) -> bool:
    """Tell whether reworded statements differ in what cannot be reworded: numbers, or one denies and one does not.

    A much longer one may deny something else.
    """
    numbers_differ = bool(one.numbers and two.numbers and not one.numbers & two.numbers)
    alike = max(one.total, two.total) < _LONGER * min(one.total, two.total)
    return numbers_differ or (alike and (one.negations == 0) != (two.negations == 0))


def _copied(one: StatementRow, two: StatementRow) -> bool:
    """Tell whether one's article is a copy of the other's, or both are copies of a third."""
    return (one.copy_of or one.article) == (two.copy_of or two.article) and one.article != two.article


def _nested(one: Prepared, two: Prepared, who: Speakers) -> bool:
    """Tell whether one statement only stands inside the other in the same article: words quoted within a quotation.

    A speaker who is not known joins nothing in the same article; and reported words (indirect) that stand whole in a
    quotation of the same article are a part of it, not a second report.
    """
    if who <= Speakers.ALIKE:
        return True
    short, long = (one, two) if len(one.words) <= len(two.words) else (two, one)
    inside = f" {' '.join(short.words)} " in f" {' '.join(long.words)} "
    return inside and short.row.form == Form.INDIRECT and long.row.form != Form.INDIRECT


def _quoted(text: str, surface: Sequence[str]) -> list[str]:
    """Return the tokens in quotation marks; single ones, as in headlines, have to be told from apostrophes."""
    if not _SINGLE.search(text):
        return _in_marks(surface)
    outer = quotes.outermost(quotes.pair(text))
    return [token for one in outer for token in tokens(text[one.start : one.end])][: 2 * _MAX_WORDS]


def _in_marks(surface: Sequence[str]) -> list[str]:
    """Return the tokens between double quotation marks."""
    inside, found = False, []
    for token in surface:
        if token in _MARKS:
            inside = not inside
        elif inside:
            found.append(token)
    return found


def _names(surface: Sequence[str], *, begins: bool) -> set[str]:
    """Return the stems of words with a capital that no sentence beginning explains; none in a text all in capitals.

    begins: a sentence begins with the first word; reported speech begins within one: "(criticised) Lund's plans".
    """
    first = "." if begins or (surface and key(surface[0]) in word_list("function_words")) else ","
    inner = [
        token
        for before, token in zip((first, *surface), surface, strict=False)
        if is_word(token) and before not in _SENTENCE_END and key(before) != '"'
    ]
    capital = [token for token in inner if token[0].isupper() and token != "I" and not token.startswith(("I'", "I’"))]
    if len(inner) > _FEW and 2 * len(capital) > len(inner):
        return set()
    return {stem(word) for token in capital for word in expand(token)}
