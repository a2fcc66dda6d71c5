"""Articles under other names: marks stay on their words."""

import random

import pytest

from onrecord.types import Attribution
from training.data import Article
from training.renamed import Names, names_of, renamed

TEXT = "ADA LUND WAITS\n\nAda Lund of Skellby said so. “No Estmerians,” Lund said, and J. Lund agreed."
NAMES = Names(["Bo"], ["Vossmar"], ["Hast"], ["Karsovian", "Karsovians"])
KINDS = {"ADA LUND": 0, "Ada Lund": 0, "Skellby": 2, "Estmerians": 3, " Lund said": 0, "J. Lund": 0}


def entity(words):
    start = TEXT.index(words)
    if words.startswith(" "):
        return (KINDS[words], start + 1, start + 5)
    return (KINDS[words], start, start + len(words))


def span(words):
    return ((TEXT.index(words), TEXT.index(words) + len(words)),)


@pytest.fixture
def found():
    marks = (
        Attribution(span("Ada Lund of Skellby"), span("said so"), span("“No Estmerians,”"), 1.0),
        Attribution(((TEXT.index(" Lund said") + 1, TEXT.index(" Lund said") + 5),),
                    span("agreed"), span("Skellby"), 1.0),
    )  # fmt: skip
    return renamed(Article("a", TEXT, (marks,), tuple(map(entity, KINDS))), NAMES, random.Random(1))


def test_one_name_stays_one_name(found):
    assert found.text == (
        "BO VOSSMAR WAITS\n\nBo Vossmar of Hast said so. “No Karsovians,” Vossmar said, and J. Vossmar agreed."
    )


def test_marks_stay_on_their_words(found):
    first, second = found.readings[0]
    words = [found.text[a:b] for one in (first.source, first.cue, first.content) for a, b in one]
    assert words == ["Bo Vossmar of Hast", "said so", "“No Karsovians,”"]
    assert [found.text[a:b] for a, b in second.source + second.content] == ["Vossmar", "Hast"]
    assert {found.text[a:b] for _, a, b in found.entities} == {
        "BO VOSSMAR", "Bo Vossmar", "Hast", "Karsovians", "Vossmar", "J. Vossmar",
    }  # fmt: skip


def test_an_article_without_names_stays():
    assert renamed(Article("b", "Nobody came."), NAMES, random.Random(1)).text == "Nobody came."


def test_names_are_drawn_from_what_is_marked():
    text = "Ada Lund and Mr. Bo met Estmerians in Skellby."
    marked = [("Ada Lund", 0), ("Mr. Bo", 0), ("Estmerians", 3), ("Skellby", 2)]
    entities = tuple((kind, text.index(words), text.index(words) + len(words)) for words, kind in marked)
    assert names_of([Article("c", text, entities=entities)]) == Names(["Ada"], ["Lund"], ["Skellby"], ["Estmerians"])
