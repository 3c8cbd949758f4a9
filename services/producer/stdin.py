"""Articles from standard input, as they are written to it."""

import os
import select
import time
from collections.abc import Callable, Iterator

from schemas.topics import MAX_ARTICLE_BYTES
from services.producer.source import Item, Pause
from services.runtime.articles import read_line

NAME = "stdin"
PAUSE = 0.2
"""Seconds after which what was read is sent, whether or not more comes."""

_CHUNK = 65_536


def read_stdin(descriptor: int, stopped: Callable[[], bool]) -> Iterator[Item]:
    """Yield the articles of an open file descriptor until it ends or `stopped` says so.

    Lines that are whole do not wait long for the next: there is a pause every `PAUSE` seconds.
    """
    number = 0
    for line in _lines(descriptor, stopped):
        if line is None:
            yield Pause()
            continue
        number += 1
        if (found := read_line(line, NAME, number)) is not None:
            yield found


def _lines(descriptor: int, stopped: Callable[[], bool]) -> Iterator[bytes | None]:
    lines = _Lines()
    due = time.monotonic() + PAUSE
    while not stopped():
        if (left := due - time.monotonic()) <= 0:
            yield None
            due = time.monotonic() + PAUSE
        elif not select.select([descriptor], [], [], left)[0]:
            continue
        elif chunk := os.read(descriptor, _CHUNK):
            yield from lines.feed(chunk)
        else:
            yield lines.take()
            return


class _Lines:
    """Puts lines together from pieces; of a line beyond the limit the rest is dropped."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            self._keep(piece)
            yield self.take()
        self._keep(rest)

    def take(self) -> bytes:
        line = b"".join(self._pieces)
        self._pieces, self._size = [], 0
        return line

    def _keep(self, piece: bytes) -> None:
        # One byte too many is kept, and makes the line too long for the reader.
        kept = piece[: MAX_ARTICLE_BYTES + 2 - self._size]
        self._pieces.append(kept)
        self._size += len(kept)
