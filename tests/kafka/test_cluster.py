from pathlib import Path

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from tests.kafka.broker import answers
from tests.kafka.cluster import Cluster
from tests.kafka.jars import missing

pytestmark = pytest.mark.kafka


def test_three_brokers_go_on_without_one(tmp_path: Path) -> None:
    assert missing() is None
    with Cluster(tmp_path) as cluster:
        servers: dict[str, str | int | float | bool] = {
            "bootstrap.servers": cluster.bootstrap_servers
        }
        admin = AdminClient(servers)
        admin.create_topics([NewTopic("words", 1, 3)])["words"].result(30)
        cluster.brokers[1].kill()
        producer = Producer({**servers, "acks": "all"})
        producer.produce("words", b"still")
        assert producer.flush(40) == 0
        reader = Consumer({**servers, "group.id": "none"})
        reader.assign([TopicPartition("words", 0, 0)])
        (record,) = reader.consume(1, timeout=40)
        assert record.value() == b"still"
        reader.close()
    assert not any(answers(broker.bootstrap_servers) for broker in cluster.brokers.values())


def test_a_door_sends_its_clients_to_the_port_that_is_told(tmp_path: Path) -> None:
    with Cluster(tmp_path, 1, doors=("A", "B")) as cluster:
        for name in "AB":
            (door,) = cluster.door(name)
            known = AdminClient({"bootstrap.servers": f"127.0.0.1:{door.port}"})
            (broker,) = known.list_topics(timeout=10).brokers.values()
            assert broker.port == door.told
        assert cluster.door("C") == []


def test_two_of_three_must_have_a_record(tmp_path: Path) -> None:
    settings = (Cluster(tmp_path).brokers[2].folder / "server.properties").read_text()
    assert "min.insync.replicas=2\n" in settings
    assert "node.id=2\n" in settings
    assert "offsets.topic.replication.factor=3\n" in settings
    alone = (Cluster(tmp_path, 1).brokers[1].folder / "server.properties").read_text()
    assert "min.insync.replicas=1\n" in alone
