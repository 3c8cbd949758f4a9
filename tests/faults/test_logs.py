from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import orjson

from tests.faults.logs import WATCHDOG, owners_at, read


def log(file: Path, *lines: Mapping[str, object]) -> Path:
    file.write_bytes(b"\n".join([b"a traceback", *map(orjson.dumps, lines), b'{"event": "cut']))
    return file


def at(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()


def test_fail_stops_are_numbered_by_what_they_say(tmp_path: Path) -> None:
    one = log(
        tmp_path / "a.log",
        {"event": "fail_stop", "reason": "a commit failed", "error": "ProducerFenced()"},
        {"event": "fail_stop", "reason": WATCHDOG},
        {"event": "recovered", "partitions": [0, 1], "seconds": 0.25},
        {"event": "recovered", "partitions": [], "seconds": 0.0},
    )
    two = log(tmp_path / "b.log", {"event": "fail_stop", "reason": "a commit failed"})
    told = read([one, two, tmp_path / "never-started.log"])
    assert (told.fenced, told.watchdog) == (1, 1)
    assert told.reasons == {"a commit failed": 2, WATCHDOG: 1}
    assert told.recovered == (0.25,)


def test_a_worker_owns_what_it_began_to_count_last(tmp_path: Path) -> None:
    one = log(
        tmp_path / "a.log",
        {"event": "counting", "positions": {"0": 5, "1": 0}, "timestamp": at(100)},
        {"event": "counting", "positions": {"1": 7}, "timestamp": at(200)},
    )
    logs = {"a": one, "b": tmp_path / "never-started.log"}
    assert owners_at(logs, 99) == {}
    assert owners_at(logs, 150) == {0: "a", 1: "a"}
    assert owners_at(logs, 300) == {1: "a"}


def test_what_another_has_begun_to_count_is_not_owned_any_more(tmp_path: Path) -> None:
    sleeper = {"event": "counting", "positions": {"0": 5, "1": 0}, "timestamp": at(100)}
    heir = {"event": "counting", "positions": {"1": 9}, "timestamp": at(110)}
    logs = {"b": log(tmp_path / "b.log", heir), "a": log(tmp_path / "a.log", sleeper)}
    assert owners_at(logs, 105) == {0: "a", 1: "a"}
    assert owners_at(logs, 120) == {0: "a", 1: "b"}
