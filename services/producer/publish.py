"""Sends records to the articles topic, and knows which of them Kafka has."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from schemas.headers import cloud_headers, new_trace
from schemas.topics import ARTICLES
from services.producer.intake import Outgoing, too_large
from services.producer.source import Refused
from services.producer.waiting import Waiting
from services.runtime.kafka import producer
from services.runtime.settings import Settings

AWAY = (KafkaError, OSError, TimeoutError)
"""What is raised while a broker cannot be used."""

_CLOSING = 1.0  # seconds; sends that never end would keep a producer from closing

Future = asyncio.Future[Any]


class NotAcknowledged(Exception):
    """A record that was not sent, or has had no answer when waiting was over."""


@dataclass
class Delivery:
    """What became of a batch: records Kafka has, and refusals of those it will not take."""

    acknowledged: list[Outgoing] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class Publisher:
    """Publishes batches through one idempotent producer, started when first needed.

    While the broker is away the producer itself holds one batch and repeats it. When the
    producer has failed for good, another takes its place and gets what was not acknowledged:
    then a record can be on the topic twice, with the same article, revision and content.
    """

    def __init__(self, settings: Settings, waiting: Waiting) -> None:
        self._settings = settings
        self._waiting = waiting
        self._topic = settings.topic(ARTICLES.name)
        self._started: AIOKafkaProducer | None = None

    async def publish(self, records: Sequence[Outgoing], delivery: Delivery) -> None:
        """Send records in order, and fill `delivery` with what became of each.

        When stopped, or when patience has run out (Unreachable), `delivery` has what is known
        by then; records that are not in it may be on the topic or not.
        """
        self._waiting.progressed()
        left = list(records)
        while left and not self._waiting.stopped():
            left = await self._round(left, delivery)
            if left:
                self._waiting.check()

    async def close(self) -> None:
        """Close the producer."""
        if self._started is None:
            return
        started, self._started = self._started, None
        closing = asyncio.ensure_future(started.stop())
        await asyncio.wait([closing], timeout=_CLOSING)
        if not closing.done():
            closing.cancel()

    async def _round(self, records: list[Outgoing], delivery: Delivery) -> list[Outgoing]:
        """Send records once; return those to send again."""
        errors = await self._attempt(records)
        outcome = list(zip(records, errors, strict=True))
        delivery.acknowledged += [record for record, error in outcome if error is None]
        failed = [(record, error) for record, error in outcome if error is not None]
        if failed:
            await self.close()
        large = [record for record, error in failed if _is_too_large(error)]
        left = [record for record, error in failed if not _is_too_large(error)]
        if large and len(records) == 1:
            delivery.refused.append(too_large(large[0].article_id, len(large[0].value)))
            return []
        for record in large:  # one fails all that travelled with it: alone it shows itself
            left += await self._round([record], delivery)
        if left and not large:
            await self._waiting.back_off(_reason(failed[0][1]))
        return left

    async def _attempt(self, records: list[Outgoing]) -> list[BaseException | None]:
        """Return for each record why it is not acknowledged, or None."""
        sent: list[Future] = []
        task = asyncio.ensure_future(self._send(records, sent))
        failure = await self._waiting.see_through(
            task, lambda: sum(_error(future) is None for future in sent)
        )
        errors: list[BaseException | None] = [_error(future) for future in sent]
        return errors + [failure or NotAcknowledged("not sent")] * (len(records) - len(sent))

    async def _send(self, records: list[Outgoing], sent: list[Future]) -> BaseException | None:
        """Send all records and wait for the answers; return what kept some from being sent."""
        failure: BaseException | None = None
        try:
            out = await self._producer()
            for record in records:
                sent.append(await out.send(self._topic, **_message(record)))
        except AWAY as error:
            failure = error
        if sent:
            await asyncio.wait(sent)
        return failure

    async def _producer(self) -> AIOKafkaProducer:
        if self._started is None:
            starting = producer(self._settings)
            try:
                await starting.start()
            except BaseException:
                await starting.stop()
                raise
            self._started = starting
        return self._started


def _message(record: Outgoing) -> dict[str, Any]:
    record_id = f"{record.article_id}@{record.revision}"
    return {
        "key": record.article_id.encode(),
        "value": record.value,
        "headers": cloud_headers("article", "producer", record_id, new_trace()),
    }


def _error(sent: Future) -> BaseException | None:
    if sent.cancelled() or not sent.done():
        return NotAcknowledged("no answer")
    return sent.exception()


def _is_too_large(error: BaseException) -> bool:
    return isinstance(error, MessageSizeTooLargeError)


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
