import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.article import Article
from services.producer.folder import stamp
from services.producer.source import FileDone, Item, Pause, Refused
from services.producer.sources import STDIN, always, once, size_of
from tests.producer.wires import line, write


def ids(items: list[Item]) -> list[str]:
    return [item.article_id for item in items if isinstance(item, Article)]


def go_on() -> bool:
    return False


class Input:
    """Standard input that is a file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    typed = Input(write(tmp_path / "typed", [line(9)]))
    monkeypatch.setattr(sys, "stdin", typed)
    yield typed
    typed.close()


def test_names_are_read_in_order_whatever_they_are(tmp_path: Path, typed: Input) -> None:
    del typed
    file = write(tmp_path / "file", [line(1)])
    folder = tmp_path / "folder"
    folder.mkdir()
    write(folder / "b.jsonl", [line(3)])
    write(folder / "a.jsonl", [line(2)])
    items = list(once([folder, STDIN, file, tmp_path / "gone"], set(), go_on))
    assert ids(items) == ["a2", "a3", "a9", "a1"]
    assert [type(item) for item in items].count(FileDone) == 2
    assert isinstance(items[-1], Refused)


def test_of_a_folder_files_that_are_done_are_left_out_and_of_files_none(tmp_path: Path) -> None:
    done = stamp(write(tmp_path / "a.jsonl", [line(1)]))
    write(tmp_path / "b.jsonl", [line(2)])
    assert done is not None
    assert ids(list(once([tmp_path], {done}, go_on))) == ["a2"]
    assert ids(list(once([tmp_path / "a.jsonl"], {done}, go_on))) == ["a1"]


def test_the_bytes_of_files_and_folders_are_told(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [line(1)])
    write(tmp_path / "b", [line(2)])
    paths = [tmp_path, tmp_path / "b", tmp_path / "gone"]
    told: list[int] = []
    list(once(paths, set(), go_on, told.append))
    assert sum(told) == size_of(paths) == len(line(1) + line(2))


def test_the_size_of_standard_input_is_not_known() -> None:
    assert size_of([STDIN]) is None


def test_following_reads_files_first_and_then_the_folders_without_end(tmp_path: Path) -> None:
    file = write(tmp_path / "file", [line(1)])
    folder = tmp_path / "folder"
    folder.mkdir()
    items = always([folder, file], set(), go_on)
    first = next(items)
    assert isinstance(first, Article)
    assert first.article_id == "a1"
    assert isinstance(next(items), Pause)
    assert isinstance(next(items), Pause)
