import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schemas.article import Article
from services.producer import service
from services.producer.folder import Folder
from services.producer.intake import take_in
from services.producer.publish import Publisher
from services.producer.seen import Seen
from services.producer.service import Producer, memory_of
from services.producer.source import Item, Pause, Refused
from services.producer.tally import Tally
from services.producer.waiting import Unreachable, Waiting
from services.runtime.articles import BadLine
from services.runtime.settings import Settings
from tests.factories import article
from tests.producer.wires import Notes, line, published, write

BAD = BadLine("f", 1, "no")


@pytest.fixture
def seen(settings: Settings) -> Iterator[Seen]:
    seen = Seen(memory_of(settings))
    yield seen
    seen.close()


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def run(settings: Settings, seen: Seen, stop: asyncio.Event) -> Any:
    async def run(items: Any, rate: float | None = None, **changes: Any) -> Notes:
        notes = Notes()
        told = settings.model_copy(update=changes)
        await Producer(told, seen, Waiting(stop, 2), notes).run(items, rate)
        return notes

    return run


async def test_articles_are_published_once_and_each_change_is_a_revision(
    run: Any, settings: Settings
) -> None:
    items: list[Item] = [article(), BAD, article(article_id="a2"), article(title="New")]
    notes = await run(items)
    assert notes.tally == Tally(published=2, revised=1, refused=1)
    assert notes.bad == [str(BAD)]
    again = await run(items)
    assert again.tally == Tally(known=3, refused=1)
    found = sorted((a.article_id, a.revision) for a in await published(settings))
    assert found == [("a1", 1), ("a1", 2), ("a2", 1)]


async def test_the_time_of_retrieval_is_that_of_intake(run: Any, settings: Settings) -> None:
    begun = time.time()
    await run([article()])
    (found,) = await published(settings)
    assert begun - 1 <= found.retrieved.timestamp() <= time.time() + 1


async def test_many_batches_arrive_whole_and_in_order(run: Any, settings: Settings) -> None:
    number = 2 * service.BATCH + 10
    await run(article(article_id=f"a{n % 50}", title=str(n)) for n in range(number))
    found = await published(settings)
    assert {int(a.title) for a in found} == set(range(number))
    for one in {a.article_id for a in found}:
        mine = [a for a in found if a.article_id == one]
        assert [a.revision for a in mine] == list(range(1, len(mine) + 1))
        assert [int(a.title) for a in mine] == sorted(int(a.title) for a in mine)


async def test_a_lost_memory_is_learnt_again_from_the_topic(
    run: Any, settings: Settings, stop: asyncio.Event
) -> None:
    await run([article(title="A"), article(title="B")])
    fresh = Seen(settings.state_dir / "fresh.sqlite")
    tally = await Producer(settings, fresh, Waiting(stop, 5), Notes()).run(
        [article(title="B"), article(title="A"), article(title="C")]
    )
    fresh.close()
    assert tally == Tally(known=2, revised=1)
    assert sorted((a.revision, a.title) for a in await published(settings)) == [
        (1, "A"),
        (2, "B"),
        (3, "C"),
    ]


async def test_a_file_is_done_when_kafka_has_its_articles(
    run: Any, seen: Seen, tmp_path: Path
) -> None:
    write(tmp_path / "a.jsonl", [line(1), b"no\n"])
    with pytest.raises(Unreachable):
        await run(Folder(tmp_path, minimum_age=0).read(), bootstrap_servers="127.0.0.1:9")
    assert seen.files() == set()
    notes = await run(Folder(tmp_path, minimum_age=0).read())
    assert len(seen.files()) == 1
    assert notes.tally == Tally(published=1, refused=1)
    assert (await run(Folder(tmp_path, seen.files(), 0).read())).tally == Tally()


async def test_a_number_that_was_claimed_is_not_given_to_other_content(
    run: Any, settings: Settings, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Publisher, "publish", lose)
        with pytest.raises(ZeroDivisionError):
            await run([article(title="A")])
    assert not seen.known(["a1"])["a1"][1].acknowledged
    await run([article(title="B")])
    await run([article(title="A"), article(title="B")])
    found = {a.revision: a.title for a in await published(settings)}
    assert found == {1: "A", 2: "B"}


async def test_a_stop_ends_a_source_that_never_ends(
    run: Any, settings: Settings, stop: asyncio.Event
) -> None:
    def endless() -> Iterator[Item]:
        yield article()
        while True:
            yield Pause()
            time.sleep(0.01)

    asyncio.get_running_loop().call_later(0.5, stop.set)
    notes = await run(endless())
    assert notes.tally == Tally(published=1)
    assert len(await published(settings)) == 1


async def test_a_pause_sends_what_is_there(settings: Settings, stop: asyncio.Event) -> None:
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()

    class Told(Notes):
        def progressed(self, tally: Tally) -> None:
            if tally.published:
                loop.call_soon_threadsafe(arrived.set)

    def slow() -> Iterator[Item]:
        yield article()
        while not stop.is_set():
            yield Pause()
            time.sleep(0.01)

    memory = Seen(settings.state_dir / "other.sqlite")
    task = asyncio.create_task(Producer(settings, memory, Waiting(stop), Told()).run(slow()))
    await asyncio.wait_for(arrived.wait(), 10)
    assert len(await published(settings)) == 1
    stop.set()
    await task
    memory.close()


@pytest.mark.parametrize(("rate", "number"), [(20.0, 11), (2.0, 2)])
async def test_a_rate_is_kept(run: Any, rate: float, number: int) -> None:
    begun = time.monotonic()
    notes = await run((article(article_id=f"a{n}") for n in range(number)), rate)
    taken = time.monotonic() - begun
    assert notes.tally.published == number
    assert (number - rate / 4) / rate <= taken < number / rate + 3


async def test_known_articles_are_not_slowed_down(run: Any) -> None:
    items = [article(article_id=f"a{n}") for n in range(200)]
    await run(items)
    begun = time.monotonic()
    await run(items, 10)
    assert time.monotonic() - begun < 5


async def test_large_articles_go_out_in_small_batches(
    run: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def noted(articles: list[Article], *rest: Any) -> Any:
        sizes.append(len(articles))
        return take_in(articles, *rest)

    monkeypatch.setattr(service, "take_in", noted)
    monkeypatch.setattr(service, "BATCH_SIZE", 100_000)
    body = "x" * 60_000
    await run(article(article_id=f"a{n}", body=body) for n in range(5))
    assert sizes == [2, 2, 1]
    assert len(await published(settings)) == 5


async def test_refused_files_are_told_and_counted(run: Any) -> None:
    notes = await run([Refused("gone.jsonl", "no such file"), BAD])
    assert notes.bad == ["gone.jsonl: no such file", "f:1: no"]
    assert notes.tally == Tally(refused=2)


def test_each_topic_has_a_memory_of_its_own(settings: Settings) -> None:
    other = settings.model_copy(update={"topic_prefix": "other-"})
    assert memory_of(settings).parent == settings.state_dir
    assert memory_of(settings) != memory_of(other)
