"""The table of counts follows its topic, whatever is repeated or late there."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.count import Count
from schemas.topics import COUNTS
from schemas.vocabulary import Sector
from services.runtime.embedded import EmbeddedBroker
from services.runtime.kafka import producer
from services.runtime.settings import Settings
from services.watch.follow import Row, Table, Unusable, following
from tests.factories import count
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings


def key_of(one: Count) -> bytes:
    return f"{one.pair}|{one.sector}".encode()


def take(table: Table, one: Count) -> Row | None:
    return table.take(key_of(one), one.to_bytes())


@pytest.fixture
def settings() -> Iterator[Settings]:
    with EmbeddedBroker(partitions=3) as broker:
        yield broker.settings


async def tell(settings: Settings, *rows: Count, **options: object) -> None:
    async with producer(settings, **options) as out:
        for one in rows:
            await out.send_and_wait(
                settings.topic(COUNTS.name), one.to_bytes(), key=key_of(one), partition=0
            )


def test_the_newest_row_of_a_cell_is_kept() -> None:
    table = Table()
    take(table, count(events=1, offset=4))
    changed = take(table, count(events=2, offset=9))
    assert changed is not None
    assert changed.count.events == 2
    assert [row.count.events for row in table.sorted()] == [2]


def test_a_row_of_a_lower_offset_is_older() -> None:
    table = Table()
    take(table, count(events=2, offset=9))
    assert take(table, count(events=1, offset=8)) is None
    assert [row.count.events for row in table.sorted()] == [2]


def test_a_row_told_again_changes_nothing() -> None:
    table = Table()
    take(table, count())
    assert take(table, count()) is None


def test_a_row_of_the_same_offset_may_still_be_newer() -> None:
    table = Table()
    take(table, count(events=1, offset=9))
    changed = take(table, count(events=2, offset=9))
    assert changed is not None


def test_no_value_removes_the_row() -> None:
    table = Table()
    take(table, count())
    assert table.take(key_of(count()), None) is None
    assert table.sorted() == []


@pytest.mark.parametrize("value", [b"", b"{}", b"\xff", b'{"pair": "KEN-VNM"}'])
def test_what_is_no_count_is_numbered_and_left_out(value: bytes) -> None:
    table = Table()
    assert table.take(b"KEN-VNM|trade", value) is None
    assert (table.unreadable, table.sorted()) == (1, [])


def test_rows_are_sorted_by_key_with_the_bytes_they_had() -> None:
    table = Table()
    rows = [
        count(pair=pair, sector=sector) for pair in ("KEN-VNM", "AZE-CHN") for sector in Sector
    ]
    for one in rows:
        take(table, one)
    keys = [row.key for row in table.sorted()]
    assert keys == sorted(keys)
    assert {row.value for row in table.sorted()} == {one.to_bytes() for one in rows}


@given(st.lists(st.tuples(st.sampled_from(list(Sector)[:3]), st.integers(0, 9))), st.randoms())
def test_repeats_and_late_rows_do_not_matter(
    told: list[tuple[Sector, int]], chance: object
) -> None:
    rows = [count(sector=sector, events=offset, offset=offset) for sector, offset in told]
    shuffled = [*rows, *rows]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    table = Table()
    for one in shuffled:
        take(table, one)
    highest = {sector: max(o for s, o in told if s is sector) for sector, _ in told}
    assert {row.count.sector: row.count.events for row in table.sorted()} == highest


async def test_it_reads_to_the_present_end(settings: Settings) -> None:
    await tell(settings, count(events=1, offset=1), count(events=2, offset=2))
    async with following(settings) as topic:
        await topic.to_end()
        assert [row.count.events for row in topic.table.sorted()] == [2]
        await tell(settings, count(events=3, offset=3))
        await topic.to_end()
        assert [row.count.events for row in topic.table.sorted()] == [3]


async def test_an_empty_topic_ends_at_once(settings: Settings) -> None:
    async with following(settings) as topic:
        async with asyncio.timeout(5):
            await topic.to_end()
        assert topic.table.sorted() == []


async def test_changes_are_told_as_they_come_each_cell_once(settings: Settings) -> None:
    async with following(settings) as topic:
        other = count(sector=Sector.ENERGY)
        await tell(settings, *(count(events=number, offset=number) for number in range(5)), other)
        changed: dict[Sector, int] = {}
        async with asyncio.timeout(10):
            while changed != {Sector.TRADE: 4, Sector.ENERGY: 1}:
                rows = await topic.more()
                assert len({row.key for row in rows}) == len(rows)
                changed |= {row.count.sector: row.count.events for row in rows}


async def test_a_silent_topic_changes_nothing(settings: Settings) -> None:
    async with following(settings) as topic:
        assert await topic.more() == []


async def test_a_topic_of_another_shape_is_not_followed(settings: Settings) -> None:
    other = settings.model_copy(update={"partitions": 4})
    with pytest.raises(Unusable, match=r"cooperation\.counts\.v1 has 3 partitions, not 4"):
        async with following(other):
            pass


async def test_only_what_is_committed_is_seen(kafka: KafkaBroker, topic_prefix: str) -> None:
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    topic_name = settings.topic(COUNTS.name)
    async with producer(settings, transactional_id=f"{topic_prefix}t") as out:
        await out.begin_transaction()
        await out.send_and_wait(topic_name, count(events=7).to_bytes(), key=b"k", partition=0)
        async with following(settings) as topic:
            await topic.to_end()
            assert topic.table.sorted() == []
            await out.commit_transaction()
            await topic.to_end()
            assert [row.count.events for row in topic.table.sorted()] == [7]
        await out.begin_transaction()
        await out.send_and_wait(topic_name, count(events=8).to_bytes(), key=b"k", partition=0)
        await out.abort_transaction()
    async with following(settings) as topic:
        await topic.to_end()
        assert [row.count.events for row in topic.table.sorted()] == [7]
