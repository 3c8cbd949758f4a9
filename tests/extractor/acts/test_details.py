"""The date, the money, the bodies and the sectors of an act come from its own sentence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.extractor.acts.details import Details, add_details, line_amounts, line_sectors
from services.extractor.acts.judging import Act, find_acts
from services.extractor.acts.reading import Reading, read_article
from tests.extractor.reading_one import read_line
from tests.factories import article

DAY = datetime(2026, 10, 7, 12, tzinfo=UTC)  # a Wednesday


def read(body: str, published: datetime | None = DAY, **told: Any) -> Reading:
    return read_article(article(title="", body=body, published=published, **told))


def details(body: str, published: datetime | None = DAY) -> list[tuple[Act, Details]]:
    reading = read(body, published)
    acts = [act for act in find_acts(reading) if act.rejected is None]
    return list(zip(acts, add_details(reading, acts), strict=True))


def detail(body: str, published: datetime | None = DAY) -> Details:
    return details(body, published)[0][1]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Peru signed a treaty with Chile on Monday.", "2026-10-05"),
        ("Peru signed a treaty with Chile on October 6.", "2026-10-06"),
        ("Peru signed a treaty with Chile yesterday.", "2026-10-06"),
        ("Peru signed a treaty with Chile in September.", "2026-09"),
        ("Peru will sign a treaty with Chile on Friday.", "2026-10-09"),
        ("Peru will sign a treaty with Chile on December 1.", "2026-12-01"),
    ],
)
def test_an_act_has_the_date_its_sentence_states(sentence: str, value: str) -> None:
    found = detail(sentence).date
    assert found is not None
    assert found.value == value


def test_an_act_without_a_date_in_its_sentence_has_none() -> None:
    assert detail("Peru signed a treaty with Chile.").date is None


def test_without_a_publication_time_relative_dates_stay_open() -> None:
    assert detail("Peru signed a treaty with Chile on Monday.", published=None).date is None


def test_without_a_publication_time_full_dates_are_read() -> None:
    found = detail("Peru signed a treaty with Chile on 3 May 2025.", published=None).date
    assert found is not None
    assert found.value == "2025-05-03"


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru has signed treaties with Chile since 2004.",
        "Peru signed a treaty with Chile that ends fishing until June 2027.",
    ],
)
def test_a_date_that_only_bounds_an_act_is_not_its_date(sentence: str) -> None:
    assert detail(sentence).date is None


def test_a_date_to_come_is_not_that_of_an_act_that_was_done() -> None:
    assert (
        detail("Peru signed a treaty with Chile for ships due on December 1, 2026.").date is None
    )


def test_an_act_of_long_ago_is_old() -> None:
    assert detail("Peru signed a treaty with Chile in May 2019.").old
    assert not detail("Peru signed a treaty with Chile on Monday.").old


def test_the_nearest_date_is_taken() -> None:
    sentence = "On Monday Peru thanked Kenya, and on Tuesday Peru signed a treaty with Chile."
    found = [one.date for act, one in details(sentence) if act.rule == "agreement.signed"]
    assert [date.value for date in found if date] == ["2026-10-06"]


def test_money_belongs_to_the_act_that_is_most_about_it() -> None:
    sentence = "After talks in Oslo, Norway lent Ghana 40 million dollars for a power plant."
    paid = {act.rule: one.amounts for act, one in details(sentence)}
    assert sum(len(amounts) for amounts in paid.values()) <= 1
    sentence = "Norway donated 40 million dollars to Ghana and signed a treaty with Ghana."
    paid = {act.rule: one.amounts for act, one in details(sentence)}
    assert [amount.value for amount in paid["aid.donated"]] == ["40000000"]
    assert paid["agreement.signed"] == []


def test_meetings_and_statements_cost_nothing() -> None:
    assert detail("Norway praised Ghana for its 40 million dollars of debts paid.").amounts == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The bank paid a fine of 40 million dollars.",
        "Its budget is 40 million dollars.",
        "Trade rose from 40 million dollars.",
        "No sum was named.",
    ],
)
def test_other_money_is_no_money_of_cooperation(sentence: str) -> None:
    assert line_amounts(read_line(sentence)) == []


def test_money_of_cooperation_is_read() -> None:
    (amount,) = line_amounts(read_line("The bridge costs 40 million euros."))
    assert (amount.value, amount.currency) == ("40000000", "EUR")


def test_bodies_of_both_countries_take_part() -> None:
    sentence = "Norway's Equinor signed a contract with Ghana's Ministry of Energy."
    found = {(body.name, body.country) for body in detail(sentence).organisations}
    assert ("Equinor", "NOR") in found
    assert "GHA" in {country for _, country in found}


def test_a_long_portfolio_is_no_topic() -> None:
    line = read_line("The Minister of Trade, Industry and Energy spoke of wheat.")
    assert [sector.value for sector in line_sectors(line)] == ["agriculture"]


def test_sectors_are_those_of_the_sentence() -> None:
    found = detail("Peru signed a treaty with Chile on railways and wheat.").sectors
    assert {sector.value for sector in found} == {"transport", "agriculture"}
