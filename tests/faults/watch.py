"""Reads along while a run lasts: every position that is committed, with its time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from schemas.topics import REPORTS, STATE
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.ledger import POSITION
from services.runtime.settings import Settings
from tests.faults.course import Move
from tests.kafka.feed import Sent


class Positions:
    """The committed positions, read before compaction removes them.

    Their times are those at which they were sent, so that it is no matter when they are read.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seen: dict[tuple[int, int], Move] = {}

    @property
    def moves(self) -> list[Move]:
        """What has been seen, in order of time."""
        return sorted(self._seen.values())

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Read along until the block ends."""
        task = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def catch_up(self) -> None:
        """Read what is left."""
        async with self._reader() as (consumer, partitions):
            async for record in read_to_end(consumer, partitions):
                self._note(record)

    async def _follow(self) -> None:
        while True:
            try:
                await self._read()
            except (KafkaError, OSError):
                await asyncio.sleep(0.5)  # the brokers are away; what was missed is read again

    async def _read(self) -> None:
        async with self._reader() as (consumer, _):
            while True:
                batches = await consumer.getmany(timeout_ms=500)
                for record in (one for batch in batches.values() for one in batch):
                    self._note(record)

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[tuple[AIOKafkaConsumer, list[TopicPartition]]]:
        partitions = partitions_of(self._settings.topic(STATE.name), self._settings.partitions)
        async with reader(self._settings, partitions) as consumer:
            yield consumer, partitions

    def _note(self, record: ConsumerRecord) -> None:
        if record.key == POSITION.encode():
            offset = orjson.loads(record.value)["next"]
            move = Move(record.timestamp / 1000, record.partition, offset)
            self._seen[record.partition, record.offset] = move


async def kept(settings: Settings) -> tuple[list[list[Sent]], dict[int, list[float]]]:
    """Return what stands on the reports topic, by partition: the records, and when they came."""
    records: list[list[Sent]] = [[] for _ in range(settings.partitions)]
    came: dict[int, list[float]] = {number: [] for number in range(settings.partitions)}
    partitions = partitions_of(settings.topic(REPORTS.name), settings.partitions)
    async with reader(settings, partitions) as consumer:
        async for record in read_to_end(consumer, partitions):
            records[record.partition].append(Sent(record.partition, record.key, record.value))
            came[record.partition].append(record.timestamp / 1000)
    return records, came
