import shutil
import sqlite3
from contextlib import closing

import pytest

from onrecord import doctor
from onrecord.model.format import default_folder


def test_this_machine_is_fine(tmp_path):
    checks = [doctor.python(), doctor.packages(), doctor.sqlite(), doctor.write_access(tmp_path / "x.onrecord")]
    assert [check for check in checks if not check.ok] == []
    assert all(check.advice is None and check.found and check.expected for check in checks)


def test_old_python_is_a_problem(monkeypatch):
    monkeypatch.setattr(doctor.sys, "version_info", (3, 10, 4, "final", 0))
    check = doctor.python()
    assert (check.ok, check.found, check.expected) == (False, "3.10.4", "3.11 or newer")
    assert check.advice


def test_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(
        doctor.importlib.metadata, "requires", lambda _: ["rich>=13", "no-such-package>=1", 'pandas; extra == "x"']
    )
    check = doctor.packages()
    assert not check.ok
    assert check.found == "no-such-package missing"
    assert "pip install no-such-package" in check.advice


def test_missing_model_is_a_problem(tmp_path):
    for check in (doctor.model_files(tmp_path / "none"), doctor.model_reads(tmp_path / "none")):
        assert not check.ok
        assert "model.json" in check.found
        assert "pip install" in check.advice


def test_damaged_model_is_a_problem(tmp_path):
    folder = shutil.copytree(default_folder(), tmp_path / "weights")
    path = folder / "encoder.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    check = doctor.model_files(folder)
    assert not check.ok
    assert "SHA-256" in check.found


def test_shipped_model_reads():
    assert doctor.model_files().ok
    assert doctor.model_reads().ok


def test_unwritable_folder_is_a_problem(tmp_path):
    check = doctor.write_access(tmp_path / "missing" / "x.onrecord")
    assert not check.ok
    assert str(tmp_path / "missing") in check.found


@pytest.mark.parametrize(("must_exist", "ok"), [(True, False), (False, True)])
def test_missing_record(tmp_path, must_exist, ok):
    check = doctor.record_opens(tmp_path / "none.onrecord", must_exist=must_exist)
    assert check.ok is ok
    assert "none yet" in check.found
    assert ok or "onrecord add" in check.advice


def test_other_files_are_no_records(tmp_path):
    text = tmp_path / "a.onrecord"
    text.write_text("not a database at all, but long enough to have a header " * 5)
    assert not doctor.record_opens(text).ok
    assert not doctor.record_intact(text).ok
    database = tmp_path / "b.onrecord"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE other (id)")
    assert "not an OnRecord record" in doctor.record_opens(database).found


def test_terminal_says_what_to_do_without_utf8(monkeypatch):
    class Latin:
        encoding = "iso-8859-1"

        def isatty(self):
            return False

    monkeypatch.setattr(doctor.sys, "stdout", Latin())
    check = doctor.terminal()
    assert not check.ok
    assert "PYTHONUTF8=1" in check.advice
