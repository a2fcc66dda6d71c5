"""How long each stage of ``onrecord add`` takes, and what linking people costs beside the reader.

    python -m benchmarks.stages [--text FOLDER [--label NAME]] [--repeats 3] [--results benchmarks/stages.json]

Default text: PolNeAR dev where it is there, else the sample articles. Seconds of processor time on one thread, so that
other programs do not count; each stage's own time, without the stages that it calls. Of several runs each stage's
fastest counts. "who" is all that the table of actors brings: names it finds that the reader missed, people and offices
linked to it, the same people across articles; "when it was really written" is what offices, occasions and other
articles prove.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.speed import POLNEAR, SAMPLE, processor
from evaluation import readme
from onrecord import actors, assemble, dates, match, pipeline, resolve, segment, voice
from onrecord.model.infer import Reader
from onrecord.sources import pages
from onrecord.store import Store
from onrecord.types import Page

RESULTS = Path(__file__).with_name("stages.json")
READER, WHO, WHEN = "the reader", "who", "when it was really written"
_CAST = sys.modules["onrecord.resolve.cast"]  # the package has a function of that name
STAGES: Mapping[str, Sequence[tuple[Any, str]]] = {
    "clean": ((pipeline, "blank"),),
    READER: (),
    "assemble": ((assemble, "statements"),),
    "speakers within the article": ((resolve, "cast"), (resolve, "speakers"), (voice, "of_sources")),
    WHO: (
        (_CAST, "people_missed"),
        (_CAST.Cast, "bodies"),
        (_CAST.Cast, "home"),
        (resolve, "links"),
        (resolve, "figures"),
        (resolve, "speaking"),
        (actors.Known, "person"),
        (actors.Known, "office"),
        (Store, "identify"),
    ),
    WHEN: (
        (resolve, "called"),
        (dates, "proofs"),
        (Store, "dated_groups"),
        (Store, "write_chains"),
    ),
    "dates": ((dates, "publication"), (dates, "said"), (segment, "sentences")),
    "store": ((Store, "put"),),
    "match": (
        (match, "copies"),
        (match, "utterances"),
        (Store, "copy_rows"),
        (Store, "statement_rows"),
        (Store, "write_matches"),
    ),
}


class Clock:
    """Seconds of processor time by stage; what runs within another stage counts for itself alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._open: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is done within for a stage."""
        self._turn()
        self._open.append(name)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def _turn(self) -> None:
        now = time.process_time()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that counts for a stage."""

        @wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            with self.stage(name):
                found = function(*given, **named)
                return list(found) if isinstance(found, Iterator) else found

        return timed


def measure(folder: Path, *, reader: Reader, limit: int | None = None) -> dict[str, float]:
    """Return the seconds that each stage takes to read the .txt files of a folder into a new record."""
    clock, options = Clock(), pipeline.Options(table=actors.table())
    found = [page for page in pages([str(p) for p in sorted(folder.glob("*.txt"))[:limit]]) if isinstance(page, Page)]
    with ExitStack() as stack:
        for name, places in STAGES.items():
            for owner, attribute in places:
                timed = clock.timed(name, getattr(owner, attribute))
                stack.enter_context(mock.patch.object(owner, attribute, timed))
        out = stack.enter_context(tempfile.TemporaryDirectory())
        store = stack.enter_context(Store.open(Path(out) / "r", create=True))
        with clock.stage("the rest"):
            blanks = [pipeline.blank(page, options) for page in found]
            ranges = [[(p.start, p.end) for p in one.passages if p.kind in options.kinds] for one in blanks]
            with clock.stage(READER):
                tagged = list(reader.tag_each(zip((one.text for one in blanks), ranges, strict=True)))
            for blank, marks in zip(blanks, tagged, strict=True):
                store.put(pipeline.complete(blank, marks, options))
            pipeline.settle(store, options.table)
    return {name: clock.seconds[name] for name in (*STAGES, "the rest")}


def shares(seconds: Mapping[str, float]) -> dict[str, float]:
    """Return how long each stage takes in per cent of the reader's time."""
    return {name: 100 * one / seconds[READER] for name, one in seconds.items()}


def markdown(found: Mapping[str, Any]) -> str:
    """Return the results as a Markdown table with what one must know to read it."""
    percent = shares(found["seconds"])
    rows = [[name, f"{one:.2f}", f"{percent[name]:.1f} %"] for name, one in found["seconds"].items()]
    return "\n".join(
        [
            readme.table(["stage", "seconds", "of the reader's time"], rows),
            "",
            f"{found['articles']} articles ({found['text']}), one thread, fastest of {found['repeats']} runs. "
            f"{found['processor']}.",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    default = POLNEAR if POLNEAR.is_dir() else SAMPLE
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--text", type=Path, default=default, help="folder of .txt files")
    parser.add_argument("--label", help="what to call the text; default: the folder's name")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N articles, for a trial")
    parser.add_argument("--repeats", type=int, default=3, metavar="N")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the numbers go, as JSON")
    options = parser.parse_args(arguments)
    reader = Reader.load(None, threads=1)
    measure(options.text, reader=reader, limit=2)  # what is read once for all articles: word lists, the table
    runs = [measure(options.text, reader=reader, limit=options.limit) for _ in range(options.repeats)]
    named = {POLNEAR: "PolNeAR dev", SAMPLE: "the plain-text sample articles"}
    found = {
        "text": options.label or named.get(options.text, options.text.name),
        "articles": len(sorted(options.text.glob("*.txt"))[: options.limit]),
        "repeats": options.repeats,
        "processor": processor(),
        "cores": os.cpu_count(),
        "seconds": {name: round(min(run[name] for run in runs), 3) for name in runs[0]},
    }
    options.results.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(markdown(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
