import io
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from onrecord import demo, facts
from onrecord.cli import app
from onrecord.errors import RecordError
from onrecord.store import Store, schema
from tests import factories

SAMPLE = Path(demo.__file__).parent / "data/sample"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def found(folder):
    return demo.build(folder / "r.onrecord")


def shown(found, **options):
    out = io.StringIO()
    Console(file=out, width=80, _environ={}, **options).print(demo.view(found, colour=False), crop=False)
    return out.getvalue()


def test_findings_are_those_of_the_sample(found):
    assert found.summary.articles == 14
    assert found.summary.copies == 2
    assert found.summary.statements > 150
    assert found.quoted[0].name == "Ingrid Vossmar"
    assert found.seconds > 0
    assert found.cases[0].distance >= found.cases[-1].distance
    assert any(version.meanings for case in found.cases for version in case.versions)


def test_view_prints_findings_in_80_columns(found):
    view = shown(found)
    assert "14 articles" in view
    assert "2 copies" in view
    assert "Ingrid Vossmar" in view
    assert "[-" in view
    assert "{+" in view
    commands = demo.commands(found)
    assert all(command in view for command in commands)
    prose = [line for line in view.splitlines() if line.strip() not in commands]
    assert max(map(len, prose)) <= 80


def test_the_commands_it_offers_work(found, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(demo.commands(found)) == 3
    for command in demo.commands(found):
        program, *arguments = shlex.split(command)
        result = CliRunner().invoke(app, arguments)
        assert (program, result.exit_code) == ("onrecord", 0), result.output
        assert result.output.strip()


def test_again_changes_nothing(found, folder):
    again = demo.build(folder / "r.onrecord")
    assert again.seconds == 0
    assert (again.summary, again.quoted, again.cases) == (found.summary, found.quoted, found.cases)
    assert "read before" in shown(again)


def test_a_record_of_an_older_onrecord_is_brought_up_to_date(found):
    with closing(sqlite3.connect(found.record)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION - 1}")
    assert demo.build(found.record).summary == found.summary


def test_another_record_is_left_alone(tmp_path):
    path = tmp_path / "mine.onrecord"
    with Store.open(path, create=True) as store:
        store.put(factories.article())
    before = path.read_bytes()
    with pytest.raises(RecordError, match=r"a\.txt; nothing was changed"):
        demo.build(path)
    assert path.read_bytes() == before
    assert not (tmp_path / demo.ARTICLES).exists()


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordError, match="--record"):
        demo.build(tmp_path / "file" / "r.onrecord")


def test_every_sample_article_has_an_outlet():
    prefixes = [prefix for prefix, _ in facts.table("sample_outlets.tsv", 2)]
    names = [path.name for path in SAMPLE.iterdir() if path.suffix in (".txt", ".html", ".jsonl")]
    assert all(any(name.startswith(prefix) for prefix in prefixes) for name in names)
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for prefix, outlet in facts.table("sample_outlets.tsv", 2):
        assert any(f"`{prefix}_*`" in line and line.startswith(f"| {outlet}") for line in readme.splitlines())
