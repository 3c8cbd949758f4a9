import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError, KafkaError, MessageSizeTooLargeError

from schemas.article import Article
from services.producer import publish
from services.producer.intake import Outgoing, take_in
from services.producer.publish import Delivery, Publisher
from services.producer.source import Refused
from services.producer.waiting import Unreachable, Waiting
from services.runtime.settings import Settings
from tests.factories import article
from tests.producer.wires import records


def outgoing(*names: str) -> list[Outgoing]:
    articles = [article(article_id=name) for name in names]
    return take_in(articles, {}, datetime.now(UTC)).outgoing


def names(delivery: Delivery) -> list[str]:
    return [one.article_id for one in delivery.acknowledged]


async def deliver(settings: Settings, waiting: Waiting, sent: list[Outgoing]) -> Delivery:
    publisher, delivery = Publisher(settings, waiting), Delivery()
    try:
        await publisher.publish(sent, delivery)
    finally:
        await publisher.close()
    return delivery


async def test_records_have_their_key_and_headers(settings: Settings) -> None:
    sent = outgoing("a1", "ü2")
    delivery = await deliver(settings, Waiting(asyncio.Event()), sent)
    assert delivery.acknowledged == sent
    found = {record.key.decode(): record for record in await records(settings)}
    assert found.keys() == {"a1", "ü2"}
    record = found["ü2"]
    assert record.value == sent[1].value
    headers = dict(record.headers)
    assert headers["ce_id"] == "ü2@1".encode()
    assert headers["ce_type"] == b"entente.article.v1"
    assert headers["ce_source"] == b"/entente/producer"
    assert len(headers["traceparent"]) == 55
    assert headers["traceparent"] != dict(found["a1"].headers)["traceparent"]


async def test_revisions_of_an_article_keep_their_order(settings: Settings) -> None:
    articles = [article(article_id=f"a{n % 7}", title=str(n)) for n in range(700)]
    sent = take_in(articles, {}, datetime.now(UTC)).outgoing
    await deliver(settings, Waiting(asyncio.Event()), sent)
    last: dict[str, int] = {}
    for record in await records(settings):
        found = Article.from_bytes(record.value)
        assert found.revision == last.get(found.article_id, 0) + 1
        last[found.article_id] = found.revision
    assert set(last.values()) == {100}


async def test_a_broker_that_is_not_there_ends_patience(settings: Settings) -> None:
    nowhere = settings.model_copy(update={"bootstrap_servers": "127.0.0.1:9"})
    said: list[str] = []
    with pytest.raises(Unreachable, match="Unable to bootstrap"):
        await deliver(nowhere, Waiting(asyncio.Event(), 0.5, said.append), outgoing("a1"))
    assert len(said) == 1


async def test_a_stop_ends_the_wait_for_a_broker(settings: Settings) -> None:
    nowhere = settings.model_copy(update={"bootstrap_servers": "127.0.0.1:9"})
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.3, stop.set)
    begun = time.monotonic()
    delivery = await deliver(nowhere, Waiting(stop), outgoing("a1"))
    assert delivery == Delivery()
    assert time.monotonic() - begun < 3


class FakeProducer:
    """A producer that does to each record what `fate` says: an error to raise, or None."""

    def __init__(self, fate: Callable[[str, "FakeProducer"], Exception | None]) -> None:
        self._fate = fate
        self.keys: list[str] = []
        self.closed = False

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        self.closed = True

    async def send(self, topic: str, *, key: bytes, **record: Any) -> asyncio.Future[None]:
        assert topic.endswith("wire.articles.v1")
        assert record["value"]
        self.keys.append(key.decode())
        future = asyncio.get_running_loop().create_future()
        if error := self._fate(key.decode(), self):
            future.set_exception(error)
        else:
            future.set_result(None)
        return future


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[FakeProducer]]:
    def install(
        fate: Callable[[str, FakeProducer], Exception | None], failing: int = 0
    ) -> list[FakeProducer]:
        made: list[FakeProducer] = []
        starts = iter([KafkaConnectionError("refused")] * failing)

        class Starting(FakeProducer):
            async def start(self) -> None:
                if (error := next(starts, None)) is not None:
                    raise error

        def make(_: Settings) -> FakeProducer:
            made.append(Starting(fate))
            return made[-1]

        monkeypatch.setattr(publish, "producer", make)
        return made

    return install


def lucky(key: str, producer: FakeProducer) -> None:
    del key, producer


async def test_a_broker_that_comes_back_gets_everything_once(
    fake: Callable[..., list[FakeProducer]], settings: Settings
) -> None:
    made = fake(lucky, failing=2)
    delivery = await deliver(settings, Waiting(asyncio.Event()), outgoing("a1", "a2"))
    assert names(delivery) == ["a1", "a2"]
    assert [one.keys for one in made] == [[], [], ["a1", "a2"]]
    assert all(one.closed for one in made)


async def test_only_what_was_not_acknowledged_is_sent_again_by_another_producer(
    fake: Callable[..., list[FakeProducer]], settings: Settings
) -> None:
    def fate(key: str, producer: FakeProducer) -> Exception | None:
        return KafkaError("lost") if key != "a2" and producer is made[0] else None

    made = fake(fate)
    delivery = await deliver(settings, Waiting(asyncio.Event()), outgoing("a1", "a2", "a3"))
    assert names(delivery) == ["a2", "a1", "a3"]
    assert [one.keys for one in made] == [["a1", "a2", "a3"], ["a1", "a3"]]


async def test_a_record_the_topic_does_not_take_is_refused_and_those_with_it_are_not(
    fake: Callable[..., list[FakeProducer]], settings: Settings
) -> None:
    def fate(key: str, producer: FakeProducer) -> Exception | None:
        travelled_together = len(producer.keys) > 1
        return MessageSizeTooLargeError() if key == "big" or travelled_together else None

    fake(fate)
    delivery = await deliver(settings, Waiting(asyncio.Event()), outgoing("a1", "big", "a3"))
    assert names(delivery) == ["a1", "a3"]
    (refused,) = delivery.refused
    assert isinstance(refused, Refused)
    assert refused.name == "big"


async def test_what_was_acknowledged_before_patience_ended_is_known(
    fake: Callable[..., list[FakeProducer]], settings: Settings
) -> None:
    fake(lambda key, _: KafkaError("lost") if key == "a2" else None)
    publisher, delivery = Publisher(settings, Waiting(asyncio.Event(), 0.3)), Delivery()
    with pytest.raises(Unreachable, match="lost"):
        await publisher.publish(outgoing("a1", "a2"), delivery)
    assert names(delivery) == ["a1"]
    await publisher.close()


async def test_an_error_of_the_program_is_not_taken_for_an_outage(
    fake: Callable[..., list[FakeProducer]], settings: Settings
) -> None:
    def fate(key: str, producer: FakeProducer) -> Exception | None:
        del key, producer
        raise ZeroDivisionError

    fake(fate)
    with pytest.raises(ZeroDivisionError):
        await deliver(settings, Waiting(asyncio.Event(), 1), outgoing("a1"))
