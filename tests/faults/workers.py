"""Worker slots: each keeps one worker running, however it ends, as a supervisor does."""

import asyncio
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from services.runtime import supervisor
from services.runtime.settings import Settings
from tests.kafka.streams import ROOT, environment

WORKER = (sys.executable, "-m", "services.aggregator")
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 4.0


class End(NamedTuple):
    """How a worker ended, and when (seconds since the epoch)."""

    at: float
    slot: str
    status: int


class Slot:
    """Keeps one worker of the aggregator running while it is wanted.

    Every start under the same name is the same static member of the group. Its logs go to one
    file.
    """

    def __init__(
        self, name: str, settings: Settings, log: Path, words: Sequence[str] = WORKER
    ) -> None:
        self.name, self.log = name, log
        self.ends: list[End] = []
        self._command = supervisor.Command(name, words, environment(settings))
        self._wanted = asyncio.Event()
        self._process: Process | None = None
        self._task = asyncio.create_task(self._keep())

    @property
    def is_running(self) -> bool:
        """Whether a worker is there."""
        return self._process is not None and self._process.returncode is None

    def come(self) -> None:
        """Have a worker from now on."""
        self._wanted.set()

    def send(self, number: signal.Signals) -> bool:
        """Send the worker a signal; say whether one was there."""
        if self._process is None or self._process.returncode is not None:
            return False
        with suppress(ProcessLookupError):
            self._process.send_signal(number)
        return True

    async def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send the worker a signal and return when it has ended; it is started again.

        One that takes longer than the supervisor of `entente up` allows is ended as there.
        """
        if self._process is None or not self.send(number):
            return
        try:
            await asyncio.wait_for(self._process.wait(), supervisor.GRACE)
        except TimeoutError:
            self.send(signal.SIGKILL)
            await self._process.wait()

    async def leave(self) -> int:
        """Have no worker from now on; return its exit status, that of SIGKILL if it hung."""
        self._wanted.clear()
        await self.end()
        status = self._process.returncode if self._process else 0
        return status or 0

    async def close(self) -> None:
        """End at once whatever is left."""
        self._wanted.clear()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self.end(signal.SIGKILL)

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            await self._wanted.wait()
            started = time.monotonic()
            status = await self._run()
            self.ends.append(End(time.time(), self.name, status))
            pause = FIRST_PAUSE if time.monotonic() - started > 10 else pause
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run(self) -> int:
        with self.log.open("ab") as log:
            self._process = await supervisor.start(
                self._command, stdin=DEVNULL, stdout=log, stderr=log, cwd=ROOT
            )
        return await self._process.wait()


def ends_of(slots: Iterable[Slot]) -> list[End]:
    """Return how workers ended, in order of time."""
    return sorted(end for slot in slots for end in slot.ends)
