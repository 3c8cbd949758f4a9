"""A redrive that is killed and run again leaves the tables as they must be."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.report import Correction, read_told
from schemas.topics import COUNTS, REPORTS
from services.aggregator.agent import PLAN
from services.aggregator.step import step
from services.refusals.redrive import Redrive
from services.refusals.refused import Wanted
from services.refusals.topic import RefusedTopic
from services.runtime.kafka import partitions_of, producer, read_to_end, reader
from services.runtime.ledger import Ledger, Plan, Row
from services.runtime.refusals import RefusalLimit
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.feed import Sent, feed, oracle
from tests.kafka.streams import ROOT, environment, stream_settings, table
from tests.refusals.desk import on

ARTICLES = 800  # about 1,200 records, of which two thirds are refused
REDRIVE = """
import sys
from services.cli.redrive import redrive
from services.refusals import redrive as slice
slice.BATCH = 50
sys.exit(redrive())
"""


def bad_release(
    rows: Mapping[str, Row], value: bytes, partition: int, offset: int
) -> Mapping[str, Row | None]:
    if offset % 3:
        raise ZeroDivisionError("a bad release")
    return step(rows, value, partition, offset)


async def count(settings: Settings, plan: Plan) -> None:
    """Let ledgers count all that is on the reports topic, from where the last ones were."""
    for partition in range(settings.partitions):
        ledger = Ledger(plan, settings, partition, RefusalLimit(settings))
        await ledger.open()
        tp = TopicPartition(settings.topic(REPORTS.name), partition)
        async with reader(settings, [tp]) as consumer:
            async for record in read_to_end(consumer, [tp]):
                ledger.apply(record)
        await ledger.close()


async def figures(settings: Settings) -> dict[str, Any]:
    return {key: _figures(row) for key, row in (await table(settings, COUNTS)).items()}


def wanted(settings: Settings, records: list[Sent]) -> dict[str, Any]:
    """Return the figures of the same records had none been refused."""
    rows = oracle(records, settings.partitions)[COUNTS.name]
    return {key: _figures(orjson.loads(row)) for key, row in rows.items()}


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says when a cell changed last: what was refused changed it later."""
    return {name: row[name] for name in row if name not in {"last_event", "partition", "offset"}}


def told_once(records: Iterable[Sent]) -> Iterator[Sent]:
    """Leave out what tells a revision otherwise than before: which one counts is up to order."""
    first: dict[tuple[str, int, str], bytes] = {}
    for one in records:
        told = read_told(one.value)
        place = told.article_id, told.revision
        if one.value != first.setdefault((*place, told.record), one.value):
            continue
        correction = first.get((*place, "correction"))
        if isinstance(told, Correction) or correction is None or told.pair.encode() in correction:
            yield one


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")


@pytest.fixture
async def settings(kafka: KafkaBroker, topic_prefix: str) -> Settings:
    return stream_settings(kafka.bootstrap_servers, topic_prefix, refusal_limit=1.0)


@pytest.fixture
async def records(settings: Settings) -> list[Sent]:
    """Give the records of a feed, of which a bad release has refused two thirds."""
    records = list(told_once(feed(ARTICLES, settings.partitions)))
    async with producer(settings) as out:
        topic = settings.topic(REPORTS.name)
        for one in records:
            await out.send(topic, one.value, key=one.key, partition=one.partition)
    await count(settings, replace(PLAN, step=bad_release))
    return records


async def killed_after(settings: Settings, number: int) -> None:
    """Run the command until so many more records are on the reports topic, then kill -9 it."""
    partitions = partitions_of(settings.topic(REPORTS.name), settings.partitions)
    told = {**os.environ, **environment(settings)}
    async with reader(settings, partitions) as consumer:
        before = await ends(consumer, partitions)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", REDRIVE, cwd=ROOT, env=told
        )
        while await ends(consumer, partitions) < before + number:
            assert process.returncode is None
    process.kill()
    assert await process.wait() == -signal.SIGKILL


async def ends(consumer: AIOKafkaConsumer, partitions: list[TopicPartition]) -> int:
    return sum((await consumer.end_offsets(partitions)).values())


async def test_a_redrive_that_is_killed_again_and_again_puts_everything_back_once(
    settings: Settings, records: list[Sent]
) -> None:
    topic = RefusedTopic(settings, settings.article_partitions)
    refusals = [one async for one in topic.refusals()]
    assert len(refusals) > 700
    assert await figures(settings) != wanted(settings, records)

    for number in (1, 120, 1):
        await killed_after(settings, number)
    outcome = await Redrive(settings, Wanted()).run()

    assert len(await on(settings, REPORTS)) == len(records) + len(refusals)
    assert outcome.before + outcome.put_back.total() == len(refusals)
    assert outcome.before
    await count(settings, PLAN)
    assert await figures(settings) == wanted(settings, records)
