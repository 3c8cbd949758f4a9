"""How long the broker is waited for."""

import asyncio
import itertools
import math
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

GRACE = 5.0
"""Seconds that what is under way is given when the producer is asked to stop."""

TURN = 0.1
"""Seconds between two looks at whether waiting is over."""

_FIRST_DELAY = 0.2
_LONGEST_DELAY = 5.0
_SILENCE = 5.0  # seconds without progress that are worth a word
_LAST_WORDS = 1.0  # seconds for a cancelled task to put things in order

T = TypeVar("T")


class Unreachable(Exception):
    """The broker took nothing for longer than it is waited for; the message says why."""


class Waiting:
    """Waits for the broker: with back-off, for as long as patience lasts and nobody says stop."""

    def __init__(
        self,
        stop: asyncio.Event,
        patience: float | None = None,
        told: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wait `patience` seconds without progress (None: without end).

        `told` is given the reason when it starts to wait; once, until there is progress.
        """
        self._stop = stop
        self._patience = patience
        self._told = told
        self._clock = clock
        self._reason = "it does not answer"
        self._stop_seen: float | None = None
        self.progressed()

    def stopped(self) -> bool:
        """Say whether the producer was asked to stop."""
        return self._stop.is_set()

    def progressed(self) -> None:
        """Note that the broker does what it is asked: patience and back-off start anew."""
        self._since = self._clock()
        self._delays = _delays()
        self._said = False

    def over(self) -> bool:
        """Say whether what is under way should be given up."""
        if self.stopped() and self._stop_seen is None:
            self._stop_seen = self._clock()
        stopped = self._stop_seen is not None and self._clock() - self._stop_seen > GRACE
        return stopped or not self._left()

    def check(self) -> None:
        """Raise Unreachable when patience has run out."""
        if not self._left():
            raise Unreachable(self._reason)

    async def back_off(self, reason: str) -> None:
        """Wait before the next attempt, longer each time; less when that is the end of it."""
        self._reason = reason
        self._say()
        await self.sleep(min(next(self._delays), self._left() + TURN))

    async def sleep(self, seconds: float) -> None:
        """Sleep so many seconds, or until the producer is asked to stop."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    async def see_through(self, task: asyncio.Task[T], progress: Callable[[], int]) -> T | None:
        """Return what a task returns; cancel it and return None when waiting is over.

        `progress` is a number that moves while the task gets on.
        """
        so_far = progress()
        try:
            while not task.done() and not self.over():
                await asyncio.wait([task], timeout=TURN)
                if (now := progress()) != so_far:
                    so_far = now
                    self.progressed()
                elif self._clock() - self._since > _SILENCE:
                    self._say()
        finally:
            task.cancel()
        await asyncio.wait([task], timeout=_LAST_WORDS)
        return task.result() if task.done() and not task.cancelled() else None

    def _say(self) -> None:
        if self._told and not self._said:
            self._told(self._reason)
        self._said = True

    def _left(self) -> float:
        if self._patience is None:
            return math.inf
        return max(0.0, self._since + self._patience - self._clock())


def _delays() -> Iterator[float]:
    for number in itertools.count():
        yield min(_FIRST_DELAY * 2.0 ** min(number, 10), _LONGEST_DELAY)
