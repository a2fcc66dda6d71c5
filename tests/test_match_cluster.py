import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import match
from onrecord.actors import person_id
from onrecord.types import Form, PairJudgement, StatementRow, digest

LINES = (
    "The river does not ask either bank for permission, and neither shall we.",
    "The upper lock will stay shut until the wardens have counted every barge.",
    "My grandmother sold eels on this quay and nobody searched her basket.",
    "Yes.",
)


def row(id, text=LINES[0], *, speaker="Mara Oduya", said="2031-05-04", form=Form.DIRECT, day=None, **fields):
    return StatementRow(
        id=id,
        article=f"article of {id}",
        text=text,
        form=form,
        speaker=speaker,
        said_earliest=said,
        said_latest=said,
        published_earliest=day,
        published_latest=day,
        **fields,
    )


def groups(rows, judgements=()):
    return sorted(sorted(each.statements) for each in match.utterances(rows, judgements))


def test_every_statement_is_in_one_utterance():
    rows = [row("a"), row("b"), row("c", LINES[1]), row("d", LINES[3]), row("e", LINES[3])]
    assert groups(rows) == [["a", "b"], ["c"], ["d"], ["e"]]


def test_no_statements():
    assert match.utterances([]) == []
    assert match.links([]) == []


def test_an_utterance_tells_speaker_time_and_witness():
    rows = [
        row("a", LINES[0][:50], speaker="Oduya", day="2031-05-06"),
        row("b", said=None, day="2031-05-05"),
        row("c", form=Form.INDIRECT, day="2031-05-04"),
    ]
    (one,) = match.utterances(rows)
    assert one.speaker == "Mara Oduya"
    assert (one.earliest, one.latest) == ("2031-05-04", "2031-05-04")
    assert one.statements == ("c", "b", "a")  # as they were published
    assert one.witness == "b"  # direct and fuller than a


def test_a_primary_source_is_the_witness():
    rows = [row("a", LINES[0] + " " + LINES[1]), row("b", primary=True)]
    (one,) = match.utterances(rows)
    assert one.witness == "b"


def test_the_id_stays_when_later_articles_join():
    rows = [row("m", day="2031-05-05"), row("k", day="2031-05-06")]
    (before,) = match.utterances(rows)
    (after,) = match.utterances([*rows, row("a", day="2031-05-07"), row("z", day="2031-05-07")])
    assert before.id == after.id == digest("utterance", "m")


def test_a_surname_does_not_chain_two_people():
    rows = [row("a", speaker="Mara Oduya"), row("b", speaker="Oduya"), row("c", speaker="Musa Oduya")]
    found = groups(rows)
    assert ["a", "b", "c"] not in found
    assert not any({"a", "c"} <= set(group) for group in found)


def test_a_surname_that_is_an_actor_of_its_own_joins_whoever_it_fits():
    rows = [row(name[:1], speaker=name, actor=person_id(name)) for name in ("Oduya", "Mara Oduya")]
    assert groups(rows) == [["M", "O"]]
    musa = row("U", speaker="Musa Oduya", actor=person_id("Musa Oduya"))
    assert not any({"M", "U"} <= set(group) for group in groups([*rows, musa]))
    known = [replace(rows[0], actor="q1"), replace(rows[1], actor="q2")]  # as a judgement has it
    assert groups(known) == [["M"], ["O"]]


def test_an_unknown_speaker_does_not_chain_two_people():
    rows = [row("a"), row("b", speaker=None), row("c", speaker="Ilse Brandt")]
    assert not any({"a", "c"} <= set(group) for group in groups(rows))


def test_an_unknown_day_does_not_chain_two_occasions():
    rows = [row("a"), row("b", said=None), row("c", said="2033-05-04")]
    assert not any({"a", "c"} <= set(group) for group in groups(rows))


def test_judgements_override():
    rows = [row("a"), row("b"), row("c", LINES[1]), row("d", LINES[2], speaker="Ilse Brandt", said="2033-01-01")]
    assert groups(rows, [PairJudgement("b", "a", same=False)]) == [["a"], ["b"], ["c"], ["d"]]
    assert groups(rows, [PairJudgement("d", "a", same=True)]) == [["a", "b", "d"], ["c"]]
    unknown = [PairJudgement("a", "nobody", same=True), PairJudgement("a", "a", same=False)]
    assert groups(rows, unknown) == groups(rows)


def test_different_beats_same_and_every_chain():
    rows = [row("a"), row("b"), row("c")]
    judged = [PairJudgement("a", "b", same=True), PairJudgement("a", "b", same=False)]
    found = groups(rows, judged)
    assert not any({"a", "b"} <= set(group) for group in found)
    assert sorted(map(len, found)) == [1, 2]


rows_strategy = st.lists(
    st.builds(
        row,
        id=st.integers(0, 40).map("s{:02}".format),
        text=st.sampled_from(LINES) | st.text(max_size=30),
        speaker=st.sampled_from(["Mara Oduya", "Oduya", "Musa Oduya", "Ilse Brandt", None]),
        said=st.sampled_from(["2031-05-04", "2033-05-04", None]),
        day=st.sampled_from(["2031-05-05", "2031-05-09", None]),
        form=st.sampled_from(Form),
    ),
    max_size=20,
    unique_by=lambda each: each.id,
)
judgements_strategy = st.lists(
    st.builds(
        PairJudgement,
        st.integers(0, 40).map("s{:02}".format),
        st.integers(0, 40).map("s{:02}".format),
        same=st.booleans(),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=60)
@given(rows_strategy, judgements_strategy, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_nothing_is_lost(rows, judgements, chance):
    found = match.utterances(rows, judgements)
    shuffled, judged = chance.sample(rows, len(rows)), chance.sample(judgements, len(judgements))
    assert match.utterances(shuffled, judged) == found
    assert sorted(name for each in found for name in each.statements) == sorted(each.id for each in rows)
    together = {frozenset((one, two)) for each in found for one in each.statements for two in each.statements}
    for judgement in judgements:
        if not judgement.same and judgement.left != judgement.right:
            assert frozenset((judgement.left, judgement.right)) not in together


@settings(deadline=None, max_examples=40)
@given(rows_strategy)
def test_no_utterance_has_two_speakers_or_two_occasions(rows):
    by_id = {each.id: each for each in rows}
    for utterance in match.utterances(rows):
        members = [by_id[name] for name in utterance.statements]
        assert len({each.said_earliest for each in members} - {None}) <= 1
        assert len({each.speaker for each in members} - {None, "Oduya"}) <= 1
        assert utterance.witness in utterance.statements


@pytest.mark.parametrize("outlets", [60, 300])
def test_many_outlets_on_one_line_are_one_utterance(outlets):
    chance = random.Random(1)
    rows = [row(f"s{n:03}", day=f"2031-05-{5 + n % 9:02}", said=None) for n in range(outlets)]
    words = LINES[0].split()
    rows = [replace(each, text=" ".join(words[chance.randrange(3) :])) for each in rows]
    assert len(match.utterances(rows)) == 1


def printed(id, article, text, **fields):
    return replace(row(id, text, **fields), article=article)


def printed_apart(outlets):
    return [
        printed(f"{outlet} {line}", f"article {outlet}", text)
        for outlet in range(outlets)
        for line, text in enumerate(LINES[:2])
    ]


@pytest.mark.parametrize(("outlets", "expected"), [(3, 1), (4, 2), (6, 2)])
def test_what_runs_two_quotations_together_does_not_join_them(outlets, expected):
    """Unless hardly anybody has them apart: then they may well be one."""
    bridge = printed("bridge", "bridge", f"{LINES[0]} ... {LINES[1]}")
    found = groups([*printed_apart(outlets), bridge])
    assert len(found) == expected
    assert expected == 1 or all(len({name[-1] for name in one} - {"e"}) == 1 for one in found)


@pytest.mark.parametrize("seed", range(8))
def test_ids_do_not_tell_which_of_two_equally_close_groups_it_joins(seed):
    """They depend on where an article was read from."""
    rows = [*printed_apart(6), printed("bridge", "bridge", f"{LINES[0]} ... {LINES[1]}")]
    names = random.Random(seed).sample(range(100), len(rows))
    renamed = [
        replace(each, id=f"s{name:02}", article=f"article {name}") for each, name in zip(rows, names, strict=True)
    ]
    texts = {each.id: each.text for each in (*rows, *renamed)}
    assert len({str(sorted(sorted(map(texts.get, group)) for group in groups(each))) for each in (rows, renamed)}) == 1


def test_a_headline_and_a_lead_of_one_article_join_no_quotations_either():
    both = f"{LINES[0]} ... {LINES[1]}"
    bridges = [printed("head", "bridge", both, headline=True), printed("lead", "bridge", f"Now: {both}")]
    assert len(groups([*printed_apart(6), *bridges])) == 2


@pytest.mark.parametrize("more", ["", " for permission"])
def test_one_link_of_reported_speech_joins_no_two_groups(more):
    one = [printed("0 0", "one 0", LINES[0]), printed("0 1", "one 1", "“asks for permission, and neither shall we”")]
    two = [printed("1 0", "two 0", LINES[1]), printed("1 1", "two 1", "“until the wardens have counted every barge”")]
    text = f"that the river had not asked either bank{more}, and the upper lock stayed shut until a count"
    retold = printed("retold", "three", text, form=Form.INDIRECT)
    assert len(groups([one[0], two[0], retold])) == 1
    assert sorted(map(len, groups([*one, *two, retold]))) == [2, 3]
