"""Make the pictures of the README from the sample record: ``python -m docs.pictures``. Needs the browser extra.

They are made by hand, when the page changes: fonts differ from machine to machine, so that no check can compare them.
"""

import json
import shutil
import tempfile
import threading
import urllib.request
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from onrecord import demo
from onrecord.web import server
from onrecord.web.app import application
from onrecord.web.room import Room

FOLDER = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1200, 800  # pixels


def main() -> None:
    """Read the sample articles, serve the record, and photograph three of its pages, light and dark."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "demo.onrecord"
        demo.build(record)
        room, listening = Room.open(record), server.listen("127.0.0.1", 0)
        serving = uvicorn.Server(uvicorn.Config(application(room), log_level="warning", access_log=False))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            _photograph(f"http://127.0.0.1:{listening.getsockname()[1]}")
        finally:
            serving.should_exit = True
            thread.join()
            listening.close()
            room.close()


def _photograph(address: str) -> None:
    with urllib.request.urlopen(f"{address}/api") as answer:
        front = json.load(answer)
    differing = max(front["wordings"], key=lambda one: one["distance"])
    pages = {"front": "/", "article": front["conflicts"][0]["article"]["href"], "utterance": differing["href"]}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme)
            page = context.new_page()
            for name, path in pages.items():
                page.goto(address + path)
                page.screenshot(path=FOLDER / f"{name}-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main()
