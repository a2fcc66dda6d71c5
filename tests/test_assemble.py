"""Attributions to statements: form, fragments, boundaries, continuation, passages, what is dropped."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marking import assembled, mark

from onrecord.assemble import AssembleOptions, statements
from onrecord.types import Article, Attribution, Entity, Form, How, Kind, Passage, Tagged
from tests.timing import assert_linear

FORMS = [
    ('{k1:"We wait,"} {s1:Lund} {c1:said}.', Form.DIRECT),
    ("{s1:Lund} {c1:said} {k1:that it rained}.", Form.INDIRECT),
    ('{s1:Lund} {c1:said} {k1:that it "rained for a week"}.', Form.MIXED),
    ("{s1:Lund} {c1:said} {k1:that trust is “broken.”}", Form.MIXED),
    ("{s1:Lund} {c1:said} {k1:it wants to ‘free’ the port}. “No,” he said.", Form.INDIRECT),
    ("{s1:Lund} {c1:said} {k1:it wants to ‘free’ the port}.", Form.MIXED),
    ("{k1:«We wait,»} {s1:Lund} {c1:said}.", Form.DIRECT),
    ("{k1:“We wait for them} {s1:Lund} {c1:said}.", Form.DIRECT),
]


@pytest.mark.parametrize(("marked", "form"), FORMS)
def test_form(marked: str, form: Form) -> None:
    assert assembled(marked)[0].form == form


BOUNDARIES = [
    ("“{k1:We wait,}” {s1:Lund} {c1:said}.", "“We wait,”"),
    ("{k1:“We wait}.” {s1:Lund} {c1:said}.", "“We wait.”"),
    ("{s1:Lund} {c1:said} {k1: that it rained, }he knew.", "that it rained"),
    ('"We wait. {k1:We shall,"} {s1:Lund} {c1:said}.', '"We wait. We shall,"'),
    ("{s1:Lund} {c1:said} {k1:it was “a long} watch” for all.", "it was “a long watch”"),
    ("{k1:“They keep still, as anchorages,} {s1:Lund} {c1:lectured}.", "“They keep still, as anchorages,"),
]


@pytest.mark.parametrize(("marked", "expected"), BOUNDARIES)
def test_boundaries_are_put_right(marked: str, expected: str) -> None:
    assert assembled(marked)[0].text == expected


def test_two_halves_round_a_cue_are_one_statement() -> None:
    (found,) = assembled("{k1:“If it rains,”} {s1:Lund} {c1:said}, {k1:“we wait.”}")
    assert found.text == "“If it rains,” ... “we wait.”"
    assert (found.form, found.speaker.mention and found.speaker.mention.text) == (Form.DIRECT, "Lund")


def test_halves_marked_apart_with_one_cue_are_merged() -> None:
    article, tagged = mark("{k1:“If it rains,”} {s1:Lund} {c1:said}, {k2:“we wait.”}")
    first, second = tagged.attributions
    split = (first, Attribution(first.source, first.cue, second.content, 0.7))
    (found,) = statements(article, Tagged(split))
    assert found.text == "“If it rains,” ... “we wait.”"
    assert found.confidence == 0.7


def test_a_quotation_after_the_sentence_is_a_further_fragment() -> None:
    (found,) = assembled("{k1:“Trust is gone,”} {s1:Lund} {c1:said}. “It will not come back.”")
    assert found.text == "“Trust is gone,” ... “It will not come back.”"


def test_a_quotation_claimed_by_its_own_cue_is_left_to_it() -> None:
    first, second = assembled("{k1:“Trust is gone,”} {s1:he} {c1:said}. {k1:{k2:“It was slow,”}} {s2:Lund} {c2:said}.")
    assert [first.text, second.text] == ["“Trust is gone,”", "“It was slow,”"]


def test_a_quotation_after_indirect_speech_continues_its_speaker() -> None:
    first, second = assembled("{s1:Lund} {c1:said} {k1:that trust is gone}. “It will not come back in our time.”")
    assert first.speaker.how is None
    assert (second.text, second.speaker.how) == ("“It will not come back in our time.”", How.CONTINUED)
    assert second.confidence < first.confidence


def test_a_quotation_of_its_own_paragraph_continues_the_speaker() -> None:
    found = assembled("{k1:“Trust is gone,”} {s1:Lund} {c1:said}.\n“It will not come back in our time.”")
    assert [s.speaker.how for s in found] == [None, How.CONTINUED]


def test_a_quotation_opened_anew_belongs_to_the_one_before() -> None:
    (found,) = assembled("{k1:«Nobody knew,»} {s1:they} {c1:said}. «A man was tired.\n\n«You need somebody awake.»")
    assert found.text == "«Nobody knew,» ... «A man was tired. ... «You need somebody awake.»"


def test_a_paragraph_that_the_tagger_added_to_a_closed_quotation_is_its_own_statement() -> None:
    found = assembled("{k1:“Trust is gone,”} {s1:Lund} {c1:said}.\n{k1:“It will not come back in our time.”}")
    assert [s.speaker.how for s in found] == [None, How.CONTINUED]


NOT_CONTINUED = [
    "{k1:“Trust is gone,”} {s1:Lund} {c1:said}. The “rules of the sea” have always been a party.",
    "{k1:“Trust is gone,”} {s1:Lund} {c1:said}. The ship left.\n“It will not come back in our time.”",
    "{k1:“Is trust gone?”} {s1:Hale} {c1:asked}.\n“It will not come back in our time.”",
    "{k1:“Trust is gone,”} {s1:Lund} {c1:said}.\n“Broken trust”",
    "{k1:“Trust is gone,”} {s1:Lund} {c1:said}. “Experts” came.",
]


@pytest.mark.parametrize("marked", NOT_CONTINUED)
def test_what_is_not_safe_is_not_continued(marked: str) -> None:
    (found,) = assembled(marked)
    assert found.speaker.how is None
    assert len(found.content) == 1


def test_a_subject_marked_as_content_becomes_the_source() -> None:
    (found,) = assembled('{k1:The Chairman} {c1:also called on} {k1:members to wait, as "patience requires it."}')
    assert found.speaker.mention is not None
    assert found.speaker.mention.text == "The Chairman"
    assert found.text == 'members to wait, as "patience requires it."'


def test_the_subject_of_a_passive_cue_is_no_source() -> None:
    (found,) = assembled("{s1:Karsovia} {c1:was described} {k1:as a threat to the strait}.")
    assert found.speaker.mention is None
    assert found.text == "Karsovia ... as a threat to the strait"


def test_a_speaker_behind_the_cue_of_a_headline_is_the_source() -> None:
    (found,) = assembled("{k1:Trust in the strait is gone}, {c1:says} QUAY chief")
    assert found.speaker.mention is not None
    assert found.speaker.mention.text == "QUAY chief"
    assert assembled("{k1:Trust in the strait is gone}, {c1:says} on Monday")[0].speaker.mention is None


def test_of_a_source_that_is_a_clause_the_pronoun_stays() -> None:
    (found,) = assembled("{s1:Lund made a speech in Skellby in which he} {c1:blamed} {k1:the ships for all of it}.")
    assert found.speaker.mention is not None
    assert found.speaker.mention.text == "he"


def test_of_two_readings_of_one_source_the_surer_stays() -> None:
    article, tagged = mark("{k1:{k2:“It rains.} It pours,”} {s1:{s2:Lund}} {c2:then} {c1:said}.")
    first, second = tagged.attributions
    unsure = Attribution(second.source, second.cue, second.content, 0.2)
    (found,) = statements(article, Tagged((first, unsure)))
    assert found.text == "“It rains. It pours,”"


def test_a_verb_inside_the_content_is_no_cue() -> None:
    (found,) = assembled("{s1:{s2:Mensk}} {c1:noted} {k1:that the piers} — {c2:told} {k2:another story}.")
    assert found.text == "that the piers — told another story"
    assert found.cue is not None
    assert found.cue.text == "noted"


DROPPED = [
    "It {c1:remains to be seen} {k1:whether the strait opens}.",
    "{s1:We} {c1:might wish} {k1:that it rained}.",
    "{s1:You} {c1:know} {k1:what follows}.",
    "{s1:Lund} {c1:said} {k1:—}.",
    "{s1:Lund} {c1:announced} {k1:this} at the summit.",
]


@pytest.mark.parametrize("marked", DROPPED)
def test_the_voice_of_the_outlet_and_empty_content_are_dropped(marked: str) -> None:
    assert assembled(marked) == ()


def test_reported_speech_without_a_source_is_kept() -> None:
    (found,) = assembled("It is {c1:alleged} {k1:that the lamp was lit}.")
    assert found.speaker.mention is None


def test_where_this_was_announced_is_told_of_the_statement_before() -> None:
    (found,) = assembled(
        "{s1:Lund} {c1:said} {k1:that it rained}. {s2:He} {c2:announced} {k2:this} at the QUAY summit in {l:Brannock}."
    )
    assert found.venue == "QUAY summit"


def test_insertions_and_ellipses_are_marked() -> None:
    (found,) = assembled("{k1:“They [the Allies] wait... and [...] see … it,”} {s1:Lund} {c1:said}.")
    text = "“They [the Allies] wait... and [...] see … it,” Lund said."
    assert [text[a:b] for a, b in found.insertions] == ["[the Allies]"]
    assert [text[a:b] for a, b in found.ellipses] == ["...", "[...]", "…"]


def test_content_stays_within_its_passage() -> None:
    marked = "{s1:Lund} {c1:said} {k1:that it rained\nPhoto: a lamp}"
    (found,) = assembled(marked, kinds=(Kind.BODY, Kind.CREDIT))
    assert found.text == "that it rained"


def test_only_headline_and_body_unless_asked_otherwise() -> None:
    marked = "{k1:“No,”} {c1:says} {s1:Lund}\n{s2:Lund} {c2:says} {k2:that it rains}"
    article, tagged = mark(marked, kinds=(Kind.HEADLINE, Kind.CAPTION))
    assert [s.passage for s in statements(article, tagged)] == [Kind.HEADLINE]
    every = AssembleOptions(kinds=frozenset(Kind))
    assert [s.passage for s in statements(article, tagged, every)] == [Kind.HEADLINE, Kind.CAPTION]


def test_a_transcript_is_direct_speech() -> None:
    found = assembled(
        "Chairman {p:Ada Lund}: Good afternoon to all.\nFirst, the ports.\nQuestion (Ansgar): Did they leave?\n"
        "Lund: Nobody left.\nThe hall was cold."
    )
    assert [(s.text, s.form, s.speaker.how) for s in found] == [
        ("Good afternoon to all.", Form.DIRECT, None),
        ("First, the ports.", Form.DIRECT, How.CONTINUED),
        ("Did they leave?", Form.DIRECT, None),
        ("Nobody left.", Form.DIRECT, None),
    ]


def test_a_cue_before_a_colon_is_no_label() -> None:
    found = assembled(
        "{s1:Lund} {c1:said}: {k1:“The ports are shut.”}\nThe hall was cold.\nLund added: “It is late.”\n"
        "It was night.\nLund added: “Go home.”"
    )
    assert [(s.text, s.speaker.how) for s in found] == [("“The ports are shut.”", None)]


def test_ids_tell_statements_apart_and_stay_the_same() -> None:
    marked = "{s1:Lund} {c1:said} {k1:that it rained} and {c2:added} {s2:} {k2:that it snowed}."
    first, second = assembled(marked), assembled(marked)
    assert [s.id for s in first] == [s.id for s in second]
    assert len({s.id for s in first}) == len(first)


SIGNS = "ab Xy.,:\n\"'“”„«»‘’[]…\xa0\ud800\x00"


@st.composite
def readings(draw: st.DrawFn) -> tuple[Article, Tagged]:
    text = draw(st.text(st.sampled_from(SIGNS), max_size=120))
    edge = st.integers(0, len(text) + 2)
    spans = st.lists(st.tuples(edge, edge).map(lambda s: (min(s), max(s))), max_size=3).map(tuple)
    attributions = draw(st.lists(st.builds(Attribution, spans, spans, spans, st.just(0.5)), max_size=5))
    inside = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).filter(lambda s: s[0] < s[1])
    entities = draw(st.lists(inside.map(lambda s: Entity(s[0], s[1], "person", 0.5)), max_size=4))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    bounds = [0, *cuts, len(text)]
    kinds = draw(st.lists(st.sampled_from(list(Kind)), min_size=len(bounds), max_size=len(bounds)))
    passages = tuple(Passage(a, b, k) for a, b, k in zip(bounds, bounds[1:], kinds, strict=False) if a < b)
    article = Article(id="a", key="a", source="a", text=text, raw_hash="", format="text", passages=passages)
    return article, Tagged(tuple(attributions), tuple(sorted(entities, key=lambda e: e.start)))


@given(readings())
@settings(max_examples=300, deadline=None)
def test_whatever_the_text_every_span_holds_its_words(reading: tuple[Article, Tagged]) -> None:
    article, tagged = reading
    text = article.text
    for found in statements(article, tagged):
        assert found.content
        assert found.text == " ... ".join(text[a:b] for a, b in found.content)
        assert all(0 <= a < b <= len(text) for a, b in found.content)
        assert all(x[1] <= y[0] for x, y in zip(found.content, found.content[1:], strict=False))
        for mention in filter(None, (found.cue, found.speaker.mention)):
            assert text[mention.start : mention.end] == mention.text
        for a, b in (*found.insertions, *found.ellipses):
            assert any(c <= a < b <= d for c, d in found.content)
        home = {p.kind for p in article.passages for a, b in found.content if p.start < b and a < p.end}
        assert not home or home == {found.passage}


def test_many_attributions_take_linear_time() -> None:
    def seconds(count: int) -> float:
        article, tagged = mark("{s1:Lund} {c1:said} {k1:“it rains”} today. “It pours on all of us.”\n")
        size = len(article.text)
        one = tagged.attributions[0]

        def moved(spans: tuple[tuple[int, int], ...], by: int) -> tuple[tuple[int, int], ...]:
            return tuple((a + by, b + by) for a, b in spans)

        many = tuple(
            Attribution(*(moved(spans, n * size) for spans in (one.source, one.cue, one.content)), confidence=0.9)
            for n in range(count)
        )
        long = Article(id="a", key="a", source="a", text=article.text * count, raw_hash="", format="text")
        begin = time.process_time()
        assert len(statements(long, Tagged(many))) == count
        return time.process_time() - begin

    assert_linear(seconds, 300)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "In the words of Ada Lund, Bo offered talks.",
            "Ada Lund",
            "In the words of",
            ["Bo offered talks"],
        ),
        ("In her opinion, the talks are dead.", "her", "In her opinion", ["the talks are dead"]),
        ("But in Lund’s view, the talks are dead.", "Lund", "view", ["the talks are dead"]),
        ("In Forbes' words, it was held.", "Forbes", "words", ["it was held"]),
        ("The risk, in his view, is snow.", "his", "in his view", ["The risk", "is snow"]),
        ("It is “a leap”, as the mayor Ada Lund aptly put it.", "the mayor Ada Lund", "put it", ["“a leap”"]),
        ('It is "a leap," as she once put it, and more.', "she", "put it", ['"a leap,"']),
    ],
)
def test_adverbial_phrases_attribute_their_sentence(text, source, cue, content):
    (found,) = statements(Article("a", "k", "s", text, "h", "text"), Tagged())
    assert found.speaker.mention
    assert (found.speaker.mention.text, found.cue and found.cue.text) == (source, cue)
    assert [text[a:b] for a, b in found.content] == content


@pytest.mark.parametrize(
    "text",
    [
        "She has touted her record, long praised by many in the old party, in her words, at every stop.",
        "He was lost in his view of the sea, and she left.",
        "“In my opinion,” she said.",
        "In her opinion, ",
        "In " * 5000 + "Ada’s view, no.",
        "It is a leap, as Ada Lund put it.",
        "It is “a leap” for Bo, as Ada Lund put it.",
        "“a” as the " * 5000 + "Ada",
    ],
)
def test_other_phrases_attribute_nothing(text):
    found = statements(Article("a", "k", "s", text, "h", "text"), Tagged())
    assert not [s for s in found if s.cue]


@pytest.mark.parametrize(
    ("marked", "source", "relay", "text"),
    [
        (
            "{k1:“We stay,”} {s1:the Ansgar agency} {c1:quoted} {k1:him as saying}.",
            "him",
            "Ansgar agency",
            "“We stay,”",
        ),
        ("{s1:Ansgar} {c1:quoted} {k1:Ada Lund as saying talks go on}.", "Ada Lund", "Ansgar", "talks go on"),
        ("{s1:Ansgar} {c1:quoted} Ada Lund as saying {k1:talks go on}.", "Ada Lund", "Ansgar", "talks go on"),
        ("{k1:“It is over,”} {k1:Lund} {c1:was quoted as saying} by {s1:Ansgar}.", "Lund", "Ansgar", "“It is over,”"),
        (
            "{s1:Ansgar} {c1:quoted} {k1:the head of the board, Ada Lund, as saying that talks go on}.",
            "the head of the board, Ada Lund",
            "Ansgar",
            "that talks go on",
        ),
        (
            "{s1:She} {c1:quoted} {k1:a memo, the last, as pointing to Orlo}.",
            "She",
            None,
            "a memo, the last, as pointing to Orlo",
        ),
        ("{s1:She} {c1:quoted} {k1:Orlo as the reason}.", "She", None, "Orlo as the reason"),
        ("{k1:“No,”} {s1:Lund} {c1:was quoted as saying}.", "Lund", None, "“No,”"),
        # nobody quotes
        ("{k1:“No,”} {k1:Lund} {c1:is reported as saying}.", "Lund", None, "“No,”"),
        # what an outlet says, quoting somebody
        (
            "{k1:The ships left}, {s1:broadcaster Tagwart} {c1:said}, quoting Ada Lund.",
            "Ada Lund",
            "Tagwart",
            "The ships left",
        ),
        (
            "{k1:The ships left}, {s1:Reuters} {c1:reported}, citing two officials.",
            "two officials",
            "Reuters",
            "The ships left",
        ),
        ("{k1:The ships left}, {s1:Reuters} {c1:reported}, citing fears.", "Reuters", None, "The ships left"),
        ("{k1:The ships left}, {s1:Orlo} {c1:said}, quoting Ada Lund.", "Orlo", None, "The ships left"),
        (
            "{k1:The ships left}, {c1:said} {s1:Ada Lund, reports the broadcaster Tagwart}.",
            "Ada Lund",
            "Tagwart",
            "The ships left",
        ),
        # whoever tells an outlet, and not the outlet
        (
            "{k1:“It rained,”} Ada Lund, who was there, {c1:told} {s1:Ansgar}.",
            "Ada Lund, who was there",
            None,
            "“It rained,”",
        ),
        ("{k1:“It rained,”} {c1:told} {s1:Ansgar}.", "Ansgar", None, "“It rained,”"),
    ],
)
def test_whoever_is_quoted_is_the_source_and_the_agency_the_relay(marked, source, relay, text):
    (found,) = assembled(marked)
    assert found.speaker.mention
    assert (found.speaker.mention.text, found.relay, found.text) == (source, relay, text)


def test_what_an_outlet_quotes_is_one_statement_and_what_goes_on_is_of_the_same_speaker():
    marked = "{k1:The ships left}, {s1:{s2:Reuters}} {c1:said}, {c2:quoting} {k2:Ada Lund}."
    (found,) = assembled(marked)
    assert (found.speaker.mention.text, found.relay, found.text) == ("Ada Lund", "Reuters", "The ships left")
    marked = (
        "{s1:{s2:Ansgar}} {c1:quoted} {k1:Ada Lund as saying it was late}, {c2:adding} {k2:that it rained}. "
        "{s3:Ansgar} {c3:said} {k3:so on Monday}."
    )
    first, second, third = assembled(marked)
    assert [one.speaker.mention.text for one in (first, second, third)] == ["Ada Lund", "Ada Lund", "Ansgar"]
    assert (first.relay, second.relay, third.relay) == ("Ansgar", "Ansgar", None)


def test_of_two_readings_with_part_of_one_source_the_surer_stays():
    marked = "the words of {s1:the envoy} {c1:told} the press, should surprise nobody: {k1:“We go. They stay.”}"
    article, tagged = mark(marked)
    second = Attribution(((0, 22),), ((38, 59),), ((tagged.attributions[0].content[0][0], 68),), 0.3)
    found = statements(article, Tagged((*tagged.attributions, second)))
    assert [s.text for s in found] == ["“We go. They stay.”"]


BELOW = "{s9:{p:Ada Lund}} {c9:said} {k9:that the harbour would stay open all winter}."
LAST = [
    ("Harbour to stay open this winter: Lund", "Lund", ":", "Harbour to stay open this winter"),
    ("Harbour to stay open this winter – Ada Lund", "Ada Lund", "–", "Harbour to stay open this winter"),
    ("Harbour will stay open, says Lund", "Lund", "says", "Harbour will stay open"),
    ("‘Harbour stays open’: Quay chief", "Quay chief", ":", "‘Harbour stays open’"),
    ("‘The harbour stays open’: Ada Lund shuts a door", "Ada Lund", ":", "‘The harbour stays open’"),
    ("Exclusive interview with the mayor: Lund", None, None, None),  # nothing of it is said below
    ("Harbour to stay open this winter: Orlo", None, None, None),  # who says nothing below
    ("Harbour open: how Lund won", None, None, None),
]


@pytest.mark.parametrize(("headline", "source", "cue", "text"), LAST)
def test_a_headline_may_name_its_speaker_last(headline, source, cue, text):
    found = assembled(f"{headline}\n\n{BELOW}", kinds=(Kind.HEADLINE, Kind.BODY))
    told = [s for s in found if s.passage == Kind.HEADLINE]
    assert len(told) == (source is not None)
    for one in told:
        assert (one.speaker.mention.text, one.cue.text, one.text) == (source, cue, text)
        assert one.confidence < 0.9


def test_a_headline_that_names_its_speaker_last_is_read_once():
    marked = "{s1:Harbour fees} {c1:seem} {k1:to stay the same this winter}: Lund\n\n{s2:{p:Lund}} {c2:said} "
    (told, _) = assembled(f"{marked}{{k2:harbour fees stay the same}}.", kinds=(Kind.HEADLINE, Kind.BODY))
    assert (told.speaker.mention.text, told.text) == ("Lund", "Harbour fees seem to stay the same this winter")
    marked = "{k1:Harbour fees stay the same}, {c1:says} {s1:Lund}\n\n{s2:{p:Lund}} {c2:said} "
    (told, _) = assembled(f"{marked}{{k2:harbour fees stay the same}}.", kinds=(Kind.HEADLINE, Kind.BODY))
    assert told.confidence == 0.9


def test_a_source_without_a_word_in_such_a_headline_costs_nothing():
    headline = "{s1:?} {c1:says} {k1:the harbour will stay open}: Lund"
    found = assembled(f"{headline}\n\n{BELOW}", kinds=(Kind.HEADLINE, Kind.BODY))
    assert "Lund" in [s.speaker.mention.text for s in found if s.speaker.mention]


def test_what_is_marked_across_two_headlines_is_of_the_first():
    marked = "{k1:‘No way back’}, {c1:says} {s1:Ada Lund\nQuay Board} meets\n\nIt rained."
    (found,) = assembled(marked, kinds=(Kind.HEADLINE, Kind.HEADLINE, Kind.BODY))
    assert found.speaker.mention.text == "Ada Lund"


def test_a_possessive_at_the_end_of_a_line_takes_the_name_behind_it():
    (found,) = assembled("{k1:‘No way back’}, {c1:says} {s1:QUAY's} Ada Lund\n", kinds=(Kind.HEADLINE,))
    assert found.speaker.mention.text == "QUAY's Ada Lund"
    (found,) = assembled("{s1:Lund's} remarks {c1:say} {k1:no}.")
    assert found.speaker.mention.text == "Lund's"


def test_the_mark_that_opens_the_next_quotation_is_no_part_of_this_one():
    first, second = assembled("{s1:Lund} {c1:said}: {k1:“All is lost”.”}{k2:We wait,”} {s2:he} {c2:said}.")
    assert (first.text, second.text) == ("“All is lost”.", "”We wait,”")
    assert second.form == Form.DIRECT


RELAYED = [
    ("{k1:“We wait,” Lund said}, {c1:according to} {s1:Reuters}.", "Lund", "“We wait,”", "Reuters", 1),
    ("{k1:“We wait,” said Ada Lund of the Quay}, {c1:reports} {s1:Reuters}.", "Ada Lund", "“We wait,”", "Reuters", 1),
    (
        "{k1:“We wait,” she said, “and watch”}, {c1:according to} {s1:AFP}.",
        "she",
        "“We wait,” ... “and watch”",
        "AFP",
        1,
    ),
    (
        "{k1:Lund said the port would close}, {c1:according to} {s1:Reuters}.",
        "Lund",
        "the port would close",
        "Reuters",
        1,
    ),
    ("{k1:Lund told them that it is over now}, {c1:reported} {s1:AFP}.", "Lund", "that it is over now", "AFP", 1),
    (
        "{k1:The mayor said the port would close}, {c1:according to} {s1:an aide}.",
        "The mayor",
        "the port would close",
        None,
        2,
    ),
    (
        "{k1:“We wait and see,” Lund said}, {c1:according to} {s1:state media}.",
        "Lund",
        "“We wait and see,”",
        "state media",
        1,
    ),
    (
        "{k1:Speaking to the crews, Ada Lund said the port would close to all of them}, {c1:reported} {s1:Reuters}.",
        "Ada Lund",
        "the port would close to all of them",
        "Reuters",
        1,
    ),
    (
        "{k1:The head of the board, Ada Lund, said on Friday that the port would close}, {c1:reported} {s1:Reuters}.",
        "Ada Lund",
        "that the port would close",
        "Reuters",
        1,
    ),
    (
        "{k1:The port would close to all ships, Ada Lund has told them}, {c1:according to} {s1:Reuters}.",
        "Ada Lund",
        "The port would close to all ships",
        "Reuters",
        1,
    ),
    (
        "{k1:The port would close to ships, Ada Lund, a pilot, told them}, {c1:reported} {s1:Reuters}.",
        "Ada Lund",
        "The port would close to ships",
        "Reuters",
        1,
    ),
    (
        "{k1:Ada Lund, the head of the board, pledged on Friday that the port would close}, {c1:wrote} {s1:Reuters}.",
        "Ada Lund",
        "that the port would close",
        "Reuters",
        1,
    ),
    (
        "{s1:Reuters} {c1:said} {k1:Lund described the port as closed}.",
        "Lund",
        "the port as closed",
        "Reuters",
        1,
    ),
    ("{s1:Reuters} {c1:reported} {k1:that it had seen the port close}.", None, None, None, 1),
    (
        "{s1:Local media} {c1:reported} {k1:that prosecutor Ada Lund said the port would close}.",
        "prosecutor Ada Lund",
        "the port would close",
        "Local media",
        1,
    ),
    (
        "After rain, Ada Lund warned on Friday {k1:that the port would close}, {s1:Reuters} {c1:reported}.",
        "Ada Lund",
        "that the port would close",
        "Reuters",
        1,
    ),
    (
        "{k1:The mayor}, {c1:according to} {s1:Reuters}, {k1:called it a joke}.",
        "The mayor",
        "it a joke",
        "Reuters",
        1,
    ),
    (
        "{c1:According to} {s1:Reuters}, {k1:they said the port would close to all ships}.",
        "they",
        "the port would close to all ships",
        "Reuters",
        1,
    ),
    (
        "{k1:“We wait,” Estmere spokesman Bo Hast said}, {c1:according to} {s1:Reuters}.",
        "Estmere spokesman Bo Hast",
        "“We wait,”",
        "Reuters",
        1,
    ),
    (
        "{k1:Estmere spokesman Bo Hast warned}, {c1:according to} {s1:Reuters}, {k1:that the port would close}.",
        "Estmere spokesman Bo Hast",
        "that the port would close",
        "Reuters",
        1,
    ),
    ("{k1:“We wait,” the mayor said}, {c1:according to} {s1:the agency}.", "the mayor", "“We wait,”", None, 1),
    (
        "{k1:When he came, the head of state called on all to wait and see}, {c1:reported} {s1:Reuters}.",
        "the head of state",
        "on all to wait and see",
        "Reuters",
        1,
    ),
    (
        "{k1:“We wait,” the Estmere government said in a note}, {c1:according to} {s1:Reuters}. {k1:“We see.”}",
        "the Estmere government",
        "“We wait,” ... “We see.”",
        "Reuters",
        1,
    ),
    (
        "{k1:After the storm, the Kremlin said that it rained}, {c1:reported} {s1:Reuters}.",
        "the Kremlin",
        "that it rained",
        "Reuters",
        1,
    ),
    ("{k1:When Lund said the port would close, it rained}, {c1:according to} {s1:Reuters}.", None, None, None, 1),
    ("{k1:The river rolled on as it had before}, {c1:according to} {s1:Reuters}.", None, None, None, 1),
    ("{k1:Lund said that Orlo had said no}, {c1:said} {s1:the mayor}.", None, None, None, 1),
    (
        "{c1:According to} {s1:Reuters}, {k1:the head of the board, Mira Holt, told the press that it rained}.",
        "Mira Holt",
        "that it rained",
        "Reuters",
        1,
    ),
    (
        "{k1:The port would close, said Ada Lund}, {c1:reports} {s1:Reuters}.",
        "Ada Lund",
        "The port would close",
        "Reuters",
        1,
    ),
]


@pytest.mark.parametrize(("marked", "source", "text", "relay", "number"), RELAYED)
def test_whoever_is_reported_to_say_something_says_it(marked, source, text, relay, number):
    found = assembled(marked)
    assert len(found) == number
    inner = [s for s in found if s.text == text]
    assert len(inner) == (source is not None)
    for one in inner:
        assert (one.speaker.mention.text, one.relay) == (source, relay)


def test_what_somebody_adds_in_a_quotation_is_a_statement_of_its_own():
    marked = "{s1:Lund} {c1:said} {k1:that it rained on the quay and added: “It pours on the lock”}."
    first, second = assembled(marked)
    assert (first.text, second.text, second.cue.text) == (
        "that it rained on the quay",
        "“It pours on the lock”",
        "added",
    )
    assert first.speaker.mention == second.speaker.mention
    (one,) = assembled("{s1:Lund} {c1:said} {k1:that it rained and that Bo Hast said “it pours”}.")
    assert one.text.endswith("“it pours”")


def test_what_is_reportedly_so_is_of_nobody_in_particular():
    (found,) = assembled("{s1:Lund was} {c1:reportedly} {k1:held by soldiers}.")
    assert found.speaker.mention is None
    assert found.text.startswith("Lund was")
    (found,) = assembled("{s1:Lund} {c1:reportedly said} {k1:no}.")
    assert found.speaker.mention.text == "Lund"


def test_a_minister_for_something_is_relayed_by_a_radio_station():
    marked = (
        "{k1:Minister for Ports Ada Lund said that the port would close to ships}, {c1:reported} {s1:Radio Lethmark}."
    )
    (found,) = assembled(marked)
    assert (found.speaker.mention.text, found.relay) == ("Minister for Ports Ada Lund", "Radio Lethmark")


def test_an_outlet_that_relays_what_is_marked_is_no_speaker():
    marked = "{k1:{k2:“We wait and see,”} {s2:Lund} {c2:said}}, {c1:according to} {s1:Reuters}."
    (found,) = assembled(marked)
    assert (found.speaker.mention.text, found.relay) == ("Lund", "Reuters")
    (outer, inner) = assembled(marked.replace("Reuters", "Hale"))
    assert {outer.speaker.mention.text, inner.speaker.mention.text} == {"Lund", "Hale"}


def test_a_place_before_the_colon_of_a_headline_is_no_speaker():
    headline = "{s1:Denmark}{c1::} {k1:Flood takes two bridges}\n\n"
    kinds = (Kind.HEADLINE, Kind.BODY)
    assert [s.text for s in assembled(headline + "{s2:Lund} {c2:said} {k2:no}.", kinds=kinds)] == ["no"]
    assert len(assembled(headline + "{s2:Denmark} {c2:said} {k2:no}.", kinds=kinds)) == 2


def test_many_agencies_take_linear_time():
    def seconds(count: int) -> float:
        one = "{{s{0}:Reuters}} {{c{0}:said}} {{k{0}:that it rained}}, {{c{1}:citing}} {{k{1}:two officials}}. "
        article, tagged = mark("".join(one.format(2 * n, 2 * n + 1) for n in range(count)))
        begin = time.process_time()
        statements(article, tagged)
        return time.process_time() - begin

    assert_linear(seconds, 300)


def test_behind_a_place_and_a_colon_a_headline_names_its_speaker():
    (found,) = assembled("{s1:Tunisia}: Quay Alliance {c1:condemns} {k1:the raid}\n\n", kinds=(Kind.HEADLINE,))
    assert found.speaker.mention.text == "Quay Alliance"
    (found,) = assembled("{s1:Lund}: Quay Alliance {c1:condemns} {k1:the raid}\n\n", kinds=(Kind.HEADLINE,))
    assert found.speaker.mention.text == "Lund"


def test_a_participle_after_a_name_belongs_to_whoever_speaks_of_it():
    marked = "{s1:Lund} {c1:hailed} {k1:envoy {s2:Ida Brandt} {c2:describing} {k2:her as “a friend”}}."
    first, second = assembled(marked)
    assert (first.speaker.mention.text, first.text) == ("Lund", "envoy Ida Brandt")
    assert (second.speaker.mention.text, second.text) == ("Lund", "her as “a friend”")
    first, second = assembled(marked.replace("hailed", "heard"))
    assert second.speaker.mention.text == "Ida Brandt"


def test_a_paragraph_that_opens_with_a_dash_is_spoken_up_to_the_cue():
    (found,) = assembled("It rained.\n\n– We stay. We are many. {k1:It is over}, {c1:says} {s1:Lund}.")
    assert (found.text, found.form) == ("We stay. We are many. It is over", Form.DIRECT)
    (found,) = assembled("It rained.\n\n– {s1:Lund} {c1:says} {k1:it is over}. She left.")
    assert (found.text, found.form) == ("it is over", Form.INDIRECT)
    (found,) = assembled("It rained.\n\nWe stay. {k1:It is over}, {c1:says} {s1:Lund}.")
    assert found.text == "It is over"


def test_a_dateline_is_no_speaker():
    assert not assembled("{s1:BUENOS AIRES}{c1::} {k1:The president came}.")
    (found,) = assembled("{s1:Lund}{c1::} {k1:The president came}.")
    assert found.speaker.mention.text == "Lund"


def test_a_source_keeps_to_the_paragraph_of_its_cue():
    (found,) = assembled("It rained.\n\n{s1:Ada Lund\n\nHer crew} {c1:say} {k1:that it was loud}.")
    assert found.speaker.mention.text == "Her crew"
