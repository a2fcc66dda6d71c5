"""Data flows one way: types <- stages <- pipeline <- cli; query reads the store; only pipeline composes stages."""

import ast
from pathlib import Path

import pytest

import onrecord

ROOT = Path(onrecord.__file__).parent

# A module may import itself, modules of an earlier line, and with "+" others of its own line.
LAYERS = [
    [
        "errors",
        "types",
        "extras",
        "data",
        "segment",
        "quotes",
        "layout",
        "facts",
        "names",
        "posts",
        "wrapping",
        "actors",
        "notebook",
        "+",
    ],
    ["sources", "clean", "language", "dates", "model", "assemble", "resolve", "voice", "match", "brat", "store"],
    [
        "runs",
        "pipeline",
        "tagging",
        "matching",
        "answers",
        "query",
        "filters",
        "tables",
        "columns",
        "charts",
        "profiles",
        "export",
        "judging",
        "directory",
        "+",
    ],
    ["render", "findings", "checking", "verdicts", "comparison", "doctor", "demo", "web", "cli", "__main__", "+"],
]
HELPERS = {"circumstances": "assemble", "continuation": "assemble", "drafts": "assemble"}


def unit(module):
    """Return the part of the package that a module belongs to: its first name below onrecord."""
    name = module.split(".")[1] if "." in module else ""
    return HELPERS.get(name, name)


def imports(path):
    """Yield the onrecord modules that a file imports when it is imported, and later."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "onrecord":
            yield from (f"onrecord.{alias.name}" for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onrecord."):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("onrecord."))


FILES = [path for path in sorted(ROOT.rglob("*.py")) if path.parent != ROOT / "data" and path != ROOT / "__init__.py"]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_flow(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    own = HELPERS.get(parts[0], parts[0])
    (level,) = [i for i, layer in enumerate(LAYERS) if own in layer] or pytest.fail(f"{own} has no layer")
    allowed = {name for layer in LAYERS[:level] for name in layer} | {own}
    if "+" in LAYERS[level]:
        allowed |= set(LAYERS[level])
    assert {unit(module) for module in imports(path)} <= allowed


def test_relative_imports_are_not_used():
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level], path


def test_torch_is_never_imported():
    for path in FILES:
        assert "torch" not in path.read_text(encoding="utf-8").split(), path


def test_everything_exported_exists():
    assert sorted(onrecord.__all__) == onrecord.__all__
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None
    assert set(dir(onrecord)) == set(onrecord.__all__)


def test_the_verb_read_stays_a_function():
    import onrecord.pipeline

    assert callable(onrecord.read)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = onrecord.nothing
