"""A short fixed set of the runs of `make faults`."""

from pathlib import Path

import pytest

from tests.faults.plan import Plan
from tests.faults.run import run
from tests.kafka.jars import missing

pytestmark = pytest.mark.kafka

FEED = ("clock", "late", "poison")
PLANS = [
    Plan(8, ("kill", "silence", "sleep", *FEED), seconds=12, brokers=1),
    Plan(5, ("broker-kill", "kill", "term", *FEED), seconds=12, brokers=3),
]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: ", ".join(plan.schedule().names()))
async def test_whatever_breaks_every_row_is_right(plan: Plan, tmp_path: Path) -> None:
    assert missing() is None
    outcome = await run(plan, tmp_path)

    assert outcome.verdict == "exact", (tmp_path / "run.log").read_text()
    assert (outcome.lost, outcome.doubled, outcome.wrong) == (0, 0, 0)
    assert outcome.stall < 30
