import json
import re
import sqlite3
import urllib.request
from pathlib import Path

import axe_playwright_python
import pytest

from onrecord.query import Filter
from onrecord.web.correcting import Editing
from onrecord.web.report import report
from onrecord.web.room import Room
from tests.serving import Server

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SIZES = [
    ("light", 390, True),
    ("light", 1440, False),
    ("dark", 390, False),
    ("dark", 1440, True),
]  # and whether axe looks


@pytest.fixture(scope="module")
def paths(served):
    with urllib.request.urlopen(f"{served}/api") as answer:
        front = json.load(answer)
    return {
        "front": "/",
        "search": "/search?text=line",
        "nothing": "/search?text=zzzz",
        "wordings": "/wordings",
        "utterance": front["wordings"][0]["href"],
        "article": front["conflicts"][0]["article"]["href"],
        "speaker": front["most_quoted"][0]["href"],
        "outlet": front["most_quoting"][0]["href"],
        "articles": "/articles",
        "speakers": "/speakers",
        "outlets": "/outlets",
    }


NAMES = ["front", "search", "nothing", "wordings", "utterance", "article", "speaker", "outlet", "articles", "speakers",
         "outlets"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_accessible_and_fits(visit, paths, name):
    for scheme, width, thorough in SIZES:
        page = visit(paths[name], width=width, scheme=scheme)
        if thorough:
            page.evaluate(AXE)
            found = page.evaluate("axe.run()")["violations"]
            grave = [one for one in found if one["impact"] in ("serious", "critical")]
            assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave] == [], (scheme, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (scheme, width)
        assert page.locator("h1").count() == 1


def test_from_the_front_page_to_a_highlighted_place_and_on_to_its_speaker(visit):
    page = visit("/")
    page.get_by_role("link", name="outlets side by side").first.click()
    page.wait_for_url("**/utterance/*")
    assert page.locator("del, ins").count() > 0
    page.locator(".reports a[href*='#s-']").first.click()
    page.wait_for_url("**/article/*#s-*")
    assert page.evaluate("document.querySelector(':target').matches('a.q')")
    name = page.locator(".legend .who").first.inner_text()
    page.locator(".legend .who").first.click()
    page.wait_for_url("**/speaker/*")
    assert page.locator("h1").inner_text() == name
    page.locator(".masthead a[href^='/search']").click()
    page.wait_for_url("**/search?*")
    assert page.locator(".quote").count() > 0


def test_search_narrows_counts_and_downloads_what_it_shows(visit):
    page = visit("/")
    page.get_by_label("Search statements").fill("line")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?text=line")
    count = int(re.match(r"[\d,]+", page.get_by_role("status").inner_text())[0])
    assert page.locator(".quote").count() == count
    page.locator(".facet .ranking a").first.click()
    page.wait_for_url("**speaker=*")
    with page.expect_download() as download:
        page.get_by_role("link", name="JSONL").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == page.locator(".quote").count() > 0


def test_a_timeline_is_brushed_to_filter_everything(visit):
    page = visit("/")
    box = page.locator(".bars").bounding_box()
    everything = page.locator(".lede").inner_text()
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.35, box["y"] + 20)
    assert page.locator(".bars .chosen").count() > 1
    page.mouse.up()
    page.wait_for_url("**/?since=*&until=*")
    assert page.locator(".lede").inner_text() != everything
    page.get_by_role("link", name="Show all").click()
    page.wait_for_url(lambda url: "since" not in url)


def test_a_brushed_front_page_leads_to_lists_of_the_same_days(visit):
    page = visit("/")
    address = page.evaluate("document.querySelectorAll('.bars a')[1].href.baseVal")
    page.goto(page.url.rstrip("/") + address)
    days = address.partition("?")[2]
    for name in ("article", "outlet", "statement", "speaker"):
        link = page.locator(".lede a").filter(has_text=name).first
        assert link.get_attribute("href").endswith(f"?{days}"), name
    page.locator(".lede a").filter(has_text="speaker").first.click()
    page.wait_for_url(f"**/speakers?{days}")
    shown = page.locator("main p.soft").first.inner_text()
    page.reload()
    assert page.locator("main p.soft").first.inner_text() == shown


def test_a_timeline_is_brushed_with_the_keyboard(visit):
    page = visit("/")
    bars = page.locator(".bars a").count()
    start, end = page.get_by_role("slider", name="from"), page.get_by_role("slider", name="to")
    for _ in range(40):
        page.keyboard.press("Tab")
        if start.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("ArrowRight")
    assert page.locator(".bars .chosen").count() == bars - 1
    label = start.get_attribute("aria-valuetext").partition(":")[0]
    page.keyboard.press("Tab")
    assert end.evaluate("one => one === document.activeElement")
    page.keyboard.press("Home")
    assert page.locator(".bars .chosen").count() == 1, "an end is never before the start"
    page.keyboard.press("Escape")
    assert page.locator(".bars .chosen").count() == 0
    start.focus()
    page.keyboard.press("ArrowRight")
    end.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/?since={label}*&until={label}*")


def test_a_timeline_is_brushed_with_a_finger(visit):
    page = visit("/", width=390, has_touch=True)
    box = page.locator(".bars").bounding_box()
    session = page.context.new_cdp_session(page)

    def touch(kind, share, down=0.0):
        at = {"x": box["x"] + box["width"] * share, "y": box["y"] + 20 + down}
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else [at]})

    touch("touchStart", 0.2)
    touch("touchMove", 0.4)
    touch("touchMove", 0.7)
    assert page.locator(".bars .chosen").count() > 1
    touch("touchEnd", 0.7)
    page.wait_for_url("**/?since=*&until=*")
    first, last = (page.locator(f"[name={name}]").input_value() for name in ("since", "until"))
    assert first < last


def test_the_keyboard_reaches_all_and_shows_who_speaks(visit, paths):
    page = visit(paths["article"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.q')"):
            break
    about = page.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert page.evaluate("document.activeElement.dataset.about") in about
    number = page.evaluate("document.activeElement.dataset.n")
    assert page.locator(f"#n-{number}.lit").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#n-{number}")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline in ("solid", "auto", "none")


def test_a_citation_is_copied_by_one_press(visit, paths):
    page = visit(paths["search"], permissions=["clipboard-read", "clipboard-write"])
    page.locator(".cite summary").first.click()
    page.get_by_role("button", name="Copy citation").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".citation").first.inner_text()
    assert "SHA-256" in copied


def test_without_javascript_everything_still_works(visit, paths):
    page = visit("/", java_script_enabled=False)
    page.get_by_label("from").fill("2019")
    page.get_by_label("to", exact=True).fill("2019")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/?since=2019&until=2019")
    page.get_by_label("Search statements").fill("line")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?text=line")
    page.locator(".cite summary").first.click()
    assert page.locator(".citation").first.is_visible()
    page.goto(page.url.partition("/search")[0] + paths["article"])
    page.locator("details.fold summary").first.click()
    assert page.locator("details.fold .t").first.is_visible()
    page.locator("a.q").first.hover()


def test_a_report_is_read_without_a_server(chromium, record, tmp_path):
    room = Room.open(record)
    path = tmp_path / "report.html"
    path.write_text(report(room, Filter()), encoding="utf-8")
    room.close()
    for scheme, width, thorough in SIZES:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page, heard = context.new_page(), []
        page.on("request", lambda request, heard=heard: heard.append(request.url))
        page.on("console", lambda message, heard=heard: heard.append(message.text))
        page.goto(path.as_uri())
        assert heard == [path.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="outlets side by side").first.click()
        assert page.evaluate("document.querySelector(':target').classList.contains('sheet')")
        if thorough:
            page.evaluate(AXE)
            found = page.evaluate("axe.run()")["violations"]
            grave = [one for one in found if one["impact"] in ("serious", "critical")]
            assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave] == [], (scheme, width)
        context.close()


def test_a_correction_is_made_with_the_keyboard_and_undone(visit, record, tmp_path):
    copy = tmp_path / "copy.onrecord"
    with sqlite3.connect(record) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    server = Server(copy, editing=Editing.begin("Ada"))
    try:
        page = visit("/search?speaker=vossmar&form=direct", base=server.address)
        page.locator(".quote figcaption a[href*='#s-']").first.click()
        page.wait_for_url("**/article/*#s-*")
        statement = page.url.rpartition("#s-")[2]
        page.locator(f"#n-{statement} .correct summary").press("Enter")
        page.locator(f"#n-{statement}").get_by_label("Said by").fill("Bo Krag")
        page.keyboard.press("Enter")
        page.locator(f"#n-{statement} .who", has_text="Bo Krag").wait_for()
        page.get_by_role("link", name="Corrections").click()
        assert "said by Bo Krag" in page.locator(".places li").first.inner_text()
        page.get_by_role("button", name="Undo").press("Enter")
        page.locator(".undone").wait_for()
    finally:
        server.close()
