"""The public form of the aggregator's rows: events and counts, as others read them."""

from datetime import datetime
from typing import cast

from schemas.count import Count
from schemas.event import Event, Join, Telling
from schemas.record import Record
from schemas.topics import COUNTS, EVENTS, Topic
from schemas.vocabulary import Kind, Sector
from services.aggregator.events import amounts_of, dates_of, organisations_of
from services.aggregator.rows import EventRow, Row
from services.aggregator.tally import status_of, weigh


def public(key: str, row: Row) -> tuple[Topic, str, Record] | None:
    """Return topic, key and record that a row of the ledger is published as.

    None for rows that are the ledger's own.
    """
    kind, _, name = key.partition("/")
    if kind == "count":
        pair, _, sector = name.partition("|")
        return COUNTS, name, Count.model_validate({"pair": pair, "sector": sector, **row})
    if kind == "event":
        return EVENTS, name, _event(name, cast(EventRow, row))
    return None


def _event(event_id: str, row: EventRow) -> Event:
    told = [datetime.fromisoformat(t["published"]) for t in row["tellings"] if t["published"]]
    return Event(
        event_id=event_id,
        pair=row["pair"],
        kind=Kind(row["kind"]),
        status=status_of(row),
        counted=weigh(row).events > 0,
        sectors=tuple(Sector(name) for name in sorted(row["sectors"])),
        date=dates_of(row),
        amounts=amounts_of(row),
        organisations=organisations_of(row),
        title=row["title"],
        reports=row["reports"],
        report_list=tuple(Telling.model_validate(telling) for telling in row["tellings"]),
        why=tuple(Join.model_validate(reason) for reason in row["why"]),
        first_seen=min(told, default=None),
        updated=max(told, default=None),
        retracted=row["retracted"],
        partition=row["partition"],
        offset=row["offset"],
    )
