from evaluation import pairs


def test_there_are_enough_pairs_in_both_halves_and_no_story_is_in_two():
    statements = pairs.read()
    labels = [label for _, _, label in pairs.pairs(statements)]
    assert len(labels) >= 600
    assert set(labels) == {"utterance", "talking point", "different"}
    assert {one.half for one in statements} == set(pairs.HALVES)
    assert len({one.story for one in statements}) == len({(one.story, one.half) for one in statements})


def test_no_different_statements_are_joined_and_targets_are_met():
    scores = pairs.score(pairs.read(), "report")
    assert scores["direct_mixed"].precision >= 0.97
    assert scores["direct_mixed"].recall >= 0.90
    assert scores["indirect"].precision >= 0.97
    assert scores["indirect"].recall >= 0.75
    assert scores["talking_points"].recall == 1
