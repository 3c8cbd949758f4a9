"""`entente up`: all services on a real broker, kept running."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.cli.up import commands, up
from services.runtime.settings import Settings
from services.watch.follow import following
from tests.factories import article
from tests.kafka.broker import KafkaBroker

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

UP = [sys.executable, "-P", "-m", "services", "up"]


def within(seconds: float, condition: Callable[[], object], log: Path) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, log.read_text()[-3000:]
        time.sleep(0.1)


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def children_of(pid: int) -> dict[str, int]:
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    words = {pid: Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in pids}
    return {told[4]: int(pid) for pid, told in words.items() if len(told) > 4}


@contextmanager
def running(
    log: Path, environment: dict[str, str], *words: str
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as told:
        process = subprocess.Popen(
            [*UP, *words], env={**os.environ, **environment}, cwd=log.parent, stderr=told
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def environment(kafka: KafkaBroker, topic_prefix: str, tmp_path: Path) -> dict[str, str]:
    return {
        "ENTENTE_BOOTSTRAP_SERVERS": kafka.bootstrap_servers,
        "ENTENTE_TOPIC_PREFIX": topic_prefix,
        "ENTENTE_PARTITIONS": "3",
        "ENTENTE_ARTICLE_PARTITIONS": "2",
        "ENTENTE_STATE_DIR": str(tmp_path / "state"),
    }


def settings_of(environment: dict[str, str]) -> Settings:
    return Settings.model_validate(
        {name.removeprefix("ENTENTE_").lower(): value for name, value in environment.items()}
    )


@linux
async def test_an_article_becomes_a_count_and_a_killed_worker_is_replaced(
    environment: dict[str, str], tmp_path: Path
) -> None:
    wires, log = tmp_path / "my wires", tmp_path / "log"
    wires.mkdir()
    with running(log, environment, str(wires)) as process:
        within(30, lambda: len(children_of(process.pid)) == 3, log)
        before = children_of(process.pid)
        os.kill(before["aggregator"], signal.SIGKILL)
        killed = {None, before["aggregator"]}
        within(30, lambda: children_of(process.pid).get("aggregator") not in killed, log)
        (wires / "one.jsonl").write_bytes(article().to_bytes() + b"\n")
        async with following(settings_of(environment)) as topic:
            end = time.monotonic() + 90
            while not topic.table.rows:
                await topic.more()
                assert time.monotonic() < end, log.read_text()[-3000:]
        last = list(children_of(process.pid).values())
    assert process.returncode == 0
    assert [pid for pid in last if is_running(pid)] == []
    assert "aggregator ended by SIGKILL, starts again in 0.5 s" in log.read_text()
    assert "Traceback" not in log.read_text()


def test_while_kafka_is_away_it_waits_and_says_so_once(tmp_path: Path) -> None:
    away = {"ENTENTE_BOOTSTRAP_SERVERS": "127.0.0.1:1", "ENTENTE_STATE_DIR": str(tmp_path)}
    log = tmp_path / "log"
    with running(log, away) as process:
        within(20, lambda: "waiting for it" in log.read_text(), log)
        time.sleep(2)
        assert process.poll() is None
    assert process.returncode == 0
    assert [json.loads(line)["event"] for line in log.read_text().splitlines()] == [
        "no Kafka answers at 127.0.0.1:1: waiting for it"
    ]


def test_a_second_one_with_the_same_state_folder_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    away = {"ENTENTE_BOOTSTRAP_SERVERS": "127.0.0.1:1", "ENTENTE_STATE_DIR": str(tmp_path)}
    for name, value in away.items():
        monkeypatch.setenv(name, value)
    with running(tmp_path / "log", away):
        within(20, (tmp_path / "up.lock").exists, tmp_path / "log")
        time.sleep(0.5)
        assert up() == 1
    assert capsys.readouterr().err == (f"entente: already up with the state folder {tmp_path}\n")


def test_a_folder_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert up(tmp_path / "none") == 2
    assert "is no folder" in capsys.readouterr().err


def test_without_a_folder_there_is_no_producer(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    assert [one.name for one in commands(settings, None)] == ["extractor", "aggregator"]
    first = commands(settings, tmp_path)[0]
    assert first.words[-3:] == ("publish", "--follow", str(tmp_path))


def test_workers_keep_their_name_over_restarts_and_differ_by_state_folder(tmp_path: Path) -> None:
    def instance(state: Path, **changes: str) -> str:
        worker = commands(Settings(state_dir=state, **changes), None)[0]  # type: ignore[arg-type]
        assert worker.environment
        return worker.environment["ENTENTE_INSTANCE"]

    assert instance(tmp_path) == instance(tmp_path)
    assert instance(tmp_path) != instance(tmp_path / "other")
    assert instance(tmp_path, instance="mine") == "mine"
