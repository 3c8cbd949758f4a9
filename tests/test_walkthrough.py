from pathlib import Path

import pytest

from docs import walkthrough
from schemas.report import Correction, Report


def test_the_page_is_up_to_date() -> None:
    assert walkthrough.PAGE.read_text() == walkthrough.page()


def test_the_sample_tells_one_report_of_one_event() -> None:
    (report,) = walkthrough.told(walkthrough.sample(walkthrough.ARTICLE_ID)[1])
    assert isinstance(report.record, Report)
    assert (report.key, len(report.record.mentions)) == ("ISL-KEN", 1)


def test_a_killed_article_corrects_every_partition() -> None:
    _, line = walkthrough.sample(walkthrough.ARTICLE_ID)
    corrections = walkthrough.told(walkthrough.killed(line))
    assert [one.partition for one in corrections] == [*range(walkthrough.PARTITIONS)]
    assert all(isinstance(one.record, Correction) for one in corrections)


def test_an_article_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match="no sample article nowhere"):
        walkthrough.sample("nowhere")


def test_a_stale_page_is_found_and_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "walkthrough.md"
    stale.write_text("old")
    monkeypatch.setattr(walkthrough, "PAGE", stale)
    monkeypatch.setattr("sys.argv", ["walkthrough", "--check"])
    with pytest.raises(SystemExit, match="make format writes it"):
        walkthrough.main()
    monkeypatch.setattr("sys.argv", ["walkthrough"])
    walkthrough.main()
    monkeypatch.setattr("sys.argv", ["walkthrough", "--check"])
    walkthrough.main()
    assert stale.read_text() == walkthrough.page()
