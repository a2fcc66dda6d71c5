"""Speakers: what each kind of source resolves to, and where the answer must be nobody."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from marking import mark, resolved
from test_assemble import readings

from onrecord.actors import Known, Period, organisation_id, outlet_id, person_id, table
from onrecord.assemble import statements
from onrecord.layout import layout
from onrecord.resolve import cast, speakers
from onrecord.resolve.people import people
from onrecord.types import Article, Attribution, Entity, How, Statement, Tagged, digest
from tests.timing import assert_linear
from tests.worlds import world

INTRODUCED = "{s9:Lethmark Prime Minister {p:Ada Lund}} {c9:said} {k9:that it rained}. "


def last(marked: str) -> Statement:
    return resolved(marked)[-1]


def named(marked: str) -> list[str]:
    """Return the people whom a marked text names."""
    article, tagged = mark(marked)
    return [one.name for one in cast(article, tagged, statements(article, tagged)).people.persons]


NAMES = [
    ("{s1:Lethmark Prime Minister {p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", "Lethmark Prime Minister"),
    ("{s1:Prime Minister {p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", "Prime Minister"),
    ("{s1:{p:Hugh Hale}, a doctor,} {c1:said} {k1:no}.", "Hugh Hale", "doctor"),
    ("{s1:{p:Ada Lund}, Chair of the {o:Quay Board},} {c1:said} {k1:no}.", "Ada Lund", "Chair of the Quay Board"),
    ("{s1:{p:Ada Lund, the captain} of {o:Quay Club},} {c1:said} {k1:no}.", "Ada Lund", "captain of Quay Club"),
    ("{s1:{p:Hugh Hale, Jr.}} {c1:said} {k1:no}.", "Hugh Hale, Jr.", None),
    ("{s1:Chair of the {o:Quay Board} {p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", "Chair of the Quay Board"),
    ("{s1:the mayor of {l:Skellby}, {p:Ada Lund},} {c1:said} {k1:no}.", "Ada Lund", "mayor of Skellby"),
    (
        "{s1:former {o:QUAY} Secretary-General {p:Ada Lund}} {c1:said} {k1:no}.",
        "Ada Lund",
        "former QUAY Secretary-General",
    ),
    ("{s1:{p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", None),
    ("{s1:{p:Ada Lund}, whose brother came,} {c1:said} {k1:no}.", "Ada Lund", None),
    ("{s1:The government’s voice, {p:Ada Lund},} {c1:slammed} {k1:the strike of the doctors}.", "Ada Lund", None),
    ("{s1:{p:Ada Lund}, retired doctor,} {c1:said} {k1:no}.", "Ada Lund", "retired doctor"),
    ("{s1:Opposition leader Mr. {p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", "Opposition leader"),
    ("{s1:Lethmark Prime Minister H.E. {p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", "Lethmark Prime Minister"),
    ("{s1:Sen. {p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", "senator"),
    ("{s1:Foreign Minister Sheikh {p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", "Foreign Minister"),
    ("{s1:PM {p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", "PM"),
    ("At 3 PM {s1:{p:Ada Lund}} {c1:said} {k1:no}.", "Ada Lund", None),
    (
        "{s1:Lethmark's defence minister, General {p:Ada Lund},} {c1:said} {k1:no}.",
        "Ada Lund",
        "Lethmark's defence minister",
    ),
    ("{s1:The army's spokesman, Maj Gen {p:Ada Lund},} {c1:said} {k1:no}.", "Ada Lund", "army's spokesman"),
    ("{s1:{p:Ada LundShe}} {c1:said} {k1:no}.", "Ada Lund", None),
]


@pytest.mark.parametrize(("marked", "name", "role"), NAMES)
def test_full_names_with_titles_and_appositions(marked: str, name: str, role: str | None) -> None:
    speaker = last(marked).speaker
    assert (speaker.name, speaker.role, speaker.how) == (name, role, How.NAME)
    assert speaker.actor == digest("actor", name.casefold())


AFFILIATIONS = [
    ("{s1:Russian President {p:Ada Lund}} {c1:said} {k1:no}.", "Russia"),
    ("{s1:{o:NATO} Secretary General {p:Ada Lund}} {c1:said} {k1:no}.", "NATO"),
    ("{s1:{p:Ada Lund}, Chair of the {o:Quay Board},} {c1:said} {k1:no}.", "Quay Board"),
    ("{s1:{p:Ada Lund} of {o:Vigilant Shore}} {c1:said} {k1:no}.", "Vigilant Shore"),
    ("{s1:US Secretary of Defense {p:Ada Lund}} {c1:said} {k1:no}.", "United States"),
    ("{s1:Minister of Ports of Lethmark {p:Ada Lund}} {c1:said} {k1:no}.", "Lethmark"),
    ("{s1:Minister for Ports {p:Ada Lund}} {c1:said} {k1:no}.", None),
    ("{s1:African Union Commission chief {p:Ada Lund}} {c1:said} {k1:no}.", "African Union Commission"),
    ("{s1:Chair of the {o:Quay Board} ({o:QB}) Office {p:Ada Lund}} {c1:said} {k1:no}.", "QB"),
    ("{s1:the President of Cote d'Ivoire, {p:Ada Lund},} {c1:said} {k1:no}.", "Ivory Coast"),
    ("{s1:Danish Minister for Ports and Trade {p:Ada Lund}} {c1:said} {k1:no}.", "Denmark"),
    ("{s1:Prime Minister of Lorvenia {p:Ada Lund}} {c1:said} {k1:no}.", "Lorvenia"),
    ("{s1:French Minister for Europe and Foreign Affairs {p:Ada Lund}} {c1:said} {k1:no}.", "France"),
    ("In Karsovia {s1:the Karsovian president, {p:Ada Lund},} {c1:said} {k1:no}.", "Karsovia"),
    ("{s1:the President of the Republic, {p:Ada Lund},} {c1:said} {k1:no}.", None),
    ("{s1:Veteran diplomat {p:Ada Lund}} {c1:said} {k1:no}.", None),
    ("{s1:{p:Ada Lund}} {c1:said} {k1:no}.", None),
]


@pytest.mark.parametrize(("marked", "expected"), AFFILIATIONS)
def test_affiliation(marked: str, expected: str | None) -> None:
    assert last(marked).speaker.affiliation == expected


LATER = [
    ("{s1:{p:Lund}} {c1:added} {k1:no}.", "Ada Lund", How.SURNAME),
    ("{s1:Mrs {p:Lund}} {c1:added} {k1:no}.", "Ada Lund", How.SURNAME),
    ("{s1:LUND} {c1:added} {k1:no}.", "Ada Lund", How.SURNAME),
    ("{s1:She} {c1:added} {k1:no}.", "Ada Lund", How.PRONOUN),
    ("{s1:the Prime Minister} {c1:added} {k1:no}.", "Ada Lund", How.OFFICE),
    ("{s1:the premier} {c1:added} {k1:no}.", "Ada Lund", How.OFFICE),
    ("{s1:the head of the {l:Lethmark} government} {c1:added} {k1:no}.", "Ada Lund", How.OFFICE),
    ("{s1:the politician} {c1:added} {k1:no}.", "Ada Lund", How.DESCRIPTION),
    ("{s1:the words of {p:Lund}} {c1:added} {k1:no}.", "Ada Lund", How.SURNAME),
    ("{s1:He} {c1:added} {k1:no}.", None, How.PRONOUN),
    ("{s1:the bishop} {c1:added} {k1:no}.", None, How.DESCRIPTION),
    ("{s1:the Estmere chancellor} {c1:added} {k1:no}.", None, How.OFFICE),
    ("{s1:a spokesman for {p:Lund}} {c1:added} {k1:no}.", None, How.UNNAMED),
    ("{s1:{p:Lund}’s aides} {c1:added} {k1:no}.", None, How.GROUP),
    ("{s1:the {p:Lund} campaign} {c1:added} {k1:no}.", "Lund campaign", How.ORGANISATION),
    ("{s1:{p:Lund} and her aides} {c1:added} {k1:no}.", None, How.GROUP),
]


@pytest.mark.parametrize(("marked", "name", "how"), LATER)
def test_later_mentions(marked: str, name: str | None, how: How) -> None:
    speaker = last(INTRODUCED + marked).speaker
    assert (speaker.name, speaker.how) == (name, how)


OTHERS = [
    ("{s1:Moscow} {c1:insists} {k1:no}.", "Moscow", "Russia", How.METONYM),
    ("{s1:the Kremlin} {c1:insists} {k1:no}.", "Kremlin", "Russia", How.METONYM),
    ("{s1:The {o:Quay Board}} {c1:said} {k1:no}.", "Quay Board", None, How.ORGANISATION),
    (
        "{s1:The Ministry of Ports of Lorvenia} {c1:said} {k1:no}.",
        "Ministry of Ports of Lorvenia",
        None,
        How.ORGANISATION,
    ),
    ("{s1:the newspaper Brannock Tagwart} {c1:said} {k1:no}.", "Brannock Tagwart", None, How.ORGANISATION),
    ("{s1:the local bloc, the {o:Quay Union},} {c1:said} {k1:no}.", "Quay Union", None, How.ORGANISATION),
    ("{s1:A {o:Quay Board} release titled “No {o:NLC} here”} {c1:said} {k1:no}.", "Quay Board", None, How.ORGANISATION),
    ("{s1:Govt} {c1:said} {k1:no}.", None, None, How.ORGANISATION),
    (
        "{o:The Quay Union} met. {k1:No}, {s1:a communique issued by the union} {c1:said}.",
        "Quay Union",
        None,
        How.ORGANISATION,
    ),
    ("{s1:His ministry} {c1:said} {k1:no}.", None, None, How.ORGANISATION),
    ("{s1:some Western analysts} {c1:expect} {k1:no}.", None, None, How.GROUP),
    ("{s1:Many} {c1:expect} {k1:no}.", None, None, How.GROUP),
    ("{s1:France and Germany} {c1:said} {k1:no}.", None, None, How.GROUP),
    ("{s1:The mayor and police chief} {c1:said} {k1:no}.", None, None, How.GROUP),
    ("{s1:{p:Lund} and Quay chief} {c1:said} {k1:no}.", None, None, How.GROUP),
    ("{s1:The {o:Quay} and {o:Orlo} chief} {c1:said} {k1:no}.", None, "Quay", How.OFFICE),
    ("{s1:the ports and tax minister} {c1:said} {k1:no}.", None, None, How.OFFICE),
    ("{s1:The Lund campaign and {o:NQB}} {c1:said} {k1:no}.", None, None, How.GROUP),
    ("{s1:a senior official} {c1:said} {k1:no}.", None, None, How.UNNAMED),
    ("{s1:one aide} {c1:said} {k1:no}.", None, None, How.UNNAMED),
    ("{s1:the report} {c1:says} {k1:no}.", None, None, None),
    ("{s1:Question (Brannock Tagwart)} {c1:said} {k1:no}.", None, None, None),
    # documents: whoever made them speaks
    ("{s1:A new {o:Quay Board} poll} {c1:found} {k1:no}.", "Quay Board", None, How.ORGANISATION),
    (
        "{s1:a {o:Tagwart}/{o:Quay Board} survey done in May} {c1:found} {k1:no}.",
        "Tagwart/Quay Board",
        None,
        How.ORGANISATION,
    ),
    ("{s1:research conducted by the {o:Quay Board}} {c1:found} {k1:no}.", "Quay Board", None, How.ORGANISATION),
    ("{s1:a study by {o:Quay Board} and others} {c1:found} {k1:no}.", None, None, None),
    ("{s1:the Vigilant Shore average of polls} {c1:found} {k1:no}.", "Vigilant Shore", None, How.ORGANISATION),
    ("{s1:{o:Quay Board}'s own survey} {c1:found} {k1:no}.", None, None, None),
    ("{s1:a {o:Tagwart} and {o:Quay Board} poll} {c1:found} {k1:no}.", None, None, How.GROUP),
    ("{s1:the {p:Ada Lund} study} {c1:found} {k1:no}.", None, None, None),
    ("{s1:exit polls} {c1:found} {k1:no}.", None, None, None),
    (
        "{s1:the {o:Lock Center for Ferry Research}} {c1:said} {k1:no}.",
        "Lock Center for Ferry Research",
        None,
        How.ORGANISATION,
    ),
]


@pytest.mark.parametrize(("marked", "name", "affiliation", "how"), OTHERS)
def test_sources_that_are_no_person(marked: str, name: str | None, affiliation: str | None, how: How | None) -> None:
    speaker = last(marked).speaker
    assert (speaker.name, speaker.affiliation, speaker.how) == (name, affiliation, how)
    assert (speaker.actor is None) == (name is None)


def test_a_document_once_named_goes_by_its_noun() -> None:
    named = "{s1:A {o:Quay Board} poll} {c1:found} {k1:a thaw}. "
    assert last(named + "{s2:The poll} {c2:put} {k2:it at half}.").speaker.name == "Quay Board"
    assert last(named + "{s2:The report} {c2:put} {k2:it at half}.").speaker.name is None
    assert last(named + "{s2:Another poll} {c2:put} {k2:it at half}.").speaker.name is None


EPITHETS = [
    ("“{k1:No},” {s1:the ferry tycoon} {c1:told} the Tagwart.", "Ada Lund"),
    ("“{k1:No},” {s1:the retired brain surgeon} {c1:told} the Tagwart.", "Ada Lund"),
    ("“{k1:No},” {s1:the 34-year-old mother of three} {c1:told} the Tagwart.", "Ada Lund"),
    ("“{k1:No},” {s1:the 34-year-old father of three} {c1:told} the Tagwart.", None),
    ("“{k1:No},” {s1:the lawyer} {c1:told} the Tagwart.", None),
    ("“{k1:No},” {s1:the harbour police spokesman} {c1:told} the Tagwart.", None),
    ("“{k1:No},” {s1:the Estmere governor} {c1:told} the Tagwart.", None),
    ("{p:Bo Berg} came in. “{k1:No},” {s1:the ferry tycoon} {c1:told} the Tagwart.", None),
    ("It rained. It shone. It snowed. “{k1:No},” {s1:the ferry tycoon} {c1:told} the Tagwart.", None),
]


@pytest.mark.parametrize(("marked", "name"), EPITHETS)
def test_a_quotation_goes_on_by_what_its_speaker_is(marked: str, name: str | None) -> None:
    before = "{s9:Mrs {p:Ada Lund}} {c9:wrote} {k9:that it rained}. "
    assert last(before + marked).speaker.name == name


LEFT_OUT = [
    ("{k1:“We wait”}, {c1:said}.", "Ada Lund"),
    ("{k1:“We wait”}, {c1:declared} to the press in Skellby.", "Ada Lund"),
    ("{k1:“We wait”}, {c1:said} Orlo.", None),  # the tagger has missed who it was
    ("{k1:“We wait”} {c1:was said} in the hall.", None),
    ("{c1:said} {k1:that they wait}.", None),
    ("It snowed. It rained. It froze. {k1:“We wait”}, {c1:said}.", None),
]


@pytest.mark.parametrize(("marked", "name"), LEFT_OUT)
def test_a_verb_without_its_subject_goes_on_with_whoever_spoke_last(marked: str, name: str | None) -> None:
    speaker = last(INTRODUCED + marked).speaker
    assert (speaker.name, speaker.mention, speaker.how) == (name, None, How.CONTEXT if name else None)


def test_a_possessive_before_a_name_is_no_part_of_it() -> None:
    assert last("{s1:{p:Brazil's Lund}} {c1:said} {k1:no}.").speaker.name == "Lund"
    found = last("{p:Ada Lund} left. {s1:Brazil's {l:Lund}} {c1:said} {k1:no}.").speaker
    assert (found.name, found.affiliation, found.how) == ("Ada Lund", "Brazil", How.SURNAME)


def test_who_speaks_to_somebody_in_a_headline_speaks() -> None:
    found = last("{s1:{p:Lund} to {p:Hale}}{c1::} {k1:Wait}. {p:Ada Lund} left. {p:Carl Hale} stayed.").speaker
    assert found.name == "Ada Lund"


def test_a_verb_in_a_headline_is_no_given_name() -> None:
    assert named("{p:Ada Marr} Rejects {p:Hale}'s Plan\n\nIt rained. {p:Hale} left.") == ["Ada Marr", "Hale"]


def test_a_leader_is_found_whatever_the_leader_is_like() -> None:
    assert last(INTRODUCED + "{s1:the far-left leader} {c1:said} {k1:no}.").speaker.name == "Ada Lund"
    assert last(INTRODUCED + "{s1:the opposition leader} {c1:said} {k1:no}.").speaker.name is None


COMPATRIOTS = [
    ("{s9:Brazilian President {p:Ada Lund}} {c9:said} {k9:no}. {s1:The Brazilian} {c1:added} {k1:never}.", "Ada Lund"),
    ("{s9:Chilean President {p:Ada Lund}} {c9:said} {k9:no}. {s1:The Brazilian} {c1:added} {k1:never}.", None),
    (
        "{s8:Brazilian singer {p:Bo Marr}} {c8:said} {k8:so}. {s9:Brazilian President {p:Ada Lund}} {c9:said} {k9:no}. "
        "{s1:The Brazilian} {c1:added} {k1:never}.",
        None,
    ),
]


@pytest.mark.parametrize(("marked", "name"), COMPATRIOTS)
def test_a_demonym_is_the_only_one_of_the_country_if_it_spoke_last(marked: str, name: str | None) -> None:
    assert last(marked).speaker.name == name


def test_somebody_spoken_of_is_less_likely_to_speak_next() -> None:
    marked = "{k9:{p:Mark Hale} was killed}, {s9:Prime Minister {p:Oswin Lund}} {c9:said}. {s1:He} {c1:added} {k1:no}."
    assert last(marked).speaker.name == "Oswin Lund"


@pytest.mark.parametrize(
    "source",
    [
        "The younger sister of {n:Estmerian} leader {p:Carl Hale}",
        "a friend of {p:Carl Hale}",
        "an adviser to Prime Minister {p:Carl Hale}",
    ],
)
def test_who_belongs_to_somebody_is_somebody_else(source: str) -> None:
    assert last(f"{{s1:{source}}} {{c1:said}} {{k1:no}}.").speaker.name is None


def test_who_is_introduced_far_below_holds_no_office_above() -> None:
    marked = "{s1:The health chief} {c1:said} {k1:no}. "
    introduced = "{p:Bo Marr}, the harbour health chief, left."
    assert resolved(marked + introduced)[0].speaker.name == "Bo Marr"
    assert resolved(marked + "It rained. " * 4 + introduced)[0].speaker.name is None


def test_a_leader_of_something_is_no_leader_of_another_thing_in_a_headline() -> None:
    assert last(INTRODUCED + "{k1:Sea closed}: {s1:Coup leader}{c1:}").speaker.name is None
    assert last(INTRODUCED + "{k1:Sea closed}: {s1:Far-right leader}{c1:}").speaker.name == "Ada Lund"


def test_a_surname_with_a_particle_is_found_where_the_tagger_has_missed_it() -> None:
    told = "Estmere’s top general al-Hast met the press. {s9:{p:Abdel Ba al-Hast}} {c9:said} {k9:no}. "
    assert last(told + "{s1:The general} {c1:added} {k1:never}.").speaker.name == "Abdel Ba al-Hast"
    assert last(told + "{s1:{p:Al-Hast}} {c1:added} {k1:never}.").speaker.name == "Abdel Ba al-Hast"


def test_who_is_named_in_what_a_pronoun_says_is_hardly_meant_by_it() -> None:
    met = "In Skellby {p:Mark Lund} met {p:Carl Hale}. "
    assert last(met + "{s1:He} {c1:called} {k1:the plan foolish}.").speaker.name == "Mark Lund"
    assert last(met + "{s1:He} {c1:called} {k1:{p:Lund}'s plan foolish}.").speaker.name is None


def test_a_surname_that_comes_first_is_told_by_the_gender_that_is_known() -> None:
    text = "Vo Ba-ren met Vo Do-lin. Ms Vo left."
    found = [Entity(text.index(n), text.index(n) + len(n), "person", 0.9) for n in ("Vo Ba-ren", "Vo Do-lin", "Ms Vo")]
    register = people(layout(text), found, gender=lambda name: "m" * (name == "Vo Ba-ren"))
    assert [p.name for _, p in register.inside((text.index("Ms Vo"), len(text)))] == ["Vo Do-lin"]
    both = people(layout(text), found)
    assert both.inside((text.index("Ms Vo"), len(text))) == []


def test_reported_speech_may_be_of_its_own_speaker() -> None:
    assert last("{k1:Mrs. {p:Ada Lund} had no choice}, {s1:she} {c1:said}.").speaker.name == "Ada Lund"
    assert last("“{k1:Mrs. {p:Ada Lund} had no choice},” {s1:she} {c1:said}.").speaker.name is None


def test_a_headline_is_no_name() -> None:
    found = last("{p:Ada Lund Says Brandt} Must Go. {s1:{p:Lund}} {c1:said} {k1:it rained}.")
    assert found.speaker.name == "Ada Lund"


def test_her_account_is_what_she_says() -> None:
    speaker = last(INTRODUCED + "According to {s1:her account}, {k1:nobody came}.").speaker
    assert (speaker.name, speaker.how) == ("Ada Lund", How.PRONOUN)


def test_a_body_after_a_name_is_no_part_of_it() -> None:
    assert last("{s1:{p:Ada Lund with the Skellby Police}} {c1:said} {k1:no}.").speaker.name == "Ada Lund"


def test_an_outlet_is_called_by_its_noun() -> None:
    found = last(
        "{s1:Estmere newspaper {o:Brannock Tagwart}} {c1:noted} {k1:a thaw}. "
        "{s2:The newspaper} {c2:doubted} {k2:it all}."
    )
    assert (found.speaker.name, found.speaker.how) == ("Brannock Tagwart", How.ORGANISATION)


def test_two_bearers_of_one_surname_are_told_apart_by_title_or_not_at_all() -> None:
    two = "{p:Ada Lund} met {p:Carl Lund} there. "
    assert last(two + "{s1:Mrs. {p:Lund}} {c1:said} {k1:no}.").speaker.name == "Ada Lund"
    assert last(two + "{s1:{p:Lund}} {c1:said} {k1:no}.").speaker.name is None


def test_a_name_goes_on_to_be_the_fullest_form() -> None:
    found = resolved(
        "{s1:{p:Lund}} {c1:said} {k1:no}. {s2:{p:Ada Lund}} {c2:said} {k2:no}. {s3:{p:Ada M. Lund}} {c3:said} {k3:so}."
    )
    assert {s.speaker.name for s in found} == {"Ada M. Lund"}


def test_spellings_of_one_name_are_one_person() -> None:
    found = resolved("{s1:{p:Frants Grozin}} {c1:said} {k1:no}. {s2:{p:Franz Grozin}} {c2:said} {k2:no}.")
    assert len({s.speaker.actor for s in found}) == 1


def test_a_pronoun_between_two_likely_people_is_nobody() -> None:
    found = last("{p:Carl Hale} and {p:Hans Mensk} met in the hall. {s1:He} {c1:said} {k1:no}.")
    assert found.speaker.name is None


def test_a_pronoun_agrees_in_gender() -> None:
    found = last("{s1:{p:Ada Lund}} {c1:met} {k1:{p:Carl Hale} there}. {s2:He} {c2:said} {k2:no}.")
    assert found.speaker.name == "Carl Hale"


def test_a_pronoun_after_an_unnamed_speaker_is_not_somebody_named_before() -> None:
    found = last(
        "{s1:{p:Ada Lund}} {c1:said} {k1:no}. {s2:A woman} {c2:said} {k2:rain}. {s3:She} {c3:said} {k3:never}."
    )
    assert found.speaker.name is None


def test_the_chief_of_something_else_is_not_the_chief() -> None:
    found = last(INTRODUCED + "{s1:the military chief} {c1:said} {k1:no}.")
    assert found.speaker.name is None


def test_the_sentences_of_a_long_quotation_do_not_count_as_distance() -> None:
    found = last(
        "{s1:{p:Carl Mensk}} {c1:said} {k1:no}.\n{k2:“It rained. It poured. "
        "{p:Hans Ruud} got wet. It snowed. It froze,”} {s2:he} {c2:told} us."
    )
    assert found.speaker.name == "Carl Mensk"


def test_who_and_which_are_what_stands_before() -> None:
    assert last("{p:Ada Lund}, {s1:who} {c1:fears} {k1:rain}, left.").speaker.name == "Ada Lund"
    assert last("The {o:Quay Board}, {s1:which} {c1:fears} {k1:rain}, met.").speaker.name == "Quay Board"


def test_i_within_a_quotation_is_its_speaker() -> None:
    first, second = resolved("{k1:“{s2:I} {c2:think} {k2:it rains},”} {s1:{p:Ada Lund}} {c1:said}.")
    assert first.speaker.name == second.speaker.name == "Ada Lund"
    assert second.speaker.how == How.PRONOUN


def test_i_outside_quotations_is_the_author() -> None:
    article, tagged = mark("{s1:I} {c1:think} {k1:it rains}.")
    article = replace(article, author="Ida Brandt")
    assert speakers(article, tagged, statements(article, tagged))[0].speaker.name == "Ida Brandt"
    anonymous = replace(article, author=None)
    assert speakers(anonymous, tagged, statements(anonymous, tagged))[0].speaker.name is None


def test_a_politician_who_recalls_another_relays_the_words() -> None:
    found = resolved("{s1:{p:Ada Lund}} {c1:recalled} {k1:that {s2:{p:Carl Hale}} {c2:said} {k2:“the door is shut”}}.")
    inner = next(s for s in found if s.speaker.name == "Carl Hale")
    assert inner.relay == "Ada Lund"


def test_a_continued_quotation_has_the_speaker_before() -> None:
    found = last(INTRODUCED + "\n“It has rained for a week on all of us.”")
    assert (found.speaker.name, found.speaker.how, found.speaker.mention) == ("Ada Lund", How.CONTINUED, None)


def test_an_office_in_the_headline_is_held_by_whom_the_text_introduces() -> None:
    found = resolved(
        "{k1:Trust is gone}, {c1:says} {s1:{o:QUAY} chief}\n"
        "{s2:{o:QUAY} Secretary-General {p:Ada Lund}} {c2:said} {k2:no}."
    )
    assert [(s.speaker.name, s.speaker.how) for s in found] == [("Ada Lund", How.OFFICE), ("Ada Lund", How.NAME)]


def test_an_office_in_the_lead_goes_to_the_name_in_the_next_paragraph() -> None:
    found = resolved(
        "{k1:It will rain}, {s1:its chairman} {c1:said}.\n{k2:“It will,”} {s2:{p:Carl Hale}} {c2:told} us."
    )
    assert [(s.speaker.name, s.speaker.role) for s in found] == [("Carl Hale", "chairman"), ("Carl Hale", "chairman")]


def test_an_office_parted_from_its_name_by_a_broken_translation() -> None:
    found = last(
        "{k1:Trust is gone}, {s1:the Secretary General of the {l:Russian Federation}} {c1:said} on Monday. "
        "{o:QUAY}, {p:Ada Lund}."
    )
    assert (found.speaker.name, found.speaker.affiliation) == ("Ada Lund", None)


def test_the_official_is_the_unnamed_one_and_not_somebody_named() -> None:
    found = last(
        "{s1:A senior official} {c1:said} {k1:no}. {s2:{p:Ada Lund}, an official of the port,} {c2:said} {k2:so}. "
        "{s3:The official} {c3:said} {k3:never}."
    )
    assert (found.speaker.name, found.speaker.how) == (None, How.UNNAMED)


def test_a_role_is_read_from_a_caption_that_the_tagger_did_not_see() -> None:
    found = last("{s1:{p:Ada Lund}} {c1:said} {k1:no}.\nQUAY Secretary General Ada Lund at the pier.")
    assert (found.speaker.role, found.speaker.affiliation) == ("QUAY Secretary General", "QUAY")


def test_names_that_the_tagger_missed() -> None:
    assert last("{s1:Foreign Minister Bo Hast} {c1:said} {k1:no}.").speaker.name == "Bo Hast"
    assert last("{s1:Ingrid Hast} {c1:said} {k1:no}.").speaker.name == "Ingrid Hast"
    assert last("Amelin Hast waited. {s1:{p:Hast}} {c1:said} {k1:no}.").speaker.name == "Amelin Hast"


@given(readings())
@settings(max_examples=300, deadline=None)
def test_whatever_the_text_statements_stay_what_they_are(reading: tuple[Article, Tagged]) -> None:
    article, tagged = reading
    found = statements(article, tagged)
    done = speakers(article, tagged, found)
    assert [(s.id, s.content, s.text, s.form, s.cue) for s in done] == [
        (s.id, s.content, s.text, s.form, s.cue) for s in found
    ]
    for statement in done:
        speaker = statement.speaker
        assert (speaker.actor is None) == (speaker.name is None)
        if speaker.mention:
            assert article.text[speaker.mention.start : speaker.mention.end] == speaker.mention.text


def test_many_people_take_linear_time() -> None:
    def seconds(count: int) -> float:
        line = "Ada Lund{} said no. She said so.\n"
        text, entities, found = "", [], []
        for n in range(count):
            name = f"{n:05d}".translate(str.maketrans("0123456789", "abcdefghij"))
            a = len(text)
            text += line.format(name)
            b = a + len("Ada Lund") + 5
            entities.append(Entity(a, b, "person", 0.9))
            found.append(Attribution(((a, b),), ((b + 1, b + 5),), ((b + 6, b + 8),), 0.9))
        article = Article(id="a", key="a", source="a", text=text, raw_hash="", format="text")
        tagged = Tagged(tuple(found), tuple(entities))
        begin = time.process_time()
        assert len(speakers(article, tagged, statements(article, tagged))) == count
        return time.process_time() - begin

    assert_linear(seconds, 300)


MANY = {
    "pronouns in one sentence": lambda count: (
        "{p:Hugh Hale} came and " + "he went and " * count + "{s1:he} {c1:said} {k1:no}."
    ),
    "names of either": lambda count: (
        "{p:Hugh Hale} and {p:Ada Hale} came. "
        + "{p:Hale} left. " * count
        + "He ran. " * count
        + "{s1:He} {c1:said} {k1:no}."
    ),
}


@pytest.mark.parametrize("name", MANY)
def test_many_pronouns_take_linear_time(name: str) -> None:
    def seconds(count: int) -> float:
        article, tagged = mark(MANY[name](count))
        begin = time.process_time()
        assert speakers(article, tagged, statements(article, tagged))
        return time.process_time() - begin

    assert_linear(seconds, 500)


IN_WHICH = [
    # whoever is named before it in its own sentence, though somebody else spoke last
    (
        "{s8:{p:Nora Vance}} {c8:said} {k8:so}. {p:Ada Lund} made a speech in which {s1:she} {c1:said} {k1:no}.",
        "Ada Lund",
    ),
    # two are named there
    (
        "{s8:{p:Nora Vance}} {c8:said} {k8:so}. "
        "{p:Ada Lund} met {p:Eva Moll} for talks in which {s1:she} {c1:said} {k1:no}.",
        None,
    ),
]


@pytest.mark.parametrize(("marked", "name"), IN_WHICH)
def test_a_pronoun_in_a_relative_clause_is_whoever_its_sentence_names(marked: str, name: str | None) -> None:
    found = last(marked).speaker
    if name is None:
        assert found.name != "Nora Vance"
    else:
        assert (found.name, found.how) == (name, How.PRONOUN)


def test_a_surname_that_was_taken_for_a_place_is_the_person_named_before() -> None:
    marked = "{p:Ada Lund} came. In the words of {s1:{l:Lund}} {c1:said} {k1:no}."
    assert (last(marked).speaker.name, last(marked).speaker.how) == ("Ada Lund", How.SURNAME)
    two = "{p:Ada Lund} met {p:Bo Lund}. In the words of {s1:{l:Lund}} {c1:said} {k1:no}."
    assert last(two).speaker.name not in ("Ada Lund", "Bo Lund")


def test_an_office_whose_holder_the_table_cannot_tell_says_why() -> None:
    article, tagged = mark("{s1:The {n:Lethmark} Foreign Minister} {c1:said} {k1:no}.")
    found = {}
    for days in (("2016-07-01", "2016-07-31"), ("2016-12-01", "2017-02-28"), (None, None)):
        known = Known(world(), Period(*days))
        (said,) = speakers(article, tagged, statements(article, tagged), known=known)
        found[days[0]] = said.speaker.name, said.speaker.why
    assert found["2016-07-01"] == ("Ada Lund", "Foreign Minister (Lethmark) from 2013-12-17 until 2017-01-27")
    name, why = found["2016-12-01"]
    assert name is None
    assert why is not None
    assert "Ada Lund (Foreign Minister (Lethmark)" in why
    assert " or Bo Berg (" in why
    name, why = found[None]
    assert name is None
    assert why is not None
    assert "when the article was written is not known" in why


def test_a_name_in_an_address_is_nobody() -> None:
    marked = "https://news.example/president-{p:ada-lund}-speaks\n\n{s1:President {p:Bo Berg}} {c1:said} {k1:no}."
    assert named(marked) == ["Bo Berg"]


def test_a_headline_after_an_office_is_no_name() -> None:
    assert named("Prime Minister {p:Strongly Denies} It. {s1:{p:Bo Berg}} {c1:said} {k1:no}.") == ["Bo Berg"]


def test_the_first_of_two_surnames_is_the_one_in_use() -> None:
    marked = "{p:Ada Lund Mora} came. {s1:{p:Lund}} {c1:said} {k1:no}. Later {p:Eva Mora de Lund} left."
    assert last(marked).speaker.name == "Ada Lund Mora"


ROYAL = [  # who is called by a given name is nobody of that surname
    (
        "{p:Sadik Oswin} left. King {p:Oswin} stayed. {s1:{p:Oswin}} {c1:said} {k1:no}.",
        None,
    ),
    ("Prince {p:Oswin Hale} left. {s1:Prince {p:Oswin}} {c1:said} {k1:no}.", "Oswin Hale"),
    ("{p:Oswin Hale}, the crown prince, left. {s1:Prince {p:Oswin}} {c1:said} {k1:no}.", "Oswin Hale"),
    ("{p:Oswin Hale}, a painter, left. {s1:King {p:Oswin}} {c1:said} {k1:no}.", "Oswin"),
    ("{p:Sadik Oswin} left. {s1:King {p:Oswin}} {c1:said} {k1:no}.", "Oswin"),
]


@pytest.mark.parametrize(("marked", "name"), ROYAL)
def test_a_king_is_called_by_his_given_name(marked: str, name: str | None) -> None:
    assert last(marked).speaker.name == name


CUT = [
    ("{s1:{p:Ada Lund who is also QUAY} chief} {c1:said} {k1:no}.", "Ada Lund"),
    ("{p:Ada Lund. It} rained. {s1:{p:Lund}} {c1:said} {k1:no}.", "Ada Lund"),
    ("{p:Sultan Al Jasim} came. {s1:{p:Al Jasim}} {c1:said} {k1:no}.", "Sultan Al Jasim"),
    ("{p:Ada de Hast} came. {s1:{p:De Hast}} {c1:said} {k1:no}.", "Ada de Hast"),
    ("{p:Ada Lund} came. {s1:{p:Lund} ’ s sister} {c1:said} {k1:no}.", None),
    ("{p:Mullah Haibat Akhun} came. {s1:{p:Akhun}} {c1:said} {k1:no}.", "Haibat Akhun"),
    ("Then came {s1:the late {p:Amir}} who {c1:said} {k1:no}.", None),
]


@pytest.mark.parametrize(("marked", "name"), CUT)
def test_names_begin_and_end_where_they_do(marked: str, name: str | None) -> None:
    assert last(marked).speaker.name == name


ELSEWHERE = [
    ("Estmere Gov. {p:Hugh Hale} came. {s1:The governor of {l:Norland}} {c1:said} {k1:no}.", None),
    ("Estmere Gov. {p:Hugh Hale} came. {s1:The governor of {l:Estmere}} {c1:said} {k1:no}.", "Hugh Hale"),
    (
        "The ambassador of {l:Norland} to {l:Estmere}, {p:Hugh Hale}, came. "
        "{s1:The ambassador of {l:Estmere}} {c1:said} {k1:no}.",
        None,
    ),
    (
        "{p:Hugh Hale}, head of the {o:Russian Savings Bank}, came. {s1:The Russian leader} {c1:said} {k1:no}.",
        None,
    ),
]


@pytest.mark.parametrize(("marked", "name"), ELSEWHERE)
def test_who_holds_an_office_elsewhere_is_not_meant(marked: str, name: str | None) -> None:
    assert last(marked).speaker.name == name


def test_the_last_one_to_do_something_is_whoever_is_called_so() -> None:
    marked = "Karsovian President {p:Hugh Hale} came. {s1:The last Karsovian president to visit} {c1:said} {k1:no}."
    assert known(marked, "2016-07-01").speaker.name is None


def known(marked: str, day: str) -> Statement:
    """Return the last statement of a text of some day, its speaker linked to the invented table."""
    article, tagged = mark(marked)
    return speakers(article, tagged, statements(article, tagged), known=Known(world(), Period(day, day)))[-1]


def test_a_surname_with_an_office_is_no_namesake() -> None:
    wife = "First Lady {p:Nina Ostrov} came. "
    president = known(wife + "{s1:President {p:Ostrov}} {c1:said} {k1:no}.", "2019-07-01").speaker
    assert president.name == "Viktor Ostrov"
    assert president.why
    assert "President (Karsovia) from 2018-05-07" in president.why
    either = wife + "President {p:Ostrov} left. {s1:{p:Ostrov}} {c1:said} {k1:no}."
    assert known(either, "2019-07-01").speaker.name is None


TOLD = [
    ("{p:Ada Lund} met the board. She left on Monday. Later {s1:she} {c1:said} {k1:no}.", "Ada Lund"),
    (
        "{p:Ada Lund} met the board. It rained. She left. It rained. {s1:She} {c1:said} {k1:no}.",
        "Ada Lund",
    ),
    ("Mr. {p:Hugh Hast} and Ms. {p:Ada Hast} came. {p:Hast} spoke. {s1:She} {c1:said} {k1:no}.", "Ada Hast"),
    ("{p:Ada Lund} spoke. {s1:The Estmere senator} {c1:hopes} {k1:to win}. {s2:She} {c2:said} {k2:no}.", "Ada Lund"),
]


@pytest.mark.parametrize(("marked", "name"), TOLD)
def test_a_pronoun_follows_those_that_tell_the_story(marked: str, name: str) -> None:
    assert last(marked).speaker.name == name


ANSWERS = [
    ("Q&A with Minister {p:Ada Lund}\n\nBy {p:Hugh Hale}\n\nQ: Why?\n\n{s1:A}{c1::} {k1:No.}", "Ada Lund"),
    ("{p:Ada Lund} is mayor.\n\nQ: Why?\n\n{s1:A}{c1::} {k1:No.}", "Ada Lund"),
    ("{p:Ada Lund} beat {p:Hugh Hale}.\n\nQ: Why?\n\n{s1:A}{c1::} {k1:No.}", None),
    ("{p:Ada Lund} is mayor.\n\n{s1:A}{c1::} {k1:No.}", None),
]


@pytest.mark.parametrize(("marked", "name"), ANSWERS)
def test_who_answers_in_an_interview(marked: str, name: str | None) -> None:
    assert last(marked).speaker.name == name


def test_a_relative_named_next_says_nothing_of_whoever_stands_before() -> None:
    (statement,) = resolved("{s1:{p:Kim Hale}, her husband, {p:Tom Lund}, and others} {c1:said} {k1:no}.")
    assert statement.speaker.role is None


TIMES = [
    ("{s1:the Times} {c1:reported} {k1:that it rained}.", None, None, None),  # nobody's in particular
    ("The New York Times was there. {s1:The Times} {c1:reported} {k1:that it rained}.", None, None, "New York Times"),
    ("It rained. {s1:The Times} {c1:reported} {k1:that it rained}.", "New York Times", None, "New York Times"),
    ("It rained. {s1:The Times} {c1:reported} {k1:that it rained}.", "BBC", None, "Times"),
    ("It rained. {s1:The Times} {c1:reported} {k1:that it rained}.", None, "United Kingdom", "Times"),
    ("It rained. {s1:The Times} {c1:reported} {k1:that it rained}.", "CNN", "United States", None),
    ("The New York Times and the Irish Times came. {s1:The Times} {c1:said} {k1:that it rained}.", None, None, None),
    ("It rained. {s1:The Guardian} {c1:reported} {k1:that it rained}.", "CNN", "United States", "Guardian"),
]


@pytest.mark.parametrize(("marked", "outlet", "home", "expected"), TIMES)
def test_a_short_name_is_the_outlet_that_the_article_names(
    marked: str, outlet: str | None, home: str | None, expected: str | None
) -> None:
    article, tagged = mark(marked)
    found = statements(article, tagged)
    known = Known(table(), home=home)
    (speaker,) = [one.speaker for one in speakers(replace(article, outlet=outlet), tagged, found, known=known)]
    assert speaker.actor == (outlet_id(table().outlet(expected)) if expected else None)


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("{o:Calder Harbour Patrol} came. {s1:The {o:CHP}} {c1:said} {k1:it rained}.", "Calder Harbour Patrol"),
        ("{o:The Union of Lamp Makers} met. {k1:It rained}, {s1:the {o:ULM}} {c1:said}.", "Union of Lamp Makers"),
        ("{o:The Arab League} and {o:the World Bank} met. {s1:{o:NATO}} {c1:said} {k1:it rained}.", "NATO"),
        ("{o:The Council of Europe} came. {s1:The {o:CHP}} {c1:said} {k1:it rained}.", "CHP"),
    ],
)
def test_initials_are_the_body_that_the_article_writes_out(marked: str, name: str) -> None:
    article, tagged = mark(marked)
    (speaker,) = [one.speaker for one in speakers(article, tagged, statements(article, tagged), known=Known(table()))]
    assert speaker.name == name
    known = table().organisation(name)
    assert speaker.actor == (organisation_id(known) if known else person_id(name))


def test_a_statement_says_what_whoever_made_it_says() -> None:
    made = "{s9:The {o:Quay Board}} {c9:issued a statement denouncing} {k9:the raid}. It rained. "
    speaker = last(made + "{s1:The statement} {c1:said} {k1:no}.").speaker
    assert (speaker.name, speaker.how) == ("Quay Board", How.CONTEXT)
    assert last(made + "{s1:The letter} {c1:said} {k1:no}.").speaker.name is None
    assert last(made + "It rained. " * 8 + "{s1:The statement} {c1:said} {k1:no}.").speaker.name is None
    assert last("{s9:{p:Ada Lund}} {c9:statements} {k9:no}. {s1:The statement} {c1:said} {k1:no}.").speaker.name is None


def test_what_a_sentence_turns_to_is_not_who_speaks() -> None:
    spoke = "{s9:{p:Hugh Hale}} {c9:said} {k9:no}. It rained. "
    assert last(spoke + "Regarding {p:Bo Brandt}, {s1:he} {c1:said} {k1:no}.").speaker.name == "Hugh Hale"
    assert last(spoke + "On {p:Bo Brandt}’s plan, {s1:he} {c1:said} {k1:no}.").speaker.name == "Hugh Hale"


def test_the_agency_is_no_outlet_where_another_body_spoke_last() -> None:
    spoke = "{s9:{o:Reuters}} {c9:said} {k9:yes}. {s8:The {o:Quay Board}} {c8:said} {k8:yes}. "
    assert last(spoke + "{s1:The agency} {c1:said} {k1:no}.").speaker.name != "Reuters"
    assert last(spoke[:37] + "{s1:The agency} {c1:said} {k1:no}.").speaker.name == "Reuters"


STATE_BODIES = [
    # whichever way the state is told
    ("{s1:Norway's {o:Foreign Ministry}} {c1:said} {k1:no}.", "Norwegian Foreign Ministry", "Norway"),
    ("{s1:{o:Norway's Foreign Ministry}} {c1:said} {k1:no}.", "Norwegian Foreign Ministry", "Norway"),
    ("{s1:The Norwegian foreign ministry} {c1:said} {k1:no}.", "Norwegian Foreign Ministry", "Norway"),
    ("{s1:The {o:Ministry of Foreign Affairs} of Norway} {c1:said} {k1:no}.", "Norwegian Foreign Ministry", "Norway"),
    ("{s1:The foreign ministry in Oslo} {c1:said} {k1:no}.", "Norwegian Foreign Ministry", "Norway"),
    ("{s1:The army of Norway} {c1:said} {k1:no}.", "Norwegian army", "Norway"),
    ("{s1:The army of the Kingdom of Norway} {c1:said} {k1:no}.", "Norwegian army", "Norway"),
    ("{s1:Norway's embassy} {c1:said} {k1:no}.", "Norwegian embassy", "Norway"),
    # what has the name of another country's body
    ("{s1:Norway's {o:Conservative Party}} {c1:said} {k1:no}.", "Norwegian Conservative Party", "Norway"),
    # of no country
    ("{s1:Florida's {o:Supreme Court}} {c1:said} {k1:no}.", "Florida's Supreme Court", None),
    ("{s1:The {o:Supreme Court} of Ohio} {c1:said} {k1:no}.", "Supreme Court of Ohio", None),
    ("{s1:Georgia's {o:Supreme Court}} {c1:said} {k1:no}.", "Georgia's Supreme Court", None),
    # without its state: the one that spoke before
    (
        "{s9:Norway's {o:Navy}} {c9:said} {k9:yes}. {s1:The {o:Navy}} {c1:said} {k1:no}.",
        "Norwegian navy",
        "Norway",
    ),
]


@pytest.mark.parametrize(("marked", "name", "land"), STATE_BODIES)
def test_a_body_that_every_state_has_is_that_of_its_state(marked: str, name: str, land: str | None) -> None:
    article, tagged = mark(marked)
    speaker = speakers(article, tagged, statements(article, tagged), known=Known(table()))[-1].speaker
    assert (speaker.name, speaker.affiliation, speaker.how) == (name, land, How.ORGANISATION)
    known = table().organisation(name)
    assert speaker.actor == (organisation_id(known) if known else person_id(name))


def test_a_body_without_its_state_is_that_of_the_country_that_the_article_is_about_or_of_none() -> None:
    article, tagged = mark("{s1:The {o:Foreign Ministry}} {c1:said} {k1:no}.")
    found = statements(article, tagged)
    (at_home,) = speakers(article, tagged, found, known=Known(table(), home="Norway"))
    assert at_home.speaker.name == "Norwegian Foreign Ministry"
    (nowhere,) = speakers(article, tagged, found, known=Known(table()))
    assert (nowhere.speaker.name, nowhere.speaker.actor) == ("Foreign Ministry", None)


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("{p:Ada Lund has resigned, ending a dispute with her Quay} came.", ["Ada Lund"]),
        ("{p:Ada Lund\n\nThe mayor Ada Lund leaves} the hall.", ["Ada Lund"]),
        ("{p:Ada Ing - wen} came.", ["Ada Ing - wen"]),
        ("{p:H.E. Ada Lund} came.", ["Ada Lund"]),
        ("Then Heinz-{p:Christian Lund} came.", ["Heinz-Christian Lund"]),
        ("OSLO, Norway-{p:Ada Lund} came.", ["Ada Lund"]),
        ("{p:Ada al-Hast} came.", ["Ada al-Hast"]),
        ("{p:Ada Lund Rebukes} Lethmark Wardens Over Harbour", ["Ada Lund"]),
        ("Lethmark President Issues Stay-Home Order\n\nIt rained.", []),
        ("Lethmark President Issues Stay-Home order to the crews of its ships\n\nIt rained.", []),
    ],
)
def test_names_end_before_what_is_no_name(marked: str, names: list[str]) -> None:
    assert named(marked) == names


def test_a_relative_of_the_same_surname_is_not_whoever_bears_it_alone() -> None:
    told = "{s1:{p:Lund}} {c1:said} {k1:no}. Her father, the mayor {p:Bo Lund}, fell. {s2:{p:Lund}} {c2:said} {k2:so}."
    assert last(told).speaker.name == "Lund"
    assert last(told.replace("Her father, the", "The")).speaker.name == "Bo Lund"


AGED = [
    (
        "{s1:{p:Ada Lund}, 63,} {c1:said} {k1:no}. {p:Hugh Hale} came. {s2:The 63-year-old} {c2:said} {k2:yes}.",
        "Ada Lund",
    ),
    ("{s1:{p:Ada Lund}} {c1:said} {k1:no}. {p:Hugh Hale} came. {s2:The 63-year-old} {c2:said} {k2:yes}.", "Ada Lund"),
    (
        "{s1:{p:Ada Lund}} {c1:said} {k1:no}. {s3:{p:Hugh Hale}} {c3:said} {k3:maybe}. "
        "{s2:The 63-year-old} {c2:said} {k2:yes}.",
        None,
    ),
]


@pytest.mark.parametrize(("marked", "name"), AGED)
def test_an_age_is_that_of_whom_it_is_told_or_of_the_only_speaker(marked: str, name: str | None) -> None:
    assert last(marked).speaker.name == name


def test_a_statement_speaks_on_for_whoever_made_it() -> None:
    marked = (
        "{s1:{p:Ada Lund}} {c1:said in a statement} {k1:that it rained}. {k2:“It rains,”} {s2:the statement} {c2:said}."
    )
    assert (last(marked).speaker.name, last(marked).speaker.how) == ("Ada Lund", How.CONTEXT)
    assert last(marked.replace("the statement", "the report")).speaker.name is None


def test_nobody_goes_on_to_speak_of_himself_by_name() -> None:
    marked = "{k1:“No,”} {s1:{p:Ada Lund}} {c1:said}.\n\n“%s will be remembered for that, and for nothing else.”"
    assert last(marked % "It").speaker.name == "Ada Lund"
    assert last(marked % "Lund").speaker.name is None


def test_a_quotation_without_a_source_is_of_the_one_who_says_its_words_below() -> None:
    marked = "{k1:“The harbour stays open”}\n\n{k2:“The harbour stays open, as ever,”} {s2:{p:Ada Lund}} {c2:said}."
    first, _ = resolved(marked)
    assert (first.speaker.name, first.speaker.how) == ("Ada Lund", How.CONTEXT)
    first, _ = resolved(marked.replace("stays open”", "will close”"))
    assert first.speaker.name is None


def test_a_leader_is_of_the_country_before_the_noun_not_of_one_in_a_clause_behind() -> None:
    marked = "In Karsovia {s1:the Karsovian leader, who was educated in {l:Russia},} {c1:said} {k1:no}."
    assert last(marked).speaker.affiliation == "Karsovia"


def test_a_surname_alone_is_who_held_the_office_that_a_source_names() -> None:
    marked = "{k1:“It is so,”} {s1:{p:Aliyev}} {c1:said}. {k2:“We know,”} {s2:the Azerbaijani president} {c2:said}."
    article, tagged = mark(marked)
    known = Known(table(), Period("2024-12-30", "2024-12-30"))
    found = speakers(article, tagged, statements(article, tagged), known=known)
    assert [one.speaker.name for one in found] == ["Ilham Aliyev", "Ilham Aliyev"]


def test_an_office_is_held_by_whom_the_article_names_before_whom_it_does_not() -> None:
    marked = (
        "Of {l:Russia} and {l:Russia} and {l:Russia} {s1:{p:Theresa May}} {c1:said} {k1:no}. "
        "{s2:The Prime Minister} {c2:said} {k2:that {l:Russia} knew}."
    )
    article, tagged = mark(marked)
    known = Known(table(), Period("2018-03-12", "2018-03-12"), home="Russia")
    found = speakers(article, tagged, statements(article, tagged), known=known)
    assert [one.speaker.name for one in found] == ["Theresa May", "Theresa May"]


def test_a_body_whose_initials_are_a_word_is_no_pronoun() -> None:
    assert last("It came on, {s1:{o:WHO}} {c1:says} {k1:now}.").speaker.how == How.ORGANISATION
    assert last("{p:Ada Lund}, {s1:who} {c1:says} {k1:no}, came.").speaker.name == "Ada Lund"
    assert last("{p:ADA LUND}, {s1:WHO} {c1:SAYS} {k1:NO}, CAME.").speaker.how == How.PRONOUN


FITTING = [  # what is told of somebody fits, though in other words
    (
        "{s9:{o:OQL} chief {p:Ada Lund}} {c9:said} {k9:no}. "
        "{s1:The head of the {o:Organisation of Quays and Locks}} {c1:said} {k1:yes}.",
        "Ada Lund",
    ),
    (
        "{s9:{o:OQL} chief {p:Ada Lund}} {c9:said} {k9:no}. "
        "{s1:The head of the {o:Office of Locks}} {c1:said} {k1:yes}.",
        None,
    ),
    ("{s9:Defence minister {p:Ada Lund}} {c9:said} {k9:no}. {s1:The defence chief} {c1:said} {k1:yes}.", "Ada Lund"),
    ("{s9:Finance minister {p:Ada Lund}} {c9:said} {k9:no}. {s1:The defence chief} {c1:said} {k1:yes}.", None),
    ("{p:Ada Lund} left the field. {s1:The 29-year-old} {c1:said} {k1:yes}.", "Ada Lund"),
    ("{p:Ada Lund} passed the ball to {p:Bo Hast}. {s1:The 29-year-old} {c1:said} {k1:yes}.", None),
    (
        "{s9:{p:Ada Lund}, 29,} {c9:said} {k9:no}. {p:Bo Hast} left. {s1:The 29-year-old striker} {c1:said} {k1:yes}.",
        "Ada Lund",
    ),
    (
        "{s9:The minister {p:Ada Lund}} {c9:said} {k9:no}. After a talk with {p:Bo Hast}, {s1:the "
        "minister} {c1:said} {k1:yes}.",
        "Ada Lund",
    ),
    ("{s9:{p:Awad Ibn Aul}} {c9:said} {k9:no}. {s1:{p:Ibn Oul}} {c1:said} {k1:yes}.", "Awad Ibn Aul"),
    ("{s9:{p:Awad Ibn Aul}} {c9:said} {k9:no}. {p:Ibn Oul} left. {s1:{p:Oul}} {c1:said} {k1:yes}.", "Awad Ibn Aul"),
    (
        "{p:Ada Lund France}, sports news. {s9:{p:Ada Lund}} {c9:said} {k9:no}. {s1:{p:Lund}} {c1:said} {k1:yes}.",
        "Ada Lund",
    ),
    ("{s1:Lethmark President} {c1:Calls} for {k1:New Talks}\n\nLethmark President {p:Ada Lund} spoke.", "Ada Lund"),
    (
        "{s1:{p:Hugh}'s Claim} {c1:Angers} {k1:Many}\n\nThe video shows {p:Hugh Hale} and his wife, "
        "{p:Ada Hale}. {s2:{p:Hale}} {c2:said} {k2:yes}.",
        "Hugh Hale",
    ),
]


@pytest.mark.parametrize(("marked", "name"), FITTING)
def test_who_is_called_in_other_words(marked: str, name: str | None) -> None:
    assert last(marked).speaker.name == name


SPELT = [  # one letter in a long surname, and no other name with it
    ("{s9:{p:Ali Hajizade}} {c9:said} {k9:no}. {s1:{p:Hadjizade}} {c1:said} {k1:yes}.", "Ali Hajizade"),
    ("{s9:{p:Ivan Petrovsk}} {c9:said} {k9:no}. {s1:{p:Petrovska}} {c1:said} {k1:yes}.", "Petrovska"),
    (
        "{s9:{p:Bo Hansson}} {c9:said} {k9:no}. {p:Ada Hanssen} left. {s1:{p:Hanssen}} {c1:said} {k1:yes}.",
        "Ada Hanssen",
    ),
    (
        "{p:Marten Wintekorn} waits. {s9:{p:Marten Winterkorn}} {c9:said} {k9:no}. {p:Marten Winterkorn} left. "
        "{s1:{p:Winterkorn}} {c1:said} {k1:yes}.",
        "Marten Winterkorn",
    ),
    ("{s1:{p:lundAda Lund}} {c1:said} {k1:yes}.", "Ada Lund"),
    (
        "{p:Bo Hast}, the general, fell. {s8:Gen. {p:Ada Lund}, commander of the {o:Quay Guard},} {c8:said} {k8:no}. "
        "{s1:the general} {c1:said} {k1:yes}.",
        "Ada Lund",
    ),
    ("{s1:France, the US and Norway} {c1:condemned} {k1:the strike}.", None),
    ("{s1:France, which has ships,} {c1:condemned} {k1:the strike}.", "France"),
    ("{s1:{o:Capital FM}} {c1:reported} {k1:the strike}.", "Capital FM"),
    ("@{s1:{p:AdaLund}} {c1:condemned} {k1:the strike}.", None),
]


@pytest.mark.parametrize(("marked", "name"), SPELT)
def test_names_as_articles_spell_them(marked: str, name: str | None) -> None:
    assert last(marked).speaker.name == name


def test_a_verb_after_an_office_in_a_headline_is_nobody() -> None:
    marked = (
        "{s1:Lethmark President {p:Calls}} {c1:on} {k1:Board to Open Lock}\n\nLethmark President {p:Ada Lund} spoke."
    )
    assert named(marked) == ["Ada Lund"]


NAMED_BELOW = [  # a source of which only what is said below tells who it is
    ("{s1:A Lethmark commander} {c1:says} {k1:he accepts all responsibility for the flooded lock}. ", "Ada Lund"),
    (
        "{s1:The boss of the {o:Quay Guard}} {c1:says} {k1:he accepts all responsibility for the flooded lock}. ",
        "Ada Lund",
    ),
    ("{s1:Another commander} {c1:says} {k1:he accepts all responsibility for the flooded lock}. ", None),
    ("{s1:A host of commanders} {c1:says} {k1:he accepts all responsibility for the flooded lock}. ", None),
    ("{s1:Two commanders} {c1:say} {k1:they accept all responsibility for the flooded lock}. ", None),
    ("{s1:A harbour doctor} {c1:says} {k1:he accepts all responsibility for the flooded lock}. ", None),
    ("{s1:A commander} {c1:says} {k1:the weather will be fine}. ", None),
    ("{s1:A commander}, on condition of anonymity, {c1:accepts} {k1:all responsibility for the flooded lock}. ", None),
]
BELOW = (
    "It rained. {s8:{p:Ada Lund}, commander of the {o:Quay Guard},} {c8:said} {k8:“I take all responsibility, "
    "as the flooded lock was ours.”} {s9:{p:Bo Hast}, a doctor,} {c9:said} {k9:nobody was hurt at the lock}."
)


@pytest.mark.parametrize(("marked", "name"), NAMED_BELOW)
def test_who_is_told_of_before_the_name_is_known_by_the_words(marked: str, name: str | None) -> None:
    found = resolved(marked + BELOW)
    assert found[0].speaker.name == name
    assert [one.speaker.name for one in found[-2:]] == ["Ada Lund", "Bo Hast"]
    assert found[-2].speaker.role == "commander of the Quay Guard"


def test_what_follows_a_source_that_was_told_of_is_told_by_it() -> None:
    marked = (
        "{s1:A Lethmark commander} {c1:says} {k1:he accepts all responsibility for the flooded lock}. "
        "{k2:“It was our watch”}, {s2:the commander} {c2:said}. "
    )
    assert [one.speaker.name for one in resolved(marked + BELOW)[:2]] == ["Ada Lund", "Ada Lund"]
