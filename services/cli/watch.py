"""`entente watch`: the table of counts, as it stands and as it changes."""

import asyncio
import logging
import sys
from typing import Annotated

from aiokafka.errors import KafkaConnectionError
from cyclopts import Parameter

from services.runtime.exits import FAIL_STOP
from services.runtime.settings import Settings
from services.runtime.supervisor import lines_of, until_stopped
from services.watch.display import Display, display_of
from services.watch.follow import Unusable, following


def watch(
    *,
    once: bool = False,
    json: bool = False,
    until_eof: Annotated[bool, Parameter(show=False)] = False,
) -> int:
    """Show the table of counts while it changes, until Ctrl-C.

    On a terminal it is drawn in place; elsewhere each changed cell is a line. Only what is
    committed is shown.

    Parameters
    ----------
    once
        Read to the present end of the topic, show the table and end.
    json
        Write rows as they are on the topic, one a line; with --once sorted by key.
    until_eof
        Show the lines of standard input beside the table, until it ends; --once waits for that.
    """
    # It repeats itself while a broker is away, across the table.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    settings = Settings()
    display, opened = display_of(as_json=json, live=not once, moving=until_eof or not once)
    try:
        with opened:
            asyncio.run(until_stopped(_watch(settings, display, once, until_eof)))
    except Unusable as error:
        print(f"entente: {error}: see `entente topics`", file=sys.stderr)
        return 1
    except KafkaConnectionError:
        print(f"entente: no Kafka answers at {settings.bootstrap_servers}", file=sys.stderr)
        return FAIL_STOP
    return 0


async def _watch(settings: Settings, display: Display, once: bool, until_eof: bool) -> None:
    async with following(settings) as topic:
        noting = asyncio.create_task(_note(display)) if until_eof else None
        while not (noting.done() if noting else once):
            display.changed(await topic.more(), topic.table)
        if once:
            await topic.to_end()
            display.final(topic.table)


async def _note(display: Display) -> None:
    """Pass on the lines of standard input until it ends."""
    stream = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stream)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    async for text in lines_of(stream):
        display.note(text)
