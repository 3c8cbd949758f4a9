"""People whose country an article tells: by their office, in front of a name or behind it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.extractor.names.countries import CountryName
from services.extractor.text.sentences import Text
from services.extractor.words.lexicon import known, lexicon
from services.extractor.words.sectors import Span

_NAME = r"(?:[A-ZÀ-Þ][\w'’-]+|[A-Z]\.|al-\w+|bin|van|von|de|da)"
_NAMES = rf"({_NAME}(?: {_NAME}){{0,3}})"
_OF = r"(?: (?:of|for|to|in) (?:the )?(?:[A-Z][\w'’-]+(?: and | of | for )?,? ?){1,5})?"

_LED = re.compile(r"(?:['’]s?)?(?: (?:[\w-]+|&)){0,6} ?$")
_AFTER_OFFICE = re.compile(rf"{_OF},? {_NAMES}")
_AFTER_COUNTRY = re.compile(rf",? {_NAMES}")
_OFFICE_OF = re.compile(
    r"(?: (?:of|for) [\w ,]{2,60}?)? (?:of|for)(?: the)?(?: [A-Z][\w']+){0,2}(?: of)? ?$"
)
_NAME_BEFORE = re.compile(rf"{_NAMES}, (?:the |who is )?$")
_NAME_OF = re.compile(rf"((?:{_NAME} ){{1,3}}{_NAME}) (?:of|from) (?:the )?$")
_REACH, _LEAD_REACH, _NAME_REACH, _OFFICES = 130, 60, 50, 3
_LINK = 12
_OF_LINKS = (" of ", " of the ", " from ", " from the ")
_COMMA_LINKS = (", ", ", the ", ", who is ")
_LINKS = (*_OF_LINKS, *_COMMA_LINKS, " for ", " for the ", " who is ", "public of ")
_SHORTEST = 3
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w-]+")


class Person(NamedTuple):
    """A name met in a text, of somebody who acts for a country."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class People:
    """The words by which an article calls those who act for countries, each with its country."""

    words: dict[str, str]

    def find(self, text: str, start: int, end: int) -> Iterator[Person]:
        """Yield the people called in a part of a text."""
        if not self.words:
            return
        for found in _CAPITALISED.finditer(text, start, end):
            code = self.words.get(found.group())
            if code:
                yield Person(found.start(), found.end(), code)


def learn_people(text: str, countries: Sequence[CountryName], offices: Sequence[Span]) -> People:
    """Learn from a text who acts for which country; a word claimed by two is left out.

    `offices` are the spans of the words for offices in the text, in order.
    """
    claims: dict[str, set[str]] = {}
    for country in countries:
        for names in _names_of(text, country, offices):
            for word in _calling(names):
                claims.setdefault(word, set()).add(country.code)
    sole = {word: codes.pop() for word, codes in claims.items() if len(codes) == 1}
    if sole:
        for name in countries:
            for word in text[name.start : name.end].split():
                sole.pop(word, None)
    return People(sole)


def known_people(text: Text) -> tuple[People, list[Person]]:
    """Return the people of the lexicon named in a text, and the surnames that now suffice."""
    words: dict[str, str] = {}
    called: list[Person] = []
    for start, end, (code, surname) in lexicon().people.hits(text.folded):
        if text.plain.text[start].isupper():
            called.append(Person(start, end, code))
            if surname:
                words[surname] = code
    return People(words), called


def _names_of(text: str, country: CountryName, offices: Sequence[Span]) -> Iterator[str]:
    """Yield the names that stand with an office of this country."""
    start, end = country.start, country.end
    at = bisect_left(offices, (start, start))
    follows = at < len(offices) and offices[at][0] - end <= _LEAD_REACH
    if follows:
        yield from _names_behind(text, end, offices[at : at + _OFFICES])
    if not text.endswith(_LINKS, max(0, start - _LINK), start):
        return
    office = offices[at - 1] if at else (0, 0)
    if start - office[1] <= _REACH and _OFFICE_OF.match(text[office[1] : start]):
        if found := _AFTER_COUNTRY.match(text, end):
            yield found.group(1)
        return
    behind = text[max(0, start - _NAME_REACH) : start]
    found = _NAME_BEFORE.search(behind) if follows and behind.endswith(_COMMA_LINKS) else None
    if found is None and behind.endswith(_OF_LINKS):
        found = _NAME_OF.search(behind)
    if found:
        yield found.group(1)


def _names_behind(text: str, end: int, offices: Sequence[Span]) -> Iterator[str]:
    """Yield the name of "Chinese Vice Premier NAME", "Peru's ambassador to Chile, NAME"."""
    for first, last in offices:
        if first - end > _LEAD_REACH:
            return
        found = _AFTER_OFFICE.match(text, last) if first >= end else None
        if found and _LED.match(text[end:first]):
            yield found.group(1)
            return


def _calling(names: str) -> Iterator[str]:
    """Yield the words of a full name by which somebody is called later: the last, the first."""
    words = [word.removesuffix("'s").removesuffix("’s") for word in names.split()]
    while words and words[0] in known("not_names"):
        words.pop(0)
    if words and not set(words) & known("not_names"):
        for word in dict.fromkeys((words[-1], words[0])):
            if len(word) >= _SHORTEST and word[0].isupper():
                yield word
