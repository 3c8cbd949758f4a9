"""Counts stay exact whatever ends: workers, partitions' owners, the broker."""

import asyncio
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from schemas.topics import COUNTS, EVENTS, REPORTS
from services.runtime.kafka import producer
from services.runtime.progress import reports_waiting
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.feed import Sent, feed, oracle
from tests.kafka.streams import Worker, running, stream_settings, table

RECORDS = 1_500  # articles: about 3,300 records
SECONDS = 9.0


async def publish(settings: Settings, records: list[Sent], seconds: float) -> None:
    """Send the records in order, spread over so many seconds."""
    started = time.monotonic()
    async with producer(settings, request_timeout_ms=60_000) as out:
        sent = []
        for number, one in enumerate(records):
            topic = settings.topic(REPORTS.name)
            sent.append(await out.send(topic, one.value, key=one.key, partition=one.partition))
            ahead = started + seconds * number / len(records) - time.monotonic()
            if ahead > 0:
                await asyncio.sleep(ahead)
        await asyncio.gather(*sent)


async def all_counted(settings: Settings, workers: list[Worker], limit: float = 60) -> None:
    """Wait until nothing waits, starting again what ended, as a supervisor does."""
    end = time.monotonic() + limit
    while await reports_waiting(settings):
        for worker in workers:
            worker.revive()
        assert time.monotonic() < end, workers[0].log()[-3000:]
        await asyncio.sleep(0.3)


async def assert_exact(settings: Settings, records: list[Sent]) -> None:
    """Compare the tables with what these records come to in memory, row by row."""
    wanted = oracle(records, settings.partitions)
    for topic in (EVENTS, COUNTS):
        want = {key: orjson.loads(value) for key, value in wanted[topic.name].items()}
        found = await table(settings, topic)
        assert found.keys() == want.keys()
        wrong = [(want[key], found[key]) for key in want if want[key] != found[key]]
        assert wrong == []


def _kill(a: Worker, _b: Worker, _broker: KafkaBroker) -> None:
    a.end(signal.SIGKILL)
    a.start()


def _join_then_terminate(a: Worker, b: Worker, _broker: KafkaBroker) -> None:
    b.start()
    time.sleep(3)
    a.end(signal.SIGTERM)
    a.start()


def _pause_beyond_the_session(a: Worker, b: Worker, _broker: KafkaBroker) -> None:
    assert a.process
    b.start()
    time.sleep(3)
    a.process.send_signal(signal.SIGSTOP)
    time.sleep(10)
    a.process.send_signal(signal.SIGCONT)


def _kill_the_broker(_a: Worker, _b: Worker, broker: KafkaBroker) -> None:
    broker.kill()
    broker.start()


@pytest.mark.parametrize(
    "fault", [_kill, _join_then_terminate, _pause_beyond_the_session, _kill_the_broker]
)
async def test_no_fault_makes_a_row_wrong(
    own_kafka: KafkaBroker,
    topic_prefix: str,
    tmp_path: Path,
    fault: Callable[[Worker, Worker, KafkaBroker], None],
) -> None:
    settings = stream_settings(own_kafka.bootstrap_servers, topic_prefix)
    records = list(feed(RECORDS, settings.partitions))
    a, b = (Worker("aggregator", settings, tmp_path / f"{name}.log") for name in "ab")

    with running(a):
        feeding = asyncio.create_task(publish(settings, records, SECONDS))
        await asyncio.sleep(5)
        await asyncio.to_thread(fault, a, b, own_kafka)
        await feeding
        await all_counted(settings, [a, b])
    b.end()

    await assert_exact(settings, records)


async def test_a_worker_run_by_the_faust_command_counts_alike(
    kafka: KafkaBroker, topic_prefix: str, tmp_path: Path
) -> None:
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    records = list(feed(200, settings.partitions))
    worker = Worker("aggregator", settings, tmp_path / "faust.log", faust=True)

    with running(worker):
        await publish(settings, records, 0)
        await all_counted(settings, [worker])

    await assert_exact(settings, records)


def test_a_feed_is_the_same_for_the_same_seed() -> None:
    once: Any = list(feed(50, 4, seed=7))

    assert once == list(feed(50, 4, seed=7))
    assert once != list(feed(50, 4, seed=8))
