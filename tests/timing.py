"""Whether work takes time in proportion to its size, told through the noise of a machine that does other things."""

from collections.abc import Callable

_TIMES = 4  # as much work
_AT_MOST = 12  # times as long; if time grew with the square, it would be 16
_LEAST = 0.02  # seconds: what takes less is mostly noise
_TRIES = 5


def assert_linear(seconds: Callable[[int], float], size: int) -> None:
    """Fail when four times the size takes more than twelve times as long, in each of several tries."""
    best: dict[int, float] = {}
    for _ in range(_TRIES):
        for count in (size, _TIMES * size):
            best[count] = min(best.get(count, float("inf")), seconds(count))
        if best[_TIMES * size] < _AT_MOST * max(best[size], _LEAST):
            return
    raise AssertionError(f"{size}: {best[size]:.3f} s; {_TIMES * size}: {best[_TIMES * size]:.3f} s")
