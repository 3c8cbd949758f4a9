import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.vocabulary import Precision
from services.extractor.times.dates import find_dates

calm = settings(deadline=None)

CASES = tomllib.loads(Path(__file__).with_name("dates.toml").read_text())["case"]
THURSDAY = date(2024, 11, 14)
PIECES = (
    "May 5 23 2024 2024-11-14 Monday on in last next year month ago two , - – to ( . Nov. th of"
)
TEXTS = st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join) | st.text(max_size=60)
ANCHORS = st.dates() | st.none()


def told(text: str, anchor: date | None = THURSDAY) -> list[str]:
    return [f"{one.date.value} {text[one.start : one.end]}" for one in find_dates(text, anchor)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_gives_the_dates_of_its_case(case: dict[str, object]) -> None:
    assert told(str(case["text"])) == case["found"]


def test_without_a_day_of_writing_only_full_dates_are_told() -> None:
    text = "On Monday, 3 May, in April, last year, two days ago, in 2019, 3 May 2023 and May 2022."
    assert told(text, None) == ["2019 2019", "2023-05-03 3 May 2023", "2022-05 May 2022"]


def test_a_date_in_full_stands_beside_one_that_only_the_day_of_writing_dates() -> None:
    assert told("23 Nov. – 2024-11-14") == ["2024-11-23 23 Nov.", "2024-11-14 2024-11-14"]
    assert told("5 to 9 May 2024") == ["2024-05-05 5 to 9 May 2024"]
    assert told("5 May 2024 to Friday") == ["2024-05-05 5 May 2024 to Friday"]


def test_of_dates_that_overlap_the_one_in_full_is_told() -> None:
    assert told("Nov. 23 May 2024") == ["2024-05-23 23 May 2024"]


@pytest.mark.parametrize(
    ("text", "precision"),
    [("3 May 2023", Precision.DAY), ("May 2023", Precision.MONTH), ("in 2023", Precision.YEAR)],
)
def test_a_date_is_as_exact_as_the_text(text: str, precision: Precision) -> None:
    assert [one.date.precision for one in find_dates(text, None)] == [precision]


def test_a_week_over_two_months_is_told_by_none() -> None:
    assert told("They met last week.", date(2024, 11, 5)) == []


def test_the_first_day_of_time_has_no_yesterday() -> None:
    assert told("yesterday and last year", date.min) == []


def test_offsets_are_those_of_the_text_passed_in() -> None:
    text = "Signed on 3\u00a0May\u00a02023."
    assert [(one.start, one.end) for one in find_dates(text, None)] == [(10, 20)]


@calm
@given(TEXTS, ANCHORS)
def test_dates_stand_in_order_and_never_overlap(text: str, anchor: date | None) -> None:
    found = find_dates(text, anchor)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
    assert all(one.start < one.end <= len(text) for one in found)


@calm
@given(TEXTS, ANCHORS)
def test_a_date_points_at_a_word_or_a_figure(text: str, anchor: date | None) -> None:
    for one in find_dates(text, anchor):
        words = text[one.start : one.end]
        assert words[0].isalnum()
        assert words.strip() == words


@calm
@given(TEXTS, ANCHORS)
def test_the_same_text_gives_the_same_dates_twice(text: str, anchor: date | None) -> None:
    assert find_dates(text, anchor) == find_dates(text, anchor)


@calm
@given(TEXTS)
@example("Monday – 2024-11-14")
@example("May 5 to 2024-11-14")
@example("Nov. 23 May 2024")
def test_an_anchor_takes_no_full_date_away(text: str) -> None:
    full = {
        one.date.value for one in find_dates(text, None) if one.date.precision is Precision.DAY
    }
    assert full <= {one.date.value for one in find_dates(text, THURSDAY)}


@calm
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_in_every_usual_form(day: date) -> None:
    forms = ["{0:%d} {0:%B} {0:%Y}", "{0:%B} {0:%d}, {0:%Y}", "{0:%Y-%m-%d}", "{0:%d.%m.%Y}"]
    for form in [*forms, "{0:%A}, {0:%B} {0:%d}, {0:%Y}", "{0:%b}. {0:%d}, {0:%Y}"]:
        text = form.format(day)
        assert [one.date.value for one in find_dates(text, None)] == [day.isoformat()], text


@calm
@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.sampled_from(["Monday", "Friday"]))
def test_a_weekday_alone_is_within_the_last_week(anchor: date, weekday: str) -> None:
    [found] = find_dates(f"They met on {weekday}.", anchor)
    day = date.fromisoformat(found.date.value)
    assert f"{day:%A}" == weekday
    assert 0 <= (anchor - day).days < 7


@pytest.mark.parametrize(
    "text",
    ["7" * 400_000, "1." * 200_000, "1-" * 200_000, ", " * 200_000, "A" * 400_000, "\0" * 400_000],
    ids=["digits", "points", "dashes", "commas", "capitals", "nul"],
)
def test_text_without_dates_is_read_to_its_end(text: str) -> None:
    assert find_dates(text, THURSDAY) == []


def test_many_dates_are_read_one_by_one() -> None:
    assert len(find_dates("May 5. " * 10_000, THURSDAY)) == 10_000
