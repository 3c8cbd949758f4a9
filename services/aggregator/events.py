"""Rows of events: how a telling is added to one, and how it is taken back."""

from decimal import Decimal

from schemas.report import Mention, Report
from services.aggregator.identity import Identity
from services.aggregator.rows import Act, EventRow, Facts, Row, added

SHOWN_FIRST, SHOWN_NEWEST = 5, 15
"""How many tellings of an event are shown; the number of all is always kept."""

MAX_NAMES = 32
"""How many different dates, amounts or organisations an event keeps apart."""


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
        "was": None,
        "offset": 0,
        "partition": 0,
    }


def act_of(event: EventRow, event_id: str, mention: Mention) -> Act:
    """Return what a mention adds to an event."""
    date = mention.date.value if mention.date else ""
    amounts = [f"{a.value} {a.currency} {a.role} {a.qualifier}" for a in mention.amounts]
    bodies = [f"{body.name}\t{body.country or ''}" for body in mention.organisations]
    dates = _room(event["dates"], [date])
    return {
        "event": event_id,
        "status": mention.status.value,
        "news": not mention.background,
        "sectors": list(dict.fromkeys(sector.value for sector in mention.sectors)),
        "date": dates[0] if dates else "",
        "amounts": _room(event["amounts"], list(dict.fromkeys(amounts))),
        "organisations": _room(event["organisations"], list(dict.fromkeys(bodies))),
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
        "was": None,
    }


def withdrawn(event: EventRow, act: Act, article_id: str) -> EventRow:
    """Return the event without what this article told of it."""
    return {
        **_moved(event, act, -1),
        "tellings": [row for row in event["tellings"] if row["article_id"] != article_id],
        "why": [row for row in event["why"] if row["article_id"] != article_id],
    }


def retracted(event: EventRow, before: EventRow, reason: str) -> EventRow:
    """Return an event that nothing tells of any more, with what was told of it last."""
    was: Facts = {
        "statuses": before["statuses"],
        "sectors": before["sectors"],
        "dates": before["dates"],
        "amounts": before["amounts"],
        "organisations": before["organisations"],
    }
    return {**event, "retracted": reason, "was": was}


def date_of(event: Facts) -> str:
    """Return the event's date: the one told most often among the most exact; empty if none is."""
    dates = event["dates"]
    if len(dates) == 1:
        return next(iter(dates))
    exact = max(map(len, dates), default=0)
    alike = [date for date in dates if len(date) == exact]
    return min(alike, key=lambda date: (-dates[date], date), default="")


def amounts_of(event: Facts) -> list[tuple[str, ...]]:
    """Return the amounts told of the event, most told first, then the larger.

    Each is value, currency, role and qualifier.
    """
    amounts = event["amounts"]
    told = [(number, tuple(text.split())) for text, number in amounts.items()]
    told.sort(key=lambda one: (-one[0], -Decimal(one[1][0]), one[1]))
    return [amount for _, amount in told]


def organisations_of(event: Facts) -> list[tuple[str, str | None]]:
    """Return the organisations told to take part, most told first: name and country."""
    ranked = sorted(event["organisations"].items(), key=lambda body: (-body[1], body[0]))
    named = (body.split("\t") for body, _ in ranked)
    return [(name, country or None) for name, country in named]


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


def _room(counter: dict[str, int], names: list[str]) -> list[str]:
    """Return the names there is room for: known ones, and new ones up to the limit."""
    if not names or len(counter) + len(names) <= MAX_NAMES:
        return names
    known = [name for name in names if name in counter]
    new = [name for name in names if name not in counter]
    return known + new[: max(MAX_NAMES - len(counter), 0)]


def _shown(rows: list[Row]) -> list[Row]:
    if len(rows) <= SHOWN_FIRST + SHOWN_NEWEST:
        return rows
    return rows[:SHOWN_FIRST] + rows[-SHOWN_NEWEST:]
