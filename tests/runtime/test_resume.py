"""The order in which partitions that were taken over begin."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from services.runtime import exits
from services.runtime.resume import OrderedRecovery

PARTITIONS = {TP("reports", 0), TP("reports", 1)}
GENERATION = 4


class Worker:
    """Stands for the app and its consumer, and notes what is done to them, in order."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.consumer_generation_id = GENERATION
        self.during: dict[str, Callable[[], None]] = {}
        self.sought: dict[TP, int] = {}
        self.owned = {0: 7, 1: 0}
        self.consumer = SimpleNamespace(
            assignment=lambda: PARTITIONS,
            perform_seek=self.noted("perform_seek"),
            earliest_offsets=self.earliest,
            seek_wait=self.seek,
            resume_partitions=self.noted_now("resume_partitions"),
            resume_flow=self.noted_now("resume_flow"),
            _committed_offset={},
        )
        self.ledgers = SimpleNamespace(
            take_over=self.noted("take_over"),
            give_up=self.noted("give_up"),
            start_at=self.start_at,
            positions=lambda: self.owned,
            begin=self.noted_now("begin"),
            progress=dict,
        )
        self.on_rebalance_complete = SimpleNamespace(send=self.noted("rebalanced"))
        self.flow_control = SimpleNamespace(resume=self.noted_now("empty_queues"))
        self._fetcher = SimpleNamespace(maybe_start=self.noted("fetch"))
        self.on_rebalance_end = self.noted_now("end")

    def noted(self, what: str) -> Callable[..., Any]:
        async def note(*_: object) -> None:
            self.noted_now(what)()

        return note

    def noted_now(self, what: str) -> Callable[..., None]:
        def note(*_: object) -> None:
            self.done.append(what)
            self.during.get(what, lambda: None)()

        return note

    async def earliest(self, *partitions: TP) -> dict[TP, int]:
        return dict.fromkeys(partitions, 0)

    def start_at(self, partition: int, _first: int) -> None:
        self.noted_now("start_at")()
        self.owned[partition]  # as the ledgers do: an error if it was given up

    async def seek(self, positions: dict[TP, int]) -> None:
        self.sought = positions
        self.noted_now("seek")()

    def resume(self) -> None:
        """Run the recovery's last part, as Faust does after a rebalance."""
        recovery = SimpleNamespace(
            app=self,
            signal_recovery_start=asyncio.Event(),
            completed=asyncio.Event(),
            tables=SimpleNamespace(on_actives_ready=lambda: 0, on_standbys_ready=lambda: 0),
        )
        for name in ("_is_current", "_is_owned", "_seek", "_begin"):
            method = getattr(OrderedRecovery, name)
            setattr(recovery, name, method.__get__(recovery))
        asyncio.run(OrderedRecovery._resume_streams(recovery, GENERATION))  # type: ignore[arg-type]


def test_partitions_are_owned_then_sought_then_emptied_then_resumed() -> None:
    worker = Worker()
    worker.resume()

    order = ["take_over", "seek", "empty_queues", "resume_partitions", "begin", "fetch"]
    assert [what for what in worker.done if what in order] == order


def test_the_ledger_says_where_to_resume_and_not_the_group() -> None:
    worker = Worker()
    worker.resume()

    assert worker.sought == {TP("reports", 0): 7, TP("reports", 1): 0}


def _overtake(worker: Worker) -> Callable[[], None]:
    def overtake() -> None:
        worker.consumer_generation_id += 1

    return overtake


@pytest.mark.parametrize("moment", ["rebalanced", "take_over", "seek"])
def test_an_assignment_that_is_overtaken_never_begins(moment: str) -> None:
    worker = Worker()
    worker.during[moment] = _overtake(worker)
    worker.resume()

    assert "begin" not in worker.done
    assert "resume_partitions" not in worker.done


def test_ledgers_opened_for_an_assignment_that_is_overtaken_are_given_up() -> None:
    worker = Worker()
    worker.during["take_over"] = _overtake(worker)
    worker.resume()

    assert worker.done[-1] == "give_up"


@pytest.mark.parametrize("moment", ["perform_seek", "start_at", "seek"])
def test_partitions_revoked_while_they_are_taken_over_never_begin(moment: str) -> None:
    worker = Worker()
    worker.during[moment] = worker.owned.clear
    worker.resume()

    assert "begin" not in worker.done
    assert "resume_partitions" not in worker.done


def test_a_failure_ends_the_process_where_faust_would_fall_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Ended(Exception):
        pass

    def end(_status: int) -> None:
        raise Ended

    def fail() -> None:
        raise ConnectionError

    monkeypatch.setattr(exits.os, "_exit", end)
    worker = Worker()
    worker.during["perform_seek"] = fail
    with pytest.raises(Ended):
        worker.resume()
