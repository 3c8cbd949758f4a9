"""What the logs of the workers tell: takings over, fail-stops and why, fenced producers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

WATCHDOG = "no progress while work is waiting"
_FENCED = ("ProducerFenced", "InvalidProducerEpoch", "fenced")


class Told(NamedTuple):
    """What the workers have logged, in numbers; `recovered` are the seconds of each recovery."""

    fenced: int
    watchdog: int
    reasons: dict[str, int]
    recovered: tuple[float, ...]


def read(logs: Iterable[Path]) -> Told:
    """Read the logs of all workers of a run."""
    lines = [line for log in logs for line in lines_of(log)]
    stops = [line for line in lines if line.get("event") == "fail_stop"]
    return Told(
        fenced=sum(_is_fenced(line) for line in stops),
        watchdog=sum(line.get("reason") == WATCHDOG for line in stops),
        reasons=dict(Counter(str(line.get("reason")) for line in stops)),
        recovered=tuple(
            line["seconds"]
            for line in lines
            if line.get("event") == "recovered" and line["partitions"]
        ),
    )


def owners_at(logs: Mapping[str, Path], at: float) -> dict[int, str]:
    """Return by partition the worker that had begun to count it last, at a time (epoch seconds).

    A worker that was given up says nothing of it: it is another one's beginning that tells.
    """
    owners: dict[int, str] = {}
    for when, name, partitions in sorted(_beginnings(logs)):
        if when <= at:
            owners = {number: owner for number, owner in owners.items() if owner != name}
            owners.update(dict.fromkeys(partitions, name))
    return owners


def _beginnings(logs: Mapping[str, Path]) -> Iterator[tuple[float, str, list[int]]]:
    for name, log in logs.items():
        for line in lines_of(log):
            if line.get("event") == "counting":
                yield _time(line), name, [int(number) for number in line["positions"]]


def lines_of(log: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines that are JSON objects: libraries and the interpreter write others."""
    for line in log.read_bytes().splitlines() if log.exists() else ():
        if line.startswith(b"{"):
            try:
                yield orjson.loads(line)
            except ValueError:  # a worker was killed while it wrote
                continue


def _is_fenced(line: dict[str, Any]) -> bool:
    return any(word in str(line.get("error")) for word in _FENCED)


def _time(line: dict[str, Any]) -> float:
    return datetime.fromisoformat(line["timestamp"]).timestamp()
