"""Reads the number of a sum of money: digits, words and what multiplies them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from services.extractor.names.gazetteer import read_list

_FILE = "amounts.toml"
_REACH = 64
_MOST_DIGITS = 24
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)"
    r"|\d{1,3}(?: \d{3})+(?!\d)|\d{1,15}(?:[.,]\d{1,4})?(?!\d)"
)
_TO = r"(?P<to>\s?[-–—]\s?| to | and )"


class Sum(NamedTuple):
    """The number at `start:end`: `scaled` by a magnitude, the lower end of a `range`."""

    start: int
    end: int
    value: Decimal
    scaled: bool
    range: bool


@cache
def _powers() -> Mapping[str, int]:
    powers: Mapping[str, int] = read_list(_FILE)["magnitudes"]
    return powers


@cache
def _numbers() -> Mapping[str, Decimal]:
    return {word: Decimal(number) for word, number in read_list(_FILE)["numbers"].items()}


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _magnitude(name: str) -> str:
    """Return the pattern of a magnitude: letters stand close to the number, words apart too."""
    letters = [word for word in _powers() if len(word) == 1]
    words = [word for word in _powers() if len(word) > 1]
    return rf"(?P<{name}>[ -]?(?:{_any_of(words)})|(?:{_any_of(letters)}))(?!\w)"


@cache
def _after_sign() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<low>{_NUMBER})(?:{_magnitude('small')})?"
        rf"(?:{_TO}(?P<sign>[A-Z]{{0,3}}[$€£¥₹])?(?P<high>{_NUMBER})(?:{_magnitude('big')}))?"
    )


@cache
def _before_name() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,$€£¥/:-])(?:(?P<low>{_NUMBER})(?:{_magnitude('small')})?{_TO})?"
        rf"(?:(?P<high>{_NUMBER})(?:{_magnitude('big')})?"
        rf"|(?P<word>{_any_of(list(_numbers()))}){_magnitude('times')})(?: of)?[ -]?$",
        re.IGNORECASE,
    )


def sum_after(flat: str, start: int) -> Sum | None:
    """Read the number that begins at `start`, after a sign or code: "5.2 bn", "1-2 billion"."""
    found = _after_sign().match(flat, start, start + _REACH)
    if found is None:
        return None
    low, small, high, big = found.group("low", "small", "high", "big")
    if high is None or not _is_range(flat, start, found):
        end = found.end("small") if small else found.end("low")
        return _sum((start, end), _decimal(low), _power(small), is_range=False)
    return _sum(found.span(), _decimal(low), _power(small) or _power(big), is_range=True)


def _is_range(flat: str, start: int, found: re.Match[str]) -> bool:
    """Say whether two numbers are one sum, not "from $5m to $7m", nor two beside each other."""
    before = flat[max(0, start - 16) : start].lower()
    sign = found.groupdict().get("sign")
    if sign and not flat[max(0, start - 8) : start].rstrip().endswith(sign):
        return False
    if found["to"] == " and ":
        return "between " in before
    return found["to"] != " to " or "from " not in before or not found["small"]


def sum_before(flat: str, end: int) -> Sum | None:
    """Read the number that ends at `end`, before a currency's name: "two billion ", "40-mln "."""
    low_end = max(0, end - _REACH)
    if not _may_end_number(flat, end):
        return None
    found = _before_name().search(flat[low_end:end])
    if found is None:
        return None
    low, small, high, big, word, times = found.group(
        "low", "small", "high", "big", "word", "times"
    )
    span = (low_end + found.start(), low_end + found.end())
    if word:
        return _sum(span, _numbers()[word.lower()], _power(times), is_range=False)
    if low and _is_range(flat, span[0], found):
        return _sum(span, _decimal(low), _power(small) or _power(big), is_range=True)
    span = (low_end + found.start("high"), span[1])
    return _sum(span, _decimal(high), _power(big), is_range=False)


def _may_end_number(flat: str, end: int) -> bool:
    """Say cheaply whether a number or a magnitude may stand before a place."""
    before = flat[max(0, end - 24) : end].rstrip(" -").removesuffix(" of")
    if not before:
        return False
    return before[-1].isdigit() or _last_word(before) in _endings()


def _last_word(before: str) -> str:
    return re.split(r"[ \d.,-]", before)[-1].lower()


@cache
def _endings() -> frozenset[str]:
    return frozenset(word.split(" ")[-1].lower() for word in _powers())


def _power(magnitude: str | None) -> int:
    if magnitude is None:
        return 0
    word = magnitude.lstrip(" -")
    return _powers().get(word) or _powers().get(word.lower(), 0)


def _sum(span: tuple[int, int], number: Decimal, power: int, *, is_range: bool) -> Sum | None:
    value = number.scaleb(power)
    if value <= 0 or len(f"{value:f}".partition(".")[0]) > _MOST_DIGITS:
        return None
    return Sum(*span, value, power > 0, is_range)


def _decimal(digits: str) -> Decimal:
    """Return a number whatever marks its thousands and its decimals."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        return Decimal(digits.replace(".", ""))
    head, comma, tail = digits.rpartition(",")
    if comma and len(tail) < 3 and "," not in head and "." not in digits:
        return Decimal(f"{head}.{tail}")
    return Decimal(digits.replace(",", "").replace(" ", ""))
