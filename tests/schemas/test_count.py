from decimal import Decimal

import pytest
from pydantic import ValidationError

from schemas.count import Count
from schemas.vocabulary import Kind, Sector
from tests.factories import count


def test_a_count_divides_up_its_events_by_kind_and_by_month() -> None:
    row = count(
        events=3,
        by_kind={Kind.AGREEMENT: 1, Kind.TRADE: 2},
        by_month={"2026-10": 1, "2025": 1, "undated": 1},
    )
    assert sum(row.by_kind.values()) == sum(row.by_month.values()) == row.events


def test_a_cell_that_fell_to_zero_is_a_row() -> None:
    zero = count(events=0, reports=0, by_kind={}, by_month={})
    assert Count.from_bytes(zero.to_bytes()) == zero


@pytest.mark.parametrize("field", ["events", "reports", "planned", "partition", "offset"])
def test_numbers_of_a_count_are_not_negative(field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        count(**{field: -1})


@pytest.mark.parametrize("field", ["by_kind", "by_month"])
def test_parts_of_a_count_are_not_negative(field: str) -> None:
    key = "agreement" if field == "by_kind" else "2026-10"
    with pytest.raises(ValidationError, match=field):
        count(**{field: {key: -1}})


@pytest.mark.parametrize("field", sorted(Count.model_fields))
def test_a_count_states_every_field(field: str) -> None:
    fields = count().model_dump()
    del fields[field]
    with pytest.raises(ValidationError, match=rf"{field}\n.*Field required"):
        Count.model_validate(fields)


def test_kinds_are_read_as_words_of_the_list() -> None:
    assert list(Count.from_bytes(count().to_bytes()).by_kind) == [Kind.AGREEMENT]
    with pytest.raises(ValidationError, match="by_kind"):
        count(by_kind={"conflict": 1})


def test_a_cell_belongs_to_one_sector_of_the_list() -> None:
    assert count(sector="mining").sector is Sector.MINING
    with pytest.raises(ValidationError, match="sector"):
        count(sector="coffee")


def test_sums_are_exact_and_by_currency() -> None:
    row = count(amounts={"USD": "98500000.10", "JPY": "64000000000"})
    read = Count.from_bytes(row.to_bytes())
    assert Decimal(read.amounts["USD"]) + Decimal("0.20") == Decimal("98500000.30")
    with pytest.raises(ValidationError, match="amounts"):
        count(amounts={"usd": "1"})
    with pytest.raises(ValidationError, match="amounts"):
        count(amounts={"USD": "9.85e7"})


def test_the_pair_of_a_count_is_in_order() -> None:
    with pytest.raises(ValidationError, match="VNM-KEN is not two codes"):
        count(pair="VNM-KEN")
