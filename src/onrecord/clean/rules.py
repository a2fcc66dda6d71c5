"""What a line is, judged by its own words and signs: the conventions of newspapers, and of the sites that carry them.

Each function looks at one line and knows nothing of its place in the text; ``zones`` knows that.
"""

import re
from collections.abc import Mapping
from functools import cache

from onrecord.clean.lines import Line, line_words
from onrecord.facts import given_names, outlet, table
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
_BULLETS = " >»›→•·*-–—_([|"
_EDGES = ' \t\xa0.:;!?…|>»›→•·*-–—_()[]"“”'
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?[ .]+{_MONTH}\b\.?,?(?: +\d{{4}})?"
    rf"|\b{_MONTH}\.? +\d{{1,2}}(?:st|nd|rd|th)?\b(?:,? +\d{{4}})?"
    rf"|\b{_MONTH},? +\d{{4}}\b|\b\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b|\b\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}\b",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(rf"\b(?:\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH}\.? \d{{1,2}},? \d{{4}})\b", re.IGNORECASE)
_DATE_WORDS = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|published|posted|updated|last|modified|on|at"
    r"|date|first|created|released|edited|ago|(?:minute|hour|day|week|month|year)s?|\d{1,2}|am|pm|a\.m|p\.m|gmt|utc|bst|est|edt|cet|cest|msk|[a-z]?st|by|\d{1,2}[:.h]\d\d(?::\d\d)?(?:am|pm)?|\d{4})",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:GMT|UTC)\s*[+-]\s*\d", re.IGNORECASE)
_WIRE = re.compile(r"^[A-Z][A-Z .,'’/-]{2,40}(?:, [A-Z][\w .]{2,20})?\s*\([^()]{2,60}\)\s*(?:[-–—]+)?$")
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’-]+(?:[ /,]+[A-Z][A-Z.'’-]+){0,4})"
    r"(?P<more>(?:, [A-Z][\w.' ]{1,24}|, \d{1,2} [A-Z][a-z]+(?: \d{4})?|, \d{4}){0,3})"
    r"(?P<agency>\s*\([^()]{2,40}\))?(?P<dash>\s*[-–—]{1,2}|:)\s+(?=[\"“‘'«A-Z0-9])"
)
_SITE = re.compile(r"(?:https?://)?(?:www\.)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})/?")
_MAX_OUTLET = 5  # words
_BY = re.compile(r"^by\s+(?=[A-Z@])", re.IGNORECASE)
_NAME_WORD = re.compile(r"[A-Z][\w.'’-]*,?$")
_SEPARATORS = re.compile(r"\s*(?:[,;·•|]|\s/\s)\s*")
_REPORTED = re.compile(r"\w(?:ed|id) that\b")
_LABELLED = re.compile(r"(?:Q|A|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}):\s.*[.!?…][\"”’']?$", re.DOTALL)
_SHORT_NOTE = 30  # words
_CORRECTS = re.compile(r"\b(?:correct|amend|error|mis(?:stat|identif|spell)|updated)")
_TITLE_CASE = 0.7  # share of capitals from which a line is written like a headline
_GLUE = re.compile(r"[a-z]{3}(?=[A-Z][a-z])|[A-Z]{2,}(?=[A-Z][a-z]{2})|\d(?=[A-Z][a-z]{2})")
_TRAILING_CREDIT = re.compile(
    r"(?<=[\s.])(?:[\[(](?P<inner>[^\[\]()]{2,80})[\])]"
    r"|(?:Photo|PHOTO|Photograph|Picture|Image|Credit|CREDIT)s?(?: credit| Credit)?(?: by|:)\s[^.]{2,80}"
    r"|©\s?[^.]{2,80}|[A-Z]{2,}\s?/\s?[^./]{2,40})\.?$"
)
_RUN_ON = re.compile(
    r"(?<=[\w”\"’]) (?=(?:There|He|She|It|They|This|These|According|Earlier|Meanwhile|However|On|In|At|During|After)"
    r" [a-z])"
)


@cache
def _phrases(where: str) -> Mapping[str, Kind]:
    return {phrase: Kind(kind) for kind, place, phrase in table("passages.tsv", 3) if place == where}


@cache
def _pattern(where: str) -> re.Pattern[str]:
    """Return what finds a phrase of this place in a line."""
    longest_first = sorted(_phrases(where), key=lambda phrase: (-len(phrase), phrase))
    edge = "^" if where == "start" else r"(?<!\w)"
    return re.compile(rf"{edge}(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def plain(text: str) -> str:
    """Return a text in lower case with straight apostrophes and single spaces, for looking up phrases."""
    words = text.casefold().replace("’", "'").replace("‘", "'").replace("ʼ", "'").split()
    return " ".join(words).replace(" :", ":")


def by_phrase(line: Line, *, last: bool = False) -> Kind | None:
    """Return the kind that a phrase in the line gives away (``data/passages.tsv``), or None."""
    if line.long:
        return None
    words = plain(line.text)
    whole = _phrases("line").get(words.strip(_EDGES))
    if whole:
        return whole
    for where in ("start", "any", "last") if last else ("start", "any"):
        match = _pattern(where).search(words.lstrip(_BULLETS) if where == "start" else words)
        kind = _phrases(where)[match[0]] if match else None
        if match and kind and _fits(line, kind, where):
            corrects = kind is Kind.DISCLAIMER and "note" in match[0] and _CORRECTS.search(words)
            return Kind.CORRECTION if corrects else kind
    return None


def _fits(line: Line, kind: Kind, where: str) -> bool:
    """Whether the line is as short as lines of that kind are, and quotes nobody where they never do."""
    if len(line.words) > _MAX_WORDS[kind] or (line.quoted and kind in _UNQUOTED):
        return False
    if kind is Kind.CREDIT and where == "start":  # "Source: ..." may begin a sentence
        return not line.ended or len(line.words) <= 12
    # an interview "edited for length" may have its introduction before that
    return not (kind is Kind.DISCLAIMER and where == "any" and len(line.words) > _SHORT_NOTE)


def by_form(line: Line) -> Kind | None:
    """Return the kind that the line's form gives away wherever it stands, or None."""
    if line.long:
        return None
    if not any(map(str.isalnum, line.text)) or _CLOCK.match(line.text):
        return Kind.NAVIGATION
    if all(word.startswith("#") for word in line.words):
        return Kind.TAGS
    if (is_credit(line) and not is_dateline(line)) or is_outlet(line):
        return Kind.CREDIT
    if is_byline(line):
        return Kind.BYLINE
    return Kind.CAPTION if is_caption(line, beside_credit=False) else None


def is_outlet(line: Line) -> bool:
    """Whether it is a site's address or a well-known outlet's name and nothing else: ``www.tagwart.example``."""
    return site(line.text) is not None or (len(line.words) <= _MAX_OUTLET and outlet(line.text) is not None)


def site(text: str) -> str | None:
    """Return the host that a line is, without ``www.``, or None where it is anything else."""
    match = _SITE.fullmatch(text)
    return match["host"] if match else None


def is_credit(line: Line) -> bool:
    """Whether names stand between bars or strokes, one of them an agency's: ``Ada Lund | Getty Images``."""
    parts = re.split(r"\s*[|/]\s*", line.text)
    if not 2 <= len(parts) <= 6 or len(line.words) > 16 or (line.ended and len(line.words) > 8):
        return False
    words = {word.strip(".,()").lower() for part in parts for word in part.split()}
    capitals = all(part[:1].isupper() or part[:1].isdigit() or part[:1] in "@©(" for part in parts if part)
    return capitals and bool(words & line_words("agency"))


def is_byline(line: Line) -> bool:
    """Whether it is ``By NAME`` and nothing but names, places and dates."""
    match = _BY.match(line.text)
    if not match or len(line.words) > 20:
        return False
    undated = _DATE.sub(" ", line.text[match.end() :]).split()
    rest = [word for word in undated if not _DATE_WORDS.fullmatch(word.strip(","))]
    return bool(rest) and all(
        _NAME_WORD.match(word) or word.strip(",") in line_words("joining") or "@" in word for word in rest
    )


def is_name(line: Line) -> bool:
    """Whether it is a person's name and nothing else: two to four words, each with a capital letter."""
    words = line.words
    if not 2 <= len(words) <= 4 or not words[0][0].isupper() or not words[-1][0].isupper():
        return False
    names = all(_NAME_WORD.match(word) or word in line_words("joining") for word in words)
    return names and re.sub(r"[-’'.\s]", "", line.text).isalpha() and not line.text.isupper()


def is_desk(line: Line) -> bool:
    """Whether it names who wrote the text without a person's name: ``Reuters Staff``, ``Political Desk``."""
    if not 1 < len(line.words) <= 6 or line.ended or line.title_case < _TITLE_CASE:
        return False
    agency = outlet(line.words[0]) == "agency"
    return agency or bool({word.casefold().strip(",") for word in line.words} & line_words("desk"))


def begins_with_given_name(line: Line) -> bool:
    """Whether its first word is a well-known given name."""
    return bool(line.words) and line.words[0].casefold() in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name.casefold() for name in given_names())


def is_caption(line: Line, *, beside_credit: bool) -> bool:
    """Whether it tells in the present tense what a picture shows, with the full date or next to a picture credit."""
    if line.long or line.quoted or not 6 <= len(line.words) <= 70 or line.sentences > 2:
        return False
    headline = not line.ended and line.sentences == 1 and line.title_case >= _TITLE_CASE
    if headline or not any(word in line_words("scene") for word in line.words[1:25]):
        return False
    if re.search(r"\((?:L|left|right|cent(?:er|re))\)", line.text):
        return True
    words = {word.strip(".,()").lower() for word in line.words}
    told = words & {"said", "says", "told", "was", "were", "had", "will", "would"} or _REPORTED.search(line.text)
    dated = _FULL_DATE.search(line.text) is not None and len(line.words) >= 10
    return (beside_credit or dated) and not told


def is_dateline(line: Line) -> bool:
    """Whether it gives place and time and hardly more: ``MARLHAVEN, 10 December 2019``, ``JULY 2022``."""
    if len(line.words) > 18 or (line.ended and len(line.words) > 8):
        return False
    if _WIRE.match(line.text):
        return True
    rest, dates = _DATE.subn(" ", line.text)
    left = [word.strip(",.:|-–—()·") for word in rest.split()]
    left = [word for word in left if word and not _DATE_WORDS.fullmatch(word)]
    small = sum(word[0].islower() and word not in line_words("joining") for word in left)
    address = "," in line.text and not line.ended and _FULL_DATE.search(line.text) is not None
    return dates > 0 and len(left) <= 4 and small <= int(address)


def dateline_in(line: Line) -> int:
    """Return the length of a dateline before the first sentence (``MARLHAVEN (Agency) — The ...``), or 0."""
    match = _DATELINE.match(line.text)
    if not match or (match["dash"] == ":" and not match["agency"]):
        return 0
    return len(match[0].rstrip())


def is_disclaimer(line: Line) -> bool:
    """Whether it says that views are not the publisher's, or that a machine translated the text."""
    if line.long or line.quoted or not 6 <= len(line.words) <= _MAX_WORDS[Kind.DISCLAIMER]:
        return False
    for sentence in re.split(r"[.!?]\s", plain(line.text)):
        words = {word.strip(".,;:()") for word in sentence.split()}
        disowned = all(words & line_words(kind) for kind in ("stance", "site", "disown"))
        translated = words & line_words("automatic") and any(word.startswith("translat") for word in words)
        if translated or (disowned and words & {"not", "nor", "only", "solely"}):
            return True
    return False


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
    first = text.lstrip("\"'“‘«„(¿¡#")[:1]
    if not first.isalnum() or _LABELLED.match(text):
        return False
    return len(line.words) <= 25 and not cut_off and not first.islower() and line.sentences <= 2


def trailing_credit(line: Line) -> int:
    """Return where a picture credit begins at the end of a caption, in characters from the line's start, or 0."""
    match = None if line.long else _TRAILING_CREDIT.search(line.text)
    if not match:
        return 0
    inner = match["inner"]
    if inner and not {word.strip(".,:").lower() for word in re.split(r"[\s/]+", inner)} & line_words("agency"):
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
