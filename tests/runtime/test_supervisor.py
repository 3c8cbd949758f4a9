"""The supervisor: it starts again what ends, and leaves nothing running."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from services.runtime import supervisor
from services.runtime.supervisor import (
    Command,
    GaveUp,
    Supervisor,
    end,
    entente,
    lines_of,
    start,
    until_stopped,
)

FOREVER = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {FOREVER}"
# A start that is cancelled leaves asyncio's own object of the process, which was ended and waited
# for all the same, without its exit status: it complains when it is collected.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends orphans")


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Collect what a test leaves before the next one begins."""
    yield
    gc.collect()


def python(code: str, name: str = "worker") -> Command:
    return Command(name, (sys.executable, "-c", code))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def becomes(condition: object, within: float = 5) -> bool:
    assert callable(condition)
    stop = time.monotonic() + within
    while not condition():
        if time.monotonic() > stop:
            return False
        await asyncio.sleep(0.02)
    return True


class Ear:
    """Remembers what is written and told."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.told: list[str] = []

    def heard(self, name: str, line: str) -> None:
        self.lines.append((name, line))


@contextmanager
def quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor, "FIRST_PAUSE", 0.01)
        yield


def watched(*commands: Command, ear: Ear, **options: object) -> Supervisor:
    return Supervisor(commands, heard=ear.heard, told=ear.told.append, **options)  # type: ignore[arg-type]


async def test_what_ends_is_started_again_whatever_its_status() -> None:
    ear = Ear()
    commands = [python("raise SystemExit(75)", "stopped"), python("print('done')", "done")]
    with quick():
        task = asyncio.create_task(watched(*commands, ear=ear).run())
        both = {"stopped", "done"}
        assert await becomes(lambda: {t.split()[0] for t in ear.told if "again" in t} == both)
        assert await becomes(lambda: ear.lines.count(("done", "done")) > 1)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert any(told.startswith("stopped ended with status 75") for told in ear.told)


async def test_it_waits_twice_as_long_each_time_up_to_a_limit() -> None:
    ear = Ear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor, "FIRST_PAUSE", 0.01)
        patch.setattr(supervisor, "LONGEST_PAUSE", 0.03)
        with pytest.raises(GaveUp):
            await watched(python(""), ear=ear, limit=5).run()
    pauses = [told.rsplit(" in ", 1)[1] for told in ear.told]
    assert pauses == ["0.01 s", "0.02 s", "0.03 s", "0.03 s"]


async def test_after_a_healthy_time_earlier_ends_are_forgotten() -> None:
    ear = Ear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor, "FIRST_PAUSE", 0.01)
        patch.setattr(supervisor, "HEALTHY", 0.0)  # any run is a healthy one
        task = asyncio.create_task(watched(python(""), ear=ear, limit=2).run())
        assert await becomes(lambda: len(ear.told) >= 3)
        assert not task.done()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert {told.rsplit(" in ", 1)[1] for told in ear.told} == {"0.01 s"}


async def test_giving_up_names_the_command_its_status_and_its_last_lines() -> None:
    code = "import sys; [print(n) for n in range(50)]; sys.exit('no such broker')"
    ear = Ear()
    with quick(), pytest.raises(GaveUp, match="worker ended with status 1") as gave_up:
        await watched(python(code), python(FOREVER, "other"), ear=ear, limit=2).run()
    assert gave_up.value.lines[-1] == "no such broker"
    assert len(gave_up.value.lines) == supervisor.LAST_LINES


async def test_a_signal_that_ended_a_command_is_named() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(GaveUp, match="worker ended by SIGKILL"):
        await watched(python(code), ear=Ear(), limit=1).run()


async def test_cancelled_it_ends_all_even_what_does_not_want_to() -> None:
    ear = Ear()
    pids = [f"import os; print(os.getpid(), flush=True); {code}" for code in (FOREVER, STUBBORN)]
    commands = [python(code, f"w{number}") for number, code in enumerate(pids)]
    task = asyncio.create_task(watched(*commands, ear=ear, grace=0.3).run())
    assert await becomes(lambda: len([one for one in ear.lines if one[1] == "up"]) == 2)
    running = [int(line) for _, line in ear.lines if line.isdigit()]
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert [pid for pid in running if is_running(pid)] == []


async def test_a_command_that_cannot_be_started_ends_the_others() -> None:
    ear = Ear()
    missing = Command("missing", ("/no/such/program",))
    with pytest.raises(FileNotFoundError):
        await watched(python(FOREVER), missing, ear=ear).run()


async def test_what_a_child_has_started_ends_with_it() -> None:
    code = f"""
import subprocess, sys
quiet = subprocess.DEVNULL
print(subprocess.Popen([sys.executable, "-c", {FOREVER!r}], stdout=quiet).pid, flush=True)
{FOREVER}
"""
    process = await start(python(code), stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    grandchild = int(await process.stdout.readline())
    await end(process)
    assert await becomes(lambda: not is_running(grandchild))


@linux
def test_a_supervisor_that_is_killed_leaves_no_orphans() -> None:
    code = f"""
import asyncio
from {supervisor.__name__} import Command, Supervisor
code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
asyncio.run(Supervisor([Command("w", ({sys.executable!r}, "-c", code))]).run())
"""
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) as process:
        assert process.stderr
        child = int(process.stderr.readline())
        assert is_running(child)
        process.kill()
    assert asyncio.run(becomes(lambda: not is_running(child)))


async def test_an_interrupt_from_the_terminal_reaches_no_child() -> None:
    process = await start(python(FOREVER), stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    assert await process.stdout.readline() == b"up\n"
    assert os.getpgid(process.pid) != os.getpgid(0)
    await end(process)


@pytest.mark.parametrize("number", supervisor.ENDING)
async def test_a_signal_cancels_the_work_which_may_clean_up(number: signal.Signals) -> None:
    cleaned = []

    async def work() -> str:
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), number)
        try:
            await asyncio.sleep(10)
        finally:
            cleaned.append(number)
        return "done"

    assert await until_stopped(work()) is None
    assert cleaned == [number]


async def test_work_that_is_done_is_not_stopped() -> None:
    async def work() -> str:
        return "done"

    assert await until_stopped(work()) == "done"


async def test_cancelled_from_outside_is_not_stopped() -> None:
    task = asyncio.create_task(until_stopped(asyncio.sleep(10)))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_lines_are_whole_however_long_and_whatever_they_hold() -> None:
    stream = asyncio.StreamReader()
    for piece in (b"a" * 200_000, b"b\n\n", b"\xff half", b" line"):
        stream.feed_data(piece)
    stream.feed_eof()
    lines = [line async for line in lines_of(stream)]
    assert lines == ["a" * 200_000 + "b", "", "\\xff half line"]


def test_a_command_of_the_project_runs_anywhere(tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "__main__.py").write_text("raise SystemExit('the wrong one')")
    command = entente("settings", environment={**os.environ, "ENTENTE_PARTITIONS": "7"})
    done = subprocess.run(
        command.words, cwd=tmp_path, env=command.environment, capture_output=True, check=True
    )
    assert command.name == "settings"
    assert b"ENTENTE_PARTITIONS=7" in done.stdout
