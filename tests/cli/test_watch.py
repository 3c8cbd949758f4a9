"""`entente watch`: the counts of a topic, once or as they change."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from schemas.count import Count
from schemas.topics import COUNTS
from schemas.vocabulary import Sector
from services.cli.watch import watch
from services.runtime.embedded import EmbeddedBroker
from services.runtime.kafka import producer
from tests.factories import count

ROWS = (count(), count(sector=Sector.ENERGY, events=2), count(pair="AZE-CHN"))
WATCH = [sys.executable, "-m", "services", "watch"]


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker(partitions=2) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


async def tell(broker: EmbeddedBroker, *rows: Count) -> None:
    async with producer(broker.settings) as out:
        for one in rows:
            key = f"{one.pair}|{one.sector}".encode()
            await out.send_and_wait(COUNTS.name, one.to_bytes(), key=key)


def begun(*options: str) -> subprocess.Popen[str]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*WATCH, *options], text=True, **pipes)  # type: ignore[call-overload,no-any-return]


def looked(*options: str) -> subprocess.CompletedProcess[str]:
    command = [*WATCH, "--once", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True)


async def test_once_shows_every_cell_and_ends(broker: EmbeddedBroker) -> None:
    await tell(broker, *ROWS)
    done = looked()
    shown = [text.split()[:4] for text in done.stdout.splitlines()]
    assert shown == [
        ["AZE-CHN", "trade", "events", "1"],
        ["KEN-VNM", "energy", "events", "2"],
        ["KEN-VNM", "trade", "events", "1"],
    ]
    assert done.stderr == ""


async def test_json_is_what_stands_on_the_topic_by_key(broker: EmbeddedBroker) -> None:
    await tell(broker, *ROWS)
    done = looked("--json")
    wanted = sorted(ROWS, key=lambda one: f"{one.pair}|{one.sector}")
    assert done.stdout.splitlines() == [one.to_bytes().decode() for one in wanted]


async def test_changes_are_told_as_they_come_until_it_is_interrupted(
    broker: EmbeddedBroker,
) -> None:
    with begun("--json") as watching:
        assert watching.stdout
        assert watching.stderr
        await tell(broker, count())
        assert watching.stdout.readline() == count().to_bytes().decode() + "\n"
        later = count(events=2, offset=30)
        await tell(broker, later)
        assert watching.stdout.readline() == later.to_bytes().decode() + "\n"
        watching.send_signal(2)
        assert watching.wait(10) == 0
        assert watching.stderr.read() == ""


async def test_until_its_input_ends_it_notes_and_then_shows_all(broker: EmbeddedBroker) -> None:
    with begun("--once", "--until-eof") as watching:
        assert watching.stdin
        assert watching.stdout
        assert watching.stderr
        watching.stdin.write("one article is in\n")
        watching.stdin.flush()
        assert watching.stderr.readline() == "one article is in\n"
        await tell(broker, *ROWS)
        watching.stdin.close()
        assert len(watching.stdout.read().splitlines()) == len(ROWS)
        assert watching.wait(10) == 0


def test_a_broker_that_is_away_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTENTE_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    assert watch(once=True) == 75
    assert capsys.readouterr().err == "entente: no Kafka answers at 127.0.0.1:1\n"


def test_topics_of_another_shape_are_one_line(
    broker: EmbeddedBroker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTENTE_PARTITIONS", "3")
    assert broker.settings.partitions == 2
    assert watch(once=True) == 1
    assert capsys.readouterr().err == (
        "entente: cooperation.counts.v1 has 2 partitions, not 3: see `entente topics`\n"
    )
