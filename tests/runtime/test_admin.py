"""The topics on a real broker: created, described, compared."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from time import monotonic, sleep

import pytest
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic

from schemas.topics import ARTICLES, COUNTS, REPORTS, TOPICS
from services.runtime.admin import AdminFailure, Away, Topics, partitions_of
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker

NOWHERE = "127.0.0.1:1"


@pytest.fixture
def settings(kafka: KafkaBroker, topic_prefix: str) -> Settings:
    return Settings(
        bootstrap_servers=kafka.bootstrap_servers,
        topic_prefix=topic_prefix,
        partitions=3,
        article_partitions=2,
    )


def told(settings: Settings) -> list[str]:
    return [str(one) for one in Topics(settings).differences()]


def test_what_is_missing_is_created_once_and_as_it_should_be(settings: Settings) -> None:
    assert set(Topics(settings).create()) == {settings.topic(topic.name) for topic in TOPICS}
    assert Topics(settings).create() == []
    assert Topics(settings).differences() == []


def test_two_who_create_at_the_same_time_do_not_disturb_each_other(settings: Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: Topics(settings).create(), range(4)))
    assert sorted(chain(*made)) == sorted(settings.topic(topic.name) for topic in TOPICS)
    assert told(settings) == []


def test_a_topic_is_described_as_the_broker_has_it(settings: Settings) -> None:
    assert set(Topics(settings).describe().values()) == {None}
    Topics(settings).create()
    found = Topics(settings).describe()
    counts, articles = found[COUNTS], found[ARTICLES]
    assert counts
    assert articles
    assert (counts.partitions, articles.partitions, counts.copies) == (3, 2, 1)
    assert counts.config["cleanup.policy"] == "compact"
    assert articles.config["retention.ms"] == str(ARTICLES.retention_ms)


def test_a_missing_topic_is_a_difference(settings: Settings) -> None:
    name = settings.topic(REPORTS.name)
    assert f"{name}: it is missing, should be there" in told(settings)


def test_other_partitions_and_settings_are_differences(settings: Settings) -> None:
    admin = AdminClient({"bootstrap.servers": settings.bootstrap_servers})
    name = settings.topic(REPORTS.name)
    admin.create_topics([NewTopic(name, 1, 1, config={"cleanup.policy": "compact"})])[
        name
    ].result()
    Topics(settings).create()
    counts = settings.topic(COUNTS.name)
    admin.create_partitions([NewPartitions(counts, 5)])[counts].result()
    wanted = {
        f"{name}: partitions 1, should be 3",
        f"{name}: cleanup.policy compact, should be delete",
        f"{name}: retention.ms 604800000, should be {REPORTS.retention_ms}",
        f"{name}: max.message.bytes 1048588, should be {REPORTS.max_message_bytes}",
        f"{counts}: partitions 5, should be 3",
    }
    end = monotonic() + 10
    while set(told(settings)) != wanted and monotonic() < end:
        sleep(0.1)  # new partitions show a moment after they are made
    assert set(told(settings)) == wanted


def test_what_the_broker_refuses_is_told_with_its_reason(settings: Settings) -> None:
    many = settings.model_copy(update={"replication": 3})
    with pytest.raises(AdminFailure, match=r"cannot be created: .*replicat"):
        Topics(many).create()


def test_a_broker_that_is_away_is_told_with_its_address() -> None:
    topics = Topics(Settings(bootstrap_servers=NOWHERE), timeout=1)
    for ask in (topics.create, topics.describe, topics.differences):
        with pytest.raises(Away, match=NOWHERE):
            ask()


def test_pairs_and_articles_have_partitions_of_their_own_number() -> None:
    settings = Settings(partitions=7, article_partitions=3)
    assert {partitions_of(t, settings) for t in TOPICS if t.by_pair} == {7}
    assert {partitions_of(t, settings) for t in TOPICS if not t.by_pair} == {3}
