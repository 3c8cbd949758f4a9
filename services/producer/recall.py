"""What the articles topic still holds, learnt again when the memory of it is lost."""

import asyncio
from collections.abc import AsyncIterator

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from schemas.article import Article
from schemas.topics import ARTICLES
from services.producer.publish import AWAY
from services.producer.revise import content_of
from services.producer.seen import RevisionRow, Seen
from services.producer.waiting import Waiting
from services.runtime.kafka import read_to_end, reader
from services.runtime.settings import Settings


class Recall:
    """Reads the topic into an empty memory, all of it or nothing.

    Without it, a lost memory would give numbers that are taken to other contents. `number` is
    how many records were read.
    """

    def __init__(self, settings: Settings, seen: Seen, waiting: Waiting) -> None:
        self.number = 0
        self._settings = settings
        self._seen = seen
        self._waiting = waiting

    async def run(self) -> None:
        """Read until the end the topic has now; raise Unreachable as `Waiting` says."""
        self._waiting.progressed()
        while not self._waiting.stopped():
            task = asyncio.ensure_future(self._read())
            try:
                if await self._waiting.see_through(task, lambda: self.number):
                    return
            except AWAY as error:
                await self._waiting.back_off(str(error) or type(error).__name__)
            self._waiting.check()

    async def _read(self) -> bool:
        with self._seen.transaction():
            async for row in _rows(self._settings):
                self._seen.acknowledge([row])
                self.number += 1
        return True


async def _rows(settings: Settings) -> AsyncIterator[RevisionRow]:
    partitions = await _partitions(settings)
    if not partitions:
        return
    async with reader(settings, partitions) as consumer:
        async for record in read_to_end(consumer, partitions):
            try:
                article = Article.from_bytes(record.value)
            except ValueError:
                continue  # not from here: it will be refused further down the stream
            yield article.article_id, article.revision, content_of(article)


async def _partitions(settings: Settings) -> list[TopicPartition]:
    """Return the partitions the topic has; a topic that is not there has none."""
    topic = settings.topic(ARTICLES.name)
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    try:
        await admin.start()
        if topic not in await admin.list_topics():
            return []
        (told,) = await admin.describe_topics([topic])
    finally:
        await admin.close()
    return [TopicPartition(topic, one["partition"]) for one in told["partitions"]]
