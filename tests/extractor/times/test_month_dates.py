from datetime import date

import pytest

from services.extractor.times.month_dates import month_date

ANCHOR = date(2024, 11, 14)


def read(text: str, anchor: date | None = ANCHOR) -> tuple[str, str] | None:
    start = text.index("May")
    found = month_date(text, start, start + 3, 5, anchor)
    return (found.date.value, text[found.start : found.end]) if found else None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 3 May", ("2024-05-03", "3 May")),
        ("on the 3rd of May 2022", ("2022-05-03", "3rd of May 2022")),
        ("on 3-May-2022", ("2022-05-03", "3-May-2022")),
        ("3, 4 and 5 May", ("2024-05-03", "3, 4 and 5 May")),
        ("3–5 May", ("2024-05-03", "3–5 May")),
        ("May 3rd, 2022", ("2022-05-03", "May 3rd, 2022")),
        ("May 3–5", ("2024-05-03", "May 3–5")),
        ("May 3 to 5 next year", ("2025-05-03", "May 3 to 5 next year")),
        ("30 May - 2 June 2021", ("2021-05-30", "30 May")),
        ("May 30 to June 2, 2021", ("2021-05-30", "May 30")),
        ("May 2022", ("2022-05", "May 2022")),
        ("May of this year", ("2024-05", "May of this year")),
        ("in May", ("2024-05", "May")),
        ("mid-May", ("2024-05", "May")),
        ("next May", ("2025-05", "May")),
        ("this May", ("2024-05", "May")),
        ("last May", ("2024-05", "May")),
        ("will open in May", ("2025-05", "May")),
        ("May 3.5 million", None),
        ("May 17:30", None),
        ("in May 10 percent", ("2024-05", "May")),
        ("the May summit", None),
        ("He may. May it be", None),
        ("32 May", None),
        ("May 2022-23", None),
    ],
)
def test_a_month_stands_in_a_date(text: str, found: tuple[str, str] | None) -> None:
    assert read(text) == found


@pytest.mark.parametrize("text", ["on 3 May", "in May", "last May", "May of this year"])
def test_a_date_without_a_year_needs_an_anchor(text: str) -> None:
    assert read(text, None) is None
