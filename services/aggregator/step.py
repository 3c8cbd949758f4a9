"""One report or correction in, changed rows out: the whole work of the aggregator."""

from collections.abc import Mapping
from datetime import UTC
from typing import cast

from schemas.report import Correction, Mention, Report, read_told
from schemas.vocabulary import PubStatus
from services.aggregator import events, identity
from services.aggregator.rows import (
    Act,
    ArticleRow,
    Draft,
    EventRow,
    Row,
    article_key,
    dates_key,
    event_key,
)
from services.aggregator.tally import Weight, recount, weigh

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
    now = [retelling.tell(told, mention) for mention in told.mentions]
    retelling.settle(f"revision {told.revision} of {told.article_id} does not tell of it")
    pairs = {**article["pairs"], told.pair: (told.revision, now)}
    return {**article, "pairs": pairs}


def _reason(told: Correction) -> str:
    if told.status is PubStatus.USABLE:
        return f"revision {told.revision} of {told.article_id} does not tell of it"
    return f"{told.article_id} was {told.status.value} in revision {told.revision}"


class _Retelling:
    """What one article tells of one pair, put in the place of what it told before.

    Events are looked up before those left without a report are retracted, so that a revision
    that repeats an act finds the event it had.
    """

    def __init__(self, draft: Draft, pair: str, article_id: str, place: tuple[int, int]) -> None:
        self._draft, self._pair, self._article_id, self._place = draft, pair, article_id, place
        self._before: dict[str, Weight] = {}
        self._former: set[str] = set()
        self._taken: set[str] = set()

    def withdraw(self, acts: list[Act]) -> None:
        """Take earlier acts of the article out of their events."""
        for act in acts:
            event = self._event(act["event"])
            self._former.add(act["event"])
            self._put(act["event"], events.withdrawn(event, act, self._article_id))

    def tell(self, report: Report, mention: Mention) -> Act:
        """Add a mention to the event it tells of, an open one or a new one."""
        anchor = _anchor(report, mention)
        verdict = identity.decide(
            self._draft, self._pair, mention, anchor, self._taken, self._former
        ) or identity.new(self._pair, report, mention, anchor, len(self._taken))
        event = self._event(verdict.event_id) if verdict.known else None
        if event is None:
            self._before.setdefault(verdict.event_id, Weight())
            event = events.opened(self._pair, mention, anchor)
        act = events.act_of(event, verdict.event_id, mention)
        self._taken.add(verdict.event_id)
        self._put(verdict.event_id, events.told(event, act, report, mention, verdict))
        return act

    def settle(self, reason: str) -> None:
        """Retract the events without a report, list the others by date, count the difference."""
        for event_id, before in self._before.items():
            event = cast(EventRow, self._draft.get(event_key(event_id)))
            if not event["reports"]:
                self._put(event_id, {**event, "retracted": reason})
            self._list(event_id, event)
            recount(self._draft, self._pair, event_id, before, weigh(event), self._place)

    def _event(self, event_id: str) -> EventRow:
        event = cast(EventRow, self._draft.get(event_key(event_id)))
        self._before.setdefault(event_id, weigh(event))
        return event

    def _put(self, event_id: str, event: EventRow) -> None:
        stamp = {"partition": self._place[0], "offset": self._place[1]}
        self._draft.put(event_key(event_id), {**event, **stamp})

    def _list(self, event_id: str, event: EventRow) -> None:
        if not event["anchor"]:
            return
        key = dates_key(self._pair, event["anchor"])
        listed = dict(self._draft.get(key) or {})
        if event["reports"]:
            listed[event_id] = event["kind"]
        else:
            listed.pop(event_id, None)
        if listed != (self._draft.get(key) or {}):
            self._draft.put(key, listed or None)


def _anchor(report: Report, mention: Mention) -> str:
    """Return the day an act is looked up by: its own date, else the day it was news."""
    if mention.date:
        return mention.date.value
    if mention.background or not report.published:
        return ""
    return report.published.astimezone(UTC).date().isoformat()
