import os
import threading
import time
from collections.abc import Iterator

import pytest

from schemas.article import Article
from schemas.topics import MAX_ARTICLE_BYTES
from services.producer.source import Item, Pause
from services.producer.stdin import PAUSE, read_stdin
from services.runtime.articles import BadLine
from tests.producer.wires import line


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for descriptor in (reading, writing):
        try:
            os.close(descriptor)
        except OSError:
            continue  # the test has closed it


def go_on() -> bool:
    return False


def told(items: Iterator[Item]) -> list[str]:
    """Return ids, bad lines and pauses as text."""
    words = []
    for item in items:
        if isinstance(item, Article):
            words.append(item.article_id)
        elif isinstance(item, Pause):
            words.append("pause")
        else:
            words.append(str(item))
    return words


def test_lines_are_read_until_the_end_the_last_without_a_newline(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    os.write(writing, line(1) + b"\r\n" + b"no\n" + line(2).rstrip())
    os.close(writing)
    assert told(read_stdin(reading, go_on)) == [
        "a1",
        "stdin:3: not JSON: expecting value at character 1",
        "a2",
    ]


def test_a_line_that_comes_in_pieces_is_one(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    items = (item for item in read_stdin(reading, go_on) if not isinstance(item, Pause))

    def write() -> None:
        for byte in line(1):
            os.write(writing, bytes([byte]))
        os.close(writing)

    writer = threading.Thread(target=write)
    writer.start()
    assert told(items) == ["a1"]
    writer.join()


def test_a_silent_writer_gives_pauses(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    os.write(writing, line(1) + line(2)[:10])
    items = read_stdin(reading, go_on)
    begun = time.monotonic()
    assert isinstance(next(items), Article)
    assert isinstance(next(items), Pause)
    assert isinstance(next(items), Pause)
    assert time.monotonic() - begun >= PAUSE * 1.5


def test_a_writer_that_is_never_silent_does_not_keep_lines_waiting(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(PAUSE / 10):
            os.write(writing, line(1))

    writer = threading.Thread(target=write)
    writer.start()
    begun = time.monotonic()
    assert any(isinstance(item, Pause) for item in read_stdin(reading, go_on))
    assert time.monotonic() - begun < PAUSE * 10
    ended.set()
    writer.join()


def test_reading_ends_when_it_is_told_to(pipe: tuple[int, int]) -> None:
    reading, _ = pipe
    stop = threading.Event()
    items = read_stdin(reading, stop.is_set)
    assert isinstance(next(items), Pause)
    stop.set()
    assert list(items) == []


def test_a_line_beyond_the_limit_is_named_and_the_next_is_read(pipe: tuple[int, int]) -> None:
    reading, writing = pipe

    def write() -> None:
        with os.fdopen(writing, "wb") as stream:
            stream.write(b"x" * (MAX_ARTICLE_BYTES + 1000) + b"\n" + line(1))

    writer = threading.Thread(target=write)
    writer.start()
    found = [item for item in read_stdin(reading, go_on) if not isinstance(item, Pause)]
    writer.join()
    assert isinstance(found[0], BadLine)
    assert found[0].reason == f"longer than {MAX_ARTICLE_BYTES} bytes"
    assert told(iter(found[1:])) == ["a1"]


def test_a_file_can_stand_for_standard_input(tmp_path: os.PathLike[str]) -> None:
    path = os.path.join(tmp_path, "a.jsonl")  # noqa: PTH118 - a descriptor is what is tested
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    os.write(descriptor, line(1))
    os.lseek(descriptor, 0, os.SEEK_SET)
    assert told(read_stdin(descriptor, go_on)) == ["a1"]
    os.close(descriptor)
