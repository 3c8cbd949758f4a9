"""`entente extract`: articles in, reports out, whatever is among them."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from schemas.report import Report
from services.cli.extract import extract
from services.extractor.extract import extract as extracted
from tests.factories import article

GOOD = article()


def line(**fields: Any) -> bytes:
    return json.dumps({"title": GOOD.title, "body": GOOD.body, **fields}).encode() + b"\n"


def reports(text: str) -> list[Report]:
    return [Report.from_bytes(one.encode()) for one in text.splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a file of one good article."""
    path = tmp_path / "articles.jsonl"
    path.write_bytes(GOOD.to_bytes() + b"\n")
    return path


def test_each_pair_of_an_article_is_a_line(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert extract([file]) == 0
    assert reports(capfd.readouterr().out) == list(extracted(GOOD))


def test_files_are_read_one_after_another(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert extract([file, file]) == 0
    assert len(reports(capfd.readouterr().out)) == 2


def test_a_dash_is_standard_input(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(GOOD.to_bytes())))
    assert extract([Path("-")]) == 0
    assert reports(capfd.readouterr().out) == list(extracted(GOOD))


def test_bad_lines_are_named_and_good_ones_come_out(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(b"{broken\n" + GOOD.to_bytes() + b'\n[1]\n{"title": 5}\n')
    assert extract([file]) == 1
    told = capfd.readouterr()
    assert len(reports(told.out)) == 1
    numbers = [one.removeprefix(f"{file}:").split(":")[0] for one in told.err.splitlines()]
    assert numbers == ["1", "3", "4"]


def test_odd_articles_pass_through(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(
        line(article_id="empty", body="", title="")
        + line(article_id="controls", body="a\x00b\x01\u200b " + GOOD.body)
        + line(article_id="script", body="秘鲁和智利签署了渔业协定。", title="")
        + line(article_id="tongue", language="de")
        + line(article_id="large", body="word " * 1_000_000, title="")
        + line(article_id="last")
    )
    assert extract([file]) == 0
    told = capfd.readouterr()
    assert [report.article_id for report in reports(told.out)] == ["controls", "last"]
    assert told.err == ""


def test_fields_a_newcomer_leaves_out_are_filled_in(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(line(hue="red"))
    assert extract([file]) == 0
    (report,) = reports(capfd.readouterr().out)
    assert (report.revision, report.published) == (1, None)


def test_when_an_article_was_retrieved_makes_no_difference(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = []
    for year in (2001, 2031):
        file.write_bytes(line(article_id="a", retrieved=f"{year}-01-01T00:00:00Z"))
        extract([file])
        told.append(capfd.readouterr().out)
    assert told[0] == told[1]


def test_the_same_file_gives_the_same_bytes(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    extract([file])
    first = capfd.readouterr().out
    extract([file])
    assert capfd.readouterr().out == first


def test_an_empty_file_gives_nothing(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"")
    assert extract([file]) == 0
    assert capfd.readouterr().out == ""


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        extract([tmp_path / "nothing.jsonl"])
