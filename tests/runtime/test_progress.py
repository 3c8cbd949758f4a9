"""How far the stream has come, on a real broker."""

from schemas.topics import REPORTS
from services.aggregator.agent import PLAN
from services.runtime.kafka import producer
from services.runtime.ledger import Ledger
from services.runtime.progress import articles_waiting, reports_waiting, settled
from services.runtime.refusals import RefusalLimit
from tests.factories import report
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import stream_settings


async def test_what_no_ledger_has_committed_is_waiting(
    kafka: KafkaBroker, topic_prefix: str
) -> None:
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    assert await settled(settings)

    async with producer(settings) as out:
        for number in range(3):
            value = report(article_id=f"a{number}").to_bytes()
            await out.send_and_wait(settings.topic(REPORTS.name), value, partition=1)
    assert (await articles_waiting(settings), await reports_waiting(settings)) == (0, 3)

    ledger = Ledger(PLAN, settings, 1, RefusalLimit(settings))
    await ledger.open()
    ledger.position = 2
    ledger.pending = 1
    await ledger.commit()
    assert await reports_waiting(settings) == 1

    ledger.position = 3
    ledger.pending = 1
    await ledger.close()
    assert await settled(settings)


async def test_the_position_is_found_behind_many_other_rows(
    kafka: KafkaBroker, topic_prefix: str
) -> None:
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    ledger = Ledger(PLAN, settings, 0, RefusalLimit(settings))
    await ledger.open()
    ledger.position = 5
    ledger.pending = 1
    await ledger.commit()
    async with producer(settings) as out:  # rows of a kind that no ledger writes last
        topic = settings.topic("aggregator.state.v1")
        for number in range(200):
            await out.send(topic, b"{}", key=b"row%d" % number, partition=0)
        await out.flush()
        for _ in range(5):
            await out.send_and_wait(settings.topic(REPORTS.name), b"{}", partition=0)

    assert await reports_waiting(settings) == 0
    await ledger.close()
