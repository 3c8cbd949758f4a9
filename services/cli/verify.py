"""`entente verify`: the tables, counted again from the reports."""

import asyncio
import sys

import orjson

from services.aggregator.recount import Difference, Recount, recount, refused_reports
from services.runtime.progress import positions
from services.runtime.settings import Settings

_SHOWN = 20


def verify() -> int:
    """Count every report again and compare with the live tables, row by row.

    Works while the stream runs: each partition is compared as of the position its ledger has
    committed. Exit 1 if any row differs, 2 if reports are gone and nothing can be said.
    """
    return asyncio.run(_verify(Settings()))


async def _verify(settings: Settings) -> int:
    different = gone = compared = 0
    committed = await positions(settings)
    refused = await refused_reports(settings)
    for partition, position in sorted(committed.items()):
        outcome = await recount(settings, partition, position, refused)
        print(_line(outcome))
        for difference in outcome.differences[:_SHOWN]:
            print(_shown(difference), file=sys.stderr)
        different += len(outcome.differences)
        gone += outcome.gone
        compared += outcome.compared
    print(f"{compared} rows compared, {different} differ")
    if different:
        return 1
    return 2 if gone else 0


def _line(outcome: Recount) -> str:
    where = f"partition {outcome.partition}: up to offset {outcome.position}"
    if outcome.gone:
        return f"{where}, but {outcome.gone} reports were removed by retention: not compared"
    moved = f", {outcome.moved} changed since" if outcome.moved else ""
    return f"{where}, {outcome.compared} rows compared{moved}, {len(outcome.differences)} differ"


def _shown(difference: Difference) -> str:
    wanted, found = (
        orjson.dumps(row).decode() if row else "no row"
        for row in (difference.wanted, difference.found)
    )
    return (
        f"{difference.topic} {difference.key}\n  counted again: {wanted}\n  in the table:  {found}"
    )
