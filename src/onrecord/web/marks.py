"""An article's text cut into runs in which nothing changes: which statements cover them, which cue, whose words.

    text   | She said | talks would go on, | as the Courier heard.
    runs   | cue 1    | statement 1        |

Spans may nest, overlap and reach over several passages; together the runs of a passage are its text, always.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.types import Span, Statement
from onrecord.web.contexts import Run

COLOURS = 8  # speakers told apart by colour; later ones begin again


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    number: int  # of the note
    part: str  # "content", "cue" or "source"


class Marks:
    """The statements of an article, numbered from 1 in order of appearance."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = sorted(statements, key=lambda one: (one.content[0], one.id) if one.content else ((0, 0), ""))
        names = dict.fromkeys(one.speaker.actor or one.speaker.name for one in self.statements)
        known = [name for name in names if name]
        self._colour = {name: index % COLOURS for index, name in enumerate(known)}
        self._marks = sorted(self._all(), key=lambda mark: (mark.start, -mark.end))

    def colour(self, statement: Statement) -> int | None:
        """Return the colour of a statement's speaker, None where no name is known."""
        return self._colour.get(statement.speaker.actor or statement.speaker.name or "")

    def cut(self, text: str, spans: Sequence[Span]) -> Iterator[list[Run]]:
        """Yield the runs of each passage; the passages are sorted and do not overlap."""
        waiting, at, open_marks, begun = self._marks, 0, list[_Mark](), set[int]()
        for first, last in spans:
            while at < len(waiting) and waiting[at].start < last:
                open_marks.append(waiting[at])
                at += 1
            open_marks = [mark for mark in open_marks if mark.end > first]
            yield list(self._runs(text, first, last, open_marks, begun))

    def _all(self) -> Iterator[_Mark]:
        for number, one in enumerate(self.statements, start=1):
            yield from (_Mark(start, end, number, "content") for start, end in one.content)
            if one.cue:
                yield _Mark(one.cue.start, one.cue.end, number, "cue")
            if one.speaker.mention:
                yield _Mark(one.speaker.mention.start, one.speaker.mention.end, number, "source")

    def _runs(self, text: str, first: int, last: int, marks: Sequence[_Mark], begun: set[int]) -> Iterator[Run]:
        inside = {edge for mark in marks for edge in (mark.start, mark.end) if first < edge < last}
        borders = sorted({first, last, *inside})
        waiting, at, covering = sorted(marks, key=lambda mark: mark.start), 0, list[_Mark]()
        for start, end in zip(borders, borders[1:], strict=False):
            while at < len(waiting) and waiting[at].start <= start:
                covering.append(waiting[at])
                at += 1
            covering = [mark for mark in covering if mark.end > start]
            run = self._run(text, start, end, covering)
            yield replace(run, begins=tuple(number for number in run.statements if number not in begun))
            begun.update(run.statements)

    def _run(self, text: str, start: int, end: int, covering: Sequence[_Mark]) -> Run:
        content = sorted((mark for mark in covering if mark.part == "content"), key=lambda m: (m.start, -m.end))
        numbers = tuple(dict.fromkeys(mark.number for mark in content))
        return Run(
            text=text[start:end],
            start=start,
            end=end,
            statements=numbers,
            cue=next((mark.number for mark in covering if mark.part == "cue"), None),
            source=next((mark.number for mark in covering if mark.part == "source"), None),
            begins=(),
            colour=self.colour(self.statements[numbers[-1] - 1]) if numbers else None,
        )
