"""`entente topics`: what is said of the topics of a broker."""

import pytest

from schemas.topics import TOPICS
from services.cli.topics import create, describe, diff
from tests.kafka.broker import KafkaBroker


@pytest.fixture
def _on_kafka(kafka: KafkaBroker, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_BOOTSTRAP_SERVERS", kafka.bootstrap_servers)
    monkeypatch.setenv("ENTENTE_TOPIC_PREFIX", topic_prefix)
    monkeypatch.setenv("ENTENTE_PARTITIONS", "2")


@pytest.mark.usefixtures("_on_kafka")
def test_create_names_what_it_has_made_and_a_second_time_nothing(
    capsys: pytest.CaptureFixture[str], topic_prefix: str
) -> None:
    create()
    made = capsys.readouterr().out.splitlines()
    assert sorted(made) == sorted(f"created {topic_prefix}{topic.name}" for topic in TOPICS)
    create()
    assert capsys.readouterr().out == "every topic is there\n"


@pytest.mark.usefixtures("_on_kafka")
def test_create_tells_what_is_there_and_not_as_it_should_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    create()
    capsys.readouterr()
    monkeypatch.setenv("ENTENTE_PARTITIONS", "3")
    create()
    assert "partitions 2, should be 3" in capsys.readouterr().out


@pytest.mark.usefixtures("_on_kafka")
def test_diff_ends_with_1_until_all_is_as_it_should_be(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert diff() == 1
    assert len(capsys.readouterr().out.splitlines()) == len(TOPICS)
    create()
    capsys.readouterr()
    assert diff() == 0
    assert capsys.readouterr().out == "every topic is as it should be\n"


@pytest.mark.usefixtures("_on_kafka")
def test_describe_shows_partitions_retention_and_parties(
    capsys: pytest.CaptureFixture[str], topic_prefix: str
) -> None:
    describe()
    assert capsys.readouterr().out.count(" missing ") == len(TOPICS)
    create()
    capsys.readouterr()
    describe()
    lines = {text.split()[0]: text.split() for text in capsys.readouterr().out.splitlines()}
    reports = lines[f"{topic_prefix}cooperation.reports.v1"]
    assert reports[1:6] == ["2", "1", "90", "days", "extractor"]
    assert "newest" in lines[f"{topic_prefix}cooperation.counts.v1"]


@pytest.mark.parametrize("command", [create, describe, diff])
def test_a_broker_that_is_away_is_one_line_and_exit_75(
    command: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTENTE_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    monkeypatch.setattr("services.runtime.admin.Topics.__init__.__defaults__", (0.5,))
    assert callable(command)
    with pytest.raises(SystemExit, match="75"):
        command()
    assert capsys.readouterr().err == "entente: no Kafka answers at 127.0.0.1:1\n"
