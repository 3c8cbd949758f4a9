import pytest

from services.extractor.names.abbreviations import explained


def told(text: str) -> list[tuple[str, str]]:
    return [
        (one.short, text[one.start : one.end] if one.start >= 0 else "") for one in explained(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Small Business Agency (SBA)", [("SBA", "Small Business Agency")]),
        ("the Fund for Arts and Crafts (FAC)", [("FAC", "Fund for Arts and Crafts")]),
        ("a letter of intent (LoI)", [("LoI", "")]),
        ("a Letter of Intent (LoI)", [("LoI", "Letter of Intent")]),
        ("Export Agency (ZZQ)", [("ZZQ", "")]),
        ("small business agency (SBA)", [("SBA", "")]),
        ("Paris (AFP) and (A) or (Abcdef)", []),
        ("(SBA)", []),
        ("", []),
    ],
)
def test_an_abbreviation_takes_its_letters_from_the_words_before(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert told(text) == found


def test_the_words_before_are_looked_at_no_further_than_a_name_is_long() -> None:
    assert told("Small " + "x" * 500 + " Business Agency (SBA)") == [("SBA", "")]
