import pytest

from onrecord import extras
from onrecord.errors import QueryError


def test_a_package_that_is_there_is_returned():
    assert extras.need("json", "charts").loads("1") == 1
    assert extras.has("json", "re")


def test_a_package_that_is_not_there_says_how_it_comes():
    assert not extras.has("json", "no_such_package")
    with pytest.raises(QueryError, match=r"no_such_package is not installed.*pip install 'onrecord\[charts\]'"):
        extras.need("no_such_package", "charts")
