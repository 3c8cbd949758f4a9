"""The details of an act: its date, its money, its bodies, what it is about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from schemas.report import Amount, EventDate, Organisation
from schemas.vocabulary import Kind, Precision, Sector, Status
from services.extractor.acts.judging import Act
from services.extractor.acts.reading import Line, Reading
from services.extractor.sums.money import find_amounts
from services.extractor.times.dates import DateFound, find_dates
from services.extractor.words.lexicon import known, listed
from services.extractor.words.scanner import fold
from services.extractor.words.sectors import Span, count_sectors

_OLD = timedelta(days=21)
_PAID = (Kind.INVESTMENT, Kind.AID, Kind.TRADE, Kind.AGREEMENT, Kind.PROJECT, Kind.EASING)
_PORTFOLIO = re.compile(
    r" (?:of|for)(?: the)? (?:[A-Z][\w-]+(?:,? and |, | of )){1,4}[A-Z][\w-]+(?: [A-Z][\w-]+)?"
)
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Details:
    """What a sentence tells of an act besides its kind, its status and its sides."""

    date: EventDate | None = None
    old: bool = False
    amounts: list[Amount] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    sectors: dict[Sector, int] = field(default_factory=dict)


def add_details(reading: Reading, acts: Sequence[Act]) -> list[Details]:
    """Return the details of each act that was taken, in the same order."""
    dates: dict[int, list[DateFound]] = {}
    found = []
    for act in acts:
        line = act.line
        if line.number not in dates:
            dates[line.number] = find_dates(line.marks.sentence.text, reading.anchor)
        details = Details(organisations=_bodies(act), sectors=line_sectors(line))
        details.date, details.old = _date(act, dates[line.number], reading.anchor)
        found.append(details)
    for act, details in _paid(acts, found):
        details.amounts = line_amounts(act.line)
    return found


def line_sectors(line: Line) -> dict[Sector, int]:
    """Return the sectors a sentence names."""
    if line.sectors is None:
        words = line.marks.sectors
        line.sectors = count_sectors(words, _portfolios(line)) if words else {}
    return line.sectors


def line_amounts(line: Line) -> list[Amount]:
    """Return the sums of money of cooperation that a sentence states."""
    text = line.marks.sentence.text
    if not _DIGIT.search(text) and "illion" not in text:
        return []
    found = []
    for one in find_amounts(text):
        around = fold(text[max(0, one.start - 40) : one.end + 30]).split()
        compared = text[: one.start].endswith(listed("compared"))
        if not compared and not known("no_cooperation") & set(around):
            found.append(one.amount)
    return found


def _portfolios(line: Line) -> list[Span]:
    """Return where long portfolios stand: "Minister of Trade, Industry and Energy" is no topic."""
    sentence = line.marks.sentence
    return [
        (end, found.end() + sentence.start)
        for _, end in line.marks.tags.get("offices", ())
        if (found := _PORTFOLIO.match(sentence.text, end - sentence.start))
    ]


def _bodies(act: Act) -> list[Organisation]:
    """Return the bodies of the two countries that stand in the act's sentence."""
    codes = {code for pair in act.sides.pairs for code in pair.split("-")}
    named = {
        party.name: party.code
        for party in act.line.present
        if party.name and party.code in codes and not party.site
    }
    return [Organisation(name=name[:300], country=code) for name, code in named.items()]


def _date(
    act: Act, dates: Sequence[DateFound], anchor: date | None
) -> tuple[EventDate | None, bool]:
    """Return the date of an act, and whether it lies well before the article."""
    offset = act.line.marks.sentence.start
    at = act.trigger.verb_start - offset
    text = act.line.marks.sentence.text
    for found in sorted(dates, key=lambda one: _distance(one, at)):
        if _is_bound(text, at, found):
            continue
        told = found.date
        if anchor is None:
            return told, False
        first = _first_day(told)
        if act.status is not Status.PLANNED and first > anchor + timedelta(days=1):
            continue
        if act.status is Status.PLANNED and _last_day(told) < anchor:
            continue
        return told, _last_day(told) < anchor - _OLD
    return None, False


def _is_bound(text: str, at: int, found: DateFound) -> bool:
    """Say whether a date only bounds the act: "since 2004", "until June"."""
    between = text[min(at, found.end) : max(at, found.start)].lower()
    if any(word in between for word in listed("bounding")):
        return True
    return between.endswith(listed("bounds"))


def _distance(found: DateFound, at: int) -> int:
    return found.start - at if found.start >= at else at - found.end


def _first_day(told: EventDate) -> date:
    return date.fromisoformat((told.value + "-01-01")[:10])


def _last_day(told: EventDate) -> date:
    """Return the last day a date can mean, to the month or the year."""
    first = _first_day(told)
    if told.precision is Precision.DAY:
        return first
    if told.precision is Precision.MONTH:
        return first + timedelta(days=27)
    return first.replace(month=12, day=31)


def _paid(acts: Sequence[Act], found: Sequence[Details]) -> Iterable[tuple[Act, Details]]:
    """Yield the act of each sentence that its sums belong to: the one most about money."""
    best: dict[int, int] = {}
    for at, act in enumerate(acts):
        kind = act.judged.kind
        if kind in _PAID:
            now = best.get(act.line.number)
            if now is None or _PAID.index(kind) < _PAID.index(acts[now].judged.kind):
                best[act.line.number] = at
    for at in best.values():
        yield acts[at], found[at]
