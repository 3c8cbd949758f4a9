"""The whole stream on a real broker: from articles to the tables that replay gives."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from schemas.article import Article
from schemas.topics import COUNTS, EVENTS
from services.cli.memory import MemoryStream
from services.runtime.articles import BadLine, read_articles
from services.runtime.progress import settled
from services.runtime.settings import Settings
from tests.kafka.broker import KafkaBroker
from tests.kafka.streams import ROOT, Worker, environment, running, stream_settings, table

ARTICLES = 2_000
_UNSTAMPED = {"last_event", "partition", "offset"}


def samples() -> list[dict[str, Any]]:
    """Return the sample articles as they lie in `seeds/`."""
    files = sorted((ROOT / "seeds" / "articles").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def many(number: int) -> Iterator[dict[str, Any]]:
    """Yield articles made from the samples: each round is another month of news."""
    told = samples()
    for one in range(number):
        round_, index = divmod(one, len(told))
        article = dict(told[index])
        article["article_id"] = f"{article['article_id']}-{round_}"
        if article.get("published"):
            moved = datetime.fromisoformat(article["published"]) + timedelta(days=30 * round_)
            article["published"] = moved.isoformat()
        yield article


def in_memory(lines: list[bytes], partitions: int) -> MemoryStream:
    """Replay articles."""
    stream = MemoryStream(partitions)
    for article in read_articles(lines, "articles"):
        assert not isinstance(article, BadLine)
        stream.publish(article)
    return stream


def publish(file: Path, settings: Settings) -> None:
    """Publish a file with the command that does it."""
    subprocess.run(
        [sys.executable, "-m", "services", "publish", str(file)],
        cwd=ROOT,
        env={"PATH": "", **environment(settings)},
        check=True,
        capture_output=True,
        timeout=120,
    )


async def until_settled(settings: Settings, workers: list[Worker], limit: float = 120) -> None:
    """Wait until every article has reached the tables, starting again what ended."""
    end = asyncio.get_running_loop().time() + limit
    while not await settled(settings):
        for worker in workers:
            worker.revive()
        assert asyncio.get_running_loop().time() < end, "\n".join(w.log() for w in workers)
        await asyncio.sleep(0.5)


async def test_a_killed_aggregator_leaves_the_counts_of_replay(
    kafka: KafkaBroker, topic_prefix: str, tmp_path: Path
) -> None:
    settings = stream_settings(
        kafka.bootstrap_servers, topic_prefix, partitions=12, state_dir=tmp_path / "state"
    )
    file = tmp_path / "articles.jsonl"
    lines = [json.dumps(article).encode() + b"\n" for article in many(ARTICLES)]
    file.write_bytes(b"".join(lines))
    extractor = Worker("extractor", settings, tmp_path / "extractor.log")
    aggregator = Worker("aggregator", settings, tmp_path / "aggregator.log")

    with running(extractor, aggregator):
        publishing = asyncio.create_task(asyncio.to_thread(publish, file, settings))
        for _ in range(2):
            await asyncio.sleep(4)
            aggregator.end(signal.SIGKILL)
            aggregator.start()
        await publishing
        await until_settled(settings, [extractor, aggregator])

    replayed = in_memory(lines, settings.partitions)
    want = {
        f"{c.pair}|{c.sector}": c.model_dump(mode="json", exclude=_UNSTAMPED)
        for c in replayed.counts()
    }
    found = {
        key: {name: value for name, value in row.items() if name not in _UNSTAMPED}
        for key, row in (await table(settings, COUNTS)).items()
    }
    assert len(want) > 100
    assert found == want


async def test_articles_in_one_partition_give_the_very_rows_of_replay(
    kafka: KafkaBroker, topic_prefix: str, tmp_path: Path
) -> None:
    settings = stream_settings(
        kafka.bootstrap_servers,
        topic_prefix,
        partitions=12,
        article_partitions=1,
        state_dir=tmp_path / "state",
    )
    lines = [json.dumps(article).encode() + b"\n" for article in islice(many(10**6), 120)]
    file = tmp_path / "articles.jsonl"
    file.write_bytes(b"".join(lines))
    workers = [
        Worker(service, settings, tmp_path / service) for service in ("extractor", "aggregator")
    ]

    with running(*workers):
        publish(file, settings)
        await until_settled(settings, workers)

    replayed = in_memory(lines, settings.partitions)
    counts = {f"{c.pair}|{c.sector}": c.model_dump(mode="json") for c in replayed.counts()}
    events = {event.event_id: event.model_dump(mode="json") for event in replayed.events()}
    assert await table(settings, COUNTS) == counts
    assert await table(settings, EVENTS) == events


def test_the_sample_articles_can_be_read() -> None:
    lines = [json.dumps(article).encode() for article in samples()]

    assert all(isinstance(found, Article) for found in read_articles(lines, "samples"))
