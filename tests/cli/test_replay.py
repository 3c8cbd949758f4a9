"""`entente replay`: the whole stream without a broker."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from schemas.count import Count
from schemas.event import Event
from schemas.report import Correction, read_told
from schemas.vocabulary import Sector
from services.cli.replay import replay
from tests.factories import article

TABLES = ("reports", "events", "counts")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """Give a file with an article, a second telling, a revision and a killed one."""
    told = [
        article(),
        article(article_id="a2", title="Accord on coffee"),
        article(article_id="a2", title="", body="Nothing was signed.", revision=2),
        article(article_id="a3"),
        article(article_id="a3", status="canceled", revision=2),
    ]
    file = tmp_path / "wire.jsonl"
    file.write_bytes(b"".join(one.to_bytes() + b"\n" for one in told))
    return file


def lines(folder: Path, table: str) -> Iterator[bytes]:
    yield from (folder / f"{table}.jsonl").read_bytes().splitlines()


def test_what_the_topics_would_hold_is_written(wire: Path, tmp_path: Path) -> None:
    assert replay([wire], out=tmp_path / "new" / "out") == 0

    out = tmp_path / "new" / "out"
    counts = [Count.from_bytes(line) for line in lines(out, "counts")]
    (trade,) = [count for count in counts if count.sector is Sector.TRADE]
    assert (trade.pair, trade.by_kind["agreement"], trade.planned) == ("KEN-VNM", 1, 0)
    events = {event.event_id: event for event in map(Event.from_bytes, lines(out, "events"))}
    assert events[trade.last_event].reports == 1


def test_a_correction_is_written_once_for_all_partitions(wire: Path, tmp_path: Path) -> None:
    replay([wire], out=tmp_path)

    told = [read_told(line) for line in lines(tmp_path, "reports")]
    assert sum(isinstance(one, Correction) for one in told) == 2


def test_the_same_articles_give_the_same_bytes(wire: Path, tmp_path: Path) -> None:
    for name in ("once", "again"):
        replay([wire], out=tmp_path / name)

    for table in TABLES:
        assert [*lines(tmp_path / "once", table)] == [*lines(tmp_path / "again", table)]


def test_a_line_that_is_no_article_is_named_and_the_others_are_taken(
    wire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wire.write_bytes(b"{broken\n" + wire.read_bytes())

    assert replay([wire], out=tmp_path) == 1
    assert f"{wire}:1: not JSON" in capsys.readouterr().err
    assert [*lines(tmp_path, "counts")]


@pytest.mark.parametrize(
    ("at", "held"), [("2026-12-01", True), ("2026-12-25T12:00:00+00:00", False)]
)
def test_what_is_under_embargo_is_left_out(
    tmp_path: Path, at: str, held: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "held.jsonl"
    file.write_bytes(article(embargoed_until="2026-12-24T00:00:00Z").to_bytes())

    replay([file], out=tmp_path, at=datetime.fromisoformat(at))
    assert ([*lines(tmp_path, "counts")] == []) == held
    assert ("left out" in capsys.readouterr().out) == held


def test_standard_input_is_a_hyphen(wire: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "services", "replay", "-", "--out", str(tmp_path)]
    done = subprocess.run(
        command, input=wire.read_bytes(), cwd=ROOT, capture_output=True, check=True
    )

    assert json.loads(next(lines(tmp_path, "counts")))["pair"] == "KEN-VNM"
    assert done.stderr == b""
