"""The page in a real browser: these tests are collected where Playwright and Chromium are installed (.ci/run does)."""

import importlib.util
import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
THERE = CHROMIUM and all(importlib.util.find_spec(name) for name in ("playwright", "axe_playwright_python"))
collect_ignore = [] if THERE else ["test_browser.py"]


@pytest.fixture(scope="session")
def record(tmp_path_factory):
    from onrecord import demo

    path = tmp_path_factory.mktemp("demo") / "demo.onrecord"
    demo.build(path)
    return path


@pytest.fixture(scope="session")
def served(record):
    from tests.serving import Server

    one = Server(record)
    yield one.address
    one.close()


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, served):
    """Open a page at a width and in a scheme; whatever it logs, and whomever it asks, is looked at in the end."""
    contexts, logged, asked = [], [], []

    def open_page(path="/", *, width=1440, scheme="light", base=served, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: logged.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: logged.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(base + path)
        return page

    open_page.asked = asked
    yield open_page
    for context in contexts:
        context.close()
    assert logged == []
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []
