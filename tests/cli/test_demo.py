"""`entente demo`: the whole stream, from articles to the table, and nothing left afterwards."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article
from services.cli import showing
from services.cli.demo import samples
from services.cli.memory import MemoryStream
from services.cli.showing import Showing, stretches
from services.runtime.articles import read_articles
from services.runtime.embedded import EmbeddedBroker
from services.runtime.supervisor import Command, GaveUp
from tests.factories import article

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

DEMO = [sys.executable, "-P", "-m", "services", "demo"]
# What a user who has a real stream may have set: none of it is for the demonstration.
ELSEWHERE = {
    "ENTENTE_BOOTSTRAP_SERVERS": "127.0.0.1:1",
    "ENTENTE_TOPIC_PREFIX": "real-",
    "ENTENTE_TRANSACTIONS": "true",
    "ENTENTE_INSTANCE": "worker-1",
    "ENTENTE_ARTICLE_PARTITIONS": "6",
}


def environment(state: Path) -> dict[str, str]:
    folder = str(state.parent if state.name == "state" else state)
    return {**os.environ, **ELSEWHERE, "ENTENTE_STATE_DIR": str(state), "TMPDIR": folder}


def replayed(paths: Iterable[Path]) -> list[bytes]:
    stream = MemoryStream(12)
    for path in paths:
        for one in read_articles(path.read_bytes().splitlines(), path.name):
            if isinstance(one, Article):
                stream.publish(one)
    return [row.to_bytes() for row in stream.counts()]


def children_of(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in told.split()]


def are_gone(pids: list[int], within: float = 5) -> bool:
    end = time.monotonic() + within
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def wait_for(path: Path, text: str, within: float = 60) -> None:
    end = time.monotonic() + within
    while text not in path.read_text():
        assert time.monotonic() < end, path.read_text()
        time.sleep(0.1)


def test_once_it_prints_the_rows_of_replay_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "services").mkdir()  # not the project's
    done = subprocess.run(
        [*DEMO, "--once", "--json"],
        cwd=folder,
        env=environment(tmp_path / "state"),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == replayed(samples())
    assert b"in memory, 5 MiB a partition, no transactions" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "state").exists()


def test_lines_that_are_no_articles_are_named_and_the_others_counted(tmp_path: Path) -> None:
    file = tmp_path / "my wire.jsonl"
    good = samples()[0].read_bytes()
    file.write_bytes(b'{"title": 3}\n' + good.rstrip(b"\n"))
    done = subprocess.run(
        [*DEMO, "--once", file], env=environment(tmp_path), capture_output=True, timeout=120
    )
    assert done.returncode == 1
    assert f"{file}:1: title: should be a valid string\n".encode() in done.stderr
    assert len(done.stdout.splitlines()) == len(replayed([file]))


@linux
def test_interrupted_it_ends_all_of_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with out.open("wb") as lines, (tmp_path / "err").open("wb") as told:
        process = subprocess.Popen(
            [*DEMO, "--rate", "50"], env=environment(tmp_path), stdout=lines, stderr=told
        )
    try:
        wait_for(out, "events")
        children = children_of(process.pid)
        assert len(children) >= 4
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
    assert are_gone(children)
    assert "Traceback" not in (tmp_path / "err").read_text()


@linux
def test_killed_it_leaves_no_orphans(tmp_path: Path) -> None:
    with (tmp_path / "err").open("wb") as told:
        process = subprocess.Popen(
            DEMO, env=environment(tmp_path), stdout=subprocess.DEVNULL, stderr=told
        )
    wait_for(tmp_path / "err", "broker")
    while len(children := children_of(process.pid)) < len(("broker", "reader", "two", "workers")):
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert are_gone(children)


async def test_a_worker_that_keeps_ending_ends_it_with_its_last_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = showing.entente

    def entente(*words: str, **options: object) -> Command:
        dying = (sys.executable, "-c", "raise SystemExit('no lexicon')")
        return Command("extractor", dying) if words[0] == "extractor" else real(*words, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(showing, "entente", entente)
    monkeypatch.setattr("services.runtime.supervisor.FIRST_PAUSE", 0.05)
    with EmbeddedBroker() as broker:
        run = Showing(broker, tmp_path, once=True, rows=True, rate=None)
        with pytest.raises(GaveUp, match="extractor ended with status 1") as gave_up:
            async with asyncio.timeout(60):
                await run.run(samples())
    assert gave_up.value.lines == ("no lexicon",)


async def test_a_reader_that_ends_ends_it_with_its_status(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = showing.entente

    def entente(*words: str, **options: object) -> Command:
        ending = (sys.executable, "-c", "raise SystemExit(141)")
        return Command("watch", ending) if words[0] == "watch" else real(*words, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(showing, "entente", entente)
    with EmbeddedBroker() as broker:
        run = Showing(broker, tmp_path, once=False, rows=False, rate=1.0)
        async with asyncio.timeout(60):
            assert await run.run(samples()) == 141


def test_more_than_the_broker_can_hold_goes_in_a_stretch_at_a_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(showing, "AHEAD", 4000)
    file = tmp_path / "wire.jsonl"
    articles = [article(article_id=f"a{n}", url=None, title=f"{n}") for n in range(30)]
    file.write_bytes(b"\n".join(one.to_bytes() for one in articles))
    with EmbeddedBroker() as broker:
        run = Showing(broker, tmp_path, once=True, rows=True, rate=None)
        assert asyncio.run(run.run([file])) == 0
    out, err = capfd.readouterr()
    assert err.count(" published") > 1
    assert [line.encode() for line in out.splitlines()] == replayed([file])


def test_the_samples_are_there_in_the_order_of_their_names() -> None:
    assert samples() == sorted(samples())
    assert sum(len(path.read_bytes().splitlines()) for path in samples()) >= 40


@given(st.lists(st.binary(max_size=20)), st.integers(1, 60))
def test_stretches_hold_every_line_in_order_and_no_more_than_their_size(
    lines: list[bytes], size: int
) -> None:
    cut = list(stretches(lines, size))
    assert [line for stretch in cut for line in stretch] == lines
    assert all(len(stretch) == 1 or sum(map(len, stretch)) <= size for stretch in cut)
    assert [] not in cut
