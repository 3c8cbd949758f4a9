"""The Faust apps of the house."""

from pathlib import Path

import pytest
from faust.types import TP

from schemas.topics import REPORTS
from services.aggregator.agent import PLAN
from services.runtime.settings import Settings
from services.runtime.stream import LedgerApp, WorkerApp
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import Worker, running, stream_settings


@pytest.fixture
def app() -> WorkerApp:
    return WorkerApp("extractor", REPORTS, Settings(topic_prefix="x.", instance="a"))


def test_what_faust_offers_beyond_delivery_is_off(app: WorkerApp) -> None:
    conf = app.conf

    assert (conf.web_enabled, conf.topic_allow_declare, conf.topic_disable_leader) == (
        False,
        False,
        True,
    )
    assert conf.processing_guarantee.value == "at_least_once"


def test_an_app_is_named_after_its_stream_and_service(app: WorkerApp) -> None:
    assert (app.conf.id, app.source_name) == ("x.entente-extractor", "x.cooperation.reports.v1")
    assert app.conf.consumer_group_instance_id == "a"


def test_every_broker_is_known() -> None:
    app = WorkerApp("extractor", REPORTS, Settings(bootstrap_servers="a:1, b:2"))

    assert [str(url) for url in app.conf.broker] == ["kafka://a:1", "kafka://b:2"]


def test_a_partition_of_a_ledger_may_not_be_worked_on_before_it_is_read() -> None:
    app = LedgerApp(PLAN, Settings())

    assert app.position(TP(app.source_name, 0)) is None


async def test_a_worker_without_its_topics_says_so_and_ends(
    kafka: KafkaBroker, topic_prefix: str, tmp_path: Path
) -> None:
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    elsewhere = settings.model_copy(update={"topic_prefix": "nowhere-"})
    worker = Worker("aggregator", elsewhere, tmp_path / "log")
    with running(worker):
        assert worker.process is not None
        assert worker.process.wait(30) == 75
    assert "nowhere-cooperation.reports.v1 is missing" in worker.log()


async def test_a_worker_with_other_partitions_says_so_and_ends(
    kafka: KafkaBroker, topic_prefix: str, tmp_path: Path
) -> None:
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    worker = Worker("aggregator", settings.model_copy(update={"partitions": 9}), tmp_path / "log")
    with running(worker):
        assert worker.process is not None
        assert worker.process.wait(30) == 75
    assert "has 4 partitions, not 9" in worker.log()
