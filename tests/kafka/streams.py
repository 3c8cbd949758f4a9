"""A stream of its own on a broker, for one test: topics, workers, tables."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from confluent_kafka.admin import AdminClient, NewTopic

from schemas.topics import TOPICS, Topic
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.settings import Settings

ROOT = Path(__file__).parents[2]


def stream_settings(bootstrap_servers: str, prefix: str, **changes: Any) -> Settings:
    """Return settings for a stream that shares its broker with others, its topics made."""
    chosen = {"partitions": 4, "article_partitions": 4, "session_timeout": 6.0, **changes}
    settings = Settings(bootstrap_servers=bootstrap_servers, topic_prefix=prefix, **chosen)
    make_topics(settings)
    return settings


def make_topics(settings: Settings) -> None:
    """Create the topics of a stream."""
    admin = AdminClient({"bootstrap.servers": settings.bootstrap_servers})
    new = [
        NewTopic(
            settings.topic(topic.name),
            settings.partitions if topic.by_pair else settings.article_partitions,
            1,
            config=topic.config(),
        )
        for topic in TOPICS
    ]
    for made in admin.create_topics(new).values():
        made.result(30)


async def table(settings: Settings, topic: Topic) -> dict[str, Any]:
    """Return the last committed value of each key of a compacted topic."""
    partitions = partitions_of(settings.topic(topic.name), settings.partitions)
    async with reader(settings, partitions) as consumer:
        return {
            record.key.decode(): orjson.loads(record.value)
            async for record in read_to_end(consumer, partitions)
        }


class Worker:
    """A service of the stream in a process of its own."""

    def __init__(
        self, service: str, settings: Settings, log: Path, *, faust: bool = False
    ) -> None:
        agent = f"services.{service}.agent"
        by_faust = ["-m", "faust", "-A", agent, "worker"]
        self._command = [sys.executable, *(by_faust if faust else ["-m", "services", service])]
        self._log = log
        self._env = {**os.environ, **environment(settings)}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdout=log,
                stderr=log,
            )

    def revive(self) -> int:
        """Start it again if it has ended, as a supervisor does; return its exit status or 0."""
        if self.process is None or (status := self.process.poll()) is None:
            return 0
        self.start()
        return status

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Send it a signal that ends it, and wait for that."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def log(self) -> str:
        """Return what it has logged so far."""
        return self._log.read_text(errors="replace")


def environment(settings: Settings) -> dict[str, str]:
    """Return the settings as the environment of a process."""
    told = settings.model_dump(mode="json", exclude_unset=True)
    return {f"ENTENTE_{name.upper()}": str(value) for name, value in told.items()}


@contextmanager
def running(*workers: Worker) -> Iterator[None]:
    """Run workers, and end whatever is left of them."""
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.end()
