"""Which event a mention tells of: the same pair, the same kind, a date that agrees.

The first rule of Entente. Among the pair's events that fit, the nearest date wins, then what
else is told alike. Two acts told apart in one report are never one event.
"""

import hashlib
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, cast

from schemas.report import Mention, Report
from services.aggregator.rows import Draft, EventRow, dates_key, event_key

NEAR = 2
"""Days by which two exact dates of one act may differ: time zones, late reports."""

_DAY, _MONTH = 10, 7


class Verdict(NamedTuple):
    """The event a mention tells of, and why; `known` says whether it was there before."""

    event_id: str
    known: bool
    reasons: tuple[str, ...]


def decide(
    draft: Draft,
    pair: str,
    mention: Mention,
    anchor: str,
    taken: Collection[str],
    former: Collection[str],
) -> Verdict | None:
    """Return the open event that the mention tells of, or None if it tells of a new one.

    `anchor` is the mention's date or, failing that, the day it was news; without either
    nothing can be found. `taken` are the events this report tells of already, `former` those
    that the article's last revision told of.
    """
    best: tuple[int, str, tuple[str, ...]] | None = None
    for near in _near(anchor):
        for event_id, kind in (draft.get(dates_key(pair, near)) or {}).items():
            if kind != mention.kind or event_id in taken:
                continue
            event = cast(EventRow, draft.get(event_key(event_id)))
            clues = [*_clues(event, mention, anchor, near)]
            if event_id in former:
                clues.append((50, "told by this article's last revision"))
            found = -sum(weight for weight, _ in clues), event_id, tuple(text for _, text in clues)
            best = min(best, found) if best else found
    return Verdict(best[1], True, best[2]) if best else None


def new(pair: str, report: Report, mention: Mention, anchor: str, number: int) -> Verdict:
    """Return a new event, opened by the so-many-th act of a report."""
    told = (pair, report.article_id, mention.kind.value, anchor, str(number))
    event_id = hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]
    around = f"around {anchor}" if anchor else "to compare with, since it has no date"
    return Verdict(event_id, False, (f"no open {mention.kind.value} of {pair} {around}",))


def _clues(event: EventRow, mention: Mention, anchor: str, near: str) -> Iterator[tuple[int, str]]:
    """Yield what speaks for the event, each with its weight."""
    yield _date_clue(anchor, near)
    if shared := [s.value for s in mention.sectors if s.value in event["sectors"]]:
        yield 2, f"shared sectors: {', '.join(shared)}"
    if amounts := [a.value for a in mention.amounts if _told(event, a.value, a.currency)]:
        yield 4, f"equal amounts: {', '.join(amounts)}"
    names = {body.split("\t")[0] for body in event["organisations"]}
    if bodies := [o.name for o in mention.organisations if o.name in names]:
        yield 4, f"shared organisations: {', '.join(bodies)}"


def _told(event: EventRow, value: str, currency: str) -> bool:
    return any(told.startswith(f"{value} {currency} ") for told in event["amounts"])


def _date_clue(anchor: str, near: str) -> tuple[int, str]:
    if anchor == near:
        return 30, f"same date, {near}"
    if len(anchor) == len(near) == _DAY:
        apart = abs((date.fromisoformat(anchor) - date.fromisoformat(near)).days)
        return 30 - 10 * apart, f"dates {apart} days apart: {anchor}, {near}"
    return 5, f"{anchor} and {near} agree as far as they go"


@lru_cache(maxsize=4096)
def _near(anchor: str) -> tuple[str, ...]:
    """Return the dates by which an act may be known that is told with this one."""
    if not anchor:
        return ()
    if len(anchor) == _DAY:
        return (*_around(date.fromisoformat(anchor)), anchor[:7], anchor[:4])
    if len(anchor) == _MONTH:
        return (anchor, *_days_of(anchor + "-01", anchor), anchor[:4])
    months = [f"{anchor}-{month:02d}" for month in range(1, 13)]
    return (anchor, *months, *_days_of(anchor + "-01-01", anchor))


def _around(day: date) -> Iterator[str]:
    for ordinal in range(day.toordinal() - NEAR, day.toordinal() + NEAR + 1):
        if 1 <= ordinal <= date.max.toordinal():
            yield date.fromordinal(ordinal).isoformat()


def _days_of(first: str, period: str) -> Iterator[str]:
    day = date.fromisoformat(first)
    while day.isoformat().startswith(period):
        yield day.isoformat()
        if day == date.max:
            return
        day += timedelta(days=1)
