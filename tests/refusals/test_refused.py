from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import ConsumerRecord

from schemas.refusal import Refusal
from services.refusals.refused import REDRIVEN, Place, Refused, Wanted

WHY = Refusal("ValueError", "not read", "trace", "wire.articles.v1", 3, 17)


def record(*headers: tuple[str, bytes], value: bytes | None = b"{") -> ConsumerRecord:
    return ConsumerRecord(
        "refused.v1", 1, 5, 1_795_000_000_250, 0, b"a1", value, None, 2, 1, headers
    )


def refused() -> Refused:
    return Refused.of(record(*WHY.headers()))


def test_a_refusal_is_read_with_its_place_time_and_reason() -> None:
    found = refused()

    assert (found.place, found.why, found.key, found.value) == (Place(1, 5), WHY, b"a1", b"{")
    assert found.when == datetime.fromtimestamp(1_795_000_000.25, UTC)
    assert found.stood == "wire.articles.v1/3:17"


def test_a_record_without_a_reason_is_no_refusal() -> None:
    with pytest.raises(ValueError, match="exception"):
        Refused.of(record(("traceparent", b"00-1")))


def test_a_record_goes_back_with_its_own_headers_and_the_place_of_its_refusal() -> None:
    found = Refused.of(record(("traceparent", b"00-1"), *WHY.headers(), (REDRIVEN, b"0:1")))

    assert found.returning() == [("traceparent", b"00-1"), (REDRIVEN, b"1:5")]


def test_a_record_without_a_value_has_a_size() -> None:
    assert Refused.of(record(*WHY.headers(), value=None)).size == 2


def test_a_place_is_read_as_it_is_written() -> None:
    assert Place.parse(str(Place(3, 17))) == Place(3, 17)


@pytest.mark.parametrize("text", ["", "3", "3:", ":17", "3:17:1", "-3:17", "a:b", "3:1.5", "² :1"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="PARTITION:OFFSET"):
        Place.parse(text)


def test_without_a_filter_all_are_wanted() -> None:
    assert Wanted().takes(refused())


@pytest.mark.parametrize(
    ("wanted", "takes"),
    [
        (Wanted(topic="wire.articles.v1"), True),
        (Wanted(topic="wire.articles"), False),
        (Wanted(exception="ValueError"), True),
        (Wanted(exception="Error"), False),
        (Wanted(topic="wire.articles.v1", exception="KeyError"), False),
        (Wanted(since=refused().when), True),
        (Wanted(since=refused().when + timedelta(milliseconds=1)), False),
    ],
)
def test_every_part_of_a_filter_must_fit(wanted: Wanted, takes: bool) -> None:
    assert wanted.takes(refused()) is takes
