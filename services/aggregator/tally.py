"""What an event counts for, and how the cells change when that changes."""

from decimal import Decimal
from typing import NamedTuple, cast

from schemas.vocabulary import COUNTED, Status
from services.aggregator.events import amounts_of, date_of
from services.aggregator.rows import CountRow, Draft, EventRow, Facts, count_key

_STRENGTH = (Status.DONE, Status.ONGOING, Status.CANCELLED, Status.DENIED, Status.PLANNED)
UNDATED = "undated"

_EMPTY: CountRow = {
    "events": 0,
    "reports": 0,
    "planned": 0,
    "by_kind": {},
    "by_month": {},
    "amounts": {},
    "last_event": "",
    "offset": 0,
    "partition": 0,
}


class Weight(NamedTuple):
    """What an event adds to each of its cells."""

    sectors: tuple[str, ...] = ()
    events: int = 0
    planned: int = 0
    reports: int = 0
    kind: str = ""
    month: str = ""
    amounts: tuple[tuple[str, str], ...] = ()


NOTHING = Weight()


def status_of(event: Facts) -> Status:
    """Return the status its tellings give an event: what happened outweighs what was to."""
    return next((status for status in _STRENGTH if status in event["statuses"]), Status.PLANNED)


def weigh(event: EventRow | None) -> Weight:
    """Return what the event counts for as it stands.

    It counts when it has happened or is under way, and apart when it is to come. What is only
    recalled, with no date to belong to, is shown and not counted. Its month is that of its
    date, or of the news where none is told.
    """
    if event is None or not event["reports"]:
        return NOTHING
    date, status = date_of(event), status_of(event)
    if not (event["news"] or date) or status not in {*COUNTED, Status.PLANNED}:
        return NOTHING
    counted = status in COUNTED
    return Weight(
        sectors=tuple(sorted(event["sectors"])),
        events=int(counted),
        planned=int(not counted),
        reports=event["reports"],
        kind=event["kind"],
        month=(date or event["anchor"])[:7] or UNDATED,
        amounts=_amounts(event) if counted else (),
    )


def recount(
    draft: Draft, pair: str, event_id: str, before: Weight, after: Weight, place: tuple[int, int]
) -> None:
    """Change the cells of the pair from what the event counted for to what it counts for now.

    `place` is the partition and offset of the record that changed it.
    """
    if before == after:
        return
    stamp = {"last_event": event_id, "partition": place[0], "offset": place[1]}
    for sector in sorted({*before.sectors, *after.sectors}):
        cell = cast(CountRow, draft.get(count_key(pair, sector)) or _EMPTY)
        if sector in before.sectors:
            cell = _moved(cell, before, -1)
        if sector in after.sectors:
            cell = _moved(cell, after, 1)
        draft.put(count_key(pair, sector), {**cell, **stamp})


def _amounts(event: EventRow) -> tuple[tuple[str, str], ...]:
    """Of the amounts in one currency the most told: two accounts of a sum are not two sums."""
    best: dict[str, str] = {}
    for value, currency, *_ in amounts_of(event):
        best.setdefault(currency, value)
    return tuple(sorted(best.items()))


def _moved(cell: CountRow, weight: Weight, by: int) -> CountRow:
    return {
        **cell,
        "events": cell["events"] + by * weight.events,
        "planned": cell["planned"] + by * weight.planned,
        "reports": cell["reports"] + by * weight.reports,
        "by_kind": _numbered(cell["by_kind"], weight.kind, by * weight.events),
        "by_month": _numbered(cell["by_month"], weight.month, by * weight.events),
        "amounts": _summed(cell["amounts"], weight.amounts, by),
    }


def _numbered(counter: dict[str, int], name: str, by: int) -> dict[str, int]:
    if not by:
        return counter
    total = {**counter, name: counter.get(name, 0) + by}
    return {key: total[key] for key in sorted(total) if total[key]}


def _summed(sums: dict[str, str], amounts: tuple[tuple[str, str], ...], by: int) -> dict[str, str]:
    if not amounts:
        return sums
    total = {currency: Decimal(value) for currency, value in sums.items()}
    for currency, value in amounts:
        total[currency] = total.get(currency, Decimal(0)) + by * Decimal(value)
    return {currency: f"{total[currency]:f}" for currency in sorted(total) if total[currency]}
