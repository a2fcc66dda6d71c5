"""What offices and occasions prove about the date of a text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.actors import Called, Standing, table
from onrecord.actors.offices import held_by
from onrecord.dates import proofs, publication
from onrecord.dates.proof import RECENT_DAYS
from onrecord.segment import sentences
from onrecord.types import DateEvidence, Days, Kind, Passage
from tests.worlds import world

ACTORS = world()
HEADLINE, BODY, CAPTION = Kind.HEADLINE, Kind.BODY, Kind.CAPTION
Line = str | tuple[Kind, str]


def laid_out(*lines: Line) -> tuple[str, list[Passage]]:
    """Return the text of lines and their passages; a line without a kind is of the body."""
    text, passages = "", []
    for line in lines:
        kind, words = (BODY, line) if isinstance(line, str) else line
        passages.append(Passage(len(text), len(text) + len(words), kind))
        text += words + "\n"
    return text, passages


def called(text: str, person: str, words: str, *, speaks: bool = True, nth: int = 0) -> Called:
    """Return somebody called by an office where the words stand."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    claim = held_by(ACTORS, words, ACTORS.by_person[person])
    assert claim is not None
    return Called(person, words, claim, at, speaks)


def proved(*lines: Line, by: tuple[tuple[str, str], ...] = (), speaks: bool = True) -> list[DateEvidence]:
    """Return what lines prove; by: people and what they are called in them."""
    text, passages = laid_out(*lines)
    persons = [called(text, person, words, speaks=speaks) for person, words in by]
    found = proofs(text, passages, persons, list(sentences(text)), ACTORS)
    assert all(one.start is None or one.end is None or 0 <= one.start < one.end <= len(text) for one in found)
    return found


def spans(found: list[DateEvidence]) -> list[tuple[str, list[Days]]]:
    return [(one.kind, [(one.earliest, one.latest), *one.also]) for one in found]


LUND = "Lethmark Foreign Minister"
OFFICES = [
    # whoever speaks holds the office while the article is written
    (f"{LUND} Ada Lund said no.", ("Ada Lund", LUND), [("2013-12-17", "2017-01-27")]),
    ("Karsovian President Viktor Ostrov said no.", ("Viktor Ostrov", "Karsovian President"), [("2018-05-07", None)]),
    ("President-elect Viktor Ostrov said no.", ("Viktor Ostrov", "President-elect"), [("2018-03-18", "2018-05-07")]),
    # former: not before the last day
    (f"Former {LUND} Ada Lund said no.", ("Ada Lund", f"Former {LUND}"), [("2017-01-27", None)]),
    # a sentence that names a year may be a retrospect
    (f"In 2015, {LUND} Ada Lund said no.", ("Ada Lund", LUND), [("2013-12-17", None)]),
    # what somebody might become
    ("She warned of a Karsovian President Viktor Ostrov.", ("Viktor Ostrov", "Karsovian President"), None),
    ("A would-be President-elect Viktor Ostrov said no.", ("Viktor Ostrov", "President-elect"), None),
    # nothing is proved by what is to come, or by a former holder of what is held still
    (f"Incoming {LUND} Ada Lund said no.", ("Ada Lund", f"Incoming {LUND}"), None),
    ("Former Karsovian President Viktor Ostrov said no.", ("Viktor Ostrov", "Former Karsovian President"), None),
]


@pytest.mark.parametrize(("line", "by", "days"), OFFICES)
def test_an_office_held(line: str, by: tuple[str, str], days: list[Days] | None) -> None:
    assert spans(proved(line, by=(by,))) == ([("office", days)] if days else [])


def test_what_is_told_of_others_may_be_a_retrospect() -> None:
    line = f"{LUND} Ada Lund was greeted."
    assert spans(proved(line, by=(("Ada Lund", LUND),), speaks=False)) == [("office", [("2013-12-17", None)])]


@pytest.mark.parametrize("kind", [Kind.CREDIT, Kind.COMMENT, Kind.RELATED, Kind.NAVIGATION, Kind.CORRECTION])
def test_only_the_article_itself_proves(kind: Kind) -> None:
    line = f"{LUND} Ada Lund at the Skellby summit."
    assert proved((kind, line), by=(("Ada Lund", LUND),)) == []


def test_whoever_is_once_called_former_is_no_minister_any_more() -> None:
    first, second = f"{LUND} Ada Lund said no.", f"The former {LUND} Ada Lund left."
    found = proved(first, second, by=(("Ada Lund", LUND), ("Ada Lund", f"former {LUND}")))
    assert spans(found) == [("office", [("2017-01-27", None)])]


def test_a_sentence_without_a_year_counts_before_one_with() -> None:
    first, second = f"In 2015, {LUND} Ada Lund said no.", f"{LUND} Ada Lund said yes."
    text, passages = laid_out(first, second)
    several = [called(text, "Ada Lund", LUND), called(text, "Ada Lund", LUND, nth=1)]
    (found,) = proofs(text, passages, several, list(sentences(text)), ACTORS)
    assert (found.earliest, found.latest) == ("2013-12-17", "2017-01-27")
    assert text[found.start : found.end] == LUND
    assert found.start == text.index(LUND, len(first))


def test_whoever_has_a_successor_in_the_text_is_told_of_and_dates_nothing_to_the_day_of_handover() -> None:
    first, second = f"{LUND} Ada Lund said no.", f"{LUND} Bo Berg said yes."
    text, passages = laid_out(first, second)
    both = [called(text, "Ada Lund", LUND), called(text, "Bo Berg", LUND, nth=1)]
    found = spans(proofs(text, passages, both, list(sentences(text)), ACTORS))
    assert sorted(found) == [("office", [("2013-12-17", None)]), ("office", [("2017-01-27", "2021-12-08")])]


def test_an_office_held_twice_leaves_both_times_open() -> None:
    actors = world()
    tenures = [t for t in table().tenures if t.person == "Vladimir Putin" and t.office.title == "President"]
    claim = held_by(table(), "Russian President", tenures)
    assert claim is not None
    assert claim.standing is Standing.HOLDS
    text = "Russian President Vladimir Putin arrived."
    one = Called("Vladimir Putin", "Russian President", claim, 0, speaks=True)
    (found,) = proofs(text, [], [one], [(0, len(text))], table())
    assert [(found.earliest, found.latest), *found.also] == [("1999-12-31", "2008-05-07"), ("2012-05-07", None)]
    assert found.detail.startswith("Vladimir Putin, called “Russian President”, was President (Russia) from 1999-12-31")
    assert found.detail.endswith("until 2008-05-07 and from 2012-05-07")
    assert proofs(text, [], [], [(0, len(text))], actors) == []


def test_a_candidate_runs_before_being_nominated() -> None:
    text = "Democratic presidential candidate Hillary Clinton said no."
    tenures = [t for t in table().tenures if t.person == "Hillary Clinton" and "nominee" in t.office.kind]
    claim = held_by(table(), "Democratic presidential candidate", tenures)
    assert claim is not None
    one = Called("Hillary Clinton", "Democratic presidential candidate", claim, 0, speaks=True)
    (found,) = proofs(text, [], [one], [(0, len(text))], table())
    assert (found.earliest, found.latest) == ("2014-11-09", None)  # nominated in 2016


def test_a_proof_says_what_a_reader_can_check() -> None:
    (found,) = proved(f"{LUND} Ada Lund said no.", by=(("Ada Lund", LUND),))
    assert found.detail == (
        f"Ada Lund, called “{LUND}”, was Foreign Minister (Lethmark) from 2013-12-17 until 2017-01-27"
    )
    (found,) = proved(f"Former {LUND} Ada Lund said no.", by=(("Ada Lund", f"Former {LUND}"),))
    assert "no longer Foreign Minister (Lethmark)" in found.detail


OCCASIONS = [
    # told of as past: not before its first day
    (["Leaders agreed at the Skellby summit."], [("occasion", [("2016-07-08", None)])]),
    (["Leaders agreed at the SKELLBY SUMMIT."], [("occasion", [("2016-07-08", None)])]),
    ([(HEADLINE, "Skellby summit ends")], [("occasion", [("2016-07-08", None)])]),
    ([(CAPTION, "Leaders at the Skellby summit.")], [("occasion", [("2016-07-08", None)])]),
    (["The Tesk bombing shook the capital."], [("occasion", [("2017-04-03", None)])]),
    # to come: not after its last day
    (["The next Skellby summit begins on Friday."], [("occasion", [(None, "2016-07-09")])]),
    (["Ministers met ahead of the Skellby summit."], [("occasion", [(None, "2016-07-09")])]),
    # perhaps to come: nothing
    (["Ministers will meet at the Skellby summit."], []),
    (["A debate is planned at the Skellby summit."], []),
    # attacks are not planned
    (["Ministers met ahead of the Tesk bombing."], []),
    # a war's name proves nothing
    (["Since the Strait War, nobody has crossed."], []),
    # the latest of its kind: before the next
    (
        ["Leaders agreed at the last Skellby summit."],
        [("occasion", [("2016-07-08", None)]), ("occasion", [("2016-07-08", "2018-07-12")])],
    ),
    (["Leaders agreed at the last Velmy summit."], [("occasion", [("2018-07-11", None)])]),  # no next one is known
    # a name of several: the first of them bounds
    (["Leaders agreed at the QUAY meeting."], [("occasion", [("2016-07-08", None)])]),
    (["Ministers met ahead of the QUAY meeting."], [("occasion", [(None, "2018-07-12")])]),
    # by who won
    (["Much changed with Ostrov's election victory."], [("occasion", [("2018-03-18", None)])]),
    # a winner may have won something else before: a primary
    (["Much changed with the Ostrov victory."], [("occasion", [("2017-03-17", None)])]),
    (["Much changed with the election of Viktor Ostrov."], [("occasion", [("2018-03-18", None)])]),
    # no occasion
    (["The summit of Skellby hill is high."], []),
    (["Leaders agreed at the Atlantis summit."], []),
    ([""], []),
]


@pytest.mark.parametrize(("lines", "expected"), OCCASIONS)
def test_an_occasion(lines: list[Line], expected: list[tuple[str, list[Days]]]) -> None:
    assert spans(proved("Ada Lund left the hall.", *lines)) == expected


def test_news_are_new() -> None:
    recent = ("recency", [("2016-07-08", "2016-07-30")])
    assert RECENT_DAYS == 21
    found = proved((HEADLINE, "After the Skellby summit, doubts"), "Ada Lund left the hall.")
    assert spans(found) == [("occasion", [("2016-07-08", None)]), recent]
    found = proved("Doubts grew after the Skellby summit.", "Ada Lund left the hall.")
    assert recent in spans(found)
    found = proved("Ada Lund left the hall.", "Doubts grew after the Skellby summit.")  # not in the lead
    assert spans(found) == [("occasion", [("2016-07-08", None)])]
    found = proved((HEADLINE, "Two years after the Skellby summit, doubts"))
    assert spans(found) == [("occasion", [("2016-07-08", None)])]
    found = proved((HEADLINE, "After the QUAY meeting, doubts"))
    assert spans(found)[1] == ("recency", [("2016-07-08", "2016-07-30"), ("2018-07-11", "2018-08-02")])


def test_one_occasion_is_told_once_and_points_to_its_words() -> None:
    text, passages = laid_out("They met at the Skellby summit.", "The Skellby summit was long.")
    (found,) = proofs(text, passages, [], list(sentences(text)), ACTORS)
    assert text[found.start : found.end] == "Skellby summit"
    assert found.start == text.index("Skellby")
    assert found.detail == "“Skellby summit” is told of as past: the Skellby summit of 2016-07-08"


SHIPPED = [
    ("Leaders agreed at the Warsaw summit.", "2016-07-08", None),
    ("Much changed with the election of Donald Trump.", "2016-11-08", None),
    ("Ministers met ahead of the Madrid summit.", None, "2022-06-30"),
]


@pytest.mark.parametrize(("line", "earliest", "latest"), SHIPPED)
def test_the_calendar_that_ships(line: str, earliest: str | None, latest: str | None) -> None:
    text, passages = laid_out("Ada Lund left the hall.", line)
    (found,) = proofs(text, passages, [], list(sentences(text)), table())
    assert (found.earliest, found.latest) == (earliest, latest)


def test_a_header_against_offices() -> None:
    """The whole way: two offices refute the header's year, its month is kept, and the conflict says why."""
    zelenkar = "Karsovian President"
    lines = ["JULY 2022", f"{LUND} Ada Lund said no.", f"{zelenkar} Ivo Zelenkar said yes at the Skellby summit."]
    text, passages = laid_out(*lines)
    persons = [called(text, "Ada Lund", LUND), called(text, "Ivo Zelenkar", zelenkar)]
    found = publication(text, passages, proofs(text, passages, persons, list(sentences(text)), ACTORS))
    assert (found.earliest, found.latest) == ("2016-07-08", "2016-07-31")
    (conflict,) = found.conflicts
    assert conflict.startswith("the header says “JULY 2022”, but ")
    assert "until 2017-01-27" in conflict
    assert "until 2018-05-07" in conflict
    assert "2016 is the only one that has these days" in found.evidence[-1].detail
    # one office alone does not, for somebody may be called by what they were; it is told of, and both are left open
    found = publication(text, passages, proofs(text, passages, persons[:1], list(sentences(text)), ACTORS))
    assert (found.earliest, found.latest, found.best) == ("2016-07-08", "2022-07-31", None)
    (conflict,) = found.conflicts
    assert "until 2017-01-27" in conflict


WORDS = st.sampled_from(
    [
        "Skellby",
        "summit",
        "the",
        "after",
        "last",
        "QUAY",
        "meeting",
        "will",
        "2015",
        ".",
        "\n",
        "Ostrov",
        "victory",
        "of",
        "\ud800",
        "’s",
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_whatever_the_text_proofs_are_in_order_and_in_the_text(text: str) -> None:
    for one in proofs(text, [], [], list(sentences(text)), ACTORS):
        assert one.start is not None
        assert one.end is not None
        assert f"“{text[one.start : one.end]}”" in one.detail or text[one.start : one.end] in one.detail
        for first, last in [(one.earliest, one.latest), *one.also]:
            assert first or last
            assert (first or "") <= (last or "9999")
