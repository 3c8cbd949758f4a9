"""Many words are found in one pass, whole words only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.words.scanner import Scanner, fold

SCANNER = Scanner({"trade": 1, "trade agreement": 2, "co-operation": 3, "Türkiye": 4})


def found(text: str) -> list[tuple[str, int]]:
    return [(text[start:end], meaning) for start, end, meaning in SCANNER.hits(fold(text))]


def test_words_are_found_whatever_their_case() -> None:
    assert found("TRADE and Trade") == [("TRADE", 1), ("Trade", 1)]


def test_parts_of_words_are_not_found() -> None:
    assert found("trader, untraded, trades") == []


def test_a_longer_phrase_does_not_hide_a_shorter_one() -> None:
    assert found("a trade agreement") == [("trade", 1), ("trade agreement", 2)]


def test_a_phrase_that_breaks_off_leaves_its_first_word() -> None:
    assert found("a trade agreementlike paper") == [("trade", 1)]


def test_a_hyphen_is_a_space() -> None:
    assert found("co-operation, co operation") == [("co-operation", 3), ("co operation", 3)]


def test_a_phrase_does_not_reach_across_a_comma() -> None:
    assert found("trade, agreement") == [("trade", 1)]


def test_words_at_both_ends_of_a_text_are_found() -> None:
    assert found("trade") == [("trade", 1)]


def test_letters_beyond_ascii_are_letters() -> None:
    assert found("in Türkiye.") == [("Türkiye", 4)]


@pytest.mark.parametrize("text", ["İstanbul", "STRASSE ẞ", "naïve café", "\x00\u2028—", "ﬁn"])
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=100))
def test_folding_keeps_every_position(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    for sign, letter in zip(text, folded, strict=True):
        assert letter == " " or letter in (sign.lower(), "i")


@given(st.text(alphabet="trade agmn,-", max_size=80))
def test_hits_point_at_their_words(text: str) -> None:
    words = {1: "trade", 2: "trade agreement", 3: "co operation", 4: "türkiye"}
    for start, end, meaning in SCANNER.hits(fold(text)):
        assert fold(text)[start:end] == words[meaning]
