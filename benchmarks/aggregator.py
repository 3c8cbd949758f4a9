"""How many reports a second one aggregator counts, beside the same ledger without Faust.

`python -m benchmarks.aggregator` needs Java 17 and Maven. Both run in turn on one real broker,
and the tables of each are compared with what the reports come to in memory.
"""

import asyncio
import logging
import os
import statistics
import sys
import tempfile
from pathlib import Path

import orjson

from benchmarks.extract import machine
from schemas.topics import COUNTS, REPORTS, STATE
from services.runtime.kafka import partitions_of, producer, read_to_end, reader
from services.runtime.progress import reports_waiting
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.feed import Sent, feed, oracle
from tests.kafka.streams import environment, stream_settings, table

ARTICLES, PARTITIONS, ROUNDS = 20_000, 12, 3
VARIANTS = {
    "aggregator": ["-m", "services", "aggregator"],
    "bare loop": ["-m", "benchmarks.bare"],
}


def main() -> None:
    """Print records a second of each variant, round by round, and their ratio."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # new topics have no leader at first
    records = list(feed(ARTICLES, PARTITIONS))
    print(f"{machine()}; {len(records):,} records of {ARTICLES:,} articles")
    rates: dict[str, list[float]] = {name: [] for name in VARIANTS}
    with tempfile.TemporaryDirectory() as folder, KafkaBroker(Path(folder)) as broker:
        for number in range(ROUNDS):
            for name, command in VARIANTS.items():
                prefix = f"{name.replace(' ', '-')}-{number}."
                settings = stream_settings(
                    broker.bootstrap_servers, prefix, partitions=PARTITIONS, log_level="error"
                )
                rate = asyncio.run(_measured(settings, records, command))
                rates[name].append(rate)
                print(f"  {name:<12}{rate:>10,.0f} records/s")
    middle = {name: statistics.median(found) for name, found in rates.items()}
    for name, rate in middle.items():
        print(f"{name:<14}{rate:>10,.0f} records/s in the median")
    print(f"ratio         {middle['aggregator'] / middle['bare loop']:>10.2f}")


async def _measured(settings: Settings, records: list[Sent], command: list[str]) -> float:
    """Let a worker count a backlog; return records a second by the times it wrote them."""
    await _publish(settings, records)
    env = os.environ | environment(settings)
    worker = await asyncio.create_subprocess_exec(sys.executable, *command, env=env)
    try:
        while await reports_waiting(settings):  # noqa: ASYNC110 - nobody tells: Kafka is asked
            await asyncio.sleep(1)
    finally:
        worker.terminate()
        await worker.wait()
    await _compare(settings, records)
    first, last = await _written(settings)
    return len(records) / (last - first) * 1000


async def _publish(settings: Settings, records: list[Sent]) -> None:
    topic = settings.topic(REPORTS.name)
    async with producer(settings) as out:
        sent = [
            await out.send(topic, one.value, key=one.key, partition=one.partition)
            for one in records
        ]
        await asyncio.gather(*sent)


async def _compare(settings: Settings, records: list[Sent]) -> None:
    wanted = oracle(records, settings.partitions)[COUNTS.name]
    if await table(settings, COUNTS) != {key: orjson.loads(row) for key, row in wanted.items()}:
        sys.exit("the counts are wrong: what is measured is not the aggregator")


async def _written(settings: Settings) -> tuple[int, int]:
    """Return when the first and the last row of the ledger were written, in milliseconds."""
    partitions = partitions_of(settings.topic(STATE.name), settings.partitions)
    async with reader(settings, partitions) as consumer:
        times = [record.timestamp async for record in read_to_end(consumer, partitions)]
    return min(times), max(times)


if __name__ == "__main__":
    main()
