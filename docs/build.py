"""Write the reference pages from the code: ``python -m docs.build``, or ``--check`` to fail when one is stale.

cli.md    what every command prints for --help
data.md   the JSON rows, the tables of a record, and the Python types, from types.py and store/schema.py
"""

import inspect
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any, get_args

import typer.main
from typer.testing import CliRunner

from onrecord import tables, types
from onrecord.cli import app
from onrecord.query import Report
from onrecord.store import schema

FOLDER = Path(__file__).parent
NOTE = "<!-- Written by `python -m docs.build`; change the code, not this page. -->"
EXAMPLE_ARTICLE = "harbour-courier_interview.txt"
PUBLIC = (
    types.Article,
    types.Statement,
    types.Speaker,
    types.Mention,
    types.Said,
    types.Utterance,
    types.Variant,
    types.Passage,
    types.Dating,
    types.DateEvidence,
    types.Skip,
    types.Form,
    types.How,
    types.Kind,
)
_EXAMPLE = re.compile(r"(?<=<!-- example -->\n```json\n).*?(?=\n```)", re.DOTALL)


def main() -> int:
    """Write the pages, or with ``--check`` compare them; return the exit code."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, page in pages(example="" if check else example()).items():
        path = FOLDER / name
        if not check:
            path.write_text(page, encoding="utf-8")
        elif not path.exists() or without_example(path.read_text(encoding="utf-8")) != without_example(page):
            stale.append(name)
    if stale:
        print(f"stale: {', '.join(stale)}; run python -m docs.build", file=sys.stderr)
    return bool(stale)


def pages(*, example: str) -> dict[str, str]:
    """Return every page by name; ``example`` is the JSON of one statement."""
    return {"cli.md": command_page(), "data.md": data_page(example)}


def without_example(page: str) -> str:
    """Return a page without its example, whose numbers depend on the model; its shape has a test of its own."""
    return _EXAMPLE.sub("", page, count=1)


def command_page() -> str:
    """Return what each command prints for --help, at 80 columns."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    parts = ["# The command line", NOTE, _block(_help([])), "Exit codes: 0 fine, 1 error, 2 wrong use, 130 Ctrl-C."]
    for name, command in commands.items():
        parts += [f"## onrecord {name}", _block(_help([name]))]
        for verb in getattr(command, "commands", ()):
            parts += [f"### onrecord {name} {verb}", _block(_help([name, verb]))]
    return "\n\n".join(parts) + "\n"


def _help(command: list[str]) -> str:
    result = CliRunner().invoke(
        app,
        [*command, "--help"],
        prog_name="onrecord",
        env={"COLUMNS": "80", "NO_COLOR": "1", "ONRECORD_RECORD": None},
        catch_exceptions=False,
    )
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def _block(text: str, language: str = "text") -> str:
    return f"```{language}\n{text}\n```"


def data_page(example: str) -> str:
    """Return the page on JSON rows, tables and types."""
    _, diagram, conventions = inspect.cleandoc(schema.__doc__ or "").split("\n\n")[:3]
    views = ", ".join(f"`{name}`" for name in re.findall(r"CREATE VIEW (\w+)", " ".join(schema.VIEWS)))
    parts = [
        "# The data",
        NOTE,
        "Offsets are Unicode code points, `[start, end)`, into the article's text. Dates are ISO 8601. What is not "
        "known is null.",
        "## One statement as JSON",
        "`onrecord export statements --format jsonl` writes one such object on each line; `content` holds the spans of "
        "its fragments, and `text` their words, joined by ` ... `.",
        f"<!-- example -->\n{_block(example, 'json')}",
        "## The rows of an export",
        "JSON lines hold rows as nested objects, as above. CSV and Parquet join nested names with `_`: `speaker.name` "
        "is `speaker_name`. In CSV null is an empty field, and lists are JSON.",
        *_exports(),
        "## The tables of a record",
        "A record is one SQLite file; it opens in any SQLite browser, and in Datasette.",
        _block(diagram),
        conventions,
        f"Views, for reading by eye: {views}.",
        *_tables(),
        "## The types in Python",
        *_types(),
    ]
    return "\n\n".join(parts) + "\n"


def example() -> str:
    """Return the JSON of a direct quotation with a cue, from a sample article."""
    from onrecord import pipeline

    article = pipeline.read(sample_text(), outlet="Harbour Courier")
    found = next(one for one in article.statements if one.form == types.Form.DIRECT and one.cue and one.speaker.name)
    report = Report(found, EXAMPLE_ARTICLE, article.outlet, article.published.best, article.title)
    text = json.dumps(tables.statement_row(report), ensure_ascii=False, indent=2)
    return re.sub(r"\[\s+(\[\d+, \d+\])\s+\]", r"[\1]", re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text))


def sample_text() -> str:
    """Return the article that the example is from."""
    return resources.files("onrecord.data").joinpath("sample", EXAMPLE_ARTICLE).read_text(encoding="utf-8")


def _exports() -> Iterator[str]:
    for name, columns in tables.TABLES.items():
        yield f"### {name}"
        yield _grid(("column", "type", "what"), [(f"`{one.name}`", str(one.type), one.about) for one in columns])


def _tables() -> Iterator[str]:
    notes = _column_notes(inspect.getsource(schema))
    for table in schema.metadata.sorted_tables:
        yield f"### {table.name}"
        rows = []
        for column in table.columns:
            references = [f"id in `{key.column.table.name}`" for key in column.foreign_keys]
            note = "; ".join([*references, *notes.get((table.name, column.name), ())])
            rows.append((f"`{column.name}`", str(column.type).lower(), "" if column.nullable else "always", note))
        yield _grid(("column", "type", "filled", "note"), rows)


def _column_notes(source: str) -> dict[tuple[str, str], list[str]]:
    table, found = "", {}
    for line in source.splitlines():
        if match := re.match(r'    "(\w+)",$', line):
            table = match[1]
        elif match := re.match(r'    Column\("(\w+)".*\),\s+#\s*(.+)$', line):
            found[table, match[1]] = [match[2]]
    return found


def _types() -> Iterator[str]:
    kind: Any
    for kind in PUBLIC:
        yield f"### {kind.__name__}"
        yield inspect.cleandoc(kind.__doc__ or "")
        if issubclass(kind, StrEnum):
            notes = dict(re.findall(r'= "(\w+)"\s+# (.+)', inspect.getsource(kind)))
            yield _grid(("value", "note"), [(f"`{member}`", notes.get(str(member), "")) for member in kind])
        else:
            yield _grid(("field", "type"), [(f"`{one.name}`", f"`{_type_name(one.type)}`") for one in fields(kind)])


def _type_name(kind: Any) -> str:
    name = kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)
    return re.sub(r"\b(?:onrecord\.types|typing)\.", "", name).replace("|", "or")


def _grid(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [names, tuple("---" for _ in names), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())
