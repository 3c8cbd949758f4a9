"""The topic `refused.v1`, read to the end it has now."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.client import AIOKafkaClient

from schemas.topics import REFUSED, Topic
from services.refusals.history import History, Mark, is_mark
from services.refusals.refused import Place, Refused
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.settings import Settings

PATIENCE = 30.0
"""Seconds without an answer after which Kafka is away."""

T = TypeVar("T")


class Unusable(Exception):
    """A topic that cannot be used; the message says which and why."""


async def sizes(settings: Settings, *topics: Topic) -> dict[str, int]:
    """Return the partitions that topics have, by their names on the broker.

    Raises Unusable if one is missing, KafkaConnectionError if no broker answers.
    """
    client = AIOKafkaClient(bootstrap_servers=settings.bootstrap_servers)
    try:
        await client.bootstrap()
        cluster = await client.fetch_all_metadata()
    finally:
        await client.close()
    names = [settings.topic(topic.name) for topic in topics]
    found = {name: len(cluster.partitions_for_topic(name) or ()) for name in names}
    if missing := [name for name, size in found.items() if not size]:
        raise Unusable(f"{missing[0]} is missing")
    return found


async def patiently(records: AsyncIterator[T]) -> AsyncIterator[T]:
    """Yield what there is; raise TimeoutError when nothing comes for as long as `PATIENCE`."""
    while True:
        try:
            async with asyncio.timeout(PATIENCE):
                record = await anext(records)
        except StopAsyncIteration:
            return
        yield record


class RefusedTopic:
    """Reads refusals and what redrives have noted of them."""

    def __init__(self, settings: Settings, size: int) -> None:
        self._settings = settings
        self._partitions = partitions_of(settings.topic(REFUSED.name), size)

    async def history(self) -> History:
        """Read what redrives have noted.

        Notes count before they are committed: a transaction of some worker that is still open
        must not hide that a record was put back. Raises Unusable for one that is not understood.
        """
        history = History()
        async with reader(_uncommitted(self._settings), self._partitions) as consumer:
            async for record in patiently(read_to_end(consumer, self._partitions)):
                if is_mark(record):
                    history.note(record.partition, _mark(record))
        return history

    async def refusals(self) -> AsyncIterator[Refused | Place]:
        """Yield each refusal; of a record that is neither refusal nor note only its place."""
        async with reader(self._settings, self._partitions) as consumer:
            async for record in patiently(read_to_end(consumer, self._partitions)):
                if not is_mark(record):
                    yield _refused(record)

    async def at(self, place: Place) -> Refused | None:
        """Return the refusal of a place, None if there is none."""
        tp = TopicPartition(self._settings.topic(REFUSED.name), place.partition)
        if tp not in self._partitions:
            return None
        async with reader(self._settings, [tp]) as consumer:
            if place.offset >= (await consumer.end_offsets([tp]))[tp]:
                return None
            consumer.seek(tp, place.offset)
            async for record in patiently(read_to_end(consumer, [tp])):
                found = _refused(record)
                return found if isinstance(found, Refused) and found.place == place else None
        return None


@asynccontextmanager
async def targets(
    settings: Settings, begin: Mapping[TopicPartition, int]
) -> AsyncIterator[AIOKafkaConsumer]:
    """Give a reader of partitions from these offsets on, committed or not."""
    async with reader(_uncommitted(settings), list(begin)) as consumer:
        for tp, offset in begin.items():
            consumer.seek(tp, offset)
        yield consumer


def _uncommitted(settings: Settings) -> Settings:
    return settings.model_copy(update={"transactions": False})


def _mark(record: ConsumerRecord) -> Mark:
    try:
        return Mark.from_bytes(record.value or b"")
    except ValueError:
        place = Place(record.partition, record.offset)
        raise Unusable(f"{record.topic} has a note at {place} that is not understood") from None


def _refused(record: ConsumerRecord) -> Refused | Place:
    try:
        return Refused.of(record)
    except ValueError:
        return Place(record.partition, record.offset)
