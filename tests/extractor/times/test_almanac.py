from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.extractor.times.almanac import (
    day_from,
    day_of,
    month_from,
    month_of,
    week_from,
    weekday_near,
    weekday_of_last_week,
    year_near,
    year_of,
)

calm = settings(deadline=None)

THURSDAY = date(2024, 11, 14)


def value(found: object) -> str | None:
    return getattr(found, "value", None)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ((2024, 2, 29), "2024-02-29"),
        ((2023, 2, 29), None),
        ((2024, 13, 1), None),
        ((2024, 0, 1), None),
        ((2024, 1, 0), None),
        ((1899, 1, 1), None),
        ((2100, 1, 1), None),
    ],
)
def test_a_day_is_one_of_the_calendar(day: tuple[int, int, int], found: str | None) -> None:
    assert value(day_of(*day)) == found


def test_months_and_years_are_those_of_news() -> None:
    assert value(month_of(2024, 3)) == "2024-03"
    assert value(year_of(2024)) == "2024"
    assert month_of(1815, 3) is None
    assert year_of(3024) is None


def test_days_and_months_are_counted_from_the_anchor() -> None:
    assert value(day_from(THURSDAY, -14)) == "2024-10-31"
    assert value(month_from(THURSDAY, 2)) == "2025-01"
    assert value(month_from(THURSDAY, -11)) == "2023-12"
    assert day_from(date.max, 1) is None
    assert day_from(date.min, -1) is None


def test_a_week_is_told_by_its_month_where_it_has_one() -> None:
    assert value(week_from(THURSDAY, 0)) == "2024-11"
    assert week_from(THURSDAY, 2) is None
    assert week_from(date.min, -1) is None
    assert week_from(date.max, 1) is None


def test_a_weekday_is_the_last_or_the_next() -> None:
    assert value(weekday_near(THURSDAY, 3, ahead=False)) == "2024-11-14"
    assert value(weekday_near(THURSDAY, 4, ahead=False)) == "2024-11-08"
    assert value(weekday_near(THURSDAY, 4, ahead=True)) == "2024-11-15"
    assert value(weekday_of_last_week(THURSDAY, 3)) == "2024-11-07"


@pytest.mark.parametrize(
    ("month", "day", "ahead", "year"),
    [
        (11, 14, False, 2024),
        (12, 2, False, 2024),
        (12, 24, False, 2023),
        (12, 24, True, 2024),
        (1, 5, True, 2025),
        (1, 5, False, 2024),
        (12, None, False, 2023),
        (12, None, True, 2024),
        (11, None, False, 2024),
        (3, None, True, 2025),
    ],
)
def test_a_date_without_a_year_is_near(
    month: int, day: int | None, ahead: bool, year: int
) -> None:
    assert year_near(THURSDAY, month, day, ahead=ahead) == year


def test_the_first_days_of_january_are_near_at_the_end_of_december() -> None:
    assert year_near(date(2024, 12, 28), 1, 3, ahead=False) == 2025


@calm
@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_a_day_told_as_to_come_is_never_past(anchor: date, month: int, day: int) -> None:
    assert date(year_near(anchor, month, day, ahead=True), month, day) >= anchor


@calm
@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 6), st.booleans())
def test_a_weekday_is_less_than_a_week_away(anchor: date, weekday: int, ahead: bool) -> None:
    found = weekday_near(anchor, weekday, ahead=ahead)
    assert found is not None
    day = date.fromisoformat(found.value)
    assert day.weekday() == weekday
    assert abs((day - anchor).days) < 7
