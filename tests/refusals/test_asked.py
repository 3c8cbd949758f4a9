from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.refusals.asked import asked, moment
from services.refusals.refused import Wanted
from services.runtime.settings import Settings

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["wire.articles.v1", "mine-wire.articles.v1"])
def test_a_topic_may_be_named_with_or_without_its_prefix(name: str) -> None:
    wanted = asked(Settings(topic_prefix="mine-"), name, None)

    assert wanted == Wanted(topic="mine-wire.articles.v1")


def test_nothing_asked_wants_all() -> None:
    assert asked(Settings(), None, None) == Wanted()


def test_all_that_is_asked_is_wanted() -> None:
    wanted = asked(Settings(), "wire.articles.v1", "KeyError", "2026-11-24")

    assert wanted == Wanted("wire.articles.v1", "KeyError", datetime(2026, 11, 24, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
    ],
)
def test_a_moment_may_be_told_by_how_long_ago_it_was(text: str, ago: timedelta) -> None:
    assert moment(text, NOW) == NOW - ago


def test_a_time_without_a_zone_is_utc() -> None:
    assert moment("2026-11-24T15:30", NOW) == NOW
    zone = timezone(timedelta(hours=3))
    assert moment("2026-11-24T18:30+03:00", NOW) == datetime(2026, 11, 24, 18, 30, tzinfo=zone)


@pytest.mark.parametrize("text", ["", "yesterday", "7", "7w", "-7d", "999999d", "2026-13-01"])
def test_what_is_no_moment_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="no moment: 2026-11-24"):
        moment(text, NOW)
