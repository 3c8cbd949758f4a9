"""The ledger under a bare aiokafka loop, without Faust: what the aggregator is measured by."""

import asyncio

from aiokafka import AIOKafkaConsumer

from services.aggregator.agent import PLAN
from services.runtime.kafka import partitions_of
from services.runtime.ownership import Ledgers
from services.runtime.settings import Settings


async def main() -> None:
    """Count every partition of the reports until the process is ended."""
    settings = Settings()
    ledgers = Ledgers(PLAN, settings)
    await ledgers.take_over(range(settings.partitions))
    ledgers.begin()
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap_servers,
        enable_auto_commit=False,
        max_poll_records=1000,
        max_partition_fetch_bytes=16 * 1024 * 1024,
    )
    async with consumer:
        partitions = partitions_of(settings.topic(PLAN.source.name), settings.partitions)
        consumer.assign(partitions)
        for tp in partitions:
            consumer.seek(tp, ledgers.positions()[tp.partition])
        committing = asyncio.create_task(_commit(ledgers, settings.commit_interval))
        while not committing.done():
            for tp, records in (await consumer.getmany(timeout_ms=200)).items():
                await ledgers.apply(tp.partition, records)


async def _commit(ledgers: Ledgers, interval: float) -> None:
    while True:
        await asyncio.sleep(interval)
        await ledgers.commit()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
