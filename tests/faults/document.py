"""`docs/faults.md`: a table of runs that anyone can repeat."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

import orjson

from tests.faults.outcome import Outcome
from tests.faults.schedule import SORTS
from tests.kafka.streams import ROOT

DOCUMENT = ROOT / "docs" / "faults.md"
_TEMPLATE = Path(__file__).with_name("faults.template")
_WORKERS = {"worker", "workers", "spare", "feed"}
_SOON = 5
_HEAD = (
    "seed",
    "brokers",
    "faults, in their order",
    "verdict",
    "rows lost, doubled, wrong",
    "longest stall",
    "longest wait",
    "ends of workers",
    "fenced",
    "by the watchdog",
    "after SIGKILL",
)


def keep(results: Path, outcome: Outcome) -> None:
    """Add a run to those that are told of; it takes the place of an earlier one like it."""
    results.parent.mkdir(parents=True, exist_ok=True)
    others = [one for one in kept(results) if one.command != outcome.command]
    lines = [orjson.dumps(one.as_row()) for one in [*others, outcome]]
    results.write_bytes(b"\n".join(lines) + b"\n")


def kept(results: Path) -> list[Outcome]:
    """Return the runs that are told of, in order of seed."""
    if not results.exists():
        return []
    found = [Outcome(**orjson.loads(line)) for line in results.read_bytes().splitlines()]
    return sorted(found, key=lambda outcome: (outcome.seed, -outcome.brokers))


def write(results: Path, document: Path = DOCUMENT) -> None:
    """Write the document from the runs kept."""
    document.write_text(text(kept(results)))


def text(outcomes: Sequence[Outcome]) -> str:
    """Return the document."""
    alone = [one for one in outcomes if {SORTS[name].target for name in one.faults} <= _WORKERS]
    return Template(_TEMPLATE.read_text()).substitute(
        runs=len(outcomes),
        exact=sum(one.is_right for one in outcomes),
        records=f"{sum(one.records for one in outcomes):,}",
        lost=sum(one.lost for one in outcomes),
        doubled=sum(one.doubled for one in outcomes),
        wrong=sum(one.wrong for one in outcomes),
        restarts=sum(sum(one.restarts.values()) for one in outcomes),
        fenced=sum(one.fenced for one in outcomes),
        watchdog=sum(one.watchdog for one in outcomes),
        stall=max((one.stall for one in outcomes), default=0.0),
        wait=max((one.wait for one in outcomes), default=0.0),
        alone=_recoveries(alone),
        recoveries=_recoveries(outcomes),
        faults=_table(("fault", "what happens", "times"), _sorts(outcomes)),
        table=_table(_HEAD, [_row(one) for one in outcomes]),
        code=", ".join(f"`{one}`" for one in sorted({one.code for one in outcomes})) or "none",
        commands="\n".join(one.command for one in outcomes),
    )


def line(outcome: Outcome) -> str:
    """Say in a few lines what came of a run."""
    return (
        f"{outcome.verdict}: {outcome.records} records,"
        f" {outcome.lost} lost, {outcome.doubled} doubled, {outcome.wrong} wrong\n"
        f"  longest stall {outcome.stall} s, of one partition {outcome.wait} s;"
        f" settled in {outcome.settled} s; after kills {_seconds(outcome.recoveries) or '-'};"
        f" state read in {outcome.reading} s\n"
        f"  ends {_ends(outcome.restarts) or 'none'}; {outcome.fenced} fenced,"
        f" {outcome.watchdog} by the watchdog; left with {outcome.leaving}; {outcome.reasons}"
    )


def _row(outcome: Outcome) -> tuple[str, ...]:
    return (
        str(outcome.seed),
        str(outcome.brokers),
        ", ".join(outcome.faults),
        outcome.verdict,
        f"{outcome.lost}, {outcome.doubled}, {outcome.wrong}",
        f"{outcome.stall} s",
        f"{outcome.wait} s",
        _ends(outcome.restarts),
        str(outcome.fenced),
        str(outcome.watchdog),
        _seconds(outcome.recoveries),
    )


def _sorts(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    times = Counter(name for outcome in outcomes for name in outcome.faults)
    return [(f"`{name}`", sort.about, str(times[name])) for name, sort in SORTS.items()]


def _recoveries(outcomes: Sequence[Outcome]) -> str:
    took = sorted(seconds for outcome in outcomes for seconds in outcome.recoveries)
    if not took:
        return "none was killed"
    within = sum(seconds <= _SOON for seconds in took)
    return f"{took[len(took) // 2]} s (median), {within} of {len(took)} within {_SOON} s"


def _ends(restarts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} × {status}" for status, number in sorted(restarts.items()))


def _seconds(times: Sequence[float]) -> str:
    return ", ".join(f"{seconds} s" for seconds in times)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
