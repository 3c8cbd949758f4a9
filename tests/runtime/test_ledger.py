"""The ledger of one partition, on a real broker."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from schemas.record import Record
from schemas.refusal import Refusal
from schemas.topics import COUNTS, REFUSED, REPORTS, STATE, Topic
from services.runtime import exits
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.ledger import Ledger, Plan, Row
from services.runtime.refusals import RefusalLimit
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings, table

PARTITION = 2


class Ended(Exception):
    """The process would have ended here."""


class Word(Record):
    """A public row of the test's own."""

    number: int


def step(rows: Mapping[str, Row], value: bytes, _partition: int, _offset: int) -> dict[str, Any]:
    """Count words; `-word` removes one, `!` cannot be read."""
    word = value.decode()
    if word == "!":
        raise ValueError("no word")
    if word.startswith("-"):
        return {word[1:]: None}
    return {word: {"number": rows.get(word, {"number": 0})["number"] + 1}}


def public(key: str, row: Row) -> tuple[Topic, str, Record] | None:
    return None if key == "private" else (COUNTS, key, Word(**row))


PLAN = Plan(service="aggregator", source=REPORTS, state=STATE, step=step, public=public)


@pytest.fixture(autouse=True)
def _no_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(status: int) -> None:
        raise Ended(status)

    monkeypatch.setattr(exits.os, "_exit", ended)


@pytest.fixture(params=["memory", "sqlite"])
def settings(
    kafka: KafkaBroker, topic_prefix: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Settings:
    """Give a stream whose ledgers keep their rows in one place or the other."""
    return stream_settings(
        kafka.bootstrap_servers, topic_prefix, state_store=request.param, state_dir=tmp_path
    )


Open = Callable[[], Awaitable[Ledger]]


@pytest.fixture
async def opened(settings: Settings) -> AsyncIterator[Open]:
    """Give what opens a ledger; those that a test leaves open lose their clients at its end."""
    ledgers: list[Ledger] = []

    async def open_one() -> Ledger:
        ledgers.append(Ledger(PLAN, settings, PARTITION, RefusalLimit(settings)))
        await ledgers[-1].open()
        return ledgers[-1]

    yield open_one
    for ledger in ledgers:
        await ledger._producer.stop()


async def records(settings: Settings, topic: Topic) -> list[ConsumerRecord]:
    """Return the committed records of a topic."""
    partitions = partitions_of(settings.topic(topic.name), settings.partitions)
    async with reader(settings, partitions) as consumer:
        return [record async for record in read_to_end(consumer, partitions)]


def word(text: str, offset: int) -> ConsumerRecord:
    return ConsumerRecord(
        "reports", PARTITION, offset, 0, 0, b"key", text.encode(), None, 3, len(text), ()
    )


def tell(ledger: Ledger, *words: str) -> None:
    for text in words:
        ledger.apply(word(text, ledger.position))


async def test_what_was_committed_is_there_when_it_is_opened_again(opened: Open) -> None:
    first = await opened()
    tell(first, "tea", "coffee", "tea")
    await first.close()

    again = await opened()
    assert (again.rows, again.position) == ({"tea": {"number": 2}, "coffee": {"number": 1}}, 3)
    await again.close()


async def test_what_was_not_committed_never_happened(opened: Open) -> None:
    first = await opened()
    tell(first, "tea")
    await first.commit()
    tell(first, "coffee")

    again = await opened()
    assert (again.rows, again.position) == ({"tea": {"number": 1}}, 1)
    await again.close()


async def test_a_ledger_that_comes_straight_back_is_not_read_again(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = await opened()
    tell(ledger, "tea", "coffee")
    await ledger.close()

    async def read(*_: object) -> None:
        pytest.fail("the state was read again")

    monkeypatch.setattr(ledger, "_read", read)
    await ledger.open()
    tell(ledger, "tea")
    assert (ledger.rows["tea"], ledger.position) == ({"number": 2}, 3)
    await ledger.close()


async def test_a_ledger_that_another_has_written_is_read_again(opened: Open) -> None:
    ledger = await opened()
    tell(ledger, "tea")
    await ledger.close()
    other = await opened()
    tell(other, "coffee", "-tea")
    await other.close()

    await ledger.open()
    assert (ledger.rows, ledger.position) == ({"coffee": {"number": 1}}, 3)
    await ledger.close()


async def test_a_former_owner_is_shut_out(opened: Open, settings: Settings) -> None:
    former = await opened()
    tell(former, "tea")
    owner = await opened()

    with pytest.raises(Ended, match="75"):
        await former.commit()
    tell(owner, "coffee")
    await owner.close()
    assert await table(settings, COUNTS) == {"coffee": {"number": 1}}


async def test_public_rows_go_out_with_the_state(opened: Open, settings: Settings) -> None:
    ledger = await opened()
    tell(ledger, "tea", "private", "tea")
    await ledger.close()

    assert await table(settings, COUNTS) == {"tea": {"number": 2}}


async def test_a_row_that_is_removed_leaves_a_tombstone(opened: Open) -> None:
    ledger = await opened()
    tell(ledger, "tea", "coffee")
    await ledger.commit()
    tell(ledger, "-tea")
    await ledger.close()

    again = await opened()
    assert again.rows == {"coffee": {"number": 1}}
    await again.close()


async def test_a_repeat_is_skipped(opened: Open) -> None:
    ledger = await opened()
    tell(ledger, "tea")
    ledger.apply(word("tea", 0))

    assert ledger.rows == {"tea": {"number": 1}}
    await ledger.close()


async def test_a_hole_ends_the_process(opened: Open) -> None:
    ledger = await opened()

    with pytest.raises(Ended, match="75"):
        ledger.apply(word("tea", 1))
    await ledger.close()


async def test_what_cannot_be_read_is_put_aside_with_its_bytes(
    opened: Open, settings: Settings
) -> None:
    ledger = await opened()
    tell(ledger, "tea", "!", "tea")
    await ledger.close()

    (refused,) = await records(settings, REFUSED)
    told = Refusal.from_headers(refused.headers)
    assert (refused.key, refused.value) == (b"key", b"!")
    assert (told.exception, told.message, told.offset) == ("ValueError", "no word", 1)
    assert (await table(settings, COUNTS))["tea"] == {"number": 2}


async def test_what_is_refused_keeps_its_own_headers(opened: Open, settings: Settings) -> None:
    ledger = await opened()
    record = ConsumerRecord(**{**vars(word("!", 0)), "headers": (("traceparent", b"00-1-2-01"),)})
    ledger.apply(record)
    await ledger.close()

    (refused,) = await records(settings, REFUSED)
    assert dict(refused.headers)["traceparent"] == b"00-1-2-01"


async def test_a_refused_null_with_a_key_stays_null(opened: Open, settings: Settings) -> None:
    ledger = await opened()
    ledger.apply(ConsumerRecord(**{**vars(word("", 0)), "key": b"k", "value": None}))
    await ledger.close()

    (refused,) = await records(settings, REFUSED)
    assert (refused.key, refused.value) == (b"k", None)


async def test_a_record_with_neither_key_nor_value_is_refused_too(
    opened: Open, settings: Settings
) -> None:
    ledger = await opened()
    ledger.apply(ConsumerRecord(**{**vars(word("", 0)), "key": None, "value": None}))
    await ledger.close()

    (refused,) = await records(settings, REFUSED)
    assert (refused.key, refused.value) == (None, b"")


async def test_public_rows_carry_their_trace(opened: Open, settings: Settings) -> None:
    ledger = await opened()
    record = word("tea", 0)
    record = ConsumerRecord(**{**vars(record), "headers": (("traceparent", b"00-1-2-01"),)})
    ledger.apply(record)
    await ledger.close()

    (row,) = await records(settings, COUNTS)
    headers = dict(row.headers)
    assert headers["traceparent"] == b"00-1-2-01"
    assert headers["ce_type"] == b"entente.word.v1"


async def test_a_transaction_is_seen_whole_or_not_at_all(opened: Open, settings: Settings) -> None:
    ledger = await opened()
    transaction = ledger._producer.transaction
    tell(ledger, *(f"word{number}" for number in range(50)))

    class Broken:
        async def __aenter__(self) -> None:
            self._inner = transaction()
            await self._inner.__aenter__()

        async def __aexit__(self, *_: object) -> None:
            error = RuntimeError("cut off before the end")
            await self._inner.__aexit__(RuntimeError, error, None)
            raise error

    ledger._producer.transaction = Broken
    with pytest.raises(Ended, match="75"):
        await ledger.commit()
    assert await table(settings, COUNTS) == {}
    assert await table(settings, STATE) == {}
