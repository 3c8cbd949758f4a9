"""How partitions taken over begin: owned, read, sought, emptied, and only then resumed."""

from typing import Any

import structlog
from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery

from services.runtime.exits import fail_stop

_log = structlog.stdlib.get_logger("entente.resume")


class OrderedRecovery(Recovery):
    """Faust's recovery, with the end of it put in order.

    Faust resumes partitions before it seeks, then throws away what was fetched in between: the
    stream goes on behind a hole (its issue 596).
    """

    async def _resume_streams(self, generation_id: int = 0) -> None:
        app: Any = self.app
        await app.on_rebalance_complete.send()
        partitions = set(app.consumer.assignment())
        if not self._is_current(generation_id, partitions):
            return
        try:
            await app.ledgers.take_over({tp.partition for tp in partitions})
            if not self._is_current(generation_id, partitions):
                await app.ledgers.give_up()
                return
            await self._seek(partitions)
        except Exception as error:  # noqa: BLE001 - Faust would log it and fall silent
            if self._is_owned(partitions):
                fail_stop("partitions could not be taken over", error=repr(error))
        if self._is_current(generation_id, partitions) and self._is_owned(partitions):
            await self._begin(partitions)

    def _is_current(self, generation_id: int, partitions: set[Any]) -> bool:
        """Say whether this assignment still stands.

        The assignment can be ahead of the generation, so both are compared, before and after
        everything that waits.
        """
        current = bool(
            self.app.consumer_generation_id == generation_id
            and set(self.app.consumer.assignment()) == partitions
            and not self.signal_recovery_start.is_set()
        )
        if not current:
            _log.info("overtaken", generation=generation_id)
        return current

    def _is_owned(self, partitions: set[Any]) -> bool:
        """Say whether the ledgers are still open.

        A rebalance that begins while this waits has them given up before anything else shows
        that the assignment is overtaken; another recovery follows it.
        """
        app: Any = self.app
        owned = {tp.partition for tp in partitions} <= set(app.ledgers.positions())
        if not owned:
            _log.info("given up while they were taken over")
        return owned

    async def _seek(self, partitions: set[Any]) -> None:
        """Set each partition to the position of its ledger: the ledger decides, not the group."""
        if not partitions:
            return
        app: Any = self.app
        consumer = app.consumer
        await consumer.perform_seek()
        first = await consumer.earliest_offsets(*partitions)
        for tp in partitions:
            app.ledgers.start_at(tp.partition, first[tp] or 0)
        positions = app.ledgers.positions()
        await consumer.seek_wait({tp: positions[tp.partition] for tp in partitions})
        consumer._committed_offset.update(
            {tp: positions[tp.partition] or None for tp in partitions}
        )

    async def _begin(self, partitions: set[Any]) -> None:
        app: Any = self.app
        consumer = app.consumer
        self.completed.set()
        app.flow_control.resume()  # empties the queues of what was fetched before the seek
        consumer.resume_partitions(partitions)
        consumer.resume_flow()
        app.ledgers.begin()
        await app._fetcher.maybe_start()
        self.tables.on_actives_ready()
        self.tables.on_standbys_ready()
        app.on_rebalance_end()
        _log.info("counting", positions=app.ledgers.progress())


class OrderedTables(TableManager):
    """Faust's table manager, which owns the recovery; there are no tables in it."""

    @property
    def recovery(self) -> Recovery:
        """Return the ordered recovery."""
        if self._recovery is None:
            self._recovery = OrderedRecovery(self.app, self, beacon=self.beacon, loop=self.loop)
        return self._recovery
