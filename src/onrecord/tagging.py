"""The model's own marks for a folder of texts; apart from the pipeline, most of which this does not need.

pages -> tag -> brat
"""

import codecs
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord import brat
from onrecord.errors import SourceError
from onrecord.model.infer import Reader
from onrecord.runs import Added, Options
from onrecord.sources import pages
from onrecord.types import Skip, Span
from onrecord.wrapping import unwrapped


def tag_folder(in_folder: Path, out_folder: Path, *, options: Options | None = None) -> Added:
    """Write brat standoff ``NAME.ann`` for every ``NAME.txt``: the model's own marks over the whole text.

    Raises SourceError when there is no ``*.txt``; files that are not text are listed as skipped.
    """
    options = options or Options()
    paths = sorted(in_folder.glob("*.txt"))
    if not paths:
        raise SourceError(f"no .txt files in {in_folder}; expected a folder of NAME.txt files. Name such a folder.")
    out_folder.mkdir(parents=True, exist_ok=True)
    reader = Reader.load(options.model, threads=options.threads)
    began = time.monotonic()
    skips: list[Skip] = []
    done = statements = 0
    read: deque[tuple[Path, str]] = deque()

    def texts() -> Iterator[tuple[str, Sequence[Span]]]:
        for path in paths:
            for page in pages([str(path)]):
                if isinstance(page, Skip):
                    skips.append(page)
                    continue
                read.append((path, _as_it_is(path, page.text)))
                yield unwrapped(read[-1][1]), [(0, len(read[-1][1]))]

    for tagged in reader.tag_each(texts(), entities=False):
        path, text = read.popleft()
        target = out_folder / f"{path.stem}.ann"
        target.write_text(brat.dumps(tagged.attributions, text), encoding="utf-8")
        done, statements = done + 1, statements + len(tagged.attributions)
    return Added(added=done, statements=statements, skipped=tuple(skips), seconds=time.monotonic() - began)


def _as_it_is(path: Path, text: str) -> str:
    """Return a file's text with its byte order mark, which counts where offsets point into the file as it is."""
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
    return "\ufeff" + text if marked else text
