import ast
import inspect
from dataclasses import fields, is_dataclass

import pytest
from jinja2 import meta, nodes

from onrecord.web import contexts, templating
from onrecord.web.app import PAGES
from onrecord.web.contexts import When

GIVEN = {"record_name", "address", "here", "edit"}
CASES = [
    (When("2021-03-09", "2021-03-09"), "9 March 2021"),
    (When("2021-03-01", "2021-03-31"), "March 2021"),
    (When("2020-02-01", "2020-02-28"), "1–28 February 2020"),
    (When("2021-01-01", "2021-12-31"), "2021"),
    (When("2021-03-09", "2021-04-01"), "9 March – 1 April 2021"),
    (When("2020-12-30", "2021-01-02"), "30 December 2020 – 2 January 2021"),
    (When(None, "2021-03-09"), "by 9 March 2021"),
    (When("2021-03-09", None), "from 9 March 2021"),
    (When("2021-03-01", "2021-03-31", "2021-03-09"), "9 March 2021"),
    (When(None, None), "undated"),
    (When("2014-02-15", "2015-02-15", options=(("2014-02-15",) * 2, ("2015-02-15",) * 2)),
     "15 February 2014 or 15 February 2015"),
    (None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("when", "words"), CASES)
def test_days_read_as_people_write_them(when, words):
    assert templating.days(when) == words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.template)
def test_templates_use_only_what_their_context_holds(page):
    environment = templating.environment()
    source = environment.loader.get_source(environment, page.template)[0]
    tree = environment.parse(source)
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)}
    used = meta.find_undeclared_variables(tree) - own - {"parts", "reading", "whole"}
    assert used <= {field.name for field in fields(page.context)} | GIVEN


def test_every_context_says_what_it_is():
    for name, kind in inspect.getmembers(contexts, is_dataclass):
        assert ast.get_docstring(ast.parse(inspect.getsource(kind)).body[0]), name
