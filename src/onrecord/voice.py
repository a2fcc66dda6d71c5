"""The outlet's own voice told from that of its sources.

Writers ascribe moods and doings to states and bodies that have said nothing: "the Alliance is clearly uncertain about
its course", "Karsovia shows no sign of letting up". Those are the outlet's words. So an indirect statement of a place,
a body or a group, or of a pronoun that nobody could resolve, counts only if its cue tells of speech or judgement
(``data/reporting.tsv``); and no indirect statement counts whose content is but a question word ("what they say").

    Karsovia [shows no sign of] letting up      dropped
    Karsovia [denies] that it had any aircraft  kept
"""

import re
from collections.abc import Iterable

from onrecord import facts
from onrecord.types import Form, How, Statement

_WORD = re.compile(r"[^\W\d_]+")
_BODIES = frozenset({How.METONYM, How.ORGANISATION, How.GROUP})


def of_sources(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements that are truly somebody's; see the module."""
    return tuple(statement for statement in statements if not _own(statement))


def _own(statement: Statement) -> bool:
    if statement.form != Form.INDIRECT:
        return False
    words = [word.lower() for word in _WORD.findall(statement.text)]
    if len(words) == 1 and words[0] in facts.function_words("question"):
        return True
    speaker = statement.speaker
    unresolved = speaker.how == How.PRONOUN and speaker.name is None
    return (speaker.how in _BODIES or unresolved) and not facts.tells(statement.cue.text if statement.cue else "")
