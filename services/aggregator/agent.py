"""The aggregator's Faust app: reports are delivered to it, its ledgers count them."""

from typing import Any

from schemas.topics import REPORTS, STATE
from services.aggregator.publish import public
from services.aggregator.step import step
from services.runtime.ledger import Plan
from services.runtime.settings import Settings
from services.runtime.stream import LedgerApp

PLAN = Plan(service="aggregator", source=REPORTS, state=STATE, step=step, public=public)

app = LedgerApp(PLAN, Settings())


@app.agent(app.source())
async def count(batches: Any) -> None:
    """Count every fetched batch of reports in the ledger of its partition."""
    async for event in batches.events():
        await app.ledgers.apply(event.message.partition, event.value)
