from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import sample, scorers
from evaluation.score import Case, harmonic, share
from onrecord.types import (
    Article,
    Dating,
    Form,
    How,
    Kind,
    Mention,
    Passage,
    Said,
    Speaker,
    Statement,
    digest,
)

TEXT = (
    "Lund Waits\n\n“We will wait,” Ada Lund said on Monday. As if we did not know.\n"
    "The “experts” agree. She said that the door was open."
)


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def statement(content: str, source: str | None = None, *, text: str = TEXT, **values: object) -> Statement:
    mention = Mention(source, *at(source, text)) if source else None
    speaker = Speaker(
        mention=mention,
        name=values.pop("name", None),  # type: ignore[arg-type]
        how=values.pop("how", None),  # type: ignore[arg-type]
    )
    defaults = {"form": Form.INDIRECT, "cue": None}
    span = at(content, text)
    return Statement(
        id=digest(content, source), article="a", content=(span,), text=content, speaker=speaker, **(defaults | values)
    )


def article(*statements: Statement, text: str = TEXT, **values: object) -> Article:
    return Article(
        id="a", key="a", source="a.txt", text=text, raw_hash="", format="text", statements=statements, **values
    )


def gold_statement(content: str, source: str | None = None, **values: object) -> dict[str, object]:
    nothing = dict.fromkeys(("cue", "speaker", "how", "said", "utterance", *VALUES))
    return {"content": [content], "text": content, "source": source, "form": "indirect", **nothing, **values}


VALUES = ("role", "affiliation", "addressee", "medium", "venue", "relay")


def gold(*statements: dict[str, object], text: str = TEXT, name: str = "a", **values: object) -> sample.GoldArticle:
    record = {
        "article": f"{name}.txt",
        "outlet": "The Courier",
        "published": {"earliest": "2020-03-02", "latest": "2020-03-02", "conflict": False},
        "passages": [],
        "statements": list(statements),
        "outlet_voice": [],
        "scare_quotes": [],
        "copy_of": None,
    }
    return sample.lay(record | values, text, name=name, bodies=frozenset({"Government of Norland"}))


def value(scores: object, name: str) -> float:
    return {score.name: score.value for score in scores}[name]  # type: ignore[attr-defined]


# Finding the gold's strings in the text as read


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("other her there her", "her", [(6, 9), (16, 19)]),
        ("two  words\nbroken", "two words broken", [(0, 17)]),
        ("a “quoted” word", "“quoted”", [(2, 10)]),
        ("nothing", "something", []),
        ("nothing", "", []),
        ("", "words", []),
    ],
)
def test_finder_finds_whole_words_whatever_the_white_space(
    text: str, words: str, expected: list[tuple[int, int]]
) -> None:
    assert sample.Finder(text).all(words) == expected


@given(st.text(), st.text(max_size=5))
def test_finder_spans_hold_the_words(text: str, words: str) -> None:
    for start, end in sample.Finder(text).all(words):
        assert "".join(text[start:end].split()) == "".join(words.split())


def test_the_cue_is_the_one_beside_its_content() -> None:
    text = "Lund said no. Berg said that the door was open."
    laid = gold(gold_statement("that the door was open", "Berg", cue="said"), text=text).statements[0]
    assert laid.cue == (19, 23)
    assert laid.source == (14, 18)


def test_words_of_the_headline_and_of_the_body_are_two_places() -> None:
    text = "The door is open\nThe door is open, Lund said."
    laid = gold(gold_statement("The door is open"), gold_statement("The door is open"), text=text).statements
    assert [each.content for each in laid] == [((0, 16),), ((17, 33),)]


def test_content_that_was_not_read_is_nowhere() -> None:
    assert gold(gold_statement("words that the reader dropped")).statements[0].content == ()


def test_a_menu_entry_is_not_found_inside_a_paragraph_and_a_lost_body_is_known() -> None:
    text = "The World waits.\nWorld"
    records = [{"text": "World", "kind": "navigation"}, {"text": "The World waits.", "kind": "body"}]
    records += [{"text": "Another paragraph.", "kind": "body"}, {"text": "Share", "kind": "navigation"}]
    laid = gold(text=text, passages=records)
    assert laid.passages == (Passage(0, 16, Kind.BODY), Passage(17, 22, Kind.NAVIGATION))
    assert laid.lost == ((Kind.BODY, "Another paragraph."),)


# Scores


@pytest.mark.parametrize(
    ("content", "source", "found"),
    [
        ("that the door was open", "She", True),
        ("the door was open.", "She", False),  # 15 of 19 characters of the union
        ("said that the door was open", "She", True),
        ("that the door was open", "Ada Lund", False),
        ("that the door was open", None, False),
        ("We will wait", "Ada Lund", False),
    ],
)
def test_a_statement_is_found_with_four_fifths_of_its_extent_and_its_source(
    content: str, source: str | None, found: bool
) -> None:
    reading = scorers.pair(gold(gold_statement("that the door was open", "She")), article(statement(content, source)))
    assert bool(reading.pairs) == found
    assert len(reading.missed) == len(reading.extra) == (not found)


def test_a_continued_quotation_may_show_whom_it_continues() -> None:
    wanted = gold(gold_statement("We will wait"))
    assert scorers.pair(wanted, article(statement("We will wait", "Ada Lund", how=How.CONTINUED))).pairs
    assert not scorers.pair(wanted, article(statement("We will wait", "Ada Lund", how=How.NAME))).pairs


def test_a_statement_finds_one_gold_statement_at_most_and_the_better_one_first() -> None:
    wanted = gold(gold_statement("that the door was open", "She"), gold_statement("the door was open", "She"))
    exact = statement("the door was open", "She")
    reading = scorers.pair(wanted, article(exact))
    assert [each.gold.text for each in reading.pairs] == ["the door was open"]
    assert value(scorers.statements([reading]), "statements.recall") == 50
    assert value(scorers.statements([reading]), "statements.precision") == 100


def test_exact_is_every_character_but_white_space() -> None:
    reading = scorers.pair(
        gold(gold_statement("that the door was open", "She")), article(statement("that the door was open.", "She"))
    )
    assert value(scorers.statements([reading]), "statements.recall") == 100
    assert value(scorers.statements([reading]), "statements.exact_recall") == 0


def test_passages_are_scored_by_character_and_lost_ones_are_wrong() -> None:
    records = [{"start": 0, "end": 10, "kind": "headline"}, {"start": 12, "end": 54, "kind": "body"}]
    laid = gold(passages=[*records, {"text": "Lost.", "kind": "body"}])
    found = scorers.passages([scorers.pair(laid, article(passages=(Passage(0, len(TEXT), Kind.BODY),)))])
    counts = {score.name: (score.hits, score.cases) for score in found}
    solid = len("".join(TEXT[12:54].split()))
    assert counts["passages.all"] == (solid, solid + 9 + 5)
    assert counts["passages.headline"] == (0, 4.5)
    assert counts["passages.body"] == (solid, (solid + 9 + solid + 5) / 2)


@pytest.mark.parametrize(
    ("dating", "contains", "best", "conflicts"),
    [
        (Dating("2020-03-02", "2020-03-02", "2020-03-02"), 100, 100, 100),
        (Dating("2020-03-01", "2020-03-04", None), 100, 0, 100),
        (Dating(None, None, None), 100, 0, 100),
        (Dating("2020-03-03", None, "2020-03-03"), 0, 0, 100),
        (Dating(None, "2020-03-01", None, (), ("an office not yet held",)), 0, 0, 0),
    ],
)
def test_publication(dating: Dating, contains: float, best: float, conflicts: float) -> None:
    found = list(scorers.published([scorers.pair(gold(), article(published=dating))]))
    assert [score.value for score in found] == [contains, best, conflicts]


@pytest.mark.parametrize(
    ("earliest", "latest", "contains"),
    [("2020-03-05", "2020-03-06", 100), ("2020-03-05", "2020-03-05", 100), ("2020-03-05", "2020-04-01", 0)],
)
def test_publication_that_the_gold_knows_to_an_interval(earliest: str, latest: str, contains: float) -> None:
    laid = gold(published={"earliest": "2020-03-01", "latest": "2020-03-09", "conflict": False})
    found = scorers.published([scorers.pair(laid, article(published=Dating(earliest, latest)))])
    assert value(found, "published.contains") == contains


@pytest.mark.parametrize(
    ("name", "speaker", "right"),
    [
        ("Ada Lund", "Ada Lund", True),
        ("Lund", "Ada Lund", False),  # the article has the full name
        ("Lund", "Una Lund", True),  # the article has no more than the surname
        ("Berg", "Una Lund", False),
        ("Norland", "Government of Norland", True),
        ("the Norlandic government", "Government of Norland", True),
        ("Southland", "Government of Norland", False),
        ("Ada Lund", None, False),
    ],
)
def test_names(name: str, speaker: str | None, right: bool) -> None:
    wanted = gold(gold_statement("that the door was open", "She", speaker=speaker, how="pronoun"))
    found = article(statement("that the door was open", "She", name=name, how=How.PRONOUN))
    scores = list(scorers.speakers([scorers.pair(wanted, found)]))
    assert value(scores, "speakers.right") == 100 * right
    assert value(scores, "speakers.how") == 100
    assert value(scores, "speakers.answered") == (100 if speaker else 0)


def test_no_name_is_neither_right_nor_wrong_but_unanswered() -> None:
    wanted = gold(
        gold_statement("that the door was open", "She", speaker="Ada Lund"), gold_statement("We will wait", "Ada Lund")
    )
    found = article(statement("that the door was open", "She"), statement("We will wait", "Ada Lund"))
    scores = {score.name: score for score in scorers.speakers([scorers.pair(wanted, found)])}
    assert scores["speakers.right"].cases == 0
    assert scores["speakers.answered"].value == 0
    assert scores["speakers.null"].value == 100


@pytest.mark.parametrize(
    ("content", "voice", "scare"),
    [
        ("We will wait", 100, 100),
        ("said on Monday. As", 0, 100),
        ("As if we did not know", 0, 100),
        ("“experts”", 100, 0),
        ("The “experts” agree", 100, 100),
    ],
)
def test_the_outlets_voice_is_nobodys(content: str, voice: float, scare: float) -> None:
    laid = gold(outlet_voice=[list(at("As if we did not know."))], scare_quotes=[list(at("“experts”"))])
    scores = scorers.voice([scorers.pair(laid, article(statement(content)))])
    assert [score.value for score in scores] == [voice, scare]


@pytest.mark.parametrize(
    ("found", "wanted", "precision", "recall"),
    [
        ("the Harrow conference", "conference in Aldmoor", 0, 0),
        ("the Aldmoor conference", "conference in Aldmoor", 100, 100),
        ("a conference", "conference in Aldmoor", 100, 100),
        (None, "conference", 0, 0),
        ("conference", None, 0, 0),
    ],
)
def test_values(found: str | None, wanted: str | None, precision: float, recall: float) -> None:
    laid = gold(gold_statement("that the door was open", "She", venue=wanted))
    reading = scorers.pair(laid, article(statement("that the door was open", "She", venue=found)))
    scores = {score.name: score for score in scorers.values([reading])}
    assert scores["venue.precision"].value == precision
    assert scores["venue.recall"].value == recall
    assert scores["venue.precision"].cases == (found is not None)
    assert scores["venue.recall"].cases == (wanted is not None)


@pytest.mark.parametrize(
    ("earliest", "latest", "consistent", "exact"),
    [
        ("2020-03-02", "2020-03-02", 100, 100),
        ("2020-03-01", "2020-03-08", 100, 0),
        (None, "2020-03-08", 100, 0),
        ("2020-03-03", "2020-03-03", 0, 0),
    ],
)
def test_said(earliest: str | None, latest: str | None, consistent: float, exact: float) -> None:
    day = {"earliest": "2020-03-02", "latest": "2020-03-02"}
    laid = gold(gold_statement("that the door was open", "She", said=day), gold_statement("We will wait", said=day))
    dated = statement("that the door was open", "She", said=Said(earliest, latest, "Monday", "weekday"))
    scores = list(scorers.said([scorers.pair(laid, article(dated, statement("We will wait")))]))
    assert [score.value for score in scores] == [consistent, exact, 50]


def test_utterances_are_scored_in_pairs_across_articles() -> None:
    said = [("We will wait", "Ada Lund"), ("that the door was open", "She")]
    wanted = [gold_statement(*each, utterance=u) for each, u in zip(said, ("u1", "u2"), strict=True)]
    one = article(*(statement(*each, utterance="x") for each in said))
    other = article(*(statement(*each, utterance=u) for each, u in zip(said, ("x", None), strict=True)))
    readings = [scorers.pair(gold(*wanted), one), scorers.pair(gold(*wanted, name="b"), other)]
    scores = {score.name: score for score in scorers.utterances(readings)}
    assert (scores["utterances.precision"].hits, scores["utterances.precision"].cases) == (1, 3)
    assert (scores["utterances.recall"].hits, scores["utterances.recall"].cases) == (1, 2)


def test_pairs_that_the_gold_leaves_open_are_not_scored() -> None:
    wanted = gold(gold_statement("We will wait"), gold_statement("that the door was open"))
    found = article(statement("We will wait", utterance="x"), statement("that the door was open", utterance="x"))
    assert [score.cases for score in scorers.utterances([scorers.pair(wanted, found)])] == [0, 0]


@pytest.mark.parametrize(("copy_of", "recall", "precision"), [("b", 100, 100), ("a", 0, 0), (None, 0, 0)])
def test_copies(copy_of: str | None, recall: float, precision: float) -> None:
    original = scorers.pair(gold(name="original"), replace(article(), id="b"))
    copy = scorers.pair(gold(name="copy", copy_of="original"), article(copy_of=copy_of))
    assert [score.value for score in scorers.copies([original, copy])] == [recall, precision]


def test_a_score_without_cases_shows_nothing() -> None:
    assert share("none", []).value == 0
    assert harmonic("none", 0, found=0, gold=0).value == 0
    assert share("half", [Case(True, "a"), Case(False, "b")]).misses == ("b",)
