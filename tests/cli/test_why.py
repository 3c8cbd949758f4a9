"""`entente why`: every decision on paper."""

import json
from pathlib import Path

import pytest

from services.cli.why import why
from services.extractor.explain import explain
from tests.factories import article

TOLD = article(body="Kenya and Vietnam signed an agreement. Kenya could export tea to Chile.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a file of two articles."""
    path = tmp_path / "articles.jsonl"
    other = article(article_id="a2", title="[bold] markup", body="It rained.", url=None)
    path.write_bytes(TOLD.to_bytes() + b"\n" + other.to_bytes() + b"\n")
    return path


def test_what_was_taken_and_rejected_is_shown(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert why(file) == 0
    out = capsys.readouterr().out
    assert "+ agreement.signed  agreement done  KEN-VNM" in out
    assert "- trade.sold/wish" in out
    assert "not affirmed (wish.may)" in out


def test_the_mentions_are_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    why(file)
    assert "= agreement  done  headline" in capsys.readouterr().out


def test_every_sentence_is_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    why(file)
    out = capsys.readouterr().out
    assert "Kenya and Vietnam signed an agreement." in out
    assert "It rained." in out


def test_brackets_in_a_title_are_text(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    why(file)
    assert "[bold] markup" in capsys.readouterr().out


def test_one_article_can_be_picked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert why(file, id_="a2") == 0
    out = capsys.readouterr().out
    assert "It rained." in out
    assert "Kenya" not in out


def test_an_id_that_is_not_there_is_an_error(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert why(file, id_="a9") == 1
    assert "no article has the id a9" in capsys.readouterr().err


def test_json_is_one_object_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert why(file, json_=True) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert [first["article_id"], second["article_id"]] == ["a1", "a2"]
    rules = [one["rule"] for sentence in first["sentences"] for one in sentence["considered"]]
    assert "agreement.signed" in rules


def test_json_tells_all_that_was_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    why(file, id_="a1", json_=True)
    told = json.loads(capsys.readouterr().out)
    found = explain(TOLD)
    assert told["reports"] == [report.model_dump(mode="json") for report in found.reports]
    assert len(told["sentences"]) == len(found.sentences)


def test_an_article_that_is_not_read_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(article(language="fr").to_bytes())
    assert why(path) == 0
    assert "there is no lexicon for the language 'fr'" in capsys.readouterr().out


def test_bad_lines_are_named(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"{broken\n" + TOLD.to_bytes())
    assert why(file) == 1
    told = capsys.readouterr()
    assert told.err.startswith(f"{file}:1: ")
    assert "KEN-VNM" in told.out
