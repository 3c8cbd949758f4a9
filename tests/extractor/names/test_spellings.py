import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.extractor.names.spellings import Names, level, spellings

calm = settings(deadline=None)


def found(text: str, *names: str) -> list[str]:
    levelled = level(text)
    return [text[start:end] for start, end, _ in Names({n: n for n in names}).find(levelled)]


def test_a_name_is_spelled_as_wires_do() -> None:
    assert {"São Tomé", "SÃO TOMÉ", "Sao Tome", "SAO TOME"} <= set(spellings("São Tomé"))
    assert "Republic Of Korea" in spellings("Republic of Korea")
    assert unicodedata.normalize("NFD", "Türkiye") in spellings("Türkiye")


@calm
@given(st.text())
def test_a_level_text_has_the_same_length(text: str) -> None:
    assert len(level(text)) == len(text)


@pytest.mark.parametrize(
    ("odd", "plain"), [("a\u00a0b", "a b"), ("a’s", "a's"), ("a\u2011b", "a-b"), ("a\nb", "a\nb")]
)
def test_odd_signs_become_plain_ones(odd: str, plain: str) -> None:
    assert level(odd) == plain


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Oman's, (Oman) Oman-based", ["Oman", "Oman", "Oman"]),
        ("Omani Romania _Oman Oman_ Oman2 Oman$", []),
        ("oman", []),
        ("OMAN", ["OMAN"]),
        ("Oman\u0301", []),
    ],
)
def test_a_name_is_a_whole_word(text: str, names: list[str]) -> None:
    assert found(text, "Oman") == names


def test_the_longest_of_overlapping_names_wins() -> None:
    assert found("the South Korean Sea Board", "the South", "South Korean", "Sea") == [
        "South Korean",
        "Sea",
    ]
    assert found("New South Wales", "New South", "South Wales", "New South Wales") == [
        "New South Wales"
    ]


def test_a_longer_name_that_goes_on_hides_no_shorter_one() -> None:
    assert found("Niger State", "Niger", "Niger Stat") == ["Niger"]


def test_the_first_of_two_equal_spellings_keeps_it() -> None:
    names = Names([("Malé", 1), ("Male", 2)])
    assert [meaning for _, _, meaning in names.find("Male and Malé")] == [1, 1]


def test_no_names_find_nothing() -> None:
    assert Names[str]([]).find("Oman") == []
