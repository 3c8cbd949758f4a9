import pytest
from pydantic import ValidationError

from schemas.event import Event
from tests.factories import event, join, telling


@pytest.mark.parametrize("event_id", ["", "0123", "00112233445566FF", "g" * 16, "0" * 17])
def test_an_event_id_is_sixteen_small_hexadecimal_digits(event_id: str) -> None:
    with pytest.raises(ValidationError, match="event_id"):
        event(event_id=event_id)


@pytest.mark.parametrize("field", sorted(set(Event.model_fields)))
def test_an_event_states_every_field(field: str) -> None:
    fields = event().model_dump()
    del fields[field]
    with pytest.raises(ValidationError, match=rf"{field}\n.*Field required"):
        Event.model_validate(fields)


@pytest.mark.parametrize("field", ["reports", "partition", "offset"])
def test_numbers_of_an_event_are_not_negative(field: str) -> None:
    assert getattr(event(**{field: 0}), field) == 0
    with pytest.raises(ValidationError, match=field):
        event(**{field: -1})


@pytest.mark.parametrize("decision", ["opened", "joined"])
def test_a_report_opens_an_event_or_joins_it(decision: str) -> None:
    assert join(decision=decision).decision == decision


def test_events_are_never_merged() -> None:
    with pytest.raises(ValidationError, match="'opened' or 'joined'"):
        join(decision="merged")


def test_the_pair_of_an_event_is_in_order() -> None:
    with pytest.raises(ValidationError, match="VNM-KEN is not two codes"):
        event(pair="VNM-KEN")


def test_an_event_may_know_neither_day_nor_time() -> None:
    bare = event(date=None, first_seen=None, updated=None, report_list=(telling(published=None),))
    assert Event.from_bytes(bare.to_bytes()) == bare


def test_a_retracted_event_says_why() -> None:
    gone = event(retracted="no article tells of it any more", reports=0, report_list=(), why=())
    assert Event.from_bytes(gone.to_bytes()).retracted == "no article tells of it any more"
