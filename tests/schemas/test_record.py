from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.record import Country, Currency, DecimalText, Pair, Record, pair_of
from tests.factories import article, correction, count, event, mention, report
from tests.schemas.strategies import every_record

SAMPLES: list[Record] = [article(), report(), correction(), event(), count(), mention()]


def refused(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(value)
    return str(error.value)


@given(every_record)
def test_a_record_is_the_same_after_its_way_through_bytes(record: Record) -> None:
    assert type(record).from_bytes(record.to_bytes()) == record


@given(every_record)
def test_the_bytes_of_a_record_do_not_change_when_it_is_read_and_written_again(
    record: Record,
) -> None:
    value = record.to_bytes()
    assert type(record).from_bytes(value).to_bytes() == value


def test_the_bytes_are_compact_json_in_utf_8() -> None:
    value = article(title="Malmö — 東京 🌍", body="").to_bytes()
    assert '"title":"Malmö — 東京 🌍","body":""'.encode() in value
    assert b"\n" not in value


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_a_record_refuses_fields_it_does_not_know(record: Record) -> None:
    with pytest.raises(ValidationError, match=r"colour\n.*Extra inputs"):
        type(record).model_validate({**record.model_dump(), "colour": "blue"})


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_a_record_does_not_change(record: Record) -> None:
    name = next(iter(type(record).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(record, name, getattr(record, name))


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_every_field_of_a_record_is_one_it_writes(record: Record) -> None:
    assert set(record.model_dump(mode="json")) == set(type(record).model_fields)


@pytest.mark.parametrize(
    "value", [b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe", b'{"title": "\\ud800"}']
)
def test_what_is_no_record_is_a_value_error(value: bytes) -> None:
    for record in SAMPLES:
        with pytest.raises(ValueError, match="validation error"):
            type(record).from_bytes(value)


def test_a_refusal_to_read_names_the_field_and_the_reason() -> None:
    value = article().to_bytes().replace(b'"revision":1', b'"revision":0')
    with pytest.raises(ValidationError, match=r"revision\n.*greater than or equal to 1"):
        type(article()).from_bytes(value)


def test_a_pair_is_in_alphabetical_order_whichever_comes_first() -> None:
    assert pair_of("CHN", "AZE") == pair_of("AZE", "CHN") == "AZE-CHN"


def test_one_country_is_no_pair() -> None:
    with pytest.raises(ValueError, match="not KEN twice"):
        pair_of("KEN", "KEN")


codes = st.text("ABXYZ", min_size=3, max_size=3)


@given(codes, codes)
def test_what_pair_of_returns_is_a_pair(one: str, other: str) -> None:
    if one != other:
        assert TypeAdapter(Pair).validate_python(pair_of(one, other)) == pair_of(other, one)


@pytest.mark.parametrize("pair", ["CHN-AZE", "AZE-AZE"])
def test_a_pair_out_of_order_is_refused(pair: str) -> None:
    assert f"{pair} is not two codes in alphabetical order" in refused(Pair, pair)


@pytest.mark.parametrize("pair", ["AZECHN", "AZ-CHN", "aze-chn", "AZE-CHN-RUS", "AZE-CHN\n", ""])
def test_what_is_not_two_codes_is_no_pair(pair: str) -> None:
    assert "should match pattern" in refused(Pair, pair)


@pytest.mark.parametrize("code", ["AZ", "AZER", "aze", "A1E", ""])
def test_a_country_or_currency_code_is_three_capitals(code: str) -> None:
    assert "should match pattern" in refused(Country, code)
    assert "should match pattern" in refused(Currency, code)


@pytest.mark.parametrize("code", ["AZE", "EUU", "XKX"])
def test_unions_and_kosovo_have_codes_like_countries(code: str) -> None:
    assert TypeAdapter(Country).validate_python(code) == code


@pytest.mark.parametrize("number", ["0", "335000000", "0.5", "1" * 24, "1.00000001"])
def test_a_decimal_is_plain_digits(number: str) -> None:
    assert TypeAdapter(DecimalText).validate_python(number) == number


@pytest.mark.parametrize(
    "number", ["", "-1", "+1", "1e9", "1,000", "1.", ".5", "NaN", " 1", "1" * 25, "٣٣٥", "1.5.5"]
)
def test_anything_else_is_no_decimal(number: str) -> None:
    assert "should match pattern" in refused(DecimalText, number)
