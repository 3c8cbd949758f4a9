"""A refused record as `refused.v1` holds it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, Self

from aiokafka import ConsumerRecord

from schemas.refusal import Refusal

REDRIVEN = "entente-redriven"
"""Header of a record that was put back: the place its refusal has, `partition:offset`."""

_TOLD = "__streams.errors."

Headers = tuple[tuple[str, bytes], ...]


class Place(NamedTuple):
    """Where a refusal stands on `refused.v1`; written `partition:offset`."""

    partition: int
    offset: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a place; raise ValueError if the text is none."""
        partition, colon, offset = text.partition(":")
        if not (colon and partition.isdecimal() and offset.isdecimal()):
            raise ValueError(f"{text!r} is not PARTITION:OFFSET")
        return cls(int(partition), int(offset))

    def __str__(self) -> str:
        return f"{self.partition}:{self.offset}"


@dataclass(frozen=True)
class Refused:
    """A refused record: its refusal, when that was, and the record as it was.

    `headers` are the record's own, without those that tell of the refusal.
    """

    place: Place
    when: datetime
    why: Refusal
    key: bytes | None
    value: bytes | None
    headers: Headers

    @classmethod
    def of(cls, record: ConsumerRecord) -> Self:
        """Read a record of `refused.v1`; raise ValueError if it is no refusal."""
        return cls(
            Place(record.partition, record.offset),
            datetime.fromtimestamp(record.timestamp / 1000, UTC),
            Refusal.from_headers(record.headers),
            record.key,
            record.value,
            tuple(one for one in record.headers if not one[0].startswith(_TOLD)),
        )

    @property
    def stood(self) -> str:
        """Where the record stood when it was refused: `topic/partition:offset`."""
        return f"{self.why.topic}/{self.why.partition}:{self.why.offset}"

    @property
    def size(self) -> int:
        """The bytes of its key and its value."""
        return len(self.key or b"") + len(self.value or b"")

    def returning(self) -> list[tuple[str, bytes]]:
        """Return the headers under which the record goes back."""
        kept = [one for one in self.headers if one[0] != REDRIVEN]
        return [*kept, (REDRIVEN, str(self.place).encode())]


@dataclass(frozen=True)
class Wanted:
    """Which refusals are asked for; None asks for all.

    `topic` is the name on the broker of the topic a record came from, `exception` the class
    that was raised, `since` the earliest time of a refusal.
    """

    topic: str | None = None
    exception: str | None = None
    since: datetime | None = None

    def takes(self, refused: Refused) -> bool:
        """Say whether a refusal is asked for."""
        return (
            self.topic in (None, refused.why.topic)
            and self.exception in (None, refused.why.exception)
            and (self.since is None or refused.when >= self.since)
        )
