"""What redrives have noted on `refused.v1` of the refusals there."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from aiokafka import ConsumerRecord
from pydantic import Field

from schemas.headers import cloud_headers
from schemas.record import Record
from services.refusals.refused import Place

_KIND = "redrive"
_HEADERS = dict(cloud_headers(_KIND, _KIND, ""))

Ends = Mapping[str, Mapping[int, int]]
"""Offsets by topic and partition."""


class Mark(Record):
    """A note in the partition of the refusals it is about, which are told by their offsets.

    `sending`: they are about to be put back; what is of them on the topics they came from
    stands at `ends` or later. `sent`: they are back, and the mark before is dealt with.
    """

    step: Literal["sending", "sent"]
    offsets: tuple[int, ...]
    ends: dict[str, dict[int, int]] = Field(default_factory=dict)


def mark_headers(place: str) -> list[tuple[str, bytes]]:
    """Return the headers that make a record of `refused.v1` a mark."""
    return cloud_headers(_KIND, _KIND, place)


def is_mark(record: ConsumerRecord) -> bool:
    """Say whether a record of `refused.v1` is a mark."""
    return ("ce_type", _HEADERS["ce_type"]) in record.headers


class History:
    """Which refusals are back, and which may be, since a redrive was cut short.

    `open` has for a partition the mark of what was being sent when that happened.
    """

    def __init__(self) -> None:
        self.open: dict[int, Mark] = {}
        self._back: dict[int, set[int]] = defaultdict(set)

    def note(self, partition: int, mark: Mark) -> None:
        """Take the next mark of a partition."""
        if mark.step == "sending":
            self.open[partition] = mark
        else:
            self.open.pop(partition, None)
            self._back[partition].update(mark.offsets)

    def is_back(self, place: Place) -> bool:
        """Say whether a refusal was put back."""
        return place.offset in self._back[place.partition]
