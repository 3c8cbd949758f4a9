"""Counts a partition of the reports again, and compares the tables with the outcome."""

from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import orjson
from aiokafka import TopicPartition

from schemas.refusal import Refusal
from schemas.topics import COUNTS, EVENTS, REFUSED, REPORTS
from services.aggregator.publish import public
from services.aggregator.rows import Row
from services.aggregator.step import step
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.settings import Settings

Table = dict[tuple[str, str], Row]
"""Public rows by the name of their topic and their key."""


class Difference(NamedTuple):
    """A row that is not what the reports come to; None stands for no row."""

    topic: str
    key: str
    wanted: Row | None
    found: Row | None


class Recount(NamedTuple):
    """What came of one partition.

    Rows are compared as of `position`, the offset up to which reports were counted. Those
    that have changed since then say so themselves: they are only numbered, in `moved`. `gone`
    is the number of reports that retention has removed; if there are any, nothing is compared.
    """

    partition: int
    position: int
    compared: int
    moved: int
    gone: int
    differences: tuple[Difference, ...]


async def refused_reports(settings: Settings) -> set[tuple[int, int]]:
    """Return partition and offset of every record of the reports that was refused.

    They counted for nothing where they stood, even if the code that counts now can read them.
    """
    partitions = partitions_of(settings.topic(REFUSED.name), settings.article_partitions)
    refused: set[tuple[int, int]] = set()
    async with reader(settings, partitions) as consumer:
        async for record in read_to_end(consumer, partitions):
            with suppress(ValueError):  # a note of a redrive
                refusal = Refusal.from_headers(record.headers)
                if refusal.topic == settings.topic(REPORTS.name):
                    refused.add((refusal.partition, refusal.offset))
    return refused


async def recount(
    settings: Settings, partition: int, position: int, refused: Container[tuple[int, int]] = ()
) -> Recount:
    """Compare a partition's events and counts with its reports up to a committed position.

    `refused` are the places that are left out. The stream may be running. Memory holds the
    rows of this one partition.
    """
    reports = TopicPartition(settings.topic(REPORTS.name), partition)
    rows: dict[str, Row] = {}
    found = await _found(settings, partition)
    async with reader(settings, [reports]) as consumer:
        gone = (await consumer.beginning_offsets([reports]))[reports]
        if gone and position:
            return Recount(partition, position, 0, 0, gone, ())
        async for record in read_to_end(consumer, [reports]):
            if record.offset >= position:
                break
            if (partition, record.offset) not in refused:
                _count(rows, record)
    wanted = _wanted(rows)
    moved = {key for key, row in found.items() if row["offset"] >= position}
    differences = tuple(_differences(wanted, found, moved))
    compared = len((wanted.keys() | found.keys()) - moved)
    return Recount(partition, position, compared, len(moved), 0, differences)


def _count(rows: dict[str, Row], record: Any) -> None:
    try:
        changes = step(rows, record.value, record.partition, record.offset)
    except Exception:  # noqa: BLE001 - refused so long ago that its refusal is gone
        return
    for key, row in changes.items():
        if row is None:
            rows.pop(key, None)
        else:
            rows[key] = row


def _wanted(rows: Mapping[str, Row]) -> Table:
    published = (public(key, row) for key, row in rows.items())
    return {
        (topic.name, key): orjson.loads(record.to_bytes())
        for topic, key, record in filter(None, published)
    }


async def _found(settings: Settings, partition: int) -> Table:
    topics = {settings.topic(topic.name): topic.name for topic in (EVENTS, COUNTS)}
    partitions = [TopicPartition(name, partition) for name in topics]
    found: Table = {}
    async with reader(settings, partitions) as consumer:
        async for record in read_to_end(consumer, partitions):
            key = topics[record.topic], record.key.decode()
            if record.value is None:
                found.pop(key, None)
            else:
                found[key] = orjson.loads(record.value)
    return found


def _differences(wanted: Table, found: Table, moved: set[tuple[str, str]]) -> Iterator[Difference]:
    for key in sorted((wanted.keys() | found.keys()) - moved):
        want, have = wanted.get(key), found.get(key)
        if want != have:
            yield Difference(*key, want, have)
