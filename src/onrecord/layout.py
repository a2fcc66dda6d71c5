"""What every later stage asks about a text: its sentences, paragraphs and quotations, found once and looked up fast."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.quotes import Quotation, at, outermost, pair
from onrecord.segment import paragraphs, sentences
from onrecord.types import Span

_SPACES = dict.fromkeys([9, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its structure. quotations: the outermost ones. All spans in characters, sorted.

    plain: the text with every space but line breaks made an ordinary one; as long as the text itself. doubled: some
    quotation has double marks.
    """

    text: str
    plain: str
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    doubled: bool

    def sentence(self, position: int) -> int:
        """Return the index of the sentence that holds or last began before the position (0 where there is none)."""
        return _last(self.sentences, position)

    def paragraph(self, position: int) -> int:
        """Return the index of the paragraph that holds or last began before the position (0 where there is none)."""
        return _last(self.paragraphs, position)

    def sentence_span(self, position: int) -> Span:
        """Return the sentence at a position; ``(0, 0)`` in a text without any."""
        return self.sentences[self.sentence(position)] if self.sentences else (0, 0)

    def quotation(self, position: int) -> Quotation | None:
        """Return the outermost quotation that holds the position, marks included."""
        return at(self.quotations, position)

    def scare(self, quotation: Quotation) -> bool:
        """Return whether a quotation is one word in single marks in a text that quotes in double ones."""
        if not quotation.single or not self.doubled:
            return False
        return len(self.text[quotation.start + 1 : quotation.end - 1].split()) == 1

    def quotations_in(self, start: int, end: int) -> tuple[Quotation, ...]:
        """Return the outermost quotations that overlap ``[start, end)``."""
        low = bisect_right(self.quotations, start, key=lambda q: q.end)
        high = bisect_right(self.quotations, end - 1, key=lambda q: q.start)
        return self.quotations[low:high]


@lru_cache(maxsize=2)
def layout(text: str) -> Layout:
    """Find the structure of a text. The stages ask for the same text one after the other: the last two are kept."""
    quotations = outermost(pair(text))
    return Layout(
        text,
        text.translate(_SPACES),
        tuple(sentences(text)),
        tuple(paragraphs(text)),
        quotations,
        any(not q.single for q in quotations),
    )


def parents(inner: Sequence[Span], outer: Sequence[Sequence[Span]]) -> list[int | None]:
    """Return for each inner span the index of the smallest outer group with a fragment that holds it, itself excepted.

    Both sequences run in parallel: ``outer[i]`` are the fragments that belong to ``inner[i]``. O(n log n).
    """
    fragments = sorted((start, -end, index) for index, group in enumerate(outer) for start, end in group)
    order = sorted(range(len(inner)), key=lambda i: inner[i])
    found: list[int | None] = [None] * len(inner)
    stack: list[tuple[int, int]] = []
    following = 0
    for index in order:
        start, end = inner[index]
        while following < len(fragments) and fragments[following][0] <= start:
            begin, stop, owner = fragments[following]
            while stack and stack[-1][0] <= begin:
                stack.pop()
            stack.append((-stop, owner))
            following += 1
        while stack and stack[-1][0] <= start:
            stack.pop()
        for stop, owner in reversed(stack[-8:]):  # deeper nesting is no speech
            if stop >= end and owner != index:
                found[index] = owner
                break
    return found


def _last(spans: tuple[Span, ...], position: int) -> int:
    return max(0, bisect_right(spans, position, key=lambda span: span[0]) - 1)
