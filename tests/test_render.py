import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from onrecord import comparison, render
from onrecord.findings import Case, Version
from onrecord.query import Report
from onrecord.types import (
    Article,
    DateEvidence,
    Dating,
    Form,
    How,
    Kind,
    Mention,
    Passage,
    Skip,
    Speaker,
    Statement,
    Utterance,
    Variant,
)

TEXT = "No way back\n“We will wait,” Ada Lund said. “Not for ever.”\nPhoto: harbour at dusk\nShe hopes so."


def shown(renderable: RenderableType, *, width: int = 80, colour: bool = False) -> str:
    out = io.StringIO()
    system = "standard" if colour else None
    Console(file=out, width=width, color_system=system, force_terminal=colour, _environ={}).print(renderable)
    return out.getvalue()


def statement(*spans: tuple[int, int], name: str | None = "Ada Lund", text: str = TEXT, number: int = 1) -> Statement:
    words = " ... ".join(text[start:end] for start, end in spans)
    return Statement(
        id=f"{number:016x}",
        article="a" * 16,
        content=spans,
        text=words,
        form=Form.DIRECT,
        cue=None,
        speaker=Speaker(mention=Mention("Ada Lund", 28, 36), name=name, role="Harbour Minister", how=How.NAME),
        confidence=0.9,
    )


def report(one: Statement, outlet: str = "Courier", source: str = "x.txt") -> Report:
    return Report(one, source, outlet, "2016-07-14", "No way back")


def article(*statements: Statement, text: str = TEXT) -> Article:
    passages = (
        Passage(0, 11, Kind.HEADLINE),
        Passage(12, 58, Kind.BODY),
        Passage(59, 81, Kind.CAPTION),
        Passage(82, 95, Kind.BODY),
    )
    dating = Dating(
        "2016-07-13",
        "2016-07-15",
        None,
        (DateEvidence("header", "2022-07-01", "2022-07-31", "JULY 2022"),),
        ("the header says July 2022, the text July 2016",),
    )
    return Article(
        "a" * 16, "k", "x.txt", text, "h", "text", passages, dating, title="No way back", statements=statements
    )


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        (None, None, "unknown"),
        ("2022-12-14", None, "from 2022-12-14"),
        (None, "2022-12-14", "by 2022-12-14"),
        ("2022-12-14", "2022-12-14", "2022-12-14"),
        ("2022-12-13", "2022-12-14", "2022-12-13 to 2022-12-14"),
    ],
)
def test_interval(earliest, latest, expected):
    assert render.interval(earliest, latest) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain “text” — ok", "plain “text” — ok"),
        ("red \x1b[31m text", "red ␛[31m text"),
        ("a\x00b\x07c", "a␀b␇c"),
        ("one\r\ntwo\ttabs", "one \ntwo tabs"),
        ("lone \udc80 surrogate", "lone \ufffd surrogate"),
        ("spoofed \u202egnp.exe", "spoofed \ufffdgnp.exe"),
    ],
)
def test_printable(text, expected):
    assert render.printable(text) == expected


@given(st.text(st.characters(exclude_categories=[])))
def test_printable_keeps_length_and_can_be_written(text):
    printable = render.printable(text)
    assert len(printable) == len(text)
    assert "\x1b" not in printable
    printable.encode()


@pytest.mark.parametrize(
    ("operations", "plain"),
    [
        ((("equal", "we wait", "we wait"),), "we wait"),
        ((("equal", "we ", "we "), ("delete", "may ", ""), ("equal", "wait", "wait")), "we [-may-] wait"),
        ((("insert", "", "now "), ("equal", "we", "we")), "{+now+} we"),
        ((("replace", "may", "can"),), "[-may-] {+can+}"),
        ((("equal", "East–", "East–"), ("replace", "West", "South")), "East–[-West-] {+South+}"),
        ((("equal", "go\n", "go "), ("replace", "on.\n", "away.\n"), ("equal", "No", "No")), "go [-on.-] {+away.+} No"),
        ((("equal", "broken,", "broken, "), ("delete", "at last.", "")), "broken, [-at last.-]"),
        ((("delete", "no.", ""), ("insert", "", "yes.")), "[-no.-] {+yes.+}"),
        ((), ""),
    ],
)
def test_difference_without_colour(operations, plain):
    assert render.difference(operations, colour=False).plain == plain


def test_difference_with_colour_marks_by_style_alone():
    text = render.difference((("equal", "we ", "we "), ("replace", "may", "can")), colour=True)
    assert text.plain == "we may can"
    styled = {text.plain[span.start : span.end]: str(span.style) for span in text.spans}
    assert styled == {"may": "red strike", "can": "bold green"}


def test_article_view_marks_statements_and_labels_passages():
    first, second = statement((12, 27), (43, 58)), statement((82, 94), name=None, number=2)
    view = shown(render.article_view(article(first, second), colour=False))
    assert "⟦“We will wait,”⟧¹ Ada Lund said. ⟦“Not for ever.”⟧¹" in view
    assert "[caption] Photo: harbour at dusk" in view
    assert "⟦She hopes so⟧²." in view
    assert "2016-07-13 to 2016-07-15" in view
    assert "JULY 2022" in view
    assert re.search(r"conflict +the header says July 2022, the text July 2016", view)
    assert "2 statements" in view


def test_article_view_in_colour_leaves_the_words_alone():
    coloured = render.marked(article(statement((12, 27))), colour=True, chosen={"Ada Lund": "cyan"})
    assert "“We will wait,”¹ Ada Lund said." in coloured.plain
    assert any(str(span.style) == "cyan" for span in coloured.spans)


@given(st.data())
def test_marked_keeps_every_character(data):
    text = data.draw(st.text(st.characters(exclude_characters="⟦⟧⁰¹²³⁴⁵⁶⁷⁸⁹"), min_size=1, max_size=60))
    ends = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(ends, ends).map(lambda pair: (min(pair), max(pair))), max_size=5))
    statements = [statement(span, text=text, number=n) for n, span in enumerate(spans, 1)]
    bare = Article("a", "k", "x", text, "h", "text", statements=tuple(statements))
    marked = render.marked(bare, colour=False, chosen={}).plain
    assert marked.translate({ord(mark): None for mark in "⟦⟧⁰¹²³⁴⁵⁶⁷⁸⁹"}) == render.printable(text)
    assert marked.count("⟦") == marked.count("⟧") == len(spans)


def test_colours_are_one_for_each_named_speaker():
    found = render.colours([statement((0, 2)), statement((3, 6), name=None), statement((7, 9), name="Bo Ek")])
    assert list(found) == ["Ada Lund", "Bo Ek"]
    assert len(set(found.values())) == 2


def test_statement_list_highlights_and_fits_80_columns():
    found = report(statement((12, 27)), "The Courier of " + "very " * 10 + "long names")
    view = shown(render.statement_list([found], words=["wait"]), colour=True)
    assert "Ada Lund" in view
    assert "\x1b[1;33mwait\x1b[0m" in view
    plain = shown(render.statement_list([found] * 3))
    assert max(map(len, plain.splitlines())) <= 80
    assert plain.count("“We will wait,”") == 3


def test_markup_in_articles_is_text():
    text = "[bold]not bold[/bold] [/nonsense] [red"
    found = report(statement((0, len(text)), text=text, name="[b]Ada[/b]"), "[i]x", "[/s]")
    assert text in shown(render.statement_list([found]), width=200)
    view = shown(render.statement_view(found), width=200)
    assert text in view
    assert "[b]Ada[/b]" in view
    bare = Article("a", "k", "[/k]", text, "h", "text", title="[/t]", statements=(found.statement,))
    assert "[/t]" in shown(render.article_view(bare, colour=False), width=200)


def test_case_view_names_each_outlet_and_its_difference():
    witness, other = statement((12, 27)), statement((12, 27), number=2)
    operations = (("replace", "will ", "can "), ("equal", "wait", "wait"))
    variant = Variant(other.id, witness.id, 0.25, ("reworded",), operations)
    utterance = Utterance("u" * 16, "Ada Lund", (witness.id, other.id), witness.id, "2016-07-13", "2016-07-13")
    first = Version(witness.text, (report(witness, "Courier"), report(witness, "Echo")))
    case = Case(utterance, (first, Version(other.text, (report(other, "Bell"),), variant, operations)))
    view = shown(comparison.case_view(case, colour=False))
    assert "Ada Lund · 2016-07-13 · 3 outlets" in view
    assert re.search(r"Courier  2016-07-14 · 0+\n  Echo  2016-07-14", re.sub(r" +\n", "\n", view))
    assert "Bell" in view
    assert "[-will-] {+can+} wait" in view
    assert "reworded · distance 0.25" in view


def test_skips_are_listed_one_by_one_up_to_twenty_then_by_reason():
    few = [Skip(f"{n}.bin", "binary file") for n in range(20)]
    listed = shown(render.skips(few, title="Skipped", everything="--json lists each"))
    assert all(f"{n}.bin: binary file" in listed for n in range(20))
    many = [*few, *(Skip(f"{n}.txt", "empty") for n in range(5))]
    grouped = shown(render.skips(many, title="Skipped", everything="--json lists each"))
    assert "Skipped: 25" in grouped
    assert "binary file: 20, for example 0.bin" in grouped
    assert "empty: 5, for example 0.txt" in grouped
    assert "--json lists each" in grouped
