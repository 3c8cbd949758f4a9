"""`entente publish`: articles onto their topic."""

import asyncio
import logging
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from services.cli.files import Files
from services.producer.seen import Damaged, Seen
from services.producer.service import Producer, memory_of
from services.producer.source import Item
from services.producer.sources import always, once, size_of
from services.producer.waiting import Unreachable, Waiting
from services.producer.witness import Logged, Witness, on_terminal
from services.runtime import log
from services.runtime.exits import FAIL_STOP
from services.runtime.settings import Settings

_PATIENCE = 60.0
_SIGNALLED = 128  # what shells add to the number of the signal that ended a command


def publish(
    files: Files,
    /,
    *,
    follow: bool = False,
    rate: Annotated[float | None, Parameter(validator=Number(gt=0))] = None,
    patience: Annotated[float | None, Parameter(validator=Number(gte=0))] = None,
) -> int:
    """Publish articles, each once: what was published before is remembered.

    An article that changed is published as its next revision. Lines that are no article are
    named on standard error, and the others are published. The exit status is 1 if anything was
    refused, 75 if Kafka could not be reached.

    Parameters
    ----------
    files
        JSON Lines of articles; folders of `*.jsonl` files; `-` is standard input.
    follow
        Go on with the files that appear in the folders, until stopped.
    rate
        Articles a second, at most.
    patience
        Seconds to wait for Kafka: 60 if not said, without end with `--follow`.
    """
    if follow and not any(path.is_dir() for path in files):
        print("--follow needs a folder that is there", file=sys.stderr)
        return 2
    settings = Settings()
    log.configure(settings, "producer")
    # It repeats itself while a broker is away; the run says that once.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    wait = patience if patience is not None or follow else _PATIENCE
    return asyncio.run(_Run(settings, files, follow).run(rate, wait))


class _Run:
    """One run of the producer, from the handling of signals to the summary."""

    def __init__(self, settings: Settings, files: list[Path], follow: bool) -> None:
        self._settings = settings
        self._files = files
        self._follow = follow
        self._memory = memory_of(settings)
        self._stop = asyncio.Event()
        self._signal: int | None = None

    async def run(self, rate: float | None, patience: float | None) -> int:
        """Publish all there is and return the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        with self._witness() as witness:
            try:
                with closing(Seen.open(self._memory)) as seen:
                    return await self._publish(seen, witness, rate, patience)
            except Unreachable as error:
                witness.told(f"Kafka at {self._settings.bootstrap_servers} is away: {error}")
            except Damaged as error:
                witness.told(f"{self._memory} is damaged: {error}; start again to mend it")
            except (OSError, sqlite3.Error) as error:
                witness.told(f"{self._memory} cannot be used: {error}")
                return 1
        return FAIL_STOP

    async def _publish(
        self, seen: Seen, witness: Witness, rate: float | None, patience: float | None
    ) -> int:
        if seen.aside:
            witness.told(f"{self._memory} was damaged: set aside as {seen.aside.name}")
            witness.told("what was published before is read again from Kafka")
        waiting = Waiting(self._stop, patience, lambda why: witness.told(f"Kafka is away: {why}"))
        producer = Producer(self._settings, seen, waiting, witness)
        try:
            tally = await producer.run(self._items(seen, witness), rate)
        finally:
            witness.told(str(producer.tally))
        if self._signal is not None and not self._follow:
            return _SIGNALLED + self._signal
        return 1 if tally.refused else 0

    def _items(self, seen: Seen, witness: Witness) -> Iterator[Item]:
        done = seen.files()
        if self._follow:
            return always(self._files, done, self._stop.is_set)
        return once(self._files, done, self._stop.is_set, witness.read)

    def _witness(self) -> AbstractContextManager[Witness]:
        return nullcontext(Logged()) if self._follow else on_terminal(size_of(self._files))

    def _end(self, number: int) -> None:
        self._signal = number
        self._stop.set()
