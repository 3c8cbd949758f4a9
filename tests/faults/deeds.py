"""What each fault does, and how it is taken back."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import ExitStack

from tests.faults.proxy import Proxy
from tests.faults.schedule import Fault
from tests.faults.stage import SPARE, WORKERS, Stage

_DEATH = 8.0
"""Seconds in which a broker whose disk fails gives up: it checks every five."""


async def befall(stage: Stage, fault: Fault) -> None:
    """Let a fault happen, and return when it is over."""
    stage.note(str(fault))
    await DEEDS[fault.name](stage, fault)
    stage.note(f"over: {fault}")


async def _kill(stage: Stage, fault: Fault) -> None:
    if stage.slots[fault.target].send(signal.SIGKILL):
        stage.kills.append((time.time(), fault.target))


async def _term(stage: Stage, fault: Fault) -> None:
    await stage.slots[fault.target].end()


async def _pause(stage: Stage, fault: Fault) -> None:
    slot = stage.slots[fault.target]
    slot.send(signal.SIGSTOP)
    try:
        await asyncio.sleep(fault.seconds)
    finally:
        slot.send(signal.SIGCONT)


async def _join(stage: Stage, fault: Fault) -> None:
    stage.slots[SPARE].come()
    await asyncio.sleep(fault.seconds)
    await stage.slots[SPARE].leave()


async def _leave(stage: Stage, fault: Fault) -> None:
    await stage.slots[fault.target].leave()
    await asyncio.sleep(fault.seconds)
    stage.slots[fault.target].come()


async def _roll(stage: Stage, fault: Fault) -> None:
    for name in (*WORKERS, SPARE):
        if stage.slots[name].is_running:
            await stage.slots[name].end()
            await asyncio.sleep(fault.seconds / 2)


async def _refuse(stage: Stage, fault: Fault) -> None:
    proxies = stage.links.of(fault.target)
    for proxy in proxies:
        await proxy.close()
    await asyncio.sleep(fault.seconds)
    await stage.links.open(proxies)


async def _silence(stage: Stage, fault: Fault) -> None:
    await _with_links(stage, fault, lambda proxy: setattr(proxy, "silent", True), _speak)


async def _delay(stage: Stage, fault: Fault) -> None:
    seconds = 0.05 + 0.35 * fault.power
    await _with_links(stage, fault, lambda proxy: setattr(proxy, "delay", seconds), _hurry)


async def _with_links(
    stage: Stage, fault: Fault, begin: Callable[[Proxy], None], end: Callable[[Proxy], None]
) -> None:
    proxies = stage.links.of(fault.target)
    _each(begin, proxies)
    try:
        await asyncio.sleep(fault.seconds)
    finally:
        _each(end, proxies)


def _speak(proxy: Proxy) -> None:
    proxy.silent = False


def _hurry(proxy: Proxy) -> None:
    proxy.delay = 0.0


def _each(act: Callable[[Proxy], None], proxies: Iterable[Proxy]) -> None:
    for proxy in proxies:
        act(proxy)


async def _broker_kill(stage: Stage, fault: Fault) -> None:
    async with stage.broken:
        await asyncio.to_thread(stage.broker(fault.target).kill)
        await asyncio.sleep(fault.seconds)
        await stage.revive(fault.target)


async def _broker_restart(stage: Stage, fault: Fault) -> None:
    async with stage.broken:
        await asyncio.to_thread(stage.broker(fault.target).stop)
        await asyncio.sleep(fault.seconds)
        await stage.revive(fault.target)


async def _broker_pause(stage: Stage, fault: Fault) -> None:
    async with stage.broken:
        broker = stage.broker(fault.target)
        broker.send(signal.SIGSTOP)
        try:
            await asyncio.sleep(fault.seconds)
        finally:
            broker.send(signal.SIGCONT)
        await stage.revive(fault.target)


async def _read_only(stage: Stage, fault: Fault) -> None:
    await _with_disk(stage, fault, stage.disks[fault.target].freeze)


async def _disk_full(stage: Stage, fault: Fault) -> None:
    await _with_disk(stage, fault, stage.disks[fault.target].fill)


async def _with_disk(stage: Stage, fault: Fault, spoil: Callable[[], None]) -> None:
    async with stage.broken:
        with ExitStack() as stack:
            stack.callback(stage.disks[fault.target].mend)
            await asyncio.to_thread(spoil)
            await _until_down(stage, fault.target, fault.seconds + _DEATH)
        await stage.revive(fault.target)


async def _until_down(stage: Stage, name: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while stage.broker(name).is_running and time.monotonic() < end:  # noqa: ASYNC110 - it ends unheard
        await asyncio.sleep(0.2)
    stage.note(f"broker {name} {'goes on' if stage.broker(name).is_running else 'has ended'}")


DEEDS: dict[str, Callable[[Stage, Fault], Awaitable[None]]] = {
    "kill": _kill,
    "term": _term,
    "pause": _pause,
    "sleep": _pause,
    "join": _join,
    "leave": _leave,
    "roll": _roll,
    "refuse": _refuse,
    "silence": _silence,
    "delay": _delay,
    "broker-kill": _broker_kill,
    "broker-restart": _broker_restart,
    "broker-pause": _broker_pause,
    "read-only": _read_only,
    "disk-full": _disk_full,
}
"""The deed of every fault, by its name; those of the feed are `tests.kafka.feed`."""
