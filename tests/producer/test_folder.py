import os
import time
from pathlib import Path

import pytest

from schemas.article import Article
from services.producer.folder import SCAN_INTERVAL, Folder, follow, stamp
from services.producer.source import FileDone, Item, Pause, Refused
from tests.producer.wires import line, write


def told(items: list[Item]) -> list[str]:
    """Return ids and names of finished files."""
    words = []
    for item in items:
        if isinstance(item, Article):
            words.append(item.article_id)
        elif isinstance(item, FileDone):
            words.append(Path(os.fsdecode(item.name)).name)
    return words


def ripe(folder: Path, **changes: object) -> Folder:
    return Folder(folder, minimum_age=0, **changes)  # type: ignore[arg-type]


def test_files_are_read_in_the_order_of_names_each_with_its_end(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", [line(2)])
    write(tmp_path / "a.jsonl", [line(1)])
    assert told(list(ripe(tmp_path).read())) == ["a1", "a.jsonl", "a2", "b.jsonl"]


def test_a_file_is_read_once(tmp_path: Path) -> None:
    folder = ripe(tmp_path)
    write(tmp_path / "a.jsonl", [line(1)])
    assert told(list(folder.read())) == ["a1", "a.jsonl"]
    assert list(folder.read()) == []
    write(tmp_path / "b.jsonl", [line(2)])
    assert told(list(folder.read())) == ["a2", "b.jsonl"]


def test_what_an_earlier_process_has_done_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [line(1)])
    done = {item for item in ripe(tmp_path).read() if isinstance(item, FileDone)}
    assert list(ripe(tmp_path, done=done).read()) == []


@pytest.mark.parametrize("change", ["size", "time"])
def test_a_file_that_changed_is_read_again(tmp_path: Path, change: str) -> None:
    folder = ripe(tmp_path)
    path = write(tmp_path / "a.jsonl", [line(1)])
    list(folder.read())
    before = path.stat()
    path.write_bytes(line(2) if change == "time" else line(1) + line(2))
    later = before.st_mtime_ns + (change == "time")
    os.utime(path, ns=(later, later))
    assert told(list(folder.read()))[-2:] == ["a2", "a.jsonl"]


def test_other_files_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "below.jsonl").mkdir()
    for name in (".hidden.jsonl", "a.json", "a.jsonl.part"):
        (tmp_path / name).write_bytes(line(1))
    assert list(ripe(tmp_path).read()) == []


def test_a_file_is_left_alone_until_its_writer_has_been_quiet(tmp_path: Path) -> None:
    now = [1000.0]
    folder = Folder(tmp_path, minimum_age=2, clock=lambda: now[0])
    path = write(tmp_path / "a.jsonl", [line(1)])
    for modified, is_read in ((999.0, False), (1001.0, False), (997.0, True)):
        os.utime(path, (modified, modified))
        assert bool(list(folder.read())) is is_read
    os.utime(path, (5000.0, 5000.0))  # from a machine whose clock is ahead
    assert told(list(folder.read())) == ["a1", "a.jsonl"]


def test_a_file_that_grows_while_it_is_read_has_no_end_yet(tmp_path: Path) -> None:
    folder = ripe(tmp_path)
    path = write(tmp_path / "a.jsonl", [line(1), line(2)])
    items = folder.read()
    first = next(items)
    with path.open("ab") as stream:
        stream.write(line(3))
    assert told([first, *items]) == ["a1", "a2", "a3"]
    assert told(list(folder.read())) == ["a1", "a2", "a3", "a.jsonl"]


def test_a_file_that_is_taken_away_while_it_is_read_has_no_end(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [line(1), line(2)])
    items = ripe(tmp_path).read()
    first = next(items)
    path.unlink()
    assert told([first, *items]) == ["a1", "a2"]


def test_a_file_that_cannot_be_read_is_refused_once_and_has_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path), None, mode)

    monkeypatch.setattr(Path, "open", refuse)
    (tmp_path / "a.jsonl").touch()
    folder = ripe(tmp_path)
    assert list(folder.read()) == [Refused(str(tmp_path / "a.jsonl"), "permission denied")]
    assert list(folder.read()) == []


def test_a_folder_that_is_gone_for_a_while_is_empty(tmp_path: Path) -> None:
    folder = ripe(tmp_path / "wires")
    assert list(folder.read()) == []
    (tmp_path / "wires").mkdir()
    write(tmp_path / "wires" / "a.jsonl", [line(1)])
    assert told(list(folder.read())) == ["a1", "a.jsonl"]


def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.jsonl")
    write(tmp_path / name, [line(1)])
    items = list(ripe(tmp_path).read())
    assert items[-1] == stamp(tmp_path / name)


def test_following_goes_round_the_folders_until_told_to_stop(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    write(other / "b.jsonl", [line(2)])
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        write(one / "a.jsonl", [line(1)])

    items = list(follow([ripe(one), ripe(other)], lambda: len(slept) == 2, sleep))
    assert told(items) == ["a2", "b.jsonl", "a1", "a.jsonl"]
    assert [type(item) for item in items].count(Pause) == 2
    assert slept == [SCAN_INTERVAL] * 2


def test_a_scan_of_many_files_that_are_done_is_quick(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number}.jsonl").touch()
    folder = ripe(tmp_path)
    assert len(list(folder.read())) == 2000
    begun = time.perf_counter()
    assert folder.ripe() == []
    assert time.perf_counter() - begun < 1
