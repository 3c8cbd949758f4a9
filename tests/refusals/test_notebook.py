"""Notes are written by one redrive at a time, on a real broker."""

import time

import pytest
from aiokafka import ConsumerRecord

from schemas.topics import REFUSED
from services.refusals.history import Mark, is_mark
from services.refusals.notebook import Overtaken, notebook
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings
from tests.refusals.desk import on

MARK = Mark(step="sent", offsets=(4, 5))


@pytest.fixture
def settings(kafka: KafkaBroker, topic_prefix: str) -> Settings:
    return stream_settings(kafka.bootstrap_servers, topic_prefix)


async def test_a_note_stands_in_the_partition_of_its_refusals(settings: Settings) -> None:
    async with notebook(settings) as notes:
        await notes.note({1: MARK, 3: Mark(step="sent", offsets=())})

    found: list[ConsumerRecord] = await on(settings, REFUSED)
    assert [record.partition for record in found] == [1, 3]
    assert all(is_mark(record) for record in found)
    assert Mark.from_bytes(found[0].value) == MARK


async def test_without_transactions_notes_are_written_as_well(settings: Settings) -> None:
    async with notebook(settings.model_copy(update={"transactions": False})) as notes:
        await notes.note({1: MARK})

    assert len(await on(settings, REFUSED)) == 1


async def test_another_redrive_shuts_the_first_out(settings: Settings) -> None:
    async with notebook(settings) as first, notebook(settings) as second:
        await second.note({0: Mark(step="sent", offsets=())})
        with pytest.raises(Overtaken):
            await first.note({0: Mark(step="sent", offsets=())})


async def test_it_is_closed_in_time_when_the_broker_is_gone(
    own_kafka: KafkaBroker, topic_prefix: str
) -> None:
    settings = stream_settings(own_kafka.bootstrap_servers, topic_prefix)
    async with notebook(settings):
        own_kafka.kill()
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
