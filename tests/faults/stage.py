"""Where a run takes place: brokers, links, worker slots, each of which can be broken."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined] # not in its types
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
)

from schemas.topics import COUNTS, EVENTS, REPORTS, STATE
from services.runtime.admin import Topics
from services.runtime.settings import Settings
from tests.faults.disk import Disk
from tests.faults.proxy import Links, Proxy
from tests.faults.workers import Slot
from tests.kafka.broker import KafkaBroker
from tests.kafka.cluster import Cluster

WORKERS = ("a", "b")
SPARE = "c"
_PATIENCE = 60.0

# As often as can be: compaction is to be at work while things break.
_COMPACTED = {
    "segment.ms": "10000",
    "min.cleanable.dirty.ratio": "0.01",
    "max.compaction.lag.ms": "10000",
}


class Stage:
    """Everything that takes part in a run."""

    def __init__(
        self, folder: Path, cluster: Cluster, disks: dict[str, Disk], settings: Settings
    ) -> None:
        self.folder, self.cluster, self.disks, self.settings = folder, cluster, disks, settings
        self.links = Links(
            {
                (name, str(number)): Proxy(door.told, door.port)
                for name in (*WORKERS, SPARE)
                for number, door in enumerate(cluster.door(name.upper()), start=1)
            }
        )
        self.slots = {name: self._slot(name) for name in (*WORKERS, SPARE)}
        self.broken = asyncio.Lock()
        """Held while a broker is broken, until its copies are whole again."""
        self.kills: list[tuple[float, str]] = []
        """When a worker was ended by SIGKILL (seconds since the epoch), and its slot."""
        self._journal = folder / "run.log"

    @property
    def logs(self) -> dict[str, Path]:
        """The logs of the workers, by slot."""
        return {name: slot.log for name, slot in self.slots.items()}

    def note(self, text: str, at: float | None = None) -> None:
        """Write down what is done, with the time: now, or seconds since the epoch."""
        with self._journal.open("a") as journal:
            journal.write(f"{at or time.time():.3f} {text}\n")

    def broker(self, name: str) -> KafkaBroker:
        """Return a broker by its number."""
        return self.cluster.brokers[int(name)]

    async def revive(self, name: str) -> None:
        """Start a broker if it is down, and return when every copy is whole again."""
        broker = self.broker(name)
        if not broker.is_running:
            await asyncio.to_thread(broker.start)
            self.note(f"broker {name} answers")
        await asyncio.to_thread(_wait_for_copies, self.cluster)
        self.note("all copies are whole")

    async def tend(self) -> None:
        """Start again what has ended by itself among the brokers."""
        if not self.broken.locked():
            for number, broker in self.cluster.brokers.items():
                if not broker.is_running:
                    self.note(f"broker {number} has ended")
                    await self.revive(str(number))

    def _slot(self, name: str) -> Slot:
        doors = self.cluster.door(name.upper())
        own = {
            "bootstrap_servers": ",".join(f"127.0.0.1:{door.told}" for door in doors),
            "instance": f"slot-{name}",
        }
        return Slot(name, self.settings.model_copy(update=own), self.folder / f"worker-{name}.log")


@asynccontextmanager
async def stage(
    folder: Path, brokers: int, settings: Settings, *, with_disks: bool
) -> AsyncIterator[Stage]:
    """Set everything up: brokers, topics, links. Workers come when they are told to."""
    async with AsyncExitStack() as stack:
        doors = [name.upper() for name in (*WORKERS, SPARE)]
        cluster = Cluster(folder, brokers, doors)
        disks = _disks(cluster, stack) if with_disks else {}
        await asyncio.to_thread(cluster.start)
        stack.push_async_callback(asyncio.to_thread, cluster.stop)
        settings = settings.model_copy(update={"bootstrap_servers": cluster.bootstrap_servers})
        await asyncio.to_thread(_make_topics, settings)
        made = Stage(folder, cluster, disks, settings)
        for slot in made.slots.values():
            stack.push_async_callback(slot.close)
        await made.links.open()
        stack.push_async_callback(made.links.close)
        yield made


def _disks(cluster: Cluster, stack: AsyncExitStack) -> dict[str, Disk]:
    disks: dict[str, Disk] = {}
    for number, broker in cluster.brokers.items():
        disks[str(number)] = disk = Disk(broker.folder / "log")
        stack.callback(disk.close)
    return disks


def _make_topics(settings: Settings) -> None:
    Topics(settings, timeout=30).create()
    hurried = {settings.topic(topic.name): _COMPACTED for topic in (EVENTS, COUNTS, STATE)}
    # the time at which a record is there to be counted, not that at which it was meant to be
    stamped = {settings.topic(REPORTS.name): {"message.timestamp.type": "LogAppendTime"}}
    admin = AdminClient({"bootstrap.servers": settings.bootstrap_servers})
    changes = [_changed(name, config) for name, config in {**hurried, **stamped}.items()]
    for done in admin.incremental_alter_configs(changes).values():
        done.result(30)


def _changed(topic: str, config: dict[str, str]) -> ConfigResource:
    entries = [
        ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)
        for name, value in config.items()
    ]
    return ConfigResource(ConfigResource.Type.TOPIC, topic, incremental_configs=entries)


def _wait_for_copies(cluster: Cluster) -> None:
    """Wait until every broker holds all it should, or the patience is over."""
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and not _are_whole(admin, len(cluster.brokers)):
        time.sleep(0.3)


def _are_whole(admin: AdminClient, copies: int) -> bool:
    try:
        topics = admin.list_topics(timeout=5).topics.values()
    except KafkaException:
        return False
    partitions = [partition for topic in topics for partition in topic.partitions.values()]
    return all(_is_whole(partition.isrs, copies) for partition in partitions)


def _is_whole(in_sync: Sequence[int], copies: int) -> bool:
    return len(in_sync) == copies
