"""Reads the names of bodies that are built by rule: "Ministry of Trade and Industry of Peru"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from services.extractor.names.countries import CountryName
from services.extractor.names.gazetteer import read_list
from services.extractor.names.spellings import Names

_MOST_WORDS = 9
_LONGEST_WORD = 40
MOST_HEADS = 5_000
"""Heads of names that are looked at in a text; no article has as many."""

_LINK = re.compile(r" (?:of|for|on)(?: the| all)? (?=[A-ZÀ-Þ])")
_CAPITAL = re.compile(r"[A-ZÀ-Þ][\w&-]*")
_JOINT = re.compile(r"(?:, and |, | and | & )(?=[A-ZÀ-Þ])")
_LEGAL_FORM = re.compile(r",? (?:Co\.?,? ?)?([A-Z][A-Za-z]+\.?)(?!\w)")
_MINISTRY = {"Foreign": "Ministry of Foreign Affairs", "Interior": "Ministry of Internal Affairs"}
_OF_THE = re.compile(r"(?: of the Government)? of (?:the )?$")
_OPENED = "(“\"'"
_CLOSED = '.,;:)”"!?'
_INNER = frozenset({"and", "&", "of"})


class Body(NamedTuple):
    """A body's name at `start:end`, as it is compared, with its country where that is told.

    A body that is `listed` acts for no country where it has none.
    """

    start: int
    end: int
    name: str
    country: str | None
    listed: bool = False


class _Words(NamedTuple):
    heads: Names[bool]
    ends: frozenset[str]
    sorts: frozenset[str]
    offices: frozenset[str]
    fields: frozenset[str]
    opening: frozenset[str]


@cache
def _words() -> _Words:
    lists = read_list("bodies.toml")
    heads = dict.fromkeys((*lists["heads"], *lists["offices"]), False)
    return _Words(
        Names({**heads, **dict.fromkeys(lists["ends"], True)}),
        frozenset(lists["ends"]),
        frozenset(lists["heads"]),
        frozenset(lists["offices"]),
        frozenset(lists["fields"]),
        frozenset(lists["opening"]),
    )


class Places:
    """The countries of a text by where they start and end."""

    def __init__(self, countries: Sequence[CountryName]) -> None:
        self.starting: Mapping[int, CountryName] = {one.start: one for one in countries}
        self.ending: Mapping[int, CountryName] = {one.end: one for one in countries}

    def within(self, start: int, end: int) -> list[CountryName]:
        """Return the countries named from `start` to `end`, a name's length of text."""
        return [self.starting[at] for at in range(start, end) if at in self.starting]


def find_bodies(flat: str, places: Places) -> Iterator[Body]:
    """Yield the bodies that a levelled text names, in order of their heads; they may overlap."""
    reached = 0
    for start, end, is_legal_form in _words().heads.find(flat)[:MOST_HEADS]:
        if start < reached or (not is_legal_form and flat[start:end].isupper()):
            continue
        first = _left(flat, start)
        stop, home = _right(flat, end, places) if not is_legal_form else (_legal(flat, end), None)
        body = _body(flat, (first, start, end, stop), home, places)
        if body:
            reached = body.end
            yield body


def _left(flat: str, start: int) -> int:
    """Return where the run of capitals begins that leads up to a head."""
    at = start
    for _ in range(_MOST_WORDS):
        word_start = _word_before(flat, at)
        if word_start is None:
            break
        word = flat[word_start : at - 1]
        if word in _INNER:
            if not _goes_on(flat, word_start, at):
                break
        elif not _is_part(word):
            opened = word[0] in _OPENED and _is_part(word[1:])
            return word_start + 1 if opened else at
        at = word_start
    return at


def _word_before(flat: str, at: int) -> int | None:
    """Return where the word before a place starts, or None if none stands directly before it."""
    if at < 2 or flat[at - 1] != " " or flat[at - 2] == " ":
        return None
    low = max(0, at - _LONGEST_WORD)
    space = max(flat.rfind(" ", low, at - 1), flat.rfind("\n", low, at - 1))
    if space < 0:
        return 0 if low == 0 else None
    return space + 1


def _is_part(word: str) -> bool:
    """Say whether a word, "(Beijing)" too, may belong to a body's name."""
    if word[:1] == "(" and word[-1:] == ")":
        word = word[1:-1]
    if not word[:1].isupper() or word[-1] in _CLOSED or word.endswith(("'s", "s'")):
        return False
    return word not in _words().opening


def _goes_on(flat: str, word_start: int, at: int) -> bool:
    """Say whether "and" joins two fields of one body, or "of" follows another word of it."""
    before = _word_before(flat, word_start)
    if before is None:
        return False
    word = flat[before : word_start - 1]
    if flat.startswith("of ", word_start):
        return word in _words().fields or word in _words().sorts
    after = _CAPITAL.match(flat, at)
    return word in _words().fields and after is not None and after.group() in _words().fields


def _right(flat: str, end: int, places: Places) -> tuple[int, CountryName | None]:
    """Return where a name ends that "of", "for", "on" continue, with the country it ends with."""
    if (legal := _legal(flat, end)) > end:
        return legal, None
    at = end
    for _ in range(_MOST_WORDS):
        begin, linked = _next_word(flat, at, after_head=at == end)
        home = _home(flat, at, begin, places) if linked else None
        if home:
            return _legal(flat, home.end), home
        word = _CAPITAL.match(flat, begin) if begin > at else None
        if word is None or word.group() in _words().opening:
            break
        is_field = word.group() in _words().fields
        if not (linked or is_field or (flat[at] == " " and begin == at + 1 and at > end)):
            break
        at = word.end()
    return at, None


def _home(flat: str, at: int, begin: int, places: Places) -> CountryName | None:
    """Return the country that "of" leads to: "of China", "of the Philippines"."""
    if not flat.startswith(" of", at):
        return None
    place = places.starting.get(begin) or places.starting.get(begin - len("the "))
    return place if place and place.form != "demonym" else None


def _legal(flat: str, end: int) -> int:
    """Return where a legal form ends that goes on: "Co., Ltd."."""
    more = _LEGAL_FORM.match(flat, end)
    return more.end() if more and more.group(1) in _words().ends else end


def _next_word(flat: str, at: int, *, after_head: bool) -> tuple[int, bool]:
    """Return where the next word of a name would start, and whether "of" leads to it."""
    if link := _LINK.match(flat, at):
        return link.end(), True
    if after_head:
        return at, False
    joint = _JOINT.match(flat, at)
    return (joint.end() if joint else at + flat.startswith(" ", at)), False


def _body(
    flat: str, marks: tuple[int, int, int, int], home: CountryName | None, places: Places
) -> Body | None:
    start, head, head_end, end = marks
    owner = places.ending.get(start - 3) if flat[start - 3 : start] == "'s " else None
    inside = places.within(start, head)
    codes = {one.code for one in inside}
    if home is None and owner is None and len(codes) > 1:
        return Body(start, end, flat[start:end], None)
    country = home or owner or (inside[0] if inside else None)
    name = _name(flat, start, end, home, inside)
    if name == flat[head:head_end]:
        if home is not None:
            return Body(start, end, flat[start:end], home.code)
        if country is None or name not in _words().offices | {"Ministry"}:
            return None
        start = min(start, country.start)
        name = flat[start:end]
    return Body(start, end, name, country.code if country else None)


def _name(
    flat: str, start: int, end: int, home: CountryName | None, inside: list[CountryName]
) -> str:
    """Return a name without the country it is told with, so that one body has one name."""
    if home is not None and home.form == "name":
        end = home.start
        end = start + len(_OF_THE.sub("", flat[start:end]))
    if inside and inside[0].start == start and "Ministry" in flat[start:end]:
        start = inside[0].end + 1
    name = flat[start:end].strip()
    field = name.removesuffix(" Ministry")
    return name if field == name or " " in field else _MINISTRY.get(field, f"Ministry of {field}")
