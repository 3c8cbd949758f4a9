"""Where the table of counts is shown: a terminal, lines of text, lines of JSON."""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from time import monotonic
from typing import BinaryIO, Protocol

from rich.console import Console
from rich.live import Live
from rich.text import Text

from services.watch.follow import Row, Table
from services.watch.table import grid, line

_FRESH = 2.0
"""Seconds for which a changed cell is marked."""


class Display(Protocol):
    """Who is told how the table goes."""

    def changed(self, rows: Sequence[Row], table: Table) -> None:
        """Hear which rows have changed; several times a second, with none if need be."""

    def final(self, table: Table) -> None:
        """Hear of the table as it stands at the end."""

    def note(self, text: str) -> None:
        """Hear a line that is no part of the table."""


class Lines:
    """Writes rows to a stream, a line each; while the table changes only if `live`."""

    def __init__(self, out: BinaryIO, form: Callable[[Row], bytes], *, live: bool) -> None:
        self._out, self._form, self._live = out, form, live

    def changed(self, rows: Sequence[Row], table: Table) -> None:  # noqa: ARG002 - of others
        """Write the rows that have changed."""
        if self._live:
            self._write(rows)

    def final(self, table: Table) -> None:
        """Write every row, by key."""
        self._write(table.sorted())
        if table.unreadable:
            self.note(f"{table.unreadable} values on the topic are no counts")

    def note(self, text: str) -> None:
        """Write the line to standard error: it is no row."""
        print(text, file=sys.stderr, flush=True)  # noqa: T201

    def _write(self, rows: Sequence[Row]) -> None:
        self._out.writelines(self._form(row) + b"\n" for row in rows)
        self._out.flush()


class Screen:
    """Draws the table on a terminal, again and again in the same place."""

    def __init__(self, console: Console, live: Live | None) -> None:
        """Draw with `live` while it changes; without, only at the end."""
        self._console, self._live = console, live
        self._changed: dict[tuple[str, str], float] = {}
        self._latest: Row | None = None

    def changed(self, rows: Sequence[Row], table: Table) -> None:
        """Draw the table, with cells marked that changed just now."""
        now = monotonic()
        self._changed |= {(row.count.pair, row.count.sector): now for row in rows}
        self._changed = {cell: at for cell, at in self._changed.items() if now - at < _FRESH}
        self._latest = rows[-1] if rows else self._latest
        if self._live is None:
            return
        size = self._console.size
        counts = [row.count for row in table.rows.values()]
        latest = self._latest.count if self._latest else None
        drawn = grid(counts, size.width, size.height, self._changed, latest)
        waiting = Text("waiting for the first counts …", style="dim")
        self._live.update(drawn if counts else waiting, refresh=True)

    def final(self, table: Table) -> None:
        """Draw all of the table, however long, to stay."""
        if self._live:
            self._live.update(Text(""), refresh=True)
            self._live.transient = True
            self._live.stop()
        self._console.print(grid([row.count for row in table.rows.values()], self._console.width))
        if table.unreadable:
            self.note(f"{table.unreadable} values on the topic are no counts")

    def note(self, text: str) -> None:
        """Write the line above the table."""
        seen = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
        self._console.print(Text(seen, style="dim"), soft_wrap=True)


def display_of(
    *, as_json: bool, live: bool, moving: bool
) -> tuple[Display, AbstractContextManager[object]]:
    """Return the display for standard output, and what must be open while it is in use.

    `live`: changes are told as they come. `moving`: a terminal shows them, whether or not lines
    would be written.
    """
    if as_json:
        return Lines(sys.stdout.buffer, lambda row: row.value, live=live), nullcontext()
    if not sys.stdout.isatty():
        form = lambda row: line(row.count).encode()  # noqa: E731
        return Lines(sys.stdout.buffer, form, live=live), nullcontext()
    console = Console(file=sys.stdout)
    if not moving:
        return Screen(console, None), nullcontext()
    on_terminal = Live(console=console, auto_refresh=False, vertical_overflow="crop")
    return Screen(console, on_terminal), on_terminal
