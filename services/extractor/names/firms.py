"""Reads firms that a text tells the country of: "Turkish builder Kalyon", "X, a Swiss bank"."""

import re
from collections.abc import Iterator
from functools import cache

from services.extractor.names.bodies import Body, Places
from services.extractor.names.countries import CountryName
from services.extractor.names.gazetteer import read_list

_NAME = r"[A-ZÀ-Þ][\w&.-]*\w(?: (?:[A-ZÀ-Þ][\w&-]*|&)){0,3}"
_WORDS = re.compile(r"(?: [a-z][a-z-]*){1,5}")
_AFTER = re.compile(rf"((?: [a-z][a-z-]*){{1,5}}),? ({_NAME})(?: and ({_NAME}))?")
_APPOSED = re.compile(r"((?: [a-z][a-z-]*){1,4})")
_BEFORE = re.compile(rf"({_NAME}), (?:a|an|the)(?: [a-z-]+){{0,2}} $")
_REACH = 80


@cache
def _firms() -> frozenset[str]:
    return frozenset(read_list("bodies.toml")["firms"])


@cache
def _opening() -> frozenset[str]:
    return frozenset(read_list("bodies.toml")["opening"])


def find_firms(flat: str, adjective: CountryName, places: Places) -> Iterator[Body]:
    """Yield the firms that a country's adjective in a levelled text tells the country of."""
    for start, end in _placed(flat, adjective):
        name = flat[start:end]
        if start not in places.starting and name.split(" ")[0] not in _opening():
            yield Body(start, end, name, adjective.code)


def _placed(flat: str, adjective: CountryName) -> Iterator[tuple[int, int]]:
    """Yield where names stand after "Chinese carmakers" or before ", a Chinese carmaker"."""
    words = _WORDS.match(flat, adjective.end, adjective.end + _REACH)
    if words is None or not _is_firm(words.group()):
        return
    found = _AFTER.match(flat, adjective.end, adjective.end + _REACH)
    if found and _is_firm(found.group(1)):
        yield from (found.span(group) for group in (2, 3) if found.group(group))
    after = _APPOSED.match(flat, adjective.end, adjective.end + _REACH)
    low = max(0, adjective.start - _REACH)
    before = _BEFORE.search(flat[low : adjective.start])
    if after and before and _is_firm(after.group(1)):
        yield low + before.start(1), low + before.end(1)


def _is_firm(words: str) -> bool:
    """Say whether any of the words, singular or plural, is one for a firm."""
    return any(word in _firms() or word.removesuffix("s") in _firms() for word in words.split())
