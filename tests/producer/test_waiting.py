import asyncio
import time

import pytest

from services.producer.waiting import GRACE, Unreachable, Waiting


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


def test_patience_runs_out_without_progress(clock: Clock, stop: asyncio.Event) -> None:
    waiting = Waiting(stop, 10, clock=clock)
    clock.now = 9
    waiting.check()
    assert not waiting.over()
    waiting.progressed()
    clock.now = 18
    waiting.check()
    clock.now = 20
    assert waiting.over()
    with pytest.raises(Unreachable, match="does not answer"):
        waiting.check()


def test_without_a_limit_patience_never_ends(clock: Clock, stop: asyncio.Event) -> None:
    waiting = Waiting(stop, clock=clock)
    clock.now = 1e9
    waiting.check()
    assert not waiting.over()


def test_a_stop_leaves_what_is_under_way_some_seconds(clock: Clock, stop: asyncio.Event) -> None:
    waiting = Waiting(stop, clock=clock)
    clock.now = 100
    stop.set()
    assert waiting.stopped()
    assert not waiting.over()
    clock.now = 100 + GRACE + 0.1
    assert waiting.over()


async def test_the_reason_is_said_once_until_there_is_progress(stop: asyncio.Event) -> None:
    said: list[str] = []
    waiting = Waiting(stop, told=said.append)
    await waiting.back_off("gone")
    await waiting.back_off("still gone")
    assert said == ["gone"]
    waiting.progressed()
    await waiting.back_off("gone again")
    assert said == ["gone", "gone again"]


async def test_the_last_reason_is_in_the_error(stop: asyncio.Event) -> None:
    waiting = Waiting(stop, 0.01)
    await waiting.back_off("connection refused")
    with pytest.raises(Unreachable, match="connection refused"):
        waiting.check()


async def test_waiting_grows_and_starts_anew_after_progress(
    stop: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Waiting(stop)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(waiting, "sleep", sleep)
    for _ in range(2000):
        await waiting.back_off("gone")
    assert slept[:6] == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0]
    assert set(slept[5:]) == {5.0}
    waiting.progressed()
    await waiting.back_off("gone")
    assert slept[-1] == 0.2


async def test_a_sleep_ends_when_the_producer_is_to_stop(stop: asyncio.Event) -> None:
    asyncio.get_running_loop().call_later(0.05, stop.set)
    begun = time.monotonic()
    await Waiting(stop).sleep(60)
    assert time.monotonic() - begun < 5


async def test_a_task_that_ends_gives_its_result_or_its_error(stop: asyncio.Event) -> None:
    async def well() -> int:
        return 7

    async def badly() -> int:
        raise OSError("gone")

    waiting = Waiting(stop)
    assert await waiting.see_through(asyncio.ensure_future(well()), lambda: 0) == 7
    with pytest.raises(OSError, match="gone"):
        await waiting.see_through(asyncio.ensure_future(badly()), lambda: 0)


async def test_a_task_without_progress_is_cancelled_when_patience_ends(
    stop: asyncio.Event,
) -> None:
    waiting = Waiting(stop, 0.2)
    task = asyncio.ensure_future(asyncio.sleep(60, 7))
    assert await waiting.see_through(task, lambda: 0) is None
    assert task.cancelled()


async def test_a_task_that_gets_on_may_take_longer_than_patience(stop: asyncio.Event) -> None:
    begun = time.monotonic()
    task = asyncio.ensure_future(asyncio.sleep(1.0, 7))
    waiting = Waiting(stop, 0.5)
    assert await waiting.see_through(task, lambda: int((time.monotonic() - begun) * 10)) == 7


async def test_a_long_silence_is_said(clock: Clock, stop: asyncio.Event) -> None:
    said: list[str] = []
    waiting = Waiting(stop, told=said.append, clock=clock)
    task = asyncio.ensure_future(asyncio.sleep(0.5, 7))
    clock.now = 6
    assert await waiting.see_through(task, lambda: 0) == 7
    assert said == ["it does not answer"]
