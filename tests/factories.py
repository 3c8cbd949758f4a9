"""Records for tests: every field has a default, a test names only what it is about.

The defaults fit together: the mention quotes the article, the report holds the mention, the
event and the count are what that report leads to.
"""

from datetime import UTC, datetime
from typing import Any

from schemas.article import Article
from schemas.count import Count
from schemas.event import Event, Join, Telling
from schemas.report import Amount, Correction, EventDate, Evidence, Mention, Organisation, Report
from schemas.vocabulary import Kind, Precision, PubStatus, Sector, Status, event_codes

PUBLISHED = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)
RETRIEVED = datetime(2026, 10, 6, 9, 31, tzinfo=UTC)
TITLE = "Kenya, Vietnam sign coffee accord"
SENTENCE = "Kenya and Vietnam signed an agreement on coffee trade on Tuesday."
BODY = f"NAIROBI, Oct 6 - {SENTENCE} The ministers met in Nairobi."


def article(**changes: Any) -> Article:
    """Build an article; `article(body="…", revision=2)` changes what it names."""
    defaults = {
        "article_id": "a1",
        "title": TITLE,
        "body": BODY,
        "published": PUBLISHED,
        "retrieved": RETRIEVED,
        "source": "Example Wire",
        "url": "https://example.com/a1",
    }
    return Article(**{**defaults, **changes})


def evidence(quote: str = SENTENCE, told_in: Article | None = None) -> Evidence:
    """Quote a sentence from the body of an article, by default from that of `article()`."""
    start = (told_in.body if told_in else BODY).index(quote)
    return Evidence(field="body", start=start, end=start + len(quote), quote=quote)


def day(value: str = "2026-10-06") -> EventDate:
    """Build a date; its length says its precision."""
    precision = {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR}[len(value)]
    return EventDate(value=value, precision=precision)


def amount(value: str = "335000000", currency: str = "USD", **changes: Any) -> Amount:
    """Build a sum of money."""
    return Amount(value=value, currency=currency, **changes)


def organisation(name: str = "Lakeside Growers", country: str | None = "KEN") -> Organisation:
    """Build a body that takes part."""
    return Organisation(name=name, country=country)


def mention(**changes: Any) -> Mention:
    """Build a mention: a signed trade agreement; its codes follow from kind and status."""
    kind = Kind(changes.get("kind", Kind.AGREEMENT))
    status = Status(changes.get("status", Status.DONE))
    plover, cameo = event_codes(kind, status)
    defaults = {
        "kind": kind,
        "status": status,
        "sectors": (Sector.TRADE,),
        "date": day(),
        "evidence": (evidence(),),
        "rule": "agreement.signed",
        "plover": plover,
        "cameo": cameo,
    }
    return Mention(**{**defaults, **changes})


def report(*mentions: Mention, **changes: Any) -> Report:
    """Build a report of the mentions given, or of one."""
    defaults = {
        "article_id": "a1",
        "revision": 1,
        "pair": "KEN-VNM",
        "mentions": mentions or (mention(),),
        "lexicon": "0123456789abcdef",
        "title": TITLE,
        "source": "Example Wire",
        "url": "https://example.com/a1",
        "published": PUBLISHED,
    }
    return Report(**{**defaults, **changes})


def correction(*pairs: str, **changes: Any) -> Correction:
    """Build a correction that leaves the article the pairs given, by default none."""
    defaults = {
        "article_id": "a1",
        "revision": 2,
        "status": PubStatus.USABLE,
        "pairs": pairs,
    }
    return Correction(**{**defaults, **changes})


def telling(**changes: Any) -> Telling:
    """Build one entry of an event's `report_list`."""
    defaults = {
        "article_id": "a1",
        "revision": 1,
        "source": "Example Wire",
        "url": "https://example.com/a1",
        "published": PUBLISHED,
        "quote": SENTENCE,
    }
    return Telling(**{**defaults, **changes})


def join(**changes: Any) -> Join:
    """Build one entry of an event's `why`."""
    defaults = {"article_id": "a1", "revision": 1, "decision": "opened", "reasons": ()}
    return Join(**{**defaults, **changes})


def event(**changes: Any) -> Event:
    """Build the event that `report()` tells of."""
    defaults = {
        "event_id": "00112233445566ff",
        "pair": "KEN-VNM",
        "kind": Kind.AGREEMENT,
        "status": Status.DONE,
        "counted": True,
        "sectors": (Sector.TRADE,),
        "date": day(),
        "amounts": (),
        "organisations": (),
        "title": TITLE,
        "reports": 1,
        "report_list": (telling(),),
        "why": (join(),),
        "first_seen": PUBLISHED,
        "updated": PUBLISHED,
        "retracted": None,
        "partition": 3,
        "offset": 17,
    }
    return Event(**{**defaults, **changes})


def count(**changes: Any) -> Count:
    """Build the count of one event: a trade agreement of October 2026."""
    defaults = {
        "pair": "KEN-VNM",
        "sector": Sector.TRADE,
        "events": 1,
        "reports": 1,
        "planned": 0,
        "by_kind": {Kind.AGREEMENT: 1},
        "by_month": {"2026-10": 1},
        "amounts": {},
        "last_event": "00112233445566ff",
        "partition": 3,
        "offset": 17,
    }
    return Count(**{**defaults, **changes})
