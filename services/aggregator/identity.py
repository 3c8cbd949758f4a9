"""Which event a mention tells of: that of its pair, kind and date.

The first rule of Entente. It looks at one report alone, so the events do not depend on the
order in which reports arrive. Acts of one kind and date that a report tells apart are apart,
as first, second, third of that day.
"""

import hashlib
from collections import defaultdict
from datetime import UTC
from typing import NamedTuple

from schemas.report import Mention, Report


class Identity(NamedTuple):
    """The event a mention tells of, its kind, the date it is known by, and why it is this one."""

    event_id: str
    kind: str
    anchor: str
    reasons: tuple[str, ...]


def identify(report: Report) -> list[tuple[Mention, Identity]]:
    """Return each mention of a report with the event it tells of.

    Acts told apart on one date are put in order by what they concern, so that two reports that
    tell them the other way round tell of the same events.
    """
    alike: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in report.mentions:
        alike[mention.kind.value, anchor_of(report, mention)].append(mention)
    return [
        (mention, _identity(report, kind, anchor, number))
        for (kind, anchor), mentions in alike.items()
        for number, mention in enumerate(sorted(mentions, key=lambda one: sorted(one.sectors)))
    ]


def anchor_of(report: Report, mention: Mention) -> str:
    """Return the date an act is known by: its own, else the day it was news, else none.

    What is only recalled does not become an act of the day it was recalled.
    """
    if mention.date:
        return mention.date.value
    if mention.background or not report.published:
        return ""
    return report.published.astimezone(UTC).date().isoformat()


def _identity(report: Report, kind: str, anchor: str, number: int) -> Identity:
    # Without a date nothing says that two articles tell of one act.
    known_by = anchor or report.article_id
    told = "\0".join((report.pair, kind, known_by, str(number)))
    event_id = hashlib.sha256(told.encode()).hexdigest()[:16]
    when = f"date {anchor}" if anchor else "no date: the act of this article alone"
    which = f"act {number + 1} of that kind and date in its article"
    return Identity(event_id, kind, anchor, (f"pair {report.pair}", f"kind {kind}", when, which))
