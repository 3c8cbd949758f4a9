"""Finds the sums of money in a text, each with what it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from schemas.report import Amount
from schemas.vocabulary import Qualifier
from services.extractor.names.spellings import level
from services.extractor.sums.amount_words import amount_words, qualifier_of, role_of
from services.extractor.sums.currencies import Written, currency_names, currency_signs
from services.extractor.sums.numbers import Sum, sum_after, sum_before

_PER = re.compile(r"(?:\s?/\s?|[ -](?:per|a|an|each|the)[ -])([A-Za-z]+(?:-hour)?)")
_WORD = re.compile(r"[A-Za-z.]+")
_BRACKET = re.compile(r"(?: [a-z-]+){0,3} ?[(\[][~≈=]?")
_CHAIN = frozenset({"; ", ", ", "/", " / ", " or ", "; or ", ", or ", " and "})
_COMMA = re.compile(r"(?: [a-z-]+){0,3}, ")
_LONGEST_GAP = 48
_GROUPED = re.compile(r"\d{5,}|\d,\d{3}")


@dataclass(frozen=True, slots=True)
class AmountFound:
    """A sum of money told at `start:end` of a text."""

    start: int
    end: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class _Money:
    start: int
    end: int
    value: Decimal
    currency: str
    is_range: bool


def find_amounts(text: str) -> list[AmountFound]:
    """Return the sums of money of a text in order, never overlapping.

    Prices per unit, rates of exchange and small sums are left out. Where a sum is told again in
    another currency only the first stands. Of a range the lower end is given, as "at least".
    """
    flat = level(text)
    found = sorted(_sums(flat), key=lambda one: (one.start, -one.end))
    return [
        AmountFound(one.start, one.end, _amount(flat, one)) for one in _first_told(flat, found)
    ]


def _sums(flat: str) -> Iterator[_Money]:
    reached = 0
    for start, number, written in currency_signs().find(flat):
        after = sum_after(flat, number) if number >= reached else None
        if after and written.is_code and not (after.scaled or _is_grouped(flat, after)):
            continue
        if money := _money(flat, start, written, after):
            reached = money.end
            yield money
    for start, end, written in currency_names().find(flat):
        before = sum_before(flat, start)
        if before and (money := _money(flat, before.start, written, before, end)):
            yield money


def _is_grouped(flat: str, number: Sum) -> bool:
    """Say whether digits look like a sum, so that letters before them are money: "TRY 20,000"."""
    return _GROUPED.search(flat, number.start, number.end) is not None


def _money(
    flat: str, start: int, written: Written, number: Sum | None, end: int = 0
) -> _Money | None:
    if number is None or (not number.scaled and number.value < amount_words().least):
        return None
    stop = max(end, number.end)
    if flat.startswith(amount_words().not_before, stop) or _is_price(flat, stop, number):
        return None
    currency = written.meant_in(flat)
    if currency is None:
        return None
    return _Money(start, stop, number.value, currency, number.range)


def _is_price(flat: str, end: int, number: Sum) -> bool:
    """Say whether a sum is told per barrel, per share, or, a small one, per day."""
    found = _PER.match(flat, end, end + _LONGEST_GAP)
    if found is None:
        return False
    words = amount_words()
    unit = found.group(1).lower()
    return unit in words.per_unit or (unit in words.per_time and not number.scaled)


def _first_told(flat: str, found: list[_Money]) -> Iterator[_Money]:
    """Leave out what overlaps and what only repeats the sum before it in another currency."""
    told: _Money | None = None
    repeated = 0
    end = 0
    for one in found:
        if one.start < end:
            continue
        gap = flat[end : one.start]
        is_repeat = told is not None and one.currency != told.currency and len(gap) < _LONGEST_GAP
        if is_repeat and (_converts(gap) or (repeated == end and gap in _CHAIN)):
            repeated = one.end
        else:
            told = one
            yield one
        end = one.end


def _converts(gap: str) -> bool:
    """Say whether the words between two sums make the second the same as the first."""
    bracket = _BRACKET.match(gap)
    comma = None if bracket else _COMMA.match(gap)
    led = bracket or comma
    words = [word.lower().rstrip(".") for word in _WORD.findall(gap[led.end() :] if led else gap)]
    lists = amount_words()
    if not lists.conversion.issuperset(words):
        return False
    if bracket:
        return ")" not in gap
    return gap in ("/", " / ", " = ") or not lists.conversion_marks.isdisjoint(words)


def _amount(flat: str, one: _Money) -> Amount:
    qualifier = Qualifier.AT_LEAST if one.is_range else qualifier_of(flat, one.start, one.end)
    return Amount(
        value=_plain(one.value),
        currency=one.currency,
        role=role_of(flat, one.start, one.end),
        qualifier=qualifier,
    )


def _plain(value: Decimal) -> str:
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
