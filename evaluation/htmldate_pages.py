"""Publication dates of HTML pages beside htmldate's: the pages that its own tests are made of.

    python -m evaluation.htmldate_pages FOLDER [--show]

FOLDER is htmldate's source distribution, unpacked (``pip download --no-deps --no-binary :all: htmldate``; Apache-2.0
since 1.8). Its tests are run with a ``find_date`` that takes note of the pages they are about; nothing of them is kept.
Asked of both is when a page was first published, htmldate by ``original_date=True``; ours is what metadata, address
and markup give, an interval where they leave it open. Prints how often the two say the same day, how often ours holds
htmldate's day, says nothing or says another, and how often only ours has an answer. Where metadata, address and time
elements tell nothing, htmldate itself is asked, which is counted apart.
"""

import argparse
import contextlib
import importlib.util
import io
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import htmldate
import pytest
from lxml.html import HtmlElement, document_fromstring

from onrecord import dates
from onrecord.sources.metadata import metadata
from onrecord.types import Dating, Page

_LEAST = 12  # characters of markup


@dataclass(frozen=True, slots=True)
class Case:
    """One page as a test gives it, its address, and the last day that the test allows."""

    html: str
    url: str | None
    latest: str | None


def cases(folder: Path) -> list[Case]:
    """Return the pages of htmldate's tests, once each."""
    found: dict[Case, None] = {}

    def noting(page: Any = None, *_: Any, **options: Any) -> Any:
        text = page if isinstance(page, str) else None
        if text and text.lstrip().startswith("<") and len(text) > _LEAST:
            latest = options.get("max_date")
            found[Case(text, options.get("url"), latest if isinstance(latest, str) else None)] = None
        return htmldate.find_date(page, *_, **options)

    module = _module(folder / "tests" / "unit_tests.py")
    module.find_date = noting  # type: ignore[attr-defined]
    for test in _tests(module):
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.suppress(Exception, SystemExit, pytest.fail.Exception),
        ):
            test()  # a test that fails, for want of a network say, has told its pages so far
    return list(found)


def _module(path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location("htmldate_unit_tests", path)
    if specification is None or specification.loader is None:
        raise SystemExit(f"found no {path}; expected the tests of htmldate's source distribution")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _tests(module: ModuleType) -> Iterator[Callable[[], None]]:
    """Yield the tests that need nothing given and no network."""
    for name, value in vars(module).items():
        if (
            name.startswith("test_")
            and callable(value)
            and not value.__code__.co_argcount
            and "find_date" in value.__code__.co_names
        ):
            yield value


def ours(case: Case) -> Dating:
    """Return when a page was published, from all but its prose."""
    tree: HtmlElement = document_fromstring(case.html.strip())
    about = metadata(tree, times=list(tree.iter("time")), url=case.url, captured=case.latest)
    page = Page(
        source="",
        key="",
        text="",
        raw_hash="",
        format="html",
        url=case.url,
        captured=case.latest,
        evidence=about.evidence,
    )
    return dates.publication("", (), dates.from_page(page))


def compare(case: Case) -> tuple[str, str | None, Dating]:
    """Return how the two answers compare, htmldate's, and ours."""
    theirs = htmldate.find_date(case.html, original_date=True, url=case.url, max_date=case.latest)
    dating = ours(case)
    told = any(one.kind != "capture" for one in dating.evidence)
    if theirs is None:
        return ("only ours" if told else "none"), theirs, dating
    if dating.best == theirs:
        asked = all(one.detail.startswith("published: htmldate") for one in dating.evidence if one.kind == "metadata")
        return ("same, as htmldate was asked" if asked else "same"), theirs, dating
    if not told:
        return "nothing", theirs, dating
    holds = (dating.earliest or "") <= theirs <= (dating.latest or "9999")
    return ("holds it" if holds and not dating.best else "another"), theirs, dating


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print the pages on which the two differ")
    options = parser.parse_args()
    level = logging.getLogger().manager.disable
    logging.disable(logging.CRITICAL)  # htmldate's tests have it tell each step
    try:
        compared(options.folder, show=options.show)
    finally:
        logging.disable(level)


def compared(folder: Path, *, show: bool) -> None:
    """Print the counts, and the pages on which the two differ."""
    tally: Counter[str] = Counter()
    for case in cases(folder):
        outcome, theirs, dating = compare(case)
        tally[outcome] += 1
        if show and outcome != "none" and not outcome.startswith("same"):
            print(f"{outcome}: {theirs} / {dating.best} {dating.earliest} to {dating.latest} {case.url or ''}")
            print(f"    {' '.join(case.html.split())[:300]}")
            for one in dating.evidence:
                print(f"    {one.kind} {one.earliest} {one.latest} {one.detail[:120]}")
    answered = tally.total() - tally["none"] - tally["only ours"]
    print(
        f"{tally.total()} pages, htmldate {htmldate.__version__} dates {answered}: "
        + ", ".join(f"{n} {w}" for w, n in tally.most_common())
    )


if __name__ == "__main__":
    main()
