"""The topics of the stream: what each carries, for whom, and how the broker keeps it."""

from dataclasses import dataclass, field
from typing import Literal

from schemas.article import Article
from schemas.count import Count
from schemas.event import Event
from schemas.record import Record
from schemas.report import Correction, Report

DAY_MS = 24 * 60 * 60 * 1000

Cleanup = Literal["delete", "compact"]


@dataclass(frozen=True, eq=False)
class Topic:
    """A topic with everything a reader, a writer or an administrator needs to know of it.

    `models` are the records its values are (none: raw bytes or private rows). `by_pair` topics
    all have the same number of partitions, so that a pair has one partition everywhere.
    """

    name: str
    key: str
    models: tuple[type[Record], ...]
    cleanup: Cleanup
    owner: str
    consumers: tuple[str, ...]
    about: str
    by_pair: bool = True
    retention_ms: int | None = None
    max_message_bytes: int = 1_048_588
    extra: dict[str, str] = field(default_factory=dict)

    def config(self) -> dict[str, str]:
        """Return the broker's settings for this topic."""
        kept = {} if self.retention_ms is None else {"retention.ms": str(self.retention_ms)}
        return {
            "cleanup.policy": self.cleanup,
            "max.message.bytes": str(self.max_message_bytes),
            **kept,
            **self.extra,
        }


MAX_ARTICLE_BYTES = 15 * 1024 * 1024
"""The largest article that is taken in, as it is written on the topic."""

_COMPACT = {
    "min.cleanable.dirty.ratio": "0.1",
    "segment.ms": "3600000",
    "segment.bytes": "67108864",
    "max.compaction.lag.ms": "21600000",
}

ARTICLES = Topic(
    name="wire.articles.v1",
    key="article_id",
    models=(Article,),
    cleanup="delete",
    owner="producer",
    consumers=("extractor",),
    about="articles as the wires told them, revisions in order",
    by_pair=False,
    retention_ms=7 * DAY_MS,
    max_message_bytes=MAX_ARTICLE_BYTES + 65536,
)

REPORTS = Topic(
    name="cooperation.reports.v1",
    key="pair",
    models=(Report, Correction),
    cleanup="delete",
    owner="extractor",
    consumers=("aggregator", "verify"),
    about="what each article says about each pair; corrections go to every partition",
    retention_ms=90 * DAY_MS,
    max_message_bytes=16 * 1024 * 1024,
)

EVENTS = Topic(
    name="cooperation.events.v1",
    key="event_id",
    models=(Event,),
    cleanup="compact",
    owner="aggregator",
    consumers=("web", "subscribers"),
    about="events as they stand, in the partition of their pair; read committed",
    extra=_COMPACT,
)

COUNTS = Topic(
    name="cooperation.counts.v1",
    key="PAIR|sector",
    models=(Count,),
    cleanup="compact",
    owner="aggregator",
    consumers=("web", "watch", "subscribers"),
    about="the cells of the table as they stand; read committed",
    extra=_COMPACT,
)

STATE = Topic(
    name="aggregator.state.v1",
    key="row",
    models=(),
    cleanup="compact",
    owner="aggregator",
    consumers=("aggregator",),
    about="the ledger of the aggregator, private to it",
    max_message_bytes=16 * 1024 * 1024,
    extra=_COMPACT,
)

REFUSED = Topic(
    name="refused.v1",
    key="the record's own",
    models=(),
    cleanup="delete",
    owner="every service",
    consumers=("refusals", "redrive"),
    about="records that could not be read: original bytes, reasons in headers; notes of redrives",
    by_pair=False,
    retention_ms=90 * DAY_MS,  # as long as the reports: who counts again leaves these out
    max_message_bytes=16 * 1024 * 1024,
)

TOPICS: tuple[Topic, ...] = (ARTICLES, REPORTS, EVENTS, COUNTS, STATE, REFUSED)
