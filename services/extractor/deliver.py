"""Sends what articles tell to the reports topic, losing nothing on the way."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer

from schemas.article import Article
from schemas.headers import cloud_headers
from schemas.refusal import Refusal
from schemas.topics import REFUSED, REPORTS
from services.extractor.step import Outgoing, step
from services.runtime.exits import fail_stop
from services.runtime.kafka import producer
from services.runtime.refusals import RefusalLimit
from services.runtime.settings import Settings

_log = structlog.stdlib.get_logger("entente.extractor")


class Sender:
    """Takes article messages as Faust hands them over, and returns when their reports are kept.

    Repeats are harmless, since the aggregator knows what it has counted. Loss is not: a send
    that fails ends the process, and the articles are read again.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limit = RefusalLimit(settings)
        self._started: AIOKafkaProducer | None = None

    async def forward(self, messages: Iterable[Any]) -> None:
        """Send the reports of these articles; return when every one is acknowledged."""
        try:
            out = await self._producer()
            sent = [await out.send(**one) for message in messages for one in self._work(message)]
            await asyncio.gather(*sent)
        except Exception as error:  # noqa: BLE001 - Faust would take the batch for done
            fail_stop("reports could not be sent", error=repr(error))

    async def stop(self) -> None:
        """Let the producer go."""
        if self._started is not None:
            await self._started.stop()

    async def _producer(self) -> AIOKafkaProducer:
        if self._started is None:
            self._started = producer(self._settings)
            await self._started.start()
        return self._started

    def _work(self, message: Any) -> Iterator[dict[str, Any]]:
        try:
            article = Article.from_bytes(message.value or b"")
            outgoing = step(article, self._settings.partitions)
        except Exception as error:  # noqa: BLE001 - whatever an article raises, it is refused
            self._limit.note(True)
            yield self._refused(message, error)
            return
        self._limit.note(False)
        trace = dict(message.headers or ()).get("traceparent")
        for one in outgoing:
            yield self._sent(one, trace.decode() if trace else None)

    def _sent(self, one: Outgoing, trace: str | None) -> dict[str, Any]:
        record = one.record
        record_id = f"{record.article_id}@{record.revision}:{one.partition}:{one.key}"
        return {
            "topic": self._settings.topic(REPORTS.name),
            "partition": one.partition,
            "key": one.key.encode(),
            "value": record.to_bytes(),
            "headers": cloud_headers(record.record, "extractor", record_id, trace),
        }

    def _refused(self, message: Any, error: Exception) -> dict[str, Any]:
        refusal = Refusal.of(error, message.topic, message.partition, message.offset)
        _log.error("refused", **{**vars(refusal), "stacktrace": None})
        return {
            "topic": self._settings.topic(REFUSED.name),
            "key": message.key,
            # null stays null, but a record must have a key or a value
            "value": b"" if message.key is None and message.value is None else message.value,
            "headers": [*(message.headers or ()), *refusal.headers()],
        }
