"""Scores of whole articles against the sample gold: pure functions of gold and articles.

    pair(gold, article) -> Reading -> passages, dates, statements, forms, speakers, voice, values, said
    copies(readings), utterances(readings): across articles

A gold statement is *found* when a statement of the article shares at least 80 % of the union of their content
characters with it, white space aside, and their source spans overlap: what ``linked`` means in the PolNeAR scorer.
Each statement is found by at most one. What speaks of values (speaker, form, dates, ...) looks at found ones only, so
that each score tells of one stage.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from evaluation.sample import GoldArticle, GoldStatement, fold
from evaluation.score import Case, Score, harmonic, share, shortened
from onrecord.types import Article, How, Kind, Span, Statement

_EXTENT = 0.8  # of the union; the PolNeAR scorer's value
_SHOWN = 90  # characters of a statement shown in a note


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold statement and the statement that found it."""

    gold: GoldStatement
    found: Statement


@dataclass(frozen=True, slots=True)
class Reading:
    """An article beside its gold. missed: gold statements not found; extra: statements that found none."""

    gold: GoldArticle
    article: Article
    pairs: tuple[Pair, ...]
    missed: tuple[GoldStatement, ...]
    extra: tuple[Statement, ...]


def characters(spans: Iterable[Span], text: str) -> frozenset[int]:
    """Return the offsets of all characters of the spans but white space."""
    return frozenset(i for start, end in spans for i in range(start, end) if not text[i].isspace())


def pair(gold: GoldArticle, article: Article) -> Reading:
    """Find the statements of the gold in an article, the best overlaps first."""
    text = article.text
    wanted = [characters(statement.content, text) for statement in gold.statements]
    given = [characters(statement.content, text) for statement in article.statements]
    candidates = []
    for i, left in enumerate(wanted):
        for j, right in enumerate(given):
            overlap = len(left & right) / len(left | right) if left | right else 0.0
            if overlap >= _EXTENT and _same_source(gold.statements[i], article.statements[j]):
                candidates.append((-overlap, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return Reading(
        gold,
        article,
        tuple(Pair(gold.statements[i], article.statements[pairs[i]]) for i in sorted(pairs)),
        tuple(statement for i, statement in enumerate(gold.statements) if i not in pairs),
        tuple(statement for j, statement in enumerate(article.statements) if j not in pairs.values()),
    )


def _same_source(gold: GoldStatement, found: Statement) -> bool:
    mention = found.speaker.mention
    if gold.source is None:  # a continued quotation may show whom it continues
        return mention is None or found.speaker.how in (How.CONTINUED, How.CONTEXT)
    return mention is not None and mention.start < gold.source[1] and gold.source[0] < mention.end


def passages(readings: Sequence[Reading]) -> Iterator[Score]:
    """Characters with the right kind, of all (accuracy) and by kind (F1); a lost headline or body counts as wrong."""
    right: dict[Kind, int] = dict.fromkeys(Kind, 0)
    found, gold = dict(right), dict(right)
    misses: list[str] = []
    for reading in readings:
        text = reading.article.text
        kinds: dict[int, Kind] = {}
        for passage in reading.article.passages:
            kinds.update(dict.fromkeys(characters([(passage.start, passage.end)], text), passage.kind))
        for passage in reading.gold.passages:
            places = characters([(passage.start, passage.end)], text)
            wrong = [kinds.get(place) for place in places if kinds.get(place) != passage.kind]
            gold[passage.kind] += len(places)
            right[passage.kind] += len(places) - len(wrong)
            for place in places & kinds.keys():
                found[kinds[place]] += 1
            if wrong:
                said = ", ".join(sorted({str(kind) for kind in wrong}))
                misses.append(
                    f"{reading.gold.name}: {passage.kind}, found {said}: {_short(text[passage.start : passage.end])}"
                )
        for kind, words in reading.gold.lost:
            gold[kind] += len("".join(words.split()))
            misses.append(f"{reading.gold.name}: {kind} is not in the text as read: {_short(words)}")
    yield Score("passages.all", sum(right.values()), sum(gold.values()), tuple(misses), steady=True)
    for kind in Kind:
        if gold[kind]:
            yield harmonic(f"passages.{kind}", right[kind], found=found[kind], gold=gold[kind], steady=True)


def published(readings: Sequence[Reading]) -> Iterator[Score]:
    """Dates of publication: the interval contains the truth; the best day is the day; conflicts are flagged.

    Where the gold is an interval, the day is not known better, and an answer within it holds the truth, too.
    """
    contains, best, flagged = [], [], []
    for reading in readings:
        gold, dating = reading.gold, reading.article.published
        truth = gold.published
        note = (
            f"{gold.name}: {dating.earliest}..{dating.latest} best {dating.best}, gold {truth.earliest}..{truth.latest}"
        )
        earliest, latest = dating.earliest or "", dating.latest or "9999"
        around = earliest <= truth.earliest and truth.latest <= latest
        within = truth.earliest <= earliest and latest <= truth.latest
        contains.append(Case(around or within, note))
        if truth.earliest == truth.latest or dating.best:
            best.append(Case(truth.earliest <= (dating.best or "") <= truth.latest, note))
        conflicts = "; ".join(dating.conflicts) or "none"
        flagged.append(
            Case(bool(dating.conflicts) == gold.conflict, f"{note}; conflicts: {conflicts}, gold {gold.conflict}")
        )
    yield share("published.contains", contains, steady=True)
    yield share("published.best", best, steady=True)
    yield share("published.conflicts", flagged, steady=True)


def statements(readings: Sequence[Reading]) -> Iterator[Score]:
    """Recall and precision of statements found, and found with exactly the gold's content (white space aside)."""
    recall, precision, exact_recall, exact_precision = [], [], [], []
    for reading in readings:
        text, name = reading.article.text, reading.gold.name
        for each in reading.pairs:
            exact = characters(each.gold.content, text) == characters(each.found.content, text)
            note = f"{name}: {_short(each.found.text)} | gold: {_short(each.gold.text)}"
            recall.append(Case(True, ""))
            precision.append(Case(True, ""))
            exact_recall.append(Case(exact, note))
            exact_precision.append(Case(exact, note))
        for gold in reading.missed:
            source = f" by {text[slice(*gold.source)]!r}" if gold.source else ""
            note = f"{name}: missed {_short(gold.text)}{source}{_nearest(gold, reading)}"
            recall.append(Case(False, note))
            exact_recall.append(Case(False, note))
        for extra in reading.extra:
            note = f"{name}: extra {_short(extra.text)} by {_mention(extra)}"
            precision.append(Case(False, note))
            exact_precision.append(Case(False, note))
    yield share("statements.recall", recall)
    yield share("statements.precision", precision)
    yield share("statements.exact_recall", exact_recall)
    yield share("statements.exact_precision", exact_precision)


def forms(readings: Sequence[Reading]) -> Iterator[Score]:
    """Share of found statements with the right form."""
    yield share(
        "form.right",
        (
            Case(pair.found.form == pair.gold.form, f"{_at(r, pair)}: {pair.found.form}, gold {pair.gold.form}")
            for r, pair in _found(readings)
        ),
    )


def speakers(readings: Sequence[Reading]) -> Iterator[Score]:
    """Speakers of found statements: right of those named, named of those who have a name, null where null; how.

    A surname will do for a person whom the article names by no more. A body may go by a part of its name, in any
    order and inflexion: "Karsovian foreign ministry", "Karsovia" for its government.
    """
    right, answered, null, how = [], [], [], []
    for reading, pair in _found(readings):
        gold, speaker = pair.gold, pair.found.speaker
        note = f"{_at(reading, pair)}: {speaker.name} ({speaker.how}), gold {gold.speaker} ({gold.how})"
        if speaker.name is not None:
            right.append(Case(_right_name(speaker.name, gold, reading.article.text), note))
        if gold.speaker is None:
            null.append(Case(speaker.name is None, note))
        else:
            answered.append(Case(speaker.name is not None, note))
        body_as_such = gold.body and gold.how in ("office", "outlet") and speaker.how == How.ORGANISATION
        how.append(Case(speaker.how == gold.how or body_as_such, note))
    yield share("speakers.right", right)
    yield share("speakers.answered", answered)
    yield share("speakers.null", null)
    yield share("speakers.how", how)


def _right_name(found: str, gold: GoldStatement, text: str) -> bool:
    if gold.speaker is None:
        return False
    given, truth = fold(found), fold(gold.speaker)
    if gold.body:
        fewer, more = sorted((given.split(), truth.split()), key=len)
        return bool(fewer) and all(any(_one_stem(word, other) for other in more) for word in fewer)
    return given == truth or (given == truth.split()[-1] and truth not in fold(text))


def _one_stem(word: str, other: str) -> bool:
    stem = max(min(len(word), len(other)) - 2, 4)  # Lorvenia and Lorvenian, ministry and ministries
    return word == other or word[:stem] == other[:stem]


def voice(readings: Sequence[Reading]) -> Iterator[Score]:
    """Sentences in the outlet's own voice that no statement claims a letter of; scare quotes that are no statement."""
    sentences, scare = [], []
    for reading in readings:
        text = reading.article.text
        claims = [(statement, characters(statement.content, text)) for statement in reading.article.statements]
        for span in reading.gold.voice:
            letters = {i for i in characters([span], text) if text[i].isalnum()}
            by = [s for s, claim in claims if claim & letters]
            note = f"{reading.gold.name}: {_short(text[slice(*span)])} claimed for {', '.join(map(_mention, by))}"
            sentences.append(Case(not by, note))
        for span in reading.gold.scare_quotes:
            inside = characters([span], text)
            by = [s for s, claim in claims if claim and claim <= inside]
            scare.append(Case(not by, f"{reading.gold.name}: {text[slice(*span)]} as a statement"))
    yield share("voice.left_alone", sentences)
    yield share("scare_quotes.left_alone", scare)


def values(readings: Sequence[Reading]) -> Iterator[Score]:
    """Precision and recall of role, affiliation, addressee, medium, venue and relay of found statements.

    Two values agree when one's words, articles and punctuation aside, are among the other's.
    """
    for name in ("role", "affiliation", "addressee", "medium", "venue", "relay"):
        precision, recall = [], []
        for reading, pair in _found(readings):
            of: object = pair.found.speaker if name in ("role", "affiliation") else pair.found
            found, gold = getattr(of, name), pair.gold.values[name]
            case = Case(_agree(found, gold), f"{_at(reading, pair)}: {found}, gold {gold}")
            precision += [case] if found else []
            recall += [case] if gold else []
        yield share(f"{name}.precision", precision)
        yield share(f"{name}.recall", recall)


def said(readings: Sequence[Reading]) -> Iterator[Score]:
    """Dates of saying of found statements: consistent with the gold, the gold's very interval, given where known."""
    consistent, exact, answered = [], [], []
    for reading, pair in _found(readings):
        given, gold = pair.found.said, pair.gold.said
        if gold is None:
            continue
        bounds = f"{given.earliest}..{given.latest} ({given.words}: {given.how})" if given else "nothing"
        note = f"{_at(reading, pair)}: {bounds}, gold {gold.earliest}..{gold.latest}"
        answered.append(Case(given is not None, note))
        if given:
            meet = (given.earliest or "") <= gold.latest and gold.earliest <= (given.latest or "9999")
            consistent.append(Case(meet, note))
            exact.append(Case((given.earliest, given.latest) == (gold.earliest, gold.latest), note))
    yield share("said.consistent", consistent)
    yield share("said.exact", exact)
    yield share("said.answered", answered)


def copies(readings: Sequence[Reading]) -> Iterator[Score]:
    """Recall and precision of copies, each with the article it copies."""
    names = {reading.article.id: reading.gold.name for reading in readings}
    recall, precision = [], []
    for reading in readings:
        found = names.get(reading.article.copy_of or "")
        case = Case(found == reading.gold.copy_of, f"{reading.gold.name}: {found}, gold {reading.gold.copy_of}")
        recall += [case] if reading.gold.copy_of else []
        precision += [case] if reading.article.copy_of else []
    yield share("copies.recall", recall, steady=True)
    yield share("copies.precision", precision, steady=True)


def utterances(readings: Sequence[Reading]) -> Iterator[Score]:
    """Pairs of found statements, across all articles, that are one utterance: precision and recall.

    Two statements whose utterances the gold leaves open ("some analysts expect") are no pair.
    """
    precision, recall = [], []
    for (first, left), (second, right) in combinations(_found(readings), 2):
        gold = left.gold.utterance is not None and left.gold.utterance == right.gold.utterance
        found = left.found.utterance is not None and left.found.utterance == right.found.utterance
        if gold or (found and (left.gold.utterance or right.gold.utterance)):
            ids = f"{left.gold.utterance}/{right.gold.utterance}"
            case = Case(gold and found, f"{ids}: {_at(first, left)} | {_at(second, right)}")
            precision += [case] if found else []
            recall += [case] if gold else []
    yield share("utterances.precision", precision)
    yield share("utterances.recall", recall)


SCORERS: tuple[Callable[[Sequence[Reading]], Iterator[Score]], ...] = (
    passages,
    published,
    statements,
    forms,
    speakers,
    voice,
    values,
    said,
    copies,
    utterances,
)


def scores(readings: Sequence[Reading]) -> list[Score]:
    """Return every score of the sample."""
    return [score for scorer in SCORERS for score in scorer(readings)]


def _found(readings: Sequence[Reading]) -> list[tuple[Reading, Pair]]:
    return [(reading, pair) for reading in readings for pair in reading.pairs]


def _agree(found: str | None, gold: str | None) -> bool:
    left, right = set(fold(found or "").split()), set(fold(gold or "").split())
    return bool(left and right) and (left <= right or right <= left)


def _at(reading: Reading, pair: Pair) -> str:
    return f"{reading.gold.name}: {_short(pair.gold.text)}"


def _short(words: str) -> str:
    return repr(shortened(words, _SHOWN))


def _mention(statement: Statement) -> str:
    mention = statement.speaker.mention
    return f"{mention.text if mention else None!r} [{statement.speaker.how}]"


def _nearest(gold: GoldStatement, reading: Reading) -> str:
    """Say what came nearest to a gold statement that was missed."""
    if not gold.content:
        return " (its words are not in the text as read)"
    text = reading.article.text
    wanted = characters(gold.content, text)
    shared = [(len(wanted & characters(s.content, text)), s) for s in reading.article.statements]
    overlap, best = max(shared, key=lambda item: item[0], default=(0, None))
    return f" nearest: {_short(best.text)} by {_mention(best)}" if overlap and best else ""
