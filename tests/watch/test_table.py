"""The table on a terminal: what it says, and that it fits."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from schemas.count import Count
from schemas.vocabulary import Kind, Sector
from services.watch.table import grid, line
from tests.factories import count

PAIRS = ("AZE-CHN", "BRA-PRT", "KEN-VNM", "CHE-LIE")


def drawn(*counts: Count, width: int = 80, **options: object) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False)
    console.print(grid(counts, width, **options))  # type: ignore[arg-type]
    return out.getvalue().splitlines()


counts = st.builds(
    count,
    pair=st.sampled_from(PAIRS),
    sector=st.sampled_from(Sector),
    events=st.integers(0, 10**7),
    planned=st.integers(0, 10**7),
)


def test_a_pair_is_a_line_with_its_sectors() -> None:
    told = drawn(count(events=3), count(sector=Sector.ENERGY, events=1, planned=2))
    assert told == [
        "pair     events (+planned) by sector".ljust(80),
        "KEN-VNM  trade 3   energy 1+2".ljust(80),
        "1 pair, 2 cells",
    ]


def test_the_busiest_pair_comes_first_and_its_busiest_sector() -> None:
    told = drawn(
        count(pair="AZE-CHN", events=2),
        count(events=1),
        count(sector=Sector.ENERGY, events=4),
    )
    assert [text.split()[:2] for text in told[1:3]] == [
        ["KEN-VNM", "energy"],
        ["AZE-CHN", "trade"],
    ]


def test_cells_that_fell_to_zero_are_left_out() -> None:
    told = drawn(count(events=0), count(sector=Sector.ENERGY))
    assert "trade" not in "".join(told)
    assert told[-1] == "1 pair, 1 cell"


def test_what_is_only_planned_is_shown_without_a_number_of_events() -> None:
    assert "trade +2" in drawn(count(events=0, planned=2))[1]


def test_sectors_that_do_not_fit_are_numbered() -> None:
    told = drawn(*(count(sector=sector) for sector in Sector))
    shown = sum(f" {sector.value} " in told[1] for sector in Sector)
    assert told[1].rstrip().endswith(f"+{len(Sector) - shown} more")
    assert "more" not in "".join(drawn(*(count(sector=sector) for sector in Sector), width=400))


def test_pairs_that_do_not_fit_are_numbered() -> None:
    rows = [count(pair=f"AAA-{chr(66 + n // 26)}{chr(65 + n % 26)}Z") for n in range(30)]
    told = drawn(*rows, height=24)
    assert "… and 12 more pairs" in told
    assert len(told) < 24
    assert len(drawn(*rows)) == 32


def test_the_last_change_is_told() -> None:
    latest = count(events=2, planned=1)
    assert drawn(latest, latest=latest)[-1].endswith("last KEN-VNM trade: 2 events, 1 planned")


@given(st.lists(counts, max_size=40), st.integers(40, 200), st.integers(5, 60))
def test_it_fits_the_terminal_whatever_it_holds(
    rows: list[Count], width: int, height: int
) -> None:
    cells = list({(row.pair, row.sector): row for row in rows}.values())
    told = drawn(*cells, width=width, height=height, latest=rows[-1] if rows else None)
    assert all(len(text) <= width for text in told)
    assert len(told) < max(height, 6)


@given(st.lists(counts, max_size=40))
def test_every_cell_that_is_not_empty_is_shown_where_there_is_room(rows: list[Count]) -> None:
    cells = {(row.pair, row.sector): row for row in rows}
    told = drawn(*cells.values(), width=1000)
    for (pair, sector), row in cells.items():
        text = next((text for text in told if text.startswith(pair)), "")
        assert (f" {sector.value} " in text) == bool(row.events or row.planned)


def test_a_changed_cell_is_marked() -> None:
    out = StringIO()
    console = Console(file=out, width=80, force_terminal=True, color_system="standard")
    fresh = {("KEN-VNM", Sector.TRADE)}
    console.print(grid([count(), count(sector=Sector.ENERGY)], 80, fresh=fresh))  # type: ignore[arg-type]
    assert out.getvalue().count(";42m") == 2  # the name, the number


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            count(events=4, planned=1, reports=5, by_kind={Kind.MEETING: 1, Kind.AID: 3}),
            "KEN-VNM  trade           events 4    planned 1    reports 5    aid 3, meeting 1",
        ),
        (
            count(sector=Sector.INFRASTRUCTURE, events=0, reports=0, by_kind={}),
            "KEN-VNM  infrastructure  events 0    planned 0    reports 0",
        ),
    ],
)
def test_a_row_is_a_line(told: Count, said: str) -> None:
    assert line(told) == said
