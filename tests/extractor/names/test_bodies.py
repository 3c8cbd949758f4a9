import pytest

from services.extractor.names.bodies import MOST_HEADS, Body, Places, find_bodies
from services.extractor.names.countries import find_countries
from services.extractor.names.spellings import level


def read(text: str) -> list[Body]:
    flat = level(text)
    return list(find_bodies(flat, Places(find_countries(text))))


def spans(text: str) -> list[str]:
    return [text[one.start : one.end] for one in read(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He met the Delta Water Board today.", ["Delta Water Board"]),
        ("The Ministry of Oil, Gas and Energy said.", ["Ministry of Oil, Gas and Energy"]),
        ("Nile Bank and Delta Fund agreed.", ["Nile Bank", "Delta Fund"]),
        ("The Oil and Gas Company of Chad, Ltd.", ["Oil and Gas Company of Chad, Ltd."]),
        ("The Centre for the Fourth Dam Study", ["Centre for the Fourth Dam Study"]),
        ("The (Lima) Trade Office", ["(Lima) Trade Office"]),
        ("“Delta Water Board” spoke", ["Delta Water Board"]),
        ("The Union of Road Builders", ["Union of Road Builders"]),
        ("The Commission on Trade said.", ["Commission on Trade"]),
        ("The Bank on Monday said.", []),
        ("A Committee was formed.", []),
        ("THE WATER BOARD SPOKE", []),
    ],
)
def test_a_body_reaches_as_far_as_its_capitals(text: str, found: list[str]) -> None:
    assert spans(text) == found


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The Water Board of Peru", "Water Board", "PER"),
        ("Ministry of Labour of the Republic of Peru", "Ministry of Labour", "PER"),
        ("Ministry of Labour of the Government of Peru", "Ministry of Labour", "PER"),
        ("the Peruvian Ministry of Labour", "Ministry of Labour", "PER"),
        ("Peru's Water Board", "Water Board", "PER"),
        ("the Peru Water Board", "Peru Water Board", "PER"),
        ("the Academy of Peruvian Arts", "Academy of Peruvian Arts", None),
        ("the Interior Ministry", "Ministry of Internal Affairs", None),
        ("the Health Ministry", "Ministry of Health", None),
        ("the Peru-Chile Water Board", "Peru-Chile Water Board", None),
        ("the Chilean Senate", "Chilean Senate", "CHL"),
        ("Chile's Senate", "Chile's Senate", "CHL"),
    ],
)
def test_a_body_is_named_without_the_country_it_is_told_with(
    text: str, name: str, country: str | None
) -> None:
    assert [(one.name, one.country) for one in read(text)] == [(name, country)]


def test_places_are_found_by_where_they_stand() -> None:
    places = Places(find_countries("Peru met Chile and Cuba"))
    assert [one.code for one in places.within(0, 15)] == ["PER", "CHL"]
    assert places.ending[4].code == "PER"


def test_a_run_of_capitals_has_an_end() -> None:
    [body] = read("Alpha " * 1000 + "Bank")
    assert body.end - body.start < 80


def test_a_text_that_only_repeats_heads_is_read_up_to_a_bound() -> None:
    found = list(find_bodies("Bank " * (MOST_HEADS + 50), Places([])))
    assert found[-1].end == MOST_HEADS * len("Bank ") - 1
