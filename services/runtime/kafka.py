"""Kafka clients as the house uses them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.client import AIOKafkaClient

from schemas.topics import TOPICS
from services.runtime.settings import Settings

_FETCH_BYTES = 16 * 1024 * 1024


def producer(settings: Settings, **options: Any) -> AIOKafkaProducer:
    """Return a producer, not started: idempotent, acknowledged by every replica in sync."""
    chosen = {
        "enable_idempotence": True,
        "acks": "all",
        "linger_ms": 5,
        "max_batch_size": 262_144,
        "max_request_size": _FETCH_BYTES,
        "request_timeout_ms": 20_000,
        **options,
    }
    return AIOKafkaProducer(bootstrap_servers=settings.bootstrap_servers, **chosen)


@asynccontextmanager
async def reader(
    settings: Settings, partitions: Sequence[TopicPartition]
) -> AsyncIterator[AIOKafkaConsumer]:
    """Give a consumer of these partitions, outside any group, from their beginning.

    It sees committed records only, where the broker has transactions.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap_servers,
        isolation_level="read_committed" if settings.transactions else "read_uncommitted",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_poll_records=5000,
        max_partition_fetch_bytes=_FETCH_BYTES,
        fetch_max_wait_ms=50,
    )
    try:
        await consumer.start()
        consumer.assign(list(partitions))
        await consumer.seek_to_beginning(*partitions)
        yield consumer
    finally:
        await consumer.stop()


async def read_to_end(
    consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]
) -> AsyncIterator[ConsumerRecord]:
    """Yield what these partitions hold up to the end they have now.

    The end is a position, not a record: in a partition with transactions the last offsets are
    markers that no reader is given.
    """
    ends = await consumer.end_offsets(list(partitions))
    waiting = {tp for tp, end in ends.items() if end}
    while waiting:
        for records in (await consumer.getmany(*waiting, timeout_ms=200)).values():
            for record in records:
                yield record
        waiting = {tp for tp in waiting if await consumer.position(tp) < ends[tp]}


def partitions_of(topic: str, count: int) -> list[TopicPartition]:
    """Return the partitions 0 to count - 1 of a topic, by its name on the broker."""
    return [TopicPartition(topic, number) for number in range(count)]


async def topic_faults(settings: Settings) -> list[str]:
    """Say what keeps the stream from running: topics missing, or with other partitions."""
    client = AIOKafkaClient(bootstrap_servers=settings.bootstrap_servers)
    await client.bootstrap()
    try:
        cluster = await client.fetch_all_metadata()
    finally:
        await client.close()
    sizes = {
        topic: len(cluster.partitions_for_topic(settings.topic(topic.name)) or ())
        for topic in TOPICS
        if settings.topic(topic.name) in cluster.topics()
    }
    missing = [
        f"{settings.topic(topic.name)} is missing" for topic in TOPICS if topic not in sizes
    ]
    other = [
        f"{settings.topic(topic.name)} has {size} partitions, not {settings.partitions}"
        for topic, size in sizes.items()
        if topic.by_pair and size != settings.partitions
    ]
    return missing + other
