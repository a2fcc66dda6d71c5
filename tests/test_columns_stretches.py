from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.columns import number, over_time
from onrecord.columns.stretches import MOST

day = st.dates(min_value=date(1, 1, 1)).map(lambda one: number(one.isoformat()))
days = st.lists(st.just(-1) | day, max_size=12) | st.lists(
    st.dates(date(2021, 1, 30), date(2021, 4, 2)).map(lambda one: number(one.isoformat())), max_size=12
)


def numbers(values):
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    ("found", "unit", "first", "last", "how_many"),
    [
        ([20210309], "day", "2021-03-09 2021-03-09 2021-03-09", "2021-03-09 2021-03-09 2021-03-09", 1),
        ([20210228, 20210510], "day", "2021-02-28 2021-02-28 2021-02-28", "2021-05-10 2021-05-10 2021-05-10", 72),
        ([20200110, 20210228], "month", "2020-01 2020-01-01 2020-01-31", "2021-02 2021-02-01 2021-02-28", 14),
        ([20100101, 20210228], "year", "2010 2010-01-01 2010-12-31", "2021 2021-01-01 2021-12-31", 12),
        ([19150101, 20210228], "decade", "1910s 1910-01-01 1919-12-31", "2020s 2020-01-01 2029-12-31", 12),
        ([10101, 99991231], "decade", "0000s 0001-01-01 0009-12-31", "9990s 9990-01-01 9999-12-31", 1000),
    ],
)
def test_the_unit_is_the_finest_of_which_there_are_not_too_many(found, unit, first, last, how_many):
    counted = over_time(numbers(found))
    assert (counted.unit, len(counted.stretches)) == (unit, how_many)
    ends = [f"{one.label} {one.since} {one.until}" for one in (counted.stretches[0], counted.stretches[-1])]
    assert ends == [first, last]


@given(statements=days, articles=days)
def test_everything_is_counted_once_and_stretches_have_no_gap(statements, articles):
    counted = over_time(numbers(statements), numbers(articles))
    assert sum(one.statements for one in counted.stretches) + counted.undated_statements == len(statements)
    assert sum(one.articles for one in counted.stretches) + counted.undated_articles == len(articles)
    assert len(counted.stretches) <= MOST or counted.unit == "decade"
    for one, following in zip(counted.stretches, counted.stretches[1:], strict=False):
        assert date.fromisoformat(one.until).toordinal() + 1 == date.fromisoformat(following.since).toordinal()
    in_days = Counter(value for value in statements if value >= 0)
    for one in counted.stretches:
        within = range(number(one.since), number(one.until) + 1)
        assert one.statements == sum(count for value, count in in_days.items() if value in within)


def test_of_nothing_there_are_no_stretches():
    assert over_time(numbers([])).stretches == ()
    undated = over_time(numbers([-1, -1]), numbers([-1]))
    assert (undated.stretches, undated.undated_statements, undated.undated_articles) == ((), 2, 1)
