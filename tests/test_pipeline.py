"""The stages together, on real files."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import brat, pipeline
from onrecord.model.infer import Reader
from onrecord.types import Form, How, Kind

TEXT = """Minister rejects the treaty

HARROW, 12 March 2019

“We will not sign this treaty,” Defence Minister Ada Lund told reporters in Harrow on Monday. “It is dead.”

Lund said that the army would stay. She added that the border was closed.

By Tomas Bray
"""


@pytest.fixture(scope="module")
def reader():
    return Reader.load()


@pytest.fixture(scope="module")
def article():
    return onrecord.read(TEXT)


def test_words_stand_where_the_spans_say(article):
    assert len(article.statements) >= 3
    for statement in article.statements:
        assert " ... ".join(article.text[a:b] for a, b in statement.content) == statement.text
        for mention in (statement.cue, statement.speaker.mention):
            assert mention is None or article.text[mention.start : mention.end] == mention.text


def test_speaker_form_and_time(article):
    first = next(s for s in article.statements if "will not sign" in s.text)
    assert first.form == Form.DIRECT
    assert (first.speaker.name, first.speaker.how) == ("Ada Lund", How.NAME)
    assert first.speaker.role == "Defence Minister"
    assert first.said
    assert (first.said.earliest, first.said.words) == ("2019-03-11", "on Monday")
    assert {s.speaker.name for s in article.statements} == {"Ada Lund"}
    assert {s.form for s in article.statements} == {Form.DIRECT, Form.INDIRECT}


def test_statements_come_from_the_passages_asked_for(article):
    kinds = {p.kind for p in article.passages}
    assert {Kind.HEADLINE, Kind.BODY} <= kinds
    only = onrecord.read(TEXT, options=pipeline.Options(kinds=(Kind.HEADLINE,)))
    assert {s.passage for s in only.statements} <= {Kind.HEADLINE}


def test_confidence_is_a_threshold(article):
    middle = sorted(s.confidence for s in article.statements)[1]
    found = onrecord.read(TEXT, options=pipeline.Options(min_confidence=middle)).statements
    assert found == tuple(s for s in article.statements if s.confidence >= middle)


def test_another_language_is_stored_but_not_read():
    text = "Der Minister sagte am Montag, das Abkommen sei tot. „Wir unterschreiben nicht“, sagte er dem Sender. " * 4
    article = onrecord.read(text)
    assert article.language == "de"
    assert not article.statements
    assert "not English" in (article.unread or "")


def test_adding_twice_changes_nothing(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    record = tmp_path / "r.onrecord"
    first = onrecord.add([tmp_path], record)
    with onrecord.Record.open(record) as opened:
        before = [s.to_dict() for s in opened.statements()]
    second = onrecord.add([str(tmp_path / "one.txt")], record)
    assert (first.added, second.added, second.unchanged) == (1, 0, 1)
    with onrecord.Record.open(record) as opened:
        assert [s.to_dict() for s in opened.statements()] == before
        assert len(before) == first.statements


def test_a_changed_article_is_a_revision(tmp_path):
    path, record = tmp_path / "one.txt", tmp_path / "r.onrecord"
    path.write_text(TEXT, encoding="utf-8")
    onrecord.add([path], record)
    path.write_text(TEXT.replace("It is dead", "It is buried"), encoding="utf-8")
    assert onrecord.add([path], record).revised == 1
    with onrecord.Record.open(record) as opened:
        assert any("buried" in s.text for s in opened.statements())
        assert not any("dead" in s.text for s in opened.statements())
        assert any("dead" in s.text for s in opened.statements(all_revisions=True))


def test_bad_input_costs_nothing_else(tmp_path):
    (tmp_path / "a_empty.txt").write_bytes(b"")
    (tmp_path / "b_binary.txt").write_bytes(bytes(range(256)) * 20)
    one, two = (json.dumps({"text": TEXT + more, "title": more}) for more in ("One.", "Two."))
    (tmp_path / "c_rows.jsonl").write_text(f"{one}\n{{broken\n{two}\n", encoding="utf-8")
    (tmp_path / "d_good.txt").write_text(TEXT, encoding="utf-8")
    done = onrecord.add([tmp_path, tmp_path / "missing"], tmp_path / "r.onrecord")
    assert done.added == 3
    assert len(done.skipped) == 4
    assert all(skip.reason for skip in done.skipped)


def test_progress_is_told(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(TEXT + str(number), encoding="utf-8")
    seen = []
    onrecord.add([tmp_path], tmp_path / "r.onrecord", progress=seen.append)
    assert [p.done for p in seen] == [1, 2, 3]


def test_one_statement_is_shared_by_copies_of_an_article(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TEXT, encoding="utf-8")
    onrecord.add([tmp_path], tmp_path / "r.onrecord")
    with onrecord.Record.open(tmp_path / "r.onrecord") as opened:
        assert opened.summary().copies == 1
        assert any(len(u.statements) == 2 for u in opened.utterances())


def test_tag_writes_standoff_over_the_whole_text(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in/empty.txt").write_text("", encoding="utf-8")
    done = onrecord.tag_folder(tmp_path / "in", tmp_path / "out")
    found = brat.loads((tmp_path / "out/one.ann").read_text(encoding="utf-8"))
    assert "“We will not sign this treaty,”" in [TEXT[a:b] for x in found for a, b in x.content]
    assert done.added + len(done.skipped) == 2


def test_tag_counts_a_byte_order_mark(tmp_path):
    (tmp_path / "one.txt").write_text("\ufeff" + TEXT, encoding="utf-8")
    onrecord.tag_folder(tmp_path, tmp_path)
    found = brat.loads((tmp_path / "one.ann").read_text(encoding="utf-8"))
    assert "“We will not sign this treaty,”" in [("\ufeff" + TEXT)[a:b] for x in found for a, b in x.content]


def test_tag_of_an_empty_folder_says_what_to_do(tmp_path):
    with pytest.raises(onrecord.SourceError, match=r"no \.txt files"):
        onrecord.tag_folder(tmp_path, tmp_path / "out")


QUOTES = st.text(alphabet=st.sampled_from(list("“”\"'«»„‘’ .,\n[]…ab")) | st.characters(), max_size=200)


@given(QUOTES, QUOTES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_text_spans_hold_the_words(reader, before, after):
    text = f"{before} “We go,” Minister Ada Lund said on Monday. {after}"
    page = pipeline.page_of_text(text)
    (article,) = pipeline.read_pages([page], reader, pipeline.Options(kinds=tuple(Kind)))
    assert article.text == text
    for statement in article.statements:
        assert " ... ".join(text[a:b] for a, b in statement.content) == statement.text
        for span in (*statement.insertions, *statement.ellipses):
            assert any(a <= span[0] < span[1] <= b for a, b in statement.content)


@pytest.mark.parametrize("mark", ['"', "“", "«", "„", "'", "[", "“«„\"'"])
def test_a_long_line_of_marks_is_read_in_time(mark):
    article = onrecord.read(f"Ada Lund said {mark * 4000} yes.")
    assert article.text.endswith("yes.")


def test_sample_articles_are_there():
    folder = Path(onrecord.__file__).parent / "data/sample"
    assert len([p for p in folder.iterdir() if p.suffix in (".txt", ".html", ".jsonl")]) >= 12
