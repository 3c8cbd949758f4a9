"""Articles under embargo are published when it ends, whatever was restarted between."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schemas.article import Article
from schemas.vocabulary import PubStatus
from services.producer import service
from services.producer.seen import Seen
from services.producer.service import Producer, memory_of
from services.producer.source import Item, Pause
from services.producer.tally import Tally
from services.producer.waiting import Waiting
from services.runtime.settings import Settings
from tests.factories import article
from tests.producer.command import ending, start, until
from tests.producer.wires import Notes, line, published, write

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOON, ONE, TWO = NOW, NOW + HOUR, NOW + 2 * HOUR

At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Give a function that sets the producer's clock."""

    def at(moment: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return moment.astimezone(tz)

        monkeypatch.setattr(service, "datetime", Clock)

    at(NOON)
    return at


@pytest.fixture
def run(settings: Settings) -> Any:
    async def run(*articles: Article, items: Iterable[Item] = (), **changes: Any) -> Tally:
        """Let a producer of its own publish articles, with the memory of those before."""
        seen = Seen(memory_of(settings))
        waiting = Waiting(asyncio.Event(), 0.5)
        try:
            told = settings.model_copy(update=changes)
            return await Producer(told, seen, waiting, Notes()).run(articles or items)
        finally:
            seen.close()

    return run


def held_by(settings: Settings) -> int:
    """Return how many records the producer's database holds back."""
    if not memory_of(settings).exists():
        return 0
    with suppress(sqlite3.OperationalError), closing(Seen(memory_of(settings))) as seen:
        return seen.held.number()
    return 0


async def titles(settings: Settings) -> list[tuple[str, int]]:
    found = [(one.title, one.revision) for one in await published(settings)]
    return sorted(found)


def embargoed(until: datetime = ONE, title: str = "Held", **changes: Any) -> Article:
    return article(title=title, embargoed_until=until, **changes)


async def test_an_article_is_held_until_its_embargo_ends(
    run: Any, at: At, settings: Settings
) -> None:
    tally = await run(embargoed(), article(article_id="a2", title="Free"))
    assert tally == Tally(published=1, held=1)
    assert await titles(settings) == [("Free", 1)]

    at(ONE - timedelta(seconds=1))
    assert await run() == Tally(held=1)
    at(ONE)
    assert await run() == Tally(published=1)
    assert await run() == Tally()
    assert await titles(settings) == [("Free", 1), ("Held", 1)]


async def test_it_is_published_as_it_came(run: Any, at: At, settings: Settings) -> None:
    await run(embargoed())
    at(TWO)
    await run()

    (found,) = await published(settings)
    assert found == embargoed(retrieved=NOON)


async def test_an_embargo_that_has_ended_holds_nothing(run: Any, at: At) -> None:
    at(ONE)
    assert await run(embargoed()) == Tally(published=1)


async def test_what_is_held_and_comes_again_is_published_once(
    run: Any, at: At, settings: Settings
) -> None:
    assert await run(embargoed(), embargoed()) == Tally(known=1, held=1)
    assert await run(embargoed()) == Tally(held=1)
    at(TWO)
    assert await run(embargoed(), embargoed()) == Tally(published=1, known=2)
    assert await titles(settings) == [("Held", 1)]


async def test_an_embargo_that_is_lifted_is_over_at_once(
    run: Any, at: At, settings: Settings
) -> None:
    await run(embargoed())
    assert await run(article(title="Held")) == Tally(revised=1)

    at(TWO)
    assert await run(embargoed()) == Tally(known=1)
    assert await titles(settings) == [("Held", 2)]


async def test_an_embargo_that_is_prolonged_holds(run: Any, at: At, settings: Settings) -> None:
    await run(embargoed(ONE))
    assert await run(embargoed(TWO)) == Tally(held=1)

    at(ONE)
    assert await run(embargoed(ONE)) == Tally(known=1, held=1)
    at(TWO)
    await run()
    assert await titles(settings) == [("Held", 2)]


@pytest.mark.parametrize("status", [PubStatus.CANCELED, PubStatus.WITHHELD])
async def test_an_article_that_is_stopped_under_embargo_is_never_told(
    run: Any, at: At, settings: Settings, status: PubStatus
) -> None:
    await run(embargoed())
    await run(embargoed(title="Stopped", status=status))

    at(TWO)
    assert await run() == Tally()
    assert await titles(settings) == [("Stopped", 2)]


async def test_a_revision_under_embargo_waits_while_the_earlier_one_stands(
    run: Any, at: At, settings: Settings
) -> None:
    await run(article(title="Free"))
    assert await run(embargoed(title="More")) == Tally(held=1)
    assert await run(article(title="Free")) == Tally(known=1, held=1)

    at(ONE)
    assert await run() == Tally(revised=1)
    assert await titles(settings) == [("Free", 1), ("More", 2)]


async def test_what_ends_while_the_producer_follows_is_published_in_its_turn(
    run: Any, at: At, settings: Settings
) -> None:
    def following() -> Iterator[Item]:
        yield embargoed()
        yield Pause()
        yield Pause()
        at(ONE)
        yield article(article_id="a2", title="Free")
        yield Pause()

    assert await run(items=following()) == Tally(published=2)
    assert await titles(settings) == [("Free", 1), ("Held", 1)]


async def test_more_than_a_batch_can_be_due_at_once(run: Any, at: At) -> None:
    number = 2 * service.BATCH + 1
    await run(*(embargoed(article_id=f"a{n}") for n in range(number)))
    at(ONE)

    assert await run() == Tally(published=number)


async def test_a_broker_that_is_away_loses_nothing(run: Any, at: At, settings: Settings) -> None:
    await run(embargoed(), article(article_id="a2", title="Free"))
    at(ONE)
    with pytest.raises(Exception, match="bootstrap"):
        await run(bootstrap_servers="127.0.0.1:9")

    assert await run() == Tally(published=1)
    assert await titles(settings) == [("Free", 1), ("Held", 1)]


async def test_what_was_held_by_a_killed_producer_is_published_by_the_next(
    settings: Settings, tmp_path: Path
) -> None:
    over = datetime.now(UTC) + timedelta(seconds=6)
    wires = tmp_path / "wires"
    wires.mkdir()
    write(wires / "a.jsonl", [line(1, embargoed_until=over.isoformat())])
    with ending(start(settings, "--follow", wires)) as process:
        await asyncio.to_thread(until, lambda: held_by(settings) == 1)
        process.kill()
    assert await published(settings) == []

    with ending(start(settings, "--follow", wires)):
        while not (found := await published(settings)):
            assert datetime.now(UTC) < over + timedelta(seconds=20)
            await asyncio.sleep(0.1)
    assert datetime.now(UTC) >= over
    assert [one.article_id for one in found] == ["a1"]
