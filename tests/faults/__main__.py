"""`python -m tests.faults`: seeded runs on a real Kafka, with a verdict on each."""

import argparse
import asyncio
import logging
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.faults import disk, document
from tests.faults.outcome import tidy
from tests.faults.plan import Plan
from tests.faults.run import run
from tests.faults.schedule import SORTS
from tests.kafka.jars import HOME, LEAST_JAVA, missing

LONGEST_STALL = 30.0
RESULTS = HOME / "faults" / "results.jsonl"


def main(words: Sequence[str] | None = None) -> int:
    """Follow as many seeds as asked for; return 1 if any run was not exact, else 0."""
    chosen = _parser().parse_args(words)
    if chosen.document_only:
        document.write(RESULTS)
        return 0
    if lack := missing():
        sys.exit(f"Kafka needs Java {LEAST_JAVA} or newer and Maven: {lack}")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        wrong = [said for plan in _plans(chosen) if (said := _run(plan, chosen))]
    except KeyboardInterrupt:
        return 130
    say(f"{chosen.seeds} runs, {chosen.seeds - len(wrong)} exact")
    say("\n".join(wrong))
    return 1 if wrong else 0


def _plans(chosen: argparse.Namespace) -> list[Plan]:
    names = _names(chosen.faults)
    seeds = range(chosen.seed, chosen.seed + chosen.seeds)
    rest = chosen.rate, chosen.seconds, chosen.brokers, not chosen.without_transactions
    return [Plan(seed, names, *rest) for seed in seeds]


def _names(asked: str) -> tuple[str, ...]:
    names = [name.strip() for name in asked.split(",") if name.strip()] or list(SORTS)
    if unknown := sorted(set(names) - set(SORTS)):
        sys.exit(f"no such fault: {', '.join(unknown)}; there are {', '.join(SORTS)}")
    of_disks = {name for name in names if SORTS[name].target == "disk"}
    if of_disks and (lack := disk.lack()):
        say(f"left out, since {lack}: {', '.join(sorted(of_disks))}")
        names = [name for name in names if name not in of_disks]
    return tuple(name for name in SORTS if name in names)


def _run(plan: Plan, chosen: argparse.Namespace) -> str:
    """Follow a plan and say what came of it; return what is wrong with it, or nothing."""
    (HOME / "faults").mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"seed-{plan.seed}-", dir=HOME / "faults"))
    say(f"{plan.command}\n  {plan.schedule()}")
    try:
        with _logging(folder / "harness.log"):
            outcome = asyncio.run(run(plan, folder))
    except Exception:  # noqa: BLE001 - a run that breaks down must not end those after it
        say(traceback.format_exc())
        return f"BROKEN OFF: {plan.command}\n  its logs: {folder}"
    outcome = tidy(outcome, folder, longest=-1.0 if chosen.keep else LONGEST_STALL)
    say(f"  {document.line(outcome)}")
    if chosen.document:
        document.keep(RESULTS, outcome)
        document.write(RESULTS)
    return "" if outcome.is_right else f"{outcome.verdict}: {plan.command}\n  {outcome.kept}"


@contextmanager
def _logging(file: Path) -> Iterator[None]:
    """Have what the Kafka clients of the harness itself complain of in a file of its own."""
    kept = logging.FileHandler(file)
    logging.getLogger().addHandler(kept)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(kept)
        kept.close()


def say(text: str) -> None:
    """Write a line at once, however long the next run takes."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    about = "\n".join(f"  {name:15} {sort.about}" for name, sort in SORTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults",
        description=__doc__,
        epilog=f"faults:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seeds", type=int, default=1, help="number of runs")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first run")
    parser.add_argument("--faults", default="", help="names, comma-separated; all by default")
    parser.add_argument("--rate", type=int, default=300, help="records a second")
    parser.add_argument("--seconds", type=float, default=30.0, help="length of the feed")
    parser.add_argument("--brokers", type=int, choices=(1, 3), default=3)
    parser.add_argument(
        "--without-transactions", action="store_true", help="see rows go wrong where none is safe"
    )
    parser.add_argument("--keep", action="store_true", help="keep the logs of every run")
    parser.add_argument("--document", action="store_true", help="put the runs in docs/faults.md")
    parser.add_argument("--document-only", action="store_true", help="only write it anew")
    return parser


if __name__ == "__main__":
    sys.exit(main())
