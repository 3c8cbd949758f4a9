"""One run: a feed is counted while things break by a schedule, then every row is compared."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from aiokafka.errors import KafkaError

from schemas.topics import REPORTS
from services.runtime.kafka import producer
from services.runtime.progress import reports_waiting
from services.runtime.settings import Settings
from tests.faults import compare, logs
from tests.faults.course import Move, longest_stall, longest_wait, recovery
from tests.faults.deeds import befall
from tests.faults.outcome import Outcome, code
from tests.faults.plan import Plan
from tests.faults.schedule import SORTS, Schedule
from tests.faults.stage import WORKERS, Stage, stage
from tests.faults.watch import Positions, kept
from tests.faults.workers import ends_of
from tests.kafka.feed import Sent, tables

SETTLING = 120.0
"""Seconds after the feed in which everything must have been counted."""


async def run(plan: Plan, folder: Path) -> Outcome:
    """Follow a plan, and keep everything it leaves in the folder."""
    chosen = plan.schedule()
    with_disks = any(SORTS[name].target == "disk" for name in plan.names)
    async with stage(folder, plan.brokers, _settings(plan), with_disks=with_disks) as made:
        positions = Positions(made.settings)
        records = plan.records()
        async with positions.watched():
            settled = await _follow(made, chosen, records, plan.seconds)
            leaving = [await slot.leave() for slot in made.slots.values() if slot.is_running]
            made.note(f"the workers left with {leaving}")
            for end in ends_of(made.slots.values()):
                made.note(f"{end.slot} ended with {end.status}", end.at)
            await positions.catch_up()
        return await _judged(plan, made, positions.moves, records, settled, leaving)


def _settings(plan: Plan) -> Settings:
    return Settings(
        partitions=plan.partitions,
        article_partitions=1,
        replication=plan.brokers,
        session_timeout=6.0,
        transactions=plan.transactions,
    )


async def _follow(
    made: Stage, chosen: Schedule, records: Sequence[Sent], seconds: float
) -> float | None:
    """Feed, break, wait; return how long counting took after the feed, None if it did not end."""
    for name in WORKERS:
        made.slots[name].come()
    await _counting(made)
    made.note("the feed begins")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_publish(made.settings, records, seconds))
        tasks.create_task(_break(made, chosen))
    made.note("the feed has ended, the faults are over")
    return await _settle(made)


async def _counting(made: Stage) -> None:
    """Return when every worker counts: faults are to befall what works."""
    waiting = set(WORKERS)
    end = time.monotonic() + SETTLING
    while waiting and time.monotonic() < end:
        waiting = set(WORKERS) - set(logs.owners_at(made.logs, time.time()).values())
        await asyncio.sleep(0.2)


async def _break(made: Stage, chosen: Schedule) -> None:
    started = time.monotonic()
    async with asyncio.TaskGroup() as going:
        for fault in chosen.faults:
            await asyncio.sleep(max(started + fault.at - time.monotonic(), 0))
            going.create_task(befall(made, fault))


async def _publish(settings: Settings, records: Sequence[Sent], seconds: float) -> None:
    """Send the records in order, spread over so many seconds."""
    started = time.monotonic()
    topic = settings.topic(REPORTS.name)
    async with producer(settings, request_timeout_ms=120_000) as out:
        sent = []
        for number, one in enumerate(records):
            sent.append(await out.send(topic, one.value, key=one.key, partition=one.partition))
            ahead = started + seconds * number / len(records) - time.monotonic()
            if ahead > 0:
                await asyncio.sleep(ahead)
        await asyncio.gather(*sent)


async def _settle(made: Stage) -> float | None:
    started = time.monotonic()
    while time.monotonic() < started + SETTLING:
        await made.tend()
        try:
            if await reports_waiting(made.settings) == 0:
                return time.monotonic() - started
        except (KafkaError, OSError):
            made.note("the brokers do not answer")
        await asyncio.sleep(0.3)
    return None


async def _judged(
    plan: Plan,
    made: Stage,
    moves: Sequence[Move],
    records: Sequence[Sent],
    settled: float | None,
    leaving: list[int],
) -> Outcome:
    on_topic, came = await kept(made.settings)
    unfed = compare.feed_faults(records, on_topic)
    wanted = tables(records, plan.partitions)
    different = compare.differences(wanted, await compare.read(made.settings))
    _write(made.folder / "differences.txt", [*unfed, *map(str, different)])
    _write(made.folder / "moves.txt", [f"{at:.3f} {number} {to}" for at, number, to in moves])
    told = logs.read(made.logs.values())
    kinds = Counter(difference.kind for difference in different)
    stall, wait = longest_stall(came, moves), longest_wait(came, moves)
    made.note(f"longest stall from {stall.start:.3f}, longest wait from {wait.start:.3f}")
    return Outcome(
        seed=plan.seed,
        brokers=plan.brokers,
        faults=plan.schedule().names(),
        verdict=_verdict(unfed, settled, different),
        records=len(records),
        lost=kinds["lost"],
        doubled=kinds["doubled"],
        wrong=kinds["wrong"],
        stall=round(stall.seconds, 1),
        wait=round(wait.seconds, 1),
        restarts=dict(Counter(str(end.status) for end in ends_of(made.slots.values()))),
        fenced=told.fenced,
        watchdog=told.watchdog,
        recoveries=_recoveries(made, came, moves),
        reading=round(median(told.recovered), 3) if told.recovered else 0.0,
        settled=round(settled or SETTLING, 1),
        leaving=leaving,
        reasons=told.reasons,
        command=plan.command,
        code=code(),
    )


def _verdict(unfed: list[str], settled: float | None, different: Sequence[object]) -> str:
    if unfed:
        return "VOID"
    if settled is None:
        return "STUCK"
    return "WRONG" if different else "exact"


def _recoveries(made: Stage, came: dict[int, list[float]], moves: Sequence[Move]) -> list[float]:
    took = [
        recovery(came, moves, at, {n for n, owner in owners.items() if owner == name})
        for at, name in made.kills
        if (owners := logs.owners_at(made.logs, at))
    ]
    return [round(seconds, 1) for seconds in took if seconds is not None]


def _write(file: Path, lines: Sequence[str]) -> None:
    if lines:
        file.write_text("\n".join(lines) + "\n")
