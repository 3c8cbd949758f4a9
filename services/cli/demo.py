"""`entente demo`: the whole stream on this machine, on a broker of its own."""

import asyncio
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from cyclopts import Parameter
from cyclopts.types import ExistingFile
from cyclopts.validators import Number

from services.cli.showing import Showing
from services.runtime.embedded import LIMITS, EmbeddedBroker, NoBroker
from services.runtime.settings import Settings
from services.runtime.supervisor import GaveUp, until_stopped

_RATE = 4.0
_INTERRUPTED = 130


def demo(
    articles: Annotated[tuple[ExistingFile, ...], Parameter(consume_multiple=True)] = (),
    /,
    *,
    once: bool = False,
    json: bool = False,
    rate: Annotated[float | None, Parameter(validator=Number(gt=0))] = None,
) -> int:
    """Show the stream at work: articles go in, the table of counts grows, until Ctrl-C.

    Broker, producer, extractor, aggregator and the reader of the table are processes of their
    own, as they are in earnest. The broker keeps everything in memory: nothing stays, and no
    other broker is touched. The exit status is 1 if a line was no article.

    Parameters
    ----------
    articles
        JSON Lines of articles; the samples if none is named.
    once
        End when every article has reached the tables, and show the counts then.
    json
        Write counts as they are on their topic, one a line.
    rate
        Articles a second: 4 if not said, with --once as fast as they go.
    """
    rate = rate or (None if once else _RATE)
    try:
        with (
            EmbeddedBroker(partitions=Settings().partitions) as broker,
            TemporaryDirectory(prefix="entente-demo-") as state,
        ):
            _say(f"broker {broker.bootstrap_servers}: {LIMITS}")
            showing = Showing(broker, Path(state), once=once, rows=json, rate=rate)
            status = asyncio.run(until_stopped(showing.run(articles or samples())))
    except NoBroker as error:
        _say(f"entente: {error}")
        return 1
    except GaveUp as error:
        _say(f"entente: {error}", *(f"  {line}" for line in error.lines))
        return 1
    return (_INTERRUPTED if once else 0) if status is None else status


def samples() -> Sequence[Path]:
    """Return the files of sample articles, in the order of their names."""
    folder = Path(str(files("seeds"))) / "articles"
    return sorted(folder.glob("*.jsonl"))


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)
