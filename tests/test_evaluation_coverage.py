"""The scorer of matching on real coverage, on invented statements; and that the gold is whole."""

from dataclasses import replace

from evaluation import coverage
from evaluation.coverage import Found, Labelled, counts, errors, found, read_gold, score
from onrecord.types import Form, Speaker, Statement

GOLD = Labelled("s", "develop", "ecb", "a", 0, 10, "1", "1", frozenset())


def statement(name: str, *, start: int = 0, form: Form = Form.DIRECT, speaker: str | None = "Ada Lund") -> Statement:
    return Statement(name, "a", ((start, start + 10),), "we will wait", form, None, Speaker(None, speaker))


def pair(same: bool, joined: bool, *, doubtful: bool = False, speaker: str | None = "Ada Lund") -> list[Found]:
    two = replace(GOLD, number="2", utterance="1" if same else "2")
    one = replace(GOLD, doubtful=frozenset({"2"}) if doubtful else frozenset())
    left, right = statement("x"), statement("y", speaker=speaker)
    return [Found(one, replace(left, utterance="u")), Found(two, replace(right, utterance="u" if joined else "v"))]


def test_pairs_are_counted_by_form_and_name() -> None:
    assert counts(pair(same=True, joined=True))["direct_mixed"] == (1, 1, 1)
    assert counts(pair(same=True, joined=False))["direct_mixed"] == (0, 0, 1)
    assert counts(pair(same=False, joined=True))["direct_mixed"] == (0, 1, 0)
    assert counts(pair(same=False, joined=True, speaker=None))["direct_mixed_nameless"] == (0, 1, 0)


def test_doubtful_pairs_are_left_out_and_what_follows_from_them() -> None:
    assert counts(pair(same=False, joined=True, doubtful=True))["direct_mixed"] == (0, 0, 0)
    whole = Found(replace(GOLD, doubtful=frozenset({"3"})), replace(statement("x"), utterance="u"))
    part = Found(replace(GOLD, number="2"), replace(statement("y"), utterance="u"))
    rest = Found(replace(GOLD, number="3", utterance="3"), replace(statement("z"), utterance="u"))
    assert counts([whole, part, rest])["direct_mixed"] == (1, 1, 1)


def test_b_cubed_and_errors() -> None:
    good, missed = pair(same=True, joined=True), pair(same=True, joined=False)
    assert score(good)["b_cubed"].recall == 1
    assert score(missed)["b_cubed"].recall == 0.5
    assert score(missed)["b_cubed"].precision == 1
    assert [text.split()[0] for text in errors(missed)] == ["missed"]
    assert [text.split()[0] for text in errors(pair(same=False, joined=True))] == ["WRONG"]
    assert list(errors(good)) == []


def test_statements_are_found_again_by_their_place_each_once() -> None:
    read = {("ecb", "a"): [statement("x", start=1), statement("y", start=40)]}
    rows = [GOLD, replace(GOLD, number="2", start=2, end=11), replace(GOLD, number="3", start=60, end=70)]
    assert [(one.gold.number, one.statement.id) for one in found(rows, read)] == [("1", "x")]


def test_the_gold_is_whole() -> None:
    rows = read_gold()
    assert {one.half for one in rows} == set(coverage.HALVES)
    assert len({one.story for one in rows}) == len({(one.story, one.half) for one in rows}) >= 50
    assert len({(one.story, one.number) for one in rows}) == len(rows)
    assert [one for one in rows if not 0 <= one.start < one.end] == []
    numbers = {(one.story, one.number) for one in rows}
    assert {(one.story, number) for one in rows for number in one.doubtful} <= numbers
    sizes: dict[tuple[str, str], int] = {}
    for one in rows:
        sizes[one.story, one.utterance] = sizes.get((one.story, one.utterance), 0) + 1
    assert sum(size * (size - 1) // 2 for size in sizes.values()) >= 600
