"""Statements made up with known truth, from a model of the words that news attributes to people; a record of them.

Speakers, utterances and outlets are drawn with long tails, as in news: a few speakers make most statements, most
utterances are reported once, some by dozens of outlets. Content words are as frequent as PolNeAR's weights say, with a
tail of made-up rare ones; every second word or so is grammar. Each report is word for word, cut, or reworded (function
words and one content word in eight changed); one utterance in five repeats an earlier line of the same speaker on
another day. Some reports tell the day, some the speaker's surname only, a few no speaker.
"""

import itertools
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import insert

from onrecord.match.words import word_list, word_map
from onrecord.store import Store, rows, schema
from onrecord.types import Form, StatementRow

SEED = 7
ARTICLE = 10  # statements in an article
_REPORTS = (1, 1, 1, 1, 2, 2, 3, 5, 9, 30)  # of an utterance
_SYLLABLES = ("ba", "de", "fi", "go", "lu", "mar", "nel", "or", "pik", "ran", "sto", "tul", "vor", "wen", "zim", "kin")
_CONTENTS = 22525  # that weights.txt was counted in
_RARE = 18_000  # made-up words, each in about one content of them
_OUTLETS = 300


@dataclass(frozen=True, slots=True)
class _Model:
    """Words and how often each comes, added up."""

    content: tuple[str, ...]
    frequency: tuple[float, ...]
    grammar: tuple[str, ...]
    often: tuple[float, ...]


@cache
def _model() -> _Model:
    chance = random.Random(SEED)
    known = {word: _CONTENTS * (_CONTENTS / 2) ** -float(value) for word, value in word_map("weights").items()}
    made = {"".join(chance.choices(_SYLLABLES, k=chance.randint(3, 4))): 1.5 for _ in range(_RARE)}
    found = made | known
    grammar = tuple(word for word in sorted(word_list("function_words")) if word.isalpha())
    often = tuple(1 / (rank + 2) for rank in range(len(grammar)))
    return _Model(tuple(found), _sums(found.values()), grammar, _sums(often))


def _sums(weights: Iterable[float]) -> tuple[float, ...]:
    return tuple(itertools.accumulate(weights))


def generate(size: int) -> tuple[list[StatementRow], dict[str, int]]:
    """Return about ``size`` statements, those of one article next to each other, and the utterance of each."""
    chance = random.Random(SEED)
    speakers = [f"{_name(chance)} {_name(chance)}" for _ in range(max(5, size // 40))]
    tail = _sums(1 / (rank + 3) for rank in range(len(speakers)))
    lines: defaultdict[str, list[list[str]]] = defaultdict(list)
    reports: list[tuple[str, int, StatementRow]] = []
    for number in itertools.count():
        if len(reports) >= size:
            break
        speaker = chance.choices(speakers, cum_weights=tail)[0]
        said = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
        words = chance.choice(lines[speaker]) if lines[speaker] and chance.random() < 0.2 else None
        if words is None:
            words = line(chance)
            lines[speaker].append(words)
        for _ in range(chance.choice(_REPORTS)):
            row = _report(words, speaker, said, chance)
            reports.append((f"{row.published_latest} {chance.randrange(10**6):06}", number, row))
    return _in_articles(sorted(reports, key=lambda each: each[0]))


def line(chance: random.Random) -> list[str]:
    """Return the words of a made-up sentence."""
    model = _model()
    content = chance.choices(model.content, cum_weights=model.frequency, k=chance.randint(4, 16))
    grammar = (chance.choices(model.grammar, cum_weights=model.often, k=chance.randint(0, 2)) for _ in content)
    return [word for beside, each in zip(grammar, content, strict=True) for word in (*beside, each)]


def _report(whole: Sequence[str], speaker: str, said: date, chance: random.Random) -> StatementRow:
    model, words = _model(), list(whole)
    grammar = word_list("function_words")
    if chance.random() < 0.3:
        words = [w if w not in grammar or chance.random() < 0.6 else chance.choice(model.grammar) for w in words]
        words = [w if w in grammar or chance.random() < 0.875 else _name(chance).lower() for w in words]
    if chance.random() < 0.3:
        start = chance.randrange(max(1, len(words) // 3))
        words = words[start : start + max(4, 2 * len(words) // 3)]
    published = (said + timedelta(days=chance.randrange(4))).isoformat()
    known = said.isoformat() if chance.random() < 0.6 else None
    return StatementRow(
        id="",
        article="",
        text=" ".join(words),
        form=Form.DIRECT,
        speaker=speaker if chance.random() < 0.7 else speaker.split()[-1] if chance.random() < 0.9 else None,
        said_earliest=known,
        said_latest=known,
        published_earliest=published,
        published_latest=published,
    )


def _in_articles(reports: Iterable[tuple[str, int, StatementRow]]) -> tuple[list[StatementRow], dict[str, int]]:
    """Spread statements over articles of one day each, so that no article has an utterance twice."""
    open_articles: dict[str, list[tuple[str, set[int]]]] = {}
    counts: Counter[str] = Counter()
    found, truth = [], {}
    for at, (_, utterance, row) in enumerate(reports):
        day = row.published_latest or ""
        waiting = open_articles.setdefault(day, [])
        place = next((one for one in waiting if utterance not in one[1]), None)
        if place is None:
            counts[day] += 1
            place = (f"a{day}-{counts[day]:04}", set())
            waiting.append(place)
        place[1].add(utterance)
        if len(place[1]) == ARTICLE:
            waiting.remove(place)
        outlet = f"Outlet {hash_of(place[0]) % _OUTLETS}"
        made = {name: getattr(row, name) for name in row.__slots__}
        name = f"s{at:07}"
        found.append(StatementRow(**made | {"id": name, "article": place[0], "outlet": outlet}))
        truth[name] = utterance
    return found, truth


def hash_of(text: str) -> int:
    """Return a number that is the same in every run."""
    return sum(ord(character) * (at + 1) for at, character in enumerate(text))


def store(statements: Sequence[StatementRow], path: Path) -> None:
    """Write statements into a new record, with articles that consist of them; nothing is matched yet."""
    with Store.open(path, create=True) as opened, opened._writing() as connection:
        articles: defaultdict[str, list[StatementRow]] = defaultdict(list)
        for one in statements:
            articles[one.article].append(one)
        position = itertools.count(1)
        numbered = enumerate(articles.items(), 1)
        while chunk := list(itertools.islice(numbered, 1000)):
            connection.execute(insert(schema.article), [_article(name, said, at) for at, (name, said) in chunk])
            statements_ = [one for _, (_, said) in chunk for one in enumerate(said)]
            connection.execute(insert(schema.statement), [_statement(*one, next(position)) for one in statements_])


def _article(name: str, said: Sequence[StatementRow], row: int) -> dict[str, object]:
    first = said[0]
    text = "\n".join(one.text for one in said)
    return {
        "row": row,
        "id": name,
        "outlet": first.outlet,
        "published": first.published_latest,
        "published_earliest": first.published_earliest,
        "published_latest": first.published_latest,
        "source": f"{name}.txt",
        "revision": 1,
        "newest": 1,
        "added": "2026-01-01T00:00:00+00:00",
        "format": "text",
        "raw_hash": name,
        "text_hash": name,
        "key": name,
        "key_hash": name,
        "text": text,
    }


def _statement(position: int, one: StatementRow, row: int) -> dict[str, object]:
    return {
        "row": row,
        "id": one.id,
        "article": one.article,
        "position": position,
        "speaker_name": one.speaker,
        "own_name": one.speaker,
        "speaker_folded": rows.fold(one.speaker) if one.speaker else None,
        "speaker_how": "name" if one.speaker else None,
        "text": one.text,
        "form": str(one.form),
        "said_earliest": one.said_earliest,
        "said_latest": one.said_latest,
        "said_how": "as told" if one.said_earliest else None,
        "passage": "body",
        "confidence": 1.0,
        "content": "[]",
    }


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()


def accuracy(found: Mapping[str, str], truth: Mapping[str, int]) -> tuple[float, float]:
    """Return pairwise precision and recall of utterances found, 0 to 1."""
    both: defaultdict[tuple[str, int], int] = defaultdict(int)
    system: defaultdict[str, int] = defaultdict(int)
    gold: defaultdict[int, int] = defaultdict(int)
    for name, number in truth.items():
        both[found[name], number] += 1
        system[found[name]] += 1
        gold[number] += 1
    right, given, wanted = (sum(math.comb(n, 2) for n in counts.values()) for counts in (both, system, gold))
    return right / max(1, given), right / max(1, wanted)
