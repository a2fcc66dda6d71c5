"""What an article is about, on invented articles."""

from onrecord.match.topic import SIZE, together, topic

TEXT = "The quarry at Skellby filled with water. The wardens of the quarry said that the water was nobody's fault."


def test_the_words_that_come_often_and_say_much_tell_an_article():
    assert {"quarry", "water", "skellby"} <= set(topic(TEXT))
    assert "the" not in topic(TEXT)
    assert list(topic(TEXT)) == sorted(topic(TEXT))


def test_there_are_never_many_and_of_nothing_none():
    long = " ".join(f"quarry{n} stone{n} harbour{n}" for n in range(100))
    assert len(topic(long)) == SIZE
    assert topic("") == topic("… — !") == ()


def test_two_articles_share_a_part_of_the_shorter_list():
    one, two = frozenset({"quarry", "water"}), frozenset({"water", "lock", "warden"})
    assert together(one, two) == together(two, one) == 0.5
    assert together(one, frozenset()) == 0
