"""The shipped model, read by ONNX Runtime."""

import itertools
import shutil
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import ModelError
from onrecord.model.format import VERSION, default_folder, read_manifest
from onrecord.model.infer import Reader

TEXT = (
    "Minister rejects the plan\n\n"
    "“We will not sign this treaty,” Defence Minister Ada Lund told reporters in Harrow on Monday. "
    "“It is dead,” she added.\n"
    "According to two officials, the government fears that the talks could collapse.\n"
)


@pytest.fixture(scope="module")
def reader():
    return Reader.load(threads=2)


def words(text, spans):
    return [text[a:b] for a, b in spans]


def test_direct_and_indirect_attributions(reader):
    tagged = reader.tag([TEXT])[0]
    found = {tuple(words(TEXT, a.cue)): a for a in tagged.attributions}
    told = found[("told",)]
    assert words(TEXT, told.content)[0] == "“We will not sign this treaty,”"
    assert words(TEXT, told.source) == ["Defence Minister Ada Lund"]
    added = found[("added",)]
    assert words(TEXT, added.content) == ["“It is dead,”"]
    assert words(TEXT, added.source) == ["she"]
    assert any("the talks could collapse" in w for a in tagged.attributions for w in words(TEXT, a.content))
    assert "Ada Lund" in [TEXT[e.start : e.end] for e in tagged.entities if e.kind == "person"]


def test_company_in_a_batch_changes_nothing(reader):
    others = ["Nothing here.", TEXT * 12, ""]
    alone = reader.tag([TEXT])[0]
    assert reader.tag([others[0], TEXT, *others[1:]])[1] == alone
    assert Reader.load(threads=1).tag([TEXT])[0] == alone


def test_texts_are_taken_as_they_are_needed(reader):
    taken = []

    def endless():
        for number in itertools.count():
            taken.append(number)
            yield TEXT, [(0, len(TEXT))]

    found = reader.tag_each(endless())
    assert [next(found) for _ in range(3)] == reader.tag([TEXT]) * 3
    assert 3 < len(taken) < 200
    found.close()


def test_entities_may_be_left_out(reader):
    with_them, without = (next(reader.tag_each([(TEXT, [(0, len(TEXT))])], entities=both)) for both in (True, False))
    assert without.attributions == with_them.attributions
    assert with_them.entities
    assert without.entities == ()


def test_many_texts_without_words_keep_their_places(reader):
    found = list(reader.tag_each((text, [(0, len(text))]) for text in ["", *[" "] * 150, TEXT, ""]))
    assert [bool(tagged.attributions) for tagged in found] == [False] * 151 + [True, False]


def test_empty_texts_and_ranges(reader):
    assert reader.tag([]) == []
    assert [t.attributions for t in reader.tag(["", " \n"])] == [(), ()]
    headline_only = reader.tag([TEXT], [[(0, 25)]])[0]
    assert all(end <= 25 for a in headline_only.attributions for _, end in (*a.source, *a.cue, *a.content))
    assert reader.tag([TEXT], [[]])[0].attributions == ()


@given(st.text(max_size=120))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_spans_inside_it(reader, text):
    for attribution in reader.tag([text])[0].attributions:
        for start, end in (*attribution.source, *attribution.cue, *attribution.content):
            assert 0 <= start < end <= len(text)
        assert 0 <= attribution.confidence <= 1


def test_the_model_loads_in_half_a_second_and_is_small():
    began = time.perf_counter()
    Reader.load()
    assert time.perf_counter() - began < 2  # half a second on an idle machine
    assert sum(path.stat().st_size for path in default_folder().iterdir()) < 40_000_000


def test_checksums_are_right():
    assert read_manifest(default_folder(), verify=True).name


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(default_folder(), tmp_path / "model")


def test_a_missing_folder_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="expected a model folder"):
        Reader.load(tmp_path / "none")


def test_a_damaged_file_is_named(folder):
    with (folder / "roles.onnx").open("r+b") as file:
        file.seek(1000)
        file.write(b"\xff\x00\xff")
    read_manifest(folder)
    with pytest.raises(ModelError, match=r"roles\.onnx has SHA-256"):
        read_manifest(folder, verify=True)


def test_a_cut_file_is_named(folder):
    with (folder / "encoder.onnx").open("r+b") as file:
        file.truncate(5000)
    with pytest.raises(ModelError, match="5000 bytes"):
        Reader.load(folder)


def test_another_version_is_refused(folder):
    manifest = folder / "model.json"
    manifest.write_text(manifest.read_text().replace(f'"version": {VERSION}', '"version": 99'))
    with pytest.raises(ModelError, match="version 99"):
        Reader.load(folder)
