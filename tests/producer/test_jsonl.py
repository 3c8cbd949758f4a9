from pathlib import Path

import pytest

from schemas.article import Article
from services.producer.jsonl import read_file
from services.producer.source import Refused
from services.runtime.articles import BadLine
from tests.producer.wires import line, write


def test_a_file_gives_its_articles_and_names_its_bad_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [line(1), b"no\n", line(2)])
    first, bad, second = read_file(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(bad, BadLine)
    assert (first.article_id, second.article_id) == ("a1", "a2")
    assert (bad.name, bad.number) == (str(path), 2)


def test_the_bytes_of_all_lines_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [line(1), b"\n", b"no\n", line(2)])
    told: list[int] = []
    list(read_file(path, told.append))
    assert len(told) == 4
    assert sum(told) == path.stat().st_size


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert list(read_file(write(tmp_path / "a.jsonl", []))) == []


@pytest.mark.parametrize(
    ("name", "reason"), [("gone.jsonl", "no such file or directory"), (".", "is a directory")]
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    assert list(read_file(tmp_path / name)) == [Refused(str(tmp_path / name), reason)]
