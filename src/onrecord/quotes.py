"""Quotation marks, paired paragraph by paragraph, whatever their kind and however badly they are kept.

>>> text = 'She said “no.” ‘It’s the workers’ choice,’ he said. "Never'
>>> [text[q.start:q.end] for q in pair(text)]
['“no.”', '‘It’s the workers’ choice,’', '"Never']

Kinds: “ ” and „ “ and ” ”, « » and » «, straight ", two apostrophes '' or `` '', ‘ ’ and ' '. A curly or straight
apostrophe inside or at the end of a word is no mark. Pairing starts anew with every paragraph, so that one lost mark
spoils no more than that. Time is linear in the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.segment import paragraphs, sentences

_MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚']")
_FAMILY = {'"': "d", "“": "d", "”": "d", "„": "d", "‟": "d", "''": "d", "``": "d", "«": "g", "»": "g"}
_OPENING, _CLOSING, _EITHER = 1, -1, 0
_SENTENCE_ENDS = (".", "!", "?")
_ELIDED = re.compile(r"['’](?:\d\ds?|em|til|tis|twas|cause|round|bout|n)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, the marks included: ``[start, end)``.

    closed: False where the closing mark is missing; ``end`` is then the end of the
    paragraph if the next paragraph opens a quotation again (``runs_on``), otherwise the end of the sentence.
    single: marked by single marks. left, right: characters of the opening and closing mark (0 when missing).
    """

    start: int
    end: int
    closed: bool = True
    runs_on: bool = False
    single: bool = False
    left: int = 1
    right: int = 1


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    family: str
    side: int


def pair(text: str) -> tuple[Quotation, ...]:
    """Return every quotation of the text, sorted by start, outer before inner."""
    found: list[Quotation] = []
    blocks = list(paragraphs(text))
    marks = [_marks(text, start, end) for start, end in blocks]
    for index, (start, end) in enumerate(blocks):
        if not marks[index]:
            continue
        reopened = index + 1 < len(blocks) and _opens(marks[index + 1], blocks[index + 1][0])
        found.extend(_pair_block(text, (start, end), marks[index], reopened))
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def outermost(quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """Return the quotations that lie in no other one."""
    kept: list[Quotation] = []
    for quotation in quotations:
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return tuple(kept)


def at(quotations: Sequence[Quotation], position: int) -> Quotation | None:
    """Return the outermost quotation (``outermost``) that holds a position, or None."""
    index = bisect_right(quotations, position, key=lambda q: q.start) - 1
    return quotations[index] if index >= 0 and position < quotations[index].end else None


def _opens(marks: list[_Mark], start: int) -> bool:
    return bool(marks) and marks[0].start == start and marks[0].side != _CLOSING


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    """Return the marks of one paragraph with their likely side; apostrophes left out."""
    found = []
    for match in _MARK.finditer(text, start, end):
        mark, family = match.group(), _FAMILY.get(match.group(), "s")
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        if family == "s":
            side = _single_side(text, match, before, after)
            if side is None:
                continue
        else:
            side = _double_side(mark, before, after)
        found.append(_Mark(match.start(), match.end(), family, side))
    return _without_possessives(text, found)


def _double_side(mark: str, before: str, after: str) -> int:
    if mark in "„‟``":
        return _OPENING
    spaced_before = before.isspace() or before in "([{—–-/‘'“\"«"
    spaced_after = after.isspace() or after in ")]}—–-.,;:!?…/’'”\"»"
    if spaced_before == spaced_after:
        return {"“": _OPENING, "”": _CLOSING, "«": _OPENING, "»": _CLOSING}.get(mark, _EITHER)
    if mark == "“" and spaced_after and not after.isspace():
        return _CLOSING
    return _OPENING if spaced_before else _CLOSING


def _single_side(text: str, match: "re.Match[str]", before: str, after: str) -> int | None:
    """Return the side of a single mark; None for an apostrophe."""
    if match.group() == "‚":
        return _OPENING if after.isalnum() and not before.isalnum() else None
    if before.isalnum() and after.isalnum():
        return None
    if _ELIDED.match(text, match.start(), match.start() + 8):
        return None
    if match.group() == "‘" and not before.isalnum():
        return _OPENING
    if after.isalnum() or after in "[…":
        return _OPENING
    return _CLOSING if not before.isspace() else None


def _without_possessives(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Drop single closing marks that are more likely the apostrophe of a plural: a later one can close as well."""
    kept: list[_Mark] = []
    later = False  # does a single closing mark follow before the next single opening mark?
    for mark in reversed(marks):
        if mark.family == "s" and mark.side == _OPENING:
            later = False
        elif mark.family == "s":
            after = text[mark.end : mark.end + 2]
            possessive = text[mark.start - 1] in "sSzZxX" and after[:1] == " " and after[1:].islower()
            if possessive and later:
                continue
            later = True
        kept.append(mark)
    return kept[::-1]


def _pair_block(text: str, block: tuple[int, int], marks: list[_Mark], reopened: bool) -> Iterator[Quotation]:
    """Pair the marks of one paragraph with a stack."""
    stack: list[_Mark] = []
    inner: dict[int, Quotation] = {}  # start of an open mark -> the first quotation closed inside it
    count = dict.fromkeys("dgs", 0)
    for mark in marks:
        side = mark.side
        if side == _EITHER:
            side = _CLOSING if count[mark.family] else _OPENING
        elif side == _CLOSING and not count[mark.family] and _leads(text, mark, block[0]):
            side = _OPENING
        if side == _OPENING:
            stack.append(mark)
            count[mark.family] += 1
        elif count[mark.family]:
            while True:
                top = stack.pop()
                count[top.family] -= 1
                if top.family == mark.family:
                    break  # marks of another kind that were left open inside are dropped
            yield (found := _closed(top, mark.end, mark.end - mark.start))
            if stack:
                inner.setdefault(stack[-1].start, found)
    yield from _unclosed(text, block, [mark for mark in stack if mark.family != "s"], inner, reopened)


def _leads(text: str, mark: _Mark, start: int) -> bool:
    """Tell whether a closing mark stands where an opening one should: first in its paragraph, or ``gone.”We will``."""
    glued = text[mark.end : mark.end + 1].isalnum() and not text[mark.start - 1 : mark.start].isalnum()
    return glued or mark.start == start


def _unclosed(
    text: str, block: tuple[int, int], stack: list[_Mark], inner: dict[int, Quotation], reopened: bool
) -> Iterator[Quotation]:
    """Yield the quotations whose closing mark is missing (single marks were apostrophes then).

    One that holds another, ``"He said "no," she added``, shares that one's closing mark; but not where the other begins
    with a sentence: ``It must “wake up. Others agree. “It must,” ...``.
    """
    for index, mark in enumerate(stack):
        last = index + 1 == len(stack)
        limit = block[1] if last else stack[index + 1].start
        held = inner.get(mark.start)
        if held and not (reopened and last) and text[mark.end : held.start].rstrip()[-1:] not in _SENTENCE_ENDS:
            yield _closed(mark, held.end, 1)
        elif reopened and last:
            yield Quotation(mark.start, limit, closed=False, runs_on=True, left=mark.end - mark.start, right=0)
        else:
            limit = min(limit, held.start) if held else limit
            end = mark.start + next((e for _, e in sentences(text[mark.start : limit])), mark.end - mark.start)
            yield Quotation(mark.start, end, closed=False, left=mark.end - mark.start, right=0)


def _closed(opened: _Mark, end: int, right: int) -> Quotation:
    return Quotation(opened.start, end, single=opened.family == "s", left=opened.end - opened.start, right=right)
