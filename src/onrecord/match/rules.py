"""What two statements must show to be one utterance: every threshold, and which run set it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """What a pair must show. Set with ``evaluation/match.py`` on the sample gold, 2026-11-23.

    What concerns reported speech (indirect, at_odds_retold, weak, weak_shared) was set with ``evaluation/pairs.py`` on
    its half ``develop``, 2026-11-26: recall .646 before, .917 after, precision 1. The precision on the sample gold was
    looked at when indirect and weak were chosen (0.7 for indirect lost some).

    What concerns real coverage (from spoken to near below) was set with ``evaluation/coverage.py`` on its half
    ``develop``, and on what one speaker said in PolNeAR train weeks apart, 2026-11-27.

    spoken: factor on what is needed where neither is reported speech, and the time is known. retold_stems,
    retold_words: what reported speech must share, and how long it must be: "the plan" reports nothing in particular.
    again: share of the shorter one's weight, and of its words in order, from which on an article may quote an utterance
    twice. verbatim: words in a row that are enough between quotations of one speaker. repeated, repeated_length: words,
    and share of the longer one's, from which on reported speech in nearly the same words (``alike``) is one.
    alike_source, alike_stems: factor, and words that must be shared, where both sources are nobody by name, but of one
    kind. unknown_spoken: shared weight, by the square of its share, that is enough between quotations where no speaker
    has a name. unknown_near: the same where one may have a name, and the articles tell of one thing (between articles
    of the 54 stories, 53 pairs of one utterance and no others have as much). near: share of the words that tell
    articles best, from which on two tell of one thing: then a time of quotations that is not known is close. Asking
    for less there between quotations was tried: on the other half it was wrong as often as right.

    What concerns one occasion (occasion to phrase) was set by reading 28 stories of public pages, each of what was said
    on one or two days, and on ``evaluation/coverage.py`` develop, 2026-11-27. Weight needed between what two outlets
    print of one speaker within two days, or in articles about one thing: occasion, where neither puts some words in
    quotation marks and not the others; occasion_held, where one does and at least ``held`` of the weight of these words
    is in the other; each for none of the two reported speech, and for one. occasion_alike: share of the shorter one's
    words in order that this asks for, and that two quotations ask for. phrase: weight from which on all that one has in
    quotation marks, standing in those of the other, is enough within two days: "a slap in the face", but not "war".
    phrase_word: the same of a single word. little, little_alike: a statement of less weight than that is like another
    only with so much of it in order: "change" is in all that is said of a change (set by reading 30 stories of public
    pages, 2026-11-28). retold_longer: factor on what is needed of reported speech in two articles, one of which holds
    twice as much. near_retold: weight needed where the articles are about one thing, the speaker is one, and one of the
    two statements, or both, are reported speech (30 stories, as above).

    same_time, close, unknown_time: weight needed when all else is at its best, by how the times compare. indirect (for
    each of the two), surname: factors on it. at_odds, at_odds_retold: factor on the score when numbers or denial differ
    in a rewording, or in reported speech. alike: share of the shorter one's words, in order, from which on wording
    counts as nearly identical. phrase_words: a quoted phrase of fewer words must stand nearly so in the other, as
    "maximum pressure" is said again and again. unknown_words: words that such a wording must have when a speaker is not
    known. name, number: weight of a shared name or number. weak, weak_shared: score and shared weight from which on
    reported speech may belong with what it could report, if nothing in either article fits better (``cluster.py``).
    repeat_total, repeat_cover, repeat_alike: weight, share of the shorter one's, and share of its words in order, from
    which on statements of different occasions are one line.
    """

    same_time: float = 0.75
    spoken: float = 0.65
    retold_stems: int = 3
    retold_words: int = 6
    retold_longer: float = 1.5
    again: float = 0.8
    verbatim: int = 6
    repeated: int = 8
    repeated_length: float = 0.75
    alike_source: float = 1.5
    alike_stems: int = 4
    unknown_spoken: float = 2.0
    unknown_near: float = 1.2
    near: float = 0.25
    close: float = 1.2
    unknown_time: float = 1.8
    indirect: float = 0.8
    surname: float = 1.2
    at_odds: float = 0.67
    at_odds_retold: float = 0.42
    alike: float = 0.85
    unknown_words: int = 8
    occasion: tuple[float, float] = (0.45, 0.6)
    occasion_held: tuple[float, float] = (0.3, 0.45)
    occasion_alike: tuple[float, float] = (0.25, 0.5)
    near_retold: tuple[float, float] = (0.8, 0.7)
    held: float = 0.34
    phrase: float = 0.7
    phrase_word: float = 0.9
    little: float = 1.2
    little_alike: float = 0.6
    phrase_words: int = 5
    name: float = 0.35
    number: float = 0.6
    weak: float = 0.5
    weak_shared: float = 1.2
    repeat_total: float = 1.5
    repeat_cover: float = 0.8
    repeat_alike: float = 0.75

    @property
    def least(self) -> float:
        """The least weight that two statements must share, whatever is known of them."""
        return min(
            self.same_time * min(1.0, self.indirect) ** 2, *self.occasion, *self.occasion_held, *self.near_retold
        )


DEFAULT = Rules()
