"""The sample articles and their hand-made gold agree with each other and with what the README claims."""

from __future__ import annotations

import datetime
import html
import importlib.util
import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "src" / "onrecord" / "data" / "sample"
GOLD = ROOT / "evaluation" / "gold" / "sample"
SHARED = {"utterances.json", "copies.json", "talking_points.json"}

FORMS = {"direct", "indirect", "mixed"}
HOWS = {
    "name", "surname", "office", "pronoun", "description", "metonym", "group", "unnamed", "continued", "outlet", None,
}  # fmt: skip
OPENING, CLOSING = '"“‘«', '"”’»'

Json = dict[str, Any]


def load(path: Path) -> Json:
    record: Json = json.loads(path.read_text(encoding="utf-8"))
    return record


def visible(page: str) -> str:
    """Return what a reader of an HTML page sees, on one line."""
    page = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", page)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", page)))


def article_text(article: str) -> str:
    """Return the text that the gold of ``article`` (file name, or file name#line) speaks about."""
    name, _, line = article.partition("#")
    raw = (SAMPLE / name).read_text(encoding="utf-8")
    if line:
        fields = json.loads(raw.splitlines()[int(line) - 1])
        return f"{fields['title']}\n{fields['text']}"
    return visible(raw) if name.endswith(".html") else raw


RECORDS = [path for path in sorted(GOLD.glob("*.json")) if path.name not in SHARED]
UTTERANCES = load(GOLD / "utterances.json")
TALKING_POINTS = load(GOLD / "talking_points.json")


@pytest.fixture(params=RECORDS, ids=lambda path: path.stem)
def gold(request: pytest.FixtureRequest) -> Json:
    return load(request.param)


def words(text: str, span: list[int] | str) -> str:
    """Return the words of a span: offsets into ``text``, or a string that must stand in it."""
    if isinstance(span, str):
        assert span in text
        return span
    start, end = span
    assert 0 <= start < end <= len(text)
    return text[start:end]


def test_every_article_has_one_gold_record() -> None:
    expected = set()
    for path in SAMPLE.iterdir():
        if path.suffix == ".jsonl":
            lines = path.read_text(encoding="utf-8").splitlines()
            expected |= {f"{path.name}#{number}" for number in range(1, len(lines) + 1)}
        elif path.suffix != ".md":
            expected.add(path.name)
    found = [load(path)["article"] for path in RECORDS]
    assert sorted(found) == sorted(expected)


def test_statement_spans_hold_their_words(gold: Json) -> None:
    text = article_text(gold["article"])
    for statement in gold["statements"]:
        fragments = [words(text, span) for span in statement["content"]]
        assert statement["text"] == " ... ".join(fragments)
        for fragment in fragments:
            assert fragment == fragment.strip()
        for part in ("cue", "source"):
            if statement[part] is not None:
                assert words(text, statement[part]).strip()
        offsets = [span for span in statement["content"] if isinstance(span, list)]
        assert offsets == sorted(offsets)
        assert all(first[1] <= second[0] for first, second in pairwise(offsets))


def test_statement_values_are_known(gold: Json) -> None:
    assert 8 <= len(gold["statements"]) <= 24
    transcript = gold["article"].startswith("lsa-transcript")
    for statement in gold["statements"]:
        assert statement["form"] in FORMS
        assert statement["how"] in HOWS
        quoted = any(mark in statement["text"] for mark in '"“”«»‘')
        if not transcript and statement["form"] != "indirect":
            assert quoted or statement["how"] == "unnamed"
        if statement["form"] == "direct" and not transcript and quoted:
            assert statement["text"][0] in OPENING
        if statement["how"] == "continued":
            assert statement["cue"] is None
            assert statement["source"] is None
        else:
            assert statement["source"] is not None


def test_utterances_exist_and_agree(gold: Json) -> None:
    for statement in gold["statements"]:
        if statement["utterance"] is None:
            assert statement["said"] is None
            continue
        utterance = UTTERANCES[statement["utterance"]]
        assert statement["said"] == utterance["said"]
        assert statement["how"] == "metonym" or statement["speaker"] == utterance["speaker"]


def test_nothing_is_said_after_it_is_published(gold: Json) -> None:
    published = gold["published"]
    assert published["why"]
    earliest, latest = (datetime.date.fromisoformat(published[end]) for end in ("earliest", "latest"))
    assert earliest <= latest
    for statement in gold["statements"]:
        if statement["said"]:
            assert datetime.date.fromisoformat(statement["said"]["earliest"]) <= latest


def test_passages_hold_words_and_do_not_overlap(gold: Json) -> None:
    text = article_text(gold["article"])
    spans = []
    for passage in gold["passages"]:
        if "text" in passage:
            assert words(text, passage["text"])
        else:
            spans.append((passage["start"], passage["end"]))
            chunk = words(text, [passage["start"], passage["end"]])
            assert chunk == chunk.strip()
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    covered = sum(len(re.findall(r"\w", text[start:end])) for start, end in spans)
    if spans:
        assert covered == len(re.findall(r"\w", text)), "every word of a .txt article lies in a passage"
    assert {"headline", "body"} <= {passage["kind"] for passage in gold["passages"]}


def test_the_outlets_voice_is_nobodys_statement(gold: Json) -> None:
    text = article_text(gold["article"])
    for scare in gold["scare_quotes"]:
        assert words(text, scare)[0] in OPENING
        assert words(text, scare)[-1] in CLOSING
    for voice in gold["outlet_voice"]:
        assert words(text, voice)
        for statement in gold["statements"]:
            for span in statement["content"]:
                if isinstance(voice, str):
                    assert voice not in span
                    assert span not in voice
                else:
                    assert span[1] <= voice[0] or voice[1] <= span[0]


def test_every_utterance_is_reported_and_grouped() -> None:
    reported = {statement["utterance"] for path in RECORDS for statement in load(path)["statements"]}
    assert set(UTTERANCES) == reported - {None}
    for utterance in UTTERANCES.values():
        assert utterance["talking_point"] is None or utterance["talking_point"] in TALKING_POINTS
    for point in TALKING_POINTS:
        said = [u for u in UTTERANCES.values() if u["talking_point"] == point]
        assert len(said) >= 2, f"{point}: a talking point is a line said on several occasions"
        assert len({u["speaker"] for u in said}) == 1


def body(article: str) -> str:
    """Return the body passages of a .txt article, paragraphs joined by one blank line."""
    record = load(GOLD / f"{article}.json")
    text = article_text(record["article"])
    parts = [text[p["start"] : p["end"]] for p in record["passages"] if p["kind"] == "body"]
    return re.sub(r"\n+", "\n\n", "\n\n".join(parts))


def test_copies_are_copies() -> None:
    copies = load(GOLD / "copies.json")["copies"]
    named = {path.stem: load(path)["copy_of"] for path in RECORDS if load(path)["copy_of"]}
    assert named == {entry["copy"]: entry["original"] for entry in copies}
    assert sorted(entry["kind"] for entry in copies) == ["exact", "near"]
    for entry in copies:
        original = body(entry["original"]).split("\n\n")
        record = load(GOLD / f"{entry['copy']}.json")
        copy = next(p["text"] for p in record["passages"] if p["kind"] == "body").split("\n\n")
        assert len(copy) == len(original)
        changed = [index for index, pair in enumerate(zip(original, copy, strict=True)) if pair[0] != pair[1]]
        if entry["kind"] == "exact":
            assert changed == []
        else:
            assert changed[0] == 0, "a new lead"
            assert len(changed) == 3, "and two small edits"


def trait_rows() -> list[tuple[str, str, str]]:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\| (.+?) \| `([^`|]+)` \| `([^`]+)` \|$", readme, re.MULTILINE)


def test_readme_claims_enough_traits() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| trait | file | words |")[2]
    assert len(trait_rows()) == len([line for line in table.splitlines() if line.startswith("| ")])
    assert {file for _, file, _ in trait_rows()} == {p.name for p in SAMPLE.iterdir() if p.suffix != ".md"}


@pytest.mark.parametrize(("trait", "file", "excerpt"), trait_rows(), ids=lambda value: str(value)[:40])
def test_every_trait_stands_where_the_readme_says(trait: str, file: str, excerpt: str) -> None:
    raw = (SAMPLE / file).read_text(encoding="utf-8")
    if file.endswith(".jsonl"):
        raw = "\n".join("\n".join(json.loads(line).values()) for line in raw.splitlines())
    text = visible(raw) if file.endswith(".html") else raw
    assert excerpt in text, trait


def test_formats() -> None:
    def lines(name: str) -> str:
        return (SAMPLE / name).read_text(encoding="utf-8")

    assert "\n\n" not in lines("harbour-courier_lighthouse.txt")
    assert "\n\n" in lines("harbour-courier_interview.txt")
    indented = [line for line in lines("dravny-messenger_uncertain-course.txt").splitlines() if line.strip()]
    assert sum(line.startswith("    ") for line in indented) >= len(indented) - 2
    assert "2023-02-02" in lines("straits-chanceries_no-bridge.html")
    assert len(list(SAMPLE.glob("*.html"))) >= 3
    for line in lines("newsfall24_wire.jsonl").splitlines():
        assert set(json.loads(line)) == {"title", "text", "url", "date", "outlet"}


def test_weekdays_fit_the_calendar() -> None:
    dated = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (\d{1,2}) (\w+) (\d{4})")
    found = 0
    for path in SAMPLE.glob("*.*"):
        for day, number, month, year in dated.findall(path.read_text(encoding="utf-8")):
            date = datetime.datetime.strptime(f"{number} {month} {year}", "%d %B %Y").date()
            assert date.strftime("%A") == f"{day}day"
            found += 1
    assert found >= 2


def compiler() -> ModuleType:
    path = ROOT / "evaluation" / "gold" / "compile.py"
    spec = importlib.util.spec_from_file_location("sample_gold_compiler", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


def test_articles_and_gold_are_compiled_from_their_sources() -> None:
    for path, text in compiler().build().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python evaluation/gold/compile.py"
