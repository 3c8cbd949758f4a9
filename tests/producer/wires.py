"""What the producer's tests write and read."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from aiokafka import ConsumerRecord

from schemas.article import Article
from schemas.topics import ARTICLES
from services.producer.tally import Tally
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.settings import Settings


def line(number: int, **changes: Any) -> bytes:
    """Return a line of JSON: the article of this number."""
    told = {
        "article_id": f"a{number}",
        "title": f"Title {number}",
        "body": "Kenya and Vietnam signed an agreement on coffee trade. " * 10,
        "published": "2026-10-06T09:30:00Z",
    }
    return orjson.dumps({**told, **changes}) + b"\n"


def write(path: Path, lines: Iterable[bytes]) -> Path:
    """Write a file in one go, as a careful writer does."""
    path.with_suffix(".part").write_bytes(b"".join(lines))
    return path.with_suffix(".part").rename(path)


async def records(settings: Settings) -> list[ConsumerRecord]:
    """Return what is on the articles topic, partition by partition, in order."""
    partitions = partitions_of(settings.topic(ARTICLES.name), settings.article_partitions)
    async with reader(settings, partitions) as consumer:
        found = [record async for record in read_to_end(consumer, partitions)]
    return sorted(found, key=lambda record: (record.partition, record.offset))


async def published(settings: Settings) -> list[Article]:
    """Return the articles on the topic, those of one id in the order of the topic."""
    return [Article.from_bytes(record.value) for record in await records(settings)]


def published_now(settings: Settings) -> list[Article]:
    """Return the same, for tests that run no loop."""
    return asyncio.run(published(settings))


class Notes:
    """A witness that remembers."""

    def __init__(self) -> None:
        self.bad: list[str] = []
        self.lines: list[str] = []
        self.tally = Tally()
        self.size = 0

    def refused(self, one: object) -> None:
        self.bad.append(str(one))

    def progressed(self, tally: Tally) -> None:
        self.tally = tally

    def told(self, line: str) -> None:
        self.lines.append(line)

    def read(self, size: int) -> None:
        self.size += size
