"""Finds the organisations that a text names, with the country each acts for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from services.extractor.names.abbreviations import explained
from services.extractor.names.bodies import Body, Places, find_bodies
from services.extractor.names.countries import CountryName
from services.extractor.names.firms import find_firms
from services.extractor.names.gazetteer import nobodies, read_list
from services.extractor.names.spellings import Names, level

_NONE_KNOWN: Mapping[str, str | None] = MappingProxyType({})
_INTERNATIONAL = "INTERNATIONAL"


class OrganisationName(NamedTuple):
    """An organisation named at `start:end` of a text.

    `name` is the one shown on tables: the gazetteer's where it lists the organisation, else that
    of the text without the country it is told with. `country` is None for international bodies
    and where the text does not tell.
    """

    start: int
    end: int
    name: str
    country: str | None


@cache
def listed_organisations() -> Mapping[str, tuple[str, str | None]]:
    """Return every listed form with the organisation's name and country."""
    return MappingProxyType(
        {
            form: (name, None if table == _INTERNATIONAL else table)
            for table, entries in read_list("organisations.toml").items()
            for name, others in entries.items()
            for form in (name, *others)
        }
    )


@cache
def _names() -> Names[tuple[str, str | None] | None]:
    nobody = nobodies()
    listed: list[tuple[str, tuple[str, str | None] | None]] = list(listed_organisations().items())
    return Names([*listed, *((words, None) for words in sorted(nobody.outlets | nobody.phrases))])


def find_organisations(
    text: str,
    countries: Sequence[CountryName],
    known: Mapping[str, str | None] = _NONE_KNOWN,
) -> list[OrganisationName]:
    """Return the organisations that a text names, in order, never overlapping.

    `countries` are those of the same text (`find_countries`), `known` the abbreviations that its
    article explains (`learn_abbreviations`). The longest name wins. Outlets are never named.
    """
    flat = level(text)
    found, silent = _found(flat, tuple(countries))
    return _apart(flat, [*_known(flat, known), *found], silent)


@lru_cache(maxsize=2)
def _found(
    flat: str, countries: tuple[CountryName, ...]
) -> tuple[tuple[Body, ...], tuple[tuple[int, int], ...]]:
    """Return what gazetteer and rules find; kept, since abbreviations are learnt from it first."""
    listed, silent = _listed(flat)
    return (*listed, *_told(flat, countries)), tuple(silent)


def _listed(flat: str) -> tuple[list[Body], list[tuple[int, int]]]:
    """Return the organisations of the gazetteer, and where outlets and other nobodies stand."""
    hits = _names().find(flat)
    bodies = [Body(start, end, *meaning, listed=True) for start, end, meaning in hits if meaning]
    return bodies, [(start, end) for start, end, meaning in hits if meaning is None]


def _told(flat: str, countries: Sequence[CountryName]) -> Iterator[Body]:
    places = Places(countries)
    yield from find_bodies(flat, places)
    for one in countries:
        if one.form == "demonym":
            yield from find_firms(flat, one, places)


def _known(flat: str, known: Mapping[str, str | None]) -> Iterator[Body]:
    if known:
        for start, end, short in Names({words: words for words in known}).find(flat):
            yield Body(start, end, short, known[short])


def _apart(
    flat: str, found: list[Body], silent: Iterable[tuple[int, int]]
) -> list[OrganisationName]:
    """Keep the longest of what overlaps."""
    kept: list[Body] = []
    order = sorted(enumerate(found), key=lambda item: (item[1].start, -item[1].end, item[0]))
    for _, one in order:
        if kept and one.start < kept[-1].end:
            kept[-1] = _enriched(flat, kept[-1], one)
            continue
        kept.append(one)
    quiet = set(silent)
    return [OrganisationName(*one[:4]) for one in kept if (one.start, one.end) not in quiet]


def _enriched(flat: str, body: Body, inner: Body) -> Body:
    """Give a body the country, and where it is the same body the name, of one inside it."""
    if inner.end > body.end or body.listed:
        return body
    told = body.start == inner.start and flat.startswith(" of ", inner.end)
    name = inner.name if told and inner.end < body.end else body.name
    return body._replace(name=name, country=body.country or inner.country)


def learn_abbreviations(text: str, countries: Sequence[CountryName]) -> dict[str, str | None]:
    """Return the bodies' abbreviations that a text explains, with the country of their long form.

    An organisation's name directly before the bracket is its long form; otherwise the words
    whose letters make it up, if they begin with a country and name no other.
    """
    flat = level(text)
    pending = list(explained(flat))
    if not pending:
        return {}
    ending = {one.end: one for one in find_organisations(text, countries)}
    places = Places(countries)
    learnt: dict[str, str | None] = {}
    for short, start, end in pending:
        if end + len(" (") in places.starting:
            continue
        if end in ending:
            learnt[short] = ending[end].country
        elif start in places.starting and len({c.code for c in places.within(start, end)}) == 1:
            learnt[short] = places.starting[start].code
    return learnt
