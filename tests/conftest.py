"""What every test may ask for: a real Kafka, and a name of its own on it."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.kafka.broker import KafkaBroker
from tests.kafka.jars import LEAST_JAVA, missing

# A machine under load is slow, and CI must find today what it found yesterday.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("house")

_BROKERS = {"kafka", "own_kafka"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a broker, so that `-m "not kafka"` leaves all of it out."""
    for item in items:
        if _BROKERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("kafka")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what needs Kafka where it cannot run, in one line; in CI that is a failure."""
    if item.get_closest_marker("kafka") is None or (lack := missing()) is None:
        return
    reason = f"real Kafka needs Java {LEAST_JAVA} or newer and Maven: {lack} on this machine"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBroker]:
    """Give the broker that all tests share: one that kills it must start it again."""
    with KafkaBroker(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[KafkaBroker]:
    """Give a broker that no other test sees."""
    with KafkaBroker(tmp_path / "kafka") as broker:
        yield broker


@pytest.fixture
def topic_prefix() -> str:
    """Give a prefix for topics, groups and transactions that no other test uses."""
    return f"t{uuid.uuid4().hex[:8]}-"
