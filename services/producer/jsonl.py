"""Articles from a file with one JSON object a line."""

from collections.abc import Callable, Iterator
from pathlib import Path

from services.producer.source import Item, Refused
from services.runtime.articles import bounded_lines, read_articles


def read_file(path: Path, told: Callable[[int], None] | None = None) -> Iterator[Item]:
    """Yield what a file holds; one that cannot be opened or read is refused, not raised.

    `told` is called with the number of bytes after each line.
    """
    try:
        with path.open("rb") as stream:
            lines = bounded_lines(stream)
            yield from read_articles(_counted(lines, told) if told else lines, str(path))
    except OSError as error:
        yield Refused(str(path), (error.strerror or "cannot be read").lower())


def _counted(lines: Iterator[bytes], told: Callable[[int], None]) -> Iterator[bytes]:
    for line in lines:
        told(len(line))
        yield line
