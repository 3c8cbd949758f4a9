"""Keeps commands running as child processes, and ends them together."""

import asyncio
import ctypes
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

import structlog

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that end a supervisor, and with it what it keeps running."""

GRACE = 10.0
"""Seconds a child has between SIGTERM and SIGKILL."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
HEALTHY = 60.0
"""Seconds after which a command counts as well, and its earlier ends are forgotten."""

LAST_LINES = 20
"""Lines that are kept of what a command has written."""

_CHUNK = 65_536
_PR_SET_PDEATHSIG = 1

_log = structlog.stdlib.get_logger("entente.supervisor")

Heard = Callable[[str, str], None]
"""Is given the name of a command and a line that it has written."""

T = TypeVar("T")


@dataclass(frozen=True)
class Command:
    """A command with the name it goes by, and its environment: this process's if None."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str] | None = None


class GaveUp(Exception):
    """A command has ended and is not started again; `lines` are the last that it wrote."""

    def __init__(self, name: str, status: int, lines: Iterable[str] = ()) -> None:
        super().__init__(f"{name} ended {_told(status)}")
        self.name, self.status, self.lines = name, status, tuple(lines)


def entente(*words: str, environment: Mapping[str, str] | None = None) -> Command:
    """Return a command of this project, as it is installed here, named by its first word."""
    # -P: a folder of the same name where the user happens to be is not the project
    return Command(words[0], (sys.executable, "-P", "-m", "services", *words), environment)


async def start(command: Command, **pipes: Any) -> Process:
    """Start a command in a process group of its own.

    Where the system can (Linux), it is killed when this process ends, however that ends.
    """
    return await asyncio.create_subprocess_exec(
        *command.words,
        env=command.environment,
        process_group=0,  # Ctrl-C is for the supervisor, which then ends all in order
        preexec_fn=_leash(),
        **pipes,
    )


async def end(process: Process, grace: float = GRACE) -> None:
    """End a process with its group: SIGTERM, after `grace` seconds SIGKILL for what is left."""
    try:
        if process.returncode is None:
            _signal(process, signal.SIGTERM)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), grace)
    finally:
        _signal(process, signal.SIGKILL)
        await process.wait()


def _signal(process: Process, number: signal.Signals) -> None:
    # Some systems deny it when only the dead are left.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


async def until_stopped(work: Coroutine[Any, Any, T]) -> T | None:
    """Do the work until it is done, or one of the ending signals cancels it: then None."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        task.cancel()

    for number in ENDING:
        loop.add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if stopped:
            return None
        raise
    finally:
        for number in ENDING:
            loop.remove_signal_handler(number)


class Supervisor:
    """Starts commands, and starts again each that ends, whatever its status.

    Between an end and the next start it waits 0.5 s, twice as long each time up to 30 s; after
    a minute that went well it begins anew. With `limit` it raises GaveUp when a command has
    ended so often in a row. What the commands write goes to standard error, or to `heard`;
    `told` hears which has ended and how, or the log does.
    """

    def __init__(
        self,
        commands: Sequence[Command],
        *,
        heard: Heard | None = None,
        told: Callable[[str], None] | None = None,
        limit: int | None = None,
        grace: float = GRACE,
    ) -> None:
        # Looked up late: before logging is set up, a logger would write to standard output.
        self._tell = told or (lambda text: _log.warning(text))
        self._commands, self._heard = commands, heard
        self._limit, self._grace = limit, grace

    async def run(self) -> None:
        """Keep all commands running until cancelled; none is left when this returns or raises."""
        tasks = [asyncio.create_task(self._keep(command)) for command in self._commands]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def _keep(self, command: Command) -> None:
        pause, ended = FIRST_PAUSE, 0
        while True:
            last: deque[str] = deque(maxlen=LAST_LINES)
            started = monotonic()
            status = await self._once(command, last)
            if monotonic() - started > HEALTHY:
                pause, ended = FIRST_PAUSE, 0
            ended += 1
            if ended == self._limit:
                raise GaveUp(command.name, status, last)
            self._tell(f"{command.name} ended {_told(status)}, starts again in {pause:g} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _once(self, command: Command, last: deque[str]) -> int:
        """Run a command until it ends, and end it when cancelled; return its status."""
        process = await start(command, **self._pipes())
        try:
            if process.stdout and self._heard:
                async for line in lines_of(process.stdout):
                    last.append(line)
                    self._heard(command.name, line)
            return await process.wait()
        finally:
            await end(process, self._grace)

    def _pipes(self) -> dict[str, Any]:
        if self._heard:
            return {"stdin": DEVNULL, "stdout": PIPE, "stderr": STDOUT}
        return {"stdin": DEVNULL, "stdout": sys.stderr.fileno()}


async def lines_of(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """Yield the lines of a stream, however long; bytes that are no text are escaped."""
    rest = b""
    while chunk := await stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode(errors="backslashreplace")
    if rest:
        yield rest.decode(errors="backslashreplace")


def _told(status: int) -> str:
    return f"with status {status}" if status >= 0 else f"by {signal.Signals(-status).name}"


def _leash() -> Callable[[], None] | None:
    """Return what a child does before its command: ask to be killed when its parent ends."""
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def leash() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)

    return leash
