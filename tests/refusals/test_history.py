from aiokafka import ConsumerRecord

from schemas.refusal import Refusal
from services.refusals.history import History, Mark, is_mark, mark_headers
from services.refusals.refused import Place


def sending(*offsets: int) -> Mark:
    return Mark(step="sending", offsets=offsets, ends={"t": {3: 17}})


def sent(*offsets: int) -> Mark:
    return Mark(step="sent", offsets=offsets)


def history(*marks: Mark) -> History:
    found = History()
    for mark in marks:
        found.note(2, mark)
    return found


def record(headers: list[tuple[str, bytes]]) -> ConsumerRecord:
    return ConsumerRecord("r", 0, 0, 0, 0, None, b"{}", None, 0, 2, tuple(headers))


def test_a_mark_is_read_as_it_was_written() -> None:
    assert Mark.from_bytes(sending(4, 5).to_bytes()) == sending(4, 5)


def test_a_mark_is_known_by_its_headers() -> None:
    assert is_mark(record(mark_headers("2:4")))
    assert not is_mark(record(Refusal("E", "m", "s", "t", 0, 0).headers()))
    assert not is_mark(record([]))


def test_what_was_sent_is_back_in_its_partition_alone() -> None:
    told = history(sending(4, 5), sent(4, 5))

    assert told.is_back(Place(2, 4))
    assert not told.is_back(Place(2, 6))
    assert not told.is_back(Place(1, 4))
    assert told.open == {}


def test_what_was_being_sent_stays_open() -> None:
    told = history(sending(1), sent(1), sending(4, 5))

    assert told.open == {2: sending(4, 5)}
    assert not told.is_back(Place(2, 4))


def test_what_was_found_again_closes_it() -> None:
    told = history(sending(4, 5), sent(5))

    assert told.open == {}
    assert (told.is_back(Place(2, 4)), told.is_back(Place(2, 5))) == (False, True)
