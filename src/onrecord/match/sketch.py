"""Stable hashes, shingles, and neighbours under a key: the near-linear part of matching.

Items that share a key (a rare word, a shingle) are candidates. A key that many items share would make a square of
pairs, so each item meets only the next few under that key in a given order (sorted neighbourhood, Hernandez and Stolfo
1995): n items with m keys each give at most ``n * m * reach`` pairs, whatever the text.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Rows = NDArray[np.int64]
Weights = NDArray[np.float64]

_ODD = 0x9E3779B97F4A7C15  # 2 ** 64 / golden ratio (Knuth, multiplicative hashing)
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of items (``left < right``, each pair once, sorted) with the summed weight of the keys they met under."""

    left: Rows
    right: Rows
    weight: Weights


@lru_cache(1 << 18)
def hashed(text: str) -> int:
    """Return 64 bits that are the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def mixed(one: int, two: int) -> int:
    """Return one hash for two, order included."""
    return ((one * _ODD ^ two) * _ODD) & _MASK


def shingles(words: Sequence[str], width: int) -> Hashes:
    """Return the hashes of each run of ``width`` words, sorted, each once; of all words when there are fewer."""
    codes = np.fromiter((hashed(word) for word in words), np.uint64, len(words))
    if not len(codes):
        return codes
    width = min(width, len(codes))
    runs = np.zeros(len(codes) - width + 1, np.uint64)
    with np.errstate(over="ignore"):
        for at in range(width):
            runs = (runs ^ codes[at : at + len(runs)]) * np.uint64(_ODD)
            runs ^= runs >> np.uint64(29)
    return np.unique(runs)


def neighbours(keys: Hashes, rows: Rows, weights: Weights, *, order: Rows, reach: int) -> Pairs:
    """Pair the rows that share a key with the next ``reach`` rows under it.

    keys, rows, weights: one entry each for every key of every row. order: rank of each row; ties go by row number.
    """
    sort = np.lexsort((rows, order[rows], keys))
    keys, rows, weights = keys[sort], rows[sort], weights[sort]
    codes, values = [], []
    for step in range(1, min(reach, len(keys) - 1) + 1):
        meet = np.flatnonzero((keys[step:] == keys[:-step]) & (rows[step:] != rows[:-step]))
        one, two = rows[meet], rows[meet + step]
        codes.append(np.minimum(one, two) << 32 | np.maximum(one, two))
        values.append(weights[meet])
    if not codes:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float64))
    found, where = np.unique(np.concatenate(codes), return_inverse=True)
    summed: Weights = np.bincount(where, weights=np.concatenate(values), minlength=len(found)).astype(np.float64)
    return Pairs(found >> 32, found & 0xFFFFFFFF, summed)
