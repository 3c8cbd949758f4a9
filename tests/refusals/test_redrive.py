"""Refusals go back once, on a real broker."""

import pytest
from aiokafka import ConsumerRecord

from schemas.topics import ARTICLES, COUNTS, REFUSED, REPORTS
from services.refusals.history import Mark
from services.refusals.notebook import Notebook, notebook
from services.refusals.redrive import BATCH, Outcome, Redrive
from services.refusals.refused import REDRIVEN, Place, Wanted
from services.refusals.topic import Unusable
from services.runtime.kafka import producer
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings
from tests.refusals.desk import end_of, on, put, refuse


@pytest.fixture
def settings(kafka: KafkaBroker, topic_prefix: str) -> Settings:
    return stream_settings(kafka.bootstrap_servers, topic_prefix)


async def redriven(settings: Settings, wanted: Wanted | None = None, **options: int) -> Outcome:
    return await Redrive(settings, wanted or Wanted(), **options).run()


def values(records: list[ConsumerRecord]) -> list[bytes]:
    return [record.value for record in records]


async def test_a_record_goes_back_as_it_was_where_it_stood(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"\xff{", key=b"KEN-VNM", partition=3, at=1)

    outcome = await redriven(settings)

    (record,) = await on(settings, REPORTS)
    assert (record.partition, record.key, record.value) == (3, b"KEN-VNM", b"\xff{")
    assert record.headers == ((REDRIVEN, b"1:0"),)
    assert outcome == Outcome({settings.topic(REPORTS.name): 1})  # type: ignore[arg-type]


async def test_keys_and_values_that_are_missing_stay_so(settings: Settings) -> None:
    await refuse(settings, ARTICLES, None, key=b"a1")
    await refuse(settings, ARTICLES, b"", key=None)

    await redriven(settings)

    found = [(record.key, record.value) for record in await on(settings, ARTICLES)]
    assert found == [(b"a1", None), (None, b"")]


async def test_a_second_redrive_puts_nothing_back(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"1", b"2")
    await redriven(settings)

    assert (await redriven(settings)).before == 2
    assert values(await on(settings, REPORTS)) == [b"1", b"2"]


async def test_what_is_refused_again_is_a_new_refusal(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"1")
    await redriven(settings)
    (again,) = await on(settings, REPORTS)
    await refuse(settings, REPORTS, again.value, headers=again.headers)

    outcome = await redriven(settings)

    assert outcome.before == 1
    assert values(await on(settings, REPORTS)) == [b"1", b"1"]
    assert [record.headers[0][1] for record in await on(settings, REPORTS)] == [b"0:0", b"0:5"]


async def test_a_filter_leaves_the_others_for_another_redrive(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"k1", error=KeyError())
    await refuse(settings, REPORTS, b"v1")
    await refuse(settings, ARTICLES, b"a1")
    await refuse(settings, REPORTS, b"k2", error=KeyError())

    some = await redriven(settings, Wanted(exception="KeyError"))
    rest = await redriven(settings)

    assert (some.others, rest.before) == (2, 2)
    assert values(await on(settings, REPORTS)) == [b"k1", b"k2", b"v1"]
    assert values(await on(settings, ARTICLES)) == [b"a1"]


async def test_a_limit_takes_the_oldest_first(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"1", b"2", b"3")

    assert (await redriven(settings, limit=1)).others == 2
    assert (await redriven(settings, limit=1)).others == 1
    assert values(await on(settings, REPORTS)) == [b"1", b"2"]


async def test_a_dry_run_says_what_would_go_back_and_writes_nothing(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"1", b"2")

    outcome = await Redrive(settings, Wanted()).dry_run()

    assert outcome.put_back == {settings.topic(REPORTS.name): 2}
    assert await on(settings, REPORTS) == []
    assert len(await on(settings, REFUSED)) == 2


async def test_what_has_nowhere_to_go_stays_and_is_named(settings: Settings) -> None:
    await refuse(settings, COUNTS, b"1")
    await refuse(settings, REPORTS, b"2", partition=9)
    await put(settings, REFUSED, b"no reason given")

    outcome = await redriven(settings)

    assert outcome.kept.keys() == {Place(0, 0), Place(0, 1), Place(0, 2)}
    assert "cooperation.counts.v1/0:0 is no place of this stream" in outcome.kept[Place(0, 0)]
    assert await on(settings, COUNTS) == await on(settings, REPORTS) == []


async def test_batches_keep_the_order_of_a_partition(settings: Settings) -> None:
    told = [str(number).encode() for number in range(BATCH + 2)]
    await refuse(settings, REPORTS, *told)

    await redriven(settings)

    assert values(await on(settings, REPORTS)) == told


async def test_the_topics_have_no_holes_afterwards(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"1", b"2", partition=1)
    await refuse(settings, ARTICLES, b"3", partition=2)
    await redriven(settings)

    # The markers of a transaction would take offsets of their own.
    assert await end_of(settings, REPORTS, 1) == 2
    assert await end_of(settings, ARTICLES, 2) == 1


async def test_what_was_cut_short_is_found_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(settings, REPORTS, b"before", partition=1)
    await refuse(settings, REPORTS, b"1", b"2", b"3", partition=1, at=2)
    note = Notebook.note

    async def cut(notes: Notebook, marks: dict[int, Mark]) -> None:
        if any(mark.step == "sent" for mark in marks.values()):
            raise ConnectionResetError
        await note(notes, marks)

    monkeypatch.setattr(Notebook, "note", cut)
    with pytest.raises(ConnectionResetError):
        await redriven(settings, limit=2)
    monkeypatch.undo()
    await put(settings, REPORTS, b"after", partition=1)

    assert (await Redrive(settings, Wanted()).dry_run()).put_back.total() == 1
    outcome = await redriven(settings)

    assert (outcome.before, outcome.put_back.total()) == (2, 1)
    assert values(await on(settings, REPORTS)) == [b"before", b"1", b"2", b"after", b"3"]


async def test_what_was_noted_and_never_sent_goes_back(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"1", b"2")
    async with notebook(settings) as notes:
        ends = {settings.topic(REPORTS.name): {0: 0}}
        await notes.note({0: Mark(step="sending", offsets=(0, 1), ends=ends)})

    await redriven(settings)

    assert values(await on(settings, REPORTS)) == [b"1", b"2"]


async def test_an_open_transaction_of_a_worker_does_not_hide_what_was_done(
    settings: Settings,
) -> None:
    await refuse(settings, REPORTS, b"1", at=1)
    async with producer(settings, transactional_id=f"{settings.topic_prefix}worker") as worker:
        await worker.begin_transaction()
        await worker.send_and_wait(settings.topic(REFUSED.name), b"?", key=b"k", partition=1)
        await redriven(settings)
        await redriven(settings)
        await worker.abort_transaction()

    assert values(await on(settings, REPORTS)) == [b"1"]


async def test_a_note_that_is_not_understood_stops_the_redrive(settings: Settings) -> None:
    await refuse(settings, REPORTS, b"1")
    async with notebook(settings) as notes:
        await notes.note({0: Mark.model_construct(step="eaten", offsets=(), ends={})})  # type: ignore[arg-type]

    with pytest.raises(Unusable, match="a note at 0:1 that is not understood"):
        await redriven(settings)
    assert await on(settings, REPORTS) == []
