"""`entente up`: all services on a broker, kept running."""

import asyncio
import fcntl
import hashlib
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from services.runtime import log
from services.runtime.admin import AdminFailure, Away, Topics
from services.runtime.settings import Settings
from services.runtime.supervisor import Command, Supervisor, entente, until_stopped

_ANSWER = 3.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0

_log = structlog.stdlib.get_logger("entente.up")


class AlreadyUp(Exception):
    """Another `entente up` is at work with the same state folder."""


def up(folder: Path | None = None, /) -> int:
    """Run all services until Ctrl-C, and start again each that ends.

    The topics are created first; while Kafka is away it is waited for. One of these runs for
    each state folder.

    Parameters
    ----------
    folder
        Folder of *.jsonl files that the producer follows; without it none is started.
    """
    if folder is not None and not folder.is_dir():
        print(f"entente: {folder} is no folder", file=sys.stderr)
        return 2
    settings = Settings()
    log.configure(settings, "up")
    try:
        with _alone(settings.state_dir):
            asyncio.run(until_stopped(_up(settings, folder)))
    except (AdminFailure, AlreadyUp) as error:
        print(f"entente: {error}", file=sys.stderr)
        return 1
    return 0


async def _up(settings: Settings, folder: Path | None) -> None:
    created = await _topics(settings)
    _log.info("up", broker=settings.bootstrap_servers, created=created)
    await Supervisor(commands(settings, folder)).run()


def commands(settings: Settings, folder: Path | None) -> list[Command]:
    """Return the command of each service.

    Workers are named after this host and state folder: started again, they are known to Kafka
    as the ones that ended, and take over in seconds.
    """
    where = f"{socket.gethostname()}:{settings.state_dir.resolve()}"
    instance = settings.instance or hashlib.sha256(where.encode()).hexdigest()[:12]
    environment = {**os.environ, "ENTENTE_INSTANCE": instance}
    workers = [entente(name, environment=environment) for name in ("extractor", "aggregator")]
    return [entente("publish", "--follow", str(folder)), *workers] if folder else workers


async def _topics(settings: Settings) -> list[str]:
    """Create the topics, waiting for the broker as long as it takes; return the new ones."""
    topics, pause = Topics(settings, _ANSWER), _FIRST_PAUSE
    told = False
    while True:
        try:
            return await asyncio.to_thread(topics.create)
        except Away as away:
            if not told:
                _log.warning(f"{away}: waiting for it")
                told = True
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


@contextmanager
def _alone(state_dir: Path) -> Iterator[None]:
    """Hold the state folder; raise AlreadyUp while another process does.

    Two sets of workers under the same names would shut each other out without end.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    with (state_dir / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyUp(f"already up with the state folder {state_dir}") from None
        yield
