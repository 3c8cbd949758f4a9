"""The ledgers of the partitions that this worker owns."""

import asyncio
from collections.abc import Collection, Sequence
from time import monotonic

import structlog
from aiokafka import ConsumerRecord

from services.runtime.exits import fail_stop
from services.runtime.ledger import Ledger, Plan
from services.runtime.refusals import RefusalLimit
from services.runtime.settings import Settings

_log = structlog.stdlib.get_logger("entente.ownership")


class Ledgers:
    """Opens a ledger for each partition taken over, and closes those that are given up.

    Nothing is applied for a partition before `begin`, nor after `pause`.
    """

    def __init__(self, plan: Plan, settings: Settings) -> None:
        self.plan, self.settings = plan, settings
        self._limit = RefusalLimit(settings)
        self._owned: dict[int, Ledger] = {}
        self._left: dict[int, Ledger] = {}  # given up, with their rows

    async def take_over(self, partitions: Collection[int]) -> None:
        """Own these partitions and no others; a ledger that cannot be opened ends the process."""
        await self.give_up(self._owned.keys() - set(partitions))
        started = monotonic()
        new = sorted(set(partitions) - self._owned.keys())
        left, self._left = self._left, {}
        opened = [left.get(partition, self._ledger(partition)) for partition in new]
        try:
            await asyncio.gather(*(ledger.open() for ledger in opened))
        except Exception as error:  # noqa: BLE001 - without its state a partition cannot be counted
            fail_stop("a ledger could not be opened", error=repr(error))
        self._owned.update({ledger.partition: ledger for ledger in opened})
        _log.info(
            "recovered",
            partitions=[ledger.partition for ledger in opened],
            rows=sum(len(ledger.rows) for ledger in opened),
            seconds=round(monotonic() - started, 3),
        )

    def _ledger(self, partition: int) -> Ledger:
        return Ledger(self.plan, self.settings, partition, self._limit)

    def positions(self) -> dict[int, int]:
        """Return the next offset of each partition owned."""
        return {partition: ledger.position for partition, ledger in self._owned.items()}

    def start_at(self, partition: int, first: int) -> None:
        """Let a ledger that has counted nothing begin at the first offset there is.

        Ends the process if records were removed by retention before this ledger counted them.
        """
        ledger = self._owned[partition]
        if ledger.position and ledger.position < first:
            fail_stop(
                "records were removed before they were counted: rebuild from an empty state",
                partition=partition,
                position=ledger.position,
                first=first,
            )
        ledger.position = max(ledger.position, first)

    def begin(self) -> None:
        """Let records be applied: every partition is fenced, read and sought."""
        for ledger in self._owned.values():
            ledger.ready = True

    def pause(self) -> None:
        """Apply nothing more: partitions are about to move."""
        for ledger in self._owned.values():
            ledger.ready = False

    def progress(self) -> dict[int, int | None]:
        """Return the position of each partition owned, None while it may not be counted."""
        return {
            partition: ledger.position if ledger.ready else None
            for partition, ledger in list(self._owned.items())
        }

    async def apply(self, partition: int, records: Sequence[ConsumerRecord]) -> None:
        """Apply a fetched batch, committing on the way when enough has been applied."""
        for record in records:
            ledger = self._owned.get(partition)
            if ledger is None or not ledger.ready:
                return
            ledger.apply(record)
            if ledger.pending >= self.settings.commit_records:
                await ledger.commit()

    async def commit(self) -> None:
        """Commit every partition that has something to commit."""
        await asyncio.gather(*(ledger.commit() for ledger in list(self._owned.values())))

    async def give_up(self, partitions: Collection[int] | None = None) -> None:
        """Commit and close the ledgers of these partitions, by default of all.

        Their rows are kept until the next take-over: a rebalance often gives the same ones back.
        """
        going = {
            partition: self._owned.pop(partition)
            for partition in list(self._owned if partitions is None else partitions)
        }
        await asyncio.gather(*(ledger.close() for ledger in going.values()))
        self._left.update(going)
