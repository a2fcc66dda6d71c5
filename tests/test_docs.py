import json
import re
import sys
from pathlib import Path

import pytest
import typer.main

from docs import build
from onrecord import tables
from onrecord.cli import app

ROOT = Path(__file__).parent.parent
COMMANDS = typer.main.get_command(app).commands
FENCED = re.compile(r"```(?:bash|sh|console|shell)?\n(.*?)```", re.DOTALL)
PAGES = [ROOT / "README.md", *sorted(build.FOLDER.glob("*.md"))]


@pytest.mark.parametrize("name", ["cli.md", "data.md"])
def test_pages_are_current(name):
    written = (build.FOLDER / name).read_text(encoding="utf-8")
    assert build.without_example(written) == build.without_example(build.pages(example="")[name]), (
        "run python -m docs.build"
    )


def test_check_finds_a_stale_page(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "FOLDER", tmp_path)
    monkeypatch.setattr(sys, "argv", ["build", "--check"])
    for name, page in build.pages(example="").items():
        (tmp_path / name).write_text(page, encoding="utf-8")
    assert build.main() == 0
    (tmp_path / "cli.md").write_text("old", encoding="utf-8")
    assert build.main() == 1
    assert "cli.md" in capsys.readouterr().err


def test_the_example_is_a_row_of_an_export():
    page = (build.FOLDER / "data.md").read_text(encoding="utf-8")
    row = json.loads(re.search(r"<!-- example -->\n```json\n(.*?)\n```", page, re.DOTALL)[1])
    assert set(tables.flat("statements", row)) == {column.name for column in tables.STATEMENTS}
    assert {name.partition("_")[0] for name in tables.flat("statements", row)} >= set(row)
    text = build.sample_text()
    assert " ... ".join(text[start:end] for start, end in row["content"]) == row["text"]
    assert text[row["cue"]["start"] : row["cue"]["end"]] == row["cue"]["text"]


def test_every_option_is_documented():
    page = (build.FOLDER / "cli.md").read_text(encoding="utf-8")
    for name, command in COMMANDS.items():
        assert f"## onrecord {name}\n" in page
        for parameter in command.params:
            assert all(option in page for option in parameter.opts if option.startswith("--"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_in_the_pages_exist(path):
    lines = [line for block in FENCED.findall(path.read_text(encoding="utf-8")) for line in block.splitlines()]
    for line in lines:
        for name, rest in re.findall(r"(?:^|[|;&$] *)onrecord ([a-z]+)\b([^|;&#]*)", line.strip()):
            assert name in COMMANDS, line
            command, words = COMMANDS[name], rest.split()
            while words and words[0] in getattr(command, "commands", {}):  # "onrecord judge merge"
                command = command.commands[words.pop(0)]
            known = {option for parameter in command.params for option in parameter.opts}
            used = re.findall(r"(?<=\s)(--?[a-z][a-z-]*)", rest)
            assert set(used) <= known | {"--help", "-h"}, line
