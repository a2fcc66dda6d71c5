"""Stable hashes, shingles, and what meets under a key: the near-linear part of matching."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Weights = NDArray[np.float64]

_ODD = 0x9E3779B97F4A7C15  # 2 ** 64 / golden ratio (Knuth, multiplicative hashing)
_MASK = (1 << 64) - 1
_RUN = 5  # words
_EVERY = 3  # of so many neighbouring runs one is a key: seven equal words in a row have one in common
_FEWEST = 8  # words of a statement whose wording tells who made it


@lru_cache(1 << 18)
def hashed(text: str) -> int:
    """Return 64 bits that are the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def mixed(one: int, two: int) -> int:
    """Return one hash for two, order included."""
    return ((one * _ODD ^ two) * _ODD) & _MASK


def runs(words: Sequence[str], width: int) -> Hashes:
    """Return the hash of each run of ``width`` words, in order; of all words when there are fewer."""
    codes = np.fromiter((hashed(word) for word in words), np.uint64, len(words))
    if not len(codes):
        return codes
    width = min(width, len(codes))
    found = np.zeros(len(codes) - width + 1, np.uint64)
    with np.errstate(over="ignore"):
        for at in range(width):
            found = (found ^ codes[at : at + len(found)]) * np.uint64(_ODD)
            found ^= found >> np.uint64(29)
    return found


def wording(words: Sequence[str]) -> Hashes:
    """Return the hashes by which a wording is recognised, whoever said it: the least of each few runs (winnowing).

    Schleimer, Wilkerson and Aiken 2003: seven equal words in a row have a hash in common.
    """
    if len(words) < _FEWEST:
        return np.empty(0, np.uint64)
    found = runs(words, _RUN)
    windows = np.lib.stride_tricks.sliding_window_view(found, min(_EVERY, len(found)))
    return np.unique(windows.min(axis=1))


def shingles(words: Sequence[str], width: int) -> Hashes:
    """Return the hashes of the runs of ``width`` words, sorted, each once."""
    return np.unique(runs(words, width))


def meeting(items: Sequence[Hashes], least: Sequence[float]) -> list[tuple[int, int]]:
    """Return pairs, left < right, among which are all that share as many keys as one of the two asks for.

    An item that must share ``least`` of its keys shares one of its rarest: the others together are too few.
    """
    keys = np.concatenate([*items, np.empty(0, np.uint64)])
    rows = np.repeat(np.arange(len(items)), [len(one) for one in items])
    _, number, counts = np.unique(keys, return_inverse=True, return_counts=True)
    order = np.lexsort((-counts[number], rows))  # the commonest first
    place = np.arange(len(order)) - np.searchsorted(rows, rows)  # within its item
    probing = order[place + 1 >= np.asarray([*least, 0.0])[rows[order]]]
    by_key = np.argsort(number, kind="stable")
    starts = np.cumsum(counts) - counts
    sizes = counts[number[probing]]
    left = np.repeat(rows[probing], sizes)
    offset = np.arange(len(left)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    right = rows[by_key[np.repeat(starts[number[probing]], sizes) + offset]]
    apart = left != right
    codes = np.unique(np.minimum(left, right)[apart] << 32 | np.maximum(left, right)[apart])
    return list(zip((codes >> 32).tolist(), (codes & 0xFFFFFFFF).tolist(), strict=True))
