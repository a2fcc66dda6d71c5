"""Sorted lists of facts that the readers use, read from ``onrecord/data`` and checked on loading."""

from functools import cache
from importlib import resources


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Return the lines ``first second...`` of a data file, cut at the first space.

    Raises ValueError when they are not sorted or not unique.
    """
    text = resources.files("onrecord.data").joinpath(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if lines != sorted(set(lines)):
        wrong = next((a for a, b in zip(lines, lines[1:], strict=False) if a >= b), "")
        raise ValueError(f"{name}: found {wrong!r} out of order or twice, expected sorted lines; sort the file")
    found = tuple(tuple(line.split(" ", 1)) for line in lines)
    if any(len(pair) != 2 for pair in found):
        raise ValueError(f"{name}: found a line of one word, expected two parts with a space between; complete it")
    return tuple((first, second) for first, second in found)
