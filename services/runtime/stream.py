"""Faust apps as the house uses them: one for each service."""

import asyncio
import importlib
from collections.abc import Hashable
from typing import Any, NoReturn

import faust
import mode.loop
from faust.types import TP
from mode import Service

from schemas.topics import Topic
from services.runtime import log
from services.runtime.delivery import Batches, BatchTransport
from services.runtime.exits import fail_stop
from services.runtime.kafka import topic_faults
from services.runtime.ledger import Plan
from services.runtime.ownership import Ledgers
from services.runtime.resume import OrderedTables
from services.runtime.settings import Settings
from services.runtime.watchdog import Watchdog

_RAW: dict[str, Any] = {
    "key_type": bytes,
    "value_type": bytes,
    # Said beside the types: without it Faust decodes JSON itself.
    "key_serializer": "raw",
    "value_serializer": "raw",
}


class WorkerApp(faust.App):
    """A Faust app with one source topic, that ends itself when it falls silent.

    The agent notes in `handled` the offset after the last one it has done with, by partition.
    """

    def __init__(self, name: str, source: Topic, settings: Settings, **options: Any) -> None:
        self.settings = settings
        self.source_name = settings.topic(source.name)
        self.handled: dict[int, int] = {}
        self._watchdog = Watchdog(self._look, settings.stall_limit)
        conf = {**_conf(settings), "logging_config": log.configure(settings, name), **options}
        super().__init__(settings.group(name), **conf)

    def source(self) -> Any:
        """Return the source topic, whose messages are raw records."""
        return self.topic(self.source_name, **_RAW)

    async def on_first_start(self) -> None:
        """Check the topics, then start the watchdog.

        Not as a Faust task: those start after the first recovery, and a recovery that never
        ends is what the watchdog is for. Faust would create a folder for tables here.
        """
        if faults := await topic_faults(self.settings):
            fail_stop("the topics are not as they should be: see `entente topics`", faults=faults)
        self._watchdog.start()

    async def on_stop(self) -> None:
        """Stop the watchdog: ending takes as long as it takes."""
        self._watchdog.stop()
        await super().on_stop()

    def position(self, tp: TP) -> int | None:
        """Return the next offset of a partition, None while it may not be worked on."""
        consumer: Any = self.consumer
        return max(self.handled.get(tp.partition, 0), consumer._committed_offset.get(tp) or 0)

    def _look(self) -> dict[Hashable, Hashable]:
        """Return the position of each partition that has work waiting, or may have."""
        try:
            come = {tp: self.position(tp) for tp in self.consumer.assignment()}
            ends = {tp: self.consumer.highwater(tp) for tp in come}
        except Exception as error:  # noqa: BLE001 - a consumer that cannot answer is not well
            return {"consumer": repr(error)}
        return {tp: at for tp, at in come.items() if _may_wait(at, ends[tp])}


class LedgerApp(WorkerApp):
    """A worker whose agent keeps ledgers: Faust delivers, the ledgers count."""

    def __init__(self, plan: Plan, settings: Settings) -> None:
        self.ledgers = Ledgers(plan, settings)
        super().__init__(plan.service, plan.source, settings, TableManager=OrderedTables)
        self.service(_Committer(self.ledgers, settings.commit_interval))  # type: ignore[arg-type]

    def source(self) -> Any:
        """Return the source topic, whose messages are fetched batches of raw records."""
        return self.topic(self.source_name, schema=Batches(**_RAW))

    def position(self, tp: TP) -> int | None:
        """Return the position of a ledger, None before it is owned, read and sought."""
        return self.ledgers.progress().get(tp.partition)

    async def on_stop(self) -> None:
        """Commit and close the ledgers, so that the next owner need not wait."""
        self.ledgers.pause()
        await self.ledgers.give_up()
        await super().on_stop()

    def _new_transport(self) -> BatchTransport:
        return BatchTransport(self.conf.broker_consumer, self)


def _may_wait(position: int | None, end: int | None) -> bool:
    """Say whether there may be work; an end is unknown until the broker has answered once."""
    return position is None or end is None or end > position


class _Committer(Service):
    """Commits the ledgers at their interval (seconds)."""

    def __init__(self, ledgers: Ledgers, interval: float) -> None:
        super().__init__()
        self._ledgers, self._interval = ledgers, interval

    @Service.task
    async def _commit(self) -> None:
        while not self.should_stop:
            await self.sleep(self._interval)
            # Shielded: a commit that is cut off would end the process.
            await asyncio.shield(self._ledgers.commit())


def _conf(settings: Settings) -> dict[str, Any]:
    """The settings of Faust. What it offers beyond delivery is off: DESIGN, what not to use."""
    servers = settings.bootstrap_servers.split(",")
    return {
        "broker": [f"kafka://{server.strip()}" for server in servers],
        "topic_allow_declare": False,  # `entente topics` makes them, with their settings
        "topic_disable_leader": True,
        "store": "memory://",
        "web_enabled": False,  # it listens on every interface, without a key
        "broker_session_timeout": settings.session_timeout,
        "broker_heartbeat_interval": settings.session_timeout / 5,
        "broker_request_timeout": max(15.0, settings.session_timeout),
        "broker_rebalance_timeout": 20.0,
        "broker_commit_interval": 0.5,
        "stream_recovery_delay": 0.1,
        "consumer_group_instance_id": settings.instance or None,
        "consumer_max_fetch_size": 16 * 1024 * 1024,
        "broker_max_poll_records": 1000,
        "producer_max_request_size": 16 * 1024 * 1024,
    }


def run_worker(module: str) -> NoReturn:
    """Run the Faust app of a module until it is told to stop; exits with its status."""
    mode.loop.use("uvloop")
    app: WorkerApp = importlib.import_module(module).app
    worker = faust.Worker(
        app,
        quiet=True,
        loglevel=app.settings.log_level,
        redirect_stdouts=False,
        logging_config=dict(app.conf.logging_config),
    )
    worker.execute_from_commandline()
