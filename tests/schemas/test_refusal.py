import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.article import Article
from schemas.refusal import Refusal

texts = st.text(st.characters(exclude_categories=["Cs"]))
refusals = st.builds(
    Refusal, texts, texts, texts, texts, st.integers(0, 10**4), st.integers(0, 2**63 - 1)
)
ONE = Refusal("ValueError", "no", "Traceback …", "wire.articles.v1", 3, 17)


@given(refusals)
def test_a_refusal_is_the_same_after_its_way_through_headers(refusal: Refusal) -> None:
    assert Refusal.from_headers(refusal.headers()) == refusal


@given(refusals, st.lists(st.tuples(texts, st.binary())))
def test_other_headers_do_not_matter(refusal: Refusal, others: list[tuple[str, bytes]]) -> None:
    foreign = [(name, value) for name, value in others if not name.startswith("__streams")]
    assert Refusal.from_headers([*foreign, *refusal.headers(), *foreign]) == refusal


def test_the_headers_are_named_as_kafka_streams_names_them() -> None:
    assert [name for name, _ in ONE.headers()] == [
        f"__streams.errors.{name}"
        for name in ("exception", "message", "stacktrace", "topic", "partition", "offset")
    ]


def test_a_refusal_says_what_was_raised_and_where_the_record_stood() -> None:
    with pytest.raises(ValidationError) as caught:
        Article.from_bytes(b"{")
    refusal = Refusal.of(caught.value, "wire.articles.v1", 3, 17)
    assert refusal.exception == "ValidationError"
    assert "Invalid JSON" in refusal.message
    assert refusal.stacktrace.startswith("Traceback")
    assert "Article.from_bytes" in refusal.stacktrace
    assert (refusal.topic, refusal.partition, refusal.offset) == ("wire.articles.v1", 3, 17)


def test_a_cause_is_told_with_the_error() -> None:
    error = ValueError("outer")
    error.__cause__ = KeyError("inner")
    assert "KeyError: 'inner'" in Refusal.of(error, "t", 0, 0).stacktrace


def test_an_error_that_quotes_half_a_character_can_be_told() -> None:
    refusal = Refusal.of(ValueError("bad text \ud800"), "t", 0, 0)
    assert Refusal.from_headers(refusal.headers()).message == "bad text \\ud800"


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Refusal)])
def test_a_missing_header_is_named(field: str) -> None:
    headers = [(name, value) for name, value in ONE.headers() if not name.endswith(field)]
    with pytest.raises(ValueError, match=f"without the header '__streams.errors.{field}'"):
        Refusal.from_headers(headers)


def test_a_place_that_is_no_number_is_a_value_error() -> None:
    headers = [*ONE.headers(), ("__streams.errors.offset", b"seventeen")]
    with pytest.raises(ValueError, match="seventeen"):
        Refusal.from_headers(headers)


def test_a_refusal_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ONE.offset = 18  # type: ignore[misc]
