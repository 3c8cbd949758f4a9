from collections import Counter

import pytest

from services.extractor.names.gazetteer import read_list
from services.extractor.sums.currencies import currency_names, currency_signs


def meant(words: str, text: str = "") -> list[str | None]:
    return [written.meant_in(text) for _, _, written in currency_names().find(words)]


@pytest.mark.parametrize(
    ("words", "text", "code"),
    [
        ("euros", "", "EUR"),
        ("dollars", "in Canada", "USD"),
        ("Canadian dollars", "", "CAD"),
        ("U.S. dollars", "", "USD"),
        ("rupees", "", "INR"),
        ("rupees", "in Nepal", "NPR"),
        ("rupees", "in Nepal and Sri Lanka", "INR"),
        ("pesos", "", None),
        ("pesos", "in Mexico", "MXN"),
        ("pesos", "in Mexico and Chile", None),
        ("RMB", "", "CNY"),
        ("PLN", "", "PLN"),
    ],
)
def test_a_name_means_a_currency(words: str, text: str, code: str | None) -> None:
    assert meant(words, text) == [code]


@pytest.mark.parametrize(
    ("text", "sign", "code"),
    [
        ("US$5", "US$", "USD"),
        ("HK$ 5", "HK$ ", "HKD"),
        ("a $5", "$", "USD"),
        ("PLN5", "PLN", "PLN"),
        ("(€5", "€", "EUR"),
        ("Rs. 5", "Rs. ", "INR"),
    ],
)
def test_a_sign_stands_before_a_number(text: str, sign: str, code: str) -> None:
    start, number, written = next(currency_signs().find(text))
    assert (text[start:number], written.meant_in(text)) == (sign, code)


@pytest.mark.parametrize("text", ["$", "$ five", "$a", "YEAR5", "xUSD5", "5$"])
def test_a_sign_without_a_number_is_none(text: str) -> None:
    assert list(currency_signs().find(text)) == []


def test_currencies_are_sorted_and_listed_once() -> None:
    codes = [entry["code"] for entry in read_list("currencies.toml")["currency"]]
    assert codes == sorted(set(codes))
    assert all(len(code) == 3 and code.isupper() for code in codes)


def test_a_further_name_has_one_currency() -> None:
    entries = read_list("currencies.toml")["currency"]
    words = Counter(words for entry in entries for words in entry.get("words", ()))
    assert [word for word, count in words.items() if count > 1] == []


def test_defaults_are_about_units_and_signs_of_listed_currencies() -> None:
    entries = read_list("currencies.toml")["currency"]
    for written, code in read_list("currencies.toml")["defaults"].items():
        [entry] = [entry for entry in entries if entry["code"] == code]
        assert written in (*entry.get("units", ()), *entry.get("signs", ())), written
