"""Who stands in a sentence, in which list, and who is only named."""

import pytest

from tests.extractor.reading_one import parties_of, read_body


def codes(sentence: str) -> list[str]:
    """Return the countries of those who can act, in order."""
    return [one.code for one in parties_of(sentence) if not (one.site or one.aside)]


def lists(sentence: str) -> list[list[str]]:
    """Return the lists of those who stand in a sentence."""
    found: dict[int, list[str]] = {}
    for one in parties_of(sentence):
        if one.code not in found.setdefault(one.group, []):
            found[one.group].append(one.code)
    return list(found.values())


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru and Chile met.",
        "Peru, Chile and Bolivia met.",
        "The Peru-Chile forum opened.",
        "Peru's Ministry of Trade and the Chilean Ministry of Economy met.",
        "Peruvian President Rosa Quispe and Chilean President Ivo Salas met.",
        "The foreign ministers of Peru, Chile and Bolivia met.",
        "Officials of Peru and their Chilean counterparts met.",
        "Peru as well as Chile met.",
    ],
)
def test_members_of_a_list_belong_together(sentence: str) -> None:
    assert len(lists(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru signed with Chile.",
        "Peru, which lies north of Chile, signed.",
        "Kenya's ambassador told Ghana so.",
        "Peru, Chile's neighbour, signed.",
    ],
)
def test_those_on_different_sides_are_no_list(sentence: str) -> None:
    assert len(lists(sentence)) == 2


def test_a_list_that_ends_in_others_is_a_list() -> None:
    assert lists("Peru, Chile, Bolivia and others signed.") == [["PER", "CHL", "BOL"]]


def test_a_headline_lists_with_a_comma_alone() -> None:
    (title,) = read_body("", title="Peru, Chile sign pact").lines
    assert len({party.group for party in title.present}) == 1


@pytest.mark.parametrize(
    ("sentence", "acting"),
    [
        ("The minister of Peru spoke in Chile.", ["PER"]),
        ("The minister of Peru spoke in Santiago, Chile.", ["PER"]),
        ("Norway sold fish at a fair in Tokyo.", ["NOR"]),
        ("They met in Niamey, Niger's capital.", []),
    ],
)
def test_a_place_where_something_happens_is_no_actor(sentence: str, acting: list[str]) -> None:
    assert codes(sentence) == acting


def test_a_place_that_owns_something_acts() -> None:
    assert codes("They met in Peru's embassy.") == ["PER"]


@pytest.mark.parametrize(
    ("sentence", "acting"),
    [
        ("Poland stands with Ukraine against Russia.", ["POL", "UKR"]),
        ("Poland spoke of Russia's invasion of its neighbour.", ["POL"]),
        ("Finland and Sweden talked about Iran.", ["FIN", "SWE"]),
        ("Kenya drew up plans to counter threats from Eritrea.", ["KEN"]),
        ("Chile sold a French-made engine.", ["CHL"]),
    ],
)
def test_adversaries_topics_and_makes_are_no_actors(sentence: str, acting: list[str]) -> None:
    assert codes(sentence) == acting


def test_where_an_ambassador_serves_is_no_actor() -> None:
    assert codes("Kenya's ambassador to Japan spoke.") == ["KEN"]


def test_whose_newspaper_reports_is_no_actor() -> None:
    assert codes("A Norwegian newspaper wrote of Peru.") == ["PER"]


def test_a_currency_is_no_actor() -> None:
    assert codes("Peru paid US$10 million.") == ["PER"]


def test_a_body_acts_for_its_country_and_hides_the_name_in_it() -> None:
    found = parties_of("The China Road and Bridge Corporation met Peru's premier.")
    assert [(one.code, one.name is not None) for one in found] == [("CHN", True), ("PER", False)]


def test_nobody_stands_in_an_empty_sentence() -> None:
    assert parties_of("It rained.") == []


def test_parties_are_in_order_of_the_text() -> None:
    found = parties_of("Peru, Chile, Bolivia and Ecuador signed with Norway.")
    assert [one.start for one in found] == sorted(one.start for one in found)
