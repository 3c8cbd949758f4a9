import pytest

from services.extractor.names.neighbours import (
    capital_after,
    capital_before,
    ends_as_language,
    in_heading,
    inside_sentence,
    is_shouted,
    sentence_after,
    sentence_before,
    window,
    words_after,
    words_before,
)

MARK = "X"


def around(text: str) -> tuple[str, int, int]:
    start = text.index(MARK)
    return text, start, start + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("X state media", ("state", "state media")),
        ("X-speaking", ("speaking",)),
        ("X STATE MEDIA", ("state", "state media")),
        ("X, state", ()),
        ("X", ()),
    ],
)
def test_the_words_after_a_place(text: str, words: tuple[str, ...]) -> None:
    flat, _, end = around(text)
    assert words_after(flat, end) == words


def test_the_words_before_a_place_end_at_it_and_at_the_line() -> None:
    flat, start, _ = around("He was The king of X")
    assert words_before(flat, start) == {"of", "king of", "the king of"}
    flat, start, _ = around("the king\nof X")
    assert words_before(flat, start) == {"of"}
    flat, start, _ = around("(X")
    assert words_before(flat, start) == frozenset()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("written in X.", True),
        ("written in X, Dutch and Thai.", True),
        ("written in Dutch, Thai and X", True),
        ("in X firms", False),
        ("in X, Dutch and Thai firms", False),
        ("from X.", False),
    ],
)
def test_an_adjective_that_ends_its_phrase_is_a_language(text: str, language: bool) -> None:
    flat, start, end = around(text)
    assert ends_as_language(flat, start, end, frozenset({"in"})) is language


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("he saw Michael X", ("Michael", False)),
        ("It ended. Michael X", ("Michael", True)),
        ("Michael X", ("Michael", True)),
        ("line\nMichael X", ("Michael", True)),
        ("he saw michael X", None),
        ("he saw Michael, X", None),
    ],
)
def test_a_capital_before_a_place(text: str, word: tuple[str, bool] | None) -> None:
    flat, start, _ = around(text)
    assert capital_before(flat, start) == word


def test_a_capital_after_a_place() -> None:
    assert capital_after("X Smith", 1) == "Smith"
    assert capital_after("X smith", 1) is None
    assert capital_after("X, Smith", 1) is None


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("they saw X", True),
        ("Today, X", True),
        ("X", False),
        ("It ended. X", False),
        ("The X", False),
    ],
)
def test_a_place_inside_a_sentence(text: str, inside: bool) -> None:
    flat, start, _ = around(text)
    assert inside_sentence(flat, start) is inside


def test_headings_have_capitals() -> None:
    assert in_heading(*around("Premier Visits X Before Summit"))
    assert not in_heading(*around("The premier visits X before the summit"))
    assert in_heading(*around("Premier Visits X Before Summit\nthe body begins in small letters"))


def test_shouting_is_of_one_line() -> None:
    assert is_shouted(*around("TALKS WITH X END"))
    assert not is_shouted(*around("talks with X end"))
    assert not is_shouted(*around("TALKS\nX said"))


def test_a_sentence_ends_at_its_stop_and_at_its_line() -> None:
    flat, start, end = around("It rained. The U.S. saw X come. It left.")
    assert sentence_before(flat, start) == "The U.S. saw "
    assert sentence_after(flat, end) == " come"
    assert window(flat, start, end) == "The U.S. saw X come"
    assert window(*around("one\ntwo X\nthree")) == "two X"


def test_no_look_reaches_further_than_a_sentence_is_long() -> None:
    flat = "a" * 10_000 + MARK + "b" * 10_000
    assert len(window(flat, 10_000, 10_001)) < 300
