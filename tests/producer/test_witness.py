import io
import sys

import pytest
import structlog
from rich.console import Console
from rich.progress import Progress

from services.producer.tally import Tally
from services.producer.witness import Bar, Lines, Logged, on_terminal, printable
from services.runtime.articles import BadLine

BAD = BadLine("f\x1b[31m.jsonl", 1, "no")
SHOWN = "f\\x1b[31m.jsonl:1: no"


def test_what_would_move_the_cursor_is_escaped() -> None:
    assert printable("a\x1b[2J\n\x00\u202eb") == "a\\x1b[2J\\n\\x00\\u202eb"
    assert printable("Größe, 日本") == "Größe, 日本"


def test_lines_are_what_went_wrong_and_nothing_else() -> None:
    stream = io.StringIO()
    lines = Lines(stream)
    lines.refused(BAD)
    lines.progressed(Tally(1))
    lines.read(10)
    lines.told("done")
    assert stream.getvalue() == f"{SHOWN}\ndone\n"


def test_the_log_has_refusals_and_each_change_of_the_figures_once() -> None:
    tally = Tally(published=1)
    with structlog.testing.capture_logs() as logs:
        logged = Logged()
        logged.progressed(Tally())
        logged.progressed(tally)
        logged.progressed(tally)
        tally.known = 5
        logged.progressed(tally)
        logged.refused(BAD)
        logged.told("Kafka is away")
        logged.read(10)
    assert [log["event"] for log in logs] == ["progress", "progress", "refused", "Kafka is away"]
    assert (logs[0]["published"], logs[1]["known"]) == (1, 5)
    assert logs[2]["what"] == str(BAD)


def test_a_bar_moves_with_the_bytes_and_shows_the_figures() -> None:
    screen = io.StringIO()
    with Progress(console=Console(file=screen, width=80, force_terminal=True)) as progress:
        bar = Bar(progress, 100)
        bar.read(30)
        bar.read(20)
        bar.progressed(Tally(published=7))
        bar.refused(BAD)
        (task,) = progress.tasks
    assert (task.completed, task.total) == (50, 100)
    assert task.description.startswith("7 published")
    assert SHOWN in screen.getvalue()


def test_a_long_line_above_the_bar_is_not_folded_and_no_markup() -> None:
    screen = io.StringIO()
    with Progress(console=Console(file=screen, width=20)) as progress:
        Bar(progress, None).told("[red]" + "x" * 100)
    assert "[red]" + "x" * 100 in screen.getvalue()


def test_standard_error_gets_a_bar_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    with on_terminal(10) as witness:
        assert isinstance(witness, Lines)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with on_terminal(10) as witness:
        assert isinstance(witness, Bar)
