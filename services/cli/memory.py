"""The whole stream in memory: the steps of every service, with dictionaries for topics."""

from collections import defaultdict
from datetime import UTC, datetime

from schemas.article import Article
from schemas.count import Count
from schemas.event import Event
from schemas.report import Correction, Report
from schemas.topics import COUNTS, EVENTS, Topic
from services.aggregator.publish import public
from services.aggregator.rows import Row
from services.aggregator.step import step as count
from services.extractor.step import step as extract
from services.producer.intake import take_in
from services.producer.revise import Revisions, Told


class MemoryStream:
    """Takes articles in and holds what the topics would, the same for the same articles.

    Partitions and offsets are those that Kafka gives when articles arrive in this order. What
    is under embargo at the moment `at` (now, if not said) is left out, and numbered in `held`.
    """

    def __init__(self, partitions: int, at: datetime | None = None) -> None:
        self.held = 0
        self._at = at or datetime.now(UTC)
        self.reports: list[Report | Correction] = []
        self._partitions = partitions
        self._known: dict[str, Revisions] = {}
        self._rows: dict[int, dict[str, Row]] = defaultdict(dict)
        self._ends: dict[int, int] = defaultdict(int)

    def publish(self, article: Article) -> None:
        """Let one article go all the way to the tables."""
        intake = take_in([article], self._known, self._at)
        for one in intake.outgoing:
            told = Told(one.content, acknowledged=True)
            known = self._known.get(one.article_id, {})
            self._known[one.article_id] = {**known, one.revision: told}
            if one.due:
                self.held += 1
                continue
            for outgoing in extract(Article.from_bytes(one.value), self._partitions):
                self._count(outgoing.record, outgoing.partition)

    def events(self) -> list[Event]:
        """Return the events as they stand, by id."""
        return [record for record in self._table(EVENTS) if isinstance(record, Event)]

    def counts(self) -> list[Count]:
        """Return the cells as they stand, by pair and sector."""
        return [record for record in self._table(COUNTS) if isinstance(record, Count)]

    def _count(self, record: Report | Correction, partition: int) -> None:
        # A correction is told to every partition, and noted once.
        if not self.reports or self.reports[-1] != record:
            self.reports.append(record)
        rows = self._rows[partition]
        for key, row in count(rows, record.to_bytes(), partition, self._ends[partition]).items():
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row
        self._ends[partition] += 1

    def _table(self, topic: Topic) -> list[Event | Count]:
        published = (public(key, row) for rows in self._rows.values() for key, row in rows.items())
        mine = [one for one in published if one is not None and one[0] is topic]
        return [record for _, _, record in sorted(mine, key=lambda one: one[1])]  # type: ignore[misc]
