import subprocess
import sys
import time
from pathlib import Path

import pytest
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from tests.kafka.broker import PORTS, KafkaBroker, answers, free_ports
from tests.kafka.jars import HERE, java_version, kafka_jars


def create(broker: KafkaBroker, topic: str) -> None:
    admin = AdminClient({"bootstrap.servers": broker.bootstrap_servers})
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result()


def write(broker: KafkaBroker, topic: str, value: bytes) -> None:
    producer = Producer({"bootstrap.servers": broker.bootstrap_servers, "acks": "all"})
    producer.produce(topic, value)
    assert producer.flush(20) == 0


def read(broker: KafkaBroker, topic: str, number: int) -> list[bytes]:
    consumer = Consumer(
        {
            "bootstrap.servers": broker.bootstrap_servers,
            "group.id": f"{topic}-reader",
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe([topic])
    values = [record.value() or b"" for record in consumer.consume(number, timeout=20)]
    consumer.close()
    return values


def test_what_is_written_can_be_read(kafka: KafkaBroker, topic_prefix: str) -> None:
    topic = topic_prefix + "words"
    create(kafka, topic)
    write(kafka, topic, b"one")
    assert read(kafka, topic, 1) == [b"one"]


def test_transactions_work(kafka: KafkaBroker, topic_prefix: str) -> None:
    topic = topic_prefix + "words"
    create(kafka, topic)
    producer = Producer(
        {"bootstrap.servers": kafka.bootstrap_servers, "transactional.id": topic_prefix}
    )
    producer.init_transactions(20)
    producer.begin_transaction()
    producer.produce(topic, b"all")
    producer.commit_transaction(20)
    assert read(kafka, topic, 1) == [b"all"]


def test_a_topic_that_nobody_created_is_an_error(kafka: KafkaBroker, topic_prefix: str) -> None:
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap_servers})
    admin.list_topics(topic_prefix + "misspelt", timeout=10)
    assert topic_prefix + "misspelt" not in admin.list_topics(timeout=10).topics


def test_a_killed_broker_comes_back_with_its_data(own_kafka: KafkaBroker) -> None:
    create(own_kafka, "words")
    write(own_kafka, "words", b"before")
    own_kafka.kill()
    assert not answers(own_kafka.bootstrap_servers)
    own_kafka.start()
    write(own_kafka, "words", b"after")
    assert read(own_kafka, "words", 2) == [b"before", b"after"]


def test_a_stopped_broker_is_gone(tmp_path: Path, kafka: KafkaBroker) -> None:
    with KafkaBroker(tmp_path / "broker") as other:
        assert other.bootstrap_servers != kafka.bootstrap_servers
        assert other.pid != kafka.pid
    other.stop()
    with pytest.raises(RuntimeError, match="not running"):
        other.kill()
    with pytest.raises(RuntimeError, match="not running"):
        _ = other.pid


def test_a_broker_that_cannot_start_says_why(tmp_path: Path, kafka: KafkaBroker) -> None:
    taken = KafkaBroker(tmp_path / "taken", port=kafka.port)
    with pytest.raises(RuntimeError, match=f"port {kafka.port} of 127.0.0.1 is taken"):
        taken.start()
    wrong = KafkaBroker(tmp_path / "wrong")
    (tmp_path / "wrong" / "server.properties").write_text("process.roles=none\n")
    with pytest.raises(RuntimeError, match=r"(?s)StorageTool failed.*\S"):
        wrong.start()


def test_the_jars_are_copied_once(kafka: KafkaBroker) -> None:
    assert kafka.pid
    started = time.monotonic()
    libs = kafka_jars()
    assert time.monotonic() - started < 1
    assert (libs / "pom.xml").read_bytes() == (HERE / "pom.xml").read_bytes()
    assert (libs / "kafka_2.13-4.3.1.jar").exists()


def test_a_broker_in_the_foreground_ends_when_told_to(tmp_path: Path, kafka: KafkaBroker) -> None:
    (port,) = free_ports(1)
    script = "import sys, pathlib; from tests.kafka.__main__ import main; "
    script += "main(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
    command = [sys.executable, "-c", script, str(tmp_path / "broker"), str(port)]
    process = subprocess.Popen(command, cwd=HERE.parents[1], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    assert process.stderr.readline() == f"Kafka listens on 127.0.0.1:{port}; Ctrl-C ends it\n"
    assert answers(f"127.0.0.1:{port}")
    process.terminate()
    assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 0
    assert not answers(f"127.0.0.1:{port}")
    assert answers(kafka.bootstrap_servers)


def test_free_ports_are_distinct_and_below_those_of_outgoing_connections() -> None:
    ports = free_ports(5)
    assert len(set(ports)) == 5
    assert all(port in PORTS for port in ports)


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_402"', 8),
        ('openjdk version "21" 2023-09-19', 21),
        ("command not found", 0),
    ],
)
def test_the_version_of_java_is_read(told: str, version: int) -> None:
    assert java_version(told) == version


SUITE = """
import pytest
@pytest.mark.kafka
@pytest.mark.parametrize("number", range(3))
def test_needs_a_broker(number): pass
def test_asks_for_one(kafka): pass
def test_needs_none(): pass
"""


@pytest.mark.parametrize(("ci", "outcome"), [("false", "skipped"), ("true", "error")])
def test_without_java_kafka_tests_are_left_out_and_fail_in_ci(
    tmp_path: Path, ci: str, outcome: str
) -> None:
    root = HERE.parents[1]
    suite = tmp_path / "test_suite.py"
    suite.write_text(SUITE)
    options = ["-q", "-ra", "-p", "no:cacheprovider", "-p", "tests.conftest"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", str(root / "pyproject.toml"), str(suite)],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={"PATH": str(tmp_path), "CI": ci},
    )
    last = done.stdout.splitlines()[-1]
    assert "1 passed" in last, done.stdout
    assert f"4 {outcome}" in last, done.stdout
    lines = [line for line in done.stdout.splitlines() if "no Java on this machine" in line]
    assert len(lines) == 1 if outcome == "skipped" else len(lines) >= 4
    assert done.returncode == (0 if outcome == "skipped" else 1)
