from typing import Any

import orjson
import pytest

from schemas.refusal import Refusal
from schemas.topics import COUNTS, EVENTS, REFUSED, STATE
from services.runtime.kafka import producer
from services.runtime.settings import Settings
from tests.faults.compare import Difference, Found, differences, feed_faults, read
from tests.kafka.broker import KafkaBroker
from tests.kafka.feed import Sent, Tables, feed, tables
from tests.kafka.streams import stream_settings

PARTITIONS = 4
WANTED = tables(feed(400, PARTITIONS, wrong=("poison", "late", "clock")), PARTITIONS)


def as_wanted() -> Found:
    events, counts = (
        {key: orjson.loads(row) for key, row in WANTED.public[topic.name].items()}
        for topic in (EVENTS, COUNTS)
    )
    return Found(events, counts, dict(WANTED.state), list(WANTED.refused.items()))


def tampered(name: str, key: str, **changes: Any) -> Found:
    found = as_wanted()
    rows = dict(getattr(found, name))
    rows[key] = {**rows[key], **changes}
    return Found(**{**found._asdict(), name: rows})


def test_rows_that_are_as_they_must_be_have_no_difference() -> None:
    assert WANTED.refused
    assert differences(WANTED, as_wanted()) == []


@pytest.mark.parametrize(("more", "kind"), [(1, "doubled"), (-1, "lost")])
def test_a_count_with_another_number_is_named(more: int, kind: str) -> None:
    key, row = max(as_wanted().counts.items(), key=lambda item: item[1]["reports"])
    (found,) = differences(WANTED, tampered("counts", key, reports=row["reports"] + more))
    assert (found.table, found.key, found.kind) == ("counts", key, kind)
    assert str(found).startswith(f"{kind}: counts {key}\n  wanted {{")


def test_a_row_with_the_right_numbers_can_be_wrong() -> None:
    key = next(iter(as_wanted().events))
    (found,) = differences(WANTED, tampered("events", key, title="another"))
    assert (found.table, found.key, found.kind) == ("events", key, "wrong")


def test_a_missing_row_is_lost_and_one_too_many_doubled() -> None:
    found = as_wanted()
    state = {**found.state, "3/count/AZE-KEN|none": {"events": 0}}
    lost = next(key for key in state if "article/" in key)
    del state[lost]
    kinds = {one.key: one.kind for one in differences(WANTED, found._replace(state=state))}
    assert kinds == {lost: "lost", "3/count/AZE-KEN|none": "doubled"}


def test_a_refusal_must_be_there_once_with_its_bytes() -> None:
    first, *others = as_wanted().refused
    twice = as_wanted()._replace(refused=[first, first, *others])
    without = as_wanted()._replace(refused=others)
    changed = as_wanted()._replace(refused=[(first[0], b"other"), *others])
    kinds = [differences(WANTED, found)[0].kind for found in (twice, without, changed)]
    assert kinds == ["doubled", "lost", "wrong"]
    assert all(len(differences(WANTED, found)) == 1 for found in (twice, without, changed))


def test_no_row_is_shown_as_such() -> None:
    assert str(Difference("counts", "k", {"events": 1}, None)).endswith("found  no row")


def test_a_feed_that_is_not_on_its_topic_is_told() -> None:
    one, other = Sent(0, b"k", b"1"), Sent(1, b"k", b"2")
    assert feed_faults([one, other], [[one], [other]]) == []
    (told,) = feed_faults([one, other], [[one], [other, other]])
    assert told == "partition 1 of the reports was sent 1 records and holds 2"


async def put(settings: Settings, wanted: Tables, counts: dict[str, bytes]) -> None:
    """Write the tables as an aggregator would."""
    async with producer(settings) as out:
        for topic, rows in ((EVENTS, wanted.public[EVENTS.name]), (COUNTS, counts)):
            for key, value in rows.items():
                await out.send(settings.topic(topic.name), value, key=key.encode(), partition=0)
        for key, row in wanted.state.items():
            number, _, name = key.partition("/")
            where = {"key": name.encode(), "partition": int(number)}
            await out.send(settings.topic(STATE.name), orjson.dumps(row), **where)
        for place, refused in wanted.refused.items():
            headers = Refusal.of(ValueError("no"), "t", *place).headers()
            await out.send(settings.topic(REFUSED.name), refused, key=b"k", headers=headers)


async def test_what_stands_on_the_topics_is_read_and_a_tampered_row_found(
    kafka: KafkaBroker, topic_prefix: str
) -> None:
    settings = stream_settings(kafka.bootstrap_servers, topic_prefix)
    counts = dict(WANTED.public[COUNTS.name])
    await put(settings, WANTED, counts)
    assert differences(WANTED, await read(settings)) == []

    key = next(iter(counts))
    row = orjson.loads(counts[key])
    await put(settings, WANTED, {key: orjson.dumps({**row, "events": row["events"] + 1})})
    found = differences(WANTED, await read(settings))
    assert [(one.table, one.key, one.kind) for one in found if one.table != "refused"] == [
        ("counts", key, "doubled")
    ]
