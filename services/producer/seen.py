"""What was published already: remembered in SQLite across restarts."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from services.producer.held import CREATE as CREATE_HELD
from services.producer.held import Held
from services.producer.revise import Revisions, Told
from services.producer.source import FileDone

_VERSION = 1
_CREATE = (
    """CREATE TABLE revision (
        article_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        content BLOB NOT NULL,
        acknowledged INTEGER NOT NULL,
        PRIMARY KEY (article_id, revision)
    ) WITHOUT ROWID""",
    """CREATE TABLE file (
        name BLOB PRIMARY KEY,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL
    ) WITHOUT ROWID""",
    f"PRAGMA user_version = {_VERSION}",
)
_PATIENCE = 30.0  # seconds to wait for another process that writes
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

RevisionRow = tuple[str, int, bytes]
"""Article id, revision, content digest."""


class Damaged(Exception):
    """The database is torn, corrupt or of another version; the message says how."""


class Seen:
    """The revisions given out for every article, and the files read to their end.

    A revision is written down before it is sent, so that no number is ever given to two
    contents, and marked when Kafka has acknowledged it. What is written stands inside
    `transaction()`: after any crash the database is as before it or as after it.

    `held` are the records that wait for the end of their embargo. `aside` is where a damaged
    predecessor went.
    """

    def __init__(self, path: Path) -> None:
        """Open the database, or create it with its folder; raise Damaged if it is not sound."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.aside: Path | None = None
        self._database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        self.held = Held(self._database)
        try:
            with _damage():
                self._prepare()
        except BaseException:
            self._database.close()
            raise

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the database; a damaged one is set aside and an empty one takes its place."""
        try:
            return cls(path)
        except Damaged:
            aside = _set_aside(path)
        seen = cls(path)
        seen.aside = aside
        return seen

    @property
    def empty(self) -> bool:
        """Whether no revision is remembered."""
        with _damage():
            return self._database.execute("SELECT 1 FROM revision LIMIT 1").fetchone() is None

    def known(self, article_ids: Iterable[str]) -> dict[str, Revisions]:
        """Return the revisions given out for these articles; those never seen are left out."""
        with _damage():
            found = {article_id: self._revisions(article_id) for article_id in set(article_ids)}
        return {article_id: revisions for article_id, revisions in found.items() if revisions}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that happens inside, or on an exception nothing; others who write wait."""
        with _damage():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._database.in_transaction:  # a full disk has ended it already
                    self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def claim(self, rows: Iterable[RevisionRow]) -> None:
        """Write down revisions that are about to be sent; those written down already stay."""
        self._database.executemany("INSERT OR IGNORE INTO revision VALUES (?, ?, ?, 0)", rows)

    def acknowledge(self, rows: Iterable[RevisionRow]) -> None:
        """Write down that nothing of these revisions is left to send, claimed or not."""
        rows = list(rows)
        self._database.executemany("INSERT OR REPLACE INTO revision VALUES (?, ?, ?, 1)", rows)
        self.held.let_go(row[:2] for row in rows)

    def finish(self, files: Iterable[FileDone]) -> None:
        """Write down that these files were read to their end."""
        rows = ((file.name, file.size, file.mtime_ns) for file in files)
        self._database.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", rows)

    def files(self) -> set[FileDone]:
        """Return the files read to their end."""
        with _damage():
            rows = self._database.execute("SELECT name, size, mtime_ns FROM file").fetchall()
        return {FileDone(*row) for row in rows}

    def close(self) -> None:
        """Close the database; what was acknowledged is on disk."""
        self._database.close()

    def _prepare(self) -> None:
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        if (told := self._pragma("quick_check(1)")) != "ok":
            raise Damaged(told)
        with self.transaction():
            if not self._pragma("schema_version"):
                for statement in _CREATE:
                    self._database.execute(statement)
            for statement in CREATE_HELD:
                self._database.execute(statement)
        if (version := self._pragma("user_version")) != _VERSION:
            raise Damaged(f"version {version}, not {_VERSION}")

    def _pragma(self, name: str) -> Any:
        return self._database.execute(f"PRAGMA {name}").fetchone()[0]

    def _revisions(self, article_id: str) -> Revisions:
        rows = self._database.execute(
            "SELECT revision, content, acknowledged FROM revision WHERE article_id = ?",
            (article_id,),
        )
        return {revision: Told(content, bool(kept)) for revision, content, kept in rows}


@contextmanager
def _damage() -> Iterator[None]:
    """Tell damage from other failures, such as a full disk: only damage is set aside."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite quotes the torn bytes in what it says of them
        raise Damaged("what it holds is not text") from error
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
            raise
        raise Damaged(str(error)) from error


def _set_aside(path: Path) -> Path:
    """Rename a database with what belongs to it; return its new name."""
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside
