"""What an event counts for."""

from typing import Any

import pytest

from schemas.vocabulary import Status
from services.aggregator.events import opened
from services.aggregator.identity import Identity
from services.aggregator.rows import Draft, EventRow
from services.aggregator.tally import NOTHING, recount, status_of, weigh


def event(**changes: Any) -> EventRow:
    identity = Identity("00112233445566ff", "agreement", "2026-10-06", ())
    told: dict[str, Any] = {
        "reports": 1,
        "news": 1,
        "statuses": {"done": 1},
        "sectors": {"trade": 1},
        "dates": {"2026-10-06": 1},
    }
    row: Any = {**opened("KEN-VNM", identity), **told, **changes}
    return row


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"planned": 3, "done": 1}, Status.DONE),
        ({"planned": 3, "cancelled": 1}, Status.CANCELLED),
        ({"ongoing": 1, "denied": 1}, Status.ONGOING),
        ({"planned": 1}, Status.PLANNED),
    ],
)
def test_what_happened_outweighs_what_was_to(told: dict[str, int], status: Status) -> None:
    assert status_of(event(statuses=told)) is status


def test_nothing_weighs_nothing() -> None:
    assert weigh(None) == NOTHING
    assert weigh(event(reports=0)) == NOTHING


@pytest.mark.parametrize(
    ("dates", "month"),
    [
        ({"2026-10-06": 1}, "2026-10"),
        ({"2026": 9, "2026-09": 1}, "2026-09"),
        ({"2026-10-01": 1, "2026-09-30": 2}, "2026-09"),
        ({"2026": 1}, "2026"),
        ({"": 1}, "2026-10"),
    ],
)
def test_the_month_is_that_of_the_most_exact_date_told_most(
    dates: dict[str, int], month: str
) -> None:
    assert weigh(event(dates=dates)).month == month


def test_only_what_has_happened_adds_its_amounts() -> None:
    amounts = {"5 USD contract exact": 1, "7 EUR loan exact": 1}

    assert weigh(event(amounts=amounts)).amounts == (("EUR", "7"), ("USD", "5"))
    assert weigh(event(amounts=amounts, statuses={"planned": 1})).amounts == ()


def test_of_two_sums_told_equally_often_the_larger_counts() -> None:
    amounts = {"9 USD contract exact": 1, "10 USD contract exact": 1}

    assert weigh(event(amounts=amounts)).amounts == (("USD", "10"),)


def test_what_was_added_can_be_taken_away_to_the_letter() -> None:
    draft = Draft({})
    weight = weigh(event(amounts={"0.10 USD contract exact": 1}))
    for _ in range(3):
        recount(draft, "KEN-VNM", "e", NOTHING, weight, (0, 0))
    cell = draft.get("count/KEN-VNM|trade")
    assert cell is not None
    assert cell["amounts"] == {"USD": "0.30"}
    for _ in range(3):
        recount(draft, "KEN-VNM", "e", weight, NOTHING, (0, 1))

    cell = draft.get("count/KEN-VNM|trade")
    assert cell is not None
    assert (cell["events"], cell["by_month"], cell["amounts"]) == (0, {}, {})


def test_a_weight_that_stays_changes_no_cell() -> None:
    draft = Draft({})
    recount(draft, "KEN-VNM", "e", weigh(event()), weigh(event()), (0, 0))

    assert draft.changes == {}
