from dataclasses import replace
from pathlib import Path

from tests.faults import document
from tests.faults.outcome import Outcome, code, tidy
from tests.faults.plan import Plan
from tests.faults.schedule import SORTS

OUTCOME = Outcome(
    seed=4,
    brokers=3,
    faults=["kill", "pause", "late"],
    verdict="exact",
    records=9000,
    lost=0,
    doubled=0,
    wrong=0,
    stall=3.5,
    wait=7.25,
    restarts={"-9": 1, "75": 2},
    fenced=1,
    watchdog=0,
    recoveries=[3.1, 6.0],
    reading=0.2,
    settled=2.0,
    leaving=[0, 0],
    reasons={"a commit failed": 2},
    command="python -m tests.faults --seed 4",
    code="0123456789ab",
)


def test_a_run_is_a_row_with_its_command() -> None:
    told = document.text([OUTCOME, replace(OUTCOME, seed=5, verdict="WRONG", lost=2)])
    assert (
        "| 4 | 3 | kill, pause, late | exact | 0, 0, 0 | 3.5 s | 7.25 s | 1 × -9, 2 × 75 | 1 | 0 |"
        " 3.1 s, 6.0 s |" in told
    )
    assert "| 5 | 3 | kill, pause, late | WRONG | 2, 0, 0 |" in told
    assert "2 runs, 1 exact, of 18,000 records in all: 2 rows lost, 0 doubled" in told
    assert "| `kill` | a worker is ended by SIGKILL and started again | 2 |" in told
    assert "code that was measured: `0123456789ab`." in told
    assert told.count("python -m tests.faults --seed 4\n") == 2
    assert "only workers were broken: 6.0 s (median), 2 of 4 within 5 s" in told


def test_runs_of_different_code_are_told_apart() -> None:
    told = document.text([OUTCOME, replace(OUTCOME, code="ba9876543210")])
    assert "code that was measured: `0123456789ab`, `ba9876543210`." in told


def test_the_hash_of_the_code_is_the_same_for_the_same_code() -> None:
    assert code() == code()
    assert len(code()) == 12


def test_a_document_without_runs_can_be_written() -> None:
    told = document.text([])
    assert "0 runs, 0 exact" in told
    assert "only workers were broken: none was killed" in told


def test_kills_among_other_faults_are_told_apart() -> None:
    other = replace(OUTCOME, faults=["kill", "broker-kill"], recoveries=[20.0])
    told = document.text([OUTCOME, other])
    assert "only workers were broken: 6.0 s (median), 1 of 2 within 5 s" in told
    assert "In all runs: 6.0 s (median), 1 of 3 within 5 s" in told


def test_a_run_takes_the_place_of_an_earlier_one_like_it(tmp_path: Path) -> None:
    results = tmp_path / "some" / "results.jsonl"
    assert document.kept(results) == []
    later = replace(OUTCOME, seed=9, command="other")
    for outcome in (later, OUTCOME, replace(OUTCOME, stall=9.0)):
        document.keep(results, outcome)
    assert document.kept(results) == [replace(OUTCOME, stall=9.0), later]
    document.write(results, tmp_path / "faults.md")
    assert (tmp_path / "faults.md").read_text() == document.text(document.kept(results))


def test_a_run_that_went_well_leaves_nothing_and_any_other_its_logs(tmp_path: Path) -> None:
    def left(outcome: Outcome) -> tuple[Outcome, set[str]]:
        folder = tmp_path / "run"
        (folder / "broker-1" / "log").mkdir(parents=True)
        (folder / "worker-a.log").write_text("")
        told = tidy(outcome, folder, 30.0)
        return told, {path.name for path in folder.rglob("*")}

    assert left(OUTCOME) == (OUTCOME, set())
    told, names = left(replace(OUTCOME, verdict="WRONG"))
    assert told.kept == str(tmp_path / "run")
    assert names == {"broker-1", "worker-a.log", "outcome.json"}
    (tmp_path / "run").rename(tmp_path / "earlier")
    assert left(replace(OUTCOME, stall=31.0))[0].kept


def test_a_plan_names_the_command_that_repeats_it() -> None:
    told = Plan(3, ("kill", "late"), rate=100, seconds=20, brokers=1).command
    options = "--seed 3 --brokers 1 --rate 100 --seconds 20 --faults kill,late"
    assert told == f".venv/bin/python -m tests.faults {options}"
    every = Plan(3, tuple(SORTS), transactions=False).command
    assert every.endswith("--seconds 30 --without-transactions")
