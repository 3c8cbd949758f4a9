"""A worker that falls silent while work is waiting ends itself."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from services.runtime import exits, watchdog
from services.runtime.watchdog import Look, Watchdog

ROOT = Path(__file__).parents[2]


class Ended(Exception):
    """The process would have ended here."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(status: int) -> None:
        assert status == exits.FAIL_STOP
        raise Ended

    monkeypatch.setattr(exits.os, "_exit", end)
    monkeypatch.setattr(watchdog, "_EVERY", 0.01)


def bears(look: Look) -> bool:
    """Say whether a watchdog that sees this leaves the process alone for half a second."""
    dog = Watchdog(look, limit=0.1)
    threading.Timer(0.5, dog.stop).start()
    try:
        dog.run()
    except Ended:
        return False
    return True


def test_no_progress_while_work_waits_ends_the_process() -> None:
    assert not bears(lambda: {"partition 0": 7})


def test_no_progress_with_nothing_to_do_is_rest() -> None:
    assert bears(dict)


def test_progress_however_slow_is_progress() -> None:
    numbers = iter(range(1_000_000))

    assert bears(lambda: {"partition 0": next(numbers)})


def test_one_partition_that_moves_does_not_excuse_another() -> None:
    numbers = iter(range(1_000_000))

    assert not bears(lambda: {"partition 0": next(numbers), "partition 1": 7})


def test_a_position_that_waits_only_now_and_then_is_rest() -> None:
    turns = iter(range(1_000_000))

    assert bears(lambda: {"partition 0": 7} if next(turns) % 3 else {})


def test_a_blocked_event_loop_is_noticed() -> None:
    blocked = """
import asyncio, time
from services.runtime.watchdog import Watchdog
async def main():
    Watchdog(lambda: {0: 0}, limit=0.5).start()
    time.sleep(60)
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", blocked], cwd=ROOT, capture_output=True, timeout=20, check=False
    )
    assert done.returncode == exits.FAIL_STOP
    assert b"no progress" in done.stdout + done.stderr
