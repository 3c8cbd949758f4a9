"""What a report does to events and counts, and how it is taken back."""

import pytest

from schemas.vocabulary import PubStatus, Sector, Status
from services.aggregator.step import step
from tests.aggregator.ledger import Table
from tests.factories import amount, correction, day, mention, organisation, report


def test_a_report_opens_an_event_and_fills_its_cells() -> None:
    table = Table(report(mention(sectors=(Sector.TRADE, Sector.ENERGY))))

    assert table.event().reports == 1
    assert table.event().counted
    assert {key: cell.events for key, cell in table.counts().items()} == {
        "KEN-VNM|trade": 1,
        "KEN-VNM|energy": 1,
    }


def test_forty_reports_of_one_act_are_one_event_with_forty_reports() -> None:
    table = Table(*(report(article_id=f"a{number}") for number in range(40)))

    cell = table.counts()["KEN-VNM|trade"]
    assert (cell.events, cell.reports) == (1, 40)
    assert table.event().reports == 40


def test_the_list_of_tellings_keeps_the_first_and_the_newest() -> None:
    table = Table(*(report(article_id=f"a{number}") for number in range(40)))

    shown = [telling.article_id for telling in table.event().report_list]
    assert shown == [f"a{number}" for number in (*range(5), *range(25, 40))]


def test_two_acts_told_apart_in_one_report_are_two_events() -> None:
    table = Table(report(mention(sectors=(Sector.TRADE,)), mention(sectors=(Sector.ENERGY,))))

    assert len(table.events()) == 2
    assert table.counts()["KEN-VNM|energy"].events == 1


def test_a_second_outlet_that_tells_the_same_two_acts_adds_no_event() -> None:
    acts = mention(sectors=(Sector.TRADE,)), mention(sectors=(Sector.ENERGY,))
    table = Table(report(*acts), report(*reversed(acts), article_id="a2"))

    assert [event.reports for event in table.events()] == [2, 2]
    assert {event.sectors for event in table.events()} == {(Sector.TRADE,), (Sector.ENERGY,)}


def test_a_repeated_report_changes_nothing() -> None:
    table = Table(report())

    assert table.tell(report()) == {}


def test_a_revision_takes_the_place_of_the_one_before() -> None:
    table = Table(report(), report(mention(sectors=(Sector.HEALTH,)), revision=2))

    assert list(table.counts()) == ["KEN-VNM|health"]
    assert len(table.events()) == 1, "the revised act is the event it was"


def test_an_overtaken_revision_counts_nothing() -> None:
    newer = report(mention(sectors=(Sector.HEALTH,)), revision=3)
    table = Table(newer, report(revision=2))

    assert list(table.counts()) == ["KEN-VNM|health"]


def test_a_correction_takes_back_the_pairs_no_longer_named() -> None:
    table = Table(report(), report(pair="CHE-KEN"), correction("CHE-KEN"))

    assert list(table.counts()) == ["CHE-KEN|trade"]
    (gone,) = [event for event in table.events() if not event.reports]
    assert gone.retracted == "revision 2 of a1 does not tell of it"


def test_a_cell_that_falls_to_zero_stays_as_a_row_of_zeros() -> None:
    table = Table(report(mention(amounts=(amount(),))), correction())

    row = table.rows["count/KEN-VNM|trade"]
    assert (row["events"], row["reports"], row["by_kind"], row["amounts"]) == (0, 0, {}, {})


def test_a_killed_article_says_so_in_its_events() -> None:
    table = Table(report(), correction(status=PubStatus.CANCELED))

    assert [event.retracted for event in table.events()] == ["a1 was canceled in revision 2"]


def test_a_retracted_event_shows_what_it_was() -> None:
    told = mention(amounts=(amount(),), sectors=(Sector.ENERGY,))
    table = Table(report(told), correction())

    (event,) = table.events()
    assert (event.status, event.sectors, event.date) == (Status.DONE, (Sector.ENERGY,), day())
    assert event.amounts == (amount(),)
    assert (event.reports, event.counted, event.report_list) == (0, False, ())


def test_a_report_that_comes_after_the_correction_it_was_sent_before_counts_nothing() -> None:
    table = Table(correction(), report(revision=1))

    assert table.counts() == {}


def test_a_correction_leaves_the_reports_of_its_own_revision() -> None:
    revised = report(mention(sectors=(Sector.HEALTH,)), revision=2)
    table = Table(report(), revised, correction("KEN-VNM"))

    assert list(table.counts()) == ["KEN-VNM|health"]


def test_an_act_told_again_after_it_was_taken_back_is_the_event_it_was() -> None:
    table = Table(report())
    before = table.event().event_id
    table.tell(correction())
    table.tell(report(revision=3))

    assert table.event().event_id == before
    assert table.event().retracted is None


def test_what_others_tell_stays_when_one_article_is_killed() -> None:
    table = Table(
        report(mention(sectors=(Sector.TRADE, Sector.ENERGY))),
        report(article_id="a2"),
        correction(status=PubStatus.CANCELED),
    )

    assert {key: (c.events, c.reports) for key, c in table.counts().items()} == {
        "KEN-VNM|trade": (1, 1)
    }


@pytest.mark.parametrize(
    ("status", "events", "planned"),
    [
        (Status.DONE, 1, 0),
        (Status.ONGOING, 1, 0),
        (Status.PLANNED, 0, 1),
    ],
)
def test_what_is_to_come_is_counted_apart(status: Status, events: int, planned: int) -> None:
    cell = Table(report(mention(status=status))).counts()["KEN-VNM|trade"]

    assert (cell.events, cell.planned, sum(cell.by_kind.values())) == (events, planned, events)


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DENIED])
def test_cancelled_and_denied_are_shown_and_never_counted(status: Status) -> None:
    table = Table(report(mention(status=status)))

    assert table.counts() == {}
    assert (table.event().status, table.event().counted) == (status, False)


def test_a_planned_act_that_is_done_is_counted_once() -> None:
    table = Table(
        report(mention(status=Status.PLANNED)),
        report(mention(status=Status.DONE), article_id="a2"),
    )

    cell = table.counts()["KEN-VNM|trade"]
    assert (cell.events, cell.planned) == (1, 0)


def test_background_without_a_date_is_shown_and_not_counted() -> None:
    table = Table(report(mention(background=True, date=None)))

    assert table.counts() == {}
    assert table.event().reports == 1


def test_background_with_a_date_joins_the_event_of_that_date() -> None:
    recalled = mention(background=True, date=day("2026-10-06"))
    table = Table(report(), report(recalled, article_id="a2"))

    assert table.event().reports == 2


def test_background_never_becomes_an_event_of_the_day_it_is_recalled() -> None:
    recalled = mention(background=True, date=None)
    table = Table(report(mention(date=None)), report(recalled, article_id="a2"))

    assert sorted(event.counted for event in table.events()) == [False, True]


def test_news_without_a_date_belongs_to_the_day_it_was_news() -> None:
    table = Table(report(mention(date=None)), report(article_id="a2"))

    assert table.event().reports == 2


def test_without_any_time_an_act_is_counted_as_undated() -> None:
    table = Table(report(mention(date=None), published=None))

    assert table.counts()["KEN-VNM|trade"].by_month == {"undated": 1}
    assert table.event().date is None


def test_a_sum_told_twice_is_added_once() -> None:
    act = mention(amounts=(amount("335000000"),))
    other = mention(amounts=(amount("335000000"),))
    table = Table(report(act), report(other, article_id="a2"))

    assert table.counts()["KEN-VNM|trade"].amounts == {"USD": "335000000"}


def test_of_two_accounts_of_a_sum_the_one_told_more_often_counts() -> None:
    told = [mention(amounts=(amount(value),)) for value in ("300", "335", "335")]
    table = Table(*(report(one, article_id=f"a{n}") for n, one in enumerate(told)))

    assert table.counts()["KEN-VNM|trade"].amounts == {"USD": "335"}
    assert [one.value for one in table.event().amounts] == ["335", "300"]


def test_organisations_are_kept_with_their_country() -> None:
    body = organisation("Lakeside Growers", "KEN")
    table = Table(report(mention(organisations=(body,))))

    assert table.event().organisations == (body,)


def test_a_row_carries_the_place_of_the_report_that_changed_it() -> None:
    table = Table(report(article_id="x", pair="CHE-KEN"), report())

    cell = table.counts()["KEN-VNM|trade"]
    assert (cell.partition, cell.offset) == (3, 1)


def test_what_is_no_report_is_refused_with_the_field_named() -> None:
    with pytest.raises(ValueError, match="mentions"):
        step({}, b'{"record": "report", "article_id": "a1"}', 0, 0)


def test_a_step_leaves_the_rows_it_is_given_alone() -> None:
    table = Table(report())
    before = repr(table.rows)
    step(table.rows, report(article_id="a2").to_bytes(), 3, 9)

    assert repr(table.rows) == before


def test_an_event_keeps_a_bounded_number_of_names() -> None:
    told = [report(mention(amounts=(amount(str(n + 1)),)), article_id=f"a{n}") for n in range(100)]
    table = Table(*told)
    for one in told:
        table.tell(correction(article_id=one.article_id))

    assert table.events()[0].amounts == ()
    assert table.counts() == {}
