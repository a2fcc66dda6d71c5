"""Compile the marked-up sample articles into articles and gold records.

A source in ``sample.src/NAME.src`` is a TOML head, a line ``=====`` and the article with its marks::

    outlet = "Harbour Courier"
    published = ["2019-12-10", "2019-12-10", false, "the dateline gives the day"]
    [statements]
    3 = ["vossmar", "name", "u60", {venue = "Marlhaven"}]
    =====
    ⟦3c|"It is late,"⟧ ⟦3s|Ingrid Vossmar⟧ ⟦3q|told⟧ the paper. ⟦v|As if we did not know.⟧

``⟦3c|``, ``⟦3q|`` and ``⟦3s|`` mark a content fragment, the cue and the source span of statement 3
(``⟦3s,4s|`` serves two); ``⟦v|`` marks the outlet's own voice, ``⟦x|`` a scare quote, and a passage kind
(``⟦caption|``) a passage. Marks nest. A statement is [speaker key of cast.toml, how the source span names
the speaker, utterance id, overrides]; an empty string is unknown.

Offsets in the gold are Unicode code points, ``[start, end)``, into the decoded .txt file. For .html and
.jsonl articles, whose clean text is the reader's business, every span is the exact string instead.

    python evaluation/gold/compile.py            write the articles and the gold
    python evaluation/gold/compile.py --check    exit 1 when a file on disk differs
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLD = Path(__file__).resolve().parent
SOURCES = GOLD / "sample.src"
COMPILED = GOLD / "sample"
ARTICLES = GOLD.parents[1] / "src" / "onrecord" / "data" / "sample"

PASSAGE_KINDS = frozenset(
    {
        "byline",
        "caption",
        "comment",
        "correction",
        "credit",
        "dateline",
        "disclaimer",
        "headline",
        "navigation",
        "related",
        "tags",
    }
)
OPENING = '"“‘«'
QUOTES = '"“”«»'
MARK = re.compile(r"⟦(?P<labels>[a-z0-9,]+)\||⟧")
STATEMENT_LABEL = re.compile(r"(?P<number>\d+)(?P<part>[cqs])")

Json = dict[str, Any]


class GoldError(Exception):
    """A source is inconsistent; the message names the file and the mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One label over ``text[start:end]`` of the article without its marks."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed ``.src`` file: its head, the plain article and the marks, in order of their start."""

    name: str
    head: Json
    text: str
    marks: tuple[Mark, ...]

    @property
    def file(self) -> str:
        """Name of the article file that this source goes to."""
        return re.sub(r"\.\d+$", "", self.name)

    @property
    def line(self) -> int | None:
        """1-based line in a .jsonl article, None for other formats."""
        number = re.search(r"\.jsonl\.(\d+)$", self.name)
        return int(number[1]) if number else None

    @property
    def stem(self) -> str:
        """Name of the gold record: the article's stem, with ``#N`` for line N."""
        stem = self.file.rsplit(".", 1)[0]
        return stem if self.line is None else f"{stem}#{self.line}"

    @property
    def plain(self) -> bool:
        """Whether gold spans are offsets (.txt) rather than strings."""
        return self.file.endswith(".txt")

    def words(self, start: int, end: int) -> str:
        """Return the words of ``[start, end)``; from HTML without tags and entities, on one line."""
        raw = self.text[start:end]
        if not self.file.endswith(".html"):
            return raw
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", raw))).strip()

    def span(self, start: int, end: int) -> list[int] | str:
        """Return the span as the gold stores it: offsets for .txt, the exact string otherwise."""
        return [start, end] if self.plain else self.words(start, end)


def parse(path: Path) -> Source:
    """Read one source. Raises GoldError on an unbalanced mark."""
    head, _, marked = path.read_text(encoding="utf-8").partition("=====\n")
    text: list[str] = []
    marks: list[Mark] = []
    stack: list[tuple[str, int]] = []
    position = length = 0
    for match in MARK.finditer(marked):
        text.append(marked[position : match.start()])
        length += match.start() - position
        position = match.end()
        if match["labels"]:
            stack.append((match["labels"], length))
        elif stack:
            labels, start = stack.pop()
            marks += [Mark(label, start, length) for label in labels.split(",")]
        else:
            raise GoldError(f"{path.name}: ⟧ without ⟦ before {marked[position : position + 40]!r}")
    if stack:
        raise GoldError(f"{path.name}: ⟦{stack[-1][0]}| is never closed")
    text.append(marked[position:])
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return Source(path.name.removesuffix(".src"), tomllib.loads(head), "".join(text), tuple(marks))


def form_of(fragments: list[str]) -> str:
    """Return direct, mixed or indirect: all, some or none of the content stands in quotation marks."""
    joined = "".join(fragments)
    # Only the last fragment must close: a quotation that runs over a paragraph break opens again instead.
    if all(words[0] in OPENING for words in fragments) and fragments[-1][-1] in QUOTES + "’":
        return "direct"
    return "mixed" if any(quote in joined for quote in QUOTES) else "indirect"


def office(person: Json, said: Json | None) -> tuple[str | None, str | None]:
    """Return (role, affiliation) of a cast member on the last day on which the words may have been said."""
    if said is None:
        return None, None
    for role, affiliation, first, last in person["offices"]:
        if first <= said["latest"] and (not last or said["latest"] <= last):
            return role or None, affiliation or None
    return None, None


def utterance_records(data: Json, cast: Json) -> dict[str, Json]:
    """Return utterances.json as a dict by id."""
    records = {}
    for key, (speaker, earliest, latest, note, *more) in data["utterances"].items():
        groups = more[0] if more else {}
        records[key] = {
            "speaker": cast[speaker]["name"] if speaker else None,
            "date": earliest if earliest and earliest == latest else None,
            "said": {"earliest": earliest, "latest": latest} if earliest else None,
            "talking_point": groups.get("talking_point"),
            "subject": groups.get("subject"),
            "note": note,
        }
    return records


def statement(source: Source, number: str, cast: Json, utterances: dict[str, Json]) -> Json:
    """Return the gold record of one statement. Raises GoldError when its marks do not fit its line."""
    key, how, utterance, *more = source.head["statements"][number]
    overrides = more[0] if more else {}
    parts: dict[str, list[Mark]] = {"c": [], "q": [], "s": []}
    for mark in source.marks:
        label = STATEMENT_LABEL.fullmatch(mark.label)
        if label and label["number"] == number:
            parts[label["part"]].append(mark)
    if not parts["c"] or len(parts["q"]) > 1 or len(parts["s"]) > 1:
        counts = {part: len(marks) for part, marks in parts.items()}
        raise GoldError(f"{source.name}: statement {number} has {counts}, expected c >= 1, q <= 1, s <= 1")
    if utterance and utterance not in utterances:
        raise GoldError(f"{source.name}: statement {number} names the unknown utterance {utterance}")
    said = utterances[utterance]["said"] if utterance else None
    person = cast[key] if key else {"name": None, "offices": []}
    # A country named for its envoy speaks in an utterance that is the envoy's.
    if utterance and how != "metonym" and utterances[utterance]["speaker"] != person["name"]:
        raise GoldError(f"{source.name}: statement {number} and utterance {utterance} differ in speaker")
    role, affiliation = office(person, said)
    fragments = [source.words(mark.start, mark.end) for mark in parts["c"]]
    spans = {part: [source.span(mark.start, mark.end) for mark in parts[part]] for part in "cqs"}
    return {
        "content": spans["c"],
        "text": " ... ".join(fragments),
        "cue": spans["q"][0] if spans["q"] else None,
        "source": spans["s"][0] if spans["s"] else None,
        "form": overrides.get("form") or form_of(fragments),
        "speaker": person["name"],
        "role": overrides.get("role", role),
        "affiliation": overrides.get("affiliation", affiliation),
        "how": how or None,
        "addressee": overrides.get("addressee"),
        "medium": overrides.get("medium"),
        "venue": overrides.get("venue") or None,
        "relay": overrides.get("relay"),
        "said": said,
        "utterance": utterance or None,
    }


def body_ranges(source: Source) -> list[tuple[int, int]]:
    """Return what no passage mark covers: runs of text, or in HTML the rest of each ``<p>``."""
    if source.file.endswith(".html"):
        blocks = [match.span(1) for match in re.finditer(r"<p[^>]*>(.*?)</p>", source.text, re.DOTALL)]
    else:
        blocks = [(0, len(source.text))]
    found = []
    for start, end in blocks:
        for mark in source.marks:
            if mark.label in PASSAGE_KINDS and start <= mark.start and mark.end <= end:
                found.append((start, mark.start))
                start = mark.end
        found.append((start, end))
    trimmed = []
    for start, end in found:
        raw = source.text[start:end]
        if re.search(r"\w", re.sub(r"<[^>]*>", "", raw)):
            trimmed.append((start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())))
    return trimmed


def record(source: Source, cast: Json, utterances: dict[str, Json]) -> Json:
    """Return the gold record of one article."""
    marked = {m["number"] for mark in source.marks if (m := STATEMENT_LABEL.fullmatch(mark.label))}
    listed = set(source.head["statements"])
    if marked != listed:
        raise GoldError(f"{source.name}: statements marked but not listed, or the reverse: {marked ^ listed}")
    known = PASSAGE_KINDS | {"v", "x"}
    unknown = {m.label for m in source.marks if not STATEMENT_LABEL.fullmatch(m.label)} - known
    if unknown:
        raise GoldError(f"{source.name}: unknown labels {unknown}")
    passages = [(m.start, m.end, m.label) for m in source.marks if m.label in PASSAGE_KINDS]
    passages += [(start, end, "body") for start, end in body_ranges(source)]
    earliest, latest, conflict, why = source.head["published"]
    return {
        "article": source.file if source.line is None else f"{source.file}#{source.line}",
        "outlet": source.head["outlet"],
        "published": {"earliest": earliest, "latest": latest, "conflict": conflict, "why": why},
        "passages": [
            {"start": start, "end": end, "kind": kind}
            if source.plain
            else {"text": source.words(start, end), "kind": kind}
            for start, end, kind in sorted(passages)
        ],
        "statements": [
            statement(source, number, cast, utterances) for number in sorted(listed, key=lambda n: order(source, n))
        ],
        "outlet_voice": [source.span(m.start, m.end) for m in source.marks if m.label == "v"],
        "scare_quotes": [source.span(m.start, m.end) for m in source.marks if m.label == "x"],
        "copy_of": source.head.get("copy_of"),
    }


def order(source: Source, number: str) -> int:
    """Return where the first content fragment of a statement starts."""
    return min(mark.start for mark in source.marks if mark.label == f"{number}c")


def jsonl_line(source: Source) -> str:
    """Return one line of a .jsonl article: the headline is the title, the rest the text."""
    headline = next(mark for mark in source.marks if mark.label == "headline")
    fields = {
        "title": source.text[headline.start : headline.end],
        "text": source.text[headline.end :].strip(),
        "url": source.head["url"],
        "date": source.head["date"],
        "outlet": source.head["outlet"],
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"


def dump(value: Json) -> str:
    """Return JSON with one line for each item of a list of records, so that a change shows as a line."""
    lines = []
    for key, item in value.items():
        if isinstance(item, list) and item and isinstance(item[0], dict):
            inner = ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in item)
            lines.append(f" {json.dumps(key)}: [\n{inner}\n ]")
        else:
            lines.append(f" {json.dumps(key)}: {json.dumps(item, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def build() -> dict[Path, str]:
    """Return every file that the sources give, with its text."""
    cast = tomllib.loads((SOURCES / "cast.toml").read_text(encoding="utf-8"))
    data = tomllib.loads((SOURCES / "utterances.toml").read_text(encoding="utf-8"))
    utterances = utterance_records(data, cast)
    files: dict[Path, str] = {}
    copies: list[Json] = []
    used: set[str] = set()
    for path in sorted(SOURCES.glob("*.src")):
        source = parse(path)
        article = ARTICLES / source.file
        if source.line is None:
            files[article] = source.text
        else:
            files[article] = files.get(article, "") + jsonl_line(source)
        gold = record(source, cast, utterances)
        files[COMPILED / f"{source.stem}.json"] = dump(gold)
        used |= {entry["utterance"] for entry in gold["statements"]}
        if gold["copy_of"]:
            kind = source.head["copy_kind"]
            copies.append({"copy": source.stem, "original": gold["copy_of"], "kind": kind})
    if unused := set(utterances) - used:
        raise GoldError(f"utterances.toml: no statement reports {sorted(unused)}")
    files[COMPILED / "utterances.json"] = dump(utterances)
    files[COMPILED / "talking_points.json"] = dump(data["talking_points"])
    files[COMPILED / "copies.json"] = dump({"copies": copies})
    return files


def main(argv: list[str] | None = None) -> int:
    """Write the files, or with ``--check`` compare them; return the exit status."""
    parser = argparse.ArgumentParser(description="Compile the sample articles and their gold records.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file differs")
    check: bool = parser.parse_args(argv).check
    stale = []
    for path, text in build().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(("differs: " if check else "wrote: ") + ", ".join(stale))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
