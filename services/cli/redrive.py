"""`entente redrive`: refused records back on their topics."""

import asyncio
import sys

from services.cli.refusals import Limit, on_kafka
from services.refusals.asked import asked
from services.refusals.notebook import Overtaken
from services.refusals.redrive import Outcome, Redrive
from services.refusals.shown import escaped
from services.runtime.settings import Settings


def redrive(
    *,
    topic: str | None = None,
    exception: str | None = None,
    limit: Limit = None,
    dry_run: bool = False,
) -> int:
    """Put refused records back on the topics they came from, each once, after a fix.

    Key and bytes are as they were, in the partition where they stood. What was put back is
    remembered in Kafka: a redrive that was cut short is continued by the next one. A record
    that is refused again is a new refusal. Too many of these stop a worker: try a fix with
    `--limit 1` first. The exit status is 1 if a refusal has nowhere to go back to, 75 if Kafka
    is away.

    Parameters
    ----------
    topic
        Only records that came from this topic.
    exception
        Only records refused with this exception: `ValidationError`.
    limit
        How many at most, the oldest of each partition first.
    dry_run
        Say what would be put back, and write nothing.
    """
    settings = Settings()
    one = Redrive(settings, asked(settings, topic, exception), limit)
    with on_kafka(settings):
        try:
            asyncio.run(one.dry_run() if dry_run else one.run())
        except Overtaken:
            print("entente: another redrive has begun, and goes on from here", file=sys.stderr)
            return 1
        finally:
            # What was done before a failure was done.
            _tell(one.outcome, dry_run=dry_run)
    if not one.outcome.put_back:
        print("nothing to put back")
    return 1 if one.outcome.kept else 0


def _tell(outcome: Outcome, *, dry_run: bool) -> None:
    done = "would be put back" if dry_run else "put back"
    for topic, number in sorted(outcome.put_back.items()):
        print(f"{number:>7} {done} on {topic}")
    if outcome.before:
        print(f"{outcome.before:>7} were put back before")
    if outcome.others:
        print(f"{outcome.others:>7} others stay")
    sys.stdout.flush()
    for place, reason in outcome.kept.items():
        print(f"{place}: {escaped(reason)}", file=sys.stderr)
