"""The public form of the aggregator's rows: events and counts, as others read them."""

from datetime import datetime
from typing import cast

from schemas.count import Count
from schemas.event import Event
from schemas.record import Record
from schemas.topics import COUNTS, EVENTS, Topic
from schemas.vocabulary import Precision
from services.aggregator.events import amounts_of, date_of, organisations_of
from services.aggregator.rows import EventRow, Facts, Row
from services.aggregator.tally import status_of, weigh

_AS_KEPT = ("pair", "kind", "title", "reports", "why", "retracted", "partition", "offset")
_AMOUNT = ("value", "currency", "role", "qualifier")
_PRECISION = {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR}


def public(key: str, row: Row) -> tuple[Topic, str, Record] | None:
    """Return topic, key and record that a row of the ledger is published as.

    None for rows that are the ledger's own.
    """
    kind, _, name = key.partition("/")
    if kind == "count":
        pair, _, sector = name.partition("|")
        return COUNTS, name, Count.model_validate({"pair": pair, "sector": sector, **row})
    if kind == "event":
        return EVENTS, name, _event(name, row)
    return None


def _event(event_id: str, row: Row) -> Event:
    event = cast(EventRow, row)
    facts: Facts = event["was"] or event
    told = [datetime.fromisoformat(t["published"]) for t in event["tellings"] if t["published"]]
    date = date_of(facts)
    return Event.model_validate(
        {
            **{name: row[name] for name in _AS_KEPT},
            "event_id": event_id,
            "status": status_of(facts),
            "counted": weigh(event).events > 0,
            "sectors": sorted(facts["sectors"]),
            "date": {"value": date, "precision": _PRECISION[len(date)]} if date else None,
            "amounts": [dict(zip(_AMOUNT, told, strict=True)) for told in amounts_of(facts)],
            "organisations": [{"name": n, "country": c} for n, c in organisations_of(facts)],
            "report_list": event["tellings"],
            "first_seen": min(told, default=None),
            "updated": max(told, default=None),
        }
    )
