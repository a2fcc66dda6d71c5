"""The outlet's own voice told from that of its sources.

Writers ascribe moods and doings to states and bodies that have said nothing: "the Alliance is clearly uncertain about
its course", "Karsovia shows no sign of letting up". Those are the outlet's words. So an indirect statement of a place,
a body or a group, or of a pronoun that nobody could resolve, counts only if its cue tells of speech or judgement
(``data/reporting.tsv``); and no indirect statement counts whose content is but a question word ("what they say").
Nor does what somebody is said not to have said: it would stand in the record as theirs; nor what is done by saying so,
what a remark is about, whom somebody addresses or cites, and what a picture shows.

    Karsovia [shows no sign of] letting up      dropped
    Karsovia [denies] that it had any aircraft  kept
    Karsovia [did not say] that it had any      dropped
    Karsovia [gave] no reason for that          dropped
    No official [has said] that it had any      dropped
    Karsovia [declared] independence            dropped
    Lund said so, [referring to] the harbour    dropped
    Lund [addressed] parliament                 dropped
"""

import re
from collections.abc import Iterable

from onrecord import facts
from onrecord.types import Form, How, Statement

_WORD = re.compile(r"[^\W\d_]+")
_NOT = re.compile(
    r"\b(?:not|never|nor|without|yet to|declin\w+|refus\w+|fail\w*|refrain\w*|avoid\w*|stopped short of)\b|n['’]t\b",
    re.IGNORECASE,
)
_GIVES = r"(?:giv(?:e|en|es|ing)|gave|offer(?:s|ed|ing)?|provid(?:e|es|ed|ing)|ma(?:de|ke|kes|king))"
_GIVES_NO = re.compile(rf"\b{_GIVES} no\b", re.IGNORECASE)
_NOBODY = re.compile(r"[Nn]o(?= [a-z])|(?i:no-?one|nobody|none|neither)\b")
_ABOUT = re.compile(
    r"\b(?:refer(?:s|red|ring) to|(?:in|a) reference to|commenting on|answer(?:s|ed|ing)"
    r"(?: (?:an? |the )?questions? \w+)?)$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:an? |the )?(?:(?!that\b)\w+ )?"
    r"(?:bankruptcy|independence|(?:martial|emergency) (?:law|rule)|state of emergency|war)\b"
)
_CITES = ("cite", "cited", "cites", "citing", "quoted", "quotes", "quoting")
_OWNED = re.compile(r"\w ?['’] ?s\b")
_PART = re.compile(r",| (?:of|for|in|at|from|on|and|with|familiar|close|as)\b.*?(?:,|$)")
_PICTURES = ("photo", "photograph", "picture", "image", "footage")
_SHOWS = re.compile(r"(?:also |clearly )?(?:show(?:s|ed|ing)|can be seen|captured?)", re.IGNORECASE)
_HEAD = re.compile(r"[,(]| (?:of|taken|from|posted|released|shared|online|on|by|in)\b")
_HEARERS = ("audience", "conference", "forum", "nation", "rally", "summit")
_BODIES = frozenset({How.METONYM, How.ORGANISATION, How.GROUP})


def of_sources(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements that are truly somebody's; see the module."""
    return tuple(statement for statement in statements if not _own(statement))


def _own(statement: Statement) -> bool:
    told = f"{statement.cue.text} {statement.text.split(maxsplit=1)[0]}" if statement.cue and statement.text else ""
    if statement.form != Form.DIRECT and statement.cue and (_unsaid(statement.cue.text) or _GIVES_NO.search(told)):
        return True
    source = statement.speaker.mention
    if statement.form != Form.DIRECT and source and _NOBODY.match(source.text):
        return True
    if statement.form != Form.INDIRECT:
        return False
    words = [word.lower() for word in _WORD.findall(statement.text)]
    if len(words) == 1 and words[0] in facts.function_words("question"):
        return True
    if statement.cue and _no_words(statement.cue.text, statement.text, words):
        return True
    if statement.cue and source and _shown(source.text, statement.cue.text):
        return True
    speaker = statement.speaker
    unresolved = speaker.how == How.PRONOUN and speaker.name is None
    return (speaker.how in _BODIES or unresolved) and not facts.tells(statement.cue.text if statement.cue else "")


def _unsaid(cue: str) -> bool:
    """Tell whether a cue tells of what was not said: "did not mention", "without commenting on"."""
    denial = _NOT.search(cue)
    if denial and denial.group().lower().startswith(("avoid", "stopped")):
        return True
    words = (word.lower() for word in _WORD.findall(cue[denial.end() :])) if denial else ()
    return any(word in facts.function_words("unsaid") for word in words)


def _shown(source: str, cue: str) -> bool:
    """Tell whether a picture shows something: nobody has said so."""
    head = _HEAD.split(source.lower(), maxsplit=1)[0].split()
    return bool(head) and head[-1].rstrip("s") in _PICTURES and _SHOWS.fullmatch(cue.strip()) is not None


def _is_somebody(content: str) -> bool:
    """Tell whether words name people: "two officials of the board", "Ada Lund, a spokeswoman"; not "fear of rain"."""
    if _OWNED.search(content):
        return False  # "the mayor of Skellby's plans"
    parts = [part.split() for part in _PART.split(content.lower())[:2]]
    last = [part[-1].strip(".") for part in parts if part]
    return any(word in facts.roles() or word.removesuffix("s") in facts.roles() for word in last)


def _no_words(cue: str, content: str, words: list[str]) -> bool:
    """Tell whether a cue and its content are about saying, and no words: see the module."""
    if _ABOUT.search(cue) and words[:1] != ["that"]:
        return True
    verb = cue.lower().split()[-1]
    if verb in _CITES and _is_somebody(content):
        return True
    if verb.startswith("declar"):
        return _DONE.match(content) is not None
    heard = words[-1:] and (words[-1] in facts.roles() or words[-1] in facts.bodies() or words[-1] in _HEARERS)
    return bool(heard) and verb in ("address", "addressed", "addresses", "addressing")
