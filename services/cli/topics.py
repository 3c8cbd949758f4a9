"""`entente topics`: the topics of the stream on the broker."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cyclopts import App
from rich.console import Console
from rich.table import Table

from schemas.topics import DAY_MS, Topic
from services.runtime.admin import AdminFailure, Away, Found, Topics
from services.runtime.exits import FAIL_STOP
from services.runtime.settings import Settings

_WIDE = 200  # for those who read it with a program

app = App(name="topics", help="Create, describe and compare the topics of the stream.")


@app.command
def create() -> None:
    """Create the topics that are missing, with their settings; the others stay as they are."""
    with _on_broker(Settings()) as topics:
        made = topics.create()
        for name in made:
            print(f"created {name}")
        if not made:
            print("every topic is there")
        for one in topics.differences():
            print(one)


@app.command
def describe() -> None:
    """Show what each topic carries, for whom, and how the broker keeps it."""
    settings = Settings()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("topic", "partitions", "copies", "kept", "from", "for"):
        table.add_column(heading)
    with _on_broker(settings) as topics:
        for topic, found in topics.describe().items():
            table.add_row(settings.topic(topic.name), *_found(topic, found))
    Console(width=None if Console().is_terminal else _WIDE).print(table)


@app.command
def diff() -> int:
    """Show how the topics on the broker differ from what they should be; exit 1 if they do."""
    with _on_broker(Settings()) as topics:
        differences = topics.differences()
    for one in differences:
        print(one)
    if not differences:
        print("every topic is as it should be")
    return 1 if differences else 0


@contextmanager
def _on_broker(settings: Settings) -> Iterator[Topics]:
    """Give the topics; when the broker fails, say so and end: with 75 if it is away."""
    try:
        yield Topics(settings)
    except AdminFailure as error:
        print(f"entente: {error}", file=sys.stderr)
        sys.exit(FAIL_STOP if isinstance(error, Away) else 1)


def _found(topic: Topic, found: Found | None) -> tuple[str, ...]:
    parties = topic.owner, ", ".join(topic.consumers)
    if found is None:
        return "missing", "", "", *parties
    return str(found.partitions), str(found.copies), _kept(found.config), *parties


def _kept(config: dict[str, str]) -> str:
    if config["cleanup.policy"] != "delete":
        return "newest of each key"
    return f"{int(config['retention.ms']) // DAY_MS} days"
