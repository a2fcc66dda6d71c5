"""Where the commands write: consoles, JSON, progress, and how each way of failing ends.

| ending                    | on stderr                           | exit |
|---------------------------|-------------------------------------|------|
| OnRecordError, OSError    | ``error: `` and its message         | 1    |
| a mistake in the command  | usage, from Typer                   | 2    |
| Ctrl-C                    | what is stored                      | 130  |
| reader gone (``| head``)  | nothing                             | 141  |
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.runs import Progress

ERROR, INTERRUPTED, PIPE_CLOSED = 1, 130, 141
_SOURCE = 40  # characters of a source, its end, that the progress bar shows


class Commands(TyperGroup):
    """The commands, with the endings of the table above."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; turn what it raises into a message and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except OnRecordError as error:
            problem(str(error))
            raise typer.Exit(ERROR) from error
        except BrokenPipeError as error:
            close_pipe()
            raise typer.Exit(PIPE_CLOSED) from error
        except OSError as error:
            problem(f"{error}. Check the path, its permissions, and the free space of the disk.")
            raise typer.Exit(ERROR) from error
        except KeyboardInterrupt as error:
            problem("nothing was changed", label="stopped")
            raise typer.Exit(INTERRUPTED) from error
        return result


def close_pipe() -> None:
    """Send what is left for standard output nowhere, so that Python says nothing about it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def prepare_streams() -> None:
    """Let standard output and error write any text: a lone surrogate becomes its escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def console(*, stderr: bool = False) -> "Console":
    """Return a Rich console; 80 columns (or COLUMNS) where there is no terminal."""
    from rich.console import Console

    class _Console(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return _Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def has_colour(target: "Console") -> bool:
    """Tell whether colours show, so that the words need not say it."""
    return target.color_system is not None and not target.no_color


def problem(message: str, *, label: str = "error") -> None:
    """Write a message to standard error: in one line where that is no terminal."""
    from rich.text import Text

    from onrecord.render import printable

    target = console(stderr=True)
    target.print(Text.assemble((f"{label}: ", "bold red"), printable(message)), soft_wrap=not target.is_terminal)


def print_json(value: Any) -> None:
    """Write one JSON document to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def progress_bar(verb: str, *, quiet: bool) -> Iterator[Callable[["Progress"], None] | None]:
    """Give a callback that draws progress on standard error; None where that is no terminal, or when quiet."""
    target = console(stderr=True)
    if quiet or not target.is_terminal:
        yield None
        return
    from rich import progress
    from rich.markup import escape

    from onrecord.render import line

    bar = progress.Progress(
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}"),
        progress.TextColumn("{task.completed:,.0f} articles"),
        progress.TimeElapsedColumn(),
        progress.TextColumn("{task.fields[source]}"),
        console=target,
        transient=True,
    )
    with bar:
        task = bar.add_task(verb, total=None, source="")

        def update(now: "Progress") -> None:
            bar.update(task, completed=now.done, source=escape(line(now.source)[-_SOURCE:]))

        yield update
