"""One article in, what goes to the reports topic out: the whole work of the extractor."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.article import Article
from schemas.partitioning import partition_of
from schemas.report import Correction, Report
from schemas.vocabulary import PubStatus
from services.extractor.extract import extract


class Outgoing(NamedTuple):
    """A record of the reports topic with its key and the partition it must go to."""

    partition: int
    key: str
    record: Report | Correction


def step(article: Article, partitions: int) -> tuple[Outgoing, ...]:
    """Return what an article tells the reports topic, in the order in which it is to be sent.

    A later revision, or an item that may not be used, first tells every partition which pairs
    it now speaks of, so that what its earlier revisions said is taken back. Then come its
    reports, each in the partition of its pair.
    """
    reports = extract(article)
    return (*_corrections(article, reports, partitions), *_placed(reports, partitions))


def _corrections(
    article: Article, reports: tuple[Report, ...], partitions: int
) -> Iterator[Outgoing]:
    if article.revision == 1 and article.status is PubStatus.USABLE:
        return
    correction = Correction(
        article_id=article.article_id,
        revision=article.revision,
        status=article.status,
        pairs=tuple(report.pair for report in reports),
    )
    for partition in range(partitions):
        yield Outgoing(partition, article.article_id, correction)


def _placed(reports: tuple[Report, ...], partitions: int) -> Iterator[Outgoing]:
    for report in reports:
        yield Outgoing(partition_of(report.pair, partitions), report.pair, report)
