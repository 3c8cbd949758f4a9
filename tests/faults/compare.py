"""What the topics hold beside what they must hold: every row that differs, by name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from schemas.refusal import Refusal
from schemas.topics import COUNTS, EVENTS, REFUSED, STATE
from services.runtime.kafka import partitions_of, read_to_end, reader
from services.runtime.settings import Settings
from tests.kafka.feed import Sent, Tables
from tests.kafka.streams import table

Rows = Mapping[str, Any]


class Difference(NamedTuple):
    """A row that is not as it must be; None stands for no row."""

    table: str
    key: str
    wanted: Any
    found: Any

    @property
    def kind(self) -> str:
        """`lost`, `doubled` or, where it is neither, `wrong`."""
        wanted, found = _weight(self.wanted), _weight(self.found)
        if wanted == found:
            return "wrong"
        return "lost" if found < wanted else "doubled"

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.table} {self.key}\n"
            f"  wanted {_shown(self.wanted)}\n  found  {_shown(self.found)}"
        )


class Found(NamedTuple):
    """Rows as they stand on the topics, by key; of refusals by place."""

    events: Rows
    counts: Rows
    state: Rows
    refused: Sequence[tuple[tuple[int, int], bytes | None]]


async def read(settings: Settings) -> Found:
    """Return what is committed on the topics."""
    events, counts = await table(settings, EVENTS), await table(settings, COUNTS)
    return Found(events, counts, await _state(settings), await _refused(settings))


def differences(wanted: Tables, found: Found) -> list[Difference]:
    """Return each row that differs, counts first."""
    public = {
        topic.name: {
            key: orjson.loads(row) for key, row in wanted.public.get(topic.name, {}).items()
        }
        for topic in (COUNTS, EVENTS)
    }
    return [
        *_rows("counts", public[COUNTS.name], found.counts),
        *_rows("events", public[EVENTS.name], found.events),
        *_rows("state", wanted.state, found.state),
        *_refusals(wanted.refused, found.refused),
    ]


def feed_faults(sent: Sequence[Sent], kept: Sequence[Sequence[Sent]]) -> list[str]:
    """Say where the reports topic is not what was sent: then nothing can be said of the tables."""
    wanted: list[list[Sent]] = [[] for _ in kept]
    for one in sent:
        wanted[one.partition].append(one)
    return [
        f"partition {number} of the reports was sent {len(want)} records and holds {len(have)}"
        for number, (want, have) in enumerate(zip(wanted, kept, strict=True))
        if want != list(have)
    ]


def _rows(name: str, wanted: Rows, found: Rows) -> Iterator[Difference]:
    for key in sorted(wanted.keys() | found.keys()):
        if wanted.get(key) != found.get(key):
            yield Difference(name, key, wanted.get(key), found.get(key))


def _refusals(
    wanted: Mapping[tuple[int, int], bytes | None],
    found: Sequence[tuple[tuple[int, int], bytes | None]],
) -> Iterator[Difference]:
    """Compare refusals by their number, since each must be there once, and by their bytes."""
    times: dict[tuple[int, int], list[bytes | None]] = {}
    for place, value in found:
        times.setdefault(place, []).append(value)
    for place in sorted(wanted.keys() | times.keys()):
        want = [wanted[place]] if place in wanted else []
        if (have := times.get(place, [])) != want:
            yield Difference("refused", "{}:{}".format(*place), _listed(want), _listed(have))


def _listed(values: list[bytes | None]) -> dict[str, Any]:
    return {"reports": len(values), "values": [repr(value)[:80] for value in values]}


def _weight(row: Any) -> int:
    """Return what a row numbers, so that too few and too many can be told apart."""
    if not isinstance(row, dict):
        return 0
    return 1 + sum(int(row.get(name, 0)) for name in ("events", "reports", "planned", "next"))


def _shown(row: Any) -> str:
    return "no row" if row is None else orjson.dumps(row).decode()[:2000]


async def _state(settings: Settings) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    partitions = partitions_of(settings.topic(STATE.name), settings.partitions)
    async with reader(settings, partitions) as consumer:
        async for record in read_to_end(consumer, partitions):
            key = f"{record.partition}/{record.key.decode()}"
            if record.value is None:
                rows.pop(key, None)
            else:
                rows[key] = orjson.loads(record.value)
    return rows


async def _refused(settings: Settings) -> list[tuple[tuple[int, int], bytes | None]]:
    partitions = partitions_of(settings.topic(REFUSED.name), settings.article_partitions)
    async with reader(settings, partitions) as consumer:
        return [
            (_place(record.headers), record.value)
            async for record in read_to_end(consumer, partitions)
        ]


def _place(headers: Any) -> tuple[int, int]:
    refusal = Refusal.from_headers(headers)
    return refusal.partition, refusal.offset
