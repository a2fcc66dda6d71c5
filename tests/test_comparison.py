"""One story in a record: versions, copies, headlines, another occasion, and somebody else with the same words."""

import io
import json

import pytest
from rich.console import Console
from typer.testing import CliRunner

from onrecord import checking, comparison, pipeline
from onrecord.cli import app
from onrecord.findings import contested, versions
from onrecord.query import Record
from onrecord.store import Store
from onrecord.types import Kind
from tests import factories

LINE = "We will not let the northern strait be closed by a single frosty winter"
BODY = (
    "The pilots had waited on the quay since the early morning, and most of them had brought their own tea. "
    "Nobody could say how many barges lay behind the ice, or who would pay for the lanterns that were lost there. "
    "A clerk of the harbour office read out the numbers twice, and each time the crowd laughed at the same place. "
)
STORY = {  # outlet: (words, speaker, day)
    "Courier": (f"“{LINE}.”", "Ada Lund", "2031-02-03"),
    "Bell": ("“We will let the northern strait be closed by a single frosty winter.”", "Ada Lund", "2031-02-04"),
    "Echo": (f"“{LINE},”", "Bo Ek", "2031-02-05"),
    "Later": (f"“{LINE}!”", "Ada Lund", "2031-08-20"),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("comparison") / "r.onrecord"
    with Store.open(path, create=True) as store:
        for outlet, (words, name, day) in STORY.items():
            text = f"News of {outlet}\n{words} {name} told {outlet} on the pier. {BODY if outlet == 'Courier' else ''}"
            store.put(_article(text, words, name, outlet, day))
        copied = f"News of Copyist\n“{LINE}.” Ada Lund told Courier on the pier. {BODY}"
        store.put(_article(copied, f"“{LINE}.”", "Ada Lund", "Copyist", "2031-02-06"))
        store.put(_with_headline())
        pipeline.rematch(store)
    return path


def _article(text, words, name, outlet, day, **said):
    said = {"name": name, "relay": "Wire" if outlet == "Bell" else None, **said}
    return factories.article(text, words, key=f"{outlet}.txt", outlet=outlet, published=factories.dated(day), said=said)


def _with_headline():
    text = f"‘Strait will not be closed by a frosty winter’\n“{LINE}.” Ada Lund said on the quay."
    made = _article(text, f"“{LINE}.”", "Ada Lund", "Star", "2031-02-05")
    head = factories.statement(text, text[: text.index("\n")], article=made.id, passage=Kind.HEADLINE)
    values = {name: getattr(made, name) for name in made.__slots__}
    return type(made)(**values | {"statements": (head, *made.statements)})


@pytest.fixture
def record(path):
    with Record.open(path) as opened:
        yield opened


def the_case(record):
    return max(contested(record), key=lambda case: len(case.outlets))


def shown(renderable):
    out = io.StringIO()
    Console(file=out, width=200, no_color=True).print(renderable)
    return out.getvalue()


def test_versions_come_by_time_and_changed_meaning_is_named(record):
    case = the_case(record)
    assert case.meanings == ("negation",)
    assert [version.day for version in case.by_time] == sorted(version.day for version in case.versions)
    assert (case.independent, case.copies) == (3, 1)
    view = shown(comparison.case_view(case, colour=False))
    assert "changed in meaning: negation" in view
    assert "1 copy of other articles" in view
    assert "Bell via Wire  2031-02-04" in view
    assert "Copyist (copy)  2031-02-06" in view
    assert view.index("Courier  2031-02-03") < view.index("Bell via Wire")


def test_a_headline_is_set_beside_the_articles_own_words(record):
    (headline,) = the_case(record).headlines()
    assert headline.report.outlet == headline.body.outlet == "Star"
    assert headline.variant.distance > 0
    assert "Star: the headline beside the article's own words" in shown(
        comparison.case_view(the_case(record), colour=False)
    )


def test_one_line_on_two_occasions_is_a_talking_point(record):
    (point,) = record.talking_points()
    assert record.count("talking_points") == 1
    assert (point.speaker, len(point.utterances)) == ("Ada Lund", 2)
    case = the_case(record)
    assert record.occasions(case.utterance.id).id == point.id
    assert [row["occasions"] for row in record.rows("talking_points")] == [2]
    assert record.to_arrow("talking_points").num_rows == 1
    assert "also said" in shown(comparison.case_view(case, colour=False, point=point))
    assert list(record.talking_points(speaker="ek")) == []
    other = next(one for one in record.utterances(speaker="ek"))
    assert record.occasions(other.id) is None


def test_words_laid_to_somebody_else_are_told(record):
    case = the_case(record)
    (other,) = checking.elsewhere(record, case)
    assert other.report.statement.speaker.name == "Bo Ek"
    assert "attributed to somebody else" in shown(comparison.case_view(case, colour=False, others=[other]))
    assert all(r.statement.speaker.name != "Bo Ek" for v in case.versions for r in v.reports)


def test_copies_can_be_counted_once(record):
    everything, once = record.count("statements"), record.count("statements", once=True)
    assert everything - once == 1
    copied = next(one for one in record.reports() if one.outlet == "Copyist")
    assert record.article(copied.copy_of).outlet == "Courier"
    assert "Copyist" not in {one.outlet for one in record.reports(once=True)}
    assert "Copyist" not in the_case_once(record).outlets


def the_case_once(record):
    return next(case for case in contested(record, once=True) if len(case.outlets) > 2)


def test_the_command_shows_all_of_it(path, record):
    case = the_case(record)
    result = CliRunner().invoke(app, ["variants", case.utterance.id[:8], "-r", str(path)])
    assert result.exit_code == 0
    assert "also said" in result.output
    assert "attributed to somebody else" in result.output
    found = json.loads(CliRunner().invoke(app, ["variants", case.utterance.id, "--json", "-r", str(path)]).output)
    (told,) = found["utterances"]
    assert told["versions"][0]["witness"]
    assert told["versions"][0]["day"] == "2031-02-03"
    assert told["copies"] == 1
    assert told["talking_point"]
    assert told["attributed_otherwise"][0]["speaker"]["name"] == "Bo Ek"
    points = CliRunner().invoke(app, ["variants", "--talking-points", "-r", str(path)]).output
    assert "2 occasions" in points
    listed = json.loads(CliRunner().invoke(app, ["variants", "--talking-points", "--json", "-r", str(path)]).output)
    assert listed["count"] == 1
    assert versions(record, case.utterance.id).utterance == case.utterance


def test_why_a_statement_was_joined_is_stored(path):
    with Store.open(path) as store, store._reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT joined_score, joined_why FROM utterance_statement WHERE joined_to IS NOT NULL"
        ).all()
        share, reason = connection.exec_driver_sql("SELECT share, reason FROM copy").one()
    assert rows
    assert all(score >= 1 and json.loads(why)[0].startswith("speaker ") for score, why in rows)
    assert share > 0.8
    assert reason == "published 2031-02-03, the copy 2031-02-06"
