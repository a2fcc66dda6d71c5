"""What a line is, judged by its own words and signs: the conventions of newspapers, and of the sites that carry them.

Each function looks at one line and knows nothing of its place in the text; ``zones`` knows that.
"""

import re
from collections.abc import Mapping
from functools import cache

from onrecord.clean.lines import Line
from onrecord.facts import given_names, table
from onrecord.types import Kind

_MAX_WORDS = {
    Kind.BYLINE: 40,
    Kind.CAPTION: 70,
    Kind.CORRECTION: 120,
    Kind.CREDIT: 20,
    Kind.DISCLAIMER: 80,
    Kind.NAVIGATION: 40,
    Kind.RELATED: 30,
    Kind.TAGS: 60,
}
_UNQUOTED = frozenset({Kind.DISCLAIMER, Kind.CAPTION, Kind.CREDIT})
_EDGES = ' \t\xa0.:;!?…|>»›→•·*-–—_()[]"“”'
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?[ .]+{_MONTH}\b\.?,?(?: +\d{{4}})?|\b{_MONTH}\.? +\d{{1,2}}(?:st|nd|rd|th)?\b(?:,? +\d{{4}})?"
    rf"|\b{_MONTH},? +\d{{4}}\b|\b\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b|\b\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}\b",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(rf"\b(?:\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH}\.? \d{{1,2}},? \d{{4}})\b", re.IGNORECASE)
_DATE_WORDS = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|published|posted|updated|last|modified|on|at"
    r"|date|first|am|pm|a\.m|p\.m|gmt|utc|bst|est|edt|cet|cest|msk|[a-z]?st|by|\d{1,2}[:.h]\d\d(?::\d\d)?(?:am|pm)?|\d{4})",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:GMT|UTC)\s*[+-]\s*\d", re.IGNORECASE)
_WIRE = re.compile(r"^[A-Z][A-Z .,'’/-]{2,40}(?:, [A-Z][\w .]{2,20})?\s*\([^()]{2,60}\)\s*(?:[-–—]+)?$")
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’-]+(?:[ /,]+[A-Z][A-Z.'’-]+){0,4})(?P<more>, [A-Z][\w.' ]{1,24}|, \d{1,2} [A-Z][a-z]+)?"
    r"(?P<agency>\s*\([^()]{2,40}\))?(?P<dash>\s*[-–—]{1,2}|:)\s+(?=[\"“‘'«A-Z0-9])"
)
_BY = re.compile(r"^by\s+(?=[A-Z@])", re.IGNORECASE)
_JOINING = frozenset(
    (
        "and",
        "in",
        "for",
        "of",
        "at",
        "the",
        "with",
        "de",
        "da",
        "del",
        "der",
        "den",
        "di",
        "du",
        "van",
        "von",
        "al",
        "el",
    )
    + ("bin", "ibn", "la", "le", "y", "e", "by", "to", "on", "&", "|", "-", "–", "—", "·", "•", "/", "as", "told")
)
_NAME_WORD = re.compile(r"[A-Z][\w.'’-]*,?$")
_SEPARATORS = re.compile(r"\s*(?:[,;·•|]|\s/\s)\s*")
_GLUE = re.compile(r"[a-z]{3}(?=[A-Z][a-z])|[A-Z]{2,}(?=[A-Z][a-z]{2})|\d(?=[A-Z][a-z]{2})")
_TRAILING_CREDIT = re.compile(
    r"(?<=[\s.])(?:[\[(](?P<inner>[^\[\]()]{2,80})[\])]|(?:Photo|Photograph|Picture|Image|Credit)s?(?: credit)?(?: by|:)\s[^.]{2,80}"
    r"|©\s?[^.]{2,80})\.?$",
    re.IGNORECASE,
)
_RUN_ON = re.compile(
    r"(?<=[\w”\"’]) (?=(?:There|He|She|It|They|This|These|According|Earlier|Meanwhile|However|On|In|At|During|After) [a-z])"
)


@cache
def _phrases(where: str) -> Mapping[str, Kind]:
    return {phrase: Kind(kind) for kind, place, phrase in table("passages.tsv", 3) if place == where}


@cache
def _starts() -> tuple[tuple[re.Pattern[str], Mapping[str, Kind]], ...]:
    """Patterns that find a phrase at a line's start, anywhere in it, and anywhere in one of the last lines."""
    found = []
    for where in ("start", "any", "last"):
        longest_first = sorted(_phrases(where), key=lambda phrase: (-len(phrase), phrase))
        words = "|".join(map(re.escape, longest_first))
        edge = r"(?<!\w)"
        found.append((re.compile(rf"{'^' if where == 'start' else edge}(?:{words})(?!\w)"), _phrases(where)))
    return tuple(found)


@cache
def _picture_words(kind: str) -> frozenset[str]:
    return frozenset(word for found, word in table("picture_words.tsv", 2) if found == kind)


def plain(text: str) -> str:
    """Return a text in lower case with straight apostrophes and single spaces, for looking up phrases."""
    return " ".join(text.casefold().replace("’", "'").replace("‘", "'").replace("ʼ", "'").split())


def by_phrase(line: Line, *, last: bool = False) -> Kind | None:
    """Return the kind that a phrase in the line gives away (``data/passages.tsv``), or None."""
    if line.long:
        return None
    words = plain(line.text)
    whole = _phrases("line").get(words.strip(_EDGES))
    if whole:
        return whole
    begin = words.lstrip(" >»›→•·*-–—_([|")
    for (pattern, kinds), looked_at in zip(_starts(), (begin, words, words if last else ""), strict=True):
        match = pattern.search(looked_at)
        kind = kinds[match[0]] if match else None
        if match and kind and len(line.words) <= _MAX_WORDS[kind] and not (kind in _UNQUOTED and line.quoted):
            if kind is Kind.CREDIT and looked_at is begin and line.ended and len(line.words) > 12:
                continue  # "Source: ..." or "Courtesy ..." at the start of a sentence
            return kind
    return None


def by_form(line: Line) -> Kind | None:
    """Return the kind that the line's form gives away wherever it stands, or None."""
    if line.long:
        return None
    if not any(map(str.isalnum, line.text)) or _CLOCK.match(line.text):
        return Kind.NAVIGATION
    if all(word.startswith("#") for word in line.words):
        return Kind.TAGS
    if is_credit(line):
        return Kind.CREDIT
    if is_byline(line):
        return Kind.BYLINE
    return Kind.CAPTION if is_caption(line, beside_credit=False) else None


def is_credit(line: Line) -> bool:
    """Whether names stand between bars or strokes, one of them an agency's: ``Ada Lund | Some Press | Getty Images``."""
    parts = re.split(r"\s*[|/]\s*", line.text)
    if not 2 <= len(parts) <= 6 or len(line.words) > 16 or (line.ended and len(line.words) > 8):
        return False
    words = {word.strip(".,()").lower() for part in parts for word in part.split()}
    capitals = all(part[:1].isupper() or part[:1].isdigit() or part[:1] in "@©(" for part in parts if part)
    return capitals and bool(words & _picture_words("agency"))


def is_byline(line: Line) -> bool:
    """Whether it is ``By NAME`` and nothing but names, places and dates."""
    match = _BY.match(line.text)
    if not match or len(line.words) > 20:
        return False
    rest = [
        word for word in _DATE.sub(" ", line.text[match.end() :]).split() if not _DATE_WORDS.fullmatch(word.strip(","))
    ]
    return bool(rest) and all(_NAME_WORD.match(word) or word.strip(",") in _JOINING or "@" in word for word in rest)


def is_name(line: Line) -> bool:
    """Whether it is a person's name and nothing else: two to four words, each with a capital letter."""
    words = line.words
    if not 2 <= len(words) <= 4 or not words[0][0].isupper() or not words[-1][0].isupper():
        return False
    letters = line.text.replace("-", "").replace("’", "").replace("'", "").replace(".", "").replace(" ", "")
    return (
        letters.isalpha()
        and all(_NAME_WORD.match(word) or word in _JOINING for word in words)
        and not line.text.isupper()
    )


def begins_with_given_name(line: Line) -> bool:
    """Whether its first word is a well-known given name."""
    return bool(line.words) and line.words[0].casefold() in {name.casefold() for name in given_names()}


def is_caption(line: Line, *, beside_credit: bool) -> bool:
    """Whether it tells in the present tense what a picture shows, with the full date or next to a picture credit."""
    if line.long or line.quoted or len(line.words) > 70 or line.sentences > 2:
        return False
    words = [word.strip(".,()").lower() for word in line.words]
    scene = any(word in _picture_words("scene") for word in words[1:25])
    dated = _FULL_DATE.search(line.text) is not None
    past = any(word in ("said", "says", "told", "was", "were", "had", "will", "would") for word in words)
    if (words and words[-1] in ("(l)", "(r)")) or " (L)" in line.text or " (R)" in line.text or "(C)" in line.text:
        return scene
    return scene and not past and (beside_credit or (dated and len(words) >= 10))


def is_dateline(line: Line) -> bool:
    """Whether it gives place and time and hardly more: ``MARLHAVEN, 10 December 2019``, ``JULY 2022``."""
    if len(line.words) > 14 or (line.ended and len(line.words) > 8):
        return False
    if _WIRE.match(line.text):
        return True
    rest, dates = _DATE.subn(" ", line.text)
    left = [word.strip(",.:|-–—()·") for word in rest.split()]
    left = [word for word in left if word and not _DATE_WORDS.fullmatch(word)]
    return dates > 0 and len(left) <= 4 and all(not word[0].islower() or word in _JOINING for word in left)


def dateline_in(line: Line) -> int:
    """Return the length of a dateline before the first sentence (``MARLHAVEN (Agency) — The ...``), or 0."""
    match = _DATELINE.match(line.text)
    if not match or (match["dash"] == ":" and not match["agency"]):
        return 0
    return len(match[0].rstrip())


def is_tags(line: Line) -> bool:
    """Whether it is a list of at least three key words."""
    if line.long or line.ended or line.quoted or len(line.words) > _MAX_WORDS[Kind.TAGS]:
        return False
    items = [item for item in _SEPARATORS.split(line.text) if item]
    small = sum(item.split()[0].lower() in ("and", "or", "but", "who", "which", "the", "a") for item in items)
    return len(items) >= 3 and max(len(item.split()) for item in items) <= 5 and not small


def is_glued(line: Line) -> bool:
    """Whether it is a row of buttons or sections that lost the spaces between them: ``World NewsSport``."""
    return len(line.words) <= 6 and not line.ended and _GLUE.search(line.text) is not None


def is_heading(line: Line) -> bool:
    """Whether it could be a headline: not long, one sentence, no full stop, not cut off, not the start of a list."""
    text = line.text
    if line.ended and not text.endswith(("?", "!", "'", "’", "”", '"')):
        return False
    cut_off = text.endswith((",", ";", ":", "-", "–", "—")) or line.words[-1].lower() in (
        "that",
        "the",
        "a",
        "of",
        "and",
    )
    first = text.lstrip("\"'“‘«„(")[:1]
    return len(line.words) <= 25 and not cut_off and not first.islower() and line.sentences <= 2


def trailing_credit(line: Line) -> int:
    """Return where a picture credit begins at the end of a caption, in characters from the line's start, or 0."""
    match = None if line.long else _TRAILING_CREDIT.search(line.text)
    if not match:
        return 0
    inner = match["inner"]
    if inner and not {word.strip(".,:").lower() for word in re.split(r"[\s/]+", inner)} & _picture_words("agency"):
        return 0
    return match.start()


def headline_run_on(line: Line) -> int:
    """Return the length of a headline that runs on into the first sentence with no sign between them, or 0.

    ``Envoy says the talks are over There is no way back, the envoy said``: a word that can only begin a sentence
    stands with a capital letter after a word with no stop. Titles in quotation marks or in title case are left alone.
    """
    match = _RUN_ON.search(line.text[:300])
    if not match:
        return 0
    before = line.text[: match.start()]
    words = before.split()
    capitals = sum(word[0].isupper() for word in words)
    stopped = re.search(r"[.!?…:;,\"“”]", before)
    return match.start() if len(words) >= 5 and not stopped and capitals <= 0.7 * len(words) else 0
