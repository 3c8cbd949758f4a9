import base64
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.refusal import Refusal
from services.refusals.refused import Place, Refused
from services.refusals.shown import as_json, escaped, in_full, one_line, text_of

NASTY = "a\nb\x1b[2J\x07\x9b31m\u202ec"


def refused(value: bytes | None = b"{broken", message: str = "not read") -> Refused:
    why = Refusal("ValueError", message, f"Traceback\n  {NASTY}\n", "wire.articles.v1", 3, 17)
    when = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    return Refused(Place(1, 5), when, why, b"a1", value, (("traceparent", b"00-1"),))


def test_a_line_tells_place_time_state_origin_and_reason() -> None:
    line = one_line(refused(), back=False)

    assert line == (
        "1:5       2026-11-24 15:30:00Z  open      wire.articles.v1/3:17  ValueError: not read"
    )


def test_what_is_back_says_so() -> None:
    assert "  put back  " in one_line(refused(), back=True)


def test_a_message_of_many_lines_is_one_line() -> None:
    assert one_line(refused(message="two\n  faults"), back=False).endswith("two faults")


@given(st.text(), st.binary())
def test_nothing_that_is_shown_can_move_a_cursor(message: str, value: bytes) -> None:
    one = refused(value, message)
    shown = [one_line(one, back=False), *"\n".join(in_full(one, back=True)).split("\n")]

    assert all(line.isprintable() for line in shown)


def test_in_full_there_are_reason_trace_headers_and_bytes() -> None:
    text = "\n".join(in_full(refused(b"{\xff\x1b"), back=False))

    assert "refusal    1:5, open" in text
    assert "stood at   wire.articles.v1/3:17" in text
    assert "header     traceparent: 00-1" in text
    assert "Traceback\n  a\nb\\x1b[2J\\x07\\x9b31m\\u202ec" in text
    assert text.endswith("value      3 bytes\n{\\xff\\x1b")


def test_no_value_is_told_apart_from_an_empty_one() -> None:
    assert list(in_full(refused(None), back=False))[-1] == "none"
    assert list(in_full(refused(b""), back=False))[-2] == "value      0 bytes"


@pytest.mark.parametrize("whole", [False, True])
def test_json_is_one_line(whole: bool) -> None:
    line = as_json(refused(b"\xff\n", NASTY), back=True, whole=whole)
    told = orjson.loads(line)

    assert b"\n" not in line
    assert (told["place"], told["message"], told["put_back"]) == ("1:5", NASTY, True)
    assert ("stacktrace" in told) is whole
    assert not whole or base64.b64decode(told["value_base64"]) == b"\xff\n"


def test_json_of_a_record_without_a_value_says_so() -> None:
    told = orjson.loads(as_json(refused(None), back=False, whole=True))

    assert (told["size"], told["value_base64"]) == (None, None)


def test_plain_text_stays_as_it_is() -> None:
    assert escaped("Nairobi – Hà Nội") == "Nairobi – Hà Nội"
    assert text_of("Nội\n".encode(), keep="\n") == "Nội\n"
