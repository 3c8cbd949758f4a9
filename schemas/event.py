"""The event: one act in the world, however many reports tell of it."""

from typing import Literal

from pydantic import AwareDatetime, Field

from schemas.record import ArticleId, Offset, Pair, Partition, Record, Revision
from schemas.report import Amount, EventDate, Organisation
from schemas.vocabulary import Kind, Sector, Status


class Telling(Record):
    """One report of an event, with the sentence it rests on."""

    article_id: ArticleId
    revision: Revision
    source: str
    url: str | None
    published: AwareDatetime | None
    quote: str


class Join(Record):
    """Why a report was taken to tell of this event, and not of another or a new one."""

    article_id: ArticleId
    revision: Revision
    decision: Literal["opened", "joined"]
    reasons: tuple[str, ...]


class Event(Record):
    """One act in the world: an absolute value (upsert), key `event_id`, partition of its pair.

    `reports` is the number of articles that tell of it; `report_list` and `why` show the first
    and the newest of them. `counted` says whether the counts include it. `first_seen` and
    `updated` are the earliest and latest publication times among its reports. A row with a
    lower `offset` than one already read for the key is older: ignore it.
    """

    event_id: str = Field(pattern=r"^[0-9a-f]{16}$")
    pair: Pair
    kind: Kind
    status: Status
    counted: bool
    sectors: tuple[Sector, ...]
    date: EventDate | None
    amounts: tuple[Amount, ...]
    organisations: tuple[Organisation, ...]
    title: str
    reports: int = Field(ge=0)
    report_list: tuple[Telling, ...]
    why: tuple[Join, ...]
    first_seen: AwareDatetime | None
    updated: AwareDatetime | None
    retracted: str | None = Field(description="why no report tells of it any more")
    partition: Partition
    offset: Offset
