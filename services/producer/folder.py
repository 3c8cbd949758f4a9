"""Articles from the `*.jsonl` files of a folder, as they appear."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from services.producer.jsonl import read_file
from services.producer.source import FileDone, Item, Pause, Refused

MINIMUM_AGE = 1.0
"""Seconds since its last change before a file is read: its writer may not be done."""

SCAN_INTERVAL = 0.5
"""Seconds between two looks at the folder."""


@dataclass
class Folder:
    """A folder that is read file by file, in the order of names.

    A file is read once for each name, size and time: `done` holds those read before. Files in
    folders below, hidden files and other endings are not looked at.
    """

    path: Path
    done: set[FileDone] = field(default_factory=set)
    minimum_age: float = MINIMUM_AGE
    clock: Callable[[], float] = time.time

    def read(self, told: Callable[[int], None] | None = None) -> Iterator[Item]:
        """Yield what the files that are there and ripe hold, and each file's end.

        A file that changed while it was read has no end yet: it is read again when it is ripe.
        One that cannot be read is refused once, and tried again by the next process.
        """
        for path, before in self.ripe():
            refused = False
            for item in read_file(path, told):
                refused = refused or isinstance(item, Refused)
                yield item
            if stamp(path) != before:
                continue
            self.done.add(before)
            if not refused:
                yield before

    def ripe(self) -> list[tuple[Path, FileDone]]:
        """Return the files to be read now, in the order of names."""
        return [(path, told) for path, told in _files(self.path) if self._is_ripe(told)]

    def _is_ripe(self, told: FileDone) -> bool:
        # A time ahead of this machine's clock is as good as one behind: it does not move.
        still = abs(self.clock() - told.mtime_ns / 1e9) >= self.minimum_age
        return still and told not in self.done


def follow(
    folders: Iterable[Folder],
    stopped: Callable[[], bool],
    sleep: Callable[[float], None] = time.sleep,
    told: Callable[[int], None] | None = None,
) -> Iterator[Item]:
    """Yield what appears in the folders until `stopped` says so; after each look, a pause."""
    folders = list(folders)
    while not stopped():
        for folder in folders:
            yield from folder.read(told)
        yield Pause()
        sleep(SCAN_INTERVAL)


def stamp(path: Path) -> FileDone | None:
    """Return how a file stands now, None if it is gone; the folder's own name is made absolute."""
    try:
        told = path.stat()
    except OSError:
        return None
    return FileDone(os.fsencode(path.absolute()), told.st_size, told.st_mtime_ns)


def _files(folder: Path) -> Iterator[tuple[Path, FileDone]]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _is_wanted(entry))
    except OSError:
        return  # taken away for a while: it may come back
    for name in names:
        if told := stamp(folder / name):
            yield folder / name, told


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(".jsonl") and not entry.name.startswith(".") and entry.is_file()
