import json

import pytest

from onrecord import judging, pipeline
from onrecord.actors.own import Row
from onrecord.errors import QueryError, SourceError
from onrecord.query import Record
from onrecord.sources import page_of_text
from onrecord.store import Store
from onrecord.store.judgements import Decision
from onrecord.types import How

COURIER = """Harbour to stay open

HARROW, 4 March 2021 - “We will keep the line open to everybody who answers,” Foreign Minister Ada Lund told reporters.

“Nobody is going to close this harbour,” the Norlandian finance minister said.
"""
BELL = """No way back

ESTERBY, 5 March 2021 - “The line is open and it is going to stay open,” Lund said. “We keep our word.”
"""
WICKET = """Harrow win at last

HARROW, 6 March 2021 - “We batted well and we bowled better,” said Ada Lund, the captain of Harrow Cricket Club.
"""


@pytest.fixture
def record(tmp_path):
    for name, text in (("courier.txt", COURIER), ("bell.txt", BELL), ("wicket.txt", WICKET)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    path = tmp_path / "news.onrecord"
    pipeline.add([tmp_path / name for name in ("courier.txt", "bell.txt", "wicket.txt")], path)
    return path


def speakers(record):
    """Return the beginning of each statement -> its speaker's name."""
    with Record.open(record) as opened:
        return {one.text.strip("“”")[:12]: one.speaker.name for one in opened.statements()}


def find(record, beginning):
    with Record.open(record) as opened:
        return next(one for one in opened.statements() if one.text.strip("“”").startswith(beginning))


def everything(record):
    """Return all rows of a record as text."""
    with Record.open(record) as opened:
        return {
            what: sorted(json.dumps(row, sort_keys=True) for row in opened.rows(what))
            for what in ("statements", "articles", "utterances", "actors")
        }


def test_a_surname_is_merged_with_a_full_name_and_parted_again(record):
    assert speakers(record)["The line is "] == "Lund"
    told = judging.merge(record, "Lund", "Ada Lund", who="mira")
    assert (told.words, told.judgement.who) == ("Lund and Ada Lund are one", "mira")
    assert speakers(record)["The line is "] == "Ada Lund"
    with pytest.raises(QueryError, match="one actor already"):
        judging.merge(record, "Ada Lund", find(record, "The line is").speaker.actor)
    judging.undo(record, told.judgement.number)
    assert speakers(record)["The line is "] == "Lund"


def test_two_people_of_one_name_are_split_by_article(record):
    assert find(record, "We batted").speaker.actor == find(record, "We will keep").speaker.actor
    told = judging.split(record, "Ada Lund", "wicket.txt")
    assert told.words.startswith("Ada Lund in ")
    assert told.words.endswith("wicket.txt is somebody else")
    cricketer, minister = find(record, "We batted").speaker, find(record, "We will keep").speaker
    assert cricketer.name == minister.name == "Ada Lund"
    assert cricketer.actor != minister.actor
    with pytest.raises(QueryError, match="somebody else already"):
        judging.split(record, cricketer.actor, "wicket.txt")
    with pytest.raises(QueryError, match="several actors are called 'Ada Lund'"):
        judging.rename(record, "Ada Lund", "Ada K. Lund")
    judging.rename(record, cricketer.actor[:8], "Ada K. Lund")
    assert speakers(record)["We batted we"] == "Ada K. Lund"
    assert speakers(record)["We will keep"] == "Ada Lund"
    judging.no_person(record, cricketer.actor)
    assert (speakers(record)["We batted we"], speakers(record)["We will keep"]) == (None, "Ada Lund")
    assert [one.words for one in judging.log(record)[1:]] == [
        f"{told.words.removesuffix(' is somebody else')} is called Ada K. Lund",
        f"{told.words.removesuffix(' is somebody else')} is no person",
    ]


def test_an_article_that_does_not_name_the_actor_splits_nothing(record):
    judging.split(record, "Ada Lund", "wicket.txt")
    with pytest.raises(QueryError, match="does not name"):
        judging.split(record, find(record, "We batted").speaker.actor, "courier.txt")


def test_what_is_no_person_speaks_no_more(record):
    judging.no_person(record, "Lund")
    assert speakers(record)["The line is "] is None


def test_a_wrong_speaker_is_put_right_and_back(record):
    before = find(record, "The line is")
    told = judging.speaker(record, before.id[:8], "Bo Ek")
    after = find(record, "The line is")
    assert (after.speaker.name, after.speaker.how, after.speaker.role) == ("Bo Ek", How.JUDGED, None)
    assert after.speaker.why == f"judgement {told.judgement.number}, {told.judgement.at[:10]}"
    with Record.open(record) as opened:
        assert [one.text for one in opened.statements(speaker="Bo Ek")] == [after.text]
    judging.speaker(record, before.id, None)
    assert find(record, "The line is").speaker.name is None
    judging.undo(record, 2)
    judging.undo(record, 1)
    assert find(record, "The line is").speaker == before.speaker


def test_a_speaker_judged_by_a_known_name_is_that_actor(record):
    judging.speaker(record, find(record, "The line is").id, "ada lund")
    assert find(record, "The line is").speaker.actor == find(record, "We will keep").speaker.actor


def test_what_is_no_statement_is_left_out_of_everything(record):
    gone = find(record, "We batted")
    with Record.open(record) as opened:
        before = opened.count("statements"), opened.summary().statements, opened.count("utterances")
    judging.no_statement(record, gone.id)
    with Record.open(record) as opened:
        assert (opened.count("statements"), opened.summary().statements) == (before[0] - 1, before[1] - 1)
        assert opened.count("utterances") == before[2] - 1
        assert gone.id not in {one.id for article in opened.articles() for one in article.statements}
        assert not list(opened.statements(text="batted"))
    judging.undo(record, 1)
    assert find(record, "We batted") == gone


def test_statements_are_joined_and_parted(record):
    one, two = find(record, "We will keep").id, find(record, "The line is").id
    judging.same_utterance(record, one, two)
    assert find(record, "We will keep").utterance == find(record, "The line is").utterance
    judging.other_utterance(record, one, two)
    assert find(record, "We will keep").utterance != find(record, "The line is").utterance
    with pytest.raises(QueryError, match="one statement"):
        judging.same_utterance(record, one, one)


def test_an_office_names_its_holder_in_articles_read_before(record):
    assert speakers(record)["Nobody is go"] is None
    rows = [
        Row("Norland", kind="organisation", others=("Norlandian",)),
        Row("Bo Ek", office="Finance Minister", body="Norland", first="2020", last="2022"),
    ]
    told = judging.fact(record, rows)
    assert [one.words for one in told] == [
        "Norland: organisation, also Norlandian",
        "Bo Ek: Finance Minister (Norland) from 2020 until 2022",
    ]
    found = find(record, "Nobody is").speaker
    assert (found.name, found.how) == ("Bo Ek", How.OFFICE)
    assert "from 2020-01-01 until 2022-12-31" in found.why
    assert judging.fact(record, rows) == []
    judging.undo(record, 2)
    assert speakers(record)["Nobody is go"] is None


def test_facts_given_first_count_for_articles_added_later(tmp_path):
    record = tmp_path / "news.onrecord"
    judging.fact(
        record,
        [
            Row("Norland", kind="organisation", others=("Norlandian",)),
            Row("Bo Ek", office="Finance Minister", body="Norland", first="2020"),
        ],
    )
    (tmp_path / "courier.txt").write_text(COURIER, encoding="utf-8")
    pipeline.add([tmp_path / "courier.txt"], record)
    assert speakers(record)["Nobody is go"] == "Bo Ek"


def test_a_file_of_actors_with_a_mistake_changes_nothing(record, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(
        "name,office,body,from\nBo Ek,Finance Minister,Norland,2020\nAda Lund,Minister,,\n", encoding="utf-8"
    )
    with pytest.raises(SourceError, match=r"mine\.csv, line 3: found an office without a body"):
        judging.fact_file(record, file)
    assert judging.log(record) == []


def test_judgements_survive_a_rebuild(record):
    judging.merge(record, "Lund", "Ada Lund")
    judging.speaker(record, find(record, "We batted").id, "Bo Ek")
    judging.same_utterance(record, find(record, "We will keep").id, find(record, "The line is").id)
    before = everything(record)
    pipeline.rebuild(record)
    assert everything(record) == before


def test_a_rebuild_without_judgements_changes_nothing(record):
    before = everything(record)
    assert pipeline.rebuild(record).articles == 3
    assert everything(record) == before


def test_a_rebuild_keeps_how_articles_were_read(tmp_path):
    (tmp_path / "courier.txt").write_text(COURIER, encoding="utf-8")
    record = tmp_path / "news.onrecord"
    pipeline.add([tmp_path / "courier.txt"], record, options=pipeline.Options(min_confidence=1.0))
    assert pipeline.rebuild(record).statements == 0


def test_a_rebuild_uses_another_reading_of_the_same_text(record):
    with Store.open(record) as store:
        (article,) = [one for one in store.articles(store.article_ids()) if one.source.endswith("bell.txt")]
        empty = type(article)(
            **{name: getattr(article, name) for name in article.__slots__} | {"statements": (), "figures": ()}
        )
        store.replace(empty)
    assert "The line is " not in speakers(record)
    pipeline.rebuild(record, articles=[article.id])
    assert speakers(record)["The line is "] == "Lund"


def test_an_article_that_is_not_stored_is_not_replaced(record):
    page = page_of_text("“We wait,” Bo Ek said.")
    with Store.open(record) as store, pytest.raises(QueryError, match="has no article"):
        store.replace(pipeline.blank(page, pipeline.Options()))


def test_judgements_are_shared_by_a_file(record, tmp_path):
    judging.merge(record, "Lund", "Ada Lund", who="mira")
    judging.fact(record, [Row("Bo Ek", office="Finance Minister", body="Norway", first="2020")])
    lines = list(judging.dump(record))
    other = tmp_path / "other.onrecord"
    pipeline.add([tmp_path / name for name in ("courier.txt", "bell.txt", "wicket.txt")], other)
    assert judging.load(other, lines) == (2, 0)
    assert judging.load(other, lines) == (0, 2)
    assert list(judging.dump(other)) == lines
    assert everything(other) == everything(record)


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"kind": "guess", "subjects": ["a"], "value": null, "who": null, "at": "2026-01-01"}',
        '{"kind": "name", "value": "x", "who": null, "at": "2026-01-01"}',
        '{"kind": "fact", "subjects": ["Bo Ek"], "value": "{\\"office\\": \\"Minister\\"}", "who": null, "at": ""}',
    ],
)
def test_a_file_with_a_wrong_line_is_not_taken_in(record, line):
    good = '{"kind": "name", "subjects": ["a"], "value": "x", "who": null, "at": "2026-01-01"}'
    with pytest.raises(QueryError, match="line 2: found no judgement"):
        judging.load(record, [good, line])
    assert judging.log(record) == []


def test_names_that_fit_nobody_or_several_say_so(record):
    with pytest.raises(QueryError, match="no actor of this record is called 'Mira'"):
        judging.no_person(record, "Mira")
    with pytest.raises(QueryError, match="the new name is empty"):
        judging.rename(record, "Lund", " ")
    with pytest.raises(QueryError, match="no judgement 7 holds"):
        judging.undo(record, 7)


def test_the_log_keeps_what_was_undone(record):
    judging.no_person(record, "Lund")
    judging.undo(record, 1)
    assert judging.log(record) == []
    (gone,) = judging.log(record, undone=True)
    assert gone.judgement.kind is Decision.NO_PERSON
    assert gone.judgement.undone
