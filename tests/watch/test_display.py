"""Where the table is shown: lines of text or JSON, or a terminal."""

import re
import sys
from io import BytesIO, StringIO, TextIOWrapper
from types import SimpleNamespace

import pytest
from rich.console import Console
from rich.live import Live

from schemas.count import Count
from services.watch import display
from services.watch.display import Lines, Screen, display_of
from services.watch.follow import Row, Table
from tests.factories import count


def table_of(*counts: Count) -> Table:
    table = Table()
    for one in counts:
        table.take(f"{one.pair}|{one.sector}".encode(), one.to_bytes())
    return table


class Terminal(TextIOWrapper):
    """A standard output that says it is a terminal."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), write_through=True)

    def isatty(self) -> bool:
        return True

    def text(self) -> str:
        self.seek(0)
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.read())


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    out = Terminal()
    monkeypatch.setattr(display, "sys", SimpleNamespace(stdout=out, stderr=sys.stderr))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    return out


def by_value(row: Row) -> bytes:
    return row.value


def test_live_lines_tell_each_change() -> None:
    out, table = BytesIO(), table_of(count())
    Lines(out, by_value, live=True).changed(table.sorted(), table)
    assert out.getvalue() == count().to_bytes() + b"\n"


def test_lines_of_the_end_keep_silent_until_then() -> None:
    out, table = BytesIO(), table_of(count(), count(pair="AZE-CHN"))
    lines = Lines(out, by_value, live=False)
    lines.changed(table.sorted(), table)
    assert out.getvalue() == b""
    lines.final(table)
    assert out.getvalue() == count(pair="AZE-CHN").to_bytes() + b"\n" + count().to_bytes() + b"\n"


def test_notes_do_not_mix_with_rows(capfd: pytest.CaptureFixture[str]) -> None:
    shown, _ = display_of(as_json=True, live=True, moving=True)
    shown.note("97 published")
    assert capfd.readouterr() == ("", "97 published\n")


def test_values_that_are_no_counts_are_told_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    table = table_of()
    table.take(b"k", b"{}")
    Lines(BytesIO(), by_value, live=False).final(table)
    assert "1 values on the topic are no counts" in capsys.readouterr().err


def test_without_a_terminal_rows_are_lines_of_text(capfd: pytest.CaptureFixture[str]) -> None:
    shown, opened = display_of(as_json=False, live=True, moving=True)
    with opened:
        shown.changed(table_of(count()).sorted(), table_of(count()))
    assert capfd.readouterr().out.split()[:4] == ["KEN-VNM", "trade", "events", "1"]


def test_a_terminal_shows_the_table_in_one_place(terminal: Terminal) -> None:
    shown, opened = display_of(as_json=False, live=True, moving=True)
    with opened:
        shown.changed([], table_of())
        table = table_of(count(events=3))
        shown.changed(table.sorted(), table)
        shown.note("\x1b[2Jall articles are in")
    told = terminal.text()
    assert "waiting for the first counts" in told
    assert "KEN-VNM  trade 3" in told
    assert "\N{REPLACEMENT CHARACTER}[2Jall articles are in" in told


def test_at_the_end_the_whole_table_stays(terminal: Terminal) -> None:
    table = table_of(
        *(count(pair=f"AAA-{chr(66 + n // 26)}{chr(65 + n % 26)}Z") for n in range(40))
    )
    shown, opened = display_of(as_json=False, live=False, moving=True)
    with opened:
        shown.changed(table.sorted(), table)
        shown.final(table)
    told = terminal.text()
    assert "… and 22 more pairs" in told
    assert told.rstrip().endswith("40 pairs, 40 cells")
    assert "AAA-CNZ" in told.split("more pairs")[1]


def test_a_single_look_does_not_move(terminal: Terminal) -> None:
    table = table_of(count())
    shown, opened = display_of(as_json=False, live=False, moving=False)
    with opened:
        shown.changed(table.sorted(), table)
        shown.final(table)
    assert terminal.text().count("KEN-VNM") == 1


def test_a_cell_is_marked_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(display, "monotonic", lambda: now[0])
    out = StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=80, height=24)
    live = Live(console=console, auto_refresh=False)
    table = table_of(count())
    with live:
        screen = Screen(console, live)
        screen.changed(table.sorted(), table)
        assert ";42m" in out.getvalue()
        now[0] += 10
        out.truncate(0)
        screen.changed([], table)
        assert "trade" in out.getvalue()
        assert ";42m" not in out.getvalue()
