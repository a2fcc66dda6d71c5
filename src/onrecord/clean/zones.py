"""What a line is, judged by where it stands: above the article, in it or below it.

Newsfall24World                        above   navigation
Envoy says the talks are over          above   headline
By Ada Lund                            above   byline
The talks are over, the envoy said.    first line of running text: the article begins
Reaction abroad                        within  headline (a subheading)
Nobody answered her letters.           last line of running text: the article ends
Five Letters Nobody Answered           below   related
"""

import re
from collections.abc import Sequence

from onrecord.clean import rules
from onrecord.clean.comments import is_comment
from onrecord.clean.lines import Line
from onrecord.types import Kind

_LAST = 5  # lines from the end within which notes on the authors stand
_TOP = 10  # lines from the start within which the date of publication stands
_SUBHEADING = 9  # words at most
_KICKER = 2  # words at most: a section's name over the headline
_BUTTON = 3  # words at most on a button or in a menu
_TITLE_CASE = 0.7
_SHORT_LEAD = 15  # words: a first line of so many with a full stop may still be a headline


def kinds(lines: Sequence[Line]) -> list[Kind]:
    """Return the kind of each line of an article."""
    found = [
        line.marked or _by_words(line, last=len(lines) - i <= _LAST, near_edge=min(i, len(lines) - i) <= _LAST)
        for i, line in enumerate(lines)
    ]
    _captions(lines, found)
    _labelled(lines, found)
    prose = [i for i, line in enumerate(lines) if found[i] is None and line.prose]
    if not prose:
        prose = [i for i, line in enumerate(lines) if found[i] is None and len(line.words) >= _SUBHEADING]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), len(lines))
    if _headline_with_stop(lines, prose):
        found[first] = Kind.HEADLINE
        first = prose[1]
    body = "".join(lines[i].text for i in prose[:200]).casefold()
    _above(lines, found, first)
    _within(lines, found, first, last)
    _below(lines, found, last, body)
    rest = [i for i, kind in enumerate(found) if kind is None]
    if is_comment([lines[i] for i in rest]):
        found[rest[-1]] = Kind.COMMENT
    return [kind or Kind.BODY for kind in found]


def _by_words(line: Line, *, last: bool, near_edge: bool) -> Kind | None:
    kind = rules.by_phrase(line, last=last) or rules.by_form(line)
    return Kind.DISCLAIMER if kind is None and near_edge and rules.is_disclaimer(line) else kind


def _captions(lines: Sequence[Line], found: list[Kind | None]) -> None:
    """Find captions by the picture credit right below them."""
    for i, line in enumerate(lines[:-1]):
        if found[i] is None and found[i + 1] is Kind.CREDIT and rules.is_caption(line, beside_credit=True):
            found[i] = Kind.CAPTION


def _labelled(lines: Sequence[Line], found: list[Kind | None]) -> None:
    """Give what follows a line that only says "Correction:" its kind."""
    for i in range(len(lines) // 2, len(lines) - 1):
        if found[i] is Kind.CORRECTION and len(lines[i].words) == 1 and found[i + 1] is None:
            found[i + 1] = Kind.CORRECTION


def _headline_with_stop(lines: Sequence[Line], prose: Sequence[int]) -> bool:
    """Whether the first line of running text is a headline that was given a full stop, as some archives do."""
    if len(prose) < 2 or prose[0] != 0 or lines[0].marked:
        return False
    line, following = lines[0], lines[prose[1]]
    short = len(line.words) <= _SHORT_LEAD and line.sentences == 1
    return short and len(following.words) > 1.5 * len(line.words) and line.gap <= following.gap


def _above(lines: Sequence[Line], found: list[Kind | None], first: int) -> None:
    article = first < len(lines)
    for i in range(first):
        if found[i] is None and rules.is_dateline(lines[i]):
            found[i] = Kind.DATELINE
    longest = max((len(lines[i].words) for i in range(first) if found[i] is None), default=0)
    headline = False
    for i in range(first):
        line = lines[i]
        if found[i] is None:
            kicker = len(line.words) <= _KICKER and not headline
            if len(line.words) < longest and (kicker or rules.is_glued(line)):
                found[i] = Kind.NAVIGATION
            elif headline and (_is_author(line) or rules.is_desk(line)):
                found[i] = Kind.BYLINE
            elif headline and rules.is_tags(line):
                found[i] = Kind.TAGS
            elif article or rules.is_heading(line):
                found[i] = Kind.HEADLINE
        headline = headline or found[i] is Kind.HEADLINE


def _is_author(line: Line) -> bool:
    return rules.is_name(line) and rules.begins_with_given_name(line)


def _within(lines: Sequence[Line], found: list[Kind | None], first: int, last: int) -> None:
    listing = False  # below "Read more" and the like
    for i in range(first, min(last, len(lines))):
        line = lines[i]
        if found[i] is not None:
            listing = found[i] is Kind.RELATED and not line.ended
            continue
        if i < _TOP and rules.is_dateline(line):
            found[i] = Kind.DATELINE
            continue
        heading = not line.prose and rules.is_heading(line)
        if heading and listing and len(line.words) >= 4:
            found[i] = Kind.RELATED
            continue
        listing = False
        if not heading or line.marked or line.ended:
            continue
        if len(line.words) <= _SUBHEADING:
            found[i] = Kind.HEADLINE
        elif line.title_case >= _TITLE_CASE:
            found[i] = Kind.RELATED


def _below(lines: Sequence[Line], found: list[Kind | None], last: int, body: str) -> None:
    for i in range(last + 1, len(lines)):
        line = lines[i]
        if found[i] is not None:
            continue
        if rules.is_tags(line):
            found[i] = Kind.TAGS
        elif rules.is_name(line) and not re.search(rf"\b{re.escape(line.words[-1].casefold())}\b", body):
            found[i] = Kind.BYLINE
        elif rules.is_dateline(line):
            found[i] = Kind.DATELINE
        elif rules.is_glued(line) or (not line.ended and len(line.words) <= _BUTTON):
            found[i] = Kind.NAVIGATION
        elif not line.prose and rules.is_heading(line) and not (line.quoted and line.ended):
            found[i] = Kind.RELATED
