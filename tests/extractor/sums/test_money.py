import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.extractor.sums.money import find_amounts

calm = settings(deadline=None)

CASES = tomllib.loads(Path(__file__).with_name("money.toml").read_text())["case"]
PIECES = "$5 €2.5 million bn dollars yuan ( ) or about - to 1,000 a barrel up loan USD Rs ; , two"
TEXTS = st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join) | st.text(max_size=60)


def told(text: str) -> list[str]:
    return [
        f"{one.amount.value} {one.amount.currency} {one.amount.role} {one.amount.qualifier}"
        f" {text[one.start : one.end]}"
        for one in find_amounts(text)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_tells_the_sums_of_its_case(case: dict[str, object]) -> None:
    assert told(str(case["text"])) == case["found"]


def test_offsets_are_those_of_the_text_passed_in() -> None:
    text = "It paid 5\u00a0million\u00a0euros."
    assert [(one.start, one.end) for one in find_amounts(text)] == [(8, 23)]


def test_a_sum_keeps_its_decimals_exactly() -> None:
    [found] = find_amounts("It paid $1,234.56.")
    assert found.amount.value == "1234.56"


def test_a_sum_too_large_for_any_table_is_none() -> None:
    assert find_amounts("It paid $999999999999999 trillion.") == []


@calm
@given(TEXTS)
def test_sums_stand_in_order_and_never_overlap(text: str) -> None:
    found = find_amounts(text)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
    assert all(one.start < one.end <= len(text) for one in found)


@calm
@given(TEXTS)
def test_a_sum_is_positive_and_told_by_its_words(text: str) -> None:
    for one in find_amounts(text):
        assert Decimal(one.amount.value) > 0
        words = text[one.start : one.end]
        assert words.strip() == words


@calm
@given(TEXTS)
def test_the_same_text_tells_the_same_sums_twice(text: str) -> None:
    assert find_amounts(text) == find_amounts(text)


@calm
@given(st.integers(1000, 10**14))
def test_a_sum_is_read_with_and_without_marks_of_thousands(units: int) -> None:
    for text in (f"It paid ${units:,} at once.", f"It paid {units} dollars at once."):
        assert [one.amount.value for one in find_amounts(text)] == [str(units)]


@calm
@given(
    st.decimals(Decimal("0.01"), 9999, places=2),
    st.sampled_from([("million", 6), ("bn", 9), ("trillion", 12), ("crore", 7)]),
)
def test_a_magnitude_multiplies_exactly(number: Decimal, magnitude: tuple[str, int]) -> None:
    word, power = magnitude
    [found] = find_amounts(f"It paid €{number} {word}.")
    assert Decimal(found.amount.value) == number.scaleb(power)


@pytest.mark.parametrize(
    "text",
    [
        "7" * 400_000,
        ", " * 200_000,
        "A" * 400_000,
        "\0" * 400_000,
        "1,000" * 80_000,
        "1 " * 200_000,
    ],
    ids=["digits", "commas", "capitals", "nul", "thousands", "ones"],
)
def test_text_without_sums_is_read_to_its_end(text: str) -> None:
    assert find_amounts(text) == []


def test_many_sums_are_read_one_by_one() -> None:
    assert len(find_amounts("It paid $5,000 today. " * 10_000)) == 10_000
