"""The regression gate: scores the whole pipeline and fails where a score lies under its floor.

    python -m evaluation.gate                        measure, compare with floors.json; exit 1 below a floor
    python -m evaluation.gate --misses NAME          ... and list what is wrong in scores that begin with NAME
    python -m evaluation.gate --update               ... and raise floors.json to what was measured
    python -m evaluation.gate --lower NAME --why TEXT  ... and lower one floor, with the reason on record

It reads the sample articles into a fresh record as ``onrecord add`` does, takes them out again and compares them with
the hand-made gold. Single stages are scored on gold input, and where the shared data are there, the tagger on PolNeAR
dev, speakers on its gold attributions, time expressions on TimeBank, actors and dates of newswire articles, and
matching of real stories (the half of their gold that rules were written with). The sample gold was there while OnRecord
was written, so its scores say whether something broke; they are no claim of quality on articles not seen.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evaluation import coverage, polnear, sample, scorers, stages
from evaluation import floors as ledger
from evaluation.score import Score
from onrecord import pipeline
from onrecord.query import Record
from onrecord.types import Article

FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True, slots=True)
class Measured:
    """The scores, and the SHA-256 of each corpus that was measured, by name."""

    scores: tuple[Score, ...]
    corpora: Mapping[str, str]


def read_sample() -> list[Article]:
    """Read the sample articles into a record and out again: statements with utterances, articles with copies."""
    with tempfile.TemporaryDirectory() as folder:
        articles, path = Path(folder) / "articles", Path(folder) / "sample.onrecord"
        articles.mkdir()
        sample.copy(articles)
        done = pipeline.add([str(articles)], path)
        if done.skipped or done.unread:
            raise SystemExit(f"sample articles were skipped: {[*done.skipped, *done.unread]}")
        with Record.open(path) as record:
            return list(record.articles())


def measure(*, shared: Path, quick: bool = False) -> Measured:
    """Score the sample and, unless ``quick``, what there is of the shared corpora."""
    readings = [scorers.pair(gold, article) for gold, article in sample.load(read_sample())]
    scores = scorers.scores(readings) + stages.matching()
    corpora = {"sample": sample.digest((sample.ARTICLES, sample.GOLD.parent))}
    if not quick and polnear.folder(shared).is_dir():
        scores += polnear.scores(polnear.measure(shared)) + stages.resolving(shared) + stages.naming(shared)
        corpora["polnear"] = polnear.corpus_digest(shared)
    if not quick and stages.timebank(shared).is_dir():
        scores += stages.time_expressions(shared)
        corpora["timebank"] = sample.digest((stages.timebank(shared),))
    if not quick and stages.newswire(shared).is_dir():
        scores += stages.reading_abroad(shared) + stages.linking(shared) + stages.dating(shared)
        corpora["newswire"] = sample.digest((stages.newswire(shared),))
    if not quick and coverage.there(shared / "data"):
        scores += stages.covering(shared)
        corpora["coverage"] = sample.digest((coverage.stories(shared / "data"),))
    return Measured(tuple(scores), corpora)


def check(path: Path, measured: Measured) -> list[str]:
    """Return all that is wrong with scores and floors; nothing when the gate is open."""
    floors = ledger.read(path)
    found = ledger.problems(floors, measured.scores, measured.corpora)
    quiet = [line for older in ledger.committed(path) for line in ledger.quietly_lowered(older, floors)]
    return found + list(dict.fromkeys(quiet))


def table(floors: ledger.Floors, scores: Sequence[Score]) -> Table:
    """Return the scores beside their floors."""
    shown = Table("score", title="Regression gate")
    for column in ("%", "right", "of", "floor"):
        shown.add_column(column, justify="right")
    shown.add_column("ok")
    group = ""
    for score in scores:
        if group and score.name.split(".")[0] != group:
            shown.add_section()
        group = score.name.split(".")[0]
        floor = floors.floors.get(score.name)
        ok = floor is not None and ledger.above(score, floor)
        counts = (f"{score.hits:.0f}", f"{score.cases:.0f}") if score.cases != 1 else ("", "")
        shown.add_row(
            score.name,
            f"{score.value:.1f}",
            *counts,
            f"{floor.floor:.1f}" if floor else "none",
            "[green]yes[/]" if ok else "[bold red]NO[/]",
        )
    return shown


def as_json(floors: ledger.Floors, measured: Measured, wrong: Sequence[str]) -> str:
    """Return all of it for programs."""
    rows = [
        {
            "name": score.name,
            "score": round(score.value, 2),
            "hits": round(score.hits, 1),
            "cases": score.cases,
            "floor": floors.floors[score.name].floor if score.name in floors.floors else None,
            "misses": score.misses,
        }
        for score in measured.scores
    ]
    return json.dumps({"ok": not wrong, "problems": wrong, "scores": rows}, ensure_ascii=False, indent=1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; return the exit status."""
    parser = argparse.ArgumentParser(description="Score the pipeline on the gold and compare with the floors.")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--lower", metavar="NAME", help="lower one floor to what was measured; needs --why")
    parser.add_argument("--why", metavar="TEXT", default="", help="the reason, which is kept in the file")
    parser.add_argument("--misses", metavar="NAME", help="list what is wrong in the scores that begin with NAME")
    parser.add_argument("--quick", action="store_true", help="leave the shared corpora out")
    parser.add_argument("--shared", type=Path, default=polnear.SHARED, help="folder with the shared data")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--floors", type=Path, default=FLOORS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    measured = measure(shared=options.shared, quick=options.quick)
    try:
        change(options.floors, measured, update=options.update, lower=options.lower, why=options.why)
        wrong = check(options.floors, measured)
        floors = ledger.read(options.floors)
    except ledger.FloorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(as_json(floors, measured, wrong))
        return 1 if wrong else 0
    console = Console(highlight=False)
    console.print(table(floors, measured.scores))
    for score in measured.scores if options.misses is not None else ():
        if score.name.startswith(options.misses):
            for miss in score.misses:
                console.print(f"{score.name}: {miss}", markup=False, soft_wrap=True)
    for line in wrong:
        console.print(f"FAILED: {line}", style="red", markup=False, soft_wrap=True)
    return 1 if wrong else 0


def change(path: Path, measured: Measured, *, update: bool, lower: str | None, why: str) -> None:
    """Write the floors that ``--lower`` and ``--update`` ask for. Raises FloorError when that is not allowed."""
    if not (update or lower):
        return
    floors = ledger.read(path) if path.exists() else ledger.Floors()
    if lower:
        floors = ledger.lowered(floors, lower, measured.scores, why=why)
    if update:
        floors = ledger.raised(floors, measured.scores, measured.corpora)
    path.write_text(ledger.dumps(floors), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
