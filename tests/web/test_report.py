import re

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.query import Filter
from onrecord.types import Speaker
from onrecord.web.report import anchor, anchored, report
from tests.factories import article
from tests.web.test_hostile import HOSTILE, read, shown


def addresses(made):
    return [value for _, name, value in read(made).attributes if name in ("href", "src", "action")]


def test_the_file_needs_nothing_else(room, story):
    made = report(room, Filter())
    reader = read(made)
    ids = [value for _, name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in addresses(made)} <= set(ids)
    assert all(value.startswith("#") for value in addresses(made))
    assert not {"script", "img", "link", "iframe", "form"} & set(reader.tags)
    assert "default-src 'none'" in made
    for one in story:
        assert all(f'id="s-{statement.id}"' in made for statement in one.statements)


def test_a_link_leads_to_its_place_in_the_file_or_stays_words(room, story):
    one, two, three = story
    made = report(room, Filter(), articles=1)
    assert f'href="#s-{one.statements[0].id}"' in made
    assert f'href="#s-{three.statements[0].id}"' not in made
    assert "The newest 1 of 3" in made
    assert anchored('<a class="x" href="/article/a#s-1">w</a><b id="s-1">', known=()) == (
        '<a class="x" href="#s-1">w</a><b id="s-1">'
    )
    assert anchored('<a class="who" href="/none" download>w</a>', known=()) == '<span class="who">w</span>'
    assert anchored('<a href="/none"><rect x="1"/></a>', known=()) == '<g><rect x="1"/></g>'
    known = "/outlet/a & b"
    assert anchored('<a href="/outlet/a &amp; b">w</a>', known=[known]) == f'<a href="#{anchor(known)}">w</a>'
    assert two.statements[0].text in made


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_only_words_in_a_file_too(store, room, bad):
    text = f"Before {bad} “{bad} said so” after."
    store.put(article(text, f"{bad} said so", outlet=bad, title=bad, author=bad, said={"speaker": Speaker(None, bad)}))
    reader = read(report(room, Filter()))
    assert "script" not in reader.tags
    assert not [name for _, name, _ in reader.attributes if name.startswith("on") or name == "style"]
    assert shown(text) in "".join(reader.text)


def test_the_command_writes_what_fits(store, story, tmp_path):
    out = tmp_path / "report.html"
    command = ["report", str(store.path), "--outlet", "bell", "-o", str(out)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    made = out.read_text(encoding="utf-8")
    lede = re.search(r'class="lede">(.*?)<span', made)[1]
    assert lede.startswith("1 article from 1 outlet, with 1 statement by 1 speaker")
    assert "Only <bdi>outlet bell</bdi>" in made
    assert story[1].text.split("\n")[0] in "".join(read(made).text)
    assert CliRunner().invoke(app, ["report", str(store.path), "-o", str(store.path)]).exit_code == 1
