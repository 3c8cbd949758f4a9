"""The topic of refusals is read to its end, on a real broker."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiokafka.errors import KafkaConnectionError

from schemas.topics import ARTICLES, REFUSED, REPORTS
from services.refusals import topic as at_work
from services.refusals.history import Mark
from services.refusals.notebook import notebook
from services.refusals.refused import Place, Refused
from services.refusals.topic import RefusedTopic, Unusable, patiently, sizes
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings
from tests.refusals.desk import put, refuse


@pytest.fixture
async def settings(kafka: KafkaBroker, topic_prefix: str) -> Settings:
    """Give a stream with a refusal, a note, a foreign record and another refusal."""
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    await refuse(settings, ARTICLES, b"one", at=1)
    async with notebook(settings) as notes:
        await notes.note({1: Mark(step="sent", offsets=(0,))})
    await put(settings, REFUSED, b"foreign", partition=1)
    await refuse(settings, REPORTS, b"two", at=1)
    return settings


@pytest.fixture
def refused(settings: Settings) -> RefusedTopic:
    return RefusedTopic(settings, settings.article_partitions)


async def test_notes_are_passed_over_and_foreign_records_named(refused: RefusedTopic) -> None:
    found = [one async for one in refused.refusals()]

    values = [one.value if isinstance(one, Refused) else one for one in found]
    assert values == [b"one", Place(1, 3), b"two"]  # a transaction's marker takes offset 2


async def test_notes_tell_what_is_back(refused: RefusedTopic) -> None:
    history = await refused.history()

    assert history.is_back(Place(1, 0))
    assert not history.is_back(Place(1, 4))


async def test_one_is_found_at_its_place(refused: RefusedTopic) -> None:
    found = await refused.at(Place(1, 4))

    assert found is not None
    assert found.value == b"two"


@pytest.mark.parametrize("place", ["1:1", "1:2", "1:3", "1:5", "1:999", "0:0", "4:0"])
async def test_where_no_refusal_is_none_is_found(refused: RefusedTopic, place: str) -> None:
    assert await refused.at(Place.parse(place)) is None


async def test_a_topic_has_the_partitions_that_the_broker_says(settings: Settings) -> None:
    other = settings.model_copy(update={"article_partitions": 9})

    assert await sizes(other, REFUSED) == {settings.topic(REFUSED.name): 4}


async def test_a_topic_that_is_missing_is_named(kafka: KafkaBroker, topic_prefix: str) -> None:
    nowhere = Settings(bootstrap_servers=kafka.bootstrap_servers, topic_prefix=topic_prefix)

    with pytest.raises(Unusable, match=rf"{topic_prefix}refused.v1 is missing"):
        await sizes(nowhere, REFUSED)


async def test_a_broker_that_is_away_is_told_apart_from_a_missing_topic() -> None:
    with pytest.raises(KafkaConnectionError):
        await sizes(Settings(bootstrap_servers="127.0.0.1:1"), REFUSED)


async def test_a_broker_that_falls_silent_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def silent() -> AsyncIterator[int]:
        yield 1
        await asyncio.Event().wait()

    monkeypatch.setattr(at_work, "PATIENCE", 0.1)
    records = patiently(silent())
    assert await anext(records) == 1
    with pytest.raises(TimeoutError):
        await anext(records)
