"""The ledger of one partition: rows and position, kept exact by Kafka transactions."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson
import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.structs import RecordMetadata

from schemas.headers import cloud_headers
from schemas.record import Record
from schemas.refusal import Refusal
from schemas.topics import REFUSED, Topic
from services.runtime.exits import fail_stop
from services.runtime.kafka import producer, read_to_end, reader
from services.runtime.refusals import RefusalLimit
from services.runtime.rows import Row, Rows, rows_of
from services.runtime.settings import Settings

Step = Callable[[Mapping[str, Row], bytes, int, int], Mapping[str, Row | None]]
"""Rows, value, partition and offset of a record in; changed rows out, None for removed ones."""

Public = Callable[[str, Row], tuple[Topic, str, Record] | None]
"""Key and row in; topic, key and record they are published as out, or None."""

POSITION = "position"
"""Key of the row that says which offset comes next; always the last one of a transaction."""

_TRANSACTION_TIMEOUT_MS = 30_000

_log = structlog.stdlib.get_logger("entente.ledger")


@dataclass(frozen=True)
class Plan:
    """What a ledger is kept of: where records come from and what they do to the rows."""

    service: str
    source: Topic
    state: Topic
    step: Step
    public: Public


@dataclass(frozen=True)
class _Outgoing:
    topic: str
    partition: int | None
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]]


class Ledger:
    """What one partition of the source has come to, owned while its producer is not fenced.

    `position` is the next offset to apply. Everything applied since the last commit goes to
    Kafka in one transaction: changed rows, their public form, refusals and the position. All
    of it is there or nothing is, and a former owner that still lives is shut out by the broker.
    """

    def __init__(
        self, plan: Plan, settings: Settings, partition: int, limit: RefusalLimit
    ) -> None:
        self.partition = partition
        self.rows: Rows = rows_of(settings, f"{settings.group(plan.service)}-{partition}")
        self.position = 0
        self.ready = False
        self.pending = 0
        self._plan, self._settings, self._limit = plan, settings, limit
        self._changed: dict[str, str | None] = {}
        self._refused: list[_Outgoing] = []
        self._committing = asyncio.Lock()
        self._producer: AIOKafkaProducer
        self._end = -1  # of the state, as this ledger left it

    def _transactional(self) -> dict[str, object]:
        if not self._settings.transactions:
            return {}
        name = f"{self._settings.group(self._plan.service)}-{self.partition}"
        return {"transactional_id": name, "transaction_timeout_ms": _TRANSACTION_TIMEOUT_MS}

    async def open(self) -> None:
        """Fence the former owner, then read what it left. In this order: it may still write.

        A ledger that was closed can be opened again; where nobody has written in between, it
        has its rows still.
        """
        self._producer = producer(self._settings, **self._transactional())
        await self._producer.start()
        state = TopicPartition(self._settings.topic(self._plan.state.name), self.partition)
        async with reader(self._settings, [state]) as consumer:
            if (await consumer.end_offsets([state]))[state] != self._end:
                await self._read(consumer, state)

    async def _read(self, consumer: AIOKafkaConsumer, state: TopicPartition) -> None:
        self.rows.clear()
        async for record in read_to_end(consumer, [state]):
            self._restore(record.key.decode(), record.value)
        self.position = self.rows.pop(POSITION, {"next": 0})["next"]

    def _restore(self, key: str, value: bytes | None) -> None:
        if value is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = orjson.loads(value)

    def apply(self, record: ConsumerRecord) -> None:
        """Apply the record at the position; skip one from before it, end at one from beyond it."""
        if record.offset < self.position:
            return
        if record.offset > self.position:
            fail_stop(
                "records are missing: the position was passed over",
                partition=self.partition,
                position=self.position,
                offset=record.offset,
            )
        try:
            changes = self._plan.step(self.rows, record.value, self.partition, record.offset)
        except Exception as error:  # noqa: BLE001 - whatever a record raises, it is refused
            self._refuse(record, error)
        else:
            self._keep(changes, dict(record.headers).get("traceparent"))
            self._limit.note(False)
        self.position = record.offset + 1
        self.pending += 1

    def _keep(self, changes: Mapping[str, Row | None], trace: bytes | None) -> None:
        for key, row in changes.items():
            if row is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = row
            self._changed[key] = trace.decode() if trace else None

    def _refuse(self, record: ConsumerRecord, error: Exception) -> None:
        refusal = Refusal.of(error, record.topic, record.partition, record.offset)
        _log.error("refused", **{**vars(refusal), "stacktrace": None})
        topic = self._settings.topic(REFUSED.name)
        headers = [*record.headers, *refusal.headers()]
        # null stays null, but a record must have a key or a value
        value = b"" if record.key is None and record.value is None else record.value
        self._refused.append(_Outgoing(topic, None, record.key, value, headers))
        self._limit.note(True)

    async def commit(self) -> None:
        """Write what was applied since the last commit, all of it or nothing.

        A failure ends the process: whether the broker has the transaction or not is then
        unknown, and only reading the state again tells.
        """
        async with self._committing:
            if not self.pending:
                return
            outgoing = self._outgoing()
            try:
                await self._write(outgoing)
            except BaseException as error:  # noqa: BLE001 - even cancelled: its state is unknown
                fail_stop("a commit failed", partition=self.partition, error=repr(error))

    def _outgoing(self) -> list[_Outgoing]:
        changed, self._changed = self._changed, {}
        refused, self._refused = self._refused, []
        self.pending = 0
        public = [one for key, trace in changed.items() for one in self._published(key, trace)]
        rows = [self._row(key, self.rows.get(key)) for key in changed]
        return [*refused, *public, *rows, self._row(POSITION, {"next": self.position})]

    def _row(self, key: str, row: Row | None) -> _Outgoing:
        value = None if row is None else orjson.dumps(row)
        state = self._settings.topic(self._plan.state.name)
        return _Outgoing(state, self.partition, key.encode(), value, [])

    def _published(self, key: str, trace: str | None) -> list[_Outgoing]:
        row = self.rows.get(key)
        public = None if row is None else self._plan.public(key, row)
        if public is None:
            return []
        topic, name, record = public
        record_id = f"{name}@{self.partition}:{self.position - 1}"
        kind = type(record).__name__.lower()
        headers = cloud_headers(kind, self._plan.service, record_id, trace)
        where = self._settings.topic(topic.name)
        return [_Outgoing(where, self.partition, name.encode(), record.to_bytes(), headers)]

    async def _write(self, outgoing: list[_Outgoing]) -> None:
        if self._settings.transactions:
            async with self._producer.transaction():
                sent = await self._send(outgoing)
            self._end = (await sent[-1]).offset + 2  # behind the marker that ends a transaction
        else:
            await asyncio.gather(*await self._send(outgoing))

    async def _send(self, outgoing: list[_Outgoing]) -> list[asyncio.Future[RecordMetadata]]:
        return [
            await self._producer.send(
                one.topic, one.value, key=one.key, partition=one.partition, headers=one.headers
            )
            for one in outgoing
        ]

    async def close(self) -> None:
        """Commit, then let the producer go."""
        self.ready = False
        await self.commit()
        await self._producer.stop()
