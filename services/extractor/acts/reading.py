"""An article, read: its sentences with the words, countries and bodies that stand in them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any, TypeVar

from schemas.article import Article, TextField
from schemas.vocabulary import Precision, Sector
from services.extractor.acts.marks import Marks, marks
from services.extractor.acts.parties import Party, parties
from services.extractor.names.countries import CountryName, find_countries
from services.extractor.names.organisations import (
    OrganisationName,
    find_organisations,
    learn_abbreviations,
)
from services.extractor.names.people import People, Person, known_people, learn_people
from services.extractor.text.sentences import Text, read
from services.extractor.times.dates import find_dates

_FIELDS: tuple[TextField, TextField] = ("title", "body")
_SPORT_HITS, _SPORT_WORDS, _SPORT_SHARE = 5, 4, 0.008


@dataclass(slots=True)
class Names:
    """All names found in a text, in order, and the words that call somebody in the article."""

    countries: Sequence[CountryName]
    bodies: Sequence[OrganisationName]
    people: Sequence[Person]
    called: People

    def within(self, text: Text, marks: Marks) -> list[Party]:
        """Return who stands in a sentence."""
        start, end = marks.sentence.start, marks.sentence.end
        people = [
            *_between(self.people, start, end),
            *self.called.find(text.plain.text, start, end),
        ]
        countries = _between(self.countries, start, end)
        return parties(
            marks, countries, _between(self.bodies, start, end), people, text.plain.text
        )


P = TypeVar("P", bound=tuple[Any, ...])


def _between(found: Sequence[P], start: int, end: int) -> Sequence[P]:
    """Return those of the names, in order of their starts, that start in a part of the text."""
    first = bisect_left(found, (start,))
    return found[first : bisect_left(found, (end,), first)]


@dataclass(slots=True, eq=False)
class Line:
    """A sentence with what stands in it; `number` counts through title and body."""

    number: int
    text: Text
    marks: Marks
    names: Names
    sectors: dict[Sector, int] | None = None
    _present: list[Party] | None = None

    @property
    def present(self) -> list[Party]:
        """Return who stands in the sentence; found when it is first asked for."""
        if self._present is None:
            self._present = self.names.within(self.text, self.marks)
        return self._present


@dataclass(slots=True)
class Reading:
    """A whole article, read; `anchor` is the day its relative dates are counted from."""

    article: Article
    lines: list[Line]
    anchor: date | None
    people: People
    sport: bool


def read_article(article: Article) -> Reading:
    """Read the title and the body of an article."""
    texts = {name: read(name, article.text(name)) for name in _FIELDS}
    countries = {name: find_countries(text.plain.text) for name, text in texts.items()}
    countries = _sure(countries)
    known = learn_abbreviations(texts["body"].plain.text, countries["body"])
    marked = {name: marks(text) for name, text in texts.items()}
    people, named = _people(texts, countries, marked)
    lines: list[Line] = []
    for name, text in texts.items():
        bodies = find_organisations(text.plain.text, countries[name], known)
        names = Names(countries[name], bodies, named[name], people)
        lines += (Line(at, text, mark, names) for at, mark in enumerate(marked[name], len(lines)))
    anchor = _anchor(article, texts["body"])
    return Reading(article, lines, anchor, people, _is_sport(lines))


def _sure(
    found: dict[TextField, list[CountryName]],
) -> dict[TextField, list[CountryName]]:
    """Leave out doubtful names of countries that the article nowhere names without doubt."""
    sure = {country.code for names in found.values() for country in names if country.strong}
    return {
        name: [c for c in names if c.strong or c.code in sure] for name, names in found.items()
    }


def _people(
    texts: dict[TextField, Text],
    countries: dict[TextField, list[CountryName]],
    marked: dict[TextField, list[Marks]],
) -> tuple[People, dict[TextField, list[Person]]]:
    """Return the words that call somebody in the article, and who is named in full where."""
    words: dict[str, str] = {}
    named: dict[TextField, list[Person]] = {}
    for name, text in texts.items():
        known, named[name] = known_people(text)
        offices = sorted(span for mark in marked[name] for span in mark.tags.get("offices", ()))
        words |= learn_people(text.plain.text, countries[name], offices).words | known.words
    return People(words), named


def _anchor(article: Article, body: Text) -> date | None:
    """Return the day of publication, else the day a dateline states in full."""
    if article.published:
        return article.published.astimezone(UTC).date()
    head = body.plain.text[: body.dateline]
    days = [f.date.value for f in find_dates(head, None) if f.date.precision is Precision.DAY]
    return date.fromisoformat(days[0]) if days else None


def _is_sport(lines: Sequence[Line]) -> bool:
    """Say whether an article tells of a match: many words of sport for its length."""
    words: list[str] = []
    for line in lines:
        if line.marks.has("sport"):
            start, spans = line.marks.sentence.start, line.marks.tags["sport"]
            words += (line.marks.folded[first - start : last - start] for first, last in spans)
    if len(words) < _SPORT_HITS or len(set(words)) < _SPORT_WORDS:
        return False
    size = sum(line.marks.folded.count(" ") + 1 for line in lines)
    return len(words) >= _SPORT_SHARE * size
