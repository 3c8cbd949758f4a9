"""What came of a run, in numbers."""

import shutil
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from tests.kafka.streams import ROOT


@dataclass(frozen=True)
class Outcome:
    """What came of a run; times are in seconds.

    `verdict` is `exact`, `WRONG`, `STUCK` (not all was counted in time) or `VOID` (the feed is
    not on the topic as it was sent, and nothing can be said). `stall` is the longest while in
    which work waited and nothing moved at all, `wait` that of a single partition. `recoveries`
    are from a SIGKILL of a worker until the last of its partitions moved on. `code` is the hash
    of what was measured.
    """

    seed: int
    brokers: int
    faults: list[str]
    verdict: str
    records: int
    lost: int
    doubled: int
    wrong: int
    stall: float
    wait: float
    restarts: dict[str, int]
    fenced: int
    watchdog: int
    recoveries: list[float]
    reading: float
    settled: float
    leaving: list[int]
    reasons: dict[str, int]
    command: str
    code: str
    kept: str = ""

    @property
    def is_right(self) -> bool:
        """Whether every row was as it must be."""
        return self.verdict == "exact"

    def as_row(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


def code() -> str:
    """Return a hash of the code that counts: a run tells of this code and of no other."""
    digest = sha256()
    for folder in ("schemas", "services/runtime", "services/aggregator"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def tidy(outcome: Outcome, folder: Path, longest: float) -> Outcome:
    """Remove what a run has left if it went well; else keep logs, and say where."""
    for logged in folder.glob("broker-*"):
        shutil.rmtree(logged / "log", ignore_errors=True)
    if outcome.is_right and outcome.stall <= longest:
        shutil.rmtree(folder, ignore_errors=True)
        return outcome
    kept_there = Outcome(**{**outcome.as_row(), "kept": str(folder)})
    (folder / "outcome.json").write_bytes(
        orjson.dumps(kept_there.as_row(), option=orjson.OPT_INDENT_2)
    )
    return kept_there
