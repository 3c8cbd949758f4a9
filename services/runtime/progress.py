"""How far the stream has come: whether every article has reached the tables."""

from collections.abc import Mapping

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.topics import ARTICLES, REPORTS, STATE
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.ledger import POSITION
from services.runtime.settings import Settings

_TAIL = 8
"""Offsets read back from the end of a state partition: its last row is the position."""


async def settled(settings: Settings) -> bool:
    """Say whether every published article has been extracted, and every report counted.

    In this order: what the extractor has committed, its reports are acknowledged.
    """
    return await articles_waiting(settings) == 0 and await reports_waiting(settings) == 0


async def articles_waiting(settings: Settings) -> int:
    """Return the number of published articles whose reports are not all acknowledged yet."""
    partitions = partitions_of(settings.topic(ARTICLES.name), settings.article_partitions)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap_servers,
        group_id=settings.group("extractor"),
        enable_auto_commit=False,
    )
    async with consumer:
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        first = await consumer.beginning_offsets(partitions)
        done = {tp: await consumer.committed(tp) or 0 for tp in partitions}
    return _waiting(ends, {tp: max(done[tp], first[tp]) for tp in partitions})


async def reports_waiting(settings: Settings) -> int:
    """Return the number of records on the reports topic that no ledger has committed yet."""
    partitions = partitions_of(settings.topic(REPORTS.name), settings.partitions)
    async with reader(settings, partitions) as consumer:
        ends = await consumer.end_offsets(partitions)
        first = await consumer.beginning_offsets(partitions)
    counted = await positions(settings)
    return _waiting(ends, {tp: max(counted[tp.partition], first[tp]) for tp in partitions})


def _waiting(ends: Mapping[TopicPartition, int], done: Mapping[TopicPartition, int]) -> int:
    return sum(max(end - done[tp], 0) for tp, end in ends.items())


async def positions(settings: Settings) -> dict[int, int]:
    """Return the committed position of each partition's ledger, 0 where there is none."""
    found: dict[int, int] = {}
    partitions = partitions_of(settings.topic(STATE.name), settings.partitions)
    async with reader(settings, partitions) as consumer:
        ends = await consumer.end_offsets(partitions)
        back = _TAIL
        while missing := {tp for tp in partitions if tp.partition not in found}:
            for tp in missing:
                consumer.seek(tp, max(ends[tp] - back, 0))
            async for record in read_to_end(consumer, missing):
                if record.key == POSITION.encode():
                    found[record.partition] = orjson.loads(record.value)["next"]
            exhausted = {tp.partition for tp in missing if ends[tp] <= back}
            found = {**dict.fromkeys(exhausted, 0), **found}
            back *= 16
    return found
