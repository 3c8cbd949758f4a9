"""The processes of a demonstration: workers that are kept running, producers, one reader."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from services.runtime.articles import BadLine, bounded_lines, read_line
from services.runtime.embedded import EmbeddedBroker
from services.runtime.progress import settled
from services.runtime.supervisor import (
    Command,
    GaveUp,
    Supervisor,
    end,
    entente,
    lines_of,
    start,
)

AHEAD = 2 * 1024 * 1024
"""Bytes of articles that may be under way: of more than 5 MiB the broker would drop some."""

_OFTEN = 0.2
_LIMIT = 3
_REFUSED = 1
_OWN, _REFUSAL = "entente", "refused"
_KNOWN = {"event", "service", "level", "logger", "timestamp", "stacktrace"}
"""What need not be shown of a line of a log."""


class Showing:
    """One demonstration, from its first process to the end of the last."""

    def __init__(
        self, broker: EmbeddedBroker, state: Path, *, once: bool, rows: bool, rate: float | None
    ) -> None:
        self._settings = broker.settings
        self._once, self._rows = once, rows
        self._rate = [] if rate is None else ["--rate", str(rate)]
        self._status = 0
        self._reader: Process | None = None
        self._environment = {
            "ENTENTE_LOG_LEVEL": "warning",
            **os.environ,
            **broker.environment,
            "ENTENTE_LOG_JSON": "true",  # see `_heard`
            "ENTENTE_STATE_DIR": str(state),
            "ENTENTE_INSTANCE": "",
        }

    async def run(self, files: Sequence[Path]) -> int:
        """Show it; return 0, or 1 if something was no article, or the status of a dead reader.

        Raises GaveUp if a worker or a producer does not stay up.
        """
        self._reader = reader = await start(self._watch(), stdin=PIPE)
        workers = [self._entente("extractor"), self._entente("aggregator")]
        supervisor = Supervisor(workers, heard=self._heard, told=self._note, limit=_LIMIT)
        try:
            ended = await _first(supervisor.run(), self._show(files), reader.wait())
        finally:
            await end(reader)
        return ended or self._status

    async def _show(self, files: Sequence[Path]) -> int:
        for stretch in stretches(self._lines(files), AHEAD):
            await self._publish(stretch)
            await self._settle()
        if not self._once:
            self._note("all articles are in; Ctrl-C ends this")
            await asyncio.Event().wait()
        return await self._read_out()

    def _lines(self, files: Iterable[Path]) -> Iterator[bytes]:
        """Yield the lines that are articles; name the others."""
        for file in files:
            with file.open("rb") as stream:
                for number, line in enumerate(bounded_lines(stream), start=1):
                    found = read_line(line, str(file), number)
                    if isinstance(found, BadLine):
                        self._status = _REFUSED
                        self._note(str(found))
                    elif found is not None:
                        yield line if line.endswith(b"\n") else line + b"\n"

    async def _publish(self, lines: Sequence[bytes]) -> None:
        """Let a producer publish these articles."""
        command = self._entente("publish", "-", *self._rate)
        producer = await start(command, stdin=PIPE, stdout=PIPE, stderr=STDOUT)
        try:
            said, _ = await asyncio.gather(self._said(producer), _give(producer, lines))
            status = await producer.wait()
        finally:
            await end(producer)
        if status == _REFUSED:
            self._status = _REFUSED
        elif status:
            raise GaveUp(command.name, status, said)

    async def _said(self, process: Process) -> list[str]:
        """Pass on what a producer says, and return it."""
        assert process.stdout  # noqa: S101 - it was asked for
        said = []
        async for line in lines_of(process.stdout):
            said.append(line)
            self._note(line)
        return said

    async def _settle(self) -> None:
        while not await settled(self._settings):  # noqa: ASYNC110 - it asks the broker
            await asyncio.sleep(_OFTEN)

    async def _read_out(self) -> int:
        """Let the reader show the table as it is now; return its status."""
        assert self._reader  # noqa: S101 - it was started first
        assert self._reader.stdin  # noqa: S101
        self._reader.stdin.close()
        return await self._reader.wait()

    def _watch(self) -> Command:
        options = [*(["--once"] if self._once else []), *(["--json"] if self._rows else [])]
        return self._entente("watch", "--until-eof", *options)

    def _entente(self, *words: str) -> Command:
        return entente(*words, environment=self._environment)

    def _heard(self, name: str, line: str) -> None:
        """Pass on in short what a worker says; its libraries' warnings are no part of a show."""
        with suppress(ValueError):
            logged = json.loads(line)
            if logged["logger"].startswith(_OWN):
                self._status = _REFUSED if logged["event"] == _REFUSAL else self._status
                told = (f"{key}={logged[key]}" for key in logged if key not in _KNOWN)
                self._note(" ".join([f"{name}:", logged["event"], *told]))

    def _note(self, text: str) -> None:
        """Have the reader show a line: the terminal is its own."""
        stdin = self._reader.stdin if self._reader else None
        if stdin and not stdin.is_closing():
            stdin.write(text.encode(errors="backslashreplace") + b"\n")
        else:
            print(text, file=sys.stderr, flush=True)


def stretches(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    """Cut lines into lists of at most `size` bytes, or of one line that is longer."""
    stretch: list[bytes] = []
    taken = 0
    for line in lines:
        if stretch and taken + len(line) > size:
            yield stretch
            stretch, taken = [], 0
        stretch.append(line)
        taken += len(line)
    if stretch:
        yield stretch


async def _give(process: Process, lines: Iterable[bytes]) -> None:
    """Write lines to a process and close its input; one that has ended says so itself."""
    assert process.stdin  # noqa: S101 - it was asked for
    with suppress(BrokenPipeError, ConnectionResetError):
        for line in lines:
            process.stdin.write(line)
            await process.stdin.drain()
    process.stdin.close()


async def _first(*works: Awaitable[int | None]) -> int | None:
    """Return what the first of these to end returns or raises; the others are cancelled."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(task for task in tasks if task in done).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
