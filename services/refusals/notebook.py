"""Writes the marks of a redrive, one redrive at a time."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerFenced

from schemas.topics import REFUSED
from services.refusals.history import Mark, mark_headers
from services.runtime.kafka import producer
from services.runtime.settings import Settings

_TRANSACTION_TIMEOUT_MS = 10_000
_CLOSING = 1.0  # seconds; what is not acknowledged by then was not waited for


class Overtaken(Exception):
    """Another redrive has begun, and this one may write nothing more."""


class Notebook:
    """Notes marks in transactions, so that the broker shuts a former redrive out."""

    def __init__(self, settings: Settings, out: AIOKafkaProducer) -> None:
        self._topic = settings.topic(REFUSED.name)
        self._transactions = settings.transactions
        self._out = out

    async def note(self, marks: Mapping[int, Mark]) -> None:
        """Write a mark in each of these partitions; return when the broker has them all.

        Raises Overtaken, or KafkaError where the broker cannot do it.
        """
        if not self._transactions:
            await self._write(marks)
            return
        try:
            # Not aborted on an error: this redrive ends then, and the next one aborts for it.
            await self._out.begin_transaction()
            await self._write(marks)
            await self._out.commit_transaction()
        except ProducerFenced:
            raise Overtaken from None

    async def _write(self, marks: Mapping[int, Mark]) -> None:
        sent = [
            await self._out.send(
                self._topic,
                mark.to_bytes(),
                partition=partition,
                headers=mark_headers(f"{partition}:{mark.offsets[0] if mark.offsets else 0}"),
            )
            for partition, mark in marks.items()
        ]
        await asyncio.gather(*sent)


@asynccontextmanager
async def notebook(settings: Settings) -> AsyncIterator[Notebook]:
    """Open the notebook; whoever had it open can write nothing more."""
    options: dict[str, object] = {}
    if settings.transactions:
        options = {
            "transactional_id": settings.group("redrive"),
            "transaction_timeout_ms": _TRANSACTION_TIMEOUT_MS,
        }
    async with sending(settings, **options) as out:
        yield Notebook(settings, out)


@asynccontextmanager
async def sending(settings: Settings, **options: object) -> AsyncIterator[AIOKafkaProducer]:
    """Give a producer that is started; it ends in time even if Kafka is away."""
    out = producer(settings, **options)
    try:
        await out.start()
        yield out
    finally:
        closing = asyncio.ensure_future(out.stop())
        await asyncio.wait([closing], timeout=_CLOSING)
        if closing.done():
            closing.exception()  # looked at, so that nobody reports it: the work was done before
        else:
            closing.cancel()
