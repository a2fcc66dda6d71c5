"""A record's statements as columns in memory: true counts, orders and shares for any filter, in milliseconds.

    columns = read(record)
    found = columns.select(Filter(outlet="courier", since="2021"), record)
    len(found), columns.rows(found, order="newest")[:20], columns.count("speaker", found)

A selection is an array of positions in the columns, ascending. About 120 bytes a statement. The columns are of the
moment when they were read; ``Record.state`` tells whether the record has changed since.
"""

from onrecord.columns.days import Numbers, day, number
from onrecord.columns.differences import Differences
from onrecord.columns.reading import read
from onrecord.columns.stretches import OverTime, Stretch, over_time
from onrecord.columns.table import FORMS, NOBODY, ORDERS, Articles, Columns, Order

__all__ = [
    "FORMS",
    "NOBODY",
    "ORDERS",
    "Articles",
    "Columns",
    "Differences",
    "Numbers",
    "Order",
    "OverTime",
    "Stretch",
    "day",
    "number",
    "over_time",
    "read",
]
