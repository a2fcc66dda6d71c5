import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from onrecord import charts, export, pipeline, tables
from onrecord.cli import app, asking, console, serving
from onrecord.cli.options import pairs
from onrecord.errors import RecordError
from onrecord.findings import contested
from onrecord.query import Record
from onrecord.store import Store, schema
from onrecord.types import Form, Skip
from tests import factories

COURIER = "Harbour to stay open\n“We will keep the line open to everybody who answers,” Ada Lund told the Courier."
BELL = "No way\n“We will keep the line open for everybody that answers,” Ada Lund told the Bell. Bo Ek said no."


def run(*arguments, **options):
    return CliRunner().invoke(app, [str(one) for one in arguments], prog_name="onrecord", **options)


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch, tmp_path):
    for name in ("ONRECORD_RECORD", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "news.onrecord"
    first = factories.article(
        COURIER,
        "“We will keep the line open to everybody who answers,”",
        key="courier.txt",
        published=factories.dated("2016-07-14"),
    )
    second = factories.article(
        BELL,
        "“We will keep the line open for everybody that answers,”",
        key="bell.txt",
        outlet="Iron Bell",
        published=factories.dated("2016-07-15"),
    )
    other = factories.statement(BELL, "no.", article=second.id, name="Bo Ek", form=Form.INDIRECT, confidence=0.5)
    second = type(second)(
        **{name: getattr(second, name) for name in second.__slots__} | {"statements": (*second.statements, other)}
    )
    with Store.open(path, create=True) as store:
        for article in (first, second):
            store.put(article)
        pipeline.rematch(store)
    return path


@pytest.mark.parametrize("command", ["demo", "add", "search", "show", "variants", "export", "chart", "tag", "doctor"])
def test_every_command_explains_itself_with_an_example(command):
    result = run(command, "--help", env={"COLUMNS": "80"})
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"  onrecord {command}" in result.output
    assert max(map(len, result.output.splitlines())) <= 80


def test_version():
    assert run("--version").output.startswith("onrecord 0.")


def test_help_loads_nothing_heavy():
    code = "import sys; from onrecord.cli import app; app(['-h'], standalone_mode=False); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = set(shown.split())
    assert "onrecord.cli" in loaded
    assert not loaded & {"onnxruntime", "sqlalchemy", "pyarrow", "trafilatura", "numpy", "rich.console"}


def test_names_of_options_are_those_of_the_library():
    assert list(asking.What) == list(tables.TABLES)
    assert list(asking.Format) == list(export.Format)
    assert list(serving.Kind) == list(charts.Kind)
    assert list(serving.Picture) == list(charts.Format)
    assert (serving.SHOWN, serving.MOST_BARS) == (charts.BARS, charts.MOST_BARS)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", "--since", "tomorrow"], "expected YYYY"),
        (["search", "--since", "2020", "--until", "2019"], "Exchange"),
        (["search", "--form", "sung"], "direct"),
        (["search", "--min-confidence", "2"], "--min-confidence"),
        (["search", "--limit", "-1"], "--limit"),
        (["add"], "SOURCE"),
        (["add", "x", "--columns", "maintext"], "text=maintext"),
        (["export", "rumours"], "statements"),
        (["chart", "pie", "-o", "a.png"], "timeline"),
        (["chart", "timeline", "-o", "a.pdf"], ".png, .svg, .json, .html"),
        (["chart", "timeline", "-o", "png"], "no suffix"),
        (["chart", "speakers", "-o", "a.png", "--limit", "201"], "--limit"),
        (["tag", "nowhere", "out"], "nowhere"),
        (["shout"], "shout"),
    ],
)
def test_wrong_use_is_2_and_says_what_was_expected(arguments, words):
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "command", [["search"], ["show", "x"], ["variants"], ["export", "statements"], ["chart", "timeline", "-o", "a.png"]]
)
def test_no_record_is_1_and_says_how_to_make_one(command):
    result = run(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error: there is no record at record.onrecord" in result.stderr
    assert "onrecord add" in result.stderr


def test_record_comes_from_the_environment(record):
    assert run("search", "--count", env={"ONRECORD_RECORD": str(record)}).output == "3\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], 3),
        (["answers"], 2),
        (['"keep the line"'], 2),
        (["answ* everybody"], 2),
        (["nowhere"], 0),
        (["--speaker", "lund"], 2),
        (["--outlet", "Iron Bell"], 2),
        (["--since", "2016-07-15"], 2),
        (["--until", "2016-07-14"], 1),
        (["--form", "indirect"], 1),
        (["--min-confidence", "0.9"], 2),
        (["answers", "--outlet", "courier", "--form", "direct"], 1),
    ],
)
def test_search_counts_shows_and_exports_the_same(record, arguments, expected):
    assert run("search", *arguments, "--count", "-r", record).output == f"{expected}\n"
    found = json.loads(run("search", *arguments, "--json", "-r", record).output)
    assert (found["count"], found["shown"], len(found["statements"])) == (expected,) * 3
    options = ["--text", *arguments] if arguments and not arguments[0].startswith("-") else arguments
    lines = run("export", "statements", *options, "-r", record).output.splitlines()
    assert [json.loads(line) for line in lines] == found["statements"]


def test_search_says_how_many_more(record):
    result = run("search", "--limit", 1, "-r", record)
    assert "showing 1 of 3; --limit 0 for all" in result.output
    assert "Ada Lund" in result.output
    assert run("search", "--limit", 0, "-r", record).output.rstrip().endswith("3 statements")
    assert "No statement fits" in run("search", "nowhere", "-r", record).output


def older(path: Path) -> None:
    """Make a record one that the OnRecord before this one wrote."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION - 1}")


def test_a_record_of_an_older_onrecord_is_brought_up_to_date_as_it_says(record, tmp_path):
    path = tmp_path / "older.onrecord"
    shutil.copy(record, path)
    older(path)
    refused = run("search", "line", "--record", path)
    assert refused.exit_code == 1
    assert f"onrecord add --record {path}" in " ".join(refused.output.split())
    assert run("add", "--record", path).exit_code == 0
    assert run("search", "line", "--record", path).output == run("search", "line", "--record", record).output
    assert run("add", "--record", path).exit_code == 2  # nothing is left to do


def test_search_fits_a_narrow_terminal(record):
    for line in run("search", "-r", record, env={"COLUMNS": "60"}).output.splitlines():
        assert len(line) <= 60


def test_show_article_statement_and_utterance(record):
    with Record.open(record) as opened:
        article = opened.article("bell.txt")
        (case,) = contested(opened)
    for name in (article.id, article.id[:8], "bell.txt"):
        shown = run("show", name, "-r", record).output
        assert "⟦“We will keep the line open for everybody that answers,”⟧¹" in shown.replace("\n", " ")
        assert "Iron Bell" in shown
    statement = article.statements[0]
    shown = run("show", statement.id[:8], "-r", record).output
    assert re.search(r"characters +7-63\b", shown)
    shown = " ".join(run("show", case.utterance.id, "-r", record).output.split())
    assert "[-to-] {+for+}" in shown
    kinds = [json.loads(run("show", one, "--json", "-r", record).output)["kind"] for one in (article.id, statement.id)]
    assert kinds == ["article", "statement"]
    parsed = json.loads(run("show", case.utterance.id, "--json", "-r", record).output)
    assert parsed["kind"] == "utterance"
    assert parsed["versions"][0]["variant"] is None
    assert len(parsed["versions"]) == 2


def test_show_what_is_not_there(record):
    result = run("show", "0123456789abcdef", "-r", record)
    assert result.exit_code == 1
    assert "'0123456789abcdef'" in result.stderr
    assert "onrecord search" in result.stderr


def test_variants_list_and_single(record):
    listed = run("variants", "-r", record).output
    assert "Ada Lund" in listed
    assert "Iron Bell" in listed
    found = json.loads(run("variants", "--json", "-r", record).output)
    assert (found["count"], found["shown"]) == (1, 1)
    statement = found["utterances"][0]["versions"][1]["statements"][0]["id"]
    assert run("variants", statement, "-r", record).output == listed
    assert "differently" in run("variants", "--speaker", "ek", "-r", record).output


def test_variants_before_matching(tmp_path):
    article = factories.article(COURIER, "the line open")
    with Store.open(tmp_path / "record.onrecord", create=True) as store:
        store.put(article)
    assert "belongs to no utterance" in run("variants", article.statements[0].id).stderr
    assert "no utterance" in run("variants", "0123").stderr


@pytest.mark.parametrize("what", list(asking.What))
def test_export_formats_agree(record, what):
    lines = run("export", what, "-r", record).output.splitlines()
    assert run("export", what, "-r", record, "-o", "rows.csv").exit_code == 0
    with Path("rows.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(lines)
    result = run("export", what, "-r", record, "--output", "rows.parquet")
    assert f"{len(lines)} {what} written to rows.parquet" in result.stderr
    assert pyarrow.parquet.read_table("rows.parquet").num_rows == len(lines)


def test_export_format_wins_over_the_name(record):
    assert run("export", "actors", "-r", record, "-o", "a.csv", "--format", "jsonl").exit_code == 0
    lines = Path("a.csv").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["Ada Lund", "Bo Ek"]


def test_export_to_an_impossible_place(record):
    result = run("export", "actors", "-r", record, "-o", "missing/a.csv")
    assert result.exit_code == 1
    assert "missing" in result.stderr
    assert "Traceback" not in result.output


class Fake:
    """Stands in for pipeline.add and keeps what it was asked."""

    def __init__(self, outcome):
        self.outcome = outcome

    def __call__(self, sources, record, *, options, progress):
        assert progress is None  # no terminal
        self.sources, self.record, self.options = list(sources), record, options
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


@pytest.fixture
def fake_add(monkeypatch):
    def install(outcome):
        fake = Fake(outcome)
        monkeypatch.setattr(pipeline, "add", fake)
        return fake

    return install


def test_add_passes_its_options_on(fake_add):
    fake = fake_add(pipeline.Added(added=1))
    run(
        "add",
        "a",
        "b",
        "--columns",
        "text=maintext",
        "--columns",
        "title=head",
        "--all-passages",
        "--threads",
        2,
        "--min-confidence",
        0.4,
    )
    assert fake.sources == ["a", "b"]
    assert dict(fake.options.read.columns) == {"text": "maintext", "title": "head"}
    assert len(fake.options.kinds) > 2
    assert (fake.options.threads, fake.options.min_confidence) == (2, 0.4)


SKIPS = tuple(Skip(f"{number}.bin", "binary file") for number in range(25))


def test_add_summary_lists_what_was_skipped(fake_add):
    fake_add(pipeline.Added(2, 1, 3, 40, (Skip("de.txt", "not English"),), SKIPS[:3], 1.25))
    result = run("add", "x", "-r", "y.onrecord")
    assert result.exit_code == 0
    assert "6 articles: 2 added, 1 revised, 3 unchanged, 3 skipped" in result.output
    assert "40 new statements in 1.2 s. Record: y.onrecord" in result.output
    assert "de.txt: not English" in result.output
    assert "2.bin: binary file" in result.output


def test_add_groups_many_skips_and_json_has_them_all(fake_add):
    fake_add(pipeline.Added(added=1, skipped=SKIPS))
    shown = run("add", "x").output
    assert "binary file: 25, for example 0.bin" in shown
    assert "--json lists each" in shown
    found = json.loads(run("add", "x", "--json").output)
    assert [skip["source"] for skip in found["skipped"]] == [skip.source for skip in SKIPS]
    assert found["record"] == "record.onrecord"


def test_add_fails_when_nothing_could_be_read(fake_add):
    fake_add(pipeline.Added(skipped=SKIPS[:1]))
    result = run("add", "x", "--quiet")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "0.bin: binary file" in result.stderr


def test_errors_are_one_clear_message(fake_add):
    fake_add(RecordError("x is full; free some space"))
    result = run("add", "x")
    assert (result.exit_code, result.stderr) == (1, "error: x is full; free some space\n")


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied", "x"), OSError(28, "No space left on device")]
)
def test_operating_system_errors_are_clear_too(fake_add, error):
    fake_add(error)
    result = run("add", "x")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {error}")


def test_ctrl_c_says_what_is_stored(fake_add, record):
    fake_add(KeyboardInterrupt())
    result = run("add", "x", "-r", record)
    assert result.exit_code == console.INTERRUPTED
    assert "stopped: 2 articles stored" in result.stderr
    assert "nothing is stored" in run("add", "x", "-r", "none.onrecord").stderr


@pytest.mark.parametrize(
    "arguments", [["search"], ["search", "--json"], ["export", "statements"], ["show", "bell.txt"]]
)
def test_a_closed_pipe_is_silent(record, arguments):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "onrecord", *arguments, "-r", str(record)]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (console.PIPE_CLOSED, b"")


def test_colour_only_where_wanted(record):
    assert "\x1b[" not in run("search", "-r", record).output
    assert "\x1b[" in run("search", "-r", record, env={"FORCE_COLOR": "1"}).output
    plain = run("show", "bell.txt", "-r", record, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).output
    assert "⟦" in plain


def test_any_text_can_be_shown(tmp_path):
    text = "Title\n“Odd \udc80 \x1b[31m \x00 words,” Ada Lund told us."
    with Store.open(tmp_path / "odd.onrecord", create=True) as store:
        store.put(factories.article(text, "“Odd \udc80 \x1b[31m \x00 words,”", key="odd \udc80.txt"))
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    for arguments in (["search"], ["show", "odd \udc80.txt", "--json"]):
        command = [sys.executable, "-m", "onrecord", *arguments, "-r", "odd.onrecord"]
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"\x1b[31m" not in done.stdout


def test_tag_counts_its_work(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("“We will wait,” said Ada Lund, the harbour minister.", encoding="utf-8")
    result = run("tag", "in", "out", "--json")
    assert json.loads(result.output)["added"] == 1
    assert (tmp_path / "out/a.ann").exists()
    (tmp_path / "empty").mkdir()
    result = run("tag", "empty", "out")
    assert result.exit_code == 1
    assert "error: no .txt files" in result.stderr


def test_doctor(record):
    result = run("doctor", "-r", record, "--json")
    checks = json.loads(result.output)
    assert {check["name"] for check in checks["checks"]} >= {
        "Python",
        "model files",
        "model reads",
        "SQLite",
        "database",
    }
    assert checks["ok"] is (result.exit_code == 0)
    result = run("doctor", "-r", "none.onrecord")
    assert result.exit_code == 1
    assert "PROBLEM" in result.output
    assert "to do: Build it: onrecord add" in " ".join(result.output.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell):
    environment = {"_ONRECORD_COMPLETE": f"source_{shell}"}
    assert "onrecord" in run(env=environment).output


def test_completion_of_values(record):
    def offered(words):
        count = len(words.split(" ")) - 1
        environment = {"_ONRECORD_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)}
        return run(env=environment).output.split("\n")

    assert set(offered("onrecord search --form ")) >= {"direct", "indirect", "mixed"}
    assert "parquet" in offered("onrecord export statements --format par")
    assert "Ada Lund" in offered(f"onrecord search --record {record} --speaker Ad")
    assert not any(offered("onrecord search --record none.onrecord --speaker Ad"))


def test_pairs():
    assert pairs(["text=main=text"]) == {"text": "main=text"}


def test_who_tells_offices_with_dates():
    done = run("who", "NATO Secretary General", "--on", "2016")
    assert done.exit_code == 0, done.output
    assert "Jens Stoltenberg  person" in done.output
    assert re.search(r"2014-10-01 – 2024-10-01\s+NATO Secretary General", done.output)
    assert json.loads(run("who", "Stoltenberg", "--json").output)["actors"][0]["wikidata"] == "Q57665"
    assert "Nobody of the name 'xyzzy' is known." in run("who", "xyzzy").output
    assert run("who", "xyzzy", "--on", "May").exit_code == 1


def test_judgements_are_made_listed_shared_and_undone(record, tmp_path):
    copy = tmp_path / "copy.onrecord"
    copy.write_bytes(record.read_bytes())
    statement = json.loads(run("search", "-s", "Bo Ek", "-r", copy, "--json").output)["statements"][0]["id"]
    done = run("judge", "speaker", statement[:8], "Eva Moll", "-r", copy, "--by", "mira")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("1: no. was said by Eva Moll. Take it back: onrecord judge undo 1 --record ")
    assert json.loads(run("search", "-s", "Eva Moll", "-r", copy, "--json").output)["count"] == 1
    assert "no. was said by Eva Moll" in run("judge", "list", "-r", copy).output
    (row,) = json.loads(run("judge", "list", "-r", copy, "--json").output)["judgements"]
    assert (row["kind"], row["who"], row["subjects"]) == ("speaker", "mira", [statement])
    out = tmp_path / "judgements.jsonl"
    assert run("judge", "export", "-r", copy, "-o", out).exit_code == 0
    assert run("judge", "export", "-r", copy).output == out.read_text(encoding="utf-8")
    assert "0 judgements taken in, 1 there already" in run("judge", "import", out, "-r", copy).output
    assert run("judge", "undo", 1, "-r", copy).output.startswith("1: taken back: ")
    assert "No judgements." in run("judge", "list", "-r", copy).output
    assert "undone" in run("judge", "list", "--undone", "-r", copy).output


def test_every_verb_of_judge_explains_itself_and_asks_for_a_record(tmp_path):
    for verb in ("merge", "part", "split", "rename", "same-utterance", "other-utterance"):
        assert run("judge", verb, "-h").exit_code == 0
        done = run("judge", verb, "a", "b", "-r", tmp_path / "none.onrecord")
        assert (done.exit_code, "there is no record" in done.stderr) == (1, True), verb


def test_own_actors_are_added_with_or_without_articles(tmp_path):
    file, record = tmp_path / "mine.csv", tmp_path / "news.onrecord"
    file.write_text("name,office,body,from\nAda Lund,Foreign Minister,NOR,2031\n", encoding="utf-8")
    assert run("add", "--actors", file, "-r", record).exit_code == 0
    assert "Foreign Minister (Norway)" in run("who", "Ada Lund", "-r", record).output
    assert run("add", "-r", record).exit_code == 2
    file.write_text("name,office\nAda Lund,Foreign Minister\n", encoding="utf-8")
    done = run("add", "--actors", file, "-r", record)
    assert (done.exit_code, "line 2: found an office without a body" in done.stderr) == (1, True)


def test_rebuild_reads_stored_articles_again(tmp_path):
    page, record = tmp_path / "page.txt", tmp_path / "news.onrecord"
    page.write_text("“We will wait,” Minister Ada Lund told reporters.", encoding="utf-8")
    run("add", page, "-r", record)
    page.unlink()
    done = json.loads(run("rebuild", "-r", record, "--json").output)
    assert (done["articles"], done["statements"]) == (1, 1)
    assert run("rebuild", "-r", record).output.startswith("1 article read again: 1 statement, ")


def test_check_says_who_has_a_quotation_and_how(record):
    result = run("check", "keep the line open to everybody", "--record", record)
    assert result.exit_code == 0
    assert "On the record, word for word: 1 outlet, since 2016-07-14" in result.output
    assert "altered" in result.output
    assert "[-for-] {+to+}" in result.output
    nothing = run("check", "the walrus has no business here", "--record", record)
    assert "Not on the record" in nothing.output


def test_check_as_json(record):
    found = json.loads(run("check", "keep the line open", "-s", "lund", "--record", record, "--json").output)
    assert found["record"]["verdict"] == "verbatim"
    assert found["record"]["count"] == found["record"]["shown"] == 2
    assert found["record"]["findings"][0]["statement"]["speaker"]["name"] == "Ada Lund"
    assert found["record"]["findings"][0]["variant"]["distance"] == 0


def test_check_against_a_transcript_needs_no_record(tmp_path):
    speech = tmp_path / "speech.txt"
    speech.write_text("Good morning. We will keep the line open to everybody who answers. Thank you.")
    result = run("check", "We will not keep the line open to everybody", "--transcript", speech)
    assert result.exit_code == 0
    assert "In the transcript, but altered" in result.output
    assert "{+not+}" in result.output
    found = json.loads(run("check", "keep the line open", "-t", speech, "--json").output)
    assert found["transcript"]["verdict"] == "verbatim"
    assert "record" not in found


def test_check_names_what_it_cannot_use(record, tmp_path):
    binary = tmp_path / "speech.txt"
    binary.write_bytes(bytes(range(256)) * 4)
    assert "cannot be read as a transcript" in run("check", "words", "-t", binary, "--record", record).output
    assert run("check", "…", "--record", record).exit_code == 1
