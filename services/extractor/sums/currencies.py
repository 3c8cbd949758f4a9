"""Finds the names, codes and signs of currencies, and says which currency they mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from services.extractor.names.gazetteer import read_list
from services.extractor.names.spellings import Names

_FILE = "currencies.toml"
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its ISO 4217 code and the words of texts about its country."""

    code: str
    home: tuple[str, ...]


class Written(NamedTuple):
    """A way to write money; `is_code` where it may stand before a number without a sign."""

    currencies: tuple[Currency, ...]
    default: str | None
    is_code: bool

    def meant_in(self, flat: str) -> str | None:
        """Return the code it means in a text, or None where the text does not tell."""
        if len(self.currencies) == 1:
            return self.currencies[0].code
        if self.default == "USD":
            return "USD"
        at_home = [one for one in self.currencies if any(word in flat for word in one.home)]
        if len(at_home) == 1:
            return at_home[0].code
        return self.default


@cache
def currency_names() -> Names[Written]:
    """Return the search for names and codes of currencies."""
    defaults = read_list(_FILE)["defaults"]
    named: dict[str, Written] = {}
    for words, currency, is_code in _named():
        known = named.get(words)
        currencies = (*known.currencies, currency) if known else (currency,)
        named[words] = Written(currencies, defaults.get(words), is_code)
    return Names(named)


def _named() -> Iterator[tuple[str, Currency, bool]]:
    for entry in read_list(_FILE)["currency"]:
        currency = _currency(entry)
        yield currency.code, currency, True
        for words in entry.get("words", ()):
            yield words, currency, True
        for unit in entry.get("units", ()):
            yield unit, currency, False
            for adjective in entry.get("adjectives", ()):
                yield f"{adjective} {unit}", currency, False


def _currency(entry: Mapping[str, Any]) -> Currency:
    return Currency(entry["code"], tuple(entry.get("home", ())))


class Signs:
    """Looks for signs of currencies before a number: "US$5", "€ 20", "Rs. 300"."""

    def __init__(self, signs: Mapping[str, Written]) -> None:
        spelled = {
            f"{sign}{space}{digit}": written
            for sign, written in signs.items()
            for space in ("", " ")
            for digit in _DIGITS
        }
        self._written = tuple(spelled.values())
        self._lengths = tuple(len(words) for words in spelled)
        self._search = AhoCorasick(list(spelled), store_patterns=False)

    def find(self, flat: str) -> Iterator[tuple[int, int, Written]]:
        """Yield where each sign starts, where its number starts, and what it means.

        Signs may contain each other ("HK$", "$"): all are given, the longest first.
        """
        hits = self._search.find_matches_as_indexes(flat, overlapping=True)
        for index, start, end in sorted(hits, key=lambda hit: (hit[2], hit[1])):
            letter = flat[start].isalpha()
            if not (letter and start and (flat[start - 1].isalnum() or flat[start - 1] in "_.")):
                yield start, end - 1, self._written[index]


@cache
def currency_signs() -> Signs:
    """Return the search for signs of currencies."""
    defaults = read_list(_FILE)["defaults"]
    signs: dict[str, tuple[Currency, ...]] = {}
    for entry in read_list(_FILE)["currency"]:
        for sign in (*entry.get("signs", ()), entry["code"], *entry.get("words", ())):
            signs[sign] = (*signs.get(sign, ()), _currency(entry))
    return Signs(
        {
            sign: Written(owners, defaults.get(sign), is_code=sign[-1].isalpha())
            for sign, owners in signs.items()
        }
    )
