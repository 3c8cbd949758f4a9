"""Puts refused records back on the topics they came from, each once."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.topics import ARTICLES, REFUSED, REPORTS
from services.refusals.history import History, Mark
from services.refusals.notebook import Notebook, notebook, sending
from services.refusals.refused import REDRIVEN, Place, Refused, Wanted
from services.refusals.topic import RefusedTopic, patiently, sizes, targets
from services.runtime.kafka import read_to_end
from services.runtime.settings import Settings

SOURCES = (ARTICLES, REPORTS)
"""The topics whose records are refused, and so the only ones to which anything goes back."""

BATCH = 500
BATCH_SIZE = 8 * 1024 * 1024
"""Refusals, and about the bytes, that are put back between two marks."""

PATIENCE = 60.0
"""Seconds for one batch; after that Kafka is away."""


@dataclass
class Outcome:
    """What became of the refusals.

    `put_back` has a number for each topic, `before` is how many were back already, `others`
    how many were not asked for. `kept` names those that cannot go back, and why.
    """

    put_back: Counter[str] = field(default_factory=Counter)
    before: int = 0
    others: int = 0
    kept: dict[Place, str] = field(default_factory=dict)


class Redrive:
    """One redrive of the refusals that are wanted, at most `limit` of them.

    It is done in batches. Before a batch is sent it is noted on `refused.v1`, with the ends
    that the topics have then; when every record is acknowledged, that is noted too. What was
    cut short between the two is found again by its header from those ends on.
    """

    def __init__(self, settings: Settings, wanted: Wanted, limit: int | None = None) -> None:
        self.outcome = Outcome()
        self._settings, self._wanted, self._limit = settings, wanted, limit
        self._sizes: dict[str, int] = {}

    async def run(self) -> Outcome:
        """Put back all that is wanted; `outcome` has at any time what is done and noted.

        Raises KafkaError or TimeoutError when Kafka is away, Unusable when a topic is not
        right, Overtaken when another redrive has begun.
        """
        topic = await self._topic()
        async with notebook(self._settings) as notes, sending(self._settings) as out:
            history = await topic.history()
            await self._settle(history, notes)
            # Not a consumer of partitions: it is only asked for their ends.
            servers = self._settings.bootstrap_servers
            async with AIOKafkaConsumer(bootstrap_servers=servers) as ends:
                async for batch in _batches(self._chosen(topic, history)):
                    async with asyncio.timeout(PATIENCE):
                        await self._put_back(batch, out, notes, ends)
        return self.outcome

    async def dry_run(self) -> Outcome:
        """Find out what would be put back; nothing is written."""
        topic = await self._topic()
        history = await topic.history()
        for partition, mark in (await self._found(history)).items():
            history.note(partition, mark)
        async for refused in self._chosen(topic, history):
            self.outcome.put_back[refused.why.topic] += 1
        return self.outcome

    async def _topic(self) -> RefusedTopic:
        self._sizes = await sizes(self._settings, REFUSED, *SOURCES)
        return RefusedTopic(self._settings, self._sizes.pop(self._settings.topic(REFUSED.name)))

    async def _settle(self, history: History, notes: Notebook) -> None:
        """Find out, and note, what a redrive that was cut short has put back."""
        if found := await self._found(history):
            await notes.note(found)
        for partition, mark in found.items():
            history.note(partition, mark)

    async def _found(self, history: History) -> dict[int, Mark]:
        """Return for each partition that was left open what of it is back."""
        return {
            partition: Mark(step="sent", offsets=await self._arrived(partition, mark))
            for partition, mark in history.open.items()
        }

    async def _arrived(self, partition: int, mark: Mark) -> tuple[int, ...]:
        begin = {
            TopicPartition(topic, number): offset
            for topic, ends in mark.ends.items()
            for number, offset in ends.items()
        }
        sought = {str(Place(partition, offset)).encode(): offset for offset in mark.offsets}
        async with targets(self._settings, begin) as consumer:
            told = [
                dict(record.headers).get(REDRIVEN)
                async for record in patiently(read_to_end(consumer, begin))
            ]
        return tuple(sorted({sought[place] for place in told if place in sought}))

    async def _chosen(self, topic: RefusedTopic, history: History) -> AsyncIterator[Refused]:
        """Yield the refusals to put back, and count the others."""
        left = self._limit
        async for refused in topic.refusals():
            if isinstance(refused, Place):
                self.outcome.kept[refused] = "it does not say where it came from"
            elif history.is_back(refused.place):
                self.outcome.before += 1
            elif not self._wanted.takes(refused) or left == 0:
                self.outcome.others += 1
            elif refused.why.partition >= self._sizes.get(refused.why.topic, 0):
                self.outcome.kept[refused.place] = f"{refused.stood} is no place of this stream"
            else:
                left = None if left is None else left - 1
                yield refused

    async def _put_back(
        self,
        batch: list[Refused],
        out: AIOKafkaProducer,
        notes: Notebook,
        ends: AIOKafkaConsumer,
    ) -> None:
        """Note a batch, send it, note that it is there."""
        places = {TopicPartition(one.why.topic, one.why.partition) for one in batch}
        await notes.note(_sending(batch, await ends.end_offsets(list(places))))
        sent = [await out.send(**_message(one)) for one in batch]
        await asyncio.gather(*sent)
        await notes.note(_marks("sent", batch, {}))
        self.outcome.put_back.update(one.why.topic for one in batch)


async def _batches(refusals: AsyncIterator[Refused]) -> AsyncIterator[list[Refused]]:
    batch: list[Refused] = []
    size = 0
    async for one in refusals:
        batch.append(one)
        size += one.size
        if len(batch) == BATCH or size >= BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _sending(batch: Iterable[Refused], ends: Mapping[TopicPartition, int]) -> dict[int, Mark]:
    told: dict[str, dict[int, int]] = defaultdict(dict)
    for tp, offset in ends.items():
        told[tp.topic][tp.partition] = offset
    return _marks("sending", batch, told)


def _marks(
    step: Literal["sending", "sent"], batch: Iterable[Refused], ends: dict[str, dict[int, int]]
) -> dict[int, Mark]:
    offsets: dict[int, list[int]] = defaultdict(list)
    for one in batch:
        offsets[one.place.partition].append(one.place.offset)
    return {
        partition: Mark(step=step, offsets=tuple(mine), ends=ends)
        for partition, mine in offsets.items()
    }


def _message(refused: Refused) -> dict[str, Any]:
    # In the partition where it stood: the reports of a pair must not leave theirs.
    return {
        "topic": refused.why.topic,
        "partition": refused.why.partition,
        "key": refused.key,
        "value": refused.value,
        "headers": refused.returning(),
    }
