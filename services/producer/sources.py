"""Which source each name on the command line is."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from services.producer.folder import MINIMUM_AGE, Folder, follow
from services.producer.jsonl import read_file
from services.producer.source import FileDone, Item
from services.producer.stdin import read_stdin

STDIN = Path("-")


def once(
    paths: Sequence[Path],
    done: set[FileDone],
    stopped: Callable[[], bool],
    told: Callable[[int], None] | None = None,
) -> Iterator[Item]:
    """Yield what files, folders and `-` (standard input) hold now, in this order.

    Of a folder the files that are in `done` are left out. `told` hears the bytes of each line.
    """
    sources: list[Iterable[Item]] = []
    for path in paths:
        if path == STDIN:
            sources.append(read_stdin(sys.stdin.fileno(), stopped))
        elif path.is_dir():
            sources.append(Folder(path, done, minimum_age=0).read(told))
        else:
            sources.append(read_file(path, told))
    return chain.from_iterable(sources)


def always(
    paths: Sequence[Path], done: set[FileDone], stopped: Callable[[], bool]
) -> Iterator[Item]:
    """Yield what files hold, then what appears in the folders, until `stopped` says so."""
    folders = [Folder(path, done, MINIMUM_AGE) for path in paths if path.is_dir()]
    files = [path for path in paths if not path.is_dir()]
    return chain(once(files, done, stopped), follow(folders, stopped))


def size_of(paths: Sequence[Path]) -> int | None:
    """Return the bytes there are to read; None where that cannot be known."""
    if STDIN in paths:
        return None
    found = (path.glob("*.jsonl") if path.is_dir() else [path] for path in paths)
    return sum(path.stat().st_size for path in chain.from_iterable(found) if path.is_file())
