"""What the producer's tests ask for: an embedded broker, and settings of their own on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.runtime.embedded import EmbeddedBroker
from services.runtime.settings import Settings


@pytest.fixture(scope="session")
def embedded() -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker() as broker:
        yield broker


@pytest.fixture
def settings(embedded: EmbeddedBroker, topic_prefix: str, tmp_path: Path) -> Settings:
    return embedded.settings.model_copy(
        update={
            "topic_prefix": topic_prefix,
            "article_partitions": 4,  # what the embedded broker gives a topic it did not know
            "state_dir": tmp_path / "state",
        }
    )
