"""The table of counts, read from its topic and kept up to date."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, ConsumerRecord

from schemas.count import Count
from schemas.topics import COUNTS
from services.runtime.kafka import partitions_of, read_to_end, reader, topic_faults
from services.runtime.settings import Settings

_WAIT_MS = 250


@dataclass(frozen=True)
class Row:
    """A cell of the table: its key `PAIR|sector`, what it says, and the JSON it was read from."""

    key: str
    count: Count
    value: bytes


class Unusable(Exception):
    """The topic of counts cannot be followed; the message says why."""


class Table:
    """The newest row of each key; `unreadable` is the number of values that were no counts."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.unreadable = 0

    def take(self, key: bytes, value: bytes | None) -> Row | None:
        """Take a record in; return its row if the table has changed by it.

        A row that stands at a lower offset than the one kept is older, and ignored: a worker
        that was restarted tells again what was known. No value removes the row.
        """
        name = key.decode(errors="backslashreplace")
        if value is None:
            self.rows.pop(name, None)
            return None
        try:
            row = Row(name, Count.from_bytes(value), value)
        except ValueError:
            self.unreadable += 1
            return None
        kept = self.rows.get(name)
        if kept and (row.count.offset < kept.count.offset or row.count == kept.count):
            return None
        self.rows[name] = row
        return row

    def sorted(self) -> list[Row]:
        """Return the rows by their keys."""
        return [self.rows[key] for key in sorted(self.rows)]


class Following:
    """Reads the topic into a table, only what is committed."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self.table = Table()
        self._consumer = consumer

    async def more(self) -> list[Row]:
        """Wait a quarter of a second for records at most; return the rows they changed."""
        batches = await self._consumer.getmany(timeout_ms=_WAIT_MS)
        return self._taken(record for records in batches.values() for record in records)

    async def to_end(self) -> None:
        """Read up to the end that the topic has now."""
        async for record in read_to_end(self._consumer, self._consumer.assignment()):
            self.table.take(record.key or b"", record.value)

    def _taken(self, records: Iterable[ConsumerRecord]) -> list[Row]:
        changed = [self.table.take(record.key or b"", record.value) for record in records]
        # What has changed twice is told once, as it stands.
        newest = {row.key: row for row in changed if row}
        return [row for row in newest.values() if row.key in self.table.rows]


@asynccontextmanager
async def following(settings: Settings) -> AsyncIterator[Following]:
    """Give the table from the beginning of its topic; raise Unusable if the topic is not right."""
    name = settings.topic(COUNTS.name)
    if faults := [fault for fault in await topic_faults(settings) if fault.startswith(f"{name} ")]:
        raise Unusable(faults[0])
    async with reader(settings, partitions_of(name, settings.partitions)) as consumer:
        yield Following(consumer)
