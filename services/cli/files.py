"""The files that commands are given: JSON Lines of articles, `-` for standard input."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

from cyclopts import Parameter

STDIN = Path("-")


def _no_option(_: object, file: Path) -> None:
    """Refuse a mistyped option; a hyphen alone is standard input."""
    if str(file).startswith("-") and file != STDIN:
        raise ValueError("There is no such option.")


_File = Annotated[Path, Parameter(validator=_no_option)]

Files = Annotated[list[_File], Parameter(allow_leading_hyphen=True)]
"""The type of a parameter that takes files."""


@contextmanager
def lines_of(file: Path) -> Iterator[BinaryIO]:
    """Give the lines of a file, or those of standard input; raise OSError if there is none."""
    if file == STDIN:
        yield sys.stdin.buffer
    else:
        with file.open("rb") as lines:
            yield lines
