"""Puts what a text says about time into the calendar, seen from the day it was written."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from schemas.report import EventDate
from schemas.vocabulary import Precision

_SOON = 31
"""Days ahead up to which a date without a year is taken for the one to come."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2099


@lru_cache(maxsize=4096)
def day_of(year: int, month: int, day: int) -> EventDate | None:
    """Return a day, or None if the calendar has no such day."""
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12):
        return None
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return EventDate(value=f"{year:04}-{month:02}-{day:02}", precision=Precision.DAY)


@lru_cache(maxsize=1024)
def month_of(year: int, month: int) -> EventDate | None:
    """Return a month, or None if the year is none that news is about."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return EventDate(value=f"{year:04}-{month:02}", precision=Precision.MONTH)


@lru_cache(maxsize=256)
def year_of(year: int) -> EventDate | None:
    """Return a year, or None if it is none that news is about."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return EventDate(value=f"{year:04}", precision=Precision.YEAR)


def day_from(anchor: date, days: int) -> EventDate | None:
    """Return the day so many days after the anchor."""
    try:
        found = anchor + timedelta(days=days)
    except OverflowError:
        return None
    return day_of(found.year, found.month, found.day)


def month_from(anchor: date, months: int) -> EventDate | None:
    """Return the month so many months after that of the anchor."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return month_of(year, month + 1)


def week_from(anchor: date, weeks: int) -> EventDate | None:
    """Return the month that a whole week, Monday to Sunday, lies in, if it is one."""
    monday = anchor.toordinal() - anchor.weekday() + 7 * weeks
    if not date.min.toordinal() <= monday <= date.max.toordinal() - 6:
        return None
    first, last = date.fromordinal(monday), date.fromordinal(monday + 6)
    return month_of(first.year, first.month) if first.month == last.month else None


def weekday_near(anchor: date, weekday: int, *, ahead: bool) -> EventDate | None:
    """Return the most recent such weekday, the anchor's own day included, or the next one."""
    back = (anchor.weekday() - weekday) % 7
    return day_from(anchor, (-back) % 7 if ahead else -back)


def weekday_of_last_week(anchor: date, weekday: int) -> EventDate | None:
    """Return such a weekday before the anchor's own day."""
    return day_from(anchor, -((anchor.weekday() - weekday - 1) % 7) - 1)


def year_near(anchor: date, month: int, day: int | None, *, ahead: bool) -> int:
    """Return the year of a month or day told without one: past unless it is told as to come.

    What lies ahead by a month at most is taken for near, whatever is told of it.
    """
    distance = (month - anchor.month) * _SOON + (day or anchor.day) - anchor.day
    if ahead:
        return anchor.year + (distance < 0)
    if day is None:
        return anchor.year - (month > anchor.month)
    if distance > _SOON:
        return anchor.year - 1
    return anchor.year + (distance < -11 * _SOON)
