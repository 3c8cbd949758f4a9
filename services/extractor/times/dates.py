"""Finds the dates that a text gives for what it tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schemas.report import EventDate
from schemas.vocabulary import Precision
from services.extractor.names.neighbours import words_after, words_before
from services.extractor.names.spellings import level
from services.extractor.times.almanac import (
    day_from,
    day_of,
    month_from,
    week_from,
    weekday_near,
    weekday_of_last_week,
    year_of,
)
from services.extractor.times.date_words import Says, TimeWord, date_cues, time_words
from services.extractor.times.month_dates import Placed, month_date
from services.extractor.times.tense import lies_ahead

_DIGITS = re.compile(r"[0-9]+(?:[-./][0-9]+)*")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_AGO = re.compile(r"(?<![\w.,])(\d{1,3}|[A-Za-z]+) (day|week|month|year)s? $")
_TO_THE_DATE = re.compile(r"(?:,? (?:the )?|,? \()$")
_TO_THE_END = frozenset({" to ", " until ", " till ", " through ", "-", "–", "—", " - ", " – "})
_LONGEST_NUMERIC = 10
_YEAR_DIGITS = 4
_DAYS_REMEMBERED, _MONTHS_REMEMBERED = 14, 24


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date told at `start:end` of a text."""

    start: int
    end: int
    date: EventDate


def find_dates(text: str, anchor: date | None) -> list[DateFound]:
    """Return the dates of a text in order, never overlapping, each as exactly as it is told.

    `anchor` is the day the text was written. Without it only what is told in full is a date.
    Of a range the first day is given. Times, scores, sums and ranges of years are no dates.
    """
    flat = level(text)
    found = list(_from_words(flat, anchor))
    found += _from_digits(flat)
    found.sort(key=lambda one: (one.start, -one.end))
    return [DateFound(*one[:3]) for one in _apart(flat, found)]


def _apart(flat: str, found: list[Placed]) -> list[Placed]:
    """Join a weekday with its date, and a date with the end of its range; drop overlaps.

    What is told in full never gives way to what only the day of writing dates.
    """
    kept: list[Placed] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is None or (one.start >= last.end and not _is_same(flat, last, one)):
            kept.append(one)
        elif one.start >= last.end:
            told = last if flat[last.end : one.start] in _TO_THE_END else one
            kept[-1] = Placed(last.start, one.end, told.date, told.full)
        elif one.full and not last.full:
            kept[-1] = one
    return kept


def _is_same(flat: str, first: Placed, second: Placed) -> bool:
    gap = flat[first.end : second.start]
    if second.date.precision is not Precision.DAY:
        return False
    if gap in _TO_THE_END:
        return first.date.precision is Precision.DAY and first.full >= second.full
    a_weekday = flat[first.start : first.end].isalpha()
    with_digits = any(c.isdigit() for c in flat[second.start : second.end])
    return a_weekday and with_digits and _TO_THE_DATE.fullmatch(gap) is not None


def _from_words(flat: str, anchor: date | None) -> Iterator[Placed]:
    for start, end, word in time_words().find(flat):
        if word.says is Says.MONTH:
            placed = month_date(flat, start, end, word.number, anchor)
            if placed:
                yield placed
        elif anchor is not None:
            yield from _from_anchor(flat, start, end, word, anchor)


def _from_anchor(
    flat: str, start: int, end: int, word: TimeWord, anchor: date
) -> Iterator[Placed]:
    found: EventDate | None = None
    if word.says is Says.WEEKDAY:
        found = _weekday(flat, start, end, word.number, anchor)
    elif word.says is Says.DAYS:
        if not flat.startswith(date_cues().today_not_before, end):
            found = day_from(anchor, word.number)
    elif word.says is Says.WEEKS:
        found = week_from(anchor, word.number)
    elif word.says is Says.MONTHS:
        found = month_from(anchor, word.number)
    elif word.says is Says.YEARS:
        found = year_of(anchor.year + word.number)
    else:
        yield from _ago(flat, start, end, anchor)
    if found:
        yield Placed(start, end, found, full=False)


def _weekday(flat: str, start: int, end: int, weekday: int, anchor: date) -> EventDate | None:
    cues = date_cues()
    before = words_before(flat, start)
    if not before.isdisjoint(cues.weekday_not_after):
        return None
    if any(word.lower() in cues.weekday_not_before for word in words_after(flat, end)):
        return None
    if "last" in before:
        return weekday_of_last_week(anchor, weekday)
    if "next" in before or "coming" in before:
        return weekday_near(anchor, weekday, ahead=True)
    if "this" in before:
        return day_from(anchor, weekday - anchor.weekday())
    return weekday_near(anchor, weekday, ahead=lies_ahead(flat, start))


def _ago(flat: str, start: int, end: int, anchor: date) -> Iterator[Placed]:
    told = _AGO.search(flat, max(0, start - 24), start)
    count = _count(told.group(1).lower()) if told else 0
    if told is None or not count:
        return
    found: EventDate | None = None
    if told.group(2) == "day" and count <= _DAYS_REMEMBERED:
        found = day_from(anchor, -count)
    elif told.group(2) == "week" and count <= _DAYS_REMEMBERED:
        found = week_from(anchor, -count)
    elif told.group(2) == "month" and count <= _MONTHS_REMEMBERED:
        found = month_from(anchor, -count)
    elif told.group(2) == "year":
        found = year_of(anchor.year - count)
    if found:
        yield Placed(told.start(), end, found, full=False)


def _count(word: str) -> int:
    """Return the number a word stands for, 0 if it is none."""
    if word.isdecimal():
        return int(word)
    if word in ("a", "an"):
        return 1
    numbers = date_cues().numbers
    return numbers.index(word) + 1 if word in numbers else 0


def _from_digits(flat: str) -> Iterator[Placed]:
    for run in _DIGITS.finditer(flat):
        start, end = run.span()
        if end - start > _LONGEST_NUMERIC or (start and _goes_on(flat, start)):
            continue
        is_year = end - start == _YEAR_DIGITS
        found = _year(flat, start, end) if is_year else _numeric(run.group())
        if found:
            yield Placed(start, end, found)


def _goes_on(flat: str, start: int) -> bool:
    before = flat[start - 1]
    return (before.isalnum() or before in "/.,-–—:$€£¥#_+") and flat[start - 4 : start] != "mid-"


def _numeric(digits: str) -> EventDate | None:
    """Read 2024-11-14, 14.11.2024 or 25/12/2024; nothing where the day may be the month."""
    if iso := _ISO.fullmatch(digits):
        return day_of(*map(int, iso.groups()))
    if found := _DAY_FIRST.fullmatch(digits):
        day, sign, month, year = found.groups()
        if sign == "." or int(day) > 12 or day == month:
            return day_of(int(year), int(month), int(day))
        if int(month) > 12:
            return day_of(int(year), int(day), int(month))
    return None


def _year(flat: str, start: int, end: int) -> EventDate | None:
    """Read a year that words make one: "in 2004", "mid-2019", never 2025–2030."""
    after = flat[end : end + 2]
    if after[:1] in ("–", "—", "-", "/", "%") or (after[:1] in (",", ".") and after[1:].isdigit()):
        return None
    if flat[start - 4 : start] != "mid-" and words_before(flat, start).isdisjoint(
        date_cues().year_cues
    ):
        return None
    return year_of(int(flat[start:end]))
