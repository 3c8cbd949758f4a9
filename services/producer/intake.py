"""What a batch of articles becomes: the records to send."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from schemas.article import Article
from schemas.topics import MAX_ARTICLE_BYTES
from schemas.vocabulary import PubStatus
from services.producer.revise import Revisions, Told, content_of, revision_of, stated_revision
from services.producer.source import Refused


@dataclass(frozen=True)
class Outgoing:
    """One record for the articles topic; `first` if no other revision is known.

    `due` is when its embargo ends, None if it may be sent at once.
    """

    article_id: str
    revision: int
    content: bytes
    value: bytes
    first: bool
    due: datetime | None = None


@dataclass
class Intake:
    """What became of a batch: records to send, articles refused, the number known already."""

    outgoing: list[Outgoing] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    known: int = 0


def take_in(articles: Iterable[Article], known: Mapping[str, Revisions], now: datetime) -> Intake:
    """Give each article its revision and its time of retrieval, in order.

    `known` has the revisions given out before for every id of the batch; it is not changed.
    """
    fresh: dict[str, Revisions] = {}  # within the batch they count as sent: copies add nothing
    intake = Intake()
    for article in articles:
        revisions = fresh.get(article.article_id) or known.get(article.article_id, {})
        content = content_of(article)
        revision = revision_of(stated_revision(article), content, revisions)
        if revision is None:
            intake.known += 1
            continue
        record = article.model_copy(update={"revision": revision, "retrieved": now})
        if (size := len(value := record.to_bytes())) > MAX_ARTICLE_BYTES:
            intake.refused.append(too_large(article.article_id, size))
            continue
        first = not revisions.keys() - {revision}
        due = _due(article, now)
        intake.outgoing.append(Outgoing(article.article_id, revision, content, value, first, due))
        told = Told(content, acknowledged=True)
        fresh[article.article_id] = {**revisions, revision: told}
    return intake


def _due(article: Article, now: datetime) -> datetime | None:
    # What is withheld or killed counts nothing, and must take back at once what counted before.
    until = article.embargoed_until
    held = article.status is PubStatus.USABLE and until is not None and until > now
    return until if held else None


def too_large(article_id: str, size: int) -> Refused:
    """Return the refusal of an article whose record is larger than the topic takes."""
    return Refused(article_id, f"its record of {size} bytes is larger than its topic takes")
