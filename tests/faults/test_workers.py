import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.runtime import supervisor
from services.runtime.settings import Settings
from tests.faults import workers
from tests.faults.workers import Slot, ends_of

SLEEPS = "import time; print('here', flush=True); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPS


@asynccontextmanager
async def slot(tmp_path: Path, script: str) -> AsyncIterator[Slot]:
    made = Slot("a", Settings(), tmp_path / "a.log", (sys.executable, "-c", script))
    try:
        yield made
    finally:
        await made.close()


async def started(made: Slot, times: int = 1) -> None:
    end = time.monotonic() + 20
    while not made.log.exists() or made.log.read_text().count("here") < times:
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def ended(made: Slot) -> None:
    end = time.monotonic() + 20
    while not made.ends:
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def test_a_worker_comes_when_it_is_wanted_and_is_started_again(tmp_path: Path) -> None:
    async with slot(tmp_path, SLEEPS) as made:
        await asyncio.sleep(0.1)
        assert not made.is_running
        assert not made.send(signal.SIGKILL)
        made.come()
        await started(made)
        await made.end(signal.SIGKILL)
        await started(made, 2)
        assert [end.status for end in made.ends] == [-signal.SIGKILL]


async def test_a_worker_that_has_left_stays_away_until_it_is_wanted(tmp_path: Path) -> None:
    async with slot(tmp_path, SLEEPS) as made:
        made.come()
        await started(made)
        assert await made.leave() == -signal.SIGTERM
        await asyncio.sleep(workers.FIRST_PAUSE * 2)
        assert not made.is_running
        made.come()
        await started(made, 2)


async def test_a_worker_that_does_not_end_in_time_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.2)
    async with slot(tmp_path, STUBBORN) as made:
        made.come()
        await started(made)
        assert await made.leave() == -signal.SIGKILL


async def test_ends_are_told_in_order_of_time(tmp_path: Path) -> None:
    async with slot(tmp_path, "raise SystemExit(75)") as one, slot(tmp_path, SLEEPS) as two:
        one.come()
        await ended(one)
        two.come()
        await started(two)
        await two.end(signal.SIGKILL)
        await ended(two)
        statuses = [end.status for end in ends_of([two, one])]
        assert statuses[0] == 75
        assert -signal.SIGKILL in statuses
