"""Writes refusals for tests; reads topics back."""

from aiokafka import ConsumerRecord, TopicPartition

from schemas.refusal import Refusal
from schemas.topics import REFUSED, Topic
from services.runtime.kafka import partitions_of, producer, read_to_end, reader
from services.runtime.settings import Settings


async def put(
    settings: Settings, topic: Topic, *values: bytes, key: bytes | None = b"k", partition: int = 0
) -> None:
    """Write records on a topic."""
    async with producer(settings) as out:
        for value in values:
            await out.send_and_wait(
                settings.topic(topic.name), value, key=key, partition=partition
            )


async def refuse(
    settings: Settings,
    topic: Topic,
    *values: bytes | None,
    key: bytes | None = b"k",
    partition: int = 0,
    at: int = 0,
    error: Exception | None = None,
    headers: tuple[tuple[str, bytes], ...] = (),
) -> None:
    """Write a refusal of each value, as from this partition of a topic, on partition `at`."""
    name = settings.topic(topic.name)
    async with producer(settings) as out:
        for offset, value in enumerate(values):
            why = Refusal.of(error or ValueError("not read"), name, partition, offset)
            told = [*headers, *why.headers()]
            topic = settings.topic(REFUSED.name)
            await out.send(topic, value, key=key, partition=at, headers=told)


async def on(settings: Settings, topic: Topic) -> list[ConsumerRecord]:
    """Return the records of a topic, partition by partition."""
    size = settings.partitions if topic.by_pair else settings.article_partitions
    partitions = partitions_of(settings.topic(topic.name), size)
    async with reader(settings, partitions) as consumer:
        found = [record async for record in read_to_end(consumer, partitions)]
    return sorted(found, key=lambda record: (record.partition, record.offset))


async def end_of(settings: Settings, topic: Topic, partition: int) -> int:
    """Return the offset that the next record of a partition will have."""
    tp = TopicPartition(settings.topic(topic.name), partition)
    async with reader(settings, [tp]) as consumer:
        ends: dict[TopicPartition, int] = await consumer.end_offsets([tp])
    return ends[tp]
