"""How fetched records reach an agent."""

import asyncio
from types import SimpleNamespace
from typing import Any

from faust.types import TP

from services.runtime.delivery import BatchConsumer, Batches

RECORDS = [SimpleNamespace(offset=offset, value=b"x") for offset in (5, 6, 7)]
PARTITION = TP("reports", 3)


def hand_over(batch: list[Any]) -> tuple[list[Any], list[tuple[Any, ...]], dict[TP, int]]:
    """Hand a batch over; return the messages given, the gaps told and the offsets read."""
    given: list[Any] = []
    gaps: list[tuple[Any, ...]] = []

    async def callback(message: Any) -> None:
        given.append(message)

    async def add_gap(*gap: Any) -> None:
        gaps.append(gap)

    async def wait_first(first: Any, other: Any) -> None:
        other.close()
        await first

    consumer = SimpleNamespace(
        app=SimpleNamespace(monitor=SimpleNamespace(track_tp_end_offset=lambda *_: None)),
        highwater=lambda _tp: 8,
        callback=callback,
        suspend_flow=asyncio.Event(),
        wait_first=wait_first,
        _to_message=lambda _tp, record: SimpleNamespace(offset=record.offset, value=record.value),
        _add_gap=add_gap,
        _read_offset={},
    )
    asyncio.run(BatchConsumer._hand_over(consumer, PARTITION, batch))  # type: ignore[arg-type]
    return given, gaps, consumer._read_offset


def test_a_fetched_batch_is_one_message() -> None:
    given, _, read = hand_over(RECORDS)

    assert [message.value for message in given] == [RECORDS]
    assert (given[0].offset, read) == (7, {PARTITION: 7})


def test_one_acknowledgement_stands_for_the_whole_batch() -> None:
    _, gaps, _ = hand_over(RECORDS)

    assert gaps == [(PARTITION, 5, 7)]


def test_a_batch_of_one_has_no_gap() -> None:
    _, gaps, _ = hand_over(RECORDS[:1])

    assert gaps == []


def test_the_agent_is_given_the_records_as_they_came() -> None:
    schema = Batches(key_type=bytes, value_type=bytes)

    assert schema.loads_value(None, SimpleNamespace(value=RECORDS)) is RECORDS


def test_counting_stops_before_partitions_move_and_ledgers_close_after() -> None:
    done: list[str] = []

    async def give_up() -> None:
        done.append("give up")

    ledgers = SimpleNamespace(pause=lambda: done.append("pause"), give_up=give_up)

    class Consumer(BatchConsumer):
        def __init__(self) -> None:
            self.app: Any = SimpleNamespace(ledgers=ledgers)

    async def revoked(_self: Any, _revoked: set[TP]) -> None:
        done.append("agents are done")

    base = BatchConsumer.__mro__[1]
    original = base.on_partitions_revoked
    base.on_partitions_revoked = revoked
    try:
        asyncio.run(Consumer().on_partitions_revoked({PARTITION}))
    finally:
        base.on_partitions_revoked = original
    assert done == ["pause", "agents are done", "give up"]
