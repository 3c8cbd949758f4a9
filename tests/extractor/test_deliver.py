"""What articles tell reaches the reports topic, or is put aside with its bytes."""

from dataclasses import dataclass, field

import pytest
from aiokafka import ConsumerRecord

from schemas.partitioning import partition_of
from schemas.refusal import Refusal
from schemas.report import Correction, Report, read_told
from schemas.topics import ARTICLES, REFUSED, REPORTS, Topic
from services.extractor.deliver import Sender
from services.runtime import exits
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.settings import Settings
from tests.factories import article
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings


@dataclass
class Message:
    """An article as Faust hands it over."""

    value: bytes
    offset: int = 0
    partition: int = 1
    key: bytes = b"a1"
    topic: str = ARTICLES.name
    headers: list[tuple[str, bytes]] = field(default_factory=list)


@pytest.fixture
def settings(kafka: KafkaBroker, topic_prefix: str) -> Settings:
    return stream_settings(kafka.bootstrap_servers, topic_prefix)


async def sent(settings: Settings, *messages: Message) -> None:
    """Let a sender of its own forward the messages."""
    sender = Sender(settings)
    await sender.forward(messages)
    await sender.stop()


async def on(settings: Settings, topic: Topic) -> list[ConsumerRecord]:
    """Return the records of a topic."""
    partitions = partitions_of(settings.topic(topic.name), settings.partitions)
    async with reader(settings, partitions) as consumer:
        return [record async for record in read_to_end(consumer, partitions)]


async def test_a_report_goes_to_the_partition_of_its_pair(settings: Settings) -> None:
    trace = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    await sent(settings, Message(article().to_bytes(), headers=[("traceparent", trace)]))

    (record,) = await on(settings, REPORTS)
    told = read_told(record.value)
    assert isinstance(told, Report)
    assert record.key == told.pair.encode() == b"KEN-VNM"
    assert record.partition == partition_of("KEN-VNM", settings.partitions)
    headers = dict(record.headers)
    assert headers["traceparent"] == trace
    assert headers["ce_type"] == b"entente.report.v1"


async def test_a_revision_is_told_to_every_partition_before_its_reports(
    settings: Settings,
) -> None:
    await sent(settings, Message(article(revision=2).to_bytes()))

    records = await on(settings, REPORTS)
    corrected = [r for r in records if isinstance(read_told(r.value), Correction)]
    assert {record.partition for record in corrected} == set(range(settings.partitions))
    (report,) = [r for r in records if r not in corrected]
    assert report.offset == 1, "the correction of its partition came first"


async def test_what_is_no_article_is_put_aside_and_the_others_go_on(settings: Settings) -> None:
    await sent(settings, Message(b"{broken", offset=7), Message(article().to_bytes(), offset=8))

    (refused,) = await on(settings, REFUSED)
    why = Refusal.from_headers(refused.headers)
    assert refused.value == b"{broken"
    assert (why.topic, why.partition, why.offset) == (ARTICLES.name, 1, 7)
    assert len(await on(settings, REPORTS)) == 1


async def test_an_article_that_tells_nothing_sends_nothing(settings: Settings) -> None:
    await sent(settings, Message(article(title="", body="It rained.").to_bytes()))

    assert await on(settings, REPORTS) == []
    assert await on(settings, REFUSED) == []


async def test_a_send_that_fails_ends_the_process(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ended(Exception):
        pass

    def end(_status: int) -> None:
        raise Ended

    monkeypatch.setattr(exits.os, "_exit", end)
    nowhere = settings.model_copy(update={"bootstrap_servers": "127.0.0.1:1"})
    sender = Sender(nowhere)
    with pytest.raises(Ended):
        await sender.forward([Message(article().to_bytes())])
    await sender.stop()
