import pytest

from onrecord import judging, pipeline
from onrecord.actors.own import Row
from onrecord.directory import who
from onrecord.errors import QueryError
from onrecord.query import Record


def names(entries):
    return [one.actor.name for one in entries]


def test_the_table_answers_without_a_record():
    (found,) = who("Stoltenberg")
    assert found.actor.wikidata == "Q57665"
    assert ("NATO Secretary General", "2014-10-01", "2024-10-01") in [
        (held.office, held.first, held.last) for held in found.actor.offices
    ]


def test_spellings_find_one_person():
    assert names(who("Zelenskyy")) == names(who("Selenskyj")) == names(who("Volodymyr Zelensky"))


@pytest.mark.parametrize(
    ("office", "on", "holders"),
    [
        ("German foreign minister", "2016-07", ["Frank-Walter Steinmeier"]),
        ("German foreign minister", "2022", ["Annalena Baerbock"]),
        ("president of France", "2012-05", ["Nicolas Sarkozy", "François Hollande"]),
        ("French president", "2012-05-20", ["François Hollande"]),
    ],
)
def test_offices_are_held_by_date(office, on, holders):
    found = who(office, on=on)
    assert names(found) == holders
    assert all(one.office for one in found)


def test_bodies_are_found_by_any_name():
    assert "Russia" in names(who("Kremlin"))
    assert who("North Atlantic Treaty Organization")[0].actor.kind == "organisation"


def test_nobody_is_nobody():
    assert who("xyzzy") == []
    assert who("?!") == []


def test_a_date_that_is_none_says_so():
    with pytest.raises(QueryError, match="is no date"):
        who("Steinmeier", on="July")


def test_a_record_adds_what_it_quotes_and_why(tmp_path):
    record = tmp_path / "news.onrecord"
    judging.fact(record, [Row("Ada Lund", office="Foreign Minister", body="Norway", first="2031", last="2032")])
    page = tmp_path / "page.txt"
    page.write_text("“We will wait,” the Norwegian Foreign Minister, Ada Lund, told reporters.", encoding="utf-8")
    pipeline.add([page], record)
    with Record.open(record) as opened:
        (found,) = who("Lund", record=opened)
        assert found.actor.statements == 1
        assert found.actor.country == "NOR"
        assert found.grounds == (
            "called “Norwegian Foreign Minister”: Foreign Minister (Norway) from 2031-01-01 until 2032-12-31",
        )
        assert names(who("Norwegian foreign minister", record=opened, on="2031-05")) == ["Ada Lund"]
        assert found.to_dict()["grounds"] == list(found.grounds)
