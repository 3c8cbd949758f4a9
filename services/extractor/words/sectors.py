"""What an act is about: the sectors named in its sentences."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from schemas.vocabulary import Kind, Sector
from services.extractor.words.lexicon import lexicon

Span = tuple[int, int]

_OF_KIND = {Kind.TRADE: Sector.TRADE, Kind.INVESTMENT: Sector.INVESTMENT}
"""The sector that an act of some kinds always has."""


class SectorWord(NamedTuple):
    """A word that names sectors, found; none where the word only hides others."""

    start: int
    end: int
    sectors: tuple[Sector, ...]


def sector_words(folded: str) -> list[SectorWord]:
    """Return the words of a folded text that name sectors and are no part of a longer one."""
    kept: list[SectorWord] = []
    for hit in sorted(lexicon().sectors.hits(folded), key=_by_start):
        if not kept or hit[1] > kept[-1].end:
            kept.append(SectorWord(*hit))
    return kept


def _by_start(hit: tuple[int, int, object]) -> tuple[int, int]:
    return hit[0], -hit[1]


def count_sectors(words: Iterable[SectorWord], hidden: Sequence[Span] = ()) -> dict[Sector, int]:
    """Return how often each sector is named; words in `hidden` spans do not count."""
    found: dict[Sector, int] = {}
    for start, end, named in words:
        if not any(first <= start and end <= last for first, last in hidden):
            for sector in named:
                found[sector] = found.get(sector, 0) + 1
    return found


def sectors_of(kind: Kind, named: Iterable[Sector]) -> tuple[Sector, ...]:
    """Return the sectors of an act in the order of the vocabulary, never none."""
    found = set(named)
    if kind in _OF_KIND:
        found.add(_OF_KIND[kind])
    otherwise = Sector.HUMANITARIAN if kind is Kind.AID else Sector.DIPLOMACY
    return tuple(sorted(found or {otherwise}, key=_place))


@cache
def _place(sector: Sector) -> int:
    return list(Sector).index(sector)
