"""Writes `docs/walkthrough.md`: one article followed hop by hop, with its real records."""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from schemas.article import Article
from schemas.event import Event
from schemas.partitioning import partition_of
from schemas.record import Record
from schemas.topics import ARTICLES, REPORTS
from schemas.vocabulary import PubStatus
from services.aggregator.publish import public
from services.aggregator.rows import Row
from services.aggregator.step import step as count
from services.extractor.step import step as extract
from services.producer.intake import take_in
from services.runtime.articles import EPOCH, read_articles

HERE = Path(__file__).parent
PAGE = HERE / "walkthrough.md"
FRAME = HERE / "walkthrough.template"
SAMPLES = HERE.parent / "seeds" / "articles"
ARTICLE_ID = "iceland-kenya-steam-nairobi"
OTHER_ID = "iceland-kenya-steam-reykjavik"  # another outlet on the same event
PARTITIONS = 12


class Hop(NamedTuple):
    """A record on a topic: where it stands there and what it says."""

    topic: str
    partition: int
    key: str
    record: Record


class Stream:
    """The aggregator's side of the stream: rows, and how far each partition has come."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[str, Row]] = {}
        self.ends: dict[int, int] = {}

    def take(self, told: Hop) -> dict[str, Row | None]:
        """Count a record of the reports topic; return the rows it changed."""
        rows = self.rows.setdefault(told.partition, {})
        offset = self.ends.get(told.partition, 0)
        changes = count(rows, told.record.to_bytes(), told.partition, offset)
        rows.update({key: row for key, row in changes.items() if row is not None})
        self.ends[told.partition] = offset + 1
        return changes

    def event(self, event_id: str, told: Hop) -> Event:
        """Count one more record, and return what has become of an event by it."""
        rows = rows_made_public(told.partition, self.take(told))
        return next(
            one.record
            for one in rows
            if isinstance(one.record, Event) and one.record.event_id == event_id
        )


def sample(article_id: str) -> tuple[str, str]:
    """Return the file and the line of a sample article."""
    for path in sorted(SAMPLES.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            if json.loads(line).get("article_id") == article_id:
                return path.name, line
    raise LookupError(f"no sample article {article_id}")


def published(line: str) -> Hop:
    """Take a line in as the producer does, a minute after it was published."""
    (article,) = read_articles([line.encode()], "sample")
    assert isinstance(article, Article), article  # noqa: S101 - the samples are well formed
    now = (article.published or EPOCH) + timedelta(minutes=1)
    (outgoing,) = take_in([article], {}, now).outgoing
    partition = partition_of(outgoing.article_id, PARTITIONS)
    record = Article.from_bytes(outgoing.value)
    return Hop(ARTICLES.name, partition, outgoing.article_id, record)


def told(line: str) -> list[Hop]:
    """Return what the extractor tells the reports topic of an article."""
    article = Article.from_bytes(published(line).record.to_bytes())
    return [
        Hop(REPORTS.name, one.partition, one.key, one.record)
        for one in extract(article, PARTITIONS)
    ]


def rows_made_public(partition: int, changes: dict[str, Row | None]) -> list[Hop]:
    """Return the changed rows as other services read them."""
    made = [public(key, row) for key, row in changes.items() if row is not None]
    return [
        Hop(topic.name, partition, key, record)
        for topic, key, record in (one for one in made if one is not None)
    ]


def killed(line: str) -> str:
    """Return the line by which a wire kills the article."""
    status = PubStatus.CANCELED.value
    return json.dumps({**json.loads(line), "revision": 2, "status": status, "body": ""})


def shown(value: dict[str, Any]) -> str:
    """Return a block of JSON."""
    return f"```json\n{json.dumps(value, indent=2, ensure_ascii=False)}\n```"


def hop(one: Hop) -> str:
    """Return a record with the place where it stands."""
    value = one.record.model_dump(mode="json")
    if "lexicon" in value:
        value["lexicon"] = "…"  # it changes with every edit of the word lists
    return f"`{one.topic}`, partition {one.partition}, key `{one.key}`:\n\n{shown(value)}"


def maker(function: Callable[..., object]) -> str:
    """Return a function's name, linked to its file, with what its docstring says first."""
    path = function.__module__.replace(".", "/") + ".py"
    said = (function.__doc__ or "").strip().split("\n\n")[0]
    about = " ".join(said.split())
    return f"[`{function.__module__}.{function.__qualname__}`](../{path}): {about}"


def the_event(hops: list[Hop]) -> Event:
    """Return the counted event among records of the aggregator."""
    found = [one.record for one in hops if isinstance(one.record, Event) and one.record.counted]
    return found[0]


def in_short(event: Event, *fields: str) -> str:
    """Return some fields of an event as a block of JSON."""
    value = event.model_dump(mode="json")
    return shown({name: value[name] for name in ("event_id", *fields)})


def page() -> str:
    """Return the page, made by letting the sample articles through the stream."""
    file, line = sample(ARTICLE_ID)
    stream = Stream()
    (report,) = told(line)
    changes = stream.take(report)
    rows = rows_made_public(report.partition, changes)
    event = the_event(rows)
    (other,) = told(sample(OTHER_ID)[1])
    joined = stream.event(event.event_id, other)
    corrections = told(killed(line))
    correction = next(one for one in corrections if one.partition == report.partition)
    left = stream.event(event.event_id, correction)
    return Template(FRAME.read_text()).substitute(
        file=file,
        line=line,
        take_in=maker(take_in),
        article=hop(published(line)),
        extract=maker(extract),
        report=hop(report),
        count=maker(count),
        rows="\n".join(f"- `{key}`" for key in changes),
        public=maker(public),
        published="\n\n".join(hop(one) for one in rows),
        joined=in_short(joined, "reports", "why"),
        corrections=len(corrections),
        correction=hop(correction),
        left=in_short(left, "reports", "status", "retracted"),
    )


def main() -> None:
    """Write the page; with `--check` only say whether it is up to date."""
    fresh = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(fresh)
    elif not PAGE.exists() or PAGE.read_text() != fresh:
        sys.exit("docs/walkthrough.md is out of date: make format writes it")


if __name__ == "__main__":
    main()
