"""`entente replay`: articles in, the tables out, without a broker."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from schemas.record import Record
from services.cli.files import Files, lines_of
from services.cli.memory import MemoryStream
from services.runtime.articles import BadLine, read_articles
from services.runtime.settings import Settings


def replay(files: Files, /, *, out: Path, at: datetime | None = None) -> int:
    """Run articles through the whole stream in memory and write what its topics would hold.

    The same articles in the same order give the same bytes every time, and the same rows as
    through Kafka. Lines that are no article are named, the others are taken.

    Parameters
    ----------
    files
        JSON Lines of articles; `-` is standard input.
    out
        Folder for reports.jsonl, events.jsonl and counts.jsonl; made if it is not there.
    at
        Leave out what is under embargo at this time (UTC if it has no zone); now if not said.
    """
    if at and not at.tzinfo:
        at = at.replace(tzinfo=UTC)
    stream = MemoryStream(Settings().partitions, at)
    bad = sum(_taken(stream, file) for file in files)
    out.mkdir(parents=True, exist_ok=True)
    tables: dict[str, Iterable[Record]] = {
        "reports": stream.reports,
        "events": stream.events(),
        "counts": stream.counts(),
    }
    for name, records in tables.items():
        lines = [record.to_bytes() + b"\n" for record in records]
        (out / f"{name}.jsonl").write_bytes(b"".join(lines))
        print(f"{len(lines):>7} {name}  {out / name}.jsonl")
    if stream.held:
        print(f"{stream.held:>7} articles left out: under embargo")
    return 1 if bad else 0


def _taken(stream: MemoryStream, file: Path) -> int:
    """Publish the articles of a file; return how many lines were none."""
    bad = 0
    with lines_of(file) as lines:
        for found in read_articles(lines, str(file)):
            if isinstance(found, BadLine):
                print(found, file=sys.stderr)
                bad += 1
            else:
                stream.publish(found)
    return bad
