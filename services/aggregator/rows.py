"""The rows of the aggregator's ledger, with their keys and a draft of changes to them."""

from collections.abc import Mapping
from typing import Any, TypedDict, cast

Row = dict[str, Any]


class Act(TypedDict):
    """What one telling adds to its event, kept so that it can be taken back to the letter."""

    event: str
    status: str
    news: bool
    sectors: list[str]
    date: str
    amounts: list[str]
    organisations: list[str]


class ArticleRow(TypedDict):
    """What an article has told in this partition: per pair the revision and the acts.

    `revision` is the highest one a correction told of, 0 where none did.
    """

    revision: int
    pairs: dict[str, tuple[int, list[Act]]]


class Facts(TypedDict):
    """What is told of an event: each name with the number of tellings that say so."""

    statuses: dict[str, int]
    sectors: dict[str, int]
    dates: dict[str, int]
    amounts: dict[str, int]
    organisations: dict[str, int]


class EventRow(Facts):
    """An event with the totals of its tellings; `anchor` is the date it is known by.

    `news` numbers those that do not tell it as background. `was` are the facts of an event that
    no report tells of any more, so that it can be shown for what it was; else None.
    """

    pair: str
    kind: str
    anchor: str
    reports: int
    news: int
    title: str
    tellings: list[Row]
    why: list[Row]
    retracted: str | None
    was: Facts | None
    offset: int
    partition: int


class CountRow(TypedDict):
    """A cell, in the words of `schemas.count.Count`."""

    events: int
    reports: int
    planned: int
    by_kind: dict[str, int]
    by_month: dict[str, int]
    amounts: dict[str, str]
    last_event: str
    offset: int
    partition: int


def article_key(article_id: str) -> str:
    """Return the key of an article's row."""
    return f"article/{article_id}"


def event_key(event_id: str) -> str:
    """Return the key of an event's row."""
    return f"event/{event_id}"


def count_key(pair: str, sector: str) -> str:
    """Return the key of a cell's row."""
    return f"count/{pair}|{sector}"


class Draft:
    """Changes to rows, not yet made: reads see them, the rows themselves stay as they are."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = rows
        self.changes: dict[str, Row | None] = {}

    def get(self, key: str) -> Row | None:
        """Return the row as it would stand, or None."""
        if key in self.changes:
            return self.changes[key]
        return self._rows.get(key)

    def put(self, key: str, row: Mapping[str, Any] | None) -> None:
        """Note that the row is to become this; None removes it."""
        self.changes[key] = cast("Row | None", row)


def added(counter: Mapping[str, int], names: list[str], by: int) -> dict[str, int]:
    """Return the counter with each name raised by so much; names at zero are left out."""
    total = dict(counter)
    for name in names:
        number = total.get(name, 0) + by
        if number:
            total[name] = number
        else:
            del total[name]
    return total
