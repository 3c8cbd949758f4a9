"""The tables are compared with what the reports come to, on a real broker."""

import pytest
from aiokafka import ConsumerRecord

from schemas.record import Record
from schemas.topics import COUNTS, REPORTS, Topic
from services.aggregator.agent import PLAN
from services.aggregator.recount import recount, refused_reports
from services.cli.verify import _verify
from services.runtime.kafka import producer
from services.runtime.ledger import Ledger
from services.runtime.refusals import RefusalLimit
from services.runtime.settings import Settings
from tests.factories import correction, count, report
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings

PARTITION = 3
REFUSED_PLACE = {(PARTITION, 3)}


@pytest.fixture
async def settings(kafka: KafkaBroker, topic_prefix: str) -> Settings:
    """Give a stream whose reports were counted, one of them refused."""
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    told = [report(), report(article_id="a2"), correction(article_id="a2")]
    values = [*(one.to_bytes() for one in told), b"{broken"]
    for value in values:
        await put(settings, REPORTS, b"KEN-VNM", value)
    ledger = Ledger(PLAN, settings, PARTITION, RefusalLimit(settings))
    await ledger.open()
    topic = settings.topic(REPORTS.name)
    for offset, value in enumerate(values):
        ledger.apply(ConsumerRecord(topic, PARTITION, offset, 0, 0, b"k", value, None, 0, 0, ()))
    await ledger.close()
    return settings


async def put(settings: Settings, topic: Topic, key: bytes, value: bytes) -> None:
    async with producer(settings) as out:
        await out.send_and_wait(settings.topic(topic.name), value, key=key, partition=PARTITION)


async def tamper(settings: Settings, row: Record) -> None:
    await put(settings, COUNTS, b"KEN-VNM|trade", row.to_bytes())


async def test_the_places_of_refused_reports_are_known(settings: Settings) -> None:
    assert await refused_reports(settings) == REFUSED_PLACE


async def test_what_was_refused_is_left_out_though_it_could_be_read(settings: Settings) -> None:
    outcome = await recount(settings, PARTITION, 4, {*REFUSED_PLACE, (PARTITION, 0)})

    assert len(outcome.differences) == 2, "the event and its cell lack a telling"


async def test_tables_that_are_right_differ_in_nothing(settings: Settings) -> None:
    outcome = await recount(settings, PARTITION, 4, REFUSED_PLACE)

    assert (outcome.compared, outcome.moved, outcome.differences) == (2, 0, ())


async def test_a_row_that_is_wrong_is_named(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await tamper(settings, count(events=2, offset=2))

    (difference,) = (await recount(settings, PARTITION, 4, REFUSED_PLACE)).differences
    assert (difference.topic, difference.key) == (COUNTS.name, "KEN-VNM|trade")
    assert difference.wanted is not None
    assert difference.found is not None
    assert (difference.wanted["events"], difference.found["events"]) == (1, 2)
    assert await _verify(settings) == 1
    assert "KEN-VNM|trade" in capsys.readouterr().err


async def test_a_row_that_is_too_much_is_named(settings: Settings) -> None:
    row = count(sector="health", offset=0)
    await put(settings, COUNTS, b"KEN-VNM|health", row.to_bytes())

    (difference,) = (await recount(settings, PARTITION, 4, REFUSED_PLACE)).differences
    assert (difference.key, difference.wanted) == ("KEN-VNM|health", None)


async def test_a_row_that_changed_since_is_only_numbered(settings: Settings) -> None:
    await tamper(settings, count(events=9, offset=4))

    outcome = await recount(settings, PARTITION, 4, REFUSED_PLACE)
    assert (outcome.moved, outcome.differences) == (1, ())


async def test_the_whole_stream_is_verified(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await _verify(settings) == 0
    assert "2 rows compared, 0 differ" in capsys.readouterr().out
