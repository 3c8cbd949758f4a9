"""Which event a mention tells of."""

import pytest

from schemas.report import Mention
from schemas.vocabulary import Kind, Sector
from services.aggregator.identity import anchor_of, identify
from tests.factories import day, mention, report


def event_ids(*mentions: Mention, **changes: object) -> list[str]:
    return [identity.event_id for _, identity in identify(report(*mentions, **changes))]


def test_two_articles_that_tell_one_act_name_one_event() -> None:
    assert event_ids(article_id="a1") == event_ids(article_id="a2")


@pytest.mark.parametrize(
    "changes", [{"kind": Kind.MEETING}, {"date": day("2026-10-07")}, {"date": day("2026-10")}]
)
def test_another_kind_or_date_is_another_event(changes: dict[str, object]) -> None:
    assert event_ids(mention()) != event_ids(mention(**changes))


def test_another_pair_is_another_event() -> None:
    assert event_ids() != event_ids(pair="CHE-KEN")


def test_sectors_and_status_do_not_make_another_event() -> None:
    told = mention(sectors=(Sector.HEALTH,), status="planned")

    assert event_ids(mention()) == event_ids(told)


def test_acts_told_apart_are_apart_whatever_their_order() -> None:
    trade, energy = mention(sectors=(Sector.TRADE,)), mention(sectors=(Sector.ENERGY,))
    one, other = identify(report(trade, energy)), identify(report(energy, trade))

    assert len({identity.event_id for _, identity in one}) == 2
    assert {m.sectors: i.event_id for m, i in one} == {m.sectors: i.event_id for m, i in other}


def test_news_without_a_date_is_known_by_the_day_it_was_news() -> None:
    assert anchor_of(report(), mention(date=None)) == "2026-10-06"


def test_the_day_of_news_is_the_day_in_utc() -> None:
    late = report(published="2026-10-06T23:30:00-05:00")

    assert anchor_of(late, mention(date=None)) == "2026-10-07"


def test_what_is_recalled_without_a_date_is_known_by_no_date() -> None:
    assert anchor_of(report(), mention(date=None, background=True)) == ""


def test_acts_without_any_date_are_one_event_only_within_their_article() -> None:
    undated = mention(date=None)

    first = event_ids(undated, published=None, article_id="a1")
    assert first == event_ids(undated, published=None, article_id="a1")
    assert first != event_ids(undated, published=None, article_id="a2")


def test_the_reasons_say_what_the_event_is_known_by() -> None:
    ((_, identity),) = identify(report())

    assert identity.reasons == (
        "pair KEN-VNM",
        "kind agreement",
        "date 2026-10-06",
        "act 1 of that kind and date in its article",
    )
