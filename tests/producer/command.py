"""The command `entente publish` in a process of its own, as the tests run it."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from schemas.article import Article
from services.producer.revise import content_of
from services.producer.service import memory_of
from services.runtime.settings import Settings
from tests.kafka.streams import environment

ENTENTE = (sys.executable, "-m", "services")
PATIENCE = 30.0


def start(told: Settings, *words: object, command: tuple[str, ...] = ENTENTE, **more: Any) -> Any:
    """Start `entente publish` in a process of its own."""
    env = {**os.environ, **environment(told), "ENTENTE_LOG_JSON": "true"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **more}
    return subprocess.Popen([*command, "publish", *map(str, words)], env=env, **pipes)


def run(told: Settings, *words: object, typed: str | None = None, **more: Any) -> tuple[int, str]:
    """Run it to its end; return its exit status and what it said. It says it on stderr."""
    with start(told, *words, stdin=subprocess.PIPE, **more) as process:
        out, said = process.communicate(typed, timeout=PATIENCE)
    assert out == ""
    return process.returncode, said


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)


def acknowledged(told: Settings) -> int:
    """Return the number of revisions that are remembered as published."""
    try:
        with closing(sqlite3.connect(f"file:{memory_of(told)}?mode=ro", uri=True)) as database:
            query = "SELECT count(*) FROM revision WHERE acknowledged"
            return int(database.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not there yet


@contextmanager
def ending(process: Any) -> Iterator[Any]:
    """End a process that the test has not ended."""
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def revisions(found: list[Article]) -> dict[tuple[str, int], set[bytes]]:
    """Return the contents of each revision of each article; there should be one."""
    contents: dict[tuple[str, int], set[bytes]] = {}
    for one in found:
        contents.setdefault((one.article_id, one.revision), set()).add(content_of(one))
    return contents
