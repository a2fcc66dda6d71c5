import importlib.util
import sys
from pathlib import Path

import pytest

from benchmarks import speed
from evaluation import readme

FOUND = {
    "text": {"label": "our text", "articles": 10, "words": 2000},
    "machine": {"processor": "a processor"},
    "packages": {"onrecord": "1.0", "textacy": None},
    "threads": 2,
    "jobs": [
        {"name": "ours", "note": None, "seconds": [2.0, 1.0, 4.0], "peak_mebibytes": [200, 210, 205]},
        {"name": "theirs", "note": "not measured: run with --python", "seconds": [], "peak_mebibytes": []},
    ],
}


def test_the_table_has_medians_with_their_range_and_says_what_was_not_measured() -> None:
    lines = speed.markdown(FOUND).splitlines()
    assert lines[2] == "| ours | 5.0 (2.5 to 10.0) | 1,000 (500 to 2,000) | 205 (200 to 210) |"
    assert lines[3] == "| theirs (not measured: run with --python) | - | - | - |"
    assert "Median of 3 interleaved runs" in lines[-1]
    assert "onrecord 1.0." in lines[-1]


def test_the_table_is_written_between_its_markers_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("Before\n<!-- speed:begin -->\nold\n<!-- speed:end -->\nAfter\n", encoding="utf-8")
    assert readme.rewrite(page, "speed", "new\n")
    assert page.read_text(encoding="utf-8") == "Before\n<!-- speed:begin -->\nnew\n<!-- speed:end -->\nAfter\n"
    assert not readme.rewrite(page, "speed", "new")


@pytest.mark.parametrize("text", ["", "<!-- speed:begin -->", "<!-- speed:end --> <!-- speed:begin -->"])
def test_a_page_without_markers_is_left_alone(tmp_path: Path, text: str) -> None:
    page = tmp_path / "README.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="speed:begin"):
        readme.rewrite(page, "speed", "new")
    assert page.read_text(encoding="utf-8") == text


def test_a_folder_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no \.txt files"):
        speed.prepare(tmp_path, tmp_path, limit=None, label="none")


def test_peers_without_an_interpreter_are_rows_that_say_so() -> None:
    todo = speed.jobs(None, threads=2)
    assert [job.why_not is None for job in todo] == [True, True, False, False, False]
    assert speed.jobs(Path("no/such/python"), threads=2)[-1].why_not == (
        "not measured: python does not run (No such file or directory)"
    )


def test_the_package_is_compiled_before_it_is_measured() -> None:
    speed.compile_package()
    source = speed.ROOT / "src" / "onrecord" / "pipeline.py"
    compiled = Path(importlib.util.cache_from_source(str(source)))
    assert compiled.stat().st_mtime >= source.stat().st_mtime - 1


def test_a_measurement_has_time_memory_and_output() -> None:

    done = speed.measure([sys.executable, "-c", "print(6 * 7)"], threads=1)
    assert done.output == "42\n"
    assert done.seconds > 0
    assert done.mebibytes > 1
    with pytest.raises(SystemExit, match="failed"):
        speed.measure([sys.executable, "-c", "raise SystemExit(3)"], threads=1)
