"""The producer at work: from a source to the topic, remembering what Kafka has."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from schemas.topics import ARTICLES
from services.producer.intake import Intake, Outgoing, take_in
from services.producer.publish import Delivery, Publisher
from services.producer.recall import Recall
from services.producer.seen import RevisionRow, Seen
from services.producer.source import Batch, Item, batches
from services.producer.tally import Tally
from services.producer.waiting import Waiting
from services.producer.witness import Witness
from services.runtime.settings import Settings

BATCH = 500
"""Articles that are sent together, and marked as published together."""

BATCH_SIZE = 8 * 1024 * 1024
"""About the characters after which a batch is sent with fewer: memory stays bounded."""

_PER_SECOND = 4  # batches, when a rate is kept


def memory_of(settings: Settings) -> Path:
    """Return the database that remembers what was published on this topic."""
    return settings.state_dir / f"{settings.topic(ARTICLES.name)}.seen.sqlite"


class Producer:
    """Publishes what a source gives, batch by batch, each remembered before the next is sent."""

    def __init__(self, settings: Settings, seen: Seen, waiting: Waiting, witness: Witness) -> None:
        self.tally = Tally()
        self._settings = settings
        self._seen = seen
        self._waiting = waiting
        self._witness = witness
        self._publisher = Publisher(settings, waiting)

    async def run(self, items: Iterable[Item], rate: float | None = None) -> Tally:
        """Publish all items, at most `rate` articles a second; return the figures.

        A stop ends it after what is under way. Raises Unreachable as `Waiting` says. Either
        way what Kafka acknowledged is remembered, and the rest is sent by the next run.
        """
        limit = BATCH if rate is None else max(1, min(BATCH, int(rate / _PER_SECOND)))
        pace = _Pace(rate, self._waiting)
        cut = batches(items, limit, BATCH_SIZE)
        try:
            if self._seen.empty:
                await Recall(self._settings, self._seen, self._waiting).run()
            while (batch := await self._next(cut)) is not None:
                while sent := await self._release(limit):
                    await pace.keep(sent)
                await pace.keep(await self._publish(batch))
        finally:
            await self._publisher.close()
        return self.tally

    async def _next(self, cut: Iterator[Batch]) -> Batch | None:
        # In a thread: a source may wait for its next file or line.
        return None if self._waiting.stopped() else await asyncio.to_thread(next, cut, None)

    async def _release(self, limit: int) -> int:
        """Publish articles whose embargo has ended; return how many were sent."""
        with self._seen.transaction():
            self.tally.held = self._seen.held.number()
            due = self._seen.held.due(datetime.now(UTC), limit) if self.tally.held else []
        return await self._send(Batch(), Intake(due)) if due else 0

    async def _publish(self, batch: Batch) -> int:
        """Publish one batch; return how many of its articles were sent."""
        self._refuse(batch.bad)
        return await self._send(batch, self._take_in(batch))

    async def _send(self, batch: Batch, intake: Intake) -> int:
        """Send what was taken in, and remember what Kafka has of it."""
        delivery = Delivery()
        try:
            await self._publisher.publish(intake.outgoing, delivery)
        finally:
            self._remember(batch, intake, delivery)
        self._refuse(intake.refused + delivery.refused)
        self._witness.progressed(self.tally)
        return len(delivery.acknowledged)

    def _take_in(self, batch: Batch) -> Intake:
        if not batch.articles:
            return Intake()
        with self._seen.transaction():
            known = self._seen.known(article.article_id for article in batch.articles)
            intake = take_in(batch.articles, known, datetime.now(UTC))
            self._seen.claim(_rows(intake.outgoing))
            self._hold(intake)
        self.tally.known += intake.known
        return intake

    def _hold(self, intake: Intake) -> None:
        """Put aside what is under embargo; a later revision takes the place of earlier ones."""
        held = self._seen.held
        held.hold(intake.outgoing)
        if held.number():
            for one in intake.outgoing:
                self._seen.acknowledge(held.overtaken(one.article_id, one.revision))
        intake.outgoing = [one for one in intake.outgoing if not one.due]
        self.tally.held = held.number()

    def _remember(self, batch: Batch, intake: Intake, delivery: Delivery) -> None:
        """Write down what Kafka has; a file is done when nothing of it is left to send."""
        settled = len(delivery.acknowledged) + len(delivery.refused)
        complete = settled == len(intake.outgoing)
        files = batch.files if complete else ()
        if settled or files:
            with self._seen.transaction():
                self._seen.acknowledge(_rows(delivery.acknowledged))
                self._seen.finish(files)
                if complete:  # what was refused now will be refused again: it is held no longer
                    self._seen.held.let_go((r.article_id, r.revision) for r in intake.outgoing)
                self.tally.held = self._seen.held.number()
        first = sum(record.first for record in delivery.acknowledged)
        self.tally.published += first
        self.tally.revised += len(delivery.acknowledged) - first

    def _refuse(self, bad: Sequence[object]) -> None:
        self.tally.refused += len(bad)
        for one in bad:
            self._witness.refused(one)


class _Pace:
    """Keeps to a number of articles a second."""

    def __init__(self, rate: float | None, waiting: Waiting) -> None:
        self._rate = rate
        self._waiting = waiting
        self._due = time.monotonic()

    async def keep(self, sent: int) -> None:
        """Wait until more articles may be sent than these."""
        if self._rate is None:
            return
        # Time that passed unused, while the source was silent, is not made up for.
        self._due = max(self._due, time.monotonic() - 1) + sent / self._rate
        await self._waiting.sleep(self._due - time.monotonic())


def _rows(records: Iterable[Outgoing]) -> list[RevisionRow]:
    return [(record.article_id, record.revision, record.content) for record in records]
