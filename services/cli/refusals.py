"""`entente refusals`: the list of refused records, or one in full."""

import asyncio
import heapq
import logging
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

from aiokafka.errors import KafkaConnectionError, KafkaError
from cyclopts import Parameter
from cyclopts.validators import Number

from schemas.topics import REFUSED
from services.refusals.asked import asked, moment
from services.refusals.history import History
from services.refusals.refused import Place, Refused, Wanted
from services.refusals.shown import as_json, in_full, one_line, text_of
from services.refusals.topic import RefusedTopic, Unusable, sizes
from services.runtime.exits import FAIL_STOP
from services.runtime.settings import Settings

_LIMIT = 20


def _is_place(_: object, text: str | None) -> None:
    if text is not None:
        Place.parse(text)


def _is_moment(_: object, text: str | None) -> None:
    if text is not None:
        moment(text, datetime.now(UTC))


Limit = Annotated[int | None, Parameter(validator=Number(gte=1))]
_Moment = Annotated[str | None, Parameter(validator=_is_moment)]
_Place = Annotated[str | None, Parameter(validator=_is_place)]


def refusals(
    *,
    topic: str | None = None,
    exception: str | None = None,
    since: _Moment = None,
    is_open: Annotated[bool, Parameter(name="--open")] = False,
    limit: Limit = _LIMIT,
    json: bool = False,
    show: _Place = None,
    raw: Annotated[_Place, Parameter(name="--bytes")] = None,
) -> int:
    """List what was refused, newest first: one line each, or one refusal in full.

    A line tells the place of the refusal on `refused.v1`, when it was refused, whether it was
    put back since, where the record stood, the exception and its message. What would move a
    cursor is escaped. The exit status is 1 if the refusal to show is not there, 75 if Kafka
    is away.

    Parameters
    ----------
    topic
        Only records that came from this topic.
    exception
        Only records refused with this exception: `ValidationError`.
    since
        Only refusals since a time (2026-11-24T15:30Z) or so long ago (30m, 12h, 7d).
    is_open
        Only refusals that were not put back.
    limit
        How many lines at most.
    json
        One JSON object a line; with --show also the stack trace and, in base64, the bytes.
    show
        The refusal at PARTITION:OFFSET with its reason, stack trace and bytes.
    raw
        The bytes of the record refused at PARTITION:OFFSET, nothing else; escaped on a terminal.
    """
    settings = Settings()
    with on_kafka(settings):
        if place := show or raw:
            one = _One(Place.parse(place), as_json=json, raw=show is None)
            return asyncio.run(one.show(settings))
        wanted = asked(settings, topic, exception, since)
        return asyncio.run(_List(wanted, limit, only_open=is_open, as_json=json).show(settings))


@contextmanager
def on_kafka(settings: Settings) -> Iterator[None]:
    """Say in one line why a command cannot go on, and end it: with 75 if Kafka is away."""
    # It repeats itself while a broker is away.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        yield
    except Unusable as error:
        print(f"entente: {error}: see `entente topics`", file=sys.stderr)
        sys.exit(1)
    except (KafkaError, TimeoutError) as error:
        why = "" if isinstance(error, KafkaConnectionError | TimeoutError) else f": {error}"
        print(f"entente: no Kafka answers at {settings.bootstrap_servers}{why}", file=sys.stderr)
        sys.exit(FAIL_STOP)


async def refused_topic(settings: Settings) -> RefusedTopic:
    """Return the topic of refusals; raise Unusable if it is not there."""
    return RefusedTopic(settings, *(await sizes(settings, REFUSED)).values())


class _List:
    """The newest refusals that are wanted, a line each."""

    def __init__(
        self, wanted: Wanted, limit: int | None, *, only_open: bool, as_json: bool
    ) -> None:
        self._wanted, self._limit = wanted, limit
        self._only_open, self._as_json = only_open, as_json
        self._newest: list[tuple[datetime, Place, str]] = []
        self._all = self._matching = self._foreign = 0

    async def show(self, settings: Settings) -> int:
        topic = await refused_topic(settings)
        history = await topic.history()
        async for one in topic.refusals():
            self._take(one, history)
        for _, _, line in sorted(self._newest, reverse=True):
            print(line if self._as_json else _cut(line))
        sys.stdout.flush()
        print(self._summary(), file=sys.stderr)
        return 0

    def _take(self, one: Refused | Place, history: History) -> None:
        if isinstance(one, Place):
            self._foreign += 1
            return
        back = history.is_back(one.place)
        self._all += 1
        if not self._wanted.takes(one) or (back and self._only_open):
            return
        self._matching += 1
        line = as_json(one, back=back).decode() if self._as_json else one_line(one, back=back)
        heapq.heappush(self._newest, (one.when, one.place, line))
        if self._limit is not None and len(self._newest) > self._limit:
            heapq.heappop(self._newest)

    def _summary(self) -> str:
        foreign = f"; records that are no refusals: {self._foreign}" if self._foreign else ""
        if not self._all:
            return f"nothing was refused{foreign}"
        if not self._matching:
            return f"none of {self._all} refusals matches{foreign}"
        matching = "refusals" if self._matching == self._all else f"that match, {self._all} in all"
        shown = f"{len(self._newest)} of {self._matching} {matching}"
        return f"{shown}; newest first{foreign}"


class _One:
    """One refusal with all it has, or its bytes alone."""

    def __init__(self, place: Place, *, as_json: bool, raw: bool) -> None:
        self._place, self._as_json, self._raw = place, as_json, raw

    async def show(self, settings: Settings) -> int:
        topic = await refused_topic(settings)
        refused = await topic.at(self._place)
        if refused is None:
            print(f"entente: no refusal at {self._place}", file=sys.stderr)
            return 1
        if self._raw:
            _write(refused.value or b"")
            return 0
        back = (await topic.history()).is_back(self._place)
        if self._as_json:
            print(as_json(refused, back=back, whole=True).decode())
        else:
            print(*in_full(refused, back=back), sep="\n")
        return 0


def _write(value: bytes) -> None:
    """Write bytes as they are, to a terminal as text that it cannot obey."""
    if sys.stdout.isatty():
        print(text_of(value, keep="\n"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(value)
    sys.stdout.buffer.flush()


def _cut(line: str) -> str:
    if not sys.stdout.isatty():
        return line
    width = shutil.get_terminal_size().columns
    return line if len(line) <= width else line[: width - 1] + "…"
