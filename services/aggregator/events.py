"""Rows of events: how a telling is added to one, and how it is taken back."""

from collections.abc import Iterable
from decimal import Decimal

from schemas.report import Amount, EventDate, Mention, Organisation, Report
from schemas.vocabulary import Precision
from services.aggregator.identity import Identity
from services.aggregator.rows import Act, EventRow, Row, added

SHOWN_FIRST, SHOWN_NEWEST = 5, 15
"""How many tellings of an event are shown; the number of all is always kept."""

MAX_NAMES = 32
"""How many different dates, amounts or organisations an event keeps apart."""

_PRECISION = {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR}


def opened(pair: str, identity: Identity) -> EventRow:
    """Return the row of an event that nothing has told of yet."""
    return {
        "pair": pair,
        "kind": identity.kind,
        "anchor": identity.anchor,
        "reports": 0,
        "news": 0,
        "statuses": {},
        "sectors": {},
        "dates": {},
        "amounts": {},
        "organisations": {},
        "title": "",
        "tellings": [],
        "why": [],
        "retracted": None,
        "offset": 0,
        "partition": 0,
    }


def act_of(event: EventRow, event_id: str, mention: Mention) -> Act:
    """Return what a mention adds to an event."""
    date = mention.date.value if mention.date else ""
    amounts = [f"{a.value} {a.currency} {a.role} {a.qualifier}" for a in mention.amounts]
    bodies = [f"{body.name}\t{body.country or ''}" for body in mention.organisations]
    return {
        "event": event_id,
        "status": mention.status.value,
        "news": not mention.background,
        "sectors": list(dict.fromkeys(sector.value for sector in mention.sectors)),
        "date": next(iter(_room(event["dates"], [date])), ""),
        "amounts": _room(event["amounts"], amounts),
        "organisations": _room(event["organisations"], bodies),
    }


def told(
    event: EventRow, act: Act, report: Report, mention: Mention, identity: Identity
) -> EventRow:
    """Return the event with one more telling."""
    told_by: Row = {"article_id": report.article_id, "revision": report.revision}
    telling: Row = {
        **told_by,
        "source": report.source,
        "url": report.url,
        "published": report.published.isoformat() if report.published else None,
        "quote": mention.evidence[0].quote,
    }
    decision = "joined" if event["reports"] else "opened"
    reason: Row = {**told_by, "decision": decision, "reasons": list(identity.reasons)}
    return {
        **_moved(event, act, 1),
        "title": event["title"] or report.title or telling["quote"],
        "tellings": _shown([*event["tellings"], telling]),
        "why": _shown([*event["why"], reason]),
        "retracted": None,
    }


def withdrawn(event: EventRow, act: Act, article_id: str) -> EventRow:
    """Return the event without what this article told of it."""
    return {
        **_moved(event, act, -1),
        "tellings": [row for row in event["tellings"] if row["article_id"] != article_id],
        "why": [row for row in event["why"] if row["article_id"] != article_id],
    }


def dates_of(event: EventRow) -> EventDate | None:
    """Return the event's date: the one told most often among the most exact."""
    told_dates = event["dates"].keys() - {""}
    if not told_dates:
        return None
    exact = max(map(len, told_dates))
    best = min(
        (date for date in told_dates if len(date) == exact),
        key=lambda date: (-event["dates"][date], date),
    )
    return EventDate(value=best, precision=_PRECISION[exact])


def amounts_of(event: EventRow) -> tuple[Amount, ...]:
    """Return the amounts told of the event, most told first, then the larger."""
    amounts = [
        (number, Amount.model_validate(dict(zip(Amount.model_fields, text.split(), strict=True))))
        for text, number in event["amounts"].items()
    ]
    amounts.sort(key=lambda one: (-one[0], -Decimal(one[1].value), one[1].currency, one[1].role))
    return tuple(amount for _, amount in amounts)


def organisations_of(event: EventRow) -> tuple[Organisation, ...]:
    """Return the organisations told to take part, most told first."""
    ranked = sorted(event["organisations"].items(), key=lambda body: (-body[1], body[0]))
    named = (body.split("\t") for body, _ in ranked)
    return tuple(Organisation(name=name, country=country or None) for name, country in named)


def _moved(event: EventRow, act: Act, by: int) -> EventRow:
    return {
        **event,
        "reports": event["reports"] + by,
        "news": event["news"] + by * act["news"],
        "statuses": added(event["statuses"], [act["status"]], by),
        "sectors": added(event["sectors"], act["sectors"], by),
        "dates": added(event["dates"], [act["date"]], by),
        "amounts": added(event["amounts"], act["amounts"], by),
        "organisations": added(event["organisations"], act["organisations"], by),
    }


def _room(counter: dict[str, int], names: Iterable[str]) -> list[str]:
    """Return the names there is room for: known ones, and new ones up to the limit."""
    told = list(dict.fromkeys(names))
    known = [name for name in told if name in counter]
    new = [name for name in told if name not in counter]
    return known + new[: max(MAX_NAMES - len(counter), 0)]


def _shown(rows: list[Row]) -> list[Row]:
    if len(rows) <= SHOWN_FIRST + SHOWN_NEWEST:
        return rows
    return rows[:SHOWN_FIRST] + rows[-SHOWN_NEWEST:]
