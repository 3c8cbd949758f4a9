"""The count: the cell of one pair and sector."""

from typing import Annotated

from pydantic import Field

from schemas.record import Currency, DecimalText, Offset, Pair, Partition, Record
from schemas.vocabulary import Kind, Sector

Number = Annotated[int, Field(ge=0)]


class Count(Record):
    """What two countries did together in one sector: an upsert, key `PAIR|sector`.

    `events` are events done or ongoing, `planned` those to come, `reports` the tellings of
    both. `by_kind`, `by_month` (2025-04, or 2025, or undated) and `amounts` (sums by currency)
    divide up `events`. A cell that falls to zero stays as a row of zeros. A row with a lower
    `offset` than one already read for the key is older: ignore it.
    """

    pair: Pair
    sector: Sector
    events: Number
    reports: Number
    planned: Number
    by_kind: dict[Kind, Number]
    by_month: dict[str, Number]
    amounts: dict[Currency, DecimalText]
    last_event: str = Field(description="id of the event that last changed this row")
    partition: Partition
    offset: Offset
