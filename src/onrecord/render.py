"""Findings as Rich renderables: statements, an article with its statements marked, word-level differences.

Everything is readable without colour. Where there is none, a statement stands in ``⟦...⟧`` and a difference reads as in
wdiff:

>>> print(difference((("equal", "we ", "we "), ("replace", "may ", "can "), ("insert", "", "wait")), colour=False))
we [-may-] {+can+} {+wait+}

Text from articles is untrusted: it passes through ``printable``, which keeps its length, so that spans stay right and
no article can send control sequences to a terminal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.types import Article, Dating, Kind, Skip, Speaker, Statement

if TYPE_CHECKING:
    from onrecord.directory import Entry
    from onrecord.query import Report

SHORT_ID = 8  # characters of an id that are shown; commands take any prefix that is unique
ALL_SKIPS = 20  # skipped inputs up to which each is listed by itself
_GROUNDS = 3  # reasons shown for taking mentions to mean one actor
_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red", "bright_cyan", "bright_magenta", "bright_green")
_UNKNOWN = "underline"
_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONTROLS = {code: 0x2400 + code for code in range(0x20)} | dict.fromkeys(range(0x7F, 0xA0), 0xFFFD)
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_LINES = {0x09: 0x20, 0x0A: 0x0A, 0x0B: 0x0A, 0x0C: 0x0A, 0x0D: 0x20, 0x85: 0x0A, 0x2028: 0x0A, 0x2029: 0x0A}
_PRINTABLE = _CONTROLS | _BIDI | _SURROGATES | _LINES


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a difference. spaced: white space follows it in one of the texts."""

    words: Text
    changed: bool
    spaced: bool


def printable(text: str) -> str:
    """Return text of the same length that a terminal shows as it is: no control, bidi-override or surrogate in it."""
    return text.translate(_PRINTABLE)


def line(text: str | None) -> str:
    """Return text for one line: printable, and line breaks as spaces."""
    return printable(text or "").replace("\n", " ")


def short(identifier: str) -> str:
    """Return the first characters of an id, enough to name it to ``show``."""
    return identifier[:SHORT_ID]


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "article"), count(1200, "article"), count(2, "copy", "copies")
    ('1 article', '1,200 articles', '2 copies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def interval(earliest: str | None, latest: str | None) -> str:
    """Return two dates as one phrase.

    >>> interval("2016-07-01", "2016-07-31"), interval("2016-07-01", "2016-07-01"), interval(None, "2016-07-01")
    ('2016-07-01 to 2016-07-31', '2016-07-01', 'by 2016-07-01')
    """
    if earliest and latest:
        return earliest if earliest == latest else f"{earliest} to {latest}"
    if earliest:
        return f"from {earliest}"
    return f"by {latest}" if latest else "unknown"


def speaker_name(speaker: Speaker) -> str:
    """Return the name of a speaker, else the words that stand for it, else ``unknown speaker``."""
    if speaker.name:
        return line(speaker.name)
    return f"“{line(speaker.mention.text)}”" if speaker.mention else "unknown speaker"


def colours(statements: Iterable[Statement]) -> dict[str, str]:
    """Give each named speaker a colour, in order of appearance."""
    names = dict.fromkeys(statement.speaker.name for statement in statements)
    known = [name for name in names if name]
    return {name: _COLOURS[index % len(_COLOURS)] for index, name in enumerate(known)}


def heading(words: str, *, note: str = "") -> Text:
    """Return a line that opens a section."""
    return Text.assemble(("\n" + words, "bold"), (f"  {note}" if note else "", "dim"))


def statement_list(reports: Iterable["Report"], *, words: Sequence[str] = ()) -> RenderableType:
    """Show statements one below another: who, the words, where; ``words`` are highlighted."""
    return Group(*(_statement(report, words) for report in reports))


def _statement(report: "Report", words: Sequence[str]) -> RenderableType:
    statement = report.statement
    role = ", ".join(line(part) for part in (statement.speaker.role, statement.speaker.affiliation) if part)
    who = Text.assemble((speaker_name(statement.speaker), "bold cyan"), (f"  {role}" if role else "", "dim"))
    said = Text(line(statement.text))
    if words:
        said.highlight_words([line(word) for word in words], "bold yellow", case_sensitive=False)
    return Group(who, Padding(said, (0, 0, 0, 2)), Padding(_where(report), (0, 0, 1, 2)))


def printed(report: "Report") -> str:
    """Return when a statement's article was published: a day, an interval that is closed, or ``undated``."""
    first, last = report.published_earliest, report.published_latest
    return report.published or (interval(first, last) if first and last else "undated")


def _where(report: "Report") -> Text:
    statement, said = report.statement, report.statement.said
    when = interval(said.earliest, said.latest) if said and (said.earliest or said.latest) else ""
    when = " or ".join(interval(*days) for days in said.options) if said and said.options else when
    parts = (
        line(report.outlet) or "outlet unknown",
        printed(report),
        f"said {when}" if when else "",
        str(statement.form),
        f"{statement.confidence:.2f}",
        short(statement.id),
    )
    return Text(" · ".join(part for part in parts if part), "dim")


def statement_view(report: "Report") -> RenderableType:
    """Show everything known about one statement."""
    statement, speaker, said = report.statement, report.statement.speaker, report.statement.said
    named = f"{line(speaker.mention.text)!r}" if speaker.mention else None
    rows = (
        ("speaker", speaker_name(speaker)),
        ("role", line(speaker.role)),
        ("affiliation", line(speaker.affiliation)),
        ("named as", " ".join(part for part in (named, f"({speaker.how})" if speaker.how else None) if part)),
        ("because", line(speaker.why)),
        ("cue", line(statement.cue.text) if statement.cue else ""),
        ("form", str(statement.form)),
        ("said", f"{interval(said.earliest, said.latest)} ({line(said.words or said.how)})" if said else ""),
        ("left open", " or ".join(interval(*days) for days in said.options) if said else ""),
        ("to", line(statement.addressee)),
        ("medium", line(statement.medium)),
        ("venue", line(statement.venue)),
        ("relay", line(statement.relay)),
        ("outlet", line(report.outlet)),
        ("title", line(report.title)),
        ("published", printed(report)),
        ("source", line(report.source)),
        ("characters", ", ".join(f"{start}-{end}" for start, end in statement.content)),
        ("passage", str(statement.passage)),
        ("confidence", f"{statement.confidence:.2f}"),
        ("statement", statement.id),
        ("article", statement.article),
        ("utterance", statement.utterance or ""),
    )
    return Group(Padding(Text(printable(statement.text), "bold"), (0, 0, 1, 0)), facts(rows))


def facts(rows: Iterable[tuple[str, str | Text]]) -> Table:
    """Show names and values in two columns, without the empty ones."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        if value:
            grid.add_row(name, value if isinstance(value, Text) else Text(value))
    return grid


def article_view(article: Article, *, colour: bool) -> RenderableType:
    """Show an article: what it is, its date, its text with the statements marked, and the statements as a list."""
    chosen = colours(article.statements)
    parts: list[RenderableType] = [
        Text(line(article.title) or "(no title)", "bold"),
        facts(
            (
                ("outlet", line(article.outlet) or "unknown"),
                ("author", line(article.author)),
                ("published", interval(article.published.earliest, article.published.latest)),
                ("source", line(article.source)),
                ("url", line(article.url) if article.url != article.source else ""),
                ("article", article.id + (f", revision {article.revision}" if article.revision > 1 else "")),
                ("copy of", article.copy_of or ""),
                ("not read", line(article.unread)),
                *_evidence(article.published),
            )
        ),
        Text(""),
        marked(article, colour=colour, chosen=chosen),
    ]
    if article.statements:
        parts += [heading(count(len(article.statements), "statement")), _legend(article.statements, chosen)]
    return Group(*parts)


def _evidence(dating: Dating) -> list[tuple[str, str | Text]]:
    rows: list[tuple[str, str | Text]] = [
        (f"{one.kind} date", f"{interval(one.earliest, one.latest)}  {line(one.detail)}") for one in dating.evidence
    ]
    if dating.options:
        rows.append(("left open", " or ".join(interval(first, last) for first, last in dating.options)))
    return [*rows, *(("conflict", Text(line(words), "yellow")) for words in dating.conflicts)]


def marked(article: Article, *, colour: bool, chosen: Mapping[str, str]) -> Text:
    """Return the article's text with each statement coloured by speaker and numbered, other passages labelled."""
    text = Text(printable(article.text))
    marks: list[tuple[int, int, Text]] = []  # (offset, order among marks at one offset, what to put there)
    for passage in article.passages:
        if passage.kind is Kind.HEADLINE:
            text.stylize("bold", passage.start, passage.end)
        elif passage.kind is not Kind.BODY:
            text.stylize("dim", passage.start, passage.end)
            marks.append((passage.start, 1, Text(f"[{passage.kind}] ", "dim italic")))
    numbered = list(enumerate(article.statements, 1))
    for number, statement in sorted(numbered, key=lambda pair: -_extent(pair[1])):  # the inner ones paint last
        style = chosen.get(statement.speaker.name or "", _UNKNOWN)
        for start, end in statement.content:
            text.stylize(style, start, end)
            label = str(number).translate(_DIGITS)
            marks.append((end, 0, Text(label if colour else f"⟧{label}", "bold")))
            if not colour:
                marks.append((start, 2, Text("⟦", "bold")))
    marks.sort(key=lambda mark: mark[:2])
    pieces = text.divide([offset for offset, _, _ in marks])
    whole = Text()
    for piece, (_, _, mark) in zip(pieces, marks, strict=False):
        whole.append_text(piece).append_text(mark)
    return whole.append_text(pieces[-1])


def _extent(statement: Statement) -> int:
    return sum(end - start for start, end in statement.content)


def _legend(statements: Sequence[Statement], chosen: Mapping[str, str]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", style="bold")
    grid.add_column(overflow="fold", ratio=1)
    for _ in range(3):
        grid.add_column(no_wrap=True, style="dim")
    for number, statement in enumerate(statements, 1):
        speaker = statement.speaker
        who = Text(speaker_name(speaker), chosen.get(speaker.name or "", _UNKNOWN))
        if speaker.name and speaker.mention and speaker.name not in speaker.mention.text:
            who.append(f"  “{line(speaker.mention.text)}”", "dim")
        grid.add_row(str(number), who, str(statement.form), f"{statement.confidence:.2f}", short(statement.id))
    return grid


def difference(operations: Iterable[tuple[str, str, str]], *, colour: bool) -> Text:
    """Return a word-level difference: ``(operation, words of the witness, words of the statement)`` in order.

    Words come with the white space that follows them, as ``findings.Version`` has them.
    """
    pieces: list[_Piece] = []
    for operation, old, new in operations:
        spaced = old[-1:].isspace() or new[-1:].isspace()
        if operation == "equal":
            pieces.append(_Piece(Text(line(new.strip())), changed=False, spaced=spaced))
        else:
            signed = [(words, sign) for words, sign in ((old, "-"), (new, "+")) if words]
            pieces += [
                _Piece(_changed(words, sign, colour=colour), changed=True, spaced=spaced) for words, sign in signed
            ]
    whole = Text()
    before = None
    for piece in pieces:
        if before and (before.spaced or (before.changed and piece.changed)):
            whole.append(" ")
        whole.append_text(piece.words)
        before = piece
    return whole


def _changed(words: str, sign: str, *, colour: bool) -> Text:
    words = line(words.strip())
    if colour:
        return Text(words, "red strike" if sign == "-" else "bold green")
    return Text(f"[-{words}-]" if sign == "-" else f"{{+{words}+}}")


def entry_view(entry: "Entry", *, on: str | None = None) -> RenderableType:
    """Return somebody with codes, offices and dates, and what the record has; on: offices held then stand out."""
    actor = entry.actor
    codes = " ".join(filter(None, (actor.kind, actor.country, actor.sector, actor.wikidata)))
    rows: list[tuple[str, str | Text]] = []
    if entry.office:
        rows.append(("asked for", entry.office))
    for held in actor.offices:
        then = on and (held.first or "") <= f"{on}\uffff" and on <= (held.last or "9999")
        days = f"{held.first or '?'} – {held.last or 'in office'}"
        rows.append((days, Text(held.office, "bold" if then else "")))
    if actor.others:
        rows.append(("also", ", ".join(actor.others)))
    if actor.roles:
        rows.append(("articles say", "; ".join(line(role) for role in actor.roles)))
    rows += [("because", line(ground)) for ground in entry.grounds[:_GROUNDS]]
    if actor.statements:
        quoted = f"{count(actor.statements, 'statement')} in {count(actor.articles, 'article')}"
        rows.append(("on record", f"{quoted}, {interval(actor.first, actor.last)}; id {short(actor.id or '')}"))
    return Group(Text.assemble((line(actor.name), "bold"), ("  " + codes, "dim")), facts(rows), Text())


def skips(found: Sequence[Skip], *, title: str, everything: str) -> RenderableType:
    """List inputs with the reason of each; more than twenty are grouped by reason, and ``everything`` shows them all.

    everything: a phrase that says how to see each one, e.g. ``"--json lists each"``.
    """
    parts: list[RenderableType] = [Text(f"{title}: {len(found):,}", "bold yellow")]
    if len(found) <= ALL_SKIPS:
        parts += [Text.assemble(f"  {line(skip.source)}: ", (line(skip.reason), "dim")) for skip in found]
        return Group(*parts)
    groups: dict[str, list[str]] = {}
    for skip in found:
        groups.setdefault(skip.reason, []).append(skip.source)
    for reason, sources in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        parts.append(Text(f"  {line(reason)}: {len(sources):,}, for example {line(sources[0])}"))
    return Group(*parts, Text(f"  {everything}", "dim"))
