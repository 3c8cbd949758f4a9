"""Finds abbreviations that a text explains: "Small Business Agency (SBA)"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.extractor.names.gazetteer import nobodies

_BRACKET = re.compile(r" \(([A-Z][A-Za-z0-9&-]{1,11})\)")
_LEAST_CAPITALS = 2
_REACH = 120


class Explained(NamedTuple):
    """An abbreviation and where its long form stands; -1 where only its end is known."""

    short: str
    start: int
    end: int


def explained(flat: str) -> Iterator[Explained]:
    """Yield each abbreviation in brackets with the place of what it stands for."""
    for found in _BRACKET.finditer(flat):
        short = found.group(1)
        if sum(c.isupper() for c in short) < _LEAST_CAPITALS or short in nobodies().outlets:
            continue
        yield Explained(short, _long_form(flat, found.start(), short), found.start())


def _long_form(flat: str, end: int, short: str) -> int:
    """Return where words begin whose letters, in order, make up an abbreviation, or -1.

    Read from the back, each letter of the abbreviation takes the nearest same letter of the
    words; the first must begin a word with a capital.
    """
    low = max(0, end - _REACH)
    letters = [c.lower() for c in short if c.isalnum()]
    at = end
    for left in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= low and not _fits(flat, at, letters[left], first=left == 0):
            at -= 1
        if at < low:
            return -1
    return at


def _fits(flat: str, at: int, letter: str, *, first: bool) -> bool:
    if flat[at].lower() != letter:
        return False
    return not first or (flat[at].isupper() and (at == 0 or not flat[at - 1].isalnum()))
