"""Where a ledger keeps its rows: in memory, or in a file when they are more than memory holds."""

import sqlite3
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import orjson

from services.runtime.settings import Settings

Row = dict[str, Any]
Rows = MutableMapping[str, Row]


def rows_of(settings: Settings, name: str) -> Rows:
    """Return an empty place for the rows of a ledger, as the settings choose it.

    Whatever an earlier process left under this name is dropped: it may be ahead of what was
    committed. The state topic has the rows.
    """
    if settings.state_store == "memory":
        return {}
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    return FileRows(settings.state_dir / f"{name}.rows.sqlite")


class FileRows(Rows):
    """Rows in an SQLite file, read and written one by one. A row that is got is a copy."""

    def __init__(self, file: Path) -> None:
        file.unlink(missing_ok=True)
        self._db = sqlite3.connect(file, isolation_level=None)
        # Nothing here outlives the process, so nothing need be safe on disk.
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("CREATE TABLE rows (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")

    def __getitem__(self, key: str) -> Row:
        found = self._db.execute("SELECT value FROM rows WHERE key = ?", (key,)).fetchone()
        if found is None:
            raise KeyError(key)
        row: Row = orjson.loads(found[0])
        return row

    def __setitem__(self, key: str, row: Row) -> None:
        self._db.execute("REPLACE INTO rows VALUES (?, ?)", (key, orjson.dumps(row)))

    def __delitem__(self, key: str) -> None:
        if not self._db.execute("DELETE FROM rows WHERE key = ?", (key,)).rowcount:
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        for (key,) in self._db.execute("SELECT key FROM rows ORDER BY key"):
            yield key

    def __len__(self) -> int:
        (number,) = self._db.execute("SELECT count(*) FROM rows").fetchone()
        return int(number)

    def clear(self) -> None:
        """Remove every row."""
        self._db.execute("DELETE FROM rows")
