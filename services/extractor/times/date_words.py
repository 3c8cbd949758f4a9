"""The words that date an act, as `seeds/gazetteer/dates.toml` lists them."""

from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

from services.extractor.names.gazetteer import read_list
from services.extractor.names.spellings import Names

_FILE = "dates.toml"


class Says(Enum):
    """What a word of time speaks of."""

    MONTH = auto()
    WEEKDAY = auto()
    DAYS = auto()
    WEEKS = auto()
    MONTHS = auto()
    YEARS = auto()
    AGO = auto()


class TimeWord(NamedTuple):
    """A word of time: `number` is a month (1-12), a weekday (0-6) or a distance."""

    says: Says
    number: int


@cache
def time_words() -> Names[TimeWord]:
    """Return the search for every word of time."""
    return Names(list(_listed()))


def _listed() -> Iterator[tuple[str, TimeWord]]:
    lists = read_list(_FILE)
    for says, name, first in ((Says.MONTH, "months", 1), (Says.WEEKDAY, "weekdays", 0)):
        for number, spellings in enumerate(lists[name], first):
            for spelling in spellings:
                yield spelling, TimeWord(says, number)
    spans = lists["spans"]
    for says, distances in (
        (Says.DAYS, lists["days"]),
        (Says.WEEKS, spans["week"]),
        (Says.MONTHS, spans["month"]),
        (Says.YEARS, spans["year"]),
    ):
        for words, distance in distances.items():
            yield words, TimeWord(says, distance)
            yield words[0].upper() + words[1:], TimeWord(says, distance)
    yield "ago", TimeWord(Says.AGO, 0)


class DateCues(NamedTuple):
    """The words around a date that decide what it means; see the top of `dates.toml`.

    `future_openings` are the first words of those of `future` that have two.
    """

    month_cues: frozenset[str]
    year_cues: frozenset[str]
    future: frozenset[str]
    future_openings: frozenset[str]
    telling: frozenset[str]
    passive: frozenset[str]
    opening: frozenset[str]
    weekday_not_after: frozenset[str]
    weekday_not_before: frozenset[str]
    today_not_before: tuple[str, ...]
    not_before: tuple[str, ...]
    numbers: tuple[str, ...]


@cache
def date_cues() -> DateCues:
    """Return the words around dates."""
    lists = read_list(_FILE)
    return DateCues(
        frozenset(lists["month_cues"]),
        frozenset(lists["year_cues"]),
        frozenset(lists["future"]),
        frozenset(words.split(" ")[0] for words in lists["future"] if " " in words),
        frozenset(lists["telling"]),
        frozenset(lists["passive"]),
        frozenset(lists["opening"]),
        frozenset(lists["weekday_not_after"]),
        frozenset(lists["weekday_not_before"]),
        tuple(lists["today_not_before"]),
        tuple(lists["not_before"]),
        tuple(lists["numbers"]),
    )
