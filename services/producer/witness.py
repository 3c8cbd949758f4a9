"""How a run is shown: as log lines, plain lines or a bar."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol, TextIO

import structlog
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from services.producer.tally import Tally

_log = structlog.stdlib.get_logger("entente.producer")


class Witness(Protocol):
    """Who is told how a run goes."""

    def refused(self, one: object) -> None:
        """Hear of a line, file or article that is not taken in: `str(one)` says which and why."""

    def progressed(self, tally: Tally) -> None:
        """Hear of the figures after each batch."""

    def told(self, line: str) -> None:
        """Hear of the run itself: what it waits for, how it ends."""

    def read(self, size: int) -> None:
        """Hear, from any thread, that so many bytes more were read."""


class Logged:
    """Writes a run to the log of the service."""

    def __init__(self) -> None:
        self._before = Tally()

    def refused(self, one: object) -> None:
        """Log a warning."""
        _log.warning("refused", what=str(one))

    def progressed(self, tally: Tally) -> None:
        """Log the figures when they have changed."""
        if tally != self._before:
            self._before = replace(tally)
            _log.info("progress", **vars(tally))

    def told(self, line: str) -> None:
        """Log a warning."""
        _log.warning(line)

    def read(self, size: int) -> None:
        """Keep silent: each batch says enough."""


class Lines:
    """Writes what went wrong to a stream, line by line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def refused(self, one: object) -> None:
        """Write which, and why."""
        self.told(str(one))

    def progressed(self, tally: Tally) -> None:
        """Keep silent: the end says it."""

    def told(self, line: str) -> None:
        """Write the line."""
        print(printable(line), file=self._stream, flush=True)

    def read(self, size: int) -> None:
        """Keep silent."""


class Bar:
    """Shows a run as a bar of the bytes read, with what went wrong above it."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        """Show in `progress`; without a total number of bytes the bar only moves."""
        self._progress = progress
        self._task = progress.add_task(str(Tally()), total=total)

    def refused(self, one: object) -> None:
        """Print which, and why."""
        self.told(str(one))

    def progressed(self, tally: Tally) -> None:
        """Put the figures beside the bar."""
        self._progress.update(self._task, description=str(tally))

    def told(self, line: str) -> None:
        """Print the line above the bar."""
        self._progress.console.print(Text(printable(line)), soft_wrap=True)

    def read(self, size: int) -> None:
        """Move the bar."""
        self._progress.advance(self._task, size)


@contextmanager
def on_terminal(total: int | None) -> Iterator[Witness]:
    """Give a bar on standard error if that is a terminal, else lines."""
    if not sys.stderr.isatty():
        yield Lines(sys.stderr)
        return
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress, total)


def printable(line: str) -> str:
    """Escape what would move the cursor: names of files and articles come from outside."""
    if line.isprintable():
        return line
    escaped = (one if one.isprintable() else ascii(one)[1:-1] for one in line)
    return "".join(escaped)
