"""The embedded broker: it starts fast, keeps to itself and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.topics import ARTICLES, REPORTS, TOPICS
from services.runtime import embedded
from services.runtime.embedded import EmbeddedBroker, NoBroker
from services.runtime.kafka import producer, topic_faults

MODULE = [sys.executable, "-P", "-m", "services.runtime.embedded"]


@pytest.fixture
def broker() -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker(partitions=5) as running:
        yield running


def is_gone(pid: int, within: float = 5) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        # a child of nobody is reaped by the first process; until then it is a zombie
        if Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


async def test_every_topic_is_there_with_its_partitions(broker: EmbeddedBroker) -> None:
    assert await topic_faults(broker.settings) == []
    async with producer(broker.settings) as out:
        sizes = {topic.name: len(await out.partitions_for(topic.name)) for topic in TOPICS}
    assert sizes == {topic.name: 5 if topic.by_pair else 1 for topic in TOPICS}


async def test_articles_keep_their_order(broker: EmbeddedBroker) -> None:
    async with producer(broker.settings) as out:
        sent = [await out.send(ARTICLES.name, b"%d" % number) for number in range(50)]
        assert [(await one).partition for one in sent] == [0] * 50
    async with AIOKafkaConsumer(bootstrap_servers=broker.bootstrap_servers) as consumer:
        place = TopicPartition(ARTICLES.name, 0)
        consumer.assign([place])
        await consumer.seek_to_beginning(place)
        values = [(await consumer.getone()).value for _ in range(50)]
    assert values == [b"%d" % number for number in range(50)]


async def test_a_group_begins_at_once(broker: EmbeddedBroker) -> None:
    consumer = AIOKafkaConsumer(
        REPORTS.name, group_id="g", bootstrap_servers=broker.bootstrap_servers
    )
    started = time.monotonic()
    async with consumer:
        assert len(consumer.assignment()) == 5
        assert time.monotonic() - started < 2


def test_its_clients_are_told_what_it_cannot_do(broker: EmbeddedBroker) -> None:
    assert broker.environment["ENTENTE_BOOTSTRAP_SERVERS"] == broker.bootstrap_servers
    assert broker.settings.transactions is False
    assert (broker.settings.partitions, broker.settings.article_partitions) == (5, 1)


def test_topics_have_the_prefix_they_are_given() -> None:
    with EmbeddedBroker(topic_prefix="mine-") as broker:
        told = subprocess.run(
            [sys.executable, "-c", _LIST, broker.bootstrap_servers],
            capture_output=True,
            text=True,
            check=True,
        )
    assert set(told.stdout.split()) == {f"mine-{topic.name}" for topic in TOPICS}


_LIST = """
import sys
from confluent_kafka.admin import AdminClient
broker = AdminClient({"bootstrap.servers": sys.argv[1], "log_level": 0})
print(*broker.list_topics(timeout=5).topics)
"""


def test_two_brokers_are_two() -> None:
    with EmbeddedBroker() as one, EmbeddedBroker() as other:
        assert one.bootstrap_servers != other.bootstrap_servers


def test_it_says_its_address_and_nothing_else() -> None:
    done = subprocess.run(MODULE, input="", capture_output=True, text=True, check=True, timeout=10)
    assert done.stdout.startswith("127.0.0.1:")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(how: signal.Signals) -> None:
    with subprocess.Popen(
        MODULE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.send_signal(how)
        process.wait(5)
        assert process.stderr
        assert process.stderr.read() == ""


def test_an_owner_that_is_killed_leaves_no_broker_behind() -> None:
    owner = f"""
import time
from {embedded.__name__} import EmbeddedBroker
with EmbeddedBroker() as broker:
    print(broker._process.pid, flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", owner], stdout=subprocess.PIPE) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        assert not is_gone(pid, within=0.2)
        process.kill()
    assert is_gone(pid)


def test_the_end_of_the_block_is_the_end_of_the_broker() -> None:
    with EmbeddedBroker() as broker:
        assert broker._process
        pid = broker._process.pid
    assert is_gone(pid, within=0.1)


def test_a_folder_called_services_is_not_taken_for_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "__init__.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    with EmbeddedBroker() as broker:
        assert broker.bootstrap_servers


def test_without_its_library_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_places", lambda: iter(["/no/such/librdkafka.so"]))
    with pytest.raises(SystemExit, match="needs librdkafka, which confluent-kafka ships"):
        embedded.main()


def test_why_it_did_not_start_is_told_to_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.sys, "executable", "/bin/ls")
    with pytest.raises(NoBroker, match="invalid option"):
        EmbeddedBroker().__enter__()


def test_the_library_is_looked_for_in_the_wheel_first() -> None:
    first = next(embedded._places())
    assert "librdkafka" in Path(first).name
    assert Path(first).is_absolute()
