"""What holds for every stream of reports."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schemas.report import Correction, Report
from schemas.vocabulary import Kind, PubStatus, Sector, Status
from tests.aggregator.ledger import Table
from tests.factories import amount, correction, day, mention, report

_PAIRS = ("CHE-KEN", "KEN-VNM")
_MENTIONS = st.builds(
    mention,
    kind=st.sampled_from([Kind.AGREEMENT, Kind.MEETING]),
    status=st.sampled_from(list(Status)),
    background=st.booleans(),
    sectors=st.sets(st.sampled_from([Sector.TRADE, Sector.ENERGY, Sector.HEALTH]), min_size=1).map(
        lambda names: tuple(sorted(names))
    ),
    date=st.sampled_from(
        [None, day("2026-10-06"), day("2026-10-09"), day("2026-10"), day("2026")]
    ),
    amounts=st.sampled_from([(), (amount("5"),), (amount("7", "EUR"),)]),
)
_REPORTS = st.builds(
    lambda acts, **fields: report(*acts, **fields),
    st.lists(_MENTIONS, min_size=1, max_size=3),
    article_id=st.sampled_from(["a1", "a2", "a3"]),
    revision=st.integers(1, 3),
    pair=st.sampled_from(_PAIRS),
)
_CORRECTIONS = st.builds(
    lambda pairs, **fields: correction(*pairs, **fields),
    st.sets(st.sampled_from(_PAIRS)),
    article_id=st.sampled_from(["a1", "a2", "a3"]),
    revision=st.integers(2, 4),
)
_STREAMS = st.lists(_REPORTS | _CORRECTIONS, max_size=25)


@given(_STREAMS)
def test_cells_are_what_the_events_add_up_to(stream: list[Report | Correction]) -> None:
    table = Table(*stream)

    for sector in Sector:
        for pair in _PAIRS:
            mine = [e for e in table.events() if e.pair == pair and sector in e.sectors]
            cell = table.rows.get(f"count/{pair}|{sector}", {"events": 0})
            assert cell["events"] == sum(event.counted for event in mine)


@given(_STREAMS)
def test_reading_a_stream_again_changes_nothing(stream: list[Report | Correction]) -> None:
    once, twice = Table(*stream), Table(*stream)
    for record in stream:
        twice.tell(record)

    assert twice.rows == once.rows


@given(_STREAMS)
def test_killing_every_article_leaves_nothing(stream: list[Report | Correction]) -> None:
    table = Table(*stream)
    for article_id in ("a1", "a2", "a3"):
        table.tell(correction(article_id=article_id, revision=9, status=PubStatus.CANCELED))

    assert table.counts() == {}
    assert all(event.retracted and not event.report_list for event in table.events())


@given(st.lists(_REPORTS, max_size=12), st.randoms())
def test_the_order_of_arrival_changes_no_figure(stream: list[Report], random: Random) -> None:
    latest = list({(one.article_id, one.pair, one.revision): one for one in stream}.values())
    shuffled = random.sample(latest, len(latest))

    assert Table(*shuffled).figures() == Table(*latest).figures()
