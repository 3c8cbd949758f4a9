from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.producer.held import Held
from services.producer.intake import Outgoing
from services.producer.seen import Seen

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seen.sqlite"


@pytest.fixture
def seen(path: Path) -> Iterator[Seen]:
    seen = Seen(path)
    yield seen
    seen.close()


@pytest.fixture
def held(seen: Seen) -> Held:
    return seen.held


def record(
    article_id: str = "a1", revision: int = 1, due: datetime | None = NOW + HOUR
) -> Outgoing:
    return Outgoing(article_id, revision, b"digest", b"{}", revision == 1, due)


def names(records: list[Outgoing]) -> list[str]:
    return [one.article_id for one in records]


def test_only_what_has_an_embargo_is_held(held: Held) -> None:
    held.hold([record("a1"), record("a2", due=None)])

    assert held.number() == 1


def test_a_record_is_due_when_its_embargo_ends_and_no_earlier(held: Held) -> None:
    held.hold([record()])

    assert held.due(NOW + HOUR - timedelta(milliseconds=1), 10) == []
    assert held.due(NOW + HOUR, 10) == [record(due=None)]


def test_the_first_to_be_due_comes_first(held: Held) -> None:
    held.hold([record("late", due=NOW + HOUR), record("soon", due=NOW)])
    held.hold([record("again", due=NOW)])

    assert names(held.due(NOW + HOUR, 10)) == ["again", "soon", "late"]
    assert names(held.due(NOW + HOUR, 1)) == ["again"]


def test_what_is_held_twice_is_held_once(held: Held) -> None:
    held.hold([record(), record()])

    assert held.number() == 1


def test_revisions_below_another_are_overtaken(held: Held) -> None:
    held.hold([record(revision=1), record(revision=2), record("a2")])

    assert held.overtaken("a1", 2) == [("a1", 1, b"digest")]


def test_what_was_sent_is_held_no_longer(seen: Seen) -> None:
    seen.held.hold([record(revision=1), record(revision=2)])
    with seen.transaction():
        seen.acknowledge([("a1", 1, b"digest")])

    assert [one.revision for one in seen.held.due(NOW + HOUR, 10)] == [2]


def test_what_is_held_outlives_the_process(path: Path) -> None:
    for number in (1, 2):
        seen = Seen(path)
        with seen.transaction():
            seen.held.hold([record(f"a{number}")])
            assert seen.held.number() == number
        seen.close()


def test_a_database_from_before_embargoes_is_taken_over(path: Path, seen: Seen) -> None:
    seen.claim([("a1", 1, b"x")])
    seen._database.execute("DROP TABLE held")
    again = Seen.open(path)

    assert again.aside is None
    assert (again.empty, again.held.number()) == (False, 0)
    again.close()
