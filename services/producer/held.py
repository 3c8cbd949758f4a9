"""Records that are held back until their embargo ends."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from services.producer.intake import Outgoing

CREATE = (
    """CREATE TABLE IF NOT EXISTS held (
        article_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        due REAL NOT NULL,
        first INTEGER NOT NULL,
        content BLOB NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (article_id, revision)
    )""",
    "CREATE INDEX IF NOT EXISTS held_due ON held (due)",
)
"""The table; `due` is a Unix time."""


class Held:
    """The table of held records in the producer's database.

    All of it is called inside a transaction of that database.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def hold(self, records: Iterable[Outgoing]) -> None:
        """Put records aside until they are due; those that are held already stay as they are."""
        self._database.executemany(
            "INSERT OR IGNORE INTO held VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    one.article_id,
                    one.revision,
                    one.due.timestamp(),
                    one.first,
                    one.content,
                    one.value,
                )
                for one in records
                if one.due
            ),
        )

    def due(self, now: datetime, number: int) -> list[Outgoing]:
        """Return at most so many records whose embargo has ended, the first to end first."""
        rows = self._database.execute(
            "SELECT article_id, revision, content, value, first FROM held"
            " WHERE due <= ? ORDER BY due, article_id, revision LIMIT ?",
            (now.timestamp(), number),
        )
        return [
            Outgoing(article_id, revision, content, value, bool(first))
            for article_id, revision, content, value, first in rows
        ]

    def overtaken(self, article_id: str, revision: int) -> list[tuple[str, int, bytes]]:
        """Return what is held of an article below a revision: id, revision, content digest."""
        rows = self._database.execute(
            "SELECT article_id, revision, content FROM held WHERE article_id = ? AND revision < ?",
            (article_id, revision),
        )
        return rows.fetchall()

    def let_go(self, rows: Iterable[tuple[str, int]]) -> None:
        """Forget these records, by article id and revision: nothing of them is left to send."""
        self._database.executemany("DELETE FROM held WHERE article_id = ? AND revision = ?", rows)

    def number(self) -> int:
        """Return how many records are held."""
        (number,) = self._database.execute("SELECT count(*) FROM held").fetchone()
        return int(number)
