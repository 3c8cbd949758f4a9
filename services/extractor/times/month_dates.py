"""Reads the date around a month: "17 April 2025", "Nov. 14", "in July this year"."""

import re
from datetime import date
from typing import NamedTuple

from schemas.report import EventDate
from services.extractor.names.neighbours import words_before
from services.extractor.times.almanac import day_of, month_of, year_near
from services.extractor.times.date_words import date_cues
from services.extractor.times.tense import lies_ahead

_TH = r"(?:st|nd|rd|th)?"
_TO = r"(?:\s?[-–—/]\s?| to | and | until | till | through |, )"
_DAYS_BEFORE = re.compile(
    rf"(?<![\w.,:$€£–—-])(?:(\d{{1,2}}){_TH}{_TO}(?:\d{{1,2}}{_TH}(?:,? and |, ))?)?"
    rf"(\d{{1,2}}){_TH}(?: of)?[ -]$"
)
_YEAR = r"(?:(?:,| of)? (?P<word>this|last|next) year\b|,?[ -](?P<year>\d{4})(?![\d–-]|[,.]\d))"
_DAYS_AFTER = re.compile(
    rf"\.? (?:the )?(\d{{1,2}}){_TH}(?![\d:%/]|[.,]\d)"
    rf"(?:{_TO}\d{{1,2}}{_TH}(?![\d:%/]|[.,]\d| [A-Z]))?{_YEAR}?"
)
_YEAR_AFTER = re.compile(rf"\.?(?: of)?{_YEAR}")
_YEAR_LATER = re.compile(
    rf"\.?(?: \d{{1,2}}{_TH})?{_TO}(?:\d{{1,2}}{_TH} [A-Z][a-z]{{2,8}}\.?"
    rf"|[A-Z][a-z]{{2,8}}\.? \d{{1,2}}{_TH}),? (?P<year>\d{{4}})(?!\d)"
)
_REACH = 40
_TURN = {"this": 0, "last": -1, "next": 1}
_VERBS_TOO = {3, 5}
"""March and May: alone after "the" they may be a procession or a verb."""


class Placed(NamedTuple):
    """A date with its place in the text; `full` where no day of writing is needed for it."""

    start: int
    end: int
    date: EventDate
    full: bool = True


def month_date(flat: str, start: int, end: int, month: int, anchor: date | None) -> Placed | None:
    """Return the date around a month's name, or None where it is none or its year unknown."""
    if found := _DAYS_BEFORE.search(flat, max(0, start - _REACH), start):
        after = _YEAR_AFTER.match(flat, end, end + _REACH)
        stop = after.end() if after else end + flat.startswith(".", end)
        day = int(found.group(1) or found.group(2))
        return _day(flat, (found.start(), stop), (month, day), after or _later(flat, end), anchor)
    found = _DAYS_AFTER.match(flat, end, end + _REACH)
    if found and not flat.startswith(date_cues().not_before, found.end(1)):
        year = found if found["word"] or found["year"] else _later(flat, end)
        return _day(flat, (start, found.end()), (month, int(found.group(1))), year, anchor)
    return _whole_month(flat, start, end, month, anchor)


def _later(flat: str, end: int) -> re.Match[str] | None:
    """Return the year that the second half of a range gives: "30 May to 2 June 2025"."""
    return _YEAR_LATER.match(flat, end, end + _REACH)


def _day(
    flat: str,
    span: tuple[int, int],
    month_day: tuple[int, int],
    year: re.Match[str] | None,
    anchor: date | None,
) -> Placed | None:
    month, day = month_day
    told = _told_year(year, anchor)
    if told is None:
        if anchor is None:
            return None
        told = year_near(anchor, month, day, ahead=lies_ahead(flat, span[0]))
    found = day_of(told, month, day)
    return Placed(*span, found, _told_year(year, None) is not None) if found else None


def _told_year(found: re.Match[str] | None, anchor: date | None) -> int | None:
    if found is None:
        return None
    groups = found.groupdict()
    if groups["year"]:
        return int(groups["year"])
    return anchor.year + _TURN[groups["word"]] if anchor and groups.get("word") else None


def _whole_month(
    flat: str, start: int, end: int, month: int, anchor: date | None
) -> Placed | None:
    found = _YEAR_AFTER.match(flat, end, end + _REACH)
    if (year := _told_year(found, anchor)) is not None and found is not None:
        placed = month_of(year, month)
        full = _told_year(found, None) is not None
        return Placed(start, found.end(), placed, full) if placed else None
    if anchor is None or found is not None or not _is_month(flat, start, end, month):
        return None
    before = words_before(flat, start)
    if "last" in before or "previous" in before:
        year = anchor.year - (month >= anchor.month)
    elif "next" in before or "coming" in before:
        year = anchor.year + (month <= anchor.month)
    elif "this" in before:
        year = anchor.year
    else:
        year = year_near(anchor, month, None, ahead=lies_ahead(flat, start))
    placed = month_of(year, month)
    return Placed(start, end, placed, full=False) if placed else None


def _is_month(flat: str, start: int, end: int, month: int) -> bool:
    """Say whether a month's name alone means the month: "in May", "its June meeting"."""
    before = words_before(flat, start)
    cued = not before.isdisjoint(date_cues().month_cues) or flat[start - 4 : start] == "mid-"
    if cued:
        return not flat[end : end + 2].strip(" ").isupper() or month not in _VERBS_TOO
    if month in _VERBS_TOO or before.isdisjoint({"the", "its", "their", "a", "an", "his"}):
        return False
    return flat[end : end + 1] == " " and flat[end + 1 : end + 2].islower()
