import re

import pytest

from schemas.count import Count
from schemas.event import Event
from schemas.record import Record
from schemas.report import Correction, Report
from schemas.topics import (
    ARTICLES,
    COUNTS,
    DAY_MS,
    EVENTS,
    MAX_ARTICLE_BYTES,
    REFUSED,
    REPORTS,
    STATE,
    TOPICS,
    Topic,
)
from tests.factories import article

every_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)


def test_the_names_of_the_topics_are_a_promise() -> None:
    assert [topic.name for topic in TOPICS] == [
        "wire.articles.v1",
        "cooperation.reports.v1",
        "cooperation.events.v1",
        "cooperation.counts.v1",
        "aggregator.state.v1",
        "refused.v1",
    ]


@every_topic
def test_a_topic_has_a_name_kafka_takes_with_its_version(topic: Topic) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z]+)*\.v1", topic.name)


@every_topic
def test_a_topic_says_whose_it_is_and_for_whom(topic: Topic) -> None:
    assert topic.owner
    assert topic.consumers
    assert topic.about
    assert topic.key


@every_topic
def test_the_settings_of_a_topic_are_texts(topic: Topic) -> None:
    config = topic.config()
    assert config["cleanup.policy"] == topic.cleanup
    assert all(type(value) is str for value in config.values())
    assert "" not in config.values()


@every_topic
def test_a_topic_is_compacted_or_forgets_after_a_stated_time(topic: Topic) -> None:
    assert (topic.cleanup == "compact") == (topic.retention_ms is None)
    assert ("retention.ms" in topic.config()) == (topic.cleanup == "delete")


def test_articles_are_kept_a_week_and_reports_ninety_days() -> None:
    assert ARTICLES.config()["retention.ms"] == str(7 * DAY_MS) == "604800000"
    assert REPORTS.config()["retention.ms"] == str(90 * DAY_MS) == "7776000000"


def test_reports_are_never_compacted() -> None:
    assert REPORTS.cleanup == "delete"


def test_rows_are_upserts_and_their_topics_compacted() -> None:
    assert {EVENTS.cleanup, COUNTS.cleanup, STATE.cleanup} == {"compact"}
    assert "max.compaction.lag.ms" in COUNTS.config()


def test_everything_keyed_by_pair_shares_its_partitions() -> None:
    assert [topic for topic in TOPICS if topic.by_pair] == [REPORTS, EVENTS, COUNTS, STATE]


def test_a_topic_carries_the_records_it_says() -> None:
    carried: dict[str, tuple[type[Record], ...]] = {t.name: t.models for t in TOPICS if t.models}
    assert carried == {
        ARTICLES.name: (type(article()),),
        REPORTS.name: (Report, Correction),
        EVENTS.name: (Event,),
        COUNTS.name: (Count,),
    }


def test_the_largest_article_fits_its_topic_with_key_and_headers() -> None:
    assert ARTICLES.max_message_bytes >= MAX_ARTICLE_BYTES + 4096


def test_a_refused_record_of_any_topic_fits_the_refused_topic() -> None:
    assert max(topic.max_message_bytes for topic in TOPICS) == REFUSED.max_message_bytes


def test_what_a_topic_adds_wins_over_what_all_have() -> None:
    topic = Topic(
        name="x.v1",
        key="k",
        models=(),
        cleanup="delete",
        owner="o",
        consumers=("c",),
        about="a",
        retention_ms=5,
        extra={"retention.ms": "6", "segment.ms": "7"},
    )
    assert topic.config() == {
        "cleanup.policy": "delete",
        "max.message.bytes": "1048588",
        "retention.ms": "6",
        "segment.ms": "7",
    }
