"""What an article is about, in a few words: two articles that share enough of them tell of one thing.

>>> sorted(topic("The lock is shut. The lock keeper shut it on Monday, the wardens said."))[:3]
['keeper', 'lock', 'monday']
"""

import math
from collections import Counter
from functools import lru_cache
from heapq import nsmallest

from onrecord.match.words import expand, stems, tokens, weight

SIZE = 20  # words
_READ = 4000  # characters of an article that are looked at: its beginning tells what it is about


def topic(text: str) -> tuple[str, ...]:
    """Return the stems that tell an article best, by how often they come and how much they say; sorted."""
    counts: Counter[str] = Counter()
    for token, number in Counter(tokens(text[:_READ])).items():
        for one in stems(word for word in expand(token) if len(word) > 1):
            counts[one] += number
    worth = {one: (1 + math.log(number)) * weight(one) for one, number in counts.items()}
    return tuple(sorted(nsmallest(SIZE, worth, key=lambda one: (-worth[one], one))))


@lru_cache(1 << 16)
def together(one: frozenset[str], two: frozenset[str]) -> float:
    """Return the share of the shorter list of words that is in both; 0 where either is not known."""
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0
