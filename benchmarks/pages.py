"""Time of every page on a generated record of a million statements.

    python -m benchmarks.pages [--statements 1000000] [--record FILE] [--rounds 200] [--paint 10] [--readme README.md]

The record is made up: outlets, speakers, utterances and words with long tails, as in news; a tenth of the articles copy
another, some dates clash. It is kept at FILE (by default in the temporary folder), and made only once. Each page is
asked over HTTP on this machine, by one client, for things drawn at random, so that nearly every answer is worked out
anew. Prints for each kind of page the median and 99th percentile and the mean of the processor's time (client and
server together), in milliseconds; with --paint, also the longest time until Chromium showed the first words; --readme
writes the table into a page. Exits with 1 when a page is above 200 ms at the median, 500 ms at the 99th percentile, or
1 s to the first words.
"""

import argparse
import http.client
import itertools
import json
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import uvicorn
from sqlalchemy import Connection, delete, insert

from benchmarks.speed import processor
from evaluation import readme
from onrecord import matching
from onrecord.filters import Filter
from onrecord.query import Record
from onrecord.store import Store, access, rows, schema, sqlite
from onrecord.types import Article, Dating, Form, How, Kind, Mention, Passage, Speaker, Statement, Utterance, digest
from onrecord.web import server
from onrecord.web.app import application
from onrecord.web.pages import front
from onrecord.web.room import Room

MEDIAN, NINETY_NINE, PAINT = 200.0, 500.0, 1000.0  # milliseconds that no page may exceed
_PAINT = """() => new Promise((done) => new PerformanceObserver((seen) => {
    for (const one of seen.getEntries()) if (one.name === "first-contentful-paint") done(one.startTime);
}).observe({ type: "paint", buffered: true }))"""
_NO_PAGES = ("feed", "JSON")
_SEED = 11
_IN_ARTICLE = 10  # statements
_REPORTS = (1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 8)  # of an utterance
_BATCH = 500  # articles written at once
_FIRST = date(2010, 1, 1)
_SYLLABLES = ("ba", "de", "fi", "go", "lu", "mar", "nel", "or", "pik", "ran", "sto", "tul", "vor", "wen", "zim", "kin")


class Maker:
    """Makes up articles whose statements share utterances."""

    def __init__(self, statements: int) -> None:
        self.chance = chance = random.Random(_SEED)
        self.words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)]
        self.weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self.words))))
        self.speakers = [(f"{self._name()} {self._name()}", self._name()) for _ in range(max(20, statements // 50))]
        self.tail = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(self.speakers))))
        self.outlets = [
            f"The {self._name()} {kind}" for kind in ("Post", "Courier", "Times", "Bell") for _ in range(50)
        ]
        self.outlet_tail = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(self.outlets))))
        self.pending: list[tuple[str, str, tuple[str, str], int]] = []  # utterance, words, speaker, day
        self.members: dict[str, list[str]] = {}
        self.number = 0

    def articles(self, statements: int) -> Iterator[Article]:
        """Yield articles with so many statements in all."""
        made = 0
        while made < statements:
            article = self._article()
            made += len(article.statements)
            yield article

    def _article(self) -> Article:
        chance = self.chance
        self.number += 1
        identifier = digest("page", self.number)
        outlet = chance.choices(self.outlets, cum_weights=self.outlet_tail)[0]
        day = _FIRST + timedelta(days=int(5500 * chance.random() ** 0.7))
        headline = self._line(8).capitalize()
        parts, passages, statements = [headline], [Passage(0, len(headline), Kind.HEADLINE)], []
        at = len(headline)
        for position in range(_IN_ARTICLE):
            utterance, said, (name, role) = self._utterance()
            opening, lead = f"\n{self._line(12).capitalize()}. ", f"{name} said: "
            start = at + len(opening) + len(lead)
            content = (start, start + len(said))
            identity = digest(identifier, position)
            self.members.setdefault(utterance, []).append(identity)
            cue, mention = start - len("said: "), at + len(opening)
            statements.append(
                Statement(
                    identity,
                    identifier,
                    (content,),
                    said,
                    chance.choices(list(Form), (5, 4, 1))[0],
                    Mention("said", cue, cue + 4),
                    Speaker(
                        Mention(name, mention, mention + len(name)), name, digest("actor", name), role, None, How.NAME
                    ),
                    medium="radio" if chance.random() < 0.02 else None,
                    confidence=chance.random(),
                )
            )
            parts += [opening, lead, said]
            passages.append(Passage(at + 1, content[1], Kind.BODY))
            at = content[1]
        iso = day.isoformat()
        clash = ("header and URL differ",) if chance.random() < 0.01 else ()
        return Article(
            identifier, f"page {self.number}", f"archive/{self.number}.html", "".join(parts), digest(identifier),
            "html", tuple(passages), Dating(iso, iso, iso, (), clash), title=headline, outlet=outlet, language="en",
            statements=tuple(statements),
        )  # fmt: skip

    def _utterance(self) -> tuple[str, str, tuple[str, str]]:
        chance = self.chance
        if self.pending and chance.random() < 0.6:
            at = chance.randrange(len(self.pending))
            utterance, said, speaker, left = self.pending[at]
            if left > 1:
                self.pending[at] = (utterance, said, speaker, left - 1)
            else:
                self.pending[at] = self.pending[-1]
                self.pending.pop()
            return utterance, self._changed(said), speaker
        speaker = chance.choices(self.speakers, cum_weights=self.tail)[0]
        said = f"“{self._line(chance.randint(6, 25))}”"
        utterance = digest("utterance", len(self.members))
        left = chance.choice(_REPORTS) - 1
        if left and len(self.pending) < 5000:
            self.pending.append((utterance, said, speaker, left))
        return utterance, said, speaker

    def _changed(self, said: str) -> str:
        words = said.split()
        if self.chance.random() < 0.5:
            words[self.chance.randrange(len(words) - 1)] = self.chance.choice(("not", "nine", "never", "grey"))
        return " ".join(words) if words[-1].endswith("”") else " ".join(words) + "”"

    def _line(self, length: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=length))

    def _name(self) -> str:
        return "".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(2, 3))).capitalize()


def make(path: Path, statements: int) -> None:
    """Make the record: as the store would, but many articles at a time."""
    maker = Maker(statements)
    engine = access.open_engine(path, create=True)
    writer = sqlite.writer(engine)
    numbers = {"article": itertools.count(1), "statement": itertools.count(1), "utterance": itertools.count(1)}
    for batch in _batches(maker.articles(statements), _BATCH):
        with writer.begin() as connection:
            _write(connection, batch, numbers)
    with writer.begin() as connection:
        for some in _batches(iter(maker.members.items()), 50_000):
            _match(connection, some, numbers["utterance"])
    with writer.begin() as connection:
        connection.execute(delete(schema.stale))
    engine.dispose()


def _write(connection: Connection, batch: list[Article], numbers: Mapping[str, Iterator[int]]) -> None:
    added = {"revision": 1, "newest": 1, "added": "2026-01-01T00:00:00+00:00"}
    names = {one.speaker.actor: one.speaker.name for article in batch for one in article.statements}
    pages = [rows.article_row(one) | added | {"row": next(numbers["article"])} for one in batch]
    said = [
        rows.statement_row(one, at) | {"row": next(numbers["statement"])}
        for article in batch
        for at, one in enumerate(article.statements)
    ]
    connection.execute(insert(schema.article), pages)
    connection.execute(insert(schema.passage), [row for one in batch for row in rows.passage_rows(one)])
    actors = insert(schema.actor).prefix_with("OR IGNORE")
    connection.execute(actors, [{"id": one, "name": name} for one, name in names.items()])
    connection.execute(insert(schema.statement), said)


def _match(connection: Connection, some: list[tuple[str, list[str]]], numbers: Iterator[int]) -> None:
    told = [Utterance(one, None, tuple(members), members[0]) for one, members in some]
    connection.execute(
        insert(schema.utterance),
        [{"row": next(numbers), "id": one.id, "speaker": None, "witness": one.witness} for one in told],
    )
    connection.execute(
        insert(schema.utterance_statement),
        [
            {"statement": statement, "utterance": one.id, "position": position}
            for one in told
            for position, statement in enumerate(one.statements)
        ],
    )


def _batches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(items, size)):
        yield batch


def addresses(path: Path, chance: random.Random) -> dict[str, Callable[[], str]]:
    """Return what draws an address of each kind of page."""
    with Record.open(path) as record, record.reading() as connection:

        def some(sql: str) -> list[Any]:
            return [row[0] for row in connection.exec_driver_sql(sql)]

        most = int(some("SELECT max(row) FROM article")[0])
        articles = some(f"SELECT id FROM article WHERE row % {max(1, most // 2000)} = 0")
        utterances = some("SELECT utterance FROM utterance_statement WHERE position = 2 LIMIT 5000")
        people = some("SELECT actor FROM statement WHERE row % 97 = 0 LIMIT 5000")  # as often as they speak
        outlets = some("SELECT DISTINCT outlet FROM article")
        words = (
            " ".join(some("SELECT text FROM statement WHERE row % 997 = 0")).replace("“", "").replace("”", "").split()
        )

    def search() -> str:
        asked: dict[str, object] = {"page": chance.randint(1, 3)}
        for name, draw in (
            ("text", lambda: chance.choice(words)),
            ("outlet", lambda: chance.choice(outlets)),
            ("speaker", lambda: chance.choice(words)[:4]),
            ("since", lambda: f"{chance.randint(2010, 2024)}-{chance.randint(1, 12):02}"),
            ("form", lambda: chance.choice(list(Form))),
        ):
            if chance.random() < 0.4:
                asked[name] = draw()
        return f"/search?{urlencode(asked)}"

    def between() -> str:
        year, length = chance.randint(2010, 2024), chance.randint(0, 3)
        return urlencode({"since": f"{year}-{chance.randint(1, 12):02}", "until": f"{year + length + 1}"})

    return {
        "front": lambda: "/",
        "front, brushed": lambda: f"/?{between()}",
        "wordings": lambda: f"/wordings?{between()}",
        "article": lambda: f"/article/{chance.choice(articles)}",
        "utterance": lambda: f"/utterance/{chance.choice(utterances)}",
        "speaker": lambda: f"/speaker/{chance.choice(people)}",
        "outlet": lambda: f"/outlet/{quote(chance.choice(outlets), safe='')}",
        "search": search,
        "search, one word": lambda: f"/search?{urlencode({'text': chance.choice(words)})}",
        "articles": lambda: f"/articles?page={chance.randint(1, 50)}",
        "speakers": lambda: f"/speakers?{urlencode({'text': chance.choice(words)[:3]})}",
        "outlets": lambda: "/outlets",
        "feed": lambda: f"/search.atom?{urlencode({'text': chance.choice(words)})}",
        "JSON": lambda: "/api" + search(),
    }


def measure(port: int, draw: Callable[[], str], rounds: int) -> list[float]:
    """Return milliseconds of so many answers, read to their end, in order."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for _ in range(rounds):
        address = draw()
        began = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status}")
    return sorted(times)


def percentile(times: list[float], share: float) -> float:
    """Return the value below which a share of the sorted times lies."""
    return times[min(len(times) - 1, int(len(times) * share))]


def paints(port: int, draw: Callable[[], str], rounds: int) -> list[float]:
    """Return milliseconds from the click to the first words that Chromium shows, of so many visits, in order."""
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{port}/outlets")  # the browser's own start is not the page's
        for _ in range(rounds):
            page.goto(f"http://127.0.0.1:{port}{draw()}")
            times.append(float(page.evaluate(_PAINT)))
        browser.close()
    return sorted(times)


@contextmanager
def serving(room: Room) -> Iterator[int]:
    """Serve a record for as long as the block runs; give the port."""
    listening = server.listen("127.0.0.1", 0)
    served = uvicorn.Server(uvicorn.Config(application(room), log_level="warning", access_log=False))
    thread = threading.Thread(target=served.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        served.should_exit = True
        thread.join()
        listening.close()


def run(path: Path, rounds: int, visits: int) -> dict[str, Any]:
    """Serve the record and time each kind of page."""
    began = time.perf_counter()
    room = Room.open(path)
    front.page(room, Filter())  # as `onrecord serve` does before it says that it is open
    opened = time.perf_counter() - began
    statements = len(room.columns().row)
    found = {}
    with serving(room) as port:
        for name, draw in addresses(path, random.Random(_SEED)).items():
            before = time.process_time()
            times = measure(port, draw, rounds)
            one = {"median": percentile(times, 0.5), "p99": percentile(times, 0.99)}
            one["processor"] = (time.process_time() - before) * 1000 / rounds
            if visits and name not in _NO_PAGES:
                one["paint"] = paints(port, draw, visits)[-1]
            found[name] = {key: round(value, 1) for key, value in one.items()}
            print(f"{name:18} {'  '.join(f'{key} {value:7.1f}' for key, value in found[name].items())}", flush=True)
    room.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"statements": statements, "opened_s": round(opened, 1), "peak_mib": peak, "rounds": rounds, "pages": found}


def markdown(result: dict[str, Any]) -> str:
    """Return the times as a table for people."""
    kinds = result["pages"].items()
    shown = {
        "median": "median",
        "p99": "99th percentile",
        "processor": "processor",
        "paint": "first words shown, at most",
    }
    columns = {key: words for key, words in shown.items() if any(key in one for _, one in kinds)}
    rows = [[name, *(f"{one[key]:.0f}" if key in one else "" for key in columns)] for name, one in kinds]
    told = f"{result['statements']:,} made-up statements, {result['rounds']} answers of each kind, {processor()}."
    return readme.table(["milliseconds", *columns.values()], rows) + f"\n\n{told}"


def slow(pages: dict[str, dict[str, float]]) -> Iterable[str]:
    """Yield the kinds of pages that are above what is allowed."""
    most = {"median": MEDIAN, "p99": NINETY_NINE, "paint": PAINT}
    return (name for name, one in pages.items() if any(one.get(key, 0) > limit for key, limit in most.items()))


def main() -> int:
    """Make the record if it is not there, measure, and say what is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--paint", type=int, default=0, metavar="VISITS", help="in Chromium, of each kind of page")
    parser.add_argument("--readme", type=Path, help="write the table into this page as well")
    asked = parser.parse_args()
    path = asked.record or Path(tempfile.gettempdir()) / f"onrecord-{asked.statements}.onrecord"
    if not path.exists():
        began = time.perf_counter()
        make(path, asked.statements)
        print(f"made {path} in {time.perf_counter() - began:.0f} s", flush=True)
    with Store.open(path) as store:  # one that an older version made is brought up to date
        matching.compare(store)
    result = run(path, asked.rounds, asked.paint)
    print(json.dumps(result))
    if asked.readme:
        readme.rewrite(asked.readme, "pages", markdown(result))
    late = list(slow(result["pages"]))
    if late:
        print(f"too slow: {', '.join(late)}", file=sys.stderr)
    return bool(late)


if __name__ == "__main__":
    sys.exit(main())
