from decimal import Decimal

import pytest

from services.extractor.sums.numbers import sum_after, sum_before


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("5 million more", "5000000", "5 million"),
        ("5m more", "5000000", "5m"),
        ("5 metres", "5", "5"),
        ("5-million", "5000000", "5-million"),
        ("1,250.75", "1250.75", "1,250.75"),
        ("1,5 million", "1500000", "1,5 million"),
        ("1.234.567", "1234567", "1.234.567"),
        ("1 500 000 more", "1500000", "1 500 000"),
        ("2 lakh crore", "2000000000000", "2 lakh crore"),
        ("5, 6", "5", "5"),
    ],
)
def test_a_number_after_a_sign(text: str, value: str, words: str) -> None:
    found = sum_after(text, 0)
    assert found is not None
    assert (found.value, text[: found.end]) == (Decimal(value), words)


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("about 5 million ", "5000000", "5 million "),
        ("a 40-mln ", "40000000", "40-mln "),
        ("two billion ", "2000000000", "two billion "),
        ("half a billion ", "500000000", "half a billion "),
        ("a million ", "1000000", "a million "),
        ("5 billion of ", "5000000000", "5 billion of "),
        ("2,500 ", "2500", "2,500 "),
    ],
)
def test_a_number_before_a_name(text: str, value: str, words: str) -> None:
    found = sum_before(text, len(text))
    assert found is not None
    assert (found.value, text[found.start : found.end]) == (Decimal(value), words)


@pytest.mark.parametrize("text", ["", " ", "several ", "millions of ", "A5 ", "no million"])
def test_words_that_are_no_number(text: str) -> None:
    assert sum_before(text, len(text)) is None


@pytest.mark.parametrize(
    ("text", "is_range", "words"),
    [
        ("$1-2 billion", True, "1-2 billion"),
        ("$1 billion–$2 billion", True, "1 billion–$2 billion"),
        ("$1 billion-€2 billion", False, "1 billion"),
        ("between $1 billion and $2 billion", True, "1 billion and $2 billion"),
        ("$1 billion and $2 billion", False, "1 billion"),
        ("$1 billion to $2 billion", True, "1 billion to $2 billion"),
        ("from $1 billion to $2 billion", False, "1 billion"),
    ],
)
def test_a_range_is_one_sum(text: str, is_range: bool, words: str) -> None:
    start = text.index("1")
    found = sum_after(text, start)
    assert found is not None
    assert (found.range, text[start : found.end]) == (is_range, words)
    assert found.value == 10**9


def test_a_range_before_a_name_shares_its_magnitude() -> None:
    found = sum_before("10 to 15 million ", 17)
    assert found is not None
    assert (found.value, found.range) == (Decimal(10_000_000), True)


def test_nothing_and_endless_digits_are_no_sum() -> None:
    assert sum_after("0 million", 0) is None
    assert sum_after("9" * 100, 0) is None
