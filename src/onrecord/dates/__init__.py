"""When an article was published and when its statements were made.

    expressions(text)              the time expressions of a text, with spans, values and their resolution
    from_page(page)                the evidence that comes with a page
    proofs(text, ...)              what the offices and occasions in a text prove
    publication(text, ...)         when a text was published: candidates, judgement, conflicts
    said(text, sentence, ...)      when a statement was made
    chained(utterances)            dates that articles owe to each other's reports of one statement
    judge(evidence)                the judgement alone: a pure function of a list of DateEvidence

Nothing here guesses: what the text does not tell is None.
"""

from onrecord.dates.chain import chained
from onrecord.dates.evidence import from_page
from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, Unit
from onrecord.dates.judge import judge
from onrecord.dates.proof import proofs
from onrecord.dates.publication import interval, publication
from onrecord.dates.said import said

__all__ = [
    "Interval",
    "TimeExpression",
    "Unit",
    "chained",
    "expressions",
    "from_page",
    "interval",
    "judge",
    "proofs",
    "publication",
    "said",
]
