import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.actors import person_id
from onrecord.match.compatible import Speakers, Times, name_words, names, speakers, times, window
from onrecord.types import Form, How, StatementRow


def row(said=None, published=None, **fields):
    said, published = said or (None, None), published or (None, None)
    return StatementRow(
        id="s",
        article="a",
        text="words",
        form=Form.DIRECT,
        said_earliest=said[0],
        said_latest=said[1],
        published_earliest=published[0],
        published_latest=published[1],
        **fields,
    )


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Mara Oduya", "Mara Oduya", Speakers.SAME),
        ("Mara Oduya", "MARA ODUYA", Speakers.SAME),
        ("Márá Odúya", "Mara Oduya", Speakers.SAME),
        ("Mara Oduya", "Mara K. Oduya", Speakers.SAME),
        ("Oduya", "Mara Oduya", Speakers.SURNAME),
        ("M. Oduya", "Mara Oduya", Speakers.SURNAME),
        ("Raymond Kell", "Ray Kell", Speakers.SURNAME),
        ("Alan Kell", "Al Kell", Speakers.DIFFERENT),  # Albert, Alexander, ...
        ("Society for Lock and Ferry Crews", "Society for Locks and Ferry Crews", Speakers.SURNAME),
        ("Society for Lock and Ferry Crews", "Society for Lock and Barge Crews", Speakers.DIFFERENT),
        ("Ferry Crews", "Ferry Crew", Speakers.DIFFERENT),
        ("Mara Oduya", "Musa Oduya", Speakers.DIFFERENT),
        ("Mara Oduya", "Mara Lindqvist", Speakers.DIFFERENT),
        ("Ministry of Trade", "Trade", Speakers.DIFFERENT),
        ("Ministry of Trade", "Office of Trade", Speakers.DIFFERENT),
        ("Awad Ibn Aul", "Ahmed Awad Ibn Aul", Speakers.SURNAME),
        ("Awad Ibn Aul", "Ahmed Musa Ibn Aul", Speakers.DIFFERENT),
        ("MK Oduya", "Mara Oduya", Speakers.SURNAME),
        ("MK Oduya", "Ada Oduya", Speakers.DIFFERENT),
        ("Oduya", "Mara Oduya Jr.", Speakers.SURNAME),
        ("Norway", "Norwegian government", Speakers.SAME),
        ("Norway", "Government of Norway", Speakers.SAME),
        ("Norway", "Swedish government", Speakers.DIFFERENT),
        (None, "Mara Oduya", Speakers.UNKNOWN),
        (None, None, Speakers.UNKNOWN),
        ("\x00 …", "Mara Oduya", Speakers.UNKNOWN),
    ],
)
def test_names(one, two, expected):
    assert names(one, two) == names(two, one) == expected


def test_actors_decide_before_names():
    one, two = row(speaker="The Palace", actor="q1"), row(speaker="Ada Lund", actor="q1")
    assert speakers(one, two) == Speakers.SAME
    assert speakers(row(speaker="Ada Lund", actor="q1"), row(speaker="Ada Lund", actor="q2")) == Speakers.DIFFERENT
    assert speakers(row(speaker="Ada Lund", actor="q1"), row(speaker="Lund")) == Speakers.SURNAME


def test_a_surname_alone_is_an_actor_of_its_own_and_yet_may_be_anybody_of_that_name():
    full, bare = row(speaker="Ada Lund", actor="q1"), row(speaker="Lund", actor=person_id("Lund"))
    assert speakers(full, bare) == speakers(bare, full) == Speakers.SURNAME
    assert speakers(full, row(speaker="Lindqvist", actor=person_id("Lindqvist"))) == Speakers.DIFFERENT
    assert speakers(full, row(speaker="Lund", actor="judged to be another")) == Speakers.DIFFERENT
    two = (row(speaker=f"Ada {middle}. Lund", actor=person_id(f"Ada {middle}. Lund")) for middle in "KM")
    assert speakers(*two) == Speakers.DIFFERENT


def test_one_body_spelled_in_two_ways():
    straight, curly = (row(speaker=f"Mayor{mark}s Office", actor=mark, how=How.ORGANISATION) for mark in "'’")
    assert speakers(straight, curly) == Speakers.SAME
    assert speakers(straight, row(speaker="Lock Office", actor="q", how=How.ORGANISATION)) == Speakers.DIFFERENT


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (row(("2020-05-04",) * 2), row(("2020-05-04",) * 2), Times.SAME),
        (row(("2020-05-04",) * 2), row(("2020-05-01", "2020-05-07")), Times.SAME),
        (row(("2020-05-04",) * 2), row(("2020-05-05",) * 2), Times.APART),
        (row(("2020-05-04",) * 2), row(("2020-01-01", "2020-12-31")), Times.UNKNOWN),
        (row(("2020-05-04",) * 2), row(None, ("2020-05-05",) * 2), Times.CLOSE),
        (row(("2020-05-04",) * 2), row(None, ("2020-05-01",) * 2), Times.APART),  # printed before it was said
        (row(("2020-05-04",) * 2), row(None, ("2022-05-05",) * 2), Times.APART),
        (row(("2016-07-13",) * 2), row(("2022-12-12",) * 2), Times.APART),
        (row(None, ("2020-05-05",) * 2), row(None, ("2020-05-09",) * 2), Times.CLOSE),
        (row(None, ("2020-05-05",) * 2), row(None, ("2021-05-05",) * 2), Times.APART),
        (row(None, ("2020-05-05",) * 2), row(), Times.UNKNOWN),
        (row(), row(), Times.UNKNOWN),
        (row(("2020-05-04", None)), row(None, ("2020-01-01",) * 2), Times.APART),
    ],
)
def test_times(one, two, expected):
    assert times(window(one), window(two)) == times(window(two), window(one)) == expected


@given(st.text(), st.text())
def test_any_text_may_be_a_name_or_a_date(one, two):
    assert names(one, two) == names(two, one)
    assert names(one, one) in (Speakers.SAME, Speakers.UNKNOWN)
    assert bool(name_words(one)) == (names(one, one) == Speakers.SAME)
    assert window(row((one, two), (two, one))).narrow in (True, False)
