"""One report or correction in, changed rows out: the whole work of the aggregator."""

from collections.abc import Mapping
from typing import cast

from schemas.report import Correction, Mention, Report, read_told
from schemas.vocabulary import PubStatus
from services.aggregator import events
from services.aggregator.identity import Identity, identify
from services.aggregator.rows import (
    Act,
    ArticleRow,
    Draft,
    EventRow,
    Row,
    article_key,
    event_key,
)
from services.aggregator.tally import recount, weigh

_UNTOLD: ArticleRow = {"revision": 0, "pairs": {}}


def step(
    rows: Mapping[str, Row], value: bytes, partition: int, offset: int
) -> dict[str, Row | None]:
    """Return the rows that a record of the reports topic changes; None for those it removes.

    Repeats and overtaken revisions change nothing. Raises ValueError for a record that is
    neither report nor correction.
    """
    told = read_told(value)
    draft = Draft(rows)
    article = cast(ArticleRow, draft.get(article_key(told.article_id)) or _UNTOLD)
    if isinstance(told, Correction):
        after = _corrected(draft, article, told, (partition, offset))
    else:
        after = _replaced(draft, article, told, (partition, offset))
    if after is not article:
        draft.put(article_key(told.article_id), after)
    return draft.changes


def _corrected(
    draft: Draft, article: ArticleRow, told: Correction, place: tuple[int, int]
) -> ArticleRow:
    """Take back the pairs that the article no longer speaks of."""
    if told.revision <= article["revision"]:
        return article
    gone = [
        pair
        for pair, (revision, _) in article["pairs"].items()
        if pair not in told.pairs and revision < told.revision
    ]
    for pair in gone:
        retelling = _Retelling(draft, pair, told.article_id, place)
        retelling.withdraw(article["pairs"][pair][1])
        retelling.settle(_reason(told))
    kept = {pair: acts for pair, acts in article["pairs"].items() if pair not in gone}
    return {"revision": told.revision, "pairs": kept}


def _replaced(
    draft: Draft, article: ArticleRow, told: Report, place: tuple[int, int]
) -> ArticleRow:
    """Put what the article says now in the place of what it said before."""
    revision, acts = article["pairs"].get(told.pair, (0, []))
    if told.revision <= revision or told.revision < article["revision"]:
        return article
    retelling = _Retelling(draft, told.pair, told.article_id, place)
    retelling.withdraw(acts)
    now = retelling.tell(told)
    retelling.settle(f"revision {told.revision} of {told.article_id} does not tell of it")
    pairs = {**article["pairs"], told.pair: (told.revision, now)}
    return {**article, "pairs": pairs}


def _reason(told: Correction) -> str:
    if told.status is PubStatus.USABLE:
        return f"revision {told.revision} of {told.article_id} does not tell of it"
    return f"{told.article_id} was {told.status.value} in revision {told.revision}"


class _Retelling:
    """What one article tells of one pair, put in the place of what it told before."""

    def __init__(self, draft: Draft, pair: str, article_id: str, place: tuple[int, int]) -> None:
        self._draft, self._pair, self._article_id, self._place = draft, pair, article_id, place
        self._before: dict[str, EventRow | None] = {}

    def withdraw(self, acts: list[Act]) -> None:
        """Take earlier acts of the article out of their events."""
        for act in acts:
            event = cast(EventRow, self._event(act["event"]))
            self._put(act["event"], events.withdrawn(event, act, self._article_id))

    def tell(self, report: Report) -> list[Act]:
        """Add each mention of a report to the event it tells of; return what it added."""
        return [self._told(report, *identified) for identified in identify(report)]

    def settle(self, reason: str) -> None:
        """Retract the events left without a report, and count the difference."""
        for event_id, before in self._before.items():
            event = cast(EventRow, self._draft.get(event_key(event_id)))
            if before and not event["reports"]:
                self._put(event_id, events.retracted(event, before, reason))
            change = weigh(before), weigh(event)
            recount(self._draft, self._pair, event_id, *change, self._place)

    def _told(self, report: Report, mention: Mention, identity: Identity) -> Act:
        event_id = identity.event_id
        event = self._event(event_id) or events.opened(self._pair, identity)
        act = events.act_of(event, event_id, mention)
        self._put(event_id, events.told(event, act, report, mention, identity))
        return act

    def _event(self, event_id: str) -> EventRow | None:
        """Return an event, and note what it was before this article changed it."""
        event = cast("EventRow | None", self._draft.get(event_key(event_id)))
        self._before.setdefault(event_id, event)
        return event

    def _put(self, event_id: str, event: EventRow) -> None:
        stamp = {"partition": self._place[0], "offset": self._place[1]}
        self._draft.put(event_key(event_id), {**event, **stamp})
