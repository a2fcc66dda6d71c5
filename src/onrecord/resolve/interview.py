"""Who answers in an interview that is printed as questions and answers.

>>> 'Q&A with Minister Ada Lund ... Q: Will you run? ... A: I will not.'   "A" is Ada Lund
"""

import re

from onrecord.layout import Layout
from onrecord.resolve.people import People, Person

_QUESTION = re.compile(r"^\s*(?:Q|QUESTION|Question)\s?[.:]", re.MULTILINE)
_ANSWER = re.compile(r"^\s*(?:A|ANSWER|Answer)\s?[.:]", re.MULTILINE)
_WITH = re.compile(
    r"(?:Q\s?&\s?A|[Ii]nterview(?:ed|s)?|[Cc]onversation|[Ss]poke|[Tt]alk(?:ed|s)?|[Ss]at down)(?: \w+)?(?: with| to)? "
)
_BEFORE_NAME = 60  # characters for an office between "with" and the name
ANSWERS = frozenset({"a", "answer"})
"""What stands before an answer, lower case."""


def answerer(shape: Layout, register: People) -> Person | None:
    """Return who gives the answers: whom the introduction says to have been asked, or the only one that it names."""
    question = _QUESTION.search(shape.plain)
    if question is None or not _ANSWER.search(shape.plain, question.end()):
        return None
    named = register.inside((0, question.start()))
    asked = {
        person.index: person
        for found in _WITH.finditer(shape.plain, 0, question.start())
        for mention, person in named
        if 0 <= mention.start - found.end() <= _BEFORE_NAME and "\n" not in shape.plain[found.end() : mention.start]
    }
    several = asked or {person.index: person for _, person in named}
    return next(iter(several.values())) if len(several) == 1 else None
