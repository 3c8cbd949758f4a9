"""Which mention is the article's main news."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from schemas.report import EventDate
from schemas.vocabulary import Kind, Precision, Sector, Status
from services.extractor.acts.details import line_sectors
from services.extractor.acts.mentions import Draft
from services.extractor.acts.reading import Line, Reading
from services.extractor.times.dates import find_dates

_KINDS = (
    Kind.AGREEMENT,
    Kind.EASING,
    Kind.INVESTMENT,
    Kind.TRADE,
    Kind.AID,
    Kind.PROJECT,
    Kind.MEETING,
    Kind.STATEMENT,
)
TITLE_WEIGHT, TOPIC_SHARE = 2, 0.2
OPENING, WEEK = 3, timedelta(days=7)
_NOT_YET = frozenset({Status.PLANNED, Status.CANCELLED, Status.DENIED})
_DROPPED = frozenset({Status.CANCELLED, Status.DENIED})


def mark_headline(drafts: Mapping[str, Sequence[Draft]]) -> None:
    """Mark the mention that is the news; in all pairs that share the act."""
    every = [draft for pair in sorted(drafts) for draft in drafts[pair]]
    if not every:
        return
    news = min(every, key=_rank)
    for draft in _sharing(news, every):
        draft.headline = True


def date_headline(reading: Reading, drafts: Mapping[str, Sequence[Draft]]) -> None:
    """Give news without a date the day that the opening of the article states for it."""
    undated = [
        draft
        for several in drafts.values()
        for draft in several
        if draft.headline and draft.date is None and draft.status not in _NOT_YET
    ]
    if undated and (day := _opening_day(reading)):
        for draft in undated:
            draft.date = day


def _opening_day(reading: Reading) -> EventDate | None:
    """Return the first day named in the opening, if it lies in the week before the article."""
    body = [line for line in reading.lines if line.marks.sentence.field == "body"]
    for line in body[:OPENING]:
        for found in find_dates(line.marks.sentence.text, reading.anchor):
            if found.date.precision is not Precision.DAY:
                continue
            age = (reading.anchor or date.min) - date.fromisoformat(found.date.value)
            if reading.anchor is None or timedelta(0) <= age <= WEEK:
                return found.date
    return None


def _rank(draft: Draft) -> tuple[bool, bool, int, int, bool]:
    first = draft.lines[0]
    place = 0 if first.marks.sentence.field == "title" else 1 + first.marks.sentence.number
    return (
        draft.status in _DROPPED,
        draft.background,
        place,
        _KINDS.index(draft.kind),
        draft.status is Status.PLANNED,
    )


def _sharing(news: Draft, every: Iterable[Draft]) -> Iterable[Draft]:
    return (
        draft
        for draft in every
        if draft.kind is news.kind
        and draft.status is news.status
        and draft.rule == news.rule
        and draft.lines[0] is news.lines[0]
        and draft.background is news.background
    )


def add_topics(lines: Sequence[Line], drafts: Mapping[str, Sequence[Draft]]) -> None:
    """Give the main news the sectors that the article as a whole comes back to."""
    told: Counter[Sector] = Counter()
    for line in lines if drafts else ():
        weight = TITLE_WEIGHT if line.marks.sentence.field == "title" else 1
        for sector in line_sectors(line):
            told[sector] += weight
    least = max(TITLE_WEIGHT, TOPIC_SHARE * len(lines))
    topics = {sector: hits for sector, hits in told.items() if hits >= least}
    for draft in (draft for several in drafts.values() for draft in several if draft.headline):
        draft.sectors = {**topics, **draft.sectors}
