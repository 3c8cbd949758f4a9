"""A feed of reports and what it comes to: the same for the same seed."""

import random
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any, NamedTuple

import orjson

from schemas.partitioning import partition_of
from schemas.report import Correction, Report
from schemas.vocabulary import Kind, PubStatus, Sector, Status
from services.aggregator.publish import public
from services.aggregator.rows import Row
from services.aggregator.step import step
from tests.factories import PUBLISHED, amount, day, mention, report

PAIRS = [f"{one}-{other}" for one in ("AZE", "BRA", "CHN") for other in ("KEN", "PER", "VNM")]


# Their offsets reach 14 hours, so that the first and the last are no times in UTC.
JUMPS = (
    None,
    datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=timezone(timedelta(hours=-11))),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-12))),
)
DATES = ("0001-01-01", "1969", "2026-10", "9999-12-31")

_GOOD = report().to_bytes()
POISON: tuple[bytes | None, ...] = (
    None,
    b"",
    b"\xff\xfe\x00",
    b"null",
    b"[" * 5_000,
    _GOOD[:-1],
    _GOOD.replace(b"KEN-VNM", b"VNM-KEN"),
    _GOOD.replace(b'"revision":1', b'"revision":0'),
    _GOOD.replace(b'"report"', b'"rumour"'),
    _GOOD.replace(b"Kenya", b"\\ud800"),
)
"""Values of the reports topic that are refused."""


class Sent(NamedTuple):
    """A record as it goes on the reports topic."""

    partition: int
    key: bytes
    value: bytes | None


class Tables(NamedTuple):
    """What a feed comes to: rows by topic and key, rows of the state, and what is refused.

    A refusal is where the record stood, and its value.
    """

    public: dict[str, dict[str, bytes]]
    state: dict[str, Row]
    refused: dict[tuple[int, int], bytes | None]


def feed(
    number: int | None, partitions: int, seed: int = 1, wrong: Collection[str] = ()
) -> Iterator[Sent]:
    """Yield the records of so many articles: 15 % again, 10 % revised, 2 % killed.

    Without a number it has no end. What else is wrong with it can be `clock` (times jump),
    `late` (records come after what revises them) and `poison` (records make no sense).
    """
    chance = random.Random(seed)
    records = _told_of(number, partitions, chance, "clock" in wrong)
    if "late" in wrong:
        records = _late(records, random.Random(f"late/{seed}"))
    if "poison" in wrong:
        records = _poisoned(records, partitions, random.Random(f"poison/{seed}"))
    return records


def tables(records: Iterable[Sent], partitions: int) -> Tables:
    """Count the records in memory, as the one worker would that nothing ever befalls."""
    rows: list[dict[str, Row]] = [{} for _ in range(partitions)]
    ends = [0] * partitions
    refused: dict[tuple[int, int], bytes | None] = {}
    for sent in records:
        place = sent.partition, ends[sent.partition]
        try:
            changes = step(rows[sent.partition], sent.value, *place)  # type: ignore[arg-type] # None
        except Exception:  # noqa: BLE001 - whatever a record raises, it is refused
            refused[place] = sent.value
        else:
            _change(rows[sent.partition], changes)
        ends[sent.partition] += 1
    whole = {
        f"{number}/{key}": row for number, mine in enumerate(rows) for key, row in mine.items()
    }
    positions: dict[str, Row] = {
        f"{n}/position": {"next": end} for n, end in enumerate(ends) if end
    }
    return Tables(_public(rows), orjson.loads(orjson.dumps({**whole, **positions})), refused)


def oracle(records: Iterable[Sent], partitions: int) -> dict[str, dict[str, bytes]]:
    """Return what the tables must hold: by topic and key, the record as it is written."""
    return tables(records, partitions).public


def _change(rows: dict[str, Row], changes: Any) -> None:
    for key, row in changes.items():
        if row is None:
            rows.pop(key, None)
        else:
            rows[key] = row


def _public(rows: list[dict[str, Row]]) -> dict[str, dict[str, bytes]]:
    found: dict[str, dict[str, bytes]] = {}
    for key, row in (item for mine in rows for item in mine.items()):
        if published := public(key, row):
            topic, name, record = published
            found.setdefault(topic.name, {})[name] = record.to_bytes()
    return found


def _told_of(
    number: int | None, partitions: int, chance: random.Random, jumping: bool
) -> Iterator[Sent]:
    told: list[Report] = []
    for one in count() if number is None else range(number):
        lot = chance.random()
        if told and lot < 0.15:
            yield _report(chance.choice(told[-200:]), partitions)
        elif told and lot < 0.27:
            before = chance.choice(told[-200:])
            killed = lot > 0.25
            pair = before.pair if chance.random() < 0.7 else chance.choice(PAIRS)
            yield from _corrections(before, () if killed else (pair,), partitions)
            if not killed:
                revision = before.revision + 1
                told.append(_told(chance, before.article_id, revision, pair, jumping))
                yield _report(told[-1], partitions)
        else:
            told.append(_told(chance, f"a{one}", 1, chance.choice(PAIRS), jumping))
            yield _report(told[-1], partitions)


def _late(records: Iterable[Sent], chance: random.Random) -> Iterator[Sent]:
    """Hold 4 % back until up to 400 others have gone by."""
    held: list[tuple[int, Sent]] = []
    for number, one in enumerate(records):
        if chance.random() < 0.04:
            held.append((number + chance.randint(1, 400), one))
        else:
            yield one
        yield from (late for due, late in held if due <= number)
        held = [(due, late) for due, late in held if due > number]
    yield from (late for _, late in held)


def _poisoned(records: Iterable[Sent], partitions: int, chance: random.Random) -> Iterator[Sent]:
    for one in records:
        if chance.random() < 0.01:
            yield Sent(chance.randrange(partitions), b"poison", chance.choice(POISON))
        yield one


def _told(
    chance: random.Random, article_id: str, revision: int, pair: str, jumping: bool
) -> Report:
    jumps = jumping and chance.random() < 0.2
    acts = [
        mention(
            kind=chance.choice(list(Kind)),
            status=chance.choices(list(Status), weights=[6, 2, 2, 0.3, 0.2])[0],
            sectors=tuple(chance.sample(list(Sector), chance.randint(1, 3))),
            date=day(
                chance.choice(DATES)
                if jumps
                else f"2026-{chance.randint(9, 10):02d}-{chance.randint(1, 28):02d}"
            ),
            amounts=(amount(str(chance.randint(1, 9))),) if chance.random() < 0.2 else (),
        )
        for _ in range(chance.choice([1, 1, 1, 2, 3]))
    ]
    published = chance.choice(JUMPS) if jumps else PUBLISHED
    return report(*acts, article_id=article_id, revision=revision, pair=pair, published=published)


def _report(told: Report, partitions: int) -> Sent:
    return Sent(partition_of(told.pair, partitions), told.pair.encode(), told.to_bytes())


def _corrections(before: Report, pairs: tuple[str, ...], partitions: int) -> Iterator[Sent]:
    correction = Correction(
        article_id=before.article_id,
        revision=before.revision + 1,
        status=PubStatus.USABLE if pairs else PubStatus.CANCELED,
        pairs=pairs,
    )
    for partition in range(partitions):
        yield Sent(partition, b"correction", correction.to_bytes())
