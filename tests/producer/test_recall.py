import asyncio
from collections.abc import Iterator

import pytest

from schemas.topics import ARTICLES
from services.producer.recall import Recall
from services.producer.revise import Told, content_of
from services.producer.seen import Seen
from services.producer.service import Producer, memory_of
from services.producer.waiting import Unreachable, Waiting
from services.runtime.kafka import producer
from services.runtime.settings import Settings
from tests.factories import article
from tests.producer.wires import Notes


@pytest.fixture
def seen(settings: Settings) -> Iterator[Seen]:
    seen = Seen(memory_of(settings))
    yield seen
    seen.close()


@pytest.fixture
def waiting() -> Waiting:
    return Waiting(asyncio.Event(), 10)


async def test_a_topic_that_is_not_there_has_nothing_to_tell(
    settings: Settings, seen: Seen, waiting: Waiting
) -> None:
    recall = Recall(settings, seen, waiting)
    await recall.run()
    assert recall.number == 0
    assert seen.empty


async def test_what_was_published_is_known_again(
    settings: Settings, seen: Seen, waiting: Waiting
) -> None:
    told = [article(title="A"), article(title="B"), article(article_id="a2", revision=5)]
    before = Seen(settings.state_dir / "before.sqlite")
    await Producer(settings, before, waiting, Notes()).run(told)
    known = before.known(["a1", "a2"])
    before.close()
    recall = Recall(settings, seen, waiting)
    await recall.run()
    assert recall.number == 3
    assert seen.known(["a1", "a2"]) == known
    assert known["a1"] == {
        1: Told(content_of(told[0]), True),
        2: Told(content_of(told[1]), True),
    }
    assert known["a2"] == {5: Told(content_of(told[2]), True)}


async def test_what_is_no_article_is_passed_over(
    settings: Settings, seen: Seen, waiting: Waiting
) -> None:
    out = producer(settings)
    await out.start()
    for value in (b"no", article().to_bytes(), b"{}"):
        await out.send_and_wait(settings.topic(ARTICLES.name), value)
    await out.stop()
    await Recall(settings, seen, waiting).run()
    assert seen.known(["a1"])["a1"].keys() == {1}


async def test_without_a_broker_nothing_is_learnt_and_patience_ends(
    settings: Settings, seen: Seen
) -> None:
    nowhere = settings.model_copy(update={"bootstrap_servers": "127.0.0.1:9"})
    with pytest.raises(Unreachable):
        await Recall(nowhere, seen, Waiting(asyncio.Event(), 0.3)).run()
    assert seen.empty


async def test_a_producer_that_is_to_stop_does_not_begin_to_read(
    settings: Settings, seen: Seen
) -> None:
    nowhere = settings.model_copy(update={"bootstrap_servers": "127.0.0.1:9"})
    stop = asyncio.Event()
    stop.set()
    await Recall(nowhere, seen, Waiting(stop)).run()
    assert seen.empty


async def test_reading_that_breaks_off_leaves_nothing_behind(
    settings: Settings, seen: Seen, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Seen(settings.state_dir / "before.sqlite")
    await Producer(settings, before, waiting, Notes()).run(
        article(article_id=f"a{n}") for n in range(5)
    )
    before.close()
    written: list[str] = []
    acknowledge = Seen.acknowledge

    def fail_at_the_third(self: Seen, rows: list[tuple[str, int, bytes]]) -> None:
        written.extend(row[0] for row in rows)
        if len(written) == 3:
            raise ZeroDivisionError
        acknowledge(self, rows)

    monkeypatch.setattr(Seen, "acknowledge", fail_at_the_third)
    with pytest.raises(ZeroDivisionError):
        await Recall(settings, seen, waiting).run()
    assert len(written) == 3
    assert seen.empty
