"""Training data: annotated texts and plain ones, as windows.

PolNeAR has attributions (brat), Worldwide Newswire entities (tab-separated); ECB+, TimeBank/AQUAINT, UD EWT, GAP and
NGEC's invented reports are read for their text alone (training/distil.py).
"""

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from onrecord import brat
from onrecord.model.encode import Encoded, Window, encode, windows
from onrecord.model.tags import ENTITY_TYPES, ROLES, tag_spans
from onrecord.types import Attribution, Span

T = TypeVar("T")
CLS, SEP, MASK, PAD = 101, 102, 103, 0
HELD_OUT_COUNTRIES = ("ghana", "chile", "kw", "th", "nz")  # of Worldwide Newswire: one for each region


@dataclass(frozen=True, slots=True)
class Article:
    """One training text: ``readings``, a list of attributions for each annotator; ``entities``, kinds and spans."""

    name: str
    text: str
    readings: tuple[tuple[Attribution, ...], ...] = ()
    entities: tuple[tuple[int, int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled window.

    Arrays over words [W]; ``anchors`` 0/1 or None where attributions are not annotated; ``cues`` the words that
    begin a cue whose attribution lies inside the window, ``roles`` int64 [C, W]; ``entities`` int64 [W] or None.
    """

    pieces: np.ndarray
    features: np.ndarray
    first: np.ndarray
    sentences: np.ndarray
    anchors: np.ndarray | None = None
    cues: Sequence[int] = ()
    roles: np.ndarray | None = None
    entities: np.ndarray | None = None


def read_brat(path: Path) -> tuple[Attribution, ...]:
    """Read the attributions of one brat file that have a cue; a few are empty by the annotators' oversight."""
    return tuple(a for a in brat.loads(path.read_text(encoding="utf-8")) if a.cue)


def read_polnear(folder: Path) -> list[Article]:
    """Read ``folder/text/*.txt`` with every annotator's ``folder/attributions/NAME_????.ann``."""
    articles = []
    for path in sorted((folder / "text").glob("*.txt")):
        pattern = re.compile(re.escape(path.stem) + r"_....\.ann")
        annotated = sorted(p for p in (folder / "attributions").iterdir() if pattern.fullmatch(p.name))
        with path.open(encoding="utf-8", newline="") as lines:
            text = lines.read()
        articles.append(Article(path.stem, text, readings=tuple(read_brat(p) for p in annotated)))
    return articles


def read_newswire(folder: Path, *, held_out: bool) -> list[Article]:
    """Read Worldwide Newswire; either the countries held out for measuring or the others."""
    paths = (p for p in sorted(folder.glob("*.tsv")) if (p.name.split("_")[0] in HELD_OUT_COUNTRIES) == held_out)
    return [_newswire_article(path) for path in paths]


def _newswire_article(path: Path) -> Article:
    text, entities, opened = "", [], False
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        token, _, tag = line.partition("\t")
        token, tag = token.strip(), tag.strip()
        if not token:
            text += "\n"
            continue
        text = _join(text, token)
        kind = tag[2:].lower()
        if tag.startswith(("B-", "S-")) and kind in ENTITY_TYPES:
            entities.append((ENTITY_TYPES.index(kind), len(text) - len(token), len(text)))
        elif tag.startswith(("I-", "E-")) and entities and opened:
            entities[-1] = (*entities[-1][:2], len(text))
        opened = tag != "O"
    return Article(path.name, text, entities=tuple(entities))


def _join(text: str, token: str) -> str:
    """Return a text with one token more, as it would be printed."""
    glue = not text or text[-1] in "\n([“" or re.fullmatch(r"[.,;:!?%)\]”]|'s|’s|n't|n’t", token)
    return text + token if glue else f"{text} {token}"


_SENTENCE = "# text = "
_QUOTES = {"``": '"', "''": '"'}  # as the Penn Treebank writes them


def read_plain(data: Path) -> list[Article]:
    """Read the texts of ``data/events/ecbplus`` (one token an element) and ``data/temporal/tbaq`` (marked text)."""
    articles = []
    for path in sorted((data / "events/ecbplus").glob("*/*.xml")):
        text, sentence = "", None
        for token in ElementTree.parse(path).getroot().iter("token"):
            if sentence not in (None, token.get("sentence")):
                text += "\n"
            text, sentence = _join(text, _QUOTES.get(token.text or "", token.text or "")), token.get("sentence")
        articles.append(Article(path.name, text))
    for path in sorted((data / "temporal/tbaq").glob("*/*.tml")):
        body = ElementTree.parse(path).getroot().find("TEXT")
        if body is not None:
            text = "".join(body.itertext()).strip()
            articles.append(Article(path.name, re.sub("``|''", '"', text)))
    return articles


def read_passages(data: Path) -> list[Article]:
    """Read the texts of ``data/ud/ewt`` (web pages, mails) and ``data/coref`` (GAP: passages of Wikipedia)."""
    articles = []
    for path in sorted((data / "ud/ewt").glob("*.conllu")):
        documents = path.read_text(encoding="utf-8").split("# newdoc id")[1:]
        for number, lines in enumerate(one.splitlines() for one in documents):
            sentences = (line.removeprefix(_SENTENCE) for line in lines if line.startswith(_SENTENCE))
            articles.append(Article(f"{path.name} {number}", " ".join(sentences)))
    for path in sorted((data / "coref").glob("gap-*.tsv")):
        with path.open(encoding="utf-8", newline="") as table:
            rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
            articles += [Article(row["ID"], row["Text"]) for row in rows]
    return articles


def read_stories(data: Path) -> list[Article]:
    """Read ``data/plover/ngec/gpt_synthetic_events_*.zip``: invented agency reports from all over the world."""
    articles = []
    for path in sorted((data / "plover/ngec").glob("gpt_synthetic_events_*.zip")):
        with zipfile.ZipFile(path) as packed, packed.open(packed.namelist()[0]) as stored:
            for number, row in enumerate(csv.DictReader(io.TextIOWrapper(stored, encoding="utf-8", newline=""))):
                headline = row["prompt"].partition("\n")[0]
                articles.append(Article(f"{path.name} {number}", f"{headline}\n\n{row['text']}"))
    return articles


def with_names(articles: Iterable[Article], path: Path) -> list[Article]:
    """Return articles with the entities that a file has for them, as training/names.py writes it."""
    names = json.loads(path.read_text(encoding="utf-8"))
    return [replace(one, entities=tuple((kind, a, b) for kind, a, b in names[one.name])) for one in articles]


_STRAIGHTEN = str.maketrans("“”„«»‘’", '"""""\'\'')
_ERASE = str.maketrans(dict.fromkeys('“”„«»"', " "))


def disturb(text: str, rng: random.Random) -> str:
    """Return the text as a careless copy might have it; the length, and so every offset, stays the same."""
    roll = rng.random()
    if roll < 0.12:
        return text.translate(_STRAIGHTEN)
    if roll < 0.15:
        return text.translate(_ERASE)
    if roll < 0.19:
        return re.sub(r"\n(?=\n|\S)", " ", text)
    if roll < 0.25:
        return "".join(" " if c in '“”"' and rng.random() < 0.1 else c for c in text)
    if roll < 0.30:
        head, newline, rest = text.partition("\n")
        return (head.upper() if len(head.upper()) == len(head) else head) + newline + rest
    if roll < 0.34:
        lowered = text.lower()
        return lowered if len(lowered) == len(text) else text
    return text


def examples(
    articles: Iterable[Article], tokenizer: Tokenizer, *, max_pieces: int, rng: random.Random
) -> Iterator[Example]:
    """Yield labelled windows that do not overlap, from disturbed texts.

    Half of the texts are cut as the reader cuts them, to a random size, the others at sentences from a random start.
    """
    for article in articles:
        encoded = encode(disturb(article.text, rng), tokenizer)
        if rng.random() < 0.5:
            cut = iter(windows(encoded, max_pieces=rng.randint(max_pieces // 2, max_pieces)))
        else:
            cut = _plain_windows(encoded, max_pieces, rng)
        for window in cut:
            yield _example(article, encoded, window, rng.randrange(len(article.readings) or 1))


def _plain_windows(encoded: Encoded, max_pieces: int, rng: random.Random) -> Iterator[Window]:
    edges = encoded.sentence_words
    before = np.append(encoded.first, len(encoded.pieces))[edges]
    begin, limit = 0, rng.randint(max_pieces // 4, max_pieces)
    while begin < len(edges) - 1:
        end = max(begin + 1, int(np.searchsorted(before, before[begin] + limit, side="right")) - 1)
        if before[end] - before[begin] <= max_pieces:
            yield Window(int(edges[begin]), int(edges[end]))
        begin, limit = end, max_pieces


def blank(encoded: Encoded, window: Window) -> Example:
    """Return a window without labels."""
    start, end = window.start, window.end
    low = int(encoded.first[start])
    high = int(encoded.first[end]) if end < len(encoded.first) else len(encoded.pieces)
    return Example(
        pieces=np.concatenate(([CLS], encoded.pieces[low:high], [SEP])).astype(np.int32),
        features=np.concatenate(([0], encoded.features[low:high], [0])).astype(np.int32),
        first=encoded.first[start:end] - low + 1,
        sentences=np.searchsorted(encoded.sentence_words, np.arange(start, end), side="right"),
    )


def _example(article: Article, encoded: Encoded, window: Window, reading: int) -> Example:
    example = blank(encoded, window)
    spans, count = encoded.spans[window.start : window.end], window.end - window.start
    if article.entities is not None:
        marked = [(kind, *_words(spans, a, b)) for kind, a, b in article.entities]
        example = replace(example, entities=tag_spans([m for m in marked if m[1] < m[2]], count))
    if not article.readings:
        return example
    anchors, cues, roles = np.zeros(count, np.int64), [], []
    for attribution in article.readings[reading]:
        fragments = [
            (role, *_words(spans, a, b)) for role, name in enumerate(ROLES) for a, b in getattr(attribution, name)
        ]
        cue = [word for role, word, stop in fragments if role == ROLES.index("cue") and word < stop]
        first_char = attribution.cue[0][0]
        if not cue or not spans[0][0] <= first_char < spans[-1][1]:
            continue
        anchors[cue[0]] = 1
        if all(a < b for _, a, b in fragments):
            cues.append(cue[0])
            roles.append(tag_spans(sorted(fragments, key=lambda f: f[0] != 1), count))
    return replace(example, anchors=anchors, cues=cues, roles=np.array(roles, np.int64).reshape(-1, count))


def _words(spans: np.ndarray, start: int, end: int) -> Span:
    """Return the words that lie in characters ``[start, end)``."""
    return int(np.searchsorted(spans[:, 1], start, side="right")), int(np.searchsorted(spans[:, 0], end))


def in_parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Cut a sequence into parts of a size; the last may be shorter."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def collate(batch: Sequence[Example]) -> dict[str, Tensor]:
    """Pad a batch: see ``Encoder.forward`` and ``Roles.forward`` for the inputs; targets are -100 where padded.

    lengths: wordpieces of each window, words: its words, both int64 [B].
    """
    wide = -(-max(len(x.pieces) for x in batch) // 8) * 8  # as attention on a GPU likes it
    long = max(len(x.first) for x in batch)

    def pad(rows: Sequence[np.ndarray], size: int, fill: int) -> Tensor:
        out = np.full((len(rows), size), fill, np.int64)
        for row, values in zip(out, rows, strict=True):
            row[: len(values)] = values
        return torch.from_numpy(out)

    none = np.full(0, -100)
    roles = [row for x in batch if x.roles is not None for row in x.roles]
    return {
        "pieces": pad([x.pieces for x in batch], wide, PAD),
        "features": pad([x.features for x in batch], wide, 0),
        "lengths": torch.tensor([len(x.pieces) for x in batch]),
        "words": torch.tensor([len(x.first) for x in batch]),
        "first": pad([x.first for x in batch], long, 0),
        "sentences": pad([x.sentences for x in batch], long, 0),
        "anchors": pad([none if x.anchors is None else x.anchors for x in batch], long, -100),
        "entities": pad([none if x.entities is None else x.entities for x in batch], long, -100),
        "window": torch.tensor([i for i, x in enumerate(batch) for _ in x.cues], dtype=torch.long),
        "cue": torch.tensor([c for x in batch for c in x.cues], dtype=torch.long),
        "roles": pad(roles, long, -100) if roles else torch.zeros((0, long), dtype=torch.long),
    }
