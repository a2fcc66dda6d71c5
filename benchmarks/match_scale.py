"""Time, memory and accuracy of matching on made-up statements (``made_up.py``), and of adding one article to a record.

    python -m benchmarks.match_scale [SIZE ...] [--grow] [--json FILE]       (default 1000 10000 100000)

Each size runs in a process of its own. Prints seconds of processor time, peak memory, pairwise precision and recall,
and the exponent of growth between sizes. With --grow, a record of that size is written and matched, and then articles
of ten statements are added one by one: seconds of matching each, the longest.
"""

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import made_up
from onrecord import match, matching
from onrecord.store import Store
from onrecord.types import Article, Dating, Kind, Passage, Speaker, Statement, StatementRow

_ADDED = 8  # articles added to a record


def measure(size: int, *, grow: bool) -> dict[str, Any]:
    """Return the figures of one size: seconds, MiB, shares."""
    rows, truth = made_up.generate(size)
    began = time.process_time()
    found = {name: each.id for each in match.utterances(rows) for name in each.statements}
    seconds = time.process_time() - began
    precision, recall = made_up.accuracy(found, truth)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures: dict[str, Any] = {
        "statements": len(rows),
        "seconds": round(seconds, 1),
        "peak_mib": round(peak),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
    }
    if grow:
        with tempfile.TemporaryDirectory() as folder:
            figures |= growing(rows, Path(folder) / "made-up.onrecord")
    return figures


def growing(rows: list[StatementRow], path: Path) -> dict[str, Any]:
    """Match a record of all but the last articles, add these one by one; return seconds of processor time."""
    last = list(dict.fromkeys(row.article for row in rows))[-_ADDED:]
    made_up.store([row for row in rows if row.article not in last], path)
    with Store.open(path) as store:
        began = time.process_time()
        matching.rematch(store)
        whole = time.process_time() - began
        times = []
        for name in last:
            store.put(_article(name, [row for row in rows if row.article == name]))
            began = time.process_time()
            matching.rematch(store)
            times.append(time.process_time() - began)
    return {
        "record_seconds": round(whole, 1),
        "record_mb": round(path.stat().st_size / 1e6),
        "one_article_seconds": round(sorted(times)[len(times) // 2], 3),
        "one_article_worst_seconds": round(max(times), 3),
    }


def _article(name: str, rows: list[StatementRow]) -> Article:
    text, spans = "", []
    for row in rows:
        spans.append((len(text), len(text) + len(row.text)))
        text += row.text + "\n"
    first = rows[0]
    statements = tuple(
        Statement(row.id, name, (span,), row.text, row.form, None, Speaker(None, row.speaker))
        for row, span in zip(rows, spans, strict=True)
    )
    return Article(
        id=name,
        key=name,
        source=f"{name}.txt",
        text=text,
        raw_hash=name,
        format="text",
        passages=(Passage(0, len(text), Kind.BODY),),
        published=Dating(first.published_earliest, first.published_latest, first.published_latest),
        outlet=first.outlet,
        statements=statements,
    )


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--grow", action="store_true", help="add articles to a record of each size, too")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        print(json.dumps(measure(arguments.sizes[0], grow=arguments.grow)))
        return
    runs: list[dict[str, Any]] = []
    for size in arguments.sizes:
        command = [sys.executable, "-m", "benchmarks.match_scale", str(size), "--alone", *["--grow"] * arguments.grow]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        if runs:
            ratio = found["statements"] / runs[-1]["statements"]
            found["exponent"] = round(math.log(found["seconds"] / runs[-1]["seconds"]) / math.log(ratio), 2)
        runs.append(found)
        print("  ".join(f"{name} {value:,}" for name, value in found.items()), flush=True)
        if arguments.json:
            machine = {"python": platform.python_version(), "cores": os.cpu_count()}
            arguments.json.write_text(json.dumps({"machine": machine, "runs": runs}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
