import tomllib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.extractor.names.countries import CountryName, find_countries
from services.extractor.names.gazetteer import country_codes, country_forms
from services.extractor.names.spellings import spellings

calm = settings(deadline=None)

CASES = tomllib.loads(Path(__file__).with_name("countries.toml").read_text())["case"]
STRONG = sorted({known.words for known in country_forms() if known.strong})
OWNERS: dict[str, set[str]] = {}
for known in country_forms():
    for spelling in spellings(known.words):
        OWNERS.setdefault(spelling, set()).add(known.code)
PIECES = [
    *STRONG,
    "Georgia",
    "Jordan",
    "Chad",
    "Turkey",
    "US",
    "the South",
    "Congo",
    "Sino-",
    "of",
]
PIECES += ["and", ",", "with", "Republic", "Michael", "\n", ". The", "in", "language", "dollars"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=80)


def told(text: str) -> list[str]:
    return [
        f"{one.code}{'' if one.strong else '?'} {text[one.start : one.end]}"
        for one in find_countries(text)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_names_the_countries_of_its_case(case: dict[str, object]) -> None:
    assert told(str(case["text"])) == case["found"]


def test_a_country_says_by_what_kind_of_word_it_is_named() -> None:
    text = "China, Chinese, Beijing, the Kremlin"
    assert [one.form for one in find_countries(text)] == ["name", "demonym", "capital", "metonym"]


def test_offsets_are_those_of_the_text_passed_in() -> None:
    text = "  Ties of China\u00a0and Peru."
    assert find_countries(text) == [
        CountryName(10, 15, "CHN", "name", strong=True),
        CountryName(20, 24, "PER", "name", strong=True),
    ]


def test_a_sentence_settles_less_than_its_article() -> None:
    alone, article = "Georgia agreed.", "Georgia agreed. Georgian ministers were there."
    assert [one.strong for one in find_countries(alone)] == [False]
    assert [one.strong for one in find_countries(article)] == [True, True]


def test_a_name_between_two_of_its_owners_goes_to_the_nearer() -> None:
    text = "Kinshasa agreed. " + "x" * 200 + " Brazzaville and the Congo agreed."
    assert [one.code for one in find_countries(text)] == ["COD", "COG", "COG"]


def test_a_strong_form_is_found_wherever_it_stands_alone() -> None:
    for words in STRONG:
        found = find_countries(f"We saw {words} then")
        assert [(one.start, one.end, one.strong) for one in found] == [(7, 7 + len(words), True)]


@calm
@given(TEXTS)
def test_names_stand_in_order_and_never_overlap(text: str) -> None:
    found = find_countries(text)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
    assert all(one.start < one.end <= len(text) for one in found)


@calm
@given(TEXTS)
def test_every_country_is_one_of_the_gazetteer(text: str) -> None:
    assert {one.code for one in find_countries(text)} <= country_codes()


@calm
@given(TEXTS)
def test_the_same_text_names_the_same_countries_twice(text: str) -> None:
    assert find_countries(text) == find_countries(text)


@calm
@given(st.sampled_from(STRONG).filter(lambda words: " " in words), st.randoms())
def test_the_order_of_words_inside_a_name_invents_no_country(words: str, chance: Random) -> None:
    shuffled = words.split(" ")
    chance.shuffle(shuffled)
    text = " ".join(shuffled)
    for one in find_countries(text):
        assert one.code in OWNERS[text[one.start : one.end]]


@calm
@given(st.sampled_from(STRONG), st.sampled_from(STRONG))
def test_a_name_stays_what_it_is_beside_another(first: str, second: str) -> None:
    found = {one.code for one in find_countries(f"We saw {first}; they saw {second}.")}
    alone = {one.code for words in (first, second) for one in find_countries(f"We saw {words}.")}
    assert found == alone


@pytest.mark.parametrize(
    "text",
    [
        "7" * 400_000,
        ", " * 200_000,
        "A" * 400_000,
        "\0" * 400_000,
        '"' * 400_000,
        "The " * 100_000,
    ],
    ids=["digits", "commas", "capitals", "nul", "quotes", "articles"],
)
def test_text_without_names_is_read_to_its_end(text: str) -> None:
    assert find_countries(text) == []


def test_many_doubtful_names_are_settled_one_by_one() -> None:
    found = find_countries("Jordan and " * 20_000 + "Egypt")
    assert len(found) == 20_001
    assert all(one.strong for one in found)
