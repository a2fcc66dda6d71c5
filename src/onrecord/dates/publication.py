"""When a page was published: gathers the evidence, then judges it.

Candidates are the dates in metadata and URL, in header lines (bylines, datelines, short lines at the top), the days
that the text tells of as past, and the time of capture. A header is evidence, not truth; see ``judge``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from onrecord.dates.expressions import TimeExpression, expressions
from onrecord.dates.interval import Interval, iso, parse_day
from onrecord.dates.judge import interval_of, judge
from onrecord.dates.values import Calendar, Direction, Either, in_year
from onrecord.types import DateEvidence, Dating, Kind, Page, Passage
"""
"""
