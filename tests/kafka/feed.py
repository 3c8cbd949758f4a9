"""A feed of reports with duplicates, revisions and kills, the same for the same seed."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from schemas.partitioning import partition_of
from schemas.report import Correction, Report
from schemas.vocabulary import Kind, PubStatus, Sector, Status
from services.aggregator.publish import public
from services.aggregator.rows import Row
from services.aggregator.step import step
from tests.factories import amount, day, mention, report

PAIRS = [f"{one}-{other}" for one in ("AZE", "BRA", "CHN") for other in ("KEN", "PER", "VNM")]


class Sent(NamedTuple):
    """A record as it goes on the reports topic."""

    partition: int
    key: bytes
    value: bytes


def feed(number: int, partitions: int, seed: int = 1) -> Iterator[Sent]:
    """Yield the records of so many articles: 15 % again, 10 % revised, 2 % killed."""
    chance = random.Random(seed)
    told: list[Report] = []
    for one in range(number):
        lot = chance.random()
        if told and lot < 0.15:
            yield _report(chance.choice(told[-200:]), partitions)
        elif told and lot < 0.27:
            before = chance.choice(told[-200:])
            killed = lot > 0.25
            pair = before.pair if chance.random() < 0.7 else chance.choice(PAIRS)
            yield from _corrections(before, () if killed else (pair,), partitions)
            if not killed:
                told.append(_told(chance, before.article_id, before.revision + 1, pair))
                yield _report(told[-1], partitions)
        else:
            told.append(_told(chance, f"a{one}", 1, chance.choice(PAIRS)))
            yield _report(told[-1], partitions)


def oracle(records: list[Sent], partitions: int) -> dict[str, dict[str, bytes]]:
    """Return what the tables must hold: by topic and key, the record as it is written."""
    rows: list[dict[str, Row]] = [{} for _ in range(partitions)]
    ends = [0] * partitions
    for sent in records:
        mine = rows[sent.partition]
        changes = step(mine, sent.value, sent.partition, ends[sent.partition])
        mine.update({key: row for key, row in changes.items() if row is not None})
        ends[sent.partition] += 1
    found: dict[str, dict[str, bytes]] = {}
    for key, row in (item for mine in rows for item in mine.items()):
        if published := public(key, row):
            topic, name, record = published
            found.setdefault(topic.name, {})[name] = record.to_bytes()
    return found


def _told(chance: random.Random, article_id: str, revision: int, pair: str) -> Report:
    acts = [
        mention(
            kind=chance.choice(list(Kind)),
            status=chance.choices(list(Status), weights=[6, 2, 2, 0.3, 0.2])[0],
            sectors=tuple(chance.sample(list(Sector), chance.randint(1, 3))),
            date=day(f"2026-{chance.randint(9, 10):02d}-{chance.randint(1, 28):02d}"),
            amounts=(amount(str(chance.randint(1, 9))),) if chance.random() < 0.2 else (),
        )
        for _ in range(chance.choice([1, 1, 1, 2, 3]))
    ]
    return report(*acts, article_id=article_id, revision=revision, pair=pair)


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
