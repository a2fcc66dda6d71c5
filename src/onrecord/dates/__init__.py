"""When an article was published and when its statements were made.

    expressions(text)              the time expressions of a text, with spans, values and their resolution
    publication(page, passages)    when the page was published: candidates, judgement, conflicts
    said(text, sentence, ...)      when a statement was made
    judge(evidence)                the judgement alone: a pure function of a list of DateEvidence

Nothing here guesses: what the text does not tell is None.
"""

from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, Unit
from onrecord.dates.judge import judge
from onrecord.dates.publication import interval, publication
from onrecord.dates.said import said

__all__ = ["Interval", "TimeExpression", "Unit", "expressions", "interval", "judge", "publication", "said"]
