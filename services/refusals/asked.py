"""What is asked of the refusals, as it is written on a command line."""

import re
from datetime import UTC, datetime, timedelta

from services.refusals.refused import Wanted
from services.runtime.settings import Settings

_AGO = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def asked(
    settings: Settings, topic: str | None, exception: str | None, since: str | None = None
) -> Wanted:
    """Return what is wanted; a topic may be named with or without the prefix of the stream.

    Raises ValueError where `since` is no moment.
    """
    prefix = settings.topic_prefix
    whole = topic if topic is None or topic.startswith(prefix) else settings.topic(topic)
    return Wanted(whole, exception, None if since is None else moment(since, datetime.now(UTC)))


def moment(text: str, now: datetime) -> datetime:
    """Read an ISO 8601 time (UTC where it has no zone) or how long ago: `90s 30m 12h 7d`.

    Raises ValueError for anything else.
    """
    try:
        if ago := _AGO.fullmatch(text):
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        told = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{text!r} is no moment: 2026-11-24, 2026-11-24T15:30Z, 90s, 30m, 12h or 7d"
        ) from None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
